package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/register"
)

// RegistersPage lists the registers in use, those with alerts first, and for the
// office those that could be.
type RegistersPage struct {
	Page
	Says string
	Rows []RegisterRow
}

// RegisterRow is one register.
type RegisterRow struct {
	Name, URL, Purpose, Keeper, State string
	Objects, Alerts                   int
	On                                bool
	Switch                            string // address; empty: not the reader's to switch
}

func (s *Site) getRegisters(v *visit) error {
	list, err := s.App.Registers(v.r.Context(), v.who.Viewer, v.asofOf())
	if err != nil {
		return err
	}
	p := &RegistersPage{}
	if p.Page, err = s.page(v, "registers", v.m.T("register.head")); err != nil {
		return err
	}
	p.asof(v.r.URL.Path, v.r.URL.Query())
	on, objects, alerts := 0, 0, 0
	for _, l := range list {
		l.Def = l.Def.In(v.m.Tag())
		r := RegisterRow{Name: l.Def.Name, URL: "/registers/" + l.Def.ID, Purpose: capital(l.Def.Purpose), Keeper: l.Keeper, Objects: l.Objects, Alerts: l.Alerts, On: l.On, State: v.m.T("register.off")}
		if l.On {
			on, objects, alerts = on+1, objects+l.Objects, alerts+l.Alerts
			r.State = v.m.T("register.on")
		}
		if l.Def.System != "" && l.On {
			r.State = v.m.T("register.elsewhere", "system", l.Def.System)
		}
		if l.May && !p.Past() {
			r.Switch = r.URL + "/switch"
		}
		p.Rows = append(p.Rows, r)
	}
	p.Says = v.m.T("register.says", "on", on, "objects", objects, "alerts", alerts)
	return s.show(v, http.StatusOK, p)
}

// RegisterPage is one register: its counts by stage and owner, and its objects.
type RegisterPage struct {
	Page
	Name, URL, Called string
	Column            string // head of the column of objects
	Says              string
	Acts              []Act
	Fill              bool
	Stages            []View // counts that lead to what they count
	Units             []View
	Head              []RegisterColumn
	Staged            bool // there are stages
	Rows              []RegisterObjectRow
	Pager             Pager
	Counts            *RegisterCounts
}

// RegisterColumn is a column of the list.
type RegisterColumn struct {
	Name   string
	Number bool
}

// RegisterObjectRow is one object of the list; the first cell leads to it.
type RegisterObjectRow struct {
	No, URL, Title string
	Cells          []RegisterCell
	Stage          string
	Alerts         []string
	Ended          bool
}

// RegisterCell is one value.
type RegisterCell struct {
	Name, Text, URL string
	Note            string // whence it comes, where the ledger gives it
	Number          bool
}

// RegisterCounts are the newest counts that a competent system gave.
type RegisterCounts struct {
	Period string
	Head   []string
	Rows   []RegisterCountRow
}

// RegisterCountRow is one unit.
type RegisterCountRow struct {
	Unit  string
	Cells []string
}

// registerShown is how many objects stand on one page.
const registerShown = 100

func (s *Site) registerHere(v *visit) (*app.RegisterView, Page, error) {
	x, err := s.App.Register(v.r.Context(), v.who.Viewer, v.r.PathValue("name"), v.asofOf())
	if err != nil {
		return nil, Page{}, err
	}
	if err := x.In(v.m); err != nil {
		return nil, Page{}, err
	}
	page, err := s.page(v, "registers", x.Def.Name)
	v.at(x.Point)
	return x, page, err
}

func (s *Site) getRegister(v *visit) error {
	x, page, err := s.registerHere(v)
	if err != nil {
		return err
	}
	p := &RegisterPage{Page: page, Name: x.Def.Name, URL: "/registers/" + x.Def.ID, Called: x.Def.Called, Column: capital(x.Def.Called), Says: v.m.T("register.onesays", "n", x.Objects, "alerts", x.Alerts), Staged: len(x.Def.Stages) > 0}
	p.asof(v.r.URL.Path, v.r.URL.Query())
	p.acts(v, x)
	if x.Def.System != "" {
		p.said(v, x, v.m.T("register.elsewhere", "system", x.Def.System))
		p.Counts = countsOf(v, x)
		return s.show(v, http.StatusOK, p)
	}
	p.said(v, x, v.m.T("register.onesays", "n", x.Objects, "alerts", x.Alerts))
	p.views(v, x)
	p.list(v, x)
	return s.show(v, http.StatusOK, p)
}

