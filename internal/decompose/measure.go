package decompose

// measureLeft is the kind of measure of an indicator before its figure.
func (p *parser) measureLeft(q *quantity, l left, ind string, a int) string {
	b := l.b
	switch {
	case q.rank:
		return "rank"
	case q.times:
		return "times"
	case q.percent || q.point:
		return p.measurePercent(q, l, b)
	case q.time:
		return "level"
	case l.dir < 0 && !l.level:
		return "fall"
	case l.dir > 0 && !l.level:
		return "add"
	}
	act := a > 0 && p.isWork(a, b)
	if act && l.level && p.hasMetric(a, b) && p.find(a, b, "新增") < 0 && p.verbHead(a, b) == a {
		act = false
	}
	switch {
	case act && p.shrinks(a, b):
		return "fall"
	case act:
		return "add"
	case l.level || q.pre < q.start && q.cmp != "about":
		return "level"
	case q.counter && p.countsWork(q):
		return "add"
	}
	return "level"
}

func (p *parser) measurePercent(q *quantity, l left, b int) string {
	n, c := p.lex.bwd.at(p.f, b, max(l.a, b-8), cGrowthNoun|cFallNoun)
	switch {
	case l.dir < 0 && !l.level:
		return "fall"
	case l.dir > 0 && !l.level:
		return "growth"
	case n > 0 && c&cFallNoun != 0:
		return "fall"
	case n > 0:
		return "growth"
	}
	return "share"
}

// isWork tells that an indicator is work done (新增…, …改造, 城镇新增就业) and not
// a state.
func (p *parser) isWork(a, b int) bool {
	if h := p.verbHead(a, b); h > a {
		return true
	}
	n, c := p.lex.bwd.at(p.f, b, a, cAction|cMetric)
	if n >= 2 && c&cAction != 0 && c&cMetric == 0 {
		return true
	}
	for _, w := range []string{"新增", "拆迁", "开工", "出让", "改造", "竣工"} {
		if p.find(a, b, w) >= 0 {
			return true
		}
	}
	return false
}

// countsWork tells a measure word of things done from a physical unit.
func (p *parser) countsWork(q *quantity) bool {
	for _, r := range q.unit {
		switch r {
		case '元', '吨', '瓦', '时', '斤', '克', '米', '亩', '顷', '方', '度', '升':
			return false
		}
	}
	return true
}

// shrinks tells that the work [a,b) is to have less of something: 再压减钢铁产能.
func (p *parser) shrinks(a, b int) bool {
	for {
		n, c := p.lex.fwd.at(p.f, a, b, cAdverb|cDown)
		if c&cDown != 0 {
			return n >= 2
		}
		if n == 0 {
			return false
		}
		a += n
	}
}
