package sample

import (
	"slices"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/ledger"
)

// forced are the fates of tasks that get a history of their own.
var forced = map[string]fate{
	"完成冬春农田水利工程修复": fateDone, "病险水库除险加固": fateDone, "新建口袋公园和绿道": fateGreen, "新增公共停车泊位": fateYellow, "引进亿元以上项目": fateYellow,
	"开行铁海联运班列": fateYellow, "消除易涝积水点": fateRed, "培育限额以上商贸企业": fateGreen, "推行“信用代证”": fateGreen, "新改建农村公路": fateGreen,
	"整治入河排污口": fateGreen, "建设高标准农田": fateGreen, "新增光伏装机": fateGreen, "提高农村卫生厕所普及率": fateGreen, "建设标准化综治中心": fateGreen,
	"新增规上工业企业": fateGreen, "扩大旅游接待规模": fateGreen, "三大产业集群扩量": fateGreen, "新增中小学幼儿园学位": fateGreen, "净增高新技术企业": fateYellow,
	"筹集保障性租赁住房": fateGreen, "城市建成区黑臭水体动态清零": fateRed,
}

// find is the first item with a title.
func (b *builder) find(title string) *life {
	i := slices.IndexFunc(b.lives, func(l *life) bool { return l.new.Title == title })
	if i < 0 {
		panic("sample: no item " + title)
	}
	return b.lives[i]
}

// amendTasks writes changes, pauses, stops and reopenings into single lives.
func (b *builder) amendTasks() {
	defer1 := func(title string, c change) {
		l := b.find(title)
		c.sort = string(ledger.ChangeDefer)
		if c.node > 0 {
			c.from = l.plan[c.node-1].Day
		} else {
			c.from = l.new.Due.Day
		}
		l.changes = append(l.changes, c)
	}
	defer1("新建口袋公园和绿道", change{asked: day(6, 4), to: day(11, 20), class: "factor", words: "两处地块征拆未完成，申请延期20天。", act: "approve", decided: day(6, 15), by: viceKey(2)})
	defer1("新增公共停车泊位", change{asked: day(6, 8), node: 2, to: day(7, 20), class: "force", words: "连续强降雨影响施工。", act: "approve", decided: day(6, 16), by: viceKey(2)})
	defer1("引进亿元以上项目", change{asked: day(6, 10), to: calendar.Date(2027, 1, 31), class: "subjective", words: "部分项目洽谈周期较长。", act: "refuse", decided: day(6, 22), by: "mayor"})
	defer1("开行铁海联运班列", change{asked: day(7, 1), node: 2, to: day(8, 31), class: "policy", words: "沿线铁路检修，运力调整。"})
	defer1("建设标准化综治中心", change{asked: day(7, 3), to: day(11, 30), class: "factor", words: "装修材料供应推迟。"})
	defer1("消除易涝积水点", change{asked: day(6, 29), to: day(7, 31), class: "force", words: "汛期提前，3处无法施工。", late: true})
	l := b.find("培育限额以上商贸企业")
	l.changes = append(l.changes, change{asked: day(5, 12), sort: string(ledger.ChangeValue), value: 72, class: "policy", words: "入库标准提高，申请调整为72家。", act: "approve", decided: day(5, 28), by: "mayor"})
	l = b.find("推行“信用代证”")
	l.changes = append(l.changes, change{asked: day(4, 20), sort: string(ledger.ChangeUnit), class: "policy", words: "职责调整至市数据局。", act: "approve", decided: day(4, 24), by: supervisor, lead: "市数据局"})
	for k := range l.filings {
		if f := &l.filings[k]; f.day > day(4, 24) {
			f.by = "市数据局"
		}
	}
	b.pauses()
	b.stops()
	b.reports()
	b.find("城市建成区黑臭水体动态清零").breaches = []calendar.Day{day(6, 11)}
}

// hold pauses an item; what falls due in the pause is not reported.
func (b *builder) hold(title string, told, from, to calendar.Day, reason string) {
	l := b.find(title)
	l.pauses = []pause{{told, from, to, reason}}
	l.changes = append(l.changes, change{asked: b.lib.Cal.Back(told, 4), sort: string(ledger.ChangePause), from: from, to: to, class: "force", words: reason, act: "approve", decided: told, by: viceKey(3)})
	l.filings = slices.DeleteFunc(l.filings, func(f filing) bool {
		due := b.lib.ReportRule.On(b.lib.Cal, f.period).Day
		return from <= due && due <= to
	})
}

func (b *builder) pauses() {
	b.hold("建设高标准农田", day(2, 12), day(2, 13), day(3, 20), "冬歇期")
	b.hold("新改建农村公路", day(6, 18), day(6, 20), day(7, 31), "主汛期暂停施工")
	b.hold("整治入河排污口", day(6, 23), day(6, 24), day(8, 15), "主汛期暂停施工")
}

