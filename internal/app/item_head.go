package app

import (
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/store"
)

// HeadCheck is one of the three times the head of the leading unit answers for an
// item (既抓开局，又控过程，更盯结果, S5-15): read from what he signs anyway, so
// that nothing is signed twice.
type HeadCheck struct {
	Stage string       // start, middle, end
	From  calendar.Day // since when it is due: the plan handed back, half of the time gone, the limit; 0: nothing to sign yet
	Day   calendar.Day // when he signed; 0: not yet
}

// headChecks are the first sheet signed with the plan at hand, the first signed
// after the middle of the time from 交办 to the limit, and the application for 办结.
func (out *ItemView) headChecks() {
	a, units := out.Facts.Assignment()
	if a.ID == 0 {
		return
	}
	var mine []calendar.Day // when the sheets with a leading unit's reports were signed
	for _, r := range out.Reports {
		i := slices.IndexFunc(units, func(u store.Assignee) bool {
			return leads(a, u) && out.Dir.Successor(u.UnitID) == out.Dir.Successor(r.UnitID)
		})
		if i >= 0 {
			mine = append(mine, r.Sheet.Signed)
		}
	}
	signed := func(from calendar.Day) (first calendar.Day) {
		for _, d := range mine {
			if d >= from && (first == 0 || d < first) {
				first = d
			}
		}
		return first
	}
	owes := len(mine) > 0 || len(out.Lib.Owed(out.Facts, out.Point.Day)) > 0 // else there is no sheet for him to sign
	start, middle, end := HeadCheck{Stage: "start"}, HeadCheck{Stage: "middle"}, HeadCheck{Stage: "end", From: out.Row.Input.Due}
	if n := out.Facts.Plans; owes && len(n) > 0 {
		start.From = n[0].FromDay
		start.Day = signed(start.From)
	}
	if owes && end.From > a.AssignDay {
		middle.From = a.AssignDay + (end.From-a.AssignDay)/2
		middle.Day = signed(middle.From)
	}
	for _, c := range out.Facts.Closings {
		if c.Act == string(ledger.ClosingApply) {
			end.Day = out.day(id.Fact(c.ID).Seq())
		}
	}
	out.Heads = []HeadCheck{start, middle, end}
}

// day is when a fact of the item was written.
func (out *ItemView) day(seq id.Seq) calendar.Day {
	if i := slices.IndexFunc(out.Leaves, func(l store.Leaf) bool { return l.Seq == seq }); i >= 0 {
		return out.Leaves[i].Day
	}
	return 0
}
