package api

import (
	"context"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
)

// Returned is an item handed back that waits for the office.
type Returned struct {
	Item     string `json:"item"`
	Number   string `json:"number"`
	Title    string `json:"title"`
	Unit     string `json:"unit" doc:"that handed it back"`
	Name     string `json:"unit_name"`
	Reason   string `json:"reason" doc:"duty, has_unit, above, same"`
	Proposed string `json:"proposed,omitempty" doc:"unit that should have it"`
	Other    string `json:"proposed_name,omitempty"`
	Words    string `json:"words"`
}

func (a *API) addAssignments() {
	receive, assign := []org.Right{org.Receive}, []org.Right{org.Assign}
	add(a, Operation{ID: "assignments.sign", Method: http.MethodPost, Path: "/assignments/sign", Needs: receive, success: http.StatusNoContent}, a.signFor)
	add(a, Operation{ID: "assignments.section", Method: http.MethodPost, Path: "/items/{id}/section", Needs: receive, success: http.StatusNoContent}, a.handOn)
	add(a, Operation{ID: "assignments.return", Method: http.MethodPost, Path: "/items/{id}/return", Needs: receive, success: http.StatusNoContent}, a.handBack)
	add(a, Operation{ID: "assignments.returned", Method: http.MethodGet, Path: "/assignments/returned", Needs: assign}, a.returned)
	add(a, Operation{ID: "assignments.decide", Method: http.MethodPost, Path: "/items/{id}/return/decide", Needs: assign, success: http.StatusNoContent}, a.decideReturn)
}

func (a *API) signFor(ctx context.Context, c *call, in *struct {
	Body struct {
		Items []string `json:"items" minItems:"1" maxItems:"1000"`
	}
}) (*struct{}, error) {
	ns, err := hereAll[id.Item](in.Body.Items)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.SignFor(ctx, c.v, c.req, ns)
}

func (a *API) handBack(ctx context.Context, c *call, in *struct {
	ItemPath
	Body struct {
		Reason   string `json:"reason" enum:"duty,has_unit,above,same"`
		Proposed string `json:"proposed,omitempty" doc:"unit that should have it; may be left out only where the right lies above"`
		Basis    string `json:"basis" minLength:"1" maxLength:"200" doc:"三定, or the number of a paper"`
		Words    string `json:"words,omitempty" maxLength:"1000"`
	}
}) (*struct{}, error) {
	v, err := a.ownItem(ctx, c, in.ID) // what is not there is not there, whoever may hand back
	if err != nil {
		return nil, err
	}
	unit, err := named[id.Unit]("body.proposed", in.Body.Proposed)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.HandBack(ctx, c.v, c.req, app.Return{Item: v.Facts.Item.ID, Reason: in.Body.Reason, Proposed: unit, Basis: in.Body.Basis, Words: in.Body.Words})
}

type returnedOut struct {
	Body struct {
		Items []Returned `json:"items"`
	}
}

func (a *API) returned(ctx context.Context, c *call, _ *struct{}) (*returnedOut, error) {
	list, err := a.App.Returned(ctx, c.v)
	if err != nil {
		return nil, err
	}
	out := &returnedOut{}
	out.Body.Items = make([]Returned, len(list))
	for i, x := range list {
		h := x.Handling
		out.Body.Items[i] = Returned{Item: known(x.ItemID), Number: x.Number, Title: x.Title, Unit: known(h.UnitID), Name: x.Unit, Reason: h.Reason, Proposed: known(h.Proposed), Other: x.Proposed, Words: h.Words}
	}
	return out, nil
}

// NewParty is a unit that is to have an item.
type NewParty struct {
	Unit string `json:"unit"`
	Role string `json:"role" enum:"lead,responsible,cooperate,collate"`
}

func (a *API) decideReturn(ctx context.Context, c *call, in *struct {
	ItemPath
	Body struct {
		To    []NewParty `json:"to,omitempty" maxItems:"200" doc:"other units (改派); none upholds the assignment (维持)"`
		Mode  string     `json:"mode,omitempty" enum:"single,joint,by_duty,each"`
		Words string     `json:"words" minLength:"1" maxLength:"1000"`
	}
}) (*struct{}, error) {
	n, err := here[id.Item](in.ID)
	if err != nil {
		return nil, err
	}
	r := app.Reassign{Item: n, Mode: in.Body.Mode, Words: in.Body.Words}
	for i, x := range in.Body.To {
		u, err := named[id.Unit]("body.to["+at(i)+"].unit", x.Unit)
		if err != nil {
			return nil, err
		}
		r.To = append(r.To, ledger.Party{Unit: u, Role: ledger.Role(x.Role)})
	}
	return &struct{}{}, a.App.DecideReturn(ctx, c.v, c.req, r)
}

func (a *API) handOn(ctx context.Context, c *call, in *struct {
	ItemPath
	Body struct {
		To    string `json:"to" doc:"post of the unit or of one of its sections"`
		Words string `json:"words,omitempty" maxLength:"100"`
	}
}) (*struct{}, error) {
	item, err := here[id.Item](in.ID)
	if err != nil {
		return nil, err
	}
	to, err := here[id.Post](in.Body.To)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.HandOn(ctx, c.v, c.req, item, to, in.Body.Words)
}
