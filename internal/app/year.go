package app

import (
	"context"
	"slices"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
	"jiufen/internal/same"
	"jiufen/internal/store"
)

// LastYear is what an item of the year before promised, beside what is promised
// now, and what became of it.
type LastYear struct {
	Item   id.Item
	Number string
	Title  string
	Year   int64
	Due    calendar.Day
	Stage  ledger.Stage
	On     calendar.Day // reached on, of one that was closed
	Pairs  []YearPair

	// Where no ledger of that year is kept: the sentence of its paper. Item is 0.
	Document id.Document
	Draft    id.Draft
	Paper    string
}

// YearPair is a measure in both years.
type YearPair struct {
	Name     string
	Was, Now quantity.Value
	Change   same.Change
	Done     *quantity.Value // what last year came to, as far as it is known
}

// lastYearOf puts measures beside those of an item of the year before.
func lastYearOf(lib *store.Library, f *store.Facts, mine []NewMeasure) *LastYear {
	h, _ := f.Head()
	in := lib.Input(f)
	out := &LastYear{Item: f.Item.ID, Number: f.Item.Number, Title: h.Title, Year: f.Item.Year, Due: in.Due, Stage: f.Stage(), On: in.Reached}
	live := f.LiveMeasures()
	used := map[int]bool{}
	for _, m := range mine {
		i := lastMeasure(live, m, used)
		if i < 0 {
			continue
		}
		used[i] = true
		x := live[i]
		p := pairOfYears(NewMeasure{Unit: x.Unit, Decimals: int(x.Decimals), Target: x.Target}, m)
		if vs := in.Tracks[i].Values; len(vs) > 0 {
			p.Done = &quantity.Value{N: vs[len(vs)-1].N, Decimals: int(x.Decimals), Unit: x.Unit}
		}
		out.Pairs = append(out.Pairs, p)
	}
	return out
}

// pairOfYears is a measure in both years, by its name now.
func pairOfYears(was, now NewMeasure) YearPair {
	p := YearPair{Name: now.Name, Was: quantity.Value{N: was.Target, Decimals: was.Decimals, Unit: was.Unit}, Now: quantity.Value{N: now.Target, Decimals: now.Decimals, Unit: now.Unit}}
	p.Change = same.ChangeOf(p.Was, p.Now)
	return p
}

// lastMeasure is the measure among those of the year before that counts what m
// does, -1 if none; each answers once.
func lastMeasure(live []store.Measure, m NewMeasure, used map[int]bool) int {
	if m.Comparator == "" || m.Comparator == "relative" {
		return -1
	}
	for i, x := range live {
		if !used[i] && x.Comparator != "" && x.Comparator != "relative" && same.SameUnit(x.Unit, m.Unit) && same.SameName(x.Name, m.Name) {
			return i
		}
	}
	return -1
}

// years puts the promise of the year before beside the item, and those of later
// years that take it up again, as far as the viewer sees them.
func (out *ItemView) years(tx *store.Tx, v org.Viewer, kept store.ItemTexts) error {
	out.Sames = map[id.Origin]store.SameMatter{}
	for _, o := range out.Facts.LiveOrigins() {
		if s, ok := out.Facts.Same(o.ID); ok {
			out.Sames[o.ID] = s
		}
	}
	var later []id.Item
	for _, l := range kept.Again {
		if int64(l.ID) >= out.Point.Before() {
			continue
		}
		later = slices.DeleteFunc(later, func(n id.Item) bool { return n == l.ItemID })
		if l.Undone == 0 {
			later = append(later, l.ItemID)
		}
	}
	if n := out.Facts.LastPaper(); n != 0 {
		d, err := paperDraftOf(tx, n)
		if err != nil {
			return err
		}
		out.Last = lastPaperOf(d, out.Dir, newMeasures(out.Facts.LiveMeasures()))
	}
	want := slices.Clone(later)
	if n := out.Facts.LastYear(); n != 0 {
		want = append(want, n)
	}
	if len(want) == 0 {
		return nil
	}
	sight, err := tx.Sights(want, v.Sees)
	if err != nil {
		return err
	}
	facts, err := tx.ItemFacts(out.Point.Before(), want...)
	if err != nil {
		return err
	}
	see := func(n id.Item) *store.Facts {
		f := facts[n]
		if f == nil || sight[n] < store.SeesAll {
			return nil
		}
		told(f, v)
		return f
	}
	if f := see(out.Facts.LastYear()); f != nil {
		out.Last = lastYearOf(out.Lib, f, newMeasures(out.Facts.LiveMeasures()))
	}
	for _, n := range later {
		if f := see(n); f != nil && f.LastYear() == out.Facts.Item.ID {
			out.Again = append(out.Again, lastYearOf(out.Lib, f, nil))
		}
	}
	return nil
}

