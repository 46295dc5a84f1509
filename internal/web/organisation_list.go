package web

import (
	"net/http"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// OrganisationPage is the order of government: the units with who stands in
// them, and a list of units to be taken, tried first.
type OrganisationPage struct {
	Page
	Says  string
	Units []UnitLine
	File  Field
	Text  Field
	Tried []TriedRow // what taking the list would do
	Found string     // in numbers
	Again string     // the list as typed, to be taken as it was tried
	Name  string     // of the file it came from
}

// UnitLine is one unit in the list.
type UnitLine struct {
	Name, URL, Sort       string
	Depth                 string // spaces before the name, by its place in the tree
	Posts                 int
	Head, Liaison, Leader string
	Ended                 string
}

// TriedRow is what becomes of one row of a list.
type TriedRow struct {
	N                    int
	Name, Act, Was, Sort string
	Parent               string
}

func (s *Site) organisationPage(v *visit) (*OrganisationPage, error) {
	page, err := s.page(v, "organisation", v.m.T("organisation.head"))
	if err != nil {
		return nil, err
	}
	dir, err := s.App.Directory(v.r.Context(), v.who.Viewer, 0)
	if err != nil {
		return nil, err
	}
	p := &OrganisationPage{Page: page}
	posts, vacant := 0, 0
	below := map[id.Unit][]org.Unit{}
	for _, u := range dir.Units {
		below[u.Parent] = append(below[u.Parent], u)
	}
	var walk func(parent id.Unit, depth int)
	walk = func(parent id.Unit, depth int) {
		for _, u := range below[parent] {
			l := UnitLine{Name: u.Name, URL: "/organisation/units/" + id.String(u.ID), Sort: v.m.T("organisation.sort." + string(u.Sort)), Depth: strings.Repeat("　", depth)}
			for _, x := range dir.Posts {
				if x.UnitID != u.ID {
					continue
				}
				l.Posts++
				posts++
				name := dir.PersonName(x.Holder)
				if x.Holder == 0 {
					vacant++
					name = v.m.T("organisation.vacant")
				}
				switch x.Duty {
				case org.Head:
					l.Head = name
				case org.Liaison, org.CountyLiaison:
					l.Liaison = name
				}
			}
			if post, field := dir.Leader(u.ID); post != 0 {
				l.Leader = inCharge(dir, post, field)
			}
			if u.EndDay != 0 {
				l.Ended = v.m.T("organisation.into", "name", dir.Unit(u.Into).Name)
			}
			p.Units = append(p.Units, l)
			walk(u.ID, depth+1)
		}
	}
	walk(0, 0)
	p.Says = v.m.T("organisation.says", "units", len(dir.Units), "posts", posts, "vacant", vacant)
	p.File = Field{Name: "file", Key: "unitfile", Kind: "file"}
	p.Text = area("text", v.typed("text"), 6).as("unittext")
	return p, nil
}

// inCharge is a leader's post with the field of work, where the title does not say it.
func inCharge(dir *org.Directory, post id.Post, field string) string {
	title := dir.Post(post).Title
	if field == "" || strings.Contains(title, field) {
		return title
	}
	return title + "（" + field + "）"
}

// postUnits tries a list of units, or takes the list that was tried.
func (s *Site) postUnits(v *visit) error {
	u, err := v.tableUpload()
	var l *app.UnitList
	if err == nil {
		if v.form.raw("do") == "take" {
			l, err = s.App.TakeUnits(v.r.Context(), v.who.Viewer, v.request(), u)
			if err == nil {
				return v.took("/organisation", "done.units", l.Added+l.Named)
			}
		} else {
			l, err = s.App.ReadUnits(v.r.Context(), v.who.Viewer, u)
			if err == nil {
				err = l.Table.Err()
			}
		}
	}
	if err != nil && !errs.Is(err, errs.Invalid) && !errs.Is(err, errs.TooLarge) {
		return err
	}
	p, perr := s.organisationPage(v)
	if perr != nil {
		return perr
	}
	if l != nil {
		for _, x := range l.Rows {
			row := TriedRow{N: x.Row, Name: x.Unit.Name, Act: v.m.T("organisation.act." + x.Act), Was: x.Was, Sort: "—", Parent: x.Parent}
			if x.Unit.Sort != "" {
				row.Sort = v.m.T("organisation.sort." + string(x.Unit.Sort))
			}
			p.Tried = append(p.Tried, row)
		}
		p.Found = v.m.T("organisation.found", "rows", len(l.Rows), "add", l.Added, "name", l.Named, "skip", len(l.Table.Skipped))
		if err == nil && l.Added+l.Named > 0 {
			p.Again, p.Name = tsv(l), "list.csv"
		}
	}
	if err != nil {
		return s.refuse(v, err, p, &p.File, &p.Text)
	}
	return s.show(v, http.StatusOK, p)
}

// tsv writes the rows of a list as they were read, so that what is taken is what
// was tried.
func tsv(l *app.UnitList) string {
	var b strings.Builder
	b.WriteString("单位名称\t简称\t代码\t类别\t上级\n")
	clean := strings.NewReplacer("\t", " ", "\n", " ", `"`, "")
	for _, r := range l.Table.Records {
		for i, f := range []string{"name", "short", "code", "sort", "parent"} {
			if i > 0 {
				b.WriteString("\t")
			}
			b.WriteString(clean.Replace(r.Text(f)))
		}
		b.WriteString("\n")
	}
	return b.String()
}
