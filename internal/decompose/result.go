package decompose

import "jiufen/internal/document"

// Label is what a clause does.
type Label uint8

// The labels of clauses.
const (
	Background Label = iota
	Commitment
	Achievement
	Heading
	Furniture
)

var labelNames = [...]string{"background", "commitment", "achievement", "heading", "furniture"}

// String is the label's name in exchanged files.
func (l Label) String() string { return labelNames[l] }

// Result is what was read out of one document.
type Result struct {
	Doc       document.Document
	Year      int // the year planned for, 0 when unknown
	Clauses   []ClauseRead
	Drafts    []Draft
	Facts     []Target
	Uncovered []Uncovered
}

// ClauseRead is how one clause of the document was understood; same index.
type ClauseRead struct {
	Label  Label
	Reason string // key of a sentence
}

// Uncovered is a clause of a planning section that became no draft.
type Uncovered struct {
	Clause int
	Reason string // key of a sentence
}

// Span is a place in the text, in code points, half open.
type Span struct{ Start, End int }

// Draft is one proposed item.
type Draft struct {
	ID int
	Span
	Kind       string
	Title      string
	Clauses    []int
	Parent     int // -1 for none
	Targets    []Target
	Dues       []Due
	Units      []Unit
	Leaders    []Leader
	LeadMode   string // single, joint, by_duty, each; empty when the text is silent
	Strength   string // ensure, strive, expected: of its first target that says so, or of its sentences
	Nature     string // binding, expected
	Confidence float64
}

// Target is a measured or comparable promise, or a measured fact.
type Target struct {
	Span
	Indicator  string
	Measure    string // growth, fall, level, add, share, rank, times
	Comparator string // reach, at_least, at_most, about, range, relative
	Value      string // decimal digits, empty when masked or relative
	ValueMax   string
	ValueFrom  string
	Unit       string // as written with its multiplier; empty for none
	Masked     bool
	RelativeTo string
	Relation   string // above, equal, below
	Period     string
	Strength   string // ensure, strive, expected
	Nature     string // binding, expected
	Of         int    // index of the target it is a part of, -1 for none
	Area       string
}

// Due is a time limit.
type Due struct {
	Span
	Kind    string // by, within, cadence, period, event, standing, always
	Date    string // YYYY-MM-DD, the last day that still meets it; empty when unknown
	Days    int
	Working bool
	Assumed bool
	Starts  bool
	Every   string
}

// Unit is an organisation made responsible.
type Unit struct {
	Span
	Role string // lead, cooperate, responsible, collate
	ID   string // of the known unit it was matched to
}

// Leader is a person's post named beside the units.
type Leader struct {
	Span
	Role string // lead, assist
}

// Known is a unit of the place, for matching.
type Known struct {
	ID, Name string
	Aliases  []string
}

// Options are what the caller knows beside the text.
type Options struct {
	Year  int // 0: read from the text
	Units []Known
}
