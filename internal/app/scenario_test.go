package app

import (
	"context"
	"strings"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/store"
)

var zh = locale.For("zh-CN")

func day(m, d int) calendar.Day { return calendar.Date(2026, m, d) }

// fold brings sentences to the half-width marks the scenarios are written in.
var fold = strings.NewReplacer("，", ",", "；", ";", "（", "(", "）", ")", "：", ":").Replace

// found issues one item as the office and returns it.
func (w *town) issue(n NewItem) id.Item {
	w.t.Helper()
	out, err := w.IssueItems(context.Background(), w.who["office"], "", []NewItem{n})
	if err != nil {
		w.t.Fatal(err)
	}
	return out[0]
}

// estates is the item of scenario 7: 老旧小区改造, target 120.
func (w *town) estates() NewItem {
	return NewItem{Kind: "key-task", Title: "老旧小区改造", Standard: "改造老旧小区120个并通过验收", Year: 2026, Cadence: "month", Mode: "single",
		Parties:  []ledger.Party{{Unit: w.house, Role: ledger.RoleLead}, {Unit: w.urban, Role: ledger.RoleCooperate}},
		Origins:  []NewOrigin{{Sort: "report", Demand: "改造老旧小区120个", Limit: day(12, 31)}},
		Measures: []NewMeasure{{Name: "老旧小区", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: 120}},
		Due:      NewDue{Sort: "date"},
		Plan:     []NewNode{{MeasureAt: 1, Day: day(3, 31), Expected: 12}, {MeasureAt: 1, Day: day(6, 30), Expected: 60}, {MeasureAt: 1, Day: day(9, 30), Expected: 96}, {MeasureAt: 1, Day: day(12, 31), Expected: 120}}}
}

func (w *town) see(who string, item id.Item, d calendar.Day) *ItemView {
	w.t.Helper()
	v, err := w.Item(context.Background(), w.who[who], item, d, zh)
	if err != nil {
		w.t.Fatalf("%s opens the item: %v", who, err)
	}
	return v
}

