package web

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// LibraryPage shows the files the ledger is judged by: kinds of items, rule sets
// and calendars, each with its sum; loads a changed file; and takes the notice of
// a year's holidays.
type LibraryPage struct {
	Page
	Says   string
	Kinds  []LibraryRow
	Rules  []LibraryRow
	Years  []LibraryRow
	Lists  []LibraryRow // registers
	Next   string       // the year whose notice is still to come
	May    bool
	Sort   Field
	File   Field
	Year   Field
	Notice Field
	Free   Field
	Work   Field

	Settings []SettingRow
	Setting  Field
	Value    Field
}

// SettingRow is one setting with what holds.
type SettingRow struct{ Name, Now, Default string }

// LibraryRow is one file.
type LibraryRow struct{ Name, Text, URL, Sum string }

func (s *Site) libraryPage(v *visit) (*LibraryPage, error) {
	page, err := s.page(v, "library", v.m.T("library.head"))
	if err != nil {
		return nil, err
	}
	lib, err := s.App.Library(v.r.Context(), v.who.Viewer)
	if err != nil {
		return nil, err
	}
	p := &LibraryPage{Page: page, May: v.who.Viewer.Can(org.Library)}
	for _, f := range lib.Files {
		r := LibraryRow{Name: f.Name, Sum: shortHash(f.Hash)}
		switch f.Sort {
		case store.LibraryKind:
			if k := lib.Kinds[f.Name]; k != nil {
				r.Text = k.Name
			}
			p.Kinds = append(p.Kinds, r)
		case store.LibraryRules:
			r.URL = "/rules/" + f.Name
			if x := lib.RuleSets[f.Name]; x != nil {
				r.Text = x.Name
			}
			p.Rules = append(p.Rules, r)
		case store.LibraryRegister:
			r.URL = "/registers/" + f.Name
			if d := lib.Registers[f.Name]; d != nil {
				r.Text = d.In(v.m.Tag()).Name
			}
			p.Lists = append(p.Lists, r)
		case store.LibraryCalendar:
			if _, year, ok := strings.Cut(f.Name, "-"); ok {
				n, _ := strconv.Atoi(year)
				r.Text = lib.Cal.Notice(n)
			}
			p.Years = append(p.Years, r)
		}
	}
	for _, list := range [][]LibraryRow{p.Kinds, p.Rules, p.Years, p.Lists} {
		slices.SortFunc(list, func(a, b LibraryRow) int { return strings.Compare(a.Name, b.Name) })
	}
	next := p.Year.Value
	for y := v.now.Year(); next == ""; y++ {
		if !lib.Cal.Announced(y) {
			next = fmt.Sprint(y)
		}
	}
	var names []Option
	for _, x := range app.SettingsOf(lib) {
		name := v.m.T("setting." + x.Name)
		names = append(names, Option{Value: x.Name, Name: name})
		p.Settings = append(p.Settings, SettingRow{Name: name, Now: cmp.Or(x.Now, x.Default), Default: x.Default})
	}
	p.Setting, p.Value = choose("setting", v.typed("setting"), names).as("settingname").must(), text("value", v.typed("value")).as("settingvalue").must()
	p.Next = v.m.T("library.next", "year", next)
	p.Says = v.m.T("library.says", "kinds", len(p.Kinds), "rules", len(p.Rules), "years", len(p.Years))
	p.Sort = choose("sort", v.typed("sort"), []Option{{Value: store.LibraryKind, Name: v.m.T("library.kinds")}, {Value: store.LibraryRules, Name: v.m.T("library.rules")}, {Value: store.LibraryCalendar, Name: v.m.T("library.years")}, {Value: store.LibraryRegister, Name: v.m.T("library.registers")}}).as("librarysort").must()
	p.File = Field{Name: "file", Key: "libraryfile", Kind: "file"}
	p.Year = text("year", v.typedOr("year", next)).as("calyear").must()
	p.Notice = text("notice", v.typed("notice")).as("calnotice").must()
	p.Free = area("free", v.typed("free"), 8).as("calfree").must()
	p.Work = area("work", v.typed("work"), 4).as("calwork")
	return p, nil
}

