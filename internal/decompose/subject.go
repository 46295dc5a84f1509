package decompose

import "slices"

// subject is a unit list that a sentence makes answer for what follows.
type subject struct {
	answer
	at   int // where the list begins
	body int // where the work begins
	coop bool
	only bool // the role is all that the phrase says: 市发改委牵头,
	must bool // 要, 须, 负责: a duty and no description
	back bool // the work stands before the units: …,由各区政府负责
}

// subjects finds the units that [a,b) makes do something.
func (p *parser) subjects(a, b int) []subject {
	var out []subject
	if sub, ok := p.cellUnit(a, b); ok {
		return append(out, sub)
	}
	for _, s := range p.segments(a, b) {
		if s.inside {
			continue
		}
		sub, ok := p.subjectAt(s)
		if !ok && len(out) > 0 && p.has(s.a, "会同") {
			sub, ok = p.together(s, &out[len(out)-1])
		}
		if !ok {
			sub, ok = p.founded(s, a)
		}
		if !ok {
			sub, ok = p.shared(s)
		}
		if !ok {
			continue
		}
		if sub.back && len(out) == 0 {
			sub.body = a
		}
		if sub.body >= b || !p.words(sub.body, b) {
			sub.body = sub.at
		}
		if n := len(out); n > 0 && (sub.coop || out[n-1].only) {
			out[n-1].join(sub.units)
			out[n-1].only = out[n-1].only && sub.only
			out[n-1].body = sub.body
			continue
		}
		out = append(out, sub)
	}
	return out
}

// cellUnit reads a row of a table that was flattened with bars, 3|县水利局|15|清理
// 河道: the cell that is a unit's name answers for the cells behind it.
func (p *parser) cellUnit(a, b int) (subject, bool) {
	start, sub := a, subject{}
	if !p.bars {
		return sub, false
	}
	for k := a; k <= b; k++ {
		if k < b && p.f[k] != '|' {
			continue
		}
		s, e := start, k
		for s < e && p.f[s] == ' ' {
			s++
		}
		for e > s && p.f[e-1] == ' ' {
			e--
		}
		switch {
		case k == b:
			if len(sub.units) > 0 {
				sub.body, sub.must = s, true
				return sub, s < b
			}
			return sub, false
		case e-s >= 3 && len(sub.units) == 0 && p.unitLike(s, e) && p.office(s, e):
			sub.at = s
			sub.add(p, Span{s, e}, "responsible")
		}
		start = k + 1
	}
	return sub, false
}

// join adds units that are not there yet; the later word on one's role counts.
func (s *subject) join(us []Unit) {
	for _, u := range us {
		if i := slices.IndexFunc(s.units, func(x Unit) bool { return x.Span == u.Span }); i >= 0 {
			s.units[i].Role = u.Role
			continue
		}
		s.units = append(s.units, u)
	}
}

// words tells that [a,b) is more than marks.
func (p *parser) words(a, b int) bool {
	for k := a; k < b; k++ {
		if !isStop(p.f[k]) && p.f[k] != ' ' {
			return true
		}
	}
	return false
}

// founded reads 成立…领导小组,负责…: the new body answers for what follows.
func (p *parser) founded(s segment, lo int) (subject, bool) {
	if s.a-1 <= lo || p.f[s.a-1] != ',' || !p.lex.fwd.may(p.f[s.a], cRespVerb) {
		return subject{}, false
	}
	if n, c := p.lex.fwd.at(p.f, s.a, s.b, cRespVerb); n == 0 || c&cRespVerb == 0 {
		return subject{}, false
	}
	sub := subject{at: s.a, body: s.a}
	end := s.a - 1
	for range 2 {
		start := end
		for start > lo && p.f[start-1] != ',' && p.f[start-1] != '。' {
			start--
		}
		n := 0
		for _, w := range [...]string{"成立", "组建", "设立", "建立", "下设"} {
			if p.has(start, w) {
				n = 2
			}
		}
		if n == 0 || !p.unitLike(start+n, end) {
			break
		}
		sub.add(p, Span{start + n, end}, "responsible")
		if end = start - 1; end <= lo {
			break
		}
	}
	return sub, len(sub.units) > 0
}

