package paper

import (
	"bytes"
	"slices"
	"strconv"

	"jiufen/internal/docx"
	"jiufen/internal/locale"
	"jiufen/internal/opc"
	"jiufen/internal/sheet"
	"jiufen/internal/xlsx"
)

// annex is one table of the notice, before it is laid out for paper or screen.
type annex struct {
	title, tab string
	columns    []column
	rows       []row
	assumed    bool
}

// column is one column of an annex. On paper those without content are left out.
type column struct {
	key    string  // of its header in locale, behind paper.col.
	share  int     // of the paper's width
	width  float64 // in the workbook
	always bool
	center bool
	screen bool // in the workbook only
}

type row struct {
	section string // the row is a heading over others
	cells   []value
}

type value struct {
	text   string
	figure *Figure
}

func words(s string) value { return value{text: s} }

func count(n int) value {
	return value{text: strconv.Itoa(n), figure: &Figure{N: int64(n)}}
}

// annexes lays out what there is: main indicators, then key tasks.
func (n Notice) annexes(m *locale.Messages) (out []annex) {
	if len(n.Indicators) > 0 {
		out = append(out, n.indicators(m))
	}
	if len(n.Tasks) > 0 {
		out = append(out, n.tasks(m))
	}
	return out
}

func (n Notice) indicators(m *locale.Messages) annex {
	a := annex{title: m.T("paper.annex.indicators", "year", strconv.Itoa(n.Year)), tab: m.T("paper.tab.indicators"), columns: []column{
		{key: "no", share: 7, width: 6, always: true, center: true},
		{key: "indicator", share: 20, width: 28, always: true},
		{key: "target", share: 18, width: 24, always: true},
		{key: "value", width: 12, screen: true},
		{key: "unit", width: 10, screen: true},
		{key: "nature", share: 10, width: 10, center: true},
		{key: "strength", share: 8, width: 8, center: true},
		{key: "basis", share: 12, width: 16},
		{key: "leader", share: 12, width: 12, center: true},
		{key: "lead", share: 14, width: 20, always: true},
		{key: "responsible", share: 16, width: 24},
		{key: "cooperating", share: 16, width: 24},
		{key: "collating", share: 12, width: 18},
		{key: "due", share: 15, width: 14, center: true},
	}}
	for i, x := range n.Indicators {
		a.rows = append(a.rows, row{cells: []value{count(i + 1), words(x.Name), words(x.Target), {figure: x.Value}, words(x.Unit), words(x.Nature), words(x.Strength), words(x.Basis),
			words(x.Leader), words(x.Lead), words(x.Responsible), words(x.Cooperating), words(x.Collating), words(x.Due.String())}})
		a.assumed = a.assumed || x.Due.Assumed
	}
	return a
}

func (n Notice) tasks(m *locale.Messages) annex {
	a := annex{title: m.T("paper.annex.tasks", "year", strconv.Itoa(n.Year)), tab: m.T("paper.tab.tasks"), columns: []column{
		{key: "no", share: 7, width: 6, always: true, center: true},
		{key: "task", share: 40, width: 56, always: true},
		{key: "target", share: 18, width: 24},
		{key: "leader", share: 12, width: 12, center: true},
		{key: "lead", share: 14, width: 20, always: true},
		{key: "responsible", share: 16, width: 24},
		{key: "cooperating", share: 16, width: 24},
		{key: "collating", share: 12, width: 18},
		{key: "due", share: 15, width: 14, always: true, center: true},
		{key: "origin", width: 24, screen: true},
	}}
	section := ""
	for i, x := range n.Tasks {
		if x.Section != section {
			if section = x.Section; section != "" {
				a.rows = append(a.rows, row{section: section})
			}
		}
		a.rows = append(a.rows, row{cells: []value{count(i + 1), words(x.Text), words(x.Target), words(x.Leader), words(x.Lead), words(x.Responsible), words(x.Cooperating), words(x.Collating), words(x.Due.String()), words(x.Origin)}})
		a.assumed = a.assumed || x.Due.Assumed
	}
	return a
}

