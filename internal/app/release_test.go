package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
)

// TestReleaseMakesAFigureKnown: before its release a figure is known to who
// reported it and who releases it, and moves no light; after it, to all.
func TestReleaseMakesAFigureKnown(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		limit := calendar.Date(2026, 12, 31)
		issue := func(name string, m NewMeasure) id.Item {
			items, err := w.IssueItems(ctx, w.who["office"], "", []NewItem{{Kind: "key-task", Title: name, Standard: name, Year: 2026, Mode: "single", Parties: []ledger.Party{{Unit: w.house, Role: "lead"}},
				Origins: []NewOrigin{{Sort: "report", Record: "政府工作报告", Demand: name, Limit: limit}}, Measures: []NewMeasure{m}, Due: NewDue{Sort: "date", Day: limit}}})
			if err != nil {
				t.Fatal(err)
			}
			return items[0]
		}
		sales := issue("商品房销售面积", NewMeasure{Name: "销售面积", Unit: "万平方米", Decimals: 1, Direction: 1, Path: "amount", Comparator: "at_least", Target: 900, Embargo: true})
		plain := issue("完成投资", NewMeasure{Name: "投资", Unit: "亿元", Direction: 1, Path: "amount", Comparator: "at_least", Target: 90})
		january := calendar.MonthOf(2026, 1)
		view := func(who string, item id.Item) *ItemView {
			t.Helper()
			v, err := w.Item(ctx, w.who[who], item, 0, w.Text)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		measure := view("office", sales).Measures[0].ID
		head := w.who["head"]
		if _, err := w.FileReports(ctx, head, "", SheetInput{Unit: w.house, Period: january, Rows: []ReportInput{{Item: sales, Words: "已汇总", Values: []ValueInput{{Measure: measure, Value: 137}}}}}); err != nil {
			t.Fatal(err)
		}
		told := func(who string) int {
			return len(view(who, sales).Facts.Values) + len(view(who, sales).Measures[0].Track.Values)
		}
		if told("mayor") != 0 || told("supervision") != 0 || len(view("head", sales).Facts.Values) != 1 {
			t.Errorf("under embargo: mayor %d, supervision %d", told("mayor"), told("supervision"))
		}
		stat := w.who["supervision"]
		stat.Rights = append(slices.Clone(stat.Rights), org.Release)
		good := Release{Item: sales, Measure: measure, Period: january}
		early, open, empty := good, Release{Item: plain, Measure: view("office", plain).Measures[0].ID, Period: january}, good
		early.Period, empty.Period = calendar.MonthOf(2026, 3), calendar.MonthOf(2025, 12)
		for name, r := range map[string]Release{"err.release.early": early, "err.release.open": open, "err.release.nothing": empty} {
			if err := w.ReleaseFigure(ctx, stat, "", r); err == nil || errs.Of(err).Fields[0].Key != name {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := w.ReleaseFigure(ctx, w.who["supervision"], "", good); !errs.Is(err, errs.Forbidden) {
			t.Errorf("without the right: %v", err)
		}
		before := view("mayor", sales).Row.Shown
		if err := w.ReleaseFigure(ctx, stat, "", good); err != nil {
			t.Fatal(err)
		}
		v := view("mayor", sales)
		if told("mayor") != 2 || v.Row.Judged == before && v.Row.Grey != "" {
			t.Errorf("released: %d figures, light %d, grey %q", told("mayor"), v.Row.Judged, v.Row.Grey)
		}
	})
}

// TestChildrenBesideTheirParent is scenario 6 (a): city 120, counties together
// 126 by 5.0 %, 46 done where the lead says 48.
func TestChildrenBesideTheirParent(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		limit := calendar.Date(2026, 12, 31)
		makes := func(parent id.Item, lead id.Unit, target int64, rollup string) id.Item {
			items, err := w.IssueItems(ctx, w.who["office"], "", []NewItem{{Kind: "key-task", Title: "老旧小区改造", Standard: "全部验收", Year: 2026, Mode: "single", Parent: parent, Rollup: rollup,
				Parties: []ledger.Party{{Unit: lead, Role: "lead"}}, Origins: []NewOrigin{{Sort: "report", Record: "政府工作报告", Demand: "改造", Limit: limit}},
				Measures: []NewMeasure{{Name: "老旧小区", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: target}}, Due: NewDue{Sort: "date", Day: limit}}})
			if err != nil {
				t.Fatal(err)
			}
			return items[0]
		}
		view := func(who string, item id.Item) *ItemView {
			t.Helper()
			v, err := w.Item(ctx, w.who[who], item, 0, w.Text)
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		city := makes(0, w.house, 120, "sum")
		a, b := makes(city, w.jiaB, 40, ""), makes(city, w.yiB, 86, "")
		report := func(who string, unit id.Unit, item id.Item, n int64) {
			t.Helper()
			v := w.who[who]
			v.Rights = append(slices.Clone(v.Rights), org.Sheet)
			_, err := w.FileReports(ctx, v, "", SheetInput{Unit: unit, Period: calendar.MonthOf(2026, 2), Rows: []ReportInput{{Item: item, Words: "在建", Values: []ValueInput{{Measure: view("office", item).Measures[0].ID, Value: n}}}}})
			if err != nil {
				t.Fatal(err)
			}
		}
		report("head", w.house, city, 48)
		report("jia", w.jiaB, a, 18)
		report("yi", w.yiB, b, 28)
		says := strings.Join(view("head", city).Rollup, "\n")
		for _, want := range []string{"下级合计46个（2个中2个已报）", "下级合计126个，比目标120个多5.0%", "牵头单位报48个，县区合计46个，相差2个，请说明"} {
			if !strings.Contains(says, want) {
				t.Errorf("missing %q in:\n%s", want, says)
			}
		}
		if got := view("jia", city); !got.HeadOnly || len(got.Rollup) != 0 || len(got.Children) > 1 {
			t.Errorf("a county reads its neighbours: %+v", got.Rollup)
		}
		own := makes(0, w.house, 120, "own")
		makes(own, w.jiaB, 40, "")
		if got := view("office", own).Rollup; len(got) != 1 || got[0] != "统一核算，不作加总" {
			t.Errorf("%q", got)
		}
	})
}
