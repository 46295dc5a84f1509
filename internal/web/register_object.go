package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/document"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/register"
	"jiufen/internal/store"
)

// RegisterObjectPage is one object: what is kept of it, how far it is, what it
// was held against, and the forms to record more.
type RegisterObjectPage struct {
	Page
	Register, RegisterName, N string
	URL, Name, Says           string
	Alerts                    []string
	Facts                     []Pair
	Item                      Act
	Stages                    []StageRow
	Ticks                     []TickRow
	Groups                    []LineGroup
	Former                    string
	Compared                  []CompareRow
	Rounds                    string
	Looks                     []LookRow
	Flaws                     []FlawRow
	MayNote, MayRaise         bool
	History                   []RegisterEntryRow
	Forms                     []UnitForm
}

// StageRow is one stage of the way.
type StageRow struct {
	Name            string
	Latest, Reached Day
	Late            bool
}

// TickRow is one point of the checklist.
type TickRow struct {
	Name, Own, Other, Words string
	At                      Day
	Ticked, Differs         bool
}

// LineGroup is a group of lines with those that are not the parent's.
type LineGroup struct {
	Name, Label string
	Head        []RegisterColumn
	Rows        []LineRow
	Foot        []RegisterCell // sums of the lines; none: nothing is added up
	Texts       []WrittenLine  // instead of rows, where words are written from the ledger
	Differ      []register.Difference
}

// WrittenLine is a line whose words are written from the ledger.
type WrittenLine struct {
	Head, Edit, Write string
	Says              string // as of when its figures are
	Parts             []WrittenText
}

// WrittenText is one text of such a line.
type WrittenText struct {
	Label string
	Lines []string
}

// LineRow is one line; Edit leads to its form.
type LineRow struct {
	Cells []RegisterCell
	Edit  string
}

// LookRow is one check.
type LookRow struct {
	At           Day
	Found, Words string
}

// FlawRow is one defect.
type FlawRow struct {
	ID, Words     string
	CureBy, Cured Day
	Item, URL     string
}

// RegisterEntryRow is one entry of the object's record.
type RegisterEntryRow struct{ At, Who, What string }

func (s *Site) registerObjectPage(v *visit) (*RegisterObjectPage, *app.RegisterObjectView, error) {
	n, err := registerN(v)
	if err != nil {
		return nil, nil, err
	}
	x, err := s.App.RegisterObject(v.r.Context(), v.who.Viewer, v.r.PathValue("name"), n, v.asofOf())
	if err != nil {
		return nil, nil, err
	}
	if err := x.In(v.m); err != nil {
		return nil, nil, err
	}
	r := x.Row
	title := cmp.Or(r.Values[x.Def.Title], strconv.Itoa(n))
	page, err := s.page(v, "registers", title)
	if err != nil {
		return nil, nil, err
	}
	v.at(x.Point)
	p := &RegisterObjectPage{Page: page, Register: "/registers/" + x.Def.ID, RegisterName: x.Def.Name, N: strconv.Itoa(n), Name: title}
	p.URL = p.Register + "/" + p.N
	p.asof(v.r.URL.Path, v.r.URL.Query())
	p.Says = v.m.T("register.objectsays", "n", n, "stage", cmp.Or(stageOf(v, x.RegisterView, r), x.Def.Called))
	if x.Def.Owner != "" {
		p.Says += v.m.T("register.objectof", "unit", orNone(r.Owner != 0, func() string { return unitName(x.Dir, r.Owner) }))
	}
	for _, a := range r.Alerts {
		p.Alerts = append(p.Alerts, a.Says)
	}
	for _, f := range x.Def.Fields {
		c := sourcedCell(v, x.RegisterView, r, 0, f, r.Values, r.Whys)
		if c.Note != "" {
			c.Text = v.m.T("source.with", "value", c.Text, "note", c.Note)
		}
		p.Facts = append(p.Facts, Pair{Name: f.Label, Text: c.Text, URL: c.URL})
	}
	if i, ok := x.Names.ItemOf(id.String(r.Item)); ok && r.Item != 0 {
		p.Item = Act{URL: "/items/" + id.String(r.Item), Name: i.Number + " " + i.Title}
	}
	p.way(v, x)
	p.groups(v, x)
	p.checks(v, x)
	p.compared(v, x)
	p.history(v, x)
	p.MayNote = x.MayNote(v.who.Viewer, r) && !p.Past() && r.Ended == 0
	p.MayRaise = x.May.Raise && !p.Past() && r.Ended == 0
	docs, err := s.documentOptions(v, x.Def.Fields)
	if err != nil {
		return nil, nil, err
	}
	p.forms(v, x, docs)
	return p, x, nil
}

