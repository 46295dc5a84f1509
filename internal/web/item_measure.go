package web

import (
	"cmp"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/chart"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/quantity"
)

// measured is a measure about to be shown: the track the judge reads, with what
// it leaves out because no light depends on it.
type measured struct {
	id     id.Measure
	basis  string
	need   string
	track  ledger.Track
	former []ledger.Node // the plan before it was last changed
	due    Day
	start  Day // of 交办, where a sum begins at nothing
	rules  *ledger.Rules
	cal    *calendar.Cal
	day    Day // judged on
}

// view shows a measure as chart and as table. Every row is judged by the judge
// itself, on the end of its period, with what was reported up to that period.
func (c measured) view(m *locale.Messages, item id.Item, year int) MeasureView {
	t := &c.track
	v := MeasureView{ID: id.String(c.id), Name: t.Name, Says: c.says(m), Unit: t.Unit, Need: c.need, Points: c.points(m, year),
		CSV: "/items/" + id.String(item) + "/measures/" + id.String(c.id) + ".csv"}
	v.Checked = slices.ContainsFunc(v.Points, func(p PointRow) bool { return p.Checked.OK })
	if t.Path == ledger.State || t.Path == ledger.Bound && len(t.Values) == 0 {
		return v
	}
	if l := c.line(m, v.Points); l != nil {
		v.Wide, v.Narrow, v.Note = l.Wide(), l.Narrow(), m.T("item.chart.note")
	}
	return v
}

// says is unit, path, direction, basis and target in a line.
func (c measured) says(m *locale.Messages) string {
	t := &c.track
	out := m.T("word.path." + t.Path.String())
	if t.Dir < 0 {
		out += "·" + m.T("item.less")
	}
	if t.HasTarget {
		out += "·" + m.T("item.target", "n", m.Number(t.Goal, int(t.Decimals))+t.Unit)
	}
	if !t.Main {
		out += "·" + m.T("item.shown")
	}
	if c.basis != "" {
		out += "·" + m.T("item.basis", "basis", c.basis)
	}
	return out
}

// points are the rows of the table: every period of which something is known and
// every node of the plan, by day.
func (c measured) points(m *locale.Messages, year int) []PointRow {
	t := &c.track
	byPeriod := map[calendar.Period]*PointRow{}
	ends := map[Day]bool{}
	type dated struct {
		day Day
		row *PointRow
	}
	var all []dated
	for _, v := range t.Values {
		if v.Standing == ledger.Returned {
			continue
		}
		r := byPeriod[v.Period]
		if r == nil {
			r = &PointRow{At: periodWord(m, v.Period, year)}
			byPeriod[v.Period], ends[v.Period.End()] = r, true
			all = append(all, dated{v.Period.End(), r})
			c.judge(r, v.Period.End())
		}
		if v.Standing == ledger.Checked {
			r.Checked = Fig(v.N, int(t.Decimals))
			r.Standing = m.T("word.standing.checked")
			continue
		}
		r.Actual, r.Sent = Fig(v.N, int(t.Decimals)), v.Day
		if !r.Checked.OK {
			r.Standing = m.T("word.standing." + v.Standing.String())
		}
	}
	for _, n := range t.Nodes {
		if ends[n.Day] {
			continue
		}
		r := &PointRow{At: m.DateIn(int32(n.Day), year)}
		if n.Day <= c.day {
			c.judge(r, n.Day)
			r.Gap = Figure{} // no figure of its own to hold against it
		}
		r.Plan = Fig(n.Expected, int(t.Decimals))
		if t.Path == ledger.State {
			r.Plan, r.At = Figure{}, r.At+" "+n.State
		}
		all = append(all, dated{n.Day, r})
	}
	slices.SortStableFunc(all, func(a, b dated) int { return cmp.Compare(a.day, b.day) })
	out := make([]PointRow, len(all))
	for i, d := range all {
		out[i] = *d.row
	}
	return out
}

// judge fills plan, gap and light of a row as they stand at the end of a day.
func (c measured) judge(r *PointRow, end Day) {
	t := c.track
	t.Main = true
	t.Values = slices.DeleteFunc(slices.Clone(t.Values), func(v ledger.Value) bool { return v.Period.End() > end })
	in := ledger.Input{Tracks: []ledger.Track{t}, Due: c.due}
	light, why := ledger.Judge(&in, c.rules, c.cal, end)
	r.Light = light.String()
	switch why.Reason {
	case ledger.BecauseAmount, ledger.BecauseAmountOverdue, ledger.BecauseLevel, ledger.BecauseRelative:
		r.Plan = Fig(why.Expected, int(t.Decimals))
		if why.Value >= 0 {
			r.Gap = Fig(why.Actual-why.Expected, int(t.Decimals))
		}
	}
}

