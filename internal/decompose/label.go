package decompose

import "jiufen/internal/document"

// Reasons are keys of internal/locale; the first part names the file.
const (
	becauseHeading   = "decompose.reason.heading"
	becauseFurniture = "decompose.reason.furniture"
	becauseGreeting  = "decompose.reason.greeting"
	becauseAnalysis  = "decompose.reason.analysis"
	becauseLeadIn    = "decompose.reason.leadin"
	becauseOther     = "decompose.reason.other"
	becauseDone      = "decompose.reason.done"
	becauseReview    = "decompose.reason.review"
	becausePromise   = "decompose.reason.promise"
	becauseFigure    = "decompose.reason.figure"
	becauseLimit     = "decompose.reason.limit"
	becauseUnits     = "decompose.reason.units"
	becausePrinciple = "decompose.reason.principle"
	becauseFuture    = "decompose.reason.future"
)

// label decides what clause i does.
func (p *parser) label(i int) ClauseRead {
	c := &p.d.Clauses[i]
	switch {
	case c.Form == document.Furniture:
		return ClauseRead{Furniture, becauseFurniture}
	case c.Form == document.Title:
		return ClauseRead{Heading, becauseHeading}
	}
	cue := p.cues(c.Body, c.End)
	switch c.Section {
	case document.Other:
		return ClauseRead{Background, becauseOther}
	case document.Review:
		return p.labelReview(c, cue)
	}
	return p.labelPlan(c, cue)
}

// anywhere are the classes that count wherever they stand in a clause.
const anywhere = cBackIn | cThanks | cAchIn | cModal

// cues are the word classes found in a clause, at its start and anywhere.
type cues struct {
	start, in class
	figures   bool
	tells     bool // 着, 分, 才 or 是 is there, see explains
	done      bool // 了 is there
	commas    int
}

func (p *parser) cues(a, b int) cues {
	var q cues
	k := a
	for k < b && (p.f[k] == ' ' || p.f[k] == '—') {
		k++
	}
	if n, c := p.lex.fwd.at(p.f, k, b, cBackStart|cAchStart|cThanks); n > 0 {
		q.start = c
	}
	for ; k < b; k++ {
		r := p.f[k]
		if r < 0x80 {
			if isDigit(r) {
				q.figures = true
			} else if r == ',' {
				q.commas++
			}
			continue
		}
		if uint32(r) < 1<<16 && p.lex.cue[r>>6]>>(r&63)&1 != 0 {
			q.done = q.done || r == '了'
			q.tells = q.tells || r == '着' || r == '分' || r == '才' || r == '是'
			if n, c := p.lex.fwd.at(p.f, k, b, anywhere); n > 1 {
				q.in |= c & anywhere
			}
		}
	}
	return q
}

func (p *parser) labelReview(c *document.Clause, q cues) ClauseRead {
	switch {
	case q.start&cBackStart != 0 && !(q.figures && q.in&cBackIn == 0):
		return ClauseRead{Background, becauseAnalysis}
	case q.in&(cBackIn|cThanks) != 0:
		return ClauseRead{Background, becauseAnalysis}
	case c.End-c.Start <= 8 && p.f[c.End-1] == '!':
		return ClauseRead{Background, becauseGreeting}
	case p.f[c.End-1] == ':':
		return ClauseRead{Background, becauseLeadIn}
	}
	return ClauseRead{Achievement, becauseReview}
}

func (p *parser) labelPlan(c *document.Clause, q cues) ClauseRead {
	pastYear := p.pastYear(c.Body, c.End)
	if !q.figures && (p.asks(c.Body, c.End) || p.explains(c.Body, c.End, q.tells)) && !p.demands(c.Body, c.End) || p.quotes(c.Body, c.End) {
		return ClauseRead{Background, becauseAnalysis}
	}
	switch {
	case q.start&cThanks != 0 || q.in&cThanks != 0:
		return ClauseRead{Background, becauseGreeting}
	case pastYear && p.yearIs(c.Body):
		return ClauseRead{Background, becauseAnalysis}
	case q.start&cAchStart != 0 || q.in&cAchIn != 0 && q.in&cModal == 0 || pastYear:
		return ClauseRead{Achievement, becauseDone}
	case (p.has(c.Body, "上半年") || p.has(c.Body, "前三季度")) && p.tells(c.Body, c.End):
		return ClauseRead{Achievement, becauseDone}
	case !p.d.Report && q.figures && p.lookedBack(c.Body, c.End) && !p.demands(c.Body, c.End):
		return ClauseRead{Achievement, becauseDone}
	case q.in&cBackIn != 0:
		return ClauseRead{Background, becauseAnalysis}
	case p.f[c.End-1] == '!' && c.End-c.Start < 40:
		return ClauseRead{Background, becauseGreeting}
	case p.f[c.End-1] == ':':
		return ClauseRead{Background, becauseLeadIn}
	case q.start&cBackStart != 0 && !q.figures:
		return ClauseRead{Background, becauseAnalysis}
	}
	told := q.done && !p.d.Report && p.toldAtTheEnd(c.Body, c.End) && !p.demands(c.Body, c.End)
	if told || c.Section != document.Horizon && !p.promises(c.Body, c.End) {
		if p.tells(c.Body, c.End) {
			return ClauseRead{Achievement, becauseDone}
		}
		return ClauseRead{Background, becausePrinciple}
	}
	return ClauseRead{Commitment, becausePromise}
}

