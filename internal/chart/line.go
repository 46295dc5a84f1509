package chart

import (
	"html/template"
	"time"
)

// Point is a figure at a day.
type Point struct {
	Day   int32 // days since 1970-01-01
	Value int64 // scaled by Line.Decimals
	Open  bool  // drawn hollow: not yet final
}

// Line is a plan against reality over time. The axis starts at zero (below it,
// when a figure is negative) and ends at the largest figure.
type Line struct {
	ID       string // unique on the page; the title's id is made of it
	Title    string // the finding in one sentence
	From, To int32  // first and last day of the axis
	Today    int32  // drawn as a thin line if within the axis
	Decimals int
	Plan     []Point
	Former   []Point // the plan before it was last changed, if it was
	Actual   []Point
	Steps    bool // the plan keeps its height between milestones
	Text     LineText
}

// LineText are the words of a Line, in the reader's language.
type LineText struct {
	Unit    string                  // after the figure at the top of the axis: %, 公里
	Plan    string                  // 计划
	PlanEnd string                  // second line under it: 9月30日
	Former  string                  // 原计划
	Actual  string                  // 实报
	Today   string                  // 今天 7月8日
	Month   func(m int) string      // label of a month on the axis
	Year    func(y int) string      // label of a year on the axis
	Number  func(int64, int) string // figure and decimals
}

// frame is where things stand on one size of the chart.
type frame struct {
	class                    string
	suffix                   string
	w, h                     int
	left, right, top, bottom px
	labels                   int // most labels along the axis
	narrow                   bool
}

var (
	wide   = frame{class: "chart no-phone", suffix: "w", w: 790, h: 306, left: 440, right: 6980, top: 160, bottom: 2800, labels: 12}
	narrow = frame{class: "chart only-phone", suffix: "n", w: 358, h: 230, left: 400, right: 3480, top: 160, bottom: 2040, labels: 6, narrow: true}
)

// Wide draws the chart 790 px wide, for screens and print.
func (l *Line) Wide() template.HTML { return l.draw(wide) }

// Narrow draws it 358 px wide, so that its text stays 12 px on a phone.
func (l *Line) Narrow() template.HTML { return l.draw(narrow) }

func (l *Line) draw(f frame) template.HTML {
	lo, hi := l.bounds()
	at := func(p Point) spot {
		return spot{scale(int64(p.Day), int64(l.From), int64(l.To), f.left, f.right), scale(p.Value, lo, hi, f.bottom, f.top)}
	}
	var c canvas
	c.open(f.class, f.w, f.h, l.ID+"-"+f.suffix, l.Title)
	l.drawAxes(&c, f, lo, hi)
	l.drawToday(&c, f)
	c.path("plan former", spots(l.Former, at), l.Steps)
	c.path("plan", spots(l.Plan, at), l.Steps)
	actual := spots(l.Actual, at)
	c.path("act", actual, false)
	for i, s := range actual {
		class := "pt"
		if l.Actual[i].Open {
			class = "pt0"
		}
		c.circle(class, s.x, s.y, 32)
	}
	l.drawLabels(&c, f, at)
	return c.close()
}

func spots(points []Point, at func(Point) spot) []spot {
	s := make([]spot, len(points))
	for i, p := range points {
		s[i] = at(p)
	}
	return s
}

func (l *Line) bounds() (lo, hi int64) {
	for _, points := range [][]Point{l.Plan, l.Former, l.Actual} {
		for _, p := range points {
			lo, hi = min(lo, p.Value), max(hi, p.Value)
		}
	}
	if hi == lo {
		hi = lo + 1
	}
	return lo, hi
}

func (l *Line) drawAxes(c *canvas, f frame, lo, hi int64) {
	zero := scale(0, lo, hi, f.bottom, f.top)
	c.raw(`<path class="ax" d="M`, f.left.String(), ` `, zero.String(), ` H`, f.right.String(), `"/>`)
	c.text("", f.left-80, zero+40, "end", l.Text.Number(0, 0))
	if half, dec, ok := middle(hi, l.Decimals); ok {
		c.text("", f.left-80, scale(hi/2, lo, hi, f.bottom, f.top)+40, "end", l.Text.Number(half, dec))
	}
	if hi > 0 {
		c.text("", f.left-80, f.top+40, "end", l.Text.Number(hi, l.Decimals)+l.unit())
	}
	if lo < 0 {
		c.text("", f.left-80, f.bottom+40, "end", l.Text.Number(lo, l.Decimals))
	}
	for _, t := range ticks(l.From, l.To, f.labels) {
		x := scale(int64(t.day), int64(l.From), int64(l.To), f.left, f.right)
		c.raw(`<path class="ax" d="M`, x.String(), ` `, f.bottom.String(), ` v4"/>`)
		if t.label {
			next := scale(int64(t.end), int64(l.From), int64(l.To), f.left, f.right)
			label := l.Text.Month(t.month)
			if t.month == 0 {
				label = l.Text.Year(t.year)
			}
			c.text("", (x+next)/2, f.bottom+180, "middle", label)
		}
	}
}

