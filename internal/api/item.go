package api

import (
	"context"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// Item is an item with everything known of it at a point. Of an item above the
// caller's own only the line is told.
type Item struct {
	Point
	LedgerRow
	Standard   string     `json:"standard,omitempty" doc:"when it counts as done"`
	Programme  string     `json:"programme,omitempty"`
	Strength   string     `json:"strength,omitempty"`
	Nature     string     `json:"nature,omitempty"`
	Project    string     `json:"project,omitempty" doc:"项目代码"`
	Cadence    string     `json:"cadence,omitempty"`
	Year       int64      `json:"year,omitempty"`
	Words      string     `json:"words,omitempty" doc:"units as the notice prints them"`
	Mode       string     `json:"mode,omitempty"`
	MergedInto string     `json:"merged_into,omitempty"`
	LastYear   *YearLink  `json:"last_year,omitempty" doc:"what it promised the year before"`
	Assignment string     `json:"assignment,omitempty" doc:"the one in force"`
	Parties    []Party    `json:"parties"`
	Origins    []Origin   `json:"origins"`
	Plan       *Plan      `json:"plan,omitempty"`
	Chain      []Ring     `json:"chain"`
	Reports    []Report   `json:"reports" doc:"the newest first"`
	Checks     []Check    `json:"checks"`
	Changes    []Change   `json:"changes"`
	Closings   []Closing  `json:"closings"`
	Heads      []Head     `json:"heads,omitempty" doc:"when the head of the leading unit answered for it: start, middle, end"`
	Above      *Relative  `json:"above,omitempty"`
	Below      []Relative `json:"below"`
	Journal    []Entry    `json:"journal" doc:"entries of the journal that concern it, the newest first"`
}

// Party is a unit of an assignment.
type Party struct {
	Unit string `json:"unit"`
	Name string `json:"name"`
	Role string `json:"role"`
}

// Origin is where an item was promised.
type Origin struct {
	ID       string `json:"id"`
	Sort     string `json:"sort"`
	Document string `json:"document,omitempty"`
	Start    int64  `json:"start,omitempty" doc:"place in the text, code points"`
	End      int64  `json:"end,omitempty"`
	Record   string `json:"record,omitempty"`
	Demand   string `json:"demand,omitempty"`
	Words    string `json:"words,omitempty" doc:"the sentence itself"`
	Limit    string `json:"limit,omitempty" format:"date"`
	Assumed  bool   `json:"assumed"`
	Decider  string `json:"decider,omitempty"`
	Sets     bool   `json:"sets" doc:"its limit is the effective one"`
	Merged   string `json:"merged,omitempty" doc:"it came by merging a draft: what spoke for that"`
	Hidden   bool   `json:"hidden" doc:"the words of a leader, told to those named alone"`
}

// Ring is a ring of the chain of responsibility.
type Ring struct {
	Role   string `json:"role"`
	Unit   string `json:"unit,omitempty"`
	Post   string `json:"post"`
	Name   string `json:"name,omitempty"`
	Vacant bool   `json:"vacant"`
	Since  string `json:"since,omitempty" format:"date"`
}

// Plan is the version of the plan in force.
type Plan struct {
	ID      string `json:"id"`
	Version int64  `json:"version"`
	From    string `json:"from" format:"date"`
	Nodes   []Node `json:"nodes"`
}

// Node is a milestone: an expected figure of a measure, or a state.
type Node struct {
	ID       string  `json:"id"`
	Measure  string  `json:"measure,omitempty"`
	Day      string  `json:"day" format:"date"`
	Expected *Figure `json:"expected,omitempty"`
	State    string  `json:"state,omitempty"`
	Person   string  `json:"person,omitempty"`
	Reached  string  `json:"reached,omitempty" format:"date"`
	ByStage  bool    `json:"by_stage,omitempty" doc:"reached by a stage of the object of a register that the item is"`
}

// Report is what a unit reported for a period. A correction stands beside what
// it corrects.
type Report struct {
	ID       string        `json:"id"`
	Unit     string        `json:"unit"`
	Name     string        `json:"unit_name"`
	Period   string        `json:"period"`
	Sort     string        `json:"sort" doc:"progress, nochange, correction"`
	Standing string        `json:"standing" doc:"submitted, accepted, returned, checked"`
	Came     string        `json:"came" format:"date"`
	Seq      int64         `json:"seq"`
	Values   []ReportValue `json:"values"`
	Words    string        `json:"words,omitempty"`
	Problem  string        `json:"problem,omitempty"`
	Reason   string        `json:"reason,omitempty" doc:"of a correction"`
	Corrects string        `json:"corrects,omitempty" doc:"report that it replaces"`
	Missing  string        `json:"missing,omitempty"`
	Reviews  []Review      `json:"reviews"`
	Proof    string        `json:"proof,omitempty" doc:"declared, proven; left out where no evidence is asked"`
	Evidence []Evidence    `json:"evidence,omitempty"`
}

// ReportValue is a figure of a report.
type ReportValue struct {
	Measure string `json:"measure"`
	Figure
}

// Review is a decision on a report.
type Review struct {
	Act    string `json:"act" doc:"accept, return"`
	Reason string `json:"reason,omitempty"`
	Words  string `json:"words,omitempty"`
	NewDue string `json:"new_due,omitempty" format:"date"`
	Seq    int64  `json:"seq"`
}

// Check is what the office found itself.
type Check struct {
	ID      string `json:"id"`
	Measure string `json:"measure"`
	Period  string `json:"period"`
	Figure
	Level string `json:"level" doc:"desk, field"`
	Day   string `json:"day" format:"date"`
	Words string `json:"words"`
}

// Change is a change of an item that was asked for.
type Change struct {
	ID      string       `json:"id"`
	Sort    string       `json:"sort"`
	Origin  string       `json:"origin,omitempty"`
	Measure string       `json:"measure,omitempty"`
	From    string       `json:"from,omitempty" format:"date"`
	To      string       `json:"to,omitempty" format:"date"`
	Value   *Figure      `json:"value,omitempty"`
	Class   string       `json:"class,omitempty"`
	Words   string       `json:"words,omitempty"`
	Late    bool         `json:"late" doc:"asked too late to undo lateness"`
	Decided string       `json:"decided,omitempty" doc:"approve, refuse, withdraw; none while it is pending"`
	Steps   []ChangeStep `json:"steps"`
}

// ChangeStep is an opinion on a change, or its decision.
type ChangeStep struct {
	Act   string `json:"act"`
	Post  string `json:"post"`
	Words string `json:"words,omitempty"`
	Seq   int64  `json:"seq"`
}

// Closing is a step of the end of an item.
type Closing struct {
	ID      string `json:"id"`
	Act     string `json:"act"`
	Reached string `json:"reached,omitempty" format:"date"`
	Number  string `json:"number,omitempty"`
	Words   string `json:"words,omitempty"`
	Seq     int64  `json:"seq"`
}

// Head is one of the three times the head answers for an item (S5-15).
type Head struct {
	Stage  string `json:"stage" enum:"start,middle,end"`
	Due    string `json:"due,omitempty" format:"date" doc:"from when it is due"`
	Signed string `json:"signed,omitempty" format:"date"`
}

// Relative is the item above, or a part below.
type Relative struct {
	Item   string `json:"item"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Light  string `json:"light"`
	Lead   string `json:"lead,omitempty"`
	Due    string `json:"due,omitempty" format:"date"`
}

// Entry is an entry of the journal.
type Entry struct {
	Seq    int64  `json:"seq"`
	At     string `json:"at" format:"date-time"`
	Day    string `json:"day" format:"date"`
	Act    string `json:"act"`
	Post   string `json:"post,omitempty"`
	Person string `json:"person,omitempty"`
	Rows   int64  `json:"rows" doc:"facts of the change"`
}

// ItemPath is the address of an item.
type ItemPath struct {
	ID string `path:"id" doc:"identifier of the item"`
}

func (a *API) addItems() {
	read := []org.Right{org.Read}
	add(a, Operation{ID: "items.get", Method: http.MethodGet, Path: "/items/{id}", Needs: read}, a.getItem)
	add(a, Operation{ID: "items.measures", Method: http.MethodGet, Path: "/items/{id}/measures", Needs: read}, a.getMeasures)
	add(a, Operation{ID: "checks.create", Method: http.MethodPost, Path: "/items/{id}/checks", Needs: []org.Right{org.CheckFig}, success: http.StatusNoContent}, a.createCheck)
	add(a, Operation{ID: "releases.create", Method: http.MethodPost, Path: "/items/{id}/releases", Needs: []org.Right{org.Release}, success: http.StatusNoContent}, a.createRelease)
}

type itemOut struct{ Body Item }

// itemOn reads an item of an address as of a day.
func (a *API) itemOn(ctx context.Context, c *call, number, asOf string) (*app.ItemView, error) {
	n, err := here[id.Item](number)
	if err != nil {
		return nil, err
	}
	d, err := day("query.as_of", asOf)
	if err != nil {
		return nil, err
	}
	return a.App.Item(ctx, c.v, n, d, c.m)
}

func (a *API) getItem(ctx context.Context, c *call, in *struct {
	ItemPath
	AsOf
}) (*itemOut, error) {
	v, err := a.itemOn(ctx, c, in.ID, in.AsOf.AsOf)
	if err != nil {
		return nil, err
	}
	return &itemOut{a.viewItem(c, v)}, nil
}

func (a *API) viewItem(c *call, v *app.ItemView) Item {
	out := Item{Point: pointOf(v.Point), LedgerRow: ledgerRow(&v.Row), Parties: []Party{}, Origins: []Origin{}, Chain: []Ring{}, Reports: []Report{}, Checks: []Check{},
		Changes: []Change{}, Closings: []Closing{}, Below: []Relative{}, Journal: []Entry{}}
	for _, x := range v.Children {
		out.Below = append(out.Below, relativeOf(x.Relative, x.Lead))
	}
	if v.Parent != nil {
		r := relativeOf(*v.Parent, "")
		out.Above = &r
	}
	if v.HeadOnly {
		return out
	}
	h := v.Head
	out.Standard, out.Programme, out.Strength, out.Nature, out.Project, out.Cadence, out.Year = h.Standard, h.Programme, h.Strength, h.Nature, h.Project, h.Cadence, v.Facts.Item.Year
	out.MergedInto, out.LastYear = known(v.Merged), yearLink(c.m, v.Last)
	assignment, units := v.Facts.Assignment()
	out.Assignment, out.Words, out.Mode = known(assignment.ID), assignment.Words, assignment.Mode
	for _, u := range units {
		out.Parties = append(out.Parties, Party{Unit: known(u.UnitID), Name: v.Dir.Unit(u.UnitID).Name, Role: u.Role})
	}
	out.details(a, c, v)
	return out
}

func relativeOf(x store.Relative, lead string) Relative {
	return Relative{Item: known(x.ItemID), Number: x.Number, Title: x.Title, Light: lightName(x.Shown), Lead: lead, Due: dueDay(x.Due)}
}

// dueDay is a due day of a line, ” for none.
func dueDay(d calendar.Day) string {
	if d == store.NoDue {
		return ""
	}
	return iso(d)
}

func (out *Item) details(a *API, c *call, v *app.ItemView) {
	for _, o := range v.Origins {
		out.Origins = append(out.Origins, Origin{ID: known(o.ID), Sort: o.Sort, Document: known(o.Document), Start: o.Start, End: o.End, Record: o.Record, Demand: o.Demand,
			Words: o.Words, Limit: iso(o.LimitDay), Assumed: o.Assumed == 1, Decider: o.Decider, Sets: o.Sets, Hidden: o.Hidden, Merged: v.Sames[o.ID].Words})
	}
	for _, r := range v.Chain {
		out.Chain = append(out.Chain, Ring{Role: r.Role, Unit: known(r.Unit), Post: known(r.Post), Name: r.Person, Vacant: r.Vacant, Since: iso(r.Since)})
	}
	scale := scaleOf(v.Facts)
	if p, nodes := v.Facts.Plan(); p.ID != 0 {
		out.Plan = planOf(v.Facts, p, nodes, scale)
	}
	for _, r := range v.Reports {
		out.Reports = append(out.Reports, reportOf(v, r, scale))
	}
	for _, k := range v.Facts.Checks {
		out.Checks = append(out.Checks, Check{ID: known(k.ID), Measure: known(k.MeasureID), Period: k.Period.String(), Figure: scale.figure(k.MeasureID, k.Value), Level: k.Level, Day: iso(k.Day), Words: k.Words})
	}
	for _, x := range v.Changes {
		out.Changes = append(out.Changes, changeOf(x, scale))
	}
	for _, x := range v.Heads {
		out.Heads = append(out.Heads, Head{Stage: x.Stage, Due: iso(x.From), Signed: iso(x.Day)})
	}
	for _, x := range v.Facts.Closings {
		out.Closings = append(out.Closings, closingOf(x))
	}
	for _, l := range v.Leaves {
		out.Journal = append(out.Journal, a.entry(l))
	}
}

// lightName is the name of a kept light.
func lightName(n int64) string { return lightOf(n).String() }