// shared reads 严格落实A统筹协调、B牵头、C具体推进的责任: a list in which each
// member says its part.
func (p *parser) shared(s segment) (subject, bool) {
	sub := subject{at: s.a, body: s.a}
	if slices.Index(p.f[s.a:s.b], '、') < 0 {
		return sub, false
	}
	start := s.a
	for k := s.a; k <= s.b; k++ {
		if k < s.b && p.f[k] != '、' && p.f[k] != '的' {
			continue
		}
		for e := start; e < k; e++ {
			if !p.lex.fwd.may(p.f[e], cLeadVerb|cRespVerb|cCoopVerb) {
				continue
			}
			n, c := p.lex.fwd.at(p.f, e, k, cLeadVerb|cRespVerb|cCoopVerb)
			if n == 0 || e+n < k {
				continue
			}
			us := p.unitList(start, e, true)
			role := roleOfVerb(c)
			for _, u := range us {
				sub.add(p, u, role)
			}
		}
		start = k + 1
	}
	return sub, len(sub.units) >= 2
}

func roleOfVerb(c class) string {
	switch {
	case c&cLeadVerb != 0:
		return "lead"
	case c&cCoopVerb != 0:
		return "cooperate"
	}
	return "responsible"
}

// together reads a phrase 会同B…: those before it lead, B cooperates.
func (p *parser) together(s segment, prev *subject) (subject, bool) {
	end := min(p.companyEnd(s.a+2), s.b)
	sub := subject{at: s.a, body: s.a}
	us := p.unitList(s.a+2, end, true)
	if us == nil {
		return sub, false
	}
	if n, _ := p.lex.fwd.at(p.f, end, s.b, cAction); n >= 2 && p.work(end, s.b) {
		sub.body = end
	}
	for _, u := range prev.units {
		u.Role = "lead"
		sub.units = append(sub.units, u)
	}
	for _, u := range us {
		sub.add(p, u, "cooperate")
	}
	return sub, true
}

// subjectAt reads the unit list at the start of a phrase, or after 由.
func (p *parser) subjectAt(s segment) (subject, bool) {
	for k := s.a; k < s.b && k-s.a < 60; k++ {
		if p.f[k] == '由' && (k == s.a || p.f[k-1] != '理' && p.f[k-1] != '自' && p.f[k-1] != '经') {
			if sub, ok := p.listBeforeModal(k+1, s.b); ok {
				// 经费由各区负责解决: the work stands before.
				if k > s.a {
					sub.body = s.a
				} else if n, c := p.lex.fwd.at(p.f, sub.body, s.b, cRespVerb|cLeadVerb); c != 0 && s.b-sub.body <= n+2 {
					sub.back = true
				}
				return sub, true
			}
		}
	}
	x := p.skipConnective(s.a, s.b)
	if sub, ok := p.listBeforeModal(x, s.b); ok {
		sub.must = sub.must || x > s.a && p.f[x-1] == '请'
		sub.with(p, s.b)
		return sub, true
	}
	return subject{}, false
}

func (p *parser) skipConnective(a, b int) int {
	for {
		moved := false
		if connectives.first>>(p.f[a]&63)&1 != 0 {
			for _, w := range connectives.words {
				if p.has(a, w) && a+runeLen(w) < b {
					a += runeLen(w)
					moved = true
				}
			}
		}
		if e := p.datePrefix(a, b); e > a && e < b && p.f[e] != ',' {
			a, moved = e, true
		}
		if p.f[a] == '第' {
			for k := a + 1; k < b && k-a < 6; k++ {
				if p.f[k] == '条' {
					a, moved = k+1, true
					break
				}
			}
		}
		if !moved {
			return a
		}
	}
}

var connectives = literalsOf("同时", "对此", "此外", "今后", "其中", "目前", "特别是", "尤其是", "另外", "下一步", "要求", "并由", "由", "请", " ")

// acts are the words that make units act.
const acts = cModal | cLeadVerb | cRespVerb | cCoopVerb

// inManner tells 具体负责, 主要保障, 统一组织: a word of manner and what is done.
func (p *parser) inManner(k, b int) bool {
	n, _ := p.lex.fwd.at(p.f, k, b, cManner)
	if n == 0 {
		return false
	}
	m, _ := p.lex.fwd.at(p.f, k+n, b, acts|cAction|cWork)
	e := k + n + m
	return m >= 2 && !p.has(e, "人") && !p.has(e, "同志") && !p.has(e, "领导") // 主要负责人 is a person
}

