package app

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// DraftView is a draft with what keeps it from being issued.
type DraftView struct {
	store.Draft
	Body     DraftBody
	Problems []ledger.Problem
}

func viewDraft(d store.Draft, lib *store.Library, dir *org.Directory) DraftView {
	v := DraftView{Draft: d}
	body, err := decodeDraft(d.Body)
	if err != nil {
		v.Problems = []ledger.Problem{{Field: "body", Key: "err.internal"}}
		return v
	}
	v.Body = body
	if d.State == DraftOpen || d.State == DraftAccepted {
		v.Problems = body.problems(lib, dir)
	}
	return v
}

// problems are what the kind still asks of the draft, and units that are only words.
func (b DraftBody) problems(lib *store.Library, dir *org.Directory) []ledger.Problem {
	k := lib.Kinds[b.Kind]
	if k == nil {
		return []ledger.Problem{{Field: "kind", Key: "err.kind", Args: []any{"kind", b.Kind}}}
	}
	n := b.item(store.Document{Sort: "report", ID: 1}, dir)
	n.urge(lib, calendar.Date(2026, 1, 1)) // whichever day: only that there is one is asked
	it := n.ledger()
	ps := ledger.CheckIssue(&it, k)
	for _, p := range b.Parties {
		if p.Unit == 0 {
			ps = append(ps, ledger.Problem{Field: "parties", Key: "err.draft.unit", Args: []any{"words", p.Words}})
		}
	}
	for i, m := range b.Measures {
		if m.Publisher == 0 && m.From != "" {
			ps = append(ps, ledger.Problem{Field: fmt.Sprintf("measures[%d].publisher", i), Key: "err.draft.unit", Args: []any{"words", m.From}})
		}
	}
	return ps
}

// DraftEdit is what somebody typed: fields of DraftBody by their JSON names,
// each with its new value, made from the version seen.
type DraftEdit struct {
	Draft   id.Draft
	Version int64
	Fields  map[string]json.RawMessage
	State   string // '' leaves it
}

// Clash is a field that two people changed differently.
type Clash struct {
	Field              string
	Base, Mine, Theirs json.RawMessage
}

// DraftSaved is the outcome of an edit. Either it was saved as Version, with
// the fields of others that were merged in; or it clashes, nothing was saved, and
// the clashes show base, mine and theirs; or the draft went over into another.
type DraftSaved struct {
	Version int64
	Merged  []string
	Clashes []Clash
	GoneTo  id.Draft
	By      id.Person // who changed it meanwhile
}

// EditDraft saves fields of a draft. Another person's change of other fields is
// merged; only the same field changed differently is asked about.
func (a *App) EditDraft(ctx context.Context, v org.Viewer, e DraftEdit) (out DraftSaved, err error) {
	if err := need(v, org.Draft); err != nil {
		return out, err
	}
	err = a.DB.Work(ctx, func(tx *store.Tx) error {
		out, err = editDraft(tx, v, e)
		return err
	})
	return out, err
}

func editDraft(tx *store.Tx, v org.Viewer, e DraftEdit) (DraftSaved, error) {
	d, err := tx.Draft(e.Draft)
	if err != nil {
		return DraftSaved{}, err
	}
	switch d.State {
	case DraftGone:
		return DraftSaved{GoneTo: d.GoneTo}, nil
	case DraftIssued, DraftJoined:
		return DraftSaved{}, errs.E(errs.Conflict, "err.draft.issued")
	}
	body, merged, clashes, err := mergeDraft(tx, d, e)
	if err != nil || len(clashes) > 0 {
		return DraftSaved{Clashes: clashes, Version: d.Version, By: d.By}, err
	}
	if _, err := decodeDraft(body); err != nil {
		return DraftSaved{}, errs.Wrap(err, errs.Invalid, "err.draft.form")
	}
	d.Body, d.By = body, v.Person
	if e.State != "" {
		if !slices.Contains([]string{DraftOpen, DraftAccepted, DraftDropped}, e.State) {
			return DraftSaved{}, errs.E(errs.Invalid, "err.draft.state", "state", e.State)
		}
		d.State = e.State
	}
	ok, err := tx.SaveDraft(d)
	if err == nil && !ok {
		err = errs.E(errs.Conflict, "err.draft.again")
	}
	return DraftSaved{Version: d.Version + 1, Merged: merged}, err
}

