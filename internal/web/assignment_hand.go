package web

import (
	"jiufen/internal/app"
	"jiufen/internal/id"
)

// HandOnPage hands an item on inside the unit (内部分办).
type HandOnPage struct {
	Page
	ID, Item, No, Back string
	Now                string // to whom it was handed before
	To                 Field
	Words              Field
}

func (s *Site) handOnPage(v *visit) (*HandOnPage, error) {
	k, err := s.stepItem(v)
	if err != nil {
		return nil, err
	}
	p := &HandOnPage{ID: id.String(k.Row.ItemID), Item: k.Row.Title, No: k.Row.Number, Back: k.url()}
	if p.Page, err = s.page(v, "desk", v.m.T("assign.handon")); err != nil {
		return nil, err
	}
	p.Now, _ = app.HandedTo(k.Facts, v.who.Viewer.Unit)
	var posts []Option
	for _, x := range app.OwnPosts(k.Dir, v.who.Viewer.Unit) {
		name := x.Title
		if x.UnitID != v.who.Viewer.Unit {
			name = unitName(k.Dir, x.UnitID) + name
		}
		if who := k.Dir.PersonName(x.Holder); who != "" {
			name += " " + who
		}
		posts = append(posts, Option{Value: id.String(x.ID), Name: name})
	}
	p.To, p.Words = choose("to", v.typed("to"), posts).as("handonto").must(), text("words", v.typed("words")).as("handonwords")
	return p, nil
}

func (s *Site) postHandOn(v *visit) error {
	p, err := s.handOnPage(v)
	if err != nil {
		return err
	}
	to := chosenID[id.Post](v.form, "to")
	words := v.form.text("words", maxWord)
	if err = v.form.err(); err == nil {
		err = s.App.HandOn(v.r.Context(), v.who.Viewer, v.request(), idIn[id.Item](v), to, words)
	}
	if err != nil {
		return s.refuse(v, err, p, &p.To, &p.Words)
	}
	return v.took(p.Back, "done.handedon", 0)
}
