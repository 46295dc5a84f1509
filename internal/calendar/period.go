package calendar

import (
	"fmt"
	"strconv"
	"strings"
)

// Period is a stretch of days a report or a figure speaks of: a ten-day period
// (旬), a month, January and February as one (1—2月: industry, investment and
// retail have no figures of January alone), a quarter, a half or a year.
//
// It is one number, its last day × 512 + its length in days, so periods sort by
// their end and, at the same end, the longer last. 0 is no period.
type Period int32

// Grain is the length of the periods of a cadence.
type Grain uint8

// The grains. StatMonth is by month with 1—2月 as one period.
const (
	NoGrain Grain = iota
	TenDays
	Month
	StatMonth
	Quarter
	Half
	FullYear
)

var grainNames = [...]string{"", "ten_days", "month", "stat_month", "quarter", "half", "year"}

// String is the grain's name in files and columns.
func (g Grain) String() string {
	if int(g) < len(grainNames) {
		return grainNames[g]
	}
	return "grain" + strconv.Itoa(int(g))
}

// ParseGrain reads the name of a grain; empty is NoGrain.
func ParseGrain(s string) (Grain, error) {
	for g, name := range grainNames {
		if s == name {
			return Grain(g), nil
		}
	}
	return NoGrain, fmt.Errorf("calendar: %q is not a grain; use one of %s", s, strings.Join(grainNames[1:], ", "))
}

func span(start, end Day) Period { return Period(int32(end)<<9 | int32(end-start+1)) }

// End is the last day.
func (p Period) End() Day { return Day(int32(p) >> 9) }

// Start is the first day.
func (p Period) Start() Day { return p.End() - Day(int32(p)&511) + 1 }

// Days is how many days it has.
func (p Period) Days() int { return int(int32(p) & 511) }

// Contains reports whether d is one of its days.
func (p Period) Contains(d Day) bool { return p != 0 && p.Start() <= d && d <= p.End() }

// In is the period of a grain that holds d. For NoGrain it is 0.
func In(d Day, g Grain) Period {
	y, m, dd := d.YMD()
	switch g {
	case TenDays:
		switch {
		case dd <= 10:
			return span(Date(y, m, 1), Date(y, m, 10))
		case dd <= 20:
			return span(Date(y, m, 11), Date(y, m, 20))
		}
		return span(Date(y, m, 21), Date(y, m+1, 0))
	case Month:
		return months(y, m, 1)
	case StatMonth:
		if m <= 2 {
			return months(y, 1, 2)
		}
		return months(y, m, 1)
	case Quarter:
		return months(y, (m-1)/3*3+1, 3)
	case Half:
		return months(y, (m-1)/6*6+1, 6)
	case FullYear:
		return months(y, 1, 12)
	}
	return 0
}

func months(y, m, n int) Period { return span(Date(y, m, 1), Date(y, m+n, 0)) }

// MonthOf is month m of a year.
func MonthOf(y, m int) Period { return months(y, m, 1) }

// QuarterOf is quarter q of a year.
func QuarterOf(y, q int) Period { return months(y, q*3-2, 3) }

// HalfOf is half h of a year.
func HalfOf(y, h int) Period { return months(y, h*6-5, 6) }

// YearOf is a whole year.
func YearOf(y int) Period { return months(y, 1, 12) }

// JanFeb is 1—2月 of a year.
func JanFeb(y int) Period { return months(y, 1, 2) }

// TenDaysOf is the ten-day period t (1 to 3) of a month.
func TenDaysOf(y, m, t int) Period { return In(Date(y, m, t*10-9), TenDays) }

// Grain is what sort of period it is; 0 if it is none that this package makes.
func (p Period) Grain() Grain {
	if p == 0 {
		return NoGrain
	}
	for _, g := range [...]Grain{TenDays, Month, Quarter, Half, FullYear} {
		if In(p.End(), g) == p {
			return g
		}
	}
	if In(p.End(), StatMonth) == p {
		return StatMonth
	}
	return NoGrain
}

