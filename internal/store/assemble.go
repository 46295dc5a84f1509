package store

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/quantity"
)

// Head is what the item is called and asks now; false before it was ever said.
func (f *Facts) Head() (ItemFact, bool) {
	if len(f.Heads) == 0 {
		return ItemFact{}, false
	}
	return f.Heads[len(f.Heads)-1], true
}

// Assignment is the one in force, with its units by role and place in the list.
func (f *Facts) Assignment() (Assignment, []Assignee) {
	if len(f.Assignments) == 0 {
		return Assignment{}, nil
	}
	a := f.Assignments[len(f.Assignments)-1]
	units := slices.DeleteFunc(slices.Clone(f.Assignees), func(u Assignee) bool { return u.Assignment != a.ID })
	slices.SortStableFunc(units, func(a, b Assignee) int { return cmp.Compare(a.N, b.N) })
	return a, units
}

// LiveOrigins are the origins that were neither superseded nor taken away.
func (f *Facts) LiveOrigins() []Origin {
	gone := map[id.Origin]bool{}
	for _, o := range f.Origins {
		gone[o.Supersedes] = true
	}
	return slices.DeleteFunc(slices.Clone(f.Origins), func(o Origin) bool { return gone[o.ID] || o.Ended == 1 })
}

// LiveMeasures are the measures that count, by their place in the list.
func (f *Facts) LiveMeasures() []Measure {
	gone := map[id.Measure]bool{}
	for _, m := range f.Measures {
		gone[m.Supersedes] = true
	}
	out := slices.DeleteFunc(slices.Clone(f.Measures), func(m Measure) bool { return gone[m.ID] || m.Ended == 1 })
	slices.SortStableFunc(out, func(a, b Measure) int { return cmp.Compare(a.N, b.N) })
	return out
}

// Root follows a measure back to the number it was first recorded under: values
// are reported under that number and stay with it through changes of the target.
func (f *Facts) Root(m id.Measure) id.Measure {
	for range len(f.Measures) {
		i := slices.IndexFunc(f.Measures, func(x Measure) bool { return x.ID == m })
		if i < 0 || f.Measures[i].Supersedes == 0 {
			break
		}
		m = f.Measures[i].Supersedes
	}
	return m
}

// Plan is the version in force with its nodes by day.
func (f *Facts) Plan() (Plan, []Milestone) {
	if len(f.Plans) == 0 {
		return Plan{}, nil
	}
	p := f.Plans[len(f.Plans)-1]
	return p, f.Nodes(p.ID)
}

// Nodes are the nodes of a plan version, by day.
func (f *Facts) Nodes(plan id.Plan) []Milestone {
	out := slices.DeleteFunc(slices.Clone(f.Milestones), func(m Milestone) bool { return m.PlanID != plan })
	slices.SortStableFunc(out, func(a, b Milestone) int { return cmp.Compare(a.Day, b.Day) })
	return out
}

// Standing is how far a report has come. One that was corrected is as if it had
// been returned: the correction counts.
func (f *Facts) Standing(r id.Report) ledger.Standing {
	for _, x := range f.Reports {
		if x.Supersedes == r {
			return ledger.Returned
		}
	}
	s := ledger.Submitted
	for _, v := range f.Reviews {
		if v.ReportID != r {
			continue
		}
		if s = ledger.Accepted; v.Act == "return" {
			s = ledger.Returned
		}
	}
	return s
}

// DueFact is the due in force; false before one was set.
func (f *Facts) DueFact() (Due, bool) {
	if len(f.Dues) == 0 {
		return Due{}, false
	}
	return f.Dues[len(f.Dues)-1], true
}

// PendingChange is the change asked for and not decided yet, nil if none.
func (f *Facts) PendingChange() *ItemChange {
	for i := range slices.Backward(f.Changes) {
		c := &f.Changes[i]
		if !slices.ContainsFunc(f.Steps, func(s ChangeStep) bool { return s.ChangeID == c.ID && s.Act != "opinion" }) {
			return c
		}
	}
	return nil
}

