package web

import (
	"bytes"
	"fmt"
	"iter"

	"jiufen/internal/locale"
	"jiufen/internal/xlsx"
)

// ledgerColumns are the columns of the ledger as a sheet, in the order of the
// page; the reason of a light is a column of its own there.
func ledgerColumns(m *locale.Messages) []xlsx.Column {
	c := func(key string, width float64, right bool) xlsx.Column {
		return xlsx.Column{Title: m.T("ledger." + key), Width: width, Right: right}
	}
	return []xlsx.Column{
		c("no", 12, false), c("light", 8, false), c("item", 44, false), c("why", 60, false), c("kind", 14, false), c("lead", 24, false), c("field", 14, false),
		c("target", 12, true), c("expected", 12, true), c("actual", 12, true), c("unit", 10, false), c("gap", 12, true), c("gapunit", 10, false),
		c("standing", 12, false), c("due", 14, false), c("reported", 14, false), c("late", 16, false),
	}
}

func ledgerCells(m *locale.Messages, r LedgerRow) []xlsx.Cell {
	due := xlsx.Text(r.DueText)
	if r.DueText == "" && r.Due != 0 {
		due = xlsx.Day(int32(r.Due))
	}
	reported := xlsx.Cell{}
	if r.Reported != 0 {
		reported = xlsx.Day(int32(r.Reported))
	}
	return []xlsx.Cell{
		xlsx.Text(r.No), xlsx.Text(m.T("light." + r.Light.Colour)), xlsx.Text(r.Title), xlsx.Text(r.Light.Why), xlsx.Text(r.Kind), xlsx.Text(r.Lead), xlsx.Text(r.Field),
		figureCell(r.Target), figureCell(r.Expected), figureCell(r.Actual), xlsx.Text(r.Unit), figureCell(r.Gap), xlsx.Text(r.GapUnit),
		xlsx.Text(r.Standing), due, reported, xlsx.Text(r.Late),
	}
}

// figureCell is a figure as a number; an unknown one is an empty cell.
func figureCell(f Figure) xlsx.Cell {
	if !f.OK {
		return xlsx.Cell{}
	}
	return xlsx.Dec(f.V, f.Dec)
}

// cell is one value of a row to be handed out.
type cell = xlsx.Cell

// table is something to be handed out as a workbook or as CSV.
type table struct {
	name    string // of the file, without its ending
	tab     string
	title   string // above it: what it is, as of when, under which rule
	columns []xlsx.Column
	rows    iter.Seq2[[]xlsx.Cell, error]
}

// hand gives a table as a file: form is xlsx or csv.
func (v *visit) hand(t table, form string) error {
	var b bytes.Buffer
	kind, err := "text/csv; charset=utf-8", error(nil)
	if form == "xlsx" {
		kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		err = xlsx.Write(&b, xlsx.Sheet{Name: t.tab, Title: t.title, Columns: t.columns, Rows: t.rows, Frozen: 3})
	} else {
		err = xlsx.WriteCSV(&b, t.columns, t.rows)
	}
	if err != nil {
		return fmt.Errorf("web: %s.%s: %w", t.name, form, err)
	}
	return v.send(t.name+"."+form, kind, b.Bytes())
}
