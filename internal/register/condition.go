package register

import (
	"fmt"
	"slices"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/quantity"
	"jiufen/internal/rule"
)

// reserved are the words of conditions that are no fields.
var reserved = []string{"today", "done", "ended", "stage", "behind", "latest", "unchecked", "defects", "uncured", "since",
	"untaken", "reached", "ticked", "differs", "count", "open", "sum", "differ", "filled", "days", "workdays", "dec", "not", "and", "or", "in", "let"}

// spoken are what a sentence may name besides fields.
var spoken = []string{"next", "latest", "missing", "uncured", "differing"}

// World is what conditions are held against besides the object itself.
type World struct {
	Today calendar.Day
	Cal   *calendar.Cal
	// Parent is the object that the parent field names, nil if there is none.
	Parent func(*Record) *Record
}

// names are the names of this register's conditions, with examples of their
// types; the functions check their words.
func (d *Definition) names() rule.Names { return d.values(&Record{}, World{}) }

// values are the names with what they are for an object. Days are day numbers,
// numbers are whole in the finest decimals of the register.
func (d *Definition) values(r *Record, w World) rule.Names {
	n := rule.Names{}
	for _, f := range d.Fields {
		n[f.Name] = d.plain(f, r.Values[f.Name])
	}
	at := r.Stage(d)
	next, latest := d.next(r, w)
	stage := ""
	if at >= 0 {
		stage = d.Stages[at].ID
	}
	unchecked := d.unchecked(r, w)
	open, uncured := r.defects(w.Today)
	for name, v := range map[string]any{"today": int(w.Today), "done": r.Done(d), "ended": r.Ended != 0, "stage": stage, "latest": int(latest),
		"behind": next != "" && latest != 0 && latest < w.Today, "unchecked": unchecked, "defects": open, "uncured": uncured, "since": int(r.Since), "untaken": d.untaken(r)} {
		n[name] = v
	}
	d.functions(n, r, w)
	return n
}

func (d *Definition) plain(f Field, s string) any {
	switch f.Type {
	case Number:
		return int(d.scaled(s))
	case Day:
		return int(dayOf(s))
	case Yes:
		return s == "yes"
	}
	return s
}

func (d *Definition) scaled(s string) int64 {
	v, err := quantity.Parse(s)
	if s == "" || err != nil {
		return 0
	}
	n, _ := v.Rescale(d.decimals)
	return n
}

// untaken counts the lines that ask for work, have no item and say no reason.
func (d *Definition) untaken(r *Record) (n int) {
	if d.Asks == nil {
		return 0
	}
	for _, row := range d.Asks.Open(r) {
		if row.Values[d.Asks.Why] == "" {
			n++
		}
	}
	return n
}

func (d *Definition) functions(n rule.Names, r *Record, w World) {
	stage := func(words []string) error {
		if d.StageAt(words[0]) < 0 {
			return fmt.Errorf("%q is no stage", words[0])
		}
		return nil
	}
	tick := func(words []string) error {
		if _, ok := d.Tick(words[0]); !ok {
			return fmt.Errorf("%q is no point of the checklist", words[0])
		}
		return nil
	}
	n["reached"] = rule.Func{Do: func(s string) bool { return r.Reached[s] != 0 }, Check: stage}
	n["ticked"] = rule.Func{Do: func(s string) bool { _, ok := r.Ticks[s]; return ok }, Check: tick}
	n["differs"] = rule.Func{Do: func(s string) bool { t, ok := r.Ticks[s]; return ok && t.Differs() }, Check: tick}
	n["filled"] = rule.Func{Do: func(s string) bool { return r.Values[s] != "" }, Check: func(words []string) error {
		if _, ok := d.Field(words[0]); !ok {
			return fmt.Errorf("%q is no field", words[0])
		}
		return nil
	}}
	n["count"] = rule.Func{Do: func(g string) int { return len(r.Rows[g]) }, Check: d.checkLines}
	n["open"] = rule.Func{Do: func(g, f string) int { return r.open(g, f) }, Check: d.checkLines}
	n["sum"] = rule.Func{Do: func(g, f string) int {
		sum := int64(0)
		for _, row := range r.Rows[g] {
			sum += d.scaled(row.Values[f])
		}
		return int(sum)
	}, Check: d.checkLines}
	n["differ"] = rule.Func{Do: func(g, key, value string) int { return len(d.Differing(r, w, g, key, value)) }, Check: d.checkLines}
	n["days"] = rule.Func{Do: func(a, b int) int { return b - a }}
	n["workdays"] = rule.Func{Do: func(a, b int) int {
		if w.Cal == nil {
			return 0
		}
		return w.Cal.Between(calendar.Day(a), calendar.Day(b))
	}}
	n["dec"] = rule.Func{Do: func(s string) int { return int(d.scaled(s)) }, Check: func(words []string) error {
		_, err := quantity.Parse(words[0])
		return err
	}}
}

// checkLines refuses a group, or a field of it, that does not exist.
func (d *Definition) checkLines(words []string) error {
	g, ok := d.Group(words[0])
	if !ok {
		return fmt.Errorf("%q is no sort of lines", words[0])
	}
	for _, f := range words[1:] {
		if _, ok := g.Field(f); !ok {
			return fmt.Errorf("%q is no field of the lines %s", f, words[0])
		}
	}
	return nil
}

func (r *Record) open(group, field string) (n int) {
	for _, row := range r.Rows[group] {
		if row.Values[field] == "" {
			n++
		}
	}
	return n
}

