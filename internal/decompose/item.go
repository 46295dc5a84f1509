package decompose

import "jiufen/internal/document"

// item is a run of clauses that one bracket of units closes.
type item struct {
	first, last int
	answer
}

// groups finds the items that brackets of units close.
func (b *builder) groups() {
	cs := b.p.d.Clauses
	floor := 0 // first clause that the next item may hold
	for i := range cs {
		c := &cs[i]
		if c.Form == document.Furniture {
			floor = i + 1
			continue
		}
		if i > 0 && cs[i-1].Line != c.Line && !b.labelLine(i) {
			floor = max(floor, i)
		}
		if c.Marker != 0 && c.Marker != document.RankRun {
			floor = i
		}
		if c.First && (b.row(i) || b.cellLine(i)) {
			floor = b.items[len(b.items)-1].last + 1
		}
		if b.group[i] > 0 {
			continue
		}
		ans, ok, before := b.closing(i)
		switch {
		case ok && before:
			floor = b.paragraphBefore(i)
			fallthrough
		case ok:
			b.close(i, floor, ans)
			floor = i + 1
		case b.endsInUnits(i) || b.opensWithUnits(i):
			floor = i + 1
		case c.Form == document.Title && c.Marker == 0:
			floor = i + 1
		}
	}
}

// closing reads what clause i says about who answers: a bracket at its end, a
// line 牵头单位:…, or a sentence 由…负责落实, which may close the paragraph before.
func (b *builder) closing(i int) (ans answer, ok, before bool) {
	p := b.p
	c := &p.d.Clauses[i]
	if ans, ok = b.brackets(c); ok {
		return ans, true, false
	}
	if b.labelLine(i) {
		ans, ok = p.bracket(c.Body, b.trimmed(c))
		return ans, ok, false
	}
	if p.f[c.Body] == '由' {
		ans, ok = b.byWhom(c)
		return ans, ok, c.First
	}
	return ans, false, false
}

// close makes an item of the clauses from floor to i; a second label line goes on
// with the item before it.
func (b *builder) close(i, floor int, ans answer) {
	if k := len(b.items); k > 0 && b.labelLine(i) && b.items[k-1].last == i-1 {
		it := &b.items[k-1]
		it.units = append(it.units, ans.units...)
		it.leaders = append(it.leaders, ans.leaders...)
		it.dues = append(it.dues, ans.dues...)
		it.last = i
		b.group[i] = k
		return
	}
	first := floor
	for first < i && b.skip(first) {
		first++
	}
	b.items = append(b.items, item{first: first, last: i, answer: ans})
	for k := first; k <= i; k++ {
		b.group[k] = len(b.items)
	}
}

// byWhom reads a sentence that only says who answers for what stands before:
// 由市财政局、农业局,各县区政府负责落实。
func (b *builder) byWhom(c *document.Clause) (answer, bool) {
	p := b.p
	e := b.trimmed(c)
	if r, _ := p.roleVerb(c.Body+1, e); r == "" {
		return answer{}, false
	}
	ans, ok := p.bracket(c.Body+1, e)
	for _, u := range ans.units {
		ok = ok && p.unitLike(u.Start, u.End)
	}
	return ans, ok && ans.role
}

// paragraphBefore is the first clause of the paragraph before clause i that no
// item holds yet.
func (b *builder) paragraphBefore(i int) int {
	cs := b.p.d.Clauses
	k := i
	for k > 0 && b.group[k-1] == 0 && cs[k-1].Form != document.Furniture && (cs[k-1].Line == cs[i].Line || k == i || cs[k-1].Line == cs[k].Line) {
		k--
	}
	for k < i && cs[k].Form == document.Title && cs[k].Marker != 0 && cs[k].Marker <= document.RankOne {
		k++
	}
	return k
}

// skip tells clauses that only lead to an item: 具体措施:.
func (b *builder) skip(i int) bool {
	c := &b.p.d.Clauses[i]
	return b.p.f[c.End-1] == ':' && c.End-c.Start < 10
}