// limit is the effective day of the item, whether it waits for an event, and
// whether the day reaches into a year whose holidays are not announced.
func (lib *Library) limit(f *Facts) (day calendar.Day, await, uncertain bool) {
	d, ok := f.DueFact()
	if !ok {
		return 0, false, false
	}
	switch d.Sort {
	case "date", "inherited":
		return d.Day, false, false
	case "event":
		happened := lib.Events[d.EventID]
		if happened == 0 {
			return 0, true, false
		}
		if d.Working == 1 {
			due := lib.Cal.Add(happened, int(d.N))
			return due.Day, false, due.Uncertain
		}
		return happened + calendar.Day(d.N), false, false
	}
	return 0, false, false
}

// dueOf is what the ledger sorts by.
func (b bench) dueOf(f *Facts) (calendar.Day, string) {
	d, ok := f.DueFact()
	if !ok {
		return NoDue, ""
	}
	day, _, _ := b.lib.limit(f)
	if day == 0 {
		day = NoDue
	}
	return day, d.Sort
}

// Stage is how far the item is on its way out of the ledger.
func (f *Facts) Stage() ledger.Stage {
	acts := make([]ledger.Closing, len(f.Closings))
	for i, c := range f.Closings {
		acts[i].Act = ledger.ClosingAct(c.Act)
	}
	return ledger.StageOf(acts)
}

// finalMost is how long a standard may be, in characters, to stand in a sentence
// as the state to be reached; a longer one is a text of its own.
const finalMost = 16

// Input makes what the judge needs from the facts of an item.
func (lib *Library) Input(f *Facts) ledger.Input {
	in := ledger.Input{}
	if n := len(f.Closings); n > 0 {
		in.Stage, in.Reached = f.Stage(), f.Closings[n-1].Reached
	}
	var uncertain bool
	if in.Due, in.Await, uncertain = lib.limit(f); uncertain {
		in.Marks |= ledger.MarkUncertainDue
	}
	if h, ok := f.Head(); ok && utf8.RuneCountInString(h.Standard) <= finalMost {
		in.Final = h.Standard
	}
	_, nodes := f.Plan()
	reached := f.ReachedDays()
	for _, m := range f.LiveMeasures() {
		in.Tracks = append(in.Tracks, lib.track(f, m, nodes, reached))
	}
	for _, n := range nodes {
		if n.MeasureID == 0 {
			in.States = append(in.States, ledger.Node{Day: n.Day, State: n.State, Reached: reached[n.ID]})
		}
	}
	if day, ok := reached[0]; ok && in.Reached == 0 {
		in.Reached = day
	}
	for _, p := range f.Pauses {
		in.Pauses = append(in.Pauses, ledger.Pause{From: p.FromDay, To: p.ToDay})
	}
	slices.SortFunc(in.Pauses, func(a, b ledger.Pause) int { return cmp.Compare(a.From, b.From) })
	for _, r := range f.Reports {
		if f.Standing(r.ID) != ledger.Returned {
			in.Reported = max(in.Reported, r.Day)
		}
	}
	in.ReportDue = lib.nextOwed(f)
	lib.changes(f, &in)
	return in
}

func (b bench) Input(f *Facts) ledger.Input { return b.lib.Input(f) }

// ReachedDays gives, by node, the day it was reached; 0 stands for the item's end.
// What a stage of a register says holds for the node of the same state in plans made
// since.
func (f *Facts) ReachedDays() map[id.Milestone]calendar.Day {
	out := map[id.Milestone]calendar.Day{}
	for _, r := range f.Reached {
		switch {
		case r.Entry == 0 && f.Standing(r.ReportID) != ledger.Returned:
			out[r.Milestone] = r.Day
		case r.Entry != 0 && f.Holds(r):
			out[r.Milestone] = r.Day
			for _, n := range f.alike(r.Milestone) {
				out[n] = r.Day
			}
		}
	}
	return out
}

// Holds reports whether what a stage of a register said was not taken back.
func (f *Facts) Holds(r Reached) bool {
	return r.Undone == 0 && !slices.ContainsFunc(f.Reached, func(x Reached) bool {
		return x.Undone == 1 && x.Entry == r.Entry && x.Milestone == r.Milestone
	})
}

// ByStage reports whether a stage of a register says that a state was reached.
func (f *Facts) ByStage(state string) bool {
	return slices.ContainsFunc(f.Reached, func(r Reached) bool {
		return r.Entry != 0 && f.Holds(r) && slices.ContainsFunc(f.Milestones, func(m Milestone) bool { return m.ID == r.Milestone && m.State == state })
	})
}

