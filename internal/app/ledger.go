package app

import (
	"cmp"
	"context"
	"slices"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// LedgerQuery is what somebody wants to see of the ledger.
type LedgerQuery struct {
	Day     calendar.Day // as known at its end; 0: now
	Point   asof.Point   // the state that a paper rests on, in place of a day
	Lead    id.Unit
	Leader  id.Post
	Field   string // portfolio
	Kind    string
	Light   ledger.Light // NoLight: any
	Text    string       // now only
	DueFrom calendar.Day
	DueTo   calendar.Day
	Sort    store.Sort
	After   store.Cursor
	Limit   int // 0: 50, at most 500
}

// pageLines is how many lines a page has; pageMost what an export reads at once.
const (
	pageLines = 50
	pageMost  = 500
)

// LedgerRow is one line with what a page shows of it.
type LedgerRow struct {
	store.Line
	Light    ledger.Light // as this viewer is shown it
	KindName string
	Lead     string
	Leader   string // name of the person, or of the vacant post
	Says     string // why the light, in one sentence with its numbers
	Late     string // lateness of reporting: a column of its own
	Early    bool   // the viewer's unit sees the worsening before others do
	Facts    *store.Facts
	Input    ledger.Input
	Why      ledger.Why
	moved    bool // see former
	HeadOnly bool // the item above one's own: number, title, due day and light alone
}

// LedgerView is a page of the ledger.
type LedgerView struct {
	Point  asof.Point
	Rows   []LedgerRow
	Next   *store.Cursor // where the next page begins; nil: this is the last
	Count  int64         // lines of the filter
	Capped bool          // there are more than Count
	Lights map[ledger.Light]int64
	Dir    *org.Directory
	Lib    *store.Library
	Wrong  int // lines whose kept light is not what the judge says now: a fault
}

// Ledger reads a page of the ledger as the viewer may see it. What he may not
// see is in no count and no search.
func (a *App) Ledger(ctx context.Context, v org.Viewer, q LedgerQuery, m *locale.Messages) (*LedgerView, error) {
	if err := need(v, org.Read); err != nil {
		return nil, err
	}
	out := &LedgerView{}
	err := a.DB.View(ctx, func(tx *store.Tx) error { return a.ledger(tx, v, q, m, out) })
	if out.Wrong > 0 {
		a.Log.Error("kept lights differ from the judge", "lines", out.Wrong, "seq", out.Point.Seq)
	}
	return out, err
}

func (a *App) ledger(tx *store.Tx, v org.Viewer, q LedgerQuery, m *locale.Messages, out *LedgerView) (err error) {
	if out.Point = q.Point; q.Point.Seq == 0 {
		if out.Point, err = at(tx, q.Day); err != nil {
			return err
		}
	}
	if q.Text != "" && !out.Point.Now {
		return errs.E(errs.Invalid, "err.search.past")
	}
	if out.Dir, err = tx.Directory(out.Point); err != nil {
		return err
	}
	if out.Lib, err = tx.Library(out.Point); err != nil {
		return err
	}
	f, ok := q.filter(v, out.Dir)
	if out.Lights, err = lights(tx, out.Point, v.Sees); err != nil || !ok {
		return err
	}
	lines, err := tx.Lines(out.Point, f)
	if err != nil {
		return err
	}
	if len(lines) > f.Limit {
		lines = lines[:f.Limit]
		last := lines[len(lines)-1]
		out.Next = &store.Cursor{Light: last.Light, Due: last.Due, Item: last.ItemID}
	}
	if err := out.count(tx, f, q); err != nil {
		return err
	}
	return out.fill(tx, v, lines, m)
}

// filter makes the store's filter; false if the portfolio is nobody's.
func (q LedgerQuery) filter(v org.Viewer, dir *org.Directory) (store.Filter, bool) {
	f := store.Filter{Sees: v.Sees, Lead: q.Lead, Leader: q.Leader, Kind: q.Kind, Light: -1, Text: q.Text, DueFrom: q.DueFrom, DueTo: q.DueTo, Sort: q.Sort, After: q.After, Limit: pageLines}
	if q.Limit > 0 {
		f.Limit = min(q.Limit, pageMost)
	}
	if q.Light != ledger.NoLight {
		f.Light = int64(q.Light)
	}
	if q.Field != "" {
		i := slices.IndexFunc(dir.Lines, func(l org.Line) bool { return l.Field == q.Field && !l.Follow })
		if i < 0 {
			return f, false
		}
		f.Leader = dir.Lines[i].Post
	}
	return f, true
}

func lights(tx *store.Tx, p asof.Point, sees []id.Unit) (map[ledger.Light]int64, error) {
	counts, err := tx.LightCounts(p, sees)
	out := map[ledger.Light]int64{}
	for l, n := range counts {
		out[ledger.Light(l)] = n
	}
	return out, err
}

// count takes the number of lines from the counts by light where nothing else
// filters, and counts up to a thousand otherwise.
func (out *LedgerView) count(tx *store.Tx, f store.Filter, q LedgerQuery) (err error) {
	if f.Lead == 0 && f.Leader == 0 && f.Kind == "" && f.Text == "" && f.DueFrom == 0 && f.DueTo == 0 {
		for l, n := range out.Lights {
			if q.Light == ledger.NoLight || q.Light == l {
				out.Count += n
			}
		}
		return nil
	}
	if out.Count, err = tx.CountLines(out.Point, f); out.Count > store.CountMost {
		out.Count, out.Capped = store.CountMost, true
	}
	return err
}

// fill adds names, sentence and lateness to the lines.
func (out *LedgerView) fill(tx *store.Tx, v org.Viewer, lines []store.Line, m *locale.Messages) error {
	items := make([]id.Item, len(lines))
	for i, l := range lines {
		items[i] = l.ItemID
	}
	facts, err := tx.ItemFacts(out.Point.Before(), items...)
	if err != nil {
		return err
	}
	for _, l := range lines {
		f := facts[l.ItemID]
		if f == nil {
			continue
		}
		row := LedgerRow{Line: l, Facts: f, HeadOnly: l.Level < store.SeesAll}
		out.name(&row)
		out.judge(&row, v, m)
		out.Rows = append(out.Rows, row)
	}
	var moved []*LedgerRow
	for i := range out.Rows {
		if out.Rows[i].moved {
			moved = append(moved, &out.Rows[i])
		}
	}
	return out.former(tx, moved, m)
}

// former gives rows whose facts moved on today the sentence that fits the light
// they are shown with: of the facts known at the end of the last working day.
func (out *LedgerView) former(tx *store.Tx, rows []*LedgerRow, m *locale.Messages) error {
	if len(rows) == 0 {
		return nil
	}
	p, err := tx.PointOf(out.Lib.Cal.PrevWorking(out.Point.Day - 1))
	if err != nil {
		return err
	}
	items := make([]id.Item, len(rows))
	for i, r := range rows {
		items[i] = r.ItemID
	}
	facts, err := tx.ItemFacts(p.Before(), items...)
	if err != nil {
		return err
	}
	for _, r := range rows {
		f := facts[r.ItemID]
		if f == nil {
			continue
		}
		in := out.Lib.Input(f)
		if light, why := ledger.Judge(&in, out.Lib.Rules, out.Lib.Cal, p.Day); light == r.Light {
			r.Why, r.Says = why, ledger.Sentence(&in, out.Lib.Rules, out.Lib.Cal, p.Day, why, m.T)
		}
	}
	return nil
}

func (out *LedgerView) name(r *LedgerRow) {
	r.Lead = out.Dir.Unit(r.LeadID).Short
	p := out.Dir.Post(r.Line.Leader)
	r.Leader = cmp.Or(out.Dir.PersonName(p.Holder), p.Title)
	r.KindName = r.Kind
	if k := out.Lib.Kinds[r.Kind]; k != nil {
		r.KindName = k.Name
	}
}

// judge judges the line once more for its sentence, whose numbers change daily
// and are kept nowhere. Those outside the unit are told of a worsening a working
// day later, so their sentence is that of the day before as long.
func (out *LedgerView) judge(r *LedgerRow, v org.Viewer, m *locale.Messages) {
	r.Input = out.Lib.Input(r.Facts)
	light, why := ledger.Judge(&r.Input, out.Lib.Rules, out.Lib.Cal, out.Point.Day)
	if int64(light) != r.Judged {
		out.Wrong++
	}
	inside := insider(r.Facts, out.Dir, v)
	r.Light, r.Why = ledger.Light(r.Shown), why
	if inside {
		r.Light = ledger.Light(r.Judged)
		r.Early = r.Judged != r.Shown
	}
	day := out.Point.Day
	if r.Light != light {
		day = out.Lib.Cal.PrevWorking(day - 1)
		if light, why = ledger.Judge(&r.Input, out.Lib.Rules, out.Lib.Cal, day); light == r.Light {
			r.Why = why
		} else {
			day, r.moved = 0, !r.HeadOnly // the facts have moved on: no sentence of today fits what is shown
		}
	}
	if r.HeadOnly { // number, title, due day and light are all he gets, whatever the page makes of it
		r.Facts, r.Input, r.Why = headLine(r.Facts), ledger.Input{}, ledger.Why{Light: r.Light, Grey: r.Why.Grey}
		return
	}
	if day != 0 {
		r.Says = ledger.Sentence(&r.Input, out.Lib.Rules, out.Lib.Cal, day, why, m.T)
	}
	r.Late = lateness(out.Lib, r.Facts, out.Point.Day, m)
}

// headLine is the facts behind a head line alone.
func headLine(f *store.Facts) *store.Facts {
	h, _ := f.Head()
	return &store.Facts{Item: f.Item, Heads: []store.ItemFact{{ID: h.ID, ItemID: h.ItemID, Title: h.Title}}}
}

// insider reports whether one of the viewer's units is a party of the item.
func insider(f *store.Facts, dir *org.Directory, v org.Viewer) bool {
	in := f.Insiders(dir)
	return slices.ContainsFunc(v.Sees, func(u id.Unit) bool { return in[u] })
}

// lateness says which report is overdue by how many working days (practice B.8),
// ” if none is.
func lateness(lib *store.Library, f *store.Facts, day calendar.Day, m *locale.Messages) string {
	for _, o := range lib.Owed(f, day) {
		if o.Report == nil && o.Due < day {
			if n := lib.Cal.Late(o.Due, day); n > 0 {
				return m.T("judge.report.overdue", "period", periodText(m, o.Period), "day", o.Due.Label(), "late", n)
			}
		}
	}
	return ""
}

func periodText(m *locale.Messages, p calendar.Period) string {
	key, args := p.LabelKey()
	return m.T(key, args...)
}

// Overview is how the ledger stands: counts by leader and unit, what is furthest
// behind, what is due soon.
type Overview struct {
	Point   asof.Point
	Lights  map[ledger.Light]int64
	Leaders []OverviewLine
	Units   []OverviewLine
	Behind  []LedgerRow
	Soon    []LedgerRow
	Main    []MainRow // main indicators, as the paper has them
	Proof   ProofCount
	Dir     *org.Directory
	Lib     *store.Library
}

// OverviewLine is the counts of a leader or unit.
type OverviewLine struct {
	Post   id.Post
	Unit   id.Unit
	Name   string
	Lights map[ledger.Light]int64
	All    int64
}

// Overview reads how the ledger stands. The whole table is the office's; others
// see the counts of what they see, without the lists by leader and unit.
func (a *App) Overview(ctx context.Context, v org.Viewer, day calendar.Day, m *locale.Messages) (*Overview, error) {
	if err := need(v, org.Read); err != nil {
		return nil, err
	}
	out := &Overview{}
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		var view LedgerView
		if err := a.ledger(tx, v, LedgerQuery{Day: day, Sort: store.ByLight, Limit: 8}, m, &view); err != nil {
			return err
		}
		out.Point, out.Lights, out.Dir, out.Lib = view.Point, view.Lights, view.Dir, view.Lib
		out.Behind = slices.DeleteFunc(view.Rows, func(r LedgerRow) bool { return r.Light < ledger.Yellow })
		var soon LedgerView
		if err := a.ledger(tx, v, LedgerQuery{Day: day, DueFrom: out.Point.Day, DueTo: out.Point.Day + 7, Limit: 10}, m, &soon); err != nil {
			return err
		}
		out.Soon = slices.DeleteFunc(soon.Rows, func(r LedgerRow) bool { return r.Light == ledger.Done })
		if err := a.mainRows(tx, v, day, m, out); err != nil {
			return err
		}
		var err error
		if out.Proof, err = proofs(tx, v, out.Point); err != nil {
			return err
		}
		if len(v.Sees) == 0 || v.Sees[0] != 0 {
			return nil
		}
		tallies, err := tx.Tallies(out.Point)
		out.group(tallies)
		return err
	})
	return out, err
}

