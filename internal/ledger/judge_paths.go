package ledger

import "jiufen/internal/calendar"

// track judges one main measure.
func (j *judging) track(i int) {
	t := &j.in.Tracks[i]
	switch t.Path {
	case Amount, Share:
		if t.Dir >= 0 {
			j.cumulative(i, t)
		} else {
			j.level(i, t)
		}
	case Level:
		j.level(i, t)
	case Bound:
		j.bound(i, t)
	case Relative:
		j.relative(i, t)
	case State:
		j.nodes(i, t.Nodes)
	}
}

func finding(i int) Why { return Why{Track: int16(i), Node: -1, Value: -1} }

// cumulative holds what is done against what is expected today: a plan of a sum
// that grows goes on whether anybody reports or not. Where another body
// publishes the sum, it is held against the end of the newest period published,
// because the unit is never late before the release.
func (j *judging) cumulative(i int, t *Track) {
	w, at := finding(i), j.d
	v := used(t.Values)
	if v >= 0 {
		w.Value, w.Actual = int16(v), t.Values[v].N
		w.markStanding(t.Values[v].Standing)
	}
	if t.Published {
		if v < 0 {
			j.unpublished(&w, t)
			return
		}
		at = t.Values[v].Period.End()
		if j.lastNode(t, j.d) > at {
			w.Marks |= MarkAwaitingRelease
		}
	}
	expects := j.expect(&w, t, at)
	short := w.Expected - w.Actual
	switch {
	case v < 0 && (!expects || short <= 0):
		w.Light, w.Reason, w.Grey = Grey, BecauseGrey, NotStarted
	case !expects:
		w.Light, w.Reason = Green, BecauseUnderWay
	default:
		w.Reason, w.Base = BecauseAmount, w.Expected
		if j.r.Metric == Points && t.HasTarget && t.Target > 0 {
			w.Base = t.Target
		}
		w.Light = pick(j.r.Yellow, j.r.Red, short, max(w.Base, 0))
		if t.HasTarget && w.Actual < t.Target && j.in.Due != calendar.None && j.in.Due < j.d && (!t.Published || j.in.Due <= at) {
			j.pastLimit(&w)
		}
	}
	j.keep(w)
}

// expect finds what a sum has to have reached by a day: the highest of the
// nodes that have come, or the target once the limit has.
func (j *judging) expect(w *Why, t *Track, at calendar.Day) bool {
	expects := false
	for n := range t.Nodes {
		if t.Nodes[n].Day > at {
			break
		}
		if !expects || t.Nodes[n].Expected >= w.Expected {
			expects, w.Expected, w.Node, w.Day = true, t.Nodes[n].Expected, int16(n), t.Nodes[n].Day
		}
	}
	if t.HasTarget && j.in.Due != calendar.None && j.in.Due <= at && (!expects || t.Target >= w.Expected) {
		expects, w.Expected, w.Node, w.Day = true, t.Target, -1, j.in.Due
	}
	return expects
}

// unpublished is the grey of a figure that is not there: not started while
// nothing is expected, then waiting for its release or, where the unit itself
// reports, not to be judged.
func (j *judging) unpublished(w *Why, t *Track) {
	w.Light, w.Reason, w.Grey = Grey, BecauseGrey, NotStarted
	if last := j.lastNode(t, j.d); last != calendar.None {
		w.Day, w.Grey = last, Unknown
		if t.Published {
			w.Grey = AwaitingRelease
		}
	}
	j.keep(*w)
}

// pastLimit makes an unfinished amount at least as bad as a limit that is past.
func (j *judging) pastLimit(w *Why) {
	w.Late = int32(j.late(j.in.Due))
	if l := j.r.overdue(int(w.Late)); l > w.Light {
		w.Light, w.Reason = l, BecauseAmountOverdue
	}
}

