package app

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/bulletin"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/register"
	"jiufen/internal/store"
)

// Settings of what is written about a portfolio: how many items that are behind,
// and that come next, a first text lists.
const (
	SettingPortfolioItems = "portfolio.items"
	defaultPortfolioItems = 6
)

// WrittenPart is one text of a line that is written from the ledger.
type WrittenPart struct {
	Name, Label string
	Words       string // with the names of figures
	Lines       []BulletinText
	Unknown     []string // names that are no figures
	Typed       []string // numbers typed by hand
}

// WrittenView is a line of a register whose words are bound to the ledger, while
// it is written (S6-01). It is the desk of the bulletins: words with figures by
// name, filled as of a day.
type WrittenView struct {
	*RegisterView
	Row     *RegisterRow
	Group   string
	Line    id.Fact
	Leader  id.Post
	Field   string
	Day     calendar.Day // as of which the figures are
	Parts   []WrittenPart
	Figures []BulletinFigure
}

// portfolioFacts is what can be said of one field of a leader's portfolio: counts,
// main indicators, what is furthest behind, what comes next.
type portfolioFacts struct {
	bulletinFacts
	behind, next []LedgerRow
	most         int
}

// portfolioRows are a leader's items as of a day by the field of work they belong
// to: that of the unit that leads them. An item he took by hand out of another's
// portfolio stands under the field it has there, so that the fields add up.
func (a *App) portfolioRows(tx *store.Tx, v org.Viewer, leader id.Post, day calendar.Day, m *locale.Messages) (by map[string][]LedgerRow, head LedgerView, err error) {
	by = map[string][]LedgerRow{}
	q := LedgerQuery{Day: day, Leader: leader, Sort: store.ByLight, Limit: pageMost}
	for {
		var page LedgerView
		if err := a.ledger(tx, v, q, m, &page); err != nil {
			return nil, head, err
		}
		if q.After.Item == 0 {
			head = page
			for _, l := range page.Dir.Lines {
				if l.Post == leader && !l.Follow && by[l.Field] == nil {
					by[l.Field] = []LedgerRow{}
				}
			}
		}
		for _, r := range page.Rows {
			_, field := page.Dir.Leader(r.LeadID)
			by[field] = append(by[field], r)
		}
		if page.Next == nil {
			return by, head, nil
		}
		q.After = *page.Next
	}
}

func newPortfolioFacts(head *LedgerView, rows []LedgerRow, m *locale.Messages) *portfolioFacts {
	b := &portfolioFacts{bulletinFacts: bulletinFacts{point: head.Point, dir: head.Dir, lib: head.Lib}, most: head.Lib.Int(SettingPortfolioItems, defaultPortfolioItems)}
	n := map[ledger.Light]int64{}
	for _, r := range rows {
		n[r.Light]++
		b.item(r, m)
		if r.Light == ledger.Red || r.Light == ledger.Yellow {
			b.behind = append(b.behind, r)
		}
		if r.Light != ledger.Done && r.Due > b.point.Day && r.Due != store.NoDue {
			b.next = append(b.next, r)
		}
	}
	slices.SortStableFunc(b.next, func(x, y LedgerRow) int { // the year's own work before what came in between
		return cmp.Or(cmp.Compare(flag(!yearly(x.Kind)), flag(!yearly(y.Kind))), cmp.Compare(x.Due, y.Due))
	})
	main := slices.DeleteFunc(slices.Clone(rows), func(r LedgerRow) bool { return r.Kind != MainIndicator })
	b.main = mainNeeds(b.lib, main, m)
	for _, r := range b.main {
		b.list = append(b.list, BulletinFigure{Name: itemName(r.LedgerRow, "need", m), Text: r.Title + m.T("bulletin.colon") + strings.TrimRight(r.Need, "。."), Item: r.ItemID, Unit: r.LeadID})
	}
	all := int64(len(rows))
	items := func(n int64) string { return m.T("bulletin.items", "n", n) }
	counts := []BulletinFigure{{Name: m.T("bulletin.name.asof"), Text: b.point.Day.Label()}, {Name: m.T("bulletin.name.all"), Text: items(all)}}
	for _, l := range []ledger.Light{ledger.Done, ledger.Green, ledger.Yellow, ledger.Red, ledger.Grey} {
		counts = append(counts, BulletinFigure{Name: m.T("bulletin.name." + l.String()), Text: items(n[l])})
	}
	counts = append(counts, BulletinFigure{Name: m.T("bulletin.name.open"), Text: items(all - n[ledger.Done])})
	b.list = append(counts, b.list...)
	return b
}

