package app

import (
	"context"
	"slices"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// ask asks for a change as the head of the lead.
func (w *town) ask(c ChangeInput) id.Change {
	w.t.Helper()
	c.Class, c.Words = ledger.ReasonFactor, "设备延期到货"
	n, err := w.AskChange(context.Background(), w.who["head"], "", c)
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func (w *town) decide(who string, n id.Change, item id.Item, yes bool) {
	w.t.Helper()
	if err := w.DecideChange(context.Background(), w.who[who], "", n, item, yes, "常务会议纪要〔2026〕9号"); err != nil {
		w.t.Fatalf("%s decides: %v", who, err)
	}
}

// TestDeferralOfTheLimit: the limit, the origin that sets it and the node on it
// move together, in a new version; what was known before stays.
func TestDeferralOfTheLimit(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		n := w.estates()
		n.Origins[0].Limit = day(10, 31)
		n.Plan[3].Day = day(10, 31)
		item := w.issue(n)
		w.setDay(day(9, 1), 9)
		ch := w.ask(ChangeInput{Item: item, Sort: ledger.ChangeDefer, To: day(11, 20)})
		if err := w.Opine(ctx, w.who["head"], "", ch, item, "同意推迟"); err != nil {
			t.Fatal(err)
		}
		if list, err := w.ChangesWaiting(ctx, w.who["vice"], 50); err != nil || len(list) != 1 || !list[0].Mine || list[0].Asked != day(9, 1) || list[0].Unit != "市住建局" || len(list[0].Needs) != 1 || list[0].Needs[0].Decider != ledger.DeciderVice || list[0].Needs[0].Origin != "政府工作报告" {
			t.Errorf("waiting for the vice-mayor: %+v, %v", list, err)
		}
		if d, err := w.Desk(ctx, w.who["mayor"], zh); err != nil || d.Queues["changes"] != 1 {
			t.Errorf("the mayor's desk: %+v, %v", d, err)
		}
		w.decide("vice", ch, item, true)
		v := w.see("office", item, 0)
		plan, nodes := v.Facts.Plan()
		if v.Row.Due != day(11, 20) || !v.Origins[0].Sets || v.Origins[0].LimitDay != day(11, 20) || plan.Version != 2 || nodes[3].Day != day(11, 20) || nodes[2].Day != day(9, 30) {
			t.Errorf("due %s, origins %+v, plan %d %+v", v.Row.Due, v.Origins, plan.Version, nodes)
		}
		if v.Measures[0].Former[3].Day != day(10, 31) || len(v.Changes) != 1 || v.Changes[0].Decided != "approve" || len(v.Changes[0].Steps) != 2 {
			t.Errorf("the old line and the steps: %+v %+v", v.Measures[0].Former, v.Changes)
		}
		if then := w.see("office", item, day(8, 31)); then.Row.Due != day(10, 31) {
			t.Errorf("as of 8/31 due %s", then.Row.Due)
		}
	})
}

// TestDeferralsHaveABound: at most two below the mayor (practice C.5), and one
// asked too late is marked 补办.
func TestDeferralsHaveABound(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx := context.Background()
	item := w.issue(w.estates())
	_, nodes := w.see("office", item, 0).Facts.Plan()
	for i, to := range []calendar.Day{day(7, 10), day(7, 20), day(7, 30)} {
		w.setDay(day(6, 20)+calendar.Day(i), 9)
		node := nodes[1].ID
		if i > 0 {
			_, now := w.see("office", item, 0).Facts.Plan()
			node = now[1].ID
		}
		ch := w.ask(ChangeInput{Item: item, Sort: ledger.ChangeDefer, Milestone: node, To: to})
		if i < 2 {
			w.decide("vice", ch, item, true)
			continue
		}
		if err := w.DecideChange(ctx, w.who["vice"], "", ch, item, true, "同意"); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a third deferral by the vice-mayor: %v", err)
		}
		w.decide("mayor", ch, item, true)
	}
	_, nodes = w.see("office", item, 0).Facts.Plan()
	w.setDay(day(7, 29), 9)
	ch := w.ask(ChangeInput{Item: item, Sort: ledger.ChangeDefer, Milestone: nodes[1].ID, To: day(8, 10)})
	if _, err := w.AskChange(ctx, w.who["head"], "", ChangeInput{Item: item, Sort: ledger.ChangeStop, Class: ledger.ReasonPolicy, Words: "x"}); !errs.Is(err, errs.Conflict) {
		t.Errorf("a second change while one is pending: %v", err)
	}
	v := w.see("office", item, 0)
	if last := v.Facts.Changes[len(v.Facts.Changes)-1]; last.Late != 1 {
		t.Errorf("asked a day before the node, not marked 补办: %+v", last)
	}
	if err := w.WithdrawChange(ctx, w.who["head"], "", ch, item); err != nil {
		t.Fatal(err)
	}
}