// level holds a rate or level against the node of the value's own period, so
// that a falling path (9 %, 7 %, 6 %) is not met by waiting. A sum where less is
// better is judged so too: its allowance grows with time.
func (j *judging) level(i int, t *Track) {
	w := finding(i)
	v := used(t.Values)
	if v < 0 {
		j.unpublished(&w, t)
		return
	}
	val := &t.Values[v]
	w.Value, w.Actual = int16(v), val.N
	w.markStanding(val.Standing)
	end := val.Period.End()
	if t.Published && j.lastNode(t, j.d) > end {
		w.Marks |= MarkAwaitingRelease
	}
	expects := false
	for n := range t.Nodes {
		if t.Nodes[n].Day > end {
			break
		}
		expects, w.Expected, w.Node, w.Day = true, t.Nodes[n].Expected, int16(n), t.Nodes[n].Day
	}
	if t.HasTarget && j.in.Due != calendar.None && j.in.Due <= end {
		expects, w.Expected, w.Node, w.Day = true, t.Target, -1, j.in.Due
	}
	if !expects {
		w.Light, w.Reason = Green, BecauseUnderWay
	} else {
		w.Light, w.Reason, w.Base = j.against(t.Dir, w.Actual, w.Expected), BecauseLevel, abs(w.Expected)
	}
	j.keep(w)
}

// lastNode is the day of the last node or limit that has come by d.
func (j *judging) lastNode(t *Track, d calendar.Day) calendar.Day {
	last := calendar.None
	for n := range t.Nodes {
		if t.Nodes[n].Day > d {
			break
		}
		last = t.Nodes[n].Day
	}
	if t.HasTarget && j.in.Due != calendar.None && j.in.Due <= d {
		last = max(last, j.in.Due)
	}
	return last
}

// against is the light of a level beside what is expected of it.
func (j *judging) against(dir int8, actual, expected int64) Light {
	short := expected - actual
	if dir < 0 {
		short = -short
	}
	return pick(j.r.LevelYellow, j.r.LevelRed, short, abs(expected))
}

// relative judges by the newest period of which both figures are released; the
// former light stands until the next is.
func (j *judging) relative(i int, t *Track) {
	w := finding(i)
	v := -1
	for k := len(t.Values) - 1; k >= 0; k-- {
		x := &t.Values[k]
		if v >= 0 && x.Period != t.Values[v].Period {
			break
		}
		switch {
		case x.Standing == Returned:
		case !x.HasOther:
			w.Marks |= MarkAwaitingRelease
		case v < 0 || x.Standing > t.Values[v].Standing:
			v = k
		}
	}
	if v < 0 {
		w.Light, w.Reason, w.Grey = Grey, BecauseGrey, AwaitingRelease
		j.keep(w)
		return
	}
	val := &t.Values[v]
	if last := j.lastNode(t, j.d); last > val.Period.End() {
		w.Marks |= MarkAwaitingRelease
	}
	dir := int8(1)
	w.Expected = val.Other + t.Margin
	if t.Relation == Below || t.Relation == Equal && t.Dir < 0 {
		dir, w.Expected = -1, val.Other-t.Margin
	}
	w.Value, w.Actual, w.Base, w.Reason = int16(v), val.N, abs(w.Expected), BecauseRelative
	w.markStanding(val.Standing)
	w.Light = j.against(dir, val.N, w.Expected)
	strict := (t.Relation == Above || t.Relation == Below) && t.Margin == 0
	if met := (val.N - w.Expected) * int64(dir); w.Light == Green && strict && met <= 0 {
		w.Light = Yellow // «above» is not met by being level
	}
	j.keep(w)
}

