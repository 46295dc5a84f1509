package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
)

// Draft is an item in the making.
type Draft struct {
	ID       string         `json:"id"`
	Document string         `json:"document"`
	N        int64          `json:"n" doc:"place in the list of the document"`
	Version  int64          `json:"version" doc:"what If-Match must name"`
	State    string         `json:"state" enum:"open,accepted,dropped,gone,issued,joined"`
	GoneTo   string         `json:"gone_to,omitempty" doc:"draft it went over into"`
	Item     string         `json:"item,omitempty" doc:"item it became, or was merged into"`
	Fields   DraftFields    `json:"fields"`
	Problems []ProblemField `json:"problems" doc:"what keeps it from being issued"`
}

// DraftFields is what a draft says; each field is edited and merged on its own.
type DraftFields struct {
	Title         string         `json:"title"`
	Kind          string         `json:"kind"`
	Standard      string         `json:"standard" doc:"when it counts as done"`
	Start         int            `json:"start"`
	End           int            `json:"end"`
	Clauses       []int          `json:"clauses"`
	Measures      []DraftMeasure `json:"measures"`
	Mode          string         `json:"mode" doc:"single, joint, by_duty, each"`
	Parties       []DraftParty   `json:"parties"`
	Words         string         `json:"words" doc:"units as the notice prints them"`
	DueSort       string         `json:"due_sort" doc:"date, standing, always"`
	DueDay        string         `json:"due_day"`
	Assumed       bool           `json:"assumed" doc:"the limit is proposed, not in the text"`
	Strength      string         `json:"strength"`
	Nature        string         `json:"nature"`
	Project       string         `json:"project" doc:"项目代码"`
	Programme     string         `json:"programme" doc:"the list of the year it belongs to"`
	Urgency       string         `json:"urgency" doc:"class of the kind; its limit runs from the day of assignment"`
	Publicity     string         `json:"publicity" doc:"none, request, active; empty: not said"`
	Cadence       string         `json:"cadence"`
	Leaders       string         `json:"leaders"`
	Parent        string         `json:"parent,omitempty"`
	Reason        string         `json:"reason" doc:"why it is no item"`
	Certainty     int            `json:"certainty" doc:"of the reading, percent"`
	Listed        string         `json:"listed"`
	LimitedBy     string         `json:"limited_by"`
	Head          bool           `json:"head" doc:"stands for a heading that several drafts serve"`
	Last          string         `json:"last,omitempty" doc:"item of the year before whose promise it repeats"`
	LastDraft     string         `json:"last_draft,omitempty" doc:"or, without a ledger, the draft of that year's paper"`
	Refused       []string       `json:"refused" doc:"items found not to be the same"`
	RefusedDrafts []string       `json:"refused_drafts" doc:"drafts of last year's papers found not to be the same"`
}

// DraftMeasure is a target of a draft, its figures as typed.
type DraftMeasure struct {
	Name       string `json:"name"`
	Unit       string `json:"unit,omitempty"`
	Value      string `json:"value,omitempty"`
	ValueMax   string `json:"value_max,omitempty"`
	Comparator string `json:"comparator,omitempty"`
	Path       string `json:"path"`
	Less       bool   `json:"less,omitempty"`
	Basis      string `json:"basis,omitempty"`
	Shown      bool   `json:"shown,omitempty"`
	RelativeTo string `json:"relative_to,omitempty"`
	Relation   string `json:"relation,omitempty"`
	Masked     bool   `json:"masked,omitempty"`
	Quote      string `json:"quote,omitempty"`
	Publisher  string `json:"publisher,omitempty" doc:"unit that publishes the figure; none: the lead reports it"`
	From       string `json:"from,omitempty" doc:"its name, if it is none of the place"`
	Embargo    bool   `json:"embargo,omitempty" doc:"closed until it is released"`
}

// DraftParty is a unit of a draft: one of the place, or only its words.
type DraftParty struct {
	Unit  string `json:"unit,omitempty"`
	Words string `json:"words,omitempty"`
	Role  string `json:"role" enum:"lead,responsible,cooperate,collate"`
}

func draftOf(m *locale.Messages, d app.DraftView) Draft {
	return Draft{ID: known(d.ID), Document: known(d.Document), N: d.N, Version: d.Version, State: d.State, GoneTo: known(d.GoneTo), Item: known(d.ItemID),
		Fields: fieldsOf(d.Body), Problems: problemsOf(m, d.Problems)}
}

func problemsOf(m *locale.Messages, list []ledger.Problem) []ProblemField {
	out := make([]ProblemField, len(list))
	for i, p := range list {
		out[i] = ProblemField{Field: p.Field, Key: p.Key, Detail: m.T(p.Key, sayable(m, p.Args)...)}
	}
	return out
}

