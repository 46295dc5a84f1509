package web

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// DraftForm is the draft being edited. Version and Was are what the editor saw:
// another field changed meanwhile is merged, the same field is asked about.
type DraftForm struct {
	ID, No, Version, Was string
	Heading              string
	Edited               string
	Fields               []Field
	Measures             []MeasureForm
	Needs                []FieldError // what keeps it from being issued
	Same                 []OfferView  // items that may be about the same
	Last                 []OfferView  // items of the year before that may have promised the same
	Linked               *LinkedView  // the one a person confirmed
	LinkedSays           []string
	Suggest              []LeadOffer // who may lead, where the text does not say
	Notes                []string    // what was understood, and from which words
	Quote                []Span
	State                string
	Item                 *Act // it was issued: the item
}

// LeadOffer is a unit that may lead a draft, and what speaks for it. Taking it
// saves what stands in the form.
type LeadOffer struct{ Unit, Name, Why string }

// MeasureForm is one measure of a draft; the last, empty one adds another.
type MeasureForm struct {
	Heading string
	New     bool
	Fields  []Field
}

// Limits of what a draft's fields may hold, in characters, and how many measures
// one draft may have.
const (
	maxTitle    = 200
	maxStandard = 2000
	maxWord     = 100
	maxMeasures = 30
)

// partyRoles are the parts a unit can have, in the order of the form.
var partyRoles = []string{"lead", "responsible", "cooperate", "collate"}

// form builds the editor of a draft, with what was typed instead of what is kept
// if something could not be taken.
func (k *desk) form(d app.DraftView) *DraftForm {
	m := k.v.m
	seen, body := d.Body, d.Body
	f := &DraftForm{ID: id.String(d.ID), No: draftNo(d.ID), Version: fmt.Sprint(d.Version), State: d.State}
	if k.st.typed != nil {
		body = *k.st.typed
		f.Version = k.st.raw.raw("version")
		f.Was = k.st.raw.raw("was")
	} else {
		f.Was = encode(seen)
	}
	if d.State == app.DraftIssued || d.State == app.DraftJoined {
		f.Item = &Act{URL: "/items/" + id.String(d.ItemID), Name: m.T("draft.initem")}
	}
	clause := 0
	if len(d.Body.Clauses) > 0 {
		clause = d.Body.Clauses[0] + 1
	}
	f.Heading = m.T("draft.heading", "clause", clause, "no", f.No)
	if by := k.d.Dir.PersonName(d.By); by != "" && d.Version > 1 {
		f.Edited = m.T("draft.editedby", "who", by)
	}
	f.Quote = markText(cmp.Or(strings.TrimSpace(k.d.Words(int64(d.Body.Start), int64(d.Body.End))), d.Body.Standard), marksOf(d.Body))
	f.Fields = k.fields(body)
	if above := k.aboves(d.ID); len(above) > 0 {
		f.Fields = append(f.Fields, choose("parent", id.String(body.Parent), above).as("above").wide("w3"))
	}
	for i, x := range body.Measures {
		f.Measures = append(f.Measures, MeasureForm{Heading: m.T("draft.measure", "n", i+1), Fields: measureFields(m, k.d.Dir, i, x)})
	}
	f.Measures = append(f.Measures, MeasureForm{Heading: m.T("draft.measurenew"), New: true, Fields: measureFields(m, k.d.Dir, len(body.Measures), app.DraftMeasure{})})
	f.Notes = k.notes(body)
	if k.st.typed == nil {
		for _, p := range d.Problems {
			f.Needs = append(f.Needs, FieldError{Name: formField(p.Field), Text: sentence(m, p)})
		}
	}
	return f
}

