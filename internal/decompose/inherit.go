package decompose

import "strings"

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
	if owner := p.bracketOwner(seg, &l); owner.End > owner.Start && len(qs) == 1 {
		t := p.make(&qs[0], l)
		t.Span, t.Indicator, t.seg = Span{owner.Start, qs[0].post}, p.clean(owner.Start, owner.End), seg
		t.Measure = p.measureLeft(&qs[0], l, t.Indicator, 0)
		return append(out, t)
	}
	if prev == nil || !l.cut && !l.base && !l.bound && !qs[0].counter {
		return out
	}
	if !l.cut && !l.bound && prev.verb == "" {
		return out
	}
	group := lastRun(out)
	if l.each && len(qs) > 1 && len(group) != len(qs) {
		if group = lastPhrase(out, len(qs)); group == nil {
			group = p.lastOutside(out, len(qs))
		}
	}
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

// bracketOwner is the name before a bracket that holds only how it moved: 白茶(增长
// 9%)、绿茶(增长7%). It is empty where a figure stands there.
func (p *parser) bracketOwner(seg int, l *left) Span {
	s := p.segs[seg]
	if !s.inside || !l.cut || l.b > l.a || p.f[s.a-1] != '(' {
		return Span{}
	}
	a, b := s.a-1, s.a-1
	for a > 0 && b-a < 14 && !isStop(p.f[a-1]) && p.f[a-1] != '、' && p.f[a-1] != '有' {
		if a--; isDigit(p.f[a]) || p.f[a] == '%' {
			return Span{}
		}
	}
	if a = p.leadIn(a, b); b-a < 2 || b-a > 12 {
		return Span{}
	}
	return Span{a, b}
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

// lastPhrase is the last n targets when they stand in one phrase: 接待游客3亿人次、
// 收入4000亿元,分别增长8%、10%.
func lastPhrase(out []found, n int) []found {
	if len(out) < n || out[len(out)-n].seg != out[len(out)-1].seg {
		return nil
	}
	return append([]found(nil), out[len(out)-n:]...)
}

// lastOutside is the last n targets that stand in no bracket: 申请专利4000件(其中…)、
// 授权专利1700件(其中…),分别比上年增长33%和23%.
func (p *parser) lastOutside(out []found, n int) []found {
	var group []found
	for k := len(out) - 1; k >= 0 && len(group) < n; k-- {
		if t := out[k]; t.seg < len(p.segs) && !p.segs[t.seg].inside {
			group = append([]found{t}, group...)
		}
	}
	if len(group) < n {
		return nil
	}
	return group
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
	if !p.hasAny(a, b, &reporting) {
		return p.cutSpent(a, b)
	}
	for _, w := range reporting.words {
		if k := p.find(a, b, w); k >= 0 {
			if n := runeLen(w); k+n+2 <= b && p.f[k+n] != '的' && p.f[k+n] != '为' {
				return k + n
			}
		}
	}
	return p.cutSpent(a, b)
}

var reporting = literalsOf("确定了", "明确了", "提出了", "下达了", "确定", "分为")

func (p *parser) cutSpent(a, b int) int {
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
