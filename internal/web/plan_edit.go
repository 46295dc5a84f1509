package web

// PlanPage is where a unit hands back its plan: milestones with date, value,
// standard and person.
type PlanPage struct {
	Page
	ID, Item, No, Back string
	Says               string
	Target             string
	Unit               string
	Version            string
	Rows               []PlanRow
	Person             Field
	Standard           Field
	Words              Field // why the plan is changed, when it is
}

// PlanRow is one milestone as typed.
type PlanRow struct {
	N                int
	Day, Value, Text string
	DayErr, ValueErr string
	Late             string // a warning: proposed, but later than the limit
}
