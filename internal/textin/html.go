package textin

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"jiufen/internal/docx"
	"jiufen/internal/errs"
)

const htmlReader = "html/1"

// webPage reads a saved page: the part that holds the article, without menus,
// scripts, forms, head and foot of the page. What is hidden is not read.
func webPage(b []byte) (Text, error) {
	s, enc, err := decodeHTML(b)
	if err != nil {
		return Text{}, err
	}
	root, err := html.Parse(strings.NewReader(s))
	if err != nil {
		return Text{}, errs.Wrap(err, errs.Invalid, "textin.html.broken")
	}
	body := find(root, atom.Body)
	if body == nil {
		return Text{}, errs.E(errs.Invalid, "textin.blank")
	}
	weights := map[*html.Node]int{}
	weigh(body, weights)
	w := &htmlWriter{}
	article := heart(body, weights)
	// The title often stands above the article.
	if h1 := find(body, atom.H1); h1 != nil && find(article, atom.H1) == nil && article.Data != "h1" {
		w.node(h1)
	}
	w.node(article)
	w.line()
	return Text{String: strings.TrimLeft(w.String(), "\n"), Reader: htmlReader, Encoding: enc, Headings: w.heads(), Tables: w.tables()}, nil
}

var charset = regexp.MustCompile(`(?i)charset\s*=\s*["']?\s*([a-z0-9_-]+)`)

// decodeHTML follows the mark of the file, then what the page declares, then
// the rule for plain text.
func decodeHTML(b []byte) (string, string, error) {
	if m := charset.FindSubmatch(b[:min(len(b), 2048)]); m != nil && !bytes.HasPrefix(b, []byte("\xEF\xBB\xBF")) {
		switch name := strings.ToLower(string(m[1])); {
		case strings.HasPrefix(name, "gb"):
			if !utf8.Valid(b) || isASCII(b) { // a page that was saved anew in UTF-8 still says gb2312
				return gb18030Text(b)
			}
		case name == "utf-8" && utf8.Valid(b):
			return utf8Text(b, 0)
		}
	}
	return decode(b)
}

func isASCII(b []byte) bool {
	return bytes.IndexFunc(b, func(r rune) bool { return r >= 0x80 }) < 0
}

func find(n *html.Node, a atom.Atom) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.DataAtom == a {
			return d
		}
	}
	return nil
}

// furniture reports whether an element belongs to the page and not to the article.
func furniture(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Svg, atom.Canvas, atom.Video, atom.Audio,
		atom.Nav, atom.Header, atom.Footer, atom.Aside, atom.Form, atom.Button, atom.Select, atom.Textarea, atom.Input, atom.Head:
		return true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			s := strings.ReplaceAll(strings.ToLower(a.Val), " ", "")
			if strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

// weigh counts for every element the code points of text outside links.
func weigh(n *html.Node, weights map[*html.Node]int) int {
	total := 0
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode:
			total += utf8.RuneCountInString(strings.TrimSpace(c.Data))
		case c.Type == html.ElementNode && c.DataAtom != atom.A && !furniture(c):
			total += weigh(c, weights)
		}
	}
	weights[n] = total
	return total
}

// heart goes down as long as one child holds nearly all the text.
func heart(n *html.Node, weights map[*html.Node]int) *html.Node {
	for {
		var next *html.Node
		for c := range n.ChildNodes() {
			if weights[c]*100 >= weights[n]*85 && weights[c] > 0 && block(c.DataAtom) && c.DataAtom != atom.P && c.DataAtom != atom.Table && c.DataAtom != atom.Ul && c.DataAtom != atom.Ol {
				next = c
			}
		}
		if next == nil {
			return n
		}
		n = next
	}
}

func block(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd,
		atom.Table, atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Td, atom.Th, atom.Caption, atom.Blockquote, atom.Pre, atom.Figure, atom.Figcaption, atom.Center, atom.Hr, atom.Address, atom.Details, atom.Summary:
		return true
	}
	return false
}

// htmlWriter prints nodes as a browser would break them into lines.
type htmlWriter struct {
	strings.Builder
	begun   bool // the line has text
	space   bool // white space is owed before the next word
	pre     int
	lists   []int // counters of open ordered lists; 0 for bullets
	levels  []docx.Heading
	outlets []docx.Table
	runes   int
}

func (w *htmlWriter) put(s string) {
	w.WriteString(s)
	w.runes += utf8.RuneCountInString(s)
}

// line ends the paragraph, if one was begun.
func (w *htmlWriter) line() {
	if w.begun {
		w.put("\n")
	}
	w.begun, w.space = false, false
}

// text collapses white space as CSS does; full-width spaces stay.
func (w *htmlWriter) text(s string) {
	if w.pre > 0 {
		w.put(strings.ReplaceAll(s, "\r\n", "\n"))
		w.begun = w.begun || s != ""
		if strings.HasSuffix(s, "\n") {
			w.begun = false
		}
		return
	}
	const white = " \t\r\n\f"
	for i, f := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(white, r) }) {
		if (i > 0 || w.space || strings.ContainsRune(white, rune(s[0]))) && w.begun {
			w.put(" ")
		}
		w.space, w.begun = false, true
		w.put(f)
	}
	if s != "" && strings.ContainsRune(white, rune(s[len(s)-1])) {
		w.space = true
	}
}

