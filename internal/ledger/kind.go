package ledger

import (
	"fmt"
	"slices"
	"strings"

	"jiufen/internal/calendar"
)

// Kind is a kind of item (类别): data, one file in library/kinds on one engine.
type Kind struct {
	ID      string
	Name    string // 重点工作任务
	Purpose string // one sentence: what belongs here

	Mandatory []FieldName    // what must be filled in before issue
	Paths     []PathKind     // paths its measures may have; the first is proposed
	Dues      []DueSort      // due kinds it may have; the first is proposed
	Cadence   calendar.Grain // proposed for new items; NoGrain: nothing is owed
	Report    calendar.Rule  // when a report of the cadence is due
	Limits    []Limit        // classes of urgency; one alone is proposed
	Changes   []ChangeRule   // who decides a change: the first rule that fits
	Deferrals int            // at most so many deferrals below the mayor; 0: no bound
	AskDays   int            // a change is asked for so many working days before the date
	Closing   []ClosingStep  // the way out, in order
}

// FieldName is a field of an item that a kind can make mandatory.
type FieldName string

// The fields.
const (
	FieldTitle     FieldName = "title"
	FieldStandard  FieldName = "standard"
	FieldOrigin    FieldName = "origin"
	FieldMeasure   FieldName = "measure"
	FieldTarget    FieldName = "target"
	FieldLead      FieldName = "lead"
	FieldLeader    FieldName = "leader"
	FieldDue       FieldName = "due"
	FieldMilestone FieldName = "milestone"
	FieldSource    FieldName = "basis"   // 口径
	FieldProject   FieldName = "project" // 项目代码
	FieldProgramme FieldName = "programme"
	FieldPerson    FieldName = "person"
)

var fieldNames = []FieldName{FieldTitle, FieldStandard, FieldOrigin, FieldMeasure, FieldTarget, FieldLead, FieldLeader, FieldDue, FieldMilestone, FieldSource, FieldProject, FieldProgramme, FieldPerson}

// Limit is a class of urgency with its limit in days from 交办.
type Limit struct {
	ID      string
	Name    string // 急件
	Days    int
	Working bool
	SameDay bool // signed for on the day of 交办
}

// ChangeRule says who decides one sort of change.
type ChangeRule struct {
	Sorts      []ChangeSort // none: any
	Origins    []OriginSort // none: any
	WithinDays int          // only if the date moves by at most so many calendar days; 0: any
	SameYear   bool         // only if the date stays in its year
	NodeOnly   bool         // only for nodes, not for the limit
	Decider    Decider
	Note       string // 向人大常委会报告
}

// ClosingStep is one step of the end of an item.
type ClosingStep struct {
	Act      ClosingAct
	By       string // who takes it: lead, desk, field, authority, reader
	Days     int    // limit in working days; 0: none
	External bool   // needs the paper number of an outside authority
}

type kindFile struct {
	ID        string   `yaml:"id"`
	Name      string   `yaml:"name"`
	Purpose   string   `yaml:"purpose"`
	Mandatory []string `yaml:"mandatory"`
	Paths     []string `yaml:"paths"`
	Dues      []string `yaml:"dues"`
	Cadence   string   `yaml:"cadence"`
	Report    string   `yaml:"report_due"`
	Limits    []struct {
		ID      string `yaml:"id"`
		Name    string `yaml:"name"`
		Days    int    `yaml:"days"`
		Working bool   `yaml:"working"`
		SameDay bool   `yaml:"same_day"`
	} `yaml:"limits"`
	Changes []struct {
		Sorts      []string `yaml:"sorts"`
		Origins    []string `yaml:"origins"`
		WithinDays int      `yaml:"within_days"`
		SameYear   bool     `yaml:"same_year"`
		NodeOnly   bool     `yaml:"node_only"`
		Decider    string   `yaml:"decider"`
		Note       string   `yaml:"note"`
	} `yaml:"changes"`
	Deferrals int `yaml:"deferrals"`
	AskDays   int `yaml:"ask_days"`
	Closing   []struct {
		Act      string `yaml:"act"`
		By       string `yaml:"by"`
		Days     int    `yaml:"days"`
		External bool   `yaml:"external"`
	} `yaml:"closing"`
}

// ParseKind reads a file of library/kinds. Unknown fields are errors with their
// line; an unknown word is one that names the field and the words there are.
func ParseKind(b []byte) (*Kind, error) {
	var f kindFile
	if err := decodeStrict(b, &f); err != nil {
		return nil, fmt.Errorf("kind: %w", err)
	}
	if f.ID == "" || f.Name == "" || f.Purpose == "" {
		return nil, fmt.Errorf("kind: id, name and purpose are needed; write them")
	}
	k := &Kind{ID: f.ID, Name: f.Name, Purpose: f.Purpose, Deferrals: f.Deferrals, AskDays: f.AskDays}
	for _, step := range []func(*Kind) error{f.words, f.reporting, f.limits, f.changes, f.closing} {
		if err := step(k); err != nil {
			return nil, fmt.Errorf("kind %s: %w", f.ID, err)
		}
	}
	return k, nil
}

