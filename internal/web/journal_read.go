package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/store"
)

// journalActs are the kinds of change the list can be cut to.
func (p *JournalPage) acts(chosen string) {
	for _, key := range p.m.Keys() {
		if act, ok := strings.CutPrefix(key, "journal.act."); ok {
			p.Acts = append(p.Acts, Option{Value: act, Name: p.m.T(key), Chosen: act == chosen})
		}
	}
	slices.SortFunc(p.Acts, func(a, b Option) int { return cmp.Compare(a.Name, b.Name) })
}

// getJournal lists the changes for the auditor, the newest first.
func (s *Site) getJournal(v *visit) error {
	q := v.r.URL.Query()
	p := &JournalPage{}
	f := store.JournalFilter{Below: queryID[id.Seq](q, "before"), Act: q.Get("act"), Person: queryID[id.Person](q, "person")}
	f.From, _ = readDay(q.Get("from"), v.now.Year())
	f.To, _ = readDay(q.Get("to"), v.now.Year())
	view, err := s.App.JournalOf(v.r.Context(), v.who.Viewer, app.JournalQuery{JournalFilter: f})
	if err != nil {
		return err
	}
	if p.Page, err = s.page(v, "journal", v.m.T("nav.journal")); err != nil {
		return err
	}
	p.Says = v.m.T("journal.says", "n", v.m.Count(int64(view.Size)))
	p.acts(f.Act)
	p.Actor = choose("person", q.Get("person"), people(view)).as("actor")
	p.From, p.To = date("from", q.Get("from")), date("to", q.Get("to"))
	p.Rows = leavesOf(v.m, view.Dir, view.Leaves)
	from := max(int(queryID[int64](q, "n")), 1)
	p.Pager = Pager{From: from, To: from + len(p.Rows) - 1, Total: strconv.FormatInt(int64(view.Size), 10)}
	if f.Act != "" || f.Person != 0 || f.From != 0 || f.To != 0 {
		p.Clear, p.Pager.Total = "/journal", ""
	}
	if view.Next != 0 {
		p.Pager.Next = address("/journal", with(q, "before", id.String(view.Next), "n", strconv.Itoa(from+len(p.Rows))))
	}
	if f.Below != 0 {
		p.Pager.First = address("/journal", with(q, "before", "", "n", ""))
	}
	return s.show(v, http.StatusOK, p)
}

// people are those one can look for: everybody in the directory.
func people(view *app.JournalView) []Option {
	var out []Option
	for _, x := range view.Dir.Persons() {
		out = append(out, Option{Value: id.String(x.ID), Name: x.Name})
	}
	return out
}