// TestOtherChanges: pause, stop, value, units and content.
func TestOtherChanges(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		item := w.issue(w.estates())
		m := w.see("office", item, 0).Measures[0].ID
		w.decide("mayor", w.ask(ChangeInput{Item: item, Sort: ledger.ChangeValue, Measure: m, Value: 100}), item, true)
		if v := w.see("office", item, 0); v.Measures[0].Target != 100 || v.Facts.Root(v.Measures[0].ID) != m {
			t.Errorf("调值: %+v", v.Measures[0].Measure)
		}
		w.decide("mayor", w.ask(ChangeInput{Item: item, Sort: ledger.ChangePause, From: day(3, 10), To: day(4, 20)}), item, true)
		if err := w.Restate(ctx, w.who["office"], "", item, "老旧小区改造提升", "改造100个", "照变更办"); !errs.Is(err, errs.Conflict) {
			t.Errorf("restated without a decision: %v", err)
		}
		w.decide("mayor", w.ask(ChangeInput{Item: item, Sort: ledger.ChangeContent}), item, true)
		if err := w.Restate(ctx, w.who["office"], "", item, "老旧小区改造提升", "改造100个", "照变更办"); err != nil {
			t.Fatal(err)
		}
		if err := w.Restate(ctx, w.who["office"], "", item, "再改一次", "再改", "x"); !errs.Is(err, errs.Conflict) {
			t.Errorf("one decision carried out twice: %v", err)
		}
		to := Reassign{Item: item, Words: "照变更办", To: []ledger.Party{{Unit: w.urban, Role: ledger.RoleLead}}}
		w.decide("supervision", w.ask(ChangeInput{Item: item, Sort: ledger.ChangeUnit}), item, true)
		if err := w.MoveToUnit(ctx, w.who["office"], "", to); err != nil {
			t.Fatal(err)
		}
		w.setDay(day(3, 12), 9)
		v := w.see("office", item, 0)
		if v.Head.Title != "老旧小区改造提升" || v.Row.Lead != "市城管局" || v.Row.Light != ledger.Grey || len(v.Facts.Pauses) != 1 {
			t.Errorf("after all: %q %s %v", v.Head.Title, v.Row.Lead, v.Row.Light)
		}
		other := w.issue(w.estates())
		w.decide("mayor", w.ask(ChangeInput{Item: other, Sort: ledger.ChangeStop}), other, true)
		if f := w.see("office", other, 0).Facts; f.Stage() != ledger.StoppedStage {
			t.Errorf("中止: %v", f.Stage())
		}
	})
}

// TestBasicClosingLeavesTheRest: 基本办结 makes a child of what is left; 未完成 is
// carried into the next year under the same root.
func TestBasicClosingLeavesTheRest(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		item := w.issue(w.estates())
		w.setDay(day(3, 20), 9)
		if err := w.ApplyClose(ctx, w.who["head"], "", item, day(3, 18), "118个通过验收"); err != nil {
			t.Fatal(err)
		}
		if list, err := w.ClosingsWaiting(ctx, w.who["supervision"], 50); err != nil || len(list) != 1 || list[0].Party || list[0].Unit != "市住建局" {
			t.Fatalf("waiting: %+v, %v", list, err)
		}
		rest := w.estates()
		rest.Title, rest.Standard, rest.Plan = "剩余2个小区", "2个通过验收", nil
		if err := w.DecideClose(ctx, w.who["supervision"], "", Closing{Item: item, Act: ledger.ClosingBasic, Words: "剩2个", Rest: &rest}); err != nil {
			t.Fatal(err)
		}
		v := w.see("office", item, 0)
		if v.Facts.Stage() != ledger.ClosedBasic || len(v.Children) != 1 || v.Children[0].Title != "剩余2个小区" {
			t.Errorf("基本办结: %v, %+v", v.Facts.Stage(), v.Children)
		}
		late := w.issue(w.estates())
		next := w.estates()
		next.Year, next.Origins[0].Limit, next.Plan = 2027, calendar.Date(2027, 6, 30), nil
		if _, err := w.CarryOver(ctx, w.who["supervision"], "", late, next, "结转"); !errs.Is(err, errs.Conflict) {
			t.Errorf("carried over while open: %v", err)
		}
		w.setDay(day(12, 31), 9)
		if err := w.DecideClose(ctx, w.who["supervision"], "", Closing{Item: late, Act: ledger.ClosingUnfinished, Words: "年底未完成"}); err != nil {
			t.Fatal(err)
		}
		made, err := w.CarryOver(ctx, w.who["supervision"], "", late, next, "结转")
		if err != nil {
			t.Fatal(err)
		}
		if f := w.see("office", made, 0).Facts; f.Item.Root != late || f.Item.Number != "2027-0001" {
			t.Errorf("next year's item: %+v", f.Item)
		}
	})
}

