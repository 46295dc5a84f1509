package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/same"
)

// TestLastYearsPaperWithoutALedger: where no ledger of the year before is kept, its
// paper answers; a person links, each keeps its own figure, the link enters the
// ledger with the item and can be taken back; with a ledger the paper is silent.
func TestLastYearsPaperWithoutALedger(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx, office, m := context.Background(), w.who["office"], locale.For("zh-CN")
		old, before := w.takeList("样例市2025年民生实事清单\n一、2025年民生实事\n1．改造城镇老旧小区120个。\n2．新建口袋公园20个。\n")
		doc, v := w.takeList("样例市2026年民生实事清单\n一、2026年民生实事\n1．改造城镇老旧小区150个。（市住建局牵头，12月底前完成）\n2．举办国际马拉松赛1场。（市城管局牵头，11月底前完成）\n")
		estates, was := v.draft(t, "老旧小区"), before.draft(t, "老旧小区")

		_, last, err := w.Alike(ctx, office, v)
		w.ok(t, err)
		if !last[estates.ID] || last[v.draft(t, "马拉松").ID] {
			t.Errorf("marked: %v", last)
		}
		o, err := w.Offers(ctx, office, estates.ID)
		w.ok(t, err)
		if len(o.Last) != 1 || o.Last[0].Document != old || o.Last[0].Draft != was.ID || o.Last[0].Item != 0 || len(o.Last[0].Last.Pairs) != 1 {
			t.Fatalf("%+v", o.Last)
		}
		if got := o.Last[0].Last.Pairs[0].Says(m); got != "改造城镇老旧小区：上年120个，今年150个，+25.0%" {
			t.Error(got)
		}
		if err := w.LinkDraftPaper(ctx, w.who["liaison"], estates.ID, estates.Version, was.ID); !errs.Is(err, errs.Forbidden) {
			t.Errorf("linked by a liaison: %v", err)
		}
		if err := w.LinkDraftPaper(ctx, office, estates.ID, estates.Version, v.draft(t, "马拉松").ID); !errs.Is(err, errs.Invalid) {
			t.Errorf("linked to a paper of the same year: %v", err)
		}
		run := v.draft(t, "马拉松")
		w.ok(t, w.RefusePaper(ctx, office, run.ID, run.Version, was.ID))
		w.ok(t, w.LinkDraftPaper(ctx, office, estates.ID, estates.Version, was.ID))
		linked, err := w.LinkedLast(ctx, office, w.view(doc).draft(t, "老旧小区"))
		w.ok(t, err)
		if linked.Draft != was.ID || !strings.Contains(linked.Outcome(m), "没有台账") {
			t.Errorf("%+v", linked)
		}

		_, err = w.AcceptDrafts(ctx, office, []id.Draft{estates.ID, run.ID})
		w.ok(t, err)
		p, err := w.SubmitPaper(ctx, office, "", doc, "")
		w.ok(t, err)
		e, err := w.Explain(ctx, office, p, m)
		w.ok(t, err)
		if y := e.Parts[1]; !strings.Contains(y.Says, "新增1项，目标有变化1项") || !strings.Contains(y.Says, "与当年的文件比") || y.Rows[0][1] != "120个" || y.Rows[0][2] != "150个（+25.0%）" {
			t.Errorf("%q %v", y.Says, y.Rows)
		}
		w.ok(t, w.ApprovePaper(ctx, w.who["approver"], "", p))
		signed, err := w.SignPaper(ctx, w.who["signer"], "", p)
		w.ok(t, err)
		item, err := w.Item(ctx, office, signed.Items[0], 0, m)
		w.ok(t, err)
		if item.Last == nil || item.Last.Document != old || len(item.Last.Pairs) != 1 || item.Last.Pairs[0].Was.N != 120 || item.Last.Pairs[0].Now.N != 150 {
			t.Fatalf("%+v", item.Last)
		}
		if kept := w.view(old).draft(t, "老旧小区"); kept.Body.Measures[0].Value != "120" || kept.Version != was.Version {
			t.Error("last year's promise was changed")
		}

		linkedOn := w.DB.Today()
		w.setDay(linkedOn+1, 9)
		w.ok(t, w.LinkLastYear(ctx, office, "", signed.Items[0], "", "不是同一项"))
		if item, err = w.Item(ctx, office, signed.Items[0], 0, m); err != nil || item.Last != nil {
			t.Errorf("%+v, %v", item.Last, err)
		}
		if item, err = w.Item(ctx, office, signed.Items[0], linkedOn, m); err != nil || item.Last == nil {
			t.Errorf("as of the day of the link: %+v, %v", item, err)
		}
		if err := w.LinkLastYear(ctx, office, "", signed.Items[0], "", ""); !errs.Is(err, errs.Conflict) {
			t.Errorf("taken back twice: %v", err)
		}

		w.heating(2025)
		_, next := w.takeList("样例市2026年补充清单\n一、2026年补充实事\n1．新建口袋公园25个。（市城管局牵头）\n")
		if o, err = w.Offers(ctx, office, next.draft(t, "口袋公园").ID); err != nil || len(o.Last) != 0 {
			t.Errorf("the paper answers beside a ledger: %+v, %v", o.Last, err)
		}
	})
}

// TestAFigureIsRepeatedOnce: of two rows that are like one figure of last year the
// likelier has it, the other has the next that is free, or none; a sentence with two
// figures is two rows; a link stands.
func TestAFigureIsRepeatedOnce(t *testing.T) {
	at := func(theirs ...int) (out []same.Pair) {
		for _, n := range theirs {
			out = append(out, same.Pair{Theirs: n})
		}
		return out
	}
	rows := []NewItem{{Title: "a"}, {Title: "b"}, {Title: "c", Last: 9}, {Title: "d"}, {Title: "e"}, {Title: "f"}}
	found := map[string][]same.Match{"a": {{ID: 1, Score: 60}, {ID: 2, Score: 50}}, "b": {{ID: 1, Score: 90}},
		"d": {{ID: 3, Score: 80, Pairs: at(0)}}, "e": {{ID: 3, Score: 70, Pairs: at(1)}}, "f": {{ID: 3, Score: 60, Pairs: at(0, 1)}}}
	got := likeliest(rows, func(n NewItem) int64 { return int64(n.Last) }, func(n NewItem) []same.Match { return found[n.Title] })
	if !slices.Equal(got, []int64{2, 1, 9, 3, 3, 0}) {
		t.Errorf("%v", got)
	}
}
