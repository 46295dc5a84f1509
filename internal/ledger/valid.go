package ledger

import (
	"fmt"
	"slices"

	"jiufen/internal/calendar"
)

// Problem is what keeps an item from being issued or a plan from being handed
// back: the field, and the key of a sentence that says the cure.
type Problem struct {
	Field string // as the form names it: title, mode, milestones[2].day
	Key   string
	Args  []any // alternating name, value
}

// shortItem is how long an item may run without a milestone on the way: a
// decision of fifteen days has one date (S5-10).
const shortItem = 60

// CheckIssue lists what an item still needs before it can be issued. It needs a
// lead mode, a collating unit where the mode asks, and a due kind, whatever its
// kind; the kind adds its mandatory fields.
func CheckIssue(it *Item, k *Kind) []Problem {
	var ps []Problem
	ps = append(ps, checkMandatory(it, k)...)
	ps = append(ps, checkAssignment(it.Assign)...)
	ps = append(ps, checkDue(it, k)...)
	for i, m := range it.Measures {
		ps = append(ps, checkMeasure(fmt.Sprintf("measures[%d]", i), m, k)...)
	}
	if len(it.Measures) > 0 && !slices.ContainsFunc(it.Measures, func(m Measure) bool { return m.Main }) {
		ps = append(ps, Problem{Field: "measures", Key: "valid.measure.main"})
	}
	return ps
}

func checkMandatory(it *Item, k *Kind) []Problem {
	main := slices.ContainsFunc(it.Measures, func(m Measure) bool { return m.HasGoal || m.Relation != NoRelation || m.Path == State })
	basis := len(it.Measures) > 0 && !slices.ContainsFunc(it.Measures, func(m Measure) bool { return m.Main && m.Basis == "" })
	has := map[FieldName]bool{
		FieldTitle: it.Title != "", FieldStandard: it.Standard != "", FieldOrigin: len(it.Origins) > 0, FieldMeasure: len(it.Measures) > 0,
		FieldTarget: main, FieldLead: it.Assign.LeadUnit() != 0 || it.Assign.Mode == LeadEach, FieldLeader: len(it.Leaders) > 0, FieldDue: it.Due.Sort != "",
		FieldMilestone: len(it.Plan.Milestones) > 0, FieldSource: basis, FieldProject: it.Project != "", FieldProgramme: it.Programme != "", FieldPerson: it.Assign.Person != "",
	}
	need := append([]FieldName{FieldTitle}, k.Mandatory...)
	slices.Sort(need)
	var ps []Problem
	for _, f := range slices.Compact(need) {
		if f == FieldLead || f == FieldDue { // said by their own checks
			continue
		}
		if !has[f] {
			ps = append(ps, Problem{Field: string(f), Key: "valid.missing." + string(f)})
		}
	}
	return ps
}

func checkAssignment(a Assignment) []Problem {
	if !slices.Contains(leadModes, a.Mode) {
		return []Problem{{Field: "mode", Key: "valid.mode"}}
	}
	var ps []Problem
	leads := len(a.Of(RoleLead))
	switch {
	case a.Mode == LeadSingle && leads != 1:
		ps = append(ps, Problem{Field: "lead", Key: "valid.lead.single", Args: []any{"n", leads}})
	case a.Mode == LeadJoint && leads < 2:
		ps = append(ps, Problem{Field: "lead", Key: "valid.lead.joint", Args: []any{"n", leads}})
	case a.Mode == LeadByDuty && a.CollatingUnit() == 0:
		ps = append(ps, Problem{Field: "collate", Key: "valid.collate"})
	case a.Mode == LeadEach && len(a.Parties) == 0:
		ps = append(ps, Problem{Field: "lead", Key: "valid.lead.each"})
	}
	seen := map[Party]bool{}
	for _, p := range a.Parties {
		if seen[p] {
			ps = append(ps, Problem{Field: string(p.Role), Key: "valid.party.twice"})
		}
		seen[p] = true
	}
	return ps
}

func checkDue(it *Item, k *Kind) []Problem {
	d := it.Due
	switch {
	case d.Sort == "":
		return []Problem{{Field: "due", Key: "valid.due"}}
	case !slices.Contains(k.Dues, d.Sort):
		return []Problem{{Field: "due", Key: "valid.due.kind", Args: []any{"kind", k.Name}}}
	case d.Sort == DueDate && d.Day == calendar.None:
		return []Problem{{Field: "due", Key: "valid.due.day"}}
	case d.Sort == DueEvent && d.Event == 0:
		return []Problem{{Field: "due", Key: "valid.due.event"}}
	case d.Sort == DueInherited && it.Parent == 0:
		return []Problem{{Field: "due", Key: "valid.due.parent"}}
	case d.Sort == DueDate && it.Start != calendar.None && d.Day < it.Start:
		return []Problem{{Field: "due", Key: "valid.due.past", Args: []any{"start", it.Start.Label()}}}
	}
	return nil
}

