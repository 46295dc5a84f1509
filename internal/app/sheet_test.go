package app

import (
	"context"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/store"
)

// TestUnitsHalf: sign for, hand back a plan, report, sign the sheet, correct.
func TestUnitsHalf(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		n := w.estates()
		n.Plan = nil
		item := w.issue(n)
		m := w.see("office", item, 0).Measures[0].ID
		d, err := w.Desk(ctx, w.who["liaison"], zh)
		if err != nil || len(d.ToSign) != 1 || len(d.ToPlan) != 1 {
			t.Fatalf("desk: %+v, %v", d, err)
		}
		if err := w.SignFor(ctx, w.who["liaison"], "", []id.Item{item}); err != nil {
			t.Fatal(err)
		}
		if err := w.SignFor(ctx, w.who["jia"], "", []id.Item{item}); !errs.Is(err, errs.NotFound) {
			t.Errorf("a county signed for it: %v", err)
		}
		nodes := []store.Milestone{{MeasureID: m, Day: day(6, 30), Expected: 60}, {MeasureID: m, Day: day(12, 31), Expected: 120}}
		if _, err := w.HandPlan(ctx, w.who["liaison"], "", PlanInput{Item: item, Nodes: []store.Milestone{nodes[1], {MeasureID: m, Day: day(12, 30), Expected: 200}}}); !errs.Is(err, errs.Invalid) {
			t.Errorf("a plan that falls: %v", err)
		}
		if _, err := w.HandPlan(ctx, w.who["liaison"], "", PlanInput{Item: item, Nodes: nodes}); err != nil {
			t.Fatal(err)
		}
		w.setDay(day(3, 23), 9)
		p := calendar.MonthOf(2026, 3)
		row := SheetRowBody{Values: map[string]string{id.String(m): "12"}, Words: "已开工12个"}
		if _, err := w.SaveRow(ctx, w.who["liaison"], p, item, 0, row); err != nil {
			t.Fatal(err)
		}
		theirs := SheetRowBody{Values: map[string]string{id.String(m): "13"}, Words: row.Words}
		if s, err := w.SaveRow(ctx, w.who["head"], p, item, 0, theirs); err != nil || len(s.Clashes) != 1 || s.Version != 1 {
			t.Errorf("the second of two lost the first one's figure: %+v, %v", s, err)
		}
		if s, err := w.SaveRow(ctx, w.who["head"], p, item, 1, SheetRowBody{Values: row.Values, Words: row.Words, Problem: "缺资金"}); err != nil || s.Version != 2 {
			t.Errorf("another field: %+v, %v", s, err)
		}
		if s, err := w.SaveRow(ctx, w.who["liaison"], p, item, 1, SheetRowBody{Values: row.Values, Words: "已开工12个小区"}); err != nil || len(s.Merged) != 1 || s.Body.Problem != "缺资金" || s.Version != 3 {
			t.Errorf("two fields of two people: %+v, %v", s, err)
		}
		if err := w.FinishSheet(ctx, w.who["liaison"], p); err != nil {
			t.Fatal(err)
		}
		if _, err := w.SignSheet(ctx, w.who["liaison"], "", p, 0, 0); !errs.Is(err, errs.Forbidden) {
			t.Errorf("the liaison signed the sheet: %v", err)
		}
		w.setDay(day(3, 26), 9)
		out, err := w.SignSheet(ctx, w.who["head"], "s", p, 0, 0)
		if err != nil || len(out) != 1 {
			t.Fatalf("%v, %v", out, err)
		}
		bad := ReportInput{Words: "更正", Values: []ValueInput{{m, 10}}}
		if _, err := w.Correct(ctx, w.who["head"], "", out[0], bad); !errs.Is(err, errs.Invalid) {
			t.Errorf("corrected without a reason: %v", err)
		}
		bad.Reason = string(ledger.FallCorrected)
		if _, err := w.Correct(ctx, w.who["head"], "", out[0], bad); err != nil {
			t.Fatal(err)
		}
		v := w.see("office", item, 0)
		if len(v.Reports) != 2 || !v.Reports[1].Corrected || v.Reports[0].Corrects == nil || v.Reports[0].Words != "更正" {
			t.Errorf("reports: %+v", v.Reports)
		}
	})
}

