package ledger

import (
	"strconv"

	"jiufen/internal/calendar"
	"jiufen/internal/quantity"
)

// Text gives the sentence of a key; args alternate name and value.
// (*locale.Messages).T is one.
type Text func(key string, args ...any) string

// teller writes the sentence of one light.
type teller struct {
	in *Input
	r  *Rules
	c  *calendar.Cal
	w  Why
	d  calendar.Day
	t  Text
}

// Sentence says why an item has its light, in one sentence with its numbers.
// in, r, c and d are those that were judged. One decimal everywhere; points are
// taken from the exact figures, not from rounded shares (scenario 7).
func Sentence(in *Input, r *Rules, c *calendar.Cal, d calendar.Day, w Why, t Text) string {
	k := teller{in, r, c, w, d, t}
	text, stop := k.body()
	for _, tail := range k.tails() {
		text = t("judge.and", "a", text, "b", tail)
	}
	if stop {
		return t("judge.end", "a", text)
	}
	return text
}

// body is the sentence without what follows it, and whether it ends in a stop.
func (k teller) body() (text string, stop bool) {
	switch w := k.w; w.Reason {
	case BecauseAmount, BecauseAmountOverdue:
		return k.amount(), true
	case BecauseLevel:
		return k.level(), true
	case BecauseRelative:
		return k.relative(), true
	case BecauseBeyond:
		t := k.track()
		return k.t("judge.beyond", "of", k.period(t.Values[w.Value].Period), "n", k.figure(w.Actual), "bound", k.figure(w.Expected)), true
	case BecauseBreach:
		return k.t("judge.breach", "day", k.day(w.Day)), true
	case BecauseStateLate:
		return k.t("judge.state", "day", k.day(w.Day), "state", k.state(), "late", int(w.Late)), false
	case BecauseLimitLate:
		if k.in.Final != "" {
			return k.t("judge.state", "day", k.day(w.Day), "state", k.in.Final, "late", int(w.Late)), false
		}
		return k.t("judge.limit", "day", k.day(w.Day), "late", int(w.Late)), false
	case BecauseStale:
		return k.t("judge.stale", "day", k.day(w.Day), "late", int(w.Late)), true
	case BecauseReached:
		return k.t("judge.reached", "day", k.day(w.Day)), true
	case BecauseUnderWay:
		return k.underWay(), true
	case BecauseHeld:
		return k.t("judge.held"), true
	case BecauseClosed, BecauseUnfinished:
		return k.closed(), true
	}
	return k.grey(), true
}

func (k teller) track() *Track {
	if k.w.Track < 0 {
		return &Track{}
	}
	return &k.in.Tracks[k.w.Track]
}

func (k teller) state() string {
	nodes := k.in.States
	if k.w.Track >= 0 {
		nodes = k.track().Nodes
	}
	if k.w.Node < 0 {
		return k.in.Final
	}
	return nodes[k.w.Node].State
}

func (k teller) figure(n int64) string {
	t := k.track()
	return quantity.Format(n, int(t.Decimals)) + t.Unit
}

// percent writes a/b in percent with one decimal.
func percent(a, b int64) string {
	n, ok := quantity.Percent(a, b, 1, quantity.HalfUp)
	if !ok {
		return "—"
	}
	return quantity.Format(n, 1) + "%"
}

func (k teller) day(d calendar.Day) string { return dayText(k.t, d, k.d) }

// dayText writes a day, with its year if it is another than that of now.
func dayText(t Text, d, now calendar.Day) string {
	y, m, dd := d.YMD()
	month := t("judge.month." + strconv.Itoa(m))
	if now != calendar.None && now.Year() != y {
		return t("judge.dayof", "y", y, "month", month, "d", dd)
	}
	return t("judge.day", "month", month, "d", dd)
}

func (k teller) period(p calendar.Period) string { return periodText(k.t, p) }

func periodText(t Text, p calendar.Period) string {
	key, args := p.LabelKey()
	return t(key, args...)
}

// line is the line of a ratio that was crossed, 60 of 60.00 %.
func line(th Threshold) string { return quantity.Short(100_00-th.Behind, 2) + "%" }

// amount: 截至6月30日应完成60个（50.0%），最近报数31个（25.8%，5月），落后24.2个百分点。
func (k teller) amount() string {
	w := k.w
	shares := k.r.Metric == Points && w.Base > 0
	expect := k.t("judge.expect", "day", k.day(w.Day), "n", k.figure(w.Expected))
	if shares {
		expect = k.t("judge.expect.share", "day", k.day(w.Day), "n", k.figure(w.Expected), "share", percent(w.Expected, w.Base))
	}
	text := k.t("judge.and", "a", expect, "b", k.reported(shares))
	text = k.t("judge.and", "a", text, "b", k.verdict(shares))
	if w.Late > 0 {
		text = k.t("judge.and", "a", text, "b", k.t("judge.overdue", "day", k.day(k.in.Due), "late", int(w.Late)))
	}
	return text
}