// said is what the register is for, what it holds, and since when it is in use.
func (p *RegisterPage) said(v *visit, x *app.RegisterView, holds string) {
	parts := []string{capital(x.Def.Purpose), holds}
	switch {
	case !x.On:
		parts = append(parts, v.m.T("register.off"))
	case x.Switch.ID != 0 && x.Def.System == "":
		parts = append(parts, v.m.T("register.switchedsays", "who", unitName(x.Dir, x.Switch.Keeper), "n", x.Switch.Fillings))
	}
	p.Says = strings.Join(parts, v.m.T("register.stop"))
}

// capital begins a sentence of a language that has capitals.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func (p *RegisterPage) acts(v *visit, x *app.RegisterView) {
	if p.Past() {
		return
	}
	if (x.May.Enter || x.May.Own) && x.Def.System == "" {
		p.Acts = append(p.Acts, Act{URL: p.URL + "/new", Name: v.m.T("register.add", "called", x.Def.Called), Primary: true})
	}
	if x.May.Enter {
		p.Acts = append(p.Acts, Act{URL: p.URL + "/import", Name: v.m.T("register.import")})
		p.Fill = x.Def.Fill != nil
	}
	if x.May.Switch {
		p.Acts = append(p.Acts, Act{URL: p.URL + "/switch", Name: v.m.T("register.switch")})
	}
}

// views are the counts by stage and by owner; each leads to the objects that it
// counts, so that no count can differ from the list (S5-05).
func (p *RegisterPage) views(v *visit, x *app.RegisterView) {
	q := v.r.URL.Query()
	stage, unit, only := q.Get("stage"), q.Get("unit"), q.Get("only")
	none := stage == "" && unit == "" && only == "" && q.Get("view") == ""
	p.Stages = []View{{Name: v.m.T("register.all", "n", x.Objects), URL: address(p.URL, with(q, "stage", "", "unit", "", "only", "", "view", "")), Current: none}}
	if x.Alerts > 0 {
		p.Stages = append(p.Stages, View{Name: v.m.T("register.allalerts"), Count: v.m.Count(int64(x.Alerts)), URL: address(p.URL, with(q, "only", "alerts", "stage", "", "unit", "")), Current: only == "alerts"})
	}
	for _, t := range x.Stages {
		name, key := t.Name, t.Stage
		if key == "" {
			name, key = v.m.T("register.notbegun"), "none"
		}
		p.Stages = append(p.Stages, View{Name: name, Count: v.m.Count(int64(t.N)), URL: address(p.URL, with(q, "stage", key, "only", "")), Current: stage == key})
	}
	for _, w := range x.Def.Views {
		n := 0
		for _, r := range x.Records {
			if r.Ended == 0 && slices.Contains(r.Views, w.ID) {
				n++
			}
		}
		p.Stages = append(p.Stages, View{Name: w.Name, Count: v.m.Count(int64(n)), URL: address(p.URL, with(q, "view", w.ID, "stage", "", "unit", "", "only", "")), Current: q.Get("view") == w.ID})
	}
	if ended := len(x.Records) - x.Objects; ended > 0 {
		p.Stages = append(p.Stages, View{Name: v.m.T("register.ended"), Count: v.m.Count(int64(ended)), URL: address(p.URL, with(q, "only", "ended", "stage", "", "unit", "")), Current: only == "ended"})
	}
	if len(x.Units) < 2 {
		return
	}
	for _, t := range x.Units {
		p.Units = append(p.Units, View{Name: t.Name, Count: v.m.Count(int64(t.N)), URL: address(p.URL, with(q, "unit", id.String(t.Unit), "only", "")), Current: unit == id.String(t.Unit)})
	}
}

