package ledger

import (
	"jiufen/internal/calendar"
	"jiufen/internal/quantity"
)

// Judge is the light of an item at the end of day d, if what is known does not
// change until then, and why. It allocates nothing.
func Judge(in *Input, r *Rules, c *calendar.Cal, d calendar.Day) (Light, Why) {
	j := judging{in: in, r: r, c: c, d: d}
	j.why.Track, j.why.Node, j.why.Value = -1, -1, -1
	j.why.Marks = in.Marks
	if in.Deferrals > 0 {
		j.why.Marks |= MarkDeferred
	}
	if j.closed() {
		return j.why.Light, j.why
	}
	if in.Stage == Applied {
		j.why.Marks |= MarkClosingPending
	}
	if p := in.pausedOn(d); p >= 0 {
		j.why.Day = in.Pauses[p].To
		j.grey(Paused)
		return j.why.Light, j.why
	}
	for i := range in.Tracks {
		if in.Tracks[i].Main {
			j.track(i)
		}
	}
	j.states()
	j.limit()
	j.stale()
	switch {
	case j.why.Light == NoLight:
		j.nothing()
	case in.Await && j.why.Light == Grey:
		j.grey(AwaitingEvent)
	}
	return j.why.Light, j.why
}

// judging is one judgement; why holds the worst found so far.
type judging struct {
	in  *Input
	r   *Rules
	c   *calendar.Cal
	d   calendar.Day
	why Why
}

// closed settles items whose light a closing has fixed.
func (j *judging) closed() bool {
	switch j.in.Stage {
	case Closed, ClosedBasic, Struck, PhaseClosed:
		j.set(Done, BecauseClosed)
	case AwaitingStrike:
		j.set(Done, BecauseClosed)
		j.why.Marks |= MarkAwaitingStrike
	case Unfinished:
		j.set(Red, BecauseUnfinished)
	case StoppedStage:
		j.grey(Stopped)
	default:
		return false
	}
	return true
}

func (j *judging) set(l Light, why Reason) {
	j.why.Light, j.why.Reason, j.why.Grey = l, why, NotGrey
}

func (j *judging) grey(g GreyReason) {
	j.why.Light, j.why.Reason, j.why.Grey = Grey, BecauseGrey, g
}

// keep takes a finding if it is worse than what stands. Marks always stay.
func (j *judging) keep(w Why) {
	marks := j.why.Marks | w.Marks
	if w.Light > j.why.Light {
		j.why = w
	}
	j.why.Marks = marks
}

func (in *Input) pausedOn(d calendar.Day) int {
	for i, p := range in.Pauses {
		if p.From <= d && d <= p.To {
			return i
		}
	}
	return -1
}

// late is how many working days after due have gone by, without those of pauses.
func (j *judging) late(due calendar.Day) int {
	n := j.c.Late(due, j.d)
	for _, p := range j.in.Pauses {
		if from, to := max(p.From-1, due), min(p.To, j.d); from < to {
			n -= j.c.Between(from, to)
		}
	}
	return n
}

// overdue is the light of a state or limit missed by n working days.
func (r *Rules) overdue(n int) Light {
	switch {
	case n <= 0:
		return Green
	case n <= r.OverdueDays:
		return Yellow
	}
	return Red
}

// over reports whether a shortfall lies beyond the line. The base is what a
// hundred percent are; where it is zero any shortfall is beyond every line.
func (t Threshold) over(shortfall, base int64) bool {
	if shortfall <= 0 {
		return false
	}
	c := quantity.CmpProducts(shortfall, 100_00, t.Behind, base)
	return c > 0 || c == 0 && t.Inclusive
}

func pick(yellow, red Threshold, shortfall, base int64) Light {
	switch {
	case red.over(shortfall, base):
		return Red
	case yellow.over(shortfall, base):
		return Yellow
	}
	return Green
}

// Used is the value a track is judged by, nil if none.
func Used(vs []Value) *Value {
	if i := used(vs); i >= 0 {
		return &vs[i]
	}
	return nil
}

// used is the value judged by: of the newest period with any submission, the
// one with the highest standing and, of two alike, the newer. −1 is none.
func used(vs []Value) int {
	best := -1
	for i := len(vs) - 1; i >= 0; i-- {
		switch {
		case vs[i].Standing == Returned:
		case best < 0:
			best = i
		case vs[i].Period != vs[best].Period:
			return best
		case vs[i].Standing > vs[best].Standing:
			best = i
		}
	}
	return best
}

func (w *Why) markStanding(s Standing) {
	switch s {
	case Submitted:
		w.Marks |= MarkUnreviewed
	case Taken:
		w.Marks |= MarkTaken
	}
}

// stale turns green into yellow when an owed report stays away too long.
func (j *judging) stale() {
	if j.in.ReportDue == calendar.None || j.in.ReportDue >= j.d || j.why.Light > Green {
		return
	}
	if late := j.late(j.in.ReportDue); late > j.r.StaleDays {
		w := finding(-1)
		w.Light, w.Reason, w.Day, w.Late = Yellow, BecauseStale, j.in.ReportDue, int32(late)
		j.keep(w)
	}
}

// nothing is the light of an item without measure, state and limit.
func (j *judging) nothing() {
	switch {
	case j.in.Await:
		j.grey(AwaitingEvent)
	case j.in.Reported != calendar.None:
		j.set(Green, BecauseUnderWay)
	case j.in.ReportDue != calendar.None:
		j.grey(NotStarted)
	default:
		j.grey(Unknown)
	}
}

func abs(n int64) int64 {
	if n < 0 {
		return -n
	}
	return n
}