// plainly tells that an office named in [x,k) does something without a word of
// duty: 市发改委印发通知, 市级财政每年安排资金, 市发改委受理后,…. What it has done
// already is no duty.
func (p *parser) plainly(x, k, b int) bool {
	if !p.office(x, k) || p.tells(k, b) || p.has(k, "投资") || p.has(k, "采购") || p.has(k, "引导") || p.has(k, "服务") {
		return false // 政府采购, 政府投资
	}
	if p.f[x] == '经' && !p.hasOne(x+1, "信开济贸委发") {
		return false // 经市财政局审核的
	}
	if p.hasEnd(x, k, "部门") || p.hasEnd(x, k, "政府") {
		switch p.f[x] {
		case '各', '市', '省', '县', '区', '州':
		default:
			return false // 由政府部门直接受理: how it is to be, not who does it
		}
	}
	n, c := p.lex.fwd.at(p.f, k, b, cAction|cWork|cPreposition)
	return n >= 2 || n == 1 && c&cPreposition != 0 && p.f[k] != '以' && p.f[k] != '用'
}

// office tells a name that ends as those of organs of government do.
func (p *parser) office(a, b int) bool {
	if !officeEnd(p.f[b-1]) {
		return false
	}
	for _, w := range offices {
		if p.hasEnd(a, b, w) && (b-a > runeLen(w) || runeLen(w) == 3 && b-a == 3 && w != "委员会" && w != "办公室" && w != "管委会") {
			return true
		}
	}
	return false
}

// officeEnd tells the last runes of offices; most words end otherwise.
func officeEnd(r rune) bool {
	switch r {
	case '局', '委', '厅', '政', '府', '组', '会', '室', '门', '部':
		return true
	}
	return false
}

// offices are ends of names that only organs of government have.
var offices = [...]string{"局", "委", "厅", "省财政", "市财政", "县财政", "区财政", "级财政", "地财政", "政府", "领导小组", "委员会", "办公室", "部门", "管委会", "农工部", "组织部", "宣传部"}

// listBeforeModal reads units up to the word that makes them act.
func (p *parser) listBeforeModal(x, b int) (subject, bool) {
	sub, ok, office := p.listBefore(x, b, false)
	if !ok && office {
		sub, ok, _ = p.listBefore(x, b, true)
	}
	return sub, ok
}

// listBefore is listBeforeModal up to a word of duty or, plain, up to any work;
// office tells that some word may end an office.
func (p *parser) listBefore(x, b int, plain bool) (sub subject, ok, office bool) {
	depth := 0
	for k := x; k < b && k-x < 70; k++ {
		switch p.f[k] {
		case '(':
			depth++
			continue
		case ')':
			depth--
			if depth < 0 {
				return subject{}, false, office
			}
		}
		if depth > 0 || k == x || !p.mayEndUnit(p.f[k-1]) {
			continue
		}
		office = office || officeEnd(p.f[k-1])
		if plain {
			if !officeEnd(p.f[k-1]) || !p.lex.fwd.may(p.f[k], acts|cManner|cAction|cWork|cPreposition) || !p.plainly(x, k, b) {
				continue
			}
		} else if p.f[k] != '在' && !p.lex.fwd.may(p.f[k], acts|cManner) {
			continue
		}
		if n, _ := p.lex.fwd.at(p.f, k, b, acts); !plain && n == 0 && !p.inManner(k, b) && !p.circumstance(k, b) {
			continue
		}
		end := k
		if m, _ := p.lex.bwd.at(p.f, end, x, cAdverb); m == 2 && p.f[end-1] == '别' {
			end -= m
		}
		if end <= x {
			continue
		}
		if t, _ := p.lex.bwd.at(p.f, end, x, cSuffix|cStem|cArea|cGenericUnit); t == 0 && p.f[end-1] != ')' && !p.hasEnd(x, end, "等部门") {
			continue
		}
		us := p.unitList(x, end, true)
		if us == nil {
			continue
		}
		return p.roleAfter(us, x, k, b), true, office
	}
	return subject{}, false, office
}

// mayEndUnit tells that a name of a unit, 分别 or a bracket can end with r.
func (p *parser) mayEndUnit(r rune) bool {
	return r == ')' || r == '别' || r == '门' || p.lex.bwd.may(r, cSuffix|cStem|cArea|cGenericUnit)
}

