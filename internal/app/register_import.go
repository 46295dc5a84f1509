package app

import (
	"context"
	"math"
	"slices"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
	"jiufen/internal/register"
	"jiufen/internal/sheet"
	"jiufen/internal/store"
)

// ObjectRow is what becomes of one row of a list of objects.
type ObjectRow struct {
	Row    int
	Act    string // add, change, same
	N      int    // of the object that is there already
	Title  string
	Fields []string // labels of what changes
	typed  map[string]string
}

// ObjectList is a list of objects as it would be taken: the dry run.
type ObjectList struct {
	Table   sheet.Table
	Rows    []ObjectRow
	Added   int
	Changed int
}

// shapeOf is the table that a list of objects is read as: a column by the label
// of each field or one of its other names.
func shapeOf(d *register.Definition) sheet.Shape {
	var s sheet.Shape
	for _, f := range d.Fields {
		if f.Sourced() {
			continue // the ledger fills it; what is typed instead needs a reason
		}
		s.Fields = append(s.Fields, sheet.Field{Name: f.Name, Aliases: append([]string{f.Label, f.En}, f.Also...), Required: f.Must, Once: f.Name == d.Title})
	}
	return s
}

// ReadObjects reads a list of objects (.xlsx, .docx, .csv or pasted lines) and
// says row by row what taking it would do; nothing is changed. Problems are told
// by cell.
func (a *App) ReadObjects(ctx context.Context, v org.Viewer, name string, u Upload) (out *ObjectList, err error) {
	def, err := a.registerToFill(ctx, v, name)
	if err != nil {
		return nil, err
	}
	table, err := a.readTable(ctx, u, shapeOf(def))
	if err != nil {
		return nil, err
	}
	out = &ObjectList{Table: table}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		w := &registerWrite{a: a, tx: tx, v: v}
		if w.x, err = a.registerView(tx, v, name, tx.Now()); err != nil {
			return err
		}
		return out.match(w)
	})
	return out, err
}

// registerToFill is a register that the viewer may enter objects into.
func (a *App) registerToFill(ctx context.Context, v org.Viewer, name string) (def *register.Definition, err error) {
	if err := need(v, org.Read); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		x, err := a.registerView(tx, v, name, tx.Now())
		if err != nil {
			return err
		}
		def = x.Def
		if def.System != "" {
			return errs.E(errs.Conflict, "err.register.system", "system", def.System)
		}
		if !x.May.Enter {
			return errs.E(errs.Forbidden, "err.register.enter")
		}
		return nil
	})
	return def, err
}

func (l *ObjectList) match(w *registerWrite) error {
	seen := map[string]int{}
	for _, r := range l.Table.Records {
		row := ObjectRow{Row: r.Row, Title: r.Text(w.x.Def.Title), typed: map[string]string{}}
		for _, f := range w.x.Def.Fields {
			if _, ok := l.Table.Columns[f.Name]; ok {
				row.typed[f.Name] = w.named(f, r.Text(f.Name))
			}
		}
		values, wrong, err := w.read(w.x.Def.Fields, row.typed, "")
		if err != nil {
			return err
		}
		for _, f := range wrong {
			l.Table.Problem(r, f.Name, f.Key, f.Args...)
		}
		if len(wrong) > 0 {
			continue
		}
		key := ""
		for _, k := range w.x.Def.Key {
			key += values[k] + "\x00"
		}
		if at := seen[key]; at != 0 {
			l.Table.Problem(r, w.x.Def.Key[0], "err.register.twice", "row", at)
			continue
		}
		seen[key] = r.Row
		l.settle(w, &row, values)
		l.Rows = append(l.Rows, row)
	}
	return nil
}

// settle says what taking the row would do.
func (l *ObjectList) settle(w *registerWrite, row *ObjectRow, values map[string]string) {
	have := w.same(values)
	if have == nil {
		row.Act = "add"
		l.Added++
		return
	}
	row.Act, row.N = "same", have.N
	for _, f := range w.x.Def.Fields {
		if v, ok := values[f.Name]; ok && v != have.Values[f.Name] && v != "" {
			row.Fields = append(row.Fields, f.Label)
		} else if ok && v == "" {
			delete(row.typed, f.Name) // an empty cell takes nothing away
		}
	}
	if len(row.Fields) > 0 {
		row.Act = "change"
		l.Changed++
	}
}

// named puts the number of a unit in the place of its name.
func (w *registerWrite) named(f register.Field, text string) string {
	if f.Type != register.Unit || text == "" {
		return text
	}
	if u := w.x.Dir.UnitByName(text); u != 0 {
		return id.String(w.x.Dir.Successor(u))
	}
	return text
}

