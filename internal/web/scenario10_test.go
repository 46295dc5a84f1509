package web

import (
	"context"
	"strings"
	"testing"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
)

// heating is the item of scenario 10: three origins, the strictest limit by the
// mayor's instruction, a node on 20 September.
func (w *town) heating() string {
	w.t.Helper()
	d := func(m, day int) calendar.Day { return calendar.Date(2026, m, day) }
	n := app.NewItem{Kind: "key-task", Title: "集中供热中心投用", Standard: "建成投用", Year: 2026, Cadence: "month", Mode: "single", Parties: []ledger.Party{{Unit: w.units["house"], Role: ledger.RoleLead}},
		Measures: []app.NewMeasure{{Name: "集中供热中心", Path: "state", Direction: 1}}, Due: app.NewDue{Sort: "date"},
		Origins: []app.NewOrigin{{Sort: "report", Demand: "集中供热中心建成投用", Limit: d(12, 31), Assumed: true}, {Sort: "livelihood", Record: "第6项", Limit: d(10, 31)},
			{Sort: "instruction", Record: "市长批示和采暖期", Demand: "务必保证群众温暖过冬", Limit: d(10, 25), Decider: "author"}},
		Plan: []app.NewNode{{Day: d(9, 20), State: "主体封顶"}, {Day: d(10, 25), State: "投用"}}}
	out, err := w.app.IssueItems(context.Background(), w.who["clerk"], "", []app.NewItem{n})
	w.must(err)
	return "/items/" + id.String(out[0])
}

// reaches files September's report: a state was reached.
func (w *town) reaches(item, state string) {
	w.t.Helper()
	n, err := id.Parse[id.Item](strings.TrimPrefix(item, "/items/"))
	w.must(err)
	v, err := w.app.Item(context.Background(), w.who["head"], n, 0, w.app.Text)
	w.must(err)
	_, nodes := v.Facts.Plan()
	for _, x := range nodes {
		if x.State == state {
			_, err = w.app.FileReports(context.Background(), w.who["head"], "", app.SheetInput{Unit: w.units["house"], Period: calendar.MonthOf(2026, 9), Rows: []app.ReportInput{{Item: n, Words: state, Reached: []id.Milestone{x.ID}}}})
			w.must(err)
		}
	}
}

// TestScenario10InABrowser walks scenario 10 on the pages: a node is put off with
// approval, the days before stay what they were, the final date is the mayor's.
func TestScenario10InABrowser(t *testing.T) {
	ctx := browser(t)
	w := newTown(t)
	w.day(7, 21)
	item := w.heating()
	base := w.doors()
	k := newWalker(t, ctx, base)
	goTo, read, says, fill := k.goTo, k.read, k.says, k.fill

	goTo("clerk", item)
	says("10月25日", "市长批示和采暖期", "主体封顶")

	// 10 September: the head asks for 12 October, for a factor
	w.day(9, 10)
	goTo("head", item+"/change")
	node := read("[...document.querySelectorAll('input[name=changekind]')].map(e => e.value).find(v => v.startsWith('node-'))")
	fill(map[string]string{"changekind": node, "newdue": "2026-10-12", "changereason": "factor", "changewords": "设备延期到货"})
	w.day(9, 15)
	goTo("clerk", item)
	says("延期申请中")
	before := read("document.querySelector('#reason').innerText")

	// 16 September: the vice-mayor may move a node
	w.day(9, 16)
	goTo("vice", item+"/change/decide")
	fill(map[string]string{"decision": "approve", "words": "同意"})
	w.day(9, 21)
	goTo("liaison", item)
	says("经批准延期1次(原9月20日,现10月12日)", "主体封顶\t10月12日\t9月20日")
	w.reaches(item, "主体封顶")

	// 12 October: the final date is the mayor's
	w.day(10, 12)
	goTo("head", item+"/change")
	fill(map[string]string{"changekind": "defer", "newdue": "2026-11-05", "changereason": "factor", "changewords": "设备"})
	goTo("vice", item+"/change/decide")
	fill(map[string]string{"decision": "approve", "words": "同意"})
	says("10月25日由市长批示和采暖期确定,须由批示领导决定")
	goTo("mayor", item+"/change/decide")
	fill(map[string]string{"decision": "refuse", "words": "不同意"})

	// 26 October: a hard date does not slide
	w.day(10, 26)
	goTo("liaison", item)
	says("逾期1个工作日", "主体封顶\t10月12日\t9月20日\t9月21日")

	// 1 December: what was known then
	w.day(12, 1)
	goTo("clerk", item+"?asof=2026-09-15")
	says("延期申请中", "主体封顶\t9月20日")
	if then := read("document.querySelector('#reason').innerText"); then != before {
		t.Errorf("as of 15 September it says %q, it said %q", then, before)
	}
	goTo("clerk", item+"?asof=2026-09-21")
	says("经批准延期1次(原9月20日,现10月12日)")
	goTo("jia", item)
	if s := read("document.querySelector('main').innerText"); strings.Contains(s, "集中供热") {
		t.Errorf("a county reads it: %s", s)
	}
}
