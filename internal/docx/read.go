package docx

import (
	"path"
	"strings"

	"jiufen/internal/errs"
	"jiufen/internal/opc"
)

// ReaderVersion changes whenever the text that Read gives for some file may change.
const ReaderVersion = "docx/1"

// Text is a document as read. Places count code points in String.
type Text struct {
	String   string
	Headings []Heading
	Tables   []Table
	Left     Left
}

// Heading is a paragraph with an outline level, 1 to 9.
type Heading struct {
	Start, End int // without the closing \n
	Level      int
}

// Table is where a table of the body stands; a table inside a cell is part of that cell.
type Table struct {
	Start, End int
	Rows       [][]Cell
}

// Cell is where a cell's text stands, without the closing \t or \n.
type Cell struct {
	Start, End int
	Span       int  // columns it covers, at least 1
	Below      bool // continues the cell above it (vertical merge); its own text is empty
}

// Left counts what is in the file and not in the text.
type Left struct {
	Notes   int // references to footnotes and endnotes
	Deleted int // deleted or moved-away stretches under revision
	Hidden  int // hidden runs
}

// Read gives the text of a .docx file.
func Read(b []byte, lim opc.Limits) (Text, error) {
	pkg, err := opc.Open(b, lim)
	if err != nil {
		return Text{}, err
	}
	return ReadPackage(pkg)
}

// ReadPackage gives the text of an opened package. A package without a main
// document is Invalid.
func ReadPackage(pkg *opc.Package) (Text, error) {
	main := MainPart(pkg)
	if main == "" {
		return Text{}, errs.E(errs.Invalid, "textin.docx.none")
	}
	rels, err := readRels(pkg, main)
	if err != nil {
		return Text{}, err
	}
	styles, err := readStyles(pkg, rels.byType("styles", path.Dir(main)+"/styles.xml"))
	if err != nil {
		return Text{}, err
	}
	nums, err := readNumbering(pkg, rels.byType("numbering", path.Dir(main)+"/numbering.xml"))
	if err != nil {
		return Text{}, err
	}
	nums.link(styles)
	toks, err := pkg.XML(main)
	if err != nil {
		return Text{}, err
	}
	w := &walker{toks: toks, styles: styles, nums: nums}
	return w.document()
}

// MainPart is the name of the main document, as the package's relationships
// name it, else word/document.xml; empty if the package has none.
func MainPart(pkg *opc.Package) string {
	rels, err := readRels(pkg, "")
	if err == nil {
		if p := rels.byType("officeDocument", ""); p != "" && strings.HasSuffix(p, ".xml") && pkg.Has(p) && strings.HasPrefix(p, "word/") {
			return p
		}
	}
	if pkg.Has("word/document.xml") {
		return "word/document.xml"
	}
	return ""
}

type rels []struct{ kind, target string }

// byType is the target of the first relationship of a type, or the usual name.
func (r rels) byType(kind, usual string) string {
	for _, rel := range r {
		if rel.kind == kind {
			return rel.target
		}
	}
	return usual
}

// readRels reads the relationships of a part ("" for the package itself).
// External targets are left out: nothing outside the package is ever opened.
func readRels(pkg *opc.Package, part string) (rels, error) {
	name := "_rels/.rels"
	if part != "" {
		name = path.Dir(part) + "/_rels/" + path.Base(part) + ".rels"
	}
	if !pkg.Has(name) {
		return nil, nil
	}
	var out rels
	err := pkg.Each(name, func(t *opc.Tokens, e start) error {
		if e.Name.Local != "Relationship" {
			return nil
		}
		if mode, _ := opc.Attr(e, "TargetMode"); strings.EqualFold(mode, "External") {
			return nil
		}
		kind, _ := opc.Attr(e, "Type")
		target, _ := opc.Attr(e, "Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir(part), target)
		}
		out = append(out, struct{ kind, target string }{path.Base(kind), strings.TrimPrefix(path.Clean(target), "/")})
		return nil
	})
	return out, err
}
