package app

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
	"jiufen/internal/store"
)

// NewItem is an item about to enter the ledger, with everything it brings.
type NewItem struct {
	Number    string // '' takes the next of the year
	Kind      string
	Title     string
	Standard  string
	Programme string
	Project   string // 项目代码, where the kind asks for it
	Publicity string // '' is none
	Strength  string
	Nature    string
	Cadence   string // '' takes the kind's; "none" owes nothing
	Focus     bool
	Offline   bool
	Year      int64
	Rollup    string
	Space     id.Unit // a county's own item
	Parent    id.Item
	Last      id.Item  // the item of the year before whose promise it repeats
	LastDraft id.Draft // or the draft of that year's paper
	Root      id.Item  // the item of an earlier year that it continues (结转)
	ParentAt  int      // index+1 in the same list of the item it is a part of; 0: Parent

	Origins  []NewOrigin
	Measures []NewMeasure
	Mode     string
	Words    string
	Parties  []ledger.Party // in the order of the notice
	Leaders  map[string]id.Post
	Due      NewDue
	Section  string
	Urgency  string    // class of the kind (急件); '' has none
	Plan     []NewNode // a plan that comes with it; empty: the unit hands it back

	sameDay bool // by its class it is signed for on the day of 交办
}

// NewOrigin is a source with its demand.
type NewOrigin struct {
	Sort       string
	Document   id.Document
	Start, End int
	Record     string
	Demand     string
	Limit      calendar.Day
	Assumed    bool
	Decider    string
}

// NewMeasure is what is counted.
type NewMeasure struct {
	Name       string
	Unit       string
	Decimals   int
	Direction  int // +1 or −1
	Path       string
	Basis      string
	Shown      bool // only shown: does not set the light
	Comparator string
	Target     int64
	TargetMax  int64
	RelativeTo string
	Relation   string
	Publisher  id.Unit
	Embargo    bool
}

// NewDue is when the item is due; a date left 0 takes the strictest of the
// origins.
type NewDue struct {
	Sort    string
	Day     calendar.Day
	Event   id.Event
	N       int
	Working bool
	Assumed bool
}

// NewNode is a milestone of a plan; MeasureAt counts the item's measures from 1,
// 0 is a state.
type NewNode struct {
	MeasureAt int
	Day       calendar.Day
	Expected  int64
	State     string
	Person    string
}

// IssueItems founds items without a paper of this system: items of a county's
// own space, those taken over from elsewhere, and coordination items. It needs
// the right to assign.
func (a *App) IssueItems(ctx context.Context, v org.Viewer, req Request, items []NewItem) ([]id.Item, error) {
	if err := need(v, org.Assign); err != nil {
		return nil, err
	}
	var out []id.Item
	_, err := a.write(ctx, v, "issue", req, func(tx *store.Tx) (err error) {
		out, err = issue(tx, 0, items)
		return err
	})
	return out, err
}

// Settings of issuing, with their defaults (practice A.2, A.9).
const (
	SettingSignDays = "assign.sign_days" // working days to sign for an item
	SettingPlanDays = "assign.plan_days" // working days to hand back the plan

	defaultSignDays = 2
	defaultPlanDays = 10
)

// issue founds items in a change: they are checked against their kinds, get
// their numbers, their effective limits, and are assigned as of the day. It
// returns their identifiers in the order of the list.
func issue(tx *store.Tx, paper id.Paper, items []NewItem) ([]id.Item, error) {
	lib, err := tx.Library(tx.Now())
	if err != nil {
		return nil, err
	}
	dir, err := tx.Directory(tx.Now())
	if err != nil {
		return nil, err
	}
	items = slices.Clone(items)
	for i := range items {
		items[i].urge(lib, tx.Day)
	}
	if err := checkItems(lib, items); err != nil {
		return nil, err
	}
	counted := map[int64]int64{}
	out := make([]id.Item, len(items))
	for i, n := range items {
		if n.ParentAt > 0 {
			n.Parent = out[n.ParentAt-1]
		}
		if n.Number == "" {
			if n.Number, err = nextNumber(tx, counted, n.Year); err != nil {
				return nil, err
			}
		}
		if out[i], err = foundItem(tx, lib, dir, paper, n); err != nil {
			return nil, fmt.Errorf("item %d of %d (%s): %w", i+1, len(items), n.Title, err)
		}
	}
	return out, nil
}

func nextNumber(tx *store.Tx, counted map[int64]int64, year int64) (string, error) {
	if _, ok := counted[year]; !ok {
		n, err := tx.ItemsOfYear(year)
		if err != nil {
			return "", err
		}
		counted[year] = n
	}
	counted[year]++
	return fmt.Sprintf("%d-%04d", year, counted[year]), nil
}

