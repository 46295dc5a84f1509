package app

import (
	"context"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
	"jiufen/internal/same"
	"jiufen/internal/store"
)

// Tightening is what a further origin would make stricter: the nearer limit, and
// the measure with the higher (or, where less is better, lower) target.
type Tightening struct {
	From, To calendar.Day // To 0: the limit stays
	Measure  store.Measure
	Target   int64 // scaled as Measure; counts only if Raises
	Raises   bool
}

// Any reports whether anything would become stricter.
func (t Tightening) Any() bool { return t.To != 0 || t.Raises }

// tightening holds what a new item asks against what one of the ledger does. Only
// what the text says counts: an assumed limit moves nothing. An item without a date
// keeps its sort of limit.
func tightening(lib *store.Library, f *store.Facts, n NewItem) (t Tightening) {
	d, _ := f.DueFact()
	in := lib.Input(f)
	if day := n.effective(); day != 0 && !n.Due.Assumed && n.Due.Sort == string(ledger.DueDate) && d.Sort == string(ledger.DueDate) && (in.Due == 0 || day < in.Due) {
		t.From, t.To = in.Due, day
	}
	for _, m := range f.LiveMeasures() {
		for _, x := range n.Measures {
			if t.Raises || m.Comparator == "" || m.Comparator == "relative" || x.Comparator == "" || x.Comparator == "relative" || m.Unit != x.Unit || !same.SameName(m.Name, x.Name) {
				continue
			}
			v, ok := (quantity.Value{N: x.Target, Decimals: x.Decimals}).Rescale(int(m.Decimals))
			if ok && (m.Direction >= 0 && v > m.Target || m.Direction < 0 && v < m.Target) {
				t.Measure, t.Target, t.Raises = m, v, true
			}
		}
	}
	return t
}

// JoinDraft finds a draft to say what an item of the ledger is about (多源合一): the
// item gets it as a further origin instead of a new item being made; one report
// answers both. The effective limit and value are the strictest; where that makes
// the item stricter than it was issued, the right to assign is needed, since units
// are bound by it at once.
func (a *App) JoinDraft(ctx context.Context, v org.Viewer, req Request, n id.Draft, version int64, item id.Item) error {
	if err := need(v, org.Draft); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "same_merge", req, func(tx *store.Tx) error {
		d, b, err := liveDraft(tx, n, version)
		if err != nil {
			return err
		}
		f, dir, err := itemFacts(tx, v, item)
		if err != nil {
			return err
		}
		if f.Stage() > ledger.Applied {
			return errs.E(errs.Conflict, "err.same.closed", "number", f.Item.Number)
		}
		doc, err := tx.Document(d.Document)
		if err != nil {
			return err
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		new := b.item(doc, dir)
		t := tightening(lib, f, new)
		if t.Any() && !v.Can(org.Assign) {
			return errs.E(errs.Forbidden, "err.same.tighten", "number", f.Item.Number)
		}
		row, err := joinOrigin(tx, lib, f, new)
		if err != nil {
			return err
		}
		row.Document, row.Draft, row.Words = d.Document, d.ID, a.whySame(new, f, dir)
		if row.Measure, err = tighten(tx, f, t, row.Origin); err != nil {
			return err
		}
		if err := store.Add(tx, row); err != nil {
			return err
		}
		d.State, d.ItemID, d.By = DraftJoined, item, v.Person
		return saveAll(tx, d)
	})
	return err
}

// joinOrigin adds the new item's origin to one that is there. An assumed limit that
// lies before the item's own is left out: it is nobody's demand.
func joinOrigin(tx *store.Tx, lib *store.Library, f *store.Facts, n NewItem) (store.SameMatter, error) {
	o := n.Origins[0]
	if n.Due.Assumed {
		o.Assumed = true
		if due := lib.Input(f).Due; due == 0 || o.Limit < due {
			o.Limit = 0
		}
	}
	num, err := store.Insert[store.Origin, id.Origin](tx, store.Origin{ItemID: f.Item.ID, Sort: o.Sort, Document: o.Document, Start: int64(o.Start), End: int64(o.End), Record: o.Record,
		Demand: o.Demand, LimitDay: o.Limit, Assumed: flag(o.Assumed && o.Limit != 0), Decider: o.Decider})
	return store.SameMatter{ItemID: f.Item.ID, Origin: num}, err
}

// tighten records what a further origin makes stricter, and gives the number of the
// measure it raised.
func tighten(tx *store.Tx, f *store.Facts, t Tightening, from id.Origin) (id.Measure, error) {
	if t.To != 0 {
		d, _ := f.DueFact()
		d.ItemID, d.Day, d.Assumed, d.From = f.Item.ID, t.To, 0, from
		if err := store.Add(tx, d); err != nil {
			return 0, err
		}
	}
	if !t.Raises {
		return 0, nil
	}
	m := t.Measure
	m.Supersedes, m.Target, m.TargetMax = m.ID, t.Target, 0
	return store.Insert[store.Measure, id.Measure](tx, m)
}

