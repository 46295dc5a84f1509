package decompose

import "strings"

// basis tells a time inside a phrase that only says what work rests on or looks
// at: 在上半年取得成绩的基础上, 对上半年完成情况开展督查, 按照6月下发的《意见》要求.
func (p *parser) basis(d Due, a, b int) bool {
	e := d.End
	for e < b && !isStop(p.f[e]) {
		e++
	}
	if k := p.find(d.End, e, "基础上"); k >= 0 && k-d.End < 20 {
		return true
	}
	s := d.Start
	for s > a && !isStop(p.f[s-1]) {
		s--
	}
	if p.has(s, "按照") || p.has(s, "根据") || p.has(s, "依据") {
		return p.find(d.End, e, "《") >= 0
	}
	k := p.find(d.End, e, "情况")
	return k >= 0 && k-d.End < 20 && (p.find(s, d.Start, "对") >= 0 || p.find(s, d.Start, "总结") >= 0)
}

// doneIn tells a verb of completion before the next stop: 当年全部完工.
func (p *parser) doneIn(i, b int) bool {
	for k := i; k < b && !isStop(p.f[k]) && p.f[k] != '的'; k++ {
		if n, _ := p.lex.fwd.at(p.f, k, b, cDone|cAction); n > 1 {
			return true
		}
	}
	return false
}

// hasOne tells that one of runes stands at i.
func (p *parser) hasOne(i int, runes string) bool {
	return i < len(p.f) && strings.ContainsRune(runes, p.f[i])
}
