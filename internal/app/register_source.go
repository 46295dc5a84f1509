package app

import (
	"cmp"
	"slices"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/indicator"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
	"jiufen/internal/register"
	"jiufen/internal/store"
)

// SettingForecast names the method by which the end of the year is projected; a
// method whose figures are not there gives way to the next one.
const SettingForecast = "forecast.method"

// forecastMethods are the methods in the order in which they give way.
var forecastMethods = []string{string(indicator.ByLastYear), string(indicator.ByPlan), string(indicator.ByPace)}

// Sourced is a value that is taken from the ledger as known at the view's point.
type Sourced struct {
	Value  string // in the form the field keeps
	Item   id.Item
	Number string
	Period calendar.Period // the newest figure is of
	From   string          // that figure, with its unit
	Stands ledger.Standing
	Method indicator.Method // of a forecast
}

// sourceKey is a field of an object (Line 0) or of a line.
type sourceKey struct {
	Object, Line id.Fact
	Field        string
}

// SourcedOf is what the ledger gives for a field of an object, or of a line of it.
func (x *RegisterView) SourcedOf(r *RegisterRow, line id.Fact, field string) (Sourced, bool) {
	s, ok := x.sourced[sourceKey{r.ID, line, field}]
	return s, ok
}

// Value is the value of a field: what a person typed, else what the ledger gives.
func (x *RegisterView) Value(r *RegisterRow, line id.Fact, values map[string]string, field string) string {
	s := x.sourced[sourceKey{r.ID, line, field}]
	return cmp.Or(values[field], s.Value)
}

// source takes the fields that come from the ledger out of it, as known at the
// view's point and as far as the viewer is told of them.
func (x *RegisterView) source(tx *store.Tx, v org.Viewer) error {
	if !x.Def.Sources() {
		return nil
	}
	x.sourced = map[sourceKey]Sourced{}
	asks := x.asksLedger()
	known, err := x.itemsOf(tx, v, asks)
	if err != nil {
		return err
	}
	for _, k := range asks {
		f := known[k.item]
		if f == nil {
			continue
		}
		s, ok := Sourced{}, false
		if k.field.From.Sort == register.Result {
			s, ok = resultOf(x.Lib, f, k.unit)
		} else {
			s, ok = forecastOf(x.Lib, f, known[f.LastYear()])
		}
		if !ok {
			continue
		}
		if s.Value, ok = kept(k.field, s); !ok {
			continue
		}
		s.Item, s.Number = k.item, f.Item.Number
		x.sourced[k.key] = s
	}
	return nil
}

// askLedger is a field that is taken from an item.
type askLedger struct {
	key   sourceKey
	field register.Field
	item  id.Item
	unit  string // of the measure wanted, '' the main one
}

func (x *RegisterView) asksLedger() (out []askLedger) {
	for _, r := range x.Records {
		add := func(fields []register.Field, line id.Fact, values map[string]string) {
			for _, f := range fields {
				if !f.Sourced() {
					continue
				}
				if item, err := id.Parse[id.Item](values[f.From.Item]); err == nil {
					out = append(out, askLedger{sourceKey{r.ID, line, f.Name}, f, item, r.Values[f.From.Unit]})
				}
			}
		}
		add(x.Def.Fields, 0, r.Values)
		for _, g := range x.Def.Groups {
			for _, row := range r.Rows[g.Name] {
				add(g.Fields, row.ID, row.Values)
			}
		}
	}
	return out
}

// itemsOf reads the items that are asked for and those of the year before, whole
// and as the viewer may be told of them.
func (x *RegisterView) itemsOf(tx *store.Tx, v org.Viewer, asks []askLedger) (map[id.Item]*store.Facts, error) {
	var items []id.Item
	for _, k := range asks {
		items = append(items, k.item)
	}
	out := map[id.Item]*store.Facts{}
	for range 2 { // the items, then their former years
		slices.Sort(items)
		items = slices.Compact(items)
		sight, err := tx.Sights(items, v.Sees)
		if err != nil {
			return nil, err
		}
		facts, err := tx.ItemFacts(x.Point.Before(), slices.DeleteFunc(items, func(i id.Item) bool { return sight[i] < store.SeesAll })...)
		if err != nil {
			return nil, err
		}
		items = nil
		for n, f := range facts {
			told(f, v)
			out[n] = f
			if last := f.LastYear(); last != 0 && out[last] == nil {
				items = append(items, last)
			}
		}
	}
	return out, nil
}

// countedIn is the measure of an item that is counted in a unit; without a unit
// the main one.
func countedIn(f *store.Facts, unit string) int {
	live := f.LiveMeasures()
	if unit != "" {
		return slices.IndexFunc(live, func(m store.Measure) bool { return m.Unit == unit })
	}
	if i := slices.IndexFunc(live, func(m store.Measure) bool { return m.Main == 1 }); i >= 0 || len(live) == 0 {
		return i
	}
	return 0
}

