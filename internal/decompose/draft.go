package decompose

import (
	"sort"
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
	columns []string // roles of the columns of the table being read
	carry   int      // 1 + the paragraph whose numbered duties the units of duty share
}

// item is a run of clauses that one bracket of units closes.
type item struct {
	first, last int
	answer
}

// groups finds the items that brackets of units close.
func (b *builder) groups() {
	p, cs := b.p, b.p.d.Clauses
	floor := 0
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
		if c.First && b.row(i) {
			floor = b.items[len(b.items)-1].last + 1
		}
		if b.group[i] > 0 {
			continue
		}
		ans, ok := b.brackets(c)
		if !ok && b.labelLine(i) {
			ans, ok = p.bracket(c.Body, b.trimmed(c))
		}
		if !ok && p.f[c.Body] == '由' {
			if ans, ok = b.byWhom(c); ok && c.First {
				floor = b.paragraphBefore(i)
			}
		}
		if !ok {
			if c.Form == document.Title && c.Marker == 0 {
				floor = i + 1
			}
			continue
		}
		first := floor
		for first < i && b.skip(first) {
			first++
		}
		if k := len(b.items); k > 0 && b.labelLine(i) && b.items[k-1].last == i-1 {
			it := &b.items[k-1]
			it.units = append(it.units, ans.units...)
			it.leaders = append(it.leaders, ans.leaders...)
			it.dues = append(it.dues, ans.dues...)
			it.last = i
			b.group[i] = k
			floor = i + 1
			continue
		}
		b.items = append(b.items, item{first: first, last: i, answer: ans})
		for k := first; k <= i; k++ {
			b.group[k] = len(b.items)
		}
		floor = i + 1
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
		b.facts = append(b.facts, b.targets(ts, c, false)...)
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
	if k := p.find(c.Body, c.End, "职责:"); k >= 0 && len(b.duty) > 0 {
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
	kept := b.targets(b.before(ts, end), c, true)
	for k := range kept {
		if kept[k].Of >= 0 {
			kept[k].Of += len(d.Targets)
		}
	}
	d.Targets = append(d.Targets, kept...)
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

// drafts makes the drafts of a clause that promises.
func (b *builder) drafts(i int, ts []found, subs []subject) {
	p := b.p
	c := &p.d.Clauses[i]
	b.inDraft[i] = true
	targets := b.targets(ts, c, true)
	if len(targets) > 1 && b.mainIndicators(c) {
		b.indicators(i, targets)
		return
	}
	ds := p.dues(c.Body, c.End)
	kind := "key-task"
	if len(targets) > 0 && b.mainIndicators(c) {
		kind = "main-indicator"
	} else if b.project(c) {
		kind = "project-year"
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

func trimEnd(f []rune, a, b int) int {
	for b > a+1 && (f[b-1] == ',' || document.IsSpace(f[b-1])) {
		b--
	}
	return b
}

// indicators makes one draft of each of the year's main expected targets.
func (b *builder) indicators(i int, ts []Target) {
	for _, t := range ts {
		t.Of = -1
		d := Draft{Span: t.Span, Kind: "main-indicator", Title: t.Indicator, Parent: -1, Clauses: []int{i}, Targets: []Target{t}, Confidence: 0.95}
		b.r.Drafts = append(b.r.Drafts, d)
	}
}

// mainIndicators tells the sentence that sets the expected targets, and those
// that go on with it in the same paragraph.
func (b *builder) mainIndicators(c *document.Clause) bool {
	p := b.p
	for k := c.Body; k < c.End && k-c.Body < 40; k++ {
		if p.f[k] == '目' && p.has(k, "目标") && (p.has(k+2, "是") || p.has(k+2, ":") || p.has(k+2, "包括") || p.has(k+2, "为")) {
			b.mainLine(c.Line)
			return true
		}
	}
	return b.main == c.Line+1
}

func (b *builder) mainLine(n int) { b.main = n + 1 }

// project tells a project that is to reach a state this year.
func (b *builder) project(c *document.Clause) bool {
	p := b.p
	if p.find(c.Body, c.End, "项目") < 0 && p.find(c.Body, c.End, "工程") < 0 {
		return false
	}
	for _, w := range []string{"开工", "建成", "投产", "竣工", "通车", "投用", "完工"} {
		if p.find(c.Body, c.End, w) >= 0 {
			return true
		}
	}
	return false
}

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

// targets finishes the targets of a clause: strength, nature, period, parts.
func (b *builder) targets(ts []found, c *document.Clause, forward bool) []Target {
	if len(ts) == 0 {
		return nil
	}
	sort.SliceStable(ts, func(i, j int) bool { return ts[i].Start < ts[j].Start })
	out := make([]Target, 0, len(ts))
	for k := range ts {
		t := ts[k].Target
		t.Of = -1
		if forward {
			t.Strength, t.Nature = b.p.strength(c, &t)
			t.Period = b.period(c)
		}
		if len(out) > 0 && b.p.partOf(&t) {
			t.Of = len(out) - 1
			for t.Of > 0 && out[t.Of].Of >= 0 {
				t.Of = out[t.Of].Of
			}
		}
		out = append(out, t)
	}
	return out
}

func (b *builder) period(c *document.Clause) string {
	y := b.p.year
	if y == 0 {
		return ""
	}
	if c.Section == document.Horizon {
		return itoa(y) + "/" + itoa(y+4-(y-1)%5)
	}
	return itoa(y)
}

// parents makes an item of a topic that several drafts serve.
func (b *builder) parents() {
	p := b.p
	served := map[int][]int{}
	for k := range b.r.Drafts {
		d := &b.r.Drafts[k]
		if d.Parent >= 0 || d.Kind == "main-indicator" {
			continue
		}
		c := &p.d.Clauses[d.Clauses[0]]
		if c.Form == document.Title || c.Heading < 0 || !c.Section.Planning() {
			continue
		}
		if h := c.Heading; p.d.Headings[h].Rank >= document.RankRun {
			served[h] = append(served[h], k)
		}
	}
	for h, ds := range served {
		hc := p.d.Headings[h].Clause
		if len(ds) < 2 || b.inDraft[hc] {
			continue
		}
		c := &p.d.Clauses[hc]
		last := b.r.Drafts[ds[len(ds)-1]].End
		b.r.Drafts = append(b.r.Drafts, Draft{Span: Span{c.Body, last}, Kind: "key-task", Title: p.d.Words(h), Parent: -1, Clauses: []int{hc}, Confidence: 0.5})
		b.inDraft[hc] = true
		for _, k := range ds {
			b.r.Drafts[k].Parent = len(b.r.Drafts) - 1
		}
	}
}

// number puts the drafts in the order of the text and gives them their ids.
func (b *builder) number() {
	ds := b.r.Drafts
	order := make([]int, len(ds))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(x, y int) bool {
		a, c := &ds[order[x]], &ds[order[y]]
		if a.Start != c.Start {
			return a.Start < c.Start
		}
		return a.End > c.End
	})
	place := make([]int, len(ds))
	for n, k := range order {
		place[k] = n
	}
	out := make([]Draft, len(ds))
	for n, k := range order {
		out[n] = ds[k]
		out[n].ID = n
		if out[n].Parent >= 0 {
			out[n].Parent = place[out[n].Parent]
		}
		b.finish(&out[n])
	}
	b.r.Drafts = out
	b.r.Facts = b.facts
}

// finish proposes the limit that the text left open, marked as assumed.
func (b *builder) finish(d *Draft) {
	if len(d.Dues) > 0 || b.p.year == 0 {
		return
	}
	y := b.p.year
	if b.p.d.Clauses[d.Clauses[0]].Section == document.Horizon {
		y += 4 - (y-1)%5
	}
	d.Dues = []Due{{Kind: "by", Date: date(y, 12, 31), Assumed: true}}
}

// uncover lists the clauses of planning sections that became no draft.
func (b *builder) uncover() {
	for i := range b.p.d.Clauses {
		c := &b.p.d.Clauses[i]
		if c.Section.Planning() && !b.inDraft[i] {
			b.r.Uncovered = append(b.r.Uncovered, Uncovered{i, b.r.Clauses[i].Reason})
		}
	}
}