func (p *RegisterObjectPage) way(v *visit, x *app.RegisterObjectView) {
	r := x.Row
	for i, st := range x.Def.Stages {
		p.Stages = append(p.Stages, StageRow{Name: st.Name, Latest: r.Latest[i], Reached: r.Reached[st.ID], Late: i > r.Stage && r.Latest[i] != 0 && r.Latest[i] < x.Point.Day})
	}
	for _, t := range x.Def.Ticks {
		k, ok := r.Ticks[t.ID]
		p.Ticks = append(p.Ticks, TickRow{Name: t.Name, Own: k.Own, Other: k.Other, Words: k.Words, At: k.Day, Ticked: ok, Differs: ok && t.Values && k.Differs()})
	}
}

func (p *RegisterObjectPage) groups(v *visit, x *app.RegisterObjectView) {
	for _, g := range x.Def.Groups {
		out := LineGroup{Name: g.Name, Label: g.Label, Differ: x.Differ[g.Name]}
		for _, f := range g.Fields {
			out.Head = append(out.Head, RegisterColumn{Name: f.Label, Number: f.Type == register.Number || f.Type == register.Day})
		}
		for _, row := range x.Row.Rows[g.Name] {
			if len(g.Written()) > 0 {
				out.Texts = append(out.Texts, p.writtenLine(v, x, g, row))
				continue
			}
			l := LineRow{Edit: p.URL + "?line=" + id.String(row.ID) + "#forms"}
			for _, f := range g.Fields {
				l.Cells = append(l.Cells, sourcedCell(v, x.RegisterView, x.Row, row.ID, f, row.Values, row.Why))
			}
			out.Rows = append(out.Rows, l)
		}
		out.Foot = footOf(v, x, g)
		p.Groups = append(p.Groups, out)
	}
}

func (p *RegisterObjectPage) checks(v *visit, x *app.RegisterObjectView) {
	if x.Def.Cadence == calendar.NoGrain {
		return
	}
	p.Rounds = v.m.T("register.roundsays", "grain", v.m.T("register.grain."+x.Def.Cadence.String()))
	for _, l := range slices.Backward(x.Row.Looks) {
		p.Looks = append(p.Looks, LookRow{At: l.Day, Found: v.m.T("register.found." + l.Text), Words: l.Words})
	}
	for _, f := range x.Row.Flaws {
		row := FlawRow{ID: id.String(f.ID), Words: f.Words, CureBy: f.CureBy, Cured: f.Cured}
		if f.Item != 0 {
			row.Item = "—"
			if i, ok := x.Names.ItemOf(id.String(f.Item)); ok {
				row.Item, row.URL = i.Number, "/items/"+id.String(f.Item)
			}
		}
		p.Flaws = append(p.Flaws, row)
	}
}

func (p *RegisterObjectPage) compared(v *visit, x *app.RegisterObjectView) {
	if x.Compared == nil {
		return
	}
	n := x.Compared.Counts
	p.Former = v.m.T("register.comparedsays", "title", x.Former.Values[x.Def.Title], "same", n[document.Same], "changed", n[document.Changed], "moved", n[document.Moved], "added", n[document.Added], "dropped", n[document.Dropped])
	for _, c := range x.Compared.Pairs {
		p.Compared = append(p.Compared, compareRow(v, x.Compared, c))
	}
}

