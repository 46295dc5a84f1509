package bulletin

import (
	"strings"
	"unicode"
)

// The marks around the name of a figure: 【红灯】.
const (
	Open  = '【'
	Close = '】'
)

// Line is a paragraph: a heading of the first level (一、…) or text.
type Line struct {
	Heading bool
	Text    string
}

// Bind writes a figure's name as it stands in a text.
func Bind(name string) string { return string(Open) + name + string(Close) }

// Lines cuts what was typed into paragraphs; empty lines fall away.
func Lines(words string) []Line {
	var out []Line
	for _, l := range strings.Split(strings.ReplaceAll(words, "\r\n", "\n"), "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, Line{Heading: heading(l), Text: l})
		}
	}
	return out
}

// heading reports whether a line begins 一、 … 十九、 and is no longer than a
// heading is.
func heading(l string) bool {
	n, mark, ok := strings.Cut(l, "、")
	if !ok || n == "" || len([]rune(n)) > 3 || len([]rune(mark)) > 40 || strings.HasSuffix(l, "。") {
		return false
	}
	for _, r := range n {
		if !strings.ContainsRune("一二三四五六七八九十", r) {
			return false
		}
	}
	return true
}

// part is a stretch of text: words, or the name of a figure.
type part struct {
	text  string
	bound bool
}

// parts cuts a text at the names of figures. A mark without its other half is
// text.
func parts(s string) []part {
	var out []part
	for {
		i := strings.IndexRune(s, Open)
		if i < 0 {
			break
		}
		rest := s[i+len(string(Open)):]
		j := strings.IndexRune(rest, Close)
		k := strings.IndexRune(rest, Open)
		if j < 0 {
			break
		}
		if k >= 0 && k < j { // 【…【name】: the first is text
			cut := i + len(string(Open)) + k
			out = append(out, part{text: s[:cut]})
			s = s[cut:]
			continue
		}
		if i > 0 {
			out = append(out, part{text: s[:i]})
		}
		out = append(out, part{text: rest[:j], bound: true})
		s = rest[j+len(string(Close)):]
	}
	if s != "" {
		out = append(out, part{text: s})
	}
	return out
}

// Names lists the names a text binds, each once, in order.
func Names(s string) []string {
	var out []string
	seen := map[string]bool{}
	for _, p := range parts(s) {
		if p.bound && !seen[p.text] {
			seen[p.text] = true
			out = append(out, p.text)
		}
	}
	return out
}

// Fill puts the figures in place of their names. Names that are none are left as
// they stand and given back.
func Fill(s string, figures map[string]string) (filled string, unknown []string) {
	var b strings.Builder
	for _, p := range parts(s) {
		switch v, ok := figures[p.text]; {
		case !p.bound:
			b.WriteString(p.text)
		case ok:
			b.WriteString(v)
		default:
			b.WriteString(Bind(p.text))
			unknown = append(unknown, p.text)
		}
	}
	return b.String(), unknown
}

// Run is a stretch of a filled text, for showing which of it is bound.
type Run struct {
	Text  string
	Name  string // of the figure it is; '' for words
	Typed bool   // a number typed by hand
}

// Runs is a text filled in, with what is bound and what was typed told apart.
func Runs(s string, figures map[string]string) []Run {
	var out []Run
	start := true
	for _, p := range parts(s) {
		if v, ok := figures[p.text]; p.bound && ok {
			out = append(out, Run{Text: v, Name: p.text})
		} else if p.bound {
			out = append(out, Run{Text: Bind(p.text)})
		} else {
			out = append(out, typedRuns(p.text, start)...)
		}
		start = false
	}
	return out
}

// Typed lists the numbers of a line that are bound to nothing, with a few
// characters around each. The number a line begins with (1.) is its own.
func Typed(s string) []string {
	var out []string
	start := true
	for _, p := range parts(s) {
		if !p.bound {
			runs := typedRuns(p.text, start)
			for i, r := range runs {
				if r.Typed {
					out = append(out, around(runs, i))
				}
			}
		}
		start = false
	}
	return out
}

func around(runs []Run, i int) string {
	before, after := "", ""
	if i > 0 {
		b := []rune(runs[i-1].Text)
		before = string(b[max(0, len(b)-8):])
	}
	if i+1 < len(runs) {
		a := []rune(runs[i+1].Text)
		after = string(a[:min(len(a), 8)])
	}
	return before + runs[i].Text + after
}

// measureWords are what a Chinese numeral is a figure before: 三项, 两个.
const measureWords = "项个家次天件条处名户套公万亿成倍"

const numerals = "零〇一二两三四五六七八九十百千"

// typedRuns cuts words at the numbers in them: digits of any width with point,
// comma and percent, and Chinese numerals before a measure word.
func typedRuns(s string, lineStart bool) []Run {
	rs := []rune(s)
	var out []Run
	from := 0
	for i := 0; i < len(rs); {
		n := number(rs[i:])
		if n == 0 || lineStart && i == 0 && ordinal(rs, n) || i > 0 && unicode.IsLetter(rs[i-1]) && rs[i-1] < 0x250 {
			i += max(n, 1)
			continue
		}
		if i > from {
			out = append(out, Run{Text: string(rs[from:i])})
		}
		out = append(out, Run{Text: string(rs[i : i+n]), Typed: true})
		i += n
		from = i
	}
	if from < len(rs) {
		out = append(out, Run{Text: string(rs[from:])})
	}
	return out
}

// number is how many runes of a number rs begins with, 0 for none.
func number(rs []rune) int {
	n := 0
	for n < len(rs) && (unicode.IsDigit(rs[n]) || n > 0 && strings.ContainsRune(".,．，%％", rs[n]) && (rs[n] == '%' || rs[n] == '％' || n+1 < len(rs) && unicode.IsDigit(rs[n+1]))) {
		n++
	}
	if n > 0 {
		return n
	}
	for n < len(rs) && strings.ContainsRune(numerals, rs[n]) {
		n++
	}
	if n > 0 && n < len(rs) && strings.ContainsRune(measureWords, rs[n]) {
		return n
	}
	return 0
}

// ordinal reports whether the number at the start of a line counts the line.
func ordinal(rs []rune, n int) bool {
	return n < len(rs) && strings.ContainsRune(".．、", rs[n]) || n > 1 && strings.ContainsRune(".．", rs[n-1])
}
