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

// Release says that a figure is public from now on (发布), and for a measure held
// against another what that other figure is.
type Release struct {
	Item     id.Item
	Measure  id.Measure
	Period   calendar.Period
	Other    int64 // scaled by the measure
	HasOther bool
}

// ReleaseFigure makes a figure under embargo known, or the figure a relative
// measure is held against. Until then the judge does not use it and nobody but
// who reported it and who releases it is told. A later release of the same
// period stands beside the earlier one and is used: statistics are revised.
func (a *App) ReleaseFigure(ctx context.Context, v org.Viewer, req Request, r Release) error {
	if err := need(v, org.Release); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "release", req, func(tx *store.Tx) error {
		f, _, err := itemFacts(tx, v, r.Item)
		if err != nil {
			return err
		}
		if err := errs.Form(r.problems(f, tx.Day)); err != nil {
			return err
		}
		row := store.Releasing{ItemID: r.Item, MeasureID: r.Measure, Period: r.Period, Day: tx.Day}
		if r.HasOther {
			row.Other, row.HasOther = r.Other, 1
		}
		return store.Add(tx, row)
	})
	return err
}

// Releasable are the measures whose figures wait for a release.
func Releasable(f *store.Facts) []store.Measure {
	return slices.DeleteFunc(slices.Clone(f.LiveMeasures()), func(m store.Measure) bool {
		return m.Embargo == 0 && m.Path != ledger.Relative.String()
	})
}

func (r Release) problems(f *store.Facts, today calendar.Day) []errs.Field {
	list := Releasable(f)
	i := slices.IndexFunc(list, func(m store.Measure) bool { return m.ID == r.Measure })
	if i < 0 {
		return []errs.Field{{Name: "measure", Key: "err.release.open", Args: []any{"number", f.Item.Number}}}
	}
	var out []errs.Field
	switch {
	case !r.Period.Valid():
		out = append(out, errs.Field{Name: "period", Key: "err.period"})
	case r.Period.End() > today:
		out = append(out, errs.Field{Name: "period", Key: "err.release.early"})
	case !slices.ContainsFunc(f.Values, func(x store.ReportValue) bool {
		return x.Period == r.Period && f.Root(x.MeasureID) == f.Root(r.Measure)
	}):
		out = append(out, errs.Field{Name: "period", Key: "err.release.nothing"})
	}
	if list[i].Path == ledger.Relative.String() && !r.HasOther {
		out = append(out, errs.Field{Name: "other", Key: "err.release.other", Args: []any{"name", list[i].RelativeTo}})
	}
	return out
}

// told keeps of an item's figures what a viewer may be told: those that are not
// under embargo or were released, those his own unit reported, and all if he
// releases them; findings also if he checks. Until its release the judge does not
// know a figure either, so no light gives it away.
func told(f *store.Facts, v org.Viewer) {
	if v.Can(org.Release) {
		return
	}
	hidden := map[id.Measure]bool{}
	for _, m := range f.LiveMeasures() {
		hidden[f.Root(m.ID)] = m.Embargo == 1
	}
	open := func(m id.Measure, p calendar.Period) bool {
		root := f.Root(m)
		return !hidden[root] || slices.ContainsFunc(f.Releases, func(r store.Releasing) bool { return r.Period == p && f.Root(r.MeasureID) == root })
	}
	f.Values = slices.DeleteFunc(slices.Clone(f.Values), func(x store.ReportValue) bool {
		own := slices.ContainsFunc(f.Reports, func(r store.Report) bool { return r.ID == x.ReportID && r.UnitID == v.Unit })
		return !own && !open(x.MeasureID, x.Period)
	})
	if !v.Can(org.CheckFig) {
		f.Checks = slices.DeleteFunc(slices.Clone(f.Checks), func(x store.Checking) bool { return !open(x.MeasureID, x.Period) })
	}
}
