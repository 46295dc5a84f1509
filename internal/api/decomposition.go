package api

import (
	"context"
	"net/http"

	"jiufen/internal/org"
)

func (a *API) addDecompositions() {
	add(a, Operation{ID: "decompositions.create", Method: http.MethodPost, Path: "/decompositions", Needs: []org.Right{org.Draft}, Upload: true, media: "application/json"}, a.decompose)
}

// decompose gives the decomposition of a document in the published contract and
// keeps nothing.
func (a *API) decompose(ctx context.Context, c *call, in *upload) (*textOut, error) {
	u, err := in.read()
	if err != nil {
		return nil, err
	}
	b, err := a.App.Decomposition(ctx, c.v, u, c.m)
	return &textOut{Type: "application/json", Body: b}, err
}
