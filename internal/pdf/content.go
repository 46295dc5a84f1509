package pdf

import (
	"math"
	"unicode/utf8"
)

// matrix is a transformation [a b c d e f] (8.3.3).
type matrix [6]float64

var unit = matrix{1, 0, 0, 1, 0, 0}

// mul is m applied first, then n.
func (m matrix) mul(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// glyph is one character on the page: where its baseline begins, how far it
// goes, how large it is, in which quarter turn it stands.
type glyph struct {
	x, y, w, size float64
	text          string
	turn          int
}

// Bounds of one page's content: what goes beyond is no page of text.
const (
	maxGlyphs    = 200_000
	maxOperators = 5_000_000
	maxForms     = 12
)

// state is the graphics state as far as text needs it (8.4, 9.3).
type state struct {
	ctm                             matrix
	font                            *font
	size, char, word, leading, rise float64
	stretch                         float64
}

// drawer runs content streams and collects glyphs.
type drawer struct {
	f        *file
	glyphs   []glyph
	pictures bool
	rules    rules
	path     path
	ops      int
	forms    int
	state
	stack    []state
	tm, line matrix
}

// drawn is what a page shows: characters, rules, and whether there are pictures.
type drawn struct {
	glyphs   []glyph
	rules    rules
	pictures bool
}

// draw collects what a page shows.
func (f *file) draw(p leaf) drawn {
	d := &drawer{f: f, state: state{ctm: unit, stretch: 1}}
	var body []byte
	parts := f.array(p.page["Contents"])
	if parts == nil {
		parts = array{p.page["Contents"]}
	}
	for _, v := range parts {
		if s, ok := f.get(v).(*stream); ok {
			if b, err := f.decode(s); err == nil {
				body = append(append(body, b...), '\n')
			}
		}
	}
	d.run(body, p.resources)
	d.rules.turn(turnPage(d.glyphs))
	return drawn{d.glyphs, d.rules, d.pictures}
}

func (d *drawer) run(body []byte, res dict) {
	l := &lexer{b: body}
	var args array
	for d.ops < maxOperators && len(d.glyphs) < maxGlyphs {
		v, err := l.object()
		if err != nil {
			if l.at >= len(body) {
				return
			}
			continue
		}
		o, ok := v.(op)
		if !ok {
			if len(args) < 64 {
				args = append(args, v)
			}
			continue
		}
		d.ops++
		if o == "BI" {
			skipInline(l)
			d.pictures = true
		} else {
			d.operator(string(o), args, res)
		}
		args = args[:0]
	}
}

// skipInline passes over an inline picture: EI between white space ends it.
func skipInline(l *lexer) {
	for ; l.at+3 < len(l.b); l.at++ {
		if white(l.b[l.at]) && l.b[l.at+1] == 'E' && l.b[l.at+2] == 'I' && (l.at+3 == len(l.b) || white(l.b[l.at+3])) {
			l.at += 3
			return
		}
	}
	l.at = len(l.b)
}

func (d *drawer) operator(o string, args array, res dict) {
	n := func(i int) float64 {
		if i < len(args) {
			return number(args[i])
		}
		return 0
	}
	switch o {
	case "q":
		if len(d.stack) < 1024 {
			d.stack = append(d.stack, d.state)
		}
	case "Q":
		if k := len(d.stack) - 1; k >= 0 {
			d.state, d.stack = d.stack[k], d.stack[:k]
		}
	case "cm":
		d.ctm = matrix{n(0), n(1), n(2), n(3), n(4), n(5)}.mul(d.ctm)
	case "BT":
		d.tm, d.line = unit, unit
	case "Tf":
		if len(args) > 1 {
			if k, ok := args[0].(name); ok {
				d.font = d.f.font(d.f.dict(res["Font"])[k])
			}
			d.size = n(1)
		}
	case "Tc":
		d.char = n(0)
	case "Tw":
		d.word = n(0)
	case "Tz":
		d.stretch = n(0) / 100
	case "TL":
		d.leading = n(0)
	case "Ts":
		d.rise = n(0)
	case "Td":
		d.move(n(0), n(1))
	case "TD":
		d.leading = -n(1)
		d.move(n(0), n(1))
	case "Tm":
		d.line = matrix{n(0), n(1), n(2), n(3), n(4), n(5)}
		d.tm = d.line
	case "T*":
		d.move(0, -d.leading)
	case "Do":
		if k, ok := last(args).(name); ok {
			d.do(d.f.get(d.f.dict(res["XObject"])[k]), res)
		}
	case "m", "l", "c", "v", "y", "h", "re":
		d.path.operator(o, n, d.ctm)
	case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n":
		d.paint(o, n)
	default:
		d.shows(o, args, n)
	}
}

// paint ends a path.
func (d *drawer) paint(o string, n func(int) float64) {
	if o == "s" || o[0] == 'b' {
		d.path.operator("h", n, d.ctm)
	}
	switch o[0] {
	case 'S', 's', 'B', 'b':
		d.rules.stroke(d.path)
	}
	switch o[0] {
	case 'f', 'F', 'B', 'b':
		d.rules.fill(d.path)
	}
	d.path = path{}
}

func last(a array) any {
	if len(a) == 0 {
		return nil
	}
	return a[len(a)-1]
}

// shows are the operators that show text.
func (d *drawer) shows(o string, args array, n func(int) float64) {
	switch o {
	case "Tj":
		d.show(last(args))
	case "'":
		d.move(0, -d.leading)
		d.show(last(args))
	case `"`:
		d.word, d.char = n(0), n(1)
		d.move(0, -d.leading)
		d.show(last(args))
	case "TJ":
		list, _ := last(args).(array)
		for _, v := range list {
			if k, ok := v.(float64); ok {
				d.advance(-k / 1000 * d.size)
				continue
			}
			d.show(v)
		}
	}
}

func (d *drawer) move(x, y float64) {
	d.line = matrix{1, 0, 0, 1, x, y}.mul(d.line)
	d.tm = d.line
}

// advance moves along the line by a length in text space.
func (d *drawer) advance(w float64) {
	if d.font != nil && d.font.vertical {
		d.tm = matrix{1, 0, 0, 1, 0, -w}.mul(d.tm)
		return
	}
	d.tm = matrix{1, 0, 0, 1, w * d.stretch, 0}.mul(d.tm)
}

func (d *drawer) show(v any) {
	s, ok := v.(str)
	if !ok || d.font == nil {
		return
	}
	for _, c := range d.font.codes(string(s)) {
		w := c.width * d.size
		m := matrix{1, 0, 0, 1, 0, d.rise}.mul(d.tm).mul(d.ctm)
		dx, dy := m[0]*w*d.stretch, m[1]*w*d.stretch
		size := math.Hypot(m[2], m[3]) * math.Abs(d.size)
		if d.font.scale != 0.001 { // Type 3: the size of a character is in its matrix
			size = math.Hypot(m[2], m[3]) * math.Abs(d.size) * d.font.scale * 1000
		}
		g := glyph{x: m[4], y: m[5], w: math.Hypot(dx, dy), size: size, text: c.text, turn: quarter(m[0]*d.size, m[1]*d.size)}
		if finite(g) && len(d.glyphs) < maxGlyphs {
			d.glyphs = append(d.glyphs, g)
		}
		step := w + d.char
		if c.space {
			step += d.word
		}
		if d.font.vertical {
			step = d.size + d.char
		}
		d.advance(step)
	}
}

func finite(g glyph) bool {
	for _, v := range []float64{g.x, g.y, g.w, g.size} {
		if math.IsNaN(v) || math.Abs(v) > 1e7 {
			return false
		}
	}
	return g.size > 0.5 && utf8.ValidString(g.text)
}

// quarter is the direction of writing in quarter turns to the left.
func quarter(x, y float64) int {
	switch {
	case math.Abs(x) >= math.Abs(y) && x >= 0:
		return 0
	case math.Abs(x) >= math.Abs(y):
		return 2
	case y > 0:
		return 1
	}
	return 3
}

// do draws a form; a picture is only noted.
func (d *drawer) do(v any, res dict) {
	s, ok := v.(*stream)
	if !ok {
		return
	}
	if s.dict["Subtype"] == name("Image") {
		d.pictures = true
		return
	}
	if s.dict["Subtype"] != name("Form") || d.forms >= maxForms {
		return
	}
	body, err := d.f.decode(s)
	if err != nil {
		return
	}
	own := d.f.dict(s.dict["Resources"])
	if own == nil {
		own = res
	}
	saved, stack, tm, line := d.state, d.stack, d.tm, d.line
	if m := d.f.array(s.dict["Matrix"]); len(m) == 6 {
		var mm matrix
		for i := range mm {
			mm[i] = number(d.f.get(m[i]))
		}
		d.ctm = mm.mul(d.ctm)
	}
	d.forms++
	d.stack = nil
	d.run(body, own)
	d.forms--
	d.state, d.stack, d.tm, d.line = saved, stack, tm, line
}

// turnPage turns a page so that most of its text reads from left to right,
// whether it was turned by /Rotate or by its content, and drops the rest:
// seals and marks set across. It gives the quarter turn.
func turnPage(gs []glyph) int {
	var votes [4]int
	for _, g := range gs {
		votes[g.turn]++
	}
	most := 0
	for t, n := range votes {
		if n > votes[most] {
			most = t
		}
	}
	for i := range gs {
		g := &gs[i]
		switch most {
		case 1:
			g.x, g.y = g.y, -g.x
		case 2:
			g.x, g.y = -g.x, -g.y
		case 3:
			g.x, g.y = -g.y, g.x
		}
		if g.turn != most {
			g.text = ""
		}
		g.turn = 0
	}
	return most
}
