package web

import (
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/quantity"
)

// plain folds full-width digits and punctuation, as input methods produce them,
// and trims white space.
func plain(s string) string { return strings.TrimSpace(norm.NFKC.String(s)) }

// readDay reads a day as people write it: 2026-7-20, 2026年7月20日, 7.20 of this
// year. False if it is none, or a year no plan speaks of.
func readDay(s string, thisYear int) (Day, bool) {
	d, err := calendar.Parse(strings.ReplaceAll(plain(s), " ", ""), thisYear)
	if err != nil || d.Year() < 1971 || d.Year() > 2199 {
		return 0, false
	}
	return d, true
}

// readFigure reads a figure scaled by 10^decimals, with or without its unit. It
// does not round and does not convert: more decimals than the series keeps, or
// another unit, are errors.
func readFigure(s string, decimals int, unit string) (int64, *errs.Field) {
	v, err := quantity.Parse(s)
	if err != nil {
		return 0, &errs.Field{Key: "err.number", Args: []any{"value", clip(s)}}
	}
	if v.Unit != "" && v.Unit != unit {
		return 0, &errs.Field{Key: "err.unit", Args: []any{"value", clip(s), "unit", unit}}
	}
	n, ok := v.Rescale(decimals)
	if !ok {
		return 0, &errs.Field{Key: "err.decimals", Args: []any{"value", clip(s), "n", decimals}}
	}
	return n, nil
}

// clip keeps what is quoted back to the reader short.
func clip(s string) string {
	r := []rune(strings.TrimSpace(s))
	if len(r) > 24 {
		return string(r[:24]) + "…"
	}
	return string(r)
}

// form collects the errors of one filling while its fields are read.
type form struct {
	values map[string][]string
	year   int
	wrong  []errs.Field
}

// text reads a field of at most max characters.
func (f *form) text(name string, max int) string {
	v := strings.TrimSpace(strings.ReplaceAll(f.raw(name), "\r\n", "\n"))
	if n := len([]rune(v)); n > max {
		f.bad(name, "err.toolong", "n", n, "max", max)
	}
	return v
}

// must reads a field that may not be empty.
func (f *form) must(name string, max int) string {
	v := f.text(name, max)
	if v == "" {
		f.bad(name, "err.required")
	}
	return v
}

// one reads a choice among allowed values; empty is an error.
func (f *form) one(name string, allowed ...string) string {
	v := f.raw(name)
	for _, a := range allowed {
		if v == a {
			return v
		}
	}
	f.bad(name, "err.choice")
	return ""
}

// day reads a date; empty gives zero.
func (f *form) day(name string) Day {
	v := f.raw(name)
	if plain(v) == "" {
		return 0
	}
	d, ok := readDay(v, f.year)
	if !ok {
		f.bad(name, "err.date", "value", clip(v))
	}
	return d
}

// figure reads a scaled figure; false if the field is empty or wrong.
func (f *form) figure(name string, decimals int, unit string) (int64, bool) {
	v := f.raw(name)
	if plain(v) == "" {
		return 0, false
	}
	n, wrong := readFigure(v, decimals, unit)
	if wrong != nil {
		f.bad(name, wrong.Key, wrong.Args...)
		return 0, false
	}
	return n, true
}

// number reads an identifier or version; zero if it is none.
func (f *form) number(name string) int64 {
	n, err := strconv.ParseInt(f.raw(name), 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func (f *form) raw(name string) string {
	if v := f.values[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

func (f *form) bad(name, key string, args ...any) {
	f.wrong = append(f.wrong, errs.Field{Name: name, Key: key, Args: args})
}

// err is nil when every field was read.
func (f *form) err() error { return errs.Form(f.wrong) }
