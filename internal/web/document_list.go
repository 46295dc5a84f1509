package web

import (
	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// DocumentsPage lists documents and papers on their way, and takes a new
// document: a file or pasted text.
type DocumentsPage struct {
	Page
	Says   string
	May    bool // may add a document
	Papers []PaperLine
	Rows   []DocumentRow
	File   Field
	Sort   Field
	Title2 Field // title of pasted text
	Text   Field
	YearIn Field
	Limit  string // what is accepted, how large
	Pager  Pager
}

// DocumentRow is one document with its drafts by what became of them.
type DocumentRow struct {
	Title, URL, State      string
	Open, Accepted, Issued int
	Dropped                int
	At                     Day
	Version                string // which version of its report, how far; empty: none
}

// PaperLine is one notice on its way.
type PaperLine struct{ Title, URL, State, No string }

// uploadMB is what the page says a file may hold; takeForm stops a little above.
const uploadMB = uploadLimit>>20 - 1

// documentSorts are the sorts of papers that work is taken from.
var documentSorts = []string{"report", "livelihood", "decision", "instruction", "superior"}

// documentsPage is the list for those who draft, and the papers for those who
// approve and sign, who do not see drafts.
func (s *Site) documentsPage(v *visit) (*DocumentsPage, error) {
	page, err := s.page(v, "documents", v.m.T("nav.documents"))
	if err != nil {
		return nil, err
	}
	p := &DocumentsPage{Page: page, May: v.who.Viewer.Can(org.Draft), Limit: v.m.T("doc.limit", "mb", uploadMB)}
	papers, err := s.App.Papers(v.r.Context(), v.who.Viewer)
	if err != nil {
		return nil, err
	}
	for _, x := range papers {
		p.Papers = append(p.Papers, PaperLine{Title: x.Title, URL: "/papers/" + id.String(x.ID), State: v.m.T("notice.state." + x.State), No: x.Number})
	}
	p.Says = v.m.T("doc.sayspapers", "n", len(papers))
	if !p.May {
		return p, nil
	}
	docs, err := s.App.Documents(v.r.Context(), v.who.Viewer)
	if err != nil {
		return nil, err
	}
	titles := map[string]int{}
	for _, d := range docs {
		titles[d.Title]++
	}
	for _, d := range docs {
		row := documentRow(v, d)
		if titles[d.Title] > 1 && d.Year != 0 { // the reports of several years
			row.Title = v.m.T("doc.named", "title", d.Title, "year", d.Year)
		}
		p.Rows = append(p.Rows, row)
	}
	p.Says = v.m.T("doc.says", "n", len(docs))
	p.fields(v)
	return p, nil
}

func documentRow(v *visit, d app.DocumentLine) DocumentRow {
	state := "empty"
	switch {
	case d.Open > 0:
		state = "open"
	case d.Accepted > 0:
		state = "ready"
	case d.Issued > 0:
		state = "issued"
	}
	version := ""
	if d.N > 0 {
		version = versionShort(v, d.N, d.Stage)
	}
	return DocumentRow{Version: version, Title: d.Title, URL: "/documents/" + id.String(d.ID), State: v.m.T("doc.state." + state), Open: d.Open, Accepted: d.Accepted, Issued: d.Issued, Dropped: d.Dropped, At: d.AdoptedDay}
}

// fields are the form with what was typed, if anything was.
func (p *DocumentsPage) fields(v *visit) {
	f := v.form
	if f == nil {
		f = &form{}
	}
	var sorts []Option
	for _, s := range documentSorts {
		sorts = append(sorts, Option{Value: s, Name: v.m.T("doc.sort." + s)})
	}
	sort := f.raw("sort")
	if sort == "" {
		sort = documentSorts[0]
	}
	p.File = Field{Name: "file", Key: "file", Kind: "file"}
	p.Sort = choose("sort", sort, sorts).as("docsort")
	p.YearIn = text("year", f.raw("year"))
	p.Title2 = text("title", f.raw("title")).as("doctitle")
	p.Text = area("text", f.raw("text"), 10).as("doctext")
}

// postDocument reads a file or pasted text. What was read before is not read
// again: the reader is led to it.
func (s *Site) postDocument(v *visit) error {
	u, field, err := v.upload()
	if err == nil {
		var doc id.Document
		if doc, err = s.App.TakeIn(v.r.Context(), v.who.Viewer, v.request(), u); err == nil {
			return s.readIn(v, doc)
		}
	}
	e := errs.Of(err)
	if to, ok := sameDocument(e); ok {
		return v.took("/documents/"+to, "done.same", 0)
	}
	if e.Kind != errs.Invalid && e.Kind != errs.TooLarge {
		return err
	}
	p, perr := s.documentsPage(v)
	if perr != nil {
		return perr
	}
	if len(e.Fields) == 0 { // whatever is wrong with the text is wrong with its field
		e = &errs.Error{Kind: errs.Invalid, Key: e.Key, Fields: []errs.Field{{Name: field, Key: e.Key, Args: e.Args}}, Err: e.Err}
	}
	return s.refuse(v, e, p, &p.File, &p.Sort, &p.YearIn, &p.Title2, &p.Text)
}

func (s *Site) readIn(v *visit, doc id.Document) error {
	view, err := s.App.Document(v.r.Context(), v.who.Viewer, doc)
	if err != nil {
		return err
	}
	if len(view.Drafts) == 0 {
		return v.took("/documents/"+id.String(doc), "done.readnone", 0)
	}
	return v.took("/documents/"+id.String(doc), "done.read", len(view.Drafts))
}

// sameDocument is the document that a file was already read into.
func sameDocument(e *errs.Error) (string, bool) {
	if e.Key != "err.document.same" || len(e.Args) != 2 {
		return "", false
	}
	n, ok := e.Args[1].(string)
	return n, ok
}

// upload reads the form of a document; the second result names the field its
// text came from.
func (v *visit) upload() (app.Upload, string, error) {
	u := app.Upload{Sort: v.form.one("sort", documentSorts...)}
	if y := v.form.text("year", 4); y != "" {
		if u.Year = int(v.form.number("year")); u.Year < 2000 || u.Year > 2199 {
			v.form.bad("year", "err.year", "value", clip(y))
		}
	}
	if v.form.raw("how") == "text" {
		u.Name = v.form.must("title", 120) + ".txt"
		u.Bytes = []byte(v.form.must("text", formLimit))
		return u, "text", v.form.err()
	}
	var err error
	u.Name, u.Bytes, err = v.uploaded()
	return u, "file", err
}

// request is the number of one filling of a form: sent twice, it acts once. It
// counts for the person it was given to.
func (v *visit) request() app.Request {
	n := v.form.raw("_request")
	if n == "" || len(n) > 64 {
		return ""
	}
	return app.Request("form " + id.String(v.who.Viewer.Person) + " " + n)
}
