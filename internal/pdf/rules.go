package pdf

import (
	"math"
	"sort"
)

// rule is a drawn line, level or upright: from lo to hi at height (or place) at.
type rule struct{ at, lo, hi float64 }

// rules are the drawn lines of a page, which make tables.
type rules struct{ level, upright []rule }

// Bounds of what is taken for the rules of a table, in points.
const (
	maxRules   = 20_000
	thickest   = 3.0
	shortest   = 4.0
	touching   = 3.0 // rules this near to each other meet
	maxBorders = 400
)

type point struct{ x, y float64 }

// path gathers the subpaths of a path being built (8.5.2).
type path struct{ subs [][]point }

func (p *path) operator(o string, n func(int) float64, m matrix) {
	at := func(x, y float64) point { return point{m[0]*x + m[2]*y + m[4], m[1]*x + m[3]*y + m[5]} }
	switch o {
	case "m":
		p.subs = append(p.subs, []point{at(n(0), n(1))})
	case "l":
		if k := len(p.subs) - 1; k >= 0 && len(p.subs[k]) < 1000 {
			p.subs[k] = append(p.subs[k], at(n(0), n(1)))
		}
	case "h":
		if k := len(p.subs) - 1; k >= 0 && len(p.subs[k]) > 0 {
			p.subs[k] = append(p.subs[k], p.subs[k][0])
		}
	case "re":
		x, y, w, h := n(0), n(1), n(2), n(3)
		p.subs = append(p.subs, []point{at(x, y), at(x+w, y), at(x+w, y+h), at(x, y+h), at(x, y)})
	case "c", "v", "y":
		if k := len(p.subs) - 1; k >= 0 { // a curve bounds no table
			p.subs[k] = nil
		}
	}
	if len(p.subs) > maxRules {
		p.subs = p.subs[:0]
	}
}

// stroke takes the lines of the path, fill takes its shapes that are as thin as lines.
func (r *rules) stroke(p path) {
	for _, s := range p.subs {
		for i := 1; i < len(s); i++ {
			r.add(s[i-1], s[i])
		}
	}
}

func (r *rules) fill(p path) {
	for _, s := range p.subs {
		if len(s) < 2 {
			continue
		}
		lo, hi := s[0], s[0]
		for _, q := range s {
			lo = point{math.Min(lo.x, q.x), math.Min(lo.y, q.y)}
			hi = point{math.Max(hi.x, q.x), math.Max(hi.y, q.y)}
		}
		switch w, h := hi.x-lo.x, hi.y-lo.y; {
		case h <= thickest && w > h:
			r.add(point{lo.x, (lo.y + hi.y) / 2}, point{hi.x, (lo.y + hi.y) / 2})
		case w <= thickest:
			r.add(point{(lo.x + hi.x) / 2, lo.y}, point{(lo.x + hi.x) / 2, hi.y})
		}
	}
}

func (r *rules) add(a, b point) {
	if len(r.level)+len(r.upright) >= maxRules {
		return
	}
	dx, dy := math.Abs(a.x-b.x), math.Abs(a.y-b.y)
	switch {
	case dy < 1 && dx > shortest && dx < 1e5:
		r.level = append(r.level, rule{(a.y + b.y) / 2, math.Min(a.x, b.x), math.Max(a.x, b.x)})
	case dx < 1 && dy > shortest && dy < 1e5:
		r.upright = append(r.upright, rule{(a.x + b.x) / 2, math.Min(a.y, b.y), math.Max(a.y, b.y)})
	}
}

// turn turns the rules as turnPage turns glyphs.
func (r *rules) turn(most int) {
	flip := func(in []rule, at, along float64) (out []rule) {
		for _, s := range in {
			lo, hi := s.lo*along, s.hi*along
			out = append(out, rule{s.at * at, math.Min(lo, hi), math.Max(lo, hi)})
		}
		return out
	}
	switch most {
	case 1: // x, y = y, -x
		r.level, r.upright = flip(r.upright, -1, 1), flip(r.level, 1, -1)
	case 2:
		r.level, r.upright = flip(r.level, -1, -1), flip(r.upright, -1, -1)
	case 3: // x, y = -y, x
		r.level, r.upright = flip(r.upright, 1, -1), flip(r.level, -1, 1)
	}
}

// joined brings rules together that lie on one line and meet.
func joined(in []rule) (out []rule) {
	in = append([]rule(nil), in...)
	sort.Slice(in, func(i, j int) bool {
		if math.Abs(in[i].at-in[j].at) > 1.5 {
			return in[i].at < in[j].at
		}
		return in[i].lo < in[j].lo
	})
	for _, s := range in {
		if k := len(out) - 1; k >= 0 && math.Abs(out[k].at-s.at) <= 1.5 && s.lo <= out[k].hi+touching {
			out[k].hi = math.Max(out[k].hi, s.hi)
			continue
		}
		out = append(out, s)
	}
	return out
}

// frame is the rules of one table: those that hang together.
type frame struct {
	rules
	top, bottom, left, right float64
}

// frames finds the tables among the rules of a page.
func (r rules) frames() (out []frame) {
	level, upright := joined(r.level), joined(r.upright)
	if len(level) > maxBorders || len(upright) > 4*maxBorders {
		return nil
	}
	group := make([]int, len(level)+len(upright))
	for i := range group {
		group[i] = i
	}
	var root func(int) int
	root = func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	for i, h := range level {
		for j, v := range upright {
			if v.at >= h.lo-touching && v.at <= h.hi+touching && h.at >= v.lo-touching && h.at <= v.hi+touching {
				group[root(i)] = root(len(level) + j)
			}
		}
	}
	byRoot := map[int]*frame{}
	var order []int
	get := func(i int) *frame {
		k := root(i)
		if byRoot[k] == nil {
			byRoot[k] = &frame{top: math.Inf(-1), bottom: math.Inf(1), left: math.Inf(1), right: math.Inf(-1)}
			order = append(order, k)
		}
		return byRoot[k]
	}
	for i, h := range level {
		f := get(i)
		f.level = append(f.level, h)
		f.top, f.bottom = math.Max(f.top, h.at), math.Min(f.bottom, h.at)
		f.left, f.right = math.Min(f.left, h.lo), math.Max(f.right, h.hi)
	}
	for j, v := range upright {
		f := get(len(level) + j)
		f.upright = append(f.upright, v)
		f.top, f.bottom = math.Max(f.top, v.hi), math.Min(f.bottom, v.lo)
		f.left, f.right = math.Min(f.left, v.at), math.Max(f.right, v.at)
	}
	for _, k := range order {
		if f := byRoot[k]; len(f.level) >= 2 && len(f.upright) >= 2 {
			out = append(out, *f)
		}
	}
	return out
}

// borders are the distinct places of rules.
func borders(rs []rule, ends ...float64) (out []float64) {
	for _, s := range rs {
		ends = append(ends, s.at)
	}
	sort.Float64s(ends)
	for _, v := range ends {
		if len(out) == 0 || v-out[len(out)-1] > touching {
			out = append(out, v)
		}
	}
	return out
}

// covers reports whether a rule of rs at a place runs past a point.
func covers(rs []rule, at, along float64) bool {
	for _, s := range rs {
		if math.Abs(s.at-at) <= touching && s.lo <= along && along <= s.hi {
			return true
		}
	}
	return false
}
