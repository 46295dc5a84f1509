package quantity

import (
	"fmt"
	"strings"
)

// Comparator is how a figure is held against a target.
type Comparator uint8

// The comparators of the contract of decompositions.
const (
	Reach    Comparator = iota // 达到
	AtLeast                    // 以上, 不低于
	AtMost                     // 以内, 不超过
	About                      // 左右
	Range                      // 5%—5.5%
	Relative                   // 高于全省平均水平
)

var comparatorNames = [...]string{"reach", "at_least", "at_most", "about", "range", "relative"}

// String is the name of the comparator in files and columns.
func (c Comparator) String() string {
	if int(c) < len(comparatorNames) {
		return comparatorNames[c]
	}
	return "comparator?"
}

// ParseComparator reads the name of a comparator.
func ParseComparator(s string) (Comparator, error) {
	for i, name := range comparatorNames {
		if s == name {
			return Comparator(i), nil
		}
	}
	return 0, fmt.Errorf("quantity: %q is not a comparator; use one of %s", s, strings.Join(comparatorNames[:], ", "))
}

// Goal is a target: a value, or the two ends of a range, all scaled alike.
type Goal struct {
	Comparator Comparator
	Value      int64
	Max        int64 // upper end of a range
	Tolerance  int64 // what «about» allows below (or above, if less is better)
	LessBetter bool
}

// Floor is the least that meets the goal, or the most if less is better.
func (g Goal) Floor() int64 {
	switch {
	case g.Comparator == About && g.LessBetter:
		return g.Value + g.Tolerance
	case g.Comparator == About:
		return g.Value - g.Tolerance
	case g.Comparator == Range && g.LessBetter:
		return g.Max
	}
	return g.Value
}

// Met reports whether v meets the goal. Being better than «about» or than the
// better end of a range meets it too.
func (g Goal) Met(v int64) bool {
	if g.LessBetter || g.Comparator == AtMost {
		return v <= g.Floor()
	}
	return v >= g.Floor()
}
