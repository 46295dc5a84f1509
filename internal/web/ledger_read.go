package web

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// sorts are the columns one can sort by; an address with another is by number,
// the order in which items were promised.
var sorts = map[string]store.Sort{"no": store.ByNumber, "light": store.ByLight, "due": store.ByDue}

// ledgerQuery reads what is wanted of the ledger out of an address. What cannot
// be read does not filter.
func ledgerQuery(v *visit, q url.Values) app.LedgerQuery {
	out := app.LedgerQuery{Day: v.asofOf(), Lead: queryID[id.Unit](q, "unit"), Leader: queryID[id.Post](q, "leader"), Field: q.Get("field"), Kind: q.Get("kind"),
		Text: plain(q.Get("q")), Sort: cmp.Or(sorts[q.Get("sort")], store.ByNumber), After: cursorOf(q.Get("after"))}
	if l, err := ledger.ParseLight(q.Get("light")); err == nil {
		out.Light = l
	}
	if q.Get("due") == "week" {
		out.DueFrom = cmp.Or(out.Day, dayOf(v.now))
		out.DueTo = out.DueFrom + 7
	}
	return out
}

// cursorText and cursorOf carry the last line of a page through an address.
func cursorText(c *store.Cursor) string {
	if c == nil {
		return ""
	}
	return fmt.Sprintf("%d.%d.%d", c.Light, c.Due, c.Item)
}

func cursorOf(s string) (c store.Cursor) {
	var due, item int64
	if n, err := fmt.Sscanf(s, "%d.%d.%d", &c.Light, &due, &item); err != nil || n != 3 || item <= 0 {
		return store.Cursor{}
	}
	c.Due, c.Item = Day(due), id.Item(item)
	return c
}

