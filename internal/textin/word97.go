package textin

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"sort"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/richardlehane/mscfb"
	"golang.org/x/text/encoding/charmap"

	"jiufen/internal/docx"
	"jiufen/internal/errs"
)

const doc97Reader = "doc/1"

// errDamaged is any place where a .doc file points outside itself.
var errDamaged = errors.New("a structure lies outside the file")

// doc97 reads the binary format of Word 97 to 2003, which .doc files and the
// .wps files of WPS Writer share ([MS-DOC]): the piece table gives the text,
// paragraph properties tell rows, headings and automatic numbers, character
// properties tell what is deleted or hidden.
func doc97(b []byte) (t Text, err error) {
	defer func() {
		// Offsets of a damaged file can point anywhere; every slice below is
		// made from them.
		if p := recover(); p != nil {
			t, err = Text{}, errs.Wrap(errDamaged, errs.Invalid, "textin.doc.broken")
		}
	}()
	d, err := docStreams(b)
	if err != nil {
		return Text{}, err
	}
	if err := d.pieces(); err != nil {
		return Text{}, err
	}
	d.styles()
	d.lists()
	d.paragraphs = d.runs(0x102, papx)
	d.characters = d.runs(0xFA, chpx)
	return d.text(), nil
}

// docStreams finds the main stream and the table stream that its header names.
func docStreams(b []byte) (*doc, error) {
	r, err := mscfb.New(bytes.NewReader(b))
	if err != nil {
		return nil, errs.Wrap(err, errs.Invalid, "textin.doc.broken")
	}
	streams := map[string][]byte{}
	for range 10_000 {
		e, err := r.Next()
		if err != nil {
			break
		}
		switch e.Name {
		case "WordDocument", "0Table", "1Table", "Data":
			if len(e.Path) == 0 && streams[e.Name] == nil {
				s, err := io.ReadAll(io.LimitReader(e, int64(len(b))))
				if err != nil {
					return nil, errs.Wrap(err, errs.Invalid, "textin.doc.broken")
				}
				streams[e.Name] = s
			}
		}
	}
	main := streams["WordDocument"]
	if len(main) < 0x1AA {
		return nil, errs.Wrap(errDamaged, errs.Invalid, "textin.doc.broken")
	}
	flags := binary.LittleEndian.Uint16(main[0x0A:])
	switch {
	case flags&0x0100 != 0:
		return nil, errs.E(errs.Invalid, "textin.encrypted")
	case binary.LittleEndian.Uint16(main) != 0xA5EC || binary.LittleEndian.Uint16(main[2:]) < 0x00C1:
		return nil, errs.E(errs.Invalid, "textin.doc.old") // Word 6 and 95
	case flags&0x0200 != 0:
		return &doc{main: main, table: streams["1Table"], data: streams["Data"]}, nil
	}
	return &doc{main: main, table: streams["0Table"], data: streams["Data"]}, nil
}

type doc struct {
	main, table, data []byte

	piece      []piece
	paragraphs []propRun
	characters []propRun
	style      []styleProps
	list       *docx.Lists
}

// piece is a stretch of text: characters cp to end stand at byte at of the main stream.
type piece struct {
	cp, end uint32
	at      uint32
	narrow  bool // one byte a character, Windows-1252
}

// propRun is the properties of the bytes from to end of the main stream.
type propRun struct {
	from, end uint32
	style     uint16
	grpprl    []byte
}

// part is a structure of the table stream, found through its place in the header.
func (d *doc) part(fib int) []byte {
	if fib+8 > len(d.main) {
		return nil
	}
	at, n := binary.LittleEndian.Uint32(d.main[fib:]), binary.LittleEndian.Uint32(d.main[fib+4:])
	if uint64(at)+uint64(n) > uint64(len(d.table)) {
		return nil
	}
	return d.table[at : at+n]
}

func (d *doc) pieces() error {
	clx := d.part(0x1A2)
	for len(clx) > 3 && clx[0] == 1 { // properties that pieces refer to
		clx = clx[3+int(binary.LittleEndian.Uint16(clx[1:])):]
	}
	if len(clx) < 5 || clx[0] != 2 {
		return errs.Wrap(errDamaged, errs.Invalid, "textin.doc.broken")
	}
	plc := clx[5:][:binary.LittleEndian.Uint32(clx[1:])]
	n := (len(plc) - 4) / 12
	for i := range n {
		fc := binary.LittleEndian.Uint32(plc[4*(n+1)+8*i+2:])
		p := piece{cp: binary.LittleEndian.Uint32(plc[4*i:]), end: binary.LittleEndian.Uint32(plc[4*i+4:]), at: fc &^ 0xC0000000}
		if p.narrow = fc&0x40000000 != 0; p.narrow {
			p.at /= 2
		}
		if p.end < p.cp || i > 0 && p.cp != d.piece[i-1].end {
			return errs.Wrap(errDamaged, errs.Invalid, "textin.doc.broken")
		}
		d.piece = append(d.piece, p)
	}
	return nil
}

