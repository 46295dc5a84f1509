package docx

import (
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"jiufen/internal/errs"
	"jiufen/internal/opc"
)

// sink gathers text and the places of headings and tables in it.
type sink struct {
	buf      []byte
	n        int // code points in buf
	headings []Heading
	tables   []Table
}

func (s *sink) write(t string) {
	s.buf = append(s.buf, t...)
	s.n += utf8.RuneCountInString(t)
}

// chop takes one closing \n away.
func (s *sink) chop() {
	if k := len(s.buf); k > 0 && s.buf[k-1] == '\n' {
		s.buf, s.n = s.buf[:k-1], s.n-1
	}
}

// add appends another sink. Its headings come along; its tables, being text
// boxes' own, do not.
func (s *sink) add(o *sink) {
	for _, h := range o.headings {
		s.headings = append(s.headings, Heading{h.Start + s.n, h.End + s.n, h.Level})
	}
	s.buf, s.n = append(s.buf, o.buf...), s.n+o.n
}

// walker goes through the main document once. Recursion is bounded by the
// depth that the tokens allow.
type walker struct {
	toks   *opc.Tokens
	styles *styles
	nums   *numbering
	out    *sink
	boxes  []*sink // text boxes anchored in the paragraph being read
	fields []bool  // open fields: is it the instruction (true) or the result
	joined bool    // the mark of the paragraph before was deleted
	cells  int     // depth of table cells
	left   Left
}

func (w *walker) document() (Text, error) {
	w.out = &sink{}
	found := false
	for {
		tok, err := w.toks.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Text{}, err
		}
		if e, ok := tok.(start); ok && e.Name.Local == "body" {
			found = true
			if err := w.children(w.block); err != nil {
				return Text{}, err
			}
		}
	}
	if !found {
		return Text{}, errs.E(errs.Invalid, "textin.docx.none")
	}
	return Text{String: string(w.out.buf), Headings: w.out.headings, Tables: w.out.tables, Left: w.left}, nil
}

// children calls f for every child of the element whose start was just read. f
// must consume the child.
func (w *walker) children(f func(start) error) error {
	for {
		tok, err := w.toks.Next()
		if errors.Is(err, io.EOF) {
			return errs.E(errs.Invalid, "textin.xml.broken", "part", "word/document.xml", "offset", 0)
		}
		if err != nil {
			return err
		}
		if e, ok := tok.(start); ok {
			if err := f(e); err != nil {
				return err
			}
			continue
		}
		if isEnd(tok) {
			return nil
		}
	}
}

// text is the character data of the element whose start was just read.
func (w *walker) text() (string, error) {
	var b strings.Builder
	for {
		tok, err := w.toks.Next()
		if err != nil {
			return "", err
		}
		switch t := tok.(type) {
		case start:
			if err := w.toks.SkipElement(); err != nil {
				return "", err
			}
		case charData:
			b.Write(t)
		default:
			return b.String(), nil
		}
	}
}

// alternate reads the first choice of content that is stored twice and passes
// over the other, which says the same for older programs.
func (w *walker) alternate(f func(start) error) error {
	taken := false
	return w.children(func(e start) error {
		if taken {
			return w.toks.SkipElement()
		}
		taken = true
		return w.children(f)
	})
}

func (w *walker) block(e start) error {
	switch e.Name.Local {
	case "p":
		return w.paragraph()
	case "tbl":
		return w.table()
	case "sdt", "sdtContent", "customXml", "ins", "moveTo":
		return w.children(w.block)
	case "AlternateContent":
		return w.alternate(w.block)
	case "del", "moveFrom":
		w.left.Deleted++
	}
	return w.toks.SkipElement()
}

func (w *walker) paragraph() error {
	from, outline := w.out.n, -1
	boxes := w.boxes
	w.boxes = nil
	numbered, deleted, joined := false, false, w.joined
	w.joined = false
	begin := func(p properties) {
		numbered = true
		var ref numRef
		outline, ref = w.properties(p)
		if deleted = p.deleted; !joined && !deleted {
			w.out.write(w.nums.next(ref))
		}
	}
	err := w.children(func(e start) error {
		if e.Name.Local == "pPr" {
			p, err := w.readProperties()
			begin(p)
			return err
		}
		if !numbered {
			begin(properties{outline: -1, num: noNum})
		}
		return w.inline(e)
	})
	if err != nil {
		return err
	}
	if outline >= 0 && outline < 9 && w.out.n > from {
		w.out.headings = append(w.out.headings, Heading{from, w.out.n, outline + 1})
	}
	if deleted {
		w.joined = true
	} else {
		w.out.write("\n")
	}
	for _, b := range w.boxes {
		w.out.add(b)
	}
	w.boxes = boxes
	return nil
}

// properties is what a paragraph says of itself.
type properties struct {
	style   string
	outline int
	num     numRef
	deleted bool
}

// properties joins what a paragraph says with what its style says.
func (w *walker) properties(p properties) (outline int, ref numRef) {
	outline, ref = w.styles.resolve(p.style)
	if tied, ok := w.nums.byStyle[p.style]; ok && ref.id >= 0 && ref.level < 0 {
		ref.level = tied.level
	}
	if p.num.id >= 0 {
		ref = numRef{p.num.id, -1}
	}
	if p.num.level >= 0 {
		ref.level = p.num.level
	}
	if ref.level < 0 {
		ref.level = 0
	}
	if p.outline >= 0 {
		outline = p.outline
	}
	return outline, ref
}

