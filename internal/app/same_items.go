package app

import (
	"context"
	"strings"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// MergeItems finds two items of the ledger to be the same (合并, practice A.6): the
// first leaves all lists and keeps its history, its origins go over to the other, and
// the strictest of both counts. It needs the right to assign.
func (a *App) MergeItems(ctx context.Context, v org.Viewer, req Request, item id.Item, number, words string) error {
	if err := need(v, org.Assign); err != nil {
		return err
	}
	number, words = strings.TrimSpace(number), strings.TrimSpace(words)
	bad := func(name, key string) error {
		return errs.Form([]errs.Field{{Name: name, Key: key, Args: []any{"number", number}}})
	}
	if words == "" {
		return bad("words", "err.required")
	}
	_, err := a.write(ctx, v, "item_merge", req, func(tx *store.Tx) error {
		f, _, err := itemFacts(tx, v, item)
		if err != nil {
			return err
		}
		into, err := tx.ItemByNumber(number)
		if err != nil {
			return err
		}
		g, _, err := itemFacts(tx, v, into)
		if into == 0 || errs.Is(err, errs.NotFound) { // not there and not yours answer alike
			return bad("number", "err.opinion.item")
		}
		if err != nil {
			return err
		}
		parts, err := tx.HasParts(item)
		switch {
		case err != nil:
			return err
		case into == item || g.Item.Parent == item || f.Item.Parent == into:
			return bad("number", "err.same.family")
		case parts:
			return bad("number", "err.same.parts")
		case f.Merged() != 0 || g.Merged() != 0:
			return errs.E(errs.Conflict, "err.same.merged")
		case f.Stage() > ledger.Applied || g.Stage() > ledger.Applied:
			return errs.E(errs.Conflict, "err.same.closed", "number", number)
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		return mergeInto(tx, lib, f, g, words)
	})
	return err
}

// mergeInto records that f was found to be the same as g.
func mergeInto(tx *store.Tx, lib *store.Library, f, g *store.Facts, words string) error {
	due, _ := f.DueFact()
	t := tightening(lib, g, NewItem{Due: NewDue{Sort: due.Sort, Day: lib.Input(f).Due, Assumed: due.Assumed == 1}, Measures: newMeasures(f.LiveMeasures())})
	var rows []store.SameMatter
	var from id.Origin
	for _, o := range f.LiveOrigins() {
		o.ItemID, o.Supersedes = g.Item.ID, 0
		if o.Assumed == 1 && o.LimitDay < lib.Input(g).Due {
			o.LimitDay, o.Assumed = 0, 0 // nobody's demand
		}
		n, err := store.Insert[store.Origin, id.Origin](tx, o)
		if err != nil {
			return err
		}
		if from == 0 || t.To != 0 && o.LimitDay == t.To {
			from = n
		}
		rows = append(rows, store.SameMatter{ItemID: g.Item.ID, Origin: n, Document: o.Document, Words: f.Item.Number + "：" + words})
	}
	raised, err := tighten(tx, g, t, from)
	if err != nil {
		return err
	}
	for i := range rows {
		if i == 0 {
			rows[i].Measure = raised
		}
		if err := store.Add(tx, rows[i]); err != nil {
			return err
		}
	}
	return store.Add(tx, store.Merge{ItemID: f.Item.ID, IntoID: g.Item.ID, Words: words})
}

// UnmergeItem takes the merging of two items back: the first stands in the ledger
// again, the origins that went over end there, and what they made stricter is as it
// was unless somebody changed it since.
func (a *App) UnmergeItem(ctx context.Context, v org.Viewer, req Request, item id.Item, words string) error {
	if err := need(v, org.Assign); err != nil {
		return err
	}
	if words = strings.TrimSpace(words); words == "" {
		return errs.Form([]errs.Field{{Name: "words", Key: "err.required"}})
	}
	_, err := a.write(ctx, v, "item_unmerge", req, func(tx *store.Tx) error {
		f, _, err := itemFacts(tx, v, item)
		if err != nil {
			return err
		}
		into := f.Merged()
		if into == 0 {
			return errs.E(errs.Conflict, "err.same.notmerged")
		}
		g, _, err := itemFacts(tx, v, into)
		if err != nil {
			return err
		}
		seq := f.Merges[len(f.Merges)-1].ID.Seq()
		var list []store.SameMatter
		for _, s := range g.Sames {
			if now, ok := g.Same(s.Origin); ok && now.ID == s.ID && s.ID.Seq() == seq {
				list = append(list, s)
			}
		}
		if err := loosen(tx, g, list...); err != nil {
			return err
		}
		for _, s := range list {
			s.Undone, s.Words = 1, f.Item.Number+"："+words
			if err := store.Add(tx, s); err != nil {
				return err
			}
		}
		return store.Add(tx, store.Merge{ItemID: item, IntoID: into, Undone: 1, Words: words})
	})
	return err
}
