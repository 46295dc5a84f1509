package xlsx

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"jiufen/internal/errs"
	"jiufen/internal/opc"
	"jiufen/internal/sheet"
)

// maxBytes bounds the text of all cells together; shared strings can make a
// small file claim the same long text a million times.
const maxBytes = 128 << 20

func (r *reader) large() error {
	return errs.E(errs.TooLarge, "sheet.large", "name", r.name, "rows", sheet.MaxRows, "cols", sheet.MaxCols)
}

// grid reads one sheet. Rows and cells that only carry a format are left out.
func (r *reader) grid(tab tab) (sheet.Grid, error) {
	g := sheet.Grid{Name: tab.title}
	row, col := -1, -1
	err := r.pkg.Each(tab.part, func(t *opc.Tokens, e xml.StartElement) error {
		switch e.Name.Local {
		case "row":
			row, col = row+1, -1
			if v, ok := opc.Attr(e, "r"); ok {
				if n, err := strconv.Atoi(v); err == nil && n > 0 {
					row = n - 1
				}
			}
		case "c":
			col++
			if v, ok := opc.Attr(e, "r"); ok {
				if rr, cc, ok := parseRef(v); ok {
					row, col = rr, cc
				}
			}
			c, err := r.cell(t, e)
			if err != nil || c.Kind == sheet.Blank {
				return err
			}
			return r.put(&g, row, col, c)
		case "mergeCell":
			v, _ := opc.Attr(e, "ref")
			if m, ok := parseArea(v); ok && len(g.Merges) < sheet.MaxRows {
				g.Merges = append(g.Merges, m)
			}
		}
		return nil
	})
	return g, err
}

func (r *reader) put(g *sheet.Grid, row, col int, c sheet.Cell) error {
	r.cells++
	r.bytes += len(c.Text)
	if row < 0 || row >= sheet.MaxRows || col < 0 || col >= sheet.MaxCols || r.cells > sheet.MaxCells || r.bytes > maxBytes {
		return r.large()
	}
	if utf8.RuneCountInString(c.Text) > sheet.MaxText {
		return errs.E(errs.Invalid, "sheet.long", "name", r.name, "cell", sheet.Ref(row, col), "max", sheet.MaxText)
	}
	for len(g.Rows) <= row {
		g.Rows = append(g.Rows, nil)
	}
	for len(g.Rows[row]) <= col {
		g.Rows[row] = append(g.Rows[row], sheet.Cell{})
	}
	g.Rows[row][col] = c
	return nil
}

// cell reads the value of one cell. A formula is passed over; the value beside
// it is what was last shown.
func (r *reader) cell(t *opc.Tokens, e xml.StartElement) (sheet.Cell, error) {
	kind, _ := opc.Attr(e, "t")
	style, _ := opc.Attr(e, "s")
	value, inline := "", ""
	for {
		tok, err := t.Next()
		if err != nil {
			return sheet.Cell{}, eof(err)
		}
		switch x := tok.(type) {
		case xml.StartElement:
			switch x.Name.Local {
			case "v":
				value, err = richTextOf(t)
			case "is":
				inline, err = richText(t)
			default:
				err = t.SkipElement()
			}
			if err != nil {
				return sheet.Cell{}, err
			}
		case xml.EndElement:
			return r.value(kind, style, value, inline), nil
		}
	}
}

// richTextOf is the character data of the element whose start was just read.
func richTextOf(t *opc.Tokens) (string, error) {
	var b strings.Builder
	for {
		tok, err := t.Next()
		if err != nil {
			return "", eof(err)
		}
		switch x := tok.(type) {
		case xml.StartElement:
			if err := t.SkipElement(); err != nil {
				return "", err
			}
		case xml.CharData:
			b.Write(x)
		case xml.EndElement:
			return b.String(), nil
		}
	}
}

