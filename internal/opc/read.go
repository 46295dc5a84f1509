package opc

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"jiufen/internal/errs"
)

// Limits bounds what a package may unpack to. The zero value of a field means
// the default.
type Limits struct {
	Entries int   // files in the package
	Part    int64 // bytes of one part, unpacked
	Total   int64 // bytes of all parts together, as declared and as unpacked
	Ratio   int64 // unpacked bytes per packed byte, for parts over RatioFrom
	Depth   int   // nesting of XML elements
}

// Defaults: a report of a thousand pages unpacks to about 30 MB, and Word's own
// XML seldom compresses better than 40:1 (DEFLATE's bound is 1032:1).
const (
	DefaultEntries = 10_000
	DefaultPart    = 96 << 20
	DefaultTotal   = 512 << 20
	DefaultRatio   = 300
	DefaultDepth   = 256
	ratioFrom      = 4 << 20
)

func (l Limits) filled() Limits {
	if l.Entries == 0 {
		l.Entries = DefaultEntries
	}
	if l.Part == 0 {
		l.Part = DefaultPart
	}
	if l.Total == 0 {
		l.Total = DefaultTotal
	}
	if l.Ratio == 0 {
		l.Ratio = DefaultRatio
	}
	if l.Depth == 0 {
		l.Depth = DefaultDepth
	}
	return l
}

// Package is an opened package. It reads parts on demand and counts what it
// unpacked; it is for one goroutine.
type Package struct {
	lim   Limits
	parts map[string]*zip.File
	names []string
	used  int64
}

// Open reads the directory of a package. The error is Invalid and says whether
// the bytes are no ZIP archive or one that would unpack to too much.
func Open(b []byte, lim Limits) (*Package, error) {
	lim = lim.filled()
	zr, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, errs.Wrap(err, errs.Invalid, "textin.zip.broken")
	}
	if len(zr.File) > lim.Entries {
		return nil, errs.E(errs.Invalid, "textin.zip.entries", "n", len(zr.File), "max", lim.Entries)
	}
	p := &Package{lim: lim, parts: make(map[string]*zip.File, len(zr.File))}
	var total uint64
	for _, f := range zr.File {
		if total += f.UncompressedSize64; f.UncompressedSize64 > uint64(lim.Total) || total > uint64(lim.Total) {
			return nil, bomb(lim.Total)
		}
		name := clean(f.Name)
		if _, dup := p.parts[name]; dup {
			continue // the first one counts; a second of the same name is never shown by Word either
		}
		p.parts[name] = f
		p.names = append(p.names, name)
	}
	return p, nil
}

// clean brings a name to the form that relationships use. Part names compare
// without regard to case (ISO/IEC 29500-2, 6.2.2.3); some writers use backslashes.
func clean(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

func bomb(limit int64) error {
	return errs.E(errs.Invalid, "textin.zip.bomb", "limit", limit>>20)
}

// Names lists the parts in the order of the directory, in lower case.
func (p *Package) Names() []string { return p.names }

// Has reports whether the package holds the part.
func (p *Package) Has(name string) bool { return p.parts[clean(name)] != nil }

// Part unpacks one part. A part that is not there is NotFound.
func (p *Package) Part(name string) ([]byte, error) {
	f := p.parts[clean(name)]
	if f == nil {
		return nil, errs.E(errs.NotFound, "textin.zip.part", "part", name)
	}
	if f.Flags&1 != 0 {
		return nil, errs.E(errs.Invalid, "textin.encrypted")
	}
	left := min(p.lim.Part, p.lim.Total-p.used)
	if f.CompressedSize64 > 0 && f.UncompressedSize64 > ratioFrom &&
		f.UncompressedSize64/f.CompressedSize64 > uint64(p.lim.Ratio) {
		return nil, bomb(left)
	}
	r, err := f.Open()
	if err != nil {
		return nil, errs.Wrap(err, errs.Invalid, "textin.zip.broken")
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, left+1))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, errs.Wrap(err, errs.Invalid, "textin.zip.broken")
	}
	if int64(len(b)) > left {
		return nil, bomb(left)
	}
	p.used += int64(len(b))
	return b, nil
}

// XML opens one part as a bounded token stream.
func (p *Package) XML(name string) (*Tokens, error) {
	b, err := p.Part(name)
	if err != nil {
		return nil, err
	}
	return newTokens(name, b, p.lim.Depth), nil
}

// Each calls f for every start element of a part; a part that is not there has
// none. f may read on in the tokens.
func (p *Package) Each(name string, f func(*Tokens, xml.StartElement) error) error {
	if !p.Has(name) {
		return nil
	}
	t, err := p.XML(name)
	if err != nil {
		return err
	}
	for {
		tok, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := tok.(xml.StartElement); ok {
			if err := f(t, e); err != nil {
				return err
			}
		}
	}
}
