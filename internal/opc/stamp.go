package opc

import (
	"bytes"
	"sort"
	"strings"

	"jiufen/internal/errs"
)

// A paper is rendered before it is signed, and gets its number and day when it
// is: a rendering that fails must not use up a number of the year's series,
// which has no gaps. What comes later is a named Field, kept in the finished
// file as one run of text between two private-use runes that Printable takes
// out of all other text: what a person typed is never taken for a field.
const (
	markOpen  = '\uF8F1'
	markClose = '\uF8F2'
)

// Field is text that is known now (Text) or comes with Stamp (Name).
type Field struct {
	Name string // lower-case letters; empty: Text is final
	Text string
}

// Later is a field that Stamp fills in.
func Later(name string) Field { return Field{Name: name} }

// Now is a field that is known.
func Now(text string) Field { return Field{Text: text} }

// Mark is the text of the field, ready to stand in XML once Escape has seen it:
// what is known, or what stands for it until it is stamped.
func (f Field) Mark() string {
	if f.Name == "" {
		return Printable(f.Text)
	}
	return string(markOpen) + f.Name + string(markClose)
}

// Stamp fills the fields of a rendered package (.docx or .xlsx). It fails,
// and gives nothing, if a value finds no field or a field gets no value.
func Stamp(b []byte, values map[string]string) ([]byte, error) {
	pkg, err := Open(b, Limits{Part: 1 << 40, Total: 1 << 40, Ratio: 1 << 20})
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(values))
	for n := range values {
		names = append(names, n)
	}
	sort.Strings(names)
	found := map[string]bool{}
	parts, err := pkg.Parts()
	if err != nil {
		return nil, err
	}
	for i := range parts {
		for _, n := range names {
			mark := []byte(Later(n).Mark())
			if bytes.Contains(parts[i].Body, mark) {
				found[n] = true
				parts[i].Body = bytes.ReplaceAll(parts[i].Body, mark, []byte(Escape(values[n])))
			}
		}
		if at := bytes.IndexRune(parts[i].Body, markOpen); at >= 0 && strings.HasSuffix(parts[i].Name, ".xml") {
			rest := string(parts[i].Body[at+len(string(markOpen)):])
			name, _, _ := strings.Cut(rest, string(markClose))
			return nil, errs.E(errs.Internal, "opc.stamp.open", "field", name)
		}
	}
	for _, n := range names {
		if !found[n] {
			return nil, errs.E(errs.Internal, "opc.stamp.none", "field", n)
		}
	}
	var out bytes.Buffer
	if err := Write(&out, parts); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
