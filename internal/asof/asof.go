// Package asof holds the one coordinate of «as known then»: a point in the
// journal. A day resolves to the last change of that day; now is the last
// change there is. Pages and papers print the seq, which is the checkpoint's
// size, so "reproduce as known at checkpoint n" is literal.
package asof

import (
	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// Point is what was known, and the day it is judged on.
type Point struct {
	Seq id.Seq       // the last change that counts
	Day calendar.Day // the day of the place at that change, or the day asked for
	Now bool         // nothing later is known
}

// Before is the exclusive upper bound of the numbers of facts known at p.
func (p Point) Before() int64 { return id.Before(p.Seq) }
