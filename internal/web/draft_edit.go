package web

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
)

// DraftConflictPage shows a draft that two people changed in the same field:
// what it was, mine, theirs. Fields changed by one alone are merged already.
type DraftConflictPage struct {
	Page
	ID, Version, Back string
	Name              string
	Theirs            string // who changed it
	Rest              string // what I changed and nobody else did, carried along
	State             string // what I wanted to do: open, accepted or nothing
	View              string
	Clashes           []Clash
	Gone              *Act // the draft was merged or split: where it went
}

// Clash is one field both changed. Base, Mine and Theirs are words; the values
// behind the first two travel with the form.
type Clash struct {
	Name, Label         string
	Base, Mine, Theirs  string
	BaseValue, MineJSON string
	Err                 string
}

// postDraft saves a draft; accepting goes on to the next that is not decided.
func (s *Site) postDraft(v *visit) error {
	n := idIn[id.Draft](v)
	now, doc, err := s.App.DraftNow(v.r.Context(), v.who.Viewer, n)
	if err != nil {
		return err
	}
	was, err := v.form.seenBody()
	if err != nil {
		return err
	}
	view, err := s.App.Document(v.r.Context(), v.who.Viewer, doc.ID)
	if err != nil {
		return err
	}
	typed := v.form.draft(was, view.Dir)
	if err := v.form.err(); err != nil {
		return s.draftAgain(v, now, typed, err)
	}
	fields, err := touched(was, typed)
	if err != nil {
		return err
	}
	state := map[string]string{"accept": app.DraftAccepted, "reopen": app.DraftOpen}[v.form.raw("do")]
	saved, err := s.App.EditDraft(v.r.Context(), v.who.Viewer, app.DraftEdit{Draft: n, Version: v.form.number("version"), Fields: fields, State: state})
	if err != nil {
		return s.draftAgain(v, now, typed, err)
	}
	if saved.GoneTo != 0 || len(saved.Clashes) > 0 {
		for _, c := range saved.Clashes {
			delete(fields, c.Field)
		}
		return s.clash(v, view, n, saved, fields, state)
	}
	return s.draftSaved(v, view, n, state, saved)
}

// draftSaved goes on: after accepting to the next undecided draft of the list.
func (s *Site) draftSaved(v *visit, d *app.DocumentView, n id.Draft, state string, saved app.DraftSaved) error {
	doc, list := id.String(d.ID), v.form.raw("view")
	key := "done.saved"
	switch {
	case state == app.DraftAccepted:
		key = "done.accepted"
		n = nextOpen(d.Drafts, list, n)
	case len(saved.Merged) > 0:
		key = "done.mergedin"
	}
	return v.took(deskURL(doc, list, n), key, 0)
}

// nextOpen is the next draft of the list that waits for a decision, in a circle;
// 0 if none does.
func nextOpen(drafts []app.DraftView, list string, n id.Draft) id.Draft {
	at := slices.IndexFunc(drafts, func(d app.DraftView) bool { return d.ID == n })
	for i := range drafts {
		d := drafts[(at+1+i)%len(drafts)]
		if d.ID != n && d.State == app.DraftOpen && inView(list, d) {
			return d.ID
		}
	}
	return 0
}

// draftAgain shows the desk with what was typed.
func (s *Site) draftAgain(v *visit, d app.DraftView, typed app.DraftBody, err error) error {
	if k := errs.KindOf(err); k != errs.Invalid && k != errs.Conflict {
		return err
	}
	p, perr := s.documentPage(v, d.Document, docState{view: v.form.raw("view"), draft: id.String(d.ID), typed: &typed, raw: v.form})
	if perr != nil {
		return perr
	}
	var fields []*Field
	if p.Open != nil {
		for i := range p.Open.Fields {
			fields = append(fields, &p.Open.Fields[i])
		}
		for i := range p.Open.Measures {
			for j := range p.Open.Measures[i].Fields {
				fields = append(fields, &p.Open.Measures[i].Fields[j])
			}
		}
	}
	return s.refuse(v, err, p, fields...)
}

