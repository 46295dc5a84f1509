package web

import (
	"strconv"

	"jiufen/internal/errs"
	"jiufen/internal/id"
)

// postAccept accepts the ticked drafts of a list as they are.
func (s *Site) postAccept(v *visit) error {
	doc := idIn[id.Document](v)
	back := deskURL(id.String(doc), v.form.raw("view"), 0)
	var drafts []id.Draft
	for _, x := range v.form.values["draft"] {
		n, err := id.Parse[id.Draft](x)
		if err != nil {
			return errs.E(errs.NotFound, "err.notfound")
		}
		drafts = append(drafts, n)
	}
	if len(drafts) == 0 {
		return v.took(back, "done.noticks", 0)
	}
	skipped, err := s.App.AcceptDrafts(v.r.Context(), v.who.Viewer, drafts)
	if err != nil {
		return err
	}
	if n := len(drafts) - len(skipped); n > 0 {
		return v.took(back, "done.acceptedmany", n)
	}
	return v.took(back, "done.acceptednone", 0)
}

// postClause makes a draft of a sentence that became nothing.
func (s *Site) postClause(v *visit) error {
	doc := idIn[id.Document](v)
	n, err := strconv.Atoi(v.r.PathValue("n"))
	if err != nil {
		return errs.E(errs.NotFound, "err.notfound")
	}
	draft, err := s.App.DraftFromClause(v.r.Context(), v.who.Viewer, doc, n)
	if err != nil {
		return err
	}
	return v.took(deskURL(id.String(doc), "", draft), "done.made", 0)
}
