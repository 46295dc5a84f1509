package ledger

import (
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/quantity"
)

// Item is everything that a unit owes by a date (工作事项), with its child rows as
// known at one point. Zero fields are what nobody has said.
type Item struct {
	ID        id.Item
	Number    string // what people see
	Kind      string // id of a kind
	Title     string
	Standard  string // when it counts as done
	Programme string
	Project   string       // 项目代码, where the kind asks for it
	Start     calendar.Day // day of 交办, 0 before
	Parent    id.Item
	Rollup    Rollup // how children count towards this item

	Origins  []Origin
	Measures []Measure
	Assign   Assignment
	Leaders  []Leader
	Due      Due
	Plan     Plan
}

// Origin is one source of an item (来源) with its own demand, limit, value and
// decider of changes.
type Origin struct {
	ID      id.Origin
	Sort    OriginSort
	Name    string // as printed: 市长批示, 民生实事第6项
	Demand  string
	Limit   calendar.Day // 0: sets none
	Fixed   string       // what fixes the limit besides: 采暖期
	Decider Decider      // set by hand; empty: from the kind's rules
}

// Measure is what is counted of an item (计量).
type Measure struct {
	ID       id.Measure
	Name     string
	Unit     string
	Path     PathKind
	Dir      int8   // +1 more is better, −1 less is better
	Basis    string // 口径
	Main     bool   // sets the light
	HasGoal  bool
	Goal     quantity.Goal
	Other    string // of a relative measure: what it is held against
	Relation Relation
}

// Assignment gives an item to units.
type Assignment struct {
	Mode    LeadMode
	Parties []Party
	Words   string // as printed in the notice: 各县区按职责分工负责
	Person  string // inside the lead unit
}

// Party is a unit with its role, in the order of the notice.
type Party struct {
	Unit id.Unit
	Role Role
}

// Leader relates a post to an item by hand; without it 分管 follows from the
// portfolio of the date.
type Leader struct {
	Relation LeaderRelation
	Post     id.Post
}

// Due is when an item is due.
type Due struct {
	Sort    DueSort
	Day     calendar.Day // of a date; of an event that has happened, the day of the event
	Event   id.Event
	N       int // days after the event
	Working bool
}

// On is the day a due falls on, and whether it waits for its event. Standing,
// always and inherited dues fall on no day of their own.
func (d Due) On(c *calendar.Cal) (due calendar.Due, await bool) {
	switch {
	case d.Sort == DueEvent && d.Day == calendar.None:
		return calendar.Due{}, true
	case d.Sort == DueEvent && d.Working:
		return c.Add(d.Day, d.N), false
	case d.Sort == DueEvent:
		return c.AddDays(d.Day, d.N, false), false
	case d.Sort == DueDate:
		return calendar.Due{Day: d.Day, Min: d.Day, Max: d.Day}, false
	}
	return calendar.Due{}, false
}

// Plan is a version of an item's plan (推进计划). A change decided later makes a
// new version; what was judged before keeps the old one.
type Plan struct {
	ID         id.Plan
	Version    int
	From       calendar.Day // in force from this day on
	Milestones []Milestone
}

// Milestone is a node of a plan (节点): an expected value of a measure, or a state.
type Milestone struct {
	ID       id.Milestone
	Measure  id.Measure // 0: a state
	Day      calendar.Day
	Expected int64
	State    string
	Person   string
}

// Closing is a step of the end of an item.
type Closing struct {
	Act     ClosingAct
	Reached calendar.Day // day the standard was reached
	Number  string       // paper of the authority that strikes it off
}

// LeadUnit is the unit that answers first: the first lead, or where there is
// none the collating unit; 0 if neither is set.
func (a Assignment) LeadUnit() id.Unit {
	for _, role := range []Role{RoleLead, RoleCollate} {
		for _, p := range a.Parties {
			if p.Role == role {
				return p.Unit
			}
		}
	}
	return 0
}

// CollatingUnit is the unit that puts the parts together: the one set, or of
// several joint leads the first named.
func (a Assignment) CollatingUnit() id.Unit {
	for _, p := range a.Parties {
		if p.Role == RoleCollate {
			return p.Unit
		}
	}
	if a.Mode == LeadJoint {
		return a.LeadUnit()
	}
	return 0
}

// Of are the units of a role, in the order of the notice.
func (a Assignment) Of(role Role) []id.Unit {
	var out []id.Unit
	for _, p := range a.Parties {
		if p.Role == role {
			out = append(out, p.Unit)
		}
	}
	return out
}

// Effective is the strictest limit of an item's origins and those that set it,
// by index: one report answers all, so the earliest limit holds.
func Effective(origins []Origin) (limit calendar.Day, by []int) {
	for i, o := range origins {
		switch {
		case o.Limit == calendar.None:
		case limit == calendar.None || o.Limit < limit:
			limit, by = o.Limit, []int{i}
		case o.Limit == limit:
			by = append(by, i)
		}
	}
	return limit, by
}

// StageOf is the stage that closings lead to, in the order they were made.
func StageOf(closings []Closing) Stage {
	stage := Open
	for _, c := range closings {
		switch c.Act {
		case ClosingApply:
			stage = Applied
		case ClosingClose:
			stage = Closed
		case ClosingBasic:
			stage = ClosedBasic
		case ClosingReturn, ClosingReopen:
			stage = Open
		case ClosingUnfinished, ClosingCarry:
			stage = Unfinished
		case ClosingStop:
			stage = StoppedStage
		case ClosingAwait:
			stage = AwaitingStrike
		case ClosingExternal:
			stage = Struck
		case ClosingPhase:
			stage = PhaseClosed
		}
	}
	return stage
}
