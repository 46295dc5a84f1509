package api

import (
	"bytes"
	"context"
	"encoding/json"
	"iter"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/locale"
	"jiufen/internal/quantity"
	"jiufen/internal/xlsx"
)

const (
	exportPage  = 500
	exportTries = 3
)

// exportLedger gives all lines of a filter as one file. A past day gives the
// same bytes whenever it is asked for by the same caller in the same language.
func (a *API) exportLedger(ctx context.Context, c *call, in *struct {
	LedgerFilter
	Form string `query:"format" enum:"csv,json" default:"csv"`
}) (*fileOut, error) {
	q, err := in.query()
	if err != nil {
		return nil, err
	}
	p, rows, err := a.allRows(ctx, c, q)
	if err != nil {
		return nil, err
	}
	name := "ledger-" + strings.ReplaceAll(p.Day, "-", "") + "." + in.Form
	out := &fileOut{Type: "text/csv; charset=utf-8", Disposition: attachment(name), Policy: sandbox}
	if in.Form == "json" {
		out.Type = "application/json"
		out.Body, err = json.Marshal(struct {
			Point
			Rows []LedgerRow `json:"rows"`
		}{p, rows})
		return out, err
	}
	var b bytes.Buffer
	if err := xlsx.WriteCSV(&b, exportColumns(c.m), exportCells(c.m, rows)); err != nil {
		return nil, err
	}
	out.Body = b.Bytes()
	return out, nil
}

// allRows reads page after page. If a change comes in between, the pages would
// be of two states, so it begins again; a place that changes all the time is
// told to ask for a day that is over.
func (a *API) allRows(ctx context.Context, c *call, q app.LedgerQuery) (Point, []LedgerRow, error) {
	q.Limit = exportPage
	for range exportTries {
		p, rows, whole, err := a.readRows(ctx, c, q)
		if err != nil || whole {
			return p, rows, err
		}
	}
	return Point{}, nil, errs.E(errs.Unavailable, "api.moving")
}

func (a *API) readRows(ctx context.Context, c *call, q app.LedgerQuery) (p Point, rows []LedgerRow, whole bool, err error) {
	rows = []LedgerRow{}
	for first := true; ; first = false {
		v, err := a.App.Ledger(ctx, c.v, q, c.m)
		if err != nil {
			return p, nil, false, err
		}
		if at := pointOf(v.Point); first {
			p = at
		} else if at != p {
			return p, nil, false, nil
		}
		for i := range v.Rows {
			rows = append(rows, ledgerRow(&v.Rows[i]))
		}
		if v.Next == nil {
			return p, rows, true, nil
		}
		q.After = *v.Next
	}
}

func exportColumns(m *locale.Messages) []xlsx.Column {
	var out []xlsx.Column
	for _, k := range []string{"number", "light", "title", "why", "kind", "lead", "leader", "field", "due", "measure", "target", "actual", "unit", "period", "late"} {
		out = append(out, xlsx.Column{Title: m.T("api.col." + k)})
	}
	return out
}

// exportCells are the lines as a sheet: an item with several measures takes a
// line for each.
func exportCells(m *locale.Messages, rows []LedgerRow) iter.Seq2[[]xlsx.Cell, error] {
	return func(yield func([]xlsx.Cell, error) bool) {
		for _, r := range rows {
			marks := r.Measures
			if len(marks) == 0 {
				marks = []LedgerMark{{}}
			}
			for _, k := range marks {
				if !yield(exportLine(m, r, k), nil) {
					return
				}
			}
		}
	}
}

func exportLine(m *locale.Messages, r LedgerRow, k LedgerMark) []xlsx.Cell {
	due := xlsx.Text("")
	if d, err := calendar.Parse(r.Due, 0); err == nil {
		due = xlsx.Day(int32(d))
	} else if r.DueSort != "" {
		due = xlsx.Text(m.T("api.due." + r.DueSort))
	}
	unit := ""
	for _, f := range []*Figure{k.Target, k.Actual} {
		if f != nil {
			unit = f.Unit
		}
	}
	t := xlsx.Text
	return []xlsx.Cell{t(r.Number), t(m.T("light." + r.Light)), t(r.Title), t(r.Why), t(r.KindName), t(r.LeadName), t(r.Name), t(r.Field),
		due, t(k.Name), figureCell(k.Target), figureCell(k.Actual), t(unit), t(k.Period), t(r.Late)}
}

// figureCell is a figure as a number of the sheet, with its decimals.
func figureCell(f *Figure) xlsx.Cell {
	if f == nil {
		return xlsx.Text("")
	}
	v, err := quantity.Parse(f.Value)
	if err != nil {
		return xlsx.Text(f.Value)
	}
	return xlsx.Dec(v.N, v.Decimals)
}