func (w *town) file(item id.Item, p calendar.Period, m id.Measure, value int64) []id.Report {
	w.t.Helper()
	out, err := w.FileReports(context.Background(), w.who["head"], "", SheetInput{Unit: w.house, Period: p, Rows: []ReportInput{{Item: item, Words: "按计划推进", Values: []ValueInput{{m, value}}}}})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

func (w *town) rules(name string) {
	w.t.Helper()
	if _, err := w.DB.Write(context.Background(), store.Actor{}, "setting", "", func(tx *store.Tx) error {
		return store.Add(tx, store.SettingFact{Name: store.SettingRules, Value: name})
	}); err != nil {
		w.t.Fatal(err)
	}
}

// TestScenario07OneFactThreeRuleSets: June's report late, a field check beside it,
// the light under the rules in force, and the same answers asked again later.
func TestScenario07OneFactThreeRuleSets(t *testing.T) {
	for rules, want := range map[string][3]ledger.Light{
		"yinchuan": {ledger.Yellow, ledger.Yellow, ledger.Yellow},
		"wuhan":    {ledger.Red, ledger.Yellow, ledger.Red},
		"sanya":    {ledger.Yellow, ledger.Yellow, ledger.Yellow},
	} {
		t.Run(rules, func(t *testing.T) {
			onBoth(t, func(t *testing.T, w *town) { scenario7(t, w, rules, want) })
		})
	}
}

func scenario7(t *testing.T, w *town, rules string, want [3]ledger.Light) {
	ctx := context.Background()
	w.rules(rules)
	item := w.issue(w.estates())
	m := w.see("office", item, 0).Measures[0].ID
	w.setDay(day(5, 25), 9)
	may := w.file(item, calendar.MonthOf(2026, 5), m, 31)
	if _, err := w.AcceptReports(ctx, w.who["office"], "", may); err != nil {
		t.Fatal(err)
	}
	w.setDay(day(6, 30), 18)
	judged := func(d calendar.Day) ledger.Light { return ledger.Light(w.see("liaison", item, d).Row.Judged) }
	if got := judged(0); got != want[0] {
		t.Errorf("6/30: %v, want %v", got, want[0])
	}
	v := w.see("liaison", item, 0)
	if rules == "yinchuan" && fold(v.Row.Says) != "截至6月30日应完成60个(50.0%),最近报数31个(25.8%,5月),落后24.2个百分点。" {
		t.Errorf("6/30 says %s", v.Row.Says)
	}
	if got := fold(v.Row.Late); got != "6月进展应于6月25日报送,已逾期3个工作日" {
		t.Errorf("lateness: %s", v.Row.Late)
	}
	w.setDay(day(7, 2), 15)
	june := w.file(item, calendar.MonthOf(2026, 6), m, 46)
	if s := w.see("liaison", item, 0).Measures[0].Points; s[len(s)-3].Standing != ledger.Submitted && s[1].Standing != ledger.Submitted {
		t.Errorf("7/2: the submitted value is not marked: %+v", s)
	}
	w.setDay(day(7, 3), 9)
	if _, err := w.AcceptReports(ctx, w.who["office"], "", june); err != nil {
		t.Fatal(err)
	}
	if got := judged(0); got != want[1] {
		t.Errorf("7/3: %v, want %v", got, want[1])
	}
	then := w.see("liaison", item, 0)
	w.setDay(day(7, 8), 16)
	err := w.RecordCheck(ctx, w.who["supervision"], "", Found{Item: item, Measure: m, Period: calendar.MonthOf(2026, 6), Value: 33, Level: ledger.CheckField, Words: "现场核查33个"})
	if err != nil {
		t.Fatal(err)
	}
	if got := judged(0); got != want[2] {
		t.Errorf("7/8: %v, want %v", got, want[2])
	}
	v = w.see("liaison", item, 0)
	if rules == "wuhan" && fold(v.Row.Says) != "截至6月30日应完成60个,单位报46个,7月8日核查认定33个,为序时的55.0%,低于60%,亮红灯。" {
		t.Errorf("7/8 says %s", v.Row.Says)
	}
	// those outside are shown yesterday's light until tomorrow, with the sentence of what was known yesterday
	if out := w.see("office", item, 0).Row; out.Says == "" || want[1] != want[2] && (strings.Contains(out.Says, "33") || out.Light != want[1]) {
		t.Errorf("outside the unit on 7/8: %v %q", out.Light, out.Says)
	}
	again := w.see("liaison", item, day(7, 3))
	if again.Row.Says != then.Row.Says || again.Row.Judged != then.Row.Judged || again.Row.Shown != then.Row.Shown {
		t.Errorf("as of 7/3 said %q %v, now %q %v", then.Row.Says, then.Row.Judged, again.Row.Says, again.Row.Judged)
	}
}

// TestScenario02LatenessNamesTheDesk: the liaison finished on the due day, the
// head signed four working days later; a return over a make-up day is cured in
// time and changes nothing about that; a third return cannot be made.
func TestScenario02LatenessNamesTheDesk(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		item := w.issue(w.estates())
		m := w.see("office", item, 0).Measures[0].ID
		april := calendar.MonthOf(2026, 4)
		w.setDay(day(4, 27), 10)
		if _, err := w.SaveRow(ctx, w.who["liaison"], april, item, 0, SheetRowBody{Values: map[string]string{id.String(m): "20"}, Words: "开工20个"}); err != nil {
			t.Fatal(err)
		}
		if err := w.FinishSheet(ctx, w.who["liaison"], april); err != nil {
			t.Fatal(err)
		}
		w.setDay(day(5, 6), 9)
		first, err := w.SignSheet(ctx, w.who["head"], "", april, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		const says = "4月进展逾期4个工作日(单位主要负责人环节滞留4个工作日)"
		if r := w.see("office", item, 0).Reports[0]; fold(r.Late) != says || r.State != ledger.ReportLate {
			t.Errorf("%v: %s", r.State, r.Late)
		}
		w.setDay(day(5, 7), 9)
		if err := w.ReturnReport(ctx, w.who["office"], "", first[0], ledger.ReturnMissing, "缺分项数"); err != nil {
			t.Fatal(err)
		}
		if got := w.see("office", item, 0).Facts.Reviews[0].NewDue; got != day(5, 9) {
			t.Errorf("new due %s, want Saturday 5/9, a working day", got)
		}
		d, err := w.Desk(ctx, w.who["liaison"], zh)
		if err != nil || d.Returns != 1 || d.Sheets[len(d.Sheets)-1].Rows[0].Owing.Back == nil {
			t.Fatalf("the desk does not show what came back: %+v, %v", d, err)
		}
		w.setDay(day(5, 9), 9)
		again := w.file(item, april, m, 20)
		if r := w.see("office", item, 0).Reports[0]; fold(r.Late) != says || r.ID != again[0] {
			t.Errorf("cured in time, and late at first: %v: %s", r.State, r.Late)
		}
		if err := w.ReturnReport(ctx, w.who["office"], "", again[0], ledger.ReturnOther, "再看"); err != nil {
			t.Fatal(err)
		}
		again = w.file(item, april, m, 21)
		if err := w.ReturnReport(ctx, w.who["office"], "", again[0], ledger.ReturnOther, "再看"); !errs.Is(err, errs.Conflict) {
			t.Errorf("a third return: %v", err)
		}
		w.inTimeThenCured(item, m)
	})
}

// inTimeThenCured: May in on its day, returned, and in again within two days.
func (w *town) inTimeThenCured(item id.Item, m id.Measure) {
	w.t.Helper()
	w.setDay(day(5, 25), 9)
	may := w.file(item, calendar.MonthOf(2026, 5), m, 31)
	w.setDay(day(5, 28), 9)
	if err := w.ReturnReport(context.Background(), w.who["office"], "", may[0], ledger.ReturnBasis, "口径不符"); err != nil {
		w.t.Fatal(err)
	}
	w.setDay(day(6, 1), 9)
	w.file(item, calendar.MonthOf(2026, 5), m, 31)
	if r := w.see("office", item, 0).Reports[0]; r.State != ledger.ReportCured || r.Late != "" {
		w.t.Errorf("in time and cured in time: %v %s", r.State, r.Late)
	}
}

// TestPagesNeedFewStatements: with session and clock, ledger and item page stay
// within six.
func TestPagesNeedFewStatements(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		item := w.issue(w.estates())
		m := w.see("office", item, 0).Measures[0].ID
		w.file(item, calendar.MonthOf(2026, 3), m, 5)
		count := func(name string, f func() error) {
			t.Helper()
			n := 1 // the session
			w.DB.OnQuery(func(string) { n++ })
			defer w.DB.OnQuery(nil)
			if err := f(); err != nil {
				t.Fatal(err)
			}
			if n > 6 {
				t.Errorf("%s: %d statements", name, n)
			}
		}
		for _, who := range []string{"office", "liaison", "yi"} {
			for _, q := range []LedgerQuery{{}, {Text: "小区"}, {Light: ledger.Grey, Sort: store.ByLight}, {Lead: w.house}} {
				count("ledger of "+who, func() error { _, err := w.Ledger(ctx, w.who[who], q, zh); return err })
			}
		}
		count("item", func() error { _, err := w.Item(ctx, w.who["liaison"], item, 0, zh); return err })
	})
}