// postLibrary loads one file, if it differs from the one in force.
func (s *Site) postLibrary(v *visit) error {
	f := app.LibraryFile{Sort: v.form.one("sort", store.LibraryKind, store.LibraryRules, store.LibraryCalendar, store.LibraryRegister)}
	name, b, err := v.uploaded()
	if err == nil {
		f.Name, f.Text = strings.TrimSuffix(name, path.Ext(name)), b
		return s.load(v, f, "file")
	}
	return s.refuseLibrary(v, err)
}

// postCalendar takes the notice of a year's holidays as it is typed, a line each.
func (s *Site) postCalendar(v *visit) error {
	year := v.form.number("year")
	if year < 2019 || year > 2199 {
		v.form.bad("year", "err.year", "value", clip(v.form.raw("year")))
	}
	text := v.calendarText(int(year))
	if err := v.form.err(); err != nil {
		return s.refuseLibrary(v, err)
	}
	return s.load(v, app.LibraryFile{Sort: store.LibraryCalendar, Name: fmt.Sprintf("cn-%d", year), Text: []byte(text)}, "free")
}

func (s *Site) load(v *visit, f app.LibraryFile, field string) error {
	names, err := s.App.LoadLibrary(v.r.Context(), v.who.Viewer, v.request(), []app.LibraryFile{f})
	if err == nil {
		return v.took("/library", "done.loaded", len(names))
	}
	e := errs.Of(err)
	if e.Kind == errs.Invalid && len(e.Fields) == 0 {
		err = errs.Form([]errs.Field{{Name: field, Key: e.Key, Args: e.Args}})
	}
	return s.refuseLibrary(v, err)
}

func (s *Site) refuseLibrary(v *visit, err error) error {
	p, perr := s.libraryPage(v)
	if perr != nil {
		return perr
	}
	return s.refuse(v, err, p, &p.Sort, &p.File, &p.Year, &p.Notice, &p.Free, &p.Work, &p.Setting, &p.Value)
}

// calendarText makes the file of a year from lines «元旦 1月1日 1月3日» and days at
// work, each wrong line told by its number.
func (v *visit) calendarText(year int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "place: cn\nyear: %d\nnotice: %s\nholidays:\n", year, quoted(v.form.must("notice", 200)))
	v.form.must("free", 4000)
	for i, l := range strings.Split(v.form.text("free", 4000), "\n") {
		w := strings.FieldsFunc(plain(l), func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == '、' })
		if len(w) == 0 {
			continue
		}
		from, to, ok := Day(0), Day(0), len(w) == 2 || len(w) == 3
		if ok {
			from, ok = readDay(w[1], year)
			to = from
			if ok && len(w) == 3 {
				to, ok = readDay(w[2], year)
			}
		}
		if !ok || to < from {
			v.form.bad("free", "err.calendar.line", "n", i+1, "line", clip(l))
			continue
		}
		fmt.Fprintf(&b, "  - {name: %s, from: %q, to: %q}\n", quoted(w[0]), from.String(), to.String())
	}
	b.WriteString("work:\n")
	days := 0
	for i, l := range strings.Fields(strings.ReplaceAll(v.form.text("work", 2000), "、", " ")) {
		d, ok := readDay(l, year)
		if !ok {
			v.form.bad("work", "err.calendar.line", "n", i+1, "line", clip(l))
			continue
		}
		days++
		fmt.Fprintf(&b, "  - %q\n", d.String())
	}
	if days == 0 {
		return strings.TrimSuffix(b.String(), "work:\n")
	}
	return b.String()
}

// postSetting sets one setting of the place from now on.
func (s *Site) postSetting(v *visit) error {
	name, value := v.form.must("setting", 60), v.form.must("value", 200)
	err := v.form.err()
	if err == nil {
		err = s.App.Set(v.r.Context(), v.who.Viewer, v.request(), name, value)
	}
	if err != nil {
		return s.refuseLibrary(v, renamed(err, "name", "setting"))
	}
	return v.took("/library", "done.saved", 0)
}

func quoted(s string) string { return fmt.Sprintf("%q", s) }
