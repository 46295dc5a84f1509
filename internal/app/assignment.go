package app

import (
	"cmp"
	"context"
	"slices"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// Acts on an assignment.
const (
	HandleSign     = "sign"     // 签收
	HandleReturn   = "return"   // 退办
	HandleUphold   = "uphold"   // 维持
	HandleReassign = "reassign" // 改派
)

// returnHandlings are the listed reasons of 退办 (practice A.4).
var returnHandlings = []string{"duty", "has_unit", "above", "same"}

// ReturnsMost is how often an item can be handed back; a third time cannot be
// made (practice A.6).
const ReturnsMost = 2

// party is an item the viewer's unit has a part in, with its assignment.
func party(tx *store.Tx, v org.Viewer, item id.Item) (*store.Facts, store.Assignment, store.Assignee, error) {
	f, dir, err := itemFacts(tx, v, item)
	if err != nil {
		return nil, store.Assignment{}, store.Assignee{}, err
	}
	a, units := f.Assignment()
	i := slices.IndexFunc(units, func(u store.Assignee) bool { return dir.Successor(u.UnitID) == v.Unit })
	if i < 0 {
		return nil, a, store.Assignee{}, errNotThere()
	}
	return f, a, units[i], nil
}

// SignFor signs for items (签收) in the name of the viewer's unit. Items signed
// for before are left as they are. After the limit an item counts as signed for
// (视为签收); signing then is still recorded.
func (a *App) SignFor(ctx context.Context, v org.Viewer, req Request, items []id.Item) error {
	if err := need(v, org.Receive); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "sign_for", req, func(tx *store.Tx) error {
		done := 0
		for _, item := range items {
			f, as, _, err := party(tx, v, item)
			if err != nil {
				return err
			}
			if f.Handled(as.ID, v.Unit) {
				continue
			}
			if err := store.Add(tx, store.Handling{Assignment: as.ID, ItemID: item, UnitID: v.Unit, Act: HandleSign}); err != nil {
				return err
			}
			done++
		}
		if done == 0 {
			return errs.E(errs.Conflict, "err.sign.done")
		}
		return nil
	})
	return err
}

// Return is 退办: why the unit hands an item back, and who should have it.
type Return struct {
	Item     id.Item
	Reason   string  // duty, has_unit, above, same
	Proposed id.Unit // 0 only where the right lies above
	Basis    string  // 三定, paper number
	Words    string
}

// HandBack hands an item back within the limit for signing, by the head. The
// item stays with the unit and its dates run until the office decides.
func (a *App) HandBack(ctx context.Context, v org.Viewer, req Request, r Return) error {
	if err := need(v, org.Receive); err != nil {
		return err
	}
	if v.Duty != org.Head && v.Duty != org.DeputyHead {
		return errs.E(errs.Forbidden, "err.return.head")
	}
	var fields []errs.Field
	if !slices.Contains(returnHandlings, r.Reason) {
		fields = append(fields, errs.Field{Name: "reason", Key: "err.required"})
	}
	if r.Basis == "" {
		fields = append(fields, errs.Field{Name: "basis", Key: "err.required"})
	}
	if r.Proposed == 0 && r.Reason != "above" {
		fields = append(fields, errs.Field{Name: "unit", Key: "err.required"})
	}
	if err := errs.Form(fields); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "hand_back", req, func(tx *store.Tx) error {
		f, as, _, err := party(tx, v, r.Item)
		if err != nil {
			return err
		}
		switch {
		case tx.Day > as.SignBy:
			return errs.E(errs.Conflict, "err.return.late", "day", as.SignBy.Label())
		case f.Handled(as.ID, v.Unit):
			return errs.E(errs.Conflict, "err.sign.done")
		case f.HandedBack() >= ReturnsMost:
			return errs.E(errs.Conflict, "err.return.third")
		}
		return store.Add(tx, store.Handling{Assignment: as.ID, ItemID: r.Item, UnitID: v.Unit, Act: HandleReturn, Reason: r.Reason, Proposed: r.Proposed, Words: r.Basis + "\n" + r.Words})
	})
	return err
}

// Reassign decides on an item handed back: 维持 with To empty, or 改派 to other
// units, which get clocks of their own; number, origins, history and limit stay.
type Reassign struct {
	Item  id.Item
	To    []ledger.Party // empty: 维持
	Mode  string
	Words string
}

