// Package calendar owns civil days, periods of reporting and the working days
// of a place.
//
// A Day is a count of days, never a moment: there are no hours and no time
// zones here. A Period is one number that sorts by its last day. A Cal answers
// what is a working day, how many lie between two days and where a limit ends,
// from the arrangements announced year by year (全国年节及纪念日放假办法) and, for
// a year not announced yet, from the thirteen days of the law alone; such
// answers carry a range and are marked uncertain.
//
// Invariants: the day of an event is never counted; Between and Working look up
// prefix sums and never walk over days; nothing here allocates in a lookup. A
// Cal does not change once made and may be shared. It reads no clock and no
// files: year data come as bytes.
package calendar
