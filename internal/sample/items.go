package sample

import (
	"fmt"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
)

// The posts that act for the government.
var (
	supervisor = postKey(caseDesk, org.Supervision)
	clerk      = "supervision2" // reviews reports
	inspector  = "supervision3" // checks on the spot
)

func (b *builder) headOf(unit string) string { return postKey(unit, org.Head) }

// perRound is how many items one step of the scale adds.
const perRound = 300

// issueDay is when the decomposition notice is issued: after the congress, before
// the Spring Festival.
var issueDay = calendar.Date(2026, 2, 10)

// planAll plans everybody's items, round by round. The first round holds what is
// there once: the main targets, the tasks of the report and the special cases.
func (b *builder) planAll(scale int) {
	b.planIndicators()
	b.planTasks(0)
	b.planSpecial()
	for r := range scale {
		if r > 0 {
			b.planTasks(r)
		}
		b.planProjects(r)
		b.planCounty(r)
		b.planMatters(r)
		if r == 0 {
			b.amendMatters()
		}
	}
}

func (b *builder) add(l *life) *life {
	b.lives = append(b.lives, l)
	return l
}

// fates deals fates in the proportions given, shuffled.
func (b *builder) fates(n int, percent map[fate]int) []fate {
	var out []fate
	for f := fateGreen; f <= fateDoneLate; f++ {
		for range (n*percent[f] + 50) / 100 {
			out = append(out, f)
		}
	}
	for len(out) < n {
		out = append(out, fateGreen)
	}
	b.dice.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out[:n]
}

func (b *builder) planIndicators() {
	for _, in := range indicators {
		l := &life{lead: in.lead, issued: issueDay, by: supervisor}
		l.new = app.NewItem{Kind: "main-indicator", Title: in.title, Programme: programmeTargets, Publicity: "active", Nature: "expected", Year: 2026, Due: parseDue(in.due), Cadence: "none"}
		if in.binding {
			l.new.Nature, l.new.Strength = "binding", "ensure"
		}
		b.parties(&l.new, in.lead, "")
		b.fromReport(l, in.says)
		m := parseMeasures(in.measure)[0].NewMeasure
		m.Basis, m.Embargo = "部门月报口径", in.embargo
		if in.relation != "" {
			m.Relation, m.RelativeTo = in.relation, in.relativeTo
		}
		if in.publisher != "" {
			m.Publisher, m.Basis = b.ground.unit(in.publisher), "统计快报口径"
		}
		if in.constant {
			m.Basis += "，不变价"
		}
		l.new.Measures = []app.NewMeasure{m}
		for i, v := range in.nodes {
			l.plan = append(l.plan, app.NewNode{MeasureAt: 1, Day: quarterEnds[i], Expected: v})
			l.planned = b.workday(l.issued, 2)
		}
		b.publish(l, in)
		l.base = in.base
		b.add(l)
	}
}

// publish reports an indicator's values: by the statistics bureau as they come
// out, or by the lead in its sheets.
func (b *builder) publish(l *life, in indicator) {
	grain, _ := calendar.ParseGrain(in.grain)
	if in.publisher == "" {
		if in.due != "always" {
			l.new.Cadence = in.grain
		}
		periods := b.periods(grain, l.issued)
		for k, o := range periods {
			if at := len(in.values) - len(periods) + k; at >= 0 {
				f := b.filing(l.lead, o)
				f.set(1, 0, in.values[at])
				l.filings = append(l.filings, f)
			}
		}
		return
	}
	p := calendar.In(calendar.Date(2026, 1, 1), grain)
	for k, v := range in.values {
		f := filing{period: p, by: in.publisher, day: b.workday(max(p.End()+15, l.issued+1), 0), review: "accept"}
		f.finished = f.day
		f.seen = b.workday(f.day, 1)
		f.set(1, 0, v)
		l.filings = append(l.filings, f)
		if in.embargo {
			r := release{day: b.workday(f.day, 2), period: p}
			if k < len(in.other) {
				r.other, r.hasOther = in.other[k], true
			}
			l.releases = append(l.releases, r)
		}
		p = p.Next(grain)
	}
}

// fromReport gives an item its clause of the work report as origin.
func (b *builder) fromReport(l *life, says string) {
	o := app.NewOrigin{Sort: string(ledger.OriginReport), Record: "政府工作报告", Demand: says, Limit: l.new.Due.Day}
	if c, ok := b.clauseWith(says); ok {
		o.Document, o.Start, o.End, o.Demand = b.doc, c.start, c.end, c.words
	}
	o.Assumed = l.new.Due.Day == calendar.Date(2026, 12, 31)
	l.new.Origins = append(l.new.Origins, o)
}

