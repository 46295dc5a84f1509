package app

import (
	"cmp"
	"context"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// NeedLine is a decision that a change needs: of which origin, and whose.
type NeedLine struct {
	Origin  string
	Decider ledger.Decider
	Note    string // what else has to be done: 向人大常委会报告
}

// WaitingChange is a change that waits for its decision.
type WaitingChange struct {
	store.ItemChange
	Line  store.Span
	Unit  string // that asked
	Asked calendar.Day
	Since int // working days
	Needs []NeedLine
	Mine  bool // the viewer can decide it
}

// ChangesWaiting lists the changes asked for of items the viewer sees, the oldest
// first, with who decides each.
func (a *App) ChangesWaiting(ctx context.Context, v org.Viewer, limit int) (out []WaitingChange, err error) {
	if err := need(v, org.Decide); err != nil && !v.Can(org.Close) && !v.Can(org.Assign) && !v.Can(org.Sign) {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		changes, err := tx.PendingChanges(v.Sees, limit)
		if err != nil {
			return err
		}
		items, seqs := make([]id.Item, len(changes)), make([]id.Seq, len(changes))
		for i, c := range changes {
			items[i], seqs[i] = c.ItemID, id.Fact(c.ID).Seq()
		}
		b, err := readBatch(tx, items, seqs)
		if err != nil {
			return err
		}
		for _, c := range changes {
			f := b.facts[c.ItemID]
			if f == nil {
				continue
			}
			leaf := b.leaves[id.Fact(c.ID).Seq()]
			w := WaitingChange{ItemChange: c, Line: b.spans[c.ItemID], Unit: b.dir.Unit(b.dir.Post(leaf.Post).UnitID).Short, Asked: leaf.Day, Since: b.lib.Cal.Between(leaf.Day, tx.Day)}
			w.Needs = a.needs(b.lib, f, &c)
			w.Mine = a.mayDecide(b.lib, b.dir, f, &c, v, true, tx.Day) == nil
			out = append(out, w)
		}
		return nil
	})
	return out, err
}

// batch is what several queues read of a few items.
type batch struct {
	facts  map[id.Item]*store.Facts
	spans  map[id.Item]store.Span
	leaves map[id.Seq]store.Leaf
	dir    *org.Directory
	lib    *store.Library
}

func readBatch(tx *store.Tx, items []id.Item, seqs []id.Seq) (b batch, err error) {
	if b.facts, err = tx.ItemFacts(id.Before(tx.Seq), items...); err != nil {
		return b, err
	}
	if b.spans, err = tx.OpenSpans(items); err != nil {
		return b, err
	}
	leaves, err := tx.Leaves(seqs)
	if err != nil {
		return b, err
	}
	b.leaves = map[id.Seq]store.Leaf{}
	for _, l := range leaves {
		b.leaves[l.Seq] = l
	}
	if b.dir, err = tx.Directory(tx.Now()); err != nil {
		return b, err
	}
	b.lib, err = tx.Library(tx.Now())
	return b, err
}

// Deciders says, before a change is asked for, whose decisions it needs.
func (a *App) Deciders(ctx context.Context, v org.Viewer, c ChangeInput) (out []NeedLine, err error) {
	if err := need(v, org.Sheet); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		f, _, _, err := party(tx, v, c.Item)
		if err != nil {
			return err
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		row, _ := c.row(lib, f, tx.Day) // what is not typed yet changes nothing of who decides
		out = a.needs(lib, f, &row)
		return nil
	})
	return out, err
}

func (a *App) needs(lib *store.Library, f *store.Facts, c *store.ItemChange) (out []NeedLine) {
	k := lib.Kinds[f.Item.Kind]
	if k == nil {
		return nil
	}
	origins := a.originNames(f)
	for _, n := range ledger.Needs(k, origins, changeOf(c)) {
		l := NeedLine{Decider: n.Decider, Note: n.Note}
		if n.Origin < len(origins) {
			l.Origin = origins[n.Origin].Name
		}
		out = append(out, l)
	}
	return out
}

// originNames are the origins by the paper they stand in, or by what they are.
func (a *App) originNames(f *store.Facts) []ledger.Origin {
	origins := ledgerOrigins(f.LiveOrigins())
	for i, o := range origins {
		origins[i].Name = cmp.Or(o.Name, a.Text.T("word.origin."+string(o.Sort)))
	}
	return origins
}

func changeOf(c *store.ItemChange) ledger.Change {
	return ledger.Change{Sort: ledger.ChangeSort(c.Sort), Node: c.Milestone != 0, From: c.FromDay, To: c.ToDay}
}

// WaitingClosing is an application for 办结 that waits.
type WaitingClosing struct {
	store.Closing
	Line   store.Span
	Unit   string // that applied
	Asked  calendar.Day
	Since  int  // working days
	Party  bool // the viewer's own unit has a part in it: others decide
	Checks int  // findings on record
}

// ClosingsWaiting lists the applications for 办结 of items the viewer sees, the
// oldest first.
func (a *App) ClosingsWaiting(ctx context.Context, v org.Viewer, limit int) (out []WaitingClosing, err error) {
	if err := need(v, org.Close); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		rows, err := tx.AppliedClosings(v.Sees, limit)
		if err != nil {
			return err
		}
		items, seqs := make([]id.Item, len(rows)), make([]id.Seq, len(rows))
		for i, c := range rows {
			items[i], seqs[i] = c.ItemID, id.Fact(c.ID).Seq()
		}
		b, err := readBatch(tx, items, seqs)
		if err != nil {
			return err
		}
		for _, c := range rows {
			f := b.facts[c.ItemID]
			if f == nil {
				continue
			}
			leaf := b.leaves[id.Fact(c.ID).Seq()]
			out = append(out, WaitingClosing{Closing: c, Line: b.spans[c.ItemID], Unit: b.dir.Unit(b.dir.Post(leaf.Post).UnitID).Short, Asked: leaf.Day,
				Since: b.lib.Cal.Between(leaf.Day, tx.Day), Party: errs.Is(impartial(f, b.dir, v), errs.Forbidden), Checks: len(f.Checks)})
		}
		return nil
	})
	return out, err
}
