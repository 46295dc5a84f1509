package api

import (
	"context"
	"net/http"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// Document is a document that was taken in.
type Document struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Sort     string `json:"sort"`
	Year     int64  `json:"year"`
	Taken    string `json:"taken" format:"date" doc:"day it was taken in"`
	Reader   string `json:"reader" doc:"reader and version; it fixes the offsets"`
	FileHash string `json:"file_hash" doc:"SHA-256 of the file, hex"`
}

// DraftCounts counts the drafts of a document by state.
type DraftCounts struct {
	Open     int `json:"open"`
	Accepted int `json:"accepted"`
	Issued   int `json:"issued"`
	Dropped  int `json:"dropped"`
}

// DocumentLine is a document in the list.
type DocumentLine struct {
	Document
	Drafts DraftCounts `json:"drafts"`
}

// Coverage accounts for every sentence of the planning sections: made, joined
// and rest add up to all.
type Coverage struct {
	All       int `json:"all"`
	Made      int `json:"made" doc:"sentences that name a draft"`
	Joined    int `json:"joined" doc:"sentences joined to a draft"`
	Rest      int `json:"rest" doc:"sentences in no draft"`
	Undecided int `json:"undecided" doc:"drafts neither accepted nor dropped"`
}

// Clause is a sentence of a document. Offsets count code points of text.
type Clause struct {
	N       int64    `json:"n"`
	Start   int64    `json:"start"`
	End     int64    `json:"end"`
	Heading []string `json:"heading" doc:"headings above it, outermost first"`
	Section string   `json:"section"`
	Label   string   `json:"label"`
	Reason  string   `json:"reason,omitempty" doc:"key of why it became nothing"`
}

// DocumentView is a document with its text, clauses, drafts and papers.
type DocumentView struct {
	Document
	Text     string      `json:"text"`
	Clauses  []Clause    `json:"clauses"`
	Drafts   []Draft     `json:"drafts"`
	Papers   []PaperLine `json:"papers"`
	Coverage Coverage    `json:"coverage"`
}

// DocumentPath is the address of a document. huma reads only exported fields, so
// what is embedded in an input has an exported name.
type DocumentPath struct {
	ID string `path:"id" doc:"identifier of the document"`
}

func (a *API) addDocuments() {
	draft := []org.Right{org.Draft}
	add(a, Operation{ID: "documents.list", Method: http.MethodGet, Path: "/documents", Needs: draft}, a.listDocuments)
	add(a, Operation{ID: "documents.table", Method: http.MethodPost, Path: "/documents/tables", Needs: []org.Right{org.Draft}, Upload: true}, a.importTasks)
	add(a, Operation{ID: "documents.create", Method: http.MethodPost, Path: "/documents", Needs: draft, Upload: true, success: http.StatusCreated}, a.createDocument)
	add(a, Operation{ID: "documents.rest", Method: http.MethodGet, Path: "/documents/rest", Needs: draft}, a.listRest)
	add(a, Operation{ID: "documents.get", Method: http.MethodGet, Path: "/documents/{id}", Needs: draft}, a.getDocument)
}

type documentsOut struct {
	Body struct {
		Documents []DocumentLine `json:"documents"`
	}
}

func (a *API) listDocuments(ctx context.Context, c *call, _ *struct{}) (*documentsOut, error) {
	list, err := a.App.Documents(ctx, c.v)
	if err != nil {
		return nil, err
	}
	out := &documentsOut{}
	out.Body.Documents = make([]DocumentLine, len(list))
	for i, d := range list {
		out.Body.Documents[i] = DocumentLine{Document: documentOf(d.Document), Drafts: DraftCounts{Open: d.Open, Accepted: d.Accepted, Issued: d.Issued, Dropped: d.Dropped}}
	}
	return out, nil
}

func documentOf(d store.Document) Document {
	return Document{ID: known(d.ID), Title: d.Title, Sort: d.Sort, Year: d.Year, Taken: iso(d.AdoptedDay), Reader: d.Reader, FileHash: d.FileHash}
}

type createdOut struct {
	Location string `header:"Location"`
	Body     struct {
		ID string `json:"id"`
	}
}

// created answers with the identifier of something new and where it is.
func created[T ~int64](path string, v T) *createdOut {
	out := &createdOut{Location: Prefix + path + known(v)}
	out.Body.ID = known(v)
	return out
}

func (a *API) createDocument(ctx context.Context, c *call, in *upload) (*createdOut, error) {
	u, err := in.read()
	if err != nil {
		return nil, err
	}
	u.Sort, u.Year = in.Sort, in.Year
	n, err := a.App.TakeIn(ctx, c.v, c.req, u)
	if err != nil {
		return nil, err
	}
	return created("/documents/", n), nil
}

type documentOut struct{ Body DocumentView }

func (a *API) getDocument(ctx context.Context, c *call, in *DocumentPath) (*documentOut, error) {
	n, err := here[id.Document](in.ID)
	if err != nil {
		return nil, err
	}
	d, err := a.App.Document(ctx, c.v, n)
	if err != nil {
		return nil, err
	}
	return &documentOut{viewDocument(c, d)}, nil
}

func viewDocument(c *call, d *app.DocumentView) DocumentView {
	out := DocumentView{Document: documentOf(d.Document), Text: string(d.Text), Coverage: coverageOf(d.Cover),
		Clauses: make([]Clause, len(d.Clauses)), Drafts: make([]Draft, len(d.Drafts)), Papers: make([]PaperLine, len(d.Papers))}
	for i, x := range d.Clauses {
		out.Clauses[i] = Clause{N: x.N, Start: x.Start, End: x.End, Heading: lines(x.Heading), Section: x.Section, Label: x.Label, Reason: x.Reason}
	}
	for i, x := range d.Drafts {
		out.Drafts[i] = draftOf(c.m, x)
	}
	for i, x := range d.Papers {
		out.Papers[i] = paperLine(x, "", "")
	}
	return out
}

// lines are the parts of a text joined by line ends; none for ”.
func lines(s string) []string {
	if s == "" {
		return []string{}
	}
	return strings.Split(s, "\n")
}

func coverageOf(c app.Coverage) Coverage {
	return Coverage{All: c.All, Made: c.Made, Joined: c.Joined, Rest: c.Rest, Undecided: c.Undecided}
}
