package decompose

import "jiufen/internal/document"

// parser reads one document; it is used by one goroutine.
type parser struct {
	lex    *Lexicon
	d      *document.Document
	f      []rune // folded text
	year   int
	said   []Span // the clauses of the paragraph so far
	known  []knownUnit
	bars   bool // the text has a | somewhere
	points bool // the text has 2分 somewhere
	segs   []segment
	segsOf Span // the clause that segs were cut from
	qs     []quantity
	out    []found
}

// segment is a stretch of a clause between commas, the unit of phrase grammar.
type segment struct {
	a, b   int
	inside bool // inside a bracket
}

// segments cuts [a,b) at commas and at brackets that hold more than a word.
func (p *parser) segments(a, b int) []segment {
	if len(p.segs) > 0 && p.segsOf == (Span{a, b}) {
		return p.segs
	}
	p.segs, p.segsOf = p.segs[:0], Span{a, b}
	start, depth := a, 0
	cut := func(i int, inside bool) {
		if i > start {
			p.segs = append(p.segs, segment{start, i, inside})
		}
		start = i + 1
	}
	for i := a; i < b; i++ {
		switch p.f[i] {
		case '(':
			if e := p.word(i, b); e > i {
				i = e
				continue
			}
			cut(i, depth > 0)
			depth++
		case ')':
			cut(i, depth > 0)
			depth = max(0, depth-1)
		case ',':
			if i > a && i+1 < b && isDigit(p.f[i-1]) && isDigit(p.f[i+1]) && groups(p.f, p.digitStart(i, a), i, b) {
				continue
			}
			cut(i, depth > 0)
		case ';', '。', ':', '!', '?', '\t':
			cut(i, depth > 0)
		}
	}
	cut(b, depth > 0)
	return p.segs
}

func (p *parser) digitStart(i, lo int) int {
	for i > lo && isDigit(p.f[i-1]) {
		i--
	}
	return i
}

// word tells a bracket that belongs to the word before it, （套）, （PM2.5）, and
// gives its end; 0 if it holds a phrase of its own.
func (p *parser) word(i, b int) int {
	if p.has(i+1, "其中") || p.has(i+1, "含") && p.has(i+1, "含新") {
		return 0
	}
	for k := i + 1; k < b && k-i <= 12; k++ {
		switch p.f[k] {
		case ')':
			return k
		case ',', ';', '。', ':', '(', '%':
			return 0
		}
	}
	return 0
}

// named tells a place inside short quotation marks or a book title.
func (p *parser) named(i int) bool {
	for k := i - 1; k >= 0 && i-k <= 14; k-- {
		switch p.f[k] {
		case '”', '》', '。', '\n', '’':
			return false
		case '“', '《', '‘':
			for e := i; e < len(p.f) && e-k <= 22; e++ {
				switch p.f[e] {
				case '”', '》', '’':
					return true
				}
			}
			return false
		}
	}
	return false
}

// text is the source text of [a,b).
func (p *parser) text(a, b int) string { return p.d.Slice(a, b) }

// has tells whether word w stands at i, which may lie outside the text.
func (p *parser) has(i int, w string) bool {
	if i < 0 || i >= len(p.f) || firstRune(w) != p.f[i] {
		return false
	}
	k := i
	for _, r := range w {
		if k >= len(p.f) || p.f[k] != r {
			return false
		}
		k++
	}
	return true
}

// firstRune decodes the first rune of a literal of ASCII or Chinese words.
func firstRune(w string) rune {
	if w[0] < 0x80 || len(w) < 3 {
		return rune(w[0])
	}
	return rune(w[0]&0x0F)<<12 | rune(w[1]&0x3F)<<6 | rune(w[2]&0x3F)
}

// glance looks for marks that few papers have, so that no clause is searched for
// them in the others.
func (p *parser) glance() {
	for i, r := range p.f {
		if r == '|' {
			p.bars = true
		} else if r == '分' && i > 0 && isDigit(p.f[i-1]) {
			p.points = true
		}
	}
}

// hasEnd tells whether [a,b) ends in w.
func (p *parser) hasEnd(a, b int, w string) bool {
	if b <= a || b > len(p.f) || p.f[b-1] != finalRune(w) {
		return false
	}
	n := runeLen(w)
	return b-a >= n && p.has(b-n, w)
}

// finalRune decodes the last rune of a literal of ASCII or Chinese words.
func finalRune(w string) rune {
	n := len(w)
	if n < 3 || w[n-1] < 0x80 {
		return rune(w[n-1])
	}
	return rune(w[n-3]&0x0F)<<12 | rune(w[n-2]&0x3F)<<6 | rune(w[n-1]&0x3F)
}

// runeLen counts the runes of a literal.
func runeLen(w string) int {
	n := 0
	for i := range len(w) {
		if w[i]&0xC0 != 0x80 {
			n++
		}
	}
	return n
}

// find gives the first place of w in [a,b), -1 if none.
func (p *parser) find(a, b int, w string) int {
	n, first := runeLen(w), firstRune(w)
	for i := a; i+n <= b; i++ {
		if p.f[i] == first && p.has(i, w) {
			return i
		}
	}
	return -1
}

// literals are a few words looked for in one pass.
type literals struct {
	words []string
	first uint64 // the low six bits of their first runes
}

func literalsOf(words ...string) literals {
	l := literals{words: words}
	for _, w := range words {
		l.first |= 1 << (firstRune(w) & 63)
	}
	return l
}

// hasAny tells whether one of l stands in [a,b).
func (p *parser) hasAny(a, b int, l *literals) bool {
	for i := a; i < b; i++ {
		if l.first>>(p.f[i]&63)&1 == 0 {
			continue
		}
		for _, w := range l.words {
			if p.has(i, w) && i+runeLen(w) <= b {
				return true
			}
		}
	}
	return false
}
