package api

import (
	"context"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// BulletinLine is a bulletin (通报), brief (专报) or letter (函) in a list.
type BulletinLine struct {
	Draft  string `json:"draft,omitempty" doc:"of one being written"`
	Paper  string `json:"paper,omitempty" doc:"of one that was submitted"`
	Sort   string `json:"sort" doc:"circular, brief or letter"`
	Title  string `json:"title"`
	State  string `json:"state" doc:"open, submitted, approved, signed, returned"`
	Number string `json:"number,omitempty"`
	Leader string `json:"leader,omitempty" doc:"post a brief goes to"`
	AsOf   string `json:"asOf" format:"date"`

	Unit  string       `json:"unit,omitempty" doc:"county a letter goes to"`
	Reply *LetterReply `json:"reply,omitempty" doc:"of a signed letter, in a list"`
}

// BulletinFigure is a figure that stands in a text by its name, 【name】.
type BulletinFigure struct {
	Name string `json:"name"`
	Text string `json:"text"`
	Item string `json:"item,omitempty"`
	Unit string `json:"unit,omitempty"`
}

// Bulletin is a bulletin with its text and what it is bound to.
type Bulletin struct {
	BulletinLine
	Version int64            `json:"version,omitempty" doc:"of one being written; saving names it"`
	To      string           `json:"to"`
	Words   string           `json:"words" doc:"a paragraph a line; figures by name"`
	Printed []string         `json:"printed" doc:"paragraphs with the figures filled in"`
	Figures []BulletinFigure `json:"figures"`
	Unknown []string         `json:"unknown" doc:"names that are no figures; none may be left when it is submitted"`
	Typed   []string         `json:"typed" doc:"numbers typed by hand, with what stands around them"`
	Names   bool             `json:"names" doc:"it names units, which the head of government approves"`
	Consent bool             `json:"consent" doc:"he did"`
	Seq     int64            `json:"seq" doc:"state of the journal it speaks of"`
	Steps   []PaperStep      `json:"steps"`

	Letter   *Letter  `json:"letter,omitempty" doc:"of a letter"`
	Counties []County `json:"counties,omitempty" doc:"of a signed circular, to who can write letters: the counties that lag in it"`
}

// BulletinDraftPath is the address of a bulletin being written.
type BulletinDraftPath struct {
	ID string `path:"id" doc:"identifier of the draft"`
}

func (a *API) addBulletins() {
	read, draft, sign := []org.Right{org.Read}, []org.Right{org.Draft}, []org.Right{org.Sign}
	add(a, Operation{ID: "bulletins.list", Method: http.MethodGet, Path: "/bulletins", Needs: read}, a.listBulletins)
	add(a, Operation{ID: "bulletins.begin", Method: http.MethodPost, Path: "/bulletins", Needs: draft, success: http.StatusCreated}, a.beginBulletin)
	add(a, Operation{ID: "bulletins.draft", Method: http.MethodGet, Path: "/bulletin-drafts/{id}", Needs: draft}, a.bulletinDraft)
	add(a, Operation{ID: "bulletins.save", Method: http.MethodPut, Path: "/bulletin-drafts/{id}", Needs: draft, success: http.StatusNoContent}, a.saveBulletin)
	add(a, Operation{ID: "bulletins.submit", Method: http.MethodPost, Path: "/bulletin-drafts/{id}/submit", Needs: draft, success: http.StatusCreated}, a.submitBulletin)
	add(a, Operation{ID: "bulletins.get", Method: http.MethodGet, Path: "/bulletins/{id}", Needs: read}, a.getBulletin)
	add(a, Operation{ID: "bulletins.approve", Method: http.MethodPost, Path: "/bulletins/{id}/approve", Needs: []org.Right{org.Approve}, success: http.StatusNoContent}, a.approveBulletin)
	add(a, Operation{ID: "bulletins.consent", Method: http.MethodPost, Path: "/bulletins/{id}/consent", Needs: []org.Right{org.Decide, org.Sign}, success: http.StatusNoContent}, a.consentBulletin)
	add(a, Operation{ID: "bulletins.return", Method: http.MethodPost, Path: "/bulletins/{id}/return", Needs: []org.Right{org.Approve, org.Sign}, success: http.StatusNoContent}, a.returnBulletin)
	add(a, Operation{ID: "bulletins.sign", Method: http.MethodPost, Path: "/bulletins/{id}/sign", Needs: sign}, a.signBulletin)
	add(a, Operation{ID: "bulletins.file", Method: http.MethodGet, Path: "/bulletins/{id}/file", Needs: read, media: "application/octet-stream"}, a.bulletinFile)
	add(a, Operation{ID: "papers.slip", Method: http.MethodGet, Path: "/papers/{id}/slip", Needs: read, media: "application/octet-stream"}, a.paperSlip)
}

type bulletinsOut struct {
	Body struct {
		Bulletins []BulletinLine `json:"bulletins"`
	}
}

func (a *API) listBulletins(ctx context.Context, c *call, in *struct {
	Sort string `query:"sort" enum:"circular,brief,letter"`
}) (*bulletinsOut, error) {
	list, _, err := a.App.Bulletins(ctx, c.v, in.Sort)
	if err != nil {
		return nil, err
	}
	out := &bulletinsOut{}
	out.Body.Bulletins = make([]BulletinLine, len(list))
	for i, x := range list {
		out.Body.Bulletins[i] = BulletinLine{Draft: known(id.Fact(x.Draft)), Paper: known(x.Paper), Sort: x.Sort, Title: x.Title, State: x.State, Number: x.Number, Leader: known(x.ForPost), AsOf: iso(x.AsOf), Unit: known(x.Unit), Reply: viewReply(x.Reply)}
	}
	return out, nil
}

func (a *API) beginBulletin(ctx context.Context, c *call, in *struct {
	Body struct {
		Sort   string `json:"sort" enum:"circular,brief"`
		Leader string `json:"leader,omitempty" doc:"post a brief goes to"`
		AsOf   string `json:"asOf,omitempty" format:"date" doc:"now if left out"`
	}
}) (*createdOut, error) {
	var leader id.Post
	var err error
	if in.Body.Leader != "" {
		if leader, err = here[id.Post](in.Body.Leader); err != nil {
			return nil, err
		}
	}
	d, err := day("body.asOf", in.Body.AsOf)
	if err != nil {
		return nil, err
	}
	n, err := a.App.NewBulletin(ctx, c.v, in.Body.Sort, leader, d)
	if err != nil {
		return nil, err
	}
	return created("/bulletin-drafts/", id.Fact(n)), nil
}

type bulletinOut struct{ Body Bulletin }

func viewBulletin(x *app.BulletinView) *bulletinOut {
	b := Bulletin{BulletinLine: BulletinLine{Draft: known(id.Fact(x.Draft.ID)), Paper: known(x.Paper.ID), Sort: x.Sort, Title: x.Title, State: x.State, Number: x.Number, Leader: known(x.ForPost), AsOf: iso(x.Point.Day)},
		Version: x.Draft.Version, To: x.To, Words: x.Words, Printed: []string{}, Figures: make([]BulletinFigure, len(x.Figures)), Unknown: append([]string{}, x.Unknown...), Typed: append([]string{}, x.Typed...),
		Names: x.Names, Consent: x.Consent, Seq: int64(x.Point.Seq), Steps: make([]PaperStep, len(x.Steps))}
	for _, l := range x.Lines {
		text := ""
		for _, r := range l.Runs {
			text += r.Text
		}
		b.Printed = append(b.Printed, text)
	}
	for i, f := range x.Figures {
		b.Figures[i] = BulletinFigure{Name: f.Name, Text: f.Text, Item: known(f.Item), Unit: known(f.Unit)}
	}
	for i, s := range x.Steps {
		b.Steps[i] = PaperStep{Act: s.Act, Post: known(s.Post), Seq: int64(s.ID.Seq()), Words: s.Words}
	}
	if b.Letter = viewLetter(x); b.Letter != nil {
		b.Unit = b.Letter.Unit
	}
	b.Counties = viewCounties(x)
	return &bulletinOut{b}
}

func (a *API) bulletinDraft(ctx context.Context, c *call, in *BulletinDraftPath) (*bulletinOut, error) {
	n, err := here[id.Fact](in.ID)
	if err != nil {
		return nil, err
	}
	x, err := a.App.BulletinDraft(ctx, c.v, int64(n))
	if err != nil {
		return nil, err
	}
	return viewBulletin(x), nil
}

func (a *API) saveBulletin(ctx context.Context, c *call, in *struct {
	BulletinDraftPath
	Body struct {
		Version int64  `json:"version"`
		Title   string `json:"title" maxLength:"200"`
		To      string `json:"to,omitempty" maxLength:"200"`
		Words   string `json:"words" maxLength:"20000"`

		Answer     string `json:"answer,omitempty" format:"date" doc:"of a letter: day by which an answer is asked"`
		Heard      string `json:"heard,omitempty" enum:"meeting,written,call" doc:"of a letter: how the unit was heard before"`
		HeardOn    string `json:"heardOn,omitempty" format:"date"`
		HeardWords string `json:"heardWords,omitempty" maxLength:"200"`
	}
}) (*struct{}, error) {
	n, err := here[id.Fact](in.ID)
	if err != nil {
		return nil, err
	}
	b := in.Body
	typed := app.BulletinTyped{Title: b.Title, To: b.To, Words: b.Words, Heard: b.Heard, HeardWords: b.HeardWords}
	if typed.Answer, err = day("body.answer", b.Answer); err != nil {
		return nil, err
	}
	if typed.HeardDay, err = day("body.heardOn", b.HeardOn); err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.SaveBulletin(ctx, c.v, int64(n), b.Version, typed)
}

func (a *API) submitBulletin(ctx context.Context, c *call, in *struct {
	BulletinDraftPath
	Body struct {
		Version int64 `json:"version"`
	}
}) (*createdOut, error) {
	n, err := here[id.Fact](in.ID)
	if err != nil {
		return nil, err
	}
	p, err := a.App.SubmitBulletin(ctx, c.v, c.req, int64(n), in.Body.Version)
	if err != nil {
		return nil, err
	}
	return created("/bulletins/", p), nil
}

func (a *API) getBulletin(ctx context.Context, c *call, in *struct {
	PaperPath
	AsOf string `query:"asOf" format:"date" doc:"of a letter: what had come of it by the end of a day; now if left out"`
}) (*bulletinOut, error) {
	n, err := here[id.Paper](in.ID)
	if err != nil {
		return nil, err
	}
	d, err := day("asOf", in.AsOf)
	if err != nil {
		return nil, err
	}
	x, err := a.App.BulletinAsOf(ctx, c.v, n, d)
	if err != nil {
		return nil, err
	}
	return viewBulletin(x), nil
}

func (a *API) approveBulletin(ctx context.Context, c *call, in *PaperPath) (*struct{}, error) {
	n, err := here[id.Paper](in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.ApproveBulletin(ctx, c.v, c.req, n)
}

// bulletinWords is a paper with words.
type bulletinWords struct {
	PaperPath
	Body struct {
		Words string `json:"words" maxLength:"500" doc:"why; of a recorded approval the paper or day it was given on"`
	}
}

func (a *API) consentBulletin(ctx context.Context, c *call, in *bulletinWords) (*struct{}, error) {
	n, err := here[id.Paper](in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.ConsentBulletin(ctx, c.v, c.req, n, in.Body.Words)
}

func (a *API) returnBulletin(ctx context.Context, c *call, in *bulletinWords) (*struct{}, error) {
	n, err := here[id.Paper](in.ID)
	if err != nil {
		return nil, err
	}
	return &struct{}{}, a.App.ReturnBulletin(ctx, c.v, c.req, n, in.Body.Words)
}

type numberOut struct {
	Body struct {
		Number string `json:"number" doc:"发文字号"`
	}
}

func (a *API) signBulletin(ctx context.Context, c *call, in *PaperPath) (*numberOut, error) {
	n, err := here[id.Paper](in.ID)
	if err != nil {
		return nil, err
	}
	out := &numberOut{}
	out.Body.Number, err = a.App.SignBulletin(ctx, c.v, c.req, n)
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (a *API) bulletinFile(ctx context.Context, c *call, in *PaperPath) (*fileOut, error) {
	n, err := here[id.Paper](in.ID)
	if err != nil {
		return nil, err
	}
	name, file, err := a.App.BulletinFile(ctx, c.v, n)
	if err != nil {
		return nil, err
	}
	return &fileOut{Type: "application/octet-stream", Disposition: attachment(name), Policy: sandbox, Body: file}, nil
}

func (a *API) paperSlip(ctx context.Context, c *call, in *PaperPath) (*fileOut, error) {
	n, err := here[id.Paper](in.ID)
	if err != nil {
		return nil, err
	}
	name, file, err := a.App.PaperSlip(ctx, c.v, n)
	if err != nil {
		return nil, err
	}
	return &fileOut{Type: "application/octet-stream", Disposition: attachment(name), Policy: sandbox, Body: file}, nil
}
