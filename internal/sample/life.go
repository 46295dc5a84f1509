package sample

import (
	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// fate is how an item stands at the end of the sample's time. The life of an
// item is written so that the judge comes to it; a test holds it to that.
type fate uint8

const (
	fateGreen fate = iota
	fateYellow
	fateRed
	fateGrey
	fateDone
	fateDoneLate
)

// life is an item with everything that happens to it until the last day.
type life struct {
	new     app.NewItem
	lead    string // short name of the unit that reports
	issued  calendar.Day
	by      string // key of the post that issues
	parent  *life
	space   bool // in a county's own space
	project bool
	planned calendar.Day // when the plan is handed back; 0: it comes with the item
	plan    []app.NewNode
	fate    fate
	merged  *life // found to be the same as

	filings  []filing
	checks   []check
	changes  []change
	closings []closing
	breaches []calendar.Day
	releases []release
	pauses   []pause
	base     string // last year's side of its growth
	returned bool   // 退办: handed back once, upheld and given anew

	item     id.Item
	planNo   id.Plan
	assigned id.Assignment
	measures []id.Measure
	nodes    []id.Milestone
}

// filing is a report on an item for a period.
type filing struct {
	period   calendar.Period
	day      calendar.Day // the head signed the sheet
	finished calendar.Day // the liaison put it before the head
	by       string       // reporting unit, if not the lead
	values   []int64      // by measure; nil: none
	noChange string       // reason, if nothing moved
	reached  []reach      // nodes of the plan
	words    string
	problem  string
	fix      bool // corrects the filing before it
	reason   string
	review   string // accept, return, '': not reviewed yet
	why      string // reason of a return
	seen     calendar.Day
	id       id.Report
}

type check struct {
	day     calendar.Day
	period  calendar.Period
	measure int
	value   int64
	level   string
	words   string
}

// change is a change asked for, with its decision on a later day.
type change struct {
	asked    calendar.Day
	sort     string
	node     int // 1-based node that moves; 0: the limit
	from, to calendar.Day
	value    int64
	class    string
	words    string
	act      string // approve, refuse, '': pending
	decided  calendar.Day
	by       string // key of the deciding post
	lead     string // new lead unit
	late     bool
	id       id.Change
}

type closing struct {
	day, reached calendar.Day
	act          string
	by           string // key of the post
	number       string
	words        string
	next         *life
}

type release struct {
	day      calendar.Day
	period   calendar.Period
	other    int64
	hasOther bool
}

type pause struct {
	day, from, to calendar.Day
	reason        string
}

// progress is the share of a task expected by a day, in thousandths: slow at
// first, then faster.
func progress(start, end, d calendar.Day) int64 {
	if d >= end {
		return 1000
	}
	if d <= start {
		return 0
	}
	x := int64(d-start) * 1000 / int64(end-start)
	return x * (600 + x*400/1000) / 1000
}

// scale is n·a/b, rounded half up; n, a and b are not below zero.
func scale(n, a, b int64) int64 { return (n*a + b/2) / b }

// quarterEnds are the days of milestones.
var quarterEnds = []calendar.Day{calendar.Date(2026, 3, 31), calendar.Date(2026, 6, 30), calendar.Date(2026, 9, 30), calendar.Date(2026, 12, 31)}

// nodeDays are the quarter ends between an item's start and its limit, and the
// limit.
func nodeDays(start, due calendar.Day) []calendar.Day {
	var out []calendar.Day
	for _, q := range quarterEnds {
		if q > start+20 && q < due-10 {
			out = append(out, q)
		}
	}
	return append(out, due)
}

// between draws a number of [a, b] by the builder's dice.
func (b *builder) between(lo, hi int64) int64 {
	if hi <= lo {
		return lo
	}
	return lo + b.dice.Int64N(hi-lo+1)
}

func (b *builder) chance(percent int) bool { return b.dice.IntN(100) < percent }

// day is the working day n working days after d, on which things can happen.
func (b *builder) workday(d calendar.Day, n int) calendar.Day {
	if n == 0 {
		return b.lib.Cal.NextWorking(d)
	}
	return b.lib.Cal.Add(d, n).Day
}

// figures is how one measure is planned and moves: the expected value at a day
// and the value reached at the end of a period.
type figures struct {
	start, due   calendar.Day
	base, target int64
	end          int64 // how far it is from what is expected on the last day, in thousandths
}

func (f figures) expected(d calendar.Day) int64 {
	p := progress(f.start, f.due, d)
	if f.target >= f.base {
		return f.base + scale(f.target-f.base, p, 1000)
	}
	return f.base - scale(f.base-f.target, p, 1000)
}

// cumulative is a sum's value at the end of a period: it goes along the curve at
// first and drifts to its end.
func (f figures) cumulative(at calendar.Day) int64 {
	drift := 1000 + (f.end-1000)*int64(at-f.start)/int64(max(lastDay-f.start, 1))
	return scale(f.expected(at), max(drift, 0), 1000)
}

// within keeps a figure in the band of light that a fate asks for: the rule set
// of the place calls below 80 % yellow and below 60 % red.
func within(fate fate, v, expected int64) int64 {
	switch fate {
	case fateYellow:
		lo, hi := expected*61/100+1, expected*79/100
		if lo > hi {
			return hi
		}
		return min(max(v, lo), hi)
	case fateRed:
		return min(v, expected*55/100)
	}
	return max(v, (expected*84+99)/100)
}

// periods lists the periods of a grain that are reported by the last day, each
// with its due day, from the day of issue.
func (b *builder) periods(grain calendar.Grain, from calendar.Day) []owed {
	if grain == calendar.NoGrain {
		return nil
	}
	if grain == calendar.NoGrain {
		return nil
	}
	var out []owed
	for p := calendar.In(from, grain); ; p = p.Next(grain) {
		due := b.lib.ReportRule.On(b.lib.Cal, p).Day
		if due > lastDay {
			return out
		}
		if due >= from {
			out = append(out, owed{p, due})
		}
	}
}

type owed struct {
	period calendar.Period
	due    calendar.Day
}

// reach is a node of the plan that was reached; node −1 is the item's end.
type reach struct {
	node int
	day  calendar.Day
}
