package app

import (
	"cmp"
	"context"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/document"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/register"
	"jiufen/internal/store"
)

// RegisterObjectView is one object of a register with all that is recorded of it.
type RegisterObjectView struct {
	*RegisterView
	Row      *RegisterRow
	Former   *RegisterRow                     // the one before it in its series (S1-92)
	Compared *Comparison                      // its text against the former one's
	Differ   map[string][]register.Difference // by group: lines that are not the parent's (S5-04)
	Leaves   map[id.Seq]store.Leaf            // when and by whom each entry was recorded
}

// MayNote tells whether a viewer may record things of an object: the keeper, the
// office, and the unit that owns it.
func (x *RegisterView) MayNote(v org.Viewer, r *RegisterRow) bool {
	return x.May.Enter || x.On && x.Point.Now && v.Can(org.Report) && r != nil && r.Owner == v.Unit
}

// RegisterObject shows object n of a register as of a day.
func (a *App) RegisterObject(ctx context.Context, v org.Viewer, name string, n int, day calendar.Day) (out *RegisterObjectView, err error) {
	if err := need(v, org.Read); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		p, err := at(tx, day)
		if err != nil {
			return err
		}
		out = &RegisterObjectView{Differ: map[string][]register.Difference{}, Leaves: map[id.Seq]store.Leaf{}}
		if out.RegisterView, err = a.registerView(tx, v, name, p); err != nil {
			return err
		}
		if out.Row = out.RegisterView.Row(n); out.Row == nil {
			return errNotThere()
		}
		if err := out.Names.load(tx, v, out.RegisterView); err != nil {
			return err
		}
		if err := out.source(tx, v); err != nil {
			return err
		}
		if err := out.compare(); err != nil {
			return err
		}
		return out.leaves(tx)
	})
	return out, err
}

// compare holds the object against the former one of its series, and its lines
// against the parent's.
func (x *RegisterObjectView) compare() error {
	d := x.Def
	for _, g := range d.Groups {
		if list := d.Compare(x.Row.Record, x.world, g); len(list) > 0 {
			x.Differ[g.Name] = list
		}
	}
	if d.Series == "" || d.Compared == "" || x.Row.Values[d.Series] == "" {
		return nil
	}
	before := func(r *RegisterRow) bool {
		return r.Values[d.Series] == x.Row.Values[d.Series] && cmp.Or(cmp.Compare(d.At(r.Record), d.At(x.Row.Record)), cmp.Compare(r.N, x.Row.N)) < 0
	}
	for _, r := range x.Records {
		if before(r) && (x.Former == nil || cmp.Or(cmp.Compare(d.At(r.Record), d.At(x.Former.Record)), cmp.Compare(r.N, x.Former.N)) > 0) {
			x.Former = r
		}
	}
	if x.Former == nil {
		return nil
	}
	c := &Comparison{}
	var err error
	if c.Left, err = clausesOf(x.Former.Values[d.Compared]); err != nil {
		return err
	}
	if c.Right, err = clausesOf(x.Row.Values[d.Compared]); err != nil {
		return err
	}
	c.pair()
	x.Compared = c
	return nil
}

func clausesOf(text string) (out []ComparedClause, err error) {
	doc, err := document.Read(text)
	if err != nil {
		return nil, errs.Wrap(err, errs.Internal, "err.internal")
	}
	runes := []rune(text)
	for i, c := range doc.Clauses {
		out = append(out, ComparedClause{N: i + 1, Start: c.Start, End: c.End, Words: document.Plain(string(runes[c.Start:c.End]))})
	}
	return out, nil
}

func (x *RegisterObjectView) leaves(tx *store.Tx) error {
	seqs := []id.Seq{x.Row.ID.Seq()}
	for _, e := range x.Row.History {
		seqs = append(seqs, e.ID.Seq())
	}
	slices.Sort(seqs)
	list, err := tx.Leaves(slices.Compact(seqs))
	for _, l := range list {
		x.Leaves[l.Seq] = l
	}
	return err
}
