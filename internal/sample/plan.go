package sample

import (
	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/ledger"
)

// stateWords are the steps of a paper that is to be issued.
var stateWords = [4]string{"形成初稿", "征求意见", "提请审议", "印发实施"}

// run plans an item that is reported on: its nodes, and one filing a period
// along the way to its fate.
func (b *builder) run(l *life, ms []measure, grain calendar.Grain) {
	due := l.new.Due.Day
	if due == 0 {
		due = calendar.Date(2026, 12, 31)
	}
	for _, m := range ms {
		m.Basis = "部门月报口径"
		l.new.Measures = append(l.new.Measures, m.NewMeasure)
	}
	end := lastDay
	if l.fate == fateDone || l.fate == fateDoneLate {
		end = b.finish(l, due)
	}
	periods := b.periods(grain, l.issued)
	l.filings = make([]filing, 0, len(periods))
	for _, o := range periods {
		if len(l.closings) > 0 && o.due > l.closings[len(l.closings)-1].day {
			break
		}
		l.filings = append(l.filings, b.filing(l.lead, o))
	}
	for i, m := range ms {
		if i > 0 && !m.Shown {
			b.track(l, i, m, due, end, fateGreen)
			continue
		}
		b.track(l, i, m, due, end, l.fate)
	}
	b.silences(l)
}

// finish gives a done item its end: the day it was reached, the application, the
// desk's decision. It returns the day it was reached.
func (b *builder) finish(l *life, due calendar.Day) calendar.Day {
	reached := min(due, lastDay-12) - calendar.Day(b.between(2, 9))
	if l.fate == fateDoneLate {
		reached = due + calendar.Day(b.between(6, 20))
	}
	reached = max(min(reached, lastDay-9), l.issued+2)
	asked := b.workday(reached, int(b.between(1, 2)))
	closed := min(b.workday(asked, int(b.between(1, 3))), lastDay-1)
	l.closings = []closing{
		{day: asked, reached: reached, act: string(ledger.ClosingApply), by: b.headOf(l.lead)},
		{day: closed, reached: reached, act: string(ledger.ClosingClose), by: supervisor},
	}
	return reached
}

// filing is a report in its unit's sheet of the period.
func (b *builder) filing(unit string, o owed) filing {
	s := b.sheet(unit, o)
	f := filing{period: o.period, day: s.signed, finished: s.finished, review: "accept"}
	f.seen = b.workday(f.day, int(b.between(1, 2)))
	if f.seen > lastDay {
		f.review = ""
	}
	return f
}

// sheetTimes are when a unit's sheet of a period was finished and signed.
type sheetTimes struct{ finished, signed calendar.Day }

// sheet keeps one time for all items of a unit in a period. One sheet in
// fourteen is late: the liaison was in time, the head was not.
func (b *builder) sheet(unit string, o owed) sheetTimes {
	key := sheetKey{unit, o.period}
	if s, ok := b.sheets[key]; ok {
		return s
	}
	s := sheetTimes{finished: b.lib.Cal.Back(o.due, int(b.between(2, 4)))}
	s.signed = b.workday(s.finished, int(b.between(0, 1)))
	if b.chance(7) {
		s.signed = b.workday(o.due, int(b.between(1, 4)))
	}
	s.signed = min(s.signed, lastDay-1)
	b.sheets[key] = s
	return s
}

type sheetKey struct {
	unit   string
	period calendar.Period
}

// track plans one measure: nodes and values.
func (b *builder) track(l *life, i int, m measure, due, end calendar.Day, fate fate) {
	switch m.path {
	case ledger.Amount, ledger.Share:
		b.sum(l, i, m, due, end, fate)
	case ledger.Level:
		b.level(l, i, m, due, fate)
	case ledger.State:
		b.states(l, i, stateWords, due, end, fate)
	case ledger.Relative:
		for k := range l.filings {
			l.filings[k].set(len(l.new.Measures), i, 5200+int64(k)*40)
		}
	}
}

func (f *filing) set(all, i int, v int64) {
	if f.values == nil {
		f.values = make([]int64, all)
		for k := range f.values {
			f.values[k] = noValue
		}
	}
	f.values[i] = v
}

const noValue = -1 << 62

