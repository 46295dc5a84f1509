package web

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
)

// item puts one item with a plan into the ledger, led by the housing bureau.
func (h *hall) item() id.Item {
	h.t.Helper()
	out, err := h.app.IssueItems(context.Background(), viewerOf(h, "reviewer"), "", []app.NewItem{{Kind: "key-task", Title: "老旧小区改造", Standard: "全部通过验收", Year: 2026, Cadence: "month", Mode: "single",
		Parties: []ledger.Party{{Unit: h.units["house"], Role: ledger.RoleLead}}, Origins: []app.NewOrigin{{Sort: "report", Demand: "改造老旧小区120个", Limit: calendar.Date(2026, 12, 31)}},
		Measures: []app.NewMeasure{{Name: "老旧小区", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: 120}}, Due: app.NewDue{Sort: "date"},
		Plan: []app.NewNode{{MeasureAt: 1, Day: calendar.Date(2026, 6, 30), Expected: 60}, {MeasureAt: 1, Day: calendar.Date(2026, 12, 31), Expected: 120}}}})
	h.must(err)
	return out[0]
}

// TestFromAssignmentToCheckWithoutScripts walks the unit's half and the office's:
// sign for, fill in the sheet, the head signs, the office accepts and checks, the
// head asks for closing, the office decides.
func TestFromAssignmentToCheckWithoutScripts(t *testing.T) {
	h := newHall(t).staff()
	n := h.item()
	item := "/items/" + id.String(n)
	l := h.in("liaison")
	l.get("/desk").is(200).says("待签收", "老旧小区改造")
	l.submit("/assignments/"+id.String(n)+"/sign", "", nil).is(200).says("已签收")
	l.get("/assignments/"+id.String(n)+"/section").is(200).submit("/assignments/"+id.String(n)+"/section", "", nil).is(422).says("请选一项")
	l.get("/assignments/"+id.String(n)+"/section").submit("/assignments/"+id.String(n)+"/section", "", url.Values{"to": {optionOf(l, "to", "局长")}, "words": {"本周拿出方案"}}).is(200).says("已分办", "内部分给", "局长 本周拿出方案")
	if o := h.in("reviewer").get(item); strings.Contains(o.body, "本周拿出方案") {
		t.Error("what a unit does inside is told outside")
	}
	h.in("county").get("/assignments/" + id.String(n) + "/section").is(404)

	h.later(18 * 24 * time.Hour) // 3月20日：3月进展3月25日到期，已开表
	_, err := h.app.DB.Tick(context.Background())
	h.must(err)
	l = h.in("liaison")
	l.get("/desk").is(200).says("3月进展")
	view, err := h.app.Item(context.Background(), viewerOf(h, "liaison"), n, 0, h.app.Text)
	h.must(err)
	sheet := l.actions("/sheets/", "")[0]
	l.submit(sheet, "do=save", sheetRow(l, n, view.Measures[0].ID, "abc", "已开工12个")).says("abc") // not a figure: shown again
	l.get("/desk").submit(sheet, "do=submit", sheetRow(l, n, view.Measures[0].ID, "12", "已开工12个")).is(200)

	head := h.in("head")
	head.get("/desk").is(200)
	head.get("/sheets").is(200).says("已开工12个")
	head.submit(sheet+"/sign", "do=sign", nil).is(200).says("已审签1项")

	r := h.in("reviewer")
	r.get("/reviews").is(200).says("老旧小区改造", "已开工12个")
	review := r.actions("/reports/", "/review")[0]
	r.submit(review, "", url.Values{"decision": {"return"}}).says("老旧小区改造") // a return needs its reason
	r.get("/reviews").submit(review, "", url.Values{"decision": {"accept"}}).is(200).says("已受理")
	r.get(item+"/check").is(200).submit(item+"/checks", "", url.Values{"found": {"10"}, "manner": {"field"}, "words": {"现场看到10个"}}).is(200).says("核查结果已记下", "10")

	head.get(item+"/change").is(200).submit(item+"/changes", "", url.Values{"changekind": {"defer"}, "newdue": {"2027-01-20"}, "changereason": {"factor"}, "changewords": {"设备未到"}}).is(200).says("变更已申请")
	r.get("/changes").is(200).says("老旧小区改造", "延期")
	head.get(item+"/closing").is(200).submit(item+"/closing", "", url.Values{"words": {"120个全部验收"}}).is(200).says("办结申请已提交")
	r.get("/closings").is(200).says("老旧小区改造")
	r.get(item+"/closing/decide").is(200).submit(item+"/closing/decide", "", url.Values{"decision": {"return"}, "words": {"还差108个"}}).is(200).says("已决定")

	a := h.in("auditor")
	a.get("/journal").is(200).says("受理进展", "审签")
	r.get("/overview").is(200).says("看得到的1项", "市住建局")
	r.get("/rules/wuhan").is(200)
	h.in("county").get(item).is(404)
	h.in("county").get(item + "/check").is(403)
}

// sheetRow fills the fields of one row of the sheet that stands on the page.
func sheetRow(c *caller, item id.Item, m id.Measure, value, words string) url.Values {
	out := url.Values{}
	f := c.form(c.actions("/sheets/", "")[0])
	for name := range c.values(f) {
		switch {
		case strings.HasPrefix(name, "v-"):
			out.Set(name, value)
		case strings.HasPrefix(name, "t-"):
			out.Set(name, words)
		}
	}
	return out
}

