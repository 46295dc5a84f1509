package api

import (
	"context"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

func (a *API) addEvidence() {
	const path = "/items/{id}/evidence"
	add(a, Operation{ID: "evidence.ask", Method: http.MethodPut, Path: path, Needs: []org.Right{org.Assign}, success: http.StatusNoContent}, a.askEvidence)
	add(a, Operation{ID: "evidence.give", Method: http.MethodPost, Path: path, Needs: []org.Right{org.Report}, Upload: true, success: http.StatusNoContent}, a.giveEvidence)
	add(a, Operation{ID: "evidence.file", Method: http.MethodGet, Path: path + "/{evidence}", Needs: []org.Right{org.Read}, media: "application/octet-stream"}, a.evidenceFile)
	add(a, Operation{ID: "evidence.withdraw", Method: http.MethodPost, Path: path + "/{evidence}/withdraw", Needs: []org.Right{org.Report}, success: http.StatusNoContent}, a.withdrawEvidence)
}

// Evidence is what was given to show that a report is so.
type Evidence struct {
	ID    string `json:"id"`
	Sort  string `json:"sort" doc:"paper, file, photo"`
	Words string `json:"words,omitempty" doc:"the paper, or what a file shows"`
	File  string `json:"file,omitempty" doc:"name of the file"`
	Size  int64  `json:"size,omitempty" doc:"bytes"`
	Came  string `json:"came" format:"date"`
}

func evidenceOf(list []store.Evidence) []Evidence {
	out := make([]Evidence, len(list))
	for i, e := range list {
		out[i] = Evidence{ID: known(e.ID), Sort: e.Sort, Words: e.Words, File: e.File, Size: e.Size, Came: iso(e.Day)}
	}
	return out
}

// EvidencePath names an entry of an item.
type EvidencePath struct {
	ItemPath
	Evidence string `path:"evidence"`
}

func (p EvidencePath) numbers() (id.Item, id.Fact, error) {
	item, err := here[id.Item](p.ID)
	if err != nil {
		return 0, 0, err
	}
	n, err := here[id.Fact](p.Evidence)
	return item, n, err
}

func (a *API) askEvidence(ctx context.Context, c *call, in *struct {
	ItemPath
	Body struct {
		Sort   string `json:"sort" enum:"none,paper,file,photo"`
		Words  string `json:"words,omitempty" maxLength:"200" doc:"which paper shows it"`
		Reason string `json:"reason,omitempty" maxLength:"200" doc:"why; photographs need one"`
	}
}) (*struct{}, error) {
	n, err := here[id.Item](in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.AskEvidence(ctx, c.v, c.req, n, in.Body.Sort, in.Body.Words, in.Body.Reason)
}

func (a *API) giveEvidence(ctx context.Context, c *call, in *struct {
	ItemPath
	FileBody
	Period string `query:"period" required:"true" doc:"as 2026-03"`
	Words  string `query:"words" maxLength:"200" doc:"what it shows"`
}) (*struct{}, error) {
	e := app.EvidenceInput{Words: in.Words}
	var err error
	if e.Item, err = here[id.Item](in.ID); err != nil {
		return nil, err
	}
	if e.Period, err = period("query.period", in.Period); err != nil {
		return nil, err
	}
	if e.Upload, err = in.read(); err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.GiveEvidence(ctx, c.v, c.req, e)
}

func (a *API) evidenceFile(ctx context.Context, c *call, in *EvidencePath) (*fileOut, error) {
	item, n, err := in.numbers()
	if err != nil {
		return nil, err
	}
	name, file, err := a.App.EvidenceBytes(ctx, c.v, item, n)
	if err != nil {
		return nil, err
	}
	return &fileOut{Type: "application/octet-stream", Disposition: attachment(name), Policy: sandbox, Body: file}, nil
}

func (a *API) withdrawEvidence(ctx context.Context, c *call, in *struct {
	EvidencePath
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"200"`
	}
}) (*struct{}, error) {
	item, n, err := in.numbers()
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.WithdrawEvidence(ctx, c.v, c.req, item, n, in.Body.Reason)
}
