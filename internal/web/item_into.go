package web

import (
	"jiufen/internal/app"
	"jiufen/internal/id"
)

// ItemIntoPage merges an item into another one, or takes that back.
type ItemIntoPage struct {
	Page
	ID, Back string
	Name     string
	Merged   bool // it is merged: the form takes it back
	Number   Field
	Words    Field
}

func (s *Site) intoPage(v *visit) (*ItemIntoPage, *app.ItemView, error) {
	item := idIn[id.Item](v)
	k, err := s.App.Item(v.r.Context(), v.who.Viewer, item, 0, v.m)
	if err != nil {
		return nil, nil, err
	}
	key := "same.into"
	if k.Merged != 0 {
		key = "same.part"
	}
	page, err := s.page(v, "ledger", v.m.T(key))
	if err != nil {
		return nil, nil, err
	}
	return &ItemIntoPage{Page: page, ID: id.String(item), Back: "/items/" + id.String(item), Name: k.Facts.Item.Number + " " + k.Head.Title, Merged: k.Merged != 0,
		Number: text("number", v.typed("number")).as("intonumber").must(), Words: area("words", v.typed("words"), 2).as("intowhy").must()}, k, nil
}

func (s *Site) postInto(v *visit) error {
	p, k, err := s.intoPage(v)
	if err != nil {
		return err
	}
	number, key := "", "done.parted"
	words := v.form.must("words", maxStandard)
	if !p.Merged {
		number, key = v.form.must("number", maxWord), "done.into"
	}
	if err = v.form.err(); err == nil {
		if p.Merged {
			err = s.App.UnmergeItem(v.r.Context(), v.who.Viewer, v.request(), k.Facts.Item.ID, words)
		} else {
			err = s.App.MergeItems(v.r.Context(), v.who.Viewer, v.request(), k.Facts.Item.ID, number, words)
		}
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Number, &p.Words)
	}
	return v.took(p.Back, key, 0)
}
