package api

import (
	"context"
	"net/http"

	"jiufen/internal/org"
)

// Me is who the caller is.
type Me struct {
	Person string   `json:"person"`
	Name   string   `json:"name"`
	Post   string   `json:"post" doc:"the post acted in"`
	Unit   string   `json:"unit"`
	Duty   string   `json:"duty"`
	Rights []string `json:"rights" doc:"rights that hold now; a token may have fewer than its holder"`
}

type meOut struct{ Body Me }

func (a *API) addMe() {
	add(a, Operation{ID: "me.get", Method: http.MethodGet, Path: "/me", Needs: []org.Right{SignedIn}}, a.me)
}

func (a *API) me(_ context.Context, c *call, _ *struct{}) (*meOut, error) {
	held := []org.Right{}
	for _, r := range org.Rights {
		if c.v.Can(r) {
			held = append(held, r)
		}
	}
	return &meOut{Me{Person: known(c.v.Person), Name: c.v.Name, Post: known(c.v.Post), Unit: known(c.v.Unit), Duty: string(c.v.Duty), Rights: rightsOf(held)}}, nil
}
