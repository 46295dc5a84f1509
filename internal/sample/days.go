package sample

import (
	"fmt"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/ledger"
)

// flow is a kind of item that fills the days: how many of a round, when they are
// issued, how long they have, and how they stand in the end.
type flow struct {
	kind     string
	n        int
	patterns []matter
	sort     ledger.OriginSort
	record   string // with the number of the paper
	from, to calendar.Day
	limits   []int // days
	percent  map[fate]int
}

func (b *builder) flows() []flow {
	d := func(m, day int) calendar.Day { return calendar.Date(2026, m, day) }
	return []flow{
		{"rectification", 24, rectificationMatters, ledger.OriginFinding, "督察反馈问题第%d项", d(2, 24), d(4, 20), []int{90, 150, 240}, map[fate]int{fateGreen: 66, fateYellow: 14, fateRed: 8}},
		{"instruction", 36, instructionMatters, ledger.OriginInstruction, "批示件〔2026〕%d号", d(2, 11), d(7, 6), []int{10, 15, 30}, map[fate]int{fateGreen: 30, fateYellow: 4, fateRed: 6, fateGrey: 6, fateDone: 42, fateDoneLate: 12}},
		{"decision", 30, decisionMatters, ledger.OriginDecision, "市政府常务会议纪要〔2026〕%d号", d(2, 12), d(7, 2), []int{20, 60, 180}, map[fate]int{fateGreen: 56, fateYellow: 4, fateRed: 4, fateGrey: 6, fateDone: 24, fateDoneLate: 6}},
		{"proposal", 0, proposalMatters, ledger.OriginProposal, "市八届人大六次会议第%d号建议", d(2, 24), d(5, 20), []int{90, 90, 180}, map[fate]int{fateGreen: 70, fateYellow: 4, fateRed: 4, fateDone: 22}},
		{"coordination", 20, coordinationMatters, ledger.OriginOpinion, "问题协调〔2026〕%d号", d(2, 25), d(7, 6), []int{7, 14}, map[fate]int{fateGreen: 30, fateYellow: 5, fateRed: 10, fateGrey: 5, fateDone: 40, fateDoneLate: 10}},
	}
}

// planMatters plans what comes in between; proposals fill the round up.
func (b *builder) planMatters(round int) {
	rest := (round+1)*perRound - len(b.lives)
	for _, f := range b.flows() {
		rest -= f.n
	}
	for _, f := range b.flows() {
		if f.kind == "proposal" {
			f.n = max(rest, 0)
		}
		b.planFlow(f, round)
	}
}

func (b *builder) planFlow(f flow, round int) {
	deal := b.fates(f.n, f.percent)
	for i := range f.n {
		m := f.patterns[i%len(f.patterns)]
		p := places[(i*11+round*7+len(f.kind))%len(places)]
		l := &life{lead: m.lead, by: supervisor, fate: deal[i]}
		limit := calendar.Day(f.limits[(i+round)%len(f.limits)])
		b.timing(l, f, limit)
		l.new = app.NewItem{Kind: f.kind, Title: strings.ReplaceAll(m.title, "{p}", p), Standard: "按要求办结并报结果", Year: 2026, Due: app.NewDue{Sort: "date", Day: l.issued + limit}}
		if round > 0 {
			l.new.Title += fmt.Sprintf("（%d）", round)
		}
		b.parties(&l.new, m.lead, m.with)
		l.new.Origins = []app.NewOrigin{{Sort: string(f.sort), Record: fmt.Sprintf(f.record, round*f.n+i+1), Demand: strings.ReplaceAll(m.demand, "{p}", p), Limit: l.new.Due.Day}}
		if f.kind == "rectification" {
			b.run(l, parseMeasures("整改完成率|%|100.0|share"), calendar.Month)
			l.planned = b.workday(l.issued, 7)
		} else {
			b.handle(l)
		}
		b.add(l)
	}
}

// timing draws the day of issue so that the fate is possible by the last day.
func (b *builder) timing(l *life, f flow, limit calendar.Day) {
	lo, hi := f.from, f.to
	switch l.fate {
	case fateDone, fateDoneLate:
		hi = min(hi, lastDay-30)
	case fateGreen:
		lo = max(lo, lastDay-limit+1)
	case fateGrey:
		lo = max(lo, lastDay-4, lastDay-limit+1)
	case fateYellow: // due on one of the first working days of July
		if f.kind != "rectification" {
			lo = calendar.Date(2026, 7, 2) - limit
			hi = lo
		}
	case fateRed:
		if f.kind != "rectification" {
			hi = calendar.Date(2026, 6, 26) - limit
			lo = hi - 12
		}
	}
	if f.kind == "rectification" {
		lo, hi = f.from, f.to
		if lo+limit <= lastDay+15 {
			lo = max(lo, lastDay+15-limit)
			hi = max(hi, lo)
		}
	}
	l.issued = b.workday(max(calendar.Day(b.between(int64(lo), int64(max(hi, lo)))), f.from), 0)
	l.issued = min(l.issued, calendar.Date(2026, 7, 7))
}

// handle lets an item without a cadence go its way: an interim line, then the
// result, the application and the decision.
func (b *builder) handle(l *life) {
	due := l.new.Due.Day
	tell := func(d calendar.Day, reached ...reach) {
		d = b.workday(d, 0)
		if d >= lastDay {
			return
		}
		l.filings = append(l.filings, filing{period: calendar.In(d, calendar.Month), day: d, finished: d, reached: reached, review: "accept", seen: b.workday(d, 1)})
	}
	switch l.fate {
	case fateGrey:
		return
	case fateDone, fateDoneLate:
		reached := max(l.issued+(due-l.issued)*calendar.Day(b.between(50, 95))/100, l.issued+1)
		if l.fate == fateDoneLate {
			reached = due + calendar.Day(b.between(2, 9))
		}
		reached = b.workday(min(reached, lastDay-8), 0)
		tell(reached, reach{-1, reached})
		asked := b.workday(reached, 1)
		l.closings = []closing{
			{day: asked, reached: reached, act: string(ledger.ClosingApply), by: b.headOf(l.lead)},
			{day: min(b.workday(asked, int(b.between(1, 3))), lastDay-1), reached: reached, act: string(ledger.ClosingClose), by: supervisor},
		}
	default:
		tell(max(l.issued+1, min(l.issued+(due-l.issued)/2, lastDay-calendar.Day(b.between(1, 3)))))
	}
}
