package api

import (
	"context"
	"net/http"

	"jiufen/internal/id"
	"jiufen/internal/org"
)

func (a *API) addMergings() {
	needs := []org.Right{org.Assign}
	add(a, Operation{ID: "items.merge", Method: http.MethodPost, Path: "/items/{id}/merge", Needs: needs, success: http.StatusNoContent}, a.mergeItems)
	add(a, Operation{ID: "items.unmerge", Method: http.MethodPost, Path: "/items/{id}/unmerge", Needs: needs, success: http.StatusNoContent}, a.unmergeItem)
}

func (a *API) mergeItems(ctx context.Context, c *call, in *struct {
	ItemPath
	Body struct {
		Number string `json:"number" minLength:"1" maxLength:"40" doc:"number of the item that takes it up"`
		Words  string `json:"words" minLength:"1" maxLength:"1000" doc:"why"`
	}
}) (*struct{}, error) {
	n, err := here[id.Item](in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.MergeItems(ctx, c.v, c.req, n, in.Body.Number, in.Body.Words)
}

func (a *API) unmergeItem(ctx context.Context, c *call, in *struct {
	ItemPath
	Body struct {
		Words string `json:"words" minLength:"1" maxLength:"1000" doc:"why"`
	}
}) (*struct{}, error) {
	n, err := here[id.Item](in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.UnmergeItem(ctx, c.v, c.req, n, in.Body.Words)
}