// sum plans a cumulative measure.
func (b *builder) sum(l *life, i int, m measure, due, end calendar.Day, fate fate) {
	f := figures{start: l.issued, due: due, target: m.Target, end: b.between(900, 1120)}
	switch fate {
	case fateYellow:
		f.end = 700
	case fateRed:
		f.end = b.between(250, 540)
	}
	days := nodeDays(l.issued, due)
	if fate == fateGrey { // nothing is expected before autumn
		days = days[max(len(days)-2, 0):]
		if len(days) > 1 && days[0] <= lastDay {
			days = days[1:]
		}
	}
	if !m.Shown {
		for _, d := range days {
			l.plan = append(l.plan, app.NewNode{MeasureAt: i + 1, Day: d, Expected: f.expected(d)})
		}
	}
	last := int64(0)
	for k := range l.filings {
		r := &l.filings[k]
		if fate == fateGrey {
			r.noChange = string(ledger.NoChangeNode)
			continue
		}
		at := r.period.End()
		v := f.cumulative(at)
		switch {
		case fate == fateDone || fate == fateDoneLate:
			if v = min(f.expected(at), m.Target*9/10); at >= end {
				v = m.Target
			}
			if fate == fateDoneLate && at < end {
				v = min(v, m.Target*7/10)
			}
		case k == len(l.filings)-1:
			v = within(fate, v, max(f.lastNode(days), 1))
			if fate == fateGreen && v >= m.Target {
				v = max(m.Target-1, 0)
			}
		}
		last = max(last, v)
		if v < last && fate == fateGreen {
			v = last
		}
		r.set(len(l.new.Measures), i, v)
	}
	b.rise(l, i)
}

// lastNode is what is expected on the last day: the newest node that has come.
func (f figures) lastNode(days []calendar.Day) int64 {
	want := int64(0)
	for _, d := range days {
		if d <= lastDay {
			want = max(want, f.expected(d))
		}
	}
	return want
}

// rise makes the values of a sum not fall: earlier ones are cut to later ones.
func (b *builder) rise(l *life, i int) {
	for k := len(l.filings) - 2; k >= 0; k-- {
		a, c := l.filings[k].values, l.filings[k+1].values
		if a != nil && c != nil && c[i] != noValue && a[i] > c[i] {
			a[i] = c[i]
		}
	}
}

// level plans a rate or level that moves from a base to its target.
func (b *builder) level(l *life, i int, m measure, due calendar.Day, fate fate) {
	f := figures{start: l.issued, due: due, base: m.Target - m.Target/9, target: m.Target}
	if m.Direction < 0 {
		f.base = m.Target + max(m.Target/4, 40)
	}
	days := nodeDays(l.issued, due)
	if !m.Shown {
		for _, d := range days {
			l.plan = append(l.plan, app.NewNode{MeasureAt: i + 1, Day: d, Expected: f.expected(d)})
		}
	}
	for k := range l.filings {
		at := l.filings[k].period.End()
		v := f.expected(at)
		better := max(v/200, 1) * int64(m.Direction)
		switch {
		case fate != fateYellow && fate != fateRed:
			v += better
		case k >= len(l.filings)-2:
			v -= 3 * better
		}
		l.filings[k].set(len(l.new.Measures), i, max(v, 0))
	}
}

// states plans states to be reached one after another.
func (b *builder) states(l *life, i int, words [4]string, due, end calendar.Day, fate fate) {
	n := calendar.Day(len(words))
	for s, w := range words {
		d := b.lib.Cal.PrevWorking(l.issued + (due-l.issued)*calendar.Day(s+1)/n)
		if s == len(words)-1 {
			d = due
		}
		l.plan = append(l.plan, app.NewNode{MeasureAt: i + 1, Day: d, State: w})
	}
	b.reach(l, len(l.plan)-len(words), end, fate)
}

// reach reports nodes of states as reached, from node first of the plan on. A
// yellow item misses one of the first days of July, a red one an earlier one.
func (b *builder) reach(l *life, first int, end calendar.Day, fate fate) {
	late := -1
	for k := first; k < len(l.plan) && late < 0; k++ {
		if l.plan[k].Day > lastDay-40 && (fate == fateYellow || fate == fateRed) {
			late = k
			day := calendar.Date(2026, 7, 2)
			if fate == fateRed {
				day = calendar.Date(2026, 6, 12)
			}
			if k == len(l.plan)-1 && l.new.Due.Sort == "date" { // the limit itself is missed
				day = l.plan[k].Day
			}
			l.plan[k].Day = day
		}
	}
	done := fate == fateDone || fate == fateDoneLate
	for k := first; k < len(l.plan); k++ {
		if late >= 0 && k >= late || l.plan[k].Day > lastDay && !done {
			break
		}
		day := l.plan[k].Day - calendar.Day(b.between(0, 4))
		if done && day > end {
			day = end
		}
		b.tell(l, k, day)
	}
}

// tell puts a reached node into the filing that comes next, or moves it to just
// before the one of its own month, so that nothing is late by the calendar of
// sheets alone.
func (b *builder) tell(l *life, node int, day calendar.Day) {
	for k := range l.filings {
		r := &l.filings[k]
		if r.day >= day || r.period.Contains(l.plan[node].Day) {
			r.reached = append(r.reached, reach{node, min(day, r.day)})
			return
		}
	}
}

// silences lets some filings say that nothing moved, and some be returned once.
func (b *builder) silences(l *life) {
	if len(l.filings) < 3 || l.fate == fateDone || l.fate == fateDoneLate {
		return
	}
	if k := len(l.filings) - 2; b.chance(6) && len(l.filings[k].reached) == 0 && l.filings[k].values != nil {
		l.filings[k].values, l.filings[k].noChange = nil, string(ledger.NoChangeApproval)
	}
}