func (r *reader) value(kind, style, value, inline string) sheet.Cell {
	text := func(s string) sheet.Cell {
		if strings.TrimSpace(s) == "" {
			return sheet.Cell{}
		}
		return sheet.Cell{Kind: sheet.Text, Text: s}
	}
	switch kind {
	case "s":
		if i, err := strconv.Atoi(value); err == nil && i >= 0 && i < len(r.shared) {
			return text(r.shared[i])
		}
		return sheet.Cell{}
	case "inlineStr":
		return text(inline)
	case "str":
		return text(unescape(value))
	case "b":
		return sheet.Cell{Kind: sheet.Truth, Text: map[string]string{"1": "TRUE", "true": "TRUE"}[value] + map[string]string{"0": "FALSE", "false": "FALSE"}[value]}
	case "e":
		return sheet.Cell{Kind: sheet.Fault, Text: value}
	case "d":
		if d, err := time.Parse("2006-01-02", cut(value, 10)); err == nil {
			return day(int32(d.Unix() / 86400))
		}
		return text(value)
	}
	return r.number(style, value)
}

func day(d int32) sheet.Cell {
	return sheet.Cell{Kind: sheet.Day, Day: d, Text: time.Unix(int64(d)*86400, 0).UTC().Format("2006-01-02")}
}

// number prints a stored number as its format means it: a day, percent, or the
// shortest decimal that is the same number (0.050000000000000003 is 0.05).
func (r *reader) number(style, value string) sheet.Cell {
	f, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return sheet.Cell{}
	}
	look := lookPlain
	if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(r.looks) {
		look = r.looks[i]
	}
	// What a person typed has at most 15 digits; the rest is arithmetic's noise.
	s := shortest(f)
	switch look {
	case lookDay:
		if n := math.Floor(f); n >= 1 && n < 2_958_466 { // to 9999-12-31
			if r.is1904 {
				n += 1462
			} else if n < 60 {
				n++ // Excel counts a 29 February 1900 that never was
			}
			return day(int32(n) - excelDay)
		}
	case lookPercent:
		return sheet.Cell{Kind: sheet.Number, Text: hundredfold(s) + "%"}
	}
	return sheet.Cell{Kind: sheet.Number, Text: s}
}

// shortest is f in 15 significant digits, without exponent and closing zeros.
func shortest(f float64) string {
	g, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	if err != nil {
		g = f
	}
	return strconv.FormatFloat(g, 'f', -1, 64)
}

// hundredfold moves the point of a decimal two places to the right.
func hundredfold(s string) string {
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	whole, frac, _ := strings.Cut(s, ".")
	for len(frac) < 2 {
		frac += "0"
	}
	whole = strings.TrimLeft(whole+frac[:2], "0")
	if whole == "" {
		whole = "0"
	}
	if frac = strings.TrimRight(frac[2:], "0"); frac != "" {
		return sign + whole + "." + frac
	}
	return sign + whole
}

// parseRef reads a reference such as AB12.
func parseRef(s string) (row, col int, ok bool) {
	i := 0
	for ; i < len(s) && i < 4 && s[i] >= 'A' && s[i] <= 'Z'; i++ {
		col = col*26 + int(s[i]-'A') + 1
	}
	n, err := strconv.Atoi(s[i:])
	if i == 0 || err != nil || n < 1 || n > 1<<20 {
		return 0, 0, false
	}
	return n - 1, col - 1, true
}

func parseArea(s string) (sheet.Merge, bool) {
	a, b, two := strings.Cut(s, ":")
	if !two {
		return sheet.Merge{}, false
	}
	top, left, ok1 := parseRef(a)
	bottom, right, ok2 := parseRef(b)
	if !ok1 || !ok2 || bottom < top || right < left || right >= sheet.MaxCols || bottom >= sheet.MaxRows {
		return sheet.Merge{}, false
	}
	return sheet.Merge{Top: top, Left: left, Bottom: bottom, Right: right}, true
}
