package web

import (
	"html/template"
)

// ItemPage answers: why this light, where promised, who ring by ring, plan and
// reality, reports, changes, journal.
type ItemPage struct {
	Page
	No, Kind, Title string
	Says            string
	Light           Light
	Rule, RuleURL   string
	Early           string // early warning seen by the unit alone
	Acts            []Act
	Origins         []OriginView
	Chain           []ChainLink
	Measures        []MeasureView
	Facts           []Pair    // standard of completion, parent, children …
	Nodes           []NodeRow // states to be reached, by day
	Children        []ChildRow
	Rollup          []string // what they come to
	Reports         []ReportRow
	Changes         []ChangeRow
	LastYear        *YearView // nil: nothing is known, and the viewer cannot say
	Leaves          []Leaf
	Leaf            int64 // size of the journal the list rests on
}

// OriginView is where the item was promised, with its sentence.
type OriginView struct {
	Spans   []Span
	Cite    string
	URL     string // the place in the document
	Demand  string // limit and value this origin asks for
	Joined  string // it came by merging a draft, and what spoke for that
	Undo    *Act   // takes the merging back
	Sets    string // what of the effective limit and value it sets; empty: nothing
	Decider string // who decides changes of it
}

// ChainLink is one ring of the chain of responsibility.
type ChainLink struct {
	Role, Names string
	Vacant      string // says since when; empty: held
	Fix         *Act
}

// MeasureView is what is counted, its plan and reality as chart and as table.
type MeasureView struct {
	ID      string
	Name    string
	Says    string // unit, direction, basis, path
	Wide    template.HTML
	Narrow  template.HTML
	Need    string // what the rest of the year has to come to
	Note    string
	CSV     string
	Unit    string
	Points  []PointRow
	Checked bool // some value was checked: the column is shown
}

// PointRow is one date of a measure.
type PointRow struct {
	At       string
	Plan     Figure
	Actual   Figure
	Checked  Figure
	Gap      Figure
	Light    string // colour; empty: not reached yet
	Standing string
	Sent     Day
}

// Pair is a name with its content.
type Pair struct{ Name, Text, URL string }

// NodeRow is a state to be reached (节点). Was is the day before the plan in force.
type NodeRow struct {
	State, Person     string
	Day, Was, Reached Day
	Late              string
	Source            *Act // the object of a register that says so; nil: a report does
}

// ChildRow is a part of the item owed by another unit.
type ChildRow struct {
	No, URL, Title, Lead string
	Light                Light
	Target, Actual       Figure
	Unit                 string
}

// ReportRow is one report with what became of it. Nothing in it is ever
// rewritten: a correction stands beside what it corrects.
type ReportRow struct {
	Period, Standing string
	Value            Figure
	Unit             string
	Text             string
	Problem, Next    string
	Corrected        string // 原报31，改为26，理由…
	Checked          string // what a check found beside it
	SentBy           string
	SignedBy         string
	Reviewed         string
	Waits            string
	Late             string
	Acts             []Act
	Proof            string // 已佐证, 仅申报; empty: nothing is asked
	Evidence         []EvidenceRow
}

// ChangeRow is a change of limit, value, unit or state, decided or not.
type ChangeRow struct {
	Kind, Reason, From, To string
	AskedBy                string
	Asked                  Day
	Decided                string
	URL                    string
}