// reported says which value is used and how far it has come.
func (k teller) reported(shares bool) string {
	w, tr := k.w, k.track()
	if w.Value < 0 {
		return k.t("judge.noreport")
	}
	v := tr.Values[w.Value]
	share := percent(v.N, w.Base)
	if v.Standing != Checked {
		of := k.marked(v)
		if shares {
			return k.t("judge.latest.share", "n", k.figure(v.N), "share", share, "of", of)
		}
		return k.t("judge.latest", "n", k.figure(v.N), "of", of)
	}
	key, args := "judge.checked", []any{"day", k.day(v.Day), "n", k.figure(v.N)}
	if u := beside(tr.Values, int(w.Value)); u >= 0 {
		args = append(args, "reported", k.figure(tr.Values[u].N))
	} else {
		key += ".only"
	}
	if shares {
		key, args = key+".share", append(args, "share", share)
	}
	return k.t(key, args...)
}

// beside is the unit's own value of the period of a check.
func beside(vs []Value, check int) int {
	best := -1
	for i, v := range vs {
		if v.Period == vs[check].Period && v.Standing != Checked && v.Standing != Returned && (best < 0 || v.Standing >= vs[best].Standing) {
			best = i
		}
	}
	return best
}

// marked is the period of a value with 未审 or 未审受理, where it is so.
func (k teller) marked(v Value) string {
	of := k.period(v.Period)
	switch v.Standing {
	case Submitted:
		return k.t("judge.period.mark", "period", of, "mark", k.t("judge.mark.unreviewed"))
	case Taken:
		return k.t("judge.period.mark", "period", of, "mark", k.t("judge.mark.taken"))
	}
	return of
}

// verdict says how far behind that is, in the metric of the rules.
func (k teller) verdict(shares bool) string {
	w := k.w
	if w.Actual >= w.Expected {
		if tr := k.track(); tr.HasTarget && w.Actual >= tr.Target {
			return k.t("judge.done", "n", k.figure(tr.Target))
		}
		return k.t("judge.onplan")
	}
	if shares || k.r.Metric == Points || w.Expected <= 0 {
		points, ok := quantity.Points(w.Expected, w.Actual, w.Base, 1)
		if !ok {
			return k.t("judge.under", "gap", k.figure(w.Expected-w.Actual))
		}
		return k.t("judge.behind", "points", quantity.Format(points, 1))
	}
	ratio := k.t("judge.ratio", "ratio", percent(w.Actual, w.Expected))
	return k.t("judge.and", "a", ratio, "b", k.crossed(w.Expected-w.Actual, w.Expected))
}

// crossed names the line a ratio lies below, or stays above.
func (k teller) crossed(short, base int64) string {
	for _, l := range []struct {
		th    Threshold
		light string
	}{{k.r.Red, "red"}, {k.r.Yellow, "yellow"}} {
		if !l.th.over(short, base) {
			continue
		}
		key := "judge.below"
		if l.th.Inclusive {
			key = "judge.atmost"
		}
		return k.t(key, "line", line(l.th), "light", k.t("judge.light."+l.light))
	}
	return k.t("judge.within", "line", line(k.r.Yellow))
}

// valueText: 6月6.5%.
func (k teller) valueText() string {
	v := k.track().Values[k.w.Value]
	if v.Standing == Submitted || v.Standing == Taken {
		mark := "judge.mark.unreviewed"
		if v.Standing == Taken {
			mark = "judge.mark.taken"
		}
		return k.t("judge.value.mark", "of", k.period(v.Period), "n", k.figure(v.N), "mark", k.t(mark))
	}
	return k.t("judge.value", "of", k.period(v.Period), "n", k.figure(v.N))
}

// gap is a difference in the track's unit; percents differ by points.
func (k teller) gap(n int64) string {
	t := k.track()
	if t.Unit == "%" || t.Unit == "％" {
		return k.t("judge.points", "n", quantity.Format(n, int(t.Decimals)))
	}
	return k.figure(n)
}

func (k teller) compare(dir int8) string {
	short := k.w.Expected - k.w.Actual
	switch {
	case dir >= 0 && short > 0:
		return k.t("judge.under", "gap", k.gap(short))
	case dir < 0 && short < 0:
		return k.t("judge.over", "gap", k.gap(-short))
	}
	return k.t("judge.meets")
}

