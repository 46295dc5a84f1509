package web

import (
	"cmp"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
)

// OfferView is an item proposed as the same as the open draft, or as the promise of
// the year before, with what speaks for it.
type OfferView struct {
	Item   string
	Draft  string // of last year's paper, where no ledger of that year is kept
	URL    string
	Name   string
	Meta   string
	Score  string
	Why    string
	Moves  string   // what merging would make stricter
	Denied string   // why the viewer may not merge; empty: he may
	Years  []string // how the figures moved, and what became of them
}

// LinkedView is the item of the year before that the draft is linked to.
type LinkedView struct{ Name, URL string }

// alike proposes for the open draft, and marks those of the list that have a
// proposal.
func (s *Site) alike(v *visit, k *desk) error {
	p := k.p
	for i := range p.Drafts {
		d := k.draftOf(p.Drafts[i].ID)
		p.Drafts[i].Mark = k.mark(d)
	}
	if p.Open == nil {
		return nil
	}
	d := k.draftOf(p.Open.ID)
	if d.State != app.DraftOpen && d.State != app.DraftAccepted {
		return nil
	}
	o, err := s.App.Offers(v.r.Context(), v.who.Viewer, d.ID)
	if err != nil {
		return err
	}
	for _, x := range o.Same {
		p.Open.Same = append(p.Open.Same, offerView(v, k, o.Dir, x))
	}
	if d.Body.Last != 0 || d.Body.LastDraft != 0 {
		last, err := s.App.LinkedLast(v.r.Context(), v.who.Viewer, d)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		if last != nil {
			p.Open.Linked = &LinkedView{Name: linkedName(v.m, last), URL: linkedURL(last)}
			p.Open.LinkedSays = yearSays(v.m, last)
		}
		return nil
	}
	for _, x := range o.Last {
		p.Open.Last = append(p.Open.Last, offerView(v, k, o.Dir, x))
	}
	return nil
}

func (k *desk) draftOf(n string) app.DraftView {
	for _, d := range k.d.Drafts {
		if id.String(d.ID) == n {
			return d
		}
	}
	return app.DraftView{}
}

// mark says in the list that the ledger may know a draft already.
func (k *desk) mark(d app.DraftView) string {
	var out []string
	if k.now[d.ID] {
		out = append(out, k.v.m.T("same.mark.now"))
	}
	switch {
	case d.Body.Last != 0 || d.Body.LastDraft != 0:
		out = append(out, k.v.m.T("same.mark.linked"))
	case k.last[d.ID]:
		out = append(out, k.v.m.T("same.mark.last"))
	}
	return strings.Join(out, "·")
}

func offerView(v *visit, k *desk, dir *org.Directory, x app.SameOffer) OfferView {
	m := v.m
	if x.Draft != 0 {
		return paperOffer(m, dir, x)
	}
	due := m.T("draft.nodue")
	if x.Due != 0 {
		due = m.DateIn(int32(x.Due), k.p.Year)
	}
	var origins []string
	for _, o := range x.Origins {
		origins = append(origins, m.T("word.origin."+o.Sort))
	}
	lead := dir.Unit(x.Lead)
	out := OfferView{Item: id.String(x.Item), URL: "/items/" + id.String(x.Item), Name: m.T("same.offer", "number", x.Number, "title", x.Title), Score: m.T("same.score", "n", x.Score),
		Meta: m.T("same.meta", "lead", cmp.Or(lead.Short, lead.Name, "—"), "due", due, "origins", strings.Join(origins, "、"))}
	if why := x.Why(m, dir); len(why) > 0 {
		out.Why = m.T("same.because", "why", strings.Join(why, m.T("same.and")))
	}
	if x.Last != nil {
		out.Years = yearSays(m, x.Last)
		return out
	}
	out.Moves = m.T("same.moves.none")
	if moves := x.Moves.MovesWords(m); len(moves) > 0 {
		out.Moves = m.T("same.moves", "words", strings.Join(moves, m.T("same.and")))
		if !v.who.Viewer.Can(org.Assign) {
			out.Denied = m.T("same.moves.right")
		}
	}
	return out
}

