package web

import (
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
)

// OpinionPage shows one opinion: what was said of which clause, what became of
// it, what its proposer is told, and the forms to answer it and to hand it on.
type OpinionPage struct {
	Page
	ID, No, Back string
	Says         string
	Facts        []Pair
	Quote, Text  string
	Answers      []AnswerRow
	Told         string
	May          bool // may answer
	Hand         bool // may give it to another unit
	Outcome      Field
	Item         Field
	Words        Field
	Handler      Field
}

// AnswerRow is one answer; all but the last are superseded.
type AnswerRow struct {
	At             Day
	Who, Outcome   string
	Text           string
	Item, URL, Due string
	Change         string
	Former         bool
}

func (s *Site) opinionPage(v *visit) (*OpinionPage, error) {
	n := idIn[id.Opinion](v)
	o, x, err := s.App.Opinion(v.r.Context(), v.who.Viewer, n, v.asofOf())
	if err != nil {
		return nil, err
	}
	page, err := s.page(v, opinionsHere(v), v.m.T("opinion.one", "n", o.N))
	if err != nil {
		return nil, err
	}
	row := opinionRow(v, x, o)
	p := &OpinionPage{Page: page, ID: id.String(n), No: row.No, Back: "/documents/" + id.String(o.Document) + "/opinions", Says: v.m.T("opinion.onesays", "outcome", row.Outcome, "unit", row.Handler), Quote: o.Quote, Text: o.Words, Told: x.Told(o, v.m)}
	v.at(x.Point)
	p.asof(v.r.URL.Path, v.r.URL.Query())
	p.Facts = []Pair{{Name: v.m.T("opinion.document"), Text: x.Versions.Version(o.Document).Name(v.m)}, {Name: v.m.T("opinion.place"), Text: row.Place}, {Name: v.m.T("opinion.proposer"), Text: row.Who},
		{Name: v.m.T("opinion.occasion"), Text: orNone(o.Occasion != "", func() string { return o.Occasion })}, {Name: v.m.T("opinion.kind"), Text: row.Kind}, {Name: v.m.T("opinion.handler"), Text: row.Handler}, {Name: v.m.T("opinion.entered"), Text: v.m.Date(int32(o.Asked.Day))}}
	for i := range o.Answers {
		p.Answers = append(p.Answers, answerRow(v, x, o, i))
	}
	p.May, p.Hand = x.MayAnswer(v.who.Viewer, o) && !p.Past(), x.May && !p.Past()
	if p.May {
		p.Outcome = radio("outcome", v.typed("outcome"), words(v.m, "opinion.outcome.", app.Outcomes...)).as("opinionoutcome").must()
		p.Item, p.Words = text("itemno", v.typed("itemno")).as("opinionitem"), area("words", v.typed("words"), 3).as("opinionreason")
	}
	if p.Hand {
		p.Handler = choose("handler", v.typed("handler"), handlerOptions(x)).as("opinionhandler").must()
	}
	return p, nil
}

func answerRow(v *visit, x *app.OpinionsView, o *app.OpinionView, i int) AnswerRow {
	a := &o.Answers[i]
	r := AnswerRow{At: a.Leaf.Day, Who: strings.TrimSpace(postName(x.Dir, a.Leaf.Post)), Outcome: v.m.T("opinion.outcome." + a.Outcome), Text: a.Words, Former: i < len(o.Answers)-1}
	if a.Item == nil {
		return r
	}
	r.Item = strings.TrimSpace(a.Item.Number + " " + a.Item.Title)
	if a.Item.Seen {
		r.URL = "/items/" + id.String(a.Item.ID)
	}
	r.Due = v.m.T("opinion.itemsays", "lead", unitName(x.Dir, a.Item.Lead), "due", orNone(a.Item.Due != 0, func() string { return v.m.Date(int32(a.Item.Due)) }))
	if c := a.Item.Change; c != nil {
		r.Change = strings.TrimSpace(v.m.T("opinion.told.change", "to", v.m.Date(int32(c.ToDay)), "state", v.m.T("opinion.change."+a.Item.ChangeState)))
	}
	return r
}

func (s *Site) postAnswer(v *visit) error {
	p, err := s.opinionPage(v)
	if err != nil {
		return err
	}
	in := app.AnswerInput{Opinion: idIn[id.Opinion](v), Outcome: v.form.raw("outcome"), Words: v.form.text("words", 1000), Item: plain(v.form.raw("itemno"))}
	if err = v.form.err(); err == nil {
		err = s.App.AnswerOpinion(v.r.Context(), v.who.Viewer, v.request(), in)
	}
	if err != nil {
		return s.refuse(v, renamed(err, "item", "itemno"), p, &p.Outcome, &p.Item, &p.Words)
	}
	return v.took("/opinions/"+p.ID, "done.answered", 0)
}

func (s *Site) postOpinionAssign(v *visit) error {
	p, err := s.opinionPage(v)
	if err != nil {
		return err
	}
	if !p.Hand {
		return errs.E(errs.NotFound, "err.notfound")
	}
	if err = s.App.AssignOpinion(v.r.Context(), v.who.Viewer, v.request(), idIn[id.Opinion](v), id.Unit(v.form.number("handler"))); err != nil {
		return s.refuse(v, err, p, &p.Handler)
	}
	return v.took("/opinions/"+p.ID, "done.opinionassigned", 0)
}
