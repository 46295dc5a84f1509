package xlsx

import (
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"jiufen/internal/errs"
	"jiufen/internal/opc"
	"jiufen/internal/sheet"
)

// ReaderVersion changes whenever what Read gives for some file may change.
const ReaderVersion = "xlsx/1"

// Read gives the visible sheets of a workbook, in the order of its tabs, as
// values. Name says what file it is, for messages.
func Read(name string, b []byte, lim opc.Limits) ([]sheet.Grid, error) {
	pkg, err := opc.Open(b, lim)
	if err != nil {
		return nil, err
	}
	return ReadPackage(name, pkg)
}

// ReadPackage gives the visible sheets of an opened workbook.
func ReadPackage(name string, pkg *opc.Package) ([]sheet.Grid, error) {
	if !pkg.Has("xl/workbook.xml") {
		return nil, errs.E(errs.Invalid, "textin.xlsx.none", "name", name)
	}
	r := &reader{name: name, pkg: pkg}
	for _, step := range []func() error{r.relations, r.workbook, r.sharedStrings, r.formats} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	var grids []sheet.Grid
	for _, tab := range r.tabs {
		g, err := r.grid(tab)
		if err != nil {
			return nil, err
		}
		grids = append(grids, g)
	}
	return grids, nil
}

type reader struct {
	name    string
	pkg     *opc.Package
	targets map[string]string // relationship id → part
	tabs    []tab
	is1904  bool
	shared  []string
	looks   []lookKind // by cell format
	cells   int
	bytes   int
}

type tab struct{ title, part string }

type lookKind int

const (
	lookPlain lookKind = iota
	lookDay
	lookPercent
)

func (r *reader) relations() error {
	r.targets = map[string]string{}
	return r.pkg.Each("xl/_rels/workbook.xml.rels", func(_ *opc.Tokens, e xml.StartElement) error {
		id, _ := opc.Attr(e, "Id")
		target, _ := opc.Attr(e, "Target")
		if mode, _ := opc.Attr(e, "TargetMode"); e.Name.Local == "Relationship" && !strings.EqualFold(mode, "External") {
			if !strings.HasPrefix(target, "/") {
				target = path.Join("xl", target)
			}
			r.targets[id] = strings.TrimPrefix(path.Clean(target), "/")
		}
		return nil
	})
}

func (r *reader) workbook() error {
	return r.pkg.Each("xl/workbook.xml", func(_ *opc.Tokens, e xml.StartElement) error {
		switch e.Name.Local {
		case "workbookPr":
			v, _ := opc.Attr(e, "date1904")
			r.is1904 = v == "1" || v == "true"
		case "sheet":
			if state, _ := opc.Attr(e, "state"); state == "hidden" || state == "veryHidden" {
				return nil
			}
			title, _ := opc.Attr(e, "name")
			for _, a := range e.Attr {
				if part := r.targets[a.Value]; a.Name.Local == "id" && a.Name.Space != "" && part != "" && !strings.Contains(part, "chartsheets") {
					r.tabs = append(r.tabs, tab{title, part})
				}
			}
		}
		return nil
	})
}

func (r *reader) sharedStrings() error {
	return r.pkg.Each("xl/sharedStrings.xml", func(t *opc.Tokens, e xml.StartElement) error {
		if e.Name.Local != "si" {
			return nil
		}
		s, err := richText(t)
		r.shared = append(r.shared, s)
		return err
	})
}

// richText joins the runs of a string item; phonetic hints are not part of it.
func richText(t *opc.Tokens) (string, error) {
	var b strings.Builder
	depth, text := 0, false
	for {
		tok, err := t.Next()
		if err != nil {
			return "", eof(err)
		}
		switch x := tok.(type) {
		case xml.StartElement:
			if x.Name.Local == "rPh" {
				if err := t.SkipElement(); err != nil {
					return "", err
				}
				continue
			}
			depth++
			text = x.Name.Local == "t"
		case xml.CharData:
			if text {
				b.Write(x)
			}
		case xml.EndElement:
			text = false
			if depth--; depth < 0 {
				return unescape(b.String()), nil
			}
		}
	}
}

// unescape turns _x000D_ and the like, by which strings in a workbook carry
// what XML forbids (ISO/IEC 29500-1, 22.9.2.19), into white space.
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return strings.ReplaceAll(s, "\r\n", "\n")
	}
	return strings.NewReplacer("_x000D_\n", "\n", "\r\n", "\n", "_x000D_", "", "_x000A_", "\n", "_x0009_", "\t", "_x005F_", "_").Replace(s)
}

func eof(err error) error {
	if errors.Is(err, io.EOF) {
		return errs.E(errs.Invalid, "textin.xml.broken", "part", "xl", "offset", 0)
	}
	return err
}

// formats tells which cell formats show days and which percent.
func (r *reader) formats() error {
	custom := map[string]string{}
	in := false
	return r.pkg.Each("xl/styles.xml", func(_ *opc.Tokens, e xml.StartElement) error {
		switch e.Name.Local {
		case "numFmt":
			id, _ := opc.Attr(e, "numFmtId")
			custom[id], _ = opc.Attr(e, "formatCode")
		case "cellXfs":
			in = true
		case "cellStyles", "dxfs":
			in = false
		case "xf":
			if in {
				id, _ := opc.Attr(e, "numFmtId")
				r.looks = append(r.looks, kindOf(id, custom[id]))
			}
		}
		return nil
	})
}

// kindOf tells what a number format shows. 14–17, 22 and, in Chinese Excel,
// 27–36 and 50–58 are days (ISO/IEC 29500-1, 18.8.30).
func kindOf(id, code string) lookKind {
	switch id {
	case "9", "10":
		return lookPercent
	case "14", "15", "16", "17", "22", "27", "28", "29", "30", "31", "36", "50", "51", "52", "53", "54", "57", "58":
		return lookDay
	}
	// Only the first section counts, without quoted text, escapes and brackets.
	var plain strings.Builder
	for i, quoted := 0, false; i < len(code); i++ {
		switch c := code[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '\\':
			i++
		case c == '[':
			if j := strings.IndexByte(code[i:], ']'); j > 0 {
				i += j
			}
		case c == ';':
			i = len(code)
		default:
			plain.WriteByte(c)
		}
	}
	s := strings.ToLower(plain.String())
	switch {
	case strings.ContainsAny(s, "yd"), strings.Contains(code, "月") && strings.Contains(s, "m"):
		return lookDay
	case strings.Contains(s, "%"):
		return lookPercent
	}
	return lookPlain
}