// yearly tells whether items of a kind are the year's own work, and not what a
// leader, a meeting or a unit brought in between.
func yearly(kind string) bool {
	return kind == MainIndicator || kind == "key-task" || kind == "project-year"
}

// write is the first text of a part; every figure in it is bound.
func (b *portfolioFacts) write(part, field string, m *locale.Messages) string {
	var out []string
	bind := func(r LedgerRow, keys ...string) (args []any) {
		for _, k := range keys {
			args = append(args, k, bulletin.Bind(itemName(r, k, m)))
		}
		return args
	}
	if part == "next" {
		for i, r := range b.next[:min(b.most, len(b.next))] {
			out = append(out, m.T("written.next", append(bind(r, "title", "lead", "due"), "n", strconv.Itoa(i+1))...))
		}
		if len(out) == 0 {
			out = append(out, m.T("written.none", "open", bulletin.Bind(m.T("bulletin.name.open"))))
		}
		return strings.Join(out, "\n")
	}
	var args []any
	for _, k := range []string{"asof", "all", "open", "done", "green", "yellow", "red", "grey"} {
		args = append(args, k, bulletin.Bind(m.T("bulletin.name."+k)))
	}
	out = append(out, m.T("written.all", append(args, "field", field)...))
	for i, r := range b.main[:min(b.most, len(b.main))] {
		out = append(out, m.T("bulletin.mainline", "n", strconv.Itoa(i+1), "need", bulletin.Bind(itemName(r.LedgerRow, "need", m))))
	}
	if len(b.behind) > 0 {
		out = append(out, m.T("written.behind"))
	}
	for i, r := range b.behind[:min(b.most, len(b.behind))] {
		out = append(out, m.T("bulletin.line", append(bind(r, "title", "lead", "due", "says"), "n", strconv.Itoa(i+1))...))
	}
	return strings.Join(out, "\n")
}

// WriteLines writes a line for each field of a leader's portfolio, with figures as
// of a day (0: today). Lines that are there already stay as they are. It tells how
// many were written.
func (a *App) WriteLines(ctx context.Context, v org.Viewer, req Request, name string, n int, group string, leader id.Post, day calendar.Day) (made int, err error) {
	err = a.inRegister(ctx, v, "register_line", req, name, n, func(w *registerWrite) error {
		g, err := w.written(group)
		if err != nil {
			return err
		}
		var wrong []errs.Field
		if day > w.tx.Day {
			wrong = append(wrong, errs.Field{Name: "asof", Key: "err.day.future"})
		}
		if w.x.Dir.Post(leader).Title == "" {
			wrong = append(wrong, errs.Field{Name: "leader", Key: "err.bulletin.leader"})
		}
		if err := errs.Form(wrong); err != nil {
			return err
		}
		by, head, err := a.portfolioRows(w.tx, v, leader, day, a.Text)
		if err != nil {
			return err
		}
		src := g.Written()[0].From
		for _, field := range workFields(by) {
			if slices.ContainsFunc(w.row.Rows[group], func(r register.Row) bool {
				return r.Values[src.Leader] == id.String(leader) && r.Values[src.Field] == field
			}) {
				continue
			}
			made++
			if err := w.writeLine(g, leader, field, newPortfolioFacts(&head, by[field], a.Text), cmp.Or(day, w.tx.Day)); err != nil {
				return err
			}
		}
		if made == 0 {
			return errs.E(errs.Conflict, "err.register.written")
		}
		return nil
	})
	return made, err
}

// workFields are the fields of work in the order of their names; items of no field
// are left to nobody's section.
func workFields(by map[string][]LedgerRow) (out []string) {
	for f := range by {
		if f != "" {
			out = append(out, f)
		}
	}
	slices.Sort(out)
	return out
}

