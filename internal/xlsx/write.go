package xlsx

import (
	"bytes"
	"fmt"
	"io"
	"iter"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"jiufen/internal/opc"
	"jiufen/internal/sheet"
)

// Cell is one value to be written. The zero value is an empty cell.
type Cell struct {
	kind     sheet.Kind
	text     string
	n        int64
	decimals int
}

// Text is a text cell, whatever it begins with.
func Text(s string) Cell { return Cell{kind: sheet.Text, text: s} }

// Dec is the figure n / 10^decimals, shown with that many decimals (0 to 9).
func Dec(n int64, decimals int) Cell {
	return Cell{kind: sheet.Number, n: n, decimals: min(max(decimals, 0), 9)}
}

// Day is a civil day, counted from 1970-01-01.
func Day(d int32) Cell { return Cell{kind: sheet.Day, n: int64(d)} }

// Column is one column of a sheet.
type Column struct {
	Title string
	Unit  string  // stands in brackets in the header
	Width float64 // in characters of the body face; 0 means 12
	Group string  // neighbours of one group stand under a common header
	Right bool    // align text to the right
}

// Sheet is one table to be written.
type Sheet struct {
	Name    string      // of the tab; what Excel does not allow in it is replaced
	Title   string      // above the table, over its whole width; may be empty
	Note    []opc.Field // under the title, small: number, unit, source, day; may be empty
	Columns []Column
	Rows    iter.Seq2[[]Cell, error]
	Merges  []sheet.Merge // of body cells, rows counted from the first body row
	Frozen  int           // columns that stay when scrolled to the right
	Upright bool          // printed upright; else across
}

