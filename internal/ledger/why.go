package ledger

import "jiufen/internal/calendar"

// Reason is what decided a light.
type Reason uint8

// The reasons.
const (
	NoReason             Reason = iota
	BecauseClosed               // a closing says so
	BecauseUnfinished           // closed as 未完成 at the year's end
	BecauseGrey                 // see Grey
	BecauseUnderWay             // something is reported, nothing is expected yet
	BecauseAmount               // done against expected today
	BecauseAmountOverdue        // not done and the limit is past
	BecauseLevel                // value against the node of its own period
	BecauseRelative             // value against the other figure
	BecauseHeld                 // 至今未突破
	BecauseBreach               // a breach is recorded
	BecauseBeyond               // a value lies beyond the bound
	BecauseStateLate            // a state was not reached by its day
	BecauseLimitLate            // the limit is past
	BecauseReached              // the state is reported reached, closing is to come
	BecauseStale                // an owed report stays away
)

// Why carries the numbers of a light. Figures are scaled by the decimals of the
// track they are of. Indexes point into the Input that was judged; −1 is none.
type Why struct {
	Light  Light
	Reason Reason
	Grey   GreyReason
	Marks  Mark
	Track  int16 // in Input.Tracks; −1: the item's states or limit
	Node   int16 // in the track's nodes or Input.States; −1: the limit
	Value  int16 // in the track's values
	Late   int32 // working days late
	Day    calendar.Day

	Actual, Expected int64
	Base             int64 // what a hundred percent are
}

// GreyName is the name of the grey, empty if the light is not grey.
func (w Why) GreyName() string { return w.Grey.String() }
