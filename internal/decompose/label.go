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

// cues are the word classes found in a clause, at its start and anywhere.
type cues struct {
	start, in class
	figures   bool
	commas    int
}

func (p *parser) cues(a, b int) cues {
	var q cues
	k := a
	for k < b && (p.f[k] == ' ' || p.f[k] == '—') {
		k++
	}
	if n, c := p.lex.fwd.at(p.f, k, b, cBackStart|cAchStart|cPrinciple|cThanks); n > 0 {
		q.start = c
	}
	const anywhere = cBackIn | cThanks | cAchIn | cFuture | cWork | cModal
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
		if uint32(r) < 1<<16 && p.lex.fwd.root[r] != 0 {
			if n, c := p.lex.fwd.at(p.f, k, b, anywhere); n > 1 || c&cWork != 0 {
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
	switch {
	case q.start&cThanks != 0 || q.in&cThanks != 0:
		return ClauseRead{Background, becauseGreeting}
	case q.start&cAchStart != 0 || q.in&cAchIn != 0 && q.in&cModal == 0 || pastYear:
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
	return ClauseRead{Commitment, becausePromise}
}

// pastYear tells a clause that opens with a year before the plan year: 2020年,….
func (p *parser) pastYear(a, b int) bool {
	if p.year == 0 || a+5 >= b || p.f[a+4] != '年' {
		return false
	}
	v, _, e := p.readInt(a, b)
	return e == a+4 && v > 1900 && v < p.year && !p.has(a+5, "底前") && !p.has(a+5, "起")
}
