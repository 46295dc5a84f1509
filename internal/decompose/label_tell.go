package decompose

import "jiufen/internal/document"

// Sentences of a plan that promise nothing: what others said, questions, what
// something is or comes to, what has been done.

// quotes tells that the first phrase of [a,b) ends in a verb of saying: 专家指出,….
// What a meeting says in its own minutes (会议强调,…) lays down work, and so does
// what is said to a unit by name.
func (p *parser) quotes(a, b int) bool {
	a = p.afterShort(a, b)
	for k := a; k < b && k-a < 60; k++ {
		if r := p.f[k]; r != ',' && r != ':' && r != '。' && r != ';' {
			continue
		}
		if k == a || !p.lex.bwd.may(p.f[k-1], cSaid) {
			return false
		}
		n, _ := p.lex.bwd.at(p.f, k, a, cSaid)
		if n == 0 || k-n <= a || p.has(a, "会议") || p.has(a, "全会") || p.has(a, "同志们") {
			return false
		}
		if m, _ := p.lex.fwd.at(p.f, a, k, cPreposition); m > 0 {
			return false
		}
		if m, _ := p.lex.fwd.at(p.f, a, k, cWork|cAction|cModal); m > 1 || p.f[a] == '要' {
			return false
		}
		return k+1 >= b || len(p.subjects(k+1, b)) == 0
	}
	return false
}

// afterShort skips a short first phrase that names a time or a person: 2009年,….
func (p *parser) afterShort(a, b int) int {
	for k := a; k < b && k-a <= 8; k++ {
		if p.f[k] != ',' {
			continue
		}
		if n, _ := p.lex.fwd.at(p.f, a, k, cWork|cAction|cModal); n > 1 || p.f[a] == '要' {
			return a
		}
		if n, _ := p.lex.bwd.at(p.f, k, a, cSaid); n > 0 {
			return a
		}
		return k + 1
	}
	return a
}

// asks tells a question: …了吗.
func (p *parser) asks(a, b int) bool {
	e := b
	for e > a && isStop(p.f[e-1]) {
		if p.f[e-1] == '?' {
			return true
		}
		e--
	}
	return e > a && (p.f[e-1] == '吗' || p.f[e-1] == '呢')
}

// explains tells a sentence that points at what was said (这…), draws a conclusion
// (…才能…), or says of a matter what it is (加快创新是…的关键). tells is of its cues.
func (p *parser) explains(a, b int, tells bool) bool {
	if p.f[a] == '这' {
		for k := a + 1; k < a+4 && k < b; k++ {
			switch p.f[k] {
			case '是', '都', '也', '就', '说', '表', '启', '充':
				return true
			}
		}
		return !p.tells(a, b)
	}
	for _, w := range above {
		if p.has(a, w) && p.tells(a, b) {
			return true // 省委全会作出了部署
		}
	}
	if !tells {
		return false
	}
	for _, s := range p.segments(a, b) {
		if s.inside {
			continue
		}
		for k := max(s.a, 1); k+1 < s.b; k++ {
			switch p.f[k] {
			case '着':
				if k > s.a+1 && !p.hasOne(k+1, "力眼手重实落想急装") && !p.hasOne(k-1, "朝沿随本向靠顺接穿附围循按意") {
					return true // 凝聚着…的期盼
				}
			case '分':
				if p.f[k+1] == '为' && k > s.a+1 && p.f[k-1] != '部' {
					return true
				}
			case '才':
				if p.f[k+1] == '能' && p.f[k-1] != '人' || p.f[k+1] == '会' {
					return true
				}
			case '是':
				if p.copula(k, s) {
					return true
				}
			}
		}
	}
	return false
}

// above are who sets the work of others.
var above = [...]string{"党中央", "中央", "省委", "市委", "县委", "区委", "州委", "自治区党委", "党的", "总书记", "国务院"}