// newMeasures are measures of the ledger as new ones, for comparing.
func newMeasures(list []store.Measure) []NewMeasure {
	out := make([]NewMeasure, len(list))
	for i, m := range list {
		out[i] = NewMeasure{Name: m.Name, Unit: m.Unit, Decimals: int(m.Decimals), Comparator: m.Comparator, Target: m.Target}
	}
	return out
}

// LinkLastYear says that an item of the ledger repeats what one of the year before
// promised; an empty number takes the link back. It needs the right to assign.
func (a *App) LinkLastYear(ctx context.Context, v org.Viewer, req Request, item id.Item, number, words string) error {
	if err := need(v, org.Assign); err != nil {
		return err
	}
	number = strings.TrimSpace(number)
	_, err := a.write(ctx, v, "last_year", req, func(tx *store.Tx) error {
		f, _, err := itemFacts(tx, v, item)
		if err != nil {
			return err
		}
		row := store.LastYear{ItemID: item, Words: words}
		if number == "" {
			row.Last, row.Draft, row.Undone = f.LastYear(), f.LastPaper(), 1
			if row.Last == 0 && row.Draft == 0 {
				return errs.E(errs.Conflict, "err.same.nolink")
			}
			return store.Add(tx, row)
		}
		bad := func(key string) error {
			return errs.Form([]errs.Field{{Name: "lastyear", Key: key, Args: []any{"number", number}}})
		}
		if row.Last, err = tx.ItemByNumber(number); err != nil {
			return err
		}
		old, _, err := itemFacts(tx, v, row.Last)
		if row.Last == 0 || errs.Is(err, errs.NotFound) { // not there and not yours answer alike
			return bad("err.opinion.item")
		}
		if err != nil {
			return err
		}
		if old.Item.Year >= f.Item.Year {
			return bad("err.same.year")
		}
		if f.LastYear() == row.Last {
			return nil
		}
		return store.Add(tx, row)
	})
	return err
}

// Says is how a figure moved: 上年3万人,今年3.5万人,+16.7%.
func (p YearPair) Says(m *locale.Messages) string {
	was, now := shortValue(p.Was), shortValue(p.Now)
	switch c := p.Change; {
	case !c.Known:
		return m.T("same.year.other", "name", p.Name, "was", was, "now", now)
	case c.Sign == 0:
		return m.T("same.year.level", "name", p.Name, "now", now)
	case c.Points:
		return m.T("same.year.points", "name", p.Name, "was", was, "now", now, "change", ChangeWords(c))
	default:
		return m.T("same.year.moved", "name", p.Name, "was", was, "now", now, "change", ChangeWords(c))
	}
}

// ChangeWords is the change with its sign: +16.7, −0.5.
func ChangeWords(c same.Change) string {
	s := quantity.Format(c.Percent, c.Decimal)
	if c.Sign > 0 {
		return "+" + s
	}
	return s
}

// ChangeSigned is ChangeWords with the minus sign of machines.
func ChangeSigned(c same.Change) string { return strings.Replace(ChangeWords(c), "−", "-", 1) }