func (f *kindFile) words(k *Kind) (err error) {
	if k.Mandatory, err = each("mandatory", f.Mandatory, func(s string) (FieldName, error) { return word(s, fieldNames) }); err != nil {
		return err
	}
	if k.Paths, err = each("paths", f.Paths, ParsePath); err != nil {
		return err
	}
	if k.Dues, err = each("dues", f.Dues, func(s string) (DueSort, error) { return word(s, dueSorts) }); err != nil {
		return err
	}
	switch {
	case len(k.Dues) == 0:
		return fmt.Errorf("dues is empty; name at least one of %v", dueSorts)
	case f.Deferrals < 0 || f.AskDays < 0:
		return fmt.Errorf("deferrals and ask_days are not below zero")
	}
	return nil
}

func (f *kindFile) reporting(k *Kind) (err error) {
	if k.Cadence, err = calendar.ParseGrain(f.Cadence); err != nil {
		return fmt.Errorf("cadence: %w", err)
	}
	if (k.Cadence == calendar.NoGrain) != (f.Report == "") {
		return fmt.Errorf("cadence and report_due go together; write both or neither")
	}
	if f.Report != "" {
		if k.Report, err = calendar.ParseRule(f.Report); err != nil {
			return fmt.Errorf("report_due: %w", err)
		}
	}
	return nil
}

func (f *kindFile) limits(k *Kind) error {
	for i, l := range f.Limits {
		if l.ID == "" || l.Name == "" || l.Days < 1 || l.Days > 366 {
			return fmt.Errorf("limits[%d]: id, name and days (1 to 366) are needed", i)
		}
		if slices.ContainsFunc(k.Limits, func(m Limit) bool { return m.ID == l.ID }) {
			return fmt.Errorf("limits[%d]: %s stands twice", i, l.ID)
		}
		k.Limits = append(k.Limits, Limit(l))
	}
	return nil
}

func (f *kindFile) changes(k *Kind) (err error) {
	for i, c := range f.Changes {
		r := ChangeRule{WithinDays: c.WithinDays, SameYear: c.SameYear, NodeOnly: c.NodeOnly, Note: c.Note}
		at := fmt.Sprintf("changes[%d].", i)
		if r.Sorts, err = each(at+"sorts", c.Sorts, func(s string) (ChangeSort, error) { return word(s, changeSorts) }); err != nil {
			return err
		}
		if r.Origins, err = each(at+"origins", c.Origins, func(s string) (OriginSort, error) { return word(s, originSorts) }); err != nil {
			return err
		}
		if r.Decider, err = word(c.Decider, deciders); err != nil {
			return fmt.Errorf("%sdecider: %w", at, err)
		}
		k.Changes = append(k.Changes, r)
	}
	if n := len(k.Changes); n == 0 || !k.Changes[n-1].any() {
		return fmt.Errorf("changes: the last rule has to fit every change; end with one that has a decider only")
	}
	return nil
}

func (r ChangeRule) any() bool {
	return len(r.Sorts) == 0 && len(r.Origins) == 0 && r.WithinDays == 0 && !r.SameYear && !r.NodeOnly
}

var closers = []string{"lead", "desk", "field", "authority", "reader"}

func (f *kindFile) closing(k *Kind) (err error) {
	for i, c := range f.Closing {
		s := ClosingStep{Days: c.Days, External: c.External}
		if s.Act, err = word(c.Act, closingActs); err != nil {
			return fmt.Errorf("closing[%d].act: %w", i, err)
		}
		if s.By, err = word(c.By, closers); err != nil {
			return fmt.Errorf("closing[%d].by: %w", i, err)
		}
		k.Closing = append(k.Closing, s)
	}
	if len(k.Closing) == 0 {
		return fmt.Errorf("closing is empty; say how an item of this kind ends")
	}
	return nil
}

// each reads a list of words; an error names the field and the index.
func each[T any](field string, words []string, read func(string) (T, error)) ([]T, error) {
	var out []T
	for i, s := range words {
		v, err := read(s)
		if err != nil {
			return nil, fmt.Errorf("%s[%d]: %w", field, i, err)
		}
		out = append(out, v)
	}
	return out, nil
}

// word reads one word of a closed list.
func word[T ~string](s string, all []T) (T, error) {
	if slices.Contains(all, T(s)) {
		return T(s), nil
	}
	names := make([]string, len(all))
	for i, w := range all {
		names[i] = string(w)
	}
	return "", fmt.Errorf("%q is not one of %s", s, strings.Join(names, ", "))
}

// Limit is a class of urgency by its id.
func (k *Kind) Limit(id string) (Limit, bool) {
	i := slices.IndexFunc(k.Limits, func(l Limit) bool { return l.ID == id })
	if i < 0 {
		return Limit{}, false
	}
	return k.Limits[i], true
}

// Ends is the day a limit of this class ends that runs from the day of 交办.
func (l Limit) Ends(c *calendar.Cal, from calendar.Day) calendar.Due {
	if l.Working {
		return c.Add(from, l.Days)
	}
	return c.AddDays(from, l.Days, false)
}
