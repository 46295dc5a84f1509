package app

import (
	"context"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// Found is what our own check found (核查), beside what the unit reported.
type Found struct {
	Item    id.Item
	Measure id.Measure
	Period  calendar.Period
	Value   int64 // scaled by the measure
	Level   ledger.CheckLevel
	Day     calendar.Day // 0: today
	Words   string
}

// RecordCheck records a finding. The reported figure stays; both are shown, and
// the judge takes the finding. Nobody checks an item his own unit answers for
// (practice D.3).
func (a *App) RecordCheck(ctx context.Context, v org.Viewer, req Request, c Found) error {
	if err := need(v, org.CheckFig); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "check", req, func(tx *store.Tx) error {
		f, dir, err := itemFacts(tx, v, c.Item)
		if err != nil {
			return err
		}
		if err := impartial(f, dir, v); err != nil {
			return err
		}
		if c.Day == 0 {
			c.Day = tx.Day
		}
		if err := errs.Form(c.problems(f, tx.Day)); err != nil {
			return err
		}
		return store.Add(tx, store.Checking{ItemID: c.Item, MeasureID: c.Measure, Period: c.Period, Value: c.Value, Level: string(c.Level), Day: c.Day, Words: c.Words})
	})
	return err
}

func (c Found) problems(f *store.Facts, today calendar.Day) []errs.Field {
	var out []errs.Field
	if !slices.ContainsFunc(f.LiveMeasures(), func(m store.Measure) bool { return m.ID == c.Measure }) {
		out = append(out, errs.Field{Name: "measure", Key: "err.measure", Args: []any{"number", f.Item.Number}})
	}
	if !c.Period.Valid() {
		out = append(out, errs.Field{Name: "period", Key: "err.period"})
	}
	if c.Level != ledger.CheckDesk && c.Level != ledger.CheckField {
		out = append(out, errs.Field{Name: "manner", Key: "err.required"})
	}
	if c.Day > today {
		out = append(out, errs.Field{Name: "day", Key: "err.day.future"})
	}
	if c.Words == "" {
		out = append(out, errs.Field{Name: "words", Key: "err.required"})
	}
	return out
}

// impartial refuses a checker whose unit is a party of the item.
func impartial(f *store.Facts, dir *org.Directory, v org.Viewer) error {
	_, units := f.Assignment()
	for _, u := range units {
		if slices.Contains(dir.Upward(dir.Successor(u.UnitID)), v.Unit) && dir.Unit(v.Unit).Sort != org.Government && dir.Unit(v.Unit).Sort != org.Office {
			return errs.E(errs.Forbidden, "err.check.party")
		}
	}
	return nil
}

// itemFacts reads everything known of an item the viewer sees in full.
func itemFacts(tx *store.Tx, v org.Viewer, item id.Item) (*store.Facts, *org.Directory, error) {
	level, err := seesItem(tx, v, item)
	if err != nil {
		return nil, nil, err
	}
	if level < store.SeesAll {
		return nil, nil, errNotThere()
	}
	all, err := tx.ItemFacts(id.Before(tx.Seq), item)
	if err != nil {
		return nil, nil, err
	}
	f := all[item]
	if f == nil {
		return nil, nil, errNotThere()
	}
	dir, err := tx.Directory(tx.Now())
	return f, dir, err
}
