package web

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/store"
)

// PlanPage is where a unit hands back its plan: milestones with date, value and
// the state to be reached, and who answers for them.
type PlanPage struct {
	Page
	ID, Item, No, Back string
	Says               string
	Target             string
	Unit               string // of the only measure; empty where there are several
	Figures            bool   // some measure has milestones in figures
	Rows               []PlanRow
	Measures           []Option // several measures: each milestone names its own
	Person             Field
	Words              Field
	Late               string // what was proposed should have begun already
}

// PlanRow is one milestone as typed.
type PlanRow struct {
	N                int
	Day, Value, Text string
	Days             string // working days it takes, for laying it backward
	Measures         []Option
	DayErr, ValueErr string
	TextErr, DaysErr string
	Late             string // when it has to begin at the latest
}

// planRows is how many rows a fresh form has; more come on asking.
const (
	planRows = 4
	planMost = 60
)

func (s *Site) getPlan(v *visit) error {
	p, view, err := s.planPage(v)
	if err != nil {
		return err
	}
	p.Rows = p.fresh(view)
	return s.show(v, http.StatusOK, p)
}

// planned are the measures whose milestones a unit writes: those it reports itself.
func planned(view *app.ItemView) []app.MeasureLine {
	return slices.DeleteFunc(slices.Clone(view.Measures), func(l app.MeasureLine) bool {
		return l.Track.Published || l.Track.Path == ledger.State || l.Track.Path == ledger.Bound || l.Track.Path == ledger.Relative
	})
}

func (s *Site) planPage(v *visit) (*PlanPage, *app.ItemView, error) {
	view, err := s.readItem(v)
	if err != nil {
		return nil, nil, err
	}
	if view.HeadOnly || !view.Facts.Party(v.who.Viewer.Unit) {
		return nil, nil, errNotFound()
	}
	p := &PlanPage{ID: id.String(view.Row.ItemID), Item: view.Row.Title, No: view.Row.Number, Back: "/items/" + id.String(view.Row.ItemID)}
	if p.Page, err = s.page(v, "desk", v.m.T("plan.head")); err != nil {
		return nil, nil, err
	}
	if a, _ := view.Facts.Assignment(); a.ID != 0 {
		p.Says = v.m.T("plan.says", "day", v.m.DateWeekday(int32(a.PlanBy), p.Year), "n", 60)
		if late := view.Lib.Cal.Late(a.PlanBy, view.Point.Day); late > 0 {
			p.Says = v.m.T("plan.over", "day", v.m.DateWeekday(int32(a.PlanBy), p.Year), "days", v.m.WorkingDays(late), "n", 60)
		}
	}
	list := planned(view)
	var targets []string
	for _, l := range list {
		if l.Track.HasTarget {
			targets = append(targets, l.Name+v.m.Number(l.Track.Goal, int(l.Decimals))+l.Unit)
		}
	}
	p.Target = cmp.Or(strings.Join(targets, v.m.T("item.comma")), view.Head.Standard)
	p.Figures = len(list) > 0
	if len(list) == 1 {
		p.Unit = list[0].Unit
	}
	if len(list) > 1 {
		for _, l := range list {
			p.Measures = append(p.Measures, Option{Value: id.String(l.ID), Name: l.Name + v.m.T("desk.inunit", "unit", l.Unit)})
		}
	}
	p.Person, p.Words = text("person", v.typed("person")), area("planwords", v.typed("planwords"), 2)
	return p, view, nil
}

// fresh are the first rows: the limit with the target is filled in, the way
// there is the unit's to write.
func (p *PlanPage) fresh(view *app.ItemView) []PlanRow {
	rows := make([]PlanRow, planRows)
	for i := range rows {
		rows[i] = PlanRow{N: i, Measures: p.Measures}
	}
	last := &rows[planRows-1]
	if due := view.Row.Input.Due; due != 0 {
		last.Day = due.String()
	}
	for _, l := range planned(view) {
		if l.Track.HasTarget {
			last.Value, last.Measures = p.m.Number(l.Track.Goal, int(l.Decimals)), chosen(p.Measures, id.String(l.ID))
			break
		}
	}
	return rows
}

func (s *Site) postPlan(v *visit) error {
	p, view, err := s.planPage(v)
	if err != nil {
		return err
	}
	n := min(int(v.form.number("rows")), planMost)
	list := planned(view)
	var nodes []store.Milestone
	var from []int // the row each node was typed in
	for i := range n {
		row, node, any := readNode(v, i, list, p.Measures)
		p.Rows = append(p.Rows, row)
		if any {
			node.Person = v.form.text("person", 40)
			nodes, from = append(nodes, node), append(from, i)
		}
	}
	if v.form.raw("do") == "more" {
		for i := range min(planRows, planMost-n) {
			p.Rows = append(p.Rows, PlanRow{N: n + i, Measures: p.Measures})
		}
		return s.show(v, http.StatusOK, p)
	}
	if v.form.raw("do") == "back" {
		return s.proposePlan(v, p, view)
	}
	order(nodes, from)
	err = v.form.err()
	if err == nil {
		var warn []errs.Field
		warn, err = s.App.HandPlan(v.r.Context(), v.who.Viewer, v.request(), app.PlanInput{Item: view.Row.ItemID, Nodes: nodes, Words: v.form.text("planwords", 500)})
		if err == nil && len(warn) > 0 {
			return v.took(p.Back, "done.plannedlate", len(warn))
		}
	}
	if err == nil {
		return v.took(p.Back, "done.planned", 0)
	}
	err = p.locate(err, from)
	return s.refuse(v, err, p, &p.Person, &p.Words)
}

