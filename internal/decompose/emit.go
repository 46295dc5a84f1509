package decompose

import "strings"

// emit makes the targets of a run of figures: l is what leads to it, [ra,rb)
// what follows it in its phrase.
func (p *parser) emit(s segment, seg int, l left, qs []quantity, ra, rb int, out []found, first int) []found {
	q := &qs[0]
	if p.growthBehind(q.post) && (q.percent || q.point) {
		l.dir, l.cut, ra = 1, true, rb
	}
	ra, rb = p.object(ra, rb, q)
	var prev *found
	run := 0
	if len(out) > 0 {
		prev = &out[len(out)-1]
		run = prev.run + 1
	}
	base := len(out)
	switch {
	case q.whole:
		out = p.emitWhole(l, q, seg, prev, out)
	case ra < rb && p.takesRight(&l, q):
		if l.a < l.b && p.f[l.a] == '在' && rb < s.b && q.counter {
			return out // 在8个重点县建设基地6.2万亩: where, not how much
		}
		out = p.emitRight(l, qs, seg, ra, rb, prev, out)
	default:
		out = p.emitLeft(l, qs, seg, prev, out)
	}
	for i := base; i < len(out); i++ {
		out[i].run = run
		out[i].Area = l.area
	}
	return out
}

// growthBehind tells 10%以上的增长.
func (p *parser) growthBehind(i int) bool {
	if p.has(i, "的") {
		i++
	}
	return i > 0 && i < len(p.f) && p.f[i-1] == '的' && (p.has(i, "增长") || p.has(i, "增速") || p.has(i, "增幅"))
}

// takesRight tells whether the words after a figure are what it counts.
func (p *parser) takesRight(l *left, q *quantity) bool {
	if l.b <= l.a {
		return true
	}
	if l.cut {
		if l.level || q.percent || q.point || q.times || l.dir == 0 {
			return false
		}
		// 完善提升20个网络: the verb of change is the work.
		if p.verbTail(l.a, q.pre) > l.b {
			return false
		}
		l.b, l.dir, l.cut = q.pre, 0, false
		return true
	}
	if l.bound && p.verbTail(l.a, l.b) == l.b {
		return false
	}
	return !p.money(q) || !p.hasMetric(l.a, l.b) && !p.hasEnd(l.a, l.b, "投资")
}

func (p *parser) money(q *quantity) bool {
	return q.unitEnd > q.end && p.f[q.unitEnd-1] == '元'
}

// object trims what follows a figure; empty when it names nothing.
func (p *parser) object(a, b int, q *quantity) (int, int) {
	f := p.f
	if q.rank {
		return b, b
	}
	if a < b && (f[a] == '(' || f[a] == ')' || f[a] == '、') {
		return b, b
	}
	if n, _ := p.lex.fwd.at(f, a, b, cCloser); n > 0 && (a+n == b || f[a] == '的' || n >= 2 && f[a+n] == '、') {
		return b, b
	}
	if a < b && f[a] == '的' {
		a++
	}
	for b > a && (f[b-1] == ' ' || f[b-1] == '、') {
		b--
	}
	if a >= b {
		return b, b
	}
	if n, _ := p.lex.fwd.at(f, a, b, cAction); n >= 2 && !p.has(a, "建设") {
		// 拓宽改造及拆迁任务…: a nominal verb ends at the first 及.
		for k := a + n; k < b; k++ {
			if f[k] == '及' && f[k-1] != '以' {
				b = k
			}
		}
	}
	switch {
	case p.has(a, "已") || p.has(a, "并") || p.has(a, "且") || p.has(a, "的") || p.has(a, "和") && b-a < 2:
		return b, b
	case p.has(a, "增长") || p.has(a, "增速"):
		if f[max(a-1, 0)] == '的' {
			return b, b
		}
	}
	for {
		n, c := p.lex.fwd.at(f, a, b, cAdverb)
		if n < 2 || c&cAction != 0 || !p.has(a, "正在") {
			break
		}
		a += n
	}
	if p.has(a, "正在") {
		a += 2
	}
	return a, b
}

