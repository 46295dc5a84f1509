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
	"jiufen/internal/same"
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
	years, err := a.yearsOf(ctx, v, view)
	if err != nil {
		return nil, err
	}
	e := &paper.Explanation{Title: m.T("explain.title", "title", strings.NewReplacer("\n", "", "《", "〈", "》", "〉").Replace(view.Title))}
	e.Text = []string{m.T("explain.text", "doc", view.Doc.Title, "n", len(view.Rows), "all", cover.All, "made", cover.Made, "joined", cover.Joined, "rest", cover.Rest, "open", cover.Open)}
	e.Parts = []paper.ExplanationPart{explainUnits(view, m), explainYears(view, years, m), explainUnclear(view, m)}
	if joined := explainJoined(years.joined, m); len(joined.Rows) > 0 {
		e.Parts = append(e.Parts, joined)
	}
	return e, nil
}

// ExplanationFile is the explanation as .docx.
func (a *App) ExplanationFile(ctx context.Context, v org.Viewer, n id.Paper) (name string, file []byte, err error) {
	e, err := a.Explain(ctx, v, n, a.Text)
	if err != nil {
		return "", nil, err
	}
	for i := range e.Parts {
		e.Parts[i].Heading = numeral(i+1) + "、" + e.Parts[i].Heading
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
				if r.Kind == MainIndicator {
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

// noticeYears is what a notice has to say about other times and papers: for each
// row the promise of the year before, and the sentences that joined items which
// were there already.
type noticeYears struct {
	items  int         // in the ledger of the year before
	last   []*LastYear // by row; nil: new this year
	linked []bool      // by row: linked by a person; else proposed
	joined []joinedRow
	paper  bool // no ledger of that year: its papers were asked
}

// joinedRow is a sentence that became a further origin of an item.
type joinedRow struct {
	Title, Number, Item string
	Due                 calendar.Day
}

// yearsOf finds for every row of a notice what it says again: the item that a
// person linked, else the likeliest of last year's ledger.
func (a *App) yearsOf(ctx context.Context, v org.Viewer, view *PaperView) (*noticeYears, error) {
	out := &noticeYears{last: make([]*LastYear, len(view.Rows)), linked: make([]bool, len(view.Rows))}
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		f, err := a.finder(tx, v, view.Doc)
		if err != nil {
			return err
		}
		out.items = f.old.index.Len()
		if f.papers != nil {
			out.items, out.paper = f.papers.index.Len(), true
			f.rowsOfPapers(view, out)
			out.joined, err = joinedRows(tx, f.lib, view.Document)
			return err
		}
		how := same.Settings{Least: f.lib.Int(SettingYearLeast, same.DefaultYear.Least), Most: promisesAsked}
		want := make([]id.Item, len(view.Rows))
		last := likeliest(view.Rows, func(n NewItem) int64 { return int64(n.Last) }, func(n NewItem) []same.Match { return f.old.index.Find(n.matter(f.dir), same.LastYear, how, nil) })
		for i, n := range view.Rows {
			want[i], out.linked[i] = id.Item(last[i]), n.Last != 0
		}
		for from := 0; from < len(want); from += deskChunk {
			part := want[from:min(from+deskChunk, len(want))]
			facts, err := tx.ItemFacts(id.Before(tx.Seq), slices.DeleteFunc(slices.Clone(part), func(n id.Item) bool { return n == 0 })...)
			if err != nil {
				return err
			}
			for i, n := range part {
				if x := facts[n]; x != nil {
					out.last[from+i] = lastYearOf(f.lib, x, view.Rows[from+i].Measures)
				}
			}
		}
		out.joined, err = joinedRows(tx, f.lib, view.Document)
		return err
	})
	return out, err
}

// joinedRows are the drafts of a document that joined items of the ledger.
func joinedRows(tx *store.Tx, lib *store.Library, doc id.Document) (out []joinedRow, err error) {
	drafts, err := tx.Drafts(doc)
	if err != nil {
		return nil, err
	}
	drafts = slices.DeleteFunc(drafts, func(d store.Draft) bool { return d.State != DraftJoined })
	if len(drafts) == 0 {
		return nil, nil
	}
	items := make([]id.Item, len(drafts))
	for i, d := range drafts {
		items[i] = d.ItemID
	}
	facts, err := tx.ItemFacts(id.Before(tx.Seq), items...)
	if err != nil {
		return nil, err
	}
	for _, d := range drafts {
		b, err := decodeDraft(d.Body)
		if err != nil {
			return nil, err
		}
		if f := facts[d.ItemID]; f != nil {
			h, _ := f.Head()
			out = append(out, joinedRow{Title: b.Title, Number: f.Item.Number, Item: h.Title, Due: lib.Input(f).Due})
		}
	}
	return out, nil
}

// explainYears says which rows are new or changed since last year's ledger.
func explainYears(view *PaperView, y *noticeYears, m *locale.Messages) paper.ExplanationPart {
	p := paper.ExplanationPart{Heading: m.T("explain.years"), Head: []string{m.T("explain.item"), m.T("explain.last"), m.T("explain.this"), m.T("explain.outcome")}, Widths: []int{36, 22, 22, 20}}
	if y.items == 0 {
		p.Says = m.T("explain.nolast", "year", view.Doc.Year-1)
		return p
	}
	fresh, changed, level, proposed := 0, 0, 0, 0
	for i, r := range view.Rows {
		last := y.last[i]
		if last == nil {
			fresh++
			p.Rows = append(p.Rows, []string{r.Title, m.T("explain.none"), m.T("explain.new"), ""})
			continue
		}
		if !y.linked[i] {
			proposed++
		}
		moved := false
		for _, x := range last.Pairs {
			if x.Change.Known && x.Change.Sign == 0 {
				continue
			}
			moved = true
			now := shortValue(x.Now)
			switch {
			case x.Change.Known && x.Change.Points:
				now = m.T("explain.points", "now", now, "change", ChangeWords(x.Change))
			case x.Change.Known:
				now = m.T("explain.moved", "now", now, "change", ChangeWords(x.Change))
			}
			title, outcome := r.Title, ""
			if len(last.Pairs) > 1 && x.Name != r.Title {
				title += "·" + x.Name
			}
			if !y.paper {
				outcome = last.Outcome(m)
			}
			p.Rows = append(p.Rows, []string{title, shortValue(x.Was), now, outcome})
		}
		if moved {
			changed++
		} else {
			level++
		}
	}
	says := "explain.yearssays"
	if y.paper { // nothing is known of how last year ended
		says = "explain.papersays"
		p.Head, p.Widths = p.Head[:3], []int{46, 27, 27}
		for i := range p.Rows {
			p.Rows[i] = p.Rows[i][:3]
		}
	}
	p.Says = m.T(says, "year", view.Doc.Year-1, "fresh", fresh, "changed", changed, "same", level)
	if proposed > 0 {
		p.Says += m.T("explain.proposed", "n", proposed)
	}
	return p
}

// explainJoined lists the sentences that are no rows of their own, since what they
// ask stands in the ledger under another origin.
func explainJoined(rows []joinedRow, m *locale.Messages) paper.ExplanationPart {
	p := paper.ExplanationPart{Heading: m.T("explain.joined"), Says: m.T("explain.joinedsays", "n", len(rows)), Head: []string{m.T("explain.sentence"), m.T("explain.intoitem"), m.T("explain.due")}, Widths: []int{44, 36, 20}}
	for _, r := range rows {
		due := ""
		if r.Due != 0 {
			due = m.Date(int32(r.Due))
		}
		p.Rows = append(p.Rows, []string{r.Title, r.Number + " " + r.Item, due})
	}
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
