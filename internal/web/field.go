package web

import "strconv"

// Field is one entry of a form: label above, hint, error, control. The label is
// the message form.<Key>, the hint form.<Key>.hint where there is one.
type Field struct {
	Name, Key string
	Label     string // where the label is data and no message
	Scope     string // of a form among several of one page, so that its fields are told apart
	Kind      string // text, number, date, password, search, area, select, radio, file, check
	Value     string // as typed, also when it is wrong
	Unit      string
	Note      string // a grey fact beside it: whence a value comes, what is odd about it
	Err       string
	Auto      string // autocomplete
	Rows      int
	Options   []Option
	Required  bool
	ReadOnly  bool
	Wide      string // w1 … w6: share of a six-column row; empty: two of six
}

// ID of the control, also the target of the error summary.
func (f Field) ID() string { return "f-" + f.Scope + f.Name }

// Described names the elements that describe the control.
func (f Field) Described(hasHint bool) string {
	s := ""
	if hasHint {
		s = f.ID() + "-h"
	}
	if f.Err != "" {
		if s != "" {
			s += " "
		}
		s += f.ID() + "-e"
	}
	return s
}

// Lines is how many lines a text area shows.
func (f Field) Lines() string { return strconv.Itoa(max(f.Rows, 2)) }

// text, area, number, date, choose and radio make the usual fields; name and
// key are the same word.
func text(name, value string) Field { return Field{Name: name, Key: name, Kind: "text", Value: value} }
func date(name, value string) Field { return Field{Name: name, Key: name, Kind: "date", Value: value} }
func number(name, value, unit string) Field {
	return Field{Name: name, Key: name, Kind: "number", Value: value, Unit: unit}
}
func area(name, value string, rows int) Field {
	return Field{Name: name, Key: name, Kind: "area", Value: value, Rows: rows}
}
func choose(name, value string, options []Option) Field {
	return Field{Name: name, Key: name, Kind: "select", Value: value, Options: chosen(options, value)}
}
func radio(name, value string, options []Option) Field {
	return Field{Name: name, Key: name, Kind: "radio", Value: value, Options: chosen(options, value)}
}

// must marks a field as required.
func (f Field) must() Field { f.Required = true; return f }

// labelled gives the field a label that is data.
func (f Field) labelled(label string) Field { f.Key, f.Label = "", label; return f }

// as gives the field another label.
func (f Field) as(key string) Field { f.Key = key; return f }

// wide sets its share of a six-column row.
func (f Field) wide(w string) Field { f.Wide = w; return f }

func chosen(options []Option, value string) []Option {
	out := make([]Option, len(options))
	for i, o := range options {
		o.Chosen = o.Value == value && value != ""
		out[i] = o
	}
	return out
}
