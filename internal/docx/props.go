package docx

import (
	"fmt"
	"math"
	"strings"

	"jiufen/internal/opc"
)

// para is the properties of a paragraph. write puts them in the order that the
// schema demands (ISO/IEC 29500-1, CT_PPrBase); Word calls a file with any
// other order damaged.
type para struct {
	style     string
	keepNext  bool
	keepLines bool
	rule      string // pBdr's children
	tabRight  int    // a right tab at this place
	offGrid   bool
	before    int
	line      int // exact, 0: as the style has it; negative: automatic
	first     int // indent of the first line
	left      int
	right     int
	align     string
}

func (a para) String() string {
	var b strings.Builder
	f := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	if a.style != "" {
		f(`<w:pStyle w:val="%s"/>`, a.style)
	}
	if a.keepNext {
		f(`<w:keepNext/>`)
	}
	if a.keepLines {
		f(`<w:keepLines/>`)
	}
	if a.rule != "" {
		f(`<w:pBdr>%s</w:pBdr>`, a.rule)
	}
	if a.tabRight > 0 {
		f(`<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs>`, a.tabRight)
	}
	if a.offGrid {
		f(`<w:snapToGrid w:val="0"/>`)
	}
	switch {
	case a.line > 0:
		f(`<w:spacing w:before="%d" w:after="0" w:line="%d" w:lineRule="exact"/>`, a.before, a.line)
	case a.line < 0:
		f(`<w:spacing w:before="%d" w:after="0" w:line="%d" w:lineRule="auto"/>`, a.before, -a.line)
	case a.before > 0:
		f(`<w:spacing w:before="%d"/>`, a.before)
	}
	if a.first != 0 || a.left != 0 || a.right != 0 {
		f(`<w:ind w:left="%d" w:right="%d" w:firstLine="%d"/>`, a.left, a.right, a.first)
	}
	if a.align != "" {
		f(`<w:jc w:val="%s"/>`, a.align)
	}
	if b.Len() == 0 {
		return ""
	}
	return "<w:pPr>" + b.String() + "</w:pPr>"
}

// look is the properties of a run, in the order of CT_RPr.
type look struct {
	face  string
	bold  bool
	color string
	loose bool // without the narrowing that makes 28 characters fit a line
	size  int  // half points
}

func (l look) String() string {
	var b strings.Builder
	f := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	if l.face != "" {
		latin := faceLatin
		if l.face == facePage {
			latin = facePage
		}
		// hint: quotation marks and dashes, which both scripts have, are Chinese here
		f(`<w:rFonts w:hint="eastAsia" w:ascii="%s" w:eastAsia="%s" w:hAnsi="%s"/>`, latin, l.face, latin)
	} else {
		f(`<w:rFonts w:hint="eastAsia"/>`)
	}
	if l.bold {
		f(`<w:b/>`)
	}
	if l.color != "" {
		f(`<w:color w:val="%s"/>`, l.color)
	}
	if l.loose {
		f(`<w:spacing w:val="0"/>`)
	}
	if l.size != 0 {
		f(`<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, l.size, l.size)
	}
	return "<w:rPr>" + b.String() + "</w:rPr>"
}

// run writes one run. \n is a line break, \t a tab.
func run(l look, text string) string {
	var b strings.Builder
	b.WriteString("<w:r>" + l.String())
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString("<w:br/>")
		}
		for j, piece := range strings.Split(line, "\t") {
			if j > 0 {
				b.WriteString("<w:tab/>")
			}
			if piece != "" {
				b.WriteString(`<w:t xml:space="preserve">` + opc.Escape(piece) + `</w:t>`)
			}
		}
	}
	b.WriteString("</w:r>")
	return b.String()
}

// fieldRun writes a field as one run, whose text Stamp can find.
func fieldRun(l look, f opc.Field) string {
	if f.Name == "" {
		return run(l, f.Text)
	}
	return "<w:r>" + l.String() + `<w:t xml:space="preserve">` + f.Mark() + "</w:t></w:r>"
}

// p writes one paragraph.
func (p *page) p(a para, runs ...string) {
	p.b.WriteString("<w:p>" + a.String() + strings.Join(runs, "") + "</w:p>")
}

// blank writes n empty lines of the grid.
func (p *page) blank(n int) {
	for range n {
		p.p(para{})
	}
}

// measure is the width of text in characters: Latin letters and figures are
// half as wide.
func measure(s string) float64 {
	w := 0.0
	for _, r := range s {
		if r < 0x2000 {
			w += 0.5
		} else {
			w++
		}
	}
	return w
}

// balanced breaks a title that is longer than a line into lines of about the same
// length, at a mark or between words where it can be seen (GB/T 9704-2012, 7.3.1:
// 回行时要做到词意完整，排列对称). A title with breaks of its own keeps them.
func balanced(text string, line float64) string {
	if strings.Contains(text, "\n") || measure(text) <= line {
		return text
	}
	runes := []rune(text)
	var out []string
	for rest := runes; len(rest) > 0; {
		all := measure(string(rest))
		n := math.Ceil(all / line)
		if n <= 1 {
			out = append(out, string(rest))
			break
		}
		at, best := len(rest), math.Inf(1)
		for i := 1; i < len(rest); i++ {
			w := measure(string(rest[:i]))
			if w > line {
				break
			}
			if cost := math.Abs(w-all/n) + breakCost(rest[i-1], rest[i]); cost < best {
				at, best = i, cost
			}
		}
		out, rest = append(out, string(rest[:at])), rest[at:]
	}
	return strings.Join(out, "\n")
}

// breakCost is how much a break between two characters of a title hurts, in
// characters of imbalance: nothing after a closing mark, much within a name or a number.
func breakCost(before, after rune) float64 {
	switch {
	case strings.ContainsRune("，、。：；！？》〉”’）〕", after) || strings.ContainsRune("《〈“‘（〔", before):
		return 100
	case after < 0x2000 && before < 0x2000, after < 0x2000 && strings.ContainsRune("〔第", before), strings.ContainsRune("年月日号项个", after) && before < 0x2000:
		return 50
	case strings.ContainsRune("》〉，、：”）", before) || strings.ContainsRune("《〈“", after):
		return 0
	case strings.ContainsRune("的和与及", after):
		return 6
	case strings.ContainsRune("的和与及", before):
		return 2
	}
	return 4
}