func shortValue(v quantity.Value) string { return quantity.Short(v.N, v.Decimals) + v.Unit }

// Outcome is what became of the promise of the year before, in a sentence.
func (l *LastYear) Outcome(m *locale.Messages) string {
	if l.Draft != 0 {
		return m.T("same.year.noledger")
	}
	var parts []string
	for _, p := range l.Pairs {
		if p.Done == nil {
			continue
		}
		if n, ok := quantity.Percent(p.Done.N, p.Was.N, 1, quantity.HalfUp); ok && p.Was.Unit != "%" && p.Was.N > 0 {
			parts = append(parts, m.T("same.year.doneshare", "name", p.Name, "done", shortValue(*p.Done), "share", quantity.Format(n, 1)))
		} else {
			parts = append(parts, m.T("same.year.done", "name", p.Name, "done", shortValue(*p.Done)))
		}
	}
	stage := m.T("word.stage." + l.Stage.String())
	if l.On != 0 && l.Stage > ledger.Applied {
		stage = m.T("same.year.on", "stage", stage, "day", m.Date(int32(l.On)))
	}
	return strings.Join(append(parts, stage), m.T("same.and"))
}

// Why is what speaks for a proposal, a phrase each.
func (o SameOffer) Why(m *locale.Messages, dir *org.Directory) []string {
	var out []string
	if o.Project {
		out = append(out, m.T("same.why.project"))
	}
	if len(o.Words) > 0 {
		out = append(out, m.T("same.why.words", "words", strings.Join(o.Words, "、")))
	}
	for _, p := range o.Pairs {
		switch {
		case p.Equal:
			out = append(out, m.T("same.why.equal", "name", p.Name, "value", shortValue(p.Mine)))
		case p.Change.Known || p.Change.Sign != 0:
			out = append(out, m.T("same.why.measure", "name", p.Name, "theirs", shortValue(p.Theirs), "mine", shortValue(p.Mine)))
		default:
			out = append(out, m.T("same.why.counts", "name", p.Name))
		}
	}
	for _, u := range o.Leads {
		out = append(out, m.T("same.why.lead", "unit", dir.Unit(u).Short))
	}
	if o.Day {
		out = append(out, m.T("same.why.day", "day", m.Date(int32(o.Due))))
	}
	return out
}

// MovesWords say what merging would make stricter; empty if nothing.
func (t Tightening) MovesWords(m *locale.Messages) []string {
	var out []string
	if t.To != 0 {
		if t.From == 0 {
			out = append(out, m.T("same.moves.sets", "to", m.Date(int32(t.To))))
		} else {
			out = append(out, m.T("same.moves.limit", "from", m.Date(int32(t.From)), "to", m.Date(int32(t.To))))
		}
	}
	if t.Raises {
		out = append(out, m.T("same.moves.value", "name", t.Measure.Name, "from", quantity.Short(t.Measure.Target, int(t.Measure.Decimals))+t.Measure.Unit, "to", quantity.Short(t.Target, int(t.Measure.Decimals))+t.Measure.Unit))
	}
	return out
}

// LinkedLast is what of the year before a draft is linked to: an item, as far as the
// viewer sees it, or a sentence of that year's paper.
func (a *App) LinkedLast(ctx context.Context, v org.Viewer, d DraftView) (out *LastYear, err error) {
	if err := need(v, org.Draft); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		doc, err := tx.Document(d.Document)
		if err != nil {
			return err
		}
		if d.Body.LastDraft != 0 {
			x, err := paperDraftOf(tx, d.Body.LastDraft)
			if err != nil {
				return err
			}
			dir, err := tx.Directory(tx.Now())
			if err == nil {
				out = lastPaperOf(x, dir, d.Body.item(doc, dir).Measures)
			}
			return err
		}
		f, dir, err := itemFacts(tx, v, d.Body.Last)
		if err != nil {
			return err
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		told(f, v)
		out = lastYearOf(lib, f, d.Body.item(doc, dir).Measures)
		return nil
	})
	return out, err
}
