package api

import (
	"strconv"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/quantity"
)

// Figure is a number as a decimal string, with its unit. Strings keep every
// decimal that was reported: 35.00 is not 35.
type Figure struct {
	Value string `json:"value" doc:"decimal number, ASCII minus" example:"38.40"`
	Unit  string `json:"unit,omitempty" example:"亿元"`
}

// figure writes a scaled figure.
func figure(n int64, decimals int, unit string) Figure {
	return Figure{Value: strings.Replace(quantity.Format(n, decimals), "−", "-", 1), Unit: unit}
}

// iso is a day as YYYY-MM-DD, ” for none.
func iso(d calendar.Day) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

// day reads an ISO day that the schema has checked for its form; ” is 0.
func day(field, s string) (calendar.Day, error) {
	if s == "" {
		return 0, nil
	}
	d, err := calendar.Parse(s, 0)
	if err != nil {
		return 0, errs.Form([]errs.Field{{Name: field, Key: "err.date", Args: []any{"value", s}}})
	}
	return d, nil
}

// known writes an identifier, ” for none.
func known[T ~int64](v T) string {
	if v == 0 {
		return ""
	}
	return strconv.FormatInt(int64(v), 10)
}

// here reads an identifier of an address. One that is none names nothing, so it
// is not found like any other.
func here[T ~int64](s string) (T, error) {
	n, err := id.Parse[T](s)
	if err != nil {
		return 0, errs.E(errs.NotFound, "err.notfound")
	}
	return n, nil
}

// hereAll reads a list of identifiers, each as here does.
func hereAll[T ~int64](list []string) ([]T, error) {
	out := make([]T, len(list))
	for i, s := range list {
		var err error
		if out[i], err = here[T](s); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// named reads an identifier of a body or query; ” is 0.
func named[T ~int64](field, s string) (T, error) {
	if s == "" {
		return 0, nil
	}
	n, err := id.Parse[T](s)
	if err != nil {
		return 0, errs.Form([]errs.Field{{Name: field, Key: "err.choice"}})
	}
	return n, nil
}

// say writes an argument of a sentence.
func say(m *locale.Messages, v any) any {
	if d, ok := v.(calendar.Day); ok {
		return m.Date(int32(d))
	}
	return v
}

// at is a place in a list, as fields name it.
func at(i int) string { return strconv.Itoa(i) }