// MainRow is a main indicator with what the rest of the year has to come to.
type MainRow struct {
	LedgerRow
	Need string
}

// mainRowsMost is how many main indicators an overview or bulletin tells.
const mainRowsMost = 40

// mainRows are the main indicators of which the rest of the year can be reckoned.
func (a *App) mainRows(tx *store.Tx, v org.Viewer, day calendar.Day, m *locale.Messages, out *Overview) error {
	var view LedgerView
	if err := a.ledger(tx, v, LedgerQuery{Day: day, Kind: MainIndicator, Limit: mainRowsMost}, m, &view); err != nil {
		return err
	}
	out.Main = mainNeeds(view.Lib, view.Rows, m)
	return nil
}

func mainNeeds(lib *store.Library, rows []LedgerRow, m *locale.Messages) (out []MainRow) {
	for _, r := range rows {
		if r.HeadOnly {
			continue
		}
		if _, says := NeedOf(lib, r.Facts, m); says != "" {
			out = append(out, MainRow{r, says})
		}
	}
	return out
}

func (o *Overview) group(tallies []store.Tally) {
	leaders, units := map[id.Post]*OverviewLine{}, map[id.Unit]*OverviewLine{}
	for _, t := range tallies {
		l, u := leaders[t.Leader], units[t.LeadID]
		if l == nil {
			p := o.Dir.Post(t.Leader)
			l = &OverviewLine{Post: t.Leader, Name: cmp.Or(o.Dir.PersonName(p.Holder), p.Title), Lights: map[ledger.Light]int64{}}
			leaders[t.Leader] = l
		}
		if u == nil {
			u = &OverviewLine{Unit: t.LeadID, Name: o.Dir.Unit(t.LeadID).Short, Lights: map[ledger.Light]int64{}}
			units[t.LeadID] = u
		}
		for _, x := range []*OverviewLine{l, u} {
			x.Lights[ledger.Light(t.Light)] += t.N
			x.All += t.N
		}
	}
	for _, l := range leaders {
		o.Leaders = append(o.Leaders, *l)
	}
	for _, u := range units {
		o.Units = append(o.Units, *u)
	}
	slices.SortFunc(o.Leaders, func(a, b OverviewLine) int { return cmp.Compare(a.Post, b.Post) })
	slices.SortFunc(o.Units, func(a, b OverviewLine) int {
		return cmp.Or(cmp.Compare(b.Lights[ledger.Red], a.Lights[ledger.Red]), cmp.Compare(b.Lights[ledger.Yellow], a.Lights[ledger.Yellow]), cmp.Compare(a.Unit, b.Unit))
	})
}
