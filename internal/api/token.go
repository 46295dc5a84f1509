package api

import (
	"context"
	"net/http"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/org"
)

// Bearer finds who sent a request by its bearer token, and leaves a request
// without one to sessions.
func Bearer(a *app.App, sessions func(context.Context, *http.Request) (Caller, error)) func(context.Context, *http.Request) (Caller, error) {
	return func(ctx context.Context, r *http.Request) (Caller, error) {
		scheme, secret, ok := strings.Cut(r.Header.Get("Authorization"), " ")
		if !ok {
			return sessions(ctx, r)
		}
		if !strings.EqualFold(scheme, "Bearer") {
			return Caller{}, errs.E(errs.Unauthenticated, "api.token.bearer")
		}
		v, err := a.Bearer(ctx, strings.TrimSpace(secret))
		return Caller{Viewer: v}, err
	}
}

// Token is a token of the API. Its secret is told once, when it is made.
type Token struct {
	ID     string   `json:"id"`
	Person string   `json:"person"`
	Holder string   `json:"holder"`
	Post   string   `json:"post" doc:"the post it acts in"`
	Name   string   `json:"name" doc:"what it is for"`
	Rights []string `json:"rights"`
	Made   string   `json:"made" format:"date"`
	Until  string   `json:"until" format:"date" doc:"last day"`
	Secret string   `json:"secret,omitempty" doc:"only in the answer that made it"`
}

func (a *API) addTokens() {
	needs := []org.Right{SignedIn}
	add(a, Operation{ID: "tokens.list", Method: http.MethodGet, Path: "/tokens", Needs: needs}, a.listTokens)
	add(a, Operation{ID: "tokens.create", Method: http.MethodPost, Path: "/tokens", Needs: needs, success: http.StatusCreated}, a.createToken)
	add(a, Operation{ID: "tokens.end", Method: http.MethodDelete, Path: "/tokens/{id}", Needs: needs, success: http.StatusNoContent}, a.endToken)
}

func tokenOf(t app.Token, secret string) Token {
	return Token{ID: known(t.ID), Person: known(t.Person), Holder: t.Holder, Post: known(t.Post), Name: t.Name, Rights: rightsOf(t.Rights), Made: iso(t.Made), Until: iso(t.Until), Secret: secret}
}

type tokensOut struct {
	Body struct {
		Tokens []Token `json:"tokens"`
	}
}

func (a *API) listTokens(ctx context.Context, c *call, _ *struct{}) (*tokensOut, error) {
	list, err := a.App.Tokens(ctx, c.v)
	if err != nil {
		return nil, err
	}
	out := &tokensOut{}
	out.Body.Tokens = make([]Token, len(list))
	for i, t := range list {
		out.Body.Tokens[i] = tokenOf(t, "")
	}
	return out, nil
}

type tokenOut struct{ Body Token }

func (a *API) createToken(ctx context.Context, c *call, in *struct {
	Body struct {
		Name   string   `json:"name" minLength:"1" maxLength:"100"`
		Rights []string `json:"rights" minItems:"1" maxItems:"20" doc:"rights of the caller's that it carries; none that two persons must give"`
		Until  string   `json:"until" format:"date" doc:"last day"`
	}
}) (*tokenOut, error) {
	d, err := day("body.until", in.Body.Until)
	if err != nil {
		return nil, err
	}
	n := app.NewToken{Name: in.Body.Name, Until: d}
	for _, r := range in.Body.Rights {
		n.Rights = append(n.Rights, org.Right(r))
	}
	secret, t, err := a.App.MakeToken(ctx, c.v, c.req, n)
	if err != nil {
		return nil, err
	}
	return &tokenOut{tokenOf(t, secret)}, nil
}

func (a *API) endToken(ctx context.Context, c *call, in *struct {
	ID string `path:"id" doc:"identifier of the token"`
}) (*struct{}, error) {
	n, err := here[int64](in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.EndToken(ctx, c.v, c.req, n)
}