// TestFigureUnderEmbargoIsReleasedOnAPage: nobody outside reads it before, and
// who releases it names it by measure and period.
func TestFigureUnderEmbargoIsReleasedOnAPage(t *testing.T) {
	h := newHall(t).staff()
	ctx := context.Background()
	out, err := h.app.IssueItems(ctx, viewerOf(h, "reviewer"), "", []app.NewItem{{Kind: "key-task", Title: "商品房销售面积", Standard: "全年销售90万平方米", Year: 2026, Mode: "single",
		Parties: []ledger.Party{{Unit: h.units["house"], Role: ledger.RoleLead}}, Origins: []app.NewOrigin{{Sort: "report", Demand: "全年销售90万平方米", Limit: calendar.Date(2026, 12, 31)}},
		Measures: []app.NewMeasure{{Name: "销售面积", Unit: "万平方米", Decimals: 1, Direction: 1, Path: "amount", Comparator: "at_least", Target: 900, Embargo: true}}, Due: app.NewDue{Sort: "date"}}})
	h.must(err)
	item := "/items/" + id.String(out[0])
	view, err := h.app.Item(ctx, viewerOf(h, "head"), out[0], 0, h.app.Text)
	h.must(err)
	_, err = h.app.FileReports(ctx, viewerOf(h, "head"), "", app.SheetInput{Unit: h.units["house"], Period: calendar.MonthOf(2026, 2), Rows: []app.ReportInput{{Item: out[0], Words: "已汇总", Values: []app.ValueInput{{Measure: view.Measures[0].ID, Value: 137}}}}})
	h.must(err)
	h.in("head").get(item).is(200).says("13.7")
	h.in("head").get(item + "/release").is(403)
	if a := h.in("auditor").get(item); strings.Contains(a.body, "13.7") {
		t.Error("a figure under embargo stands on a page")
	}
	r := h.in("statistics")
	r.get(item).is(200).says("发布数据")
	r.get(item+"/release").is(200).says("2月", "13.7")
	r.submit(item+"/releases", "", url.Values{"figure": {""}}).says("发布数据") // nothing chosen: asked again
	r.get(item+"/release").submit(item+"/releases", "", nil).is(200).says("已发布")
	r.get(item + "/release").is(200).says("已发布")
	h.in("auditor").get(item).is(200).says("13.7")
}

// TestRequiredGrowthOnAPage: the statistics bureau gives last year's side of a
// growth, and the item says what the rest of the year needs; nobody else may give
// it, and of constant prices only a weight is taken.
func TestRequiredGrowthOnAPage(t *testing.T) {
	h := newHall(t).staff()
	ctx := context.Background()
	out, err := h.app.IssueItems(ctx, viewerOf(h, "reviewer"), "", []app.NewItem{{Kind: "main-indicator", Title: "规上工业增加值增速", Standard: "增长7.5%", Year: 2026, Mode: "single", Cadence: "none",
		Parties: []ledger.Party{{Unit: h.units["house"], Role: ledger.RoleLead}}, Origins: []app.NewOrigin{{Sort: "report", Demand: "增长7.5%", Limit: calendar.Date(2026, 12, 31)}},
		Measures: []app.NewMeasure{{Name: "增速", Unit: "%", Decimals: 1, Direction: 1, Path: "level", Basis: "不变价", Comparator: "at_least", Target: 75}}, Due: app.NewDue{Sort: "date", Day: calendar.Date(2026, 12, 31)}}})
	h.must(err)
	item := "/items/" + id.String(out[0])
	view, err := h.app.Item(ctx, viewerOf(h, "head"), out[0], 0, h.app.Text)
	h.must(err)
	h.later(200 * 24 * time.Hour) // 18 September
	_, err = h.app.DB.Tick(ctx)
	h.must(err)
	_, err = h.app.FileReports(ctx, viewerOf(h, "head"), "", app.SheetInput{Unit: h.units["house"], Period: calendar.MonthOf(2026, 8), Rows: []app.ReportInput{{Item: out[0], Words: "已公布", Values: []app.ValueInput{{Measure: view.Measures[0].ID, Value: 68}}}}})
	h.must(err)
	r := h.in("statistics")
	r.get(item).is(200).says("缺少上年分月权重", "录入上年数")
	h.in("head").get(item + "/base").is(403)
	r.get(item+"/base").is(200).submit(item+"/bases", "", url.Values{"basesort": {"amount"}, "part": {"300"}, "whole": {"480"}, "source": {"月报"}}).is(422).says("不变价增速不能由现价总量推算", `value="300"`)
	r.get(item+"/base").submit(item+"/bases", "", url.Values{"basesort": {"weight"}, "part": {"六十四"}, "source": {"月报"}}).is(422).says("请填数字")
	r.get(item+"/base").submit(item+"/bases", "", url.Values{"basesort": {"weight"}, "part": {"64"}, "source": {"统计月报"}}).is(200).says("1—8月增长6.8%，全年目标7.5%以上；9—12月需增长8.8%以上（区间8.6%—8.9%），比1—8月高1.9个百分点。")
	r.get(item + "/base").says("上年同期占全年64%（统计月报）")
	h.in("reviewer").get("/overview").is(200).says("主要指标", "需增长8.8%以上")
	c := h.in("clerk").get("/bulletins").submit("/bulletins", "", url.Values{"sort": {"circular"}}).is(200)
	c.says("二、主要指标", "规上工业增加值增速：1—8月增长6.8%")
}
