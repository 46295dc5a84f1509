package api

import (
	"context"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
)

// ChangePath is the address of a change of an item.
type ChangePath struct {
	ItemPath
	Change string `path:"change" doc:"identifier of the change"`
}

func (p *ChangePath) read() (id.Item, id.Change, error) {
	item, err := here[id.Item](p.ID)
	if err != nil {
		return 0, 0, err
	}
	n, err := here[id.Change](p.Change)
	return item, n, err
}

func (a *API) addChanges() {
	ask := []org.Right{org.Sheet}
	add(a, Operation{ID: "changes.ask", Method: http.MethodPost, Path: "/items/{id}/changes", Needs: ask, success: http.StatusCreated}, a.askChange)
	add(a, Operation{ID: "changes.withdraw", Method: http.MethodPost, Path: "/items/{id}/changes/{change}/withdraw", Needs: ask, success: http.StatusNoContent}, a.withdrawChange)
	add(a, Operation{ID: "changes.decide", Method: http.MethodPost, Path: "/items/{id}/changes/{change}/decide", Needs: []org.Right{org.Decide, org.Close, org.Assign, org.Sign}, success: http.StatusNoContent}, a.decideChange)
	add(a, Operation{ID: "closings.apply", Method: http.MethodPost, Path: "/items/{id}/closings", Needs: ask, success: http.StatusNoContent}, a.applyClose)
	add(a, Operation{ID: "closings.decide", Method: http.MethodPost, Path: "/items/{id}/closings/decide", Needs: []org.Right{org.Close}, success: http.StatusNoContent}, a.decideClose)
}

// NewChange asks for a change of an item.
type NewChange struct {
	Sort      string `json:"sort" enum:"defer,advance,value,content,unit,pause,stop"`
	Milestone string `json:"milestone,omitempty" doc:"node that is to be put off; none: the limit"`
	Measure   string `json:"measure,omitempty" doc:"of a change of value"`
	From      string `json:"from,omitempty" format:"date" doc:"begin of a pause"`
	To        string `json:"to,omitempty" format:"date" doc:"new day, or end of a pause"`
	Value     string `json:"value,omitempty" maxLength:"40" doc:"new target"`
	Class     string `json:"class" enum:"policy,force,factor,subjective"`
	Words     string `json:"words" minLength:"1" maxLength:"2000"`
}

func (a *API) askChange(ctx context.Context, c *call, in *struct {
	ItemPath
	Body NewChange
}) (*createdReport, error) {
	v, err := a.ownItem(ctx, c, in.ID)
	if err != nil {
		return nil, err
	}
	ask, err := in.Body.input(v)
	if err != nil {
		return nil, err
	}
	n, err := a.App.AskChange(ctx, c.v, c.req, ask)
	if err != nil {
		return nil, err
	}
	if n == 0 { // the repeat of a call that went through: the change that is pending is its
		if p := v.Facts.PendingChange(); p != nil {
			n = p.ID
		}
	}
	out := &createdReport{}
	out.Body.ID = known(n)
	return out, nil
}

func (b NewChange) input(v *app.ItemView) (out app.ChangeInput, err error) {
	out = app.ChangeInput{Item: v.Facts.Item.ID, Sort: ledger.ChangeSort(b.Sort), Class: ledger.ReasonClass(b.Class), Words: b.Words}
	if out.Milestone, err = named[id.Milestone]("body.milestone", b.Milestone); err != nil {
		return out, err
	}
	if out.From, err = day("body.from", b.From); err != nil {
		return out, err
	}
	if out.To, err = day("body.to", b.To); err != nil || b.Sort != string(ledger.ChangeValue) {
		return out, err
	}
	m, err := measureIn("body.measure", v.Facts, b.Measure)
	if err != nil {
		return out, err
	}
	out.Measure = m.ID
	out.Value, err = scaled("body.value", b.Value, m)
	return out, err
}

func (a *API) withdrawChange(ctx context.Context, c *call, in *ChangePath) (*struct{}, error) {
	item, n, err := in.read()
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.WithdrawChange(ctx, c.v, c.req, n, item)
}

func (a *API) decideChange(ctx context.Context, c *call, in *struct {
	ChangePath
	Body struct {
		Approve bool   `json:"approve"`
		Words   string `json:"words" maxLength:"1000"`
	}
}) (*struct{}, error) {
	item, n, err := in.read()
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.DecideChange(ctx, c.v, c.req, n, item, in.Body.Approve, in.Body.Words)
}

func (a *API) applyClose(ctx context.Context, c *call, in *struct {
	ItemPath
	Body struct {
		Reached string `json:"reached" format:"date" doc:"day the standard was reached"`
		Words   string `json:"words" minLength:"1" maxLength:"2000"`
	}
}) (*struct{}, error) {
	n, err := here[id.Item](in.ID)
	if err != nil {
		return nil, err
	}
	d, err := day("body.reached", in.Body.Reached)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.ApplyClose(ctx, c.v, c.req, n, d, in.Body.Words)
}

func (a *API) decideClose(ctx context.Context, c *call, in *struct {
	ItemPath
	Body struct {
		Act     string `json:"act" enum:"close,basic,phase,return,await,external,reopen,unfinished"`
		Reached string `json:"reached,omitempty" format:"date" doc:"as applied for if left out"`
		Number  string `json:"number,omitempty" maxLength:"100" doc:"paper of the authority that strikes it off"`
		Words   string `json:"words" minLength:"1" maxLength:"2000"`
	}
}) (*struct{}, error) {
	n, err := here[id.Item](in.ID)
	if err != nil {
		return nil, err
	}
	d, err := day("body.reached", in.Body.Reached)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.DecideClose(ctx, c.v, c.req, app.Closing{Item: n, Act: ledger.ClosingAct(in.Body.Act), Reached: d, Number: in.Body.Number, Words: in.Body.Words})
}