// filled reports whether a column says anything.
func (a annex) filled(i int) bool {
	return a.columns[i].always || slices.ContainsFunc(a.rows, func(r row) bool {
		return r.section == "" && (r.cells[i].text != "" || r.cells[i].figure != nil)
	})
}

// section is the annex on paper: across, its head repeated on each page.
func (a annex) section(m *locale.Messages, no, of int) docx.Section {
	mark := m.T("paper.annex.one")
	if of > 1 {
		mark = m.T("paper.annex.no", "n", no)
	}
	g := docx.Grid{Head: 1}
	var head []docx.Box
	var shown []int
	for i, c := range a.columns {
		if !c.screen && a.filled(i) {
			shown = append(shown, i)
			g.Widths = append(g.Widths, c.share)
			head = append(head, docx.Box{Text: m.T("paper.col." + c.key)})
		}
	}
	g.Rows = append(g.Rows, head)
	for _, r := range a.rows {
		if r.section != "" {
			g.Rows = append(g.Rows, []docx.Box{{Text: r.section, Span: len(shown), Strong: true}})
			continue
		}
		var line []docx.Box
		for _, i := range shown {
			box := docx.Box{Text: r.cells[i].text}
			if a.columns[i].center {
				box.Align = "center"
			}
			line = append(line, box)
		}
		g.Rows = append(g.Rows, line)
	}
	blocks := []docx.Block{docx.AnnexHead{Mark: mark, Title: a.title}, g}
	if a.assumed {
		blocks = append(blocks, docx.Small(m.T("paper.assumed")))
	}
	return docx.Section{Landscape: true, Blocks: blocks}
}

// sheet is the annex as a sheet of a workbook.
func (a annex) sheet(m *locale.Messages, note []opc.Field) xlsx.Sheet {
	s := xlsx.Sheet{Name: a.tab, Title: a.title, Note: note, Frozen: 2}
	var shown []int
	for i, c := range a.columns {
		if a.filled(i) {
			shown = append(shown, i)
			s.Columns = append(s.Columns, xlsx.Column{Title: m.T("paper.col." + c.key), Width: c.width})
		}
	}
	var rows [][]xlsx.Cell
	for _, r := range a.rows {
		if r.section != "" {
			s.Merges = append(s.Merges, sheet.Merge{Top: len(rows), Bottom: len(rows), Right: len(shown) - 1})
			rows = append(rows, []xlsx.Cell{xlsx.Text(r.section)})
			continue
		}
		var line []xlsx.Cell
		for _, i := range shown {
			if f := r.cells[i].figure; f != nil {
				line = append(line, xlsx.Dec(f.N, f.Decimals))
			} else {
				line = append(line, xlsx.Text(r.cells[i].text))
			}
		}
		rows = append(rows, line)
	}
	if a.assumed {
		s.Merges = append(s.Merges, sheet.Merge{Top: len(rows), Bottom: len(rows), Right: len(shown) - 1})
		rows = append(rows, []xlsx.Cell{xlsx.Text(m.T("paper.assumed"))})
	}
	s.Rows = xlsx.Rows(rows)
	return s
}

// Xlsx renders the annexes as a workbook, one sheet each. With a number that
// comes later it is to be stamped like the notice.
func (n Notice) Xlsx(m *locale.Messages) ([]byte, error) {
	var note []opc.Field
	if n.Number.Name != "" || n.Number.Text != "" {
		note = []opc.Field{n.Number, opc.Now("  "), n.Day}
	}
	var sheets []xlsx.Sheet
	for _, a := range n.annexes(m) {
		sheets = append(sheets, a.sheet(m, note))
	}
	if len(sheets) == 0 {
		sheets = append(sheets, n.tasks(m).sheet(m, note))
	}
	var out bytes.Buffer
	if err := xlsx.Write(&out, sheets...); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
