package web

import (
	"net/http"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/register"
)

// RegisterImportPage takes a list of objects, tried first; of a register that is
// kept elsewhere, the counts of a period.
type RegisterImportPage struct {
	Page
	Name, URL string
	Counts    bool
	Columns   []string // names that are recognised
	File      Field
	Text      Field
	Period    Field
	Found     string
	Unknown   []string
	Skipped   []string
	Rows      []RegisterTried
	Again     string
	Take      string
}

// RegisterTried is one row as it was read.
type RegisterTried struct {
	Row                 int
	Title, What, Fields string
}

func (s *Site) registerImportPage(v *visit) (*RegisterImportPage, *app.RegisterView, error) {
	x, page, err := s.registerHere(v)
	if err != nil {
		return nil, nil, err
	}
	if !x.May.Enter {
		return nil, nil, errNotFound()
	}
	p := &RegisterImportPage{Page: page, Name: x.Def.Name, URL: "/registers/" + x.Def.ID, Counts: x.Def.System != ""}
	p.Title = v.m.T("register.import")
	list := x.Def.Fields
	if p.Counts {
		list = append([]register.Field{{Label: v.m.T("register.unit")}}, x.Def.Counts...)
	}
	for _, f := range list {
		p.Columns = append(p.Columns, f.Label)
	}
	p.File, p.Text, p.Period = Field{Name: "file", Key: "regfile", Kind: "file"}, area("text", v.typed("text"), 6).as("regtext"), text("period", v.typed("period")).as("regperiod")
	return p, x, nil
}

// postRegisterImport tries a list, or takes the one that was tried; counts are
// taken at once, all or nothing.
func (s *Site) postRegisterImport(v *visit) error {
	p, x, err := s.registerImportPage(v)
	if err != nil {
		return err
	}
	ctx, who := v.r.Context(), v.who.Viewer
	u, err := v.tableUpload()
	switch {
	case err != nil:
	case p.Counts:
		period, perr := calendar.ParsePeriod(plain(v.form.raw("period")))
		if perr != nil {
			err = errs.Form([]errs.Field{{Name: "period", Key: "err.register.period"}})
			break
		}
		var n int
		if n, err = s.App.TakeCounts(ctx, who, v.request(), x.Def.ID, period, u); err == nil {
			return v.took(p.URL, "done.registercounted", n)
		}
	case v.form.raw("do") == "take":
		if _, err = s.App.TakeObjects(ctx, who, v.request(), x.Def.ID, u); err == nil {
			return v.took(p.URL, "done.registerlist", 0)
		}
	default:
		var l *app.ObjectList
		if l, err = s.App.ReadObjects(ctx, who, x.Def.ID, u); err == nil {
			err = l.Table.Err()
			p.tried(v, x, l, err == nil)
		}
	}
	if err != nil && errs.Is(err, errs.TooLarge) {
		e := errs.Of(err)
		err = errs.Form([]errs.Field{{Name: "file", Key: e.Key, Args: e.Args}})
	}
	if err != nil {
		return s.refuse(v, err, p, &p.File, &p.Text, &p.Period)
	}
	return s.show(v, http.StatusOK, p)
}

func (p *RegisterImportPage) tried(v *visit, x *app.RegisterView, l *app.ObjectList, good bool) {
	p.Unknown = l.Table.Unknown
	for _, k := range l.Table.Skipped {
		p.Skipped = append(p.Skipped, v.m.T("table.skipped", "row", k.Row, "why", v.m.T(k.Why)))
	}
	for _, r := range l.Rows {
		p.Rows = append(p.Rows, RegisterTried{Row: r.Row, Title: r.Title, What: v.m.T("register.what." + r.Act), Fields: strings.Join(r.Fields, "、")})
	}
	p.Found = v.m.T("register.foundrows", "rows", len(l.Rows), "added", l.Added, "changed", l.Changed, "same", len(l.Rows)-l.Added-l.Changed)
	if good && l.Added+l.Changed > 0 {
		p.Again, p.Take = l.Again(x.Def), v.m.T("register.take", "added", l.Added, "changed", l.Changed)
	}
}
