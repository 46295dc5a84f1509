package decompose

import "strings"

// knownUnit is a unit of the place with every name it goes by.
type knownUnit struct {
	id    string
	names []string
}

// answer is what a bracket or a sentence says about who answers.
type answer struct {
	units   []Unit
	leaders []Leader
	dues    []Due
	byDuty  bool
	role    bool // a word of role was there
}

// bracket reads the inside [a,b) of a bracket as units, leaders and limits.
func (p *parser) bracket(a, b int) (answer, bool) {
	var ans answer
	role, labelled := "", false
	var pending []Span
	for _, s := range p.parts(a, b) {
		x, y := s.Start, s.End
		own := false
		if r, n := p.roleLabel(x, y); n > 0 {
			role, labelled, own = r, true, true
			ans.role = true
			x += n
		}
		if labelled && role == "due" {
			ans.dues = append(ans.dues, p.limits(x, y)...)
			continue
		}
		r, e := p.roleVerb(x, y)
		if r != "" {
			ans.role = true
			ans.byDuty = ans.byDuty || p.find(x, y, "按职责") >= 0 || p.find(x, y, "分别负责") >= 0
			for _, u := range pending {
				ans.add(p, u, r)
			}
			pending = pending[:0]
			for _, u := range p.unitList(x, e, false) {
				ans.add(p, u, r)
			}
			continue
		}
		if ds := p.limits(x, y); len(ds) > 0 {
			ans.dues = append(ans.dues, ds...)
			continue
		}
		us := p.unitList(x, y, !labelled || !own)
		if us == nil && labelled {
			us = p.weakUnits(x, y)
		}
		if labelled {
			for _, u := range us {
				ans.add(p, u, role)
			}
			continue
		}
		if us == nil {
			return answer{}, false
		}
		pending = append(pending, us...)
	}
	for _, u := range pending {
		ans.add(p, u, "responsible")
	}
	ok := len(ans.units)+len(ans.leaders) > 0
	return ans, ok && (ans.role || len(pending) > 0)
}

func (a *answer) add(p *parser, s Span, role string) {
	if s.End <= s.Start {
		return
	}
	if n, _ := p.lex.bwd.at(p.f, s.End, s.Start, cLeaderSuffix); n > 0 || role == "leader" {
		r := "lead"
		if p.has(s.Start, "协管") || p.has(s.Start, "配合") || p.hasEnd(s.Start, s.End, "秘书长") {
			r = "assist"
		}
		a.leaders = append(a.leaders, Leader{Span: s, Role: r})
		return
	}
	a.units = append(a.units, Unit{Span: s, Role: role, ID: p.match(s)})
}

// parts cuts [a,b) at commas and semicolons outside inner brackets, and after a
// verb of role that 、 follows.
func (p *parser) parts(a, b int) []Span {
	var out []Span
	depth, start := 0, a
	for k := a; k < b; k++ {
		switch p.f[k] {
		case '(':
			depth++
		case ')':
			depth--
		case ',', ';', '。', '\n', '\t':
			if depth <= 0 {
				out = append(out, Span{start, k})
				start = k + 1
			}
		case '、':
			if n, _ := p.lex.bwd.at(p.f, k, start, cLeadVerb|cRespVerb|cCoopVerb); n > 0 && depth <= 0 {
				out = append(out, Span{start, k})
				start = k + 1
			}
		case ' ':
			if depth <= 0 {
				if n, _ := p.lex.fwd.at(p.f, k+1, b, cLeadLabel|cRespLabel|cCoopLabel|cCollateLabel|cDueLabel|cLeaderLabel); n > 1 {
					out = append(out, Span{start, k})
					start = k + 1
				}
			}
		}
	}
	if start < b {
		out = append(out, Span{start, b})
	}
	kept := out[:0]
	for _, s := range out {
		for s.Start < s.End && p.f[s.Start] == ' ' {
			s.Start++
		}
		for s.End > s.Start && p.f[s.End-1] == ' ' {
			s.End--
		}
		if s.Start < s.End {
			kept = append(kept, s)
		}
	}
	return kept
}

// roleLabel reads 牵头单位: at x; n is its length with the colon.
func (p *parser) roleLabel(x, y int) (string, int) {
	n, c := p.lex.fwd.at(p.f, x, y, cLeadLabel|cRespLabel|cCoopLabel|cCollateLabel|cLeaderLabel|cDueLabel)
	if n == 0 || x+n >= y || p.f[x+n] != ':' {
		return "", 0
	}
	return roleOf(c), n + 1
}

func roleOf(c class) string {
	switch {
	case c&cLeadLabel != 0:
		return "lead"
	case c&cRespLabel != 0:
		return "responsible"
	case c&cCoopLabel != 0:
		return "cooperate"
	case c&cCollateLabel != 0:
		return "collate"
	case c&cLeaderLabel != 0:
		return "leader"
	}
	return "due"
}

