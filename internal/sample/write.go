package sample

import (
	"context"
	"fmt"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/store"
)

// deed is one thing that happens to an item on a day: what, and which of its
// filings, checks, changes or closings.
type deed struct {
	hour hour
	by   string // key of the post that acts
	act  string
	l    *life
	n    int
}

// hour orders what happens within a day.
type hour uint8

const (
	atSign hour = iota + 9
	atPlan
	atReport
	atReview
	atCheck
	atRelease
	atChange
	atDecide
	atClose
)

// schedule puts everything that will happen to an item into the days.
func (b *builder) schedule(l *life) {
	on := func(d calendar.Day, h hour, by, act string, n int) {
		if d >= l.issued && d <= lastDay {
			b.days[d-firstDay] = append(b.days[d-firstDay], deed{h, by, act, l, n})
		}
	}
	signed := min(b.workday(l.issued, 1+len(l.new.Title)%2), lastDay)
	if l.issued < lastDay-1 {
		on(signed, atSign, b.liaisonOf(l.lead), "sign_for", 0)
	}
	if len(l.plan) > 0 && l.planned > 0 {
		on(max(l.planned, signed), atPlan, b.liaisonOf(l.lead), "plan", 0)
	}
	for n := range l.filings {
		f := &l.filings[n]
		if f.by == "" {
			f.by = l.lead
		}
		on(f.day, atReport, b.headOf(f.by), "report", n)
		if f.review != "" && f.seen < lastDay { // what came in yesterday waits for the reviewer
			on(f.seen, atReview, clerk, "review", n)
		}
	}
	for n, c := range l.checks {
		on(c.day, atCheck, inspector, "check", n)
	}
	for n, r := range l.releases {
		on(r.day, atRelease, b.liaisonOf(l.filings[n].by), "release", n)
	}
	for n, c := range l.changes {
		on(c.asked, atChange, b.headOf(l.lead), "change", n)
		if c.act != "" {
			on(c.decided, atDecide, c.by, "decide", n)
		}
	}
	for n, c := range l.closings {
		on(c.day, atClose, c.by, "close", n)
	}
	for n, d := range l.breaches {
		on(d, atCheck, supervisor, "breach", n)
	}
	if l.merged != nil {
		on(l.issued+3, atClose, supervisor, "merge", 0)
	}
	if l.lead == mergedUnit {
		on(mergeDay, atDecide, supervisor, "take_over", 0)
	}
}

// do writes one deed.
func (b *builder) do(tx *store.Tx, d deed) error {
	switch d.act {
	case "sign_for":
		return b.signFor(tx, d.l)
	case "plan":
		return b.handPlan(tx, d.l)
	case "report":
		return b.report(tx, d.l, d.n)
	case "review":
		return b.review(tx, d.l, d.n)
	case "check":
		c := d.l.checks[d.n]
		return store.Add(tx, store.Checking{ItemID: d.l.item, MeasureID: d.l.measures[c.measure], Period: c.period, Value: c.value, Level: c.level, Day: tx.Day, Words: c.words})
	case "release":
		r := d.l.releases[d.n]
		return store.Add(tx, store.Releasing{ItemID: d.l.item, MeasureID: d.l.measures[0], Period: r.period, Day: tx.Day, Other: r.other, HasOther: flag(r.hasOther)})
	case "change":
		return b.ask(tx, d.l, d.n)
	case "decide":
		return b.decide(tx, d.l, d.n)
	case "close":
		c := d.l.closings[d.n]
		row := store.Closing{ItemID: d.l.item, Act: c.act, Reached: c.reached, Number: c.number, Words: c.words}
		if c.next != nil {
			row.Next = c.next.item
		}
		return store.Add(tx, row)
	case "breach":
		return store.Add(tx, store.Breach{ItemID: d.l.item, MeasureID: d.l.measures[0], Day: tx.Day, Words: "巡查发现1处返黑返臭。"})
	case "merge":
		return store.Add(tx, store.Merge{ItemID: d.l.item, IntoID: d.l.merged.item, Words: "同一事项，并入办理"})
	case "take_over":
		return b.reassign(tx, d.l, mergedInto, "机构改革承接")
	}
	return fmt.Errorf("sample: no deed %q", d.act)
}

func flag(v bool) int64 {
	if v {
		return 1
	}
	return 0
}

func (b *builder) signFor(tx *store.Tx, l *life) error {
	unit := b.ground.unit(l.lead)
	if l.returned { // handed back first, and upheld
		for _, h := range []store.Handling{{Act: "return", Reason: "duty", Words: "建议由市发改委牵头。", Proposed: b.ground.unit("市发改委")}, {Act: "uphold", Words: "经研究，维持原分工。"}} {
			h.Assignment, h.ItemID, h.UnitID = l.assigned, l.item, unit
			if err := store.Add(tx, h); err != nil {
				return err
			}
		}
	}
	return store.Add(tx, store.Handling{Assignment: l.assigned, ItemID: l.item, UnitID: unit, Act: "sign"})
}

