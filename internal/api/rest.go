package api

import (
	"context"

	"jiufen/internal/app"
	"jiufen/internal/locale"
)

// RestLine is a sentence of a document, or a demand that a register keeps, that
// became no item.
type RestLine struct {
	From       string   `json:"from" doc:"document, or register/number of a paper or meeting"`
	Name       string   `json:"name"`
	Words      string   `json:"words"`
	Heading    []string `json:"heading"`
	Label      string   `json:"label" doc:"commitment, background, achievement; demand of a register's line"`
	Reason     string   `json:"reason" doc:"key of the reason"`
	ReasonText string   `json:"reason_text"`
	Why        string   `json:"why,omitempty" doc:"what a person wrote"`
	Document   string   `json:"document,omitempty"`
	Clause     *int     `json:"clause,omitempty" doc:"its n among the document's clauses"`
	Register   string   `json:"register,omitempty"`
	Object     int      `json:"object,omitempty"`
}

// RestTally counts lines by what they can be filtered by.
type RestTally struct {
	Key  string `json:"key"`
	Name string `json:"name,omitempty"`
	N    int    `json:"n"`
}

type restOut struct {
	Body struct {
		Year      int64       `json:"year"`
		Years     []int64     `json:"years" doc:"that can be asked for"`
		All       int         `json:"all" doc:"of the year, before filters"`
		Undecided int         `json:"undecided" doc:"drafts neither accepted nor dropped"`
		Sources   []RestTally `json:"sources"`
		Reasons   []RestTally `json:"reasons"`
		Labels    []RestTally `json:"labels"`
		Lines     []RestLine  `json:"lines"`
	}
}

func (a *API) listRest(ctx context.Context, c *call, in *struct {
	Year   int64  `query:"year" doc:"this year if left out" minimum:"0" maximum:"2999"`
	From   string `query:"from" doc:"a document, or register/number" maxLength:"80"`
	Reason string `query:"reason" maxLength:"80"`
	Label  string `query:"label" maxLength:"40"`
	Text   string `query:"q" maxLength:"100"`
}) (*restOut, error) {
	x, err := a.App.Rest(ctx, c.v, app.RestQuery{Year: in.Year, From: in.From, Reason: in.Reason, Label: in.Label, Text: in.Text})
	if err != nil {
		return nil, err
	}
	out := &restOut{}
	b := &out.Body
	b.Year, b.Years, b.All, b.Undecided = x.Year, x.Years, x.All, x.Undecided
	b.Sources, b.Reasons, b.Labels = restTallies(x.Sources), restTallies(x.Reasons), restTallies(x.Labels)
	b.Lines = make([]RestLine, len(x.Lines))
	for i, l := range x.Lines {
		b.Lines[i] = restLine(c.m, l)
	}
	return out, nil
}

func restTallies(list []app.RestTally) []RestTally {
	out := make([]RestTally, len(list))
	for i, t := range list {
		out[i] = RestTally(t)
	}
	return out
}

func restLine(m *locale.Messages, l app.RestLine) RestLine {
	out := RestLine{From: l.From, Name: l.Name, Words: l.Words, Heading: append([]string{}, l.Heading...), Label: l.Label, Reason: l.Reason, ReasonText: m.T(app.RestUnknown), Why: l.Why, Register: l.Register, Object: l.Object}
	if m.Has(l.Reason) {
		out.ReasonText = m.T(l.Reason)
	}
	if l.Register == "" {
		n := l.Clause
		out.Document, out.Clause = known(l.Document), &n
	}
	return out
}
