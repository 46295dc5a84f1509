package app

import (
	"context"
	"strings"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/indicator"
	"jiufen/internal/ledger"
	"jiufen/internal/store"
)

// S1-65: a year's slice is what its item came to, as of a day; a person sets
// another figure with a reason and takes it back.
func TestSliceIsFilledFromItsItem(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		const targets = "five-year-targets"
		ctx, office := context.Background(), w.who["office"]
		item := w.issue(w.estates())
		measure := w.see("head", item, 0).Facts.LiveMeasures()[0].ID
		n, err := w.AddObject(ctx, office, "", targets, map[string]string{"title": "改造老旧小区", "lead": id.String(w.house), "target": "500", "unit": "个", "summed": "yes"})
		w.ok(t, err)
		w.ok(t, w.AddLine(ctx, office, "", targets, n, "slices", map[string]string{"year": "2026", "planned": "120", "item": id.String(item)}))
		line := func(d calendar.Day) (string, Sourced, id.Fact) {
			x := w.register(t, "office", targets, d)
			r := x.Row(n)
			row := r.Rows["slices"][0]
			s, _ := x.SourcedOf(r, row.ID, "actual")
			return x.Value(r, row.ID, row.Values, "actual"), s, row.ID
		}
		if got, _, _ := line(0); got != "" {
			t.Errorf("before anything was reported: %q", got)
		}
		w.setDay(day(3, 31), 9)
		w.file(item, calendar.MonthOf(2026, 3), measure, 14)
		w.setDay(day(6, 30), 9)
		w.file(item, calendar.MonthOf(2026, 6), measure, 55)
		got, s, row := line(0)
		if got != "55.00" || s.Item != item || s.From != "55个" || s.Period != calendar.MonthOf(2026, 6) {
			t.Errorf("the newest figure: %q, %+v", got, s)
		}
		if got, _, _ := line(day(5, 1)); got != "14.00" {
			t.Errorf("as of May: %q", got)
		}
		set := func(v, why string) error {
			return w.SetLine(ctx, office, "", targets, n, row, map[string]string{"actual": v, "actual_why": why})
		}
		if err := set("50", ""); !errs.Is(err, errs.Invalid) || !strings.Contains(w.refusedWith(err), "完成数") {
			t.Errorf("another figure without a reason: %v", err)
		}
		w.ok(t, set("50", "统计部门核定"))
		got, s, _ = line(0)
		if why := w.register(t, "office", targets, 0).Row(n).Rows["slices"][0].Why["actual"]; got != "50.00" || s.Value != "55.00" || why != "统计部门核定" {
			t.Errorf("by hand: %q beside %q, since %q", got, s.Value, why)
		}
		w.ok(t, set("", ""))
		if got, _, _ := line(0); got != "55.00" {
			t.Errorf("taken back: %q", got)
		}
		x := w.register(t, "urban", targets, 0) // seen by all, but the item's figures are not theirs
		if _, ok := x.SourcedOf(x.Row(n), row, "actual"); ok != (w.sees("urban", item) == store.SeesAll) {
			t.Error("a figure is given to who does not see its item")
		}
		if x := w.register(t, "jia", targets, 0); x.Value(x.Row(n), row, x.Row(n).Rows["slices"][0].Values, "actual") != "" {
			t.Error("a county reads a figure of an item it does not see")
		}
	})
}

func (w *town) sees(who string, item id.Item) (level int64) {
	w.t.Helper()
	w.ok(w.t, w.DB.View(context.Background(), func(tx *store.Tx) (err error) {
		level, err = tx.Sight(item, w.who[who].Sees)
		return err
	}))
	return level
}

// S1-66: the forecast of the year is projected from the figures reported so far, by
// the plan, as last year went on, or at the year's pace, as the setting says.
func TestForecastIsProjected(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		const targets = "next-year-targets"
		ctx, office := context.Background(), w.who["office"]
		n := w.estates()
		n.Kind, n.Nature, n.Strength = MainIndicator, "expected", "ensure"
		n.Measures[0].Basis = "开工数"
		item := w.issue(n)
		measure := w.see("head", item, 0).Facts.LiveMeasures()[0].ID
		made, err := w.FillRegister(ctx, office, "", targets)
		w.ok(t, err)
		if made != 1 {
			t.Fatalf("%d objects of 1 indicator", made)
		}
		forecast := func() Sourced {
			x := w.register(t, "office", targets, 0)
			s, _ := x.SourcedOf(x.Row(1), 0, "forecast")
			return s
		}
		w.setDay(day(6, 30), 9)
		w.file(item, calendar.MonthOf(2026, 6), measure, 55)
		if s := forecast(); s.Value != "110个" || s.Method != indicator.ByPlan || s.From != "55个" {
			t.Errorf("by the plan, 60 of 120 were expected: %+v", s)
		}
		w.setting(SettingForecast, "pace")
		w.file(item, calendar.MonthOf(2026, 8), measure, 60)
		if s := forecast(); s.Value != "90个" || s.Method != indicator.ByPace {
			t.Errorf("60 in 8 months: %+v", s)
		}
		w.setting(SettingForecast, "lastyear")
		last := w.lastYears(n)
		w.ok(t, w.LinkLastYear(ctx, office, "", item, w.see("office", last, 0).Facts.Item.Number, "同一承诺"))
		if s := forecast(); s.Value != "150个" || s.Method != indicator.ByLastYear {
			t.Errorf("40 by August and 100 in the year before: %+v", s)
		}
	})
}

// lastYears is the item of the year before, with its figures of August and of the
// year.
func (w *town) lastYears(n NewItem) id.Item {
	w.t.Helper()
	n.Year, n.Number, n.Plan, n.Due = 2025, "2025-0001", nil, NewDue{Sort: string(ledger.DueDate), Day: calendar.Date(2025, 12, 31)}
	n.Origins = []NewOrigin{{Sort: "report", Demand: "改造老旧小区100个", Limit: calendar.Date(2025, 12, 31)}}
	last := w.issue(n)
	m := w.see("head", last, 0).Facts.LiveMeasures()[0].ID
	w.file(last, calendar.MonthOf(2025, 8), m, 40)
	w.file(last, calendar.MonthOf(2025, 12), m, 100)
	return last
}

func (w *town) setting(name, value string) {
	w.t.Helper()
	_, err := w.DB.Write(context.Background(), store.Actor{}, "setting", "", func(tx *store.Tx) error {
		return store.Add(tx, store.SettingFact{Name: name, Value: value})
	})
	w.ok(w.t, err)
}