// alike are the nodes of all plans that stand for the same state as one.
func (f *Facts) alike(n id.Milestone) (out []id.Milestone) {
	i := slices.IndexFunc(f.Milestones, func(m Milestone) bool { return m.ID == n })
	if i < 0 {
		return nil
	}
	for _, m := range f.Milestones {
		if m.MeasureID == 0 && m.State == f.Milestones[i].State {
			out = append(out, m.ID)
		}
	}
	return out
}

// changes notes what is pending and what was put off.
func (lib *Library) changes(f *Facts, in *ledger.Input) {
	if f.PendingChange() != nil {
		in.Marks |= ledger.MarkChangePending
	}
	for _, s := range f.Steps {
		if s.Act != "approve" {
			continue
		}
		i := slices.IndexFunc(f.Changes, func(c ItemChange) bool { return c.ID == s.ChangeID })
		if i >= 0 && f.Changes[i].Sort == "defer" {
			in.Deferrals++
			in.WasDay, in.NowDay = f.Changes[i].FromDay, f.Changes[i].ToDay
		}
	}
}

// track is one measure with its nodes and values.
func (lib *Library) track(f *Facts, m Measure, nodes []Milestone, reached map[id.Milestone]calendar.Day) ledger.Track {
	path, _ := ledger.ParsePath(m.Path)
	rel, _ := ledger.ParseRelation(m.Relation)
	a, _ := f.Assignment()
	t := ledger.Track{Name: m.Name, Unit: m.Unit, Path: path, Dir: int8(m.Direction), Main: m.Main == 1, Decimals: uint8(m.Decimals), Relation: rel,
		Published: m.Publisher != 0 && m.Publisher != a.LeadID,
		HasTarget: m.Comparator != "" && m.Comparator != "relative", Goal: m.Target, Target: lib.floor(m), TargetMax: m.TargetMax, Other: m.RelativeTo}
	if m.Comparator == "relative" {
		t.Margin = m.Target
	}
	t.Both = path == ledger.Bound && m.Comparator == "range"
	root := f.Root(m.ID)
	for _, n := range nodes {
		if n.MeasureID != 0 && f.Root(n.MeasureID) == root {
			t.Nodes = append(t.Nodes, ledger.Node{Day: n.Day, Expected: n.Expected, State: n.State, Reached: reached[n.ID]})
		}
	}
	t.Values = f.values(m, root)
	for _, b := range f.Breaches {
		if b.MeasureID == 0 || f.Root(b.MeasureID) == root {
			t.Breaches = append(t.Breaches, b.Day)
		}
	}
	return t
}

// SettingAbout is what «左右» allows a percentage to fall short by, in hundredths
// of a point; other units allow nothing.
const SettingAbout = "about.hundredths"

// DefaultAbout is the tolerance while nobody set another.
const DefaultAbout = 20

// floor is the figure that meets the goal: for «左右» the tolerance is taken off.
func (lib *Library) floor(m Measure) int64 {
	c, err := quantity.ParseComparator(m.Comparator)
	if err != nil {
		return m.Target
	}
	g := quantity.Goal{Comparator: c, Value: m.Target, Max: m.TargetMax, LessBetter: m.Direction < 0}
	if m.Unit == "%" {
		if n, ok := (quantity.Value{N: int64(lib.Int(SettingAbout, DefaultAbout)), Decimals: 2}).Rescale(int(m.Decimals)); ok {
			g.Tolerance = n
		}
	}
	return g.Floor()
}

