package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/locale"
)

// getSheets leads the head to the sheet that is due first among those put before
// him, or says that none waits. A stand-in finds the sheets of whom he stands in
// for as well.
func (s *Site) getSheets(v *visit) error {
	forPosts, err := s.standsFor(v)
	if err != nil {
		return err
	}
	var last *toSign
	for _, f := range forPosts {
		view, err := s.App.SheetToSign(v.r.Context(), v.who.Viewer, f, v.m)
		if err != nil {
			return err
		}
		last = &toSign{view: view, forPost: f}
		for i := range view.Sheets {
			if view.Sheets[i].State == app.SheetFinished {
				last.sheet = &view.Sheets[i]
				return s.showSheet(v, last)
			}
		}
	}
	return s.showSheet(v, last)
}

// toSign is a sheet before the one who signs it, and in whose name.
type toSign struct {
	view    *app.DeskView
	sheet   *app.DeskSheet // nil: none waits
	forPost id.Post        // 0: his own
}

// standsFor are the names the viewer signs in: his own, and those of whom he
// stands in for today (AB角).
func (s *Site) standsFor(v *visit) ([]id.Post, error) {
	dir, err := s.App.Directory(v.r.Context(), v.who.Viewer, 0)
	if err != nil {
		return nil, err
	}
	out := []id.Post{0}
	for _, x := range dir.StandIns {
		if x.Post == v.who.Viewer.Post {
			out = append(out, x.For)
		}
	}
	return out, nil
}

// getSheet shows the sheet of a period to be read once and signed.
func (s *Site) getSheet(v *visit) error {
	t, err := s.finished(v, queryID[id.Post](v.r.URL.Query(), "for"))
	if err != nil {
		return err
	}
	return s.showSheet(v, t)
}

// finished finds the sheet of the address among those that wait for a signature.
func (s *Site) finished(v *visit, forPost id.Post) (*toSign, error) {
	period, err := readPeriod(v.r.PathValue("id"))
	if err != nil {
		return nil, err
	}
	view, err := s.App.SheetToSign(v.r.Context(), v.who.Viewer, forPost, v.m)
	if err != nil {
		return nil, err
	}
	for i := range view.Sheets {
		if view.Sheets[i].Period == period && view.Sheets[i].State == app.SheetFinished {
			return &toSign{view, &view.Sheets[i], forPost}, nil
		}
	}
	return nil, errNotFound()
}

func (s *Site) showSheet(v *visit, t *toSign) error {
	p, err := s.signPage(v, t)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

func (s *Site) signPage(v *visit, t *toSign) (*SheetSignPage, error) {
	p := &SheetSignPage{Heading: v.m.T("period.crumb")}
	var err error
	if p.Page, err = s.page(v, "desk", v.m.T("period.crumb")); err != nil || t.sheet == nil {
		return p, err
	}
	view, d := t.view, t.sheet
	desk := &DeskPage{Page: p.Page}
	word := periodWord(v.m, d.Period, p.Year)
	p.ID, p.Version, p.Says = periodID(d.Period), strconv.FormatInt(d.Version, 10), dueSays(v.m, view.Lib, d.Due, view.Today, p.Year)
	if t.forPost != 0 {
		p.ForID, p.For = id.String(t.forPost), v.m.T("period.for", "who", postName(view.Dir, t.forPost))
	}
	for _, r := range d.Rows {
		row, _ := desk.sheetRow(view, d, r)
		if !row.complete {
			p.Missing = append(p.Missing, Act{URL: row.URL, Name: r.Number})
			continue
		}
		p.Rows = append(p.Rows, signRow(v.m, row, r, d.Period))
	}
	p.Heading = v.m.T("period.heading", "period", word, "n", len(p.Rows))
	for i := range view.Sheets {
		if o := &view.Sheets[i]; o.State == app.SheetFinished && o.Period != d.Period {
			p.Rest = append(p.Rest, Act{URL: address("/sheets/"+periodID(o.Period), url.Values{"for": {p.ForID}}), Name: periodWord(v.m, o.Period, p.Year)})
		}
	}
	return p, nil
}

// signRow is a report as it would be sent: its figures, its words, who wrote it.
func signRow(m *locale.Messages, row SheetRow, r app.DeskRow, period calendar.Period) SheetSignRow {
	x := SheetSignRow{No: row.No, URL: row.URL, Title: row.Title, Light: row.Light, Plan: row.Plan, Before: row.Before, Unit: row.Unit, Text: row.Text, Flag: row.Flag, Desk: row.Saved}
	if n, err := calendarFigure(row.Value); err == nil {
		x.Value = n
	}
	if r.Body.Same {
		x.Text = m.T("item.nochange", "reason", wordOr(m, "word.nochange.", r.Body.Reason)) + x.Text
	}
	for _, f := range row.More {
		if plain(f.Value) != "" {
			x.Text += " " + m.T("item.also", "name", f.Name, "n", f.Value+f.Unit)
		}
	}
	for _, st := range row.States {
		if st.Chosen {
			x.Text += " " + st.Name
		}
	}
	if row.Asks != "" && !r.Body.Same {
		x.Evidence = m.T("evidence.declared")
		var given []string
		for _, e := range r.Facts.EvidenceFor(period) {
			given = append(given, cmp.Or(e.File, e.Words))
		}
		if row.Evidence != "" {
			given = append(given, row.Evidence)
		}
		if len(given) > 0 {
			x.Evidence = m.T("evidence.attached", "words", strings.Join(given, m.T("compare.comma")))
		}
	}
	if row.Problem != "" {
		x.Text += " " + m.T("item.problem", "text", row.Problem)
	}
	return x
}

// postSheetSign signs the sheet of the period as it was read, or gives it back to
// the liaison.
func (s *Site) postSheetSign(v *visit) error {
	t, err := s.finished(v, id.Post(v.form.number("for")))
	if err != nil {
		return err
	}
	ctx := v.r.Context()
	if v.form.raw("do") == "back" {
		if err := s.App.ReopenSheet(ctx, v.who.Viewer, t.sheet.Period); err != nil {
			return err
		}
		return v.took("/desk", "done.sheetback", 0)
	}
	made, err := s.App.SignSheet(ctx, v.who.Viewer, v.request(), t.sheet.Period, t.forPost, v.form.number("version"))
	if err == nil {
		return v.took("/desk", "done.sheetsigned", len(made))
	}
	p, again := s.signPage(v, t)
	if again != nil {
		return again
	}
	return s.refuse(v, err, p)
}
