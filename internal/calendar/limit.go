package calendar

// Due is the day a limit ends. Where the limit reaches into a year whose
// arrangement has not been announced, Uncertain is set, Day follows from the
// days of the law, and the true day is expected from Min to Max.
type Due struct {
	Day, Min, Max Day
	Uncertain     bool
	Year          int // the year that is not announced, when uncertain
}

// Add is the end of a limit of n working days that runs from d: d itself is not
// counted. For n ≤ 0 it is d.
func (c *Cal) Add(d Day, n int) Due {
	if n <= 0 {
		return Due{Day: d, Min: d, Max: d}
	}
	at := c.upTo(d) + n
	end := c.nth(at)
	due := Due{Day: end, Min: end, Max: end}
	if year := c.unannounced(d+1, end); year != 0 {
		due.Uncertain, due.Year = true, year
		due.Min, due.Max = max(c.nth(at-shift), d+1), c.nth(at+shift)
	}
	return due
}

// Back is the latest day from which n working days still fit before and
// including end: the start of work of n days, both ends counted. For n ≤ 0 it
// is the last working day at or before end.
func (c *Cal) Back(end Day, n int) Day { return c.nth(c.upTo(end) - max(n-1, 0)) }

// unannounced is the first year from a to b that is not announced, 0 if none.
func (c *Cal) unannounced(a, b Day) int {
	for y, last := a.Year(), b.Year(); y <= last; y++ {
		if !c.Announced(y) {
			return y
		}
	}
	return 0
}

// AddDays is the end of a limit of n calendar days that runs from d. If extend
// is set and the last day is not a working day, the limit ends on the first
// working day after it (by analogy with 民法典 Art. 203).
func (c *Cal) AddDays(d Day, n int, extend bool) Due {
	end := d + Day(n)
	due := Due{Day: end, Min: end, Max: end}
	if extend {
		return c.slide(due, Next)
	}
	return due
}

// slide moves a due day that is not a working day.
func (c *Cal) slide(due Due, s Shift) Due {
	end := due.Day
	switch s {
	case Next:
		due.Day = c.NextWorking(end)
	case Prev:
		due.Day = c.PrevWorking(end)
	}
	due.Min, due.Max = due.Day, due.Day
	if s == Stay {
		return due
	}
	if year := c.unannounced(min(end, due.Day), max(end, due.Day)); year != 0 {
		at := c.upTo(due.Day)
		due.Uncertain, due.Year = true, year
		due.Min, due.Max = min(due.Day, c.nth(at-shift)), c.nth(at+shift)
	}
	return due
}

// Task is a stretch of working days, both ends counted.
type Task struct{ Start, End Day }

// Backward lays tasks of the given lengths in working days one after another so
// that the last ends on the last working day at or before end (倒排工期).
func (c *Cal) Backward(end Day, days []int) []Task {
	out := make([]Task, len(days))
	end = c.PrevWorking(end)
	for i := len(days) - 1; i >= 0; i-- {
		out[i] = Task{c.Back(end, days[i]), end}
		end = c.PrevWorking(out[i].Start - 1)
	}
	return out
}

// Forward lays tasks of the given lengths in working days one after another
// from the first working day at or after start.
func (c *Cal) Forward(start Day, days []int) []Task {
	out := make([]Task, len(days))
	start = c.NextWorking(start)
	for i, n := range days {
		out[i] = Task{start, c.nth(c.upTo(start) + max(n, 1) - 1)}
		start = c.NextWorking(out[i].End + 1)
	}
	return out
}
