package sample

import (
	"strconv"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/ledger"
)

// planSpecial plans the cases that are there once: those of the worked scenarios,
// groups with a child for every member, and what became of some items.
func (b *builder) planSpecial() {
	old := b.planRenovation()
	heat := b.planHeating()
	b.planEach(stalledTask, "市人社局", areas(), 1)
	b.planEach("建成县级殡仪公益设施", "市民政局", counties[:6], 1)
	b.stallCounties()
	b.planMerged(old, heat)
	b.planUnknown()
	b.amendTasks()
}

func day(m, d int) calendar.Day { return calendar.Date(2026, m, d) }

// planRenovation is scenario 7 with the split of scenario 6: 120 old estates, 31
// reported in May, 46 signed late in July, 33 found on the spot.
func (b *builder) planRenovation() *life {
	l := b.add(&life{lead: "市住建局", issued: issueDay, by: supervisor, fate: fateRed})
	l.new = app.NewItem{Kind: "key-task", Title: "改造老旧小区120个", Standard: "120个小区改造完成并通过联合验收", Programme: programmeLivelihood, Publicity: "active", Strength: "ensure", Year: 2026,
		Due: parseDue("12-31"), Rollup: "sum", Focus: true, Section: "城市更新科"}
	b.parties(&l.new, "市住建局", "市财政局、市自然资源局")
	b.fromReport(l, "改造老旧小区120个，惠及居民1.2万户")
	l.new.Origins = append(l.new.Origins, app.NewOrigin{Sort: string(ledger.OriginLivelihood), Record: "民生实事第1项", Demand: "改造老旧小区120个", Limit: day(12, 31)})
	for _, m := range parseMeasures("改造老旧小区|个|120;惠及居民|万户|1.20|shown;完成投资|亿元|3.60|shown") {
		m.Basis = "开工并完成联合验收"
		l.new.Measures = append(l.new.Measures, m.NewMeasure)
	}
	l.planned = day(2, 14)
	for i, v := range []int64{12, 60, 96, 120} {
		l.plan = append(l.plan, app.NewNode{MeasureAt: 1, Day: quarterEnds[i], Expected: v, Person: "城市更新科科长"})
	}
	for i, o := range b.periods(calendar.Month, l.issued) {
		f := filing{period: o.period, finished: b.lib.Cal.Back(o.due, 2), day: b.lib.Cal.Back(o.due, 1), review: "accept",
			words:  []string{"各县区排定小区名单。", "已开工12个小区。", "春季施工全面铺开。", "31个小区完成改造。", "46个小区完成改造，余下正在施工。"}[i],
			values: [][]int64{{4, 4, 12}, {12, 12, 38}, {21, 20, 74}, {31, 30, 98}, {46, 45, 152}}[i]}
		f.seen = b.workday(f.day, 1)
		if i == 4 { // the head kept it for a week
			f.day, f.seen = day(7, 2), day(7, 3)
			f.problem = "部分小区居民意见未统一，影响加装电梯。"
		}
		l.filings = append(l.filings, f)
	}
	l.checks = []check{{day: day(7, 8), period: calendar.MonthOf(2026, 6), value: 33, level: "field", words: "实地抽查，13个小区尚未验收，核查认定33个。"}}
	targets, june, plans := []int64{40, 30, 25, 20, 11}, []int64{18, 12, 5, 9, 2}, []int64{20, 15, 12, 10, 5}
	for i, c := range counties[:5] {
		k := b.add(&life{lead: c, issued: issueDay + 1, by: supervisor, parent: l, planned: day(2, 26)})
		k.new = app.NewItem{Kind: "key-task", Title: c + "改造老旧小区", Standard: "完成改造并通过联合验收", Programme: programmeLivelihood, Year: 2026, Due: app.NewDue{Sort: "inherited", Day: day(12, 31)}}
		b.parties(&k.new, c, "")
		k.new.Origins = []app.NewOrigin{{Sort: string(ledger.OriginSuperior), Record: "市级任务分解", Demand: "改造老旧小区", Limit: day(12, 31)}}
		k.new.Measures = []app.NewMeasure{{Name: "改造老旧小区", Unit: "个", Direction: 1, Path: "amount", Basis: "开工并完成联合验收", Comparator: "at_least", Target: targets[i]}}
		for j, share := range []int64{20, 100, 160, 200} {
			k.plan = append(k.plan, app.NewNode{MeasureAt: 1, Day: quarterEnds[j], Expected: min(scale(plans[i], share, 100), targets[i])})
		}
		k.plan[3].Expected = targets[i]
		for j, o := range b.periods(calendar.Month, k.issued) {
			f := b.filing(c, o)
			f.set(1, 0, june[i]*int64(j+1)/5)
			k.filings = append(k.filings, f)
		}
	}
	return l
}