// papx and chpx cut the properties of run i out of a page of formatted disk
// ([MS-DOC] 2.9.175, 2.9.37).
func papx(page []byte, runs, i int) (uint16, []byte) {
	at := 2 * int(page[4*(runs+1)+13*i])
	if at == 0 {
		return 0, nil
	}
	n, from := 2*int(page[at])-1, at+1
	if page[at] == 0 {
		n, from = 2*int(page[at+1]), at+2
	}
	p := page[from:][:n]
	return binary.LittleEndian.Uint16(p), p[2:]
}

func chpx(page []byte, runs, i int) (uint16, []byte) {
	at := 2 * int(page[4*(runs+1)+i])
	if at == 0 {
		return 0, nil
	}
	return 0, page[at+1:][:page[at]]
}

// huge gives the properties that were too many for a page and stand in the data
// stream (sprmPHugePapx).
func (d *doc) huge(grpprl []byte) (out []byte) {
	sprms(grpprl, func(op uint16, arg []byte) {
		if op != 0x6645 && op != 0x6646 {
			return
		}
		if at := uint64(binary.LittleEndian.Uint32(arg)); at+2 <= uint64(len(d.data)) {
			n := uint64(binary.LittleEndian.Uint16(d.data[at:]))
			out = d.data[at+2 : min(at+2+n, uint64(len(d.data)))]
		}
	})
	return out
}

// runs reads all pages that a table of the header names.
func (d *doc) runs(fib int, cut func([]byte, int, int) (uint16, []byte)) (out []propRun) {
	plc := d.part(fib)
	n := (len(plc) - 4) / 8
	for i := range max(n, 0) {
		at := int(binary.LittleEndian.Uint32(plc[4*(n+1)+4*i:])) * 512
		if at < 0 || at+512 > len(d.main) {
			continue
		}
		page := d.main[at : at+512]
		count := int(page[511])
		for k := range count {
			r := propRun{from: binary.LittleEndian.Uint32(page[4*k:]), end: binary.LittleEndian.Uint32(page[4*k+4:])}
			r.style, r.grpprl = cut(page, count, k)
			r.grpprl = append(r.grpprl[:len(r.grpprl):len(r.grpprl)], d.huge(r.grpprl)...)
			out = append(out, r)
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].from < out[j].from })
	return out
}

// at finds the run that covers a byte of the main stream.
func at(runs []propRun, fc uint32) propRun {
	i := sort.Search(len(runs), func(i int) bool { return runs[i].end > fc })
	if i < len(runs) && runs[i].from <= fc {
		return runs[i]
	}
	return propRun{}
}

// sprms calls f for every property of a grpprl ([MS-DOC] 2.6).
func sprms(g []byte, f func(op uint16, arg []byte)) {
	for len(g) >= 3 {
		op := binary.LittleEndian.Uint16(g)
		g = g[2:]
		n := [...]int{1, 1, 2, 4, 2, 2, -1, 3}[op>>13]
		if n < 0 {
			n = 1 + int(g[0])
			switch op {
			case 0xD608, 0xD606: // table definitions have a length of two bytes
				n = 1 + int(binary.LittleEndian.Uint16(g))
			case 0xC615:
				if g[0] == 255 {
					return // tabs in the long form: nothing of use follows
				}
			}
		}
		if n > len(g) {
			return
		}
		f(op, g[:n])
		g = g[n:]
	}
}

// charAt is one character with the byte of the main stream where it stands.
type charAt struct {
	r  rune
	fc uint32
}

// chars decodes the main text, which ends where the header says; footnotes,
// headers and boxes are behind it.
func (d *doc) chars() (out []charAt) {
	limit := binary.LittleEndian.Uint32(d.main[0x4C:])
	for _, p := range d.piece {
		n := min(p.end, limit)
		if n <= p.cp {
			continue
		}
		n -= p.cp
		if p.narrow {
			for i, c := range d.main[p.at:][:n] {
				out = append(out, charAt{charmap.Windows1252.DecodeByte(c), p.at + uint32(i)})
			}
			continue
		}
		raw := d.main[p.at:][:2*n]
		for i := 0; i < len(raw); i += 2 {
			r := rune(binary.LittleEndian.Uint16(raw[i:]))
			fc := p.at + uint32(i)
			if utf16.IsSurrogate(r) && i+3 < len(raw) {
				r = utf16.DecodeRune(r, rune(binary.LittleEndian.Uint16(raw[i+2:])))
				i += 2
			}
			if !utf8.ValidRune(r) {
				r = utf8.RuneError
			}
			out = append(out, charAt{r, fc})
		}
	}
	return out
}

