package api

import (
	"context"
	"net/http"

	"jiufen/internal/id"
	"jiufen/internal/org"
)

func (a *API) addRegisterLines() {
	read := []org.Right{org.Read}
	add(a, Operation{ID: "registers.line", Method: http.MethodPost, Path: "/registers/{name}/objects/{id}/lines", Needs: read, success: http.StatusNoContent}, a.addRegisterLine)
	add(a, Operation{ID: "registers.set_line", Method: http.MethodPost, Path: "/registers/{name}/objects/{id}/lines/{line}", Needs: read, success: http.StatusNoContent}, a.setRegisterLine)
	add(a, Operation{ID: "registers.ask", Method: http.MethodPost, Path: "/registers/{name}/objects/{id}/asked", Needs: read}, a.askWritten)
	add(a, Operation{ID: "registers.write", Method: http.MethodPost, Path: "/registers/{name}/objects/{id}/written", Needs: read}, a.writeRegisterLines)
	add(a, Operation{ID: "registers.written", Method: http.MethodPut, Path: "/registers/{name}/objects/{id}/written/{line}", Needs: read, success: http.StatusNoContent}, a.saveWritten)
}

// RegisterLinePath is the address of a line of an object.
type RegisterLinePath struct {
	RegisterObjectPath
	Line string `path:"line"`
}

func (p RegisterLinePath) parse() (n int, line id.Fact, err error) {
	if n, err = objectNo(p.ID); err == nil {
		line, err = here[id.Fact](p.Line)
	}
	return n, line, err
}

func (a *API) addRegisterLine(ctx context.Context, c *call, in *struct {
	RegisterObjectPath
	Body struct {
		Group  string            `json:"group" maxLength:"40"`
		Values map[string]string `json:"values" doc:"by field of the lines"`
	}
}) (*struct{}, error) {
	n, err := objectNo(in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.AddLine(ctx, c.v, c.req, in.Register, n, in.Body.Group, in.Body.Values)
}

func (a *API) setRegisterLine(ctx context.Context, c *call, in *struct {
	RegisterLinePath
	Body registerValues
}) (*struct{}, error) {
	n, line, err := in.parse()
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.SetLine(ctx, c.v, c.req, in.Register, n, line, in.Body.Values)
}

type askedOut struct {
	Body struct {
		Asked int `json:"asked" doc:"lines that were added"`
	}
}

func (a *API) askWritten(ctx context.Context, c *call, in *struct{ RegisterObjectPath }) (*askedOut, error) {
	n, err := objectNo(in.ID)
	if err != nil {
		return nil, err
	}
	out := &askedOut{}
	out.Body.Asked, err = a.App.AskWritten(ctx, c.v, c.req, in.Register, n)
	return out, err
}

type writtenOut struct {
	Body struct {
		Written int `json:"written" doc:"lines that were written; those that were there stay"`
	}
}

func (a *API) writeRegisterLines(ctx context.Context, c *call, in *struct {
	RegisterObjectPath
	Body struct {
		Group  string `json:"group" maxLength:"40"`
		Leader string `json:"leader" doc:"a post"`
		AsOf   string `json:"as_of,omitempty" format:"date" doc:"today if left out"`
	}
}) (*writtenOut, error) {
	n, err := objectNo(in.ID)
	if err != nil {
		return nil, err
	}
	leader, err := named[id.Post]("body.leader", in.Body.Leader)
	if err != nil {
		return nil, err
	}
	d, err := day("body.as_of", in.Body.AsOf)
	if err != nil {
		return nil, err
	}
	out := &writtenOut{}
	out.Body.Written, err = a.App.WriteLines(ctx, c.v, c.req, in.Register, n, in.Body.Group, leader, d)
	return out, err
}

func (a *API) saveWritten(ctx context.Context, c *call, in *struct {
	RegisterLinePath
	Body struct {
		AsOf  string            `json:"as_of,omitempty" format:"date" doc:"as it was if left out"`
		Words map[string]string `json:"words" doc:"by field, with the names of figures in 【】"`
	}
}) (*struct{}, error) {
	n, line, err := in.parse()
	if err != nil {
		return nil, err
	}
	d, err := day("body.as_of", in.Body.AsOf)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.SaveWritten(ctx, c.v, c.req, in.Register, n, line, d, in.Body.Words)
}