// written is a group whose lines are written from the ledger. Who writes sees the
// whole of it: the sums would be others'.
func (w *registerWrite) written(group string) (register.Group, error) {
	g, ok := w.x.Def.Group(group)
	if !ok || len(g.Written()) == 0 {
		return g, errs.Form([]errs.Field{{Name: "group", Key: "err.choice"}})
	}
	return g, officeView(w.v)
}

func (w *registerWrite) writeLine(g register.Group, leader id.Post, field string, b *portfolioFacts, day calendar.Day) error {
	line, err := store.Insert[store.RegisterEntry, id.Fact](w.tx, store.RegisterEntry{Register: w.x.Def.ID, Object: w.row.ID, Part: string(register.Line), Name: g.Name})
	if err != nil {
		return err
	}
	src := g.Written()[0].From
	for name, value := range map[string]string{src.Leader: id.String(leader), src.Field: field} {
		f, _ := g.Field(name)
		if err := w.value(f, line, value, ""); err != nil {
			return err
		}
	}
	for _, f := range g.Written() {
		if err := w.bound(f, line, b.write(f.From.Part, field, w.a.Text), b.figures(), day); err != nil {
			return err
		}
	}
	return nil
}

// bound records words with their figures filled in, and beside it the words by
// names with their day, from which both can be made again.
func (w *registerWrite) bound(f register.Field, line id.Fact, words string, figures map[string]string, day calendar.Day) error {
	text, _ := bulletin.Fill(words, figures)
	return w.entry(store.RegisterEntry{Line: line, Part: string(register.Value), Name: f.Name, Value: text, Other: words, Day: day})
}

// AskWritten makes lines that ask for work (S6-01) of what was written of the time to
// come and speaks of no item: the sentences a person added. One that is asked
// already is not asked again. It tells how many were added.
func (a *App) AskWritten(ctx context.Context, v org.Viewer, req Request, name string, n int) (made int, err error) {
	err = a.inRegister(ctx, v, "register_line", req, name, n, func(w *registerWrite) error {
		k := w.x.Def.Asks
		if k == nil {
			return errs.E(errs.Conflict, "err.register.noasks")
		}
		asked := map[string]bool{}
		for _, row := range w.row.Rows[k.Lines] {
			asked[row.Values[k.Text]] = true
		}
		g, _ := w.x.Def.Group(k.Lines)
		text, _ := g.Field(k.Text)
		for _, s := range w.toCome() {
			if asked[s] {
				continue
			}
			asked[s] = true
			made++
			line, err := store.Insert[store.RegisterEntry, id.Fact](w.tx, store.RegisterEntry{Register: w.x.Def.ID, Object: w.row.ID, Part: string(register.Line), Name: k.Lines})
			if err == nil {
				err = w.value(text, line, s, "")
			}
			if err != nil {
				return err
			}
		}
		if made == 0 {
			return errs.E(errs.Conflict, "err.register.noasks")
		}
		return nil
	})
	return made, err
}

// toCome are the sentences written of the time to come that name no item, without
// the number they begin with.
func (w *registerWrite) toCome() (out []string) {
	titles := w.a.Text.T("bulletin.name.title")
	for _, g := range w.x.Def.Groups {
		for _, f := range g.Written() {
			if f.From.Part != "next" {
				continue
			}
			for _, row := range w.row.Rows[g.Name] {
				said := bulletin.Lines(row.Values[f.Name])
				for i, l := range bulletin.Lines(cmp.Or(row.Bound[f.Name].Words, row.Values[f.Name])) {
					of := slices.ContainsFunc(bulletin.Names(l.Text), func(n string) bool { return strings.HasSuffix(n, titles) })
					if !of && !l.Heading && i < len(said) {
						out = append(out, strings.TrimLeft(said[i].Text, "0123456789.．、（） "))
					}
				}
			}
		}
	}
	return out
}

// Written opens a line for writing, with the figures it can use. day takes them as
// of another day than they were last; 0 leaves it.
func (a *App) Written(ctx context.Context, v org.Viewer, name string, n int, line id.Fact, day calendar.Day) (out *WrittenView, err error) {
	if err := need(v, org.Read); err != nil {
		return nil, err
	}
	if err := officeView(v); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		x, err := a.registerView(tx, v, name, tx.Now())
		if err != nil {
			return err
		}
		out = &WrittenView{RegisterView: x, Row: x.Row(n), Line: line}
		if out.Row == nil || out.Row.Ended != 0 || !x.MayNote(v, out.Row) {
			return errNotThere()
		}
		return out.open(a, tx, v, day, nil)
	})
	return out, err
}

