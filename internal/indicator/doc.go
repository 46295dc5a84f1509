// Package indicator reckons what an indicator still has to come to: the growth,
// the sum or the mean that the rest of the year needs to reach the target (S1-33,
// scenario 5).
//
// It knows figures and nothing else: no item, no page, no store. Every result is
// exact until it is rounded: a floor up and a ceiling down, so that who meets the
// printed figure meets the exact one; a band, which comes from figures that are
// themselves rounded, outward. Growth is never inferred from amounts at current
// prices where prices are held constant; that is for the caller to refuse, who
// knows the basis.
package indicator
