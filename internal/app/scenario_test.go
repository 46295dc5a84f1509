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

// TestScenario10ManyOriginsAChangeAndWhatWasKnown walks the heating centre.
func TestScenario10ManyOriginsAChangeAndWhatWasKnown(t *testing.T) {
	onBoth(t, scenario10)
}

func scenario10(t *testing.T, w *town) {
	ctx := context.Background()
	w.setDay(day(7, 21), 9)
	n := w.estates()
	n.Title, n.Standard, n.Kind = "集中供热中心投用", "建成投用", "key-task"
	n.Measures = []NewMeasure{{Name: "集中供热中心", Path: "state", Direction: 1}}
	n.Origins = []NewOrigin{{Sort: "report", Demand: "集中供热中心建成投用", Limit: day(12, 31), Assumed: true}, {Sort: "livelihood", Record: "第6项", Limit: day(10, 31)},
		{Sort: "instruction", Record: "市长批示和采暖期", Demand: "务必保证群众温暖过冬", Limit: day(10, 25), Decider: "author"}}
	n.Plan = []NewNode{{Day: day(9, 20), State: "主体封顶"}, {Day: day(10, 25), State: "投用"}}
	city := w.issue(n)
	child := n
	child.Parent, child.Space, child.Plan, child.Origins = city, w.jia, nil, n.Origins[:1]
	child.Parties = []ledger.Party{{Unit: w.jiaB, Role: ledger.RoleLead}}
	child.Title = "甲县供热支线"
	jia := w.issue(child)
	child.Parent, child.Space, child.Title, child.Parties = 0, w.jia, "甲县自己的事", []ledger.Party{{Unit: w.jiaB, Role: ledger.RoleLead}}
	own := w.issue(child)
	child.Parent, child.Space, child.Title, child.Parties = city, w.yi, "乙县供热支线", []ledger.Party{{Unit: w.yiB, Role: ledger.RoleLead}}
	yi := w.issue(child)
	w.rights10(city, jia, own, yi)
	v := w.see("office", city, 0)
	if v.Row.Due != day(10, 25) || !v.Origins[2].Sets || v.Origins[0].Sets {
		t.Errorf("effective limit %s, origins %+v", v.Row.Due, v.Origins)
	}
	w.setDay(day(9, 10), 9)
	node := v.Facts.Milestones[0].ID
	ch, err := w.AskChange(ctx, w.who["head"], "", ChangeInput{Item: city, Sort: ledger.ChangeDefer, Milestone: node, To: day(10, 12), Class: ledger.ReasonFactor, Words: "设备延期到货"})
	if err != nil {
		t.Fatal(err)
	}
	w.setDay(day(9, 15), 9)
	before := w.see("office", city, 0)
	w.setDay(day(9, 16), 9)
	if err := w.DecideChange(ctx, w.who["vice"], "", ch, city, true, "同意"); err != nil {
		t.Fatalf("the vice-mayor may move a node: %v", err)
	}
	w.setDay(day(9, 21), 9)
	if s := fold(w.see("liaison", city, 0).Row.Says); !strings.Contains(s, "经批准延期1次(原9月20日,现10月12日)") {
		t.Errorf("9/21 says %s", s)
	}
	_, nodes := w.see("office", city, 0).Facts.Plan()
	if _, err := w.FileReports(ctx, w.who["head"], "", SheetInput{Unit: w.house, Period: calendar.MonthOf(2026, 9), Rows: []ReportInput{{Item: city, Words: "主体封顶", Reached: []id.Milestone{nodes[0].ID}}}}); err != nil {
		t.Fatal(err)
	}
	w.setDay(day(10, 12), 9)
	ch, err = w.AskChange(ctx, w.who["head"], "", ChangeInput{Item: city, Sort: ledger.ChangeDefer, To: day(11, 5), Class: ledger.ReasonFactor, Words: "设备"})
	if err != nil {
		t.Fatal(err)
	}
	err = w.DecideChange(ctx, w.who["vice"], "", ch, city, true, "同意")
	if !errs.Is(err, errs.Forbidden) || fold(zh.T(errs.Of(err).Key, errs.Of(err).Args...)) != "10月25日由市长批示和采暖期确定,须由批示领导决定" {
		t.Errorf("the vice-mayor moved the mayor's limit: %v", err)
	}
	if err := w.DecideChange(ctx, w.who["mayor"], "", ch, city, false, "不同意"); err != nil {
		t.Fatal(err)
	}
	w.setDay(day(10, 26), 9)
	if got := w.see("liaison", city, 0); ledger.Light(got.Row.Judged) != ledger.Yellow {
		t.Errorf("10/26: %v %s", ledger.Light(got.Row.Judged), got.Row.Says)
	}
	w.setDay(day(12, 1), 9)
	then := w.see("office", city, day(9, 15))
	if p, _ := then.Facts.Plan(); p.Version != 1 || then.Facts.PendingChange() == nil || then.Row.Says != before.Row.Says {
		t.Errorf("as of 9/15: plan %d, pending %v, %q was %q", p.Version, then.Facts.PendingChange(), then.Row.Says, before.Row.Says)
	}
	if p, _ := w.see("office", city, day(9, 21)).Facts.Plan(); p.Version != 2 {
		t.Errorf("as of 9/21: plan %d", p.Version)
	}
}

// rights10: who sees what of the heating centre and its parts, both directions.
func (w *town) rights10(city, jia, own, yi id.Item) {
	w.t.Helper()
	ctx := context.Background()
	for _, c := range []struct {
		who  string
		item id.Item
		want int64
	}{
		{"liaison", city, 2}, {"liaison", jia, 2}, {"liaison", own, 0}, {"liaison", yi, 2},
		{"jia", jia, 2}, {"jia", own, 2}, {"jia", city, 1}, {"jia", yi, 0}, {"yi", jia, 0},
		{"urban", city, 2}, {"urban", jia, 0}, {"office", city, 2}, {"office", jia, 2}, {"office", own, 0}, {"mayor", jia, 2}, {"accounts", city, 0},
	} {
		v, err := w.Item(ctx, w.who[c.who], c.item, 0, zh)
		switch {
		case c.want == 0 && c.who == "accounts":
			if !errs.Is(err, errs.Forbidden) {
				w.t.Errorf("%s: %v", c.who, err)
			}
		case c.want == 0:
			_, none := w.Item(ctx, w.who[c.who], 999<<20, 0, zh)
			if !errs.Is(err, errs.NotFound) || err.Error() != none.Error() {
				w.t.Errorf("%s sees %d: %v; what is not there answers %v", c.who, c.item, err, none)
			}
		case err != nil:
			w.t.Errorf("%s does not see %d: %v", c.who, c.item, err)
		case v.HeadOnly != (c.want == 1) || v.HeadOnly && (len(v.Reports) > 0 || len(v.Origins) > 0 || v.Row.Says != ""):
			w.t.Errorf("%s sees of %d: %+v", c.who, c.item, v.Row)
		}
	}
	if o := w.see("liaison", city, 0).Origins[2]; !o.Hidden || o.Demand != "" || o.Record == "" {
		w.t.Errorf("the liaison reads the mayor's words: %+v", o)
	}
	if o := w.see("head", city, 0).Origins[2]; o.Hidden || o.Demand == "" {
		w.t.Errorf("the head does not read them: %+v", o)
	}
	view, err := w.Ledger(ctx, w.who["yi"], LedgerQuery{Text: "供热"}, zh)
	if err != nil || view.Count != 2 || len(view.Rows) != 2 {
		w.t.Errorf("search and count go past sight: %+v, %v", view, err)
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
