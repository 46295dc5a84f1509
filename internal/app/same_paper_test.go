package app

import (
	"context"
	"strings"
	"testing"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/paper"
	"jiufen/internal/same"
	"jiufen/internal/store"
)

// TestExplanationComparesYears: the same measure with another target is changed,
// with the same it is the same, what last year's ledger does not have is new; what
// joined an item is told.
func TestExplanationComparesYears(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx, office := context.Background(), w.who["office"]
	w.heating(2025)
	plant, _ := w.heating(2026)
	doc, v := w.takeList("样例市2026年民生实事清单\n一、2026年民生实事\n1．改造城镇老旧小区150个。（市住建局牵头，12月底前完成）\n2．集中供热中心10月底前建成投用。（市住建局牵头）\n3．举办国际马拉松赛1场。（市城管局牵头，11月底前完成）\n")
	d := v.draft(t, "集中供热")
	w.ok(t, w.JoinDraft(ctx, office, "", d.ID, d.Version, plant))
	_, err := w.AcceptDrafts(ctx, office, []id.Draft{v.draft(t, "老旧小区").ID, v.draft(t, "马拉松").ID})
	w.ok(t, err)
	p, err := w.SubmitPaper(ctx, office, "", doc, "")
	w.ok(t, err)
	e, err := w.Explain(ctx, office, p, locale.For("zh-CN"))
	w.ok(t, err)
	w.listedOnce(doc, p, plant)
	y := e.Parts[1]
	if !strings.HasPrefix(y.Says, "与2025年台账比，新增1项，目标有变化1项，目标相同0项。") || len(y.Rows) != 2 || y.Rows[0][1] != "120个" || y.Rows[0][2] != "150个（+25.0%）" || y.Rows[1][2] != "新增" {
		t.Errorf("%q %v", y.Says, y.Rows)
	}
	j := e.Parts[len(e.Parts)-1]
	if len(j.Rows) != 1 || !strings.Contains(j.Rows[0][1], "集中供热中心建成投用") || j.Rows[0][2] != "2026年10月31日" {
		t.Errorf("joined: %+v", j)
	}
	w.ok(t, w.ApprovePaper(ctx, w.who["approver"], "", p))
	_, err = w.SignPaper(ctx, w.who["signer"], "", p)
	w.ok(t, err)
	w.ok(t, w.DB.View(ctx, func(tx *store.Tx) error {
		set, _, _ := acceptedSet(tx, doc)
		if len(set.joined) != 0 {
			t.Errorf("listed again after signing: %+v", set.joined)
		}
		return nil
	}))
}

// listedOnce: the notice lists the sentence that joined an item with its number; a
// merging undone after submission changes what was submitted; a later notice does not
// list it again.
func (w *town) listedOnce(doc id.Document, p id.Paper, plant id.Item) {
	w.t.Helper()
	ctx, office := context.Background(), w.who["office"]
	notice := func() string {
		var out paper.Notice
		w.ok(w.t, w.DB.View(ctx, func(tx *store.Tx) error {
			set, d, err := acceptedSet(tx, doc)
			if err != nil {
				return err
			}
			lib, err := tx.Library(tx.Now())
			if err != nil {
				return err
			}
			dir, err := tx.Directory(tx.Now())
			out = w.noticeOf(store.Paper{}, d, set, lib, dir)
			return err
		}))
		var text []string
		for _, x := range out.Tasks {
			text = append(text, x.Text+"|"+x.Lead+"|"+x.Due.Text)
		}
		return strings.Join(text, "\n")
	}
	if got := notice(); !strings.Contains(got, "集中供热中心10月底前建成投用。（市住建局牵头）（与台账2026-0001为同一事项，按该事项办理）|市住建局|") || !strings.Contains(got, "10月31日") {
		w.t.Errorf("the notice:\n%s", got)
	}
	f, _ := w.factsOf(plant, 0)
	w.ok(w.t, w.UndoJoin(ctx, office, "", plant, f.LiveOrigins()[1].ID, "试撤"))
	if err := w.ApprovePaper(ctx, w.who["approver"], "", p); !errs.Is(err, errs.Conflict) {
		w.t.Errorf("approved though a merging was undone: %v", err)
	}
	d := w.view(doc).draft(w.t, "集中供热")
	w.ok(w.t, w.JoinDraft(ctx, office, "", d.ID, d.Version, plant))
}

