package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/document"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/store"
)

const draftReport = "样例市政府工作报告\n\n一、2027年工作安排\n\n（一）改造老旧小区120个，惠及居民3万户。\n\n（二）新建停车场8处，6月底前投用。\n\n（三）办好十件民生实事。\n"

var laterReport = strings.NewReplacer("120个", "100个", "（三）", "（三）加快推进城市更新。\n\n（四）").Replace(draftReport)

// versions takes two versions of a report in.
func (w *town) versions(t *testing.T) (first, second id.Document) {
	t.Helper()
	ctx, office := context.Background(), w.who["office"]
	first, err := w.TakeIn(ctx, office, "", Upload{Name: "一稿.txt", Bytes: []byte(draftReport), Version: &NewVersion{Stage: StageComment}})
	w.ok(t, err)
	second, err = w.TakeIn(ctx, office, "", Upload{Name: "二稿.txt", Bytes: []byte(laterReport), Version: &NewVersion{Of: first, Stage: StageRevised, Note: "按意见修改"}})
	w.ok(t, err)
	return first, second
}

// TestVersionsOfAReport: a report goes from draft to adoption, every version
// stays and is compared with another, and a past day shows what was known then.
func TestVersionsOfAReport(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx, office := context.Background(), w.who["office"]
		first, second := w.versions(t)
		other, err := w.TakeIn(ctx, office, "", Upload{Name: "另一份.txt", Bytes: []byte(strings.ReplaceAll(draftReport, "样例市", "生态")), Version: &NewVersion{Stage: StageDraft}})
		w.ok(t, err)
		x, err := w.Versions(ctx, office, second, 0)
		w.ok(t, err)
		if x.Of != first || len(x.List) != 2 || x.List[0].Stage != StageComment || x.List[1].N != 2 || x.List[1].Note != "按意见修改" {
			t.Fatalf("%+v", x)
		}
		c, err := w.Compare(ctx, office, first, second)
		w.ok(t, err)
		if c.Counts[document.Changed] != 2 || c.Counts[document.Added] != 1 || c.Counts[document.Dropped] != 0 {
			t.Errorf("%v", c.Counts)
		}
		day := w.today(t)
		w.setDay(day+1, 9)
		for _, bad := range []string{"", "nothing", StageRevised, StageComment} {
			if err := w.MarkStage(ctx, office, "", second, bad, ""); !errs.Is(err, errs.Invalid) {
				t.Errorf("marked %q: %v", bad, err)
			}
		}
		if err := w.MarkStage(ctx, office, "", second, StageAdopted, ""); !errs.Is(err, errs.Invalid) {
			t.Errorf("adopted without submission: %v", err)
		}
		w.ok(t, w.MarkStage(ctx, office, "", second, StageSubmitted, ""))
		w.ok(t, w.MarkStage(ctx, office, "", second, StageAdopted, "四次会议通过"))
		if _, err := w.TakeIn(ctx, office, "", Upload{Name: "三稿.txt", Bytes: []byte(laterReport + "\n（五）尾。\n"), Version: &NewVersion{Of: first, Stage: StageRevised}}); !errs.Is(err, errs.Conflict) {
			t.Errorf("a version after adoption: %v", err)
		}
		was, err := w.Versions(ctx, office, second, day)
		if err != nil || was.List[1].Stage != StageRevised {
			t.Errorf("as of the day before: %+v, %v", was, err)
		}
		if err := w.MarkStage(ctx, w.who["liaison"], "", other, StageComment, ""); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a liaison marks a stage: %v", err)
		}
		docs, err := w.Documents(ctx, office)
		if err != nil || len(docs) != 3 || docs[1].N != 2 || docs[1].Stage != StageAdopted || docs[0].N != 1 {
			t.Errorf("list: %+v, %v", docs, err)
		}
	})
}

func (w *town) today(t *testing.T) (d calendar.Day) {
	t.Helper()
	w.ok(t, w.DB.View(context.Background(), func(tx *store.Tx) error { d = tx.Day; return nil }))
	return d
}