// roleVerb reads the verb of role at the end of [x,y), and where the list ends.
func (p *parser) roleVerb(x, y int) (string, int) {
	n, c := p.lex.bwd.at(p.f, y, x, cLeadVerb|cRespVerb|cCoopVerb)
	if n == 0 {
		return "", y
	}
	e := y - n
	switch {
	case c&cLeadVerb != 0:
		return "lead", e
	case c&cCoopVerb != 0:
		return "cooperate", e
	}
	if m, _ := p.lex.bwd.at(p.f, e, x, cLeadVerb); m > 0 {
		return "lead", e - m
	}
	return "responsible", e
}

// unitList divides [a,b) into names of units. Strict lists are nil when a member
// does not look like a unit.
func (p *parser) unitList(a, b int, strict bool) []Span {
	var out []Span
	start, depth := a, 0
	flush := func(k int) {
		if s, ok := p.trimUnit(start, k); ok {
			if n := len(out); n > 0 && p.areaTail(out[n-1], s) {
				out[n-1].End = s.End
			} else {
				out = append(out, s)
			}
		}
	}
	for k := a; k < b; k++ {
		switch p.f[k] {
		case '(':
			depth++
			continue
		case ')':
			depth--
			continue
		}
		if depth > 0 {
			continue
		}
		switch n := p.unitJoin(start, k, b); {
		case n > 0:
			flush(k)
			start = k + n
			k += n - 1
		case p.f[k] == '等' && k > start+1 && k+1 <= b && p.f[k-1] != '高':
			flush(k)
			start = k + 1
			if b-start <= 2 || p.has(start, "部门") && b-start == 2 {
				start = b
			}
		}
	}
	flush(b)
	if !strict {
		return out
	}
	strong, like := false, 0
	for _, s := range out {
		if p.unitLike(s.Start, s.End) {
			like++
			strong = strong || p.strongUnit(s.Start, s.End)
		}
	}
	for _, s := range out {
		if like < len(out) && !p.unitLike(s.Start, s.End) && (like == 0 || !p.inCompany(s, out[len(out)-1])) {
			return nil
		}
	}
	if !strong {
		return nil
	}
	return out
}

// weakUnits is a list whose members all look like units, where a label before it
// vouches for them: 责任单位:某区政府,某城发集团.
func (p *parser) weakUnits(a, b int) []Span {
	us := p.unitList(a, b, false)
	for _, s := range us {
		if !p.unitLike(s.Start, s.End) {
			return nil
		}
	}
	return us
}

// inCompany tells a member that only the list makes a unit: 各乡镇街 beside 矿务局,
// 广播电视 before 新闻宣传部门.
func (p *parser) inCompany(s, last Span) bool {
	n := s.End - s.Start
	if n < 2 || n > 6 {
		return false
	}
	if v, _ := p.lex.fwd.at(p.f, s.Start, s.End, cAction|cCausative|cPreposition|cAdverb|cWork|cModal|cLevel); v >= 2 {
		return false
	}
	for k := s.Start; k < s.End; k++ {
		if p.hasOne(k, "的了把将于是为以在并要同向,“”") {
			return false
		}
	}
	if p.f[s.Start] == '各' {
		return !p.hasOne(s.Start+1, "项类种个族环领层条式大方行")
	}
	return s != last && p.hasEnd(last.Start, last.End, "部门") && last.End-last.Start > 2
}

// unitJoin tells a separator of a unit list at k and its length. 和 parts names
// only where both sides are names: 人力资源和社会保障局 stays whole.
func (p *parser) unitJoin(start, k, b int) int {
	switch p.f[k] {
	case '、':
		return 1
	case '特':
		if p.has(k, "特别是") {
			return 3
		}
	case '以':
		if p.has(k, "以及") {
			return 2
		}
	case '和', '及', '与':
		n, _ := p.lex.bwd.at(p.f, k, start, cSuffix|cArea|cGenericUnit|cStem)
		if n == 0 || p.has(k+1, "单位") && (k+3 >= b || p.f[k+3] == '及') || k == start {
			return 0
		}
		if _, c := p.lex.bwd.at(p.f, k, start, cStem); c != 0 {
			if m, d := p.lex.bwd.at(p.f, k, start, cSuffix); m == 0 || d == 0 {
				return 0
			}
		}
		return 1
	}
	return 0
}

func (p *parser) trimUnit(a, b int) (Span, bool) {
	for a < b && (p.f[a] == ' ' || p.f[a] == '由' || p.f[a] == ':') {
		a++
	}
	for b > a && (p.f[b-1] == ' ' || p.f[b-1] == '等') {
		b--
	}
	return Span{a, b}, b-a >= 1
}

