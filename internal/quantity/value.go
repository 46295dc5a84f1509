package quantity

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// MaxDecimals is how many decimals a figure can carry.
const MaxDecimals = 9

// Value is N divided by 10^Decimals, in Unit: {3500, 2, "亿元"} is 35.00亿元.
// Money in fen has two decimals and the unit 元.
type Value struct {
	N        int64
	Decimals int
	Unit     string
}

// String writes the value with its unit: 35.00亿元.
func (v Value) String() string { return Format(v.N, v.Decimals) + v.Unit }

var pow10 = [...]int64{1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18}

// Format writes n scaled by 10^decimals: Format(-384, 1) is −38.4 with the
// minus sign of the office.
func Format(n int64, decimals int) string {
	s := strconv.FormatUint(magnitude(n), 10)
	if decimals > 0 {
		if len(s) <= decimals {
			s = strings.Repeat("0", decimals+1-len(s)) + s
		}
		s = s[:len(s)-decimals] + "." + s[len(s)-decimals:]
	}
	if n < 0 {
		return "−" + s
	}
	return s
}

// Short is Format without zeros at the end of the decimals: 3.50 is 3.5, 12.00
// is 12.
func Short(n int64, decimals int) string {
	for decimals > 0 && n%10 == 0 {
		n /= 10
		decimals--
	}
	return Format(n, decimals)
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-(n + 1)) + 1
	}
	return uint64(n)
}

// Parse reads a figure with its unit as people write it: 1,234.5亿元, ６．５％,
// −0.3, +12. Digits and signs may be full-width; commas are allowed between
// groups of three digits only. The decimals are those written. Text without a
// figure, with two points, with a dash for «none» or beyond 18 digits is an
// error that quotes the text.
func Parse(s string) (Value, error) {
	text := fold(strings.TrimSpace(s))
	bad := func(cure string) (Value, error) {
		return Value{}, fmt.Errorf("quantity: %q is not a figure; %s", s, cure)
	}
	neg := false
	if t, ok := strings.CutPrefix(text, "-"); ok {
		text, neg = t, true
	} else {
		text = strings.TrimPrefix(text, "+")
	}
	end := strings.IndexFunc(text, func(r rune) bool { return (r < '0' || r > '9') && r != '.' && r != ',' })
	if end < 0 {
		end = len(text)
	}
	num, unit := text[:end], strings.TrimSpace(text[end:])
	whole, frac, point := strings.Cut(num, ".")
	whole, ok := ungroup(whole)
	switch {
	case !ok:
		return bad("commas stand between groups of three digits")
	case whole == "" || point && frac == "" || strings.ContainsAny(frac, ".,"):
		return bad("write digits like 1,234.5")
	case len(frac) > MaxDecimals:
		return bad(fmt.Sprintf("at most %d decimals", MaxDecimals))
	case strings.ContainsAny(unit, "0123456789,.+-"):
		return bad("write one figure with its unit after it")
	}
	n, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil || len(whole)+len(frac) > 18 {
		return bad("at most 18 digits; use a larger unit")
	}
	if neg {
		n = -n
	}
	return Value{n, len(frac), unit}, nil
}

// fold makes full-width digits, signs, points and commas half-width.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．':
			return '.'
		case r == '，':
			return ','
		case r == '％':
			return '%'
		case r == '＋':
			return '+'
		case r == '−' || r == '－' || r == '–':
			return '-'
		}
		return r
	}, s)
}

// ungroup takes the commas out of 1,234,567.
func ungroup(s string) (string, bool) {
	parts := strings.Split(s, ",")
	for i, p := range parts {
		if i > 0 && len(p) != 3 || i == 0 && len(parts) > 1 && (len(p) == 0 || len(p) > 3) {
			return "", false
		}
	}
	return strings.Join(parts, ""), true
}

// ParseScaled reads a figure into a series with the given decimals. A unit, if
// one is written, must be the one given; decimals that the series cannot hold
// are an error, never cut off.
func ParseScaled(s string, decimals int, unit string) (int64, error) {
	v, err := Parse(s)
	if err != nil {
		return 0, err
	}
	if v.Unit != "" && v.Unit != unit {
		return 0, fmt.Errorf("quantity: %q is in %s, this series is in %s; convert it first", s, v.Unit, unit)
	}
	n, ok := v.Rescale(decimals)
	if !ok {
		return 0, fmt.Errorf("quantity: %q does not fit a series with %d decimals; give no more than that", s, decimals)
	}
	return n, nil
}

// Rescale is the value with other decimals; ok is false if that would lose
// digits or overflow.
func (v Value) Rescale(decimals int) (n int64, ok bool) {
	if decimals < 0 || decimals >= len(pow10) {
		return 0, false
	}
	for v.Decimals > decimals {
		if v.N%10 != 0 {
			return 0, false
		}
		v.N /= 10
		v.Decimals--
	}
	f := pow10[decimals-v.Decimals]
	if v.N > math.MaxInt64/f || v.N < math.MinInt64/f {
		return 0, false
	}
	return v.N * f, true
}