// proposePlan fills the latest days of the steps that have a number of working
// days, laid backward from the limit; nothing is kept.
func (s *Site) proposePlan(v *visit, p *PlanPage, view *app.ItemView) error {
	var steps []ledger.Step
	var at []int
	for i := range p.Rows {
		r := &p.Rows[i]
		if plain(r.Days) == "" {
			continue
		}
		n, err := strconv.Atoi(plain(r.Days))
		if err != nil {
			n = 0 // told as one that is no number of days
		}
		steps, at = append(steps, ledger.Step{Name: cmp.Or(r.Text, p.m.T("plan.step", "n", i+1)), Days: n}), append(at, i)
	}
	x, err := s.App.ProposePlan(v.r.Context(), v.who.Viewer, view.Row.ItemID, steps)
	if err != nil {
		e := errs.Of(err)
		for i := range e.Fields {
			var k int
			if n, _ := fmt.Sscanf(e.Fields[i].Name, "days-%d", &k); n == 1 && k < len(at) {
				e.Fields[i].Name = "days-" + strconv.Itoa(at[k])
				p.Rows[at[k]].DaysErr = p.m.T(e.Fields[i].Key, e.Fields[i].Args...)
			}
		}
		return s.refuse(v, e, p)
	}
	for k, step := range x.Back {
		r := &p.Rows[at[k]]
		r.Day, r.Late = step.End.String(), p.m.T("plan.startby", "day", p.m.DateWeekday(int32(step.Start), p.Year))
	}
	p.Late = p.m.T("judge.end", "a", x.Sentence(steps, p.m.T("plan.done"), false, p.m.T))
	if x.Late > 0 {
		p.Late = x.Sentence(steps, p.m.T("plan.done"), false, p.m.T) + p.m.T("plan.mayhand")
	}
	return s.show(v, http.StatusOK, p)
}

// readNode reads a row of the form; one without anything in it is none.
func readNode(v *visit, i int, list []app.MeasureLine, measures []Option) (PlanRow, store.Milestone, bool) {
	k := strconv.Itoa(i)
	row := PlanRow{N: i, Day: v.form.raw("day-" + k), Value: v.form.raw("value-" + k), Text: v.form.text("text-"+k, 200), Days: v.form.raw("days-" + k), Measures: chosen(measures, v.form.raw("measure-"+k))}
	if plain(row.Day) == "" && plain(row.Value) == "" && row.Text == "" {
		return row, store.Milestone{}, false
	}
	node := store.Milestone{Day: v.form.day("day-" + k), State: row.Text}
	if plain(row.Value) == "" {
		return row, node, true
	}
	l, ok := measureOf(list, v.form.raw("measure-"+k))
	if !ok {
		v.form.bad("value-"+k, "err.choice")
		return row, node, true
	}
	node.MeasureID = l.ID
	node.Expected, _ = v.form.figure("value-"+k, int(l.Decimals), l.Unit)
	return row, node, true
}

// measureOf is the measure a row names; where there is one, no row has to.
func measureOf(list []app.MeasureLine, name string) (app.MeasureLine, bool) {
	if len(list) == 1 {
		return list[0], true
	}
	i := slices.IndexFunc(list, func(l app.MeasureLine) bool { return id.String(l.ID) == name })
	if i < 0 {
		return app.MeasureLine{}, false
	}
	return list[i], true
}

// order sorts nodes by day, as they are checked, and their rows with them.
func order(nodes []store.Milestone, from []int) {
	for i := 1; i < len(nodes); i++ {
		for j := i; j > 0 && nodes[j].Day < nodes[j-1].Day; j-- {
			nodes[j], nodes[j-1], from[j], from[j-1] = nodes[j-1], nodes[j], from[j-1], from[j]
		}
	}
}

// locate names problems of the checked plan by the rows they were typed in, and
// puts each sentence beside its field.
func (p *PlanPage) locate(err error, from []int) error {
	e := errs.Of(err)
	out := *e
	out.Fields = nil
	for _, f := range e.Fields {
		var i int
		var part string
		if n, _ := fmt.Sscanf(strings.NewReplacer("[", " ", "].", " ").Replace(f.Name), "milestones %d %s", &i, &part); n == 2 && i < len(from) {
			name := map[string]string{"day": "day-", "expected": "value-", "measure": "value-", "state": "text-"}[part]
			f.Name = name + strconv.Itoa(from[i])
		}
		if f.Name == "milestones" || strings.HasPrefix(f.Name, "measures") {
			f.Name = "day-0"
		}
		out.Fields = append(out.Fields, f)
		for j := range p.Rows {
			k := strconv.Itoa(p.Rows[j].N)
			switch f.Name {
			case "day-" + k:
				p.Rows[j].DayErr = p.m.T(f.Key, f.Args...)
			case "value-" + k:
				p.Rows[j].ValueErr = p.m.T(f.Key, f.Args...)
			case "text-" + k:
				p.Rows[j].TextErr = p.m.T(f.Key, f.Args...)
			}
		}
	}
	return &out
}
