package app

import (
	"slices"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/indicator"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/store"
)

// needing is a measure for which the rest of the year is reckoned.
type needing struct {
	measure store.Measure
	track   *ledger.Track
	value   ledger.Value // the newest known
	facts   *store.Facts
	m       *locale.Messages
}

// needs says for each measure of an item what the rest of the year has to come to
// for its target (S1-33), ” where nothing is to be reckoned: by the figures of
// LiveMeasures, as far as they are released.
func needs(lib *store.Library, f *store.Facts, m *locale.Messages) []string {
	live := f.LiveMeasures()
	out := make([]string, len(live))
	if st := f.Stage(); st != ledger.Open && st != ledger.Applied {
		return out
	}
	in := lib.Input(f)
	for i, x := range live {
		if i >= len(in.Tracks) || !in.Tracks[i].HasTarget || in.Tracks[i].Both {
			continue
		}
		n := needing{measure: x, track: &in.Tracks[i], facts: f, m: m}
		if v, ok := newest(in.Tracks[i].Values); ok {
			n.value = v
			out[i] = n.says(in.Due)
		}
	}
	return out
}

// newest is the value of the newest period, of several the one that stands highest.
func newest(values []ledger.Value) (out ledger.Value, ok bool) {
	for _, v := range values {
		if v.Standing != ledger.Returned && (!ok || v.Period != out.Period || v.Standing >= out.Standing) {
			out, ok = v, true
		}
	}
	return out, ok
}

func (n needing) says(due calendar.Day) string {
	_, month, _ := n.value.Period.End().YMD()
	year := n.value.Period.End().Year()
	switch path := n.track.Path; {
	case n.value.Period.Grain() == calendar.TenDays || month == 12:
		return ""
	case path == ledger.Amount && n.track.Dir >= 0:
		last := 12
		if due != calendar.None && due.Year() == year {
			_, last, _ = due.YMD()
		}
		return n.sum(month, last)
	case path == ledger.Level && growing(n.measure):
		return n.growth(month)
	case path == ledger.Level && averaged(n.measure):
		return n.mean(year)
	}
	return ""
}

// growing reports whether a measure is a growth against last year.
func growing(m store.Measure) bool {
	return m.Unit == "%" && m.Path == ledger.Level.String() && names(m, "增速", "增长", "增幅")
}

// averaged reports whether a measure is a mean over the days of the year.
func averaged(m store.Measure) bool { return names(m, "平均", "年均", "均值") }

// constant reports whether a growth is at constant prices: amounts at current
// prices tell nothing of it.
func constant(m store.Measure) bool { return names(m, "不变价", "可比价") }

func names(m store.Measure, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(m.Name+m.Basis, w) })
}

// rest names the months that are left: 10—12月.
func (n needing) rest(month, last int) string {
	if month+1 == last {
		return n.m.T("need.month", "m", last)
	}
	return n.m.T("need.months", "from", month+1, "to", last)
}

func (n needing) so(month int) string {
	if month == 1 {
		return n.m.T("need.month", "m", 1)
	}
	return n.m.T("need.months", "from", 1, "to", month)
}

func (n needing) number(v int64) string { return n.m.Number(v, int(n.measure.Decimals)) }

func (n needing) target() string {
	return n.m.T("need.target."+n.measure.Comparator, "n", n.number(n.track.Goal)+n.measure.Unit)
}

// sum is what is left of a sum, and how much that is a month.
func (n needing) sum(month, last int) string {
	left, each, ok := indicator.Sum(n.track.Target, n.value.N, int(n.measure.Decimals), last-month, true)
	if !ok {
		return ""
	}
	unit := n.measure.Unit
	return n.m.T("need.sum", "so", n.so(month), "n", n.number(n.value.N)+unit, "target", n.target(), "rest", n.rest(month, last), "left", n.number(left)+unit,
		"each", n.m.Number(each.Point, int(n.measure.Decimals)+1)+unit)
}

// mean is what a mean over the year has to be over the days that are left.
func (n needing) mean(year int) string {
	end := n.value.Period.End()
	gone, left := int(end-calendar.Date(year, 1, 1))+1, int(calendar.Date(year, 12, 31)-end)
	upward := n.track.Dir >= 0
	need, ok := indicator.Mean(n.track.Target, n.value.N, int(n.measure.Decimals), gone, left, upward)
	if !ok {
		return ""
	}
	key := "need.mean.most"
	if upward {
		key = "need.mean.least"
	}
	return n.m.T(key, "days", left, "n", n.m.Number(need.Point, max(int(n.measure.Decimals), 1))+n.measure.Unit, "band", n.band(need, max(int(n.measure.Decimals), 1), ""))
}

