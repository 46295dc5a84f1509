package web

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"jiufen/internal/quantity"
	"jiufen/internal/xlsx"
)

// TableURL is where the tables of the page are had as a file.
func (p Page) TableURL(form string) string {
	u, err := url.Parse(p.Path)
	if err != nil || p.Path == "" {
		return ""
	}
	q := u.Query()
	q.Del("done")
	q.Del("n")
	q.Set("table", form)
	u.RawQuery = q.Encode()
	return u.String()
}

// handTables gives what the page shows in tables as a workbook, a sheet each, or
// as .csv one under the other: exactly what the reader sees, and no more. Texts
// cannot become formulas.
func (s *Site) handTables(v *visit, p shown, form string) error {
	page, err := s.views.page(p)
	if err != nil {
		return err
	}
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return err
	}
	tables := tablesOf(doc)
	if len(tables) == 0 {
		return errNotFound()
	}
	name := strings.ReplaceAll(p.base().Title, "/", "-")
	var b bytes.Buffer
	if form == "csv" {
		for i, t := range tables {
			if i > 0 {
				b.WriteString("\r\n")
			}
			if err := xlsx.WriteCSV(&b, t.columns, xlsx.Rows(t.cells)); err != nil {
				return err
			}
		}
		return v.send(name+".csv", "text/csv; charset=utf-8", b.Bytes())
	}
	var sheets []xlsx.Sheet
	used := map[string]int{}
	for _, t := range tables {
		tab := sheetName(t.name, used)
		sheets = append(sheets, xlsx.Sheet{Name: tab, Title: t.name, Columns: t.columns, Rows: xlsx.Rows(t.cells), Frozen: 2})
	}
	if err := xlsx.Write(&b, sheets...); err != nil {
		return err
	}
	return v.send(name+".xlsx", paperTypes["xlsx"], b.Bytes())
}

// sheetName is a name a workbook takes: 31 characters, none of []:*?/\, each once.
func sheetName(name string, used map[string]int) string {
	r := []rune(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return -1
		}
		return r
	}, name))
	s := string(r[:min(len(r), 26)])
	if s == "" {
		s = "1"
	}
	if used[s]++; used[s] > 1 {
		s += " " + quantity.Format(int64(used[s]), 0)
	}
	return s
}

// seen is a table as the page shows it.
type seen struct {
	name    string
	columns []xlsx.Column
	cells   [][]xlsx.Cell
}

// tablesOf finds the tables of a page; the heading before one is its name.
func tablesOf(doc *html.Node) (out []seen) {
	heading := ""
	for n := range doc.Descendants() {
		switch n.DataAtom {
		case atom.H1, atom.H2, atom.H3:
			heading = textOf(n)
		case atom.Table:
			if t := seen1(n, heading); len(t.cells) > 0 {
				out = append(out, t)
			}
		}
	}
	return out
}

func seen1(table *html.Node, name string) seen {
	t := seen{name: name}
	for n := range table.Descendants() {
		if n.DataAtom != atom.Tr {
			continue
		}
		var texts []string
		var cells []xlsx.Cell
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
				text := textOf(c)
				texts, cells = append(texts, text), append(cells, cellOf(c, text))
			}
		}
		if n.Parent.DataAtom == atom.Thead && len(t.columns) == 0 {
			for _, x := range texts {
				t.columns = append(t.columns, xlsx.Column{Title: x, Width: float64(min(max(len([]rune(x))*3, 10), 40))})
			}
		} else if n.Parent.DataAtom != atom.Thead {
			t.cells = append(t.cells, cells)
		}
	}
	for _, row := range t.cells { // a table without a head, or rows longer than it
		for len(t.columns) < len(row) {
			t.columns = append(t.columns, xlsx.Column{Width: 24})
		}
	}
	return t
}

// cellOf keeps a figure a figure: what stands right-aligned and reads as one.
func cellOf(n *html.Node, text string) xlsx.Cell {
	if classed(n, "n") && text != "" {
		if q, err := quantity.Parse(strings.ReplaceAll(strings.ReplaceAll(text, ",", ""), "−", "-")); err == nil && q.Unit == "" {
			return xlsx.Dec(q.N, q.Decimals)
		}
	}
	return xlsx.Text(text)
}

func classed(n *html.Node, class string) bool {
	for _, a := range n.Attr {
		if a.Key == "class" {
			for _, c := range strings.Fields(a.Val) {
				if c == class {
					return true
				}
			}
		}
	}
	return false
}

// textOf is what one reads in a part of a page: without forms' hidden parts,
// pictures, and what is there for readers aloud alone.
func textOf(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.DataAtom == atom.Svg, n.DataAtom == atom.Form, n.DataAtom == atom.Button, classed(n, "visually-hidden"):
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
		if n.DataAtom == atom.Br || n.DataAtom == atom.Summary || n.DataAtom == atom.Span && classed(n, "d-block") || n.DataAtom == atom.Div {
			b.WriteString(" ")
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}