func (b *builder) trimmed(c *document.Clause) int {
	e := c.End
	for e > c.Body && (b.p.f[e-1] == '。' || b.p.f[e-1] == ';') {
		e--
	}
	return e
}

// labelLine tells a line of its own such as 牵头单位:市教育局.
func (b *builder) labelLine(i int) bool {
	c := &b.p.d.Clauses[i]
	_, n := b.p.roleLabel(c.Body, c.End)
	return n > 0
}

// brackets reads the brackets of a clause; the last one with units counts.
func (b *builder) brackets(c *document.Clause) (answer, bool) {
	p := b.p
	for k := c.End - 1; k >= c.Start; k-- {
		if p.f[k] != ')' {
			continue
		}
		open, depth := -1, 0
		for j := k; j >= c.Start; j-- {
			switch p.f[j] {
			case ')':
				depth++
			case '(':
				depth--
			}
			if depth == 0 {
				open = j
				break
			}
		}
		if open < 0 || k-open < 4 {
			return answer{}, false
		}
		rest := k + 1
		for rest < c.End && (p.f[rest] == '。' || p.f[rest] == ';' || p.f[rest] == ' ') {
			rest++
		}
		if rest < c.End {
			return answer{}, false
		}
		return p.bracket(open+1, k)
	}
	return answer{}, false
}

// firstUnit is the rule of the covering notice, looked for once.
func (b *builder) firstUnit() firstUnit {
	if b.rule == nil {
		r := b.p.firstUnitRule()
		b.rule = &r
	}
	return *b.rule
}

// openItem makes the draft of a bracketed item.
func (b *builder) openItem(g int) int {
	it, cs := &b.items[g], b.p.d.Clauses
	d := Draft{Span: Span{cs[it.first].Body, cs[it.last].End}, Kind: "key-task", Parent: -1, Confidence: 0.95}
	for k := it.first; k <= it.last; k++ {
		d.Clauses = append(d.Clauses, k)
		b.inDraft[k] = true
		if b.r.Clauses[k].Label == Background && cs[k].Section.Planning() {
			b.r.Clauses[k] = ClauseRead{Commitment, becauseUnits}
		}
	}
	d.Title = b.title(cs[it.first].Body, cs[it.first].End)
	b.firstUnit().apply(b.p, &it.answer)
	d.Units, d.Leaders, d.Dues = it.units, it.leaders, it.dues
	d.LeadMode = it.mode(b.p)
	b.r.Drafts = append(b.r.Drafts, d)
	return len(b.r.Drafts) - 1
}

// intoItem adds what a clause of a bracketed item says.
func (b *builder) intoItem(i, open int, ts []found) {
	p := b.p
	c := &p.d.Clauses[i]
	end := c.End
	if i == b.items[b.group[i]-1].last {
		end = b.bracketStart(c)
	}
	ds := p.dues(c.Body, end)
	d := &b.r.Drafts[open]
	var subs []subject
	if p.f[c.Body] != '由' {
		subs = p.subjects(c.Body, end)
	}
	d.Targets = b.targets(d.Targets, b.before(ts, end), c, true)
	d.Dues = append(d.Dues, ds...)
	for k, s := range subs {
		stop := end
		if k+1 < len(subs) {
			stop = subs[k+1].at
		}
		child := Draft{Span: Span{s.body, trimEnd(p.f, s.body, max(s.body+1, stop))}, Kind: "key-task", Parent: open, Clauses: []int{i}, Units: s.units, LeadMode: s.mode(p), Confidence: 0.6}
		child.Title = b.title(s.body, stop)
		b.r.Drafts = append(b.r.Drafts, child)
	}
}

// before keeps the targets that end before the bracket of units.
func (b *builder) before(ts []found, end int) []found {
	for k := range ts {
		if ts[k].End > end {
			return ts[:k]
		}
	}
	return ts
}

func (b *builder) bracketStart(c *document.Clause) int {
	depth := 0
	for k := c.End - 1; k > c.Body; k-- {
		switch b.p.f[k] {
		case ')':
			depth++
		case '(':
			depth--
			if depth == 0 {
				return k
			}
		}
	}
	return c.End
}
