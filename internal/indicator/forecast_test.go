package indicator

import (
	"testing"

	"pgregory.net/rapid"
)

func TestProject(t *testing.T) {
	last := Way{Month: 6, SoFar: 60, Sums: true, HasLast: true, LastSoFar: 50, Last: 120, HasPlan: true, Expected: 40, Plan: 100}
	rate := Way{Month: 6, SoFar: 55, HasLast: true, LastSoFar: 60, Last: 58, HasPlan: true, Expected: 50, Plan: 57}
	with := func(w Way, f func(*Way)) Way { f(&w); return w }
	for name, c := range map[string]struct {
		way    Way
		wanted Method
		n      int64
		method Method
	}{
		"a sum as last year":     {last, "", 144, ByLastYear},
		"a sum by the plan":      {last, ByPlan, 150, ByPlan},
		"a sum by its pace":      {last, ByPace, 120, ByPace},
		"no figures last year":   {with(last, func(w *Way) { w.HasLast = false }), "", 150, ByPlan},
		"nothing by then":        {with(last, func(w *Way) { w.LastSoFar = 0 }), ByLastYear, 150, ByPlan},
		"nothing planned by now": {with(last, func(w *Way) { w.HasLast, w.Expected = false, 0 }), "", 120, ByPace},
		"a share is at most all": {with(last, func(w *Way) { w.Most = 100 }), "", 100, ByLastYear},
		"a rate as last year":    {rate, "", 53, ByLastYear},
		"a rate by the plan":     {rate, ByPlan, 62, ByPlan},
		"a rate by its pace":     {rate, ByPace, 55, AsItIs},
		"the year is over":       {with(last, func(w *Way) { w.Month = 12 }), "", 60, Reported},
	} {
		if n, m, ok := c.way.Project(c.wanted); !ok || n != c.n || m != c.method {
			t.Errorf("%s: %d by %s, want %d by %s", name, n, m, c.n, c.method)
		}
	}
	if _, _, ok := (Way{SoFar: 3}).Project(""); ok {
		t.Error("of no month")
	}
}

// A sum is never projected below what has come already, if what it is held against
// only grows.
func TestProjectedSumOnlyGrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := func(name string) int64 { return rapid.Int64Range(0, 1_000_000).Draw(t, name) }
		w := Way{Month: rapid.IntRange(1, 12).Draw(t, "month"), SoFar: n("sofar"), Sums: true, HasLast: rapid.Bool().Draw(t, "last"), LastSoFar: n("lastsofar"), HasPlan: rapid.Bool().Draw(t, "plan"), Expected: n("expected")}
		w.Last, w.Plan = w.LastSoFar+n("lastrest"), w.Expected+n("planrest")
		for _, m := range []Method{"", ByLastYear, ByPlan, ByPace} {
			if got, by, ok := w.Project(m); !ok || got < w.SoFar {
				t.Fatalf("%+v by %s: %d", w, by, got)
			}
		}
	})
}
