package register

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// English is the tag of the other language a file can speak.
const English = "en"

// Term is a word of a file in both languages.
type Term struct{ Zh, En string }

// In is the word in a language; where the file does not speak it, in Chinese.
func (t Term) In(tag string) string {
	if tag == English && t.En != "" {
		return t.En
	}
	return t.Zh
}

// Term is the label of a field in both languages.
func (f Field) Term() Term { return Term{f.Label, f.En} }

// Shown is a choice as it is shown; it is kept in Chinese whatever the language.
func (f Field) Shown(choice string) string {
	if s := f.shown[choice]; s != "" {
		return s
	}
	return choice
}

// wording is what a file says in English: each label by the name of what it
// labels, sentences by the id of their stage or alert, choices and units by their
// Chinese words.
type wording struct {
	Name      string            `yaml:"name"`
	Called    string            `yaml:"called"`
	Purpose   string            `yaml:"purpose"`
	System    string            `yaml:"system"`
	Fields    map[string]string `yaml:"fields"`
	Counts    map[string]string `yaml:"counts"`
	Lines     map[string]lines  `yaml:"lines"`
	Stages    map[string]string `yaml:"stages"`
	Checklist map[string]string `yaml:"checklist"`
	Views     map[string]string `yaml:"views"`
	Alerts    map[string]string `yaml:"alerts"`
	Says      map[string]string `yaml:"says"`
	Words     map[string]string `yaml:"words"`
}

type lines struct {
	Label  string            `yaml:"label"`
	Fields map[string]string `yaml:"fields"`
}

// In is the definition with its labels in a language. Names, conditions and what is
// kept are the same; where the file does not speak the language it is itself.
func (d *Definition) In(tag string) *Definition {
	if tag == English && d.english != nil {
		return d.english
	}
	return d
}

// Untranslated lists what a file has no English words for, by its place; all of it
// where the file does not speak English.
func (d *Definition) Untranslated() []string { return d.untranslated }

// translator makes the English definition; it notes what is missing and what names
// nothing.
type translator struct {
	missing []string
	used    map[string]bool
}

// take is the English word at a place; the Chinese one stands where there is none.
func (t *translator) take(from map[string]string, place, key, zh string) string {
	t.used[place+"."+key] = true
	if s := from[key]; s != "" {
		return s
	}
	if zh != "" {
		t.missing = append(t.missing, place+"."+key)
	}
	return zh
}

func (t *translator) one(s, place, zh string) string {
	return t.take(map[string]string{place: s}, "en", place, zh)
}

// english reads what the file says in English and keeps it beside the definition.
func (f *file) english(d *Definition) error {
	w := f.En
	if w == nil {
		w = &wording{}
	}
	t := &translator{used: map[string]bool{}}
	e := *d
	e.Name, e.Purpose = t.one(w.Name, "name", d.Name), t.one(w.Purpose, "purpose", d.Purpose)
	e.Called, e.System = t.one(w.Called, "called", d.Called), t.one(w.System, "system", d.System)
	d.Fields, e.Fields = t.fields(w, w.Fields, "fields", d.Fields)
	d.Counts, e.Counts = t.fields(w, w.Counts, "counts", d.Counts)
	e.Groups = nil
	for i, g := range d.Groups {
		l := w.Lines[g.Name]
		x := Group{Name: g.Name, Label: t.take(map[string]string{g.Name: l.Label}, "lines", g.Name, g.Label)}
		d.Groups[i].Fields, x.Fields = t.fields(w, l.Fields, "lines."+g.Name, g.Fields)
		e.Groups = append(e.Groups, x)
	}
	e.Stages, e.Ticks, e.Views, e.Alerts = slices.Clone(d.Stages), slices.Clone(d.Ticks), slices.Clone(d.Views), slices.Clone(d.Alerts)
	for i, s := range e.Stages {
		e.Stages[i].Name, e.Stages[i].Says = t.take(w.Stages, "stages", s.ID, s.Name), t.take(w.Says, "says", s.ID, s.Says)
	}
	for i, x := range e.Ticks {
		e.Ticks[i].Name = t.take(w.Checklist, "checklist", x.ID, x.Name)
	}
	for i, v := range e.Views {
		e.Views[i].Name = t.take(w.Views, "views", v.ID, v.Name)
	}
	for i, a := range e.Alerts {
		e.Alerts[i].Name, e.Alerts[i].Says = t.take(w.Alerts, "alerts", a.ID, a.Name), t.take(w.Says, "says", a.ID, a.Says)
	}
	e.speaks = English
	d.untranslated = t.missing
	if f.En == nil {
		return nil
	}
	for _, says := range w.Says {
		if err := d.checkWords(says); err != nil {
			return fmt.Errorf("en: %w", err)
		}
	}
	if err := t.unused(w); err != nil {
		return err
	}
	d.english = &e
	return nil
}

func (t *translator) fields(w *wording, from map[string]string, place string, list []Field) (zh, en []Field) {
	zh, en = slices.Clone(list), slices.Clone(list)
	for i, f := range list {
		zh[i].En = from[f.Name]
		en[i].Label, en[i].En = t.take(from, place, f.Name, f.Label), from[f.Name]
		if f.Unit != "" {
			en[i].Unit = t.take(w.Words, "words", f.Unit, f.Unit)
		}
		en[i].shown = map[string]string{}
		for _, c := range f.Choices {
			en[i].shown[c] = t.take(w.Words, "words", c, c)
		}
	}
	return zh, en
}

// unused refuses words for what does not exist: a name that was misspelt.
func (t *translator) unused(w *wording) error {
	places := map[string]map[string]string{"fields": w.Fields, "counts": w.Counts, "stages": w.Stages, "checklist": w.Checklist, "views": w.Views, "alerts": w.Alerts, "says": w.Says, "words": w.Words}
	for g, l := range w.Lines {
		if !t.used["lines."+g] {
			return fmt.Errorf("en: lines: %s is no sort of lines", g)
		}
		places["lines."+g] = l.Fields
	}
	for _, place := range slices.Sorted(maps.Keys(places)) {
		for _, key := range slices.Sorted(maps.Keys(places[place])) {
			if !t.used[place+"."+key] {
				return fmt.Errorf("en: %s: there is no %s", place, key)
			}
		}
	}
	return nil
}

// joined lists words as a sentence of the definition's language does.
func (d *Definition) joined(list []string) string {
	if d.speaks == English {
		return strings.Join(list, ", ")
	}
	return strings.Join(list, "、")
}
