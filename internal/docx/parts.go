package docx

import (
	"fmt"
	"strings"

	"jiufen/internal/opc"
)

const (
	nsW     = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	nsR     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

	relBase = `http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
	ctBase  = `application/vnd.openxmlformats-officedocument.wordprocessingml.`

	contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="` + ctBase + `document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="` + ctBase + `styles+xml"/>` +
		`<Override PartName="/word/settings.xml" ContentType="` + ctBase + `settings+xml"/>` +
		`<Override PartName="/word/fontTable.xml" ContentType="` + ctBase + `fontTable+xml"/>` +
		`<Override PartName="/word/footer1.xml" ContentType="` + ctBase + `footer+xml"/>` +
		`<Override PartName="/word/footer2.xml" ContentType="` + ctBase + `footer+xml"/>` +
		`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

	packageRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + relBase + `officeDocument" Target="word/document.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

	documentRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId2" Type="` + relBase + `styles" Target="styles.xml"/>` +
		`<Relationship Id="rId3" Type="` + relBase + `settings" Target="settings.xml"/>` +
		`<Relationship Id="rId4" Type="` + relBase + `fontTable" Target="fontTable.xml"/>` +
		`<Relationship Id="rId5" Type="` + relBase + `footer" Target="footer1.xml"/>` +
		`<Relationship Id="rId6" Type="` + relBase + `footer" Target="footer2.xml"/></Relationships>`

	// Characters are not squeezed at the ends of lines, and pages that face
	// each other have their numbers outside.
	settings = xmlHead + `<w:settings xmlns:w="` + nsW + `"><w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>` +
		`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
		`<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>`
)

// fixedParts are the parts that are the same in every paper.
func fixedParts() []opc.Part {
	return []opc.Part{
		{Name: "word/_rels/document.xml.rels", Body: []byte(documentRels)},
		{Name: "word/styles.xml", Body: []byte(stylesPart())},
		{Name: "word/settings.xml", Body: []byte(settings)},
		{Name: "word/fontTable.xml", Body: []byte(fontTable())},
		{Name: "word/footer1.xml", Body: []byte(footer(para{align: "right", right: 280, offGrid: true, line: -240}))},
		{Name: "word/footer2.xml", Body: []byte(footer(para{align: "left", left: 280, offGrid: true, line: -240}))},
	}
}

// footer is the page number between two dashes (GB/T 9704-2012, 7.5).
func footer(a para) string {
	l := look{face: facePage, loose: true, size: sizeSmall}
	field := func(kind string) string {
		return "<w:r>" + l.String() + `<w:fldChar w:fldCharType="` + kind + `"/></w:r>`
	}
	return xmlHead + `<w:ftr xmlns:w="` + nsW + `"><w:p>` + a.String() + run(l, "— ") + field("begin") +
		"<w:r>" + l.String() + `<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>` + field("separate") + run(l, "1") + field("end") + run(l, " —") + `</w:p></w:ftr>`
}

// fontTable names for each face the one to take where it is not installed.
func fontTable() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:fonts xmlns:w="` + nsW + `">`)
	for _, f := range []struct{ name, other string }{
		{faceBody, "仿宋"}, {faceSecond, "楷体"}, {faceTitle, "宋体"}, {faceHeading, "SimHei"}, {facePage, "SimSun"},
	} {
		fmt.Fprintf(&b, `<w:font w:name="%s"><w:altName w:val="%s"/><w:charset w:val="86"/></w:font>`, f.name, f.other)
	}
	b.WriteString(`</w:fonts>`)
	return b.String()
}

func stylesPart() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:styles xmlns:w="` + nsW + `"><w:docDefaults><w:rPrDefault><w:rPr>` +
		fmt.Sprintf(`<w:rFonts w:ascii="%s" w:eastAsia="%s" w:hAnsi="%s" w:cs="%s"/><w:spacing w:val="-5"/><w:sz w:val="%d"/><w:szCs w:val="%d"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/>`,
			faceLatin, faceBody, faceLatin, faceLatin, sizeBody, sizeBody) +
		`</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>`)
	// No space is put between Chinese and Latin, and lines are never moved to
	// keep two together: both would break the grid of 22 lines of 28 characters.
	b.WriteString(`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>` +
		fmt.Sprintf(`<w:spacing w:before="0" w:after="0" w:line="%d" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr></w:style>`, lineHeight))
	style := func(id, name, pPr, rPr string) {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="Normal"/><w:qFormat/>`, id, name)
		if pPr != "" {
			b.WriteString("<w:pPr>" + pPr + "</w:pPr>")
		}
		if rPr != "" {
			b.WriteString("<w:rPr>" + rPr + "</w:rPr>")
		}
		b.WriteString("</w:style>")
	}
	indent := fmt.Sprintf(`<w:ind w:firstLine="%d"/>`, 2*charWidth)
	face := func(f string) string {
		return fmt.Sprintf(`<w:rFonts w:ascii="%s" w:eastAsia="%s" w:hAnsi="%s"/>`, faceLatin, f, faceLatin)
	}
	style("Body", "Body Text", indent, "")
	style("Title", "Title", `<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="680" w:lineRule="exact"/><w:jc w:val="center"/>`,
		face(faceTitle)+fmt.Sprintf(`<w:spacing w:val="0"/><w:sz w:val="%d"/><w:szCs w:val="%d"/>`, sizeTitle, sizeTitle))
	for i, f := range []string{faceHeading, faceSecond, faceBody} {
		style(fmt.Sprintf("Heading%d", i+1), fmt.Sprintf("heading %d", i+1), `<w:keepNext/>`+indent+fmt.Sprintf(`<w:outlineLvl w:val="%d"/>`, i), face(f))
	}
	b.WriteString(`</w:styles>`)
	return b.String()
}