// checkItems holds every item against its kind; all problems are told at once.
func checkItems(lib *store.Library, items []NewItem) error {
	var fields []errs.Field
	for i, n := range items {
		k := lib.Kinds[n.Kind]
		if k == nil {
			fields = append(fields, errs.Field{Name: fmt.Sprintf("items[%d].kind", i), Key: "err.kind", Args: []any{"kind", n.Kind}})
			continue
		}
		it := n.ledger()
		for _, p := range ledger.CheckIssue(&it, k) {
			fields = append(fields, errs.Field{Name: fmt.Sprintf("items[%d].%s", i, p.Field), Key: p.Key, Args: append([]any{"title", n.Title}, p.Args...)})
		}
	}
	return errs.Form(fields)
}

// ledger is the item as the domain checks it.
func (n NewItem) ledger() ledger.Item {
	it := ledger.Item{Kind: n.Kind, Title: n.Title, Standard: n.Standard, Programme: n.Programme, Project: n.Project, Parent: n.Parent, Assign: ledger.Assignment{Mode: ledger.LeadMode(n.Mode), Parties: n.Parties, Words: n.Words}}
	if n.ParentAt > 0 {
		it.Parent = id.Item(n.ParentAt) // only that there is one counts here
	}
	for _, p := range n.Plan {
		it.Plan.Milestones = append(it.Plan.Milestones, ledger.Milestone{Measure: id.Measure(p.MeasureAt), Day: p.Day, Expected: p.Expected, State: p.State})
	}
	for _, o := range n.Origins {
		it.Origins = append(it.Origins, ledger.Origin{Sort: ledger.OriginSort(o.Sort), Demand: o.Demand, Limit: o.Limit})
	}
	for i, m := range n.Measures {
		path, _ := ledger.ParsePath(m.Path)
		rel, _ := ledger.ParseRelation(m.Relation)
		comp, err := quantity.ParseComparator(m.Comparator)
		it.Measures = append(it.Measures, ledger.Measure{ID: id.Measure(i + 1), Name: m.Name, Unit: m.Unit, Path: path, Dir: int8(m.Direction), Basis: m.Basis,
			Main: !m.Shown, HasGoal: err == nil && m.Comparator != "" && m.Comparator != "relative", Goal: quantity.Goal{Comparator: comp, Value: m.Target, Max: m.TargetMax, LessBetter: m.Direction < 0},
			Other: m.RelativeTo, Relation: rel})
	}
	for r, p := range n.Leaders {
		it.Leaders = append(it.Leaders, ledger.Leader{Relation: ledger.LeaderRelation(r), Post: p})
	}
	it.Due = ledger.Due{Sort: ledger.DueSort(n.Due.Sort), Day: n.effective(), Event: n.Due.Event, N: n.Due.N, Working: n.Due.Working}
	return it
}

// effective is the day of a dated item: the strictest of its own and its origins'.
func (n NewItem) effective() calendar.Day {
	day := n.Due.Day
	for _, o := range n.Origins {
		if o.Limit != 0 && (day == 0 || o.Limit < day) {
			day = o.Limit
		}
	}
	return day
}

func foundItem(tx *store.Tx, lib *store.Library, dir *org.Directory, paper id.Paper, n NewItem) (id.Item, error) {
	k := lib.Kinds[n.Kind]
	if n.Cadence == "" {
		n.Cadence = k.Cadence.String()
	}
	if n.Cadence == "none" {
		n.Cadence = ""
	}
	item, err := store.Insert[store.Item, id.Item](tx, store.Item{Number: n.Number, Kind: n.Kind, Parent: n.Parent, Root: n.Root, Year: n.Year, Paper: paper, Space: n.Space, Rollup: cmp.Or(n.Rollup, "own")})
	if err != nil {
		return 0, err
	}
	if err := store.Add(tx, store.ItemFact{ItemID: item, Title: n.Title, Standard: n.Standard, Programme: n.Programme, Publicity: cmp.Or(n.Publicity, "none"),
		Strength: n.Strength, Nature: n.Nature, Project: n.Project, Cadence: n.Cadence, Focus: flag(n.Focus), Offline: flag(n.Offline)}); err != nil {
		return 0, err
	}
	if n.Last != 0 || n.LastDraft != 0 {
		if err := addLastYear(tx, item, n); err != nil {
			return 0, err
		}
	}
	if n.Due.Sort == string(ledger.DueInherited) && n.Parent != 0 {
		if n.Due.Day, err = inheritedDay(tx, lib, n.Parent); err != nil {
			return 0, err
		}
	}
	if err := addOrigins(tx, item, n); err != nil {
		return 0, err
	}
	measures, err := addMeasures(tx, item, n.Measures)
	if err != nil {
		return 0, err
	}
	if err := assign(tx, lib, dir, item, n); err != nil {
		return 0, err
	}
	if len(n.Plan) == 0 {
		return item, nil
	}
	plan, err := store.Insert[store.Plan, id.Plan](tx, store.Plan{ItemID: item, Version: 1, FromDay: tx.Day})
	if err != nil {
		return 0, err
	}
	for _, p := range n.Plan {
		m := store.Milestone{PlanID: plan, ItemID: item, Day: p.Day, Expected: p.Expected, State: p.State, Person: p.Person}
		if p.MeasureAt > 0 {
			m.MeasureID = measures[p.MeasureAt-1]
		}
		if err := store.Add(tx, m); err != nil {
			return 0, err
		}
	}
	return item, nil
}

