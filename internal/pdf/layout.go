package pdf

import (
	"math"
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// line is one printed line.
type line struct {
	x, right, y, size float64
	text              string
	cells             bool // has wide gaps
	page              int
}

// lines puts the glyphs of a page together by place, from top to bottom.
func lines(gs []glyph, page int) (out []line) {
	kept := gs[:0:0]
	for _, g := range gs {
		if g.text != "" {
			kept = append(kept, g)
		}
	}
	sort.SliceStable(kept, func(i, j int) bool { return kept[i].y > kept[j].y })
	for i := 0; i < len(kept); {
		// What stands within half a size of the first is on its line.
		j, y, size := i+1, kept[i].y, kept[i].size
		for j < len(kept) && y-kept[j].y < 0.5*math.Max(size, kept[j].size)*0.9 {
			size = math.Max(size, kept[j].size)
			j++
		}
		if l := compose(kept[i:j], page); strings.TrimSpace(l.text) != "" {
			out = append(out, l)
		}
		i = j
	}
	return out
}

// compose sets the glyphs of one line beside each other: a wide gap is \t, a
// smaller one a space.
func compose(gs []glyph, page int) line {
	sort.SliceStable(gs, func(i, j int) bool { return gs[i].x < gs[j].x })
	var l line
	var b strings.Builder
	var sizes float64
	prev := -1
	for i, g := range gs {
		if prev >= 0 && g.text == gs[prev].text && math.Abs(g.x-gs[prev].x) < 0.25*g.size && strings.TrimSpace(g.text) != "" {
			continue // printed twice for boldness
		}
		if strings.TrimSpace(g.text) == "" {
			if b.Len() > 0 && !strings.HasSuffix(b.String(), " ") {
				b.WriteByte(' ')
			}
			continue
		}
		if prev >= 0 {
			switch between := gap(gs[prev], g); between {
			case "\t":
				l.cells = true
				s := strings.TrimRight(b.String(), " ")
				b.Reset()
				b.WriteString(s + "\t")
			case " ":
				if !strings.HasSuffix(b.String(), " ") {
					b.WriteByte(' ')
				}
			}
		} else {
			b.Reset()
			l.x = g.x
		}
		b.WriteString(g.text)
		sizes += g.size
		l.right = math.Max(l.right, g.x+g.w)
		l.y, l.size = g.y, math.Max(l.size, g.size)
		prev = i
	}
	l.page = page
	l.text = mend(strings.TrimRight(b.String(), " "))
	return l
}

// gap is what stands between two neighbours. Words of Latin letters are closer
// to each other than a column is to the next.
func gap(a, b glyph) string {
	em := math.Max(a.size, b.size)
	d := b.x - (a.x + a.w)
	switch {
	case d > 2*em:
		return "\t"
	case d > 0.8*em:
		return " "
	case d > 0.15*em && latin(lastRune(a.text)) && latin(firstRune(b.text)):
		return " "
	}
	return ""
}

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }
func lastRune(s string) rune  { r, _ := utf8.DecodeLastRuneInString(s); return r }
func latin(r rune) bool       { return r < 0x2000 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// mend puts characters for the radicals that some fonts' maps give instead,
// and breaks up ligatures.
func mend(s string) string {
	if strings.IndexFunc(s, func(r rune) bool { return r >= 0x2E80 && r <= 0x2FD5 || r == '㬵' || r >= 0xFB00 && r <= 0xFB06 }) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if r >= 0x2F00 && r <= 0x2FD5 || r >= 0xFB00 && r <= 0xFB06 {
			b.WriteString(norm.NFKC.String(string(r)))
			continue
		}
		b.WriteRune(r)
	}
	return radicals.Replace(b.String())
}

var (
	pageNumber = regexp.MustCompile(`^[\s\-–—－·•.]*(第\s*)?[0-9０-９]{1,4}(\s*页)?([\s,，/]*(共\s*)?[0-9０-９]{1,4}\s*页?)?[\s\-–—－·•.]*$`)
	browser    = regexp.MustCompile(`^((https?|file)://\S+\s+[0-9]+/[0-9]+|[0-9]{1,4}[/年.-][0-9]{1,2}[/月.-][0-9]{1,4}日?[,，]?\s*(上午|下午)?\s*[0-9]{1,2}:[0-9]{2}.*)$`) // what browsers print around a page
	figures    = regexp.MustCompile(`[0-9０-９一二三四五六七八九十]+`)
)

