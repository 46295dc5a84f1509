package app

import (
	"context"
	"strings"
	"testing"

	"jiufen/internal/errs"
	"jiufen/internal/id"
)

// aired is the report with a sentence in its plan that asks for nothing.
var aired = strings.Replace(report, "改造老旧小区120个", "当前，外部环境更趋复杂，机遇和挑战并存。\n改造老旧小区120个", 1)

func (w *town) rest(q RestQuery) *RestView {
	w.t.Helper()
	x, err := w.Rest(context.Background(), w.who["office"], q)
	w.ok(w.t, err)
	return x
}

func (x *RestView) line(words string) *RestLine {
	for i := range x.Lines {
		if strings.Contains(x.Lines[i].Words, words) {
			return &x.Lines[i]
		}
	}
	return nil
}

// S4-16: what became no item of all documents and superior papers of a year, each
// with its reason, and out of the list as soon as it is one.
func TestWhatBecameNoItem(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx, office := context.Background(), w.who["office"]
		if _, err := w.Rest(ctx, w.who["head"], RestQuery{}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a bureau reads it: %v", err)
		}
		doc, v := w.takeIn(aired)
		_, err := w.TakeIn(ctx, office, "", Upload{Name: "旧.txt", Bytes: []byte(strings.ReplaceAll(aired, "2026", "2025"))})
		w.ok(t, err)
		x := w.rest(RestQuery{})
		l := x.line("机遇和挑战")
		if l == nil || l.Document != doc || l.Reason == "" || l.Label == "" || l.From != id.String(doc) || len(l.Heading) == 0 {
			t.Fatalf("a clause that became nothing: %+v of %+v", l, x.Lines)
		}
		if x.All != len(v.Rest) || x.Sentences != v.Cover.All || x.Undecided != v.Cover.Undecided || x.line("集中供热") != nil {
			t.Errorf("%d lines of %d sentences, %d open; the desk has %+v", x.All, x.Sentences, x.Undecided, v.Cover)
		}
		if old := w.rest(RestQuery{Year: 2025}); old.All == 0 || old.line("机遇和挑战").Document == doc || len(old.Years) != 2 {
			t.Errorf("the year before: %d lines, years %v", old.All, old.Years)
		}

		d := v.draft(t, "集中供热")
		_, err = w.DropDraft(ctx, office, d.ID, d.Version, "去年已建成")
		w.ok(t, err)
		x = w.rest(RestQuery{Reason: RestDropped})
		if l := x.line("集中供热"); len(x.Lines) != 1 || l == nil || l.Why != "去年已建成" {
			t.Errorf("dropped by a person: %+v", x.Lines)
		}
		if _, err := w.DraftFromClause(ctx, office, doc, w.rest(RestQuery{}).line("机遇和挑战").Clause); err != nil {
			t.Fatal(err)
		}
		if x := w.rest(RestQuery{}); x.line("机遇和挑战") != nil {
			t.Error("a sentence that is a draft stays in the list")
		}
		w.demands(t)
	})
}

// demands are the lines of a superior paper: without an item in the list, with one
// out of it.
func (w *town) demands(t *testing.T) {
	t.Helper()
	const papers = "superior-papers"
	ctx, office := context.Background(), w.who["office"]
	n, err := w.AddObject(ctx, office, "", papers, map[string]string{"title": "民营经济若干措施", "issuer": "省政府", "level": "省", "sort": "文件", "day": "2026-02-18", "mode": "书面"})
	w.ok(t, err)
	w.ok(t, w.AddLine(ctx, office, "", papers, n, "demands", map[string]string{"text": "无分歧欠款年内清零"}))
	w.ok(t, w.AddLine(ctx, office, "", papers, n, "demands", map[string]string{"text": "开展政策宣讲", "why": "已在日常工作中"}))
	if x := w.register(t, "office", papers, 0); !hasAlert(x.Row(n), "untaken") {
		t.Error("no alert of a demand without an item")
	}
	x := w.rest(RestQuery{Label: RestAsked})
	a, b := x.line("欠款"), x.line("宣讲")
	if len(x.Lines) != 2 || a.Reason != RestDemand || b.Reason != RestAnswered || b.Why != "已在日常工作中" || a.From != "superior-papers/1" || a.Name != "民营经济若干措施" {
		t.Fatalf("demands: %+v", x.Lines)
	}
	if got := w.rest(RestQuery{From: a.From, Text: "宣讲"}); len(got.Lines) != 1 || got.All != x.All {
		t.Errorf("filtered by paper and words: %+v", got.Lines)
	}
	item := w.issue(w.estates())
	w.ok(t, w.SetLine(ctx, office, "", papers, n, a.Line, map[string]string{"item": id.String(item)}))
	if x := w.register(t, "office", papers, 0); hasAlert(x.Row(n), "untaken") {
		t.Error("an alert of a demand that says why it has no item")
	}
	if x := w.rest(RestQuery{Label: RestAsked}); len(x.Lines) != 1 || x.line("欠款") != nil {
		t.Errorf("a demand with its item stays: %+v", x.Lines)
	}
}

// Of a report in several versions the newest counts.
func TestRestOfTheNewestVersion(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx, office := context.Background(), w.who["office"]
	first, err := w.TakeIn(ctx, office, "", Upload{Name: "一稿.txt", Bytes: []byte(aired), Version: &NewVersion{Stage: StageDraft}})
	w.ok(t, err)
	second, err := w.TakeIn(ctx, office, "", Upload{Name: "二稿.txt", Bytes: []byte(strings.Replace(aired, "机遇和挑战", "机遇与挑战", 1)), Version: &NewVersion{Of: first, Stage: StageRevised}})
	w.ok(t, err)
	x := w.rest(RestQuery{})
	if x.line("机遇和挑战") != nil || x.line("机遇与挑战") == nil || x.line("机遇与挑战").Document != second {
		t.Errorf("%+v", x.Lines)
	}
}
