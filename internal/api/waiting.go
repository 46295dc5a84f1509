package api

import (
	"context"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/org"
)

// WaitingChange is a change that waits for its decision.
type WaitingChange struct {
	Change
	Item   string     `json:"item"`
	Number string     `json:"number"`
	Title  string     `json:"title"`
	Unit   string     `json:"unit_name" doc:"that asked"`
	Asked  string     `json:"asked" format:"date"`
	Since  int        `json:"since" doc:"working days it has waited"`
	Needs  []Decision `json:"needs"`
	Mine   bool       `json:"mine" doc:"the caller can decide it"`
}

// Decision is a decision that a change needs.
type Decision struct {
	Origin  string `json:"origin,omitempty" doc:"whose demand is moved"`
	Decider string `json:"decider" doc:"duty that decides"`
	Note    string `json:"note,omitempty" doc:"what else has to be done"`
}

// WaitingClosing is an application for closing that waits.
type WaitingClosing struct {
	Closing
	Item   string `json:"item"`
	Title  string `json:"title"`
	Unit   string `json:"unit_name" doc:"that applied"`
	Asked  string `json:"asked" format:"date"`
	Since  int    `json:"since" doc:"working days it has waited"`
	Party  bool   `json:"party" doc:"the caller's own unit has a part in it: others decide"`
	Checks int    `json:"checks" doc:"findings on record"`
}

// Queue is how much of a queue is wanted.
type Queue struct {
	Limit int `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"the oldest first"`
}

func (a *API) addWaiting() {
	add(a, Operation{ID: "changes.list", Method: http.MethodGet, Path: "/changes", Needs: []org.Right{org.Decide, org.Close, org.Assign, org.Sign}}, a.listChanges)
	add(a, Operation{ID: "changes.deciders", Method: http.MethodPost, Path: "/items/{id}/changes/deciders", Needs: []org.Right{org.Sheet}}, a.deciders)
	add(a, Operation{ID: "closings.list", Method: http.MethodGet, Path: "/closings", Needs: []org.Right{org.Close}}, a.listClosings)
}

type changesOut struct {
	Body struct {
		Changes []WaitingChange `json:"changes"`
	}
}

func (a *API) listChanges(ctx context.Context, c *call, in *Queue) (*changesOut, error) {
	list, err := a.App.ChangesWaiting(ctx, c.v, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &changesOut{}
	out.Body.Changes = make([]WaitingChange, len(list))
	for i, x := range list {
		out.Body.Changes[i] = WaitingChange{Change: changeOf(app.ChangeLine{ItemChange: x.ItemChange}, nil), Item: known(x.ItemID), Number: x.Line.Number, Title: x.Line.Title,
			Unit: x.Unit, Asked: iso(x.Asked), Since: x.Since, Needs: decisions(x.Needs), Mine: x.Mine}
		out.Body.Changes[i].Value = nil // its decimals stand with the item
	}
	return out, nil
}

func decisions(list []app.NeedLine) []Decision {
	out := make([]Decision, len(list))
	for i, n := range list {
		out[i] = Decision{Origin: n.Origin, Decider: string(n.Decider), Note: n.Note}
	}
	return out
}

type decidersOut struct {
	Body struct {
		Needs []Decision `json:"needs"`
	}
}

// deciders says, before a change is asked for, whose decisions it needs.
func (a *API) deciders(ctx context.Context, c *call, in *struct {
	ItemPath
	Body NewChange
}) (*decidersOut, error) {
	v, err := a.ownItem(ctx, c, in.ID)
	if err != nil {
		return nil, err
	}
	ask, err := in.Body.input(v)
	if err != nil {
		return nil, err
	}
	list, err := a.App.Deciders(ctx, c.v, ask)
	if err != nil {
		return nil, err
	}
	out := &decidersOut{}
	out.Body.Needs = decisions(list)
	return out, nil
}

type closingsOut struct {
	Body struct {
		Closings []WaitingClosing `json:"closings"`
	}
}

func (a *API) listClosings(ctx context.Context, c *call, in *Queue) (*closingsOut, error) {
	list, err := a.App.ClosingsWaiting(ctx, c.v, in.Limit)
	if err != nil {
		return nil, err
	}
	out := &closingsOut{}
	out.Body.Closings = make([]WaitingClosing, len(list))
	for i, x := range list {
		out.Body.Closings[i] = WaitingClosing{Closing: closingOf(x.Closing), Item: known(x.ItemID), Title: x.Line.Title, Unit: x.Unit, Asked: iso(x.Asked), Since: x.Since, Party: x.Party, Checks: x.Checks}
	}
	return out, nil
}