// promises tells that some phrase of [a,b) opens with work, or lays down a duty.
func (p *parser) promises(a, b int) bool {
	open := true
	for k := a; k < b; k++ {
		r := p.f[k]
		if isStop(r) || r == ' ' || r == '“' || r == '—' {
			open = open || r != '“'
			continue
		}
		switch r {
		case '要':
			if p.demand(k, a, b) {
				return true
			}
		case '必', '务':
			if p.has(k, "必须") || p.has(k, "务必") {
				return true
			}
		case '应':
			if p.ought(k, a, b) {
				return true
			}
		case '再', '进', '继':
			if again := r == '再' || p.has(k, "进一步") || p.has(k, "继续"); again && !open && p.moves(k, b) && !p.tells(a, b) {
				return true
			}
		}
		if open {
			open = false
			if n, _ := p.lex.fwd.at(p.f, k, b, cWork|cAction); n > 1 && !p.describing(k, b) || n == 1 && k+1 < b && p.f[k+1] != '是' && (r == '以' || r == '与' || r == '由' && p.f[k+1] != '于' || r == '把' || r == '将' || r == '对' || r == '为' || r == '在') && p.later(k, b) {
				return true
			}
		}
	}
	return false
}

// moves tells that after the adverb at k something is to be changed: 审批时间再压减
// 一半.
func (p *parser) moves(k, b int) bool {
	n := 1
	for _, w := range [...]string{"进一步", "继续"} {
		if p.has(k, w) {
			n = runeLen(w)
		}
	}
	m, _ := p.lex.fwd.at(p.f, k+n, b, cDown|cUp)
	return m >= 2
}

// demands tells that 要, 必须 or 力争 stands somewhere in [a,b).
func (p *parser) demands(a, b int) bool {
	for k := a; k < b; k++ {
		hit := false
		switch p.f[k] {
		case '要':
			hit = p.demand(k, a, b)
		case '必':
			hit = p.has(k, "必须")
		case '力':
			hit = p.has(k, "力争")
		case '确':
			hit = p.has(k, "确保")
		}
		if hit {
			return true
		}
	}
	return false
}

// demand tells that 要 at k lays down a duty and is no part of a word.
func (p *parser) demand(k, a, b int) bool {
	if k+1 >= b {
		return false
	}
	switch p.f[k+1] {
	case '求', '素', '点', '害', '件', '么', '塞', '紧', '闻', '靠', '看':
		return false
	}
	if k == a {
		return true
	}
	switch p.f[k-1] {
	case '重', '主', '必', '需', '只', '摘', '纪', '概', '扼', '首', '将':
		return false
	}
	return true
}

// ought tells that 应 at k lays down a duty: 单位应提供资料.
func (p *parser) ought(k, a, b int) bool {
	if k == a || p.has(k, "应用") || p.has(k, "应对") || p.has(k, "应急") || p.has(k, "应届") {
		return false
	}
	switch p.f[k-1] {
	case '响', '对', '供', '适', '效', '反', '感', '顺', '呼', '相', '照', '一', '理':
		return false
	}
	n, _ := p.lex.fwd.at(p.f, k+1, b, cWork|cAction)
	return n > 1 || p.has(k+1, "当")
}

// later tells that after the phrase of circumstance that begins at k work follows.
func (p *parser) later(k, b int) bool {
	for i := k + 2; i < b; i++ {
		if r := p.f[i]; r == ',' || r == '。' || r == ';' {
			return i-k > 4
		}
		if n, _ := p.lex.fwd.at(p.f, i, b, cAction|cUp|cDown); n >= 2 {
			return true
		}
	}
	return false
}

// yearIs tells 2009年,是…的一年: what the year that opens a clause was.
func (p *parser) yearIs(a int) bool {
	for k := a + 5; k < len(p.f) && k < a+8; k++ {
		if p.f[k] == '是' {
			return true
		}
	}
	return false
}

// lookedBack tells figures that are compared with what was: 比上年增长75%.
func (p *parser) lookedBack(a, b int) bool {
	return p.hasAny(a, b, &comparedWithThen)
}

var comparedWithThen = literalsOf("比上年", "较上年", "同比", "比去年", "较去年", "比20", "荣获")

// tells tells that [a,b) reports what has been done: 了 after a verb.
func (p *parser) tells(a, b int) bool {
	for k := a + 1; k < b; k++ {
		if p.f[k] == '了' && p.f[k-1] != '为' && (k+1 >= b || p.f[k+1] != '解') {
			return true
		}
	}
	return false
}

// pastYear tells a clause that opens with a year before the plan year: 2020年,….
func (p *parser) pastYear(a, b int) bool {
	if p.year == 0 || a+5 >= b || p.f[a+4] != '年' {
		return false
	}
	v, _, e := p.readInt(a, b)
	return e == a+4 && v > 1900 && v < p.year && !p.has(a+5, "底前") && !p.has(a+5, "起")
}