// values are the figures known of a measure, by period and number; those under
// embargo only once released.
func (f *Facts) values(m Measure, root id.Measure) []ledger.Value {
	type numbered struct {
		ledger.Value
		num int64
	}
	var vs []numbered
	add := func(p calendar.Period, n int64, s ledger.Standing, day calendar.Day, num int64) {
		v := ledger.Value{Period: p, N: n, Standing: s, Day: day}
		for _, r := range slices.Backward(f.Releases) { // the latest: statistics are revised
			if r.Period == p && f.Root(r.MeasureID) == root {
				v.Other, v.HasOther = r.Other, r.HasOther == 1
				vs = append(vs, numbered{v, num})
				return
			}
		}
		if m.Embargo == 0 {
			vs = append(vs, numbered{v, num})
		}
	}
	for _, v := range f.Values {
		if f.Root(v.MeasureID) != root {
			continue
		}
		i := slices.IndexFunc(f.Reports, func(r Report) bool { return r.ID == v.ReportID })
		if i >= 0 {
			add(v.Period, v.Value, f.Standing(v.ReportID), f.Reports[i].Day, int64(v.ID))
		}
	}
	for _, c := range f.Checks {
		if f.Root(c.MeasureID) == root {
			add(c.Period, c.Value, ledger.Checked, c.Day, int64(c.ID))
		}
	}
	slices.SortStableFunc(vs, func(a, b numbered) int { return cmp.Or(cmp.Compare(a.Period, b.Period), cmp.Compare(a.num, b.num)) })
	out := make([]ledger.Value, len(vs))
	for i, v := range vs {
		out[i] = v.Value
	}
	return out
}

// Owing is a period for which an item owes a report.
type Owing struct {
	Period calendar.Period
	Due    calendar.Day
	Report *Report // the newest one in that is not returned; nil: missing
	Back   *Review // the return that has not been cured
}

// Owed lists the periods an item owes, from its assignment up to the first one
// that is due after day. Nothing is owed without a cadence, of items that are
// closed, in periods due while the item is paused, nor for values that another
// body publishes; statistics know no January (1—2月).
func (lib *Library) Owed(f *Facts, day calendar.Day) []Owing {
	h, ok := f.Head()
	a, _ := f.Assignment()
	if !ok || h.Cadence == "" || a.ID == 0 || !f.owes(a) {
		return nil
	}
	grain, err := calendar.ParseGrain(h.Cadence)
	if err != nil {
		return nil
	}
	var out []Owing
	for p := calendar.In(a.AssignDay, grain); len(out) < 64; p = p.Next(grain) {
		due := lib.ReportRule.On(lib.Cal, p).Day
		if due < a.AssignDay || f.pausedOn(due) {
			if due > day+400 {
				break
			}
			continue
		}
		o := Owing{Period: p, Due: due}
		f.fillOwing(&o)
		out = append(out, o)
		if due > day {
			break
		}
	}
	return superseded(out)
}

// superseded leaves out periods that were missed before one that came in: values
// are cumulative, so the later report answers for them; that they were missed
// stays on record.
func superseded(list []Owing) []Owing {
	last := calendar.Period(0)
	for _, o := range list {
		if o.Report != nil {
			last = max(last, o.Period)
		}
	}
	return slices.DeleteFunc(list, func(o Owing) bool { return o.Report == nil && o.Back == nil && o.Period < last })
}

// owes reports whether any value or word is expected of the units themselves.
func (f *Facts) owes(a Assignment) bool {
	if s := f.Stage(); s != ledger.Open && s != ledger.Applied {
		return false
	}
	if d, ok := f.DueFact(); ok && d.Sort == "always" {
		return false
	}
	ms := f.LiveMeasures()
	for _, m := range ms {
		if m.Publisher == 0 || m.Publisher == a.LeadID {
			return true
		}
	}
	return len(ms) == 0
}

func (f *Facts) pausedOn(d calendar.Day) bool {
	return slices.ContainsFunc(f.Pauses, func(p Pause) bool { return p.FromDay <= d && d <= p.ToDay })
}

func (f *Facts) fillOwing(o *Owing) {
	for i := range f.Reports {
		r := &f.Reports[i]
		if r.Period != o.Period {
			continue
		}
		if f.Standing(r.ID) != ledger.Returned {
			o.Report, o.Back = r, nil
			continue
		}
		for j := range f.Reviews {
			if f.Reviews[j].ReportID == r.ID && f.Reviews[j].Act == "return" {
				o.Report, o.Back = nil, &f.Reviews[j]
			}
		}
	}
	if o.Back != nil {
		o.Due = max(o.Due, o.Back.NewDue)
	}
}

// nextOwed is the due day of the oldest report that is owed and not in; it may
// lie ahead. Looking at most two years on keeps it independent of the day asked.
func (lib *Library) nextOwed(f *Facts) calendar.Day {
	a, _ := f.Assignment()
	for _, o := range lib.Owed(f, a.AssignDay+730) {
		if o.Report == nil {
			return o.Due
		}
	}
	return 0
}