// copula tells that 是 at k says what the phrase s speaks of, and that the phrase
// ends in a noun that judges: …是…的关键所在, …是典型的形式主义.
func (p *parser) copula(k int, s segment) bool {
	switch p.f[k-1] {
	case '但', '于', '还', '就', '凡', '总', '别', '其', '或', '若', '可', '正', '不', '点', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '标':
		return false
	}
	if p.f[k+1] == '否' {
		return false
	}
	for _, w := range judging {
		if p.hasEnd(k+1, s.b, w) {
			return true
		}
	}
	return false
}

var judging = [...]string{"所在", "之一", "之举", "之策", "之路", "之基", "之要", "选择", "要求", "基础", "前提", "保证", "根本", "关键", "途径", "重点工作", "使命", "规律", "问题", "主义", "标志", "体现", "一年", "时期", "阶段", "底气", "支撑", "动力", "法宝", "例子", "内容", "意义", "责任", "职责", "组成部分", "优势", "短板", "名片", "磁场", "主线", "根本遵循", "遵循", "战略定位", "使命任务", "中心任务", "首要任务", "重大任务", "第一个五年", "最后一年", "开局", "起点", "窗口期", "机遇期"}

// describing tells that the phrase that opens at k ends in a predicate that
// describes: 发展任务繁重.
func (p *parser) describing(k, b int) bool {
	e := k
	for e < b && !isStop(p.f[e]) {
		e++
	}
	n, _ := p.lex.bwd.at(p.f, e, k, cState)
	return n > 0 && e-n > k
}

// toldAtTheEnd tells that the last phrase of [a,b) has 了 after a verb: …,解决了难题.
func (p *parser) toldAtTheEnd(a, b int) bool {
	segs := p.segments(a, b)
	if len(segs) == 0 {
		return false
	}
	s := segs[len(segs)-1]
	return p.tells(s.a, s.b)
}

// reviewLines finds paragraphs of a plan that tell of the past – one of their
// figures is compared with what was, and nothing in them is demanded – and takes
// their other figures for past ones too. Work reports part the two by themselves.
func (p *parser) reviewLines(labels []ClauseRead) {
	if p.d.Report {
		return
	}
	cs := p.d.Clauses
	for i := 0; i < len(cs); {
		e, compared := i, false
		for ; e < len(cs) && cs[e].Line == cs[i].Line; e++ {
			c := &cs[e]
			compared = compared || labels[e].Label == Achievement && c.Section.Planning() && p.lookedBack(c.Body, c.End)
		}
		if compared && !p.demanding(cs[i:e]) {
			for k := i; k < e; k++ {
				c := &cs[k]
				if l := labels[k].Label; (l == Commitment || l == Background) && c.Section.Planning() && c.Form != document.Title && p.look(c.Body, c.End)&hNumber != 0 && len(p.measureClause(c.Body, c.End)) > 0 {
					labels[k] = ClauseRead{Achievement, becauseDone}
				}
			}
		}
		i = e
	}
}

// demanding tells that one of the clauses demands or sets a limit.
func (p *parser) demanding(cs []document.Clause) bool {
	for i := range cs {
		if c := &cs[i]; p.demands(c.Body, c.End) || len(p.dues(c.Body, c.End)) > 0 {
			return true
		}
	}
	return false
}

// admissions finds what a review admits or has learnt – 同时,我们也清醒认识到…;…;…。
// – and takes the rest of its paragraph for the same.
func (p *parser) admissions(labels []ClauseRead) {
	cs := p.d.Clauses
	open := -1
	for i := range cs {
		c := &cs[i]
		if c.Line != open {
			open = -1
		}
		switch {
		case open >= 0 && labels[i].Label == Achievement:
			labels[i] = ClauseRead{Background, becauseAnalysis}
		case c.Section == document.Review && p.hasAny(c.Body, c.End, &admitting):
			open = c.Line
		}
	}
}

var admitting = literalsOf("清醒认识到", "清醒地认识到", "清醒看到", "清醒地看到", "深切体会到", "深刻体会到", "深刻认识到", "存在不少困难", "存在不少问题", "还存在一些", "仍存在一些", "面临不少困难", "面临的困难和")