// inheritedDay is the limit of the item above.
func inheritedDay(tx *store.Tx, lib *store.Library, parent id.Item) (calendar.Day, error) {
	all, err := tx.ItemFacts(id.Before(tx.Seq), parent)
	if err != nil || all[parent] == nil {
		return 0, err
	}
	in := lib.Input(all[parent])
	return in.Due, nil
}

func addOrigins(tx *store.Tx, item id.Item, n NewItem) error {
	var from id.Origin
	day := n.effective()
	for _, o := range n.Origins {
		num, err := store.Insert[store.Origin, id.Origin](tx, store.Origin{ItemID: item, Sort: o.Sort, Document: o.Document, Start: int64(o.Start), End: int64(o.End), Record: o.Record,
			Demand: o.Demand, LimitDay: o.Limit, Assumed: flag(o.Assumed), Decider: o.Decider})
		if err != nil {
			return err
		}
		if o.Limit != 0 && o.Limit == day && from == 0 {
			from = num
		}
	}
	return store.Add(tx, store.Due{ItemID: item, Sort: n.Due.Sort, Day: day, EventID: n.Due.Event, N: int64(n.Due.N), Working: flag(n.Due.Working), Assumed: flag(n.Due.Assumed), From: from})
}

func addMeasures(tx *store.Tx, item id.Item, list []NewMeasure) ([]id.Measure, error) {
	out := make([]id.Measure, len(list))
	for i, m := range list {
		num, err := store.Insert[store.Measure, id.Measure](tx, store.Measure{ItemID: item, N: int64(i + 1), Name: m.Name, Unit: m.Unit, Decimals: int64(m.Decimals), Direction: int64(cmp.Or(m.Direction, 1)),
			Path: m.Path, Basis: m.Basis, Main: flag(!m.Shown), Comparator: m.Comparator, Target: m.Target, TargetMax: m.TargetMax, RelativeTo: m.RelativeTo, Relation: m.Relation,
			Publisher: m.Publisher, Embargo: flag(m.Embargo)})
		if err != nil {
			return nil, err
		}
		out[i] = num
	}
	return out, nil
}

// assign gives the item to its units from today (交办): the clocks for signing
// and for the plan run from now. A unit that was merged is taken by its successor.
func assign(tx *store.Tx, lib *store.Library, dir *org.Directory, item id.Item, n NewItem) error {
	it := n.ledger()
	a := store.Assignment{ItemID: item, Mode: n.Mode, LeadID: dir.Successor(it.Assign.LeadUnit()), Collating: dir.Successor(it.Assign.CollatingUnit()), Words: n.Words, Section: n.Section, AssignDay: tx.Day,
		SignBy: lib.Cal.Add(tx.Day, lib.Int(SettingSignDays, defaultSignDays)).Day, PlanBy: lib.Cal.Add(tx.Day, lib.Int(SettingPlanDays, defaultPlanDays)).Day}
	if n.sameDay {
		a.SignBy = tx.Day
	}
	num, err := store.Insert[store.Assignment, id.Assignment](tx, a)
	if err != nil {
		return err
	}
	for i, p := range n.Parties {
		if err := store.Add(tx, store.Assignee{Assignment: num, ItemID: item, UnitID: dir.Successor(p.Unit), Role: string(p.Role), N: int64(i)}); err != nil {
			return err
		}
	}
	for _, r := range slices.Sorted(maps.Keys(n.Leaders)) {
		if err := store.Add(tx, store.Leader{ItemID: item, Relation: r, PostID: n.Leaders[r]}); err != nil {
			return err
		}
	}
	return nil
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