// emitWhole makes targets that are written as words.
func (p *parser) emitWhole(l left, q *quantity, seg int, prev *found, out []found) []found {
	l2 := l
	if q.times {
		l2.b = p.beforeYears(l2.a, l2.b)
	}
	for l2.b > l2.a {
		n, c := p.lex.bwd.at(p.f, l2.b, l2.a, cAdverb|cLevel|cCausative)
		if p.hasEnd(l2.a, l2.b, "动态") {
			n, c = 2, cAdverb
		}
		if n == 0 || c&cMetric != 0 {
			break
		}
		l2.b -= n
	}
	a := p.cutPreposition(l2.a, l2.b)
	ind := p.clean(a, l2.b)
	if ind == "" {
		if prev == nil || !q.times {
			return out
		}
		ind = prev.Indicator
		a = prev.Start
	}
	m := "level"
	switch {
	case q.times:
		m = "times"
	case q.percent && q.cmp == "at_least":
		m = "growth"
	case q.percent:
		m = "share"
	}
	t := found{Target: Target{Span: Span{a, q.post}, Indicator: ind, Measure: m, Comparator: q.cmp, Value: q.value, Unit: q.unit}, seg: seg}
	return append(out, t)
}

// beforeYears takes 3年 off the end: 规模3年翻一番.
func (p *parser) beforeYears(a, b int) int {
	k := b - 1
	if k <= a || p.f[k] != '年' {
		return b
	}
	for k > a && (isDigit(p.f[k-1]) || hanDigit(p.f[k-1]) >= 0) {
		k--
	}
	if k < b-1 && k > a {
		return k
	}
	return b
}

// emitRight makes targets whose object stands after the figure: 新建5个样板县,
// 404家企业通过贯标, 购置车辆、设备各1台.
func (p *parser) emitRight(l left, qs []quantity, seg, ra, rb int, prev *found, out []found) []found {
	q := &qs[len(qs)-1]
	a, b, verb := p.verbOf(l, ra, rb, q)
	if verb == "" && b <= a && l.whole && prev != nil && prev.right && p.sameList(prev, q) {
		verb = prev.verb
	}
	rb = p.objectEnd(ra, rb)
	object := p.objectText(ra, rb)
	if p.opensRelative(ra, rb) {
		object = p.relativeHead(ra, rb, object)
	}
	if object == "" || verb == skipFigure {
		return out
	}
	for i := range qs {
		t := p.make(&qs[i], l)
		t.Indicator = verb + object
		t.Start, t.End = min(a, qs[i].pre), max(rb, qs[i].post)
		if b <= a || verb == "" && a > l.b {
			t.Start = qs[i].pre
		}
		t.Measure = p.measureRight(&qs[i], l, verb, object)
		t.verb, t.right, t.seg, t.action = verb, true, seg, true
		t.predicate = p.predicateOf(ra, rb)
		out = append(out, t)
	}
	return out
}

// opensRelative tells that an object opens with a clause about it that goes on
// after a comma: 100名能跟踪前沿,引领学科发展的….
func (p *parser) opensRelative(a, b int) bool {
	if b >= len(p.f) || p.f[b] != ',' || p.find(a, b, "的") >= 0 {
		return false
	}
	for _, w := range [...]string{"能", "具有", "具备", "善于", "掌握", "符合", "从事", "拥有", "熟悉", "懂"} {
		if p.has(a, w) && a+runeLen(w) < b {
			return true
		}
	}
	return false
}

// relativeHead is what such a clause speaks of: the words after its last 的.
func (p *parser) relativeHead(a, b int, object string) string {
	at, e := -1, b
	for e < len(p.f) && p.f[e] != ';' && p.f[e] != '。' && p.f[e] != '\n' && e-b < 80 {
		if p.f[e] == '的' {
			at = e
		}
		e++
	}
	if at < 0 || e-at < 3 || e-at > 14 || p.find(at, e, ",") >= 0 {
		return object
	}
	return p.clean(at+1, e)
}

