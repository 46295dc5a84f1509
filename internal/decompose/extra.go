package decompose

import "jiufen/internal/document"

// strength reads 确保, 力争, 预期, 约束性 before a target.
func (p *parser) strength(c *document.Clause, t *Target) (strength, nature string) {
	from := max(c.Body, t.Start-30)
	for k := t.Start - 1; k >= from; k-- {
		if r := p.f[k]; r == ';' || r == '。' {
			from = k
			break
		}
	}
	for k := from; k < t.End; k++ {
		if !p.lex.fwd.may(p.f[k], cEnsure|cStrive|cExpected|cBinding) {
			continue
		}
		_, cl := p.lex.fwd.at(p.f, k, t.End, cEnsure|cStrive|cExpected|cBinding)
		switch {
		case p.has(k, "保证金"): // money laid down
		case cl&cEnsure != 0:
			strength = "ensure"
		case cl&cStrive != 0:
			strength = "strive"
		case cl&cBinding != 0:
			nature = "binding"
		case cl&cExpected != 0:
			strength = "expected"
			if p.has(k, "预期性") {
				nature = "expected"
			}
		}
	}
	if nature == "" {
		nature = p.natureAfter(t.End, c.End)
	}
	return strength, nature
}

// natureAfter reads (约束性), (预期性指标) right behind a target, or ,为约束性指标.
func (p *parser) natureAfter(a, b int) string {
	for k := a; k < b && k-a < 8; k++ {
		switch p.f[k] {
		case '。', ';':
			return ""
		case '约':
			if p.has(k, "约束性") {
				return "binding"
			}
		case '预':
			if p.has(k, "预期性") {
				return "expected"
			}
		}
		if k > a && isStop(p.f[k]) {
			return ""
		}
	}
	return ""
}

// strengthOf reads 确保, 力争 at the head of a phrase of [a,b), or behind its
// limit (年底前力争…): how firmly work without a figure is promised.
func (p *parser) strengthOf(a, b int) string {
	for k := a; k < b; k++ {
		if !p.lex.fwd.may(p.f[k], cEnsure|cStrive) {
			continue
		}
		if k > a && !isStop(p.f[k-1]) && p.f[k-1] != '前' && p.f[k-1] != '年' && p.f[k-1] != '月' && p.f[k-1] != '底' {
			continue
		}
		switch _, c := p.lex.fwd.at(p.f, k, b, cEnsure|cStrive); {
		case c&cEnsure != 0 && !p.has(k, "保证金"):
			return "ensure"
		case c&cStrive != 0:
			return "strive"
		}
	}
	return ""
}

// partOf tells 其中 in front of a target.
func (p *parser) partOf(t *Target) bool {
	k := t.Start
	return k >= 2 && (p.has(k-2, "其中") || k >= 3 && p.has(k-3, "其中") || k >= 3 && p.has(k-3, "其中,"))
}

// topic is the subject of the paragraph that a bare metric takes up, the latest
// that was named: 石化产业持续“减油增化提质”…. 产值突破1300亿元.
func (p *parser) topic() string {
	for k := len(p.said) - 1; k >= 0; k-- {
		if t := p.topicOf(p.said[k].Start, p.said[k].End); t != "" {
			return t
		}
	}
	return ""
}

// topicOf is what the clause [a,b) opens with, when that can own a metric.
func (p *parser) topicOf(a, b int) string {
	if b-a > 4 && (p.f[a] == '将' || p.f[a] == '把') {
		for k := a + 2; k < b && k-a < 22 && !isStop(p.f[k]); k++ {
			if p.f[k] == '从' || p.f[k] == '由' {
				return p.clean(a+1, k)
			}
		}
	}
	for k := a; k < b && k-a < 14; k++ {
		if isStop(p.f[k]) || p.f[k] == '、' {
			return ""
		}
		n, _ := p.lex.bwd.at(p.f, k+1, a, cTopic)
		if n == 0 || k+1-a <= n {
			continue
		}
		if v, _ := p.lex.fwd.at(p.f, a, b, cAction|cCausative|cAdverb|cLeadIn); v >= 2 || p.f[a] == '“' {
			return ""
		}
		if n == 1 || p.has(k+1, "园") || p.has(k+1, "链") || p.has(k+1, "集群") {
			continue
		}
		return p.clean(a, k+1)
	}
	return ""
}

// spanOfYears reads 20*年至2011年五年时间 as a period that ends with its last year.
func (p *parser) spanOfYears(a, b int) []Due {
	for k := a; k+4 < b; k++ {
		if p.f[k] != '年' || p.f[k+1] != '至' {
			continue
		}
		s := k
		for s > a && (isDigit(p.f[s-1]) || isMask(p.f[s-1])) {
			s--
		}
		v, masked, e := p.readInt(k+2, b)
		if s == k || e >= b || p.f[e] != '年' || masked || v < 1900 {
			continue
		}
		e++
		if i := p.find(e, min(b, e+6), "时间"); i >= 0 {
			e = i + 2
		}
		return []Due{{Span: Span{s, e}, Kind: "period", Date: date(v, 12, 31)}}
	}
	return nil
}

// firstUnit is the rule of a covering notice about lists without a lead unit.
type firstUnit struct {
	first    bool // 列第一位的责任单位为牵头单位
	others   bool // 其他列入单位为参与单位
	allLeads bool // 无牵头单位的,责任单位即为牵头单位
}

// firstUnitRule looks for that rule; it differs by place.
func (p *parser) firstUnitRule() firstUnit {
	var r firstUnit
	f := p.f
	for k := 0; k+4 < len(f); k++ {
		switch f[k] {
		case '列':
			r.first = r.first || p.has(k, "列第一位的") || p.has(k, "列在第一位的") || p.has(k, "列首位的") || p.has(k, "列在首位的")
		case '排':
			r.first = r.first || p.has(k, "排名第一的") || p.has(k, "排在第一位的") || p.has(k, "排第一位的") || p.has(k, "排在首位的") || p.has(k, "排在第一的")
		case '其':
			r.others = r.others || p.has(k, "其他列入单位为参与单位") || p.has(k, "其他单位为配合单位") || p.has(k, "其余单位为配合单位") || p.has(k, "其他为配合单位") || p.has(k, "其余为配合单位")
		case '无':
			r.allLeads = r.allLeads || p.has(k, "无牵头单位的,责任单位即为牵头单位")
		}
	}
	return r
}

// apply gives a list of responsible units its lead as the notice says.
func (r firstUnit) apply(p *parser, a *answer) {
	if !r.first && !r.allLeads || a.byDuty {
		return
	}
	for _, u := range a.units {
		if u.Role != "responsible" {
			return
		}
	}
	for i := range a.units {
		switch {
		case i == 0 || r.allLeads && !r.first:
			a.units[i].Role = "lead"
		case r.others:
			a.units[i].Role = "cooperate"
		}
	}
}
