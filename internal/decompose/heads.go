package decompose

import "strings"

// emitLeft makes targets whose indicator stands before the figure.
func (p *parser) emitLeft(l left, qs []quantity, seg int, prev *found, out []found) []found {
	q := &qs[0]
	if q.rank && !l.level && !l.cut {
		return out
	}
	if t, ok := p.byMargin(q, l, seg); ok {
		return append(out, t)
	}
	a := p.indicatorStart(&l)
	if prev != nil && p.shareOf(a, l.b, q) {
		return p.emitShareOf(a, l, qs, seg, prev, out)
	}
	heads := p.nameable(p.heads(a, l.b, len(qs), q, l), q, prev)
	if len(heads) == 0 {
		return p.emitInherited(l, qs, seg, prev, out)
	}
	verb, shared := p.verbsOf(a, &l, q, seg, prev)
	base := len(out)
	for i := range max(len(heads), len(qs)) {
		q, h := &qs[min(i, len(qs)-1)], heads[min(i, len(heads)-1)]
		t := p.make(q, l)
		t.Indicator = shared + h.text + l.suffix
		t.Start, t.End = min(h.a, q.pre), q.post
		t.Measure = p.measureLeft(q, l, t.Indicator, a)
		if shared != "" {
			t.Measure = "add"
		}
		t.verb, t.seg, t.bareHead = verb, seg, h.stem
		t.action = t.Measure == "add"
		p.bare(&t, prev, out, base, i, h)
		out = append(out, t)
	}
	p.spreadComparator(out[base:], qs, l)
	return out
}

// byMargin reads 按不低于5%的幅度压减一般性支出: how much stands before what moves.
func (p *parser) byMargin(q *quantity, l left, seg int) (found, bool) {
	e := q.post
	for e < len(p.f) && p.f[e] == '的' {
		e++
	}
	if e == q.post || !q.percent && !q.point || !p.has(e, "幅度") && !p.has(e, "速度") && !p.has(e, "比例") {
		return found{}, false
	}
	n, c := p.lex.fwd.at(p.f, e+2, len(p.f), cUp|cDown)
	a := e + 2 + n
	b := a
	for b < len(p.f) && !isStop(p.f[b]) {
		b++
	}
	if n < 2 || b-a < 2 {
		return found{}, false
	}
	t := p.make(q, l)
	t.Span, t.Indicator, t.Measure, t.seg = Span{q.pre, b}, p.clean(a, b), "growth", seg
	if c&cUp == 0 {
		t.Measure = "fall"
	}
	return t, true
}

// indicatorStart is where the indicator begins in what leads to a figure.
func (p *parser) indicatorStart(l *left) int {
	a := l.a
	verb := l.cut && (l.dir != 0 || l.level)
	if !verb || l.b-a > 14 {
		a = p.cutPreposition(a, l.b)
	}
	if verb {
		a = p.cutCausative(a, l.b)
	}
	for _, w := range [...]string{"聚焦", "围绕", "紧盯", "瞄准", "锚定", "对照"} {
		if n := runeLen(w); p.has(a, w) && a+n < l.b {
			a += n // 围绕粮食产量增长3%的目标
		}
	}
	return p.cutReport(a, l.b)
}

// nameable drops a single head that names nothing by itself; of 增速居全省第一 the
// indicator is the one before.
func (p *parser) nameable(heads []head, q *quantity, prev *found) []head {
	if n := len(heads); n > 0 && p.hasEnd(heads[n-1].a, heads[n-1].b, "等") {
		if heads[n-1].text = strings.TrimSuffix(heads[n-1].text, "等"); heads[n-1].text == "" {
			heads = heads[:n-1] // 等5个 names nothing
		}
	}
	if len(heads) != 1 {
		return heads
	}
	if p.onlyVerb(heads[0]) {
		return nil
	}
	if prev != nil && q.rank && p.onlyGrowth(heads[0]) {
		heads[0].text = prev.about()
	}
	return heads
}

