package document

import (
	"unicode/utf8"

	"jiufen/internal/errs"
)

// Read reads a decoded text. It refuses text that is not valid UTF-8, text
// without any words, and text with a mark of secrecy.
func Read(text string) (Document, error) {
	d := Document{Text: text}
	if !d.decode() {
		return Document{}, errs.E(errs.Invalid, "decompose.encoding")
	}
	lines := cutLines(d.Fold)
	bars(d.Fold, lines)
	if len(lines) == 0 {
		return Document{}, errs.E(errs.Invalid, "decompose.empty")
	}
	if err := secret(d.Fold, lines); err != nil {
		return Document{}, err
	}
	r := reader{d: &d, f: d.Fold, lines: lines}
	r.markFurniture()
	r.d.Year = year(d.Title, d.Slice(0, len(d.Fold)), d.Fold, lines)
	r.build()
	r.sections()
	return d, nil
}

// decode fills Runes, Fold and the places of runes in one pass; false when the
// text is not valid UTF-8.
func (d *Document) decode() bool {
	n := 0
	for i := range len(d.Text) {
		if d.Text[i]&0xC0 != 0x80 {
			n++
		}
	}
	both := make([]rune, 2*n)
	d.Runes, d.Fold = both[:n:n], both[n:]
	d.at = make([]int32, n+1)
	i, at := 0, 0
	for s := d.Text; len(s) > 0; i++ {
		r, size := rune(s[0]), 1
		switch {
		case r < 0x80:
		case r > 0xE0 && r < 0xED && len(s) > 2 && s[1]&0xC0 == 0x80 && s[2]&0xC0 == 0x80:
			r, size = r&0x0F<<12|rune(s[1]&0x3F)<<6|rune(s[2]&0x3F), 3 // the usual case, without a call
		default:
			if r, size = utf8.DecodeRuneInString(s); r == utf8.RuneError && size == 1 {
				return false
			}
		}
		d.at[i], d.Runes[i], d.Fold[i] = int32(at), r, fold(r)
		at, s = at+size, s[size:]
	}
	d.at[n] = int32(len(d.Text))
	return true
}

// line is one paragraph without the white space around it.
type line struct {
	start, end int
	kind       lineKind
}

type lineKind uint8

const (
	text lineKind = iota
	furniture
	title
	joined // goes on from the line before it
)

// cutLines splits at line ends and drops what is blank.
func cutLines(f []rune) []line {
	lines := make([]line, 0, 64)
	for i := 0; i < len(f); {
		j := i
		for j < len(f) && f[j] != '\n' && f[j] != '\r' {
			j++
		}
		if a, b := trim(f, i, j); a < b {
			lines = append(lines, line{start: a, end: b})
		}
		i = j + 1
	}
	return lines
}

// reader holds what is known while a text is read.
type reader struct {
	d        *Document
	f        []rune
	lines    []line
	stack    []int // open headings
	match    []int // closing bracket of each opening one in the block, as offset from base
	base     int
	open     []int // opening brackets, kept between blocks
	report   bool  // a report to a congress
	parts    bool  // there are parts numbered 一、二、
	bulletin bool  // a paper of statistics
	rules    bool  // a paper that lays down rules
}

// build turns lines into clauses, joining sentences broken over lines.
func (r *reader) build() {
	d := r.d
	d.Clauses = make([]Clause, 0, len(r.f)/40+8)
	for n := 0; n < len(r.lines); n++ {
		l := r.lines[n]
		switch l.kind {
		case furniture:
			r.add(Clause{Start: l.start, End: l.end, Body: l.start, Form: Furniture, Line: n})
			continue
		case title:
			r.add(Clause{Start: l.start, End: l.end, Body: l.start, Form: Title, Line: n})
			continue
		}
		end, last := l.end, n
		for {
			m := r.broken(l.start, end, last)
			if m == 0 {
				break
			}
			for last < m {
				last++
				r.lines[last].kind = joined
			}
			end = r.lines[last].end
		}
		r.block(n, last, l.start, end)
		n = last
	}
}

func (r *reader) add(c Clause) int {
	c.Heading = -1
	if len(r.stack) > 0 && c.Form != Furniture {
		c.Heading = r.stack[len(r.stack)-1]
	}
	r.d.Clauses = append(r.d.Clauses, c)
	return len(r.d.Clauses) - 1
}

// terminal tells the marks after which a line is complete.
func terminal(r rune) bool {
	switch r {
	case '。', '!', '?', ';', ':', '.', '”', '"', ')', '》', '…', '|':
		return true
	}
	return false
}

// broken tells whether the sentence of a block goes on in a later line, and in
// which; 0 if not. Page furniture and line width break sentences in copies from
// the web and from PDF.
func (r *reader) broken(start, end, n int) int {
	m := n + 1
	for m < len(r.lines) && r.blank(m) {
		m++
	}
	if m >= len(r.lines) || r.lines[m].kind != text {
		return 0
	}
	next := r.lines[m]
	if rank, _ := marker(r.f, next.start, next.end); rank != 0 {
		return 0
	}
	if r.tabbed(start, end) || r.tabbed(next.start, next.end) {
		return 0
	}
	lastRune := r.f[end-1]
	switch r.f[next.start] {
	case ',', '。', ';', '、', '》', ')', '”', '是':
		if !terminal(lastRune) || lastRune == ')' || lastRune == '》' {
			return m
		}
	}
	switch lastRune {
	case '《', '“', '(', '、', ',':
		if end-start > 8 {
			return m
		}
	}
	if terminal(lastRune) {
		return 0
	}
	// A line without an end mark, inside a sentence that has begun.
	if m > n+1 && end-start >= 12 || r.hasStop(start, end) && r.hasStop(next.start, next.end) && end-start >= 30 {
		return m
	}
	return 0
}

// tabbed tells a row of a table.
func (r *reader) tabbed(a, b int) bool {
	for _, x := range r.f[a:b] {
		if x == '\t' {
			return true
		}
	}
	return false
}

// blank tells a line of zero-width marks only.
func (r *reader) blank(n int) bool {
	for _, x := range r.f[r.lines[n].start:r.lines[n].end] {
		if x != '​' && x != '\ufeff' {
			return false
		}
	}
	return true
}

func (r *reader) hasStop(a, b int) bool {
	for _, x := range r.f[a:b] {
		if x == '。' || x == ',' || x == ';' {
			return true
		}
	}
	return false
}
