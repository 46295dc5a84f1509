package decompose

import "strings"

// emitLeft makes targets whose indicator stands before the figure.
func (p *parser) emitLeft(s segment, l left, qs []quantity, seg int, prev *found, out []found) []found {
	q := &qs[0]
	if q.rank && !l.level && !l.cut {
		return out
	}
	a := l.a
	if !(l.cut && (l.dir != 0 || l.level) && l.b-a <= 14) {
		a = p.cutPreposition(a, l.b)
	}
	if l.cut && (l.dir != 0 || l.level) {
		a = p.cutCausative(a, l.b)
	}
	a = p.cutReport(a, l.b)
	if prev != nil && p.shareOf(a, l.b, q) {
		return p.emitShareOf(a, l, qs, seg, prev, out)
	}
	heads := p.heads(a, l.b, len(qs), q, l)
	if n := len(heads); n > 0 && p.hasEnd(heads[n-1].a, heads[n-1].b, "等") {
		heads[n-1].text = strings.TrimSuffix(heads[n-1].text, "等")
	}
	if len(heads) == 1 && p.onlyVerb(heads[0]) {
		heads = nil
	}
	if len(heads) == 1 && prev != nil && q.rank && p.onlyGrowth(heads[0]) {
		heads[0].text = prev.about()
	}
	if len(heads) == 0 {
		return p.emitInherited(l, qs, seg, prev, out)
	}
	verb := ""
	if h := p.verbHead(a, l.b); h > a && h < l.b && !q.percent {
		verb = p.text(a, h)
	}
	shared := ""
	if verb == "" && prev != nil && prev.action && prev.verb != "" && q.counter && !l.cut && p.goesOn(a, l.b, prev.seg == seg, q) {
		shared = prev.verb
		verb = shared
	}
	n := max(len(heads), len(qs))
	base := len(out)
	for i := range n {
		q := &qs[min(i, len(qs)-1)]
		h := heads[min(i, len(heads)-1)]
		t := p.make(q, l)
		t.Indicator = shared + h.text + l.suffix
		t.Start, t.End = min(h.a, q.pre), q.post
		t.Measure = p.measureLeft(q, l, t.Indicator, a)
		t.verb, t.seg = verb, seg
		if shared != "" {
			t.Measure = "add"
		}
		t.action = t.Measure == "add"
		t.bareHead = h.stem
		p.bare(&t, prev, out, base, i, h)
		out = append(out, t)
	}
	p.spreadComparator(out[base:], qs, l)
	return out
}

// onlyVerb tells that a head names nothing: 实现了.
func (p *parser) onlyVerb(h head) bool {
	return h.b-h.a <= 4 && p.f[h.b-1] == '了'
}

// onlyGrowth tells that a head is 增速 or 增速均, which goes on about the
// indicator before it.
func (p *parser) onlyGrowth(h head) bool {
	n, _ := p.lex.fwd.at(p.f, h.a, h.b, cGrowthNoun)
	return n > 0 && h.b-h.a-n <= 3
}

// spreadComparator lets the comparator behind the last of 分别…4.5%、5.5%左右
// stand for all.
func (p *parser) spreadComparator(ts []found, qs []quantity, l left) {
	last := &qs[len(qs)-1]
	if len(qs) < 2 || !l.each || !last.after {
		return
	}
	for i := range qs[:len(qs)-1] {
		if qs[i].after || qs[i].cmp != "reach" {
			return
		}
	}
	for i := range ts {
		ts[i].Comparator = last.cmp
	}
}

// emitInherited makes targets that go on about the indicator before them:
// 收入超1万亿元、增长8%.
func (p *parser) emitInherited(l left, qs []quantity, seg int, prev *found, out []found) []found {
	if prev == nil || !l.cut && !l.base && !l.bound && !qs[0].counter {
		return out
	}
	if !l.cut && !l.bound && prev.verb == "" {
		return out
	}
	group := lastRun(out)
	if len(qs) == 1 && (l.all || l.together) && len(group) > 1 {
		return p.emitForAll(l, &qs[0], seg, group, out)
	}
	for i := range qs {
		src := *prev
		if len(qs) > 1 && len(group) == len(qs) {
			src = group[i]
		}
		t := p.make(&qs[i], l)
		t.Indicator = src.about()
		t.Start, t.End = min(src.Start, qs[i].pre), qs[i].post
		t.Measure = p.measureLeft(&qs[i], l, src.Indicator, 0)
		t.verb, t.seg, t.action, t.bareHead = src.verb, seg, src.action, src.bareHead
		out = append(out, t)
	}
	return out
}

// lastRun is the targets of the last list of heads: 分别达到1.7万元、5271元, which
// a later 分别增长 or 同步增长 takes up in order.
func lastRun(out []found) []found {
	n := len(out)
	if n == 0 {
		return nil
	}
	k := n
	for k > 0 && out[k-1].run == out[n-1].run {
		k--
	}
	return append([]found(nil), out[k:]...)
}

// emitForAll makes one target for each head of the list before: 同步增长9%.
func (p *parser) emitForAll(l left, q *quantity, seg int, group, out []found) []found {
	run := out[len(out)-1].run + 1
	for _, src := range group {
		t := p.make(q, l)
		t.Indicator = src.about()
		t.Start, t.End = min(src.Start, q.pre), q.post
		t.Measure = p.measureLeft(q, l, src.Indicator, 0)
		t.seg, t.run = seg, run
		out = append(out, t)
	}
	return out
}

