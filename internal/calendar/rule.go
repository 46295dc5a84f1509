package calendar

import (
	"fmt"
	"strconv"
	"strings"
)

// Shift says where a due day goes that is not a working day.
type Shift uint8

// The shifts. A hard date stays: it does not slide to the next working day.
const (
	Stay Shift = iota
	Next
	Prev
)

var shiftNames = [...]string{"stay", "next", "prev"}

// String is the name of the shift in files.
func (s Shift) String() string { return shiftNames[s] }

// Rule is when a report of a period is due: on day N of a month Months after
// the month the period ends in (0: the same), or, with Working set, N working
// days after the period's end.
type Rule struct {
	N       int
	Months  int
	Working bool
	Shift   Shift
}

// LastDay as N is the last day of the month.
const LastDay = 31

// On is the due day of a period.
func (r Rule) On(c *Cal, p Period) Due {
	if r.Working {
		return c.Add(p.End(), r.N)
	}
	y, m, _ := p.End().YMD()
	last := Date(y, m+r.Months+1, 0)
	_, _, n := last.YMD()
	day := last - Day(n-min(r.N, n))
	return c.slide(Due{Day: day, Min: day, Max: day}, r.Shift)
}

// String writes the rule as ParseRule reads it.
func (r Rule) String() string {
	if r.Working {
		return "end+" + strconv.Itoa(r.N) + "wd"
	}
	return "day " + strconv.Itoa(r.N) + " +" + strconv.Itoa(r.Months) + " " + r.Shift.String()
}

// ParseRule reads a due rule: «day 25 +0 next» (day 25 of the month the period
// ends in, slid to the next working day), «end+5wd» (five working days after
// the period's end), or in the words of a notice «每月25日前，遇非工作日顺延»,
// «次月10日前», «每季度末月20日前», «期末后5个工作日内».
func ParseRule(s string) (Rule, error) {
	bad := fmt.Errorf("calendar: %q is not a due rule; write «day 25 +0 next», «end+5wd» or «每月25日前，遇非工作日顺延»", s)
	if n, ok := strings.CutPrefix(s, "end+"); ok {
		v, err := strconv.Atoi(strings.TrimSuffix(n, "wd"))
		if err != nil || !strings.HasSuffix(n, "wd") || v < 1 || v > 250 {
			return Rule{}, bad
		}
		return Rule{N: v, Working: true}, nil
	}
	if rest, ok := strings.CutPrefix(s, "day "); ok {
		return parsePlain(rest, bad)
	}
	return parseWords(s, bad)
}

func parsePlain(s string, bad error) (Rule, error) {
	f := strings.Fields(s)
	if len(f) != 3 || !strings.HasPrefix(f[1], "+") {
		return Rule{}, bad
	}
	n, err1 := strconv.Atoi(f[0])
	m, err2 := strconv.Atoi(f[1][1:])
	if err1 != nil || err2 != nil || n < 1 || n > 31 || m < 0 || m > 12 {
		return Rule{}, bad
	}
	for i, name := range shiftNames {
		if f[2] == name {
			return Rule{N: n, Months: m, Shift: Shift(i)}, nil
		}
	}
	return Rule{}, bad
}

// ruleStarts are the openings of a due rule in words and the months they add.
var ruleStarts = []struct {
	words  string
	months int
}{
	{"每季度最后一个月", 0}, {"每季度末月", 0}, {"每季末月", 0}, {"季后首月", 1}, {"次月", 1}, {"下月", 1}, {"每月", 0}, {"当月", 0},
}

func parseWords(s string, bad error) (Rule, error) {
	s = strings.NewReplacer(",", "，", " ", "").Replace(s)
	head, tail, has := strings.Cut(s, "，")
	r := Rule{}
	switch {
	case !has:
	case strings.HasSuffix(tail, "顺延"):
		r.Shift = Next
	case strings.HasSuffix(tail, "提前"):
		r.Shift = Prev
	default:
		return Rule{}, bad
	}
	if n, ok := strings.CutPrefix(head, "期末后"); ok {
		v, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(n, "内"), "个工作日"))
		if err != nil || v < 1 || v > 250 || has {
			return Rule{}, bad
		}
		return Rule{N: v, Working: true}, nil
	}
	for _, st := range ruleStarts {
		rest, ok := strings.CutPrefix(head, st.words)
		if !ok {
			continue
		}
		rest = strings.TrimSuffix(rest, "前")
		if rest == "底" || rest == "末" || rest == "最后一日" {
			r.N, r.Months = LastDay, st.months
			return r, nil
		}
		n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSuffix(rest, "日"), "号"))
		if err != nil || n < 1 || n > 31 {
			return Rule{}, bad
		}
		r.N, r.Months = n, st.months
		return r, nil
	}
	return Rule{}, bad
}
