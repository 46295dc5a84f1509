package web

import (
	"net/http"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
)

// OpinionImportPage takes a list of opinions: tried first, with the columns as
// they were recognised and what each row is read as.
type OpinionImportPage struct {
	Page
	ID       string
	Name     string
	File     Field
	Text     Field
	Occasion Field
	Handler  Field
	Found    string
	Columns  []Pair
	Unknown  []string
	Skipped  []string
	Rows     []OpinionRow
	Again    string // the list as it was tried
}

func (s *Site) opinionImportPage(v *visit) (*OpinionImportPage, error) {
	doc := idIn[id.Document](v)
	x, err := s.App.Opinions(v.r.Context(), v.who.Viewer, doc, app.OpinionFilter{})
	if err != nil {
		return nil, err
	}
	if !x.May {
		return nil, errNotFound()
	}
	page, err := s.page(v, "documents", v.m.T("opinion.import"))
	if err != nil {
		return nil, err
	}
	p := &OpinionImportPage{Page: page, ID: id.String(doc), Name: x.Versions.Version(doc).Name(v.m)}
	p.File, p.Text = Field{Name: "file", Key: "opinionfile", Kind: "file"}, area("text", v.typed("text"), 6).as("opiniontext")
	p.Occasion, p.Handler = text("occasion", v.typed("occasion")).as("opinionoccasion"), choose("handler", v.typed("handler"), handlerOptions(x)).as("opinionhandlerall")
	return p, nil
}

// postOpinionImport tries a list, or takes the one that was tried.
func (s *Site) postOpinionImport(v *visit) error {
	p, err := s.opinionImportPage(v)
	if err != nil {
		return err
	}
	ctx, who := v.r.Context(), v.who.Viewer
	u, err := v.opinionUpload()
	if err == nil && v.form.raw("do") == "take" {
		if _, err = s.App.TakeOpinions(ctx, who, v.request(), u); err == nil {
			return v.took("/documents/"+p.ID+"/opinions", "done.opinions", 0)
		}
	} else if err == nil {
		var l *app.OpinionList
		if l, err = s.App.ReadOpinions(ctx, who, u); err == nil {
			err = l.Table.Err()
			p.tried(v, l, err == nil)
		}
	}
	if err != nil && errs.Is(err, errs.TooLarge) {
		e := errs.Of(err)
		err = errs.Form([]errs.Field{{Name: "file", Key: e.Key, Args: e.Args}})
	}
	if err != nil {
		return s.refuse(v, err, p, &p.File, &p.Text, &p.Occasion, &p.Handler)
	}
	return s.show(v, http.StatusOK, p)
}

func (p *OpinionImportPage) tried(v *visit, l *app.OpinionList, good bool) {
	for _, c := range l.Columns() {
		p.Columns = append(p.Columns, Pair{Name: v.m.T("opinion.field." + c[0]), Text: v.m.T("table.column", "c", c[1])})
	}
	p.Unknown = l.Table.Unknown
	for _, x := range l.Table.Skipped {
		p.Skipped = append(p.Skipped, v.m.T("table.skipped", "row", x.Row, "why", v.m.T(x.Why)))
	}
	for _, x := range l.Rows {
		r := OpinionRow{No: id.String(id.Fact(x.Row)), Place: v.m.T("opinion.whole"), Who: strings.TrimSpace(x.Proposer + " " + x.Unit), Occasion: x.Occasion, Text: x.Words, Handler: orNone(x.Handler != 0, func() string { return unitName(l.Dir, x.Handler) })}
		if x.Clause != 0 {
			r.Place = v.m.T("opinion.clause", "n", x.Clause)
		}
		if x.Kind != "" {
			r.Kind = v.m.T("opinion.kind." + x.Kind)
		}
		p.Rows = append(p.Rows, r)
	}
	p.Found = v.m.T("opinion.found", "rows", len(l.Rows), "skip", len(l.Table.Skipped), "bad", len(l.Table.Problems))
	if good && len(l.Rows) > 0 {
		p.Again = l.Again()
	}
}

func (v *visit) opinionUpload() (u app.OpinionUpload, err error) {
	u = app.OpinionUpload{Document: idIn[id.Document](v), Handler: id.Unit(v.form.number("handler")), Occasion: v.form.text("occasion", 100)}
	u.Upload, err = v.tableUpload()
	return u, err
}
