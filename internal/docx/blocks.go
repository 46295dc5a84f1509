package docx

import (
	"fmt"
	"strings"

	"jiufen/internal/opc"
)

// Head is the head of an official paper (GB/T 9704-2012, 7.2): the issuing body
// in red, the document number, the red rule.
type Head struct {
	Urgency string    // 特急, 加急; may be empty
	Body    string    // with 文件 where the form has it: 某市人民政府办公室文件
	Number  opc.Field // document number: 某政办发〔2026〕6号
	Signer  string    // for papers that go up: 签发人; may be empty
}

func (h Head) write(p *page) {
	sink := 1984 - 60 // the red name begins 35 mm under the top of the printed area
	if h.Urgency != "" {
		p.p(para{}, run(look{face: faceHeading}, h.Urgency))
		sink -= lineHeight
	}
	p.p(para{offGrid: true, line: sink})
	size := redSize(h.Body)
	p.p(para{offGrid: true, line: size * 12, align: "center"}, run(look{face: faceTitle, color: "FF0000", loose: true, size: size}, h.Body))
	p.blank(2)
	rule := para{rule: `<w:bottom w:val="single" w:sz="18" w:space="11" w:color="FF0000"/>`, align: "center"}
	if h.Signer == "" {
		p.p(rule, fieldRun(look{}, h.Number))
		return
	}
	rule.align, rule.left, rule.tabRight = "left", charWidth, TextWidth-charWidth
	p.p(rule, fieldRun(look{}, h.Number), run(look{}, "\t签发人："), run(look{face: faceSecond}, h.Signer))
}

// redSize is the size (half points) at which a name stays on one line: 62 pt at
// most, smaller the longer the name.
func redSize(name string) int {
	n := measure(name)
	if n == 0 {
		n = 1
	}
	pt := int(float64(TextWidth-200) / 20 / n)
	return 2 * min(max(pt, 16), 62)
}

// Title is the title of the paper, two lines under the red rule; a \n breaks it.
type Title struct{ Text string }

func (t Title) write(p *page) {
	p.blank(2)
	p.title(t.Text)
}

func (p *page) title(text string) {
	text = balanced(text, float64(p.width)/20/(sizeTitle/2))
	p.p(para{style: "Title", keepNext: true}, run(look{}, text))
}

// Level is the rank of a paragraph.
type Level int

// The levels of headings are those of GB/T 9704-2012, 7.3.3: 一、 in 黑体,
// （一） in 楷体, 1. in 仿宋.
const (
	Body Level = iota
	First
	Second
	Third
)

var levelStyle = [...]string{Body: "Body", First: "Heading1", Second: "Heading2", Third: "Heading3"}

// Paragraph is one paragraph of text with the indent of two characters.
type Paragraph struct {
	Level Level
	Text  string
	Lead  string // the first words, set as a heading of the second level within the paragraph
	Flush bool   // no indent
}

func (g Paragraph) write(p *page) {
	a := para{style: levelStyle[g.Level]}
	if g.Flush {
		a.style = ""
	}
	var runs []string
	if g.Lead != "" {
		runs = append(runs, run(look{face: faceSecond}, g.Lead))
	}
	if g.Text != "" {
		runs = append(runs, run(look{}, g.Text))
	}
	p.p(a, runs...)
}

// Space is a number of empty lines.
type Space int

func (s Space) write(p *page) { p.blank(int(s)) }

// Addressees is the line of those to whom the paper goes, one line under the title.
type Addressees string

func (a Addressees) write(p *page) {
	p.blank(1)
	p.p(para{}, run(look{}, strings.TrimSuffix(strings.TrimSuffix(string(a), "："), ":")+"："))
}

// Attached lists the annexes under the text (7.3.4): names without closing marks.
type Attached []string

func (a Attached) write(p *page) {
	if len(a) == 0 {
		return
	}
	p.blank(1)
	for i, name := range a {
		switch {
		case len(a) == 1:
			p.p(para{left: 5 * charWidth, first: -3 * charWidth}, run(look{}, "附件："+name))
		case i == 0:
			p.p(para{left: 6 * charWidth, first: -4 * charWidth}, run(look{}, fmt.Sprintf("附件：1．%s", name)))
		default:
			p.p(para{left: 6 * charWidth, first: -charWidth}, run(look{}, fmt.Sprintf("%d．%s", i+1, name)))
		}
	}
}

