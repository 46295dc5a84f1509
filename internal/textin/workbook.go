package textin

import (
	"strings"
	"unicode/utf8"

	"jiufen/internal/docx"
	"jiufen/internal/opc"
	"jiufen/internal/sheet"
	"jiufen/internal/xlsx"
)

// workbook reads a workbook as text: a row ends in \n, cells are separated by
// \t, sheets by an empty line. Cells covered by a merged one are empty.
func workbook(name string, pkg *opc.Package) (Text, error) {
	grids, err := xlsx.ReadPackage(name, pkg)
	if err != nil {
		return Text{}, err
	}
	var b strings.Builder
	t := Text{Reader: xlsx.ReaderVersion}
	at := 0
	put := func(s string) {
		b.WriteString(s)
		at += utf8.RuneCountInString(s)
	}
	for i := range grids {
		g := &grids[i]
		if len(g.Rows) == 0 {
			continue
		}
		if at > 0 {
			put("\n")
		}
		spans := merged(g)
		table := docx.Table{Start: at}
		for r, cells := range g.Rows {
			var row []docx.Cell
			for c, cell := range cells {
				m, in := spans[[2]int{r, c}]
				if in && m.Left < c { // told by the span of the cell to its left
					continue
				}
				if len(row) > 0 {
					put("\t")
				}
				out := docx.Cell{Start: at, Span: 1}
				if in {
					out.Span, out.Below = m.Right-m.Left+1, m.Top < r
				}
				if !out.Below {
					put(strings.ReplaceAll(cell.Text, "\t", " "))
				}
				out.End = at
				row = append(row, out)
			}
			put("\n")
			table.Rows = append(table.Rows, row)
		}
		table.End = at
		t.Tables = append(t.Tables, table)
	}
	t.String = b.String()
	return t, nil
}

// merged maps the cells of merged areas, as far as there are rows, to their area.
func merged(g *sheet.Grid) map[[2]int]sheet.Merge {
	out := map[[2]int]sheet.Merge{}
	for _, m := range g.Merges {
		for r := m.Top; r <= m.Bottom && r < len(g.Rows); r++ {
			for c := m.Left; c <= m.Right && c < len(g.Rows[r]); c++ {
				out[[2]int{r, c}] = m
			}
		}
	}
	return out
}