func (p *RegisterPage) list(v *visit, x *app.RegisterView) {
	q := v.r.URL.Query()
	for _, f := range x.Def.Fields {
		if f.Listed && f.Name != x.Def.Title {
			p.Head = append(p.Head, RegisterColumn{Name: f.Label, Number: f.Type == register.Number || f.Type == register.Day})
		}
	}
	var chosen []*app.RegisterRow
	for _, r := range x.Records {
		if registerWanted(x, r, q) {
			chosen = append(chosen, r)
		}
	}
	slices.SortStableFunc(chosen, func(a, b *app.RegisterRow) int {
		return cmp.Compare(min(len(b.Alerts), 1), min(len(a.Alerts), 1))
	})
	from, to, pager := v.pageOf(p.URL, q, len(chosen), registerShown)
	p.Pager = pager
	for _, r := range chosen[from:to] {
		p.Rows = append(p.Rows, registerObjectRow(v, x, r))
	}
}

func registerWanted(x *app.RegisterView, r *app.RegisterRow, q url.Values) bool {
	if (q.Get("only") == "ended") != (r.Ended != 0) || q.Get("only") == "alerts" && len(r.Alerts) == 0 {
		return false
	}
	if w := q.Get("view"); w != "" && !slices.Contains(r.Views, w) {
		return false
	}
	if u := q.Get("unit"); u != "" && u != id.String(r.Owner) {
		return false
	}
	switch stage := q.Get("stage"); stage {
	case "":
		return true
	case "none":
		return r.Stage < 0
	default:
		return r.Stage >= 0 && x.Def.Stages[r.Stage].ID == stage
	}
}

func registerObjectRow(v *visit, x *app.RegisterView, r *app.RegisterRow) RegisterObjectRow {
	n := strconv.Itoa(r.N)
	row := RegisterObjectRow{No: n, URL: "/registers/" + x.Def.ID + "/" + n, Title: cmp.Or(r.Values[x.Def.Title], n), Ended: r.Ended != 0, Stage: stageOf(v, x, r)}
	for _, f := range x.Def.Fields {
		if f.Listed && f.Name != x.Def.Title {
			row.Cells = append(row.Cells, sourcedCell(v, x, r, 0, f, r.Values, r.Whys))
		}
	}
	for _, a := range r.Alerts {
		row.Alerts = append(row.Alerts, a.Says)
	}
	return row
}

func registerCell(x *app.RegisterView, f register.Field, value string) RegisterCell {
	c := RegisterCell{Name: f.Label, Text: cmp.Or(x.Names.Show(f, value), "—"), Number: f.Type == register.Number || f.Type == register.Day}
	switch f.Type {
	case register.Item:
		if i, ok := x.Names.ItemOf(value); ok {
			c.URL = "/items/" + id.String(i.Item)
		}
	case register.Object:
		if n, ok := x.Names.NumberOf(value); ok {
			c.URL = "/registers/" + cmp.Or(f.Of, x.Def.ID) + "/" + strconv.Itoa(n)
		}
	}
	return c
}

// stageOf is the name of the stage an object stands at; empty where there are
// none.
func stageOf(v *visit, x *app.RegisterView, r *app.RegisterRow) string {
	switch {
	case r.Ended != 0:
		return v.m.T("register.ended")
	case len(x.Def.Stages) == 0:
		return ""
	case r.Stage < 0:
		return v.m.T("register.notbegun")
	}
	return x.Def.Stages[r.Stage].Name
}

// countsOf is the newest period of the counts, a row for each unit.
func countsOf(v *visit, x *app.RegisterView) *RegisterCounts {
	out := &RegisterCounts{}
	var last calendar.Period
	for _, c := range x.Counts {
		last = max(last, c.Period)
	}
	if last == 0 {
		return out
	}
	key, args := last.LabelKey()
	out.Period = v.m.T(key, args...)
	for _, f := range x.Def.Counts {
		out.Head = append(out.Head, f.Label)
	}
	at := map[id.Unit]int{}
	for _, c := range x.Counts { // oldest first: a later one stands
		if c.Period != last {
			continue
		}
		i, ok := at[c.UnitID]
		if !ok {
			i = len(out.Rows)
			at[c.UnitID] = i
			out.Rows = append(out.Rows, RegisterCountRow{Unit: unitName(x.Dir, c.UnitID), Cells: make([]string, len(x.Def.Counts))})
		}
		if j := slices.IndexFunc(x.Def.Counts, func(f register.Field) bool { return f.Name == c.Name }); j >= 0 {
			out.Rows[i].Cells[j] = c.Value + x.Def.Counts[j].Unit
		}
	}
	return out
}
