package app

import (
	"context"
	"slices"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// MainIndicator is the kind of the main indicators (主要指标).
const MainIndicator = "main-indicator"

// How last year's side of a growth is given.
const (
	BaseAmount = "amount" // amounts, exact
	BaseWeight = "weight" // what the months gone weighed in the year, itself rounded
)

// Base is last year's side of a growth for a period of this year.
type Base struct {
	Item     id.Item
	Measure  id.Measure
	Period   calendar.Period
	Sort     string
	Part     int64 // last year, to the same period
	Whole    int64 // last year, all of it
	SoFar    int64 // this year's amount to the period; 0: not published
	Decimals int64 // of the amounts
	Unit     string
	Source   string
}

// Growing are the measures of an item that are growths against last year.
func Growing(f *store.Facts) []store.Measure {
	return slices.DeleteFunc(slices.Clone(f.LiveMeasures()), func(m store.Measure) bool { return !growing(m) })
}

// RecordBase records last year's side of a growth, from which the growth that the
// rest of the year needs is reckoned (S1-33). Who publishes figures gives it. A
// growth at constant prices has a weight; amounts at current prices are refused,
// because they tell another growth.
func (a *App) RecordBase(ctx context.Context, v org.Viewer, req Request, b Base) error {
	if err := need(v, org.Release); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "base", req, func(tx *store.Tx) error {
		f, _, err := itemFacts(tx, v, b.Item)
		if err != nil {
			return err
		}
		if err := errs.Form(b.problems(f)); err != nil {
			return err
		}
		return store.Add(tx, store.BaseFigure{ItemID: b.Item, MeasureID: b.Measure, Period: b.Period, Sort: b.Sort, Part: b.Part, Whole: b.Whole, SoFar: b.SoFar, Decimals: b.Decimals, Unit: strings.TrimSpace(b.Unit), Source: strings.TrimSpace(b.Source)})
	})
	return err
}

func (b Base) problems(f *store.Facts) []errs.Field {
	var out []errs.Field
	bad := func(name, key string, args ...any) { out = append(out, errs.Field{Name: name, Key: key, Args: args}) }
	list := Growing(f)
	i := slices.IndexFunc(list, func(m store.Measure) bool { return m.ID == b.Measure })
	if i < 0 {
		bad("figure", "err.base.growth", "number", f.Item.Number)
		return out
	}
	if !slices.ContainsFunc(f.Values, func(x store.ReportValue) bool {
		return x.Period == b.Period && f.Root(x.MeasureID) == f.Root(b.Measure) && f.Standing(x.ReportID) != ledger.Returned
	}) {
		bad("figure", "err.release.nothing")
	}
	switch b.Sort {
	case BaseWeight:
		b.SoFar = 0
	case BaseAmount:
		if constant(list[i]) {
			bad("basesort", "err.base.constant")
		}
	default:
		bad("basesort", "err.required")
	}
	switch {
	case b.Part <= 0:
		bad("part", "err.required")
	case b.Whole <= 0:
		bad("whole", "err.required")
	case b.Part >= b.Whole:
		bad("part", "err.base.part")
	}
	if b.SoFar < 0 {
		bad("sofar", "err.base.part")
	}
	if strings.TrimSpace(b.Source) == "" {
		bad("source", "err.required")
	}
	return out
}

// Shorten takes off the decimals that no amount uses: 345.6000 is 345.6.
func (b *Base) Shorten() {
	for b.Decimals > 0 && b.Part%10 == 0 && b.Whole%10 == 0 && b.SoFar%10 == 0 {
		b.Part, b.Whole, b.SoFar, b.Decimals = b.Part/10, b.Whole/10, b.SoFar/10, b.Decimals-1
	}
}
