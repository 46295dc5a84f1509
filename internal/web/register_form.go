package web

import (
	"cmp"
	"slices"
	"strconv"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/register"
)

// registerForm makes the fields of one form of a register; open tells that it is
// the form that was sent, and so shows what was typed.
type registerForm struct {
	v     *visit
	x     *app.RegisterView
	scope string
	open  bool
	docs  []Option
}

func (f registerForm) typed(name, fresh string) string {
	if f.open && f.v.form != nil {
		return f.v.form.raw(name)
	}
	return fresh
}

// fields are the controls for the fields of a definition with the values they
// have. What the reader does not see of the values he is not asked for.
func (f registerForm) fields(defs []register.Field, have map[string]string) (out []Field) {
	for _, d := range defs {
		if d.From != nil && d.From.Sort == register.Portfolio {
			continue // written on a page of its own
		}
		if x, ok := f.field(d, have[d.Name]); ok {
			x.Scope = f.scope
			out = append(out, x)
			if d.Sourced() {
				out[len(out)-1].Note = f.v.m.T("source.formnote")
				why := text(d.Name+"_why", f.typed(d.Name+"_why", "")).labelled(f.v.m.T("source.why", "label", d.Label))
				why.Scope = f.scope
				out = append(out, why)
			}
		}
	}
	return out
}

func (f registerForm) field(d register.Field, have string) (x Field, ok bool) {
	switch d.Type {
	case register.Words:
		x = area(d.Name, f.typed(d.Name, have), 4)
	case register.Number:
		x = number(d.Name, f.typed(d.Name, have), d.Unit)
	case register.Day:
		x = date(d.Name, f.typed(d.Name, have))
	case register.Choice:
		x = choose(d.Name, f.typed(d.Name, have), choicesOf(d))
	case register.Yes:
		x = radio(d.Name, f.typed(d.Name, cmp.Or(have, "no")), []Option{{Value: "yes", Name: f.v.m.T("register.yes")}, {Value: "no", Name: f.v.m.T("register.no2")}})
	case register.Unit:
		x = choose(d.Name, f.typed(d.Name, have), unitOptions(f.x.Dir, 0))
	case register.Post:
		x = choose(d.Name, f.typed(d.Name, have), cityLeaders(f.x.Dir))
	case register.Item:
		i, seen := f.x.Names.ItemOf(have)
		if have != "" && !seen {
			return x, false
		}
		x = text(d.Name, f.typed(d.Name, i.Number))
		x.Note = f.v.m.T("register.itemnote")
	case register.Object:
		x = choose(d.Name, f.typed(d.Name, have), objectOptions(f.x.Names.Objects(d)))
	case register.Document:
		if f.docs == nil {
			return x, false
		}
		x = choose(d.Name, f.typed(d.Name, have), f.docs)
	default:
		x = text(d.Name, f.typed(d.Name, have))
	}
	x = x.labelled(d.Label)
	if d.Must {
		x = x.must()
	}
	return x, true
}

// cityLeaders are the posts that work is divided among.
func cityLeaders(dir *org.Directory) (out []Option) {
	for _, p := range dir.Posts {
		if p.Duty == org.Mayor || p.Duty == org.ViceMayor {
			out = append(out, Option{Value: id.String(p.ID), Name: postName(dir, p.ID)})
		}
	}
	return out
}

// choicesOf are the choices of a field: kept in Chinese, shown in the reader's
// language.
func choicesOf(d register.Field) []Option {
	out := named(d.Choices)
	for i := range out {
		out[i].Name = d.Shown(out[i].Value)
	}
	return out
}

func named(words []string) []Option {
	out := make([]Option, len(words))
	for i, w := range words {
		out[i] = Option{Value: w, Name: w}
	}
	return out
}

func objectOptions(names map[string]string) []Option {
	out := make([]Option, 0, len(names))
	for n, name := range names {
		out = append(out, Option{Value: n, Name: name})
	}
	slices.SortFunc(out, func(a, b Option) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value)) })
	return out
}

// documents are the documents a field can name, for who may open them.
func (s *Site) documentOptions(v *visit, defs ...[]register.Field) ([]Option, error) {
	asked := slices.ContainsFunc(slices.Concat(defs...), func(f register.Field) bool { return f.Type == register.Document })
	if !asked || !v.who.Viewer.Can(org.Draft) {
		return nil, nil
	}
	list, err := s.App.Documents(v.r.Context(), v.who.Viewer)
	if err != nil {
		return nil, err
	}
	out := []Option{}
	for _, d := range list {
		out = append(out, Option{Value: id.String(d.ID), Name: d.Title})
	}
	return out, nil
}

// typedFields is what was typed into the fields of a form that it shows.
func typedFields(v *visit, fields []Field) map[string]string {
	out := map[string]string{}
	for _, f := range fields {
		out[f.Name] = v.form.text(f.Name, formLimit)
	}
	return out
}

func pointers(fields []Field) []*Field {
	out := make([]*Field, len(fields))
	for i := range fields {
		out[i] = &fields[i]
	}
	return out
}

func registerN(v *visit) (int, error) {
	n, err := strconv.Atoi(v.r.PathValue("n"))
	if err != nil || n < 1 {
		return 0, errNotFound()
	}
	return n, nil
}