func fieldsOf(b app.DraftBody) DraftFields {
	f := DraftFields{Title: b.Title, Kind: b.Kind, Standard: b.Standard, Start: b.Start, End: b.End, Clauses: append([]int{}, b.Clauses...), Mode: b.Mode, Words: b.Words,
		DueSort: b.DueSort, DueDay: b.DueDay, Assumed: b.Assumed, Strength: b.Strength, Nature: b.Nature, Project: b.Project, Urgency: b.Urgency, Programme: b.Programme, Publicity: b.Publicity, Cadence: b.Cadence, Leaders: b.Leaders, Parent: known(b.Parent),
		Reason: b.Reason, Certainty: b.Certainty, Listed: b.Listed, LimitedBy: b.LimitedBy, Head: b.Head, Last: known(b.Last), LastDraft: known(b.LastDraft), Refused: ids(b.Refused), RefusedDrafts: ids(b.RefusedDrafts), Measures: make([]DraftMeasure, len(b.Measures)), Parties: make([]DraftParty, len(b.Parties))}
	for i, m := range b.Measures {
		f.Measures[i] = DraftMeasure{Name: m.Name, Unit: m.Unit, Value: m.Value, ValueMax: m.ValueMax, Comparator: m.Comparator, Path: m.Path, Less: m.Less, Basis: m.Basis, Shown: m.Shown,
			RelativeTo: m.RelativeTo, Relation: m.Relation, Masked: m.Masked, Quote: m.Quote, Publisher: known(m.Publisher), From: m.From, Embargo: m.Embargo}
	}
	for i, p := range b.Parties {
		f.Parties[i] = DraftParty{Unit: known(p.Unit), Words: p.Words, Role: p.Role}
	}
	return f
}

// DraftPath is the address of a draft.
type DraftPath struct {
	ID string `path:"id" doc:"identifier of the draft"`
}

// Matched is the address of a draft with the version that was seen.
type Matched struct {
	DraftPath
	Match string `header:"If-Match" required:"true" maxLength:"24" doc:"version of the draft that was seen" example:"\"3\""`
}

// version reads the address and the version seen; a draft has one from the start.
func (in *Matched) version() (id.Draft, int64, error) {
	n, err := here[id.Draft](in.ID)
	if err != nil {
		return 0, 0, err
	}
	v, err := ifMatch(in.Match)
	if err == nil && v == 0 {
		err = errs.Form([]errs.Field{{Name: "header.If-Match", Key: "api.version"}})
	}
	return n, v, err
}

// ifMatch reads a version: "3", with or without quotes.
func ifMatch(s string) (int64, error) {
	v, err := strconv.ParseInt(strings.Trim(s, `" `), 10, 64)
	if err != nil || v < 0 {
		return 0, errs.Form([]errs.Field{{Name: "header.If-Match", Key: "api.version"}})
	}
	return v, nil
}

func (a *API) addDrafts() {
	needs := []org.Right{org.Draft}
	add(a, Operation{ID: "drafts.list", Method: http.MethodGet, Path: "/documents/{id}/drafts", Needs: needs}, a.listDrafts)
	add(a, Operation{ID: "drafts.add", Method: http.MethodPost, Path: "/documents/{id}/drafts", Needs: needs, success: http.StatusCreated}, a.addDraft)
	add(a, Operation{ID: "drafts.get", Method: http.MethodGet, Path: "/drafts/{id}", Needs: needs}, a.getDraft)
	add(a, Operation{ID: "drafts.edit", Method: http.MethodPatch, Path: "/drafts/{id}", Needs: needs}, a.editDraft)
	add(a, Operation{ID: "drafts.accept", Method: http.MethodPost, Path: "/drafts/accept", Needs: needs}, a.acceptDrafts)
	add(a, Operation{ID: "drafts.merge", Method: http.MethodPost, Path: "/drafts/{id}/merge", Needs: needs, success: http.StatusNoContent}, a.mergeDraft)
	add(a, Operation{ID: "drafts.split", Method: http.MethodPost, Path: "/drafts/{id}/split", Needs: needs}, a.splitDraft)
	add(a, Operation{ID: "drafts.drop", Method: http.MethodPost, Path: "/drafts/{id}/drop", Needs: needs}, a.dropDraft)
}

type draftsOut struct {
	Body struct {
		Drafts []Draft `json:"drafts"`
	}
}

func (a *API) listDrafts(ctx context.Context, c *call, in *struct {
	DocumentPath
	State string `query:"state" enum:"open,accepted,dropped,gone,issued,joined"`
}) (*draftsOut, error) {
	n, err := here[id.Document](in.ID)
	if err != nil {
		return nil, err
	}
	d, err := a.App.Document(ctx, c.v, n)
	if err != nil {
		return nil, err
	}
	out := &draftsOut{}
	out.Body.Drafts = []Draft{}
	for _, x := range d.Drafts {
		if in.State == "" || x.State == in.State {
			out.Body.Drafts = append(out.Body.Drafts, draftOf(c.m, x))
		}
	}
	return out, nil
}

