package api

import (
	"context"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
)

// SameOffer is an item that may be about the same as a draft, or that may have
// promised the same the year before.
type SameOffer struct {
	Item    string       `json:"item"`
	Number  string       `json:"number"`
	Title   string       `json:"title"`
	Year    int64        `json:"year"`
	Lead    string       `json:"lead,omitempty"`
	Due     string       `json:"due,omitempty" format:"date"`
	Score   int          `json:"score" doc:"percent"`
	Why     []string     `json:"why" doc:"what speaks for it"`
	Moves   []string     `json:"moves" doc:"what merging would make stricter"`
	Changes []YearChange `json:"changes" doc:"of a promise of the year before: how the figures moved"`
	Outcome string       `json:"outcome,omitempty" doc:"of a promise of the year before: what became of it"`

	Document string `json:"document,omitempty" doc:"where no ledger of the year before is kept: the paper of that year; item is empty then"`
	Draft    string `json:"draft,omitempty" doc:"and the draft in it"`
}

// YearChange is a measure in two years.
type YearChange struct {
	Name   string  `json:"name"`
	Was    Figure  `json:"was"`
	Now    Figure  `json:"now"`
	Change string  `json:"change,omitempty" doc:"percent of last year's, or points where both are percentages; with its sign"`
	Points bool    `json:"points" doc:"the change is in percentage points"`
	Done   *Figure `json:"done,omitempty" doc:"what last year came to"`
}

// YearLink is the item of the year before whose promise this one repeats.
type YearLink struct {
	Item    string       `json:"item"`
	Number  string       `json:"number"`
	Title   string       `json:"title"`
	Year    int64        `json:"year"`
	Changes []YearChange `json:"changes"`
	Outcome string       `json:"outcome"`

	Document string `json:"document,omitempty" doc:"where no ledger of that year is kept: its paper; item is empty then"`
	Draft    string `json:"draft,omitempty" doc:"and the draft in it"`
}

// ParentOffer is a heading that several drafts serve.
type ParentOffer struct {
	Clause int      `json:"clause" doc:"number of the heading's clause"`
	Title  string   `json:"title"`
	Drafts []string `json:"drafts"`
}

func (a *API) addSame() {
	draft := []org.Right{org.Draft}
	add(a, Operation{ID: "drafts.offers", Method: http.MethodGet, Path: "/drafts/{id}/offers", Needs: draft}, a.draftOffers)
	add(a, Operation{ID: "drafts.join", Method: http.MethodPost, Path: "/drafts/{id}/join", Needs: draft, success: http.StatusNoContent}, a.joinDraft)
	add(a, Operation{ID: "drafts.refuse", Method: http.MethodPost, Path: "/drafts/{id}/refuse", Needs: draft, success: http.StatusNoContent}, a.refuseOffer)
	add(a, Operation{ID: "drafts.last_year", Method: http.MethodPost, Path: "/drafts/{id}/last-year", Needs: draft, success: http.StatusNoContent}, a.linkDraft)
	add(a, Operation{ID: "documents.parents", Method: http.MethodGet, Path: "/documents/{id}/parents", Needs: draft}, a.listParents)
	add(a, Operation{ID: "documents.parent", Method: http.MethodPost, Path: "/documents/{id}/parents", Needs: draft}, a.decideParent)
	add(a, Operation{ID: "items.undo", Method: http.MethodPost, Path: "/items/{id}/undo", Needs: draft, success: http.StatusNoContent}, a.undoJoin)
	add(a, Operation{ID: "items.last_year", Method: http.MethodPost, Path: "/items/{id}/last-year", Needs: []org.Right{org.Assign}, success: http.StatusNoContent}, a.linkItem)
}

type offersOut struct {
	Body struct {
		Same     []SameOffer `json:"same"`
		LastYear []SameOffer `json:"last_year"`
	}
}

func (a *API) draftOffers(ctx context.Context, c *call, in *DraftPath) (*offersOut, error) {
	n, err := here[id.Draft](in.ID)
	if err != nil {
		return nil, err
	}
	o, err := a.App.Offers(ctx, c.v, n)
	if err != nil {
		return nil, err
	}
	out := &offersOut{}
	out.Body.Same, out.Body.LastYear = offersOf(c.m, o.Dir, o.Same), offersOf(c.m, o.Dir, o.Last)
	return out, nil
}

func offersOf(m *locale.Messages, dir *org.Directory, list []app.SameOffer) []SameOffer {
	out := make([]SameOffer, len(list))
	for i, o := range list {
		out[i] = SameOffer{Item: known(o.Item), Number: o.Number, Title: o.Title, Year: o.Year, Lead: known(o.Lead), Due: iso(o.Due), Score: o.Score,
			Document: known(o.Document), Draft: known(o.Draft), Why: append([]string{}, o.Why(m, dir)...), Moves: append([]string{}, o.Moves.MovesWords(m)...), Changes: []YearChange{}}
		if o.Last != nil {
			out[i].Changes, out[i].Outcome = yearChanges(o.Last), o.Last.Outcome(m)
		}
	}
	return out
}

func yearChanges(l *app.LastYear) []YearChange {
	out := make([]YearChange, len(l.Pairs))
	fig := func(v quantity.Value) Figure { return figure(v.N, v.Decimals, v.Unit) }
	for i, p := range l.Pairs {
		out[i] = YearChange{Name: p.Name, Was: fig(p.Was), Now: fig(p.Now), Points: p.Change.Points}
		if p.Change.Known {
			out[i].Change = app.ChangeSigned(p.Change)
		}
		if p.Done != nil {
			f := fig(*p.Done)
			out[i].Done = &f
		}
	}
	return out
}