// history is the object's record, the newest first, what was recorded together in
// one line.
func (p *RegisterObjectPage) history(v *visit, x *app.RegisterObjectView) {
	last := id.Seq(0)
	add := func(e id.Fact, what string) {
		if n := len(p.History); n > 0 && e.Seq() == last {
			p.History[n-1].What = what + v.m.T("common.semicolon") + p.History[n-1].What
			return
		}
		last = e.Seq()
		l := x.Leaves[last]
		p.History = append(p.History, RegisterEntryRow{At: v.m.DateTime(time.UnixMilli(l.At).In(store.DefaultZone)), Who: orNone(l.Post != 0, func() string { return postName(x.Dir, l.Post) }), What: what})
	}
	for _, e := range slices.Backward(x.Row.History) {
		add(e.ID, entryWords(v, x, e))
	}
	add(x.Row.ID, v.m.T("register.entry.founded"))
}

// entryWords says one entry of the record.
func entryWords(v *visit, x *app.RegisterObjectView, e register.Entry) string {
	d, m := x.Def, v.m
	stage := func() string {
		if i := d.StageAt(e.Name); i >= 0 {
			return d.Stages[i].Name
		}
		return e.Name
	}
	args := []any{"words", e.Words, "day", m.DateIn(int32(e.Day), v.now.Year())}
	switch e.Part {
	case register.Value:
		f, ok := d.Field(e.Name)
		for _, g := range d.Groups {
			if !ok {
				f, ok = g.Field(e.Name)
			}
		}
		args = append(args, "label", cmp.Or(f.Label, e.Name), "value", cmp.Or(clip(x.Names.Show(f, e.Text)), "—"))
	case register.Line:
		g, _ := d.Group(e.Name)
		args = append(args, "group", cmp.Or(g.Label, e.Name))
	case register.Reach, register.Back:
		args = append(args, "stage", stage())
	case register.Check:
		t, _ := d.Tick(e.Name)
		values := ""
		if t.Values {
			values = " " + e.Text + "／" + e.Other + " "
		}
		args = append(args, "point", t.Name, "values", values)
	case register.Look:
		args[1] = " " + e.Words
		args = append(args, "found", m.T("register.found."+e.Text))
	case register.Raise:
		i, _ := x.Names.ItemOf(e.Text)
		args = append(args, "number", cmp.Or(i.Number, "—"))
	}
	return m.T("register.entry."+string(e.Part), args...)
}