func (a *API) addDraft(ctx context.Context, c *call, in *struct {
	DocumentPath
	Body struct {
		Clause int `json:"clause" minimum:"0" doc:"number of the sentence that is to become a draft"`
	}
}) (*createdOut, error) {
	n, err := here[id.Document](in.ID)
	if err != nil {
		return nil, err
	}
	d, err := a.App.DraftFromClause(ctx, c.v, n, in.Body.Clause)
	if err != nil {
		return nil, err
	}
	return created("/drafts/", d), nil
}

type draftOut struct {
	ETag string `header:"ETag"`
	Body Draft
}

func (a *API) getDraft(ctx context.Context, c *call, in *DraftPath) (*draftOut, error) {
	n, err := here[id.Draft](in.ID)
	if err != nil {
		return nil, err
	}
	d, _, err := a.App.DraftNow(ctx, c.v, n)
	if err != nil {
		return nil, err
	}
	return &draftOut{ETag: etag(d.Version), Body: draftOf(c.m, d)}, nil
}

func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

type savedOut struct {
	ETag string `header:"ETag"`
	Body EditSaved
}

// saved turns the outcome of an edit into an answer: saved, or a conflict with
// base, mine and theirs, or the draft it went over into.
func saved(c *call, s app.DraftSaved) (*savedOut, error) {
	switch {
	case s.GoneTo != 0:
		return nil, conflict(c.m, &EditConflict{GoneTo: known(s.GoneTo)}, "api.merged", "into", known(s.GoneTo))
	case len(s.Clashes) > 0:
		return nil, conflict(c.m, clashing(s.Version, s.By, s.Clashes), "err.conflict")
	}
	return &savedOut{ETag: etag(s.Version), Body: EditSaved{Version: s.Version, Merged: append([]string{}, s.Merged...)}}, nil
}

func (a *API) editDraft(ctx context.Context, c *call, in *struct {
	Matched
	Body struct {
		State  string         `json:"state,omitempty" enum:"open,accepted,dropped"`
		Fields map[string]any `json:"fields,omitempty" doc:"fields of DraftFields with their new values"`
	}
}) (*savedOut, error) {
	n, version, err := in.version()
	if err != nil {
		return nil, err
	}
	e := app.DraftEdit{Draft: n, Version: version, State: in.Body.State, Fields: map[string]json.RawMessage{}}
	for k, v := range in.Body.Fields {
		if e.Fields[k], err = inward(k, v); err != nil {
			return nil, err
		}
	}
	s, err := a.App.EditDraft(ctx, c.v, e)
	if err != nil {
		return nil, err
	}
	return saved(c, s)
}

type draftList struct {
	Body struct {
		Drafts []string `json:"drafts" minItems:"1" maxItems:"1000"`
	}
}

type acceptedOut struct {
	Body struct {
		Skipped []string `json:"skipped" doc:"those decided, moved or corrected meanwhile"`
	}
}

func (a *API) acceptDrafts(ctx context.Context, c *call, in *draftList) (*acceptedOut, error) {
	ns, err := hereAll[id.Draft](in.Body.Drafts)
	if err != nil {
		return nil, err
	}
	skipped, err := a.App.AcceptDrafts(ctx, c.v, ns)
	if err != nil {
		return nil, err
	}
	out := &acceptedOut{}
	out.Body.Skipped = ids(skipped)
	return out, nil
}

func (a *API) mergeDraft(ctx context.Context, c *call, in *struct {
	Matched
	Body struct {
		Into string `json:"into" doc:"draft of the same document that takes it up"`
	}
}) (*struct{}, error) {
	n, version, err := in.version()
	if err != nil {
		return nil, err
	}
	into, err := here[id.Draft](in.Body.Into)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.MergeDraft(ctx, c.v, n, version, into)
}

type splitOut struct {
	Body struct {
		Drafts []string `json:"drafts" doc:"the parts, in order"`
	}
}

func (a *API) splitDraft(ctx context.Context, c *call, in *struct {
	Matched
	Body struct {
		Titles []string `json:"titles" minItems:"2" maxItems:"50"`
	}
}) (*splitOut, error) {
	n, version, err := in.version()
	if err != nil {
		return nil, err
	}
	parts, err := a.App.SplitDraft(ctx, c.v, n, version, in.Body.Titles)
	if err != nil {
		return nil, err
	}
	out := &splitOut{}
	out.Body.Drafts = ids(parts)
	return out, nil
}

func (a *API) dropDraft(ctx context.Context, c *call, in *struct {
	Matched
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500"`
	}
}) (*savedOut, error) {
	n, version, err := in.version()
	if err != nil {
		return nil, err
	}
	s, err := a.App.DropDraft(ctx, c.v, n, version, in.Body.Reason)
	if err != nil {
		return nil, err
	}
	return saved(c, s)
}
