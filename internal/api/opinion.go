package api

import (
	"context"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// OpinionAnswer is what became of an opinion; all but the last are superseded.
type OpinionAnswer struct {
	Outcome string `json:"outcome" doc:"adopted, part, not, carried, doing, speedup"`
	Words   string `json:"words"`
	Unit    string `json:"unit"`
	Day     string `json:"day" format:"date"`
	Seq     int64  `json:"seq"`
	Item    string `json:"item,omitempty" doc:"number of the item it leads to"`
	Lead    string `json:"lead,omitempty" doc:"unit that leads it"`
	Due     string `json:"due,omitempty"`
	Change  string `json:"change,omitempty" doc:"change that brings its limit forward"`
	State   string `json:"state,omitempty" doc:"of the change: pending, approve, refuse, withdraw"`
}

// Opinion is an opinion on a report.
type Opinion struct {
	ID       string          `json:"id"`
	No       int64           `json:"no" doc:"number over all versions of the report"`
	Document string          `json:"document" doc:"the version it speaks of"`
	Clause   int64           `json:"clause" doc:"number of the clause; 0: the whole"`
	Quote    string          `json:"quote,omitempty"`
	Proposer string          `json:"proposer"`
	Unit     string          `json:"unit"`
	Occasion string          `json:"occasion"`
	Kind     string          `json:"kind"`
	Words    string          `json:"words"`
	Handler  string          `json:"handler"`
	Outcome  string          `json:"outcome" doc:"of the answer that holds; open: none"`
	Answers  []OpinionAnswer `json:"answers"`
	Told     string          `json:"told" doc:"what the proposer is told"`
}

// OpinionReport is a report with its opinions counted.
type OpinionReport struct {
	Document string `json:"document" doc:"the newest version"`
	Title    string `json:"title"`
	Stage    string `json:"stage"`
	Versions int    `json:"versions"`
	All      int    `json:"all"`
	Open     int    `json:"open" doc:"unanswered"`
	Mine     int    `json:"mine" doc:"unanswered ones that the caller's unit handles"`
}

// OpinionPath is the address of an opinion.
type OpinionPath struct {
	ID string `path:"id" doc:"identifier of the opinion"`
}

func (a *API) addOpinions() {
	read, draft := []org.Right{org.Read}, []org.Right{org.Draft}
	add(a, Operation{ID: "documents.versions", Method: http.MethodGet, Path: "/documents/{id}/versions", Needs: draft}, a.listVersions)
	add(a, Operation{ID: "documents.version", Method: http.MethodPost, Path: "/documents/{id}/versions", Needs: draft, Upload: true, success: http.StatusCreated}, a.createVersion)
	add(a, Operation{ID: "documents.stage", Method: http.MethodPost, Path: "/documents/{id}/stage", Needs: draft, success: http.StatusNoContent}, a.markStage)
	add(a, Operation{ID: "documents.compare", Method: http.MethodGet, Path: "/documents/{id}/compare", Needs: draft}, a.compareDocuments)
	add(a, Operation{ID: "opinions.reports", Method: http.MethodGet, Path: "/opinions", Needs: read}, a.opinionReports)
	add(a, Operation{ID: "opinions.list", Method: http.MethodGet, Path: "/documents/{id}/opinions", Needs: read}, a.listOpinions)
	add(a, Operation{ID: "opinions.create", Method: http.MethodPost, Path: "/documents/{id}/opinions", Needs: draft, success: http.StatusCreated}, a.createOpinion)
	add(a, Operation{ID: "opinions.import", Method: http.MethodPost, Path: "/documents/{id}/opinions/import", Needs: draft, Upload: true}, a.importOpinions)
	add(a, Operation{ID: "opinions.get", Method: http.MethodGet, Path: "/opinions/{id}", Needs: read}, a.getOpinion)
	add(a, Operation{ID: "opinions.assign", Method: http.MethodPost, Path: "/opinions/{id}/assign", Needs: draft, success: http.StatusNoContent}, a.assignOpinion)
	add(a, Operation{ID: "opinions.answer", Method: http.MethodPost, Path: "/opinions/{id}/answer", Needs: []org.Right{org.Draft, org.Receive}, success: http.StatusNoContent}, a.answerOpinion)
}

func viewOpinion(c *call, o *app.OpinionView, x *app.OpinionsView) Opinion {
	out := Opinion{ID: known(o.ID), No: o.N, Document: known(o.Document), Clause: o.Clause, Quote: o.Quote, Proposer: o.Proposer, Unit: o.ProposerUnit, Occasion: o.Occasion, Kind: o.Kind, Words: o.Words,
		Handler: known(o.Handler), Outcome: o.Outcome(), Answers: make([]OpinionAnswer, len(o.Answers)), Told: x.Told(o, c.m)}
	for i, s := range o.Answers {
		w := OpinionAnswer{Outcome: s.Outcome, Words: s.Words, Unit: known(s.UnitID), Day: iso(s.Leaf.Day), Seq: int64(s.ID.Seq())}
		if s.Item != nil {
			w.Item, w.Lead, w.Due = s.Item.Number, known(s.Item.Lead), iso(s.Item.Due)
			w.Change, w.State = known(s.Change), s.Item.ChangeState
		}
		out.Answers[i] = w
	}
	return out
}

type opinionReportsOut struct {
	Body struct {
		Reports []OpinionReport `json:"reports"`
	}
}

func (a *API) opinionReports(ctx context.Context, c *call, _ *struct{}) (*opinionReportsOut, error) {
	list, err := a.App.OpinionReports(ctx, c.v)
	if err != nil {
		return nil, err
	}
	out := &opinionReportsOut{}
	out.Body.Reports = make([]OpinionReport, len(list))
	for i, x := range list {
		out.Body.Reports[i] = OpinionReport{Document: known(x.Last().ID), Title: x.Last().Name(c.m), Stage: x.Last().Stage, Versions: len(x.List), All: x.All, Open: x.Open, Mine: x.Mine}
	}
	return out, nil
}

type opinionsOut struct {
	Body struct {
		All      int            `json:"all" doc:"of all the caller sees, whatever the filter"`
		Outcomes map[string]int `json:"outcomes" doc:"of the unit filtered for"`
		Handlers map[string]int `json:"handlers" doc:"by unit, of the outcome filtered for"`
		Opinions []Opinion      `json:"opinions"`
		Seq      int64          `json:"seq" doc:"state of the journal"`
	}
}

func (a *API) listOpinions(ctx context.Context, c *call, in *struct {
	DocumentPath
	Outcome string `query:"outcome" enum:"open,adopted,part,not,carried,doing,speedup"`
	Handler string `query:"handler" doc:"unit"`
	AsOf    string `query:"asOf" format:"date" doc:"as known at the end of a day; now if left out"`
}) (*opinionsOut, error) {
	doc, err := here[id.Document](in.ID)
	if err != nil {
		return nil, err
	}
	f := app.OpinionFilter{Outcome: in.Outcome}
	if in.Handler != "" {
		if f.Handler, err = here[id.Unit](in.Handler); err != nil {
			return nil, err
		}
	}
	if f.Day, err = day("query.asOf", in.AsOf); err != nil {
		return nil, err
	}
	x, err := a.App.Opinions(ctx, c.v, doc, f)
	if err != nil {
		return nil, err
	}
	out := &opinionsOut{}
	out.Body.All, out.Body.Outcomes, out.Body.Handlers, out.Body.Seq = x.All, x.By, map[string]int{}, int64(x.Point.Seq)
	for u, n := range x.Handlers {
		out.Body.Handlers[known(u)] = n
	}
	out.Body.Opinions = make([]Opinion, len(x.List))
	for i := range x.List {
		out.Body.Opinions[i] = viewOpinion(c, &x.List[i], x)
	}
	return out, nil
}

func (a *API) createOpinion(ctx context.Context, c *call, in *struct {
	DocumentPath
	Body struct {
		Clause   int64  `json:"clause,omitempty" minimum:"0" doc:"0: the whole"`
		Proposer string `json:"proposer" maxLength:"100"`
		Unit     string `json:"unit,omitempty" maxLength:"100"`
		Occasion string `json:"occasion,omitempty" maxLength:"100"`
		Kind     string `json:"kind" enum:"wording,content,figure,work,other"`
		Words    string `json:"words" maxLength:"4000"`
		Handler  string `json:"handler" doc:"unit that handles it"`
	}
}) (*createdOut, error) {
	doc, err := here[id.Document](in.ID)
	if err != nil {
		return nil, err
	}
	b := in.Body
	unit, err := id.Parse[id.Unit](b.Handler)
	if err != nil {
		unit = 0 // refused with the other fields
	}
	n, err := a.App.AddOpinion(ctx, c.v, c.req, doc, app.NewOpinion{Clause: b.Clause, Proposer: b.Proposer, Unit: b.Unit, Occasion: b.Occasion, Kind: b.Kind, Words: b.Words, Handler: unit})
	if err != nil {
		return nil, err
	}
	return created("/opinions/", n), nil
}

type opinionImport struct {
	DocumentPath
	TableBody
	Handler  string `query:"handler" doc:"unit that handles rows that name none"`
	Occasion string `query:"occasion" maxLength:"100" doc:"of rows that name none"`
}

type opinionImportOut struct {
	Body struct {
		Rows    int               `json:"rows" doc:"opinions read"`
		Skipped int               `json:"skipped"`
		Columns map[string]string `json:"columns" doc:"field to column"`
		Taken   bool              `json:"taken"`
	}
}

func (a *API) importOpinions(ctx context.Context, c *call, in *opinionImport) (*opinionImportOut, error) {
	doc, err := here[id.Document](in.ID)
	if err != nil {
		return nil, err
	}
	u := app.OpinionUpload{Document: doc, Occasion: in.Occasion}
	if in.Handler != "" {
		if u.Handler, err = here[id.Unit](in.Handler); err != nil {
			return nil, err
		}
	}
	if u.Upload, err = in.read(); err != nil {
		return nil, err
	}
	l, err := a.App.ReadOpinions(ctx, c.v, u)
	if err != nil {
		return nil, err
	}
	if err := l.Table.Err(); err != nil {
		return nil, err
	}
	if !in.Dry {
		if _, err := a.App.TakeOpinions(ctx, c.v, c.req, u); err != nil {
			return nil, err
		}
	}
	out := &opinionImportOut{}
	out.Body.Rows, out.Body.Skipped, out.Body.Columns, out.Body.Taken = len(l.Rows), len(l.Table.Skipped), l.Table.Columns, !in.Dry
	return out, nil
}

type opinionOut struct{ Body Opinion }

func (a *API) getOpinion(ctx context.Context, c *call, in *struct {
	OpinionPath
	AsOf string `query:"asOf" format:"date"`
}) (*opinionOut, error) {
	n, err := here[id.Opinion](in.ID)
	if err != nil {
		return nil, err
	}
	d, err := day("query.asOf", in.AsOf)
	if err != nil {
		return nil, err
	}
	o, x, err := a.App.Opinion(ctx, c.v, n, d)
	if err != nil {
		return nil, err
	}
	return &opinionOut{viewOpinion(c, o, x)}, nil
}

func (a *API) assignOpinion(ctx context.Context, c *call, in *struct {
	OpinionPath
	Body struct {
		Handler string `json:"handler" doc:"unit that handles it from now on"`
	}
}) (*struct{}, error) {
	n, err := here[id.Opinion](in.ID)
	if err != nil {
		return nil, err
	}
	unit, err := id.Parse[id.Unit](in.Body.Handler)
	if err != nil {
		return nil, errs.Form([]errs.Field{{Name: "handler", Key: "err.opinion.handler"}})
	}
	return &struct{}{}, a.App.AssignOpinion(ctx, c.v, c.req, n, unit)
}

func (a *API) answerOpinion(ctx context.Context, c *call, in *struct {
	OpinionPath
	Body struct {
		Outcome string `json:"outcome" enum:"adopted,part,not,carried,doing,speedup"`
		Words   string `json:"words,omitempty" maxLength:"1000" doc:"the reason; must be given when it is not adopted"`
		Item    string `json:"item,omitempty" maxLength:"40" doc:"number of the item, of carried, doing and speedup"`
	}
}) (*struct{}, error) {
	n, err := here[id.Opinion](in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.AnswerOpinion(ctx, c.v, c.req, app.AnswerInput{Opinion: n, Outcome: in.Body.Outcome, Words: in.Body.Words, Item: in.Body.Item})
}
