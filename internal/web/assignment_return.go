package web

import (
	"cmp"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
)

// ReturnPage is 退办: the unit's head hands an item back within the limit for
// signing, with a listed reason, a proposed unit and its basis.
type ReturnPage struct {
	Page
	ID, Item, No, Back string
	Says               string
	Quote              []Span
	Reason             Field
	Unit               Field
	Basis              Field
	Words              Field
}

// ReassignPage decides on an item handed back: 改派 or 维持.
type ReassignPage struct {
	Page
	ID, Item, No, Back string
	Says               string
	Reason, Basis      string
	Words              string
	Decision           Field
	Unit               Field
	Why                Field
}

// returnWords are the listed reasons of 退办 with their words.
var returnWords = []struct{ value, key string }{{"duty", "assign.reason.duty"}, {"has_unit", "assign.reason.other"}, {"above", "assign.reason.above"}, {"same", "assign.reason.double"}}

// postSignFor signs for one item, or for all that are ticked.
func (s *Site) postSignFor(v *visit) error {
	var items []id.Item
	if one := v.r.PathValue("id"); one != "" {
		n, err := pathID[id.Item](v, "id")
		if err != nil {
			return err
		}
		items = append(items, n)
	}
	for _, w := range v.form.values["item"] {
		n, err := id.Parse[id.Item](w)
		if err != nil {
			return errNotFound()
		}
		items = append(items, n)
	}
	if err := s.App.SignFor(v.r.Context(), v.who.Viewer, v.request(), items); err != nil {
		return err
	}
	return v.took("/desk", "done.signedfor", 0)
}

func (s *Site) returnPage(v *visit) (*ReturnPage, error) {
	view, err := s.readItem(v)
	if err != nil {
		return nil, err
	}
	if view.HeadOnly {
		return nil, errNotFound()
	}
	p := &ReturnPage{ID: id.String(view.Row.ItemID), Item: view.Row.Title, No: view.Row.Number, Back: "/items/" + id.String(view.Row.ItemID)}
	if p.Page, err = s.page(v, "desk", v.m.T("assign.returnhead")); err != nil {
		return nil, err
	}
	k := known{v.m, p.Year, view}
	if a, _ := view.Facts.Assignment(); a.ID != 0 {
		p.Says = v.m.T("assign.returnsays", "day", v.m.DateWeekday(int32(a.SignBy), p.Year))
	}
	if o := k.origins(v.who.Viewer); len(o) > 0 {
		p.Quote = o[0].Spans
	}
	var reasons []Option
	for _, r := range returnWords {
		reasons = append(reasons, Option{Value: r.value, Name: v.m.T(r.key)})
	}
	p.Reason, p.Unit = radio("returnreason", v.typed("returnreason"), reasons).must(), choose("tounit", v.typed("tounit"), unitOptions(view.Dir, v.who.Viewer.Unit))
	p.Basis, p.Words = text("basis", v.typed("basis")).must(), area("words", v.typed("words"), 3)
	return p, nil
}

// typed is what was typed in a field of the form that is being handled.
func (v *visit) typed(name string) string {
	if v.form == nil {
		return ""
	}
	return v.form.raw(name)
}

// typedOr is what was typed, or what a fresh form begins with.
func (v *visit) typedOr(name, fresh string) string {
	if v.form == nil {
		return fresh
	}
	return v.form.raw(name)
}

// unitOptions are the units that can lead an item, but one.
func unitOptions(dir *org.Directory, but id.Unit) []Option {
	var out []Option
	for _, u := range dir.Units {
		if u.EndDay == 0 && leads(u.Sort) && u.ID != but {
			out = append(out, Option{Value: id.String(u.ID), Name: cmp.Or(u.Short, u.Name)})
		}
	}
	return out
}

func (s *Site) postReturn(v *visit) error {
	item, err := pathID[id.Item](v, "id")
	if err != nil {
		return err
	}
	r := app.Return{Item: item, Reason: v.form.raw("returnreason"), Proposed: id.Unit(v.form.number("tounit")), Basis: v.form.text("basis", 200), Words: v.form.text("words", 1000)}
	if err = v.form.err(); err == nil {
		err = s.App.HandBack(v.r.Context(), v.who.Viewer, v.request(), r)
	}
	if err == nil {
		return v.took("/desk", "done.handedback", 0)
	}
	p, again := s.returnPage(v)
	if again != nil {
		return again
	}
	return s.refuse(v, renamed(err, "reason", "returnreason", "unit", "tounit"), p, &p.Reason, &p.Unit, &p.Basis, &p.Words)
}

func (s *Site) reassignPage(v *visit) (*ReassignPage, error) {
	view, err := s.readItem(v)
	if err != nil {
		return nil, err
	}
	h := view.Facts.OpenReturn()
	if view.HeadOnly || h == nil {
		return nil, errNotFound()
	}
	p := &ReassignPage{ID: id.String(view.Row.ItemID), Item: view.Row.Title, No: view.Row.Number, Back: "/items/" + id.String(view.Row.ItemID)}
	if p.Page, err = s.page(v, "desk", v.m.T("assign.decidehead")); err != nil {
		return nil, err
	}
	p.Says = v.m.T("assign.decidesays", "unit", unitName(view.Dir, h.UnitID), "n", view.Facts.HandedBack())
	p.Basis, p.Words, _ = strings.Cut(h.Words, "\n")
	for _, r := range returnWords {
		if r.value == h.Reason {
			p.Reason = v.m.T(r.key)
		}
	}
	if h.Proposed != 0 {
		p.Reason = v.m.T("assign.proposed", "reason", p.Reason, "unit", unitName(view.Dir, h.Proposed))
	}
	p.Decision = radio("decision", v.typed("decision"), []Option{{Value: "move", Name: v.m.T("assign.decision.move")}, {Value: "keep", Name: v.m.T("assign.decision.keep")}}).must()
	p.Unit, p.Why = choose("newunit", v.typed("newunit"), unitOptions(view.Dir, h.UnitID)), area("why", v.typed("why"), 2).must()
	return p, nil
}

func (s *Site) postReassign(v *visit) error {
	item, err := pathID[id.Item](v, "id")
	if err != nil {
		return err
	}
	r := app.Reassign{Item: item, Words: v.form.must("why", 1000)}
	if v.form.one("decision", "move", "keep") == "move" {
		to := id.Unit(v.form.number("newunit"))
		if to == 0 {
			v.form.bad("newunit", "err.choice")
		}
		r.To = []ledger.Party{{Unit: to, Role: ledger.RoleLead}}
	}
	if err = v.form.err(); err == nil {
		err = s.App.DecideReturn(v.r.Context(), v.who.Viewer, v.request(), r)
	}
	if err == nil {
		return v.took("/items/"+id.String(item), "done.decided", 0)
	}
	p, again := s.reassignPage(v)
	if again != nil {
		return err
	}
	return s.refuse(v, renamed(err, "lead", "newunit"), p, &p.Decision, &p.Unit, &p.Why)
}
