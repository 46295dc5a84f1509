package web

import (
	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
)

// VersionsPage shows a report with all its versions, how far it has come, and
// takes a further one.
type VersionsPage struct {
	Page
	ID, Name string
	Says     string
	Rows     []VersionRow
	Opinions Act
	May      bool // may mark and add
	End      bool // adopted: nothing follows
	Stage    Field
	Note     Field
	File     Field
	Text     Field
	NewStage Field
	NewNote  Field
}

// VersionRow is one version.
type VersionRow struct {
	Title, URL   string
	Stage, Note  string // which version, how far
	At           Day
	Compare      string // with the one before
	Current, End bool
}

func stageWord(v *visit, stage string) string {
	if stage == "" {
		return v.m.T("opinion.stage.none")
	}
	return v.m.T("opinion.stage." + stage)
}

// opinionsWord says how many opinions there are, if any.
func opinionsWord(v *visit, all, open int) string {
	if all == 0 {
		return v.m.T("opinion.head")
	}
	return v.m.T("opinion.link", "all", all, "open", open)
}

// versionShort is a version with its stage, as a column shows it.
func versionShort(v *visit, n int, stage string) string {
	return v.m.T("doc.nth", "n", n, "stage", stageWord(v, stage))
}

func (s *Site) versionsPage(v *visit) (*VersionsPage, error) {
	doc := idIn[id.Document](v)
	x, err := s.App.Versions(v.r.Context(), v.who.Viewer, doc, v.asofOf())
	if err != nil {
		return nil, err
	}
	now := x.Version(doc)
	page, err := s.page(v, "documents", v.m.T("opinion.versions"))
	if err != nil {
		return nil, err
	}
	p := &VersionsPage{Page: page, ID: id.String(doc), Name: now.Name(v.m), Says: v.m.T("opinion.versionsays", "n", len(x.List), "all", x.All, "open", x.Open)}
	p.asof(v.r.URL.Path, v.r.URL.Query())
	p.Opinions = Act{URL: "/documents/" + p.ID + "/opinions", Name: opinionsWord(v, x.All, x.Open)}
	for i, w := range x.List {
		r := VersionRow{Title: w.Name(v.m), URL: "/documents/" + id.String(w.ID), Stage: versionShort(v, w.N, w.Stage), Note: w.Note, At: w.Day, Current: w.ID == doc}
		if i > 0 {
			r.Compare = r.URL + "/compare?with=" + id.String(x.List[i-1].ID)
		}
		p.Rows = append(p.Rows, r)
		p.End = p.End || w.Stage == app.StageAdopted
	}
	p.May = !p.Past() && !p.End
	p.fields(v, now.Stage)
	return p, nil
}

// fields are the two forms: the stage of this version, and a further version.
func (p *VersionsPage) fields(v *visit, now string) {
	var next []string
	for i := len(app.Stages) - 1; i >= 0 && app.Stages[i] != now; i-- {
		next = append([]string{app.Stages[i]}, next...)
	}
	p.Stage = choose("stage", v.typed("stage"), words(v.m, "opinion.stage.", next...)).as("versionstage").must()
	p.Note = text("note", v.typed("note")).as("versionnote")
	p.File = Field{Name: "file", Key: "versionfile", Kind: "file"}
	p.Text = area("text", v.typed("text"), 6).as("versiontext")
	p.NewStage = choose("newstage", v.typed("newstage"), words(v.m, "opinion.stage.", app.Stages...)).as("versionstage").must()
	p.NewNote = text("newnote", v.typed("newnote")).as("versionnote")
}

func (s *Site) postStage(v *visit) error {
	p, err := s.versionsPage(v)
	if err != nil {
		return err
	}
	note := v.form.text("note", 200)
	if err = v.form.err(); err == nil {
		err = s.App.MarkStage(v.r.Context(), v.who.Viewer, v.request(), idIn[id.Document](v), v.form.raw("stage"), note)
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Stage, &p.Note)
	}
	return v.took("/documents/"+p.ID+"/versions", "done.stage", 0)
}

// postVersion reads a further version: a file or pasted text.
func (s *Site) postVersion(v *visit) error {
	p, err := s.versionsPage(v)
	if err != nil {
		return err
	}
	var doc id.Document
	u, err := v.versionUpload(p)
	if err == nil {
		doc, err = s.App.TakeIn(v.r.Context(), v.who.Viewer, v.request(), u)
	}
	if err != nil {
		e := errs.Of(err)
		if e.Key == "err.document.same" {
			err = errs.Form([]errs.Field{{Name: "file", Key: "err.version.same"}})
		} else if (e.Kind == errs.Invalid || e.Kind == errs.TooLarge) && len(e.Fields) == 0 {
			err = errs.Form([]errs.Field{{Name: "file", Key: e.Key, Args: e.Args}})
		}
		return s.refuse(v, renamed(err, "stage", "newstage", "note", "newnote"), p, &p.File, &p.Text, &p.NewStage, &p.NewNote)
	}
	return v.took("/documents/"+id.String(doc)+"/versions", "done.version", 0)
}

func (v *visit) versionUpload(p *VersionsPage) (app.Upload, error) {
	doc := idIn[id.Document](v)
	u := app.Upload{Sort: "report", Version: &app.NewVersion{Of: doc, Stage: v.form.raw("newstage"), Note: v.form.text("newnote", 200)}}
	if t := v.form.text("text", formLimit); t != "" {
		u.Name, u.Bytes = p.Name+".txt", []byte(t)
		return u, v.form.err()
	}
	var err error
	u.Name, u.Bytes, err = v.uploaded()
	return u, err
}