func (k *desk) fields(b app.DraftBody) []Field {
	m := k.v.m
	var kinds []Option
	for name, x := range k.d.Lib.Kinds {
		kinds = append(kinds, Option{Value: name, Name: x.Name})
	}
	slices.SortFunc(kinds, func(a, b Option) int { return cmp.Compare(a.Value, b.Value) })
	due := b.DueDay
	if k.st.raw != nil && k.st.raw.has("due") {
		due = k.st.raw.raw("due")
	}
	dates := date("due", due)
	if b.Assumed {
		dates.Note = m.T("draft.assumednote")
	}
	out := []Field{
		text("title", b.Title).wide("w6"), area("standard", b.Standard, 3).wide("w6"),
		choose("kind", b.Kind, kinds), choose("mode", b.Mode, words(m, "word.mode.", string(ledger.LeadSingle), string(ledger.LeadJoint), string(ledger.LeadByDuty), string(ledger.LeadEach))).as("leadmode"),
		choose("duesort", b.DueSort, words(m, "word.due.", string(ledger.DueDate), string(ledger.DueStanding), string(ledger.DueAlways))).as("duekind"),
	}
	for _, r := range partyRoles {
		out = append(out, text(r, names(k.d.Dir, b, r)).wide("w3"))
	}
	out = append(out, choose("strength", b.Strength, words(m, "word.strength.", "ensure", "strive", "expected")), choose("nature", b.Nature, words(m, "word.nature.", "binding", "expected")))
	out = append(out, dates, text("leaders", b.Leaders).as("leaderwords"), text("words", b.Words).as("printed"), text("project", b.Project).as("projectcode"), text("programme", b.Programme))
	if x := k.d.Lib.Kinds[b.Kind]; x != nil && len(x.Limits) > 0 {
		var classes []Option
		for _, l := range x.Limits {
			classes = append(classes, Option{Value: l.ID, Name: app.ClassWords(m, l)})
		}
		out = append(out, choose("urgency", b.Urgency, classes))
	}
	return append(out, choose("publicity", b.Publicity, words(m, "word.publicity.", "active", "request", "none")))
}

func measureFields(m *locale.Messages, dir *org.Directory, i int, x app.DraftMeasure) []Field {
	at := fmt.Sprintf("m%d-", i)
	publisher := x.From
	if x.Publisher != 0 {
		publisher = partyName(dir, app.DraftParty{Unit: x.Publisher})
	}
	flags := Field{Name: at + "flags", Key: "measureflags", Kind: "check", Options: []Option{
		{Value: "less", Name: m.T("draft.less"), Chosen: x.Less}, {Value: "shown", Name: m.T("draft.shown"), Chosen: x.Shown}, {Value: "embargo", Name: m.T("draft.embargo"), Chosen: x.Embargo}}}
	fs := []Field{
		text(at+"name", x.Name).as("indicator"),
		choose(at+"comparator", x.Comparator, words(m, "draft.comparator.", "reach", "at_least", "at_most", "about", "range", "relative")).as("comparator"),
		text(at+"value", x.Value).as("target").wide("w1"), text(at+"unit", x.Unit).as("unit").wide("w1"),
	}
	if x.ValueMax != "" || x.Comparator == "range" {
		fs = append(fs, text(at+"max", x.ValueMax).as("targetmax").wide("w1"))
	}
	fs = append(fs, choose(at+"path", x.Path, words(m, "word.path.", "amount", "share", "level", "bound", "relative", "state")).as("path"), text(at+"basis", x.Basis).as("measurebasis"), text(at+"publisher", publisher).as("publisher"))
	if x.Path == "relative" || x.Comparator == "relative" {
		fs = append(fs, text(at+"relative", x.RelativeTo).as("relativeto"), choose(at+"relation", x.Relation, words(m, "draft.relation.", "above", "equal", "below")).as("relation"))
	}
	return append(fs, flags)
}

// words are choices whose names stand under one prefix of the messages.
func words(m *locale.Messages, prefix string, values ...string) []Option {
	out := make([]Option, len(values))
	for i, v := range values {
		out[i] = Option{Value: v, Name: m.T(prefix + v)}
	}
	return out
}

// notes say which words of the text a unit was understood from.
func (k *desk) notes(b app.DraftBody) []string {
	var out []string
	for _, p := range b.Parties {
		u := k.d.Dir.Unit(p.Unit)
		if p.Unit != 0 && p.Words != "" && p.Words != u.Name && p.Words != u.Short {
			out = append(out, k.v.m.T("draft.readas", "words", p.Words, "unit", partyName(k.d.Dir, p)))
		}
	}
	return out
}

// partyName is a unit as the form shows it: its own name, or the words of the
// text if it is none of the place.
func partyName(dir *org.Directory, p app.DraftParty) string {
	if p.Unit == 0 {
		return p.Words
	}
	u := dir.Unit(p.Unit)
	return cmp.Or(u.Short, u.Name, p.Words)
}

