package opc

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// epoch is the time that every entry carries: the first that ZIP can express.
// A real time would make two renderings of the same paper differ.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

const contentTypes = "[Content_Types].xml"

// Part is one file of a package to be written.
type Part struct {
	Name string
	Body []byte
}

// Write packs parts in the given order. The same parts give the same bytes.
func Write(w io.Writer, parts []Part) error {
	zw := zip.NewWriter(w)
	for _, p := range parts {
		h := &zip.FileHeader{Name: p.Name, Method: zip.Deflate, Modified: epoch}
		f, err := zw.CreateHeader(h)
		if err != nil {
			return err
		}
		if _, err := f.Write(p.Body); err != nil {
			return err
		}
	}
	return zw.Close()
}

// Parts unpacks everything, in the order of the directory.
func (p *Package) Parts() ([]Part, error) {
	parts := make([]Part, 0, len(p.names))
	for _, name := range p.names {
		body, err := p.Part(name)
		if err != nil {
			return nil, err
		}
		parts = append(parts, Part{Name: p.parts[name].Name, Body: body})
	}
	return parts, nil
}

// Repack writes a package of our own making again with fixed times and in a
// fixed order, the content types first as readers expect. Libraries that stamp
// the clock into what they write, or walk a map to write it, are made
// reproducible so.
func Repack(b []byte) ([]byte, error) {
	p, err := Open(b, Limits{Part: 1 << 40, Total: 1 << 40, Ratio: 1 << 20})
	if err != nil {
		return nil, err
	}
	parts, err := p.Parts()
	if err != nil {
		return nil, err
	}
	slices.SortFunc(parts, func(a, b Part) int {
		if first := a.Name == contentTypes; first != (b.Name == contentTypes) {
			if first {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Name, b.Name)
	})
	var out bytes.Buffer
	if err := Write(&out, parts); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Printable strips the runes that XML 1.0 forbids (production 2: Char), those
// that mark a Field, and whatever is not UTF-8. A form feed pasted from
// elsewhere must not make a paper that Word refuses to open.
func Printable(s string) string {
	if utf8.ValidString(s) && strings.IndexFunc(s, forbidden) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if forbidden(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

func forbidden(r rune) bool {
	switch {
	case r == '\t' || r == '\n' || r == '\r':
		return false
	case r < 0x20, r == 0xFFFE, r == 0xFFFF, r == markOpen, r == markClose, r >= 0xD800 && r <= 0xDFFF:
		return true
	}
	return false
}

// Escape makes s safe as character data and as an attribute value, after
// Printable.
func Escape(s string) string { return escaper.Replace(Printable(s)) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;",
	"\t", "&#9;", "\n", "&#10;", "\r", "&#13;")