// clash asks which of two edits of the same field is to stand, or says where
// the draft went.
func (s *Site) clash(v *visit, d *app.DocumentView, n id.Draft, saved app.DraftSaved, rest map[string]json.RawMessage, state string) error {
	page, err := s.page(v, "documents", v.m.T("draft.conflict"))
	if err != nil {
		return err
	}
	page.Live = true
	doc, list := id.String(d.ID), v.form.raw("view")
	p := &DraftConflictPage{Page: page, ID: id.String(n), Name: d.Title, Back: deskURL(doc, list, n), View: list, State: state, Version: id.String(id.Fact(saved.Version))}
	if saved.GoneTo != 0 {
		p.Gone = &Act{URL: deskURL(doc, list, saved.GoneTo), Name: v.m.T("draft.opengone", "no", draftNo(saved.GoneTo))}
		return s.show(v, http.StatusConflict, p)
	}
	if len(rest) > 0 {
		j, err := json.Marshal(rest)
		if err != nil {
			return err
		}
		p.Rest = string(j)
	}
	if who := d.Dir.PersonName(saved.By); who != "" {
		p.Theirs = v.m.T("draft.theirsby", "who", who)
	}
	for _, c := range saved.Clashes {
		p.Clashes = append(p.Clashes, Clash{Name: c.Field, Label: fieldLabel(v.m, c.Field), Base: fieldWords(v.m, d.Dir, c.Field, c.Base), Mine: fieldWords(v.m, d.Dir, c.Field, c.Mine), Theirs: fieldWords(v.m, d.Dir, c.Field, c.Theirs),
			BaseValue: string(c.Base), MineJSON: string(c.Mine)})
	}
	return s.show(v, http.StatusConflict, p)
}

// fieldLabels name the fields of a draft as the form does.
var fieldLabels = map[string]string{"title": "title", "standard": "standard", "kind": "kind", "mode": "leadmode", "due_sort": "duekind", "due_day": "due", "leaders": "leaderwords", "project": "projectcode", "words": "printed",
	"parties": "parties", "measures": "measures", "reason": "dropreason", "assumed": "assumed"}

func fieldLabel(m *locale.Messages, field string) string {
	if l, ok := fieldLabels[field]; ok {
		return m.T("form." + l)
	}
	return field
}

