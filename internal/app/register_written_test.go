package app

import (
	"context"
	"strings"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
)

// S6-01: the half-year text of a portfolio is written from the ledger as of a day,
// its figures are bound, a person goes on from there, and the day can be asked
// again.
func TestPortfolioIsWrittenFromTheLedger(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		const sessions, group = "sessions", "portfolios"
		ctx, office := context.Background(), w.who["office"]
		item := w.issue(w.estates())
		measure := w.see("head", item, 0).Facts.LiveMeasures()[0].ID
		n, err := w.AddObject(ctx, office, "", sessions, map[string]string{"title": "第六次全体会议", "sort": "全体会议", "day": "2026-07-10"})
		w.ok(t, err)
		w.setDay(day(6, 30), 9)
		w.file(item, calendar.MonthOf(2026, 6), measure, 20)
		w.setDay(day(7, 8), 9)
		vice := w.who["vice"].Post
		if _, err := w.WriteLines(ctx, w.who["head"], "", sessions, n, group, vice, 0); err == nil {
			t.Error("a bureau writes a vice-mayor's portfolio")
		}
		if _, err := w.WriteLines(ctx, office, "", sessions, n, group, vice, day(8, 1)); !errs.Is(err, errs.Invalid) {
			t.Errorf("as of a day to come: %v", err)
		}
		made, err := w.WriteLines(ctx, office, "", sessions, n, group, vice, day(7, 7))
		w.ok(t, err)
		if made != 1 {
			t.Fatalf("%d texts, the vice-mayor has one field", made)
		}
		if _, err := w.WriteLines(ctx, office, "", sessions, n, group, vice, day(7, 7)); !errs.Is(err, errs.Conflict) {
			t.Errorf("written twice: %v", err)
		}
		row := w.register(t, "office", sessions, 0).Row(n).Rows[group][0]
		done, next := row.Values["done"], row.Values["next"]
		if row.Values["leader"] != id.String(vice) || row.Values["field"] != "城乡建设" || !strings.Contains(done, "城乡建设领域列入台账1项") || !strings.Contains(done, "红灯1项") || !strings.Contains(done, "1.老旧小区改造（牵头单位：市住建局；时限：12月31日）") || strings.ContainsAny(done+next, "【】") {
			t.Errorf("the text: %s\n%s", done, next)
		}
		if !strings.Contains(next, "1.老旧小区改造，市住建局牵头，12月31日前完成") || row.Bound["done"].Day != day(7, 7) || !strings.Contains(row.Bound["done"].Words, "【红灯】") {
			t.Errorf("what comes next: %s; bound %+v", next, row.Bound["done"])
		}
		w.writtenByHand(t, n, row.ID, item, measure)
	})
}

// writtenByHand edits a text: names that are none are refused, typed numbers are
// told, figures follow the day.
func (w *town) writtenByHand(t *testing.T, n int, line id.Fact, item id.Item, measure id.Measure) {
	t.Helper()
	const sessions, group = "sessions", "portfolios"
	ctx, office := context.Background(), w.who["office"]
	save := func(d calendar.Day, words string) error {
		return w.SaveWritten(ctx, office, "", sessions, n, line, d, map[string]string{"done": words})
	}
	if err := save(0, "紫灯【紫灯】"); !errs.Is(err, errs.Invalid) || !strings.Contains(w.refusedWith(err), "紫灯") {
		t.Errorf("a name that is no figure: %v", err)
	}
	w.ok(t, save(0, "上半年红灯【红灯】，新开工7处。"))
	read := func() string { return w.register(t, "office", sessions, 0).Row(n).Rows[group][0].Values["done"] }
	if got := read(); got != "上半年红灯1项，新开工7处。" {
		t.Errorf("filled in: %q", got)
	}
	x, err := w.Written(ctx, office, sessions, n, line, 0)
	w.ok(t, err)
	if len(x.Parts[0].Typed) != 1 || !strings.Contains(x.Parts[0].Typed[0], "7") || x.Day != day(7, 7) {
		t.Errorf("typed by hand: %v as of %v", x.Parts[0].Typed, x.Day)
	}
	w.file(item, calendar.MonthOf(2026, 7), measure, 80)
	if x, _ := w.Written(ctx, office, sessions, n, line, 0); x.Parts[0].Lines[0].Runs[1].Text != "1项" {
		t.Errorf("the day's figure moved: %+v", x.Parts[0].Lines)
	}
	w.ok(t, save(w.today(t), "上半年红灯【红灯】。"))
	if got := read(); got != "上半年红灯0项。" {
		t.Errorf("as of today: %q", got)
	}
	if _, err := w.AskWritten(ctx, office, "", sessions, n); !errs.Is(err, errs.Conflict) {
		t.Errorf("what comes next is in the ledger already: %v", err)
	}
	w.ok(t, w.SaveWritten(ctx, office, "", sessions, n, line, 0, map[string]string{"next": x.Parts[1].Words + "\n2.启动城市更新专项行动。\n在办【在办】继续推进。"}))
	made, err := w.AskWritten(ctx, office, "", sessions, n)
	w.ok(t, err)
	tasks := w.register(t, "office", sessions, 0).Row(n).Rows["tasks"]
	if made != 2 || len(tasks) != 2 || tasks[0].Values["text"] != "启动城市更新专项行动。" || tasks[1].Values["text"] != "在办1项继续推进。" {
		t.Errorf("%d tasks: %+v", made, tasks)
	}
	if _, err := w.AskWritten(ctx, office, "", sessions, n); !errs.Is(err, errs.Conflict) {
		t.Errorf("asked twice: %v", err)
	}
	if l := w.rest(RestQuery{Label: RestAsked}).line("城市更新"); l == nil || l.Register != sessions {
		t.Error("a task without an item is not among what became none")
	}
	if _, err := w.Written(ctx, w.who["head"], sessions, n, line, 0); err == nil {
		t.Error("a bureau opens it")
	}
}
