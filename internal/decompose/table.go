package decompose

import "jiufen/internal/document"

// row reads the paragraph that begins with clause i as a row of a table whose
// cells are separated by tabs. A header row names the columns; without one, the
// last cells that hold nothing but units are the units that answer for the row.
func (b *builder) row(i int) bool {
	cells := b.cells(i)
	if len(cells) < 2 {
		b.columns = nil
		return false
	}
	if cols := b.header(cells); cols != nil {
		b.columns = cols
		for k := cells[0].first; k <= cells[len(cells)-1].last; k++ {
			b.r.Clauses[k] = ClauseRead{Heading, becauseHeading}
		}
		return false
	}
	it := item{first: -1, last: i}
	for n, cell := range cells {
		it.last = max(it.last, cell.last)
		role := ""
		if n < len(b.columns) {
			role = b.columns[n]
		}
		if role == "" && b.columns == nil && n > 0 && n >= len(cells)-2 && b.p.unitList(cell.a, cell.b, true) != nil {
			role = "responsible"
		}
		if !b.cell(&it, cell, role) && it.first < 0 && cell.b-cell.a >= 4 {
			it.first = cell.first
		}
	}
	if it.first < 0 || len(it.units) == 0 {
		return false
	}
	b.items = append(b.items, it)
	for k := it.first; k <= it.last; k++ {
		b.group[k] = len(b.items)
	}
	return true
}

// cell takes what a cell of a column with a role says; false for a cell of text.
func (b *builder) cell(it *item, c tableCell, role string) bool {
	p := b.p
	switch role {
	case "":
		return false
	case "due": // a limit with 前 is read with its clause
		if len(p.dues(c.a, c.b)) == 0 {
			it.dues = append(it.dues, p.limits(c.a, c.b)...)
		}
	case "leader":
		it.add(p, Span{c.a, c.b}, role)
	default:
		it.role = true
		for _, s := range p.parts(c.a, c.b) {
			for _, u := range p.unitList(s.Start, s.End, false) {
				it.add(p, u, role)
			}
		}
	}
	return true
}

// tableCell is one cell: its clauses and its span.
type tableCell struct{ first, last, a, b int }

// cells divides the paragraph of clause i at tabs; one cell is no table.
func (b *builder) cells(i int) []tableCell {
	p, cs := b.p, b.p.d.Clauses
	var out []tableCell
	for k := i; k < len(cs) && cs[k].Line == cs[i].Line; k++ {
		if n := len(out); n > 0 && !tab(p.f[cs[k-1].End:cs[k].Start]) {
			out[n-1].last, out[n-1].b = k, cs[k].End
			continue
		}
		out = append(out, tableCell{k, k, cs[k].Body, cs[k].End})
	}
	return out
}

func tab(f []rune) bool {
	for _, r := range f {
		if r == '\t' {
			return true
		}
	}
	return false
}

// header reads the names of columns; nil when the row is none.
func (b *builder) header(cells []tableCell) []string {
	cols := make([]string, len(cells))
	named := false
	for n, c := range cells {
		m, cl := b.p.lex.fwd.at(b.p.f, c.a, c.b, cLeadLabel|cRespLabel|cCoopLabel|cCollateLabel|cLeaderLabel|cDueLabel)
		if m > 0 && m == c.b-c.a && b.p.d.Clauses[c.first].Form != document.Furniture {
			cols[n], named = roleOf(cl), true
		}
	}
	if !named {
		return nil
	}
	return cols
}
