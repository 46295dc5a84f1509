package web

import (
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/id"
)

// getSheets leads the head to the sheet that is due first among those put before
// him, or says that none waits.
func (s *Site) getSheets(v *visit) error {
	view, err := s.App.SheetToSign(v.r.Context(), v.who.Viewer, queryID[id.Post](v.r.URL.Query(), "for"), v.m)
	if err != nil {
		return err
	}
	for i := range view.Sheets {
		if view.Sheets[i].State == "finished" {
			return s.showSheet(v, view, &view.Sheets[i])
		}
	}
	return s.showSheet(v, view, nil)
}

// getSheet shows the sheet of a period to be read once and signed.
func (s *Site) getSheet(v *visit) error {
	view, d, err := s.finished(v)
	if err != nil {
		return err
	}
	return s.showSheet(v, view, d)
}

// finished finds the sheet of the address among those that wait for a signature.
func (s *Site) finished(v *visit) (*app.DeskView, *app.DeskSheet, error) {
	period, err := readPeriod(v.r.PathValue("id"))
	if err != nil {
		return nil, nil, err
	}
	view, err := s.App.SheetToSign(v.r.Context(), v.who.Viewer, 0, v.m)
	if err != nil {
		return nil, nil, err
	}
	for i := range view.Sheets {
		if view.Sheets[i].Period == period && view.Sheets[i].State == "finished" {
			return view, &view.Sheets[i], nil
		}
	}
	return nil, nil, errNotFound()
}

func (s *Site) showSheet(v *visit, view *app.DeskView, d *app.DeskSheet) error {
	p, err := s.signPage(v, view, d)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

func (s *Site) signPage(v *visit, view *app.DeskView, d *app.DeskSheet) (*SheetSignPage, error) {
	p := &SheetSignPage{Heading: v.m.T("period.crumb")}
	var err error
	if p.Page, err = s.page(v, "desk", v.m.T("period.crumb")); err != nil || d == nil {
		return p, err
	}
	desk := &DeskPage{Page: p.Page}
	word := periodWord(v.m, d.Period, v.now.Year())
	p.ID, p.Heading = periodID(d.Period), v.m.T("period.heading", "period", word, "n", len(d.Rows))
	p.Says = dueSays(v.m, view.Lib, d.Due, view.Today, p.Year)
	p.Words = area("words", v.typed("words"), 2).as("returnwords")
	for _, r := range d.Rows {
		row, _ := desk.sheetRow(view, d, r)
		if !row.complete {
			p.Missing = append(p.Missing, Act{URL: "/items/" + id.String(r.ItemID), Name: r.Number})
			continue
		}
		x := SheetSignRow{No: r.Number, URL: "/items/" + id.String(r.ItemID), Title: r.Title, Light: Light{Colour: r.Light.String(), Why: r.Says, URL: "/items/" + id.String(r.ItemID) + "#reason"},
			Plan: row.Plan, Before: row.Before, Unit: row.Unit, Text: row.Text, Flag: row.Flag}
		if n, err := calendarFigure(row.Value); err == nil {
			x.Value = n
		}
		p.Rows = append(p.Rows, x)
	}
	for i := range view.Sheets {
		if o := &view.Sheets[i]; o.State == "finished" && o.Period != d.Period {
			p.Rest = append(p.Rest, Act{URL: "/sheets/" + periodID(o.Period), Name: periodWord(v.m, o.Period, v.now.Year())})
		}
	}
	return p, nil
}

// postSheetSign signs the sheet of the period, or gives it back to the liaison.
func (s *Site) postSheetSign(v *visit) error {
	view, d, err := s.finished(v)
	if err != nil {
		return err
	}
	ctx := v.r.Context()
	if v.form.raw("do") == "back" {
		if err := s.App.ReopenSheet(ctx, v.who.Viewer, d.Period); err != nil {
			return err
		}
		return v.took("/desk", "done.sheetback", 0)
	}
	made, err := s.App.SignSheet(ctx, v.who.Viewer, v.request(), d.Period, 0)
	if err == nil {
		return v.took("/desk", "done.sheetsigned", len(made))
	}
	p, again := s.signPage(v, view, d)
	if again != nil {
		return again
	}
	return s.refuse(v, err, p, &p.Words)
}
