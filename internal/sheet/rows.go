package sheet

import (
	"strings"

	"jiufen/internal/errs"
)

// rows takes the rows under the header.
func (r *reader) rows(h head, t *Table) {
	above := map[string]Value{}
	section := ""
	for row := h.last + 1; row < len(r.g.Rows); row++ {
		text, cells, alone := r.content(row)
		switch {
		case cells == 0:
			continue // an empty row says nothing, not even that it was skipped
		case r.repeats(h, row):
			t.Skipped = append(t.Skipped, Skipped{row + 1, "sheet.skip.header"})
			continue
		case isNote(text):
			t.Skipped = append(t.Skipped, Skipped{row + 1, "sheet.skip.note"})
			continue
		case isTotal(text) || alone && isTotal(strings.TrimSpace(text)):
			t.Skipped = append(t.Skipped, Skipped{row + 1, "sheet.skip.total"})
			continue
		case alone:
			section = strings.TrimSpace(text)
			t.Skipped = append(t.Skipped, Skipped{row + 1, "sheet.skip.section"})
			continue
		}
		rec := Record{Row: row + 1, Section: section, Values: map[string]Value{}}
		for _, f := range r.s.Fields {
			if c, ok := h.columns[f.Name]; ok {
				r.take(t, &rec, f, row, c, above)
			}
		}
		t.Records = append(t.Records, rec)
	}
}

// content is the first text of a row, how many cells are filled, and whether
// one cell alone fills the row by being merged over it: a heading between rows.
func (r *reader) content(row int) (first string, cells int, alone bool) {
	wide := false
	for c := range r.g.Width() {
		cell, m, merged := r.at(row, c)
		if cell.Kind == Blank || merged && c > m.Left {
			continue
		}
		if merged && m.Top < row && m.Left == c {
			// Filled from above: belongs to the row, but does not begin it.
			cells++
			continue
		}
		if cells++; first == "" {
			first = cell.Text
		}
		wide = wide || merged && m.Right > m.Left && m.Top == m.Bottom
	}
	return first, cells, cells == 1 && wide
}

// repeats reports whether a row is the header again, as on a printed second page.
func (r *reader) repeats(h head, row int) bool {
	same := 0
	for _, c := range h.columns {
		a, _, _ := r.at(h.last, c)
		b, m, _ := r.at(row, c)
		if m.Top <= h.last {
			continue
		}
		if x, _ := plainHeader(a.Text); x != "" {
			if y, _ := plainHeader(b.Text); x == y {
				same++
			}
		}
	}
	return same >= 2 && same*2 > len(h.columns)
}

func isNote(s string) bool {
	s = strings.TrimSpace(s)
	for _, p := range []string{"注：", "注:", "备注：", "备注:", "说明：", "说明:", "填表人", "填报人", "制表人", "填报单位", "审核人"} {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func isTotal(s string) bool {
	s = strings.NewReplacer(" ", "", "　", "", "：", "", ":", "").Replace(s)
	return s == "合计" || s == "总计" || s == "小计" || s == "累计"
}

// ditto are the ways to write "as above" in a cell.
var ditto = map[string]bool{"同上": true, "〃": true, "″": true, `"`: true, "”": true, "'": true, "如上": true, "(同上)": true, "（同上）": true}

// take puts the value of one field into the record.
func (r *reader) take(t *Table, rec *Record, f Field, row, col int, above map[string]Value) {
	cell, m, merged := r.at(row, col)
	v := Value{Cell: cell, Ref: Ref(row, col)}
	problem := func(key string, args ...any) {
		t.Problems = append(t.Problems, errs.Field{Name: v.Ref, Key: key, Args: args})
	}
	switch {
	case merged && m.Top < row:
		if f.Once {
			v.Cell = Cell{}
		} else {
			v.Carried = true
			if up, ok := above[f.Name]; ok {
				v.Cell = up.Cell // the cell above may itself be 同上
			}
		}
	case cell.Kind == Text && ditto[strings.TrimSpace(cell.Text)]:
		up, ok := above[f.Name]
		switch {
		case f.Once:
			problem("sheet.cell.once", "field", f.Aliases[0])
		case !ok || up.Kind == Blank:
			problem("sheet.cell.ditto", "text", strings.TrimSpace(cell.Text))
		}
		v.Cell, v.Carried = up.Cell, true
	}
	if v.Kind == Fault {
		problem("sheet.cell.fault", "text", v.Text)
	}
	if f.Required && (v.Kind == Blank || strings.TrimSpace(v.Text) == "") {
		problem("sheet.cell.required", "field", f.Aliases[0])
	}
	above[f.Name] = v
	if v.Kind != Blank {
		rec.Values[f.Name] = v
	}
}
