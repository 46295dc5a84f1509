package app

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/paper"
	"jiufen/internal/quantity"
	"jiufen/internal/store"
)

// Explain makes the explanation of a notice (S5-03): totals by unit with what
// reporting on them costs, rows new or changed since last year's ledger, rows
// without a clear owner, and how the sentences are accounted for.
func (a *App) Explain(ctx context.Context, v org.Viewer, n id.Paper, m *locale.Messages) (*paper.Explanation, error) {
	view, err := a.Paper(ctx, v, n)
	if err != nil {
		return nil, err
	}
	cover, err := a.Coverage(ctx, v, view.Document)
	if err != nil {
		return nil, err
	}
	before := map[string]store.Measure{}
	items := 0
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		old, err := tx.YearItems(view.Doc.Year - 1)
		if err != nil {
			return err
		}
		items = len(old)
		for part := range slices.Chunk(old, deskChunk) {
			facts, err := tx.ItemFacts(id.Before(tx.Seq), part...)
			if err != nil {
				return err
			}
			for _, f := range facts {
				for _, x := range f.LiveMeasures() {
					before[x.Name+" "+x.Unit] = x
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	e := &paper.Explanation{Title: m.T("explain.title", "title", strings.ReplaceAll(view.Title, "\n", ""))}
	e.Text = []string{m.T("explain.text", "doc", view.Doc.Title, "n", len(view.Rows), "all", cover.All, "made", cover.Made, "joined", cover.Joined, "rest", cover.Rest, "open", cover.Open)}
	e.Parts = []paper.ExplanationPart{explainUnits(view, m), explainYears(view, before, items, m), explainUnclear(view, m)}
	return e, nil
}

// ExplanationFile is the explanation as .docx.
func (a *App) ExplanationFile(ctx context.Context, v org.Viewer, n id.Paper) (name string, file []byte, err error) {
	e, err := a.Explain(ctx, v, n, a.Text)
	if err != nil {
		return "", nil, err
	}
	file, err = e.Docx(a.Text)
	return e.Title + ".docx", file, err
}

// explainUnits counts what each unit leads and joins in, and how many fields its
// reports on it fill in a year.
func explainUnits(view *PaperView, m *locale.Messages) paper.ExplanationPart {
	type sum struct{ indicators, tasks, cooperate, fillings int }
	sums := map[id.Unit]*sum{}
	of := func(u id.Unit) *sum {
		if sums[u] == nil {
			sums[u] = &sum{}
		}
		return sums[u]
	}
	total := 0
	for _, r := range view.Rows {
		kind := view.Lib.Kinds[r.Kind]
		grain, _ := calendar.ParseGrain(r.Cadence)
		if r.Cadence == "" && kind != nil {
			grain = kind.Cadence
		}
		fields := max(len(r.Measures), 1) + 1 // the figures, and the words
		for _, p := range r.Parties {
			switch p.Role {
			case ledger.RoleLead:
				s := of(p.Unit)
				if r.Kind == "main-indicator" {
					s.indicators++
				} else {
					s.tasks++
				}
				n := ledger.Fillings(fields, 1, grain)
				s.fillings += n
				total += n
			case ledger.RoleCooperate, ledger.RoleResponsible:
				of(p.Unit).cooperate++
			}
		}
	}
	units := make([]id.Unit, 0, len(sums))
	for u := range sums {
		units = append(units, u)
	}
	slices.SortFunc(units, func(x, y id.Unit) int {
		return cmp.Or(cmp.Compare(sums[y].indicators+sums[y].tasks, sums[x].indicators+sums[x].tasks), cmp.Compare(x, y))
	})
	p := paper.ExplanationPart{Heading: m.T("explain.units"), Says: m.T("explain.unitssays", "n", len(units), "fillings", total), Head: []string{m.T("explain.unit"), m.T("explain.indicators"), m.T("explain.tasks"), m.T("explain.cooperate"), m.T("explain.fillings")}, Widths: []int{36, 16, 16, 16, 16}}
	for _, u := range units {
		s := sums[u]
		p.Rows = append(p.Rows, []string{view.Dir.Unit(u).Name, strconv.Itoa(s.indicators), strconv.Itoa(s.tasks), strconv.Itoa(s.cooperate), strconv.Itoa(s.fillings)})
	}
	return p
}

// explainYears compares measures of the same name and unit with last year's.
func explainYears(view *PaperView, before map[string]store.Measure, items int, m *locale.Messages) paper.ExplanationPart {
	p := paper.ExplanationPart{Heading: m.T("explain.years"), Head: []string{m.T("explain.item"), m.T("explain.last"), m.T("explain.this")}, Widths: []int{50, 25, 25}}
	if items == 0 {
		p.Says = m.T("explain.nolast", "year", view.Doc.Year-1)
		return p
	}
	fresh, changed, same := 0, 0, 0
	show := func(n int64, decimals int, unit string) string { return quantity.Short(n, decimals) + unit }
	for _, r := range view.Rows {
		found := false
		for _, x := range r.Measures {
			was, ok := before[x.Name+" "+x.Unit]
			if !ok {
				continue
			}
			found = true
			is, _ := (quantity.Value{N: x.Target, Decimals: x.Decimals}).Rescale(int(was.Decimals))
			if is == was.Target {
				same++
				continue
			}
			changed++
			p.Rows = append(p.Rows, []string{r.Title + "·" + x.Name, show(was.Target, int(was.Decimals), was.Unit), show(x.Target, x.Decimals, x.Unit)})
		}
		if !found {
			fresh++
			p.Rows = append(p.Rows, []string{r.Title, m.T("explain.none"), m.T("explain.new")})
		}
	}
	p.Says = m.T("explain.yearssays", "year", view.Doc.Year-1, "fresh", fresh, "changed", changed, "same", same)
	return p
}

// explainUnclear lists rows without a lead unit, with several under one single
// lead, or with a limit that was only assumed.
func explainUnclear(view *PaperView, m *locale.Messages) paper.ExplanationPart {
	p := paper.ExplanationPart{Heading: m.T("explain.unclear"), Head: []string{m.T("explain.item"), m.T("explain.why")}, Widths: []int{60, 40}}
	for _, r := range view.Rows {
		leads := 0
		for _, x := range r.Parties {
			if x.Role == ledger.RoleLead {
				leads++
			}
		}
		switch {
		case leads == 0 && r.Mode != string(ledger.LeadEach):
			p.Rows = append(p.Rows, []string{r.Title, m.T("explain.nolead")})
		case leads > 1 && r.Mode == string(ledger.LeadSingle):
			p.Rows = append(p.Rows, []string{r.Title, m.T("explain.manyleads", "n", leads)})
		case r.Due.Assumed:
			p.Rows = append(p.Rows, []string{r.Title, m.T("explain.assumed")})
		}
	}
	p.Says = m.T("explain.unclearsays", "n", len(p.Rows))
	return p
}
