package web

// ReviewPage is the reviewer's queue and the report being read: accept, or
// return with a listed reason and words.
type ReviewPage struct {
	Page
	Says    string
	Views   []View
	Queue   []QueueRow
	Current *ReviewView
	Pager   Pager
}

// QueueRow is a report that waits.
type QueueRow struct {
	ID, URL, Title, Unit, Period, Waits string
	Tag                                 string
	Current                             bool
}

// ReviewView is one report with what is known about it.
type ReviewView struct {
	ID, Version    string
	Title, URL, No string
	Unit, Period   string
	Light          Light
	Says           string
	Facts          []Pair
	Text           string
	Proof          string // 已佐证, 仅申报; empty: nothing is asked
	Evidence       []EvidenceRow
	Plan, Before   Figure
	Value          Figure
	ValueUnit      string
	Flags          []string
	Decision       Field
	Reason         Field
	Words          Field
	Returns        string // how often returned this period, how often still possible
	Check          string // address of the check form; empty: no right
}

// CheckPage records what our own check found beside the reported value (核查).
type CheckPage struct {
	Page
	ID, Item, No, Back string
	Says               string
	Measure            Field
	Period             Field
	Reported           []Pair
	Found              Field
	Day                Field
	Manner             Field
	Words              Field
}
