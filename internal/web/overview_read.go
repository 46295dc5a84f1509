package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/chart"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/quantity"
)

// unitsShown is how many units the overview lists; the rest is one step away.
const unitsShown = 12

// bareShown is how many items with a report that nothing shows the overview names.
const bareShown = 10

// getOverview shows how it stands, now or as of a past day.
func (s *Site) getOverview(v *visit) error {
	q := v.r.URL.Query()
	view, err := s.App.Overview(v.r.Context(), v.who.Viewer, v.asofOf(), v.m)
	if err != nil {
		return err
	}
	v.at(view.Point)
	p := &OverviewPage{}
	if p.Page, err = s.page(v, "overview", v.m.T("nav.overview")); err != nil {
		return err
	}
	p.asof("/overview", q)
	p.fill(view, q)
	if !p.Past() {
		desk, err := s.App.Desk(v.r.Context(), v.who.Viewer, v.m)
		if err != nil {
			return err
		}
		for _, l := range queueLinks {
			if n := desk.Queues[l.key]; n > 0 {
				p.Waits = append(p.Waits, Big{Name: v.m.T("overview.wait." + l.key), Value: strconv.Itoa(n), URL: l.url})
			}
		}
	}
	return s.show(v, http.StatusOK, p)
}

func (p *OverviewPage) fill(view *app.Overview, q url.Values) {
	m := p.m
	asof := url.Values{"asof": q["asof"]}
	ledgerURL := func(pairs ...string) string { return address("/ledger", with(asof, pairs...)) }
	all := int64(0)
	for _, n := range view.Lights {
		all += n
	}
	p.All = LightCount{N: all, URL: ledgerURL()}
	for _, l := range LightOrder {
		n := view.Lights[lightOf(l)]
		x := LightCount{Colour: l, N: n, URL: ledgerURL("light", l)}
		if pc, ok := quantity.Percent(n, max(all, 1), 1, quantity.HalfUp); ok {
			x.Note = m.T("overview.of", "share", quantity.Format(pc, 1)+"%")
		}
		p.Lights = append(p.Lights, x)
	}
	p.Says = m.T("overview.says", "n", all, "red", view.Lights[ledger.Red], "yellow", view.Lights[ledger.Yellow], "share", yearGone(view.Point.Day))
	p.Legend = legendOf(m, view.Lib)
	p.counts(view, ledgerURL)
	for _, r := range view.Behind {
		p.Behind = append(p.Behind, ledgerRow(m, p.Year, view.Lib, view.Dir, r))
	}
	if n := view.Lights[ledger.Red] + view.Lights[ledger.Yellow]; n > 0 {
		p.BehindN = Act{URL: ledgerURL("sort", "light"), Name: m.T("overview.behindall", "n", n)}
	}
	for _, r := range view.Main {
		p.Main = append(p.Main, MainRow{ledgerRow(m, p.Year, view.Lib, view.Dir, r.LedgerRow), r.Need})
	}
	if x := view.Proof; x.Asked > 0 {
		p.Proof = m.T("overview.proof", "asked", x.Asked, "proven", x.Proven, "declared", x.Declared)
		for _, f := range x.Bare[:min(len(x.Bare), bareShown)] {
			h, _ := f.Head()
			p.Bare = append(p.Bare, Act{URL: "/items/" + id.String(f.Item.ID), Name: f.Item.Number + " " + h.Title})
		}
	}
	for _, r := range view.Soon {
		row := ledgerRow(m, p.Year, view.Lib, view.Dir, r)
		p.Week = append(p.Week, DueRow{Day: r.Due, When: m.DateWeekday(int32(r.Due), p.Year), Light: row.Light, Title: row.Title, URL: row.URL, Lead: row.Lead})
	}
}

// counts are the lines by leader and by unit, each leading to its list.
func (p *OverviewPage) counts(view *app.Overview, ledgerURL func(...string) string) {
	p.Total = countRow(p.m.T("overview.all"), view.Lights, true)
	for _, l := range view.Leaders {
		r := countRow(cmp.Or(l.Name, p.m.T("overview.noleader")), l.Lights, true)
		if l.Post != 0 {
			r.URL = ledgerURL("leader", id.String(l.Post))
			for _, line := range view.Dir.Lines {
				if line.Post == l.Post && !line.Follow {
					r.Field = line.Field
				}
			}
		}
		p.Leaders = append(p.Leaders, r)
	}
	for i, u := range view.Units {
		if i == unitsShown {
			p.More = ledgerURL("sort", "light")
			break
		}
		r := countRow(cmp.Or(u.Name, p.m.T("overview.nolead")), u.Lights, false)
		if u.Unit != 0 {
			r.URL = ledgerURL("unit", id.String(u.Unit))
		}
		p.Units = append(p.Units, r)
	}
}

func countRow(name string, lights map[ledger.Light]int64, bar bool) CountRow {
	r := CountRow{Name: name}
	var parts []chart.Part
	for _, l := range LightOrder {
		n := lights[lightOf(l)]
		r.N = append(r.N, n)
		r.All += n
		parts = append(parts, chart.Part{Class: "s-" + l, N: int(n)})
	}
	if bar {
		r.Bar = chart.Stack(170, 14, parts)
	}
	return r
}

func lightOf(name string) ledger.Light {
	l, err := ledger.ParseLight(name)
	if err != nil {
		return ledger.NoLight
	}
	return l
}

// yearGone is the share of the year that is past at the end of a day.
func yearGone(d Day) string {
	y, _, _ := d.YMD()
	begin, end := calendar.Date(y, 1, 1), calendar.Date(y+1, 1, 1)
	pc, _ := quantity.Percent(int64(d-begin)+1, int64(end-begin), 1, quantity.HalfUp)
	return quantity.Format(pc, 1) + "%"
}