func (w *htmlWriter) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.text(n.Data)
		return
	case html.ElementNode:
		if furniture(n) {
			return
		}
	case html.DocumentNode:
	default:
		return
	}
	switch n.DataAtom {
	case atom.Br:
		w.put("\n")
		w.begun, w.space = false, false
		return
	case atom.Table:
		w.line()
		w.table(n)
		return
	case atom.Rt, atom.Rp:
		return
	}
	if !block(n.DataAtom) {
		w.children(n)
		return
	}
	w.line()
	w.open(n)
	from := w.runes
	w.children(n)
	if level := headingLevel(n.DataAtom); level > 0 && w.begun {
		w.levels = append(w.levels, docx.Heading{Start: from, End: w.runes, Level: level})
	}
	w.line()
	w.shut(n)
}

func headingLevel(a atom.Atom) int {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return int(a.String()[1] - '0')
	}
	return 0
}

func (w *htmlWriter) open(n *html.Node) {
	switch n.DataAtom {
	case atom.Pre:
		w.pre++
	case atom.Ul:
		w.lists = append(w.lists, -1<<30)
	case atom.Ol:
		first := 1
		for _, a := range n.Attr {
			if v, err := strconv.Atoi(a.Val); a.Key == "start" && err == nil {
				first = v
			}
		}
		w.lists = append(w.lists, first)
	case atom.Li:
		if k := len(w.lists) - 1; k >= 0 && w.lists[k] > -1<<29 {
			w.put(strconv.Itoa(w.lists[k]) + ". ") // as a browser prints it
			w.lists[k]++
			w.begun = true
		}
	}
}

func (w *htmlWriter) shut(n *html.Node) {
	switch n.DataAtom {
	case atom.Pre:
		w.pre--
	case atom.Ul, atom.Ol:
		w.lists = w.lists[:len(w.lists)-1]
	}
}

func (w *htmlWriter) children(n *html.Node) {
	for c := range n.ChildNodes() {
		w.node(c)
	}
}

// table prints rows with \t between cells; a table inside a cell is text of it.
func (w *htmlWriter) table(t *html.Node) {
	out := docx.Table{Start: w.runes}
	for n := range t.Descendants() {
		if n.DataAtom == atom.Caption && n.Parent == t {
			w.children(n)
			w.line()
			out.Start = w.runes
		}
		if n.DataAtom != atom.Tr || owner(n) != t || furniture(n) {
			continue
		}
		var row []docx.Cell
		for c := range n.ChildNodes() {
			if c.DataAtom != atom.Td && c.DataAtom != atom.Th || furniture(c) {
				continue
			}
			if len(row) > 0 {
				w.put("\t")
			}
			row = append(row, w.cell(c))
		}
		if len(row) > 0 {
			w.put("\n")
			out.Rows = append(out.Rows, row)
		}
	}
	w.begun, w.space = false, false
	if out.End = w.runes; len(out.Rows) > 0 {
		w.outlets = append(w.outlets, out)
	}
}

func owner(tr *html.Node) *html.Node {
	for p := tr.Parent; p != nil; p = p.Parent {
		if p.DataAtom == atom.Table {
			return p
		}
	}
	return nil
}

// cell prints one cell on its own, then without the newline at its end.
func (w *htmlWriter) cell(c *html.Node) docx.Cell {
	in := &htmlWriter{}
	in.children(c)
	out := docx.Cell{Start: w.runes, Span: 1}
	w.put(strings.Trim(in.String(), "\n"))
	out.End = w.runes
	for _, a := range c.Attr {
		if v, err := strconv.Atoi(a.Val); a.Key == "colspan" && err == nil {
			out.Span = min(max(v, 1), 1000)
		}
	}
	return out
}

// heads and tables shift places by the empty lines taken off the front; what was
// all empty lies at the start.
func (w *htmlWriter) heads() (out []docx.Heading) {
	cut := w.cut()
	for _, h := range w.levels {
		out = append(out, docx.Heading{Start: max(0, h.Start-cut), End: max(0, h.End-cut), Level: h.Level})
	}
	return out
}

func (w *htmlWriter) tables() []docx.Table {
	cut := w.cut()
	for i := range w.outlets {
		t := &w.outlets[i]
		t.Start, t.End = max(0, t.Start-cut), max(0, t.End-cut)
		for _, r := range t.Rows {
			for j := range r {
				r[j].Start, r[j].End = max(0, r[j].Start-cut), max(0, r[j].End-cut)
			}
		}
	}
	return w.outlets
}

func (w *htmlWriter) cut() int { return w.Len() - len(strings.TrimLeft(w.String(), "\n")) }
