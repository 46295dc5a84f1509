package app

import (
	"context"
	"strings"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
)

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
