package web

import (
	"strconv"

	"jiufen/internal/app"
	"jiufen/internal/register"
)

// RegisterAddPage enters an object.
type RegisterAddPage struct {
	Page
	Name, URL, Called string
	Fields            []Field
}

func (s *Site) registerAddPage(v *visit) (*RegisterAddPage, *app.RegisterView, error) {
	x, page, err := s.registerHere(v)
	if err != nil {
		return nil, nil, err
	}
	if x.Def.System != "" || !x.May.Enter && !x.May.Own {
		return nil, nil, errNotFound()
	}
	p := &RegisterAddPage{Page: page, Name: x.Def.Name, URL: "/registers/" + x.Def.ID, Called: x.Def.Called}
	p.Title = v.m.T("register.add", "called", x.Def.Called)
	var asked []register.Field
	for _, f := range x.Def.Fields {
		if !f.Late {
			asked = append(asked, f)
		}
	}
	docs, err := s.documentOptions(v, asked)
	p.Fields = registerForm{v: v, x: x, open: true, docs: docs}.fields(asked, nil)
	return p, x, err
}

func (s *Site) postRegisterAdd(v *visit) error {
	p, x, err := s.registerAddPage(v)
	if err != nil {
		return err
	}
	typed := typedFields(v, p.Fields)
	n := 0
	if err = v.form.err(); err == nil {
		n, err = s.App.AddObject(v.r.Context(), v.who.Viewer, v.request(), x.Def.ID, typed)
	}
	if err != nil {
		return s.refuse(v, err, p, pointers(p.Fields)...)
	}
	return v.took(p.URL+"/"+strconv.Itoa(n), "done.registered", 0)
}

// postRegisterFill takes objects from this year's items.
func (s *Site) postRegisterFill(v *visit) error {
	name := v.r.PathValue("name")
	n, err := s.App.FillRegister(v.r.Context(), v.who.Viewer, v.request(), name)
	if err != nil {
		return err
	}
	if n == 0 {
		return v.took("/registers/"+name, "done.registersame", 0)
	}
	return v.took("/registers/"+name, "done.registerfilled", n)
}
