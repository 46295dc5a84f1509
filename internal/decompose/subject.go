package decompose

// subject is a unit list that a sentence makes answer for what follows.
type subject struct {
	answer
	at   int // where the list begins
	body int // where the work begins
	coop bool
	only bool // the role is all that the phrase says: 市发改委牵头,
}

// subjects finds the units that [a,b) makes do something.
func (p *parser) subjects(a, b int) []subject {
	var out []subject
	for _, s := range p.segments(a, b) {
		if s.inside {
			continue
		}
		sub, ok := p.subjectAt(s)
		if !ok {
			continue
		}
		if n := len(out); n > 0 && (sub.coop || out[n-1].only) {
			out[n-1].units = append(out[n-1].units, sub.units...)
			out[n-1].only = out[n-1].only && sub.only
			out[n-1].body = sub.body
			continue
		}
		out = append(out, sub)
	}
	return out
}

// subjectAt reads the unit list at the start of a phrase, or after 由.
func (p *parser) subjectAt(s segment) (subject, bool) {
	x := p.skipConnective(s.a, s.b)
	if sub, ok := p.listBeforeModal(x, s.b); ok {
		sub.with(p, sub.body, s.b)
		return sub, true
	}
	for k := s.a; k < s.b && k-s.a < 60; k++ {
		if p.f[k] == '由' && (k == s.a || p.f[k-1] != '理' && p.f[k-1] != '自' && p.f[k-1] != '经') {
			if sub, ok := p.listBeforeModal(k+1, s.b); ok {
				sub.at = s.a
				return sub, true
			}
		}
	}
	return subject{}, false
}

func (p *parser) skipConnective(a, b int) int {
	for {
		moved := false
		for _, w := range [...]string{"同时", "对此", "此外", "今后", "其中", "目前", "特别是", "尤其是", "另外", "下一步", "要求", "并由", "由", " "} {
			if p.has(a, w) && a+len([]rune(w)) < b {
				a += len([]rune(w))
				moved = true
			}
		}
		if !moved {
			return a
		}
	}
}

// listBeforeModal reads units up to the word that makes them act.
func (p *parser) listBeforeModal(x, b int) (subject, bool) {
	depth := 0
	for k := x; k < b && k-x < 70; k++ {
		switch p.f[k] {
		case '(':
			depth++
			continue
		case ')':
			depth--
			if depth < 0 {
				return subject{}, false
			}
		}
		if depth > 0 || k == x {
			continue
		}
		n, c := p.lex.fwd.at(p.f, k, b, cModal|cLeadVerb|cRespVerb|cCoopVerb|cAction|cAdverb|cPreposition|cCausative)
		if n == 0 || n == 1 && c&(cModal|cPreposition) == 0 {
			continue
		}
		end := k
		if m, _ := p.lex.bwd.at(p.f, end, x, cAdverb); m == 2 && p.f[end-1] == '别' {
			end -= m
		}
		if t, _ := p.lex.bwd.at(p.f, end, x, cSuffix|cStem|cArea|cGenericUnit); t == 0 && p.f[end-1] != ')' && !p.hasEnd(x, end, "等部门") {
			continue
		}
		us := p.unitList(x, end, true)
		if us == nil {
			continue
		}
		return p.roleAfter(us, x, k, b), true
	}
	return subject{}, false
}

// roleAfter reads the role out of what follows a list of units.
func (p *parser) roleAfter(us []Span, x, k, b int) subject {
	sub := subject{at: x, body: k}
	role := "responsible"
	n, c := p.lex.fwd.at(p.f, k, b, cLeadVerb|cCoopVerb|cRespVerb|cModal)
	switch {
	case c&cLeadVerb != 0:
		role = "lead"
	case c&cCoopVerb != 0 && (k+n >= b || isStop(p.f[k+n])):
		role, sub.coop = "cooperate", true
	case p.has(k, "密切配合") || p.has(k, "积极配合"):
		role, sub.coop = "cooperate", true
	}
	if p.hasEnd(k, b, "负总责") || p.hasEnd(k, b, "负主要责任") {
		role = "lead"
	}
	sub.only = c&(cLeadVerb|cCoopVerb) != 0 && k+n >= b
	if p.f[k] == '要' || p.f[k] == '应' || p.f[k] == '须' {
		sub.body = k + 1
	}
	for _, u := range us {
		sub.add(p, u, role)
	}
	sub.role = true
	return sub
}

// with reads 牵头会同B at the head of the next phrase.
func (s *subject) with(p *parser, k, b int) {
	e := b
	for n := 0; n < 2 && e < len(p.f); n++ {
		if j := p.find(e, min(e+8, len(p.f)), "会同"); j >= 0 && j-e <= 4 {
			if p.has(j-2, "牵头") {
				for i := range s.units {
					s.units[i].Role = "lead"
				}
			}
			stop := j + 2
			for stop < len(p.f) && stop-j < 20 && !isStop(p.f[stop]) && p.f[stop] != '对' && p.f[stop] != '于' && p.f[stop] != '制' {
				stop++
			}
			for _, u := range p.unitList(j+2, stop, true) {
				s.add(p, u, "cooperate")
			}
		}
		return
	}
}
