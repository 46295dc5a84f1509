package web

import (
	"slices"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/store"
)

// ReleasePage lets figures under embargo be released, one at a time.
type ReleasePage struct {
	Page
	ID, Item, No, Back string
	Figure             Field // measure and period
	Other              Field // the figure a relative measure is held against
	Had                []Pair
}

func (s *Site) releasePage(v *visit) (*ReleasePage, known, error) {
	k, err := s.stepItem(v)
	if err != nil {
		return nil, k, err
	}
	p := &ReleasePage{ID: id.String(k.Row.ItemID), Item: k.Row.Title, No: k.Row.Number, Back: k.url()}
	if p.Page, err = s.page(v, "ledger", v.m.T("release.head")); err != nil {
		return nil, k, err
	}
	list := app.Releasable(k.Facts)
	options, had := k.releases(list)
	newest := ""
	if len(options) > 0 {
		newest = options[0].Value
	}
	p.Figure, p.Had = choose("figure", v.typedOr("figure", newest), options).as("releasefigure").must(), had
	if i := slices.IndexFunc(list, func(m store.Measure) bool { return m.Path == ledger.Relative.String() }); i >= 0 {
		p.Other = number("other", v.typed("other"), list[i].Unit).as("releaseother")
		p.Other.Note = list[i].RelativeTo
	}
	return p, k, nil
}

// releases are the figures that wait, the newest first, and those released.
func (k known) releases(list []store.Measure) (wait []Option, had []Pair) {
	for _, m := range list {
		seen := map[string]bool{}
		for _, x := range slices.Backward(k.Facts.Values) {
			if k.Facts.Root(x.MeasureID) != k.Facts.Root(m.ID) || seen[x.Period.String()] {
				continue
			}
			seen[x.Period.String()] = true
			name, n := m.Name+" "+periodWord(k.m, x.Period, k.year), k.m.Number(x.Value, int(m.Decimals))+m.Unit
			done := slices.ContainsFunc(k.Facts.Releases, func(r store.Releasing) bool {
				return r.Period == x.Period && k.Facts.Root(r.MeasureID) == k.Facts.Root(m.ID)
			})
			if done {
				had = append(had, Pair{Name: name, Text: n})
			}
			if !done || m.Path == ledger.Relative.String() { // the other figure may be revised
				wait = append(wait, Option{Value: id.String(m.ID) + " " + periodID(x.Period), Name: name + " " + n})
			}
		}
	}
	return wait, had
}

func (s *Site) postRelease(v *visit) error {
	p, k, err := s.releasePage(v)
	if err != nil {
		return err
	}
	r := app.Release{Item: k.Row.ItemID}
	measure, period, _ := strings.Cut(v.form.raw("figure"), " ")
	if r.Measure, err = id.Parse[id.Measure](measure); err != nil {
		v.form.bad("figure", "err.required")
	}
	if n, err := readPeriod(period); err == nil {
		r.Period = n
	}
	for _, m := range app.Releasable(k.Facts) {
		if m.ID == r.Measure && m.Path == ledger.Relative.String() {
			r.Other, r.HasOther = v.form.figure("other", int(m.Decimals), m.Unit)
		}
	}
	if err = v.form.err(); err == nil {
		err = s.App.ReleaseFigure(v.r.Context(), v.who.Viewer, v.request(), r)
	}
	if err != nil {
		return s.refuse(v, renamed(err, "measure", "figure", "period", "figure"), p, &p.Figure, &p.Other)
	}
	return v.took(k.url(), "done.released", 0)
}
