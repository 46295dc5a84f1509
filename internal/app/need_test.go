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

// TestScenario5 is required growth as the pages tell it: from amounts, from growth
// alone, by a weight, of a mean, of «左右»; and what is refused.
func TestScenario5(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		issue := func(title string, m NewMeasure) (id.Item, id.Measure) {
			items, err := w.IssueItems(ctx, w.who["office"], "", []NewItem{{Kind: "key-task", Title: title, Standard: title, Year: 2026, Mode: "single", Cadence: "none", Parties: []ledger.Party{{Unit: w.house, Role: "lead"}},
				Origins: []NewOrigin{{Sort: "report", Demand: title, Limit: calendar.Date(2026, 12, 31)}}, Measures: []NewMeasure{m}, Due: NewDue{Sort: "date", Day: calendar.Date(2026, 12, 31)}}})
			w.ok(t, err)
			v, err := w.Item(ctx, w.who["office"], items[0], 0, w.Text)
			w.ok(t, err)
			return items[0], v.Measures[0].ID
		}
		rate := func(title, name, basis, comparator string, target int64) (id.Item, id.Measure) {
			return issue(title, NewMeasure{Name: name, Unit: "%", Decimals: 1, Direction: 1, Path: "level", Basis: basis, Comparator: comparator, Target: target})
		}
		retail, retailM := rate("社会消费品零售总额", "社零总额增速", "", "at_least", 60)
		around, aroundM := rate("社零总额左右", "社零增长", "", "about", 60)
		added, addedM := rate("规上工业增加值", "规上工业增加值增速", "不变价", "at_least", 75)
		air, airM := issue("PM2.5", NewMeasure{Name: "PM2.5平均浓度", Unit: "微克/立方米", Decimals: 1, Direction: -1, Path: "level", Comparator: "at_most", Target: 330})
		homes, homesM := issue("老旧小区改造", NewMeasure{Name: "老旧小区", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: 120})
		w.setDay(calendar.Date(2026, 10, 20), 9)
		sept, aug := calendar.MonthOf(2026, 9), calendar.MonthOf(2026, 8)
		file := func(p calendar.Period, item id.Item, m id.Measure, n int64) {
			t.Helper()
			_, err := w.FileReports(ctx, w.who["head"], "", SheetInput{Unit: w.house, Period: p, Rows: []ReportInput{{Item: item, Words: "已汇总", Values: []ValueInput{{Measure: m, Value: n}}}}})
			w.ok(t, err)
		}
		file(sept, retail, retailM, 45)
		file(sept, around, aroundM, 45)
		file(aug, added, addedM, 68)
		file(sept, air, airM, 314)
		file(sept, homes, homesM, 80)
		says := func(item id.Item, words string) {
			t.Helper()
			v, err := w.Item(ctx, w.who["office"], item, 0, w.Text)
			w.ok(t, err)
			if got := strings.ReplaceAll(v.Measures[0].Need, "，", ","); got != words {
				t.Errorf("%s:\n%s, not\n%s", v.Row.Title, got, words)
			}
		}
		if v, err := w.Item(ctx, w.who["office"], around, 0, w.Text); err != nil || v.Measures[0].Track.Goal != 60 || v.Measures[0].Track.Target >= 60 {
			t.Errorf("左右 is shown as written and met with its tolerance: %v %+v", err, v.Measures[0].Track)
		}
		says(homes, "1—9月累计80个,全年目标120个；10—12月需完成40个,月均13.4个。")
		says(air, "后92天均值须不高于37.7微克/立方米（区间37.5—37.9）。")
		says(retail, "1—9月增长4.5%,全年目标6.0%以上；缺少上年分月权重,无法测算10—12月需要的增速。")

		stat := w.who["supervision"]
		stat.Rights = append(slices.Clone(stat.Rights), org.Release)
		base := func(item id.Item, m id.Measure, p calendar.Period, sort string, part, whole, sofar, dec int64) error {
			return w.RecordBase(ctx, stat, "", Base{Item: item, Measure: m, Period: p, Sort: sort, Part: part, Whole: whole, SoFar: sofar, Decimals: dec, Unit: "亿元", Source: "统计月报"})
		}
		w.ok(t, base(retail, retailM, sept, BaseAmount, 34560, 48000, 0, 2))
		says(retail, "1—9月增长4.5%,全年目标6.0%以上；10—12月需增长9.9%以上（区间9.7%—10.0%）,比前三季度高5.4个百分点。")
		w.ok(t, base(retail, retailM, sept, BaseAmount, 34560, 48000, 36115, 2))
		says(retail, "1—9月增长4.5%,全年目标6.0%以上；10—12月需完成147.65亿元、增长9.9%以上,比前三季度高5.4个百分点。")
		w.ok(t, base(around, aroundM, sept, BaseAmount, 34560, 48000, 36115, 2))
		says(around, "1—9月增长4.5%,全年目标6.0%左右；10—12月需完成147.65亿元、增长9.2%—9.9%,比前三季度高5.4个百分点。")
		w.ok(t, base(added, addedM, aug, BaseWeight, 64, 100, 0, 0))
		says(added, "1—8月增长6.8%,全年目标7.5%以上；9—12月需增长8.8%以上（区间8.6%—8.9%）,比1—8月高1.9个百分点。")

		for key, err := range map[string]error{
			"err.base.constant":   base(added, addedM, aug, BaseAmount, 64, 100, 70, 0), // amounts at current prices
			"err.base.growth":     base(homes, homesM, sept, BaseAmount, 64, 100, 70, 0),
			"err.base.part":       base(retail, retailM, sept, BaseAmount, 100, 64, 0, 0),
			"err.release.nothing": base(retail, retailM, aug, BaseAmount, 64, 100, 0, 0),
		} {
			if err == nil || len(errs.Of(err).Fields) == 0 || errs.Of(err).Fields[0].Key != key {
				t.Errorf("%s: %v", key, err)
			}
		}
		if err := w.RecordBase(ctx, w.who["head"], "", Base{Item: retail, Measure: retailM, Period: sept, Sort: BaseAmount, Part: 1, Whole: 2, Source: "x"}); !errs.Is(err, errs.Forbidden) {
			t.Errorf("recorded without the right: %v", err)
		}

		// as it was known then
		w.setDay(calendar.Date(2026, 11, 2), 9)
		w.ok(t, base(retail, retailM, sept, BaseAmount, 34560, 48000, 36200, 2))
		then, err := w.Item(ctx, w.who["office"], retail, calendar.Date(2026, 10, 20), w.Text)
		w.ok(t, err)
		if !strings.Contains(then.Measures[0].Need, "147.65") {
			t.Errorf("as of October: %s", then.Measures[0].Need)
		}
		bulletin, err := w.NewBulletin(ctx, w.who["office"], Circular, 0, 0)
		w.ok(t, err)
		x, err := w.BulletinDraft(ctx, w.who["office"], bulletin)
		w.ok(t, err)
		if len(x.Unknown) > 0 {
			t.Errorf("unknown figures: %v", x.Unknown)
		}
	})
}