func names(dir *org.Directory, b app.DraftBody, role string) string {
	var out []string
	for _, p := range b.Parties {
		if p.Role == role {
			out = append(out, partyName(dir, p))
		}
	}
	return strings.Join(out, "、")
}

// dueWords is the limit of a draft in a line.
func dueWords(m *locale.Messages, lib *store.Library, b app.DraftBody, year int) string {
	day, err := calendar.Parse(b.DueDay, year)
	if l, ok := b.ClassOf(lib); ok {
		return app.ClassWords(m, l)
	}
	switch {
	case b.DueSort != string(ledger.DueDate) && m.Has("word.due."+b.DueSort):
		return m.T("word.due." + b.DueSort)
	case err != nil:
		return m.T("draft.nodue")
	case b.Assumed:
		return m.T("draft.assumedday", "day", m.DateIn(int32(day), year))
	}
	return m.DateIn(int32(day), year)
}

// sentence is a problem of a draft in words.
func sentence(m *locale.Messages, p ledger.Problem) string { return m.T(p.Key, p.Args...) }

// formField is the field of the form that a problem of the domain is mended in.
func formField(field string) string {
	if at, name, ok := strings.Cut(strings.TrimPrefix(field, "measures["), "]."); ok && at != field {
		switch name {
		case "direction":
			name = "flags"
		case "target":
			name = "value"
		}
		return "m" + at + "-" + name
	}
	switch field {
	case "parties":
		return "lead"
	case "measure", "measures":
		return "m0-name"
	case "target":
		return "m0-value"
	case "basis":
		return "m0-basis"
	case "title", "standard", "kind", "mode", "lead", "responsible", "cooperate", "collate", "due":
		return field
	}
	return ""
}

func encode(b app.DraftBody) string {
	j, err := json.Marshal(b)
	if err != nil { // strings and integers only: cannot fail
		panic(err)
	}
	return string(j)
}

// has reports whether the form sent the field, be it empty.
func (f *form) has(name string) bool { return len(f.values[name]) > 0 }

// kept is the field as typed, or as it was if only white space differs or the
// form did not have it: what nobody touched is not an edit.
func (f *form) kept(name, was string, max int) string {
	if !f.has(name) {
		return was
	}
	now := f.text(name, max)
	if strings.Join(strings.Fields(now), " ") == strings.Join(strings.Fields(was), " ") {
		return was
	}
	return now
}

// oneOf is a choice as taken: one of the values or none; anything else leaves it.
func (f *form) oneOf(name, was string, values ...string) string {
	if now := f.kept(name, was, maxWord); now == "" || slices.Contains(values, now) {
		return now
	}
	return was
}

// draft reads the editor: what was seen, with what was typed over it.
func (f *form) draft(was app.DraftBody, dir *org.Directory) app.DraftBody {
	b := was
	b.Title, b.Standard = f.kept("title", was.Title, maxTitle), f.kept("standard", was.Standard, maxStandard)
	b.Kind, b.Mode, b.DueSort = f.kept("kind", was.Kind, maxWord), f.kept("mode", was.Mode, maxWord), f.kept("duesort", was.DueSort, maxWord)
	b.Leaders, b.Words = f.kept("leaders", was.Leaders, maxTitle), f.kept("words", was.Words, maxStandard)
	b.Project, b.Programme = f.kept("project", was.Project, maxWord), f.kept("programme", was.Programme, maxTitle)
	b.Urgency = f.kept("urgency", was.Urgency, maxWord)
	b.Publicity = f.oneOf("publicity", was.Publicity, "active", "request", "none")
	b.Strength, b.Nature = f.oneOf("strength", was.Strength, "ensure", "strive", "expected"), f.oneOf("nature", was.Nature, "binding", "expected")
	b.Parties = f.parties(was.Parties, dir)
	if u, err := id.Parse[id.Unit](f.raw("suggest")); err == nil && dir.Unit(u).Code != "" && count(b.Parties, "lead") == 0 {
		b.Parties = append(b.Parties, app.DraftParty{Unit: u, Role: "lead"})
	}
	if leads := count(b.Parties, "lead"); b.Mode == "" && leads == 1 {
		b.Mode = string(ledger.LeadSingle)
	}
	if f.has("parent") {
		b.Parent, _ = id.Parse[id.Draft](f.raw("parent")) // none, or one that is not there: it hangs under none
	}
	b.Measures = f.measures(was.Measures, dir)
	if f.has("due") {
		b.DueDay = ""
		if day := f.day("due"); day != 0 {
			b.DueDay = day.String()
		}
	}
	if b.DueSort != string(ledger.DueDate) {
		b.DueDay = ""
	}
	if b.DueDay != was.DueDay || b.DueSort != was.DueSort {
		b.Assumed = false
	}
	return b
}

