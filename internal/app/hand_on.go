package app

import (
	"context"
	"slices"
	"strings"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// HandleSection is 内部分办: the unit hands an item on to a section or person of
// its own.
const HandleSection = "section"

// HandOn hands an item on inside the viewer's unit, to a post of the unit or of
// its sections (practice B.2); an item not signed for yet is signed for with it. The
// unit answers for it as before. It can be handed on again; the last counts.
func (a *App) HandOn(ctx context.Context, v org.Viewer, req Request, item id.Item, to id.Post, words string) error {
	if err := need(v, org.Receive); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "hand_on", req, func(tx *store.Tx) error {
		f, as, _, err := party(tx, v, item)
		if err != nil {
			return err
		}
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(OwnPosts(dir, v.Unit), func(p org.Post) bool { return p.ID == to }) {
			return errs.Form([]errs.Field{{Name: "to", Key: "err.handon.to"}})
		}
		if !f.Handled(as.ID, v.Unit) {
			if err := store.Add(tx, store.Handling{Assignment: as.ID, ItemID: item, UnitID: v.Unit, Act: HandleSign}); err != nil {
				return err
			}
		}
		p := dir.Post(to)
		name := p.Title
		if p.UnitID != v.Unit {
			name = dir.Unit(p.UnitID).Short + name
		}
		return store.Add(tx, store.Handling{Assignment: as.ID, ItemID: item, UnitID: v.Unit, Act: HandleSection, Proposed: p.UnitID, Reason: name, Words: strings.TrimSpace(words)})
	})
	return err
}

// OwnPosts are the posts of a unit and of the sections under it.
func OwnPosts(dir *org.Directory, unit id.Unit) []org.Post {
	return slices.DeleteFunc(slices.Clone(dir.Posts), func(p org.Post) bool {
		return p.UnitID != unit && dir.Unit(p.UnitID).Parent != unit
	})
}

// HandedTo says to whom in a unit an item was handed on, with the words; ” if it
// was not. It is the unit's own matter and shown to nobody else.
func HandedTo(f *store.Facts, unit id.Unit) (name, words string) {
	for _, h := range f.Handlings {
		if h.Act == HandleSection && h.UnitID == unit {
			name, words = h.Reason, h.Words
		}
	}
	return name, words
}
