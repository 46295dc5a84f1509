package docx

// Grid is a table to be written. Its first Head rows are repeated on every page.
type Grid struct {
	Widths []int // of the columns, in any unit: they share the width of the page
	Head   int
	Rows   [][]Box
	Size   int // half points; 0 means 小四 (24)
}

// Box is one cell to be written.
type Box struct {
	Text   string
	Span   int  // columns it covers; 0 means 1
	Begin  bool // the first of cells merged downward
	Below  bool // merged into the cell above
	Align  string
	Strong bool // 黑体
}

func (g Grid) write(p *page) {
	widths := g.share(p.width)
	side := func(where string) string {
		return `<w:` + where + ` w:val="single" w:sz="4" w:space="0" w:color="000000"/>`
	}
	p.f(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>%s</w:tblBorders><w:tblLayout w:type="fixed"/>`+
		`<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`,
		sum(widths), side("top")+side("left")+side("bottom")+side("right")+side("insideH")+side("insideV"))
	for _, w := range widths {
		p.f(`<w:gridCol w:w="%d"/>`, w)
	}
	p.b.WriteString(`</w:tblGrid>`)
	for i, row := range g.Rows {
		p.b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
		if i < g.Head {
			p.b.WriteString(`<w:tblHeader/>`)
		}
		p.b.WriteString(`</w:trPr>`)
		g.row(p, widths, row, i < g.Head)
		p.b.WriteString(`</w:tr>`)
	}
	p.b.WriteString(`</w:tbl>`)
}

func (g Grid) row(p *page, widths []int, row []Box, head bool) {
	col := 0
	for _, box := range row {
		span := min(max(box.Span, 1), len(widths)-col)
		if span < 1 {
			return // more cells than columns
		}
		p.f(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, sum(widths[col:col+span]))
		if span > 1 {
			p.f(`<w:gridSpan w:val="%d"/>`, span)
		}
		switch {
		case box.Below:
			p.b.WriteString(`<w:vMerge/>`)
		case box.Begin:
			p.b.WriteString(`<w:vMerge w:val="restart"/>`)
		}
		p.b.WriteString(`<w:vAlign w:val="center"/></w:tcPr>`)
		g.box(p, box, head)
		p.b.WriteString(`</w:tc>`)
		col += span
	}
	for ; col < len(widths); col++ {
		p.f(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr><w:p/></w:tc>`, widths[col])
	}
}

func (g Grid) box(p *page, box Box, head bool) {
	size := g.Size
	if size == 0 {
		size = sizeTable
	}
	a := para{offGrid: true, line: size * 10 * 5 / 4, align: box.Align}
	l := look{size: size, loose: true}
	if head || box.Strong {
		l.face = faceHeading
	}
	if a.align == "" {
		a.align = "left"
		if head {
			a.align = "center"
		}
	}
	text := box.Text
	if box.Below {
		text = ""
	}
	p.p(a, run(l, text))
}

// share divides the width of the page in the proportion of the columns.
func (g Grid) share(width int) []int {
	total := sum(g.Widths)
	if total <= 0 {
		total = 1
	}
	out, used, seen := make([]int, len(g.Widths)), 0, 0
	for i, w := range g.Widths {
		seen += w
		out[i] = width*seen/total - used
		used += out[i]
	}
	return out
}

func sum(n []int) (s int) {
	for _, v := range n {
		s += v
	}
	return s
}