// level: 按6月30日节点应不低于7.0%，6月6.5%，低0.5个百分点。
func (k teller) level() string {
	dir, key := k.track().Dir, "judge.floor"
	if dir < 0 {
		key = "judge.ceiling"
	}
	text := k.t(key, "day", k.day(k.w.Day), "n", k.figure(k.w.Expected))
	return k.t("judge.and", "a", k.t("judge.and", "a", text, "b", k.valueText()), "b", k.compare(dir))
}

func (k teller) relative() string {
	t, dir := k.track(), int8(1)
	key := "judge.relative.above"
	switch {
	case t.Relation == Below:
		key, dir = "judge.relative.below", -1
	case t.Relation == Equal && t.Dir < 0:
		key, dir = "judge.relative.ceiling", -1
	case t.Relation == Equal:
		key = "judge.relative.floor"
	}
	name := t.Other
	if name == "" {
		name = k.t("judge.relative.other")
	}
	args := []any{"name", name, "n", k.figure(k.w.Expected)}
	if t.Margin != 0 && t.Relation != Equal {
		key = map[int8]string{1: "judge.relative.margin", -1: "judge.relative.marginbelow"}[dir]
		args = append(args, "margin", k.gap(t.Margin))
	}
	tail := k.compare(dir)
	if k.w.Light > Green && k.w.Actual == k.w.Expected {
		tail = k.t("judge.under", "gap", k.gap(0))
		if dir < 0 {
			tail = k.t("judge.over", "gap", k.gap(0))
		}
	}
	return k.t("judge.and", "a", k.t("judge.and", "a", k.t(key, args...), "b", k.valueText()), "b", tail)
}

func (k teller) underWay() string {
	if k.w.Value >= 0 {
		v := k.track().Values[k.w.Value]
		return k.t("judge.and", "a", k.t("judge.latest", "n", k.figure(v.N), "of", k.marked(v)), "b", k.t("judge.underway"))
	}
	if k.w.Node >= 0 {
		return k.t("judge.nodesmet")
	}
	return k.t("judge.underway")
}

// closed says how an item ended and, where both days are known, whether the
// standard was reached in time; the day of reaching it counts, not the day of
// approval.
func (k teller) closed() string {
	key := map[Stage]string{ClosedBasic: "judge.closed.basic", Struck: "judge.closed.struck", AwaitingStrike: "judge.closed.await", PhaseClosed: "judge.closed.phase", Unfinished: "judge.unfinished"}[k.in.Stage]
	if key == "" {
		key = "judge.closed"
	}
	what := k.t(key)
	if k.in.Stage == Unfinished || k.in.Reached == calendar.None || k.in.Due == calendar.None {
		return what
	}
	if n := DaysLate(k.in.Due, k.in.Reached); n > 0 {
		return k.t("judge.closed.late", "what", what, "day", k.day(k.in.Reached), "due", k.day(k.in.Due), "n", n)
	}
	return k.t("judge.closed.ontime", "what", what, "day", k.day(k.in.Reached))
}

// DaysLate is how many calendar days after its limit a standard was reached.
func DaysLate(due, reached calendar.Day) int { return max(int(reached-due), 0) }

func (k teller) grey() string {
	switch k.w.Grey {
	case NotStarted:
		return k.t("judge.grey.started")
	case AwaitingRelease:
		return k.t("judge.grey.release")
	case AwaitingEvent:
		return k.t("judge.grey.event")
	case Paused:
		return k.t("judge.grey.paused", "day", k.day(k.w.Day))
	case Stopped:
		return k.t("judge.stopped")
	}
	return k.t("judge.grey.unknown")
}

// tails follow the sentence: how often a date was put off, what is asked for.
func (k teller) tails() []string {
	var out []string
	m := k.w.Marks
	closed := k.in.Stage != Open && k.in.Stage != Applied
	if k.in.Waiting != calendar.None && !closed && k.w.Light > Green {
		if n := k.c.Late(k.in.Waiting, k.d); n > 0 {
			out = append(out, k.t("judge.mark.waiting", "n", n))
		}
	}
	if m.Has(MarkAwaitingRelease) && k.w.Grey != AwaitingRelease && !closed {
		out = append(out, k.t("judge.mark.release"))
	}
	if m.Has(MarkUncertainDue) && !closed {
		out = append(out, k.t("judge.mark.uncertain"))
	}
	if m.Has(MarkClosingPending) {
		out = append(out, k.t("judge.mark.closing"))
	}
	if m.Has(MarkChangePending) && !closed {
		out = append(out, k.t("judge.mark.pending"))
	}
	if m.Has(MarkDeferred) && k.in.WasDay != calendar.None {
		out = append(out, k.t("judge.mark.deferred", "n", k.in.Deferrals, "was", k.day(k.in.WasDay), "now", k.day(k.in.NowDay)))
	}
	return out
}
