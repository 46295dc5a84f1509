package web

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"jiufen/internal/errs"
)

// plain folds full-width digits and punctuation, as input methods produce them,
// and trims white space.
func plain(s string) string { return strings.TrimSpace(norm.NFKC.String(s)) }

var (
	dayFull  = regexp.MustCompile(`^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$`)
	dayShort = regexp.MustCompile(`^(\d{1,2})[./月](\d{1,2})日?$`)
)

// readDay reads a day as people write it: 2026-7-20, 2026年7月20日, 7.20 of this
// year. False if it is none, or no day of the calendar.
func readDay(s string, thisYear int) (Day, bool) {
	s = strings.ReplaceAll(plain(s), " ", "")
	var y, m, d int
	if p := dayFull.FindStringSubmatch(s); p != nil {
		y, m, d = atoi(p[1]), atoi(p[2]), atoi(p[3])
	} else if p := dayShort.FindStringSubmatch(s); p != nil {
		y, m, d = thisYear, atoi(p[1]), atoi(p[2])
	} else {
		return 0, false
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if y < 1971 || y > 2199 || t.Month() != time.Month(m) || t.Day() != d {
		return 0, false
	}
	return Day(t.Unix() / 86400), true
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // only digits, at most four, come here
	return n
}

// isoDay writes a day as the server reads it first, for the value of a field.
func isoDay(d Day) string {
	if d == 0 {
		return ""
	}
	return time.Unix(int64(d)*86400, 0).UTC().Format("2006-01-02")
}

// readFigure reads a decimal figure scaled by 10^decimals. It takes full-width
// digits, thousands separators and the minus signs of input methods; it does
// not round: more decimals than the series keeps are an error.
func readFigure(s string, decimals int) (int64, *errs.Field) {
	typed := s
	wrong := &errs.Field{Key: "err.number", Args: []any{"value", clip(typed)}}
	s = strings.NewReplacer(",", "", " ", "", "−", "-", "–", "-").Replace(plain(s))
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(strings.TrimPrefix(s, "-"), "+")
	whole, part, _ := strings.Cut(s, ".")
	part = strings.TrimRight(part, "0")
	if whole == "" || !digits(whole) || !digits(part) {
		return 0, wrong
	}
	if len(part) > decimals {
		return 0, &errs.Field{Key: "err.decimals", Args: []any{"value", clip(typed), "n", decimals}}
	}
	n, err := strconv.ParseInt(whole+part+strings.Repeat("0", decimals-len(part)), 10, 64)
	if err != nil || n == math.MinInt64 {
		return 0, wrong
	}
	if neg {
		n = -n
	}
	return n, nil
}

func digits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }) < 0
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
func (f *form) figure(name string, decimals int) (int64, bool) {
	v := f.raw(name)
	if plain(v) == "" {
		return 0, false
	}
	n, wrong := readFigure(v, decimals)
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