// Valid reports whether it is a period this package makes.
func (p Period) Valid() bool { return p.Grain() != NoGrain }

// Next is the period of the grain that follows.
func (p Period) Next(g Grain) Period { return In(p.End()+1, g) }

// Prev is the period of the grain that ends before p begins.
func (p Period) Prev(g Grain) Period { return In(p.Start()-1, g) }

// String writes the period: 2026-06, 2026-06-T1, 2026-01/02, 2026-Q2, 2026-H1,
// 2026; no period is empty.
func (p Period) String() string {
	y, m, _ := p.End().YMD()
	switch p.Grain() {
	case TenDays:
		return fmt.Sprintf("%04d-%02d-T%d", y, m, p.third())
	case Month:
		return fmt.Sprintf("%04d-%02d", y, m)
	case StatMonth:
		return fmt.Sprintf("%04d-01/02", y)
	case Quarter:
		return fmt.Sprintf("%04d-Q%d", y, m/3)
	case Half:
		return fmt.Sprintf("%04d-H%d", y, m/6)
	case FullYear:
		return fmt.Sprintf("%04d", y)
	}
	if p == 0 {
		return ""
	}
	return p.Start().String() + "/" + p.End().String()
}

func (p Period) third() int { _, _, d := p.Start().YMD(); return d/10 + 1 }

// LabelKey is the key of the period's name in locale with its arguments, which
// alternate name and value: judge.month.5 for 5月, judge.period.tendays1 with m
// for 5月上旬, and so on.
func (p Period) LabelKey() (key string, args []any) {
	y, m, _ := p.End().YMD()
	switch p.Grain() {
	case TenDays:
		return "judge.period.tendays" + strconv.Itoa(p.third()), []any{"m", m}
	case Month:
		return "judge.month." + strconv.Itoa(m), nil
	case StatMonth:
		return "judge.period.janfeb", nil
	case Quarter:
		return "judge.period.quarter" + strconv.Itoa(m/3), nil
	case Half:
		return "judge.period.half" + strconv.Itoa(m/6), nil
	}
	return "judge.period.year", []any{"y", y}
}

// ParsePeriod reads what String writes.
func ParsePeriod(s string) (Period, error) {
	bad := fmt.Errorf("calendar: %q is not a period; write 2026-06, 2026-06-T1, 2026-01/02, 2026-Q2, 2026-H1 or 2026", s)
	ys, rest, has := strings.Cut(s, "-")
	y, ok := digits(ys, 4)
	if !ok || y < 1971 || y > 9999 {
		return 0, bad
	}
	if !has {
		return YearOf(y), nil
	}
	if rest == "01/02" {
		return JanFeb(y), nil
	}
	ms, t, third := strings.Cut(rest, "-T")
	if third {
		m, ok1 := digits(ms, 2)
		n, ok2 := digits(t, 1)
		if !ok1 || !ok2 || m < 1 || m > 12 || n < 1 || n > 3 {
			return 0, bad
		}
		return TenDaysOf(y, m, n), nil
	}
	return parsePart(y, rest, bad)
}

func parsePart(y int, rest string, bad error) (Period, error) {
	if len(rest) != 2 {
		return 0, bad
	}
	n, ok := digits(rest[1:], 1)
	switch {
	case ok && rest[0] == 'Q' && n >= 1 && n <= 4:
		return QuarterOf(y, n), nil
	case ok && rest[0] == 'H' && n >= 1 && n <= 2:
		return HalfOf(y, n), nil
	}
	if m, ok := digits(rest, 2); ok && m >= 1 && m <= 12 {
		return MonthOf(y, m), nil
	}
	return 0, bad
}

// digits reads exactly n ASCII digits.
func digits(s string, n int) (int, bool) {
	if len(s) != n {
		return 0, false
	}
	v := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		v = v*10 + int(s[i]-'0')
	}
	return v, true
}
