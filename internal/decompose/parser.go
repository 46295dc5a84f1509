package decompose

import "jiufen/internal/document"

// parser reads one document; it is used by one goroutine.
type parser struct {
	lex   *Lexicon
	d     *document.Document
	f     []rune // folded text
	year  int
	topic string // subject that later bare metrics of the paragraph take up
	known []knownUnit
	segs  []segment
	qs    []quantity
}

// segment is a stretch of a clause between commas, the unit of phrase grammar.
type segment struct {
	a, b   int
	inside bool // inside a bracket
}

// segments cuts [a,b) at commas and at brackets that hold more than a word.
func (p *parser) segments(a, b int) []segment {
	p.segs = p.segs[:0]
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
func (p *parser) text(a, b int) string { return string(p.d.Runes[a:b]) }

// has tells whether word w stands at i, which may lie outside the text.
func (p *parser) has(i int, w string) bool {
	if i < 0 {
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

// hasEnd tells whether [a,b) ends in w.
func (p *parser) hasEnd(a, b int, w string) bool {
	n := 0
	for range w {
		n++
	}
	return b-a >= n && p.has(b-n, w)
}

// find gives the first place of w in [a,b), -1 if none.
func (p *parser) find(a, b int, w string) int {
	n := 0
	var first rune
	for _, r := range w {
		if n == 0 {
			first = r
		}
		n++
	}
	for i := a; i+n <= b; i++ {
		if p.f[i] == first && p.has(i, w) {
			return i
		}
	}
	return -1
}
