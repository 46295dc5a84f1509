package web

import (
	"jiufen/internal/chart"
	"jiufen/internal/locale"
)

func sampleOverview(m *locale.Messages, n int) shown {
	p := &OverviewPage{Page: samplePage(m, "overview", "市长", m.T("nav.overview")), Says: m.T("overview.says", "n", 312, "red", 17, "yellow", 37, "share", "51.8%")}
	if n == 0 {
		return p
	}
	counts := []int64{42, 197, 37, 17, 19}
	for i, l := range LightOrder {
		p.Lights = append(p.Lights, LightCount{Colour: l, URL: "/ledger?light=" + l, N: counts[i], Note: m.T("overview.of", "share", "13.5%")})
	}
	p.All = LightCount{N: 312, URL: "/ledger"}
	p.Legend = Legend{Rule: "按序时完成率亮灯（80%、60%）", URL: "/rules/wuhan"}
	bar := chart.Stack(170, 14, []chart.Part{{Class: "s-done", N: 42}, {Class: "s-green", N: 197}, {Class: "s-red", N: 17}})
	for range min(n, 9) {
		p.Leaders = append(p.Leaders, CountRow{Name: "副市长", Field: "城建交通", URL: "/ledger?leader=7", All: 57, N: []int64{6, 31, 11, 0, 3}, Bar: bar})
	}
	for range n {
		p.Units = append(p.Units, CountRow{Name: "市住房和城乡建设局", URL: "/ledger?unit=7", All: 31, N: []int64{3, 18, 6, 3, 1}})
		p.Week = append(p.Week, DueRow{Day: civil(2026, 7, 10), When: m.DateWeekday(int32(civil(2026, 7, 10)), 2026), Light: light(LightRed, "落后25个百分点。"), Title: "临港污水厂管网迁改协议", URL: "/items/23", Lead: "市城市管理局"})
	}
	p.Total = CountRow{Name: m.T("overview.all"), All: 312, N: counts, Bar: bar}
	p.Behind, p.BehindN, p.More = sampleRows(n), Act{URL: "/ledger?light=red", Name: m.T("overview.behindall", "n", 54)}, "/ledger"
	p.Waits = []Big{{Name: m.T("review.waiting"), Value: "9", URL: "/reviews"}}
	return p
}

func sampleRule(m *locale.Messages, n int) shown {
	p := &RulePage{Page: samplePage(m, "ledger", "市政府督查室·督查专员", m.T("rule.crumb")), Name: "按序时完成率亮灯（80%、60%）", Says: "按序时完成率亮灯，第1版。"}
	p.Lines = []RuleLine{{What: m.T("rule.amount"), Green: m.T("rule.atleast", "n", "80%"), Yellow: m.T("rule.between", "hi", "80%", "lo", "60%"), Red: m.T("rule.below", "n", "60%")}}
	p.Facts = []Pair{{Name: m.T("rule.from"), Text: "武汉市：低于80%黄灯，低于60%红灯"}}
	if n > 0 {
		p.Pattern = "id: wuhan\nname: 按序时完成率亮灯\n"
	}
	return p
}

func sampleClosing(m *locale.Messages, n int) shown {
	p := &ClosingPage{Page: samplePage(m, "ledger", "市城市管理局·局长", m.T("closing.head")), ID: "23", Item: "临港污水处理厂二期建成通水", No: "2026-023", Back: "/items/23", Says: m.T("closing.says"),
		Reached: date("reached", "2026-07-01").must(), Words: area("words", "", 3).as("closingwords").must()}
	for range n {
		p.Facts, p.Steps = []Pair{{Name: m.T("closing.standard"), Text: "两条生产线连续通水72小时"}}, []Pair{{Name: m.T("word.closing.close"), Text: m.T("closing.by.desk")}}
	}
	return p
}

func sampleClosingDecide(m *locale.Messages, n int) shown {
	return &ClosingDecidePage{Page: samplePage(m, "ledger", "市政府督查室·督查专员", m.T("closing.decidehead")), ID: "23", Item: "临港污水处理厂二期建成通水", No: "2026-023", Back: "/items/23", Says: "市城市管理局7月1日申请办结。",
		Light: light(LightGreen, "7月1日达到标准，待办结。"), Facts: []Pair{{Name: m.T("closing.standard"), Text: "两条生产线连续通水72小时"}},
		Decision: radio("decision", "", options(m.T("word.closing.close"), m.T("word.closing.return"))), Reached: date("reached", "2026-07-01"), Number: text("strike", ""), Words: area("words", "", 2)}
}