// fieldWords writes the value of a field of a draft for people.
func fieldWords(m *locale.Messages, dir *org.Directory, field string, raw json.RawMessage) string {
	var b app.DraftBody
	whole, err := json.Marshal(map[string]json.RawMessage{field: raw})
	if err != nil || json.Unmarshal(whole, &b) != nil {
		return string(raw)
	}
	switch field {
	case "parties":
		var parts []string
		for _, r := range partyRoles {
			if n := names(dir, b, r); n != "" {
				parts = append(parts, m.T("app.labelled", "label", m.T("form."+r), "text", n))
			}
		}
		return strings.Join(parts, "；")
	case "measures":
		var parts []string
		for _, x := range b.Measures {
			parts = append(parts, measureWords(m, x))
		}
		return strings.Join(parts, "；")
	case "mode":
		return m.Word("word.mode.", b.Mode)
	case "due_sort":
		return m.Word("word.due.", b.DueSort)
	case "assumed":
		return m.Word("draft.assumed.", string(raw))
	}
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// measureWords is a measure in a line: 改造老旧小区 120个以上.
func measureWords(m *locale.Messages, x app.DraftMeasure) string {
	return strings.TrimSpace(x.Name + " " + x.Goal(m))
}

// postResolve saves what was chosen of two edits. «Theirs» is what stands, so it
// needs nothing; what I alone had changed goes along.
func (s *Site) postResolve(v *visit) error {
	n := idIn[id.Draft](v)
	now, doc, err := s.App.DraftNow(v.r.Context(), v.who.Viewer, n)
	if err != nil {
		return err
	}
	view, err := s.App.Document(v.r.Context(), v.who.Viewer, doc.ID)
	if err != nil {
		return err
	}
	fields := map[string]json.RawMessage{}
	if r := v.form.raw("rest"); r != "" {
		if err := json.Unmarshal([]byte(r), &fields); err != nil {
			return errs.Wrap(err, errs.Invalid, "err.draft.form")
		}
	}
	for _, name := range v.form.values["clash"] {
		switch pick := v.form.one(name, "mine", "theirs", "base"); pick {
		case "mine", "base":
			fields[name] = json.RawMessage(v.form.raw(pick + "-" + name))
		}
	}
	if err := v.form.err(); err != nil {
		return s.resolveAgain(v, view, now, err)
	}
	for _, raw := range fields {
		if !json.Valid(raw) {
			return errs.E(errs.Invalid, "err.draft.form")
		}
	}
	state := v.form.raw("state")
	saved, err := s.App.EditDraft(v.r.Context(), v.who.Viewer, app.DraftEdit{Draft: n, Version: v.form.number("version"), Fields: fields, State: state})
	if err != nil {
		return err
	}
	if saved.GoneTo != 0 || len(saved.Clashes) > 0 {
		for _, c := range saved.Clashes {
			delete(fields, c.Field)
		}
		return s.clash(v, view, n, saved, fields, state)
	}
	return s.draftSaved(v, view, n, state, saved)
}

// resolveAgain shows the choice again, with the fields nothing was chosen for.
func (s *Site) resolveAgain(v *visit, d *app.DocumentView, now app.DraftView, err error) error {
	page, perr := s.page(v, "documents", v.m.T("draft.conflict"))
	if perr != nil {
		return perr
	}
	page.Live = true
	list := v.form.raw("view")
	p := &DraftConflictPage{Page: page, ID: id.String(now.ID), Name: d.Title, Back: deskURL(id.String(d.ID), list, now.ID), View: list, State: v.form.raw("state"), Version: v.form.raw("version"), Rest: v.form.raw("rest")}
	theirs := map[string]json.RawMessage{}
	if jerr := json.Unmarshal([]byte(encode(now.Body)), &theirs); jerr != nil {
		return jerr
	}
	for _, name := range v.form.values["clash"] {
		mine, base := json.RawMessage(v.form.raw("mine-"+name)), json.RawMessage(v.form.raw("base-"+name))
		c := Clash{Name: name, Label: fieldLabel(v.m, name), Mine: fieldWords(v.m, d.Dir, name, mine), Base: fieldWords(v.m, d.Dir, name, base), Theirs: fieldWords(v.m, d.Dir, name, theirs[name]), MineJSON: string(mine), BaseValue: string(base)}
		for _, w := range errs.Of(err).Fields {
			if w.Name == name {
				c.Err = v.m.T(w.Key, w.Args...)
			}
		}
		p.Clashes = append(p.Clashes, c)
	}
	return s.refuse(v, err, p)
}

// draftOf is a draft with its document and the quotation for a page about it.
func (s *Site) draftOf(ctx context.Context, v *visit) (app.DraftView, *app.DocumentView, error) {
	now, doc, err := s.App.DraftNow(ctx, v.who.Viewer, idIn[id.Draft](v))
	if err != nil {
		return now, nil, err
	}
	if now.State == app.DraftGone || now.State == app.DraftIssued || now.State == app.DraftJoined {
		return now, nil, errs.E(errs.Conflict, "err.draft.again")
	}
	view, err := s.App.Document(ctx, v.who.Viewer, doc.ID)
	return now, view, err
}

func draftQuote(d *app.DocumentView, b app.DraftBody) []Span {
	words := strings.TrimSpace(d.Words(int64(b.Start), int64(b.End)))
	if words == "" {
		words = b.Standard
	}
	return markText(words, marksOf(b))
}
