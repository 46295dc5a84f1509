package api

import (
	"context"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// NewReport is the report of one item for a period.
type NewReport struct {
	Item    string     `json:"item"`
	Sort    string     `json:"sort,omitempty" enum:"progress,nochange" doc:"progress if left out"`
	Values  []NewValue `json:"values,omitempty" maxItems:"50" doc:"cumulative figures"`
	Words   string     `json:"words,omitempty" maxLength:"5000"`
	Problem string     `json:"problem,omitempty" maxLength:"5000"`
	Reached []string   `json:"reached,omitempty" maxItems:"100" doc:"milestones reached; 0 is what the item asks for in the end"`
	Reason  string     `json:"reason,omitempty" maxLength:"500" doc:"of no change (season, approval, node), of a figure that falls, of a correction"`
	Missing string     `json:"missing,omitempty" maxLength:"500" doc:"part of a cooperating unit that is missing"`

	Evidence string `json:"evidence,omitempty" maxLength:"500" doc:"paper that shows it: title, number, date"`
}

// NewValue is a figure of a report.
type NewValue struct {
	Measure string `json:"measure"`
	Value   string `json:"value" minLength:"1" maxLength:"40"`
}

func (a *API) addReports() {
	add(a, Operation{ID: "reports.file", Method: http.MethodPost, Path: "/reports", Needs: []org.Right{org.Sheet, org.Accept}, success: http.StatusCreated}, a.fileReports)
	add(a, Operation{ID: "reports.correct", Method: http.MethodPost, Path: "/reports/{id}/correct", Needs: []org.Right{org.Sheet}, success: http.StatusCreated}, a.correct)
}

// fileReports files the signed sheet of a unit for a period in one change: the
// unit's own system sends what its head signed, or the office enters paper.
func (a *API) fileReports(ctx context.Context, c *call, in *struct {
	Body struct {
		Unit     string      `json:"unit"`
		Period   string      `json:"period" doc:"as 2026-03, 2026-Q1, 2026-01/02"`
		Finished string      `json:"finished,omitempty" format:"date" doc:"when it was put before the head; today if left out"`
		ForPost  string      `json:"for_post,omitempty" doc:"post in whose name a stand-in signs"`
		Entered  string      `json:"entered,omitempty" enum:"office" doc:"office: entered from paper (代录)"`
		Rows     []NewReport `json:"rows" minItems:"1" maxItems:"500"`
	}
}) (*reportsOut, error) {
	b := in.Body
	s := app.SheetInput{Entered: b.Entered}
	var err error
	if s.Unit, err = here[id.Unit](b.Unit); err != nil {
		return nil, err
	}
	if s.Period, err = period("body.period", b.Period); err != nil {
		return nil, err
	}
	if s.Finished, err = day("body.finished", b.Finished); err != nil {
		return nil, err
	}
	if s.ForPost, err = named[id.Post]("body.for_post", b.ForPost); err != nil {
		return nil, err
	}
	for i, r := range b.Rows {
		row, err := a.reportInput(ctx, c, "body.rows["+at(i)+"].", r)
		if err != nil {
			return nil, err
		}
		s.Rows = append(s.Rows, row)
	}
	ns, err := a.App.FileReports(ctx, c.v, c.req, s)
	if err != nil {
		return nil, err
	}
	out := &reportsOut{}
	out.Body.Reports = ids(ns)
	return out, nil
}

// reportInput reads a row. Its figures are scaled by the measures of the item,
// so the item is looked up as the caller sees it: one he does not see is not
// there.
func (a *API) reportInput(ctx context.Context, c *call, at string, r NewReport) (app.ReportInput, error) {
	v, err := a.ownItem(ctx, c, r.Item)
	if err != nil {
		return app.ReportInput{}, err
	}
	in := app.ReportInput{Item: v.Facts.Item.ID, Sort: ledger.ReportSort(r.Sort), Words: r.Words, Problem: r.Problem, Reason: r.Reason, Missing: r.Missing, Evidence: r.Evidence}
	if in.Values, err = values(at, v.Facts, r.Values); err != nil {
		return in, err
	}
	in.Reached, err = reached(at+"reached", r.Reached)
	return in, err
}

func values(where string, f *store.Facts, list []NewValue) (out []app.ValueInput, err error) {
	for i, x := range list {
		field := where + "values[" + at(i) + "]."
		m, err := measureIn(field+"measure", f, x.Measure)
		if err != nil {
			return nil, err
		}
		n, err := scaled(field+"value", x.Value, m)
		if err != nil {
			return nil, err
		}
		out = append(out, app.ValueInput{Measure: m.ID, Value: n})
	}
	return out, nil
}

func reached(field string, list []string) (out []id.Milestone, err error) {
	for _, s := range list {
		if s == "0" {
			out = append(out, 0)
			continue
		}
		n, err := named[id.Milestone](field, s)
		if err != nil || n == 0 {
			return nil, errs.Form([]errs.Field{{Name: field, Key: "err.choice"}})
		}
		out = append(out, n)
	}
	return out, nil
}

func (a *API) correct(ctx context.Context, c *call, in *struct {
	ID   string `path:"id" doc:"identifier of the report that was wrong"`
	Body NewReport
}) (*createdReport, error) {
	n, err := here[id.Report](in.ID)
	if err != nil {
		return nil, err
	}
	r, err := a.reportInput(ctx, c, "body.", in.Body)
	if err != nil {
		return nil, err
	}
	k, err := a.App.Correct(ctx, c.v, c.req, n, r)
	if err != nil {
		return nil, err
	}
	out := &createdReport{}
	out.Body.ID = known(k)
	return out, nil
}

type createdReport struct {
	Body struct {
		ID string `json:"id" doc:"none for the repeat of a call"`
	}
}
