package chart

import "html/template"

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
