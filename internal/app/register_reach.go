package app

import (
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/register"
	"jiufen/internal/store"
)

// reach fills, in the write that records a stage, the nodes of the object's item that
// stand for it and for those before it (one fact is entered once). entry is the
// stage's entry: whence the facts come. The end of the way is the end of the item. An
// item that is out of the ledger stays as it is.
func (w *registerWrite) reach(entry id.Fact, at int, day calendar.Day) error {
	f, err := w.itemOf()
	if err != nil || f == nil {
		return err
	}
	done := f.ReachedDays()
	fill := func(n id.Milestone) error {
		if _, ok := done[n]; ok {
			return nil
		}
		return store.Add(w.tx, store.Reached{ItemID: w.row.Item, Milestone: n, Day: day, Entry: entry})
	}
	_, nodes := f.Plan()
	for _, n := range nodes {
		if i := w.x.Def.StageNamed(n.State); n.MeasureID == 0 && i >= 0 && i <= at {
			if err := fill(n.ID); err != nil {
				return err
			}
		}
	}
	if w.x.Def.Stages[at].Done {
		return fill(0)
	}
	return nil
}

// reached fills the nodes of an item that was just raised with the stages that its
// object had reached before.
func (w *registerWrite) reached() error {
	for _, e := range w.row.History {
		if e.Part != register.Reach || w.row.Reached[e.Name] != e.Day {
			continue
		}
		if err := w.reach(e.ID, w.x.Def.StageAt(e.Name), e.Day); err != nil {
			return err
		}
	}
	return nil
}

// unreach takes back what a stage filled in, with the stage.
func (w *registerWrite) unreach(stage string) error {
	f, err := w.itemOf()
	if err != nil || f == nil {
		return err
	}
	for _, r := range f.Reached {
		if r.Entry == 0 || !f.Holds(r) || !slices.ContainsFunc(w.row.History, func(e register.Entry) bool {
			return e.ID == r.Entry && e.Part == register.Reach && e.Name == stage
		}) {
			continue
		}
		r.ID, r.Undone = 0, 1
		if err := store.Add(w.tx, r); err != nil {
			return err
		}
	}
	return nil
}

// itemOf is the item that the object is, nil if it is none or no longer open.
func (w *registerWrite) itemOf() (*store.Facts, error) {
	if w.row.Item == 0 || w.x.Def.Obliges == nil {
		return nil, nil
	}
	all, err := w.tx.ItemFacts(id.Before(w.tx.Seq), w.row.Item)
	if err != nil {
		return nil, err
	}
	f := all[w.row.Item]
	if f == nil || f.Stage() != ledger.Open && f.Stage() != ledger.Applied {
		return nil, nil
	}
	return f, nil
}
