package decompose

// verbOf finds the verb that governs an object on the right, in what stands to
// the left of the figure, and the place it begins.
func (p *parser) verbOf(l left, ra, rb int, q *quantity) (a, b int, verb string) {
	f := p.f
	a, b = l.a, l.b
	if l.cut && l.dir != 0 && l.b == l.a {
		// 增加5000个招生计划: the verb of change is the work itself.
		b = q.pre
	}
	if b <= a {
		return a, b, ""
	}
	if k := p.namesEnd(a, b); k > 0 {
		// 加快宝鸡、延安等4个基地建设: the names before 等 fall away.
		v := p.verbHead(a, b)
		return a, b, p.text(a, v)
	}
	if v := p.verbHead(a, b); v > a && q.counter && p.find(v, b, "、") >= 0 {
		return a, b, p.verbText(a, v)
	}
	if v := p.verbTail(a, b); v < b {
		return v, b, p.verbText(v, b)
	}
	if n, _ := p.lex.bwd.at(f, b, a, cPreposition|cBenefactive|cJoin); n > 0 {
		if b-a <= 10 {
			return a, b, p.text(a, b)
		}
		if v := p.lastVerb(a, b); v >= 0 {
			return v, b, p.text(v, b)
		}
		return b - n, b, p.text(b-n, b)
	}
	if v := p.verbHead(a, b); v > a {
		if q.counter && (p.find(v, b, "、") >= 0 || b-v <= 4) && b > v {
			return a, b, p.text(a, v)
		}
		return a, b, p.clean(a, b)
	}
	if b-a <= 3 && !q.percent || q.counter && p.find(a, b, "、") >= 0 {
		return a, b, ""
	}
	if b-1 >= a && p.f[b-1] == '以' {
		return a, b, skipFigure
	}
	if k := p.lastVerb(a, b); k >= 0 && b-a > 10 {
		a = k
	}
	return a, b, p.clean(a, b)
}

// verbText is a verb as part of an indicator, without 了.
func (p *parser) verbText(a, b int) string {
	if b > a+1 && p.f[b-1] == '了' {
		b--
	}
	return p.text(a, b)
}

// namesEnd tells that [a,b) ends in 等 after names.
func (p *parser) namesEnd(a, b int) int {
	if b-a >= 2 && p.f[b-1] == '等' && p.f[b-2] != '中' && p.f[b-2] != '高' && p.f[b-2] != '优' {
		return b
	}
	return 0
}

// verbHead is the end of the verbs and adverbs at the start of [a,b).
func (p *parser) verbHead(a, b int) int {
	k, end := a, a
	for k < b {
		n, c := p.lex.fwd.at(p.f, k, b, cAction|cAdverb|cCausative|cUp|cDown)
		if n < 2 && k > a && p.has(k, "发展") && k+2 < b {
			n, c = 2, cAction
		}
		if n >= 2 {
			k += n
			if c&(cAction|cCausative|cUp|cDown) != 0 {
				end = k
			}
			continue
		}
		m, _ := p.lex.fwd.at(p.f, k, b, cJoin)
		if m == 0 || k == a || k+m >= b {
			break
		}
		if v, _ := p.lex.fwd.at(p.f, k+m, b, cAction); v < 2 {
			break
		}
		k += m
	}
	if b-end == 1 {
		return a // 开发区, 压缩车: a noun
	}
	return end
}

// verbTail is the start of the verbs and their adverbs at the end of [a,b).
func (p *parser) verbTail(a, b int) int {
	k := b
	if k-1 > a && p.f[k-1] == '了' {
		k--
		b = k
	}
	for k > a {
		n, c := p.lex.bwd.at(p.f, k, a, cAction|cUp|cDown)
		if n < 2 && !(n == 1 && k == b && (c&cAction != 0) && k-1 == a) {
			break
		}
		k -= n
		for {
			if m, _ := p.lex.bwd.at(p.f, k, a, cAdverb); m > 1 || m == 1 && p.f[k-1] == '新' && (k-2 < a || p.f[k-2] != '更' && p.f[k-2] != '创' && p.f[k-2] != '翻') {
				k -= m
				continue
			}
			break
		}
		if m, _ := p.lex.bwd.at(p.f, k, a, cJoin); m > 0 {
			if v, _ := p.lex.bwd.at(p.f, k-m, a, cAction); v >= 2 {
				k -= m
				continue
			}
			break
		}
	}
	if k == b && b < len(p.f) && p.f[b] == '了' {
		return b + 1
	}
	return k
}

// lastVerb is the start of the last verb in [a,b) with its adverbs, -1 if none.
func (p *parser) lastVerb(a, b int) int {
	for k := b; k > a; k-- {
		if n, _ := p.lex.bwd.at(p.f, k, a, cAction); n >= 2 {
			return p.verbTail(a, k)
		}
	}
	return -1
}

// firstVerb is the start of the first verb in [a,b), -1 if none.
func (p *parser) firstVerb(a, b int) int {
	for k := a; k < b; k++ {
		if p.f[k] == '“' || p.f[k] == '《' {
			for k < b && p.f[k] != '”' && p.f[k] != '》' {
				k++
			}
			continue
		}
		if n, _ := p.lex.fwd.at(p.f, k, b, cAction); n >= 2 {
			return p.withAdverbs(a, k)
		}
	}
	return -1
}

func (p *parser) withAdverbs(a, k int) int {
	for {
		m, _ := p.lex.bwd.at(p.f, k, a, cAdverb)
		if m < 2 {
			return k
		}
		k -= m
	}
}

// cutPreposition drops a phrase of circumstance before the work:
// 通过“以工代赈”发放…, 优先在边境地区新建….
func (p *parser) cutPreposition(a, b int) int {
	n, _ := p.lex.fwd.at(p.f, a, b, cPreposition)
	if m, _ := p.lex.fwd.at(p.f, a, b, cAdverb); n == 0 && m == 2 && a+3 < b && (p.f[a+2] == '在' || p.f[a+2] == '向' || p.f[a+2] == '对') {
		n = m + 1 // 优先在边境地区新建…
	}
	if n == 0 {
		return a
	}
	if n == 1 {
		if m, c := p.lex.fwd.at(p.f, a, b, cAction|cMetric|cAdverb|cUp|cDown|cNotSuffix); m > 1 && c != 0 {
			return a
		}
	}
	if v := p.firstVerb(a+n, b); v > a && v < b-1 {
		return v
	}
	return a
}

// clean is the text of [a,b) as an indicator: brackets and marks stay, adverbs
// that only qualify fall away.
func (p *parser) clean(a, b int) string {
	for a < b && (p.f[a] == ' ' || p.f[a] == '、' || p.f[a] == '-') {
		a++
	}
	for b > a && (p.f[b-1] == ' ' || p.f[b-1] == '、' || p.f[b-1] == '的' || p.f[b-1] == '-') {
		b--
	}
	out := make([]rune, 0, b-a)
	for k := a; k < b; {
		if n, c := p.lex.fwd.at(p.f, k, b, cDrop); n >= 2 && c&cMetric == 0 && k+n < b {
			k += n
			continue
		}
		if r := p.d.Runes[k]; r != '\n' && r != '​' {
			out = append(out, r)
		}
		k++
	}
	return string(out)
}