// getLedger shows a page of the ledger.
func (s *Site) getLedger(v *visit) error {
	q := v.r.URL.Query()
	lq := ledgerQuery(v, q)
	p := &LedgerPage{Text: lq.Text}
	past := lq.Text != "" && lq.Day != 0
	if past {
		lq.Text = "" // search knows only now
	}
	view, err := s.App.Ledger(v.r.Context(), v.who.Viewer, lq, v.m)
	if err != nil {
		return err
	}
	v.at(view.Point)
	if p.Page, err = s.page(v, "ledger", v.m.T("nav.ledger")); err != nil {
		return err
	}
	p.Wide = true
	p.asof("/ledger", q)
	if past {
		p.Errors = []FieldError{{Name: "q", Label: v.m.T("ledger.text"), Text: v.m.T("err.search.past")}}
	}
	s.fillLedger(v, p, q, lq, view)
	if err := s.saved(v, p, q); err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

func (s *Site) fillLedger(v *visit, p *LedgerPage, q url.Values, lq app.LedgerQuery, view *app.LedgerView) {
	m := v.m
	for _, r := range view.Rows {
		p.Rows = append(p.Rows, ledgerRow(m, p.Year, view.Lib, view.Dir, r))
	}
	p.Says, p.Scope = saysOf(m, view.Lights), m.T("ledger.scope", "day", m.Date(int32(view.Point.Day)))
	p.Views = ledgerViews(m, q, view.Lights)
	p.choices(q, view)
	for _, key := range []string{"no", "light", "due"} {
		l := SortLink{Key: key, URL: address("/ledger", with(q, "sort", key))}
		if sorts[key] == lq.Sort {
			l.Current = "up"
			if key == "light" {
				l.Current = "down"
			}
		}
		p.Sorts = append(p.Sorts, l)
	}
	p.Legend = legendOf(m, view.Lib)
	p.Clear = address("/ledger", url.Values{"asof": q["asof"], "sort": q["sort"]})
	p.Any = lq.Lead != 0 || lq.Leader != 0 || lq.Field != "" || lq.Kind != "" || lq.Light != ledger.NoLight || p.Text != "" || lq.DueTo != 0
	if len(p.Rows) > 0 {
		p.Export = address("/ledger.xlsx", with(q))
	}
	from := max(int(queryID[int64](q, "from")), 1)
	p.Pager = Pager{From: from, To: from + len(p.Rows) - 1, Total: countText(view.Count, view.Capped)}
	if view.Next != nil {
		p.Pager.Next = address("/ledger", with(q, "after", cursorText(view.Next), "from", strconv.Itoa(from+len(p.Rows))))
	}
	if lq.After.Item != 0 {
		p.Pager.First = address("/ledger", with(q))
	}
	if !p.Any && len(p.Rows) == 0 && v.who.Viewer.Can(org.Draft) {
		p.First = &Act{URL: "/documents", Name: m.T("ledger.first")}
	}
}

func countText(n int64, capped bool) string {
	if capped {
		return strconv.FormatInt(n, 10) + "+"
	}
	return strconv.FormatInt(n, 10)
}

// asof sets the day of a page and where it is found as it is now.
func (p *Page) asof(path string, q url.Values) {
	d, ok := readDay(q.Get("asof"), p.Year)
	if !ok || d >= p.Today {
		p.AsOf.Held = held(q)
		return
	}
	p.AsOf = AsOf{Day: d, Now: address(path, with(q, "asof", "")), Held: held(q, "q")}
}

// saysOf is the state in numbers: 312项：完成42、绿197、黄37、红17、灰19。
func saysOf(m *locale.Messages, n map[ledger.Light]int64) string {
	var all int64
	for _, x := range n {
		all += x
	}
	return m.T("ledger.saysall", "n", all, "done", n[ledger.Done], "green", n[ledger.Green], "yellow", n[ledger.Yellow], "red", n[ledger.Red], "grey", n[ledger.Grey])
}

// ledgerViews is the line of words above the list: all, the lights that ask for
// something, what is due.
func ledgerViews(m *locale.Messages, q url.Values, n map[ledger.Light]int64) []View {
	var all int64
	for _, x := range n {
		all += x
	}
	light, due := q.Get("light"), q.Get("due")
	out := []View{{Name: m.T("ledger.all"), Count: fmt.Sprint(all), URL: address("/ledger", with(q, "light", "", "due", "")), Current: light == "" && due == ""}}
	for _, l := range []ledger.Light{ledger.Red, ledger.Yellow, ledger.Green, ledger.Grey, ledger.Done} {
		out = append(out, View{Name: m.T("light." + l.String()), Count: fmt.Sprint(n[l]), URL: address("/ledger", with(q, "light", l.String(), "due", "")), Current: light == l.String()})
	}
	return append(out, View{Name: m.T("ledger.week"), URL: address("/ledger", with(q, "light", "", "due", "week")), Current: due == "week"})
}

// choices are what one can filter by: units, leaders and portfolios of the day.
func (p *LedgerPage) choices(q url.Values, view *app.LedgerView) {
	for _, u := range view.Dir.Units {
		if u.EndDay == 0 && leads(u.Sort) {
			p.Units = append(p.Units, Option{Value: id.String(u.ID), Name: cmp.Or(u.Short, u.Name), Chosen: id.String(u.ID) == q.Get("unit")})
		}
	}
	seen, fields := map[id.Post]bool{}, map[string]bool{}
	for _, l := range view.Dir.Lines {
		if l.Follow {
			continue
		}
		if !seen[l.Post] {
			seen[l.Post] = true
			p.Leaders = append(p.Leaders, Option{Value: id.String(l.Post), Name: leaderName(view.Dir, l.Post), Chosen: id.String(l.Post) == q.Get("leader")})
		}
		if l.Field != "" && !fields[l.Field] {
			fields[l.Field] = true
			p.Fields = append(p.Fields, Option{Value: l.Field, Name: l.Field, Chosen: l.Field == q.Get("field")})
		}
	}
	for _, k := range view.Lib.Kinds {
		p.Kinds = append(p.Kinds, Option{Value: k.ID, Name: k.Name, Chosen: k.ID == q.Get("kind")})
	}
	slices.SortFunc(p.Kinds, func(a, b Option) int { return cmp.Compare(a.Value, b.Value) })
	for _, l := range LightOrder {
		p.Lights = append(p.Lights, Option{Value: l, Name: p.m.T("light." + l), Chosen: l == q.Get("light")})
	}
}

// leads reports whether units of a sort can lead an item; groups and sections
// cannot.
func leads(s org.Sort) bool {
	return s != org.Group && s != org.Section && s != org.Government
}

// leaderName is a leader's post with its holder: 副市长（王明）.
func leaderName(dir *org.Directory, p id.Post) string {
	post := dir.Post(p)
	if n := dir.PersonName(post.Holder); n != "" {
		return post.Title + " " + n
	}
	return post.Title
}

// ledgerRow is a line of the ledger with its figures: those of the measure that
// set the light, or of the first one.
func ledgerRow(m *locale.Messages, year int, lib *store.Library, dir *org.Directory, r app.LedgerRow) LedgerRow {
	url := "/items/" + id.String(r.ItemID)
	row := LedgerRow{No: r.Number, URL: url, Title: r.Title, Kind: r.KindName, Lead: r.Lead, Field: r.Field, Late: r.Late, Reported: r.Input.Reported,
		Light: Light{Colour: r.Light.String(), Why: r.Says, URL: url + "#reason"}}
	row.Due, row.DueText = dueWord(m, r.Due, r.DueSort)
	if r.HeadOnly {
		row.Light.Why, row.Reported, row.Late = m.T("ledger.headonly"), 0, ""
		return row
	}
	if r.Early {
		row.Light.Why += m.T("ledger.early")
	}
	if r.Light == ledger.Red {
		row.Cause = r.Says
	}
	if r.Why.Grey != ledger.NotGrey {
		row.Standing = m.T("word.grey." + r.Why.Grey.String())
	}
	row.figures(m, r)
	return row
}

func (row *LedgerRow) figures(m *locale.Messages, r app.LedgerRow) {
	i := int(r.Why.Track)
	if i < 0 {
		i = slices.IndexFunc(r.Input.Tracks, func(t ledger.Track) bool { return t.Main })
	}
	if i < 0 || i >= len(r.Input.Tracks) || r.Input.Tracks[i].Path == ledger.State {
		return
	}
	t := &r.Input.Tracks[i]
	dec := int(t.Decimals)
	row.Unit = t.Unit
	if t.HasTarget {
		row.Target = Fig(t.Goal, dec)
	}
	if v := ledger.Used(t.Values); v != nil {
		row.Actual, row.Standing = Fig(v.N, dec), m.T("word.standing."+v.Standing.String())
	}
	switch r.Why.Reason {
	case ledger.BecauseAmount, ledger.BecauseAmountOverdue, ledger.BecauseLevel, ledger.BecauseRelative:
	default:
		return
	}
	row.Expected = Fig(r.Why.Expected, dec)
	if r.Why.Value < 0 {
		return
	}
	row.Actual = Fig(r.Why.Actual, dec)
	row.Gap, row.GapUnit = gapOf(m, r.Why.Actual, r.Why.Expected, dec, t.Unit)
	if short := r.Why.Expected - r.Why.Actual; t.Path.Cumulative() && short > 0 {
		if f, ok := percentOf(short, r.Why.Expected); ok {
			row.Behind = f
		}
	}
}

func (s *Site) getLedgerXlsx(v *visit) error { return s.handLedger(v, "xlsx") }
func (s *Site) getLedgerCSV(v *visit) error  { return s.handLedger(v, "csv") }

// handLedger gives the whole list of a filter as a file, page after page as the
// reader may see it.
func (s *Site) handLedger(v *visit, form string) error {
	q := ledgerQuery(v, v.r.URL.Query())
	q.Limit, q.After = 500, store.Cursor{}
	first, err := s.App.Ledger(v.r.Context(), v.who.Viewer, q, v.m)
	if err != nil {
		return err
	}
	day := cmp.Or(q.Day, dayOf(v.now))
	t := table{name: "ledger-" + day.String(), tab: v.m.T("nav.ledger"), columns: ledgerColumns(v.m),
		title: v.m.T("ledger.sheettitle", "place", s.Place, "day", v.m.Date(int32(day)), "rule", legendOf(v.m, first.Lib).Rule, "n", v.m.Count(int64(first.Point.Seq)))}
	t.rows = func(yield func([]cell, error) bool) {
		for view := first; ; {
			for _, r := range view.Rows {
				if !yield(ledgerCells(v.m, ledgerRow(v.m, day.Year(), view.Lib, view.Dir, r)), nil) {
					return
				}
			}
			if view.Next == nil {
				return
			}
			q.After = *view.Next
			if view, err = s.App.Ledger(v.r.Context(), v.who.Viewer, q, v.m); err != nil {
				yield(nil, err)
				return
			}
		}
	}
	return v.hand(t, form)
}

// getSearch finds text in titles and sentences of what the reader may see.
func (s *Site) getSearch(v *visit) error {
	q := v.r.URL.Query()
	text := plain(q.Get("q"))
	p := &SearchPage{Text: text}
	var err error
	if text == "" {
		if p.Page, err = s.page(v, "", v.m.T("search.head")); err != nil {
			return err
		}
		p.Says = v.m.T("search.start")
		return s.show(v, http.StatusOK, p)
	}
	view, err := s.App.Ledger(v.r.Context(), v.who.Viewer, app.LedgerQuery{Text: text, Sort: store.ByDue, After: cursorOf(q.Get("after"))}, v.m)
	if err != nil {
		return err
	}
	v.at(view.Point)
	if p.Page, err = s.page(v, "", v.m.T("search.head")); err != nil {
		return err
	}
	p.Query, p.Says = text, v.m.T("search.says", "n", countText(view.Count, view.Capped))
	for _, r := range view.Rows {
		l := ledgerRow(v.m, p.Year, view.Lib, view.Dir, r)
		p.Rows = append(p.Rows, SearchRow{No: l.No, URL: l.URL, Title: l.Title, Lead: l.Lead, Kind: l.Kind, Light: l.Light, Quote: quoteOf(r, text), Due: l.Due, DueText: l.DueText})
	}
	from := max(int(queryID[int64](q, "from")), 1)
	p.Pager = Pager{From: from, To: from + len(p.Rows) - 1, Total: countText(view.Count, view.Capped)}
	if view.Next != nil {
		p.Pager.Next = address("/search", with(q, "after", cursorText(view.Next), "from", strconv.Itoa(from+len(p.Rows))))
	}
	return s.show(v, http.StatusOK, p)
}

// quoteOf is the standard of an item with the words looked for marked in it.
func quoteOf(r app.LedgerRow, text string) []Span {
	if r.HeadOnly || r.Facts == nil {
		return nil
	}
	h, ok := r.Facts.Head()
	if !ok || h.Standard == "" {
		return nil
	}
	before, after, found := strings.Cut(h.Standard, text)
	if !found {
		return []Span{{Text: h.Standard}}
	}
	return []Span{{Text: before}, {Text: text, Mark: "t"}, {Text: after}}
}
