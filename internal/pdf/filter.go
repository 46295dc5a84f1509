package pdf

import (
	"bytes"
	"compress/flate"
	"encoding/ascii85"
	"errors"
	"fmt"
	"io"

	"jiufen/internal/errs"
)

// errPicture is a stream that holds a picture, which is never decoded.
var errPicture = errors.New("pdf: picture")

// decode unpacks a stream through its filters. What is damaged gives what came
// before the damage.
func (f *file) decode(s *stream) ([]byte, error) {
	filters, parms := f.array(s.dict["Filter"]), f.array(s.dict["DecodeParms"])
	if n, ok := f.get(s.dict["Filter"]).(name); ok {
		filters, parms = array{n}, array{s.dict["DecodeParms"]}
	}
	if len(filters) > 8 {
		return nil, errSyntax
	}
	b := s.raw
	if f.crypt != nil && !s.bare {
		b = f.crypt.open(b, s.num, s.gen)
	}
	for i, fl := range filters {
		var p dict
		if i < len(parms) {
			p = f.dict(parms[i])
		}
		n, _ := f.get(fl).(name)
		out, err := f.filter(n, b, p)
		if err != nil {
			return nil, err
		}
		b = out
	}
	return b, nil
}

func (f *file) filter(n name, b []byte, p dict) (out []byte, err error) {
	switch n {
	case "FlateDecode", "Fl":
		if len(b) > 2 {
			b = b[2:] // the two bytes of zlib's head; its sum at the end is often missing
		}
		out, err = f.limited(flate.NewReader(bytes.NewReader(b)))
		if err == nil {
			out = f.predict(out, p)
		}
	case "LZWDecode", "LZW":
		early := 1
		if v, ok := f.get(p["EarlyChange"]).(float64); ok {
			early = int(v)
		}
		if out, err = f.lzw(b, early); err == nil {
			out = f.predict(out, p)
		}
	case "ASCIIHexDecode", "AHx":
		l := &lexer{b: b}
		out = []byte(l.hex())
	case "ASCII85Decode", "A85":
		if i := bytes.IndexByte(b, '~'); i >= 0 {
			b = b[:i]
		}
		out, err = f.limited(ascii85.NewDecoder(bytes.NewReader(b)))
	case "RunLengthDecode", "RL":
		out, err = f.runLength(b)
	case "Crypt", "":
		out = b
	case "DCTDecode", "DCT", "JPXDecode", "CCITTFaxDecode", "CCF", "JBIG2Decode":
		return nil, errPicture
	default:
		return nil, fmt.Errorf("pdf: filter %s", n)
	}
	return out, err
}

func (f *file) over() error {
	return errs.E(errs.Invalid, "textin.zip.bomb", "limit", DefaultTotal>>20)
}

// limited reads to the end, to damage, or to the end of the budget.
func (f *file) limited(r io.Reader) ([]byte, error) {
	out, _ := io.ReadAll(io.LimitReader(r, f.budget+1))
	if f.budget -= int64(len(out)); f.budget < 0 {
		return nil, f.over()
	}
	return out, nil
}

func (f *file) runLength(b []byte) ([]byte, error) {
	var out []byte
	for i := 0; i < len(b) && b[i] != 128; {
		n := int(b[i])
		i++
		if n < 128 {
			end := min(i+n+1, len(b))
			out = append(out, b[i:end]...)
			i = end
		} else if i < len(b) {
			out = append(out, bytes.Repeat(b[i:i+1], 257-n)...)
			i++
		}
		if int64(len(out)) > f.budget {
			return nil, f.over()
		}
	}
	f.budget -= int64(len(out))
	return out, nil
}

// lzw decodes PDF's variant of LZW (7.4.4), most significant bit first.
func (f *file) lzw(b []byte, early int) ([]byte, error) {
	var out []byte
	var table [][]byte
	reset := func() {
		table = make([][]byte, 258, 4096)
		for i := range 256 {
			table[i] = []byte{byte(i)}
		}
	}
	reset()
	var last []byte
	width, bits, acc := 9, 0, uint32(0)
	for _, c := range b {
		acc, bits = acc<<8|uint32(c), bits+8
		if bits < width {
			continue
		}
		code := int(acc >> (bits - width) & (1<<width - 1))
		bits -= width
		var entry []byte
		switch {
		case code == 256:
			reset()
			width, last = 9, nil
			continue
		case code == 257:
			f.budget -= int64(len(out))
			return out, nil
		case code < len(table):
			entry = table[code]
		case last != nil:
			entry = append(last[:len(last):len(last)], last[0])
		default:
			return out, nil
		}
		out = append(out, entry...)
		if int64(len(out)) > f.budget {
			return nil, f.over()
		}
		if last != nil && len(table) < 4096 {
			table = append(table, append(last[:len(last):len(last)], entry[0]))
		}
		last = entry
		switch n := len(table) + early; {
		case n >= 2048:
			width = 12
		case n >= 1024:
			width = 11
		case n >= 512:
			width = 10
		}
	}
	f.budget -= int64(len(out))
	return out, nil
}

// predict undoes PNG predictors (7.4.4.4); of others text has no use.
func (f *file) predict(b []byte, p dict) []byte {
	if number(f.get(p["Predictor"])) < 10 {
		return b
	}
	colors, bits, columns := 1.0, 8.0, 1.0
	for k, v := range map[name]*float64{"Colors": &colors, "BitsPerComponent": &bits, "Columns": &columns} {
		if n, ok := f.get(p[k]).(float64); ok && n >= 1 && n < 1<<20 {
			*v = n
		}
	}
	step := max(int(colors*bits+7)/8, 1)
	row := int(colors*bits*columns+7) / 8
	var out []byte
	prev := make([]byte, row)
	for len(b) > 1 {
		kind := b[0]
		line := append([]byte(nil), b[1:min(1+row, len(b))]...)
		b = b[min(1+row, len(b)):]
		for i := range line {
			var left, upleft byte
			if i >= step {
				left, upleft = line[i-step], prev[i-step]
			}
			switch kind {
			case 1:
				line[i] += left
			case 2:
				line[i] += prev[i]
			case 3:
				line[i] += byte((int(left) + int(prev[i])) / 2)
			case 4:
				line[i] += paeth(left, prev[i], upleft)
			}
		}
		out = append(out, line...)
		copy(prev, line)
	}
	return out
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(n int) int { return max(n, -n) }