func (p *RegisterObjectPage) forms(v *visit, x *app.RegisterObjectView, docs []Option) {
	d, r, act := x.Def, x.Row, v.r.PathValue("act")
	add := func(act, key, label string, open bool, fields []Field) {
		for i := range fields {
			fields[i].Scope = act + "-"
		}
		f := UnitForm{Act: act, Head: v.m.T("register.form."+key, "label", label), Fields: fields, Button: v.m.T("register.do." + key), Open: open}
		if v.m.Has("register.formsays." + key) {
			f.Says = v.m.T("register.formsays." + key)
		}
		p.Forms = append(p.Forms, f)
	}
	if p.MayRaise && d.Obliges != nil && r.Item == 0 {
		add("raise", "raise", "", act == "raise", nil)
	}
	if !p.MayNote {
		return
	}
	form := func(open bool) registerForm { return registerForm{v: v, x: x.RegisterView, open: open, docs: docs} }
	why := func(open bool) []Field { return []Field{text("why", form(open).typed("why", "")).as("regwhy").must()} }
	p.lineForm(v, x, add, form, why)
	if len(d.Stages) > 0 && !r.Done(d) {
		var next []Option
		for i := r.Stage + 1; i < len(d.Stages); i++ {
			next = append(next, Option{Value: d.Stages[i].ID, Name: d.Stages[i].Name})
		}
		f := form(act == "stage")
		add("stage", "stage", "", act == "stage" || act == "" && len(p.Forms) == 0, []Field{choose("stage", f.typed("stage", next[0].Value), next).as("regstage").must(), date("day", f.typed("day", "")).as("regday")})
	}
	if len(d.Ticks) > 0 {
		var points []Option
		for _, t := range d.Ticks {
			points = append(points, Option{Value: t.ID, Name: t.Name})
		}
		f := form(act == "tick")
		add("tick", "tick", "", act == "tick", []Field{choose("point", f.typed("point", ""), points).as("regpoint").must(), text("own", f.typed("own", "")).as("regown"), text("other", f.typed("other", "")).as("regother"), text("words", f.typed("words", "")).as("regwords")})
	}
	if d.Cadence != calendar.NoGrain {
		f := form(act == "look")
		add("look", "look", "", act == "look" || act == "" && len(p.Forms) == 0, []Field{date("day", f.typed("day", "")).as("regday"), area("words", f.typed("words", ""), 2).as("regwords"), date("cureby", f.typed("cureby", "")).as("regcureby")})
	}
	if d.Asks != nil && slices.ContainsFunc(d.Groups, func(g register.Group) bool { return len(g.Written()) > 0 && len(r.Rows[g.Name]) > 0 }) {
		g, _ := d.Group(d.Asks.Lines)
		add("ask", "ask", g.Label, act == "ask", nil)
	}
	for _, g := range d.Groups {
		if len(g.Written()) > 0 && x.May.Write {
			path := "write/" + g.Name
			f := form(act == "" && v.r.PathValue("group") == g.Name && strings.Contains(v.r.URL.Path, "/write/"))
			add(path, "write", g.Label, f.open, []Field{choose("leader", f.typed("leader", ""), cityLeaders(x.Dir)).as("bulletinleader").must(), date("asof", f.typed("asof", "")).as("bulletinasof")})
		}
		path := "add/" + g.Name
		open := v.r.PathValue("group") == g.Name && !strings.Contains(v.r.URL.Path, "/write/")
		add(path, "add", g.Label, open, form(open).fields(g.Fields, nil))
	}
	add("set", "set", "", act == "set", form(act == "set").fields(settable(x), r.Values))
	if r.Stage >= 0 {
		add("back", "back", "", act == "back", why(act == "back"))
	}
	if x.May.Enter {
		add("end", "end", "", act == "end", why(act == "end"))
	}
}

// lineForm changes the line that the address names, or takes it away.
func (p *RegisterObjectPage) lineForm(v *visit, x *app.RegisterObjectView, add func(act, key, label string, open bool, fields []Field), form func(bool) registerForm, why func(bool) []Field) {
	want := cmp.Or(v.r.PathValue("line"), v.r.URL.Query().Get("line"))
	for _, g := range x.Def.Groups {
		for _, row := range x.Row.Rows[g.Name] {
			if id.String(row.ID) == want {
				sent, drop := v.r.PathValue("line") != "", strings.HasSuffix(v.r.URL.Path, "/drop")
				add("lines/"+want, "line", g.Label, true, form(sent && !drop).fields(g.Fields, row.Values))
				add("lines/"+want+"/drop", "drop", "", drop, why(drop))
			}
		}
	}
}

// settable are the fields the reader may change: all for the keeper and the
// office, those filled in later for the owner.
func settable(x *app.RegisterObjectView) []register.Field {
	if x.May.Enter {
		return x.Def.Fields
	}
	return slices.DeleteFunc(slices.Clone(x.Def.Fields), func(f register.Field) bool { return !f.Late })
}

// sent is the form that was sent.
func (p *RegisterObjectPage) sent(act string) (*UnitForm, error) {
	for i := range p.Forms {
		if p.Forms[i].Act == act {
			return &p.Forms[i], nil
		}
	}
	return nil, errs.E(errs.NotFound, "err.notfound")
}

