package api

import (
	"cmp"
	"context"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/asof"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// Point is the state of knowledge an answer rests on.
type Point struct {
	Seq int64  `json:"seq" doc:"changes of the journal that were known: the size of the checkpoint that reproduces this answer"`
	Day string `json:"day" format:"date" doc:"day it was judged on"`
}

func pointOf(p asof.Point) Point { return Point{Seq: int64(p.Seq), Day: iso(p.Day)} }

// LedgerRow is one line of the ledger. Of an item above the caller's own only
// number, title, due day and light are told; part is then true.
type LedgerRow struct {
	Item     string       `json:"item"`
	Number   string       `json:"number"`
	Title    string       `json:"title"`
	Light    string       `json:"light" enum:"done,grey,green,yellow,red"`
	Grey     string       `json:"grey,omitempty" doc:"why it is grey"`
	Due      string       `json:"due,omitempty" format:"date"`
	DueSort  string       `json:"due_sort,omitempty" doc:"date, event, inherited, standing, always"`
	Part     bool         `json:"part" doc:"only the head of the item is told"`
	Kind     string       `json:"kind,omitempty"`
	KindName string       `json:"kind_name,omitempty"`
	Parent   string       `json:"parent,omitempty"`
	Lead     string       `json:"lead,omitempty" doc:"unit"`
	LeadName string       `json:"lead_name,omitempty"`
	Leader   string       `json:"leader,omitempty" doc:"post of the leader who answers for it"`
	Name     string       `json:"leader_name,omitempty"`
	Field    string       `json:"field,omitempty" doc:"portfolio"`
	Why      string       `json:"why,omitempty" doc:"why the light, with its numbers"`
	Late     string       `json:"late,omitempty" doc:"lateness of reporting"`
	Early    bool         `json:"early" doc:"the light is shown to the unit a working day before others see it"`
	Measures []LedgerMark `json:"measures"`
}

// LedgerMark is a measure of a line with its target and newest figure.
type LedgerMark struct {
	Measure string  `json:"measure"`
	Name    string  `json:"name"`
	Path    string  `json:"path" doc:"amount, share, level, bound, relative, state"`
	Main    bool    `json:"main"`
	Target  *Figure `json:"target,omitempty"`
	Actual  *Figure `json:"actual,omitempty" doc:"newest figure that counts"`
	Period  string  `json:"period,omitempty" doc:"of the newest figure"`
}

// LedgerPage is a page of the ledger.
type LedgerPage struct {
	Point
	Rows   []LedgerRow      `json:"rows"`
	Next   string           `json:"next,omitempty" doc:"cursor of the next page; none: this is the last"`
	Count  int64            `json:"count" doc:"lines of the filter"`
	Capped bool             `json:"capped" doc:"there are more than count"`
	Lights map[string]int64 `json:"lights" doc:"all lines the caller can see, by light"`
}

// LedgerFilter is what somebody wants to see of the ledger.
type LedgerFilter struct {
	AsOf
	Lead    string `query:"lead" doc:"leading unit"`
	Leader  string `query:"leader" doc:"post of the leader"`
	Field   string `query:"field" maxLength:"50" doc:"portfolio"`
	Kind    string `query:"kind" maxLength:"50"`
	Light   string `query:"light" enum:"done,grey,green,yellow,red"`
	Text    string `query:"q" maxLength:"100" doc:"words to find; only now, not as of a day"`
	DueFrom string `query:"due_from" format:"date"`
	DueTo   string `query:"due_to" format:"date"`
	Sort    string `query:"sort" enum:"due,light,number" default:"due"`
}

func (a *API) addLedger() {
	read := []org.Right{org.Read}
	add(a, Operation{ID: "ledger.list", Method: http.MethodGet, Path: "/ledger", Needs: read}, a.listLedger)
	add(a, Operation{ID: "ledger.overview", Method: http.MethodGet, Path: "/ledger/overview", Needs: read}, a.overview)
	add(a, Operation{ID: "ledger.export", Method: http.MethodGet, Path: "/ledger/export", Needs: read, media: "text/csv"}, a.exportLedger)
}

// query makes the use case's question of a filter. A unit or post that is
// nobody's finds nothing, like one the caller cannot see.
func (f *LedgerFilter) query() (q app.LedgerQuery, err error) {
	q = app.LedgerQuery{Field: f.Field, Kind: f.Kind, Text: f.Text, Sort: store.Sort(cmp.Or(f.Sort, string(store.ByDue)))}
	if q.Day, err = day("query.as_of", f.AsOf.AsOf); err != nil {
		return q, err
	}
	if q.DueFrom, err = day("query.due_from", f.DueFrom); err != nil {
		return q, err
	}
	if q.DueTo, err = day("query.due_to", f.DueTo); err != nil {
		return q, err
	}
	if q.Lead, err = named[id.Unit]("query.lead", f.Lead); err != nil {
		return q, err
	}
	if q.Leader, err = named[id.Post]("query.leader", f.Leader); err != nil {
		return q, err
	}
	if f.Light != "" {
		q.Light, err = ledger.ParseLight(f.Light)
	}
	return q, err
}

type ledgerOut struct{ Body LedgerPage }

func (a *API) listLedger(ctx context.Context, c *call, in *struct {
	LedgerFilter
	Cursor string `query:"cursor" maxLength:"400" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50"`
}) (*ledgerOut, error) {
	q, err := in.query()
	if err != nil {
		return nil, err
	}
	q.Limit = in.Limit
	if q.After, err = parseMark(in.Cursor, q.Sort, in.AsOf.AsOf); err != nil {
		return nil, err
	}
	v, err := a.App.Ledger(ctx, c.v, q, c.m)
	if err != nil {
		return nil, err
	}
	out := LedgerPage{Point: pointOf(v.Point), Rows: make([]LedgerRow, len(v.Rows)), Count: v.Count, Capped: v.Capped, Lights: lightsOf(v.Lights)}
	for i := range v.Rows {
		out.Rows[i] = ledgerRow(&v.Rows[i])
	}
	if v.Next != nil {
		out.Next = mark{Sort: q.Sort, AsOf: in.AsOf.AsOf, Light: v.Next.Light, Due: v.Next.Due, Item: v.Next.Item}.String()
	}
	return &ledgerOut{out}, nil
}

func lightsOf(counts map[ledger.Light]int64) map[string]int64 {
	out := map[string]int64{}
	for l, n := range counts {
		out[l.String()] = n
	}
	return out
}

func ledgerRow(r *app.LedgerRow) LedgerRow {
	out := LedgerRow{Item: known(r.ItemID), Number: r.Number, Title: r.Title, Light: r.Light.String(), Part: r.HeadOnly, Measures: []LedgerMark{}}
	if r.Due != store.NoDue {
		out.Due = iso(r.Due)
	}
	if r.HeadOnly {
		return out
	}
	out.Grey, out.DueSort, out.Kind, out.KindName, out.Parent = r.Grey, r.DueSort, r.Kind, r.KindName, known(r.Parent)
	out.Lead, out.LeadName, out.Leader, out.Name, out.Field = known(r.LeadID), r.Lead, known(r.Line.Leader), r.Leader, r.Field
	out.Why, out.Late, out.Early = r.Says, r.Late, r.Early
	if r.Light != ledger.Grey {
		out.Grey = ""
	}
	for i, m := range r.Facts.LiveMeasures() {
		out.Measures = append(out.Measures, ledgerMark(m, &r.Input.Tracks[i]))
	}
	return out
}

// ledgerMark takes the figures the judge takes: what is under embargo is not
// among them.
func ledgerMark(m store.Measure, t *ledger.Track) LedgerMark {
	out := LedgerMark{Measure: known(m.ID), Name: t.Name, Path: t.Path.String(), Main: t.Main}
	if t.HasTarget {
		f := figure(m.Target, int(m.Decimals), m.Unit)
		out.Target = &f
	}
	for _, v := range t.Values {
		if v.Standing == ledger.Returned {
			continue
		}
		f := figure(v.N, int(t.Decimals), t.Unit)
		out.Actual, out.Period = &f, v.Period.String()
	}
	return out
}

// OverviewLine counts the items of a leader or unit by light.
type OverviewLine struct {
	ID     string           `json:"id" doc:"post or unit"`
	Name   string           `json:"name"`
	All    int64            `json:"all"`
	Lights map[string]int64 `json:"lights"`
}

// Overview is how the ledger stands.
type Overview struct {
	Point
	Lights  map[string]int64 `json:"lights"`
	Leaders []OverviewLine   `json:"leaders" doc:"for the government and its office alone"`
	Units   []OverviewLine   `json:"units" doc:"for the government and its office alone"`
	Behind  []LedgerRow      `json:"behind" doc:"red and yellow, the worst first"`
	Soon    []LedgerRow      `json:"soon" doc:"due within a week"`
}

type overviewOut struct{ Body Overview }

func (a *API) overview(ctx context.Context, c *call, in *AsOf) (*overviewOut, error) {
	d, err := day("query.as_of", in.AsOf)
	if err != nil {
		return nil, err
	}
	v, err := a.App.Overview(ctx, c.v, d, c.m)
	if err != nil {
		return nil, err
	}
	out := Overview{Point: pointOf(v.Point), Lights: lightsOf(v.Lights), Leaders: []OverviewLine{}, Units: []OverviewLine{}, Behind: []LedgerRow{}, Soon: []LedgerRow{}}
	for _, l := range v.Leaders {
		out.Leaders = append(out.Leaders, OverviewLine{ID: known(l.Post), Name: l.Name, All: l.All, Lights: lightsOf(l.Lights)})
	}
	for _, l := range v.Units {
		out.Units = append(out.Units, OverviewLine{ID: known(l.Unit), Name: l.Name, All: l.All, Lights: lightsOf(l.Lights)})
	}
	for i := range v.Behind {
		out.Behind = append(out.Behind, ledgerRow(&v.Behind[i]))
	}
	for i := range v.Soon {
		out.Soon = append(out.Soon, ledgerRow(&v.Soon[i]))
	}
	return &overviewOut{out}, nil
}
