package app

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// report is a small work report of the sample place, in the parts such reports have.
const report = `样例市政府工作报告
——2026年2月5日在样例市第八届人民代表大会第六次会议上
各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。
一、2025年工作回顾
过去一年，我们改造老旧小区96个，地区生产总值增长5.2%。
二、2026年工作安排
今年经济社会发展主要预期目标是：地区生产总值增长5.5%左右，居民消费价格涨幅2%左右。
改造老旧小区120个，惠及1.2万户。（市住建局牵头，市城管局配合，12月底前完成）
集中供热中心10月底前建成投用。（市住建局牵头）
大力弘扬实干精神，奋力开创新局面。
`

func raw(v any) json.RawMessage {
	j, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return j
}

func (w *town) takeIn(text string) (id.Document, *DocumentView) {
	w.t.Helper()
	ctx := context.Background()
	doc, err := w.TakeIn(ctx, w.who["office"], "", Upload{Name: "报告.txt", Bytes: []byte(text)})
	if err != nil {
		w.t.Fatal(err)
	}
	return doc, w.view(doc)
}

func (w *town) view(doc id.Document) *DocumentView {
	w.t.Helper()
	v, err := w.Document(context.Background(), w.who["office"], doc)
	if err != nil {
		w.t.Fatal(err)
	}
	return v
}

func (v *DocumentView) draft(t *testing.T, words string) DraftView {
	t.Helper()
	for _, d := range v.Drafts {
		if strings.Contains(d.Body.Standard, words) && d.State != DraftGone {
			return d
		}
	}
	t.Fatalf("no draft says %q", words)
	return DraftView{}
}

func TestTakeInAccountsForEverySentence(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		_, v := w.takeIn(report)
		if v.Year != 2026 || v.Title != "样例市政府工作报告" {
			t.Errorf("read as %q for %d", v.Title, v.Year)
		}
		c := v.Cover
		if c.All == 0 || c.Made+c.Joined+c.Rest != c.All || len(v.Rest) != c.Rest {
			t.Errorf("coverage %+v, %d listed", c, len(v.Rest))
		}
		d := v.draft(t, "改造老旧小区120个")
		if len(d.Body.Measures) != 2 || d.Body.Measures[0].Value != "120" || d.Body.Measures[0].Path != "amount" || !d.Body.Measures[1].Shown {
			t.Errorf("measures: %+v", d.Body.Measures)
		}
		if d.Body.DueDay != "2026-12-31" || d.Body.Assumed || d.Body.Mode != "single" || len(d.Body.Parties) != 2 || d.Body.Parties[0].Unit != w.house {
			t.Errorf("draft: %+v", d.Body)
		}
		if len(d.Problems) != 0 {
			t.Errorf("problems: %+v", d.Problems)
		}
	})
}

func TestTakeInSameFileTwiceNamesTheFirst(t *testing.T) {
	w := newTown(t, "sqlite")
	doc, _ := w.takeIn(report)
	_, err := w.TakeIn(context.Background(), w.who["office"], "", Upload{Name: "again.txt", Bytes: []byte(report)})
	if !errs.Is(err, errs.Conflict) || !strings.Contains(err.Error(), id.String(doc)) {
		t.Errorf("second time: %v", err)
	}
}

func TestTakeInRefusesSecrecyAndKeepsNothing(t *testing.T) {
	w := newTown(t, "sqlite")
	_, err := w.TakeIn(context.Background(), w.who["office"], "", Upload{Name: "a.txt", Bytes: []byte("秘密★5年\n" + report)})
	if err == nil {
		t.Fatal("a paper marked 秘密 was taken in")
	}
	docs, err := w.Documents(context.Background(), w.who["office"])
	if err != nil || len(docs) != 0 {
		t.Errorf("kept %d documents, %v", len(docs), err)
	}
}

func TestTwoPeopleOneDraft(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		doc, v := w.takeIn(report)
		d := v.draft(t, "集中供热中心")
		edit := func(version int64, fields map[string]json.RawMessage) DraftSaved {
			t.Helper()
			s, err := w.EditDraft(ctx, w.who["office"], DraftEdit{Draft: d.ID, Version: version, Fields: fields})
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		if s := edit(1, map[string]json.RawMessage{"title": raw("集中供热中心投用")}); s.Version != 2 || len(s.Clashes) != 0 {
			t.Fatalf("first edit: %+v", s)
		}
		if s := edit(1, map[string]json.RawMessage{"due_day": raw("2026-10-25")}); s.Version != 3 || len(s.Merged) != 1 || s.Merged[0] != "title" {
			t.Fatalf("another field should merge: %+v", s)
		}
		s := edit(1, map[string]json.RawMessage{"title": raw("供热中心建成")})
		if len(s.Clashes) != 1 || s.Clashes[0].Field != "title" || string(s.Clashes[0].Theirs) != `"集中供热中心投用"` || s.Clashes[0].Base == nil {
			t.Fatalf("the same field should clash: %+v", s)
		}
		if got := w.view(doc).draft(t, "集中供热中心").Body; got.Title != "集中供热中心投用" || got.DueDay != "2026-10-25" {
			t.Errorf("after all: %q %q", got.Title, got.DueDay)
		}
	})
}