// unit is written after the top figure only when it is short; a long one would
// run out of the picture, and the page names it beside the heading.
func (l *Line) unit() string {
	if l.Text.Unit == "%" {
		return "%"
	}
	return ""
}

// middle is half of hi, with one decimal more if it needs it. False when a half
// would tell nothing.
func middle(hi int64, decimals int) (int64, int, bool) {
	switch {
	case hi <= 1 && decimals == 0:
		return 0, 0, false
	case hi%2 == 0:
		return hi / 2, decimals, true
	case decimals == 0 && hi < 1<<59:
		return hi * 5, 1, true
	default:
		return hi / 2, decimals, hi > 1
	}
}

func (l *Line) drawToday(c *canvas, f frame) {
	if l.Today < l.From || l.Today > l.To {
		return
	}
	x := scale(int64(l.Today), int64(l.From), int64(l.To), f.left, f.right)
	c.line("now", x, f.top-40, x, f.bottom)
	if x > f.right-900 {
		c.text("acc", x-50, f.bottom-80, "end", l.Text.Today)
		return
	}
	c.text("acc", x+50, f.bottom-80, "", l.Text.Today)
}

func (l *Line) drawLabels(c *canvas, f frame, at func(Point) spot) {
	var plan spot
	if n := len(l.Plan); n > 0 {
		last := l.Plan[n-1]
		plan = at(last)
		if f.narrow {
			c.text("", min(plan.x, f.right)-60, plan.y+186, "end", l.Text.Plan)
		} else {
			c.text("", plan.x+80, plan.y+40, "", l.Text.Plan+" "+l.Text.Number(last.Value, l.Decimals)+l.Text.Unit)
			c.text("", plan.x+80, plan.y+200, "", l.Text.PlanEnd)
		}
	}
	if n := len(l.Former); n > 0 && !f.narrow {
		s := at(l.Former[n-1])
		c.text("", s.x-60, s.y-60, "end", l.Text.Former)
	}
	if n := len(l.Actual); n > 0 {
		last := l.Actual[n-1]
		s := at(last)
		label := l.Text.Actual + " " + l.Text.Number(last.Value, l.Decimals) + l.Text.Unit
		x, y, anchor := s.x+80, s.y+40, ""
		if s.x > f.right-600 { // no room on the right, or the plan's own label stands there
			x, y, anchor = s.x-60, s.y+200, "end"
			if y > f.bottom-100 {
				y = s.y - 80
			}
		}
		c.text("b", x, y, anchor, label)
	}
}

// tick is the start of a month or year on the axis.
type tick struct {
	day, end    int32 // its first day, and that of the next tick
	year, month int   // month 0: a year
	label       bool
}

// ticks are the months that begin within from..to, or the years when there are
// more than 24 months; at most n of them are labelled.
func ticks(from, to int32, n int) []tick {
	months := monthsBetween(from, to)
	step := 1
	if months > 24 {
		step = 12
	}
	var all []tick
	t := date(from)
	t = time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC)
	if step == 12 {
		t = time.Date(t.Year(), 1, 1, 0, 0, 0, 0, time.UTC)
	}
	for ; days(t) <= to; t = t.AddDate(0, step, 0) {
		k := tick{day: max(days(t), from), end: min(days(t.AddDate(0, step, 0)), to), year: t.Year(), month: int(t.Month())}
		if step == 12 {
			k.month = 0
		}
		all = append(all, k)
	}
	every := (len(all) + n - 1) / max(n, 1)
	for i := range all {
		wideEnough := all[i].end-all[i].day > (to-from)/int32(n+n/2+1)
		all[i].label = i%max(every, 1) == 0 && wideEnough
	}
	return all
}

func monthsBetween(from, to int32) int {
	a, b := date(from), date(to)
	return (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month()) + 1
}

func date(day int32) time.Time { return time.Unix(int64(day)*86400, 0).UTC() }

func days(t time.Time) int32 { return int32(t.Unix() / 86400) }
