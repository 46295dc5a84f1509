package api

import (
	"context"
	"encoding/json"
	"net/http"

	"jiufen/internal/errs"
	"jiufen/internal/locale"
)

// Problem is an error as RFC 9457 has it. Type and Key are for programs, Title
// and Detail for people, in the language asked for.
type Problem struct {
	Type     string         `json:"type" doc:"urn:jiufen:problem: and the kind of failure" example:"urn:jiufen:problem:not-found"`
	Title    string         `json:"title" doc:"the status in words"`
	Status   int            `json:"status" doc:"HTTP status"`
	Detail   string         `json:"detail" doc:"what is wrong and what to do"`
	Key      string         `json:"key" doc:"key of the sentence, the same in every language" example:"err.notfound"`
	Request  string         `json:"request,omitempty" doc:"number of the request, to tell the operator; only for failures of the server"`
	Errors   []ProblemField `json:"errors,omitempty" doc:"what is wrong with single fields"`
	Conflict *EditConflict  `json:"conflict,omitempty" doc:"what somebody else did meanwhile to what was edited"`
}

// ProblemField is what is wrong with one field.
type ProblemField struct {
	Field  string `json:"field" doc:"where, e.g. body.title, query.as_of, items[0].due"`
	Detail string `json:"detail" doc:"what is wrong"`
	Key    string `json:"key" doc:"key of the sentence"`
}

// Error makes a Problem an error.
func (p *Problem) Error() string { return p.Key + ": " + p.Detail }

// GetStatus is the HTTP status, as huma asks for it.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is the media type of problems.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

const problemType = "urn:jiufen:problem:"

// problem makes an error presentable. What nobody classified shows one neutral
// sentence and a number; its cause goes to the log. Whatever is not found says
// the same, wherever it was looked for.
func (a *API) problem(ctx context.Context, m *locale.Messages, err error) *Problem {
	e := errs.Of(err)
	p := &Problem{Type: problemType + e.Kind.String(), Title: http.StatusText(e.Kind.Status()), Status: e.Kind.Status(), Key: e.Key}
	switch e.Kind {
	case errs.NotFound:
		p.Key = "err.notfound"
		p.Detail = m.T("api.notfound")
		return p
	case errs.Internal:
		p.Key = "err.internal"
		p.Request, _ = ctx.Value(requestKey{}).(string)
		p.Detail = m.T("api.internal", "request", p.Request)
		a.Log.ErrorContext(ctx, "request failed", "request", p.Request, "err", err)
		return p
	}
	p.Detail = m.T(e.Key, sayable(m, e.Args)...)
	for _, f := range e.Fields {
		p.Errors = append(p.Errors, ProblemField{Field: f.Name, Key: f.Key, Detail: m.T(f.Key, sayable(m, f.Args)...)})
	}
	return p
}

// sayable writes the arguments of a sentence as people read them: days as dates
// of the language.
func sayable(m *locale.Messages, args []any) []any {
	out := make([]any, len(args))
	for i, v := range args {
		out[i] = say(m, v)
	}
	return out
}

func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", "application/problem+json")
	if p.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Bearer realm="jiufen"`)
	}
	w.WriteHeader(p.Status)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.Encode(p) // the caller may be gone; there is nobody left to tell
}