// line is the chart: the plan from its beginning to its end, and what was
// reported, hollow while it is not final.
func (c measured) line(m *locale.Messages, points []PointRow) *chart.Line {
	t := &c.track
	l := &chart.Line{ID: "m" + id.String(c.id), Today: int32(c.day), Decimals: int(t.Decimals), Title: m.T("item.chart.nothing")}
	if t.Path.Cumulative() && c.start != 0 {
		l.Plan = append(l.Plan, chart.Point{Day: int32(c.start)})
	}
	for _, n := range t.Nodes {
		l.Plan = append(l.Plan, chart.Point{Day: int32(n.Day), Value: n.Expected})
	}
	if t.HasTarget && c.due != 0 && (len(t.Nodes) == 0 || t.Nodes[len(t.Nodes)-1].Day < c.due) {
		l.Plan = append(l.Plan, chart.Point{Day: int32(c.due), Value: t.Target})
	}
	for _, n := range c.former {
		l.Former = append(l.Former, chart.Point{Day: int32(n.Day), Value: n.Expected})
	}
	for _, v := range c.used() {
		l.Actual = append(l.Actual, chart.Point{Day: int32(v.Period.End()), Value: v.N, Open: v.Standing < ledger.Accepted})
	}
	if len(l.Plan)+len(l.Actual) < 2 {
		return nil
	}
	first, last := c.day, c.day
	for _, p := range slices.Concat(l.Plan, l.Actual) {
		first, last = min(first, Day(p.Day)), max(last, Day(p.Day))
	}
	y, mo, _ := first.YMD()
	l.From, l.To = int32(calendar.Date(y, mo, 1)), int32(last)
	for _, p := range points {
		if p.Actual.OK && p.Plan.OK {
			l.Title = m.T("item.chart.finding", "at", p.At, "plan", m.Number(p.Plan.V, p.Plan.Dec)+t.Unit, "actual", m.Number(p.Actual.V, p.Actual.Dec)+t.Unit)
		}
	}
	l.Text = chart.LineText{Unit: t.Unit, Plan: m.T("item.chart.plan"), Former: m.T("item.chart.former"), Actual: m.T("item.chart.actual"), Today: m.T("item.chart.today", "day", m.DateIn(int32(c.day), c.day.Year())),
		Month: m.Month, Year: func(y int) string { return m.T("item.chart.year", "year", y) }, Number: m.Number}
	if n := len(l.Plan); n > 0 {
		l.Text.PlanEnd = m.DateIn(l.Plan[n-1].Day, c.day.Year())
	}
	return l
}

// used are the values the judge would take, one for each period: checked before
// accepted before unreviewed.
func (c measured) used() []ledger.Value {
	var out []ledger.Value
	for _, v := range c.track.Values {
		n := len(out) - 1
		switch {
		case v.Standing == ledger.Returned:
		case n < 0 || out[n].Period != v.Period:
			out = append(out, v)
		case v.Standing >= out[n].Standing:
			out[n] = v
		}
	}
	return out
}

// periodWord names a period, with its year if it is another than this.
func periodWord(m *locale.Messages, p calendar.Period, year int) string {
	if p == 0 {
		return ""
	}
	key, args := p.LabelKey()
	s := m.T(key, args...)
	if y := p.End().Year(); y != year && p.Grain() != calendar.FullYear {
		return m.T("item.periodof", "year", y, "period", s)
	}
	return s
}

// gapOf is a difference with its unit: of percentages it is points, and says so.
func gapOf(m *locale.Messages, actual, expected int64, decimals int, unit string) (Figure, string) {
	if unit == "%" {
		unit = m.T("ledger.pp")
	}
	return Fig(actual-expected, decimals), unit
}

// percentOf is a share in whole percent; false if there is nothing to share.
func percentOf(a, b int64) (Figure, bool) {
	n, ok := quantity.Percent(a, b, 0, quantity.HalfUp)
	return Fig(n, 0), ok
}