// TakeObjects takes a list of objects as ReadObjects shows it: all or nothing;
// taken twice, the second changes nothing.
func (a *App) TakeObjects(ctx context.Context, v org.Viewer, req Request, name string, u Upload) (*ObjectList, error) {
	l, err := a.ReadObjects(ctx, v, name, u)
	if err != nil {
		return nil, err
	}
	if err := l.Table.Err(); err != nil {
		return l, err
	}
	if l.Added+l.Changed == 0 {
		return l, nil
	}
	err = a.inRegister(ctx, v, "register_import", req, name, 0, func(w *registerWrite) error {
		for _, r := range l.Rows {
			switch r.Act {
			case "add":
				if _, err := w.add(r.typed); err != nil {
					return err
				}
			case "change":
				if w.row = w.x.Row(r.N); w.row == nil {
					return errNotThere()
				}
				if _, err := w.set(w.x.Def.Fields, r.typed, 0, w.row.Values, ""); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return l, err
}

// FillRegister takes first objects from this year's items, as the file of the
// register says (S1-66): only those that are not there yet. It returns how many.
func (a *App) FillRegister(ctx context.Context, v org.Viewer, req Request, name string) (int, error) {
	added := 0
	err := a.inRegister(ctx, v, "register_import", req, name, 0, func(w *registerWrite) error {
		f := w.x.Def.Fill
		if f == nil {
			return errNotThere()
		}
		if !w.x.May.Enter {
			return errs.E(errs.Forbidden, "err.register.enter")
		}
		items, err := w.tx.YearItems(int64(w.tx.Day.Year()))
		if err != nil {
			return err
		}
		spans, err := w.tx.OpenSpans(items)
		if err != nil {
			return err
		}
		items = slices.DeleteFunc(items, func(i id.Item) bool {
			s, ok := spans[i]
			return !ok || !slices.Contains(f.Kinds, s.Kind) || s.Parent != 0
		})
		all, err := w.tx.ItemFacts(id.Before(w.tx.Seq), items...)
		if err != nil {
			return err
		}
		for _, i := range items {
			typed := map[string]string{}
			for field, from := range f.Fields {
				typed[field] = fromItem(from, spans[i], all[i], a.Text)
			}
			values, _, err := w.read(w.x.Def.Fields, typed, "")
			if err != nil {
				return err
			}
			if w.same(values) != nil {
				continue
			}
			if _, err := w.add(typed); err != nil {
				return err
			}
			added++
		}
		return nil
	})
	return added, err
}

// fromItem is one thing of an item as a register takes it.
func fromItem(what string, s store.Span, f *store.Facts, text *locale.Messages) string {
	switch what {
	case "number":
		return s.Number
	case "title":
		return s.Title
	case "item":
		return id.String(s.ItemID)
	case "lead":
		return id.String(s.LeadID)
	case "due":
		if s.Due != store.NoDue && s.Due != 0 {
			return s.Due.String()
		}
		return ""
	}
	live := f.LiveMeasures()
	if len(live) == 0 {
		return ""
	}
	m := live[max(slices.IndexFunc(live, func(m store.Measure) bool { return m.Main == 1 }), 0)]
	show := func(n int64) string { return quantity.Short(n, int(m.Decimals)) + m.Unit }
	switch what {
	case "unit":
		return m.Unit
	case "target":
		if m.Comparator == "relative" {
			return text.Word("draft.relation.", m.Relation) + m.RelativeTo
		}
		if m.Comparator == "" {
			return ""
		}
		n := show(m.Target)
		if m.Comparator == "range" {
			n += "—" + show(m.TargetMax)
		}
		return text.T("need.target."+m.Comparator, "n", n)
	case "value":
		if v, ok := f.LastValue(m.ID, math.MaxInt32); ok && m.Embargo == 0 {
			key, args := v.Period.LabelKey()
			return text.T(key, args...) + " " + show(v.Value)
		}
	}
	return ""
}

// TakeCounts takes the counts that a competent system elsewhere gives of a
// period: a table with a column of units and one for each count. All or nothing.
func (a *App) TakeCounts(ctx context.Context, v org.Viewer, req Request, name string, period calendar.Period, u Upload) (int, error) {
	if err := need(v, org.Read); err != nil {
		return 0, err
	}
	var def *register.Definition
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		x, err := a.registerView(tx, v, name, tx.Now())
		if err == nil {
			def = x.Def
			if !x.May.Enter {
				err = errs.E(errs.Forbidden, "err.register.enter")
			} else if def.System == "" {
				err = errNotThere()
			}
		}
		return err
	})
	if err != nil {
		return 0, err
	}
	if !period.Valid() {
		return 0, errs.Form([]errs.Field{{Name: "period", Key: "err.register.period"}})
	}
	shape := sheet.Shape{Fields: []sheet.Field{{Name: "unit", Aliases: []string{"县区", "单位", "地区", "单位名称"}, Required: true, Once: true}}}
	for _, f := range def.Counts {
		shape.Fields = append(shape.Fields, sheet.Field{Name: f.Name, Aliases: append([]string{f.Label, f.En}, f.Also...), Required: true, Once: true})
	}
	t, err := a.readTable(ctx, u, shape)
	if err != nil {
		return 0, err
	}
	taken := 0
	err = a.inRegister(ctx, v, "register_count", req, name, 0, func(w *registerWrite) error {
		taken = 0
		for _, r := range t.Records {
			unit := w.x.Dir.UnitByName(strings.TrimSpace(r.Text("unit")))
			if unit == 0 {
				t.Problem(r, "unit", "err.units.parent", "word", r.Text("unit"))
				continue
			}
			for _, f := range def.Counts {
				value, p := f.Read(r.Text(f.Name), w.tx.Day.Year())
				if p != nil {
					t.Problem(r, f.Name, p.Key, p.Args...)
					continue
				}
				if err := store.Add(w.tx, store.RegisterCount{Register: name, UnitID: unit, Period: period, Name: f.Name, Value: value}); err != nil {
					return err
				}
			}
			taken++
		}
		return t.Err()
	})
	return taken, err
}

// Again writes the list as it was read, to be pasted: what was tried is what is
// taken.
func (l *ObjectList) Again(d *register.Definition) string {
	clean := strings.NewReplacer("\t", " ", "\n", " ", "\r", "", `"`, "”")
	var b strings.Builder
	line := func(cell func(register.Field) string) {
		first := true
		for _, f := range d.Fields {
			if l.Table.Columns[f.Name] == "" {
				continue
			}
			if !first {
				b.WriteByte('\t')
			}
			first = false
			b.WriteString(clean.Replace(cell(f)))
		}
		b.WriteByte('\n')
	}
	line(func(f register.Field) string { return f.Label })
	for _, r := range l.Table.Records {
		line(func(f register.Field) string { return r.Text(f.Name) })
	}
	return b.String()
}