// Signature is the issuing body over the day of the paper (7.3.5.1, with seal):
// the day ends four characters from the right, the body stands centred over it.
type Signature struct {
	Body string
	Day  opc.Field // 2026年2月16日
}

func (s Signature) write(p *page) {
	p.blank(2)
	// Both lines are centred in one strip at the right. A day of seven
	// characters, as most are, then ends four characters from the edge, also
	// when it is stamped in later.
	strip := max(15, int(measure(s.Body))+1)
	a := para{keepNext: true, left: max(p.width-strip*charWidth, 0), align: "center"}
	p.p(a, run(look{}, s.Body))
	a.keepNext = false
	p.p(a, fieldRun(look{}, s.Day))
}

// Remark stands in brackets under the signature: 此件公开发布.
type Remark string

func (r Remark) write(p *page) {
	if r != "" {
		p.p(para{style: "Body"}, run(look{}, "（"+strings.Trim(string(r), "（）()")+"）"))
	}
}

// Small is a note in small type, under a table.
type Small string

func (s Small) write(p *page) {
	p.p(para{offGrid: true, before: 60, line: -240}, run(look{size: sizeTable, loose: true}, string(s)))
}

// AnnexHead begins an annex: its mark at the top left, its title in the third line.
type AnnexHead struct {
	Mark  string // 附件1
	Title string
	Note  string // under the title on the right: 单位：亿元
}

func (a AnnexHead) write(p *page) {
	if a.Mark != "" {
		p.p(para{keepNext: true}, run(look{face: faceHeading}, a.Mark))
		p.blank(1)
	}
	p.title(a.Title)
	if a.Note == "" {
		p.p(para{line: lineHeight / 2})
		return
	}
	p.p(para{align: "right", keepNext: true}, run(look{size: sizeTable}, a.Note))
}

// Imprint is the foot of the last page (7.4): who else gets the paper, who
// printed it and when, between rules. It is set at the bottom of its page.
type Imprint struct {
	Copies string    // 抄送; may be empty
	Office string    // 印发机关
	Day    opc.Field // 2026年2月16日; 印发 is added
}

func (m Imprint) write(p *page) {
	rule := func(where string, size int) string {
		return fmt.Sprintf(`<w:%s w:val="single" w:sz="%d" w:space="0" w:color="000000"/>`, where, size)
	}
	lines := 1
	if m.Copies != "" {
		perLine := float64(p.width-2*280) / 275
		lines += 1 + int((measure(m.Copies)+4)/(perLine-3))
	}
	place := ""
	if p.alone {
		p.blank((paperHeight-marginTop-marginBottom)/lineHeight - lines - 1)
	} else {
		// Its place is told from the edge of the sheet: programs differ on how
		// they understand "at the bottom". LibreOffice 7 lets so wide a table
		// stand under the text instead.
		place = fmt.Sprintf(`<w:tblpPr w:vertAnchor="page" w:horzAnchor="margin" w:tblpXSpec="center" w:tblpY="%d"/><w:tblOverlap w:val="never"/>`, paperHeight-marginBottom-lines*lineHeight-30)
	}
	p.f(`<w:tbl><w:tblPr>%s<w:tblW w:w="%d" w:type="dxa"/><w:tblBorders>%s%s%s</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="%d"/></w:tblGrid>`,
		place, p.width, rule("top", 8), rule("bottom", 8), rule("insideH", 6), p.width)
	cell := func(a para, runs ...string) {
		p.f(`<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, p.width)
		p.p(a, runs...)
		p.b.WriteString(`</w:tc></w:tr>`)
	}
	small := look{size: sizeSmall}
	if m.Copies != "" {
		cell(para{left: 280 + 3*275, right: 280, first: -3 * 275}, run(small, "抄送："+strings.TrimSuffix(m.Copies, "。")+"。"))
	}
	cell(para{left: 280, right: 280, tabRight: p.width - 560}, run(small, m.Office+"\t"), fieldRun(small, m.Day), run(small, "印发"))
	p.b.WriteString(`</w:tbl>`)
	p.p(para{offGrid: true, line: 20})
}