// planHeating is scenario 10: one item, three origins with three limits, the
// strictest set by the mayor.
func (b *builder) planHeating() *life {
	l := b.add(&life{lead: "市住建局", issued: issueDay, by: supervisor, planned: day(2, 13)})
	l.new = app.NewItem{Kind: "key-task", Title: "集中供热中心投用", Standard: "建成投用", Programme: programmeLivelihood, Publicity: "active", Strength: "ensure", Year: 2026, Due: app.NewDue{Sort: "date"}, Focus: true, Section: "城市建设科"}
	b.parties(&l.new, "市住建局", "市城管局、市自然资源局、样例城投集团")
	b.fromReport(l, "建成集中供热中心并投入使用")
	l.new.Origins[0].Limit, l.new.Origins[0].Assumed = day(12, 31), true
	l.new.Origins = append(l.new.Origins,
		app.NewOrigin{Sort: string(ledger.OriginLivelihood), Record: "民生实事第6项", Demand: "10月底前投入使用", Limit: day(10, 31)},
		app.NewOrigin{Sort: string(ledger.OriginInstruction), Record: "市长批示〔2026〕12号", Demand: "采暖期前务必投用", Limit: day(10, 25), Decider: "author"})
	l.new.Measures = []app.NewMeasure{{Name: "集中供热中心", Direction: 1, Path: "state", Basis: "现场核查"}}
	for _, n := range []struct {
		d     calendar.Day
		state string
	}{{day(3, 20), "开工"}, {day(6, 15), "基础完成"}, {day(9, 20), "主体封顶"}, {day(10, 25), "投入使用"}} {
		l.plan = append(l.plan, app.NewNode{MeasureAt: 1, Day: n.d, State: n.state})
	}
	for _, o := range b.periods(calendar.Month, l.issued) {
		l.filings = append(l.filings, b.filing(l.lead, o))
	}
	b.tell(l, 0, day(3, 18))
	b.tell(l, 1, day(6, 12))
	return l
}

// planEach gives a child to every member of a group; the lead only collates.
func (b *builder) planEach(title, lead string, members []string, target int64) {
	p := b.add(&life{lead: lead, issued: day(3, 2), by: supervisor, planned: day(3, 12)})
	p.new = app.NewItem{Kind: "key-task", Title: "各县区" + title, Standard: "每个县区至少1处", Programme: programmeReport, Year: 2026, Due: parseDue("11-30"), Rollup: "sum", Mode: string(ledger.LeadEach), Words: "各县（市、区）分别负责，" + lead + "汇总"}
	p.new.Parties = []ledger.Party{{Unit: b.ground.unit(lead), Role: ledger.RoleCollate}}
	for _, m := range members {
		p.new.Parties = append(p.new.Parties, ledger.Party{Unit: b.ground.unit(m), Role: ledger.RoleResponsible})
	}
	p.new.Origins = []app.NewOrigin{{Sort: string(ledger.OriginDecision), Record: "市政府常务会议纪要〔2026〕3号", Demand: "各县区" + title, Limit: p.new.Due.Day}}
	b.run(p, parseMeasures(title+"|处|"+itoa(target*int64(len(members)))), calendar.Month)
	for i, m := range members {
		c := b.add(&life{lead: m, issued: day(3, 3), by: supervisor, parent: p, planned: day(3, 16)})
		c.new = app.NewItem{Kind: "key-task", Title: m + title, Standard: "建成投用", Programme: programmeReport, Year: 2026, Due: app.NewDue{Sort: "inherited", Day: p.new.Due.Day}, Cadence: "quarter"}
		b.parties(&c.new, m, "")
		c.new.Origins = []app.NewOrigin{{Sort: string(ledger.OriginDecision), Record: "市政府常务会议纪要〔2026〕3号", Demand: title, Limit: p.new.Due.Day}}
		if i%6 == 5 {
			c.fate = fateYellow
		}
		b.run(c, parseMeasures(title+"|||state"), calendar.Quarter)
	}
}

// planMerged are two items found to be the same as others (多源合一).
func (b *builder) planMerged(into ...*life) {
	for i, title := range []string{"加快老旧小区改造进度", "调度集中供热中心建设"} {
		l := b.add(&life{lead: "市住建局", issued: day(4, 7), by: supervisor, merged: into[i]})
		l.new = app.NewItem{Kind: "instruction", Title: title, Standard: "报结果", Year: 2026, Due: app.NewDue{Sort: "date", Day: day(4, 30)}}
		b.parties(&l.new, "市住建局", "")
		l.new.Origins = []app.NewOrigin{{Sort: string(ledger.OriginInstruction), Record: "批示件〔2026〕10" + itoa(int64(i+1)) + "号", Demand: "请抓紧推进并报结果。", Limit: day(4, 30)}}
	}
}

// planUnknown is a standing duty that nothing tells about, kept on paper only.
func (b *builder) planUnknown() {
	l := b.add(&life{lead: "市机关事务局", issued: day(3, 5), by: supervisor, fate: fateGrey})
	l.new = app.NewItem{Kind: "decision", Title: "线下办理事项（第3号）", Year: 2026, Due: app.NewDue{Sort: "standing"}, Offline: true}
	b.parties(&l.new, "市机关事务局", "")
	l.new.Origins = []app.NewOrigin{{Sort: string(ledger.OriginDecision), Record: "专题会议纪要〔2026〕2号", Demand: "线下办理"}}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
