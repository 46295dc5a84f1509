package opc

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"

	"golang.org/x/text/encoding/unicode"

	"jiufen/internal/errs"
)

// Tokens reads a part as XML: bounded in depth, without document type
// declarations, without entities but the five of XML itself.
type Tokens struct {
	part  string
	d     *xml.Decoder
	depth int
	max   int
}

func newTokens(part string, b []byte, depth int) *Tokens {
	b = utf8Part(b)
	d := xml.NewDecoder(bytes.NewReader(b))
	// The declaration may name any encoding; utf8Part has already seen to it.
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	return &Tokens{part: part, d: d, max: depth}
}

// utf8Part turns a part in UTF-16, which ISO/IEC 29500-2 allows beside UTF-8, into UTF-8.
func utf8Part(b []byte) []byte {
	if len(b) < 2 || !(b[0] == 0xFF && b[1] == 0xFE || b[0] == 0xFE && b[1] == 0xFF) {
		return b
	}
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(b)
	if err != nil {
		return b
	}
	return out
}

// Next gives the next token, io.EOF after the last. Comments and processing
// instructions are passed over.
func (t *Tokens) Next() (xml.Token, error) {
	for {
		tok, err := t.d.Token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return nil, io.EOF
			}
			return nil, errs.Wrap(err, errs.Invalid, "textin.xml.broken", "part", t.part, "offset", t.d.InputOffset())
		}
		switch tok.(type) {
		case xml.StartElement:
			if t.depth++; t.depth > t.max {
				return nil, errs.E(errs.Invalid, "textin.xml.depth", "part", t.part, "max", t.max)
			}
			return tok, nil
		case xml.EndElement:
			t.depth--
			return tok, nil
		case xml.Directive:
			return nil, errs.E(errs.Invalid, "textin.xml.doctype", "part", t.part)
		case xml.CharData:
			return tok, nil
		}
	}
}

// SkipElement passes over the rest of the element whose start was just read.
func (t *Tokens) SkipElement() error {
	for at := t.depth; t.depth >= at; {
		if _, err := t.Next(); err != nil {
			if errors.Is(err, io.EOF) {
				return errs.E(errs.Invalid, "textin.xml.broken", "part", t.part, "offset", t.d.InputOffset())
			}
			return err
		}
	}
	return nil
}

// Attr is the value of an attribute by its local name, whatever its namespace.
func Attr(e xml.StartElement, local string) (string, bool) {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value, true
		}
	}
	return "", false
}

// Val is the attribute w:val, empty if there is none.
func Val(e xml.StartElement) string {
	v, _ := Attr(e, "val")
	return v
}
