package app

import (
	"context"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
	"jiufen/internal/store"
)

// SheetRowBody is what is typed in a row of a sheet, kept until it is signed.
type SheetRowBody struct {
	Values  map[string]string `json:"values"` // by measure, as typed
	Words   string            `json:"words"`
	Problem string            `json:"problem"`
	Same    bool              `json:"same"` // 本期无变化
	Reason  string            `json:"reason"`
	Reached []string          `json:"reached"`
	Missing string            `json:"missing"` // the part of a cooperating unit that is missing

	Evidence string `json:"evidence,omitempty"` // the paper that shows it

	Was map[string]Stamp `json:"was,omitempty"` // by field, for merging
}

// Stamp says in which version a field was last changed, and from what.
type Stamp struct {
	Version int64           `json:"version"`
	From    json.RawMessage `json:"from"`
}

// fields are the parts of a row that two people can change side by side.
func (b SheetRowBody) fields() map[string]any {
	out := map[string]any{"words": b.Words, "problem": b.Problem, "same": b.Same, "reason": b.Reason, "reached": listOf(b.Reached), "missing": b.Missing, "evidence": b.Evidence}
	for m, v := range b.Values {
		out["values."+m] = v
	}
	return out
}

// listOf is a list that is never nil, so that an empty one compares equal.
func listOf(list []string) []string { return append([]string{}, list...) }

// set puts the field of another row into this one.
func (b *SheetRowBody) set(field string, from SheetRowBody) {
	switch field {
	case "words":
		b.Words = from.Words
	case "problem":
		b.Problem = from.Problem
	case "same":
		b.Same = from.Same
	case "reason":
		b.Reason = from.Reason
	case "reached":
		b.Reached = from.Reached
	case "missing":
		b.Missing = from.Missing
	case "evidence":
		b.Evidence = from.Evidence
	default:
		m := field[len("values."):]
		if b.Values == nil {
			b.Values = map[string]string{}
		}
		b.Values[m] = from.Values[m]
	}
}

// SheetSaved is the outcome of saving a row: the version it has now, with the
// fields of others that were merged in; or the clashes, and nothing was saved.
type SheetSaved struct {
	Version int64
	Merged  []string
	Clashes []Clash
	Body    SheetRowBody
	By      id.Person // who changed it meanwhile
}

// merge makes the row that mine, typed on the version base, and the one on file
// come to. A field that only one changed is his; one that both changed
// differently clashes.
func (b SheetRowBody) merge(mine SheetRowBody, base, version int64) (SheetRowBody, SheetSaved) {
	out := SheetSaved{Version: version + 1}
	have, want := b.fields(), mine.fields()
	for f := range have {
		if _, ok := want[f]; !ok {
			want[f] = ""
		}
	}
	next := b
	next.Values, next.Was = maps.Clone(b.Values), maps.Clone(b.Was)
	for _, f := range slices.Sorted(maps.Keys(want)) {
		old, ok := have[f]
		if !ok {
			old = ""
		}
		if reflect.DeepEqual(old, want[f]) {
			continue
		}
		oldJSON, _ := json.Marshal(old)      // strings, booleans and lists of them
		mineJSON, _ := json.Marshal(want[f]) // always can be written
		if was, ok := b.Was[f]; ok && was.Version > base {
			if string(was.From) == string(mineJSON) { // left as it was: theirs stays
				out.Merged = append(out.Merged, f)
				continue
			}
			out.Clashes = append(out.Clashes, Clash{Field: f, Base: was.From, Mine: mineJSON, Theirs: oldJSON})
			continue
		}
		next.set(f, mine)
		if next.Was == nil {
			next.Was = map[string]Stamp{}
		}
		next.Was[f] = Stamp{Version: version + 1, From: oldJSON}
	}
	return next, out
}

