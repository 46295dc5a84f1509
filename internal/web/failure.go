package web

import "time"

// FailurePage says what went wrong, whether data is lost and what to do.
type FailurePage struct {
	Page
	Heading string
	Says    string
	Steps   []Act  // what to do; without URL plain words
	Request string // number to tell the operator; empty: not worth telling
	At      time.Time
}