// TestWordsOfLeadersAreNotSearched: who may not read an instruction cannot try its
// words either, by search or by count.
func TestWordsOfLeadersAreNotSearched(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		n := w.estates()
		n.Origins = append(n.Origins, NewOrigin{Sort: "instruction", Record: "市长批示〔2026〕12号", Demand: "务必保证群众温暖过冬", Limit: day(10, 25)})
		w.issue(n)
		for words, want := range map[string]int64{"温暖": 0, "〔2026〕12号": 1, "小区120": 1} {
			view, err := w.Ledger(context.Background(), w.who["liaison"], LedgerQuery{Text: words}, zh)
			if err != nil || view.Count != want || int64(len(view.Rows)) != want {
				t.Errorf("%s: %d of %d, %v", words, len(view.Rows), view.Count, err)
			}
		}
	})
}

// TestJournalIsPagedAndFiltered for the auditor, and for nobody else.
func TestJournalIsPagedAndFiltered(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		for range 3 {
			w.issue(w.estates())
		}
		all, err := w.Journal(ctx, w.who["auditor"], 0)
		if err != nil || all.Size != id.Seq(len(all.Leaves)) || all.Next != 0 {
			t.Fatalf("%d of %d, %v", len(all.Leaves), all.Size, err)
		}
		var got []id.Seq
		for q := (JournalQuery{Limit: 2}); ; {
			page, err := w.JournalOf(ctx, w.who["auditor"], q)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range page.Leaves {
				got = append(got, l.Seq)
			}
			if q.Below = page.Next; page.Next == 0 {
				break
			}
		}
		if len(got) != len(all.Leaves) || !slices.IsSortedFunc(got, func(a, b id.Seq) int { return int(b - a) }) {
			t.Errorf("page after page: %v", got)
		}
		one, err := w.JournalOf(ctx, w.who["auditor"], JournalQuery{JournalFilter: store.JournalFilter{Act: "issue", Person: w.who["office"].Person, From: day(3, 2), To: day(3, 2)}})
		if err != nil || len(one.Leaves) != 3 {
			t.Fatalf("filtered: %+v, %v", one, err)
		}
		if post, person := one.Who(one.Leaves[0], zh); post != "市政府办公室综合科科长" || person != "office" {
			t.Errorf("by %s %s", post, person)
		}
		if _, err := w.Journal(ctx, w.who["mayor"], 0); !errs.Is(err, errs.Forbidden) {
			t.Errorf("the mayor reads the journal: %v", err)
		}
	})
}