// circumstance tells 在改制过程中,要: the word that makes the units act comes
// after a phrase of time or place.
func (p *parser) circumstance(k, b int) bool {
	if p.f[k] != '在' || b+1 >= len(p.f) || p.f[b] != ',' {
		return false
	}
	switch p.f[b-1] {
	case '中', '时', '前', '后', '下', '上':
	default:
		return false
	}
	return p.f[b+1] == '要' || p.has(b+1, "必须") || p.f[b+1] == '应' || p.f[b+1] == '须'
}

// leadsAfter tells a verb of leading behind the word of duty of n runes at k.
func (p *parser) leadsAfter(k, n, b int) bool {
	m := k + n
	if j, _ := p.lex.fwd.at(p.f, m, b, cManner|cAdverb); n > 0 && j >= 2 {
		m += j
	}
	_, c := p.lex.fwd.at(p.f, m, b, cLeadVerb)
	return n > 0 && c&cLeadVerb != 0
}

// roleAfter reads the role out of what follows a list of units.
func (p *parser) roleAfter(us []Span, x, k, b int) subject {
	sub := subject{at: x, body: k}
	role := "responsible"
	n, c := p.lex.fwd.at(p.f, k, b, acts)
	if m, _ := p.lex.fwd.at(p.f, k, b, cManner); n == 0 && m > 0 {
		n, c = p.lex.fwd.at(p.f, k+m, b, acts)
		n += m
	}
	switch {
	case c&cLeadVerb != 0:
		role = "lead"
	case c&cCoopVerb != 0 && (k+n >= b || isStop(p.f[k+n])):
		role, sub.coop = "cooperate", true
	case p.has(k, "密切配合") || p.has(k, "积极配合"):
		role, sub.coop = "cooperate", true
	}
	if p.leadsAfter(k, n, b) {
		role = "lead" // 要牵头, 负责牵头
	}
	if p.hasEnd(k, b, "负总责") || p.hasEnd(k, b, "负主要责任") {
		role = "lead"
	}
	sub.must = p.f[k] == '要' || p.f[k] == '应' || p.f[k] == '须' || p.has(k, "必须") || p.has(k, "务必") || p.has(k, "都要") || c&(cLeadVerb|cRespVerb) != 0
	sub.only = c&(cLeadVerb|cCoopVerb) != 0 && k+n >= b
	switch {
	case p.f[k] == '要' || p.f[k] == '应' || p.f[k] == '须':
		sub.body = k + 1
	case p.has(k, "作为") && b+1 < len(p.f) && p.f[b] == ',':
		sub.body = b + 1
		if p.f[b+1] == '要' {
			sub.body++
		}
	}
	with := []Span(nil)
	if p.has(k, "会同") {
		if with = p.unitList(k+2, min(p.companyEnd(k+2), b), true); with != nil {
			role = "lead"
		}
	}
	for _, u := range us {
		sub.add(p, u, role)
	}
	for _, u := range with {
		sub.add(p, u, "cooperate")
	}
	sub.role = true
	return sub
}

// with reads 牵头会同B at the head of the next phrase, which begins after e.
func (s *subject) with(p *parser, e int) {
	j := p.find(e, min(e+8, len(p.f)), "会同")
	if j < 0 || !p.has(j-2, "牵头") {
		return
	}
	for i := range s.units {
		s.units[i].Role = "lead"
	}
	for _, u := range p.unitList(j+2, p.companyEnd(j+2), true) {
		s.add(p, u, "cooperate")
	}
}

// companyEnd is where the units after 会同 end.
func (p *parser) companyEnd(k int) int {
	stop := k
	for stop < len(p.f) && stop-k < 24 && !isStop(p.f[stop]) {
		switch p.f[stop] {
		case '对', '于', '制', '按', '在', '开', '研', '抓':
			return stop
		}
		if n, _ := p.lex.fwd.at(p.f, stop, min(stop+6, len(p.f)), cAction); n >= 2 && stop > k {
			if m, _ := p.lex.bwd.at(p.f, stop, k, cSuffix|cStem|cArea|cGenericUnit); m > 0 {
				return stop
			}
		}
		stop++
	}
	return stop
}
