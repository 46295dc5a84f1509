package web

import (
	"cmp"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/chart"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/quantity"
	"jiufen/internal/store"
)

// WallPage is the wall chart (挂图作战, S5-41): the items of a kind over the year, a
// sheet for as many as fit.
type WallPage struct {
	Page
	Says   string
	Kinds  []View
	Sheets []template.HTML
	Ledger string
}

// wallMost is how many items a chart holds at most: ten sheets.
const wallMost = 300

func (s *Site) getWall(v *visit) error {
	q := v.r.URL.Query()
	kind := cmp.Or(q.Get("kind"), "project-year")
	view, err := s.App.Ledger(v.r.Context(), v.who.Viewer, app.LedgerQuery{Day: v.asofOf(), Kind: kind, Sort: store.ByDue, Limit: wallMost}, v.m)
	if err != nil {
		return err
	}
	v.at(view.Point)
	p := &WallPage{}
	if p.Page, err = s.page(v, "overview", v.m.T("wall.head")); err != nil {
		return err
	}
	p.Wall = true
	p.asof("/wall", q)
	for _, k := range view.Lib.Kinds {
		p.Kinds = append(p.Kinds, View{Name: k.Name, URL: address("/wall", with(url.Values{"asof": q["asof"]}, "kind", k.ID)), Current: k.ID == kind})
	}
	slices.SortFunc(p.Kinds, func(a, b View) int { return cmp.Compare(a.URL, b.URL) })
	p.Ledger = address("/ledger", with(url.Values{"asof": q["asof"]}, "kind", kind))
	p.sheets(v, view, kind)
	return s.show(v, http.StatusOK, p)
}

// sheets groups the items by leader and fills sheet after sheet.
func (p *WallPage) sheets(v *visit, view *app.LedgerView, kind string) {
	m := v.m
	groups := map[id.Post]*chart.WallGroup{}
	var order []id.Post
	for _, r := range view.Rows {
		if r.HeadOnly {
			continue
		}
		g := groups[r.Line.Leader]
		if g == nil {
			g = &chart.WallGroup{Name: m.T("wall.noleader")}
			if post := view.Dir.Post(r.Line.Leader); post.ID != 0 {
				g.Name = post.Title
				if r.Field != "" && !strings.Contains(post.Title, r.Field) {
					g.Name += "（" + r.Field + "）"
				}
			}
			groups[r.Line.Leader] = g
			order = append(order, r.Line.Leader)
		}
		g.Rows = append(g.Rows, wallRow(v, view, r))
	}
	slices.Sort(order)
	var sheets [][]chart.WallGroup
	var sheet []chart.WallGroup
	used, items := 0, 0
	for _, post := range order {
		rest := groups[post].Rows
		items += len(rest)
		for len(rest) > 0 {
			if used+2 > chart.WallRows {
				sheets, sheet, used = append(sheets, sheet), nil, 0
			}
			n := min(len(rest), chart.WallRows-used-1)
			sheet = append(sheet, chart.WallGroup{Name: groups[post].Name, Rows: rest[:n]})
			used += n + 1
			rest = rest[n:]
		}
	}
	if len(sheet) > 0 {
		sheets = append(sheets, sheet)
	}
	name := kind
	if k := view.Lib.Kinds[kind]; k != nil {
		name = k.Name
	}
	p.Says = m.T("wall.says", "n", items, "sheets", len(sheets))
	for i, groups := range sheets {
		p.Sheets = append(p.Sheets, p.draw(v, view, name, items, i, len(sheets), groups))
	}
}

func (p *WallPage) draw(v *visit, view *app.LedgerView, name string, items, i, of int, groups []chart.WallGroup) template.HTML {
	m, day := v.m, view.Point.Day
	w := chart.Wall{ID: "wall-" + id.String(id.Fact(i)), Heading: m.T("wall.title", "place", p.Place, "year", day.Year(), "name", name), Today: m.T("wall.today", "day", m.DateIn(int32(day), day.Year())),
		From: int32(calendar.Date(day.Year(), 1, 1)), To: int32(calendar.Date(day.Year(), 12, 31)), Now: int32(day), Groups: groups}
	w.Says = m.T("wall.sub", "n", items, "day", m.Date(int32(day)))
	if of > 1 {
		w.Heading += m.T("wall.sheet", "i", i+1, "of", of)
	}
	w.Title = w.Heading + " " + w.Says
	w.Heads = [4]string{m.T("ledger.item"), m.T("ledger.lead"), m.T("ledger.light"), m.T("wall.share")}
	for k := range w.Months {
		w.Months[k] = m.T("judge.month." + strconv.Itoa(k+1))
	}
	for _, l := range LightOrder {
		w.Legend = append(w.Legend, chart.WallLight{Colour: l, Word: m.T("light." + l)})
	}
	w.Foot = m.T("wall.foot", "rule", ruleName(m, view.Lib), "seq", int64(view.Point.Seq))
	return w.SVG()
}

func wallRow(v *visit, view *app.LedgerView, r app.LedgerRow) chart.WallRow {
	row := chart.WallRow{Name: r.Title, Lead: r.Lead, Light: chart.WallLight{Colour: r.Light.String(), Word: v.m.T("light." + r.Light.String())}, Share: "—", Done: -1, From: int32(calendar.Date(view.Point.Day.Year(), 1, 1)), To: int32(calendar.Date(view.Point.Day.Year(), 12, 31))}
	if a, _ := r.Facts.Assignment(); a.ID != 0 {
		row.From = int32(a.AssignDay)
	}
	if r.Due != store.NoDue {
		row.To = int32(r.Due)
	}
	if r.Light == ledger.Done {
		row.Done = 1000
	}
	for _, n := range r.Input.States {
		row.Nodes = append(row.Nodes, chart.WallNode{Day: int32(n.Day), Text: n.State, Reached: n.Reached != 0})
	}
	for _, t := range r.Input.Tracks {
		if t.Main {
			wallTrack(&row, t, view.Point.Day)
			break
		}
	}
	slices.SortFunc(row.Nodes, func(a, b chart.WallNode) int { return cmp.Compare(a.Day, b.Day) })
	return row
}

// wallTrack puts the main measure on the line: nodes, and for a cumulative one
// how much of the target is done and planned.
func wallTrack(row *chart.WallRow, t ledger.Track, day calendar.Day) {
	used := ledger.Used(t.Values)
	expected := int64(0)
	for _, n := range t.Nodes {
		text := n.State
		if text == "" {
			text = quantity.Short(n.Expected, int(t.Decimals)) + t.Unit
		}
		row.Nodes = append(row.Nodes, chart.WallNode{Day: int32(n.Day), Text: text, Reached: n.Reached != 0 || used != nil && t.Dir > 0 && used.N >= n.Expected})
		if n.Day <= day {
			expected = n.Expected
		}
	}
	if !t.HasTarget || t.Target <= 0 || !t.Path.Cumulative() {
		return
	}
	share := func(n int64) string {
		p, _ := quantity.Percent(n, t.Target, 0, quantity.HalfUp)
		return quantity.Format(p, 0)
	}
	if used != nil {
		row.Done = max(row.Done, min(used.N, t.Target)*1000/t.Target)
		row.Share = share(used.N) + "/" + share(expected)
	}
}
