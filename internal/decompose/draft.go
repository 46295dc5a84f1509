package decompose

import (
	"strings"

	"jiufen/internal/document"
)

// builder puts what was read together into drafts.
type builder struct {
	p       *parser
	r       *Result
	facts   []Target
	group   []int // by clause: 1 + index of the item with a bracket it belongs to
	items   []item
	inDraft []bool
	rule    *firstUnit
	line    int
	main    int // 1 + the paragraph that sets the main expected targets
	duty    []Unit
	lanes   lanes
	columns []string // roles of the columns of the table being read
	tails   map[int]tail
	carry   int // 1 + the paragraph whose numbered duties the units of duty share
}

// read makes drafts and facts of the clauses in order.
func (b *builder) read() {
	p, cs := b.p, b.p.d.Clauses
	current := -1 // draft of the open item
	b.line = -1
	for i := range cs {
		c := &cs[i]
		if c.Line != b.line {
			b.line = c.Line
			p.said = p.said[:0]
		}
		p.said = append(p.said, Span{c.Body, c.End})
		g := b.group[i] - 1
		if g >= 0 && b.items[g].first == i {
			current = b.openItem(g)
		}
		if g < 0 {
			current = -1
		}
		if c.Form == document.Furniture || c.Form == document.Title && g < 0 {
			continue
		}
		b.clause(i, current)
	}
}

// clause reads one clause into the open item, drafts of its own, or facts.
func (b *builder) clause(i, open int) {
	p := b.p
	c := &p.d.Clauses[i]
	ts := p.measureClause(c.Body, c.End)
	label := b.r.Clauses[i].Label
	promise := label == Commitment && c.Section.Planning()
	if label == Background && c.Section.Planning() && len(ts) > 0 && c.Form != document.Title {
		if p.lookedBack(c.Body, c.End) {
			b.r.Clauses[i] = ClauseRead{Achievement, becauseDone}
		} else {
			b.r.Clauses[i] = ClauseRead{Commitment, becauseFigure}
			promise = true
		}
	}
	if open >= 0 {
		b.intoItem(i, open, ts)
		return
	}
	if t, ok := b.tails[i]; ok {
		b.r.Clauses[i] = b.promised(i)
		b.tailDraft(i, ts, t)
		return
	}
	if !promise && b.r.Clauses[i].Reason == becausePrinciple && len(p.dues(c.Body, c.End)) > 0 {
		b.r.Clauses[i] = ClauseRead{Commitment, becauseLimit}
		promise = true
	}
	var subs []subject
	if c.Section.Planning() {
		subs = p.subjects(c.Body, c.End)
		if !promise && len(subs) > 0 && (mustDo(subs) || b.r.Clauses[i].Reason == becausePrinciple) {
			b.r.Clauses[i] = ClauseRead{Commitment, becauseUnits}
			promise = true
		}
	}
	subs = b.duties(i, subs)
	if !promise {
		b.facts = b.targets(b.facts, ts, c, false)
		b.futureInReview(i)
		return
	}
	b.drafts(i, ts, subs)
}

// mustDo tells that a sentence lays a duty on a unit.
func mustDo(subs []subject) bool {
	for _, s := range subs {
		if s.must {
			return true
		}
	}
	return false
}

// duties gives the duties listed after 其主要职责: to the units named before.
func (b *builder) duties(i int, subs []subject) []subject {
	p := b.p
	c := &p.d.Clauses[i]
	if len(subs) > 0 {
		b.duty = subs[len(subs)-1].units
	}
	if k := b.dutyList(c); k >= 0 {
		b.carry = c.Line + 1
		body := k + 3
		if _, e := document.Marker(p.f, body, c.End); e > body && e < c.End {
			body = e
		}
		if body < c.End {
			subs = append(subs, subject{answer: answer{units: b.duty, role: true}, at: k + 3, body: body})
		}
		return subs
	}
	if b.carry == c.Line+1 && c.Marker == document.RankRun && len(subs) == 0 {
		subs = append(subs, subject{answer: answer{units: b.duty, role: true}, at: c.Body, body: c.Body})
	}
	return subs
}

// dutyList is where 职责: stands in a clause after units were named, -1 if not.
func (b *builder) dutyList(c *document.Clause) int {
	if len(b.duty) == 0 {
		return -1
	}
	return b.p.find(c.Body, c.End, "职责:")
}

// drafts makes the drafts of a clause that promises.
func (b *builder) drafts(i int, ts []found, subs []subject) {
	p := b.p
	c := &p.d.Clauses[i]
	b.inDraft[i] = true
	targets := b.targets(make([]Target, 0, len(ts)), ts, c, true)
	if len(targets) > 1 && b.mainIndicators(c) {
		b.indicators(i, targets)
		return
	}
	ds := p.dues(c.Body, c.End)
	kind := b.kind(c)
	if len(targets) > 0 && b.mainIndicators(c) {
		kind = "main-indicator"
	}
	if len(subs) == 0 {
		d := Draft{Span: Span{c.Body, c.End}, Kind: kind, Title: b.title(c.Body, c.End), Parent: -1, Clauses: []int{i}, Targets: targets, Dues: ds, Confidence: b.confidence(i, targets, ds)}
		b.r.Drafts = append(b.r.Drafts, d)
		return
	}
	for k, s := range subs {
		start, stop := s.body, c.End
		if k == 0 {
			start = b.first(s.body, c, targets, ds)
		}
		if k+1 < len(subs) {
			stop = trimEnd(p.f, start, max(start+1, subs[k+1].at))
		}
		d := Draft{Span: Span{start, stop}, Kind: kind, Title: b.title(s.body, stop), Parent: -1, Clauses: []int{i}, Units: s.units, LeadMode: s.mode(p)}
		d.Targets = within(targets, start, stop)
		p.withoutUnits(d.Targets, s.body)
		for _, u := range ds {
			if u.Start >= start && u.End <= stop {
				d.Dues = append(d.Dues, u)
			}
		}
		d.Confidence = b.confidence(i, d.Targets, d.Dues)
		b.r.Drafts = append(b.r.Drafts, d)
	}
}