func TestMergedAndSplitDraftsForward(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx := context.Background()
	doc, v := w.takeIn(report)
	a, b := v.draft(t, "改造老旧小区"), v.draft(t, "集中供热")
	if err := w.MergeDraft(ctx, w.who["office"], b.ID, b.Version, a.ID); err != nil {
		t.Fatal(err)
	}
	s, err := w.EditDraft(ctx, w.who["office"], DraftEdit{Draft: b.ID, Version: b.Version, Fields: map[string]json.RawMessage{"title": raw("x")}})
	if err != nil || s.GoneTo != a.ID {
		t.Errorf("edit of a merged draft: %+v, %v", s, err)
	}
	now := w.view(doc).draft(t, "改造老旧小区")
	if len(now.Body.Clauses) != len(a.Body.Clauses)+len(b.Body.Clauses) {
		t.Errorf("clauses of the merged draft: %v", now.Body.Clauses)
	}
	parts, err := w.SplitDraft(ctx, w.who["office"], a.ID, now.Version, []string{"改造", "供热"})
	if err != nil || len(parts) != 2 {
		t.Fatalf("split: %v, %v", parts, err)
	}
	c := w.view(doc).Cover
	if c.Made+c.Joined+c.Rest != c.All {
		t.Errorf("coverage after merge and split: %+v", c)
	}
}

// accept assigns and accepts the two tasks of the report.
func (w *town) accept(doc id.Document) {
	w.t.Helper()
	v := w.view(doc)
	var ns []id.Draft
	for _, words := range []string{"改造老旧小区", "集中供热中心"} {
		ns = append(ns, v.draft(w.t, words).ID)
	}
	if skipped, err := w.AcceptDrafts(context.Background(), w.who["office"], ns); err != nil || len(skipped) != 0 {
		w.t.Fatalf("accept: %v %v", skipped, err)
	}
}

func TestApproveAndSignAreTwoRightsAndNumberHasNoGap(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		doc, _ := w.takeIn(report)
		w.accept(doc)
		p, err := w.SubmitPaper(ctx, w.who["office"], "r1", doc, "")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := w.SubmitPaper(ctx, w.who["office"], "r1", doc, ""); err != nil || again != p {
			t.Errorf("the same request twice: %d, %v; first %d", again, err, p)
		}
		if _, err := w.SignPaper(ctx, w.who["signer"], "", p); !errs.Is(err, errs.Conflict) {
			t.Errorf("signed before approval: %v", err)
		}
		if err := w.ApprovePaper(ctx, w.who["signer"], "", p); !errs.Is(err, errs.Forbidden) {
			t.Errorf("the signer approved: %v", err)
		}
		open := w.who["approver"]
		open.Proven = false
		if err := w.ApprovePaper(ctx, open, "", p); !errs.Is(err, errs.Unauthenticated) {
			t.Errorf("approved without the password again: %v", err)
		}
		if err := w.ApprovePaper(ctx, w.who["approver"], "", p); err != nil {
			t.Fatal(err)
		}
		if _, err := w.SignPaper(ctx, w.who["approver"], "", p); !errs.Is(err, errs.Forbidden) {
			t.Errorf("the approver signed: %v", err)
		}
		s, err := w.SignPaper(ctx, w.who["signer"], "sent-twice", p)
		if again, e := w.SignPaper(ctx, w.who["signer"], "sent-twice", p); e != nil || again.Number != s.Number || len(again.Items) != len(s.Items) || s.Number == "" {
			t.Errorf("the same request once more: %+v, %v, want %+v", again, e, s)
		}
		if err != nil {
			t.Fatal(err)
		}
		if s.Number != "样政办发〔2026〕1号" || len(s.Items) != 2 {
			t.Fatalf("signed: %+v", s)
		}
		w.inLedger(s.Items)
		name, file, err := w.PaperFile(ctx, w.who["office"], p, "docx")
		if err != nil || !strings.HasSuffix(name, ".docx") || len(file) == 0 {
			t.Errorf("the issued paper: %q %d bytes %v", name, len(file), err)
		}
	})
}