// SaveRow keeps a row of the sheet as typed on a version of it, and returns the
// version it has now. What somebody else changed meanwhile in other fields is
// merged and told; of the same field changed differently base, mine and theirs
// come back as clashes, and nothing is lost. A sheet that lies before the head is
// changed by him alone.
func (a *App) SaveRow(ctx context.Context, v org.Viewer, period calendar.Period, item id.Item, version int64, body SheetRowBody) (out SheetSaved, err error) {
	if err := need(v, org.Report); err != nil {
		if !v.Can(org.Sheet) {
			return out, err
		}
	}
	if !period.Valid() {
		return out, errs.Form([]errs.Field{{Name: "period", Key: "err.period"}})
	}
	err = a.DB.Work(ctx, func(tx *store.Tx) error {
		if level, err := tx.Sight(item, []id.Unit{v.Unit}); err != nil || level < store.SeesAll {
			return cmpErr(err, errNotThere())
		}
		rows, err := tx.SheetDrafts(v.Unit)
		if err != nil {
			return err
		}
		row, state := find(rows, period, item)
		if state.State == SheetFinished && !v.Can(org.Sheet) {
			return errs.E(errs.Conflict, "err.sheet.finished")
		}
		var now SheetRowBody
		if row.Body != "" {
			if err := json.Unmarshal([]byte(row.Body), &now); err != nil {
				return err
			}
		}
		next, saved := now.merge(body, version, row.Version)
		out = saved
		if row.Version > version {
			out.By = row.By
		}
		out.Body = next
		if len(out.Clashes) > 0 {
			out.Version = row.Version
			return nil
		}
		j, err := json.Marshal(next)
		if err != nil {
			return err
		}
		ok, err := tx.PutSheetDraft(store.SheetDraft{UnitID: v.Unit, Period: period, ItemID: item, Version: out.Version, State: SheetOpen, Body: string(j), By: v.Person})
		if err == nil && !ok {
			err = errs.E(errs.Conflict, "err.sheet.row")
		}
		return err
	})
	return out, err
}

// cmpErr is the first error that is one.
func cmpErr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// find is the row of an item in the sheet of a period, and the row of the sheet
// itself.
func find(rows []store.SheetDraft, p calendar.Period, item id.Item) (row, sheet store.SheetDraft) {
	for _, r := range rows {
		switch {
		case r.Period != p:
		case r.ItemID == 0:
			sheet = r
		case r.ItemID == item:
			row = r
		}
	}
	return row, sheet
}

// States of a sheet that is not signed yet.
const (
	SheetOpen     = "open"     // being written
	SheetFinished = "finished" // 待审签: before the head
)

// FinishSheet puts the sheet before the head; the day is kept, so that lateness
// names the desk.
func (a *App) FinishSheet(ctx context.Context, v org.Viewer, period calendar.Period) error {
	if err := need(v, org.Report); err != nil {
		return err
	}
	return a.markSheet(ctx, v, period, SheetFinished)
}

// ReopenSheet gives a finished sheet back to be written on, by the head, or by
// the liaison who takes it back.
func (a *App) ReopenSheet(ctx context.Context, v org.Viewer, period calendar.Period) error {
	if err := need(v, org.Report); err != nil {
		if !v.Can(org.Sheet) {
			return err
		}
	}
	return a.markSheet(ctx, v, period, SheetOpen)
}

func (a *App) markSheet(ctx context.Context, v org.Viewer, period calendar.Period, state string) error {
	defer a.waits.typed.Add(1)
	return a.DB.Work(ctx, func(tx *store.Tx) error {
		rows, err := tx.SheetDrafts(v.Unit)
		if err != nil {
			return err
		}
		_, sheet := find(rows, period, 0)
		if !slices.ContainsFunc(rows, func(r store.SheetDraft) bool { return r.Period == period && r.ItemID != 0 }) {
			return errs.E(errs.Invalid, "err.sheet.empty")
		}
		if sheet.State == state {
			return nil
		}
		day := strconv.Itoa(int(a.DB.Today()))
		ok, err := tx.PutSheetDraft(store.SheetDraft{UnitID: v.Unit, Period: period, Version: sheet.Version + 1, State: state, Body: day, By: v.Person})
		if err == nil && !ok {
			err = errs.E(errs.Conflict, "err.sheet.row")
		}
		return err
	})
}

