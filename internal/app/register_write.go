package app

import (
	"context"
	"errors"
	"slices"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/register"
	"jiufen/internal/store"
)

// registerWrite is a write to one object: the register as it stands, and the
// object where there is one already.
type registerWrite struct {
	a   *App
	tx  *store.Tx
	v   org.Viewer
	x   *RegisterView
	row *RegisterRow
}

// inRegister runs a write to object n of a register, 0 for a new one. The object
// must be the viewer's to see and its register in use.
func (a *App) inRegister(ctx context.Context, v org.Viewer, act string, req Request, name string, n int, fn func(*registerWrite) error) error {
	if err := need(v, org.Read); err != nil {
		return err
	}
	_, err := a.write(ctx, v, act, req, func(tx *store.Tx) error {
		w := &registerWrite{a: a, tx: tx, v: v}
		var err error
		if w.x, err = a.registerView(tx, v, name, tx.Now()); err != nil {
			return err
		}
		if err := w.x.Names.load(tx, v, w.x); err != nil {
			return err
		}
		if !w.x.On {
			return errs.E(errs.Conflict, "err.register.off", "name", register.Term{Zh: w.x.Def.Name, En: w.x.Def.In(locale.English).Name})
		}
		if n != 0 {
			if w.row = w.x.Row(n); w.row == nil {
				return errNotThere()
			}
			if w.row.Ended != 0 {
				return errs.E(errs.Conflict, "err.register.ended", "day", w.row.Ended)
			}
			if act != "issue" && !w.x.MayNote(v, w.row) { // who raises needs the right to assign
				return errs.E(errs.Forbidden, "err.register.owner")
			}
		}
		return fn(w)
	})
	if errors.Is(err, store.ErrNoFacts) { // what was typed is what is there
		return nil
	}
	return err
}

func (w *registerWrite) entry(e store.RegisterEntry) error {
	e.Register, e.Object = w.x.Def.ID, w.row.ID
	return store.Add(w.tx, e)
}

// AddObject enters an object with its values as typed; the values of units,
// items and documents are their numbers. Where the register obliges and the
// viewer may assign, the object enters the ledger in the same write. It returns
// the object's number.
func (a *App) AddObject(ctx context.Context, v org.Viewer, req Request, name string, typed map[string]string) (int, error) {
	n := 0
	err := a.inRegister(ctx, v, "register_add", req, name, 0, func(w *registerWrite) (err error) {
		n, err = w.add(typed)
		return err
	})
	return n, err
}

func (w *registerWrite) add(typed map[string]string) (int, error) {
	d := w.x.Def
	if d.System != "" {
		return 0, errs.E(errs.Conflict, "err.register.system", "system", d.System)
	}
	values, fields, err := w.read(d.Fields, typed, "")
	if err != nil {
		return 0, err
	}
	for _, p := range register.Missing(d.Fields, values) {
		fields = append(fields, errs.Field{Name: p.Field, Key: p.Key, Args: p.Args})
	}
	if fields = append(fields, reasons(d.Fields, values, typed, nil, "")...); len(fields) > 0 {
		return 0, errs.Form(fields)
	}
	if owner := values[d.Owner]; !w.x.May.Enter && (!w.x.May.Own || owner != id.String(w.v.Unit)) {
		return 0, errs.E(errs.Forbidden, "err.register.enter")
	}
	if r := w.same(values); r != nil {
		return 0, errs.E(errs.Conflict, "err.register.same", "n", r.N, "title", r.Values[d.Title])
	}
	n, err := w.tx.NextObject(d.ID)
	if err != nil {
		return 0, err
	}
	obj, err := store.Insert[store.RegisterObject, id.Fact](w.tx, store.RegisterObject{Register: d.ID, N: n, Day: w.tx.Day})
	if err != nil {
		return 0, err
	}
	w.row = &RegisterRow{Record: &register.Record{ID: obj, N: int(n), Values: values}}
	for _, f := range d.Fields {
		if values[f.Name] != "" {
			if err := w.value(f, 0, values[f.Name], typed[whyName(f.Name)]); err != nil {
				return 0, err
			}
		}
	}
	w.x.Records = append(w.x.Records, w.row)
	if d.Obliges != nil && w.x.May.Raise {
		err = w.raise()
	}
	return int(n), err
}