// inLedger looks for the signed items in the ledger of the office and of the unit.
func (w *town) inLedger(items []id.Item) {
	w.t.Helper()
	err := w.DB.View(context.Background(), func(tx *store.Tx) error {
		for _, sees := range [][]id.Unit{{0}, {w.house}} {
			lines, err := tx.Lines(tx.Now(), store.Filter{Sees: sees, Light: -1, Limit: 50})
			if err != nil {
				return err
			}
			if len(lines) != len(items) || lines[0].Number != "2026-0002" || lines[0].Due != calendar.Date(2026, 10, 31) || lines[0].Light != int64(ledger.Grey) {
				w.t.Errorf("sight of %v: %+v", sees, lines)
			}
		}
		lines, err := tx.Lines(tx.Now(), store.Filter{Sees: []id.Unit{w.jia}, Light: -1, Limit: 50})
		if len(lines) != 0 {
			w.t.Errorf("a county sees %d items that are not its own", len(lines))
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestPaperStopsWhenDraftsChangeAfterApproval(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx := context.Background()
	doc, _ := w.takeIn(report)
	w.accept(doc)
	p, err := w.SubmitPaper(ctx, w.who["office"], "", doc, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := w.ApprovePaper(ctx, w.who["approver"], "", p); err != nil {
		t.Fatal(err)
	}
	d := w.view(doc).draft(t, "改造老旧小区")
	if _, err := w.EditDraft(ctx, w.who["office"], DraftEdit{Draft: d.ID, Version: d.Version, Fields: map[string]json.RawMessage{"title": raw("悄悄改了")}}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.SignPaper(ctx, w.who["signer"], "", p); !errs.Is(err, errs.Conflict) {
		t.Errorf("signed something else than was approved: %v", err)
	}
}

func TestEveryDocumentUseCaseIsDeniedWithoutTheRight(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx := context.Background()
	for _, who := range []org.Viewer{{}, w.who["liaison"], w.who["accounts"]} {
		want := errs.Forbidden
		if who.Person == 0 {
			want = errs.Unauthenticated
		}
		_, e1 := w.TakeIn(ctx, who, "", Upload{Name: "a.txt", Bytes: []byte("x")})
		_, e2 := w.Documents(ctx, who)
		_, e3 := w.Document(ctx, who, 1)
		_, e4 := w.EditDraft(ctx, who, DraftEdit{Draft: 1})
		_, e5 := w.SubmitPaper(ctx, who, "", 1, "")
		e6 := w.MergeDraft(ctx, who, 1, 1, 2)
		_, e7 := w.SplitDraft(ctx, who, 1, 1, nil)
		_, e8 := w.IssueItems(ctx, who, "", nil)
		for i, err := range []error{e1, e2, e3, e4, e5, e6, e7, e8} {
			if !errs.Is(err, want) {
				t.Errorf("use case %d as %+v: %v", i+1, who, err)
			}
		}
	}
}

// TestWhoPublishesIsSaidAtTheDesk: the draft says who publishes a figure, that it is
// closed until then, and which list of the year the item belongs to; the item of the
// ledger has it, and a draft kept by an older version takes it too.
func TestWhoPublishesIsSaidAtTheDesk(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		doc, v := w.takeIn(report)
		d := v.draft(t, "地区生产总值")
		old := strings.NewReplacer(`"programme":"",`, "", `"publicity":"",`, "", `"publisher":0,`, "", `"from":"",`, "").Replace(d.Draft.Body)
		w.ok(t, w.DB.Work(ctx, func(tx *store.Tx) error {
			x := d.Draft
			x.Body = old
			return saveAll(tx, x)
		}))
		measures := d.Body.Measures
		measures[0].From, measures[0].Embargo, measures[0].Basis, measures[0].Quote = "某某局", true, "不变价", ""
		save := func(version int64) DraftSaved {
			t.Helper()
			s, err := w.EditDraft(ctx, w.who["office"], DraftEdit{Draft: d.ID, Version: version, State: DraftAccepted, Fields: map[string]json.RawMessage{
				"measures": raw(measures), "programme": raw("年度主要预期目标"), "publicity": raw("active"), "nature": raw("expected"), "mode": raw("single"), "parties": raw([]DraftParty{{Unit: w.house, Role: "lead"}})}})
			if w.ok(t, err); len(s.Clashes) > 0 {
				t.Fatalf("%+v", s.Clashes)
			}
			return s
		}
		s := save(d.Version + 1)
		now, _, err := w.DraftNow(ctx, w.who["office"], d.ID)
		w.ok(t, err)
		if p := now.Problems; len(p) != 1 || p[0].Field != "measures[0].publisher" {
			t.Errorf("a publisher nobody knows: %+v", p)
		}
		measures[0].From, measures[0].Publisher = "", w.jia
		save(s.Version)
		p, err := w.SubmitPaper(ctx, w.who["office"], "", doc, "")
		w.ok(t, err)
		w.ok(t, w.ApprovePaper(ctx, w.who["approver"], "", p))
		signed, err := w.SignPaper(ctx, w.who["signer"], "", p)
		w.ok(t, err)
		it, err := w.Item(ctx, w.who["office"], signed.Items[0], 0, zh)
		w.ok(t, err)
		if m := it.Measures[0]; m.Publisher != w.jia || m.Embargo != 1 || it.Head.Programme != "年度主要预期目标" || it.Head.Publicity != "active" {
			t.Errorf("%+v %+v", m.Measure, it.Head)
		}
		if goals := (DraftBody{Measures: measures}).goals(zh); goals != "5.5%左右" {
			t.Errorf("the table says %q", goals)
		}
	})
}
