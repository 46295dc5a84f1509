package docx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jiufen/internal/opc"
)

// everything uses each block once.
func everything() Document {
	rows := [][]Box{
		{{Text: "序号", Begin: true}, {Text: "任务", Begin: true}, {Text: "责任", Span: 2}},
		{{Below: true}, {Below: true}, {Text: "牵头"}, {Text: "配合"}},
	}
	for range 40 {
		rows = append(rows, []Box{{Text: "1", Align: "center"}, {Text: "推进"}, {Text: "市发展改革委"}})
	}
	return Document{Title: "试", Sections: []Section{
		{Blocks: []Block{
			Head{Urgency: "特急", Body: "某某市人民政府办公室文件", Number: opc.Later("number"), Signer: "王某"},
			Title{"关于一件事的通知"}, Addressees("各县"), Paragraph{Level: First, Text: "一、甲"}, Paragraph{Level: Second, Text: "（一）乙"},
			Paragraph{Level: Third, Text: "1．丙"}, Paragraph{Level: Body, Lead: "（二）丁。", Text: "正文\t一\x0b"}, Paragraph{Flush: true, Text: "顶格"}, Space(1),
			Attached{"甲", "乙"}, Signature{"某某市人民政府办公室", opc.Now("2026年2月16日")}, Remark("（此件公开发布）"),
		}},
		{Landscape: true, Blocks: []Block{AnnexHead{"附件1", "分解表", "单位：亿元"}, Grid{Widths: []int{1, 4, 2, 2}, Head: 2, Rows: rows}, Small("注：略")}},
		{Blocks: []Block{Imprint{Copies: "市委办公室", Office: "某某市人民政府办公室", Day: opc.Now("2026年2月16日")}}},
	}}
}

func rendered(t testing.TB, d Document) []byte {
	b, err := Render(d)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestRenderIsReproducible(t *testing.T) {
	if !bytes.Equal(rendered(t, everything()), rendered(t, everything())) {
		t.Fatal("two renderings differ")
	}
}

// The schema's order of children, as far as they are written (CT_PPr, CT_RPr,
// CT_TblPr, CT_TcPr, CT_TrPr, CT_SectPr, CT_Style, CT_Settings).
var order = map[string][]string{
	"pPr":        strings.Fields("pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"),
	"rPr":        strings.Fields("rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"),
	"tblPr":      strings.Fields("tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook"),
	"tcPr":       strings.Fields("cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark"),
	"sectPr":     strings.Fields("headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings"),
	"style":      strings.Fields("name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr"),
	"settings":   strings.Fields("writeProtection view zoom removePersonalInformation mirrorMargins evenAndOddHeaders characterSpacingControl footnotePr endnotePr compat themeFontLang clrSchemeMapping"),
	"tblBorders": strings.Fields("top left start bottom right end insideH insideV"),
	"tblCellMar": strings.Fields("top left start bottom right end"),
	"font":       strings.Fields("altName panose1 charset family notTrueType pitch sig"),
}

func TestChildrenStandInTheOrderOfTheSchema(t *testing.T) {
	pkg, err := opc.Open(rendered(t, everything()), opc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range pkg.Names() {
		toks, err := pkg.XML(part)
		if err != nil {
			t.Fatal(err)
		}
		type open struct {
			name string
			last int
		}
		var stack []open
		for {
			tok, err := toks.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s is not well-formed: %v", part, err)
			}
			switch e := tok.(type) {
			case xml.StartElement:
				if n := len(stack); n > 0 {
					if want := order[stack[n-1].name]; want != nil {
						at := slices.Index(want, e.Name.Local)
						if at < stack[n-1].last || at < 0 {
							t.Errorf("%s: %s in %s is out of order or unknown", part, e.Name.Local, stack[n-1].name)
						}
						stack[n-1].last = at
					}
				}
				stack = append(stack, open{e.Name.Local, 0})
			case xml.EndElement:
				stack = stack[:len(stack)-1]
			}
		}
	}
}

func TestWrittenReadsBack(t *testing.T) {
	got := read(t, rendered(t, everything()))
	if len(got.Headings) != 3 || got.Headings[2].Level != 3 || len(got.Tables) != 2 {
		t.Errorf("%+v", got.Headings)
	}
	if !strings.Contains(got.String, "（二）丁。正文\t一\n顶格\n") || !strings.Contains(got.String, "序号\t任务\t责任\n\t\t牵头\t配合\n1\t推进\t市发展改革委\t\n") {
		t.Error(got.String)
	}
}

func TestLongNameIsShrunkToOneLine(t *testing.T) {
	for name, most := range map[string]int{"某市政府文件": 124, "临澜市人民政府办公室文件": 72, "临澜市深化“放管服”改革优化营商环境工作领导小组办公室文件": 32} {
		if got := redSize(name); got > most || float64(got)/2*20*measure(name) > TextWidth && got > 32 {
			t.Errorf("%s: %d half points", name, got)
		}
	}
}

// Twenty-two lines of twenty-eight characters fill a page exactly; it is looked
// at with GRID_OUT=/tmp/x and an office program.
func TestGridPage(t *testing.T) {
	line := strings.Repeat("一二三四五六七八九十", 6)[:28*3]
	d := Document{Sections: []Section{{Blocks: []Block{Paragraph{Flush: true, Text: strings.Repeat(line, 22*2+3)}}}}}
	b := rendered(t, d)
	if dir := os.Getenv("GRID_OUT"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "grid.docx"), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lines := (paperHeight - marginTop - marginBottom) / lineHeight
	chars := TextWidth / charWidth
	if lines != 22 || chars != 28 {
		t.Errorf("%d lines of %d characters", lines, chars)
	}
}

// TestTitlesAreBalanced: a title longer than its line breaks into lines of about the
// same length, at a mark where there is one, and never within a number.
func TestTitlesAreBalanced(t *testing.T) {
	for _, x := range []struct{ in, out string }{
		{"关于截至6月30日重点工作进展情况的通报", "关于截至6月30日重点工作进展情况的通报"},
		{"关于印发《政府工作报告》任务分解方案的通知", "关于印发《政府工作报告》\n任务分解方案的通知"},
		{"关于《关于印发〈政府工作报告〉任务分解方案的通知》的说明", "关于《关于印发〈政府工作报告〉\n任务分解方案的通知》的说明"},
		{"自己\n断行的一个标题长长长长长长长长长长长长长长", "自己\n断行的一个标题长长长长长长长长长长长长长长"},
	} {
		if got := balanced(x.in, 20.1); got != x.out {
			t.Errorf("%q: %q", x.in, got)
		}
	}
	for n := 21; n < 90; n++ {
		lines := strings.Split(balanced(strings.Repeat("题", n), 20), "\n")
		for _, l := range lines {
			if w := measure(l); w > 20 || w < float64(n/len(lines))-2 {
				t.Errorf("%d: %q", n, lines)
			}
		}
	}
}
