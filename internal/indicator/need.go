package indicator

import (
	"math/big"

	"jiufen/internal/quantity"
)

// Need is what the rest of the year has to come to. Point, Low and High are scaled
// by the decimals that were asked for.
type Need struct {
	Point     int64
	Low, High int64 // the band, where the figures it rests on are rounded
	Banded    bool
	Exact     *big.Rat // Point before it was rounded
}

// Year is the growth so far and what it is held against: the share of last year's
// total that had come by the same period. Part of Whole is exact where both are
// amounts; a weight of two decimals is itself rounded, by Half of its last place.
type Year struct {
	Part, Whole int64
	Half        int64 // how far Part may be off, in its own places; 0: it is exact
}

// Valid reports whether a part of the year is over and a part is left.
func (y Year) Valid() bool {
	return y.Whole > 0 && y.Part > 0 && y.Part+y.Half < y.Whole && y.Half < y.Part
}

// Growth is the growth that the rest of the year needs for a target of growth,
// from the growth so far. Both are percentages with so many decimals, the growth so
// far off by half of its last place; the result has one decimal. upward: the target
// is a floor.
func (y Year) Growth(target, sofar int64, decimals int, upward bool) (Need, bool) {
	if !y.Valid() {
		return Need{}, false
	}
	t, g, half := scaled(target, decimals), scaled(sofar, decimals), new(big.Rat).Quo(scaled(1, decimals), big.NewRat(2, 1))
	at := func(part int64, g *big.Rat) *big.Rat { // (T − w·g) / (1 − w)
		w := big.NewRat(part, y.Whole)
		n := new(big.Rat).Sub(t, new(big.Rat).Mul(w, g))
		return n.Quo(n, new(big.Rat).Sub(big.NewRat(1, 1), w))
	}
	var corners []*big.Rat
	for _, part := range []int64{y.Part - y.Half, y.Part + y.Half} {
		corners = append(corners, at(part, new(big.Rat).Sub(g, half)), at(part, new(big.Rat).Add(g, half)))
	}
	return needOf(at(y.Part, g), corners, 1, upward), true
}

// Amounts is the growth that the rest of the year needs where this year's amount
// is known too, and the amount itself, scaled like the amounts. A target that is
// reached already needs nothing.
func (y Year) Amounts(target int64, decimals int, sofar int64, upward bool) (n Need, rest int64, ok bool) {
	if !y.Valid() || y.Half != 0 {
		return Need{}, 0, false
	}
	goal := new(big.Rat).Mul(big.NewRat(y.Whole, 1), new(big.Rat).Add(big.NewRat(1, 1), new(big.Rat).Quo(scaled(target, decimals), big.NewRat(100, 1))))
	left := goal.Sub(goal, big.NewRat(sofar, 1))
	growth := new(big.Rat).Quo(left, big.NewRat(y.Whole-y.Part, 1))
	growth.Sub(growth, big.NewRat(1, 1)).Mul(growth, big.NewRat(100, 1))
	return needOf(growth, nil, 1, upward), round(left, 0, side(upward)), true
}

// GrowthOf is how much this year's amount stands above last year's to the same
// period, in percent.
func (y Year) GrowthOf(sofar int64) *big.Rat {
	g := big.NewRat(sofar-y.Part, y.Part)
	return g.Mul(g, big.NewRat(100, 1))
}

// Mean is what a mean over the year's days has to be over those that are left, from
// the mean over those that are gone, which is off by half of its last place.
func Mean(target, sofar int64, decimals, gone, left int, upward bool) (Need, bool) {
	if gone <= 0 || left <= 0 {
		return Need{}, false
	}
	at := func(sofar *big.Rat) *big.Rat {
		n := new(big.Rat).Mul(scaled(target, decimals), big.NewRat(int64(gone+left), 1))
		n.Sub(n, new(big.Rat).Mul(sofar, big.NewRat(int64(gone), 1)))
		return n.Quo(n, big.NewRat(int64(left), 1))
	}
	m, half := scaled(sofar, decimals), new(big.Rat).Quo(scaled(1, decimals), big.NewRat(2, 1))
	return needOf(at(m), []*big.Rat{at(new(big.Rat).Sub(m, half)), at(new(big.Rat).Add(m, half))}, max(decimals, 1), upward), true
}

// Sum is what each of the months that are left has to bring of a sum, with one
// decimal more than the sum has where it does not come out even.
func Sum(target, sofar int64, decimals, months int, upward bool) (rest int64, each Need, ok bool) {
	if months <= 0 || target <= sofar {
		return 0, Need{}, false
	}
	rest = target - sofar
	return rest, needOf(new(big.Rat).Quo(scaled(rest, decimals), big.NewRat(int64(months), 1)), nil, decimals+1, upward), true
}

// Faster is by how many points the rest of the year has to grow faster than it did,
// with one decimal.
func (n Need) Faster(sofar *big.Rat) int64 {
	return round(new(big.Rat).Sub(n.Exact, sofar), 1, quantity.HalfUp)
}

// Scaled is the number that n with so many decimals stands for.
func Scaled(n int64, decimals int) *big.Rat { return scaled(n, decimals) }

func needOf(point *big.Rat, corners []*big.Rat, decimals int, upward bool) Need {
	n := Need{Point: round(point, decimals, side(upward)), Exact: point}
	n.Low, n.High = n.Point, n.Point
	for i, c := range corners {
		low, high := round(c, decimals, quantity.Down), round(c, decimals, quantity.Up)
		if i == 0 {
			n.Low, n.High = low, high
		}
		n.Low, n.High = min(n.Low, low), max(n.High, high)
	}
	n.Banded = len(corners) > 0 && n.Low != n.High
	return n
}

func side(upward bool) quantity.Rounding {
	if upward {
		return quantity.Up
	}
	return quantity.Down
}

func scaled(n int64, decimals int) *big.Rat {
	return new(big.Rat).SetFrac(big.NewInt(n), power(decimals))
}

func power(decimals int) *big.Int {
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
}

// round scales a number by decimals and rounds it.
func round(r *big.Rat, decimals int, how quantity.Rounding) int64 {
	n := new(big.Int).Mul(r.Num(), power(decimals))
	q, m := new(big.Int).DivMod(n, r.Denom(), new(big.Int)) // towards −∞: the denominator is above zero
	switch {
	case m.Sign() == 0:
	case how == quantity.Up:
		q.Add(q, big.NewInt(1))
	case how == quantity.HalfUp:
		twice := m.Lsh(m, 1).Cmp(r.Denom())
		if twice > 0 || twice == 0 && n.Sign() > 0 { // a half goes away from zero
			q.Add(q, big.NewInt(1))
		}
	}
	return q.Int64()
}
