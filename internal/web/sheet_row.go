package web

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/store"
)

// sheetRow is one item of the sheet, prefilled with what is on file, and how far
// it has come: returned, open or ready.
func (p *DeskPage) sheetRow(view *app.DeskView, d *app.DeskSheet, r app.DeskRow) (SheetRow, string) {
	m, n := p.m, id.String(r.ItemID)
	row := SheetRow{Key: n, Version: r.Version, No: r.Number, URL: "/items/" + n, Title: r.Title, Light: Light{Colour: r.Light.String(), Why: r.Says, URL: "/items/" + n + "#reason"},
		Text: r.Body.Words, Problem: r.Body.Problem, Reason: r.Body.Reason, Same: r.Body.Same, Reasons: reasonOptions(m, r.Body.Reason)}
	if h, ok := r.Facts.Head(); ok && h.Standard != r.Title {
		row.Quote = h.Standard
	}
	row.LastText = p.lastText(r)
	typed, owed := 0, 0
	for _, f := range r.Measures {
		fig := p.sheetFigure(view, r, f)
		if f.Path == "state" {
			continue
		}
		if fig.From == "" {
			owed++
			if plain(fig.Value) != "" {
				typed++
			}
		}
		if row.Unit == "" && !row.Needs {
			row.Needs, row.Plan, row.Before, row.Value, row.Unit, row.From, row.first = true, fig.Plan, fig.Before, fig.Value, fig.Unit, fig.From, f.ID
			row.Flag = flagOf(m, r.Facts, f, fig.Value)
			if len(r.Measures) > 1 {
				row.Name = f.Name
			}
			continue
		}
		fig.Key = n + "-" + id.String(f.ID)
		row.More = append(row.More, fig)
	}
	row.States = p.states(r)
	p.evidence(view, d, r, &row)
	if r.At != 0 {
		row.Saved = m.T("desk.saved", "who", view.Dir.PersonName(r.By), "at", m.DateTime(time.UnixMilli(r.At).In(store.DefaultZone)))
	}
	row.complete = r.Body.Same && r.Body.Reason != "" || r.Body.Words != "" && typed == owed
	switch {
	case r.Owing.Back != nil && !row.complete:
		row.Return = m.T("desk.back", "reason", wordOr(m, "word.return.", r.Owing.Back.Reason), "words", r.Owing.Back.Words, "day", m.DateWeekday(int32(r.Owing.Back.NewDue), p.Year))
		return row, "returned"
	case row.complete:
		return row, "ready"
	}
	return row, "open"
}

// lastText is what was written last: in the period before, or in the report of
// this period that came back, with its figures. It stands beside the fields and not
// in them, so that nothing goes to the head again as it was returned.
func (p *DeskPage) lastText(r app.DeskRow) string {
	if r.Owing.Back == nil {
		if r.LastWord == "" {
			return ""
		}
		return p.m.T("desk.last", "text", r.LastWord)
	}
	var said []string
	for _, f := range r.Measures {
		for _, v := range r.Facts.Values {
			if v.ReportID == r.Owing.Back.ReportID && r.Facts.Root(v.MeasureID) == r.Facts.Root(f.ID) {
				said = append(said, p.m.Number(v.Value, int(f.Decimals))+f.Unit)
			}
		}
	}
	if r.LastWord != "" {
		said = append(said, r.LastWord)
	}
	return p.m.T("desk.filed", "text", strings.Join(said, p.m.T("compare.comma")))
}

func (p *DeskPage) sheetFigure(view *app.DeskView, r app.DeskRow, f app.DeskFigure) SheetFigure {
	fig := SheetFigure{Name: f.Name, Unit: f.Unit, Value: r.Body.Values[id.String(f.ID)]}
	dec := int(f.Decimals)
	if f.Plan != nil {
		fig.Plan = Fig(*f.Plan, dec)
	}
	if f.Last != nil {
		fig.Before = Fig(f.Last.Value, dec)
	}
	a, _ := r.Facts.Assignment()
	if f.Publisher != 0 && f.Publisher != a.LeadID {
		fig.From = p.m.T("desk.published", "unit", unitName(view.Dir, f.Publisher))
		if f.Last != nil {
			fig.Value = p.m.Number(f.Last.Value, dec)
		}
	}
	return fig
}

