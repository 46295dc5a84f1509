package textin

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"jiufen/internal/errs"
)

// decode turns the bytes of a plain text file into a string without byte order
// mark, and names the encoding.
//
// The rule: a byte order mark decides; else zero bytes or control characters
// that are plausible UTF-16 decide; else it is UTF-8 if it is valid UTF-8; else
// GB18030. Bytes that are invalid in the encoding so found are an error that
// names the first of them: a guessed character could be a figure.
func decode(b []byte) (text, encoding string, err error) {
	switch {
	case bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")):
		return utf8Text(b, 3)
	case bytes.HasPrefix(b, []byte("\xFF\xFE")):
		return utf16Text(b, 2, unicode.LittleEndian, "UTF-16LE")
	case bytes.HasPrefix(b, []byte("\xFE\xFF")):
		return utf16Text(b, 2, unicode.BigEndian, "UTF-16BE")
	}
	if odd := controls(b); odd > 0 && len(b)%2 == 0 {
		le, be := plausibleUTF16(b, 0, 1), plausibleUTF16(b, 1, 0)
		switch {
		case le >= be && le >= plausible:
			return utf16Text(b, 0, unicode.LittleEndian, "UTF-16LE")
		case be >= plausible:
			return utf16Text(b, 0, unicode.BigEndian, "UTF-16BE")
		}
	}
	if bytes.IndexByte(b, 0) >= 0 {
		return "", "", errs.E(errs.Invalid, "textin.binary", "offset", bytes.IndexByte(b, 0))
	}
	if utf8.Valid(b) {
		return utf8Text(b, 0)
	}
	// A file that is UTF-8 but for a few broken bytes is not GB18030 in
	// disguise: reading it so would turn every character into two others.
	if at, ok := nearlyUTF8(b); ok {
		return "", "", errs.E(errs.Invalid, "textin.bytes", "encoding", "UTF-8", "offset", at)
	}
	return gb18030Text(b)
}

// plausible is the share (in %) of units that must be characters a Chinese paper uses.
const plausible = 90

// controls counts the bytes below 0x20 that are no white space.
func controls(b []byte) (n int) {
	for _, c := range b {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			n++
		}
	}
	return n
}

// plausibleUTF16 is the share in percent of two-byte units that are ASCII text,
// CJK characters or CJK punctuation; lo and hi say where a unit's bytes are.
func plausibleUTF16(b []byte, lo, hi int) int {
	good, n := 0, 0
	for i := 0; i+1 < len(b); i += 2 {
		u := rune(b[i+lo]) | rune(b[i+hi])<<8
		n++
		switch {
		case u >= 0x20 && u < 0x7F, u == '\n', u == '\r', u == '\t', u == 0xA0, u == 0xB7,
			u >= 0x2000 && u < 0x2700, u >= 0x3000 && u < 0x3400, u >= 0x4E00 && u < 0xA000, u >= 0xFF00 && u < 0xFFF0:
			good++
		}
	}
	if n == 0 {
		return 0
	}
	return good * 100 / n
}

func utf8Text(b []byte, from int) (string, string, error) {
	if !utf8.Valid(b[from:]) {
		return "", "", errs.E(errs.Invalid, "textin.bytes", "encoding", "UTF-8", "offset", from+invalidUTF8(b[from:]))
	}
	return string(b[from:]), "UTF-8", nil
}

// invalidUTF8 is the offset of the first byte that is not UTF-8, len(b) if all are.
func invalidUTF8(b []byte) int {
	at := 0
	for at < len(b) {
		r, n := utf8.DecodeRune(b[at:])
		if r == utf8.RuneError && n == 1 {
			return at
		}
		at += n
	}
	return at
}

