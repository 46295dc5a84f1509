package api

import (
	"context"
	"slices"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/quantity"
	"jiufen/internal/store"
)

// Measure is what is counted of an item, plan and reality side by side.
type Measure struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	Unit       string         `json:"unit,omitempty"`
	Decimals   int64          `json:"decimals" doc:"how many decimals its figures carry"`
	Path       string         `json:"path"`
	Basis      string         `json:"basis,omitempty"`
	Main       bool           `json:"main" doc:"sets the light"`
	Less       bool           `json:"less" doc:"less is better"`
	Comparator string         `json:"comparator,omitempty"`
	Target     *Figure        `json:"target,omitempty"`
	TargetMax  *Figure        `json:"target_max,omitempty"`
	Publisher  string         `json:"publisher,omitempty" doc:"unit that publishes the figure"`
	Points     []MeasurePoint `json:"points" doc:"by day"`
}

// MeasurePoint is a period or a node of the plan.
type MeasurePoint struct {
	Day      string  `json:"day" format:"date" doc:"of the node, or the period's end"`
	Period   string  `json:"period,omitempty"`
	Plan     *Figure `json:"plan,omitempty"`
	Reported *Figure `json:"reported,omitempty"`
	Checked  *Figure `json:"checked,omitempty"`
	Standing string  `json:"standing,omitempty" doc:"of the reported figure"`
	Came     string  `json:"came,omitempty" format:"date"`
}

type measuresOut struct {
	Body struct {
		Point
		Measures []Measure `json:"measures"`
	}
}

func (a *API) getMeasures(ctx context.Context, c *call, in *struct {
	ItemPath
	AsOf
}) (*measuresOut, error) {
	v, err := a.itemOn(ctx, c, in.ID, in.AsOf.AsOf)
	if err != nil {
		return nil, err
	}
	out := &measuresOut{}
	out.Body.Point = pointOf(v.Point)
	out.Body.Measures = make([]Measure, len(v.Measures))
	for i, m := range v.Measures {
		out.Body.Measures[i] = measureOf(m)
	}
	return out, nil
}

func measureOf(l app.MeasureLine) Measure {
	m := l.Measure
	fig := func(n int64) *Figure {
		f := figure(n, int(m.Decimals), m.Unit)
		return &f
	}
	maybe := func(n *int64) *Figure {
		if n == nil {
			return nil
		}
		return fig(*n)
	}
	out := Measure{ID: known(m.ID), Name: m.Name, Unit: m.Unit, Decimals: m.Decimals, Path: m.Path, Basis: m.Basis, Main: m.Main == 1, Less: m.Direction < 0, Comparator: m.Comparator,
		Publisher: known(m.Publisher), Points: make([]MeasurePoint, len(l.Points))}
	if l.Track.HasTarget {
		out.Target = fig(m.Target)
		if m.Comparator == "range" {
			out.TargetMax = fig(m.TargetMax)
		}
	}
	for i, p := range l.Points {
		q := MeasurePoint{Day: iso(p.Day), Plan: maybe(p.Plan), Reported: maybe(p.Reported), Checked: maybe(p.Checked), Came: iso(p.Came)}
		if p.Period != 0 {
			q.Period = p.Period.String()
		}
		if p.Reported != nil {
			q.Standing = p.Standing.String()
		}
		out.Points[i] = q
	}
	return out
}

// scaled reads a figure of a body for a measure. It does not round and does not
// convert.
func scaled(field, s string, m store.Measure) (int64, error) {
	wrong := func(key string, args ...any) (int64, error) {
		return 0, errs.Form([]errs.Field{{Name: field, Key: key, Args: args}})
	}
	v, err := quantity.Parse(s)
	if err != nil {
		return wrong("err.number", "value", s)
	}
	if v.Unit != "" && v.Unit != m.Unit {
		return wrong("err.unit", "value", s, "unit", m.Unit)
	}
	n, ok := v.Rescale(int(m.Decimals))
	if !ok {
		return wrong("err.decimals", "value", s, "n", m.Decimals)
	}
	return n, nil
}

// period reads a period of a body or query: 2026-03, 2026-Q1, 2026-01/02 …
func period(field, s string) (calendar.Period, error) {
	p, err := calendar.ParsePeriod(s)
	if err != nil {
		return 0, errs.Form([]errs.Field{{Name: field, Key: "api.period"}})
	}
	return p, nil
}

// measureIn finds a live measure of an item.
func measureIn(field string, f *store.Facts, s string) (store.Measure, error) {
	n, err := named[id.Measure](field, s)
	if err != nil {
		return store.Measure{}, err
	}
	live := f.LiveMeasures()
	i := slices.IndexFunc(live, func(m store.Measure) bool { return m.ID == n })
	if i < 0 {
		return store.Measure{}, errs.Form([]errs.Field{{Name: field, Key: "err.choice"}})
	}
	return live[i], nil
}

func (a *API) createCheck(ctx context.Context, c *call, in *struct {
	ItemPath
	Body struct {
		Measure string `json:"measure"`
		Period  string `json:"period" doc:"as 2026-03, 2026-Q1, 2026"`
		Value   string `json:"value" maxLength:"40" doc:"what was found"`
		Level   string `json:"level" enum:"desk,field"`
		Day     string `json:"day,omitempty" format:"date" doc:"when; today if left out"`
		Words   string `json:"words" minLength:"1" maxLength:"1000"`
	}
}) (*struct{}, error) {
	v, err := a.ownItem(ctx, c, in.ID)
	if err != nil {
		return nil, err
	}
	b := in.Body
	found := app.Found{Item: v.Facts.Item.ID, Level: ledger.CheckLevel(b.Level), Words: b.Words}
	m, err := measureIn("body.measure", v.Facts, b.Measure)
	if err != nil {
		return nil, err
	}
	found.Measure = m.ID
	if found.Period, err = period("body.period", b.Period); err != nil {
		return nil, err
	}
	if found.Value, err = scaled("body.value", b.Value, m); err != nil {
		return nil, err
	}
	if found.Day, err = day("body.day", b.Day); err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.RecordCheck(ctx, c.v, c.req, found)
}

func (a *API) createRelease(ctx context.Context, c *call, in *struct {
	ItemPath
	Body struct {
		Measure string `json:"measure"`
		Period  string `json:"period" doc:"as 2026-03, 2026-Q1, 2026"`
		Other   string `json:"other,omitempty" maxLength:"40" doc:"of a relative measure: the published figure it is held against"`
	}
}) (*struct{}, error) {
	v, err := a.ownItem(ctx, c, in.ID)
	if err != nil {
		return nil, err
	}
	m, err := measureIn("body.measure", v.Facts, in.Body.Measure)
	if err != nil {
		return nil, err
	}
	r := app.Release{Item: v.Facts.Item.ID, Measure: m.ID}
	if r.Period, err = period("body.period", in.Body.Period); err != nil {
		return nil, err
	}
	if in.Body.Other != "" {
		if r.Other, err = scaled("body.other", in.Body.Other, m); err != nil {
			return nil, err
		}
		r.HasOther = true
	}
	return &struct{}{}, a.App.ReleaseFigure(ctx, c.v, c.req, r)
}