func (b *builder) handPlan(tx *store.Tx, l *life) error { return b.newPlan(tx, l, 0, 1) }

// newPlan records a version of the plan with its nodes.
func (b *builder) newPlan(tx *store.Tx, l *life, by id.Change, version int64) error {
	p, err := store.Insert[store.Plan, id.Plan](tx, store.Plan{ItemID: l.item, Version: version, FromDay: tx.Day, ChangeID: by})
	if err != nil {
		return err
	}
	l.planNo, l.nodes = p, l.nodes[:0]
	for _, n := range l.plan {
		m := store.Milestone{PlanID: p, ItemID: l.item, Day: n.Day, Expected: n.Expected, State: n.State, Person: n.Person}
		if n.MeasureAt > 0 {
			m.MeasureID = l.measures[n.MeasureAt-1]
		}
		num, err := store.Insert[store.Milestone, id.Milestone](tx, m)
		if err != nil {
			return err
		}
		l.nodes = append(l.nodes, num)
	}
	return nil
}

func (b *builder) report(tx *store.Tx, l *life, n int) error {
	f := &l.filings[n]
	sheet, err := b.sheetOf(tx, f)
	if err != nil {
		return err
	}
	row := store.Report{ItemID: l.item, UnitID: b.ground.unit(f.by), Period: f.period, SheetID: sheet, Sort: "progress", Day: tx.Day, Reason: f.reason}
	switch {
	case f.fix:
		row.Sort, row.Supersedes = "correction", l.filings[n-1].id
	case f.noChange != "":
		row.Sort, row.Reason = "nochange", f.noChange
	}
	if row.WordsHash, err = tx.PutBody([]byte(b.wordsOf(l, f))); err != nil {
		return err
	}
	if row.Problem, err = tx.PutBody([]byte(f.problem)); err != nil {
		return err
	}
	if f.id, err = store.Insert[store.Report, id.Report](tx, row); err != nil {
		return err
	}
	if paper := l.paperOf(tx.Day); paper != "" {
		if err := store.Add(tx, store.Evidence{ItemID: l.item, UnitID: row.UnitID, Period: f.period, Act: store.EvidenceGive, Sort: store.EvidencePaper, Words: paper, Day: tx.Day}); err != nil {
			return err
		}
	}
	for i, v := range f.values {
		if v == noValue {
			continue
		}
		if err := store.Add(tx, store.ReportValue{ReportID: f.id, ItemID: l.item, MeasureID: l.measures[i], Period: f.period, Value: v}); err != nil {
			return err
		}
	}
	for _, r := range f.reached {
		row := store.Reached{ReportID: f.id, ItemID: l.item, Day: r.day}
		if r.node >= 0 {
			if r.node >= len(l.nodes) { // the plan is not handed back yet
				continue
			}
			row.Milestone = l.nodes[r.node]
		}
		if err := store.Add(tx, row); err != nil {
			return err
		}
	}
	return nil
}

// sheetOf is the signed sheet of a unit and period that day; the first filing of
// it records it.
func (b *builder) sheetOf(tx *store.Tx, f *filing) (id.Sheet, error) {
	key := sheetKey{f.by, f.period}
	if s, ok := b.signed[key]; ok && id.Fact(s).Seq() == tx.Seq {
		return s, nil
	}
	row := store.Sheet{UnitID: b.ground.unit(f.by), Period: f.period, DueDay: b.lib.ReportRule.On(b.lib.Cal, f.period).Day, Finished: f.finished, Signed: tx.Day}
	if f.by == vacantUnit && tx.Day >= vacantDay {
		row.ForPost = b.ground.posts[b.headOf(vacantUnit)]
	}
	s, err := store.Insert[store.Sheet, id.Sheet](tx, row)
	b.signed[key] = s
	return s, err
}

func (b *builder) review(tx *store.Tx, l *life, n int) error {
	f := &l.filings[n]
	row := store.Review{ReportID: f.id, ItemID: l.item, Act: f.review, Reason: f.why}
	if f.review == "return" {
		row.Words, row.NewDue = returnWords[f.why], ledger.ReturnDue(b.lib.Cal, tx.Day)
	}
	return store.Add(tx, row)
}

func (b *builder) ask(tx *store.Tx, l *life, n int) (err error) {
	c := &l.changes[n]
	row := store.ItemChange{ItemID: l.item, Sort: c.sort, FromDay: c.from, ToDay: c.to, ToValue: c.value, Class: c.class, Words: c.words, Late: flag(c.late)}
	if c.node > 0 && c.node <= len(l.nodes) {
		row.Milestone = l.nodes[c.node-1]
	}
	if c.sort == string(ledger.ChangeValue) {
		row.MeasureID = l.measures[0]
	}
	c.id, err = store.Insert[store.ItemChange, id.Change](tx, row)
	return err
}