// same is an object with the same values of the key fields, nil if there is none.
func (w *registerWrite) same(values map[string]string) *RegisterRow {
	for _, r := range w.x.Records {
		if r.Ended == 0 && !slices.ContainsFunc(w.x.Def.Key, func(k string) bool { return r.Values[k] != values[k] }) {
			return r
		}
	}
	return nil
}

// read brings typed values into their form and looks up what they point at; all
// problems are told at once, by field.
func (w *registerWrite) read(fields []register.Field, typed map[string]string, prefix string) (map[string]string, []errs.Field, error) {
	out := map[string]string{}
	var wrong []errs.Field
	for _, f := range fields {
		text, ok := typed[prefix+f.Name]
		if !ok {
			continue
		}
		if f.Type == register.Item {
			if n, err := w.tx.ItemByNumber(strings.TrimSpace(text)); err != nil {
				return nil, nil, err
			} else if n != 0 {
				text = id.String(n)
			}
		}
		v, p := f.Read(text, w.tx.Day.Year())
		if p == nil && v != "" {
			ok, err := w.there(f, v)
			if err != nil {
				return nil, nil, err
			}
			if !ok {
				p = &register.Problem{Field: f.Name, Key: "err.register.there", Args: []any{"label", f.Term(), "value", text}}
			}
		}
		if p != nil {
			wrong = append(wrong, errs.Field{Name: prefix + p.Field, Key: p.Key, Args: p.Args})
			continue
		}
		out[f.Name] = v
	}
	return out, wrong, nil
}

// there tells whether what a value points at exists and is the viewer's to see.
func (w *registerWrite) there(f register.Field, s string) (bool, error) {
	switch f.Type {
	case register.Unit:
		u, _ := id.Parse[id.Unit](s)
		x := w.x.Dir.Unit(u)
		return x.Code != "" && x.EndDay == 0, nil
	case register.Item:
		i, _ := id.Parse[id.Item](s)
		level, err := w.tx.Sight(i, w.v.Sees)
		return level > 0, err
	case register.Post:
		p, _ := id.Parse[id.Post](s)
		return w.x.Dir.Post(p).Title != "", nil
	case register.Document:
		n, _ := id.Parse[id.Document](s)
		_, err := w.tx.Document(n)
		if errs.Is(err, errs.NotFound) {
			return false, nil
		}
		return err == nil, err
	case register.Object:
		n, _ := id.Parse[id.Fact](s)
		o, err := w.tx.RegisterObjectOf(n)
		if errs.Is(err, errs.NotFound) {
			return false, nil
		}
		of := f.Of
		if of == "" {
			of = w.x.Def.ID
		}
		return err == nil && o.Register == of, err
	}
	return true, nil
}

// SetObject records changed values of an object; an owner changes what is filled
// in later, the keeper and the office everything. What did not change is not
// recorded again.
func (a *App) SetObject(ctx context.Context, v org.Viewer, req Request, name string, n int, typed map[string]string) error {
	return a.inRegister(ctx, v, "register_set", req, name, n, func(w *registerWrite) error {
		fields := w.x.Def.Fields
		if !w.x.May.Enter {
			fields = slices.DeleteFunc(slices.Clone(fields), func(f register.Field) bool { return !f.Late })
		}
		_, err := w.set(fields, typed, 0, w.row.Values, "")
		return err
	})
}

// set records the values of an object, or of a line, that differ from those it
// has; it tells how many.
func (w *registerWrite) set(fields []register.Field, typed map[string]string, line id.Fact, have map[string]string, prefix string) (int, error) {
	values, wrong, err := w.read(fields, typed, prefix)
	if err != nil {
		return 0, err
	}
	for _, f := range fields {
		if v, ok := values[f.Name]; ok && v == "" && f.Must {
			wrong = append(wrong, errs.Field{Name: prefix + f.Name, Key: "err.register.must", Args: []any{"label", f.Term()}})
		}
	}
	if wrong = append(wrong, reasons(fields, values, typed, have, prefix)...); len(wrong) > 0 {
		return 0, errs.Form(wrong)
	}
	n := 0
	for _, f := range fields {
		v, ok := values[f.Name]
		if !ok || v == have[f.Name] {
			continue
		}
		n++
		if err := w.value(f, line, v, typed[prefix+whyName(f.Name)]); err != nil {
			return n, err
		}
	}
	return n, nil
}

// value records a value; of a field that the ledger fills also why it is another.
func (w *registerWrite) value(f register.Field, line id.Fact, s, why string) error {
	e := store.RegisterEntry{Line: line, Part: string(register.Value), Name: f.Name, Value: s}
	if f.Sourced() {
		e.Words = strings.TrimSpace(why)
	}
	if f.Type == register.Item {
		e.Item, _ = id.Parse[id.Item](s)
	}
	return w.entry(e)
}