// flagOf is a grey fact beside a figure that moved more than it ever did:
// 比上月多16；以往最多9. It stops no one.
func flagOf(m *locale.Messages, f *store.Facts, x app.DeskFigure, typed string) string {
	now, wrong := readFigure(typed, int(x.Decimals), x.Unit)
	if wrong != nil || x.Last == nil || plain(typed) == "" {
		return ""
	}
	root := f.Root(x.ID)
	var most, before int64
	first := true
	vs := slices.Clone(f.Values)
	slices.SortStableFunc(vs, func(a, b store.ReportValue) int { return cmp.Compare(a.Period, b.Period) })
	for _, v := range vs {
		if f.Root(v.MeasureID) != root || f.Standing(v.ReportID) == ledger.Returned {
			continue
		}
		if !first {
			most = max(most, v.Value-before)
		}
		before, first = v.Value, false
	}
	if step := now - x.Last.Value; step > most && most > 0 {
		return m.T("desk.flag", "n", m.Number(step, int(x.Decimals)), "most", m.Number(most, int(x.Decimals)))
	}
	return ""
}

// evidence puts beside a row what is to show it and what is there already.
func (p *DeskPage) evidence(view *app.DeskView, d *app.DeskSheet, r app.DeskRow, row *SheetRow) {
	ask, ok := r.Facts.EvidenceAsked()
	if !ok {
		return
	}
	row.Asks, row.Evidence = p.m.T("evidence.asks."+ask.Sort, "what", ask.Words), r.Body.Evidence
	files := 0
	for _, e := range r.Facts.EvidenceFor(d.Period) {
		if e.File != "" {
			files++
			continue
		}
		row.Given = append(row.Given, EvidenceRow{Name: e.Words})
	}
	if ask.Sort != store.EvidencePaper {
		row.Files = &Act{URL: row.URL + "/evidence?period=" + periodID(d.Period), Name: p.m.T("evidence.files", "n", files)}
	}
}

// states are what can be reported reached: nodes of the plan that are states, and
// what the item asks for in the end.
func (p *DeskPage) states(r app.DeskRow) []Option {
	byState := len(r.Measures) == 0
	for _, f := range r.Measures {
		byState = byState || f.Path == "state"
	}
	done := r.Facts.ReachedDays()
	var out []Option
	_, nodes := r.Facts.Plan()
	for _, n := range nodes {
		if n.State != "" && (n.MeasureID == 0 || byState) && done[n.ID] == 0 {
			out = append(out, Option{Value: id.String(n.ID), Name: p.m.T("desk.reached", "day", dayWord(p.m, n.Day, p.Year), "state", n.State), Chosen: slices.Contains(r.Body.Reached, id.String(n.ID))})
		}
	}
	if byState && done[0] == 0 {
		out = append(out, Option{Value: "0", Name: p.m.T("desk.reachedall"), Chosen: slices.Contains(r.Body.Reached, "0")})
	}
	return out
}

// reasonOptions are why nothing moved, and why a sum fell.
func reasonOptions(m *locale.Messages, chosenOne string) []Option {
	var out []Option
	words := ledger.Words()
	for _, w := range words["nochange"] {
		out = append(out, Option{Value: w, Name: m.T("desk.samebecause", "reason", m.T("word.nochange."+w)), Chosen: w == chosenOne})
	}
	for _, w := range words["fall"] {
		out = append(out, Option{Value: w, Name: m.T("desk.lessbecause", "reason", m.T("word.fall."+w)), Chosen: w == chosenOne})
	}
	return out
}
