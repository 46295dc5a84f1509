package pdf

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// glyphCode is one character of a shown string.
type glyphCode struct {
	text  string // "\uFFFD" if it cannot be told
	width float64
	space bool // the one-byte code 32, to which word spacing applies
}

// font tells text and widths of the codes of strings.
type font struct {
	split    func(s string) int        // length of the first code
	unicode  map[string]string         // ToUnicode
	native   func(code string) string  // text by the encoding, "" if unknown
	width    func(code string) float64 // in thousandths of the size
	vertical bool
	scale    float64 // of widths: 0.001 but for Type 3
}

func (f *font) codes(s string) (out []glyphCode) {
	for len(s) > 0 {
		n := min(max(f.split(s), 1), len(s))
		code := s[:n]
		s = s[n:]
		text, ok := f.unicode[code]
		if !ok || text == "" || text == "\x00" {
			text = f.native(code)
		}
		switch {
		case text != "":
		case n == 1 && code[0] < 0x20: // a control character that some writers leave in
			text = " "
		default:
			text = "\uFFFD"
		}
		out = append(out, glyphCode{text, f.width(code) * f.scale, code == " "})
	}
	return out
}

// font loads a font once.
func (f *file) font(v any) *font {
	r, isRef := v.(ref)
	if isRef && f.fonts[r] != nil {
		return f.fonts[r]
	}
	d := f.dict(v)
	fo := &font{scale: 0.001, unicode: map[string]string{}}
	var lengths []int
	if s, ok := f.get(d["ToUnicode"]).(*stream); ok {
		if b, err := f.decode(s); err == nil {
			lengths = readCMap(b, fo.unicode)
		}
	}
	if d["Subtype"] == name("Type0") {
		f.composite(fo, d, lengths)
	} else {
		f.simple(fo, d)
	}
	if isRef {
		f.fonts[r] = fo
	}
	return fo
}

func one(string) int { return 1 }

// simple fonts have codes of one byte.
func (f *file) simple(fo *font, d dict) {
	fo.split = one
	table := f.encoding(d)
	fo.native = func(code string) string { return table[code[0]] }
	first, widths := int(number(f.get(d["FirstChar"]))), f.array(d["Widths"])
	missing := number(f.get(f.dict(d["FontDescriptor"])["MissingWidth"]))
	if widths == nil {
		missing = 500
	}
	fo.width = func(code string) float64 {
		if i := int(code[0]) - first; i >= 0 && i < len(widths) {
			return number(f.get(widths[i]))
		}
		return missing
	}
	if d["Subtype"] == name("Type3") {
		if m := f.array(d["FontMatrix"]); len(m) == 6 {
			fo.scale = number(f.get(m[0]))
		}
	}
}

// encoding is the table of a simple font: Windows-1252 as a base, which agrees
// with the standard encodings on all that matters here, and its differences.
func (f *file) encoding(d dict) (table [256]string) {
	for i := range table {
		if r := charmap.Windows1252.DecodeByte(byte(i)); r >= 0x20 && r != utf8.RuneError {
			table[i] = string(r)
		}
	}
	at := 0
	for _, v := range f.array(f.dict(d["Encoding"])["Differences"]) {
		switch v := f.get(v).(type) {
		case float64:
			at = int(v)
		case name:
			if at >= 0 && at < 256 {
				table[at] = glyphName(string(v))
			}
			at++
		}
	}
	return table
}