// decide records the decision of a change and, if it was approved, what it does:
// a new version of the plan, a new limit, a new target, a pause, another unit.
func (b *builder) decide(tx *store.Tx, l *life, n int) error {
	c := &l.changes[n]
	step := store.ChangeStep{ChangeID: c.id, ItemID: l.item, Act: c.act, PostID: b.ground.posts[c.by]}
	if c.act == "approve" {
		if err := b.carryOut(tx, l, c); err != nil {
			return err
		}
		step.PlanID = l.planNo
	} else {
		step.Words = "理由不充分，按原计划推进。"
	}
	return store.Add(tx, step)
}

func (b *builder) carryOut(tx *store.Tx, l *life, c *change) error {
	switch ledger.ChangeSort(c.sort) {
	case ledger.ChangeDefer:
		if c.node > 0 {
			l.plan[c.node-1].Day = c.to
			return b.newPlan(tx, l, c.id, 2)
		}
		l.plan[len(l.plan)-1].Day = c.to
		if err := store.Add(tx, store.Due{ItemID: l.item, Sort: "date", Day: c.to}); err != nil {
			return err
		}
		return b.newPlan(tx, l, c.id, 2)
	case ledger.ChangeValue:
		m := l.new.Measures[0]
		num, err := store.Insert[store.Measure, id.Measure](tx, store.Measure{ItemID: l.item, Supersedes: l.measures[0], N: 1, Name: m.Name, Unit: m.Unit, Decimals: int64(m.Decimals), Direction: int64(m.Direction),
			Path: m.Path, Basis: m.Basis, Main: 1, Comparator: m.Comparator, Target: c.value})
		if err != nil {
			return err
		}
		for i := range l.plan {
			l.plan[i].Expected = scale(l.plan[i].Expected, c.value, m.Target)
		}
		l.measures[0] = num
		return b.newPlan(tx, l, c.id, 2)
	case ledger.ChangePause:
		p := l.pauses[0]
		return store.Add(tx, store.Pause{ItemID: l.item, FromDay: p.from, ToDay: p.to, ChangeID: c.id, Reason: p.reason})
	case ledger.ChangeUnit:
		return b.reassign(tx, l, c.lead, "职责调整")
	}
	return nil
}

// reassign gives an item to another lead unit; the others stay.
func (b *builder) reassign(tx *store.Tx, l *life, to, why string) error {
	unit := b.ground.unit(to)
	a, err := store.Insert[store.Assignment, id.Assignment](tx, store.Assignment{ItemID: l.item, Mode: l.new.Mode, LeadID: unit, AssignDay: l.issued, ReasonWord: why})
	if err != nil {
		return err
	}
	l.assigned, l.lead = a, to
	l.new.Parties = slices.DeleteFunc(l.new.Parties, func(p ledger.Party) bool { return p.Unit == unit })
	l.new.Parties[0].Unit = unit
	for n, p := range l.new.Parties {
		if err := store.Add(tx, store.Assignee{Assignment: a, ItemID: l.item, UnitID: p.Unit, Role: string(p.Role), N: int64(n)}); err != nil {
			return err
		}
	}
	return store.Add(tx, store.Handling{Assignment: a, ItemID: l.item, UnitID: unit, Act: "sign"})
}

// perform writes the deeds of a day: those of one hour, post and act in one
// change, in the order of the hours.
func (b *builder) perform(ctx context.Context, d calendar.Day) error {
	deeds := b.days[d-firstDay]
	slices.SortStableFunc(deeds, func(x, y deed) int {
		if x.hour != y.hour {
			return int(x.hour) - int(y.hour)
		}
		if b.bulk {
			return 0
		}
		return b.order[x.by] - b.order[y.by]
	})
	for from := 0; from < len(deeds); {
		to := from + 1
		for to < len(deeds) && deeds[to].hour == deeds[from].hour && deeds[to].act == deeds[from].act && (b.bulk || deeds[to].by == deeds[from].by) && to-from < mostDeeds {
			to++
		}
		part := deeds[from:to]
		b.clock.set(b.momentOf(d, part[0].hour, from))
		_, err := b.app.DB.Write(ctx, b.ground.actor(part[0].by), part[0].act, "", func(tx *store.Tx) error {
			for _, x := range part {
				if err := b.do(tx, x); err != nil {
					return fmt.Errorf("%s of %s: %w", x.act, x.l.new.Title, err)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		from = to
	}
	b.days[d-firstDay] = nil
	return nil
}

// mostDeeds keeps a change below the most rows one can hold.
const mostDeeds = 40_000
