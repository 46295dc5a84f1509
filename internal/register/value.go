package register

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"jiufen/internal/calendar"
	"jiufen/internal/quantity"
)

// Problem is what is wrong with a value: the key of a sentence with its
// arguments.
type Problem struct {
	Field string
	Key   string
	Args  []any
}

// mostText is how many characters a value may have.
const mostText = 20000

// Read brings what was typed into the form it is kept in. Units, items, objects
// and documents come as their numbers; whether they exist is for the caller to
// say. year is assumed where a day has none.
func (f Field) Read(typed string, year int) (string, *Problem) {
	s := strings.TrimSpace(typed)
	bad := func(key string, args ...any) (string, *Problem) {
		return "", &Problem{Field: f.Name, Key: key, Args: append(args, "label", f.Term(), "value", clip(s))}
	}
	if s == "" {
		return "", nil
	}
	if utf8.RuneCountInString(s) > mostText || f.Type != Words && strings.ContainsAny(s, "\n\r") {
		return bad("err.register.long", "most", mostText)
	}
	switch f.Type {
	case Number:
		n, err := quantity.ParseScaled(s, f.Decimals, f.Unit)
		if err != nil {
			return bad("err.register.number", "decimals", f.Decimals)
		}
		return quantity.Format(n, f.Decimals), nil
	case Day:
		d, err := calendar.Parse(s, year)
		if err != nil {
			return bad("err.register.day")
		}
		return d.String(), nil
	case Choice:
		for _, c := range f.Choices {
			if c == s {
				return s, nil
			}
		}
		return bad("err.register.choice", "choices", strings.Join(f.Choices, "、"))
	case Yes:
		switch s {
		case "yes", "是", "1", "√", "true":
			return "yes", nil
		case "no", "否", "0", "false":
			return "", nil
		}
		return bad("err.register.yes")
	case Unit, Item, Object, Document, Post:
		if n, err := strconv.ParseInt(s, 10, 64); err != nil || n <= 0 {
			return bad("err.register.number0")
		}
	}
	return s, nil
}

func clip(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// Missing are the fields an object cannot be entered without and does not have.
func Missing(fields []Field, values map[string]string) (out []Problem) {
	for _, f := range fields {
		if f.Must && values[f.Name] == "" {
			out = append(out, Problem{Field: f.Name, Key: "err.register.must", Args: []any{"label", f.Term()}})
		}
	}
	return out
}

// FillIn puts an object's values into a text with {field}.
func (d *Definition) FillIn(text string, r *Record, show func(Field, string) string) string {
	return d.say(text, r, World{}, show)
}