// resultOf is the newest figure of an item.
func resultOf(lib *store.Library, f *store.Facts, unit string) (s Sourced, ok bool) {
	i := countedIn(f, unit)
	if i < 0 {
		return s, false
	}
	m := f.LiveMeasures()[i]
	v, ok := newest(lib.Input(f).Tracks[i].Values)
	if !ok {
		return s, false
	}
	s.Period, s.Stands = v.Period, v.Standing
	s.From = quantity.Format(v.N, int(m.Decimals)) + m.Unit
	s.Value = s.From
	return s, true
}

// forecastOf projects the year of an item's main measure from its newest figure.
func forecastOf(lib *store.Library, f, last *store.Facts) (s Sourced, ok bool) {
	if s, ok = resultOf(lib, f, ""); !ok {
		return s, false
	}
	i := countedIn(f, "")
	m, t := f.LiveMeasures()[i], lib.Input(f).Tracks[i]
	if t.Path != ledger.Amount && t.Path != ledger.Share && t.Path != ledger.Level {
		return s, false
	}
	v, _ := newest(t.Values)
	end := v.Period.End()
	_, month, _ := end.YMD()
	w := indicator.Way{Month: month, SoFar: v.N, Sums: t.Path.Cumulative()}
	if t.Path == ledger.Share {
		w.Most, _ = (quantity.Value{N: 100}).Rescale(int(m.Decimals))
	}
	w.Expected, w.Plan, w.HasPlan = planAt(&t, end)
	if last != nil {
		w.LastSoFar, w.Last, w.HasLast = lastFigures(lib, last, m, v.Period)
	}
	wanted := lib.Settings[SettingForecast]
	n, method, ok := w.Project(indicator.Method(wanted))
	s.Method = method
	s.Value = quantity.Short(n, int(m.Decimals)) + m.Unit
	return s, ok
}

// planAt is what the plan expects of a measure at the end of a day and at its end;
// between two nodes it goes evenly, and a sum begins the year at nothing.
func planAt(t *ledger.Track, day calendar.Day) (at, end int64, ok bool) {
	if len(t.Nodes) == 0 {
		return 0, 0, false
	}
	before := ledger.Node{Day: calendar.Date(day.Year(), 1, 1) - 1}
	known := t.Path.Cumulative()
	for _, n := range t.Nodes {
		switch {
		case n.Day == day:
			return n.Expected, t.Nodes[len(t.Nodes)-1].Expected, true
		case n.Day < day:
			before, known = n, true
			continue
		case !known || n.Day == before.Day:
			return 0, 0, false
		}
		gone, all := int64(day-before.Day), int64(n.Day-before.Day)
		return before.Expected + (n.Expected-before.Expected)*gone/all, t.Nodes[len(t.Nodes)-1].Expected, true
	}
	return 0, 0, false
}

// lastFigures are the figures of the year before to the same month and of the whole
// year, of the measure of the same name and unit.
func lastFigures(lib *store.Library, f *store.Facts, m store.Measure, p calendar.Period) (soFar, whole int64, ok bool) {
	i := lastMeasure(f.LiveMeasures(), newMeasures([]store.Measure{m})[0], map[int]bool{})
	if i < 0 {
		return 0, 0, false
	}
	_, month, _ := p.End().YMD()
	found := [2]bool{}
	at := func(k int, n int64) int64 {
		out, exact := (quantity.Value{N: n, Decimals: int(f.LiveMeasures()[i].Decimals)}).Rescale(int(m.Decimals))
		found[k] = exact
		return out
	}
	for _, v := range lib.Input(f).Tracks[i].Values { // oldest first: of one period the last stands
		_, end, _ := v.Period.End().YMD()
		if v.Standing == ledger.Returned || v.Period.End().Year() != p.End().Year()-1 {
			continue
		}
		if end == month {
			soFar = at(0, v.N)
		}
		if end == 12 {
			whole = at(1, v.N)
		}
	}
	return soFar, whole, found[0] && found[1]
}

// kept is a sourced value in the form its field keeps; false if it does not fit.
func kept(f register.Field, s Sourced) (string, bool) {
	if f.Type == register.Text {
		return s.Value, true
	}
	q, err := quantity.Parse(s.Value)
	if err != nil {
		return "", false
	}
	n, ok := (quantity.Value{N: q.N, Decimals: q.Decimals}).Rescale(f.Decimals)
	return quantity.Format(n, f.Decimals), ok
}

// whyName is the name under which the reason for a value is typed.
func whyName(field string) string { return field + "_why" }

// reasons finds the values that a person typed in the place of the ledger's without
// saying why.
func reasons(fields []register.Field, values, typed, have map[string]string, prefix string) (out []errs.Field) {
	for _, f := range fields {
		v := values[f.Name]
		if f.Sourced() && v != "" && v != have[f.Name] && strings.TrimSpace(typed[prefix+whyName(f.Name)]) == "" {
			out = append(out, errs.Field{Name: prefix + whyName(f.Name), Key: "err.register.why", Args: []any{"label", f.Term()}})
		}
	}
	return out
}
