package api

import (
	"context"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

func (a *API) addPlans() {
	add(a, Operation{ID: "plans.propose", Method: http.MethodPost, Path: "/items/{id}/plan/proposal", Needs: []org.Right{org.Receive}}, a.proposePlan)
	add(a, Operation{ID: "plans.create", Method: http.MethodPost, Path: "/items/{id}/plan", Needs: []org.Right{org.Receive}}, a.handPlan)
}

// NewNode is a milestone as it is handed back.
type NewNode struct {
	Measure  string `json:"measure,omitempty" doc:"none: a state to be reached"`
	Day      string `json:"day" format:"date"`
	Expected string `json:"expected,omitempty" maxLength:"40" doc:"figure expected by the end of the day, cumulative for amounts"`
	State    string `json:"state,omitempty" maxLength:"200"`
	Person   string `json:"person,omitempty" maxLength:"50"`
}

type proposalOut struct {
	Body struct {
		Limit string         `json:"limit" format:"date" doc:"of the item"`
		Late  int            `json:"late" doc:"working days by which the first step should have begun already"`
		Ends  string         `json:"ends" format:"date" doc:"when the last step ends if the first begins at its latest day, or today"`
		Says  string         `json:"says"`
		Steps []ProposedStep `json:"steps"`
	}
}

// ProposedStep is when a step has to begin and end at the latest.
type ProposedStep struct {
	Start string `json:"start" format:"date"`
	End   string `json:"end" format:"date"`
}

// proposePlan lays steps backward from the limit of the item; nothing is kept.
func (a *API) proposePlan(ctx context.Context, c *call, in *struct {
	ItemPath
	Body struct {
		Days  []int    `json:"days" minItems:"1" maxItems:"60" doc:"working days of each step, in order"`
		Names []string `json:"names,omitempty" maxItems:"60" doc:"of the steps, in order"`
	}
}) (*proposalOut, error) {
	n, err := here[id.Item](in.ID)
	if err != nil {
		return nil, err
	}
	steps := make([]ledger.Step, len(in.Body.Days))
	for i, d := range in.Body.Days {
		steps[i] = ledger.Step{Name: c.m.T("plan.step", "n", i+1), Days: d}
		if i < len(in.Body.Names) && in.Body.Names[i] != "" {
			steps[i].Name = in.Body.Names[i]
		}
	}
	x, err := a.App.ProposePlan(ctx, c.v, n, steps)
	if err != nil {
		return nil, err
	}
	out := &proposalOut{}
	out.Body.Limit, out.Body.Late = iso(x.Hard), x.Late
	out.Body.Says, out.Body.Ends = x.Sentence(steps, c.m.T("plan.done"), false, c.m.T), iso(x.Forward[len(x.Forward)-1].End)
	for _, s := range x.Back {
		out.Body.Steps = append(out.Body.Steps, ProposedStep{iso(s.Start), iso(s.End)})
	}
	return out, nil
}

type warningsOut struct {
	Body struct {
		Warnings []ProblemField `json:"warnings" doc:"what was saved all the same"`
	}
}

func (a *API) handPlan(ctx context.Context, c *call, in *struct {
	ItemPath
	Body struct {
		Nodes []NewNode `json:"nodes" minItems:"1" maxItems:"100"`
		Words string    `json:"words,omitempty" maxLength:"2000"`
	}
}) (*warningsOut, error) {
	v, err := a.ownItem(ctx, c, in.ID)
	if err != nil {
		return nil, err
	}
	p := app.PlanInput{Item: v.Facts.Item.ID, Words: in.Body.Words}
	for i, n := range in.Body.Nodes {
		m, err := n.milestone("body.nodes["+at(i)+"].", v.Facts)
		if err != nil {
			return nil, err
		}
		p.Nodes = append(p.Nodes, m)
	}
	warnings, err := a.App.HandPlan(ctx, c.v, c.req, p)
	if err != nil {
		return nil, err
	}
	out := &warningsOut{}
	out.Body.Warnings = warned(c.m, warnings)
	return out, nil
}

func warned(m *locale.Messages, list []errs.Field) []ProblemField {
	out := make([]ProblemField, len(list))
	for i, f := range list {
		out[i] = ProblemField{Field: f.Name, Key: f.Key, Detail: m.T(f.Key, sayable(m, f.Args)...)}
	}
	return out
}

func (n NewNode) milestone(at string, f *store.Facts) (out store.Milestone, err error) {
	out = store.Milestone{State: n.State, Person: n.Person}
	if out.Day, err = day(at+"day", n.Day); err != nil || n.Measure == "" {
		return out, err
	}
	m, err := measureIn(at+"measure", f, n.Measure)
	if err != nil {
		return out, err
	}
	out.MeasureID = m.ID
	out.Expected, err = scaled(at+"expected", n.Expected, m)
	return out, err
}

// ownItem is an item that the caller sees in full, which is what acting on it
// asks for; of an item above his own only the head is his to see.
func (a *API) ownItem(ctx context.Context, c *call, number string) (*app.ItemView, error) {
	v, err := a.itemOn(ctx, c, number, "")
	if err == nil && v.HeadOnly {
		err = errs.E(errs.NotFound, "err.notfound")
	}
	return v, err
}
