package web

import (
	"net/http"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
)

// TablePage takes the table of an existing decomposition: tried first, with the
// columns as they were recognised and what each row is read as.
type TablePage struct {
	Page
	File    Field
	Text    Field
	YearIn  Field
	Found   string
	Columns []Pair // field, column
	Unknown []string
	Rows    []TableRow
	Skipped []string
	Again   string // the table as it was tried
	Name    string // of the file
	Year    string
}

// TableRow is one row of the table as it would be taken.
type TableRow struct {
	N             int
	Text, Unknown string
}

func (s *Site) tablePage(v *visit) (*TablePage, error) {
	page, err := s.page(v, "documents", v.m.T("table.head"))
	if err != nil {
		return nil, err
	}
	p := &TablePage{Page: page, File: Field{Name: "file", Key: "tablefile", Kind: "file"}, Text: area("text", v.typed("text"), 6).as("unittext"), YearIn: text("year", v.typed("year"))}
	return p, nil
}

// postTable tries a table, or takes the one that was tried.
func (s *Site) postTable(v *visit) error {
	u, err := v.taskTable()
	var t *app.TaskTable
	if err == nil && v.form.raw("do") == "take" {
		var doc id.Document
		if doc, err = s.App.TakeTasks(v.r.Context(), v.who.Viewer, v.request(), u); err == nil {
			return s.readIn(v, doc)
		}
		if to, ok := sameDocument(errs.Of(err)); ok {
			return v.took("/documents/"+to, "done.same", 0)
		}
	} else if err == nil {
		if t, err = s.App.ReadTasks(v.r.Context(), v.who.Viewer, u); err == nil {
			err = t.Table.Err()
		}
	}
	if err != nil && !errs.Is(err, errs.Invalid) && !errs.Is(err, errs.TooLarge) {
		return err
	}
	p, perr := s.tablePage(v)
	if perr != nil {
		return perr
	}
	if t != nil {
		p.tried(v, t, err == nil, u)
	}
	if err != nil {
		return s.refuse(v, err, p, &p.File, &p.Text, &p.YearIn)
	}
	return s.show(v, http.StatusOK, p)
}

func (p *TablePage) tried(v *visit, t *app.TaskTable, good bool, u app.Upload) {
	for _, f := range app.TaskFields {
		if c := t.Table.Columns[f]; c != "" {
			p.Columns = append(p.Columns, Pair{Name: v.m.T("table.field." + f), Text: v.m.T("table.column", "c", c)})
		}
	}
	p.Unknown = t.Table.Unknown
	for _, r := range t.Rows {
		p.Rows = append(p.Rows, TableRow{N: r.Row, Text: r.Sentence, Unknown: strings.Join(r.Unknown, "、")})
	}
	for _, x := range t.Table.Skipped {
		p.Skipped = append(p.Skipped, v.m.T("table.skipped", "row", x.Row, "why", v.m.T(x.Why)))
	}
	p.Found = v.m.T("table.found", "rows", len(t.Rows), "skip", len(t.Table.Skipped), "unknown", t.Unknown)
	if good && len(t.Rows) > 0 {
		p.Again, p.Name, p.Year = t.Again(), u.Name, id.String(id.Fact(t.Year))
	}
}

func (v *visit) taskTable() (app.Upload, error) {
	u := app.Upload{}
	if y := v.form.text("year", 4); y != "" {
		if u.Year = int(v.form.number("year")); u.Year < 2000 || u.Year > 2199 {
			v.form.bad("year", "err.year", "value", clip(y))
		}
	}
	if t := v.form.raw("text"); strings.TrimSpace(t) != "" {
		u.Name, u.Bytes = v.form.text("name", 120), []byte(v.form.text("text", formLimit))
		if u.Name == "" {
			u.Name = v.m.T("table.pasted")
		}
		u.Name = strings.TrimSuffix(strings.TrimSuffix(u.Name, ".xlsx"), ".docx")
		if !strings.HasSuffix(u.Name, ".csv") {
			u.Name += ".csv"
		}
		return u, v.form.err()
	}
	var err error
	u.Name, u.Bytes, err = v.uploaded()
	return u, err
}