func (d *doc) text() Text {
	w := &docWriter{doc: d, t: Text{Reader: doc97Reader}}
	var para []charAt
	for _, c := range d.chars() {
		switch c.r {
		case '\r', '\f', 7: // end of paragraph, of section or page, of cell or row
			w.paragraph(para, c)
			para = para[:0]
		default:
			para = append(para, c)
		}
	}
	if len(para) > 0 {
		w.paragraph(para, charAt{'\r', para[len(para)-1].fc})
	}
	w.endTable()
	w.t.String = w.b.String()
	return w.t
}

// docWriter prints paragraphs, cells and rows.
type docWriter struct {
	*doc
	b      strings.Builder
	n      int // code points
	t      Text
	fields []bool // open fields: instruction or result
	table  *docx.Table
	row    []docx.Cell
	cell   int  // where the cell being written begins
	inCell bool // the cell has a paragraph already
}

func (w *docWriter) put(s string) {
	w.b.WriteString(s)
	w.n += utf8.RuneCountInString(s)
}

// paragraph prints one paragraph and what its end mark means.
func (w *docWriter) paragraph(para []charAt, mark charAt) {
	p := w.properties(mark.fc)
	if p.rowEnd {
		w.endRow()
		return
	}
	if p.inTable && w.table == nil {
		w.table = &docx.Table{Start: w.n}
		w.cell = w.n
	}
	if !p.inTable {
		w.endTable()
	}
	if p.inTable && len(w.row) > 0 && !w.inCell {
		w.put("\t")
		w.cell = w.n
	}
	if w.inCell {
		w.put("\n")
	}
	from := w.n
	w.put(w.list.Next(p.list, p.level))
	w.characters97(para)
	if p.outline > 0 && w.n > from {
		w.t.Headings = append(w.t.Headings, docx.Heading{Start: from, End: w.n, Level: p.outline})
	}
	switch {
	case p.inTable && mark.r == 7:
		w.row = append(w.row, docx.Cell{Start: w.cell, End: w.n, Span: 1})
		w.inCell = false
	case p.inTable:
		w.inCell = true
	case mark.r == '\f' && len(para) == 0: // a page or section break of its own
	default:
		w.put("\n")
	}
}

func (w *docWriter) endRow() {
	if w.table == nil {
		return
	}
	w.put("\n")
	w.table.Rows = append(w.table.Rows, w.row)
	w.row, w.inCell, w.cell = nil, false, w.n
}

func (w *docWriter) endTable() {
	if w.table == nil {
		return
	}
	if len(w.row) > 0 || w.inCell {
		w.endRow()
	}
	w.table.End = w.n
	w.t.Tables = append(w.t.Tables, *w.table)
	w.table = nil
}

// characters97 prints the characters of a paragraph but for fields'
// instructions, what is deleted or hidden, and marks of things that are no text.
func (w *docWriter) characters97(para []charAt) {
	var run propRun
	skip, known := false, false
	for _, c := range para {
		switch c.r {
		case 0x13:
			w.fields = append(w.fields, true)
			continue
		case 0x14:
			if k := len(w.fields) - 1; k >= 0 {
				w.fields[k] = false
			}
			continue
		case 0x15:
			if k := len(w.fields) - 1; k >= 0 {
				w.fields = w.fields[:k]
			}
			continue
		case 0x02:
			w.t.Left.Notes++
			continue
		}
		if !known || c.fc >= run.end || c.fc < run.from {
			run, known = at(w.characters, c.fc), true
			deleted, hidden := unprinted(run.grpprl)
			if skip = deleted || hidden; deleted {
				w.t.Left.Deleted++
			} else if hidden {
				w.t.Left.Hidden++
			}
		}
		if skip || w.instructing() {
			continue
		}
		switch {
		case c.r == 0x0B:
			w.put("\n")
		case c.r == 0x1E:
			w.put("-")
		case c.r >= 0x20 || c.r == '\t':
			w.put(string(c.r))
		}
	}
}

func (w *docWriter) instructing() bool {
	for _, f := range w.fields {
		if f {
			return true
		}
	}
	return false
}

func unprinted(grpprl []byte) (deleted, hidden bool) {
	sprms(grpprl, func(op uint16, arg []byte) {
		switch op {
		case 0x0800:
			deleted = arg[0] == 1
		case 0x083C:
			hidden = arg[0] == 1
		}
	})
	return deleted, hidden
}
