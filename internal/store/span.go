package store

import (
	"cmp"
	"math"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
)

// Span is what an item's line in the ledger was from one change to another. Only
// the judge writes it: the lights in it are the record of what was shown.
type Span struct {
	ItemID  id.Item      `db:"item_id"`
	FromSeq id.Seq       `db:"from_seq"`
	ToSeq   id.Seq       `db:"to_seq"` // id.Open while it holds
	FromDay calendar.Day `db:"from_day"`
	Number  string       `db:"number"`
	Kind    string       `db:"kind"`
	Title   string       `db:"title"`
	Parent  id.Item      `db:"parent_id"`
	LeadID  id.Unit      `db:"lead_id"`
	Leader  id.Post      `db:"leader_id"`
	Field   string       `db:"field"`
	Due     calendar.Day `db:"due"` // NoDue when it has none
	DueSort string       `db:"due_sort"`
	Judged  int64        `db:"judged"`
	Shown   int64        `db:"shown"`
	Grey    string       `db:"grey"`
	Until   calendar.Day `db:"until_day"` // first day on which it has to be judged again
}

// NoDue sorts items without a due day after all others.
const NoDue calendar.Day = math.MaxInt32

// same reports whether two spans show the same line: only then is no new one
// written. Until alone may differ.
func (s Span) same(t Span) bool {
	s.FromSeq, s.ToSeq, s.FromDay, s.Until = t.FromSeq, t.ToSeq, t.FromDay, t.Until
	return s == t
}

// bench is what judging needs beside the facts of the item.
type bench struct {
	lib *Library
	dir *org.Directory
	day calendar.Day
}

// before cuts every list of facts to what was known below a number. The lists
// are by number, so what is left is a prefix and nothing is copied.
func (f *Facts) before(n int64) *Facts {
	g := *f
	g.Heads = cut(f.Heads, n, func(r ItemFact) int64 { return int64(r.ID) })
	g.Origins = cut(f.Origins, n, func(r Origin) int64 { return int64(r.ID) })
	g.Measures = cut(f.Measures, n, func(r Measure) int64 { return int64(r.ID) })
	g.Assignments = cut(f.Assignments, n, func(r Assignment) int64 { return int64(r.ID) })
	g.Assignees = cut(f.Assignees, n, func(r Assignee) int64 { return int64(r.ID) })
	g.Handlings = cut(f.Handlings, n, func(r Handling) int64 { return int64(r.ID) })
	g.Leaders = cut(f.Leaders, n, func(r Leader) int64 { return int64(r.ID) })
	g.Dues = cut(f.Dues, n, func(r Due) int64 { return int64(r.ID) })
	g.Plans = cut(f.Plans, n, func(r Plan) int64 { return int64(r.ID) })
	g.Milestones = cut(f.Milestones, n, func(r Milestone) int64 { return int64(r.ID) })
	g.Reports = cut(f.Reports, n, func(r Report) int64 { return int64(r.ID) })
	g.Values = cut(f.Values, n, func(r ReportValue) int64 { return int64(r.ID) })
	g.Reached = cut(f.Reached, n, func(r Reached) int64 { return int64(r.ID) })
	g.Reviews = cut(f.Reviews, n, func(r Review) int64 { return int64(r.ID) })
	g.Checks = cut(f.Checks, n, func(r Checking) int64 { return int64(r.ID) })
	g.Releases = cut(f.Releases, n, func(r Releasing) int64 { return int64(r.ID) })
	g.Changes = cut(f.Changes, n, func(r ItemChange) int64 { return int64(r.ID) })
	g.Steps = cut(f.Steps, n, func(r ChangeStep) int64 { return int64(r.ID) })
	g.Pauses = cut(f.Pauses, n, func(r Pause) int64 { return int64(r.ID) })
	g.Breaches = cut(f.Breaches, n, func(r Breach) int64 { return int64(r.ID) })
	g.Closings = cut(f.Closings, n, func(r Closing) int64 { return int64(r.ID) })
	g.Merges = cut(f.Merges, n, func(r Merge) int64 { return int64(r.ID) })
	g.Sames = cut(f.Sames, n, func(r SameMatter) int64 { return int64(r.ID) })
	g.LastYears = cut(f.LastYears, n, func(r LastYear) int64 { return int64(r.ID) })
	g.Bases = cut(f.Bases, n, func(r BaseFigure) int64 { return int64(r.ID) })
	g.Evidence = cut(f.Evidence, n, func(r Evidence) int64 { return int64(r.ID) })
	return &g
}

func cut[T any](rows []T, n int64, num func(T) int64) []T {
	i, _ := slices.BinarySearchFunc(rows, n, func(r T, n int64) int { return cmp.Compare(num(r), n) })
	return rows[:i]
}

// seqs lists the changes that recorded something about the item, in order.
func (f *Facts) seqs() []id.Seq {
	set := map[id.Seq]struct{}{f.idOf().Seq(): {}}
	add := func(n id.Fact) { set[n.Seq()] = struct{}{} }
	for _, p := range itemParts() {
		eachID(f, &p, add)
	}
	out := make([]id.Seq, 0, len(set))
	for s := range set {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

func (f *Facts) idOf() id.Fact { return id.Fact(f.Item.ID) }

// line makes the span of an item on a day from what is known, without its
// place in time. earlier is the judged light at the end of the working day
// before, and whether the item stood then.
func (b bench) line(f *Facts, earlier ledger.Light, stood bool) (Span, bool) {
	if len(f.Heads) == 0 || f.merged() != 0 {
		return Span{}, false
	}
	s := Span{ItemID: f.Item.ID, Number: f.Item.Number, Kind: f.Item.Kind, Title: f.Heads[len(f.Heads)-1].Title, Parent: f.Item.Parent, FromDay: b.day, ToSeq: id.Open}
	if n := len(f.Assignments); n > 0 {
		s.LeadID = f.Assignments[n-1].LeadID
		if s.LeadID == 0 {
			s.LeadID = f.Assignments[n-1].Collating
		}
	}
	s.Leader, s.Field = b.dir.Leader(s.LeadID)
	if p := f.leader("lead"); p != 0 {
		s.Leader = p
	}
	in := b.Input(f)
	s.Due, s.DueSort = b.dueOf(f)
	light, why := ledger.Judge(&in, b.lib.Rules, b.lib.Cal, b.day)
	s.Judged, s.Shown, s.Grey = int64(light), int64(light), why.GreyName()
	s.Until = ledger.Until(&in, b.lib.Rules, b.lib.Cal, b.day, b.day+untilMost)
	if stood {
		s.Shown = int64(ledger.Shown(light, earlier))
	}
	if s.Shown != s.Judged {
		s.Until = min(s.Until, b.day+1)
	}
	return s, true
}

// untilMost is how far ahead the next change of a light is looked for; a light
// that does not change by then is looked at again on that day.
const untilMost = 400

// leader is the post set by hand for a relation, 0 if none.
func (f *Facts) leader(relation string) id.Post {
	var p id.Post
	for _, l := range f.Leaders {
		if l.Relation == relation {
			p = l.PostID
		}
	}
	return p
}

// earlierDay is the working day before a day: what was judged at its end holds
// a worsening back for one working day (预亮灯).
func (b bench) earlierDay() calendar.Day { return b.lib.Cal.PrevWorking(b.day - 1) }
