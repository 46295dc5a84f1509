package chart

import (
	"html"
	"html/template"
	"math/bits"
	"strconv"
	"strings"
)

// px is a length in tenths of a pixel.
type px int64

func (p px) String() string {
	neg := p < 0
	if neg {
		p = -p
	}
	s := strconv.FormatInt(int64(p/10), 10)
	if d := p % 10; d != 0 {
		s += "." + strconv.FormatInt(int64(d), 10)
	}
	if neg {
		return "-" + s
	}
	return s
}

// scale maps v of lo..hi to from..to, rounded to a tenth of a pixel; the middle
// when the range is empty. It does not overflow for any figures.
func scale(v, lo, hi int64, from, to px) px {
	if hi <= lo {
		return (from + to) / 2
	}
	v = min(max(v, lo), hi)
	span := to - from
	if span < 0 {
		return from - mulDiv(uint64(v)-uint64(lo), uint64(-span), uint64(hi)-uint64(lo))
	}
	return from + mulDiv(uint64(v)-uint64(lo), uint64(span), uint64(hi)-uint64(lo))
}

// mulDiv is a·b/c rounded half up, for a ≤ c.
func mulDiv(a, b, c uint64) px {
	h, l := bits.Mul64(a, b)
	l, carry := bits.Add64(l, c/2, 0)
	q, _ := bits.Div64(h+carry, l, c)
	return px(q)
}

// canvas collects the elements of one SVG.
type canvas struct{ b strings.Builder }

// open starts an SVG of the given class. With a title it is an image that says
// something; without, it is decoration beside its numbers.
func (c *canvas) open(class string, w, h int, id, title string) {
	c.raw(`<svg class="`, class, `" width="`, itoa(w), `" height="`, itoa(h), `" viewBox="0 0 `, itoa(w), ` `, itoa(h), `"`)
	if class == "barsvg" { // a bar has no proportions to keep
		c.raw(` preserveAspectRatio="none"`)
	}
	if title == "" {
		c.raw(` aria-hidden="true">`)
		return
	}
	id = html.EscapeString(id)
	c.raw(` role="img" aria-labelledby="`, id, `"><title id="`, id, `">`, html.EscapeString(title), `</title>`)
}

func (c *canvas) close() template.HTML {
	c.raw("</svg>")
	return template.HTML(c.b.String()) // every text went through html.EscapeString
}

func (c *canvas) raw(parts ...string) {
	for _, p := range parts {
		c.b.WriteString(p)
	}
}

func (c *canvas) text(class string, x, y px, anchor, s string) {
	c.raw(`<text`)
	if class != "" {
		c.raw(` class="`, class, `"`)
	}
	c.raw(` x="`, x.String(), `" y="`, y.String(), `"`)
	if anchor != "" {
		c.raw(` text-anchor="`, anchor, `"`)
	}
	c.raw(`>`, html.EscapeString(s), `</text>`)
}

func (c *canvas) rect(class string, x, y, w, h px) {
	c.raw(`<rect class="`, class, `" x="`, x.String(), `" y="`, y.String(), `" width="`, w.String(), `" height="`, h.String(), `"/>`)
}

func (c *canvas) line(class string, x1, y1, x2, y2 px) {
	c.raw(`<line class="`, class, `" x1="`, x1.String(), `" x2="`, x2.String(), `" y1="`, y1.String(), `" y2="`, y2.String(), `"/>`)
}

func (c *canvas) circle(class string, x, y, r px) {
	c.raw(`<circle class="`, class, `" cx="`, x.String(), `" cy="`, y.String(), `" r="`, r.String(), `"/>`)
}

// spot is a point on the canvas.
type spot struct{ x, y px }

// path draws through the spots; by steps the line keeps its height until the
// next spot is reached, which is how a plan is judged between milestones.
func (c *canvas) path(class string, spots []spot, steps bool) {
	if len(spots) < 2 {
		return
	}
	c.raw(`<path class="`, class, `" d="`)
	for i, s := range spots {
		switch {
		case i == 0:
			c.raw("M", s.x.String(), " ", s.y.String())
		case steps:
			c.raw(" H", s.x.String(), " V", s.y.String())
		default:
			c.raw(" L", s.x.String(), " ", s.y.String())
		}
	}
	c.raw(`"/>`)
}

func itoa(n int) string { return strconv.Itoa(n) }