// mergeDraft puts the edited fields into the draft as it is now. A field that
// somebody else changed since the version seen is a clash, unless both say the
// same.
func mergeDraft(tx *store.Tx, d store.Draft, e DraftEdit) (body string, merged []string, clashes []Clash, err error) {
	now, base := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	if err := fieldsOf(d.Body, &now); err != nil {
		return "", nil, nil, err
	}
	if e.Version != d.Version {
		text, ok, err := tx.DraftBody(e.Draft, e.Version)
		if err != nil {
			return "", nil, nil, err
		}
		if !ok {
			return "", nil, nil, errs.E(errs.Conflict, "err.draft.old")
		}
		if err := fieldsOf(text, &base); err != nil {
			return "", nil, nil, err
		}
	} else {
		base = now
	}
	out := map[string]json.RawMessage{}
	for k, v := range now {
		out[k] = v
		if !sameJSON(v, base[k]) {
			merged = append(merged, k)
		}
	}
	for k, mine := range e.Fields {
		if _, known := now[k]; !known {
			return "", nil, nil, errs.E(errs.Invalid, "err.draft.field", "field", k)
		}
		switch theirs := now[k]; {
		case sameJSON(mine, base[k]): // not touched by me
		case sameJSON(theirs, base[k]) || sameJSON(theirs, mine):
			out[k] = mine
		default:
			clashes = append(clashes, Clash{Field: k, Base: base[k], Mine: mine, Theirs: theirs})
		}
	}
	slices.Sort(merged)
	slices.SortFunc(clashes, func(a, b Clash) int { return compareText(a.Field, b.Field) })
	j, err := json.Marshal(out)
	return string(j), merged, clashes, err
}

// fieldsOf takes a kept body apart; a field that came with a later version of the
// program is there and empty.
func fieldsOf(body string, out *map[string]json.RawMessage) error {
	b, err := decodeDraft(body)
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(b.encode()), out)
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// sameJSON compares two JSON values, not their spelling.
func sameJSON(a, b json.RawMessage) bool {
	if string(a) == string(b) {
		return true
	}
	var x, y any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	j, _ := json.Marshal(x)
	k, _ := json.Marshal(y)
	return string(j) == string(k)
}

// DraftNow shows one draft as it is, for the conflict page and the forms.
func (a *App) DraftNow(ctx context.Context, v org.Viewer, n id.Draft) (out DraftView, doc store.Document, err error) {
	if err := need(v, org.Draft); err != nil {
		return out, doc, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		d, err := tx.Draft(n)
		if err != nil {
			return err
		}
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		out = viewDraft(d, lib, dir)
		doc, err = tx.Document(d.Document)
		return err
	})
	return out, doc, err
}

// AcceptDrafts accepts drafts as they are. One that somebody changed or moved
// meanwhile is skipped and named.
func (a *App) AcceptDrafts(ctx context.Context, v org.Viewer, drafts []id.Draft) (skipped []id.Draft, err error) {
	if err := need(v, org.Draft); err != nil {
		return nil, err
	}
	err = a.DB.Work(ctx, func(tx *store.Tx) error {
		for _, n := range drafts {
			d, err := tx.Draft(n)
			if err != nil {
				return err
			}
			if d.State != DraftOpen {
				skipped = append(skipped, n)
				continue
			}
			d.State, d.By = DraftAccepted, v.Person
			if _, err := tx.SaveDraft(d); err != nil {
				return err
			}
		}
		return nil
	})
	return skipped, err
}

// DropDraft says that a draft is no item, with the reason that stands beside
// its sentence.
func (a *App) DropDraft(ctx context.Context, v org.Viewer, n id.Draft, version int64, reason string) (DraftSaved, error) {
	if reason == "" {
		return DraftSaved{}, errs.Form([]errs.Field{{Name: "reason", Key: "err.required"}})
	}
	r, _ := json.Marshal(reason)
	return a.EditDraft(ctx, v, DraftEdit{Draft: n, Version: version, State: DraftDropped, Fields: map[string]json.RawMessage{"reason": r}})
}

// MergeDraft puts a draft into another, which keeps both places of the text; the
// first forwards to it.
func (a *App) MergeDraft(ctx context.Context, v org.Viewer, n id.Draft, version int64, into id.Draft) error {
	if err := need(v, org.Draft); err != nil {
		return err
	}
	if n == into {
		return errs.Form([]errs.Field{{Name: "into", Key: "err.draft.self"}})
	}
	return a.DB.Work(ctx, func(tx *store.Tx) error {
		d, body, err := liveDraft(tx, n, version)
		if err != nil {
			return err
		}
		t, err := tx.Draft(into)
		if err != nil {
			return err
		}
		if t.Document != d.Document || t.State != DraftOpen && t.State != DraftAccepted {
			return errs.Form([]errs.Field{{Name: "into", Key: "err.draft.into"}})
		}
		target, err := decodeDraft(t.Body)
		if err != nil {
			return err
		}
		target.take(body)
		t.Body, t.By, d.By = target.encode(), v.Person, v.Person
		d.State, d.GoneTo = DraftGone, into
		return saveAll(tx, t, d)
	})
}