// TestEveryUseCaseOfItemsIsDeniedWithoutTheRight: deny by default, for each use
// case and each viewer who lacks its right; with the right, a foreign item is
// not there.
func TestEveryUseCaseOfItemsIsDeniedWithoutTheRight(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx := context.Background()
	own := w.estates()
	own.Space, own.Parties = w.jia, []ledger.Party{{Unit: w.jiaB, Role: ledger.RoleLead}}
	foreign := w.issue(own)
	const none = id.Item(999 << 20)
	may := calendar.MonthOf(2026, 5)
	cases := []struct {
		name  string
		right []org.Right
		act   func(v org.Viewer, item id.Item) error
		whole bool // asks for no item
	}{
		{"ledger", []org.Right{org.Read}, func(v org.Viewer, _ id.Item) error { _, err := w.Ledger(ctx, v, LedgerQuery{}, zh); return err }, true},
		{"item", []org.Right{org.Read}, func(v org.Viewer, i id.Item) error { _, err := w.Item(ctx, v, i, 0, zh); return err }, false},
		{"overview", []org.Right{org.Read}, func(v org.Viewer, _ id.Item) error { _, err := w.Overview(ctx, v, 0, zh); return err }, true},
		{"sign for", []org.Right{org.Receive}, func(v org.Viewer, i id.Item) error { return w.SignFor(ctx, v, "", []id.Item{i}) }, false},
		{"hand plan", []org.Right{org.Receive}, func(v org.Viewer, i id.Item) error { _, err := w.HandPlan(ctx, v, "", PlanInput{Item: i}); return err }, false},
		{"decide return", []org.Right{org.Assign}, func(v org.Viewer, i id.Item) error { return w.DecideReturn(ctx, v, "", Reassign{Item: i, Words: "x"}) }, false},
		{"move", []org.Right{org.Assign}, func(v org.Viewer, i id.Item) error {
			return w.MoveToUnit(ctx, v, "", Reassign{Item: i, Words: "x", To: []ledger.Party{{Unit: w.urban, Role: ledger.RoleLead}}})
		}, false},
		{"restate", []org.Right{org.Assign}, func(v org.Viewer, i id.Item) error { return w.Restate(ctx, v, "", i, "a", "b", "c") }, false},
		{"returned", []org.Right{org.Assign}, func(v org.Viewer, _ id.Item) error { _, err := w.Returned(ctx, v); return err }, true},
		{"save row", []org.Right{org.Report, org.Sheet}, func(v org.Viewer, i id.Item) error {
			_, err := w.SaveRow(ctx, v, may, i, 0, SheetRowBody{Words: "x"})
			return err
		}, false},
		{"queue", []org.Right{org.Accept}, func(v org.Viewer, _ id.Item) error { _, err := w.ReviewQueue(ctx, v, 10); return err }, true},
		{"check", []org.Right{org.CheckFig}, func(v org.Viewer, i id.Item) error { return w.RecordCheck(ctx, v, "", Found{Item: i}) }, false},
		{"ask change", []org.Right{org.Sheet}, func(v org.Viewer, i id.Item) error {
			_, err := w.AskChange(ctx, v, "", ChangeInput{Item: i})
			return err
		}, false},
		{"opine", []org.Right{org.Sheet}, func(v org.Viewer, i id.Item) error { return w.Opine(ctx, v, "", 1, i, "x") }, false},
		{"withdraw", []org.Right{org.Sheet}, func(v org.Viewer, i id.Item) error { return w.WithdrawChange(ctx, v, "", 1, i) }, false},
		{"deciders", []org.Right{org.Sheet}, func(v org.Viewer, i id.Item) error {
			_, err := w.Deciders(ctx, v, ChangeInput{Item: i})
			return err
		}, false},
		{"decide change", []org.Right{org.Decide, org.Close, org.Assign, org.Sign}, func(v org.Viewer, i id.Item) error { return w.DecideChange(ctx, v, "", 1, i, true, "x") }, false},
		{"changes", []org.Right{org.Decide, org.Close, org.Assign, org.Sign}, func(v org.Viewer, _ id.Item) error { _, err := w.ChangesWaiting(ctx, v, 10); return err }, true},
		{"apply close", []org.Right{org.Sheet}, func(v org.Viewer, i id.Item) error { return w.ApplyClose(ctx, v, "", i, 1, "x") }, false},
		{"decide close", []org.Right{org.Close}, func(v org.Viewer, i id.Item) error {
			return w.DecideClose(ctx, v, "", Closing{Item: i, Act: ledger.ClosingClose, Words: "x"})
		}, false},
		{"closings", []org.Right{org.Close}, func(v org.Viewer, _ id.Item) error { _, err := w.ClosingsWaiting(ctx, v, 10); return err }, true},
		{"carry over", []org.Right{org.Close}, func(v org.Viewer, i id.Item) error { _, err := w.CarryOver(ctx, v, "", i, own, "x"); return err }, false},
		{"journal", []org.Right{org.Audit}, func(v org.Viewer, _ id.Item) error { _, err := w.Journal(ctx, v, 0); return err }, true},
	}
	for _, c := range cases {
		if err := c.act(org.Viewer{}, foreign); !errs.Is(err, errs.Unauthenticated) {
			t.Errorf("%s by nobody: %v", c.name, err)
		}
		for key, v := range w.who {
			err := c.act(v, foreign)
			if !slices.ContainsFunc(c.right, v.Can) {
				if !errs.Is(err, errs.Forbidden) {
					t.Errorf("%s by %s: %v", c.name, key, err)
				}
				continue
			}
			if c.whole || key == "jia" {
				continue
			}
			not := c.act(v, none)
			if !errs.Is(err, errs.NotFound) || not == nil || err.Error() != not.Error() {
				t.Errorf("%s by %s of a foreign item: %v; of none: %v", c.name, key, err, not)
			}
		}
	}
}