func (b *builder) stops() {
	stop := func(title string, at calendar.Day, words string) {
		l := b.find(title)
		l.changes = append(l.changes, change{asked: b.lib.Cal.Back(at, 8), sort: string(ledger.ChangeStop), class: "policy", words: words, act: "approve", decided: at, by: "mayor"})
		l.closings = []closing{{day: at, act: string(ledger.ClosingStop), by: supervisor, words: words}}
		l.filings = slices.DeleteFunc(l.filings, func(f filing) bool { return f.day > at })
	}
	stop("新增光伏装机", day(5, 20), "上级政策调整，项目不再实施。")
	stop("提高农村卫生厕所普及率", day(6, 5), "并入上级统一部署，不再单列。")

	l := b.find("完成冬春农田水利工程修复")
	l.closings = append(l.closings, closing{day: day(6, 18), act: string(ledger.ClosingReopen), by: supervisor, words: "回头看发现18处修复不到位。"})
	l.checks = append(l.checks, check{day: day(6, 17), period: calendar.MonthOf(2026, 4), value: 322, level: "field", words: "18处修复不到位。"})
	for _, o := range b.periods(calendar.Month, l.issued) { // it reports on from where it stopped
		if !slices.ContainsFunc(l.filings, func(f filing) bool { return f.period == o.period }) && o.period > l.filings[len(l.filings)-1].period {
			f := b.filing(l.lead, o)
			f.set(1, 0, 322)
			if f.day <= day(6, 18) {
				f.day, f.finished, f.seen = day(6, 22), day(6, 22), day(6, 23)
			}
			l.filings = append(l.filings, f)
		}
	}
	l = b.find("病险水库除险加固")
	rest := b.add(&life{lead: "市水利局", issued: day(6, 4), by: supervisor, parent: l, planned: day(6, 11)})
	rest.new = app.NewItem{Kind: "key-task", Title: "病险水库除险加固（余下1座）", Standard: "完成除险加固", Programme: programmeReport, Year: 2026, Due: parseDue("9-30")}
	b.parties(&rest.new, "市水利局", "")
	rest.new.Origins = []app.NewOrigin{{Sort: string(ledger.OriginReport), Record: "政府工作报告", Demand: "完成病险水库除险加固9座。", Limit: day(9, 30)}}
	b.run(rest, parseMeasures("除险加固|座|1"), calendar.Month)
	for i := range l.closings {
		if c := &l.closings[i]; c.act == string(ledger.ClosingClose) {
			c.act, c.next, c.day, c.words = string(ledger.ClosingBasic), rest, day(6, 5), "8座完成，余下1座另列事项。"
		}
	}
}

// reports has reports returned and filed again, corrected, and left returned.
func (b *builder) reports() {
	for i, title := range []string{"新增规上工业企业", "扩大旅游接待规模", "三大产业集群扩量", "新增中小学幼儿园学位"} {
		l := b.find(title)
		k := 1 + i%max(len(l.filings)-1, 1)
		f := l.filings[k]
		l.filings[k].review, l.filings[k].why = "return", []string{"missing", "evidence", "offtopic", "basis"}[i]
		f.day = b.workday(f.seen, 2)
		f.finished, f.seen, f.reached = f.day, b.workday(f.day, 1), nil
		f.words = "已按退回意见补充。"
		l.filings = slices.Insert(l.filings, k+1, f)
	}
	l := b.find("净增高新技术企业") // returned and not put right
	last := len(l.filings) - 1
	l.filings[last].review, l.filings[last].why, l.filings[last].seen = "return", "evidence", day(7, 7)
	l = b.find("筹集保障性租赁住房") // accepted, then corrected
	last = len(l.filings) - 1
	f := l.filings[last-1]
	f.fix, f.reason, f.day, f.finished, f.seen = true, "correct", b.workday(f.seen, 3), b.workday(f.seen, 3), b.workday(f.seen, 5)
	f.values = slices.Clone(f.values)
	f.values[0] -= max(f.values[0]/30, 1)
	f.words = "重复统计的房源已核减。"
	l.filings = slices.Insert(l.filings, last, f)
}

// amendMatters ends rectifications through their own chain, leaves applications
// undecided, and adds checks beside reported values.
func (b *builder) amendMatters() {
	var rect, open, sums []*life
	for _, l := range b.lives {
		switch {
		case l.new.Kind == "rectification":
			rect = append(rect, l)
		case l.new.Kind == "decision" && l.fate == fateGreen && !l.new.Offline && len(l.filings) > 0:
			open = append(open, l)
		case l.new.Kind == "key-task" && l.fate == fateGreen && len(l.changes)+len(l.closings)+len(l.checks) == 0 && len(l.filings) > 3 && l.new.Measures[0].Path == "amount" && l.filings[len(l.filings)-1].values != nil && l.parent == nil:
			sums = append(sums, l)
		}
	}
	ends := [][]string{{"await"}, {"await"}, {"await", "external"}, {"await", "external"}, {"phase"}}
	for i, acts := range ends {
		l := rect[i*3]
		reached := day(6, 8) + calendar.Day(i)
		l.closings = []closing{{day: b.workday(reached, 1), reached: reached, act: string(ledger.ClosingApply), by: b.headOf(l.lead)}}
		for k, a := range acts {
			c := closing{day: b.workday(reached, 4+6*k), reached: reached, act: a, by: supervisor}
			if a == "external" {
				c.number = "省督察整改销号〔2026〕" + itoa(int64(20+i)) + "号"
			}
			l.closings = append(l.closings, c)
		}
		l.filings = slices.DeleteFunc(l.filings, func(f filing) bool { return f.day > b.workday(reached, 4) })
	}
	for i, l := range open[:min(3, len(open))] {
		l.closings = []closing{{day: day(7, 6) + calendar.Day(i%2), reached: day(7, 3), act: string(ledger.ClosingApply), by: b.headOf(l.lead)}}
	}
	for i, l := range sums[:min(24, len(sums))] {
		f := l.filings[len(l.filings)-1]
		if f.review == "return" || f.values[0] == noValue {
			continue
		}
		c := check{day: b.workday(day(6, 29), i%6), period: f.period, value: f.values[0], level: "desk", words: "与台账一致。"}
		if i%3 == 0 {
			c.value, c.level, c.words = f.values[0]-f.values[0]/40, "field", "实地抽查，个别未达标准。"
		}
		l.checks = append(l.checks, c)
	}
	for i, at := range []int{3, 9} { // handed back: upheld, and given to another unit
		l := sums[len(sums)-1-at%len(sums)]
		l.returned = i == 0
	}
}