// first is where the work of the first units begins, or the first figure or
// limit before it.
func (b *builder) first(body int, c *document.Clause, ts []Target, ds []Due) int {
	for _, t := range ts {
		if t.Start < body {
			return c.Body
		}
	}
	for _, d := range ds {
		if d.Start < body {
			return c.Body
		}
	}
	return body
}

// within keeps the targets inside [start,stop), with the parts of each.
func within(ts []Target, start, stop int) []Target {
	var out []Target
	at := make([]int, len(ts))
	for k, t := range ts {
		at[k] = -1
		if t.Start < start || t.End > stop {
			continue
		}
		if t.Of >= 0 {
			t.Of = at[t.Of]
		}
		at[k] = len(out)
		out = append(out, t)
	}
	return out
}

// withoutUnits takes the units that act, which stand before body, out of the
// indicators: 会同市妇联建成食堂50个 counts 建成食堂.
func (p *parser) withoutUnits(ts []Target, body int) {
	for k := range ts {
		t := &ts[k]
		if t.Start >= body || t.End <= body {
			continue
		}
		if rest, ok := strings.CutPrefix(t.Indicator, p.text(t.Start, body)); ok && rest != "" {
			t.Indicator, t.Start = rest, body
		}
	}
}

func trimEnd(f []rune, a, b int) int {
	for b > a+1 && (f[b-1] == ',' || document.IsSpace(f[b-1])) {
		b--
	}
	return b
}

// indicators makes one draft of each of the year's main expected targets.
func (b *builder) indicators(i int, ts []Target) {
	c := &b.p.d.Clauses[i]
	expected := b.p.find(c.Body, ts[0].Start, "预期") >= 0
	for _, t := range ts {
		if t.Of = -1; t.Strength == "" && expected {
			t.Strength = "expected" // the words before the list are said of all of it
		}
		d := Draft{Span: t.Span, Kind: "main-indicator", Title: t.Indicator, Parent: -1, Clauses: []int{i}, Targets: []Target{t}, Confidence: 0.95}
		b.r.Drafts = append(b.r.Drafts, d)
	}
}

// mainIndicators tells the sentence that sets the expected targets, and those
// that go on with it in the same paragraph.
func (b *builder) mainIndicators(c *document.Clause) bool {
	p := b.p
	for k := c.Body; k < c.End && k-c.Body < 40; k++ {
		if p.f[k] != '目' || !p.has(k, "目标") {
			continue
		}
		e := k + 2
		for e < c.End && (document.IsSpace(p.f[e]) || p.f[e] == '\u200b') {
			e++
		}
		if p.has(e, "是") || p.has(e, ":") || p.has(e, "包括") || p.has(e, "为") {
			b.mainLine(c.Line)
			return true
		}
	}
	return b.main == c.Line+1
}

func (b *builder) mainLine(n int) { b.main = n + 1 }

// kind is what sort of item a clause makes.
func (b *builder) kind(c *document.Clause) string {
	if b.project(c) {
		return "project-year"
	}
	return "key-task"
}

// project tells a project that is to reach a state this year.
func (b *builder) project(c *document.Clause) bool {
	p := b.p
	return p.hasAny(c.Body, c.End, &projects) && p.hasAny(c.Body, c.End, &projectStates)
}

var (
	projects      = literalsOf("项目", "工程")
	projectStates = literalsOf("开工", "建成", "投产", "竣工", "通车", "投用", "完工")
)

func (b *builder) confidence(i int, ts []Target, ds []Due) float64 {
	v := 0.7
	if len(ts) > 0 {
		v += 0.15
	}
	if len(ds) > 0 {
		v += 0.05
	}
	if b.r.Clauses[i].Reason == becauseFigure {
		v -= 0.2
	}
	return v
}

// futureInReview keeps a time limit that a report of past work still announces:
// 预计年底前可投入使用.
func (b *builder) futureInReview(i int) {
	p := b.p
	c := &p.d.Clauses[i]
	if c.Section != document.Review {
		return
	}
	for k := c.Body; k+2 < c.End; k++ {
		hit := p.f[k] == '预' && p.has(k, "预计") || p.f[k] == '利' && p.has(k, "利用")
		if !hit {
			continue
		}
		stop := k + 2
		for stop < c.End && !isStop(p.f[stop]) {
			stop++
		}
		ds := p.dues(k+2, stop)
		if p.f[k] == '利' {
			ds = p.spanOfYears(k+2, stop)
		}
		if len(ds) == 0 {
			continue
		}
		b.r.Clauses[i].Reason = becauseFuture
		b.r.Drafts = append(b.r.Drafts, Draft{Span: Span{k, stop}, Kind: "key-task", Title: b.title(k, stop), Parent: -1, Clauses: []int{i}, Dues: ds, Confidence: 0.4})
		return
	}
}

// title is the task in a line.
func (b *builder) title(a, e int) string {
	p := b.p
	for k := a; k < e; k++ {
		if r := p.f[k]; r == '。' || r == ';' || r == '!' {
			e = k
			break
		}
	}
	if e-a > 60 {
		for k := a + 60; k > a+10; k-- {
			if p.f[k] == ',' {
				e = k
				break
			}
		}
		e = min(e, a+60)
	}
	return strings.TrimSpace(strings.ReplaceAll(p.text(a, e), "\n", ""))
}