// AddLine adds a line to an object.
func (a *App) AddLine(ctx context.Context, v org.Viewer, req Request, name string, n int, group string, typed map[string]string) error {
	return a.inRegister(ctx, v, "register_line", req, name, n, func(w *registerWrite) error {
		g, ok := w.x.Def.Group(group)
		if !ok {
			return errNotThere()
		}
		values, wrong, err := w.read(g.Fields, typed, "")
		if err != nil {
			return err
		}
		for _, p := range register.Missing(g.Fields, values) {
			wrong = append(wrong, errs.Field{Name: p.Field, Key: p.Key, Args: p.Args})
		}
		if wrong = append(wrong, reasons(g.Fields, values, typed, nil, "")...); len(wrong) > 0 {
			return errs.Form(wrong)
		}
		line, err := store.Insert[store.RegisterEntry, id.Fact](w.tx, store.RegisterEntry{Register: w.x.Def.ID, Object: w.row.ID, Part: string(register.Line), Name: group})
		if err != nil {
			return err
		}
		_, err = w.set(g.Fields, typed, line, nil, "")
		return err
	})
}

// SetLine records changed values of a line.
func (a *App) SetLine(ctx context.Context, v org.Viewer, req Request, name string, n int, line id.Fact, typed map[string]string) error {
	return a.inRegister(ctx, v, "register_line", req, name, n, func(w *registerWrite) error {
		for _, g := range w.x.Def.Groups {
			for _, r := range w.row.Rows[g.Name] {
				if r.ID == line {
					_, err := w.set(g.Fields, typed, line, r.Values, "")
					return err
				}
			}
		}
		return errNotThere()
	})
}

// DropLine takes a line away, with a reason; its history stays.
func (a *App) DropLine(ctx context.Context, v org.Viewer, req Request, name string, n int, line id.Fact, why string) error {
	return a.inRegister(ctx, v, "register_line", req, name, n, func(w *registerWrite) error {
		if strings.TrimSpace(why) == "" {
			return errs.Form([]errs.Field{{Name: "why", Key: "err.required"}})
		}
		for _, rows := range w.row.Rows {
			if slices.ContainsFunc(rows, func(r register.Row) bool { return r.ID == line }) {
				return w.entry(store.RegisterEntry{Line: line, Part: string(register.Unline), Words: strings.TrimSpace(why)})
			}
		}
		return errNotThere()
	})
}

// ReachStage records that an object reached a stage on a day, not after today. A
// stage whose needs are not met is refused with the sentence of its file.
func (a *App) ReachStage(ctx context.Context, v org.Viewer, req Request, name string, n int, stage string, day calendar.Day) error {
	return a.inRegister(ctx, v, "register_stage", req, name, n, func(w *registerWrite) error {
		at := w.x.Def.StageAt(stage)
		if at < 0 {
			return errs.Form([]errs.Field{{Name: "stage", Key: "err.choice"}})
		}
		if day == 0 {
			day = w.tx.Day
		}
		if day > w.tx.Day {
			return errs.Form([]errs.Field{{Name: "day", Key: "err.day.future"}})
		}
		if at <= w.row.Stage {
			return errs.Form([]errs.Field{{Name: "stage", Key: "err.register.reached", Args: []any{"stage", stageTerm(w.x.Def, w.row.Stage)}}})
		}
		why, err := w.refused(stage)
		if err != nil {
			return err
		}
		if why.Zh != "" {
			return errs.Form([]errs.Field{{Name: "stage", Key: "err.register.needs", Args: []any{"why", why}}})
		}
		entry, err := store.Insert[store.RegisterEntry, id.Fact](w.tx, store.RegisterEntry{Register: w.x.Def.ID, Object: w.row.ID, Part: string(register.Reach), Name: stage, Day: day})
		if err != nil {
			return err
		}
		return w.reach(entry, at, day)
	})
}