func count(ps []app.DraftParty, role string) int {
	n := 0
	for _, p := range ps {
		if p.Role == role {
			n++
		}
	}
	return n
}

// parties reads the lines of units. A unit that stands where it stood keeps its
// place and the words it was read from; a name nobody knows stays as words and
// is told as a problem.
func (f *form) parties(was []app.DraftParty, dir *org.Directory) []app.DraftParty {
	want := map[string][]string{}
	for _, r := range partyRoles {
		if f.has(r) {
			want[r] = splitNames(f.text(r, maxStandard))
		}
	}
	var out []app.DraftParty
	for _, p := range was {
		if !f.has(p.Role) {
			out = append(out, p)
			continue
		}
		if i := slices.Index(want[p.Role], partyName(dir, p)); i >= 0 {
			out, want[p.Role] = append(out, p), slices.Delete(want[p.Role], i, i+1)
		}
	}
	for _, r := range partyRoles {
		for _, name := range want[r] {
			out = append(out, app.DraftParty{Unit: dir.UnitByName(name), Words: name, Role: r})
		}
	}
	return out
}

// splitNames cuts a line of units as people write it.
func splitNames(s string) []string {
	out := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、，,；;\n\t", r) })
	for i := range out {
		out[i] = strings.TrimSpace(out[i])
	}
	return slices.DeleteFunc(out, func(n string) bool { return n == "" })
}

// measures reads the measures; one whose name and target were cleared is gone.
func (f *form) measures(was []app.DraftMeasure, dir *org.Directory) []app.DraftMeasure {
	var out []app.DraftMeasure
	for i := range maxMeasures {
		var m app.DraftMeasure
		if i < len(was) {
			m = was[i]
		}
		at := fmt.Sprintf("m%d-", i)
		if f.has(at + "name") {
			m = f.measure(at, m, dir)
		}
		if m.Name != "" || m.Value != "" {
			out = append(out, m)
		}
	}
	return out
}

func (f *form) measure(at string, m app.DraftMeasure, dir *org.Directory) app.DraftMeasure {
	m.Name, m.Unit, m.Basis = f.kept(at+"name", m.Name, maxTitle), f.kept(at+"unit", m.Unit, 20), f.kept(at+"basis", m.Basis, maxTitle)
	m.Value, m.ValueMax = f.kept(at+"value", m.Value, 30), f.kept(at+"max", m.ValueMax, 30)
	m.Comparator, m.Path = f.kept(at+"comparator", m.Comparator, 20), f.kept(at+"path", m.Path, 20)
	m.RelativeTo, m.Relation = f.kept(at+"relative", m.RelativeTo, maxTitle), f.kept(at+"relation", m.Relation, 20)
	flags := f.values[at+"flags"]
	m.Less, m.Shown, m.Embargo = slices.Contains(flags, "less"), slices.Contains(flags, "shown"), slices.Contains(flags, "embargo")
	if f.has(at + "publisher") {
		m.From = f.text(at+"publisher", maxTitle)
		if m.Publisher = dir.UnitByName(m.From); m.Publisher != 0 {
			m.From = ""
		}
	}
	return m
}

// touched are the fields of a draft that differ between what was seen and what
// was typed.
func touched(was, now app.DraftBody) (map[string]json.RawMessage, error) {
	var a, b map[string]json.RawMessage
	if err := json.Unmarshal([]byte(encode(was)), &a); err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(encode(now)), &b); err != nil {
		return nil, err
	}
	for k, v := range a {
		if string(b[k]) == string(v) {
			delete(b, k)
		}
	}
	return b, nil
}

// seenBody reads what the editor had before him, as his form carried it.
func (f *form) seenBody() (app.DraftBody, error) {
	var b app.DraftBody
	if err := json.Unmarshal([]byte(f.raw("was")), &b); err != nil {
		return b, errs.Wrap(err, errs.Invalid, "err.draft.form")
	}
	return b, nil
}
