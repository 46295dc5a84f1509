package decompose

// left is what stands before a number, taken apart.
type left struct {
	a, b     int // the noun phrase or the verb with its object
	start    int // where the quote begins
	dir      int // +1 up, -1 down, 0 none
	level    bool
	each     bool   // 分别
	all      bool   // 均, 各
	perEach  bool   // 各
	cut      bool   // a verb was taken off
	bound    bool   // a comparator stands before the figure
	base     bool   // 较去年, 比上年
	together bool   // 同步
	suffix   string // 完成年计划, behind every head
	area     string // 全省, 全市 in front
	whole    bool   // nothing at all stands before the figure
}

// found is a target with what later phrases of the sentence may take from it.
type found struct {
	Target
	verb      string // 新增 in 新增…50家、…5家
	action    bool
	seg       int
	right     bool // the object stood to the right of the number
	bareHead  string
	run       int    // number of the list of heads it stands in
	base      string // indicator that later phrases go on about
	predicate string
}

// measureClause reads the targets of the clause [a,b). They stand until the next
// clause is read.
func (p *parser) measureClause(a, b int) []found {
	h := p.look(a, b)
	if h&(hFigure|hRelative) == 0 {
		return nil
	}
	segs := p.segments(a, b)
	out := p.out[:0]
	if h&hFigure != 0 {
		for n, s := range segs {
			qs := p.quantities(s)
			if len(qs) > 0 && !p.conditional(s) && !p.scored(s) {
				out = p.phrase(s, n, qs, out)
			}
		}
	}
	if h&hRelative != 0 {
		out = p.relatives(segs, out)
	}
	p.out = out
	return out
}

// conditional tells a phrase that only says on whom a rule falls or what it
// presupposes: 投资在1000万元以上的,给予补助; 在收入不低于去年的前提下.
func (p *parser) conditional(s segment) bool {
	if p.hasEnd(s.a, s.b, "前提下") || p.hasEnd(s.a, s.b, "情况下") {
		return true
	}
	return p.f[s.b-1] == '的' && s.b < len(p.f) && p.f[s.b] == ','
}

// scored tells a phrase of a score sheet: 推广2篇,得2分; 少一次扣0.5分.
func (p *parser) scored(s segment) bool {
	if !p.points {
		return false
	}
	for k := s.a; k+2 < len(p.f) && k < s.b+8; k++ {
		switch p.f[k] {
		case '。', ';', '\n':
			return false
		case '得', '扣', '加', '计':
			e := k + 1
			for e < len(p.f) && (isDigit(p.f[e]) || p.f[e] == '.') {
				e++
			}
			if e > k+1 && p.has(e, "分") && !p.has(e, "分之") {
				return true
			}
		}
	}
	return false
}

// quantities collects the figures of a segment, in order.
func (p *parser) quantities(s segment) []quantity {
	p.qs = p.qs[:0]
	floor := s.a
	for i := s.a; i < s.b; {
		r := p.f[i]
		switch r {
		case '全', '清', '翻', '倍', '两':
			if q, e := p.wholeWord(i, s); e > i {
				p.qs = append(p.qs, q)
				i, floor = e, e
				continue
			}
		}
		if hintOf(r)&hNumber == 0 {
			i++
			continue
		}
		q, next, ok := p.readQuantity(i, s.a, s.b)
		if ok {
			q.pre = max(q.pre, floor)
			p.qs = append(p.qs, q)
			floor = next
		}
		i = max(next, i+1)
	}
	return p.pair(p.qs, s)
}

