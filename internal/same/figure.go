package same

import (
	"strings"

	"jiufen/internal/quantity"
)

// powers are the multipliers that stand before a unit: 万人, 亿元.
var powers = []struct {
	word string
	n    int
}{{"万亿", 12}, {"千亿", 11}, {"百亿", 10}, {"亿", 8}, {"千万", 7}, {"百万", 6}, {"万", 4}, {"千", 3}, {"百", 2}}

// unitOf parts a unit into its base and the power of ten before it.
func unitOf(s string) (base string, power int) {
	for _, p := range powers {
		if t, ok := strings.CutPrefix(s, p.word); ok && t != "" {
			base, more := unitOf(t)
			return base, p.n + more
		}
	}
	return s, 0
}

func sameUnit(a, b string) bool {
	x, _ := unitOf(a)
	y, _ := unitOf(b)
	return x == y
}

// alike brings two figures of one base unit to one scale.
func alike(a, b quantity.Value) (x, y int64, ok bool) {
	u, p := unitOf(a.Unit)
	v, q := unitOf(b.Unit)
	if u != v {
		return 0, 0, false
	}
	// N/10^Decimals · 10^power: bring both to the lower exponent.
	e, f := p-a.Decimals, q-b.Decimals
	low := min(e, f)
	x, ok = (quantity.Value{N: a.N}).Rescale(e - low)
	if !ok {
		return 0, 0, false
	}
	y, ok = (quantity.Value{N: b.N}).Rescale(f - low)
	return x, y, ok
}

func equalFigures(a, b quantity.Value) bool {
	x, y, ok := alike(a, b)
	return ok && x == y
}

// Change is how a figure moved from one year to the next.
type Change struct {
	Sign    int   // of now less then
	Percent int64 // with one decimal; of figures in % the difference in points
	Points  bool
	Decimal int // of Percent
	Known   bool
}

// ChangeOf is the change from a figure of last year to this year's: in percent of
// last year's, or in percentage points where both are percentages. It is unknown
// when units differ or there is nothing to divide by.
func ChangeOf(was, now quantity.Value) Change {
	x, y, ok := alike(was, now)
	if !ok {
		return Change{}
	}
	c := Change{Known: true, Decimal: 1}
	switch {
	case y > x:
		c.Sign = 1
	case y < x:
		c.Sign = -1
	}
	if now.Unit == "%" {
		c.Points, c.Decimal = true, max(was.Decimals, now.Decimals)
		c.Percent = y - x
		return c
	}
	if c.Percent, ok = quantity.Percent(y-x, x, 1, quantity.HalfUp); !ok || x == 0 {
		return Change{Sign: c.Sign}
	}
	return c
}

// SameUnit reports whether two units count the same thing, multipliers aside: 人
// and 万人.
func SameUnit(a, b string) bool { return sameUnit(a, b) }