// skipFigure marks a figure that only names a means: 以10件实事为引领.
const skipFigure = "\x00"

// objectEnd cuts an object where 、 begins another statement.
func (p *parser) objectEnd(a, b int) int {
	for k := a + 1; k < b; k++ {
		if p.f[k] != '、' {
			continue
		}
		n, c := p.lex.fwd.at(p.f, k+1, b, cAction|cMetric)
		if n < 2 || k+1+n >= b {
			continue
		}
		if c&cMetric != 0 && c&cAction == 0 {
			return k
		}
		switch p.f[k+1] {
		case '新', '完', '建', '推', '实', '开', '打', '提', '启', '创', '争', '力', '引':
			return k
		}
	}
	return b
}

// sameList tells that a figure goes on the list of the one before it.
func (p *parser) sameList(prev *found, q *quantity) bool { return prev.verb != "" && q.counter }

func (p *parser) make(q *quantity, l left) found {
	t := found{Target: Target{Comparator: q.cmp, Value: q.value, ValueMax: q.max, ValueFrom: q.from, Unit: q.unit, Masked: q.masked, Of: -1}}
	if q.masked {
		t.Value = ""
	}
	return t
}

func (p *parser) measureRight(q *quantity, l left, verb, object string) string {
	switch {
	case q.percent && l.dir < 0:
		return "fall"
	case q.percent && l.dir > 0:
		return "growth"
	case q.percent:
		return "share"
	case q.times:
		return "times"
	case !q.time && p.shrinks(l.a, max(l.a, q.pre)):
		return "fall"
	case q.time || strings.HasSuffix(object, "红线") || strings.HasSuffix(object, "底线"):
		return "level"
	}
	return "add"
}

// objectText is the object after a figure without enumerations that only
// illustrate it: 法院、检察院等民主法治人才 is 民主法治人才 when it is long.
func (p *parser) objectText(a, b int) string {
	if b-a > 34 {
		for k := b - 2; k > a+8; k-- {
			if p.f[k] == '等' && b-k > 4 && p.f[k-1] != '中' && p.f[k-1] != '高' && p.f[k-1] != '优' {
				if p.find(a, k, "、") >= 0 {
					a = k + 1
				}
				break
			}
		}
	}
	return p.clean(a, b)
}

// predicateOf is the verb phrase at the end of an object, which earlier members
// of a list share: 6处煤矿、产能1400万吨建成试运转.
func (p *parser) predicateOf(a, b int) string {
	for k := a; k < b && k-a < 12; k++ {
		if n, _ := p.lex.fwd.at(p.f, k, b, cAction); n >= 2 && k == a && k+n < b {
			return p.text(k, b)
		}
	}
	return ""
}

// sharePredicate gives the verb at the end of a list to its earlier members.
func (p *parser) sharePredicate(ts []found) {
	if len(ts) < 2 {
		return
	}
	last := &ts[len(ts)-1]
	p.shareTail(ts, last)
	if last.predicate == "" {
		return
	}
	for i := range ts[:len(ts)-1] {
		if t := &ts[i]; t.right && t.verb == "" && t.predicate == "" {
			t.Indicator += last.predicate
		}
	}
}

// shareTail gives the work at the end of a list of objects to all: 开展13条河流、
// 300条侵蚀沟治理.
func (p *parser) shareTail(ts []found, last *found) {
	if !last.right || last.verb == "" {
		return
	}
	rs := []rune(last.Indicator)
	n, _ := p.lex.bwd.at(rs, len(rs), 0, cAction)
	if n < 2 || len(rs)-n <= 2 {
		return
	}
	tail := string(rs[len(rs)-n:])
	for i := range ts[:len(ts)-1] {
		t := &ts[i]
		if t.right && t.verb == last.verb && t.End < last.Start+len(rs) {
			r := []rune(t.Indicator)
			if m, _ := p.lex.bwd.at(r, len(r), 0, cAction); m < 2 {
				t.Indicator += tail
			}
		}
	}
}