// postRegisterObject records something of an object.
func (s *Site) postRegisterObject(v *visit) error {
	p, x, err := s.registerObjectPage(v)
	if err != nil {
		return err
	}
	act := v.r.PathValue("act")
	sent, err := p.sent(act)
	if err != nil {
		return err
	}
	ctx, who, name, n, f, a := v.r.Context(), v.who.Viewer, x.Def.ID, x.Row.N, v.form, s.App
	done := "done.registernote"
	var day, cureBy Day
	switch act {
	case "stage", "look":
		day = f.day("day")
		cureBy = f.day("cureby")
	}
	words, why := f.text("words", 2000), f.text("why", 500)
	if err = f.err(); err == nil {
		switch act {
		case "set":
			err = a.SetObject(ctx, who, v.request(), name, n, typedFields(v, sent.Fields))
		case "stage":
			err = a.ReachStage(ctx, who, v.request(), name, n, f.raw("stage"), day)
		case "back":
			err = a.BackStage(ctx, who, v.request(), name, n, why)
		case "tick":
			err = a.TickPoint(ctx, who, v.request(), name, n, f.raw("point"), f.text("own", 200), f.text("other", 200), words)
		case "look":
			err = a.LookAt(ctx, who, v.request(), name, n, day, words, cureBy)
		case "end":
			err = a.EndObject(ctx, who, v.request(), name, n, why)
		case "ask":
			done = "done.saved"
			_, err = a.AskWritten(ctx, who, v.request(), name, n)
		case "raise":
			done = "done.registerraised"
			_, err = a.RaiseObject(ctx, who, v.request(), name, n)
		}
	}
	if err != nil {
		return s.refuse(v, err, p, pointers(sent.Fields)...)
	}
	return v.took(p.URL, done, 0)
}

// postRegisterLine adds a line, changes it or takes it away.
func (s *Site) postRegisterLine(v *visit) error {
	p, x, err := s.registerObjectPage(v)
	if err != nil {
		return err
	}
	group, drop := v.r.PathValue("group"), strings.HasSuffix(v.r.URL.Path, "/drop")
	var line id.Fact
	act := "add/" + group
	if group == "" {
		if line, err = pathID[id.Fact](v, "line"); err != nil {
			return err
		}
		act = "lines/" + id.String(line)
	}
	if drop {
		act += "/drop"
	}
	sent, err := p.sent(act)
	if err != nil {
		return err
	}
	typed := typedFields(v, sent.Fields)
	if err = v.form.err(); err == nil {
		switch {
		case group != "":
			err = s.App.AddLine(v.r.Context(), v.who.Viewer, v.request(), x.Def.ID, x.Row.N, group, typed)
		case drop:
			err = s.App.DropLine(v.r.Context(), v.who.Viewer, v.request(), x.Def.ID, x.Row.N, line, typed["why"])
		default:
			err = s.App.SetLine(v.r.Context(), v.who.Viewer, v.request(), x.Def.ID, x.Row.N, line, typed)
		}
	}
	if err != nil {
		return s.refuse(v, err, p, pointers(sent.Fields)...)
	}
	return v.took(p.URL, "done.registernote", 0)
}

// postRegisterFlaw records that a defect was cured, or raises it.
func (s *Site) postRegisterFlaw(v *visit) error {
	p, x, err := s.registerObjectPage(v)
	if err != nil {
		return err
	}
	flaw, err := pathID[id.Fact](v, "flaw")
	if err != nil {
		return err
	}
	done := "done.registernote"
	if v.form.raw("do") == "raise" {
		done = "done.registerraised"
		_, err = s.App.RaiseDefect(v.r.Context(), v.who.Viewer, v.request(), x.Def.ID, x.Row.N, flaw)
	} else {
		err = s.App.CureDefect(v.r.Context(), v.who.Viewer, v.request(), x.Def.ID, x.Row.N, flaw, 0)
	}
	if err != nil {
		return s.refuse(v, err, p)
	}
	return v.took(p.URL, done, 0)
}
