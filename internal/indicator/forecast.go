package indicator

import (
	"math/big"

	"jiufen/internal/quantity"
)

// Method is how the end of a year is projected from what is known of it.
type Method string

// The methods, the best founded first.
const (
	ByLastYear Method = "lastyear" // as last year went on from the same month
	ByPlan     Method = "plan"     // as the plan goes on
	ByPace     Method = "pace"     // at the same pace a month
	AsItIs     Method = "asitis"   // a rate or level stays where it is
	Reported   Method = "reported" // the year is over: it is the figure itself
)

// Way is what is known of a figure's way through a year, all scaled alike.
type Way struct {
	Month int   // to the end of which SoFar speaks
	SoFar int64 // cumulative, or a rate or level
	Sums  bool  // it adds up over the year

	HasLast         bool // last year's figures to the same month and of the whole year
	LastSoFar, Last int64

	HasPlan        bool // what the plan expects at the end of the month, and of the year
	Expected, Plan int64

	Most int64 // it cannot come to more (a share of completion); 0: no bound
}

// Project is what the figure comes to at the year's end. wanted names the method;
// a method that its figures are not there for gives way to the next one, and "" begins
// with the first. A sum moves in proportion, a rate or level by the difference.
func (w Way) Project(wanted Method) (int64, Method, bool) {
	if w.Month < 1 || w.Month > 12 {
		return 0, "", false
	}
	if w.Month == 12 {
		return w.SoFar, Reported, true
	}
	switch {
	case (wanted == "" || wanted == ByLastYear) && w.HasLast && (!w.Sums || w.LastSoFar > 0):
		return w.move(w.LastSoFar, w.Last), ByLastYear, true
	case wanted != ByPace && w.HasPlan && (!w.Sums || w.Expected > 0):
		return w.move(w.Expected, w.Plan), ByPlan, true
	case w.Sums:
		return w.move(int64(w.Month), 12), ByPace, true
	}
	return w.SoFar, AsItIs, true
}

// move takes the figure on as another went from one value to another.
func (w Way) move(from, to int64) int64 {
	if !w.Sums {
		return w.SoFar + to - from
	}
	n := round(new(big.Rat).Mul(big.NewRat(w.SoFar, 1), big.NewRat(to, from)), 0, quantity.HalfUp)
	if w.Most > 0 {
		n = min(n, max(w.Most, w.SoFar))
	}
	return n
}
