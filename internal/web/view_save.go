package web

import (
	"net/url"

	"jiufen/internal/app"
	"jiufen/internal/errs"
)

// saved puts the reader's own views behind those every ledger has.
func (s *Site) saved(v *visit, p *LedgerPage, q url.Values) error {
	list, err := s.App.SavedViews(v.r.Context(), v.who.Viewer)
	if err != nil {
		return err
	}
	now := url.Values{}
	for _, k := range app.ViewFilters {
		if x := q.Get(k); x != "" {
			now.Set(k, x)
		}
	}
	for _, x := range list {
		was, err := url.ParseQuery(x.Query)
		if err != nil {
			continue
		}
		current := was.Encode() == now.Encode()
		p.Views = append(p.Views, View{Name: x.Name, URL: address("/ledger", with(was, "asof", q.Get("asof"))), Current: current})
		if current {
			p.Saved = x.Name
		}
	}
	p.Query2 = now.Encode()
	p.Naming = text("name", v.typed("name")).as("viewname").must()
	return nil
}

// postView keeps the filter of the ledger one is at under a name, or takes it away.
func (s *Site) postView(v *visit) error {
	q, err := url.ParseQuery(v.form.raw("query"))
	if err != nil {
		return errs.Wrap(err, errs.NotFound, "err.notfound")
	}
	name := v.form.text("name", 60)
	if v.form.raw("do") == "drop" {
		if err := s.App.DropView(v.r.Context(), v.who.Viewer, name); err != nil {
			return err
		}
		return v.took("/ledger", "done.saved", 0)
	}
	err = s.App.SaveView(v.r.Context(), v.who.Viewer, name, q)
	if err == nil {
		return v.took(address("/ledger", q), "done.saved", 0)
	}
	if !errs.Is(err, errs.Invalid) {
		return err
	}
	lq := ledgerQuery(v, q)
	view, lerr := s.App.Ledger(v.r.Context(), v.who.Viewer, lq, v.m)
	if lerr != nil {
		return lerr
	}
	v.at(view.Point)
	p := &LedgerPage{Text: lq.Text}
	if p.Page, lerr = s.page(v, "ledger", v.m.T("nav.ledger")); lerr != nil {
		return lerr
	}
	p.Wide = true
	p.asof("/ledger", q)
	s.fillLedger(v, p, q, lq, view)
	if lerr = s.saved(v, p, q); lerr != nil {
		return lerr
	}
	return s.refuse(v, err, p, &p.Naming)
}
