package sheet

import (
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"

	"jiufen/internal/errs"
)

// Field is a column that an import knows.
type Field struct {
	Name     string   // of the field for the program
	Aliases  []string // what its header may be called, the first one is printed in messages
	Required bool     // the column must be there and its cells filled
	Once     bool     // its value belongs to one row: merged cells and 同上 are not carried down
}

// Shape is what kind of table is expected.
type Shape struct {
	Fields []Field
	Search int // rows in which the header may begin; 0 means 20
}

// Value is what one record has in one field.
type Value struct {
	Cell
	Ref     string // where it stands, "C7"; for a carried value the cell of this row
	Carried bool   // taken from above by a merged cell or 同上
}

// Record is one row that holds data.
type Record struct {
	Row     int    // counted from 1, as people see it
	Section string // heading row above it, such as 一、工业
	Values  map[string]Value
}

// Text is the trimmed text of a field, empty if the record has none.
func (r Record) Text(field string) string { return strings.TrimSpace(r.Values[field].Text) }

// Skipped is a row that was not taken as a record, and why: the key of a sentence.
type Skipped struct {
	Row int
	Why string
}

// Table is a table as it would be taken: a dry run.
type Table struct {
	Name     string
	Head     int               // row of the header counted from 1, the lowest if there are several
	Columns  map[string]string // field → column letter
	Units    map[string]string // field → unit in brackets in its header
	Unknown  []string          // headers that no field goes by
	Records  []Record
	Skipped  []Skipped
	Problems []errs.Field // by cell
}

// Problem adds what is wrong with a record's field, at its cell.
func (t *Table) Problem(r Record, field, key string, args ...any) {
	ref := r.Values[field].Ref
	if ref == "" {
		ref = t.Columns[field] + fmt.Sprint(r.Row)
	}
	t.Problems = append(t.Problems, errs.Field{Name: ref, Key: key, Args: args})
}

// Err is the problems as one error, nil if there are none.
func (t *Table) Err() error { return errs.Form(t.Problems) }

// Read finds the table in a grid and takes its rows. An error means that there
// is no such table; problems with single cells are in Table.Problems.
func Read(g Grid, s Shape) (Table, error) {
	r := reader{g: &g, s: s, cover: covered(g.Merges)}
	if len(g.Rows) == 0 {
		return Table{}, errs.E(errs.Invalid, "sheet.empty", "name", g.Name)
	}
	h, ok := r.header()
	if missing := r.missing(h); !ok || len(missing) > 0 {
		return Table{}, errs.E(errs.Invalid, "sheet.header", "name", g.Name, "missing", strings.Join(missing, "、"), "found", r.found(h))
	}
	t := Table{Name: g.Name, Head: h.last + 1, Columns: map[string]string{}, Units: h.units, Unknown: h.unknown}
	for f, c := range h.columns {
		t.Columns[f] = Column(c)
	}
	r.rows(h, &t)
	return t, nil
}

type reader struct {
	g     *Grid
	s     Shape
	cover map[[2]int]Merge
}

func covered(merges []Merge) map[[2]int]Merge {
	cover := map[[2]int]Merge{}
	for _, m := range merges {
		if (m.Bottom-m.Top+1)*(m.Right-m.Left+1) > MaxCells || len(cover) > MaxCells {
			continue
		}
		for r := m.Top; r <= m.Bottom; r++ {
			for c := m.Left; c <= m.Right; c++ {
				cover[[2]int{r, c}] = m
			}
		}
	}
	return cover
}

// at is a cell, or the one that covers it.
func (r *reader) at(row, col int) (c Cell, from Merge, merged bool) {
	if m, ok := r.cover[[2]int{row, col}]; ok {
		return r.g.At(m.Top, m.Left), m, true
	}
	return r.g.At(row, col), Merge{row, col, row, col}, false
}

// head is a header found: its rows and which column each field has.
type head struct {
	first, last int
	columns     map[string]int
	units       map[string]string
	unknown     []string
}

// header tries every row as the first and one to three rows as the depth of
// the header, and takes the one that knows the most fields; of equals the
// least deep, then the first.
func (r *reader) header() (best head, ok bool) {
	search := r.s.Search
	if search == 0 {
		search = 20
	}
	for depth := 1; depth <= 3; depth++ {
		for first := 0; first < search && first+depth <= len(r.g.Rows); first++ {
			h := r.match(first, first+depth-1)
			if len(h.columns) > len(best.columns) {
				best, ok = h, true
			}
		}
	}
	// A header whose cells reach further down ends where they end.
	for c := range r.g.Width() {
		if m, merged := r.cover[[2]int{best.last, c}]; ok && merged && m.Top >= best.first {
			best.last = max(best.last, min(m.Bottom, best.first+3))
		}
	}
	return best, ok
}

func (r *reader) match(first, last int) head {
	h := head{first: first, last: last, columns: map[string]int{}, units: map[string]string{}}
	for c := range r.g.Width() {
		labels := r.labels(first, last, c)
		if len(labels) == 0 {
			continue
		}
		name, unit := r.field(labels)
		if _, taken := h.columns[name]; name == "" || taken {
			h.unknown = append(h.unknown, strings.Join(labels, ""))
			continue
		}
		h.columns[name] = c
		if unit != "" {
			h.units[name] = unit
		}
	}
	return h
}

// labels is the header of a column from above to below, each cell once.
func (r *reader) labels(first, last, col int) (out []string) {
	for row := first; row <= last; row++ {
		c, m, _ := r.at(row, col)
		if m.Top < first {
			continue // a title above the table
		}
		text := strings.TrimSpace(c.Text)
		if text != "" && (row == m.Top || row == first) {
			out = append(out, text)
		}
	}
	return out
}

// field finds the field that goes by the lowest label, or by all of them
// together: «责任分工» over «牵头单位», «计划» over «一季度».
func (r *reader) field(labels []string) (name, unit string) {
	leaf, unit := plainHeader(labels[len(labels)-1])
	all, allUnit := plainHeader(strings.Join(labels, ""))
	for _, f := range r.s.Fields {
		for _, a := range f.Aliases {
			if a, _ := plainHeader(a); a == all {
				return f.Name, allUnit
			}
		}
	}
	for _, f := range r.s.Fields {
		for _, a := range f.Aliases {
			if a, _ := plainHeader(a); a == leaf {
				return f.Name, unit
			}
		}
	}
	return "", ""
}

// plainHeader folds a header for comparison: full-width forms, white space,
// marks and a bracket at its end, whose content is the unit.
func plainHeader(s string) (name, unit string) {
	s = norm.NFKC.String(s)
	if i, j := strings.LastIndex(s, "("), strings.LastIndex(s, ")"); i > 0 && j > i && strings.TrimSpace(s[j+1:]) == "" {
		s, unit = s[:i], strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(s[i+1:j]), "单位:"), "单位")
	}
	s = strings.Map(func(c rune) rune {
		if strings.ContainsRune(" \t\r\n　*:：、·。", c) {
			return -1
		}
		return c
	}, s)
	return strings.ToLower(s), strings.TrimSpace(unit)
}

func (r *reader) missing(h head) (names []string) {
	for _, f := range r.s.Fields {
		if _, ok := h.columns[f.Name]; f.Required && !ok {
			names = append(names, f.Aliases[0])
		}
	}
	return names
}

// found names the first words of the row that came nearest to a header.
func (r *reader) found(h head) string {
	var words []string
	for c := range min(r.g.Width(), 12) {
		if l := r.labels(h.first, h.last, c); len(l) > 0 {
			words = append(words, strings.Join(l, ""))
		}
	}
	return strings.Join(words, "、")
}