// TestItemAboveForAHeading: several drafts under one heading, accepted and refused.
func TestItemAboveForAHeading(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx, office := context.Background(), w.who["office"]
		doc, v := w.takeIn(`样例市政府工作报告
二、2026年工作安排
（一）提升城市品质
改造老旧小区120个。（市住建局牵头，12月底前完成）
新建口袋公园20个。（市住建局牵头，10月底前完成）
新增停车泊位2000个。（市住建局牵头，11月底前完成）
（二）办好民生实事
新建养老服务中心5个。（市住建局牵头，10月底前完成）
新增中小学学位6000个。（市城管局牵头，10月底前完成）
新建社区食堂30个。（市城管局牵头，10月底前完成）
`)
		offers := v.Parents()
		if len(offers) != 2 || offers[0].Title != "提升城市品质" || len(offers[0].Parts) != 3 || offers[1].Title != "办好民生实事" {
			t.Fatalf("proposed: %+v", offers)
		}
		if _, err := w.AcceptParent(ctx, w.who["head"], doc, offers[0].Clause); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a unit made an item above: %v", err)
		}
		above, err := w.AcceptParent(ctx, office, doc, offers[0].Clause)
		w.ok(t, err)
		w.ok(t, w.RefuseParent(ctx, office, doc, offers[1].Clause))
		if _, err := w.AcceptParent(ctx, office, doc, offers[0].Clause); !errs.Is(err, errs.Conflict) {
			t.Errorf("made twice: %v", err)
		}
		v = w.view(doc)
		if left := v.Parents(); len(left) != 0 {
			t.Errorf("still proposed: %+v", left)
		}
		head := v.draft(t, "提升城市品质")
		if head.ID != above || head.Body.DueDay != "2026-12-31" || head.Body.Mode != "single" || head.Body.Parties[0].Unit != w.house || v.Drafts[0].ID != above {
			t.Errorf("the item above: %+v", head.Body)
		}
		var all []id.Draft
		for _, d := range v.Drafts {
			if d.State == DraftOpen && len(d.Problems) == 0 && (d.ID == above || d.Body.Parent == above) {
				all = append(all, d.ID)
			}
		}
		if len(all) != 4 {
			t.Fatalf("%d drafts ready, want 4: %+v", len(all), v.Drafts)
		}
		_, err = w.AcceptDrafts(ctx, office, all)
		w.ok(t, err)
		p, err := w.SubmitPaper(ctx, office, "", doc, "")
		w.ok(t, err)
		w.ok(t, w.ApprovePaper(ctx, w.who["approver"], "", p))
		s, err := w.SignPaper(ctx, w.who["signer"], "", p)
		w.ok(t, err)
		top, _ := w.factsOf(s.Items[0], 0)
		if h, _ := top.Head(); h.Title != "提升城市品质" {
			t.Errorf("first of the notice: %s", h.Title)
		}
		for _, n := range s.Items[1:] {
			if f, _ := w.factsOf(n, 0); f.Item.Parent != s.Items[0] {
				t.Errorf("%s hangs under %d", f.Item.Number, f.Item.Parent)
			}
		}
		c := v.Cover
		if c.Made+c.Joined+c.Rest != c.All {
			t.Errorf("coverage %+v", c)
		}
	})
}

func TestChangeWords(t *testing.T) {
	for c, want := range map[same.Change]string{{Sign: 1, Percent: 167, Decimal: 1, Known: true}: "+16.7", {Sign: -1, Percent: -5, Decimal: 1, Known: true}: "−0.5"} {
		if got := ChangeWords(c); got != want {
			t.Errorf("%+v: %s, want %s", c, got, want)
		}
	}
}