func checkMeasure(at string, m Measure, k *Kind) []Problem {
	var ps []Problem
	say := func(field, key string) { ps = append(ps, Problem{Field: at + "." + field, Key: key}) }
	switch {
	case m.Path == 0:
		say("path", "valid.measure.path")
	case len(k.Paths) > 0 && !slices.Contains(k.Paths, m.Path):
		say("path", "valid.measure.path")
	}
	if m.Name == "" {
		say("name", "valid.measure.name")
	}
	if m.Dir != 1 && m.Dir != -1 {
		say("direction", "valid.measure.direction")
	}
	if m.Unit == "" && m.Path != State {
		say("unit", "valid.measure.unit")
	}
	if m.Path == Relative && (m.Relation == NoRelation || m.Other == "") {
		say("relation", "valid.measure.relation")
	}
	if m.Path == Bound && !m.HasGoal && m.Name == "" {
		say("target", "valid.measure.bound")
	}
	return ps
}

// CheckPlan lists what is wrong with a plan that a unit hands back: milestones
// in the item's time, cumulative figures that do not fall, the end at the
// target, and a milestone on the way where the item runs for more than sixty
// days.
func CheckPlan(it *Item, p Plan, due calendar.Day) []Problem {
	var ps []Problem
	last := map[int64]Milestone{}
	middle := false
	ms := slices.Clone(p.Milestones)
	slices.SortStableFunc(ms, func(a, b Milestone) int { return int(a.Day - b.Day) })
	for i, m := range ms {
		at := fmt.Sprintf("milestones[%d]", i)
		switch {
		case m.Day == calendar.None:
			ps = append(ps, Problem{Field: at + ".day", Key: "valid.node.day"})
			continue
		case due != calendar.None && m.Day > due:
			ps = append(ps, Problem{Field: at + ".day", Key: "valid.node.after", Args: []any{"due", due.Label()}})
		case m.Measure == 0 && m.State == "":
			ps = append(ps, Problem{Field: at + ".state", Key: "valid.node.state"})
		}
		if it.Start != calendar.None && m.Day < it.Start {
			ps = append(ps, Problem{Field: at + ".day", Key: "valid.node.before", Args: []any{"start", it.Start.Label()}})
		}
		middle = middle || m.Day < due
		ps = append(ps, checkStep(it, at, m, last)...)
	}
	if it.Start != calendar.None && due != calendar.None && due-it.Start > shortItem && !middle {
		ps = append(ps, Problem{Field: "milestones", Key: "valid.node.middle", Args: []any{"n", shortItem}})
	}
	return append(ps, checkEnds(it, last, due)...)
}

// checkStep holds a cumulative milestone against the one before it.
func checkStep(it *Item, at string, m Milestone, last map[int64]Milestone) []Problem {
	i := slices.IndexFunc(it.Measures, func(x Measure) bool { return x.ID == m.Measure })
	if m.Measure == 0 || i < 0 {
		if m.Measure != 0 {
			return []Problem{{Field: at + ".measure", Key: "valid.node.measure"}}
		}
		return nil
	}
	before, had := last[int64(m.Measure)]
	last[int64(m.Measure)] = m
	if had && it.Measures[i].Path.Cumulative() && m.Expected < before.Expected {
		return []Problem{{Field: at + ".expected", Key: "valid.node.falls", Args: []any{"day", before.Day.Label()}}}
	}
	return nil
}

// checkEnds holds the milestone on the limit against the target.
func checkEnds(it *Item, last map[int64]Milestone, due calendar.Day) []Problem {
	var ps []Problem
	for i, m := range it.Measures {
		end, ok := last[int64(m.ID)]
		if ok && m.HasGoal && end.Day == due && (m.Path.Cumulative() || m.Path == Level) && !m.Goal.Met(end.Expected) {
			ps = append(ps, Problem{Field: fmt.Sprintf("measures[%d].plan", i), Key: "valid.node.target", Args: []any{"name", m.Name}})
		}
	}
	return ps
}

// CheckFall lists what a report of a cumulative measure needs: a figure below
// the one before needs a reason.
func CheckFall(m Measure, before, now int64, reason FallReason) []Problem {
	if m.Path.Cumulative() && now < before && !slices.Contains(fallReasons, reason) {
		return []Problem{{Field: "value", Key: "valid.value.falls"}}
	}
	return nil
}