// take adds what another draft of the same document says.
func (b *DraftBody) take(o DraftBody) {
	for _, c := range o.Clauses {
		if !slices.Contains(b.Clauses, c) {
			b.Clauses = append(b.Clauses, c)
		}
	}
	for _, m := range o.Measures {
		if m.Path != "state" {
			b.Measures = append(b.Measures, m)
		}
	}
	if len(b.Measures) > 1 {
		b.Measures = slices.DeleteFunc(b.Measures, func(m DraftMeasure) bool { return m.Path == "state" })
	}
	for _, p := range o.Parties {
		if !slices.Contains(b.Parties, p) {
			b.Parties = append(b.Parties, p)
		}
	}
	if o.DueDay != "" && (b.DueDay == "" || o.DueDay < b.DueDay || b.Assumed) && !o.Assumed {
		b.DueDay, b.Assumed = o.DueDay, false
	}
	b.Standard += "\n" + o.Standard
}

// SplitDraft cuts a draft into several with titles of their own; each keeps the
// fields of the first, the measures go to the part that names them.
func (a *App) SplitDraft(ctx context.Context, v org.Viewer, n id.Draft, version int64, titles []string) ([]id.Draft, error) {
	if err := need(v, org.Draft); err != nil {
		return nil, err
	}
	titles = slices.DeleteFunc(slices.Clone(titles), func(t string) bool { return t == "" })
	if len(titles) < 2 {
		return nil, errs.Form([]errs.Field{{Name: "parts", Key: "err.draft.parts"}})
	}
	var out []id.Draft
	err := a.DB.Work(ctx, func(tx *store.Tx) error {
		d, body, err := liveDraft(tx, n, version)
		if err != nil {
			return err
		}
		first, err := tx.Count("draft", int64(len(titles)))
		if err != nil {
			return err
		}
		for i, t := range titles {
			part := body
			part.Title = t
			if i < len(body.Measures) && len(body.Measures) == len(titles) {
				part.Measures = body.Measures[i : i+1]
			}
			num := id.Draft(first + int64(i))
			if err := tx.AddDraft(store.Draft{ID: num, Document: d.Document, N: d.N, State: DraftOpen, Body: part.encode(), By: v.Person}); err != nil {
				return err
			}
			out = append(out, num)
		}
		d.State, d.GoneTo, d.By = DraftGone, out[0], v.Person
		return saveAll(tx, d)
	})
	return out, err
}

// DraftFromClause makes a draft of a sentence that became nothing.
func (a *App) DraftFromClause(ctx context.Context, v org.Viewer, doc id.Document, clause int) (out id.Draft, err error) {
	if err := need(v, org.Draft); err != nil {
		return 0, err
	}
	view, err := a.Document(ctx, v, doc)
	if err != nil {
		return 0, err
	}
	i := slices.IndexFunc(view.Clauses, func(c store.Clause) bool { return int(c.N) == clause })
	if i < 0 {
		return 0, errNotThere()
	}
	c := view.Clauses[i]
	words := view.Words(c.Start, c.End)
	body := DraftBody{Title: words, Kind: "key-task", Standard: words, Start: int(c.Start), End: int(c.End), Clauses: []int{clause}, Measures: []DraftMeasure{{Name: words, Path: "state"}}, DueSort: "date", Assumed: true, Certainty: 100}
	if view.Year != 0 {
		body.DueDay = yearEnd(view.Year)
	}
	body.ofSort(view.Lib, view.Sort)
	err = a.DB.Work(ctx, func(tx *store.Tx) error {
		n, err := tx.Count("draft", 1)
		out = id.Draft(n)
		if err != nil {
			return err
		}
		return tx.AddDraft(store.Draft{ID: out, Document: doc, N: int64(clause), State: DraftOpen, Body: body.encode(), By: v.Person})
	})
	return out, err
}

// liveDraft reads a draft that can still be worked on, in the version seen.
func liveDraft(tx *store.Tx, n id.Draft, version int64) (store.Draft, DraftBody, error) {
	d, err := tx.Draft(n)
	if err != nil {
		return d, DraftBody{}, err
	}
	if d.State == DraftGone || d.State == DraftIssued || d.State == DraftJoined || d.Version != version {
		return d, DraftBody{}, errs.E(errs.Conflict, "err.draft.again")
	}
	b, err := decodeDraft(d.Body)
	return d, b, err
}

// changeDraft changes what a draft says, in the version that was seen.
func (a *App) changeDraft(ctx context.Context, v org.Viewer, n id.Draft, version int64, change func(tx *store.Tx, d store.Draft, b *DraftBody) error) error {
	return a.DB.Work(ctx, func(tx *store.Tx) error {
		d, b, err := liveDraft(tx, n, version)
		if err != nil {
			return err
		}
		if err := change(tx, d, &b); err != nil {
			return err
		}
		d.Body, d.By = b.encode(), v.Person
		return saveAll(tx, d)
	})
}

func saveAll(tx *store.Tx, drafts ...store.Draft) error {
	for _, d := range drafts {
		ok, err := tx.SaveDraft(d)
		if err != nil {
			return err
		}
		if !ok {
			return errs.E(errs.Conflict, "err.draft.again")
		}
	}
	return nil
}