// nearlyUTF8 reports whether at least nine in ten of the bytes beyond ASCII
// stand in valid UTF-8 sequences of three or more bytes, at least ten of them,
// and where the first bad byte is. GB18030 text hardly ever has such runs.
func nearlyUTF8(b []byte) (first int, ok bool) {
	first = -1
	good, bad := 0, 0
	for at := 0; at < len(b); {
		r, n := utf8.DecodeRune(b[at:])
		switch {
		case r == utf8.RuneError && n == 1:
			if first < 0 {
				first = at
			}
			bad++
		case n >= 3:
			good += n
		case n == 2:
			bad += n // in Chinese text two-byte forms are chance
		}
		at += n
	}
	return first, good >= 30 && good >= 9*bad
}

func utf16Text(b []byte, from int, end unicode.Endianness, name string) (string, string, error) {
	bad := func(at int) error {
		return errs.E(errs.Invalid, "textin.bytes", "encoding", name, "offset", at)
	}
	unit := func(i int) uint16 {
		if end == unicode.LittleEndian {
			return uint16(b[i]) | uint16(b[i+1])<<8
		}
		return uint16(b[i])<<8 | uint16(b[i+1])
	}
	if (len(b)-from)%2 != 0 {
		return "", "", bad(len(b) - 1)
	}
	for i := from; i < len(b); i += 2 {
		switch u := unit(i); {
		case u >= 0xDC00 && u < 0xE000:
			return "", "", bad(i)
		case u >= 0xD800 && u < 0xDC00:
			if i+3 >= len(b) || unit(i+2)&0xFC00 != 0xDC00 {
				return "", "", bad(i)
			}
			i += 2
		}
	}
	out, err := unicode.UTF16(end, unicode.IgnoreBOM).NewDecoder().Bytes(b[from:])
	if err != nil {
		return "", "", bad(from)
	}
	return string(out), name, nil
}

// gb18030Text decodes GB18030-2005. The decoder marks what it cannot read with
// U+FFFD; the place of the first such mark is then found unit by unit.
func gb18030Text(b []byte) (string, string, error) {
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err == nil && !bytes.ContainsRune(out, utf8.RuneError) {
		return string(out), "GB18030", nil
	}
	for at := 0; at < len(b); {
		n := gbUnit(b[at:])
		if n == 0 {
			return "", "", errs.E(errs.Invalid, "textin.bytes", "encoding", "GB18030", "offset", at)
		}
		u := b[at : at+n]
		one, err := simplifiedchinese.GB18030.NewDecoder().Bytes(u)
		if err != nil || bytes.ContainsRune(one, utf8.RuneError) && string(u) != "\x84\x31\xA4\x37" {
			return "", "", errs.E(errs.Invalid, "textin.bytes", "encoding", "GB18030", "offset", at)
		}
		at += n
	}
	return string(out), "GB18030", nil
}

// gbUnit is the length of the first GB18030 unit of b, 0 if it is malformed.
func gbUnit(b []byte) int {
	lead := func(c byte) bool { return c >= 0x81 && c <= 0xFE }
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	switch {
	case b[0] < 0x80:
		return 1
	case !lead(b[0]) || len(b) < 2:
		return 0
	case b[1] >= 0x40 && b[1] <= 0xFE && b[1] != 0x7F:
		return 2
	case digit(b[1]) && len(b) >= 4 && lead(b[2]) && digit(b[3]):
		return 4
	}
	return 0
}

// plain reads a plain text file.
func plain(b []byte) (Text, error) {
	s, enc, err := decode(b)
	if err != nil {
		return Text{}, err
	}
	if n := controls([]byte(s)); n > 3 && n*100 > len(s) {
		return Text{}, errs.E(errs.Invalid, "textin.binary", "offset", firstControl(s))
	}
	if strings.IndexByte(s, 0) >= 0 {
		return Text{}, errs.E(errs.Invalid, "textin.binary", "offset", strings.IndexByte(s, 0))
	}
	return Text{String: strings.ReplaceAll(s, "\r\n", "\n"), Reader: "txt/1", Encoding: enc}, nil
}

func firstControl(s string) int {
	return strings.IndexFunc(s, func(r rune) bool {
		return r < 0x20 && r != '\t' && r != '\n' && r != '\r' && r != '\f'
	})
}