// unfurnished leaves out page numbers, and heads and feet that return on three
// pages or more at the same height. Of a table's head, repeated on each page,
// the first stays.
func unfurnished(sheets []sheet) {
	type place struct {
		text string
		y    int
	}
	at := func(l line) place {
		return place{figures.ReplaceAllString(strings.TrimSpace(l.text), "#"), int(math.Round(l.y / 4))}
	}
	count := map[place]int{}
	edge := func(n, i int) bool { return i < 2 || i >= n-2 }
	for _, s := range sheets {
		ls := s.lines
		for i, l := range ls {
			if edge(len(ls), i) {
				count[at(l)]++
			}
		}
	}
	kept := map[place]bool{}
	for p := range sheets {
		ls, tables := sheets[p].lines, len(sheets[p].grids)
		// Inward from each edge, as long as there is furniture.
		for n := 0; n < 3 && len(ls)+tables > 1 && len(ls) > 0 && furniture(ls[0], n, count[at(ls[0])], kept[at(ls[0])]); n++ {
			ls = ls[1:]
		}
		for n := 0; n < 3 && len(ls)+tables > 1 && len(ls) > 0; n++ {
			if l := ls[len(ls)-1]; !furniture(l, n, count[at(l)], kept[at(l)]) {
				break
			}
			ls = ls[:len(ls)-1]
		}
		for _, l := range ls {
			kept[at(l)] = true
		}
		sheets[p].lines = ls
	}
}

// furniture tells whether the outermost line but n of a page belongs to the
// page: a number, what a browser prints, or a line that returns.
func furniture(l line, n, times int, kept bool) bool {
	if n == 0 && (pageNumber.MatchString(l.text) || browser.MatchString(l.text)) {
		return true
	}
	return times >= 3 && (!l.cells || kept)
}

// column is the shape of a page's text: the left and right edge, where most
// lines of some length begin and end, and how far one line is from the next.
type column struct{ left, right, leading float64 }

func newColumn(ls []line) column {
	var xs, rs, steps []float64
	for i, l := range ls {
		if !l.cells && utf8.RuneCountInString(l.text) >= 8 {
			xs, rs = append(xs, l.x), append(rs, l.right)
		}
		if i > 0 {
			steps = append(steps, ls[i-1].y-l.y)
		}
	}
	c := column{0, math.Inf(1), math.Inf(1)}
	if len(xs) > 0 {
		sort.Float64s(xs)
		sort.Float64s(rs)
		c.left, c.right = xs[len(xs)/20], rs[len(rs)-1-len(rs)/20]
	}
	if len(steps) >= 4 {
		sort.Float64s(steps)
		c.leading = steps[len(steps)/2]
	}
	return c
}

var opening = regexp.MustCompile(`^(第?[一二三四五六七八九十百]+[、章节条]|[（(][一二三四五六七八九十]+[）)]|[0-9]{1,2}[.．、]|[（(][0-9]{1,2}[）)]|[①-⑳]|附件|——)`)

// sheet is one page on its way to text: lines outside tables, and tables.
type sheet struct {
	lines []line
	grids []*grid
}

func newSheet(d drawn, page int) sheet {
	var s sheet
	gs := d.glyphs
	for _, f := range d.rules.frames() {
		if g := newGrid(f); g != nil {
			rest := g.take(gs)
			if g.set(page) {
				gs = rest
				s.grids = append(s.grids, g)
			}
		}
	}
	sort.SliceStable(s.grids, func(i, j int) bool { return s.grids[i].top > s.grids[j].top })
	s.lines = lines(gs, page)
	return s
}

// print sets pages one after another: lines joined to paragraphs again, tables
// where they stand. A line that fills the width goes on in the next, unless
// that one is indented, set apart, or begins a numbered part.
func print(sheets []sheet) *writer {
	w := &writer{}
	for _, s := range sheets {
		col := newColumn(s.lines)
		grids, top := s.grids, true
		for i := range s.lines {
			l := &s.lines[i]
			for len(grids) > 0 && grids[0].top > l.y {
				w.grid(grids[0], top)
				grids, top = grids[1:], false
			}
			w.line(l, col)
			top = false
		}
		for _, g := range grids {
			w.grid(g, top)
			top = false
		}
	}
	w.end()
	return w
}

func continues(a, b *line, right float64, col column) bool {
	em := math.Max(a.size, b.size)
	switch {
	case a.cells || b.cells:
		return false
	case a.right < right-1.6*em: // did not fill its line
		return false
	case b.x > col.left+0.9*em: // indented
		return false
	case math.Abs(a.size-b.size) > 0.12*em:
		return false
	case a.page == b.page && a.y-b.y > math.Min(2.4*em, 1.15*col.leading+1): // set apart
		return false
	case strings.ContainsRune("。；！？：;!?", lastRune(strings.TrimRight(a.text, `”’）)" `))) && opening.MatchString(b.text):
		return false
	}
	return true
}
