package decompose

import "jiufen/internal/document"

// tail is what the end of a sentence says about who answers for it:
// …,由A牵头、B配合,8月底前完成。
type tail struct {
	answer
	at int // where it begins; the work stands before
}

// tailOf reads the phrases at the end of a clause that name units with a role and
// nothing else; a phrase that is only a limit may stand among them. Work has to
// stand before. The clause is read from its end, phrase by phrase.
func (p *parser) tailOf(c *document.Clause, e int) (tail, bool) {
	t := tail{at: e}
	var whos []Span
	for e > c.Body {
		s := p.phraseBefore(c.Body, e)
		r, _ := p.roleVerb(s.Start, s.End)
		if r == "" && (s.End-s.Start > limitMost || !p.onlyLimit(s)) {
			break // most sentences: nobody is named at their end
		}
		if p.who(s.Start, s.End) {
			whos = append(whos, s)
			t.at = s.Start
		} else if k := p.byInside(s); k > s.Start {
			whos = append(whos, Span{k, s.End})
			t.at = k
			break
		} else if r != "" {
			break
		}
		e = s.Start - 1
	}
	if len(whos) == 0 || !p.work(c.Body, t.at) {
		return t, false
	}
	for k := len(whos) - 1; k >= 0; k-- {
		p.answers(&t.answer, whos[k])
	}
	t.role = true
	for t.at > c.Body && isStop(p.f[t.at-1]) {
		t.at--
	}
	return t, true
}

// phraseBefore is the phrase that ends at e.
func (p *parser) phraseBefore(a, e int) Span {
	k, depth := e, 0
	for ; k > a; k-- {
		switch p.f[k-1] {
		case ')':
			depth++
		case '(':
			depth--
		case ',', ';':
			if depth == 0 {
				return Span{k, e}
			}
		}
	}
	return Span{k, e}
}

// who tells a phrase of units with their roles: A、B牵头、C配合; A会同B负责.
func (p *parser) who(a, b int) bool {
	a = p.afterBy(a, b)
	parts := p.parts(a, b)
	for _, s := range parts {
		x := p.afterBy(s.Start, s.End)
		r, e := p.roleVerb(x, s.End)
		m := p.find(x, s.End, "会同")
		switch {
		case m > x:
			if !p.unitNames(x, p.beforeLead(x, m)) || !p.unitNames(m+2, e) {
				return false
			}
		case r == "" || !p.unitNames(x, e):
			return false
		}
	}
	return len(parts) > 0
}

// unitNames tells a list of units, each of them a name.
func (p *parser) unitNames(a, b int) bool { return b > a && p.unitList(a, b, true) != nil }

// afterBy skips 由, 并由 before a list of units.
func (p *parser) afterBy(a, b int) int {
	for a < b && (p.f[a] == '由' || p.f[a] == '并' || p.f[a] == ' ') {
		a++
	}
	return a
}

// beforeLead is the end of the list in A牵头会同B.
func (p *parser) beforeLead(a, e int) int {
	n, _ := p.lex.bwd.at(p.f, e, a, cLeadVerb)
	return e - n
}

// byInside finds 由 inside a phrase with nothing but units and their roles behind.
func (p *parser) byInside(s Span) int {
	for k := s.Start + 1; k < s.End; k++ {
		if p.f[k] == '由' && p.f[k-1] != '自' && p.f[k-1] != '理' && p.f[k-1] != '经' && p.who(k, s.End) {
			return k
		}
	}
	return -1
}

// limitWords is how much more than the limit itself a phrase of limit may say:
// 8月底前(完成), 确保12月底前(全面完成); limitMost is how long such a phrase is.
const (
	limitWords = 4
	limitMost  = 16
)

func (p *parser) onlyLimit(s Span) bool {
	n := s.End - s.Start
	ds := p.limits(s.Start, s.End)
	for _, d := range ds {
		n -= d.End - d.Start
	}
	return len(ds) > 0 && n <= limitWords
}

// work tells that [a,b) is long enough to be work and no mere lead-in.
func (p *parser) work(a, b int) bool {
	n := 0
	for k := a; k < b; k++ {
		if !isStop(p.f[k]) && p.f[k] != ' ' {
			n++
		}
	}
	return n >= 4
}

// answers adds the units of a phrase of who with their roles.
func (p *parser) answers(ans *answer, s Span) {
	for _, q := range p.parts(p.afterBy(s.Start, s.End), s.End) {
		x := p.afterBy(q.Start, q.End)
		role, e := p.roleVerb(x, q.End)
		ans.byDuty = ans.byDuty || p.find(x, q.End, "按职责") >= 0 || p.find(x, q.End, "分别负责") >= 0
		if m := p.find(x, q.End, "会同"); m > x {
			for _, u := range p.unitList(x, p.beforeLead(x, m), false) {
				ans.add(p, u, "lead")
			}
			x, role = m+2, "cooperate"
		}
		for _, u := range p.unitList(x, e, false) {
			ans.add(p, u, role)
		}
	}
}

// tailAt reads the end of a clause of a planning section.
func (b *builder) tailAt(i int) (tail, bool) {
	c := &b.p.d.Clauses[i]
	if c.Form == document.Furniture || c.Form == document.Title || !c.Section.Planning() {
		return tail{}, false
	}
	return b.p.tailOf(c, b.trimmed(c))
}

// endsInUnits keeps what the end of a clause says; such a sentence answers for
// itself, a bracket behind it for those that follow.
func (b *builder) endsInUnits(i int) bool {
	t, ok := b.tailAt(i)
	if ok {
		if b.tails == nil {
			b.tails = map[int]tail{}
		}
		b.tails[i] = t
	}
	return ok
}

// opensWithUnits tells 由A牵头,会同B建成…: such a sentence answers for itself too.
func (b *builder) opensWithUnits(i int) bool {
	p := b.p
	c := &p.d.Clauses[i]
	if p.f[c.Body] != '由' || c.Form == document.Title || !c.Section.Planning() {
		return false
	}
	subs := p.subjects(c.Body, c.End)
	return len(subs) > 0 && subs[0].body > subs[0].at && p.work(subs[0].body, c.End)
}

// promised is the label of a clause that names who answers for it.
func (b *builder) promised(i int) ClauseRead {
	if b.r.Clauses[i].Label == Commitment {
		return b.r.Clauses[i]
	}
	return ClauseRead{Commitment, becauseUnits}
}

// tailDraft makes the draft of a clause whose end names the units. Units that the
// work itself makes act (各县区要…) join them.
func (b *builder) tailDraft(i int, ts []found, t tail) {
	p := b.p
	c := &p.d.Clauses[i]
	b.inDraft[i] = true
	d := Draft{Span: Span{c.Body, c.End}, Kind: b.kind(c), Parent: -1, Clauses: []int{i}, Dues: p.dues(c.Body, c.End)}
	body := c.Body
	for k, s := range p.subjects(c.Body, t.at) {
		if k == 0 && !s.back {
			body = max(body, s.body)
		}
		t.units = append(s.units, t.units...)
	}
	d.Title = b.title(body, t.at)
	d.Targets = b.targets(nil, b.before(ts, t.at), c, true)
	d.Units, d.Leaders, d.LeadMode = t.units, t.leaders, t.mode(p)
	d.Confidence = b.confidence(i, d.Targets, d.Dues)
	b.r.Drafts = append(b.r.Drafts, d)
}
