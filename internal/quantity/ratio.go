package quantity

import (
	"cmp"
	"math"
	"math/bits"
)

// Rounding is the side a result is rounded to.
type Rounding uint8

// The roundings. A required floor is rounded Up and a ceiling Down, so that who
// meets the printed figure meets the exact one (scenario 5).
const (
	HalfUp Rounding = iota // to the nearest, a half away from zero
	Up                     // towards +∞
	Down                   // towards −∞
)

// u128 is an unsigned 128-bit number.
type u128 struct{ hi, lo uint64 }

func mul(a, b uint64) u128 { hi, lo := bits.Mul64(a, b); return u128{hi, lo} }

func (a u128) cmp(b u128) int {
	if c := cmp.Compare(a.hi, b.hi); c != 0 {
		return c
	}
	return cmp.Compare(a.lo, b.lo)
}

// CmpProducts compares a·b with c·d exactly.
func CmpProducts(a, b, c, d int64) int {
	s, t := sign(a)*sign(b), sign(c)*sign(d)
	if s != t || s == 0 {
		return cmp.Compare(s, t)
	}
	return s * mul(magnitude(a), magnitude(b)).cmp(mul(magnitude(c), magnitude(d)))
}

func sign(n int64) int { return cmp.Compare(n, 0) }

// MulDiv is a·b/c rounded to a side. ok is false if c is zero or the result
// does not fit.
func MulDiv(a, b, c int64, r Rounding) (n int64, ok bool) {
	if c == 0 {
		return 0, false
	}
	neg := sign(a)*sign(b)*sign(c) < 0
	p, d := mul(magnitude(a), magnitude(b)), magnitude(c)
	if p.hi >= d {
		return 0, false
	}
	q, rem := bits.Div64(p.hi, p.lo, d)
	away := false // from zero
	switch r {
	case HalfUp:
		away = rem >= d-rem && rem != 0
	case Up:
		away = rem != 0 && !neg
	case Down:
		away = rem != 0 && neg
	}
	if away {
		q++
	}
	if q > math.MaxInt64 {
		return 0, false
	}
	if neg {
		return -int64(q), true
	}
	return int64(q), true
}

// Percent is a/b in percent, scaled by 10^decimals: Percent(31, 120, 1, HalfUp)
// is 258 for 25.8 %. a and b have the same scale.
func Percent(a, b int64, decimals int, r Rounding) (int64, bool) {
	if decimals < 0 || decimals > MaxDecimals {
		return 0, false
	}
	return MulDiv(a, 100*pow10[decimals], b, r)
}

// Points is by how many percentage points a/b lies above c/b, from the exact
// figures, scaled by 10^decimals: 60/120 against 46/120 is 11.7, from 11.666….
func Points(a, c, b int64, decimals int) (int64, bool) {
	if (c < 0 && a > math.MaxInt64+c) || (c > 0 && a < math.MinInt64+c) {
		return 0, false
	}
	return Percent(a-c, b, decimals, HalfUp)
}