// cutReport drops who set a target: 市委全会确定了…, and who spent: …共投资.
func (p *parser) cutReport(a, b int) int {
	for _, w := range [...]string{"确定了", "明确了", "提出了", "下达了", "确定", "分为"} {
		if k := p.find(a, b, w); k >= 0 {
			if n := len([]rune(w)); k+n+2 <= b && p.f[k+n] != '的' && p.f[k+n] != '为' {
				return k + n
			}
		}
	}
	for k := b - 2; k > a; k-- {
		if p.f[k] == '共' {
			if n, _ := p.lex.fwd.at(p.f, k+1, b, cAction); n >= 2 {
				return k + 1
			}
		}
	}
	return a
}

// shareOf tells 占目标任务的, 完成年计划的 before a percentage.
func (p *parser) shareOf(a, b int, q *quantity) bool {
	if !q.percent || b-a < 3 || b-a > 20 {
		return false
	}
	return p.f[a] == '占' || p.has(a, "约占") || p.f[b-1] == '的' && (p.has(a, "完成") || p.has(a, "达到") || p.has(a, "相当于"))
}

// emitShareOf makes the share that the figure before it has in something.
func (p *parser) emitShareOf(a int, l left, qs []quantity, seg int, prev *found, out []found) []found {
	base := prev.about()
	t := p.make(&qs[0], l)
	t.Indicator = base + p.clean(a, l.b)
	t.Start, t.End = min(prev.Start, qs[0].pre), qs[0].post
	t.Measure, t.seg, t.base = "share", seg, base
	return append(out, t)
}

// about is the indicator that later phrases go on about.
func (t *found) about() string {
	if t.base != "" {
		return t.base
	}
	return t.Indicator
}

// cutCausative drops 推动, 力争, 确保实现 before an indicator.
func (p *parser) cutCausative(a, b int) int {
	for {
		n, c := p.lex.fwd.at(p.f, a, b, cCausative|cLeadIn)
		if n < 2 || c&(cCausative|cLeadIn) == 0 || a+n >= b {
			return a
		}
		a += n
	}
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
		if n == 0 || k == start || p.f[k] == '或' || p.f[k] == '并' || p.f[k] == '与' && !p.parallel(k) {
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

func (p *parser) parallel(int) bool { return false }

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

// stem is a head without its metric: 猕猴桃 of 猕猴桃综合产值.
func (p *parser) stem(a, b int) string {
	n, c := p.lex.bwd.at(p.f, b, a, cMetric|cShare|cGeneric)
	if n == 0 || n == b-a {
		return ""
	}
	if c&cGeneric != 0 {
		return p.clean(a, b) // 接待游客3亿人次、总花费…
	}
	k := b - n
	for _, w := range [...]string{"综合", "总", "全产业链"} {
		if p.hasEnd(a, k, w) && k-runeLen(w) > a {
			k -= runeLen(w)
		}
	}
	return p.clean(a, k)
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

// bare gives a metric that cannot stand alone its head: 出口 to 猕猴桃出口, and
// 产值 to the subject of the paragraph.
func (p *parser) bare(t *found, prev *found, out []found, base, i int, h head) {
	n, _ := p.lex.fwd.at(p.f, h.a, h.b, cBare|cMetric)
	whole := n == h.b-h.a
	if !whole {
		whole = p.topicMetric(h.a, h.b)
	}
	if !whole || h.text != p.clean(h.a, h.b) {
		return
	}
	if i > 0 && base < len(out) && out[base].bareHead != "" {
		t.Indicator = out[base].bareHead + t.Indicator
		return
	}
	if i == 0 && prev != nil && prev.seg == t.seg && prev.bareHead != "" {
		t.Indicator = prev.bareHead + t.Indicator
		t.Start = min(t.Start, prev.Start)
		return
	}
	if !p.topicMetric(h.a, h.b) {
		return
	}
	if topic := p.topic(); topic != "" && !strings.Contains(topic, t.Indicator) {
		t.Indicator = join(topic, t.Indicator)
	}
}

// topicMetric tells 产业规模, 产业投资: a metric of the subject before it.
func (p *parser) topicMetric(a, b int) bool {
	if b-a == 4 && (p.has(a, "产业") || p.has(a, "行业")) && p.hasMetric(a, b) {
		return true
	}
	switch p.text(a, b) {
	case "产值", "总产值", "营业收入", "营收", "利润", "增加值", "规模", "产量", "销售额", "保费", "补助标准":
		return true
	}
	return false
}

// join puts subject and metric together without doubling 产业.
func join(topic, metric string) string {
	for _, w := range []string{"产业", "行业"} {
		if strings.HasSuffix(topic, w) && strings.HasPrefix(metric, w) {
			return topic + strings.TrimPrefix(metric, w)
		}
	}
	return topic + metric
}

// goesOn tells that [a,b) goes on a list whose verb stands before: 新增A50家、B5家.
// Past a comma only a plain noun that is counted does.
func (p *parser) goesOn(a, b int, near bool, q *quantity) bool {
	if p.has(a-2, "其中") || p.hasMetric(a, b) || p.verbHead(a, b) > a || p.cutPreposition(a, b) != a {
		return false
	}
	return near || p.countsWork(q) && p.lastVerb(a, b) < 0
}

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