// TestOpinionsFromEntryToAnswer: numbered, assigned, each outcome held to what it
// asks, the item carried into gets its origin, the proposer is told, and no
// version is submitted before all are answered.
func TestOpinionsFromEntryToAnswer(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx, office, head := context.Background(), w.who["office"], w.who["head"]
		first, second := w.versions(t)
		item, _ := w.behind(t)
		add := func(doc id.Document, clause int64, to id.Unit, words string) id.Opinion {
			t.Helper()
			n, err := w.AddOpinion(ctx, office, "", doc, NewOpinion{Clause: clause, Proposer: "李代表", Unit: "甲县代表团", Occasion: "座谈会", Kind: "work", Words: words, Handler: to})
			w.ok(t, err)
			return n
		}
		o1, o2 := add(first, 3, w.house, "老旧小区要加装电梯"), add(second, 0, w.off, "报告再精炼一些")
		if _, err := w.AddOpinion(ctx, office, "", first, NewOpinion{Clause: 99, Kind: "x"}); !errs.Is(err, errs.Invalid) || len(errs.Of(err).Fields) != 5 {
			t.Errorf("an empty opinion: %v", errs.Of(err).Fields)
		}
		for range 2 { // the same form twice enters once
			n, err := w.AddOpinion(ctx, office, "twice", second, NewOpinion{Proposer: "王委员", Kind: "other", Words: "没有意见", Handler: w.off})
			if x, _, _ := w.Opinion(ctx, office, n, 0); err != nil || x == nil || x.N != 3 {
				t.Errorf("sent twice: %d, %v", n, err)
			}
		}
		all0, err := w.Opinions(ctx, office, second, OpinionFilter{})
		w.ok(t, err)
		w.ok(t, w.AnswerOpinion(ctx, office, "a", AnswerInput{Opinion: all0.List[2].ID, Outcome: OutcomeAdopted}))
		w.ok(t, w.AnswerOpinion(ctx, office, "a", AnswerInput{Opinion: all0.List[2].ID, Outcome: OutcomeAdopted}))
		if x, _, _ := w.Opinion(ctx, office, all0.List[2].ID, 0); len(x.Answers) != 1 {
			t.Errorf("the same answer twice: %d", len(x.Answers))
		}
		if _, err := w.AddOpinion(ctx, head, "", first, NewOpinion{}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a bureau enters: %v", err)
		}
		if err := w.MarkStage(ctx, office, "", second, StageSubmitted, ""); !errs.Is(err, errs.Invalid) || !strings.Contains(w.Text.T(errs.Of(err).Fields[0].Key, errs.Of(err).Fields[0].Args...), "第1、2号") {
			t.Fatalf("submitted with opinions open: %v", err)
		}
		answer := func(in AnswerInput, want string) {
			t.Helper()
			err := w.AnswerOpinion(ctx, head, "", in)
			if want == "" {
				w.ok(t, err)
			} else if e := errs.Of(err); e == nil || e.Key != want && (len(e.Fields) == 0 || e.Fields[0].Key != want) {
				t.Errorf("%+v: %v, want %s", in, err, want)
			}
		}
		answer(AnswerInput{Opinion: o2, Outcome: OutcomeAdopted}, "err.notfound") // not theirs
		answer(AnswerInput{Opinion: o1, Outcome: OutcomeNot}, "err.opinion.reason")
		answer(AnswerInput{Opinion: o1, Outcome: OutcomeCarried}, "err.opinion.noitem")
		answer(AnswerInput{Opinion: o1, Outcome: OutcomeCarried, Item: "2026-9999"}, "err.opinion.item")
		answer(AnswerInput{Opinion: o1, Outcome: OutcomeSpeedUp, Item: "2026-0001"}, "err.opinion.nochange")
		if err := w.AnswerOpinion(ctx, office, "", AnswerInput{Opinion: o1, Outcome: OutcomeAdopted}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("the office answers for a bureau: %v", err)
		}
		answer(AnswerInput{Opinion: o1, Outcome: OutcomeCarried, Item: "2026-0001", Words: "篇幅所限"}, "")
		w.carried(t, item, o1)
		day := w.today(t)
		w.setDay(day+1, 9)

		_, err = w.AskChange(ctx, head, "", ChangeInput{Item: item, Sort: ledger.ChangeAdvance, To: calendar.Date(2027, 1, 31), Class: ledger.ReasonPolicy, Words: "意见"})
		if e := errs.Of(err); e == nil || len(e.Fields) != 1 || e.Fields[0].Key != "err.change.nearer" {
			t.Errorf("brought forward to a later day: %v", err)
		}
		change, err := w.AskChange(ctx, head, "", ChangeInput{Item: item, Sort: ledger.ChangeAdvance, To: calendar.Date(2026, 10, 31), Class: ledger.ReasonPolicy, Words: "按座谈会意见加快"})
		w.ok(t, err)
		answer(AnswerInput{Opinion: o1, Outcome: OutcomeSpeedUp, Item: "2026-0001"}, "")
		if err := w.DecideChange(ctx, w.who["vice"], "", change, item, true, "同意"); err != nil {
			t.Fatalf("the vice-mayor brings it forward: %v", err)
		}
		v, all, err := w.Opinion(ctx, head, o1, 0)
		w.ok(t, err)
		if len(v.Answers) != 2 || v.Answers[1].Supersedes != v.Answers[0].ID || v.Last().Item.Due != calendar.Date(2026, 10, 31) || v.Last().Item.ChangeState != "approve" {
			t.Errorf("%+v", v.Answers)
		}
		if s := all.Told(v, w.Text); !strings.Contains(s, "事项2026-0001“老旧小区改造”，市住建局牵头，期限2026年10月31日") || !strings.Contains(s, "提前到2026年10月31日（已同意）") {
			t.Error(s)
		}
		iv, err := w.Item(ctx, office, item, 0, w.Text)
		w.ok(t, err)
		if slices.ContainsFunc(iv.Origins, func(o OriginLine) bool { return o.Sort == "opinion" }) {
			t.Error("the origin of an opinion carried no more stays")
		}
		if old, _, err := w.Opinion(ctx, office, o1, day); err != nil || len(old.Answers) != 1 || old.Outcome() != OutcomeCarried {
			t.Errorf("as of the day before: %+v, %v", old, err)
		}
		w.opinionSight(t, first, o2)
		w.ok(t, w.AssignOpinion(ctx, office, "", o2, w.house))
		if old, _, err := w.Opinion(ctx, head, o2, day); err != nil || old.Handler != w.off {
			t.Errorf("as of the day before, by whom it is given to today: %+v, %v", old, err)
		}
		answer(AnswerInput{Opinion: o2, Outcome: OutcomeNot, Words: "已精炼"}, "")
		w.ok(t, w.MarkStage(ctx, office, "", second, StageSubmitted, ""))
	})
}

