package app

import (
	"context"
	"fmt"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/register"
	"jiufen/internal/store"
)

// RaiseObject raises an object of a register that obliges into the ledger.
func (a *App) RaiseObject(ctx context.Context, v org.Viewer, req Request, name string, n int) (id.Item, error) {
	var item id.Item
	err := a.inRegister(ctx, v, "issue", req, name, n, func(w *registerWrite) error {
		if err := need(v, org.Assign); err != nil {
			return err
		}
		if w.row.Item != 0 {
			return errs.E(errs.Conflict, "err.register.raised")
		}
		if w.x.Def.Obliges == nil {
			return errs.E(errs.Conflict, "err.register.free")
		}
		if err := w.raise(); err != nil {
			return err
		}
		if item = w.row.Item; item == 0 {
			return errs.E(errs.Conflict, "err.register.bare")
		}
		return nil
	})
	return item, err
}

// raise founds the item that an object is (practice 2.11): owner, day and end are
// the object's, the stages with their latest days its first plan.
func (w *registerWrite) raise() error {
	d, o := w.x.Def, w.x.Def.Obliges
	r := w.row.Record
	lead, err := id.Parse[id.Unit](r.Values[o.Lead])
	due := r.Day(o.Due)
	if err != nil || due == 0 {
		return nil // not yet: the object says by whom or by when only later
	}
	title, standard := d.FillIn(o.Title, r, w.x.Names.Show), d.FillIn(o.Standard, r, w.x.Names.Show)
	n := NewItem{Kind: o.Kind, Title: title, Standard: standard, Programme: o.Programme, Year: int64(w.tx.Day.Year()), Mode: string(ledger.LeadSingle), Words: w.x.Dir.Unit(lead).Name,
		Parties:  []ledger.Party{{Unit: lead, Role: ledger.RoleLead}},
		Origins:  []NewOrigin{{Sort: o.Origin, Record: fmt.Sprintf("%s %d", d.Name, r.N), Demand: standard, Limit: due}},
		Measures: []NewMeasure{{Name: d.Stages[len(d.Stages)-1].Name, Path: "state", Direction: 1}},
		Due:      NewDue{Sort: string(ledger.DueDate), Day: due}}
	latest := r.Latest(d, w.x.Lib.Cal)
	for i, s := range d.Stages {
		if latest[i] >= w.tx.Day {
			n.Plan = append(n.Plan, NewNode{Day: latest[i], State: s.Name})
		}
	}
	items, err := issue(w.tx, 0, []NewItem{n})
	if err != nil {
		return err
	}
	w.row.Item = items[0]
	if err := w.entry(store.RegisterEntry{Part: string(register.Raise), Value: id.String(items[0]), Item: items[0]}); err != nil {
		return err
	}
	return w.reached()
}

// RaiseDefect raises a defect into the ledger as an item of the given kind; it
// is the office's decision.
func (a *App) RaiseDefect(ctx context.Context, v org.Viewer, req Request, name string, n int, defect id.Fact) (id.Item, error) {
	var item id.Item
	err := a.inRegister(ctx, v, "issue", req, name, n, func(w *registerWrite) error {
		if err := need(v, org.Assign); err != nil {
			return err
		}
		for _, f := range w.row.Flaws {
			if f.ID != defect {
				continue
			}
			if f.Item != 0 || f.Cured != 0 {
				return errs.E(errs.Conflict, "err.register.raised")
			}
			lead := w.row.Owner
			if lead == 0 {
				return errs.E(errs.Conflict, "err.register.noowner")
			}
			title := w.row.Values[w.x.Def.Title] + "：" + f.Words
			items, err := issue(w.tx, 0, []NewItem{{Kind: "rectification", Title: title, Standard: f.Words, Year: int64(w.tx.Day.Year()), Mode: string(ledger.LeadSingle), Words: w.x.Dir.Unit(lead).Name,
				Parties: []ledger.Party{{Unit: lead, Role: ledger.RoleLead}}, Origins: []NewOrigin{{Sort: "finding", Record: fmt.Sprintf("%s %d", w.x.Def.Name, w.row.N), Demand: f.Words, Limit: max(f.CureBy, w.tx.Day)}},
				Measures: []NewMeasure{{Name: f.Words, Path: "state", Direction: 1}}, Due: NewDue{Sort: string(ledger.DueDate), Day: max(f.CureBy, w.tx.Day)}}})
			if err != nil {
				return err
			}
			item = items[0]
			return w.entry(store.RegisterEntry{Line: defect, Part: string(register.Raise), Value: id.String(item), Item: item})
		}
		return errNotThere()
	})
	return item, err
}
