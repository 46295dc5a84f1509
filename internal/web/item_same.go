package web

import (
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// YearView is what the item promised the year before, and what became of it.
type YearView struct {
	Name, URL string
	Says      []string
	Again     []Act // items of later years that promise it again
	Change    *Act  // links another, or none
}

// ItemUndoPage takes a merging back.
type ItemUndoPage struct {
	Page
	ID, Origin, Back string
	Name             string
	Says, Why        string
	Quote            []Span
	Words            Field
}

// ItemYearPage links an item to that of the year before.
type ItemYearPage struct {
	Page
	ID, Back     string
	Name         string
	Number, Text Field
}

// lastYear is the section of the year before.
func (k known) lastYear(v org.Viewer) *YearView {
	y := &YearView{}
	if k.Last != nil {
		if y.Name = linkedName(k.m, k.Last); k.Last.Draft == 0 || v.Can(org.Draft) {
			y.URL = linkedURL(k.Last)
		}
		y.Says = yearSays(k.m, k.Last)
	}
	for _, l := range k.Again {
		y.Again = append(y.Again, Act{URL: "/items/" + id.String(l.Item), Name: k.m.T("same.offer", "number", l.Number, "title", l.Title)})
	}
	if v.Can(org.Assign) && k.Point.Now {
		y.Change = &Act{URL: "/items/" + id.String(k.Row.ItemID) + "/year", Name: k.m.T("same.year.set")}
	}
	if k.Last == nil && len(y.Again) == 0 && (y.Change == nil || k.Facts.Item.Year == 0) {
		return nil
	}
	return y
}

// joined says of an origin that it came by merging a draft, why, and where to undo
// it.
func (k known) joined(v org.Viewer, w *OriginView, o app.OriginLine) {
	s, ok := k.Sames[o.ID]
	if !ok {
		return
	}
	w.Joined = k.m.T("same.joinedon", "why", s.Words)
	if v.Can(org.Draft) && k.Point.Now && s.Draft != 0 {
		w.Undo = &Act{URL: "/items/" + id.String(k.Row.ItemID) + "/origins/" + id.String(o.ID) + "/undo", Name: k.m.T("same.undo")}
	}
}

func (s *Site) undoPage(v *visit) (*ItemUndoPage, error) {
	item := idIn[id.Item](v)
	k, err := s.App.Item(v.r.Context(), v.who.Viewer, item, 0, v.m)
	if err != nil {
		return nil, err
	}
	origin, err := pathID[id.Origin](v, "origin")
	if err != nil {
		return nil, err
	}
	same, ok := k.Sames[origin]
	if !ok {
		return nil, errs.E(errs.NotFound, "err.notfound")
	}
	page, err := s.page(v, "ledger", v.m.T("same.undohead"))
	if err != nil {
		return nil, err
	}
	p := &ItemUndoPage{Page: page, ID: id.String(item), Origin: id.String(origin), Back: "/items/" + id.String(item), Name: k.Facts.Item.Number + " " + k.Head.Title,
		Says: v.m.T("same.undosays", "number", k.Facts.Item.Number), Why: v.m.T("same.joinedon", "why", same.Words), Words: area("words", v.typed("words"), 2).as("undowhy").must()}
	for _, o := range k.Origins {
		if o.ID == origin {
			p.Quote = []Span{{Text: o.Before}, {Text: firstOf(o.Words, o.Demand), Mark: "v"}, {Text: o.After}}
		}
	}
	return p, nil
}

func firstOf(list ...string) string {
	for _, s := range list {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return ""
}

func (s *Site) postUndo(v *visit) error {
	p, err := s.undoPage(v)
	if err != nil {
		return err
	}
	words := v.form.must("words", maxStandard)
	if err = v.form.err(); err == nil {
		origin, _ := id.Parse[id.Origin](p.Origin)
		err = s.App.UndoJoin(v.r.Context(), v.who.Viewer, v.request(), idIn[id.Item](v), origin, words)
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Words)
	}
	return v.took(p.Back, "done.undone", 0)
}

func (s *Site) yearPage(v *visit) (*ItemYearPage, error) {
	item := idIn[id.Item](v)
	k, err := s.App.Item(v.r.Context(), v.who.Viewer, item, 0, v.m)
	if err != nil {
		return nil, err
	}
	page, err := s.page(v, "ledger", v.m.T("same.year"))
	if err != nil {
		return nil, err
	}
	number := ""
	if k.Last != nil {
		number = k.Last.Number
	}
	if v.form != nil {
		number = v.form.raw("lastyear")
	}
	return &ItemYearPage{Page: page, ID: id.String(item), Back: "/items/" + id.String(item), Name: k.Facts.Item.Number + " " + k.Head.Title,
		Number: text("lastyear", number), Text: text("words", v.typed("words")).as("yearwhy")}, nil
}

func (s *Site) postItemYear(v *visit) error {
	p, err := s.yearPage(v)
	if err != nil {
		return err
	}
	number, words := v.form.text("lastyear", maxWord), v.form.text("words", maxTitle)
	if err = v.form.err(); err == nil {
		err = s.App.LinkLastYear(v.r.Context(), v.who.Viewer, v.request(), idIn[id.Item](v), number, words)
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Number, &p.Text)
	}
	key := "done.lastyear"
	if strings.TrimSpace(number) == "" {
		key = "done.lastyearoff"
	}
	return v.took(p.Back, key, 0)
}
