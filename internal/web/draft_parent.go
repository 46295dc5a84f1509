package web

import (
	"strconv"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
)

// ParentRow proposes an item above for a heading that several drafts serve.
type ParentRow struct {
	Clause string
	Name   string
	Parts  string
}

// parents lists the proposals of items above.
func (k *desk) parents() {
	for _, o := range k.d.Parents() {
		k.p.Parents = append(k.p.Parents, ParentRow{Clause: strconv.Itoa(o.Clause), Name: k.v.m.T("parent.offer", "title", o.Title, "n", len(o.Parts)),
			Parts: k.v.m.T("parent.parts", "titles", strings.Join(clipped(o.Titles), "、"))})
	}
}

func clipped(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = clip(s)
	}
	return out
}

// aboves are the drafts that another may hang under: those that stand for a
// heading, and those that have parts already.
func (k *desk) aboves(of id.Draft) []Option {
	has := map[id.Draft]bool{}
	for _, d := range k.d.Drafts {
		has[d.Body.Parent] = true
	}
	var out []Option
	for _, d := range k.d.Drafts {
		live := d.State == app.DraftOpen || d.State == app.DraftAccepted || d.State == app.DraftIssued
		if d.ID != of && live && d.Body.Parent != of && (d.Body.Head || has[d.ID]) {
			out = append(out, Option{Value: id.String(d.ID), Name: draftNo(d.ID) + " " + clip(d.Body.Title)})
		}
	}
	return out
}

// postParent makes the item above that was proposed for a heading, or says that
// there is none.
func (s *Site) postParent(v *visit) error {
	doc := idIn[id.Document](v)
	n, err := strconv.Atoi(v.r.PathValue("n"))
	if err != nil {
		return errs.E(errs.NotFound, "err.notfound")
	}
	if v.form.raw("do") == "refuse" {
		if err := s.App.RefuseParent(v.r.Context(), v.who.Viewer, doc, n); err != nil {
			return err
		}
		return v.took(deskURL(id.String(doc), v.form.raw("view"), 0), "done.noparent", 0)
	}
	above, err := s.App.AcceptParent(v.r.Context(), v.who.Viewer, doc, n)
	if err != nil {
		return err
	}
	return v.took(deskURL(id.String(doc), "", above), "done.parent", 0)
}
