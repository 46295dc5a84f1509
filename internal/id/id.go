package id

import (
	"fmt"
	"math"
	"strconv"
)

// Seq is the index of a change in the journal of a place, counted from 1.
type Seq int64

// Open is the end of a span that has not ended, and the "as of" that means now.
const Open Seq = math.MaxInt64

// rowBits is how many bits of a fact number count rows within one change.
const rowBits = 20

// MaxRows is how many fact rows one change can hold.
const MaxRows = 1 << rowBits

// Fact is the number of a fact of any kind.
type Fact int64

// Make returns the number of row n of change seq. n counts from 0 and must be
// below MaxRows; the store checks that before it calls.
func Make(seq Seq, n int) Fact { return Fact(int64(seq)<<rowBits | int64(n)) }

// Seq is the change that recorded the fact.
func (f Fact) Seq() Seq { return Seq(f >> rowBits) }

// Row is the fact's place within its change.
func (f Fact) Row() int { return int(f & (MaxRows - 1)) }

// Before is the exclusive upper bound of the facts known at seq: a fact was
// known then if its number is below Before(seq). It saturates at Open.
func Before(seq Seq) int64 {
	if seq >= math.MaxInt64>>rowBits {
		return math.MaxInt64
	}
	return (int64(seq) + 1) << rowBits
}

// The identifiers of aggregates: each is the number of the fact that founded it.
type (
	Place      int64
	Unit       int64
	Post       int64
	Person     int64
	Holder     int64
	Line       int64 // a line of a portfolio
	Grant      int64
	Document   int64
	Clause     int64
	Draft      int64 // work in progress, numbered by the store, not a fact
	Paper      int64
	Item       int64
	Origin     int64
	Measure    int64
	Assignment int64
	Plan       int64
	Milestone  int64
	Sheet      int64
	Report     int64
	Check      int64
	Change     int64 // a change of an item (延期 …), not a change of the journal
	Closing    int64
	Event      int64
	Opinion    int64
)

// number is any identifier of this package.
type number interface{ ~int64 }

// Parse reads an identifier as it stands in an address: decimal digits, above
// zero. The error names the text.
func Parse[T number](s string) (T, error) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n <= 0 {
		return 0, fmt.Errorf("id: %q is not an identifier", s)
	}
	return T(n), nil
}

// String writes an identifier as Parse reads it.
func String[T number](v T) string { return strconv.FormatInt(int64(v), 10) }
