package register

import (
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/rule"
)

// Type is what a field holds. All are kept as text in one canonical form.
type Type string

// The types.
const (
	Text     Type = "text"
	Words    Type = "words"    // several lines
	Number   Type = "number"   // with Decimals and Unit: "12.50"
	Day      Type = "day"      // "2026-06-30"
	Choice   Type = "choice"   // one of Choices
	Yes      Type = "yes"      // "yes" or ""
	Unit     Type = "unit"     // number of a unit
	Item     Type = "item"     // number of an item of the ledger
	Object   Type = "object"   // number of an object, of this register or of Of
	Document Type = "document" // number of a document
	Post     Type = "post"     // number of a leader's post
)

var types = []Type{Text, Words, Number, Day, Choice, Yes, Unit, Item, Object, Document, Post}

// Field is one thing kept of an object or of a line.
type Field struct {
	Name     string // what conditions call it
	Label    string // what people see and what a column of a list may be headed
	Also     []string
	Type     Type
	Must     bool
	Decimals int
	Unit     string
	Choices  []string
	Of       string // of an object: the register it stands in; '' is this one
	Late     bool   // filled in later: not asked for when the object is entered
	Listed   bool   // a column of the list
	Sum      bool   // a number of lines that is added up below them
	From     *Source
	En       string            // the label in English, '' if the file has none
	shown    map[string]string // choices as they are shown in the definition's language
}

// The sorts of a Source.
const (
	Result    = "result"    // the newest figure of an item (S1-65)
	Forecast  = "forecast"  // what the year of an item is projected to come to (S1-66)
	Portfolio = "portfolio" // words about a field of a leader's portfolio, with figures of the ledger by name (S6-01)
)

// Source says where a field's value comes from instead of being typed. The other
// parts name fields that stand beside it.
type Source struct {
	Sort          string
	Item          string // of a result or forecast: the item whose figure it is
	Unit          string // of a result: field of the object with the unit it is counted in; '' takes the main measure
	Leader, Field string // of a portfolio: the leader's post, the field of work
	Part          string // of a portfolio: done, what came of it, or next, what is to come
}

// Sourced tells whether a field is filled from the ledger while nobody typed into
// it; what a person types instead needs a reason.
func (f Field) Sourced() bool {
	return f.From != nil && (f.From.Sort == Result || f.From.Sort == Forecast)
}

// Sources tells whether any field of the register is filled from the ledger.
func (d *Definition) Sources() bool {
	sourced := func(fs []Field) bool { return slices.ContainsFunc(fs, Field.Sourced) }
	return sourced(d.Fields) || slices.ContainsFunc(d.Groups, func(g Group) bool { return sourced(g.Fields) })
}

// Written are the fields of a group that are written from the ledger.
func (g Group) Written() (out []Field) {
	for _, f := range g.Fields {
		if f.From != nil && f.From.Sort == Portfolio {
			out = append(out, f)
		}
	}
	return out
}

// Group is a sort of lines that hang on an object: figures, recipients, slices
// of years, tasks.
type Group struct {
	Name, Label string
	Fields      []Field
}

// Stage is one stage of the way. Days are the working days it takes, from which
// the latest day of each stage follows, counted back from the object's due day.
type Stage struct {
	ID, Name string
	Days     int
	Done     bool // the end of the way
	Needs    *rule.Rule
	Says     string // why it is refused where Needs does not hold
}

// Tick is one point of a checklist. With Values a tick is a comparison: the
// object's own value and the one it is held against.
type Tick struct {
	ID, Name string
	Values   bool
}

// Alert is a condition on which an object is shown as one to look at.
type Alert struct {
	ID, Name string
	When     *rule.Rule
	Says     string // with {field} for what the object holds
}

// Oblige says how an object becomes an item of the ledger (practice 2.11).
type Oblige struct {
	Kind      string
	Title     string // with {field}
	Standard  string
	Origin    string // sort of the origin
	Programme string
	Due       string // field
	Lead      string // field
}

// Fill takes first objects from this year's items (S1-66).
type Fill struct {
	Kinds  []string
	Fields map[string]string // field ← number, title, item, lead, target, value, unit, due
}

// Ask names the lines that ask for work, so that those without an item are found
// beside the clauses of documents that became none (S4-16).
type Ask struct {
	Lines string // group
	Text  string // its fields: what is asked, the item it became, why it became none
	Item  string
	Why   string // '' if none is kept
}

// Open are the lines that ask for work and have no item.
func (k *Ask) Open(r *Record) (out []Row) {
	for _, row := range r.Rows[k.Lines] {
		if row.Values[k.Item] == "" {
			out = append(out, row)
		}
	}
	return out
}

// View is a part of a register with a name of its own, a list beside the whole.
type View struct {
	ID, Name string
	When     *rule.Rule
}

// Definition is one register as its file says.
type Definition struct {
	ID       string
	Name     string // 专项规划
	Called   string // what one object is called: 规划
	Purpose  string // one sentence: what is kept here and why
	Rows     []string
	On       bool   // ships switched on
	SeenBy   string // all; '': the keeper, the office and the owner of each object
	System   string // the competent system elsewhere: counts are imported, nobody types
	Counts   []Field
	Fields   []Field
	Groups   []Group
	Stages   []Stage
	Ticks    []Tick
	Key      []string // fields that tell an object from others in an import
	Title    string   // field that names it
	Owner    string   // field of the unit that owns it; '' is the keeper
	Due      string   // field of the day by which the last stage is due
	Series   string   // field: objects that have the same are shown one against the next (S1-92)
	Compared string   // the field whose text is compared within a series
	Parent   string   // field of type object: lines are held against the parent's (S5-04)
	Cadence  calendar.Grain
	Alerts   []Alert
	Obliges  *Oblige
	Fill     *Fill
	Asks     *Ask
	Views    []View
	Expected int // objects that one unit is expected to keep a year
	Lines    int // lines an object is expected to get a year
	decimals int // of the numbers in conditions

	english      *Definition // the same in English, nil if the file does not speak it
	speaks       string
	untranslated []string
}

// Field is a field by its name.
func (d *Definition) Field(name string) (Field, bool) { return byName(d.Fields, name) }

// Group is a sort of lines by its name.
func (d *Definition) Group(name string) (Group, bool) {
	for _, g := range d.Groups {
		if g.Name == name {
			return g, true
		}
	}
	return Group{}, false
}

// Field is a field of a group's lines by its name.
func (g Group) Field(name string) (Field, bool) { return byName(g.Fields, name) }

// StageNamed is the place of the stage of a name, -1 if there is none.
func (d *Definition) StageNamed(name string) int {
	return slices.IndexFunc(d.Stages, func(s Stage) bool { return s.Name == name })
}

// StageAt is the place of a stage on the way, -1 if there is none.
func (d *Definition) StageAt(stage string) int {
	for i, s := range d.Stages {
		if s.ID == stage {
			return i
		}
	}
	return -1
}

// Tick is a point of the checklist by its id.
func (d *Definition) Tick(tick string) (Tick, bool) {
	for _, t := range d.Ticks {
		if t.ID == tick {
			return t, true
		}
	}
	return Tick{}, false
}

func byName(fields []Field, name string) (Field, bool) {
	for _, f := range fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}