// areaTail tells that s goes on a name of areas: 各区 、县级市.
func (p *parser) areaTail(prev, s Span) bool {
	n, _ := p.lex.fwd.at(p.f, s.Start, s.End, cArea)
	if n == 0 || s.Start-prev.End > 1 || p.f[prev.End] != '、' {
		return false
	}
	rest := p.text(s.Start+n, s.End)
	if strings.HasPrefix(rest, "两级") || strings.HasPrefix(rest, "三级") {
		return true
	}
	switch rest {
	case "", "政府", "人民政府", "财政", "党委、政府", "分中心":
	default:
		return false
	}
	m, _ := p.lex.bwd.at(p.f, prev.End, prev.Start, cArea)
	if m == 0 {
		return p.f[prev.Start] == '各' && p.f[prev.End-1] == ')'
	}
	return m == prev.End-prev.Start || p.f[prev.Start] == '各'
}

// unitLike tells a name of an organisation.
func (p *parser) unitLike(a, b int) bool {
	if b-a > 28 || b <= a {
		return false
	}
	if n, _ := p.lex.fwd.at(p.f, a, b, cGenericUnit|cArea|cStem); n == b-a {
		return true
	}
	k := a
	if r := p.f[k]; r == '市' || r == '省' || r == '县' || r == '区' {
		k++
		if n, _ := p.lex.fwd.at(p.f, k, b, cStem); n == b-k && n > 0 {
			return true
		}
	}
	for k := a; k < b; k++ {
		switch p.f[k] {
		case '由':
			if k == a || p.f[k-1] != '自' {
				return false
			}
		case '在':
			// 工程所在单位, 在甬高校 are names
			if k == a && p.hasEnd(a, b, "单位") || k > a && p.f[k-1] == '所' {
				continue
			}
			return false
		case '的', '“', '向', '把', '将', '于', '是', '为', '以', '了', '并', '要', '同', ',':
			return false
		case '负', '牵', '保', '纳', '费':
			if p.has(k, "费用") || p.has(k, "负责") || p.has(k, "纳入") || p.has(k, "保持") || p.has(k, "牵头") && !p.has(k+2, "单位") && !p.has(k+2, "部门") {
				return false
			}
		}
	}
	e := b
	if p.f[e-1] == ')' {
		for e > a && p.f[e-1] != '(' {
			e--
		}
		e--
	}
	if e <= a {
		return false
	}
	if n, c := p.lex.bwd.at(p.f, e, a, cSuffix|cNotSuffix); n == 0 || c&cNotSuffix != 0 && c&cSuffix == 0 {
		return false
	}
	switch p.f[a] {
	case '我', '你', '他', '这', '该', '其', '每', '让', '请', '与', '和':
		return false
	}
	if v, c := p.lex.fwd.at(p.f, a, b, cAction|cCausative|cPreposition|cAdverb|cLeadVerb|cCoopVerb|cRespVerb|cWork); v >= 2 {
		if n, _ := p.lex.fwd.at(p.f, a+v, b, cSuffix); c&cUnitVerb == 0 || n != b-a-v && !(p.f[a] == '建' && p.find(a, b, "单位") > 0) {
			return false
		}
	}
	return true
}

// strongUnit tells a name that cannot be a common noun: 各…, 市…局, …部门.
func (p *parser) strongUnit(a, b int) bool {
	if n, _ := p.lex.fwd.at(p.f, a, b, cGenericUnit); n == b-a {
		return true
	}
	switch p.f[a] {
	case '各', '市', '省':
		return b-a > 1
	case '县', '区':
		return true
	}
	if p.text(a, b) == "办公室" {
		return true
	}
	for _, w := range []string{"部门", "单位", "局", "委", "办", "厅", "政府", "小组", "组", "办公室", "街道", "管委会", "部", "中心", "公安", "机关", "委员会", "财政", "市", "县", "区"} {
		if p.hasEnd(a, b, w) && b-a > len([]rune(w)) {
			return true
		}
	}
	return p.has(a, "公安")
}

// match finds the known unit a name belongs to: the same name or alias, or the
// same after the place's prefix falls away.
func (p *parser) match(s Span) string {
	if len(p.known) == 0 {
		return ""
	}
	name := p.text(s.Start, s.End)
	short := strings.TrimLeft(name, "市省县区州")
	for _, k := range p.known {
		for _, n := range k.names {
			if n == name || strings.TrimLeft(n, "市省县区州") == short {
				return k.id
			}
		}
	}
	return ""
}

// mode is how units lead together.
func (a *answer) mode(p *parser) string {
	lead, resp, each := 0, 0, 0
	for _, u := range a.units {
		switch u.Role {
		case "lead":
			lead++
		case "responsible":
			resp++
			if n, _ := p.lex.fwd.at(p.f, u.Start, u.End, cArea); p.f[u.Start] == '各' || n > 0 && (n == u.End-u.Start || p.f[u.Start+n] == '、') {
				each++
			}
		}
	}
	switch {
	case lead == 1:
		return "single"
	case lead > 1:
		return "joint"
	case resp == 0:
		return ""
	case each == resp && !a.byDuty:
		return "each"
	case resp == 1:
		return "single"
	}
	return "by_duty"
}
