package docx

import (
	"bytes"
	"fmt"
	"strings"

	"jiufen/internal/opc"
)

// Document is a paper to be written: sections of blocks, page by page.
type Document struct {
	Title    string // in the file's properties; no author and no time is ever written
	Sections []Section
}

// Section is a run of pages of one format. It begins on a new page.
type Section struct {
	Landscape bool // A4 across, for wide tables
	Blocks    []Block
}

// Block is one part of a page: Head, Title, Paragraph, Space, Addressees,
// Attached, Signature, Remark, AnnexHead, Small, Grid, Imprint, Break.
type Block interface{ write(*page) }

// Measures of the page in twentieths of a point, after GB/T 9704-2012, 5.2:
// the printed area is 156 mm × 225 mm and holds 22 lines of 28 characters.
const (
	paperWidth, paperHeight = 11906, 16838 // A4
	marginTop               = 2098         // 37 mm
	marginLeft              = 1587         // 28 mm
	marginRight             = 1474         // 26 mm
	marginBottom            = 1984         // 35 mm
	footerHeight            = 1304         // 23 mm: the number stands 7 mm under the printed area
	lineHeight              = 579          // 22 lines on 225 mm
	charWidth               = 315          // 28 characters on 156 mm: 16 pt less 0.25 pt

	// TextWidth is the width of the printed area of an upright page, TextAcross
	// that of one across, in twentieths of a point.
	TextWidth  = paperWidth - marginLeft - marginRight
	TextAcross = paperHeight - marginTop - marginBottom
)

// Faces. Where a machine lacks one, Word takes the other that fontTable names.
const (
	faceBody    = "仿宋_GB2312"
	faceHeading = "黑体"
	faceSecond  = "楷体_GB2312"
	faceTitle   = "方正小标宋简体"
	facePage    = "宋体"
	faceLatin   = "Times New Roman"
)

// Sizes in half points: 二号, 三号, 四号, 小四.
const (
	sizeTitle = 44
	sizeBody  = 32
	sizeSmall = 28
	sizeTable = 24
)

// Render writes the document. The same document gives the same bytes.
func Render(d Document) ([]byte, error) {
	p := &page{}
	for i, s := range d.Sections {
		p.width = TextWidth
		if s.Landscape {
			p.width = TextAcross
		}
		p.alone = len(s.Blocks) == 1
		for _, b := range s.Blocks {
			b.write(p)
		}
		last := i == len(d.Sections)-1
		if !last {
			// The properties of a section stand in its last paragraph, which is
			// made as small as can be.
			p.f(`<w:p><w:pPr><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>%s</w:pPr></w:p>`, sectionProperties(s.Landscape))
		} else {
			p.b.WriteString(sectionProperties(s.Landscape))
		}
	}
	if len(d.Sections) == 0 {
		p.b.WriteString(sectionProperties(false))
	}
	parts := append([]opc.Part{
		{Name: "[Content_Types].xml", Body: []byte(contentTypes)},
		{Name: "_rels/.rels", Body: []byte(packageRels)},
		{Name: "docProps/core.xml", Body: []byte(xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + opc.Escape(d.Title) + `</dc:title></cp:coreProperties>`)},
		{Name: "word/document.xml", Body: []byte(xmlHead + `<w:document xmlns:w="` + nsW + `" xmlns:r="` + nsR + `"><w:body>` + p.b.String() + `</w:body></w:document>`)},
	}, fixedParts()...)
	var out bytes.Buffer
	if err := opc.Write(&out, parts); err != nil {
		return nil, fmt.Errorf("docx: %w", err)
	}
	return out.Bytes(), nil
}

// page gathers the body of the main part.
type page struct {
	b     strings.Builder
	width int  // of the printed area of this section
	alone bool // the section has one block only
}

func (p *page) f(format string, args ...any) { fmt.Fprintf(&p.b, format, args...) }

func sectionProperties(landscape bool) string {
	w, h, orient := paperWidth, paperHeight, ""
	top, right, bottom, left := marginTop, marginRight, marginBottom, marginLeft
	if landscape {
		// The sheet is turned: what was the left edge, where it is bound, is on top.
		w, h, orient = paperHeight, paperWidth, ` w:orient="landscape"`
		top, right, bottom, left = marginLeft, marginTop, marginRight, marginBottom
	}
	footer := footerHeight
	if landscape {
		footer = 850
	}
	return fmt.Sprintf(`<w:sectPr><w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="even" r:id="rId6"/><w:type w:val="nextPage"/>`+
		`<w:pgSz w:w="%d" w:h="%d"%s/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="851" w:footer="%d" w:gutter="0"/>`+
		`<w:docGrid w:type="lines" w:linePitch="%d"/></w:sectPr>`, w, h, orient, top, right, bottom, left, footer, lineHeight)
}
