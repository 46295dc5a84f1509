package textin

import (
	"encoding/binary"
	"strconv"
	"strings"
	"unicode/utf16"

	"jiufen/internal/docx"
)

// paragraphProps is what reading needs of a paragraph.
type paragraphProps struct {
	inTable, rowEnd bool
	outline         int // 1 to 9, 0: none
	list, level     int
}

// styleProps is a style's own paragraph properties and what it is based on.
type styleProps struct {
	base   uint16
	grpprl []byte
}

// apply lays a grpprl over the properties.
func (p *paragraphProps) apply(grpprl []byte) {
	sprms(grpprl, func(op uint16, arg []byte) {
		switch op {
		case 0x2416:
			p.inTable = arg[0] == 1
		case 0x2417:
			p.rowEnd = arg[0] == 1
		case 0x2640:
			p.outline = 0
			if arg[0] < 9 {
				p.outline = int(arg[0]) + 1
			}
		case 0x260A:
			p.level = int(arg[0])
		case 0x460B:
			p.list = int(int16(binary.LittleEndian.Uint16(arg)))
		}
	})
}

// properties joins what the styles say, from the base up, with what the
// paragraph says. Styles 1 to 9 are the headings by their place ([MS-DOC] 2.4.6.5).
func (d *doc) properties(fc uint32) paragraphProps {
	run := at(d.paragraphs, fc)
	var chain []uint16
	for id := run.style; int(id) < len(d.style) && len(chain) < 32; id = d.style[id].base {
		chain = append(chain, id)
	}
	var p paragraphProps
	for i := len(chain) - 1; i >= 0; i-- {
		if id := chain[i]; id >= 1 && id <= 9 {
			p.outline = int(id)
		}
		p.apply(d.style[chain[i]].grpprl)
	}
	p.apply(run.grpprl)
	return p
}

// styles reads the style sheet ([MS-DOC] 2.9.271). What cannot be read is left
// out: a paragraph then has only its own properties.
func (d *doc) styles() {
	defer func() { _ = recover() }()
	s := d.part(0xA2)
	if len(s) < 8 {
		return
	}
	count := int(binary.LittleEndian.Uint16(s[2:]))
	base := int(binary.LittleEndian.Uint16(s[4:]))
	s = s[2+int(binary.LittleEndian.Uint16(s)):]
	for range min(count, 4095) {
		n := int(binary.LittleEndian.Uint16(s))
		std := s[2:][:n]
		s = s[2+n+n%2:]
		d.style = append(d.style, readStyle(std, base))
	}
}

func readStyle(std []byte, base int) (p styleProps) {
	p.base = 0xFFF
	if len(std) < base+4 || base < 6 {
		return p
	}
	kind := binary.LittleEndian.Uint16(std[2:])
	p.base = kind >> 4
	if kind&0xF != 1 { // not a paragraph style
		return p
	}
	at := base + 2 + 2*int(binary.LittleEndian.Uint16(std[base:])) + 2 // behind the name and its zero
	if at+4 > len(std) {
		return p
	}
	n := int(binary.LittleEndian.Uint16(std[at:]))
	if n < 2 || at+2+n > len(std) {
		return p
	}
	p.grpprl = std[at+4:][:n-2]
	return p
}

// numberFormats names the formats of [MS-OSHARED] 2.2.1.3 that Chinese papers use.
var numberFormats = map[byte]string{
	0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital", 11: "japaneseCounting",
	14: "decimalFullWidth", 16: "japaneseLegal", 18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet",
	26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
	30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand",
	37: "chineseCounting", 38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}

// lists reads list definitions and their instances ([MS-DOC] 2.9.147, 2.9.132).
// Lists that cannot be read print no numbers.
func (d *doc) lists() {
	d.list = docx.NewLists()
	defer func() { _ = recover() }()
	defs := d.part(0x2E2)
	if len(defs) < 2 {
		return
	}
	count := int(int16(binary.LittleEndian.Uint16(defs)))
	// The levels follow the table, behind the length that the header gives.
	rest := d.table[binary.LittleEndian.Uint32(d.main[0x2E2:])+uint32(len(defs)):]
	for i := range count {
		lstf := defs[2+28*i:][:28]
		n := 9
		if lstf[26]&1 != 0 {
			n = 1
		}
		var levels []docx.ListLevel
		for range n {
			var l docx.ListLevel
			l, rest = readLevel(rest)
			levels = append(levels, l)
		}
		d.list.Define(listID(lstf), levels)
	}
	d.instances()
}

func listID(b []byte) string { return strconv.FormatUint(uint64(binary.LittleEndian.Uint32(b)), 16) }

// readLevel reads one level ([MS-DOC] 2.9.150) and gives what is behind it.
func readLevel(b []byte) (docx.ListLevel, []byte) {
	format, ok := numberFormats[b[4]]
	if !ok {
		format = "decimal"
	}
	l := docx.ListLevel{Start: int(int32(binary.LittleEndian.Uint32(b))), Format: format, Legal: b[5]&4 != 0, Restart: -1, Tight: b[15] == 2}
	if b[5]&8 != 0 {
		l.Restart = int(b[26])
	}
	b = b[28+int(b[24])+int(b[25]):]
	n := int(binary.LittleEndian.Uint16(b))
	var text []uint16
	var out strings.Builder
	flush := func() {
		out.WriteString(string(utf16.Decode(text)))
		text = text[:0]
	}
	for i := range n {
		u := binary.LittleEndian.Uint16(b[2+2*i:])
		if u < 9 { // the number of that level
			flush()
			out.WriteString("%" + strconv.Itoa(int(u)+1))
			continue
		}
		text = append(text, u)
	}
	flush()
	l.Text = out.String()
	return l, b[2+2*n:]
}

// instances ties the numbers that paragraphs name to lists, with start values.
func (d *doc) instances() {
	lfo := d.part(0x2EA)
	if len(lfo) < 4 {
		return
	}
	count := int(binary.LittleEndian.Uint32(lfo))
	extra := lfo[4+16*count:]
	for i := range count {
		e := lfo[4+16*i:][:16]
		starts := map[int]int{}
		extra = extra[min(4, len(extra)):]
		for range e[12] {
			flags := binary.LittleEndian.Uint32(extra[4:])
			level := int(flags & 15)
			if flags&16 != 0 && flags&32 == 0 {
				starts[level] = int(int32(binary.LittleEndian.Uint32(extra)))
			}
			extra = extra[8:]
			if flags&32 != 0 {
				var l docx.ListLevel
				l, extra = readLevel(extra)
				starts[level] = l.Start
			}
		}
		d.list.Use(i+1, listID(e), starts)
	}
}
