// Package quantity owns figures: a whole number scaled by a power of ten, its
// unit, how a target compares, and on which side a result is rounded.
//
// There is no floating point here. Shares and differences of shares are taken
// from the exact ratio of two figures in 128-bit arithmetic and rounded once,
// when they are shown: 11.666… points are 11.7, not the difference of two
// rounded shares. Values are compared exactly.
//
// It knows nothing of what is counted; two figures are only compared by a
// caller who knows that they are of one series.
package quantity
