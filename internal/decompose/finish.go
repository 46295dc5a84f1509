package decompose

import (
	"cmp"
	"slices"

	"jiufen/internal/document"
)

// targets finishes the targets of a clause, strength, nature, period, parts, and
// adds them to out.
func (b *builder) targets(out []Target, ts []found, c *document.Clause, forward bool) []Target {
	for k := 1; k < len(ts); k++ {
		if ts[k].Start < ts[k-1].Start {
			slices.SortStableFunc(ts, func(x, y found) int { return x.Start - y.Start })
			break
		}
	}
	base := len(out)
	for k := range ts {
		t := ts[k].Target
		t.Of = -1
		if forward {
			t.Strength, t.Nature = b.p.strength(c, &t)
			t.Period = b.period(c)
		}
		if len(out) > base && b.p.partOf(&t) {
			t.Of = wholeOf(out, base, t.Start)
		}
		out = append(out, t)
	}
	return out
}

// wholeOf is the target that one which begins at a is a part of: the last that ends
// before it, or the last at all.
func wholeOf(out []Target, base, a int) int {
	k := len(out) - 1
	for i := k; i >= base; i-- {
		if out[i].End <= a {
			k = i
			break
		}
	}
	for out[k].Of >= 0 {
		k = out[k].Of
	}
	return k
}

func (b *builder) period(c *document.Clause) string {
	y := b.p.year
	if y == 0 {
		return ""
	}
	if c.Section == document.Horizon {
		return itoa(y) + "/" + itoa(y+4-(y-1)%5)
	}
	return itoa(y)
}

// parents makes an item of a topic that several drafts serve.
func (b *builder) parents() {
	p := b.p
	served := map[int][]int{}
	for k := range b.r.Drafts {
		d := &b.r.Drafts[k]
		if d.Parent >= 0 || d.Kind == "main-indicator" {
			continue
		}
		c := &p.d.Clauses[d.Clauses[0]]
		if c.Form == document.Title || c.Heading < 0 || !c.Section.Planning() {
			continue
		}
		if h := c.Heading; p.d.Headings[h].Rank >= document.RankRun {
			served[h] = append(served[h], k)
		}
	}
	for h, ds := range served {
		hc := p.d.Headings[h].Clause
		if len(ds) < 2 || b.inDraft[hc] {
			continue
		}
		c := &p.d.Clauses[hc]
		last := b.r.Drafts[ds[len(ds)-1]].End
		b.r.Drafts = append(b.r.Drafts, Draft{Span: Span{c.Body, last}, Kind: "key-task", Title: p.d.Words(h), Parent: -1, Clauses: []int{hc}, Confidence: 0.5})
		b.inDraft[hc] = true
		for _, k := range ds {
			b.r.Drafts[k].Parent = len(b.r.Drafts) - 1
		}
	}
}

// number puts the drafts in the order of the text and gives them their ids.
func (b *builder) number() {
	ds := b.r.Drafts
	order := make([]int, len(ds))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		return cmp.Or(ds[x].Start-ds[y].Start, ds[y].End-ds[x].End)
	})
	place := make([]int, len(ds))
	for n, k := range order {
		place[k] = n
	}
	out := make([]Draft, len(ds))
	for n, k := range order {
		out[n] = ds[k]
		out[n].ID = n
		if out[n].Parent >= 0 {
			out[n].Parent = place[out[n].Parent]
		}
		b.finish(&out[n])
	}
	b.r.Drafts = out
	b.r.Facts = b.facts
}

// finish reads how firmly the whole is promised, and proposes the limit that the
// text left open, marked as assumed.
func (b *builder) finish(d *Draft) {
	for _, t := range d.Targets {
		d.Strength, d.Nature = cmp.Or(d.Strength, t.Strength), cmp.Or(d.Nature, t.Nature)
	}
	if d.Strength == "" {
		d.Strength = b.p.strengthOf(d.Start, d.End)
	}
	if len(d.Dues) > 0 || b.p.year == 0 {
		return
	}
	y := b.p.year
	if b.p.d.Clauses[d.Clauses[0]].Section == document.Horizon {
		y += 4 - (y-1)%5
	}
	d.Dues = []Due{{Kind: "by", Date: date(y, 12, 31), Assumed: true}}
}

// uncover lists the clauses of planning sections that became no draft.
func (b *builder) uncover() {
	for i := range b.p.d.Clauses {
		c := &b.p.d.Clauses[i]
		if c.Section.Planning() && !b.inDraft[i] {
			b.r.Uncovered = append(b.r.Uncovered, Uncovered{i, b.r.Clauses[i].Reason})
		}
	}
}
