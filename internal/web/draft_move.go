package web

import (
	"fmt"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
)

// DraftSplitPage cuts a draft into several, each with its own title; the old one
// forwards to them.
type DraftSplitPage struct {
	Page
	ID, Version, Back string
	Name              string
	Quote             []Span
	Parts             []Field
}

// DraftMergePage puts a draft into another one, which keeps both origins.
type DraftMergePage struct {
	Page
	ID, Version, Back string
	Name              string
	Quote             []Span
	Into              Field
}

// DraftDropPage says that a draft is no item, with the reason that will stand
// beside its clause.
type DraftDropPage struct {
	Page
	ID, Version, Back string
	Name              string
	Quote             []Span
	Reason            Field
}

// splitParts is how many parts one split offers; a part can be split again.
const splitParts = 6

func (s *Site) splitPage(v *visit) (*DraftSplitPage, *app.DocumentView, error) {
	now, d, err := s.draftOf(v.r.Context(), v)
	if err != nil {
		return nil, nil, err
	}
	page, err := s.page(v, "documents", v.m.T("draft.splithead"))
	if err != nil {
		return nil, nil, err
	}
	page.Live = true
	p := &DraftSplitPage{Page: page, ID: id.String(now.ID), Version: fmt.Sprint(now.Version), Back: deskURL(id.String(d.ID), "", now.ID), Name: d.Title, Quote: draftQuote(d, now.Body)}
	for i := range splitParts {
		title := ""
		switch {
		case v.form != nil:
			title = v.form.raw(partName(i))
		case len(now.Body.Measures) > 1 && i < len(now.Body.Measures):
			title = now.Body.Measures[i].Quote
		case i == 0:
			title = now.Body.Title
		}
		p.Parts = append(p.Parts, text(partName(i), title).as("part"))
	}
	return p, d, nil
}

func partName(i int) string { return fmt.Sprintf("part-%d", i+1) }

func (s *Site) postSplit(v *visit) error {
	p, d, err := s.splitPage(v)
	if err != nil {
		return err
	}
	var titles []string
	for i := range splitParts {
		titles = append(titles, v.form.text(partName(i), maxTitle))
	}
	var made []id.Draft
	if err = v.form.err(); err == nil {
		made, err = s.App.SplitDraft(v.r.Context(), v.who.Viewer, idIn[id.Draft](v), v.form.number("version"), titles)
	}
	if err != nil {
		fields := make([]*Field, len(p.Parts))
		for i := range p.Parts {
			fields[i] = &p.Parts[i]
		}
		return s.refuse(v, rename(err, "parts", partName(0)), p, fields...)
	}
	return v.took(deskURL(id.String(d.ID), "", made[0]), "done.split", len(made))
}

// rename gives a field of an error the name that the form has for it.
func rename(err error, from, to string) error {
	e := errs.Of(err)
	if e.Kind != errs.Invalid {
		return err
	}
	for i := range e.Fields {
		if e.Fields[i].Name == from {
			e.Fields[i].Name = to
		}
	}
	return e
}

func (s *Site) mergePage(v *visit) (*DraftMergePage, *app.DocumentView, error) {
	now, d, err := s.draftOf(v.r.Context(), v)
	if err != nil {
		return nil, nil, err
	}
	page, err := s.page(v, "documents", v.m.T("draft.mergehead"))
	if err != nil {
		return nil, nil, err
	}
	page.Live = true
	p := &DraftMergePage{Page: page, ID: id.String(now.ID), Version: fmt.Sprint(now.Version), Back: deskURL(id.String(d.ID), "", now.ID), Name: d.Title, Quote: draftQuote(d, now.Body)}
	var into []Option
	for _, x := range d.Drafts {
		if x.ID != now.ID && (x.State == app.DraftOpen || x.State == app.DraftAccepted) {
			into = append(into, Option{Value: id.String(x.ID), Name: draftNo(x.ID) + " " + clip(x.Body.Title)})
		}
	}
	chosen := ""
	if v.form != nil {
		chosen = v.form.raw("into")
	}
	p.Into = choose("into", chosen, into).must()
	return p, d, nil
}

func (s *Site) postMerge(v *visit) error {
	p, d, err := s.mergePage(v)
	if err != nil {
		return err
	}
	into, perr := id.Parse[id.Draft](v.form.raw("into"))
	if perr != nil {
		v.form.bad("into", "err.choice")
	}
	if err = v.form.err(); err == nil {
		err = s.App.MergeDraft(v.r.Context(), v.who.Viewer, idIn[id.Draft](v), v.form.number("version"), into)
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Into)
	}
	return v.took(deskURL(id.String(d.ID), "", into), "done.merged", 0)
}

func (s *Site) dropPage(v *visit) (*DraftDropPage, *app.DocumentView, error) {
	now, d, err := s.draftOf(v.r.Context(), v)
	if err != nil {
		return nil, nil, err
	}
	page, err := s.page(v, "documents", v.m.T("draft.drophead"))
	if err != nil {
		return nil, nil, err
	}
	page.Live = true
	p := &DraftDropPage{Page: page, ID: id.String(now.ID), Version: fmt.Sprint(now.Version), Back: deskURL(id.String(d.ID), "", now.ID), Name: d.Title, Quote: draftQuote(d, now.Body)}
	reason := now.Body.Reason
	if v.form != nil {
		reason = v.form.raw("dropreason")
	}
	p.Reason = text("dropreason", reason).must()
	return p, d, nil
}

func (s *Site) postDrop(v *visit) error {
	p, d, err := s.dropPage(v)
	if err != nil {
		return err
	}
	n := idIn[id.Draft](v)
	reason := v.form.must("dropreason", maxTitle)
	if err := v.form.err(); err != nil {
		return s.refuse(v, err, p, &p.Reason)
	}
	saved, err := s.App.DropDraft(v.r.Context(), v.who.Viewer, n, v.form.number("version"), reason)
	if err != nil {
		return s.refuse(v, err, p, &p.Reason)
	}
	if saved.GoneTo != 0 || len(saved.Clashes) > 0 {
		return s.clash(v, d, n, saved, nil, app.DraftDropped)
	}
	return v.took(deskURL(id.String(d.ID), "", nextOpen(d.Drafts, "", n)), "done.dropped", 0)
}