// verbsOf gives the verb at the start of an indicator, and the one it shares with
// the member of the list before it.
func (p *parser) verbsOf(a int, l *left, q *quantity, seg int, prev *found) (verb, shared string) {
	h := p.verbHead(a, l.b)
	if h == l.b {
		// 完成造林绿化100万亩: the first verb governs, the rest is its object.
		if n, _ := p.lex.fwd.at(p.f, a, l.b, cAction); n < l.b-a {
			h = a + n
		}
	}
	if h > a && h < l.b && !q.percent {
		verb = p.text(a, h)
	}
	if verb == "" && prev != nil && prev.action && prev.verb != "" && q.counter && !l.cut && p.goesOn(a, l.b, prev.seg == seg, q) {
		return prev.verb, prev.verb
	}
	return verb, ""
}

// head is one member of the list of heads before a figure.
type head struct {
	a, b int
	text string
	stem string // what later bare metrics may take up
}

// heads divides the words before figures into as many indicators as they have.
func (p *parser) heads(a, b, want int, q *quantity, l left) []head {
	if b > a && p.f[b-1] == '的' {
		b--
	}
	for b > a && (p.f[b-1] == ' ' || p.f[b-1] == '、') {
		b--
	}
	if q.percent && l.dir == 0 {
		if n, _ := p.lex.bwd.at(p.f, b, a, cGrowthNoun|cFallNoun); n > 0 && b-n > a && p.f[b-1] != '率' {
			b -= n
			for p.hasEnd(a, b, "年均") {
				b -= 2
			}
		}
	}
	if b <= a {
		return nil
	}
	if hs := p.fusedHeads(a, b, want); hs != nil {
		return hs
	}
	spread := want > 1 || l.perEach || l.each
	single := want == 1 && (l.all || p.spreadsOver(a, b, q, l))
	if spread || single {
		if hs := p.splitHeads(a, b, want, single || l.perEach); hs != nil {
			return hs
		}
	}
	if t := p.clean(a, b); t != "" {
		return []head{{a, b, t, p.stem(a, b)}}
	}
	return nil
}

// spreadsOver tells a short list with one figure for all: 高新技术、科技型中小企业
// 数量增长10%以上. A list that ends in 等 is one head.
func (p *parser) spreadsOver(a, b int, q *quantity, l left) bool {
	if !q.percent || l.dir == 0 || q.cmp == "range" {
		return false
	}
	sep := p.find(a, b, "、")
	if sep < 0 || p.find(a, b, "等") >= 0 || p.lastVerb(a, sep) > a && !p.hasHead(a, sep) {
		return false
	}
	return b-a <= 40
}

// splitHeads cuts [a,b) at 、 and 和 into want heads; any number of them when all
// share one figure. The tail of the last is given to those that lack one.
func (p *parser) splitHeads(a, b, want int, all bool) []head {
	cuts := p.listCuts(a, b, want, all)
	if cuts == nil {
		return nil
	}
	n := len(cuts)
	lastA, lastB := cuts[n-1].Start, cuts[n-1].End
	end := lastB
	tail := p.tailStart(lastA, lastB)
	if k := p.lastEtc(lastA, lastB); k >= 0 {
		lastB, tail = k, k+1
	} else if tail <= lastA {
		tail = end
	}
	if n, _ := p.lex.bwd.at(p.f, end, lastA, cAction); tail == end && n == 2 && end-n > lastA+1 {
		tail = end - n // 系统、专网、应用整合: the work is shared
	}
	verb := ""
	if v := p.verbHead(cuts[0].Start, cuts[0].End); v > cuts[0].Start && v < cuts[0].End {
		verb = p.clean(cuts[0].Start, v)
	}
	hs := make([]head, 0, n)
	for i, c := range cuts {
		h := head{a: c.Start, b: c.End, stem: p.stem(c.Start, c.End)}
		switch {
		case i == n-1:
			h.text = p.clean(lastA, min(lastB, tail)) + p.clean(tail, end)
			if tail == end {
				h.text = p.clean(lastA, end)
			}
		case p.hasHead(c.Start, c.End):
			h.text = p.clean(c.Start, c.End)
		default:
			h.text = p.clean(c.Start, c.End) + p.clean(tail, end)
		}
		if i > 0 && verb != "" && p.verbHead(c.Start, c.End) == c.Start && !p.hasMetric(c.Start, c.End) {
			h.text = verb + h.text
		}
		hs = append(hs, h)
	}
	return hs
}

