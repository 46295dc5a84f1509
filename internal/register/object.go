package register

import (
	"cmp"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// Part says what an entry is about.
type Part string

// The parts.
const (
	Value  Part = "value"  // a field of the object, or of the line Line: Name, Text; Other the words it was filled from as of Day, Words why it is not the ledger's
	Line   Part = "line"   // a line of the group Name is begun; the entry's number is the line's
	Unline Part = "unline" // the line Line is taken away: Words say why
	Reach  Part = "stage"  // the stage Name is reached on Day
	Back   Part = "back"   // the stage Name is taken back: Words say why
	Check  Part = "tick"   // the point Name is ticked: Text own, Other the compared value, Words the finding
	Look   Part = "look"   // checked in the round of Day: Text is ok or defect, Words what was found
	Defect Part = "defect" // a defect: Words, to be cured by Day
	Cure   Part = "cure"   // the defect Line is cured on Day
	Raise  Part = "item"   // the item Text was raised from the object, or from the defect Line
	End    Part = "end"    // out of the register on Day: Words say why
)

// Entry is one thing that was recorded of an object.
type Entry struct {
	ID     id.Fact
	Object id.Fact
	Line   id.Fact
	Part   Part
	Name   string
	Text   string
	Other  string
	Words  string
	Day    calendar.Day
}

// Row is a line of a group with its values.
type Row struct {
	ID     id.Fact
	Values map[string]string
	Bound  map[string]Bound  // fields whose value has figures of the ledger in it
	Why    map[string]string // why a person typed what is taken from the ledger otherwise
}

// Bound is what was written of a value whose figures come from the ledger: words
// with the names of figures, and the day as of which they were filled in.
type Bound struct {
	Words string
	Day   calendar.Day
}

// Ticked is a point of the checklist that was ticked.
type Ticked struct {
	Own, Other, Words string
	Day               calendar.Day
}

// Differs tells whether the compared values are not the same.
func (t Ticked) Differs() bool { return t.Own != t.Other }

// Flaw is a defect found in a round.
type Flaw struct {
	ID     id.Fact
	Words  string
	CureBy calendar.Day
	Cured  calendar.Day
	Item   id.Item
}

// Record is an object as it stands after its entries.
type Record struct {
	ID      id.Fact
	N       int // number in the register
	Since   calendar.Day
	Values  map[string]string
	Whys    map[string]string // why a person typed what is taken from the ledger otherwise
	Rows    map[string][]Row
	Reached map[string]calendar.Day
	Ticks   map[string]Ticked
	Looks   []Entry // rounds of checks, oldest first
	Flaws   []Flaw
	Item    id.Item // the item it is in the ledger
	Ended   calendar.Day
	Why     string // it ended
	History []Entry
}

// Founding is the beginning of an object.
type Founding struct {
	ID  id.Fact
	N   int
	Day calendar.Day
}

// Assemble lays entries together into objects, in the order of their numbers.
// Entries are taken in the order of their numbers, whatever order they come in.
func Assemble(objects []Founding, entries []Entry) []*Record {
	by := make(map[id.Fact]*Record, len(objects))
	out := make([]*Record, 0, len(objects))
	for _, o := range objects {
		r := &Record{ID: o.ID, N: o.N, Since: o.Day, Values: map[string]string{}, Whys: map[string]string{}, Rows: map[string][]Row{}, Reached: map[string]calendar.Day{}, Ticks: map[string]Ticked{}}
		by[o.ID] = r
		out = append(out, r)
	}
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	for _, e := range entries {
		if r := by[e.Object]; r != nil {
			r.take(e)
		}
	}
	slices.SortFunc(out, func(a, b *Record) int { return cmp.Compare(a.N, b.N) })
	return out
}

func (r *Record) take(e Entry) {
	r.History = append(r.History, e)
	switch e.Part {
	case Value:
		if e.Line == 0 {
			r.Values[e.Name], r.Whys[e.Name] = e.Text, e.Words
		} else if row := r.row(e.Line); row != nil {
			row.Values[e.Name], row.Why[e.Name] = e.Text, e.Words
			if delete(row.Bound, e.Name); e.Other != "" {
				row.Bound[e.Name] = Bound{Words: e.Other, Day: e.Day}
			}
		}
	case Line:
		r.Rows[e.Name] = append(r.Rows[e.Name], Row{ID: e.ID, Values: map[string]string{}, Bound: map[string]Bound{}, Why: map[string]string{}})
	case Unline:
		for name, rows := range r.Rows {
			r.Rows[name] = slices.DeleteFunc(rows, func(x Row) bool { return x.ID == e.Line })
		}
	case Reach:
		r.Reached[e.Name] = e.Day
	case Back:
		delete(r.Reached, e.Name)
	case Check:
		r.Ticks[e.Name] = Ticked{Own: e.Text, Other: e.Other, Words: e.Words, Day: e.Day}
	case Look:
		r.Looks = append(r.Looks, e)
	case Defect:
		r.Flaws = append(r.Flaws, Flaw{ID: e.ID, Words: e.Words, CureBy: e.Day})
	case Cure:
		if f := r.flaw(e.Line); f != nil {
			f.Cured = e.Day
		}
	case Raise:
		n, err := id.Parse[id.Item](e.Text)
		if err != nil {
			return
		}
		if f := r.flaw(e.Line); f != nil {
			f.Item = n
		} else {
			r.Item = n
		}
	case End:
		r.Ended, r.Why = e.Day, e.Words
	}
}

func (r *Record) row(line id.Fact) *Row {
	for _, rows := range r.Rows {
		for i := range rows {
			if rows[i].ID == line {
				return &rows[i]
			}
		}
	}
	return nil
}

func (r *Record) flaw(n id.Fact) *Flaw {
	for i := range r.Flaws {
		if r.Flaws[i].ID == n {
			return &r.Flaws[i]
		}
	}
	return nil
}

// Stage is the place on the way of the last stage reached, -1 before the first.
// A stage left out counts as reached with a later one.
func (r *Record) Stage(d *Definition) int {
	at := -1
	for i, s := range d.Stages {
		if r.Reached[s.ID] != 0 {
			at = i
		}
	}
	return at
}

// Done tells whether the way is at its end.
func (r *Record) Done(d *Definition) bool {
	at := r.Stage(d)
	return at >= 0 && d.Stages[at].Done
}

// Owner is the unit that owns the object, 0 if none is named.
func (r *Record) Owner(d *Definition) id.Unit {
	n, _ := id.Parse[id.Unit](r.Values[d.Owner])
	return n
}

// At is the day an object speaks of: its first field of a day, 0 if there is none.
func (d *Definition) At(r *Record) calendar.Day {
	for _, f := range d.Fields {
		if f.Type == Day {
			return r.Day(f.Name)
		}
	}
	return 0
}

// Day is the value of a field as a day, 0 if there is none.
func (r *Record) Day(field string) calendar.Day { return dayOf(r.Values[field]) }

func dayOf(s string) calendar.Day {
	if s == "" {
		return 0
	}
	d, _ := calendar.Parse(s, 0)
	return d
}

// Latest are the latest days by which each stage has to be reached, counted back
// in working days from the object's due day (倒排工期, S5-06); zeros without one.
func (r *Record) Latest(d *Definition, cal *calendar.Cal) []calendar.Day {
	out := make([]calendar.Day, len(d.Stages))
	due := r.Day(d.Due)
	if due == 0 || d.Due == "" {
		return out
	}
	days := make([]int, len(d.Stages))
	for i, s := range d.Stages {
		days[i] = max(s.Days, 1)
	}
	for i, t := range cal.Backward(due, days) {
		out[i] = t.End
	}
	if n := len(out); n > 0 {
		out[n-1] = due
	}
	return out
}
