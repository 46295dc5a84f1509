package api

import (
	"context"
	"net/http"

	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
)

// Waiting is a report that waits for a decision.
type Waiting struct {
	Report string `json:"report"`
	Item   string `json:"item"`
	Number string `json:"number" doc:"of the item"`
	Title  string `json:"title"`
	Unit   string `json:"unit"`
	Name   string `json:"unit_name"`
	Period string `json:"period"`
	Came   string `json:"came" format:"date"`
	Since  int    `json:"since" doc:"working days it has waited"`
}

func (a *API) addReviews() {
	needs := []org.Right{org.Accept}
	add(a, Operation{ID: "reviews.list", Method: http.MethodGet, Path: "/reviews", Needs: needs}, a.listReviews)
	add(a, Operation{ID: "reviews.accept", Method: http.MethodPost, Path: "/reviews/accept", Needs: needs}, a.acceptReports)
	add(a, Operation{ID: "reviews.return", Method: http.MethodPost, Path: "/reports/{id}/return", Needs: needs, success: http.StatusNoContent}, a.returnReport)
}

type reviewsOut struct {
	Body struct {
		Reports []Waiting `json:"reports" doc:"the oldest first"`
	}
}

func (a *API) listReviews(ctx context.Context, c *call, in *struct {
	Limit int `query:"limit" minimum:"1" maximum:"500" default:"50"`
}) (*reviewsOut, error) {
	list, err := a.App.ReviewQueue(ctx, c.v, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &reviewsOut{}
	out.Body.Reports = make([]Waiting, len(list))
	for i, r := range list {
		out.Body.Reports[i] = Waiting{Report: known(r.ID), Item: known(r.ItemID), Number: r.Number, Title: r.Title, Unit: known(r.UnitID), Name: r.Unit,
			Period: r.Period.String(), Came: iso(r.Day), Since: r.Since}
	}
	return out, nil
}

func (a *API) acceptReports(ctx context.Context, c *call, in *struct {
	Body struct {
		Reports []string `json:"reports" minItems:"1" maxItems:"1000"`
	}
}) (*acceptedOut, error) {
	ns, err := hereAll[id.Report](in.Body.Reports)
	if err != nil {
		return nil, err
	}
	skipped, err := a.App.AcceptReports(ctx, c.v, c.req, ns)
	if err != nil {
		return nil, err
	}
	out := &acceptedOut{}
	out.Body.Skipped = ids(skipped)
	return out, nil
}

func (a *API) returnReport(ctx context.Context, c *call, in *struct {
	ID   string `path:"id" doc:"identifier of the report"`
	Body struct {
		Reason string `json:"reason" enum:"missing,evidence,offtopic,basis,other"`
		Words  string `json:"words" minLength:"1" maxLength:"500"`
	}
}) (*struct{}, error) {
	n, err := here[id.Report](in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.ReturnReport(ctx, c.v, c.req, n, ledger.ReturnReason(in.Body.Reason), in.Body.Words)
}
