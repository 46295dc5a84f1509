package api

import (
	"context"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// Desk is what the caller's unit owes now, and what waits for his rights.
type Desk struct {
	Unit    string         `json:"unit"`
	Today   string         `json:"today" format:"date"`
	ToSign  []DeskItem     `json:"to_sign" doc:"to be signed for"`
	ToPlan  []DeskItem     `json:"to_plan" doc:"plans to be handed back"`
	Sheets  []Sheet        `json:"sheets" doc:"by due day"`
	Queues  map[string]int `json:"queues" doc:"sheets, reviews, papers that wait"`
	Urgent  []Urgent       `json:"urgent,omitempty" doc:"to be given out or signed for the same day, for those who make, approve and sign papers"`
	Returns int            `json:"returns" doc:"rows that came back"`
}

// Urgent is a matter of the same day: a draft that is not given out, or an item
// that some units have not signed for.
type Urgent struct {
	Document string   `json:"document,omitempty"`
	Draft    string   `json:"draft,omitempty"`
	Item     string   `json:"item,omitempty"`
	Number   string   `json:"number,omitempty"`
	Title    string   `json:"title"`
	Units    []string `json:"units,omitempty" doc:"that have not signed"`
	Since    string   `json:"since" format:"date"`
	Late     int      `json:"late" doc:"working days"`
}

// DeskItem is an item handed to the unit.
type DeskItem struct {
	Item   string `json:"item"`
	Number string `json:"number"`
	Title  string `json:"title"`
	Role   string `json:"role"`
	By     string `json:"by" format:"date"`
	Left   int    `json:"left" doc:"working days left"`
	Over   bool   `json:"over" doc:"the limit is past"`
}

// Sheet is the sheet of a period.
type Sheet struct {
	Period   string     `json:"period"`
	Due      string     `json:"due" format:"date"`
	State    string     `json:"state" doc:"open, finished"`
	Finished string     `json:"finished,omitempty" format:"date"`
	Version  int64      `json:"version" doc:"changes with every row: who signs names the one he read"`
	Rows     []SheetRow `json:"rows" doc:"those that came back first"`
}

// SheetRow is an item owed in a period, with what was typed so far.
type SheetRow struct {
	Item     string       `json:"item"`
	Number   string       `json:"number"`
	Title    string       `json:"title"`
	Light    string       `json:"light"`
	Why      string       `json:"why"`
	Due      string       `json:"due" format:"date"`
	Back     *Review      `json:"back,omitempty" doc:"the return that is not cured yet"`
	Version  int64        `json:"version" doc:"what If-Match must name; 0 while nothing is typed"`
	By       string       `json:"by,omitempty" doc:"person who typed last"`
	Typed    SheetTyped   `json:"typed"`
	Last     string       `json:"last,omitempty" doc:"words of the last report"`
	Measures []SheetValue `json:"measures"`
}

// SheetTyped is a row as typed, kept until the sheet is signed.
type SheetTyped struct {
	Values  map[string]string `json:"values,omitempty" doc:"figures by measure, as typed"`
	Words   string            `json:"words,omitempty" maxLength:"5000"`
	Problem string            `json:"problem,omitempty" maxLength:"5000"`
	Same    bool              `json:"same,omitempty" doc:"no change in this period"`
	Reason  string            `json:"reason,omitempty" maxLength:"500" doc:"of no change (season, approval, node), or of a figure that falls"`
	Reached []string          `json:"reached,omitempty" doc:"milestones reached; 0 is what the item asks for in the end"`
	Missing string            `json:"missing,omitempty" maxLength:"500" doc:"part of a cooperating unit that is missing"`

	Evidence string `json:"evidence,omitempty" maxLength:"500" doc:"paper that shows it: title, number, date"`
}

func typedOf(b app.SheetRowBody) SheetTyped {
	return SheetTyped{Values: b.Values, Words: b.Words, Problem: b.Problem, Same: b.Same, Reason: b.Reason, Reached: b.Reached, Missing: b.Missing, Evidence: b.Evidence}
}

func (t SheetTyped) body() app.SheetRowBody {
	return app.SheetRowBody{Values: t.Values, Words: t.Words, Problem: t.Problem, Same: t.Same, Reason: t.Reason, Reached: t.Reached, Missing: t.Missing, Evidence: t.Evidence}
}

// SheetValue is a measure of a row with what is on file.
type SheetValue struct {
	Measure string  `json:"measure"`
	Name    string  `json:"name"`
	Unit    string  `json:"unit,omitempty"`
	Plan    *Figure `json:"plan,omitempty"`
	Last    *Figure `json:"last,omitempty"`
	Period  string  `json:"period,omitempty" doc:"of the last figure"`
}

// PeriodPath is the address of a sheet: the period, its slash escaped.
type PeriodPath struct {
	Period string `path:"period" doc:"as 2026-03, 2026-Q1, 2026-01%2F02" example:"2026-03"`
}

func (a *API) addSheets() {
	report, sign := []org.Right{org.Report}, []org.Right{org.Sheet}
	either := []org.Right{org.Report, org.Sheet}
	add(a, Operation{ID: "sheets.desk", Method: http.MethodGet, Path: "/desk", Needs: []org.Right{org.Read}}, a.desk)
	add(a, Operation{ID: "sheets.list", Method: http.MethodGet, Path: "/sheets", Needs: sign}, a.listSheets)
	add(a, Operation{ID: "sheets.save", Method: http.MethodPut, Path: "/sheets/{period}/rows/{id}", Needs: either}, a.saveRow)
	add(a, Operation{ID: "sheets.finish", Method: http.MethodPost, Path: "/sheets/{period}/finish", Needs: report, success: http.StatusNoContent}, a.finishSheet)
	add(a, Operation{ID: "sheets.reopen", Method: http.MethodPost, Path: "/sheets/{period}/reopen", Needs: either, success: http.StatusNoContent}, a.reopenSheet)
	add(a, Operation{ID: "sheets.sign", Method: http.MethodPost, Path: "/sheets/{period}/sign", Needs: sign}, a.signSheet)
}

type deskOut struct{ Body Desk }

func (a *API) desk(ctx context.Context, c *call, _ *struct{}) (*deskOut, error) {
	d, err := a.App.Desk(ctx, c.v, c.m)
	if err != nil {
		return nil, err
	}
	return &deskOut{Desk{Unit: known(d.Unit), Today: iso(d.Today), ToSign: deskItems(d.ToSign), ToPlan: deskItems(d.ToPlan), Sheets: sheetsOf(d), Queues: d.Queues, Urgent: urgentOf(d.Urgent), Returns: d.Returns}}, nil
}

func urgentOf(list []app.Urgent) []Urgent {
	out := make([]Urgent, len(list))
	for i, x := range list {
		out[i] = Urgent{Document: known(x.Document), Draft: known(x.Draft), Item: known(x.Item), Number: x.Number, Title: x.Title, Units: ids(x.Units), Since: iso(x.Since), Late: x.Late}
	}
	return out
}

func sheetsOf(d *app.DeskView) []Sheet {
	out := make([]Sheet, len(d.Sheets))
	for i, s := range d.Sheets {
		out[i] = Sheet{Period: s.Period.String(), Due: iso(s.Due), State: s.State, Finished: iso(s.Finished), Version: s.Version, Rows: make([]SheetRow, len(s.Rows))}
		for j := range s.Rows {
			out[i].Rows[j] = sheetRow(&s.Rows[j])
		}
	}
	return out
}

type sheetsOut struct {
	Body struct {
		Unit   string  `json:"unit"`
		Sheets []Sheet `json:"sheets"`
	}
}

// listSheets gives the sheets that the caller signs, as head or standing in for
// one.
func (a *API) listSheets(ctx context.Context, c *call, in *struct {
	For string `query:"for_post" doc:"post in whose name a stand-in signs"`
}) (*sheetsOut, error) {
	post, err := named[id.Post]("query.for_post", in.For)
	if err != nil {
		return nil, err
	}
	d, err := a.App.SheetToSign(ctx, c.v, post, c.m)
	if err != nil {
		return nil, err
	}
	out := &sheetsOut{}
	out.Body.Unit, out.Body.Sheets = known(d.Unit), sheetsOf(d)
	return out, nil
}

func deskItems(list []app.DeskItem) []DeskItem {
	out := make([]DeskItem, len(list))
	for i, x := range list {
		out[i] = DeskItem{Item: known(x.ItemID), Number: x.Number, Title: x.Title, Role: x.Role, By: iso(x.By), Left: x.Left, Over: x.Over}
	}
	return out
}

func sheetRow(r *app.DeskRow) SheetRow {
	out := SheetRow{Item: known(r.ItemID), Number: r.Number, Title: r.Title, Light: r.Light.String(), Why: r.Says, Due: iso(r.Owing.Due), Version: r.Version, By: known(r.By), Typed: typedOf(r.Body), Last: r.LastWord, Measures: make([]SheetValue, len(r.Measures))}
	if b := r.Owing.Back; b != nil {
		out.Back = &Review{Act: b.Act, Reason: b.Reason, Words: b.Words, NewDue: iso(b.NewDue), Seq: int64(b.ID.Seq())}
	}
	for i, m := range r.Measures {
		v := SheetValue{Measure: known(m.ID), Name: m.Name, Unit: m.Unit}
		if m.Plan != nil {
			f := figure(*m.Plan, int(m.Decimals), m.Unit)
			v.Plan = &f
		}
		if m.Last != nil {
			f := figure(m.Last.Value, int(m.Decimals), m.Unit)
			v.Last, v.Period = &f, m.Last.Period.String()
		}
		out.Measures[i] = v
	}
	return out
}

func (a *API) saveRow(ctx context.Context, c *call, in *struct {
	PeriodPath
	ItemPath
	Match string `header:"If-Match" required:"true" maxLength:"24" doc:"version of the row that was seen; 0 while nothing was typed"`
	Body  SheetTyped
}) (*savedOut, error) {
	p, err := period("path.period", in.Period)
	if err != nil {
		return nil, err
	}
	version, err := ifMatch(in.Match)
	if err != nil {
		return nil, err
	}
	v, err := a.ownItem(ctx, c, in.ID)
	if err != nil {
		return nil, err
	}
	r, err := a.App.SaveRow(ctx, c.v, p, v.Facts.Item.ID, version, in.Body.body())
	if err != nil {
		return nil, err
	}
	if len(r.Clashes) > 0 {
		return nil, conflict(c.m, clashing(r.Version, r.By, r.Clashes), "err.conflict")
	}
	return &savedOut{ETag: etag(r.Version), Body: EditSaved{Version: r.Version, Merged: append([]string{}, r.Merged...)}}, nil
}

func (a *API) finishSheet(ctx context.Context, c *call, in *PeriodPath) (*struct{}, error) {
	p, err := period("path.period", in.Period)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.FinishSheet(ctx, c.v, p)
}

func (a *API) reopenSheet(ctx context.Context, c *call, in *PeriodPath) (*struct{}, error) {
	p, err := period("path.period", in.Period)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.ReopenSheet(ctx, c.v, p)
}

type reportsOut struct {
	Body struct {
		Reports []string `json:"reports" doc:"in the order of the rows; none for the repeat of a call"`
	}
}

func (a *API) signSheet(ctx context.Context, c *call, in *struct {
	PeriodPath
	For     string `query:"for_post" doc:"post in whose name a stand-in signs"`
	Version int64  `query:"version" minimum:"0" doc:"version of the sheet that was read; what was typed since is not signed unread"`
}) (*reportsOut, error) {
	p, err := period("path.period", in.Period)
	if err != nil {
		return nil, err
	}
	post, err := named[id.Post]("query.for_post", in.For)
	if err != nil {
		return nil, err
	}
	ns, err := a.App.SignSheet(ctx, c.v, c.req, p, post, in.Version)
	if err != nil {
		return nil, err
	}
	out := &reportsOut{}
	out.Body.Reports = ids(ns)
	return out, nil
}