// planTasks plans the tasks of the report; in later rounds each is the part of a
// county.
func (b *builder) planTasks(round int) {
	deal := b.fates(len(reportTasks), map[fate]int{fateGreen: 74, fateYellow: 16, fateRed: 6, fateGrey: 4})
	ended := b.fates(len(reportTasks), map[fate]int{fateDone: 66, fateDoneLate: 17, fateRed: 17})
	for i, t := range reportTasks {
		l := &life{lead: t.lead, issued: issueDay, by: supervisor, fate: deal[i]}
		if f, ok := forced[t.title]; ok && round == 0 {
			l.fate = f
		}
		l.new = app.NewItem{Kind: "key-task", Title: t.title, Standard: t.says, Programme: programmeReport, Year: 2026, Due: parseDue(t.due), Focus: i%7 == 0}
		with := t.with
		if round > 0 {
			all := areas()
			l.lead = all[(i+round)%len(all)]
			l.new.Title = fmt.Sprintf("%s（%s第%d批）", t.title, l.lead, (round+len(all)-1)/len(all))
			with = strings.Split(t.lead, "、")[0]
		}
		if i%3 == 0 {
			l.new.Strength = []string{"ensure", "strive", "expected"}[i/3%3]
		}
		b.parties(&l.new, l.lead, with)
		if _, ok := forced[t.title]; l.new.Due.Day != 0 && l.new.Due.Day < lastDay && (!ok || round > 0) {
			l.fate = ended[i]
		}
		if i%11 == 5 {
			l.new.Programme, l.new.Publicity = programmeLivelihood, "active"
			l.new.Origins = append(l.new.Origins, app.NewOrigin{Sort: string(ledger.OriginLivelihood), Record: fmt.Sprintf("民生实事第%d项", i/11+1), Demand: t.title, Limit: l.new.Due.Day})
		}
		if l.new.Mode != string(ledger.LeadSingle) {
			l.lead = strings.Split(l.lead, "、")[0]
		}
		b.fromReport(l, t.says)
		b.planTask(l, t, i)
		b.add(l)
	}
}

func (b *builder) planTask(l *life, t task, i int) {
	ms := parseMeasures(t.measures)
	if len(ms) == 0 {
		ms = parseMeasures(t.title + "|||state")
	}
	switch {
	case l.new.Due.Sort == "event":
		l.new.Due.Event, l.new.Cadence = b.event("省国土空间规划批复", "市自然资源局"), "none"
		l.new.Measures = append(l.new.Measures, ms[0].NewMeasure)
	case l.new.Due.Sort == "standing":
		l.new.Cadence = "quarter"
		l.new.Measures = append(l.new.Measures, ms[0].NewMeasure)
		for _, o := range b.periods(calendar.Quarter, l.issued) {
			l.filings = append(l.filings, b.filing(l.lead, o))
		}
	case l.new.Due.Sort == "always":
		b.run(l, ms, calendar.NoGrain)
	case i%5 == 3 && l.new.Due.Day > lastDay:
		l.new.Cadence = "quarter"
		b.run(l, ms, calendar.Quarter)
	default:
		b.run(l, ms, calendar.Month)
	}
	if len(l.plan) > 0 {
		l.planned = b.workday(l.issued, int(b.between(5, 9)))
	}
}

// planProjects plans the year's duties of projects.
func (b *builder) planProjects(round int) {
	n := 24
	deal := b.fates(n, map[fate]int{fateGreen: 72, fateYellow: 16, fateRed: 8, fateGrey: 4})
	for i := range n {
		w := projectWorks[i%len(projectWorks)]
		p := places[(i*7+round*11)%len(places)]
		l := &life{lead: w.lead, issued: issueDay + 1, by: supervisor, fate: deal[i], project: true}
		l.new = app.NewItem{Kind: "project-year", Project: fmt.Sprintf("2026-000000-47-01-%06d", 100000+round*100+i), Title: strings.ReplaceAll(w.title, "{p}", p), Standard: w.states[3], Programme: programmeProjects, Year: 2026, Due: parseDue("12-31")}
		if round > 0 {
			l.new.Title += fmt.Sprintf("（%d）", round)
		}
		b.parties(&l.new, w.lead, w.with)
		if i%4 == 0 {
			l.new.Leaders = map[string]id.Post{"charge": b.ground.posts[viceKey(i%len(viceMayors))]}
		}
		l.new.Origins = []app.NewOrigin{{Sort: string(ledger.OriginSuperior), Record: "市重点项目清单", Demand: l.new.Title, Limit: l.new.Due.Day}}
		target := b.between(6, 90) * 500
		ms := parseMeasures("完成投资|万元|" + fmt.Sprint(target))
		b.run(l, ms, calendar.Month)
		if l.fate != fateGrey {
			b.projectStates(l, w)
		}
		l.new.Plan = l.plan
		b.add(l)
	}
}

// projectStates adds the states of the year beside the investment.
func (b *builder) projectStates(l *life, w work) {
	first := len(l.plan)
	for s, word := range w.states {
		l.plan = append(l.plan, app.NewNode{Day: quarterEnds[s], State: word})
	}
	b.reach(l, first, lastDay, fateGreen)
}

// planCounty plans the counties' own items, closed to the city.
func (b *builder) planCounty(round int) {
	n := 16
	deal := b.fates(n, map[fate]int{fateGreen: 74, fateYellow: 14, fateRed: 6, fateGrey: 6})
	for i := range n {
		m := countyMatters[i%len(countyMatters)]
		c := counties[(i*3+round)%len(counties)]
		lead := c + m.lead
		if _, ok := b.ground.units[lead]; !ok {
			lead = c + ownBureaus[0]
		}
		l := &life{lead: lead, issued: calendar.Date(2026, 3, 2), by: supervisor, space: true, fate: deal[i]}
		l.new = app.NewItem{Kind: "key-task", Title: strings.ReplaceAll(m.title, "{c}", c), Standard: "全部完成并投入使用", Programme: programmeCounty, Year: 2026, Due: parseDue("11-30"), Space: b.ground.unit(c), Cadence: "quarter"}
		if round > 0 {
			l.new.Title += fmt.Sprintf("（%d）", round)
		}
		b.parties(&l.new, lead, "")
		l.new.Origins = []app.NewOrigin{{Sort: string(ledger.OriginReport), Record: c + m.demand, Demand: l.new.Title, Limit: l.new.Due.Day}}
		b.run(l, parseMeasures("完成工程量|处|"+fmt.Sprint(b.between(12, 60))), calendar.Quarter)
		l.planned = b.workday(l.issued, 6)
		b.add(l)
	}
}
