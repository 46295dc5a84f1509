package chart

import "html/template"

// Small is a plan and reality in a cell of a table, 112 × 28.
type Small struct {
	ID, Title    string // with a title it is read out, else it stands beside its numbers
	From, To     int32
	Plan, Actual []Point
}

// SVG draws it: plan, reality, the last point.
func (s *Small) SVG() template.HTML {
	l := Line{Plan: s.Plan, Actual: s.Actual}
	lo, hi := l.bounds()
	at := func(p Point) spot {
		return spot{scale(int64(p.Day), int64(s.From), int64(s.To), 30, 1070), scale(p.Value, lo, hi, 250, 30)}
	}
	var c canvas
	c.open("chart", 112, 28, s.ID, s.Title)
	c.path("plan", spots(s.Plan, at), false)
	actual := spots(s.Actual, at)
	c.path("act", actual, false)
	if n := len(actual); n > 0 {
		class := "pt"
		if s.Actual[n-1].Open {
			class = "pt0"
		}
		c.circle(class, actual[n-1].x, actual[n-1].y, 24)
	}
	return c.close()
}

// Part is one part of a bar of counts.
type Part struct {
	Class string // s-done, s-green … or c1 … c4
	N     int
}

// Stack is a bar of counts, each part at least 3 px if it is not empty, so
// that one red among three hundred is seen. It stands beside its counts.
func Stack(w, h int, parts []Part) template.HTML {
	var c canvas
	c.open("barsvg", w, h, "", "")
	total, shown := int64(0), 0
	for _, p := range parts {
		if p.N > 0 {
			total += int64(p.N)
			shown++
		}
	}
	const gap, least = 15, 30
	room := px(w*10) - px(shown*gap) - px(shown*least)
	x := px(5)
	for _, p := range parts {
		if p.N <= 0 || room < 0 {
			continue
		}
		width := least + scale(int64(p.N), 0, total, 0, room)
		c.rect(p.Class, x, 5, width, px(h*10-10))
		x += width + gap
	}
	return c.close()
}

// Share is how much of a plan is done, a bar with a tick for the share of time
// gone. Both are per mille; more than all is drawn full.
func Share(w, h int, done, time int64) template.HTML {
	var c canvas
	c.open("barsvg", w, h, "", "")
	full := px(w * 10)
	third := px(h*10) / 4
	c.rect("trk", 0, third, full, px(h*10)-2*third)
	c.rect("fil", 0, third, scale(done, 0, 1000, 0, full), px(h*10)-2*third)
	t := scale(time, 0, 1000, 0, full)
	c.line("tick", t, 0, t, px(h*10))
	return c.close()
}