// whySame is what spoke for the merging, in words, as the office reads it later.
func (a *App) whySame(n NewItem, f *store.Facts, dir *org.Directory) string {
	h, _ := f.Head()
	k := store.Known{ID: f.Item.ID, Title: h.Title, Standard: h.Standard, Project: h.Project, Measures: f.LiveMeasures()}
	as, _ := f.Assignment()
	k.Lead = as.LeadID
	if d, ok := f.DueFact(); ok {
		k.Due = d.Day
	}
	found := same.NewIndex([]same.Matter{knownMatter(k, dir)}).Find(n.matter(dir), same.Now, same.Settings{Most: 1}, nil)
	if len(found) == 0 {
		return a.Text.T("same.byhand")
	}
	o := SameOffer{Score: found[0].Score, Words: found[0].Words, Day: found[0].Day, Project: found[0].Project, Due: k.Due}
	for _, u := range found[0].Leads {
		o.Leads = append(o.Leads, id.Unit(u))
	}
	for _, p := range found[0].Pairs {
		o.Pairs = append(o.Pairs, pairOf(n.Measures[p.Mine], k.Measures[p.Theirs], p.Equal))
	}
	return strings.Join(o.Why(a.Text, dir), a.Text.T("same.and"))
}

// UndoJoin takes a merging back that was wrong: the origin leaves the item, what it
// had made stricter is as it was unless somebody changed it since, and the draft can
// be worked on again. What was recorded stays and is told as of its day.
func (a *App) UndoJoin(ctx context.Context, v org.Viewer, req Request, item id.Item, origin id.Origin, words string) error {
	if err := need(v, org.Draft); err != nil {
		return err
	}
	if words = strings.TrimSpace(words); words == "" {
		return errs.Form([]errs.Field{{Name: "words", Key: "err.required"}})
	}
	_, err := a.write(ctx, v, "same_undo", req, func(tx *store.Tx) error {
		f, _, err := itemFacts(tx, v, item)
		if err != nil {
			return err
		}
		s, ok := f.Same(origin)
		if !ok {
			return errs.E(errs.Conflict, "err.same.undone")
		}
		if s.Draft == 0 { // it came with a whole item, and goes with it
			return errs.E(errs.Conflict, "err.same.whole", "words", s.Words)
		}
		due, _ := f.DueFact()
		if (s.Measure != 0 || f.OriginRoot(due.From) == s.Origin) && !v.Can(org.Assign) {
			return errs.E(errs.Forbidden, "err.same.tighten", "number", f.Item.Number)
		}
		if err := loosen(tx, f, s); err != nil {
			return err
		}
		row := store.SameMatter{ItemID: item, Origin: s.Origin, Document: s.Document, Draft: s.Draft, Measure: s.Measure, Undone: 1, Words: words}
		if err := store.Add(tx, row); err != nil {
			return err
		}
		d, err := tx.Draft(s.Draft)
		if err != nil || d.State != DraftJoined || d.ItemID != item {
			if errs.Is(err, errs.NotFound) {
				err = nil
			}
			return err
		}
		d.State, d.ItemID, d.By = DraftOpen, 0, v.Person
		return saveAll(tx, d)
	})
	return err
}

// loosen takes the origins of mergings away with what they made stricter: the limit
// goes back to the strictest of the origins left, the target to the one before.
func loosen(tx *store.Tx, f *store.Facts, list ...store.SameMatter) error {
	if len(list) == 0 {
		return nil
	}
	gone := map[id.Origin]bool{}
	for _, s := range list {
		gone[s.Origin] = true
	}
	limit, from := calendar.Day(0), id.Origin(0)
	for _, o := range f.LiveOrigins() {
		if gone[f.OriginRoot(o.ID)] {
			o.Supersedes, o.Ended = o.ID, 1
			if err := store.Add(tx, o); err != nil {
				return err
			}
			continue
		}
		if o.LimitDay != 0 && (limit == 0 || o.LimitDay < limit) {
			limit, from = o.LimitDay, o.ID
		}
	}
	if d, ok := f.DueFact(); ok && d.From != 0 && gone[f.OriginRoot(d.From)] {
		was := dueBefore(f, list[0], gone)
		if from != 0 && was.From != 0 { // the date of an origin, which may have moved since
			was.Day, was.From = limit, from
		}
		was.ItemID = f.Item.ID
		if err := store.Add(tx, was); err != nil {
			return err
		}
	}
	for _, s := range list {
		if err := lower(tx, f, s); err != nil {
			return err
		}
	}
	return nil
}

// lower gives a measure the target back that it had before a merging raised it,
// unless it was changed since.
func lower(tx *store.Tx, f *store.Facts, s store.SameMatter) error {
	for _, m := range f.LiveMeasures() {
		if s.Measure == 0 || m.ID != s.Measure {
			continue
		}
		for _, old := range f.Measures {
			if old.ID == m.Supersedes {
				old.Supersedes = m.ID
				return store.Add(tx, old)
			}
		}
	}
	return nil
}

// dueBefore is the due that held when a merging was recorded.
func dueBefore(f *store.Facts, s store.SameMatter, gone map[id.Origin]bool) store.Due {
	var out store.Due
	for _, d := range f.Dues {
		if d.ID < s.ID && !gone[f.OriginRoot(d.From)] {
			out = d
		}
	}
	return out
}