// bound is red from a breach to the end of its year; no progress is asked.
func (j *judging) bound(i int, t *Track) {
	w := finding(i)
	w.Light, w.Reason = Green, BecauseHeld
	year := 0
	if len(t.Breaches)+len(t.Values) > 0 {
		year = j.d.Year()
	}
	for _, b := range t.Breaches {
		if b <= j.d && b.Year() == year {
			w.Light, w.Reason, w.Day = Red, BecauseBreach, b
			j.keep(w)
			return
		}
	}
	for end := len(t.Values); end > 0; {
		v := used(t.Values[:end])
		if v < 0 || t.Values[v].Period.End().Year() < year {
			break
		}
		if x := &t.Values[v]; x.Period.End().Year() == year && t.breaks(x.N) {
			w.Light, w.Reason, w.Day, w.Value, w.Actual, w.Expected = Red, BecauseBeyond, x.Period.End(), int16(v), x.N, t.Target
			w.markStanding(x.Standing)
			if t.Both && x.N > t.Target {
				w.Expected = t.TargetMax
			}
			break
		}
		for p := t.Values[v].Period; end > 0 && t.Values[end-1].Period >= p; {
			end--
		}
	}
	j.keep(w)
}

// breaks reports whether a value lies beyond the bound.
func (t *Track) breaks(n int64) bool {
	switch {
	case !t.HasTarget:
		return false
	case t.Both:
		return n < t.Target || n > t.TargetMax
	case t.Dir < 0:
		return n > t.Target
	}
	return n < t.Target
}

// states judges nodes without a measure.
func (j *judging) states() {
	if len(j.in.States) > 0 {
		j.nodes(-1, j.in.States)
	}
}

// nodes judges states to be reached, by the working days the first missed one
// is late. A node is expected from the end of its day.
func (j *judging) nodes(i int, nodes []Node) {
	w := finding(i)
	any := j.in.Reported != calendar.None
	for n := range nodes {
		if nodes[n].Reached != calendar.None {
			any = true
			w.Node, w.Day = int16(n), nodes[n].Day
			continue
		}
		if late := j.late(nodes[n].Day); nodes[n].Day < j.d && late > 0 {
			w.Node, w.Day, w.Late = int16(n), nodes[n].Day, int32(late)
			w.Light, w.Reason = j.r.overdue(late), BecauseStateLate
			j.keep(w)
			return
		}
	}
	if any {
		w.Light, w.Reason = Green, BecauseUnderWay
	} else {
		w.Light, w.Reason, w.Grey = Grey, BecauseGrey, NotStarted
	}
	j.keep(w)
}

// limit holds an item that has no figure to reach against its limit: it is late
// from the first working day after.
func (j *judging) limit() {
	in := j.in
	if in.Due == calendar.None || in.figures() || in.reachedBy(in.Due) {
		return
	}
	if in.Reached != calendar.None {
		w := finding(-1)
		w.Light, w.Reason, w.Day = Green, BecauseReached, in.Reached
		j.keep(w)
		return
	}
	w := finding(-1)
	w.Day = in.Due
	switch late := j.late(in.Due); {
	case in.Due < j.d && late > 0:
		w.Late, w.Light, w.Reason = int32(late), j.r.overdue(late), BecauseLimitLate
	case in.Reported != calendar.None:
		w.Light, w.Reason = Green, BecauseUnderWay
	default:
		w.Light, w.Reason, w.Grey = Grey, BecauseGrey, NotStarted
	}
	j.keep(w)
}

// figures reports whether a main measure already carries the limit.
func (in *Input) figures() bool {
	for i := range in.Tracks {
		t := &in.Tracks[i]
		if t.Main && (t.HasTarget && t.Path != State || t.Published || t.Path == Bound || t.Path == Relative) {
			return true
		}
	}
	return false
}

// reachedBy reports whether the last state is the item's end and was reached.
func (in *Input) reachedBy(due calendar.Day) bool {
	for i := range in.Tracks {
		if t := &in.Tracks[i]; t.Main && t.Path == State && lastReached(t.Nodes, due) {
			return true
		}
	}
	return lastReached(in.States, due)
}

func lastReached(nodes []Node, due calendar.Day) bool {
	n := len(nodes)
	return n > 0 && nodes[n-1].Reached != calendar.None && nodes[n-1].Day >= due
}