func (w *walker) readProperties() (properties, error) {
	p := properties{outline: -1, num: noNum}
	var child func(e start) error
	child = func(e start) error {
		switch e.Name.Local {
		case "pStyle":
			p.style = opc.Val(e)
		case "outlineLvl":
			p.outline = atoi(opc.Val(e), -1)
		case "numId":
			p.num.id = atoi(opc.Val(e), -1)
		case "ilvl":
			p.num.level = atoi(opc.Val(e), -1)
		case "del", "moveFrom": // within rPr: the paragraph mark itself
			p.deleted = true
		case "numPr", "rPr":
			return w.children(child)
		}
		return w.toks.SkipElement() // also pPrChange and sectPr, which hold properties of another time or thing
	}
	return p, w.children(child)
}

func (w *walker) inline(e start) error {
	name := e.Name.Local
	switch {
	case name == "r":
		return w.run()
	case name == "del", name == "moveFrom":
		w.left.Deleted++
		return w.toks.SkipElement()
	case name == "AlternateContent":
		return w.alternate(w.inline)
	case strings.HasSuffix(name, "Pr"), name == "pPrChange":
		return w.toks.SkipElement()
	}
	// hyperlink, ins, sdt, smartTag, fldSimple, parts of formulas …: their runs count.
	return w.children(w.inline)
}

func (w *walker) run() error {
	hidden := false
	var child func(e start) error
	child = func(e start) error {
		switch e.Name.Local {
		case "rPr":
			h, err := w.hiddenRun()
			if hidden = h; h {
				w.left.Hidden++
			}
			return err
		case "AlternateContent":
			return w.alternate(child)
		case "drawing", "pict", "object":
			return w.children(w.drawing)
		case "fldChar":
			kind, _ := opc.Attr(e, "fldCharType")
			w.field(kind)
		case "footnoteReference", "endnoteReference":
			w.left.Notes++
		case "ruby":
			return w.children(func(e start) error {
				if e.Name.Local == "rubyBase" {
					return w.children(w.inline)
				}
				return w.toks.SkipElement()
			})
		case "t":
			t, err := w.text()
			if space, _ := opc.Attr(e, "space"); space != "preserve" {
				t = strings.Trim(t, " \t\r\n")
			}
			if !hidden && !w.instructing() {
				w.out.write(oneLine.Replace(t))
			}
			return err
		default:
			if s := mark(e); s != "" && !hidden && !w.instructing() {
				w.out.write(s)
			}
		}
		return w.toks.SkipElement()
	}
	return w.children(child)
}

var oneLine = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ")

// mark is the text of an element that stands for a character.
func mark(e start) string {
	switch e.Name.Local {
	case "tab":
		return "\t"
	case "br", "cr": // a soft line break, also a page or column break: a new line as printed
		return "\n"
	case "noBreakHyphen":
		return "-"
	case "sym":
		c, _ := opc.Attr(e, "char")
		return symbol(c)
	}
	return ""
}

// symbol is the character of w:sym. Places in the private area belong to symbol
// fonts; of those only tick boxes, which say something, are read.
func symbol(hex string) string {
	var r rune
	for _, c := range strings.ToUpper(hex) {
		d := strings.IndexRune("0123456789ABCDEF", c)
		if d < 0 || r > 0xFFFF {
			return ""
		}
		r = r<<4 | rune(d)
	}
	switch r {
	case 0xF0A8, 0xF06F, 0xF071:
		return "□"
	case 0xF0FE, 0xF052:
		return "☑"
	case 0xF0FC:
		return "✓"
	}
	if r < 0x20 || r >= 0xD800 && r <= 0xF8FF || r > 0xFFFD {
		return ""
	}
	return string(r)
}

// hiddenRun reads run properties and says whether the run is hidden.
func (w *walker) hiddenRun() (hidden bool, err error) {
	err = w.children(func(e start) error {
		if e.Name.Local == "vanish" {
			v := opc.Val(e)
			hidden = v != "0" && v != "false"
		}
		return w.toks.SkipElement()
	})
	return hidden, err
}

func (w *walker) field(kind string) {
	switch top := len(w.fields) - 1; {
	case kind == "begin":
		w.fields = append(w.fields, true)
	case kind == "separate" && top >= 0:
		w.fields[top] = false
	case kind == "end" && top >= 0:
		w.fields = w.fields[:top]
	}
}

// instructing reports whether the place is inside the instruction of a field,
// which is not printed.
func (w *walker) instructing() bool {
	for _, i := range w.fields {
		if i {
			return true
		}
	}
	return false
}

// drawing looks for text boxes in drawings old and new.
func (w *walker) drawing(e start) error {
	switch e.Name.Local {
	case "txbxContent":
		return w.box()
	case "AlternateContent":
		return w.alternate(w.drawing)
	}
	return w.children(w.drawing)
}

func (w *walker) box() error {
	outer, boxes, joined := w.out, w.boxes, w.joined
	w.out, w.boxes, w.joined = &sink{}, nil, false
	err := w.children(w.block)
	box := w.out
	w.out, w.boxes, w.joined = outer, append(boxes, box), joined
	return err
}