// Rows makes a sequence of rows that are all at hand.
func Rows(rows [][]Cell) iter.Seq2[[]Cell, error] {
	return func(yield func([]Cell, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// Write streams the sheets into one workbook.
func Write(w io.Writer, sheets ...Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	b := &book{f: f, styles: map[string]int{}, names: map[string]bool{}}
	for i := range sheets {
		if err := b.sheet(i, &sheets[i]); err != nil {
			return fmt.Errorf("xlsx: sheet %s: %w", sheets[i].Name, err)
		}
	}
	f.SetActiveSheet(0)
	if err := b.properties(); err != nil {
		return err
	}
	var out bytes.Buffer
	if _, err := f.WriteTo(&out); err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	same, err := opc.Repack(out.Bytes()) // the library stamps the clock into the package
	if err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	_, err = w.Write(same)
	return err
}

type book struct {
	f      *excelize.File
	styles map[string]int
	names  map[string]bool
}

// properties writes no name and no time into the file.
func (b *book) properties() error {
	return b.f.SetDocProps(&excelize.DocProperties{Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z"})
}

// tabName is the name of a tab as Excel allows it: 1 to 31 characters, none of
// : \ / ? * [ ], no apostrophe at the ends, no name twice.
func (b *book) tabName(s string) string {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) {
			return '_'
		}
		return r
	}, opc.Printable(s))
	s = strings.Trim(strings.Join(strings.Fields(s), " "), "'")
	if s == "" {
		s = "Sheet"
	}
	name := cut(s, 31)
	for n := 2; b.names[strings.ToLower(name)]; n++ {
		tail := fmt.Sprintf("(%d)", n)
		name = cut(s, 31-len(tail)) + tail
	}
	b.names[strings.ToLower(name)] = true
	return name
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

func (b *book) sheet(i int, s *Sheet) error {
	name := b.tabName(s.Name)
	if i == 0 {
		if err := b.f.SetSheetName("Sheet1", name); err != nil {
			return err
		}
	} else if _, err := b.f.NewSheet(name); err != nil {
		return err
	}
	fit := true // to be set before streaming begins: it stands at the head of the part
	if err := b.f.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	sw, err := b.f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	t := &table{book: b, sw: sw, s: s, name: name, row: 1}
	for _, step := range []func() error{t.layout, t.title, t.header, t.body, sw.Flush} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// table is one sheet while it is written.
type table struct {
	*book
	sw   *excelize.StreamWriter
	s    *Sheet
	name string
	row  int // next row, from 1
}

func (t *table) headRows() (above, head int) {
	if t.s.Title != "" {
		above++
	}
	if len(t.s.Note) > 0 {
		above++
	}
	head = 1
	for _, c := range t.s.Columns {
		if c.Group != "" {
			head = 2
		}
	}
	return above, head
}

// layout sets widths, the frozen head and the printed page: A4, one page wide,
// the head repeated on every page.
func (t *table) layout() error {
	for i, c := range t.s.Columns {
		width := c.Width
		if width == 0 {
			width = 12
		}
		if err := t.sw.SetColWidth(i+1, i+1, width); err != nil {
			return err
		}
	}
	above, head := t.headRows()
	top := above + head
	if err := t.sw.SetPanes(&excelize.Panes{
		Freeze: true, XSplit: t.s.Frozen, YSplit: top,
		TopLeftCell: sheet.Ref(top, t.s.Frozen), ActivePane: pane(t.s.Frozen),
	}); err != nil {
		return err
	}
	orientation, size, tall, wide := "landscape", 9, 0, 1
	if t.s.Upright {
		orientation = "portrait"
	}
	if err := t.f.SetPageLayout(t.name, &excelize.PageLayoutOptions{Orientation: &orientation, Size: &size, FitToHeight: &tall, FitToWidth: &wide}); err != nil {
		return err
	}
	return t.f.SetDefinedName(&excelize.DefinedName{
		Name: "_xlnm.Print_Titles", Scope: t.name,
		RefersTo: fmt.Sprintf("'%s'!$%d:$%d", strings.ReplaceAll(t.name, "'", "''"), above+1, top),
	})
}

func pane(frozen int) string {
	if frozen > 0 {
		return "bottomRight"
	}
	return "bottomLeft"
}

func (t *table) title() error {
	note := ""
	for _, f := range t.s.Note {
		note += f.Mark()
	}
	for _, l := range []struct {
		text, style string
		height      float64
	}{{opc.Printable(t.s.Title), "title", 30}, {note, "note", 18}} {
		if l.text == "" {
			continue
		}
		if err := t.wide(l.text, l.style, l.height); err != nil {
			return err
		}
	}
	return nil
}

// wide writes one text, which can be printed, over the whole width of the table.
func (t *table) wide(text, style string, height float64) error {
	id, err := t.style(style)
	if err != nil {
		return err
	}
	if err := t.sw.SetRow(cellName(t.row, 0), []any{excelize.Cell{StyleID: id, Value: text}}, excelize.RowOpts{Height: height}); err != nil {
		return err
	}
	if n := len(t.s.Columns); n > 1 {
		if err := t.sw.MergeCell(cellName(t.row, 0), cellName(t.row, n-1)); err != nil {
			return err
		}
	}
	t.row++
	return nil
}

func cellName(row, col int) string { return sheet.Ref(row-1, col) }

func (t *table) header() error {
	id, err := t.style("head")
	if err != nil {
		return err
	}
	_, rows := t.headRows()
	upper, lower := make([]any, len(t.s.Columns)), make([]any, len(t.s.Columns))
	for i, c := range t.s.Columns {
		label := c.Title
		if c.Unit != "" {
			label += "（" + c.Unit + "）"
		}
		up := label
		if c.Group != "" {
			up = c.Group
		}
		upper[i] = excelize.Cell{StyleID: id, Value: opc.Printable(up)}
		lower[i] = excelize.Cell{StyleID: id, Value: opc.Printable(label)}
	}
	if rows == 1 {
		lower = upper
	} else if err := t.groups(upper); err != nil {
		return err
	}
	if err := t.sw.SetRow(cellName(t.row, 0), lower, excelize.RowOpts{Height: 24}); err != nil {
		return err
	}
	t.row++
	return nil
}

// groups writes the upper of two header rows and merges its cells.
func (t *table) groups(upper []any) error {
	if err := t.sw.SetRow(cellName(t.row, 0), upper, excelize.RowOpts{Height: 24}); err != nil {
		return err
	}
	for i := 0; i < len(t.s.Columns); {
		j := i
		for g := t.s.Columns[i].Group; g != "" && j+1 < len(t.s.Columns) && t.s.Columns[j+1].Group == g; {
			j++
		}
		bottom := t.row
		if t.s.Columns[i].Group == "" {
			bottom++
		}
		if bottom > t.row || j > i {
			if err := t.sw.MergeCell(cellName(t.row, i), cellName(bottom, j)); err != nil {
				return err
			}
		}
		i = j + 1
	}
	t.row++
	return nil
}

func (t *table) body() error {
	first := t.row
	wide := map[int]bool{} // rows with a cell merged over others
	for _, m := range t.s.Merges {
		wide[m.Top] = wide[m.Top] || m.Right > m.Left
	}
	for cells, err := range t.s.Rows {
		if err != nil {
			return err
		}
		out := make([]any, len(t.s.Columns))
		for i := range out {
			var c Cell
			if i < len(cells) {
				c = cells[i]
			}
			if out[i], err = t.cell(c, t.s.Columns[i].Right); err != nil {
				return err
			}
		}
		if err := t.sw.SetRow(cellName(t.row, 0), out, excelize.RowOpts{Height: t.height(cells, wide[t.row-first])}); err != nil {
			return err
		}
		t.row++
	}
	for _, m := range t.s.Merges {
		if err := t.sw.MergeCell(cellName(first+m.Top, m.Left), cellName(first+m.Bottom, m.Right)); err != nil {
			return err
		}
	}
	return nil
}

// height is the height of a row that shows its longest cell whole. Not every
// program finds it by itself.
func (t *table) height(cells []Cell, wide bool) float64 {
	most := 1
	for i, c := range cells {
		if c.kind != sheet.Text || i >= len(t.s.Columns) || wide {
			continue
		}
		width := t.s.Columns[i].Width
		if width == 0 {
			width = 12
		}
		lines := 0
		for _, l := range strings.Split(c.text, "\n") {
			n := 0.0 // in Latin characters, in which the width of columns is counted
			for _, r := range l {
				if n++; r >= 0x2000 {
					n++
				}
			}
			lines += max(1, int(math.Ceil(n/max(width-2, 1))))
		}
		most = max(most, lines)
	}
	return min(float64(most)*15+3, 409)
}

// excelDay is 1970-01-01 in Excel's count of days.
const excelDay = 25569

func (t *table) cell(c Cell, right bool) (excelize.Cell, error) {
	style, value := "text", any(nil)
	switch c.kind {
	case sheet.Text:
		s := opc.Printable(c.text)
		if utf8.RuneCountInString(s) > sheet.MaxText {
			s = cut(s, sheet.MaxText-1) + "…"
		}
		value = s
		if right {
			style = "right"
		}
	case sheet.Number:
		style = fmt.Sprintf("n%d", c.decimals)
		// Both are exact as float64 up to 2^53, and their quotient rounds to
		// the float64 nearest to the decimal, which prints as the decimal.
		value = float64(c.n) / math.Pow10(c.decimals)
	case sheet.Day:
		style, value = "day", c.n+excelDay
	}
	id, err := t.style(style)
	return excelize.Cell{StyleID: id, Value: value}, err
}