// carried holds the item that an opinion was carried into to its origin.
func (w *town) carried(t *testing.T, item id.Item, n id.Opinion) {
	t.Helper()
	iv, err := w.Item(context.Background(), w.who["head"], item, 0, w.Text)
	w.ok(t, err)
	i := slices.IndexFunc(iv.Origins, func(o OriginLine) bool { return o.Sort == "opinion" })
	if i < 0 || iv.Origins[i].Record != "对《样例市政府工作报告（2027年）》的第1号意见" || iv.Origins[i].Demand != "老旧小区要加装电梯" || !strings.Contains(iv.Origins[i].Words, "改造老旧小区120个") {
		t.Errorf("origin %d: %+v", i, iv.Origins)
	}
	v, all, err := w.Opinion(context.Background(), w.who["head"], n, 0)
	w.ok(t, err)
	if s := all.Told(v, w.Text); !strings.Contains(s, "已转入政府工作。事项2026-0001") || !strings.Contains(s, "说明：篇幅所限。") {
		t.Error(s)
	}
}

// opinionSight: the office sees all, a unit what it handles, others nothing; the
// counts of a view add up.
func (w *town) opinionSight(t *testing.T, doc id.Document, o2 id.Opinion) {
	t.Helper()
	ctx := context.Background()
	for who, want := range map[string]int{"office": 3, "approver": 3, "signer": 3, "head": 1, "liaison": 1, "urban": -1, "jia": -1, "mayor": -1, "auditor": -1} {
		x, err := w.Opinions(ctx, w.who[who], doc, OpinionFilter{})
		if want < 0 {
			if !errs.Is(err, errs.NotFound) {
				t.Errorf("%s: %v", who, err)
			}
			continue
		}
		if err != nil || x.All != want {
			t.Errorf("%s sees %+v, %v", who, x, err)
			continue
		}
		sum, units := 0, 0
		for _, n := range x.By {
			sum += n
		}
		for _, n := range x.Handlers {
			units += n
		}
		if sum != x.All || units != x.All {
			t.Errorf("%s: %d by outcome, %d by unit, of %d", who, sum, units, x.All)
		}
	}
	if _, _, err := w.Opinion(ctx, w.who["head"], o2, 0); !errs.Is(err, errs.NotFound) {
		t.Errorf("a bureau reads what the office handles: %v", err)
	}
	x, err := w.Opinions(ctx, w.who["office"], doc, OpinionFilter{Outcome: OutcomeOpen, Handler: w.off})
	if err != nil || len(x.List) != 1 || x.List[0].ID != o2 || x.By[OutcomeOpen] != 1 || x.Handlers[w.off] != 1 || x.All != 3 || x.Open != 1 {
		t.Errorf("filtered: %+v, %v", x, err)
	}
	if list, err := w.OpinionReports(ctx, w.who["head"]); err != nil || len(list) != 1 || list[0].All != 1 || list[0].Mine != 0 {
		t.Errorf("reports of a bureau: %+v, %v", list, err)
	}
	if list, err := w.OpinionReports(ctx, w.who["office"]); err != nil || len(list) != 1 || list[0].All != 3 || list[0].Mine != 1 {
		t.Errorf("reports of the office: %+v, %v", list, err)
	}
}