// yearLink is the link of an item for those who see both.
func yearLink(m *locale.Messages, l *app.LastYear) *YearLink {
	if l == nil {
		return nil
	}
	return &YearLink{Item: known(l.Item), Number: l.Number, Title: l.Title, Year: l.Year, Changes: yearChanges(l), Outcome: l.Outcome(m), Document: known(l.Document), Draft: known(l.Draft)}
}

// itemNamed is an item in a body.
type itemNamed struct {
	Item string `json:"item" maxLength:"20" doc:"identifier of the item"`
}

func (b itemNamed) item() (id.Item, error) {
	n, err := id.Parse[id.Item](b.Item)
	if err != nil {
		err = errs.Form([]errs.Field{{Name: "body.item", Key: "api.string"}})
	}
	return n, err
}

func (a *API) joinDraft(ctx context.Context, c *call, in *struct {
	Matched
	Body itemNamed
}) (*struct{}, error) {
	n, version, err := in.version()
	if err != nil {
		return nil, err
	}
	item, err := in.Body.item()
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.JoinDraft(ctx, c.v, c.req, n, version, item)
}

// lastNamed is an item of the year before in a body, or a draft of that year's paper.
type lastNamed struct {
	Item  string `json:"item,omitempty" maxLength:"20" doc:"identifier of the item"`
	Draft string `json:"draft,omitempty" maxLength:"20" doc:"or of a draft of last year's paper"`
}

func (b lastNamed) draft() (id.Draft, error) {
	if b.Draft == "" {
		return 0, nil
	}
	n, err := id.Parse[id.Draft](b.Draft)
	if err != nil {
		err = errs.Form([]errs.Field{{Name: "body.draft", Key: "api.string"}})
	}
	return n, err
}

func (a *API) refuseOffer(ctx context.Context, c *call, in *struct {
	Matched
	Body lastNamed
}) (*struct{}, error) {
	n, version, err := in.version()
	if err != nil {
		return nil, err
	}
	if last, err := in.Body.draft(); err != nil || last != 0 {
		if err == nil {
			err = a.App.RefusePaper(ctx, c.v, n, version, last)
		}
		return &struct{}{}, err
	}
	item, err := itemNamed{in.Body.Item}.item()
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.RefuseOffer(ctx, c.v, n, version, item)
}

func (a *API) linkDraft(ctx context.Context, c *call, in *struct {
	Matched
	Body lastNamed
}) (*struct{}, error) { // neither takes the link back
	n, version, err := in.version()
	if err != nil {
		return nil, err
	}
	if last, err := in.Body.draft(); err != nil || last != 0 {
		if err == nil {
			err = a.App.LinkDraftPaper(ctx, c.v, n, version, last)
		}
		return &struct{}{}, err
	}
	var item id.Item
	if in.Body.Item != "" {
		if item, err = (itemNamed{in.Body.Item}).item(); err != nil {
			return nil, err
		}
	}
	return &struct{}{}, a.App.LinkDraft(ctx, c.v, n, version, item)
}

type parentsOut struct {
	Body struct {
		Parents []ParentOffer `json:"parents"`
	}
}

func (a *API) listParents(ctx context.Context, c *call, in *DocumentPath) (*parentsOut, error) {
	n, err := here[id.Document](in.ID)
	if err != nil {
		return nil, err
	}
	d, err := a.App.Document(ctx, c.v, n)
	if err != nil {
		return nil, err
	}
	out := &parentsOut{}
	out.Body.Parents = []ParentOffer{}
	for _, o := range d.Parents() {
		out.Body.Parents = append(out.Body.Parents, ParentOffer{Clause: o.Clause, Title: o.Title, Drafts: ids(o.Parts)})
	}
	return out, nil
}

type parentOut struct {
	Body struct {
		Draft string `json:"draft,omitempty" doc:"the item above, when it was made"`
	}
}

func (a *API) decideParent(ctx context.Context, c *call, in *struct {
	DocumentPath
	Body struct {
		Clause int  `json:"clause" doc:"number of the heading's clause"`
		Accept bool `json:"accept" doc:"make the item above; otherwise it is proposed no more"`
	}
}) (*parentOut, error) {
	n, err := here[id.Document](in.ID)
	if err != nil {
		return nil, err
	}
	out := &parentOut{}
	if !in.Body.Accept {
		return out, a.App.RefuseParent(ctx, c.v, n, in.Body.Clause)
	}
	above, err := a.App.AcceptParent(ctx, c.v, n, in.Body.Clause)
	out.Body.Draft = known(above)
	return out, err
}

func (a *API) undoJoin(ctx context.Context, c *call, in *struct {
	ItemPath
	Body struct {
		Origin string `json:"origin" maxLength:"20" doc:"the origin that came by merging"`
		Words  string `json:"words" minLength:"1" maxLength:"1000" doc:"why"`
	}
}) (*struct{}, error) {
	n, err := here[id.Item](in.ID)
	if err != nil {
		return nil, err
	}
	origin, err := id.Parse[id.Origin](in.Body.Origin)
	if err != nil {
		return nil, errs.Form([]errs.Field{{Name: "body.origin", Key: "api.string"}})
	}
	return &struct{}{}, a.App.UndoJoin(ctx, c.v, c.req, n, origin, in.Body.Words)
}

func (a *API) linkItem(ctx context.Context, c *call, in *struct {
	ItemPath
	Body struct {
		Number string `json:"number" maxLength:"40" doc:"number of the item of the year before; empty takes the link back"`
		Words  string `json:"words,omitempty" maxLength:"1000"`
	}
}) (*struct{}, error) {
	n, err := here[id.Item](in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.LinkLastYear(ctx, c.v, c.req, n, in.Body.Number, in.Body.Words)
}
