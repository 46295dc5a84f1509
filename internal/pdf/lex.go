package pdf

import (
	"bytes"
	"errors"
	"strconv"
)

// The objects of PDF: nil, bool, float64, str, name, array, dict, ref, *stream,
// and op for the operators of content streams.
type (
	str    string
	name   string
	array  []any
	dict   map[name]any
	ref    int
	op     string
	stream struct {
		dict
		raw      []byte
		num, gen int
		bare     bool // never encrypted
	}
)

var errSyntax = errors.New("pdf: syntax")

// lexer reads objects from bytes.
type lexer struct {
	b     []byte
	at    int
	depth int
}

const maxDepth = 64

func white(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func delimiter(c byte) bool {
	return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0
}

// space passes over white space and comments.
func (l *lexer) space() {
	for l.at < len(l.b) {
		switch c := l.b[l.at]; {
		case white(c):
			l.at++
		case c == '%':
			for l.at < len(l.b) && l.b[l.at] != '\n' && l.b[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// word reads up to white space or a delimiter.
func (l *lexer) word() string {
	from := l.at
	for l.at < len(l.b) && !white(l.b[l.at]) && !delimiter(l.b[l.at]) {
		l.at++
	}
	return string(l.b[from:l.at])
}

// object reads one object or operator. At the end it gives errSyntax.
func (l *lexer) object() (any, error) {
	l.space()
	if l.at >= len(l.b) {
		return nil, errSyntax
	}
	switch c := l.b[l.at]; {
	case c == '/':
		l.at++
		return name(unhash(l.word())), nil
	case c == '(':
		return l.literal(), nil
	case c == '<' && l.at+1 < len(l.b) && l.b[l.at+1] == '<':
		l.at += 2
		return l.dict()
	case c == '<':
		l.at++
		return l.hex(), nil
	case c == '[':
		l.at++
		return l.array()
	case delimiter(c):
		l.at++
		return op(c), nil
	}
	w := l.word()
	if w == "" {
		l.at++
		return nil, errSyntax
	}
	return atom(w), nil
}

func atom(w string) any {
	switch w {
	case "true":
		return true
	case "false":
		return false
	case "null":
		return nil
	}
	if c := w[0]; c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.' {
		if f, err := strconv.ParseFloat(w, 64); err == nil {
			return f
		}
		// Some programs write --5 or 5-3; readers take what stands first.
		if f, err := strconv.ParseFloat(string(bytes.TrimLeft([]byte(w), "-+")), 64); err == nil {
			return f
		}
		return 0.0
	}
	return op(w)
}

func unhash(s string) string {
	if !bytes.Contains([]byte(s), []byte("#")) {
		return s
	}
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '#' && i+2 < len(s) {
			if v, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				out = append(out, byte(v))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}

// literal reads a string in parentheses.
func (l *lexer) literal() str {
	var out []byte
	level := 1
	for l.at++; l.at < len(l.b); l.at++ {
		c := l.b[l.at]
		switch c {
		case '(':
			level++
		case ')':
			if level--; level == 0 {
				l.at++
				return str(out)
			}
		case '\\':
			if l.at++; l.at < len(l.b) {
				out = l.escape(out)
			}
			continue
		}
		out = append(out, c)
	}
	l.at = len(l.b) // not closed; a closing backslash would leave it one further
	return str(out)
}

func (l *lexer) escape(out []byte) []byte {
	c := l.b[l.at]
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		return append(out, "\n\r\t\b\f"[i])
	}
	switch {
	case c == '\r':
		if l.at+1 < len(l.b) && l.b[l.at+1] == '\n' {
			l.at++
		}
		return out
	case c == '\n':
		return out
	case c >= '0' && c <= '7':
		v := 0
		for k := 0; k < 3 && l.at < len(l.b) && l.b[l.at] >= '0' && l.b[l.at] <= '7'; k++ {
			v = v*8 + int(l.b[l.at]-'0')
			l.at++
		}
		l.at--
		return append(out, byte(v))
	}
	return append(out, c)
}

func (l *lexer) hex() str {
	var out []byte
	half := -1
	for ; l.at < len(l.b) && l.b[l.at] != '>'; l.at++ {
		v := bytes.IndexByte([]byte("0123456789abcdef"), l.b[l.at]|0x20)
		switch {
		case v < 0:
		case half < 0:
			half = v
		default:
			out = append(out, byte(half<<4|v))
			half = -1
		}
	}
	l.at = min(l.at+1, len(l.b))
	if half >= 0 {
		out = append(out, byte(half<<4))
	}
	return str(out)
}

func (l *lexer) enter() error {
	if l.depth++; l.depth > maxDepth {
		return errSyntax
	}
	return nil
}

// array reads up to ]. Two numbers and R are a reference.
func (l *lexer) array() (array, error) {
	if err := l.enter(); err != nil {
		return nil, err
	}
	defer func() { l.depth-- }()
	var out array
	for {
		v, err := l.object()
		if err != nil {
			return out, err
		}
		switch v {
		case op("]"):
			return out, nil
		case op("R"):
			out = refer(out)
			continue
		}
		out = append(out, v)
	}
}

// refer turns the last two numbers into a reference.
func refer(a array) array {
	if n := len(a); n >= 2 {
		if num, ok := a[n-2].(float64); ok {
			return append(a[:n-2], ref(num))
		}
	}
	return a
}

// dict reads up to >>.
func (l *lexer) dict() (dict, error) {
	if err := l.enter(); err != nil {
		return nil, err
	}
	defer func() { l.depth-- }()
	var flat array
	for {
		v, err := l.object()
		if err != nil {
			return nil, err
		}
		if v == op(">") {
			if l.at < len(l.b) && l.b[l.at] == '>' {
				l.at++
			}
			break
		}
		if v == op("R") {
			flat = refer(flat)
			continue
		}
		flat = append(flat, v)
	}
	d := dict{}
	for i := 0; i+1 < len(flat); i += 2 {
		if k, ok := flat[i].(name); ok {
			d[k] = flat[i+1]
		}
	}
	return d, nil
}