// next is the stage to be reached next with the latest day for it.
func (d *Definition) next(r *Record, w World) (string, calendar.Day) {
	at := r.Stage(d) + 1
	if at >= len(d.Stages) || r.Done(d) {
		return "", 0
	}
	latest := calendar.Day(0)
	if w.Cal != nil {
		latest = r.Latest(d, w.Cal)[at]
	}
	return d.Stages[at].ID, latest
}

// unchecked counts the rounds that have ended since the object was entered, or
// since its last check, without one.
func (d *Definition) unchecked(r *Record, w World) (n int) {
	if d.Cadence == calendar.NoGrain || r.Ended != 0 || w.Today == 0 {
		return 0
	}
	from := r.Since
	if k := len(r.Looks); k > 0 {
		from = calendar.In(r.Looks[k-1].Day, d.Cadence).End() + 1
	}
	for p := calendar.In(from, d.Cadence); p.End() < w.Today && n < 999; p = p.Next(d.Cadence) {
		n++
	}
	return n
}

func (r *Record) defects(today calendar.Day) (open, uncured int) {
	for _, f := range r.Flaws {
		if f.Cured == 0 {
			open++
			if f.CureBy != 0 && f.CureBy < today {
				uncured++
			}
		}
	}
	return open, uncured
}

// Difference is a line whose value is not that of the parent's line of the same
// key.
type Difference struct{ Key, Own, Other string }

// Differing holds the lines of a group against the parent's lines of the same
// group by a key field; lines that the parent does not have do not differ
// (S5-04, S5-07).
func (d *Definition) Differing(r *Record, w World, group, key, value string) (out []Difference) {
	if w.Parent == nil {
		return nil
	}
	p := w.Parent(r)
	if p == nil {
		return nil
	}
	theirs := map[string]string{}
	for _, row := range p.Rows[group] {
		theirs[strings.TrimSpace(row.Values[key])] = row.Values[value]
	}
	for _, row := range r.Rows[group] {
		k := strings.TrimSpace(row.Values[key])
		if other, ok := theirs[k]; ok && other != row.Values[value] {
			out = append(out, Difference{Key: k, Own: row.Values[value], Other: other})
		}
	}
	return out
}

// Raised is an alert that holds of an object, with its sentence.
type Raised struct{ ID, Name, Says string }

// Warn gives the alerts that hold of an object now. show writes the value of a
// field as people read it. An object that ended has none.
func (d *Definition) Warn(r *Record, w World, show func(Field, string) string) (out []Raised, err error) {
	if r.Ended != 0 || len(d.Alerts) == 0 {
		return nil, nil
	}
	values := d.values(r, w)
	for _, a := range d.Alerts {
		yes, err := a.When.Holds(values)
		if err != nil {
			return nil, fmt.Errorf("alert %s: %w", a.ID, err)
		}
		if yes {
			out = append(out, Raised{ID: a.ID, Name: a.Name, Says: d.say(a.Says, r, w, show)})
		}
	}
	return out, nil
}

// Within are the views of the register that an object stands in.
func (d *Definition) Within(r *Record, w World) (out []string, err error) {
	if len(d.Views) == 0 {
		return nil, nil
	}
	values := d.values(r, w)
	for _, v := range d.Views {
		yes, err := v.When.Holds(values)
		if err != nil {
			return nil, fmt.Errorf("view %s: %w", v.ID, err)
		}
		if yes {
			out = append(out, v.ID)
		}
	}
	return out, nil
}

// Refused tells why a stage cannot be reached now in the definition's language, ”
// if it can.
func (d *Definition) Refused(r *Record, w World, stage string, show func(Field, string) string) (string, error) {
	at := d.StageAt(stage)
	if at < 0 || d.Stages[at].Needs == nil {
		return "", nil
	}
	yes, err := d.Stages[at].Needs.Holds(d.values(r, w))
	if err != nil || yes {
		return "", err
	}
	return d.say(d.Stages[at].Says, r, w, show), nil
}

// say fills the places of a sentence.
func (d *Definition) say(says string, r *Record, w World, show func(Field, string) string) string {
	next, latest := d.next(r, w)
	return hole.ReplaceAllStringFunc(says, func(m string) string {
		name := m[1 : len(m)-1]
		if f, ok := d.Field(name); ok {
			return show(f, r.Values[name])
		}
		switch name {
		case "next":
			if at := d.StageAt(next); at >= 0 {
				return d.Stages[at].Name
			}
		case "latest":
			if latest != 0 {
				if d.speaks == English {
					return show(Field{Type: Day}, latest.String())
				}
				return latest.Label()
			}
		case "missing":
			return d.joined(d.missing(r))
		case "uncured":
			_, n := r.defects(w.Today)
			return fmt.Sprint(n)
		case "differing":
			var list []string
			for _, g := range d.Groups {
				for _, x := range d.Compare(r, w, g) {
					list = append(list, fmt.Sprintf("%s（%s／%s）", x.Key, x.Own, x.Other))
				}
			}
			return d.joined(list)
		}
		return "—"
	})
}

// Compare are the differing lines of a group whose first text field is the key
// and whose first number is the value.
func (d *Definition) Compare(r *Record, w World, g Group) []Difference {
	k := slices.IndexFunc(g.Fields, func(f Field) bool { return f.Type == Text })
	v := slices.IndexFunc(g.Fields, func(f Field) bool { return f.Type == Number })
	if k < 0 || v < 0 {
		return nil
	}
	return d.Differing(r, w, g.Name, g.Fields[k].Name, g.Fields[v].Name)
}

// missing are the points of the checklist that are not ticked, by their names.
func (d *Definition) missing(r *Record) (out []string) {
	for _, t := range d.Ticks {
		if _, ok := r.Ticks[t.ID]; !ok {
			out = append(out, t.Name)
		}
	}
	return out
}