// open finds the line and its figures; typed takes the place of the words that
// are kept.
func (x *WrittenView) open(a *App, tx *store.Tx, v org.Viewer, day calendar.Day, typed map[string]string) error {
	for _, g := range x.Def.Groups {
		for _, row := range x.Row.Rows[g.Name] {
			if row.ID != x.Line || len(g.Written()) == 0 {
				continue
			}
			x.Group = g.Name
			src := g.Written()[0].From
			x.Leader, _ = id.Parse[id.Post](row.Values[src.Leader])
			x.Field = row.Values[src.Field]
			x.Day = day
			for _, f := range g.Written() {
				x.Day = cmp.Or(x.Day, row.Bound[f.Name].Day)
			}
			x.Day = cmp.Or(x.Day, tx.Day)
			by, head, err := a.portfolioRows(tx, v, x.Leader, x.Day, a.Text)
			if err != nil {
				return err
			}
			x.read(g, row, newPortfolioFacts(&head, by[x.Field], a.Text), typed)
			return nil
		}
	}
	return errNotThere()
}

func (x *WrittenView) read(g register.Group, row register.Row, b *portfolioFacts, typed map[string]string) {
	x.Figures = b.list
	figures := b.figures()
	for _, f := range g.Written() {
		p := WrittenPart{Name: f.Name, Label: f.Label, Words: cmp.Or(row.Bound[f.Name].Words, row.Values[f.Name])}
		if t, ok := typed[f.Name]; ok {
			p.Words = strings.TrimSpace(strings.ReplaceAll(t, "\r\n", "\n"))
		}
		for _, l := range bulletin.Lines(p.Words) {
			p.Lines = append(p.Lines, BulletinText{Heading: l.Heading, Runs: bulletin.Runs(l.Text, figures)})
			_, unknown := bulletin.Fill(l.Text, figures)
			p.Unknown = append(p.Unknown, unknown...)
			p.Typed = append(p.Typed, bulletin.Typed(l.Text)...)
		}
		x.Parts = append(x.Parts, p)
	}
}

// SaveWritten keeps what a person made of a line's words, with the figures as of a
// day (0: as they were). A name that is no figure is refused.
func (a *App) SaveWritten(ctx context.Context, v org.Viewer, req Request, name string, n int, line id.Fact, day calendar.Day, typed map[string]string) error {
	return a.inRegister(ctx, v, "register_line", req, name, n, func(w *registerWrite) error {
		if err := officeView(v); err != nil {
			return err
		}
		if day > w.tx.Day {
			return errs.Form([]errs.Field{{Name: "asof", Key: "err.day.future"}})
		}
		x := &WrittenView{RegisterView: w.x, Row: w.row, Line: line}
		if err := x.open(a, w.tx, v, day, typed); err != nil {
			return err
		}
		var wrong []errs.Field
		for _, p := range x.Parts {
			if len(p.Unknown) > 0 {
				wrong = append(wrong, errs.Field{Name: p.Name, Key: "err.bulletin.unknown", Args: []any{"names", strings.Join(p.Unknown, "、")}})
			}
		}
		if err := errs.Form(wrong); err != nil {
			return err
		}
		return w.keepWritten(x)
	})
}

func (w *registerWrite) keepWritten(x *WrittenView) error {
	g, _ := x.Def.Group(x.Group)
	figures := make(map[string]string, len(x.Figures))
	for _, f := range x.Figures {
		figures[f.Name] = f.Text
	}
	i := slices.IndexFunc(x.Row.Rows[x.Group], func(r register.Row) bool { return r.ID == x.Line })
	row := x.Row.Rows[x.Group][i]
	for _, p := range x.Parts {
		f, _ := g.Field(p.Name)
		if old := row.Bound[p.Name]; old.Words == p.Words && old.Day == x.Day {
			continue
		}
		if err := w.bound(f, x.Line, p.Words, figures, x.Day); err != nil {
			return err
		}
	}
	return nil
}
