package calendar

import (
	"fmt"
	"slices"
)

// The years a Cal holds. Outside them only weekends are known.
const (
	firstYear = 2000
	lastYear  = 2060
)

// Cal is the working days of a place. The zero value is not usable; see New.
type Cal struct {
	lo, hi    Day      // first and last day held
	sum       []int32  // sum[i]: working days in [lo, lo+i]
	off       []uint8  // index into names + 1 for days off, 0 otherwise
	names     []string // names of holidays
	announced [lastYear - firstYear + 1]bool
	notices   map[int]string
}

// shift is how far the arrangement of a year not announced yet may move
// the end of a limit, in working days to either side (scenario 1).
const shift = 1

// New makes a calendar from announced years. Years of other places than the
// country add to or take from its arrangement of the same year; two files of
// one place and year are an error.
func New(years []Year) (*Cal, error) {
	c := &Cal{lo: Date(firstYear, 1, 1), hi: Date(lastYear, 12, 31), notices: map[int]string{}}
	years = slices.Clone(years)
	slices.SortStableFunc(years, func(a, b Year) int {
		if a.Year != b.Year {
			return a.Year - b.Year
		}
		return rank(a.Place) - rank(b.Place)
	})
	for i, y := range years {
		if y.Year < firstYear || y.Year > lastYear {
			return nil, fmt.Errorf("calendar: year %d is not between %d and %d", y.Year, firstYear, lastYear)
		}
		if slices.ContainsFunc(years[:i], func(z Year) bool { return z.Year == y.Year && z.Place == y.Place }) {
			return nil, fmt.Errorf("calendar: %d of %s is given twice; keep one file", y.Year, y.Place)
		}
	}
	working := c.weekdays()
	c.byLaw(working, years)
	for _, y := range years {
		c.announce(working, y)
	}
	c.sum = make([]int32, len(working))
	n := int32(0)
	for i, w := range working {
		if w {
			n++
		}
		c.sum[i] = n
	}
	return c, nil
}

func rank(place string) int {
	if place == National {
		return 0
	}
	return 1
}

func (c *Cal) weekdays() []bool {
	working := make([]bool, c.hi-c.lo+1)
	c.off = make([]uint8, len(working))
	for i := range working {
		working[i] = !(c.lo + Day(i)).Weekend()
	}
	return working
}

// byLaw sets the days of the law in years that nobody has announced.
func (c *Cal) byLaw(working []bool, years []Year) {
	for y := firstYear; y <= lastYear; y++ {
		if slices.ContainsFunc(years, func(z Year) bool { return z.Year == y && z.Place == National }) {
			continue
		}
		for _, h := range lawDays(y) {
			c.set(working, h.Day, false, h.Name)
		}
	}
}

func (c *Cal) announce(working []bool, y Year) {
	if y.Place == National {
		c.announced[y.Year-firstYear] = true
	}
	if c.notices[y.Year] != "" {
		c.notices[y.Year] += "；"
	}
	c.notices[y.Year] += y.Notice
	for _, h := range y.Off {
		c.set(working, h.Day, false, h.Name)
	}
	for _, d := range y.Work {
		c.set(working, d, true, "")
	}
}

func (c *Cal) set(working []bool, d Day, work bool, name string) {
	if d < c.lo || d > c.hi {
		return
	}
	i := d - c.lo
	working[i] = work
	c.off[i] = 0
	if name == "" {
		return
	}
	n := slices.Index(c.names, name)
	if n < 0 {
		n = len(c.names)
		c.names = append(c.names, name)
	}
	c.off[i] = uint8(n + 1)
}

// Announced reports whether the arrangement of a year has been loaded.
func (c *Cal) Announced(year int) bool {
	return year >= firstYear && year <= lastYear && c.announced[year-firstYear]
}

// Notice names the papers the arrangement of a year rests on, empty if none.
func (c *Cal) Notice(year int) string { return c.notices[year] }

// Holiday is the name of the holiday a day off belongs to, empty if none.
func (c *Cal) Holiday(d Day) string {
	if d < c.lo || d > c.hi || c.off[d-c.lo] == 0 {
		return ""
	}
	return c.names[c.off[d-c.lo]-1]
}

// upTo counts the working days from the first day held up to and including d;
// before it the count is negative. Outside what is held only weekends count.
func (c *Cal) upTo(d Day) int {
	if d < c.lo {
		return -weekdaysBetween(d, c.lo-1)
	}
	if d > c.hi {
		return int(c.sum[c.hi-c.lo]) + weekdaysBetween(c.hi, d)
	}
	return int(c.sum[d-c.lo])
}

// weekdaysBetween counts Mondays to Fridays after a up to and including b ≥ a.
func weekdaysBetween(a, b Day) int {
	n := int(b - a)
	count := n / 7 * 5
	for d := b - Day(n%7) + 1; d <= b; d++ { // at most six
		if !d.Weekend() {
			count++
		}
	}
	return count
}

// Working reports whether d is a working day.
func (c *Cal) Working(d Day) bool { return c.upTo(d) != c.upTo(d-1) }

// MakeUp reports whether d is a day of a weekend that is worked (调休上班日).
func (c *Cal) MakeUp(d Day) bool { return d.Weekend() && c.Working(d) }

// Between counts the working days after a up to and including b. For b before a
// it is the negative of Between(b, a).
func (c *Cal) Between(a, b Day) int { return c.upTo(b) - c.upTo(a) }

// Late is how many working days after due lie up to and including d, 0 if none.
func (c *Cal) Late(due, d Day) int { return max(c.Between(due, d), 0) }

// nth is the first day on which the count of working days reaches n.
func (c *Cal) nth(n int) Day {
	if n <= 0 {
		return c.outside(c.lo-1, n)
	}
	if last := int(c.sum[c.hi-c.lo]); n > last {
		return c.outside(c.hi, n-last)
	}
	i, j := 0, len(c.sum)-1 // the answer lies in [i, j]
	for i < j {
		if m := int(uint(i+j) >> 1); int(c.sum[m]) >= n {
			j = m
		} else {
			i = m + 1
		}
	}
	return c.lo + Day(i)
}

// outside walks weekdays from a day beyond what is held; n > 0 forward to the
// n-th after it, n ≤ 0 back to the (1−n)-th at or before it.
func (c *Cal) outside(d Day, n int) Day {
	if n > 0 {
		d += Day(n / 5 * 7)
		if n %= 5; n == 0 {
			return c.lastWeekday(d)
		}
		for n > 0 {
			if d++; !d.Weekend() {
				n--
			}
		}
		return d
	}
	d = c.lastWeekday(d - Day(-n/5*7))
	for n = -n % 5; n > 0; n-- {
		d = c.lastWeekday(d - 1)
	}
	return d
}

func (c *Cal) lastWeekday(d Day) Day {
	for d.Weekend() {
		d--
	}
	return d
}

// PrevWorking is the last working day at or before d.
func (c *Cal) PrevWorking(d Day) Day { return c.nth(c.upTo(d)) }

// NextWorking is the first working day at or after d.
func (c *Cal) NextWorking(d Day) Day { return c.nth(c.upTo(d-1) + 1) }
