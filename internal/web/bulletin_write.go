package web

import (
	"net/http"
	"strconv"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/bulletin"
	"jiufen/internal/errs"
	"jiufen/internal/id"
)

// BulletinWritePage is the desk of a bulletin being written: the text on one
// side, the figures it can use beside it, what it will look like below.
type BulletinWritePage struct {
	Page
	ID, Version string
	Kind        string
	Says        string // as of which state
	Title2      Field
	To          Field
	Text        Field
	Letter      []Field // what only a letter has
	Lines       []BulletinLineView
	Figures     []BulletinFigureRow
	Unknown     string
	Typed       []string
}

// BulletinLineView is a paragraph as it will be printed.
type BulletinLineView struct {
	Heading bool
	Spans   []Span
}

// BulletinFigureRow is a figure with its name and where it comes from.
type BulletinFigureRow struct{ Name, Text, URL string }

const bulletinWords = 20000

func (s *Site) bulletinWritePage(v *visit) (*BulletinWritePage, *app.BulletinView, error) {
	n := int64(idIn[id.Fact](v))
	x, err := s.App.BulletinDraft(v.r.Context(), v.who.Viewer, n)
	if err != nil {
		return nil, nil, err
	}
	page, err := s.page(v, "bulletins", x.Title)
	if err != nil {
		return nil, nil, err
	}
	page.Wide = true
	p := &BulletinWritePage{Page: page, ID: id.String(x.Draft.ID), Version: strconv.FormatInt(x.Draft.Version, 10), Kind: v.m.T("bulletin.sort." + x.Sort), Unknown: strings.Join(x.Unknown, "、"), Typed: x.Typed}
	p.Says = bulletinSays(v, x)
	p.Title2 = text("title", v.typedOr("title", x.Title)).as("bulletintitle").must()
	p.To = text("to", v.typedOr("to", x.To)).as("bulletinto")
	p.Text = area("words", v.typedOr("words", x.Words), 26).as("bulletinwords").must()
	p.Letter = letterFields(v, x.Letter)
	p.Lines, p.Figures = bulletinLines(x), bulletinFigures(x)
	return p, x, nil
}

func bulletinSays(v *visit, x *app.BulletinView) string {
	return v.m.T("bulletin.asof", "day", v.m.DateIn(int32(x.Point.Day), v.now.Year()), "seq", int64(x.Point.Seq))
}

func bulletinLines(x *app.BulletinView) (out []BulletinLineView) {
	for _, l := range x.Lines {
		line := BulletinLineView{Heading: l.Heading}
		for _, r := range l.Runs {
			mark := ""
			switch {
			case r.Name != "":
				mark = "v"
			case r.Typed:
				mark = "d"
			}
			line.Spans = append(line.Spans, Span{Text: r.Text, Mark: mark})
		}
		out = append(out, line)
	}
	return out
}

func bulletinFigures(x *app.BulletinView) (out []BulletinFigureRow) {
	for _, f := range x.Figures {
		r := BulletinFigureRow{Name: bulletin.Bind(f.Name), Text: f.Text}
		switch {
		case f.Item != 0:
			r.URL = "/items/" + id.String(f.Item)
		case f.Unit != 0:
			r.URL = "/ledger?unit=" + id.String(f.Unit)
		}
		out = append(out, r)
	}
	return out
}

func (s *Site) getBulletinDraft(v *visit) error {
	p, x, err := s.bulletinWritePage(v)
	if err != nil {
		return err
	}
	if x.Draft.PaperID != 0 && x.State != "open" {
		http.Redirect(v.w, v.r, "/bulletins/"+id.String(x.Draft.PaperID), http.StatusSeeOther)
		return nil
	}
	return s.show(v, http.StatusOK, p)
}

// postBulletinDraft saves what was typed; submitting saves first, so that what is
// submitted is what stands on the page.
func (s *Site) postBulletinDraft(v *visit) error {
	n, version := int64(idIn[id.Fact](v)), v.form.number("version")
	ctx, who := v.r.Context(), v.who.Viewer
	if v.form.raw("do") == "drop" {
		if err := s.App.DropBulletin(ctx, who, n, version); err != nil {
			return err
		}
		return v.took("/bulletins", "done.saved", 0)
	}
	in := app.BulletinTyped{Title: v.form.text("title", 200), To: v.form.text("to", 200), Words: v.form.text("words", bulletinWords),
		Answer: v.form.day("answer"), Heard: v.form.raw("heard"), HeardDay: v.form.day("heardday"), HeardWords: v.form.text("heardwords", 200)}
	err := v.form.err()
	if err == nil {
		err = s.App.SaveBulletin(ctx, who, n, version, in)
	}
	if err == nil && v.form.raw("do") == "submit" {
		var paper id.Paper
		if paper, err = s.App.SubmitBulletin(ctx, who, v.request(), n, version+1); err == nil {
			return v.took("/bulletins/"+id.String(paper), "done.papermade", 0)
		}
	}
	if err == nil {
		return v.took("/bulletin-drafts/"+id.String(n), "done.saved", 0)
	}
	if !errs.Is(err, errs.Invalid) && !errs.Is(err, errs.Conflict) {
		return err
	}
	p, _, perr := s.bulletinWritePage(v)
	if perr != nil {
		return perr
	}
	fields := []*Field{&p.Title2, &p.To, &p.Text}
	for i := range p.Letter {
		fields = append(fields, &p.Letter[i])
	}
	return s.refuse(v, err, p, fields...)
}