// DecideReturn decides on 退办. Two who decide at once: the first stands.
func (a *App) DecideReturn(ctx context.Context, v org.Viewer, req Request, r Reassign) error {
	if err := need(v, org.Assign); err != nil {
		return err
	}
	if r.Words == "" {
		return errs.Form([]errs.Field{{Name: "why", Key: "err.required"}})
	}
	_, err := a.write(ctx, v, "return_decide", req, func(tx *store.Tx) error {
		f, dir, err := itemFacts(tx, v, r.Item)
		if err != nil {
			return err
		}
		h := f.OpenReturn()
		if h == nil {
			return errs.E(errs.Conflict, "err.return.none")
		}
		act := HandleUphold
		if len(r.To) > 0 {
			act = HandleReassign
		}
		if err := store.Add(tx, store.Handling{Assignment: h.Assignment, ItemID: r.Item, UnitID: h.UnitID, Act: act, Words: r.Words}); err != nil || len(r.To) == 0 {
			return err
		}
		return reassign(tx, dir, f, r)
	})
	return err
}

// MoveToUnit carries out an approved change of units (调单位): number, origins,
// history and limit stay, the new unit has clocks of its own.
func (a *App) MoveToUnit(ctx context.Context, v org.Viewer, req Request, r Reassign) error {
	if err := need(v, org.Assign); err != nil {
		return err
	}
	var fields []errs.Field
	if r.Words == "" {
		fields = append(fields, errs.Field{Name: "why", Key: "err.required"})
	}
	if len(r.To) == 0 {
		fields = append(fields, errs.Field{Name: "unit", Key: "err.required"})
	}
	if err := errs.Form(fields); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "item_move", req, func(tx *store.Tx) error {
		f, dir, err := itemFacts(tx, v, r.Item)
		if err != nil {
			return err
		}
		as, _ := f.Assignment()
		if !approvedChange(f, ledger.ChangeUnit, id.Fact(as.ID)) {
			return errs.E(errs.Conflict, "err.change.none")
		}
		if err := store.Add(tx, store.Handling{Assignment: as.ID, ItemID: r.Item, UnitID: as.LeadID, Act: HandleReassign, Words: r.Words}); err != nil {
			return err
		}
		return reassign(tx, dir, f, r)
	})
	return err
}

// reassign gives an item to other units from today.
func reassign(tx *store.Tx, dir *org.Directory, f *store.Facts, r Reassign) error {
	lib, err := tx.Library(tx.Now())
	if err != nil {
		return err
	}
	n := NewItem{Kind: f.Item.Kind, Mode: cmp.Or(r.Mode, string(ledger.LeadSingle)), Parties: r.To, Words: unitNames(dir, r.To)}
	it := n.ledger()
	var fields []errs.Field
	for _, p := range ledger.CheckIssue(&it, &ledger.Kind{ID: f.Item.Kind}) {
		if p.Field == "lead" || p.Field == "mode" || p.Field == "collate" {
			fields = append(fields, errs.Field{Name: p.Field, Key: p.Key, Args: p.Args})
		}
	}
	if err := errs.Form(fields); err != nil {
		return err
	}
	return assign(tx, lib, dir, r.Item, n)
}

func unitNames(dir *org.Directory, parties []ledger.Party) string {
	s := ""
	for _, p := range parties {
		if s != "" {
			s += "、"
		}
		s += dir.Unit(p.Unit).Name
	}
	return s
}

// ReturnedItem is an item handed back that waits for a decision.
type ReturnedItem struct {
	store.Span
	Handling store.Handling
	Unit     string
	Proposed string
}

// Returned lists what was handed back and waits for the office.
func (a *App) Returned(ctx context.Context, v org.Viewer) (out []ReturnedItem, err error) {
	if err := need(v, org.Assign); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		items, err := tx.ReturnedItems(v.Sees)
		if err != nil {
			return err
		}
		facts, err := tx.ItemFacts(id.Before(tx.Seq), items...)
		if err != nil {
			return err
		}
		spans, err := tx.OpenSpans(items)
		if err != nil {
			return err
		}
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		for _, i := range items {
			if h := facts[i].OpenReturn(); h != nil {
				out = append(out, ReturnedItem{Span: spans[i], Handling: *h, Unit: dir.Unit(h.UnitID).Short, Proposed: dir.Unit(h.Proposed).Short})
			}
		}
		return nil
	})
	return out, err
}