// TestReturnsAreTwiceAtMost walks 退办 and 改派.
func TestReturnsAreTwiceAtMost(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx := context.Background()
	item := w.issue(w.estates())
	back := Return{Item: item, Reason: "duty", Proposed: w.urban, Basis: "三定方案第3条"}
	if err := w.HandBack(ctx, w.who["liaison"], "", back); !errs.Is(err, errs.Forbidden) {
		t.Errorf("a liaison handed it back: %v", err)
	}
	if err := w.HandBack(ctx, w.who["head"], "", back); err != nil {
		t.Fatal(err)
	}
	list, err := w.Returned(ctx, w.who["office"])
	if err != nil || len(list) != 1 || list[0].Proposed != "市城管局" {
		t.Fatalf("%+v, %v", list, err)
	}
	if err := w.DecideReturn(ctx, w.who["office"], "", Reassign{Item: item, Words: "职责明确", To: []ledger.Party{{Unit: w.urban, Role: ledger.RoleLead}}}); err != nil {
		t.Fatal(err)
	}
	if err := w.DecideReturn(ctx, w.who["supervision"], "", Reassign{Item: item, Words: "维持"}); !errs.Is(err, errs.Conflict) {
		t.Errorf("decided twice: %v", err)
	}
	v := w.see("office", item, 0)
	if v.Row.Lead != "市城管局" || v.Row.Number != "2026-0001" || len(v.Facts.Assignments) != 2 {
		t.Errorf("after 改派: %+v", v.Row)
	}
	if _, err := w.Item(ctx, w.who["liaison"], item, 0, zh); !errs.Is(err, errs.NotFound) {
		t.Errorf("the first unit still sees it: %v", err)
	}
}

// TestClosingIsDecidedByOthers walks 办结.
func TestClosingIsDecidedByOthers(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		item := w.issue(w.estates())
		w.setDay(day(3, 20), 9)
		if err := w.ApplyClose(ctx, w.who["head"], "", item, day(3, 18), "120个全部通过验收"); err != nil {
			t.Fatal(err)
		}
		if err := w.DecideClose(ctx, w.who["head"], "", Closing{Item: item, Act: ledger.ClosingClose, Words: "办结"}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("the unit closed its own item: %v", err)
		}
		if err := w.DecideClose(ctx, w.who["supervision"], "", Closing{Item: item, Act: ledger.ClosingClose, Words: "核查无误"}); err != nil {
			t.Fatal(err)
		}
		if v := w.see("office", item, 0); v.Row.Light != ledger.Done || v.Facts.Closings[1].Reached != day(3, 18) {
			t.Errorf("%v %+v", v.Row.Light, v.Facts.Closings)
		}
		if err := w.DecideClose(ctx, w.who["supervision"], "", Closing{Item: item, Act: ledger.ClosingReopen, Words: "反弹"}); err != nil {
			t.Fatal(err)
		}
		if v := w.see("office", item, 0); v.Row.Light == ledger.Done {
			t.Error("reopened and still done")
		}
		o, err := w.Overview(ctx, w.who["mayor"], 0, zh)
		if err != nil || len(o.Units) != 1 || o.Units[0].All != 1 {
			t.Errorf("overview: %+v, %v", o, err)
		}
	})
}

// TestMergedUnitOwesOn: what a unit owed its successor owes: it signs, reports and
// corrects, and the old name stays in the past.
func TestMergedUnitOwesOn(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		n := w.estates()
		n.Parties = []ledger.Party{{Unit: w.urban, Role: ledger.RoleLead}}
		item := w.issue(n)
		m := w.see("office", item, 0).Measures[0].ID
		w.setDay(day(3, 10), 9)
		if _, err := w.DB.Write(ctx, store.Actor{}, "unit_merge", "", func(tx *store.Tx) error {
			return store.Add(tx, store.UnitSuccession{UnitID: w.urban, IntoID: w.house, Act: "merge", FromDay: tx.Day})
		}); err != nil {
			t.Fatal(err)
		}
		w.setDay(day(3, 20), 9)
		d, err := w.Desk(ctx, w.who["head"], zh)
		if err != nil || len(d.Sheets) != 1 || len(d.Sheets[0].Rows) != 1 {
			t.Fatalf("the successor's desk: %+v, %v", d.Sheets, err)
		}
		w.setDay(day(3, 25), 9)
		w.file(item, calendar.MonthOf(2026, 3), m, 12)
		if v := w.see("office", item, day(3, 9)); v.Row.Lead != "市城管局" {
			t.Errorf("as of 3/9 the lead is %s", v.Row.Lead)
		}
	})
}

// TestCooperatingUnitDoesNotReport: one report answers an item, the lead's.
func TestCooperatingUnitDoesNotReport(t *testing.T) {
	w := newTown(t, "sqlite")
	item := w.issue(w.estates())
	head := w.who["head"]
	head.Unit, head.Post = w.urban, w.who["urban"].Post
	_, err := w.FileReports(context.Background(), head, "", SheetInput{Unit: w.urban, Period: calendar.MonthOf(2026, 3), Rows: []ReportInput{{Item: item, Words: "配合"}}})
	if !errs.Is(err, errs.Invalid) {
		t.Errorf("a cooperating unit filed the item's report: %v", err)
	}
}