// BackStage takes back the last stage an object reached, with a reason.
func (a *App) BackStage(ctx context.Context, v org.Viewer, req Request, name string, n int, why string) error {
	return a.inRegister(ctx, v, "register_stage", req, name, n, func(w *registerWrite) error {
		if strings.TrimSpace(why) == "" {
			return errs.Form([]errs.Field{{Name: "why", Key: "err.required"}})
		}
		if w.row.Stage < 0 {
			return errs.E(errs.Conflict, "err.register.nostage")
		}
		stage := w.x.Def.Stages[w.row.Stage].ID
		if err := w.entry(store.RegisterEntry{Part: string(register.Back), Name: stage, Words: strings.TrimSpace(why)}); err != nil {
			return err
		}
		return w.unreach(stage)
	})
}

// TickPoint ticks a point of the checklist; a comparison needs both values, and
// words where they differ.
func (a *App) TickPoint(ctx context.Context, v org.Viewer, req Request, name string, n int, point, own, other, words string) error {
	return a.inRegister(ctx, v, "register_tick", req, name, n, func(w *registerWrite) error {
		t, ok := w.x.Def.Tick(point)
		if !ok {
			return errs.Form([]errs.Field{{Name: "point", Key: "err.choice"}})
		}
		own, other, words = strings.TrimSpace(own), strings.TrimSpace(other), strings.TrimSpace(words)
		var wrong []errs.Field
		if t.Values && own == "" {
			wrong = append(wrong, errs.Field{Name: "own", Key: "err.required"})
		}
		if t.Values && other == "" {
			wrong = append(wrong, errs.Field{Name: "other", Key: "err.required"})
		}
		if t.Values && own != other && words == "" {
			wrong = append(wrong, errs.Field{Name: "words", Key: "err.register.differs"})
		}
		if err := errs.Form(wrong); err != nil {
			return err
		}
		return w.entry(store.RegisterEntry{Part: string(register.Check), Name: point, Value: own, Other: other, Words: words, Day: w.tx.Day})
	})
}

// LookAt records a check of the round: all right, or a defect with the day by
// which it is cured. A defect stays in the register; only a major one, or one
// that was not cured in time, is raised into the ledger (practice 2.12).
func (a *App) LookAt(ctx context.Context, v org.Viewer, req Request, name string, n int, day calendar.Day, words string, cureBy calendar.Day) error {
	return a.inRegister(ctx, v, "register_look", req, name, n, func(w *registerWrite) error {
		if day == 0 {
			day = w.tx.Day
		}
		var wrong []errs.Field
		if day > w.tx.Day {
			wrong = append(wrong, errs.Field{Name: "day", Key: "err.day.future"})
		}
		if cureBy != 0 && strings.TrimSpace(words) == "" {
			wrong = append(wrong, errs.Field{Name: "words", Key: "err.required"})
		}
		if cureBy != 0 && cureBy < day {
			wrong = append(wrong, errs.Field{Name: "cureby", Key: "err.register.cureby"})
		}
		if err := errs.Form(wrong); err != nil {
			return err
		}
		found := "ok"
		if cureBy != 0 {
			found = "defect"
		}
		if err := w.entry(store.RegisterEntry{Part: string(register.Look), Value: found, Words: strings.TrimSpace(words), Day: day}); err != nil || cureBy == 0 {
			return err
		}
		return w.entry(store.RegisterEntry{Part: string(register.Defect), Words: strings.TrimSpace(words), Day: cureBy})
	})
}

// CureDefect records that a defect was cured on a day.
func (a *App) CureDefect(ctx context.Context, v org.Viewer, req Request, name string, n int, defect id.Fact, day calendar.Day) error {
	return a.inRegister(ctx, v, "register_look", req, name, n, func(w *registerWrite) error {
		if day == 0 {
			day = w.tx.Day
		}
		if day > w.tx.Day {
			return errs.Form([]errs.Field{{Name: "day", Key: "err.day.future"}})
		}
		for _, f := range w.row.Flaws {
			if f.ID == defect && f.Cured == 0 {
				return w.entry(store.RegisterEntry{Line: defect, Part: string(register.Cure), Day: day})
			}
		}
		return errNotThere()
	})
}

// EndObject takes an object out of the register, with a reason.
func (a *App) EndObject(ctx context.Context, v org.Viewer, req Request, name string, n int, why string) error {
	return a.inRegister(ctx, v, "register_end", req, name, n, func(w *registerWrite) error {
		if !w.x.May.Enter {
			return errs.E(errs.Forbidden, "err.register.enter")
		}
		if strings.TrimSpace(why) == "" {
			return errs.Form([]errs.Field{{Name: "why", Key: "err.required"}})
		}
		return w.entry(store.RegisterEntry{Part: string(register.End), Words: strings.TrimSpace(why), Day: w.tx.Day})
	})
}
