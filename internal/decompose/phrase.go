package decompose

// phrase reads the figures of one segment together with the words around them.
func (p *parser) phrase(s segment, seg int, qs []quantity, out []found) []found {
	first := len(out)
	qs = p.qualifiers(s, qs)
	for i := 0; i < len(qs); {
		la := s.a
		if i > 0 {
			la = p.gapSplit(qs[i-1].post, qs[i].pre)
		}
		l := p.left(la, qs[i].pre, &qs[i])
		run := p.run(qs, i)
		ra := qs[i+run-1].post
		rb := s.b
		if i+run < len(qs) {
			rb = p.gapEnd(qs[i+run-1].post, qs[i+run].pre)
		}
		out = p.emit(s, seg, l, qs[i:i+run], ra, rb, out, first)
		i += run
	}
	p.sharePredicate(out[first:])
	return out
}

// qualifiers drops figures that only describe what another counts: 70个30亿元
// 以上项目, 5亿元以上项目100个.
func (p *parser) qualifiers(s segment, qs []quantity) []quantity {
	for i := 0; i+1 < len(qs); i++ {
		a, b := &qs[i], &qs[i+1]
		gap := b.pre - a.post
		switch {
		case gap == 0 && a.counter && !b.whole && !b.percent:
			qs = append(qs[:i+1], qs[i+2:]...)
			i--
		case gap > 0 && gap <= 4 && a.counter && p.countsWork(a) && b.after && !p.countsWork(b) && !b.percent && p.words(b.post, s.b) && !p.joined(a.post, b.pre):
			qs = append(qs[:i+1], qs[i+2:]...)
			i--
		case gap >= 3 && !a.whole && p.describes(a.post, b.pre, b):
			qs = append(qs[:i], qs[i+1:]...)
			i--
		case gap > 0 && gap <= 10 && a.after && !a.percent && b.counter && p.genericEnd(a.post, b.pre):
			qs = append(qs[:i], qs[i+1:]...)
			i--
		}
	}
	return qs
}

// describes tells that the figure before [a,b) belongs to the indicator of the
// next: 12条产业链项目占比达84.4%, 每10万人刑事案件数下降36.9%.
func (p *parser) describes(a, b int, q *quantity) bool {
	if q.fromAt > 0 || q.whole {
		return false
	}
	for k := a; k < b; k++ {
		if n, _ := p.lex.fwd.at(p.f, k, b, cJoin); n > 0 {
			return false
		}
	}
	l := left{a: a, b: b}
	for range 4 {
		if !p.tail(&l) {
			break
		}
	}
	if q.pre < q.start {
		l.cut = true
	}
	return l.cut && l.b-a >= 2
}

// joined tells that [a,b) holds 、 or 和.
func (p *parser) joined(a, b int) bool {
	for k := a; k < b; k++ {
		if n, _ := p.lex.fwd.at(p.f, k, b, cJoin); n > 0 {
			return true
		}
	}
	return false
}

// genericEnd tells that [a,b) is a common noun such as 项目 or 企业.
func (p *parser) genericEnd(a, b int) bool {
	n, _ := p.lex.bwd.at(p.f, b, a, cGeneric)
	j, _ := p.lex.fwd.at(p.f, a, b, cJoin)
	return n > 1 && j == 0
}

// run counts the figures from qs[i] on that stand in one list after one head:
// 分别增长9.4%、13.3%、6.1%.
func (p *parser) run(qs []quantity, i int) int {
	n := 1
	for i+n < len(qs) {
		a, b := qs[i+n-1], qs[i+n]
		if a.whole || b.whole || !p.onlyJoin(a.post, b.pre) || a.percent != b.percent || a.rank != b.rank {
			break
		}
		n++
	}
	return n
}

// onlyJoin tells that [a,b) is nothing but 、 or 和 with a comparator.
func (p *parser) onlyJoin(a, b int) bool {
	if b <= a || b-a > 2 {
		return false
	}
	n, _ := p.lex.fwd.at(p.f, a, b, cJoin)
	return n == b-a && p.f[a] != '并' && p.f[a] != '与'
}

// gapSplit is where the words that lead to the next figure begin in the gap
// between two figures; gapEnd is where the words of the figure before it end.
func (p *parser) gapSplit(a, b int) int {
	_, next := p.gap(a, b)
	return next
}

func (p *parser) gapEnd(a, b int) int {
	end, _ := p.gap(a, b)
	return end
}

func (p *parser) gap(a, b int) (end, next int) {
	if n, _ := p.lex.fwd.at(p.f, a, b, cJoin); n > 0 {
		return a, a + n
	}
	last, lastN := -1, 0
	for k := a; k < b; k++ {
		n, _ := p.lex.fwd.at(p.f, k, b, cJoin)
		if n == 0 {
			continue
		}
		if p.f[k] != '、' && k+n < b {
			if last >= 0 {
				continue
			}
			if v, _ := p.lex.fwd.at(p.f, k+n, b, cAction|cUp|cDown); v == 0 && !p.hasEnd(a, b, "等") {
				continue
			}
		}
		last, lastN = k, n
		if m, c := p.lex.fwd.at(p.f, k+n, b, cAction|cUp|cDown); m > 0 && c != 0 && p.f[k] == '、' {
			break
		}
	}
	if last >= 0 {
		return last, last + lastN
	}
	if p.onlyVerbs(a, b) {
		return a, a
	}
	for k := a; k < b; k++ {
		if n, _ := p.lex.fwd.at(p.f, k, b, cAction); n >= 2 && k > a {
			return k, k
		}
	}
	return b, b
}

// onlyVerbs tells that [a,b) is only the verbs that lead to a figure: 翻番达到.
func (p *parser) onlyVerbs(a, b int) bool {
	l := left{a: a, b: b}
	for range 4 {
		if !p.tail(&l) {
			break
		}
	}
	return l.cut && l.b == a
}
