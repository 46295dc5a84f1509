package paper

import (
	"slices"
	"strconv"

	"jiufen/internal/docx"
	"jiufen/internal/locale"
)

// Explanation is what is said with a decomposition notice when it is put to the
// meeting (关于分解落实方案的说明, S5-03): totals by unit, what is new or changed
// since last year, what has no clear owner, and how every sentence was accounted
// for.
type Explanation struct {
	Title string
	Text  []string // paragraphs, the coverage among them
	Parts []ExplanationPart
}

// ExplanationPart is a table of the explanation with its heading; without rows
// its sentence stands alone.
type ExplanationPart struct {
	Heading string
	Says    string
	Head    []string
	Widths  []int
	Rows    [][]string
}

// Docx renders the explanation.
func (e Explanation) Docx(*locale.Messages) ([]byte, error) {
	blocks := []docx.Block{docx.Title{Text: e.Title}, docx.Space(1)}
	for _, t := range e.Text {
		blocks = append(blocks, docx.Paragraph{Level: docx.Body, Text: t})
	}
	for _, p := range e.Parts {
		blocks = append(blocks, docx.Paragraph{Level: docx.First, Text: p.Heading}, docx.Paragraph{Level: docx.Body, Text: p.Says})
		if len(p.Rows) == 0 {
			continue
		}
		g := docx.Grid{Head: 1, Widths: p.Widths}
		var head []docx.Box
		for _, h := range p.Head {
			head = append(head, docx.Box{Text: h})
		}
		g.Rows = append(g.Rows, head)
		counts := p.Counts()
		for _, r := range p.Rows {
			var line []docx.Box
			for i, c := range r {
				box := docx.Box{Text: c}
				if counts[i] {
					box.Align = "center"
				}
				line = append(line, box)
			}
			g.Rows = append(g.Rows, line)
		}
		blocks = append(blocks, g)
	}
	return docx.Render(docx.Document{Title: e.Title, Sections: []docx.Section{{Blocks: blocks}}})
}

// Counts tells of each column whether it holds counts alone.
func (p ExplanationPart) Counts() []bool {
	out := make([]bool, len(p.Head))
	for i := range out {
		out[i] = len(p.Rows) > 0 && !slices.ContainsFunc(p.Rows, func(r []string) bool {
			if i >= len(r) {
				return true
			}
			_, err := strconv.Atoi(r[i])
			return err != nil
		})
	}
	return out
}