func (n needing) band(x indicator.Need, decimals int, unit string) string {
	if !x.Banded {
		return ""
	}
	return n.m.T("need.band", "low", n.m.Number(x.Low, decimals)+unit, "high", n.m.Number(x.High, decimals)+unit)
}

// base is last year's side of the growth, recorded for the newest period.
func (n needing) base() (store.BaseFigure, bool) {
	for _, b := range slices.Backward(n.facts.Bases) {
		if b.Period == n.value.Period && n.facts.Root(b.MeasureID) == n.facts.Root(n.measure.ID) {
			return b, true
		}
	}
	return store.BaseFigure{}, false
}

func yearOfBase(b store.BaseFigure) indicator.Year {
	y := indicator.Year{Part: b.Part, Whole: b.Whole}
	if b.Sort == BaseWeight {
		y.Half = 1
	}
	return y
}

// growth is the growth that the rest of the year needs: from amounts, where this
// year's is published, else from the growth so far and what last year's months
// weigh. Without either nothing is guessed.
func (n needing) growth(month int) string {
	dec, m := int(n.measure.Decimals), n.m
	args := []any{"so", n.so(month), "grown", n.change(n.value.N), "target", n.target(), "rest", n.rest(month, 12)}
	b, ok := n.base()
	y := yearOfBase(b)
	if !ok || !y.Valid() {
		return m.T("need.noweight", args...)
	}
	reckon := func(target int64) (x indicator.Need, left int64) {
		if b.SoFar > 0 && b.Sort == BaseAmount {
			x, left, _ = y.Amounts(target, dec, b.SoFar, true)
			return x, left
		}
		x, _ = y.Growth(target, n.value.N, dec, true)
		return x, 0
	}
	need, left := reckon(n.track.Goal)
	faster := need.Faster(indicator.Scaled(n.value.N, dec))
	if b.SoFar > 0 && b.Sort == BaseAmount {
		faster = need.Faster(y.GrowthOf(b.SoFar))
	}
	args = append(args, "need", n.needed(need, reckon), "faster", n.faster(faster, n.than(month)))
	if left > 0 {
		return m.T("need.growth.amount", append(args, "left", m.Number(left, int(b.Decimals))+b.Unit)...)
	}
	return m.T("need.growth", args...)
}

// needed words the growth; of «左右» both goals are told, the lower first.
func (n needing) needed(need indicator.Need, reckon func(int64) (indicator.Need, int64)) string {
	percent := func(v int64) string { return n.m.Number(v, 1) + "%" }
	if n.track.Target != n.track.Goal {
		low, _ := reckon(n.track.Target)
		return n.m.T("need.span", "low", percent(low.Point), "high", percent(need.Point))
	}
	return n.m.T("need.least", "n", percent(need.Point)) + n.band(need, 1, "%")
}

// change words a growth that may be a fall.
func (n needing) change(v int64) string {
	if v < 0 {
		return n.m.T("need.fell", "n", n.number(-v)+"%")
	}
	return n.m.T("need.grew", "n", n.number(v)+"%")
}

// than names the months gone as one says: 前三季度 for 1—9月.
func (n needing) than(month int) string {
	if month%3 == 0 {
		return n.m.T("need.quarters." + []string{"", "one", "two", "three"}[month/3])
	}
	return n.so(month)
}

func (n needing) faster(points int64, than string) string {
	switch {
	case points > 0:
		return n.m.T("need.faster", "than", than, "n", n.m.Number(points, 1))
	case points < 0:
		return n.m.T("need.slower", "than", than, "n", n.m.Number(-points, 1))
	}
	return n.m.T("need.level", "than", than)
}

// NeedOf is the sentence of the first main measure that has one.
func NeedOf(lib *store.Library, f *store.Facts, m *locale.Messages) (id.Measure, string) {
	live := f.LiveMeasures()
	for i, s := range needs(lib, f, m) {
		if s != "" && live[i].Main == 1 {
			return live[i].ID, s
		}
	}
	return 0, ""
}