// SheetVersion is a number that changes with every row of the sheet: the head
// signs what he read, nothing else.
func SheetVersion(rows []store.SheetDraft, p calendar.Period) int64 {
	var n int64
	for _, r := range rows {
		if r.Period == p {
			n += r.Version
		}
	}
	return n
}

// SignSheet files what was typed for the period (审签) in the head's own name or,
// as a stand-in, in that of forPost. Rows left empty are left out and stay owed.
// version is the SheetVersion that was read, 0 for the sheet as it stands: what was
// typed since is not signed unread.
func (a *App) SignSheet(ctx context.Context, v org.Viewer, req Request, period calendar.Period, forPost id.Post, version int64) (out []id.Report, err error) {
	if err := need(v, org.Sheet); err != nil {
		return nil, err
	}
	_, err = a.write(ctx, v, "sheet_sign", req, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		in := SheetInput{Unit: v.Unit, Period: period, ForPost: forPost}
		if forPost != 0 {
			in.Unit = dir.Post(forPost).UnitID
		}
		if err := mayFile(dir, v, in); err != nil {
			return err
		}
		rows, err := tx.SheetDrafts(in.Unit)
		if err != nil {
			return err
		}
		if version != 0 && version != SheetVersion(rows, period) {
			return errs.E(errs.Conflict, "err.sheet.changed")
		}
		problems, err := in.take(tx, rows)
		if err != nil {
			return err
		}
		if err := errs.Form(problems); err != nil {
			return err
		}
		out, err = fileReports(tx, dir, in)
		return err
	})
	return out, err
}

// take reads the typed rows of the period.
func (s *SheetInput) take(tx *store.Tx, rows []store.SheetDraft) ([]errs.Field, error) {
	rows = slices.DeleteFunc(slices.Clone(rows), func(r store.SheetDraft) bool { return r.Period != s.Period })
	items := make([]id.Item, len(rows))
	for i, r := range rows {
		items[i] = r.ItemID
	}
	facts, err := tx.ItemFacts(id.Before(tx.Seq), items...)
	if err != nil {
		return nil, err
	}
	var fields []errs.Field
	for _, r := range rows {
		if r.ItemID == 0 {
			if day, err := strconv.Atoi(r.Body); err == nil && r.State == SheetFinished {
				s.Finished = calendar.Day(day)
			}
			continue
		}
		var b SheetRowBody
		if err := json.Unmarshal([]byte(r.Body), &b); err != nil {
			return nil, err
		}
		if f := facts[r.ItemID]; f != nil {
			row, bad := b.report(f)
			fields = append(fields, bad...)
			if !b.Empty() {
				s.Rows = append(s.Rows, row)
			}
		}
	}
	return fields, nil
}

// Empty reports whether nothing was typed that could be filed.
func (b SheetRowBody) Empty() bool {
	for _, v := range b.Values {
		if v != "" {
			return false
		}
	}
	return b.Words == "" && !b.Same && len(b.Reached) == 0
}

// report reads a typed row; a figure that cannot be read is told, with what was
// typed.
func (b SheetRowBody) report(f *store.Facts) (ReportInput, []errs.Field) {
	in := ReportInput{Item: f.Item.ID, Words: b.Words, Problem: b.Problem, Reason: b.Reason, Missing: b.Missing, Evidence: b.Evidence}
	var bad []errs.Field
	if b.Same {
		in.Sort = ledger.ReportNoChange
		return in, nil
	}
	for _, m := range f.LiveMeasures() {
		typed := b.Values[id.String(m.ID)]
		if typed == "" {
			continue
		}
		n, err := quantity.ParseScaled(typed, int(m.Decimals), m.Unit)
		if err != nil {
			bad = append(bad, errs.Field{Name: "v-" + id.String(m.ID), Key: "err.figure", Args: []any{"typed", typed, "unit", m.Unit, "decimals", m.Decimals}})
			continue
		}
		in.Values = append(in.Values, ValueInput{Measure: m.ID, Value: n})
	}
	for _, r := range b.Reached {
		if r == "0" {
			in.Reached = append(in.Reached, 0)
		} else if n, err := id.Parse[id.Milestone](r); err == nil {
			in.Reached = append(in.Reached, n)
		}
	}
	return in, bad
}