// wholeWord reads figures written as words: 全覆盖, 清零, 翻一番, 两位数增长.
func (p *parser) wholeWord(i int, s segment) (quantity, int) {
	q := quantity{number: number{start: i}, pre: i, cmp: "reach", whole: true}
	done := func(n int) (quantity, int) {
		q.end, q.unitEnd, q.post = i+n, i+n, i+n
		return q, i + n
	}
	switch p.f[i] {
	case '全':
		if p.has(i, "全覆盖") && !p.named(i) {
			q.value, q.unit, q.percent = "100", "%", true
			return done(3)
		}
	case '清':
		if p.has(i, "清零") && !p.has(i+2, "攻坚") && !p.named(i) {
			q.value = "0"
			return done(2)
		}
	case '翻':
		return p.doubling(i, q)
	case '倍':
		if p.has(i, "倍增") && p.hasEnd(s.a, i, "实现") {
			q.value, q.times = "2", true
			return done(2)
		}
	case '两':
		if p.has(i, "两位数增长") {
			q.value, q.unit, q.percent, q.cmp = "10", "%", true, "at_least"
			return done(5)
		}
	}
	return q, i
}

func (p *parser) doubling(i int, q quantity) (quantity, int) {
	q.times = true
	for w, v := range map[string]string{"翻番": "2", "翻一番": "2", "翻两番": "4", "翻三番": "8"} {
		if p.has(i, w) {
			n := len([]rune(w))
			q.value, q.end, q.unitEnd, q.post = v, i+n, i+n, i+n
			return q, i + n
		}
	}
	return q, i
}

// pair joins the two numbers of 由5元提高至10元 into one figure with its start.
func (p *parser) pair(qs []quantity, s segment) []quantity {
	for k := 3; k >= 2; k-- {
		if len(qs) >= 2*k && p.pairList(qs[:2*k], k, s) {
			from := p.fromMark(qs[0], s)
			for i := range k {
				b := &qs[k+i]
				b.from, b.fromAt = qs[i].value, max(from, 1)
			}
			qs[k].pre = from
			return append(qs[:0], qs[k:]...)
		}
	}
	for i := 0; i+1 < len(qs); i++ {
		a, b := qs[i], qs[i+1]
		from := p.fromMark(a, s)
		if from < 0 {
			continue
		}
		lead, ok := p.leadsTo(a.post, b.pre)
		if !ok || b.percent != a.percent {
			continue
		}
		b.from, b.fromAt = a.value, max(from, 1)
		b.reduced = lead < 0
		b.pre = from
		qs[i+1] = b
		qs = append(qs[:i], qs[i+1:]...)
	}
	return qs
}

// pairList tells two lists of k figures with a verb of change between them:
// 分别从645元、4318元提高到801元、7226元.
func (p *parser) pairList(qs []quantity, k int, s segment) bool {
	if p.fromMark(qs[0], s) < 0 {
		return false
	}
	for i := range 2*k - 1 {
		a, b := &qs[i], &qs[i+1]
		if i == k-1 {
			if _, ok := p.leadsTo(a.post, b.pre); !ok {
				return false
			}
		} else if !p.onlyJoin(a.post, b.pre) {
			return false
		}
	}
	return true
}

// fromMark finds 由 or 从 in front of a number, past 现行, 2020年的, 每生每年.
func (p *parser) fromMark(q quantity, s segment) int {
	for k := q.start - 1; k >= s.a && q.start-k <= 12; k-- {
		switch p.f[k] {
		case '由', '从':
			return k
		case '、':
			return -1
		}
	}
	return -1
}

// leadsTo tells that [a,b) is a verb of change with 到, 至 or 为: 提高至,
// 提升至2025年的, 跃升至第; and its direction.
func (p *parser) leadsTo(a, b int) (int, bool) {
	if b-a > 16 || b <= a {
		return 0, false
	}
	dir := 1
	for k := a; k < b; k++ {
		if n, c := p.lex.fwd.at(p.f, k, b, cDown|cUp); n > 0 && c&cUp == 0 {
			dir = -1
		}
		switch p.f[k] {
		case '、', ',':
			return 0, false
		case '到', '至', '为', '成':
			if k > a {
				return dir, true
			}
		}
	}
	return 0, false
}