// glyphNames are names of the Adobe Glyph List that the texts at hand use.
var glyphNames = map[string]string{
	"space": " ", "exclam": "!", "quotedbl": `"`, "numbersign": "#", "dollar": "$", "percent": "%", "ampersand": "&", "quotesingle": "'", "parenleft": "(", "parenright": ")",
	"asterisk": "*", "plus": "+", "comma": ",", "hyphen": "-", "period": ".", "slash": "/", "zero": "0", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
	"colon": ":", "semicolon": ";", "less": "<", "equal": "=", "greater": ">", "question": "?", "at": "@", "bracketleft": "[", "backslash": `\`, "bracketright": "]", "underscore": "_", "braceleft": "{", "bar": "|", "braceright": "}", "asciitilde": "~",
	"quoteleft": "‘", "quoteright": "’", "quotedblleft": "“", "quotedblright": "”", "endash": "–", "emdash": "—", "bullet": "•", "ellipsis": "…", "periodcentered": "·", "middot": "·", "degree": "°", "multiply": "×", "divide": "÷", "plusminus": "±", "minus": "−", "fi": "fi", "fl": "fl", "nbspace": " ", "perthousand": "‰",
}

func glyphName(n string) string {
	if s, ok := glyphNames[n]; ok {
		return s
	}
	n, _, _ = strings.Cut(n, ".")
	if len(n) == 1 {
		return n
	}
	for _, p := range []string{"uni", "u"} {
		if hex, ok := strings.CutPrefix(n, p); ok && len(hex) >= 4 && len(hex) <= 6 {
			if v, err := strconv.ParseUint(hex, 16, 32); err == nil && utf8.ValidRune(rune(v)) {
				return string(rune(v))
			}
		}
	}
	return glyphNames[n]
}

// composite fonts have codes of one to four bytes that lead to CIDs.
func (f *file) composite(fo *font, d dict, lengths []int) {
	var under dict
	if a := f.array(d["DescendantFonts"]); len(a) > 0 {
		under = f.dict(a[0])
	}
	enc, _ := f.get(d["Encoding"]).(name)
	if s, ok := f.get(d["Encoding"]).(*stream); ok {
		// A CMap of the file's own: its name, or what it is based on, tells the rest.
		enc, _ = f.get(s.dict["CMapName"]).(name)
		if base, ok := f.get(s.dict["UseCMap"]).(name); ok {
			enc = base
		}
	}
	fo.vertical = strings.HasSuffix(string(enc), "-V")
	fo.split, fo.native = chineseCodes(string(enc))
	identity := fo.native == nil
	if identity {
		if len(lengths) == 1 {
			n := lengths[0]
			fo.split = func(string) int { return n }
		}
		fo.native = f.embedded(under)
	}
	fo.width = f.cidWidths(under, identity)
}

// chineseCodes tells how the CMaps that ISO 32000-1, 9.7.5.2 names for
// simplified Chinese cut strings into codes and what the codes mean. Codes of
// Identity-H mean nothing by themselves.
func chineseCodes(enc string) (split func(string) int, text func(string) string) {
	gbk := func(s string) int {
		if s[0] > 0x80 && s[0] < 0xFF {
			return 2
		}
		return 1
	}
	switch {
	case strings.HasPrefix(enc, "UniGB-"), strings.HasPrefix(enc, "UniCNS-"), strings.HasPrefix(enc, "UniJIS"), strings.HasPrefix(enc, "UniKS-"):
		if strings.Contains(enc, "UTF8") {
			return func(s string) int { _, n := utf8.DecodeRuneInString(s); return n }, func(c string) string { return c }
		}
		return func(s string) int {
			if strings.Contains(enc, "UTF16") && s[0]&0xFC == 0xD8 {
				return 4
			}
			return 2
		}, utf16Text
	case strings.HasPrefix(enc, "GBK2K"):
		return func(s string) int {
			if len(s) > 1 && gbk(s) == 2 && s[1] >= '0' && s[1] <= '9' {
				return 4
			}
			return gbk(s)
		}, gbText
	case strings.HasPrefix(enc, "GB"):
		return gbk, gbText
	}
	return func(string) int { return 2 }, nil
}

func utf16Text(c string) string {
	u := make([]uint16, 0, 2)
	for i := 0; i+1 < len(c); i += 2 {
		u = append(u, uint16(c[i])<<8|uint16(c[i+1]))
	}
	return string(utf16.Decode(u))
}

func gbText(c string) string {
	s, err := simplifiedchinese.GB18030.NewDecoder().String(c)
	if err != nil || strings.ContainsRune(s, utf8.RuneError) {
		return ""
	}
	return s
}

// cidWidths reads the widths of a CIDFont. For encodings other than Identity,
// whose codes are no CIDs, Chinese is a full and Latin half an em.
func (f *file) cidWidths(under dict, identity bool) func(string) float64 {
	usual := 1000.0
	if v, ok := f.get(under["DW"]).(float64); ok {
		usual = v
	}
	if !identity {
		return func(code string) float64 {
			if len(code) == 1 || len(code) == 2 && code[0] == 0 {
				return 500
			}
			return usual
		}
	}
	widths := map[int]float64{}
	w := f.array(under["W"])
	for i := 0; i+1 < len(w); {
		first := int(number(f.get(w[i])))
		if list := f.array(w[i+1]); list != nil {
			for k, v := range list {
				widths[first+k] = number(f.get(v))
			}
			i += 2
			continue
		}
		if i+2 >= len(w) {
			break
		}
		for c, last := first, int(number(f.get(w[i+1]))); c <= last && c < 1<<16; c++ {
			widths[c] = number(f.get(w[i+2]))
		}
		i += 3
	}
	return func(code string) float64 {
		if v, ok := widths[codeValue(code)]; ok {
			return v
		}
		return usual
	}
}

func codeValue(code string) (n int) {
	for i := range len(code) {
		n = n<<8 | int(code[i])
	}
	return n
}
