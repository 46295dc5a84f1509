package api

import (
	"cmp"
	"context"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// PaperLine is a paper in a list.
type PaperLine struct {
	ID       string `json:"id"`
	Sort     string `json:"sort"`
	Title    string `json:"title"`
	Document string `json:"document,omitempty"`
	Year     int64  `json:"year"`
	State    string `json:"state,omitempty" doc:"submitted, approved, signed, returned"`
	Number   string `json:"number,omitempty" doc:"发文字号, once signed"`
}

// PaperStep is what somebody did with a paper.
type PaperStep struct {
	Act   string `json:"act" doc:"submit, approve, sign, return, withdraw"`
	Post  string `json:"post"`
	Seq   int64  `json:"seq" doc:"change of the journal that holds it"`
	Words string `json:"words,omitempty"`
}

// PaperRow is an item that the paper issues.
type PaperRow struct {
	Item  string   `json:"item,omitempty" doc:"once signed"`
	Title string   `json:"title"`
	Kind  string   `json:"kind"`
	Words string   `json:"words" doc:"units as printed"`
	Due   string   `json:"due,omitempty" format:"date"`
	Quota []string `json:"targets" doc:"names of its measures"`
}

// PaperView is a paper on its way.
type PaperView struct {
	PaperLine
	Changed bool        `json:"changed" doc:"the drafts are no longer what was submitted"`
	Steps   []PaperStep `json:"steps"`
	Rows    []PaperRow  `json:"rows"`

	Coverage Coverage `json:"coverage" doc:"how the sentences of its document are accounted for"`
}

func paperLine(p store.Paper, state, number string) PaperLine {
	return PaperLine{ID: known(p.ID), Sort: p.Sort, Title: p.Title, Document: known(p.Document), Year: p.Year, State: state, Number: number}
}

// PaperPath is the address of a paper.
type PaperPath struct {
	ID string `path:"id" doc:"identifier of the paper"`
}

func (a *API) addPapers() {
	any := []org.Right{org.Draft, org.Approve, org.Sign}
	add(a, Operation{ID: "papers.list", Method: http.MethodGet, Path: "/papers", Needs: any}, a.listPapers)
	add(a, Operation{ID: "papers.submit", Method: http.MethodPost, Path: "/papers", Needs: []org.Right{org.Draft}, success: http.StatusCreated}, a.submitPaper)
	add(a, Operation{ID: "papers.get", Method: http.MethodGet, Path: "/papers/{id}", Needs: any}, a.getPaper)
	add(a, Operation{ID: "papers.approve", Method: http.MethodPost, Path: "/papers/{id}/approve", Needs: []org.Right{org.Approve}, success: http.StatusNoContent}, a.approvePaper)
	add(a, Operation{ID: "papers.return", Method: http.MethodPost, Path: "/papers/{id}/return", Needs: []org.Right{org.Approve, org.Sign}, success: http.StatusNoContent}, a.returnPaper)
	add(a, Operation{ID: "papers.sign", Method: http.MethodPost, Path: "/papers/{id}/sign", Needs: []org.Right{org.Sign}}, a.signPaper)
	add(a, Operation{ID: "papers.file", Method: http.MethodGet, Path: "/papers/{id}/file", Needs: []org.Right{org.Read}, media: "application/octet-stream"}, a.paperFile)
}

type papersOut struct {
	Body struct {
		Papers []PaperLine `json:"papers"`
	}
}

func (a *API) listPapers(ctx context.Context, c *call, _ *struct{}) (*papersOut, error) {
	list, err := a.App.Papers(ctx, c.v)
	if err != nil {
		return nil, err
	}
	out := &papersOut{}
	out.Body.Papers = make([]PaperLine, len(list))
	for i, p := range list {
		out.Body.Papers[i] = paperLine(p.Paper, p.State, p.Number)
	}
	return out, nil
}

func (a *API) submitPaper(ctx context.Context, c *call, in *struct {
	Body struct {
		Document string `json:"document" doc:"document whose accepted drafts become a notice"`
		Title    string `json:"title,omitempty" maxLength:"200"`
	}
}) (*createdOut, error) {
	n, err := here[id.Document](in.Body.Document)
	if err != nil {
		return nil, err
	}
	p, err := a.App.SubmitPaper(ctx, c.v, c.req, n, in.Body.Title)
	if err != nil {
		return nil, err
	}
	return created("/papers/", p), nil
}

type paperOut struct{ Body PaperView }

func (a *API) getPaper(ctx context.Context, c *call, in *PaperPath) (*paperOut, error) {
	n, err := here[id.Paper](in.ID)
	if err != nil {
		return nil, err
	}
	p, err := a.App.Paper(ctx, c.v, n)
	if err != nil {
		return nil, err
	}
	out := &paperOut{viewPaper(p)}
	if p.Document != 0 {
		cover, err := a.App.Coverage(ctx, c.v, p.Document)
		if err != nil {
			return nil, err
		}
		out.Body.Coverage = coverageOf(cover)
	}
	return out, nil
}

func viewPaper(p *app.PaperView) PaperView {
	out := PaperView{PaperLine: paperLine(p.Paper, p.State, p.Number), Changed: p.Changed, Steps: make([]PaperStep, len(p.Steps)), Rows: make([]PaperRow, len(p.Rows))}
	for i, s := range p.Steps {
		out.Steps[i] = PaperStep{Act: s.Act, Post: known(s.Post), Seq: int64(s.ID.Seq()), Words: s.Words}
	}
	for i, n := range p.Rows {
		row := PaperRow{Title: n.Title, Kind: n.Kind, Words: n.Words, Due: iso(n.Due.Day), Quota: []string{}}
		for _, m := range n.Measures {
			row.Quota = append(row.Quota, m.Name)
		}
		if i < len(p.Items) {
			row.Item = known(p.Items[i])
		}
		out.Rows[i] = row
	}
	return out
}

func (a *API) approvePaper(ctx context.Context, c *call, in *PaperPath) (*struct{}, error) {
	n, err := here[id.Paper](in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.ApprovePaper(ctx, c.v, c.req, n)
}

func (a *API) returnPaper(ctx context.Context, c *call, in *struct {
	PaperPath
	Body struct {
		Words string `json:"words" minLength:"1" maxLength:"500"`
	}
}) (*struct{}, error) {
	n, err := here[id.Paper](in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.ReturnPaper(ctx, c.v, c.req, n, in.Body.Words)
}

type signedOut struct {
	Body struct {
		Number string   `json:"number" doc:"发文字号"`
		Items  []string `json:"items" doc:"items that entered the ledger"`
	}
}

func (a *API) signPaper(ctx context.Context, c *call, in *PaperPath) (*signedOut, error) {
	n, err := here[id.Paper](in.ID)
	if err != nil {
		return nil, err
	}
	s, err := a.App.SignPaper(ctx, c.v, c.req, n)
	if err != nil {
		return nil, err
	}
	out := &signedOut{}
	out.Body.Number, out.Body.Items = s.Number, ids(s.Items)
	return out, nil
}

// ids writes a list of identifiers.
func ids[T ~int64](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = known(v)
	}
	return out
}

type fileOut struct {
	Type        string `header:"Content-Type"`
	Disposition string `header:"Content-Disposition"`
	Policy      string `header:"Content-Security-Policy"`
	Body        []byte
}

func (a *API) paperFile(ctx context.Context, c *call, in *struct {
	PaperPath
	Form string `query:"form" enum:"docx,xlsx" default:"docx"`
}) (*fileOut, error) {
	n, err := here[id.Paper](in.ID)
	if err != nil {
		return nil, err
	}
	name, file, err := a.App.PaperFile(ctx, c.v, n, cmp.Or(in.Form, "docx"))
	if err != nil {
		return nil, err
	}
	return &fileOut{Type: "application/octet-stream", Disposition: attachment(name), Policy: sandbox, Body: file}, nil
}
