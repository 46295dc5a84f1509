package app

import (
	"context"
	"slices"
	"strconv"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
	"jiufen/internal/store"
)

// PlanInput is a plan handed back (推进计划).
type PlanInput struct {
	Item  id.Item
	Nodes []store.Milestone // PlanID and ItemID are filled in
	Words string
}

// late are the problems of a plan that warn and do not refuse: a node after the
// limit is saved with the warning (倒排工期, scenario 3).
var lateKeys = map[string]bool{"valid.node.late": true, "valid.node.after": true}

// HandPlan hands back the first plan of an item, by the unit that leads it. The
// warnings are what is saved all the same. A plan that stands is changed by a
// decided change alone, so that what was judged keeps the plan it was judged by.
func (a *App) HandPlan(ctx context.Context, v org.Viewer, req Request, p PlanInput) (warnings []errs.Field, err error) {
	if err := need(v, org.Receive); err != nil {
		return nil, err
	}
	_, err = a.write(ctx, v, "plan_hand", req, func(tx *store.Tx) error {
		f, as, unit, err := party(tx, v, p.Item)
		if err != nil {
			return err
		}
		if unit.Role != "lead" && !(as.LeadID == 0 && unit.Role != "cooperate") {
			return errs.E(errs.Forbidden, "err.plan.lead")
		}
		if plan, _ := f.Plan(); plan.ID != 0 {
			return errs.E(errs.Conflict, "err.plan.stands")
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		var fields []errs.Field
		fields, warnings = checkPlan(lib, f, p.Nodes)
		if err := errs.Form(fields); err != nil {
			return err
		}
		_, err = addPlan(tx, f, 0, p.Nodes, p.Words)
		return err
	})
	return warnings, err
}

// mostStepDays is the longest step that is laid backward, in working days: two
// years of them.
const mostStepDays = 500

// ProposePlan lays steps of so many working days each one after another so that the
// last ends at the limit of the item (倒排工期, S5-11). Nothing is kept; that the
// latest start is past is told, not refused.
func (a *App) ProposePlan(ctx context.Context, v org.Viewer, item id.Item, steps []ledger.Step) (out ledger.Schedule, err error) {
	if err := need(v, org.Receive); err != nil {
		return out, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		f, _, _, err := party(tx, v, item)
		if err != nil {
			return err
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		var wrong []errs.Field
		for i, x := range steps {
			if x.Days < 1 || x.Days > mostStepDays {
				wrong = append(wrong, errs.Field{Name: "days-" + strconv.Itoa(i), Key: "err.plan.days", Args: []any{"most", mostStepDays}})
			}
		}
		if len(steps) == 0 {
			wrong = append(wrong, errs.Field{Name: "days-0", Key: "err.plan.nodays"})
		}
		if err := errs.Form(wrong); err != nil {
			return err
		}
		due := lib.Input(f).Due
		if due == 0 {
			return errs.E(errs.Conflict, "err.plan.nolimit")
		}
		out = ledger.ScheduleBack(lib.Cal, due, tx.Day, steps)
		return nil
	})
	return out, err
}

// checkPlan parts what refuses a plan from what only warns.
func checkPlan(lib *store.Library, f *store.Facts, nodes []store.Milestone) (bad, warn []errs.Field) {
	it := domainItem(f)
	plan := ledger.Plan{}
	for _, n := range nodes {
		plan.Milestones = append(plan.Milestones, ledger.Milestone{Measure: n.MeasureID, Day: n.Day, Expected: n.Expected, State: n.State, Person: n.Person})
	}
	in := lib.Input(f)
	for _, p := range ledger.CheckPlan(&it, plan, in.Due) {
		x := errs.Field{Name: p.Field, Key: p.Key, Args: p.Args}
		if lateKeys[p.Key] {
			warn = append(warn, x)
		} else {
			bad = append(bad, x)
		}
	}
	return bad, warn
}

// domainItem is the item as the domain's checks take it.
func domainItem(f *store.Facts) ledger.Item {
	h, _ := f.Head()
	a, units := f.Assignment()
	it := ledger.Item{ID: f.Item.ID, Number: f.Item.Number, Kind: f.Item.Kind, Title: h.Title, Standard: h.Standard, Project: h.Project, Parent: f.Item.Parent, Start: a.AssignDay}
	it.Assign = ledger.Assignment{Mode: ledger.LeadMode(a.Mode), Words: a.Words}
	for _, u := range units {
		it.Assign.Parties = append(it.Assign.Parties, ledger.Party{Unit: u.UnitID, Role: ledger.Role(u.Role)})
	}
	it.Origins = ledgerOrigins(f.LiveOrigins())
	for _, m := range f.LiveMeasures() {
		path, _ := ledger.ParsePath(m.Path)
		comp, err := quantity.ParseComparator(m.Comparator)
		it.Measures = append(it.Measures, ledger.Measure{ID: m.ID, Name: m.Name, Unit: m.Unit, Path: path, Dir: int8(m.Direction), Main: m.Main == 1,
			HasGoal: err == nil && m.Comparator != "" && m.Comparator != "relative", Goal: quantity.Goal{Comparator: comp, Value: m.Target, Max: m.TargetMax, LessBetter: m.Direction < 0}})
	}
	return it
}

func addPlan(tx *store.Tx, f *store.Facts, change id.Change, nodes []store.Milestone, words string) (id.Plan, error) {
	plan, err := store.Insert[store.Plan, id.Plan](tx, store.Plan{ItemID: f.Item.ID, Version: int64(len(f.Plans) + 1), FromDay: tx.Day, ChangeID: change, Words: words})
	if err != nil {
		return 0, err
	}
	nodes = slices.Clone(nodes)
	slices.SortStableFunc(nodes, func(a, b store.Milestone) int { return int(a.Day - b.Day) })
	for _, n := range nodes {
		n.PlanID, n.ItemID = plan, f.Item.ID
		if err := store.Add(tx, n); err != nil {
			return 0, err
		}
	}
	return plan, nil
}
