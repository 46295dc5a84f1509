package api

import (
	"context"

	"jiufen/internal/app"
	"jiufen/internal/document"
	"jiufen/internal/id"
)

// Version is a document as a version of a report.
type Version struct {
	Document string `json:"document"`
	N        int    `json:"n" doc:"1 is the first"`
	Title    string `json:"title"`
	Stage    string `json:"stage" doc:"draft, comment, revised, submitted, adopted; empty: not marked"`
	Note     string `json:"note"`
	Day      string `json:"day" format:"date" doc:"when it came to its stage"`
}

func versionOf(v app.Version) Version {
	return Version{Document: known(v.ID), N: v.N, Title: v.Title, Stage: v.Stage, Note: v.Note, Day: iso(v.Day)}
}

type versionsOut struct {
	Body struct {
		Versions   []Version `json:"versions"`
		Opinions   int       `json:"opinions" doc:"on all versions"`
		Unanswered int       `json:"unanswered" doc:"of them; none may be left when a version is submitted or adopted"`
	}
}

func (a *API) listVersions(ctx context.Context, c *call, in *struct {
	DocumentPath
	AsOf string `query:"asOf" format:"date" doc:"as known at the end of a day; now if left out"`
}) (*versionsOut, error) {
	doc, err := here[id.Document](in.ID)
	if err != nil {
		return nil, err
	}
	d, err := day("query.asOf", in.AsOf)
	if err != nil {
		return nil, err
	}
	x, err := a.App.Versions(ctx, c.v, doc, d)
	if err != nil {
		return nil, err
	}
	out := &versionsOut{}
	out.Body.Opinions, out.Body.Unanswered = x.All, x.Open
	for _, v := range x.List {
		out.Body.Versions = append(out.Body.Versions, versionOf(v))
	}
	return out, nil
}

type versionUpload struct {
	DocumentPath
	FileBody
	Stage string `query:"stage" required:"true" enum:"draft,comment,revised,submitted,adopted"`
	Note  string `query:"note" maxLength:"200"`
}

func (a *API) createVersion(ctx context.Context, c *call, in *versionUpload) (*createdOut, error) {
	of, err := here[id.Document](in.ID)
	if err != nil {
		return nil, err
	}
	u, err := in.read()
	if err != nil {
		return nil, err
	}
	if _, err := a.App.Versions(ctx, c.v, of, 0); err != nil {
		return nil, err
	}
	u.Version = &app.NewVersion{Of: of, Stage: in.Stage, Note: in.Note}
	n, err := a.App.TakeIn(ctx, c.v, c.req, u)
	if err != nil {
		return nil, err
	}
	return created("/documents/", n), nil
}

func (a *API) markStage(ctx context.Context, c *call, in *struct {
	DocumentPath
	Body struct {
		Stage string `json:"stage" enum:"draft,comment,revised,submitted,adopted"`
		Note  string `json:"note,omitempty" maxLength:"200"`
	}
}) (*struct{}, error) {
	doc, err := here[id.Document](in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.MarkStage(ctx, c.v, c.req, doc, in.Body.Stage, in.Body.Note)
}

// ComparedClause is where a clause stands in one of two documents.
type ComparedClause struct {
	N     int    `json:"n" doc:"number of the clause, from 1"`
	Start int    `json:"start" doc:"code points into the text"`
	End   int    `json:"end"`
	Text  string `json:"text" doc:"without line ends"`
}

// ComparedRun is a piece of a changed clause.
type ComparedRun struct {
	Op   string `json:"op" enum:"keep,cut,new"`
	Text string `json:"text"`
}

// ComparedNumber is a number that is not the same in both.
type ComparedNumber struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// ComparedPair is a clause with its counterpart.
type ComparedPair struct {
	Turn    string           `json:"turn" enum:"same,changed,moved,added,dropped"`
	A       *ComparedClause  `json:"a,omitempty" doc:"in the earlier version"`
	B       *ComparedClause  `json:"b,omitempty" doc:"in the later version"`
	Runs    []ComparedRun    `json:"runs,omitempty"`
	Numbers []ComparedNumber `json:"numbers,omitempty"`
}

type compareOut struct {
	Body struct {
		A      Version        `json:"a"`
		B      Version        `json:"b"`
		Counts map[string]int `json:"counts"`
		Pairs  []ComparedPair `json:"pairs" doc:"in the order of b; every clause of both stands in one pair"`
	}
}

func (a *API) compareDocuments(ctx context.Context, c *call, in *struct {
	DocumentPath
	With string `query:"with" required:"true" doc:"the other document; the one taken in first is a"`
}) (*compareOut, error) {
	doc, err := here[id.Document](in.ID)
	if err != nil {
		return nil, err
	}
	with, err := here[id.Document](in.With)
	if err != nil {
		return nil, err
	}
	x, err := a.App.Compare(ctx, c.v, min(doc, with), max(doc, with))
	if err != nil {
		return nil, err
	}
	out := &compareOut{}
	out.Body.A, out.Body.B, out.Body.Counts, out.Body.Pairs = versionOf(x.A), versionOf(x.B), map[string]int{}, make([]ComparedPair, len(x.Pairs))
	for _, t := range document.Turns {
		out.Body.Counts[t.String()] = x.Counts[t]
	}
	for i, p := range x.Pairs {
		w := ComparedPair{Turn: p.Turn.String()}
		if p.A >= 0 {
			w.A = comparedClause(x.Left[p.A])
		}
		if p.B >= 0 {
			w.B = comparedClause(x.Right[p.B])
		}
		for _, r := range p.Runs {
			w.Runs = append(w.Runs, ComparedRun{r.Op.String(), r.Text})
		}
		for _, n := range p.Numbers {
			w.Numbers = append(w.Numbers, ComparedNumber(n))
		}
		out.Body.Pairs[i] = w
	}
	return out, nil
}

func comparedClause(c app.ComparedClause) *ComparedClause {
	return &ComparedClause{N: c.N, Start: c.Start, End: c.End, Text: c.Words}
}