// listCuts finds the members of a list of heads.
func (p *parser) listCuts(a, b, want int, all bool) []Span {
	var cs []Span
	start := a
	lim := b
	if k := p.lastEtc(a, b); k >= 0 {
		lim = k
	}
	for k := a; k < lim; k++ {
		if p.f[k] == '“' || p.f[k] == '(' {
			for k < lim && p.f[k] != '”' && p.f[k] != ')' {
				k++
			}
			continue
		}
		n, _ := p.lex.fwd.at(p.f, k, lim, cJoin)
		if n == 0 || k == start || p.f[k] == '或' || p.f[k] == '并' || p.f[k] == '与' {
			continue
		}
		if p.f[k] != '、' && (p.has(k, "和服务") || p.has(k, "及以")) {
			continue
		}
		cs = append(cs, Span{start, k})
		start = k + n
		k += n - 1
	}
	cs = append(cs, Span{start, b})
	for len(cs) > want && want > 1 && !all {
		// Too many members: the first ones belong together (学前教育、九年义务教育…).
		cs[1].Start = cs[0].Start
		cs = cs[1:]
	}
	if len(cs) < 2 || !all && len(cs) != want {
		return nil
	}
	return cs
}

// lastEtc is the place of 等 that closes a list before its tail, -1 if none.
func (p *parser) lastEtc(a, b int) int {
	for k := b - 1; k > a; k-- {
		if p.f[k] == '等' && p.f[k-1] != '中' && p.f[k-1] != '高' && p.f[k-1] != '优' && p.f[k-1] != '均' {
			return k
		}
	}
	return -1
}

// tailStart is where the shared tail of a head begins: 新能源汽车|零售额,
// 农村|常住居民人均可支配收入. b when it has none.
func (p *parser) tailStart(a, b int) int {
	n, _ := p.lex.bwd.at(p.f, b, a, cMetric|cShare|cGeneric|cGrowthNoun)
	if n == 0 {
		return b
	}
	k := b - n
	for k > a {
		m, _ := p.lex.bwd.at(p.f, k, a, cModifier|cMetric)
		if m < 2 && !(m == 1 && p.f[k-1] == '总') || k-m <= a {
			break
		}
		k -= m
	}
	return k
}

// hasHead tells that a member ends in a head of its own.
func (p *parser) hasHead(a, b int) bool {
	n, _ := p.lex.bwd.at(p.f, b, a, cMetric|cShare|cGeneric|cGrowthNoun)
	if n == 0 {
		if m, _ := p.lex.bwd.at(p.f, b, a, cAction); m == 2 && b-a > 2 {
			return true
		}
	}
	return n > 1 || n == 1 && b-a > 2 && p.f[b-1] == '率'
}

func (p *parser) hasMetric(a, b int) bool {
	n, _ := p.lex.bwd.at(p.f, b, a, cMetric|cShare)
	return n > 1
}

// fusedHeads opens heads written as one word: 一二三产增加值, 存贷款余额.
func (p *parser) fusedHeads(a, b, want int) []head {
	if want < 2 {
		return nil
	}
	for k := a; k < b; k++ {
		for n := 2; n <= 6 && k+n <= b; n++ {
			parts := p.lex.fused[string(p.f[k:k+n])]
			if len(parts) != want {
				continue
			}
			hs := make([]head, want)
			for i, w := range parts {
				hs[i] = head{a: a, b: b, text: p.clean(a, k) + w + p.clean(k+n, b)}
			}
			return hs
		}
	}
	return nil
}
