package web

import (
	"mime"
	"net/http"
	"strconv"

	"jiufen/internal/errs"
	"jiufen/internal/id"
)

// postPaper makes a notice of the accepted drafts and submits it (送审). What
// keeps it from that is listed on the desk, each draft with a link.
func (s *Site) postPaper(v *visit) error {
	doc := idIn[id.Document](v)
	paper, err := s.App.SubmitPaper(v.r.Context(), v.who.Viewer, v.request(), doc, "")
	if err == nil {
		return v.took("/papers/"+id.String(paper), "done.papermade", 0)
	}
	if !errs.Is(err, errs.Invalid) {
		return err
	}
	p, perr := s.documentPage(v, doc, docState{view: "problem"})
	if perr != nil {
		return perr
	}
	return s.refuse(v, err, p)
}

// postApprove approves the content of a notice (审定), or returns it.
func (s *Site) postApprove(v *visit) error {
	return s.stepPaper(v, "done.approved", func(n id.Paper) (int, error) {
		return 0, s.App.ApprovePaper(v.r.Context(), v.who.Viewer, v.request(), n)
	})
}

// postSign signs a notice (签发): it gets its number and its items enter the
// ledger; or returns it.
func (s *Site) postSign(v *visit) error {
	return s.stepPaper(v, "done.issued", func(n id.Paper) (int, error) {
		signed, err := s.App.SignPaper(v.r.Context(), v.who.Viewer, v.request(), n)
		if err != nil {
			return 0, err
		}
		return len(signed.Items), nil
	})
}

// stepPaper is what approving and signing have in common: the same form can
// return the paper, and the password is given again before anything of weight.
func (s *Site) stepPaper(v *visit, done string, act func(id.Paper) (int, error)) error {
	n := idIn[id.Paper](v)
	p, err := s.paperPage(v)
	if err != nil {
		return err
	}
	if v.form.raw("do") == "return" {
		if err = s.App.ReturnPaper(v.r.Context(), v.who.Viewer, v.request(), n, v.form.must("words", maxStandard)); err == nil {
			return v.took("/papers/"+p.ID, "done.paperback", 0)
		}
		return s.refuse(v, err, p, &p.Words, &p.Password)
	}
	count := 0
	if err = s.prove(v); err == nil {
		count, err = act(n)
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Words, &p.Password)
	}
	return v.took("/papers/"+p.ID, done, count)
}

// paperTypes are the forms of a signed paper.
var paperTypes = map[string]string{
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

func (s *Site) getPaperDocx(v *visit) error { return s.paperFile(v, "docx") }
func (s *Site) getPaperXlsx(v *visit) error { return s.paperFile(v, "xlsx") }

// paperFile sends a signed paper as it was issued, byte by byte.
func (s *Site) paperFile(v *visit, form string) error {
	name, file, err := s.App.PaperFile(v.r.Context(), v.who.Viewer, idIn[id.Paper](v), form)
	if err != nil {
		return err
	}
	return v.send(name, paperTypes[form], file)
}

// sandbox is the policy of files: saved, never shown in place.
const sandbox = "default-src 'none'; sandbox"

// send answers with a file to keep.
func (v *visit) send(name, mimeType string, file []byte) error {
	h := v.w.Header()
	secure(h)
	h.Set("Content-Security-Policy", sandbox)
	h.Set("Content-Type", mimeType)
	h.Set("Content-Length", strconv.Itoa(len(file)))
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	if v.r.Method != http.MethodHead {
		_, _ = v.w.Write(file) // the reader may be gone; nothing can be done about it
	}
	return nil
}