// TestOpinionsImported: a list is tried first, problems stand by cell, and it is
// taken whole or not at all, once.
func TestOpinionsImported(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx, office := context.Background(), w.who["office"]
		first, _ := w.versions(t)
		up := func(text string) OpinionUpload {
			return OpinionUpload{Upload: Upload{Name: "意见.csv", Bytes: []byte(text)}, Document: first, Occasion: "市政府全体会议"}
		}
		bad := up("序号,意见内容,提出人,原文,类别,办理单位\n1,写具体些,王委员,新建停车场,文字修改,市住建局\n2,,张委员,没有这句,怪,市某某局\n")
		l, err := w.ReadOpinions(ctx, office, bad)
		w.ok(t, err)
		var at []string
		for _, p := range l.Table.Problems {
			at = append(at, p.Name+" "+p.Key)
		}
		slices.Sort(at)
		if got := strings.Join(at, "|"); got != "B3 sheet.cell.required|D3 err.opinion.quote|E3 err.choice|F3 err.opinion.handler" {
			t.Errorf("problems: %s", got)
		}
		if _, err := w.TakeOpinions(ctx, office, "", bad); !errs.Is(err, errs.Invalid) {
			t.Errorf("taken with problems: %v", err)
		}
		good := up("意见内容,提出人,单位,原文,类别,办理单位\n写具体些,王委员,市政协,新建停车场,文字修改,市住建局\n再提高目标,张代表,,第3句,指标,市政府办公室\n")
		l, err = w.ReadOpinions(ctx, office, good)
		w.ok(t, err)
		if err := l.Table.Err(); err != nil || len(l.Rows) != 2 || l.Rows[0].Occasion != "市政府全体会议" || l.Rows[1].Clause != 3 {
			t.Fatalf("%+v, %v", l.Rows, err)
		}
		again := up(l.Again())
		for range 2 {
			_, err = w.TakeOpinions(ctx, office, "once", again)
			w.ok(t, err)
		}
		x, err := w.Opinions(ctx, office, first, OpinionFilter{})
		if err != nil || x.All != 2 || x.List[0].Quote != "（二）新建停车场8处，6月底前投用。" || x.List[1].Kind != "figure" || x.List[1].N != 2 {
			t.Errorf("%+v, %v", x, err)
		}
		if _, err := w.ReadOpinions(ctx, w.who["liaison"], good); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a bureau imports: %v", err)
		}
	})
}
