package pdf

import (
	"strings"
	"unicode/utf8"
)

// Table is where a table with drawn rules stands in the text. Places count code
// points.
type Table struct {
	Start, End int
	Rows       [][]Cell
}

// Cell is where a cell's text stands, without the closing \t or \n.
type Cell struct {
	Start, End int
	Span       int  // columns it covers
	Below      bool // covered by the cell above; empty
}

// box is one cell while a table is put together.
type box struct {
	row, col   int // where it begins
	rows, cols int
	glyphs     []glyph
	text       string
	printed    bool
}

// grid is a table of a page.
type grid struct {
	top    float64
	rows   [][]*box // each place of the grid, the box that covers it
	bounds frame
}

// newGrid cuts a frame into cells; nil if it has one cell only, a box around text.
func newGrid(f frame) *grid {
	ys, xs := borders(f.level, f.top, f.bottom), borders(f.upright, f.left, f.right)
	nr, nc := len(ys)-1, len(xs)-1
	if nr < 1 || nc < 1 || nr*nc < 2 || nr > maxBorders || nc > 100 {
		return nil
	}
	g := &grid{top: f.top, bounds: f, rows: make([][]*box, nr)}
	boxes := 0
	for i := range nr { // from the top
		hi, lo := ys[nr-i], ys[nr-i-1]
		g.rows[i] = make([]*box, nc)
		for j := range nc {
			mx, my := (xs[j]+xs[j+1])/2, (hi+lo)/2
			switch {
			case i > 0 && !covers(f.level, hi, mx):
				b := g.rows[i-1][j]
				g.rows[i][j] = b
				b.rows = max(b.rows, i-b.row+1)
			case j > 0 && !covers(f.upright, xs[j], my):
				b := g.rows[i][j-1]
				g.rows[i][j] = b
				b.cols = max(b.cols, j-b.col+1)
			default:
				g.rows[i][j] = &box{row: i, col: j, rows: 1, cols: 1}
				boxes++
			}
		}
	}
	if boxes < 2 {
		return nil
	}
	return g
}

// take puts the glyphs that stand in the grid into their cells and gives the others.
func (g *grid) take(gs []glyph) (others []glyph) {
	f := g.bounds
	ys, xs := borders(f.level, f.top, f.bottom), borders(f.upright, f.left, f.right)
	for _, c := range gs {
		x, y := c.x+c.w/2, c.y+c.size*0.3
		if x < f.left || x > f.right || y < f.bottom || y > f.top {
			others = append(others, c)
			continue
		}
		i, j := 0, 0
		for k := 1; k < len(ys)-1 && y > ys[k]; k++ {
			i = k
		}
		for k := 1; k < len(xs)-1 && x > xs[k]; k++ {
			j = k
		}
		if y > ys[len(ys)-1] {
			i = len(ys) - 2
		}
		b := g.rows[len(g.rows)-1-i][j]
		b.glyphs = append(b.glyphs, c)
	}
	return others
}

// set makes the text of each cell: its lines, joined where they fill the cell.
func (g *grid) set(page int) (filled bool) {
	xs := borders(g.bounds.upright, g.bounds.left, g.bounds.right)
	for _, row := range g.rows {
		for _, b := range row {
			if b.text == "" && len(b.glyphs) > 0 {
				b.text = cellText(lines(b.glyphs, page), xs[min(b.col+b.cols, len(xs)-1)])
				b.glyphs = nil
				filled = filled || b.text != ""
			}
		}
	}
	return filled
}

// cellText joins the lines of a cell whose right border is at right. A line
// that ends well before it ends a paragraph.
func cellText(ls []line, right float64) string {
	const padding = 6
	var b strings.Builder
	for i, l := range ls {
		// A gap inside a cell parts words, not cells.
		text := strings.ReplaceAll(l.text, "\t", " ")
		if i > 0 {
			a := ls[i-1]
			switch {
			case a.right < right-padding-2*a.size || opening.MatchString(text) && strings.ContainsRune("。；！？：;", lastRune(a.text)):
				b.WriteByte('\n')
			case latin(lastRune(a.text)) && latin(firstRune(text)):
				b.WriteByte(' ')
			}
		}
		b.WriteString(text)
	}
	return b.String()
}

// words is the text of a row, for comparing heads.
func (g *grid) words(row int) string {
	var b strings.Builder
	for _, c := range g.rows[row] {
		b.WriteString(c.text + "\t")
	}
	return b.String()
}

// writer prints lines and tables and keeps the places of tables.
type writer struct {
	strings.Builder
	n      int
	tables []Table
	head   string // first row of the table before
	prev   *line
	right  float64
}

func (w *writer) put(s string) {
	w.WriteString(s)
	w.n += utf8.RuneCountInString(s)
}

// end closes an open paragraph.
func (w *writer) end() {
	if w.prev != nil {
		w.put("\n")
	}
	w.prev = nil
}

func (w *writer) grid(g *grid, first bool) {
	w.end()
	from := 0
	if first && w.head != "" && g.words(0) == w.head {
		from = 1 // the head again, at the top of the next page
	} else {
		w.head = g.words(0)
	}
	t := Table{Start: w.n}
	for i := from; i < len(g.rows); i++ {
		var row []Cell
		for j := 0; j < len(g.rows[i]); j++ {
			b := g.rows[i][j]
			if j > 0 && b == g.rows[i][j-1] {
				continue
			}
			if len(row) > 0 {
				w.put("\t")
			}
			c := Cell{Start: w.n, Span: b.cols, Below: b.printed}
			if !b.printed {
				w.put(b.text)
				b.printed = true
			}
			c.End = w.n
			row = append(row, c)
		}
		w.put("\n")
		t.Rows = append(t.Rows, row)
	}
	if t.End = w.n; len(t.Rows) > 0 {
		w.tables = append(w.tables, t)
	}
}

// line prints a line, as going on from the one before or as a new paragraph.
func (w *writer) line(l *line, col column) {
	if w.prev != nil {
		if continues(w.prev, l, w.right, col) {
			if latin(lastRune(w.prev.text)) && latin(firstRune(l.text)) {
				w.put(" ")
			}
		} else {
			w.put("\n")
		}
	}
	w.put(l.text)
	w.prev, w.right = l, col.right
}