// paperOffer is a sentence of last year's paper.
func paperOffer(m *locale.Messages, dir *org.Directory, x app.SameOffer) OfferView {
	out := OfferView{Draft: id.String(x.Draft), URL: linkedURL(x.Last), Name: m.T("same.paperoffer", "year", x.Year, "title", x.Title), Score: m.T("same.score", "n", x.Score),
		Meta: m.T("same.papermeta", "paper", x.Paper), Years: yearSays(m, x.Last)}
	if why := x.Why(m, dir); len(why) > 0 {
		out.Why = m.T("same.because", "why", strings.Join(why, m.T("same.and")))
	}
	return out
}

// linkedName and linkedURL name what of the year before is repeated: an item, or a
// sentence of that year's paper.
func linkedName(m *locale.Messages, l *app.LastYear) string {
	if l.Draft != 0 {
		return m.T("same.year.linkedpaper", "year", l.Year, "paper", l.Paper, "title", l.Title)
	}
	return m.T("same.year.linked", "number", l.Number, "title", l.Title)
}

func linkedURL(l *app.LastYear) string {
	if l.Draft != 0 {
		return deskURL(id.String(l.Document), "", l.Draft)
	}
	return "/items/" + id.String(l.Item)
}

// yearSays are the changes of value since the year before, and what became of it.
func yearSays(m *locale.Messages, last *app.LastYear) []string {
	var out []string
	for _, p := range last.Pairs {
		out = append(out, p.Says(m))
	}
	return append(out, m.T("same.year.outcome", "words", last.Outcome(m)))
}

// deskOf reads the draft of a form and where its desk is.
func (s *Site) deskOf(v *visit) (n id.Draft, back string, err error) {
	n = idIn[id.Draft](v)
	_, doc, err := s.App.DraftNow(v.r.Context(), v.who.Viewer, n)
	return n, deskURL(id.String(doc.ID), v.form.raw("view"), n), err
}

// chosen is what a button of an offer names: an item of the ledger, or a sentence
// of last year's paper. Both are 0 where it names none.
func (v *visit) chosen() (item id.Item, last id.Draft, err error) {
	if text := v.form.raw("item"); text != "" {
		item, err = id.Parse[id.Item](text)
	}
	if text := v.form.raw("last"); text != "" && err == nil {
		last, err = id.Parse[id.Draft](text)
	}
	if err != nil {
		err = errs.E(errs.NotFound, "err.notfound")
	}
	return item, last, err
}

// postSame merges a draft into an item of the ledger.
func (s *Site) postSame(v *visit) error {
	n, back, err := s.deskOf(v)
	if err != nil {
		return err
	}
	item, _, err := v.chosen()
	if err != nil {
		return err
	}
	if err := s.App.JoinDraft(v.r.Context(), v.who.Viewer, v.request(), n, v.form.number("version"), item); err != nil {
		return err
	}
	return v.took(back, "done.joined", 0)
}

// postNotSame refuses a proposal.
func (s *Site) postNotSame(v *visit) error {
	n, back, err := s.deskOf(v)
	if err != nil {
		return err
	}
	item, last, err := v.chosen()
	if err != nil {
		return err
	}
	if version := v.form.number("version"); last != 0 {
		err = s.App.RefusePaper(v.r.Context(), v.who.Viewer, n, version, last)
	} else {
		err = s.App.RefuseOffer(v.r.Context(), v.who.Viewer, n, version, item)
	}
	if err != nil {
		return err
	}
	return v.took(back, "done.notsame", 0)
}

// postYear links a draft to the item of the year before, or takes the link back.
func (s *Site) postYear(v *visit) error {
	n, back, err := s.deskOf(v)
	if err != nil {
		return err
	}
	item, last, err := v.chosen()
	if err != nil {
		return err
	}
	if version := v.form.number("version"); last != 0 {
		err = s.App.LinkDraftPaper(v.r.Context(), v.who.Viewer, n, version, last)
	} else {
		err = s.App.LinkDraft(v.r.Context(), v.who.Viewer, n, version, item)
	}
	if err != nil {
		return err
	}
	key := "done.lastyear"
	if item == 0 && last == 0 {
		key = "done.lastyearoff"
	}
	return v.took(back, key, 0)
}
