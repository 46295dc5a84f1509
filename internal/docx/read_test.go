package docx

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jiufen/internal/opc"
)

const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`

func pack(t testing.TB, body string, more ...string) []byte {
	parts := []opc.Part{{Name: "word/document.xml", Body: []byte(`<w:document ` + ns + `><w:body>` + body + `</w:body></w:document>`)}}
	for i := 0; i < len(more); i += 2 {
		parts = append(parts, opc.Part{Name: more[i], Body: []byte(more[i+1])})
	}
	var out bytes.Buffer
	if err := opc.Write(&out, parts); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func read(t testing.TB, b []byte) Text {
	got, err := Read(b, opc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func p(text string) string { return `<w:p><w:r><w:t>` + text + `</w:t></w:r></w:p>` }

func listed(text string, id, level string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + id + `"/></w:numPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}

func TestTextAsRead(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"paragraphs", p("甲") + `<w:p/>` + p("乙"), "甲\n\n乙\n"},
		{"runs and kept space", `<w:p><w:r><w:t xml:space="preserve">增长 </w:t></w:r><w:r><w:t> 5%</w:t></w:r></w:p>`, "增长 5%\n"},
		{"tab and soft break", `<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>`, "甲\t乙\n丙\n"},
		{"insertion kept, deletion not", `<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>原</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移</w:t></w:r></w:moveTo></w:p>`, "新移\n"},
		{"deleted paragraph mark joins", `<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>` + p("后"), "前后\n"},
		{"former properties do not count", `<w:p><w:pPr><w:pPrChange><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>`, "甲\n"},
		{"hyperlink, content control, simple field", `<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent><w:p><w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:fldSimple w:instr="PAGE"><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p></w:sdtContent></w:sdt>`, "链3\n"},
		{"field instruction is not text", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r><w:r><w:t>指令</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>结果</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`, "结果\n"},
		{"hidden", `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r></w:p>`, "显\n"},
		{"ruby", `<w:p><w:r><w:ruby><w:rt><w:r><w:t>fēn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>分</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>`, "分\n"},
		{"tick box", `<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t><w:sym w:font="Wingdings" w:char="F0E0"/></w:r></w:p>`, "☑是\n"},
		{"footnote mark", `<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>`, "甲\n"},
		{
			"text box stored twice is read once, after its paragraph",
			`<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>` + p("框") + `</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent>` + p("框") + `</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>`,
			"前后\n框\n",
		},
		{"table", `<w:tbl><w:tr><w:tc>` + p("甲") + `</w:tc><w:tc>` + p("乙一") + p("乙二") + `</w:tc></w:tr><w:tr><w:tc><w:p/></w:tc><w:tc>` + p("丁") + `</w:tc></w:tr></w:tbl>` + p("尾"), "甲\t乙一\n乙二\n\t丁\n尾\n"},
		{"deleted row", `<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>` + p("甲") + `</w:tc></w:tr><w:tr><w:tc>` + p("乙") + `</w:tc></w:tr></w:tbl>`, "乙\n"},
		{"formula", `<w:p><m:oMath xmlns:m="m"><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>`, "x=1\n"},
		{"line feed in text is a space", `<w:p><w:r><w:t>甲` + "\n" + `乙</w:t></w:r></w:p>`, "甲 乙\n"},
	} {
		if d := cmp.Diff(c.want, read(t, pack(t, c.body)).String); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
}

const listStyles = `<w:styles ` + ns + `>
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="own"><w:name w:val="公文标题"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="a"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="ring1"><w:basedOn w:val="ring2"/></w:style>
<w:style w:type="paragraph" w:styleId="ring2"><w:basedOn w:val="ring1"/></w:style>
</w:styles>`

const lists = `<w:numbering ` + ns + `>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:pStyle w:val="2"/><w:suff w:val="nothing"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1章"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>`

func TestAutomaticNumbers(t *testing.T) {
	body := listed("总体要求", "1", "0") + listed("主要目标", "1", "1") + listed("5亿元", "1", "2") + listed("乙", "1", "2") +
		listed("另起", "3", "2") + `<w:p><w:pPr><w:pStyle w:val="2"/></w:pPr><w:r><w:t>随样式</w:t></w:r></w:p>` + listed("重点任务", "1", "0") + listed("工业", "1", "1") +
		listed("总则", "2", "0") + listed("条", "2", "1") + listed("点", "4", "0") + listed("无", "0", "0") + listed("无此表", "99", "0")
	want := "一、总体要求\n（一）主要目标\n1. 5亿元\n2. 乙\n1. 另起\n（二）随样式\n二、重点任务\n（一）工业\n第一章 总则\n1.1 条\n点\n无\n无此表\n"
	got := read(t, pack(t, body, "word/numbering.xml", lists, "word/styles.xml", listStyles))
	if d := cmp.Diff(want, got.String); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestNumberFormats(t *testing.T) {
	for _, c := range []struct {
		n            int
		format, want string
	}{
		{1, "chineseCounting", "一"}, {10, "chineseCounting", "十"}, {12, "chineseCounting", "十二"}, {20, "chineseCounting", "二十"},
		{101, "chineseCountingThousand", "一百零一"}, {110, "chineseCountingThousand", "一百一十"}, {1001, "chineseCountingThousand", "一千零一"},
		{12, "chineseLegalSimplified", "壹拾贰"}, {3, "decimalEnclosedCircle", "③"}, {21, "decimalEnclosedCircleChinese", "㉑"}, {12, "decimalFullWidth", "１２"},
		{27, "upperLetter", "AA"}, {28, "lowerLetter", "bb"}, {1994, "upperRoman", "MCMXCIV"}, {3, "ideographTraditional", "丙"}, {7, "decimalZero", "07"},
		{-1, "chineseCounting", "-1"}, {3, "unheardOf", "3"},
	} {
		if got := formatNumber(c.n, c.format); got != c.want {
			t.Errorf("%d as %s: %q, want %q", c.n, c.format, got, c.want)
		}
	}
}

func TestHeadingsByOutlineLevelThroughBasedOn(t *testing.T) {
	styled := func(text, style string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	got := read(t, pack(t, styled("一、标题", "own")+p("正文")+styled("（一）小标题", "2")+styled("环", "ring1")+
		`<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>自定</w:t></w:r></w:p>`, "word/styles.xml", listStyles))
	want := []Heading{{0, 4, 1}, {8, 14, 2}, {17, 19, 3}}
	if d := cmp.Diff(want, got.Headings); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestCellsKeepTheirPlaces(t *testing.T) {
	tc := func(props, text string) string { return `<w:tc><w:tcPr>` + props + `</w:tcPr>` + p(text) + `</w:tc>` }
	got := read(t, pack(t, p("头")+`<w:tbl><w:tr>`+tc(`<w:gridSpan w:val="2"/>`, "合并")+tc(`<w:vMerge w:val="restart"/>`, "竖")+`</w:tr><w:tr>`+
		tc("", "甲")+tc("", "乙")+tc(`<w:vMerge/>`, "看不见")+`</w:tr></w:tbl>`))
	if got.String != "头\n合并\t竖\n甲\t乙\t\n" {
		t.Fatalf("%q", got.String)
	}
	want := []Table{{Start: 2, End: 12, Rows: [][]Cell{
		{{Start: 2, End: 4, Span: 2}, {Start: 5, End: 6, Span: 1}},
		{{Start: 7, End: 8, Span: 1}, {Start: 9, End: 10, Span: 1}, {Start: 11, End: 11, Span: 1, Below: true}},
	}}}
	if d := cmp.Diff(want, got.Tables); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestWhatIsLeftOutIsCounted(t *testing.T) {
	got := read(t, pack(t, `<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r></w:p>`))
	if d := cmp.Diff(Left{Notes: 1, Deleted: 1, Hidden: 1}, got.Left); d != "" {
		t.Error(d)
	}
}

func TestMainPartByRelationship(t *testing.T) {
	var out bytes.Buffer
	if err := opc.Write(&out, []opc.Part{
		{Name: "_rels/.rels", Body: []byte(`<Relationships xmlns="r"><Relationship Id="1" Type="http://x/officeDocument" Target="/word/document2.xml"/></Relationships>`)},
		{Name: "word/document2.xml", Body: []byte(`<w:document ` + ns + `><w:body>` + p("二") + `</w:body></w:document>`)},
	}); err != nil {
		t.Fatal(err)
	}
	if got := read(t, out.Bytes()); got.String != "二\n" {
		t.Fatalf("%q", got.String)
	}
}

// Whatever plain paragraphs go in come out, and every heading and cell lies within the text.
func TestPlacesHold(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("市县区增长一二5%、。 𠮷")), 0, 8, -1)
	rapid.Check(t, func(rt *rapid.T) {
		var body, want strings.Builder
		for range rapid.IntRange(0, 6).Draw(rt, "blocks") {
			if rapid.Bool().Draw(rt, "table") {
				body.WriteString("<w:tbl><w:tr>")
				n := rapid.IntRange(1, 3).Draw(rt, "cells")
				for i := range n {
					s := strings.TrimSpace(word.Draw(rt, "cell"))
					body.WriteString("<w:tc>" + p(s) + "</w:tc>")
					want.WriteString(s + map[bool]string{true: "\n", false: "\t"}[i == n-1])
				}
				body.WriteString("</w:tr></w:tbl>")
				continue
			}
			s := strings.TrimSpace(word.Draw(rt, "text"))
			body.WriteString(strings.Replace(p(s), "<w:r>", `<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r>`, 1))
			want.WriteString(s + "\n")
		}
		got, err := Read(pack(t, body.String()), opc.Limits{})
		if err != nil || got.String != want.String() {
			rt.Fatalf("got %q want %q: %v", got.String, want.String(), err)
		}
		check(rt, got)
	})
}

func check(t rapid.TB, got Text) {
	runes := []rune(got.String)
	for _, h := range got.Headings {
		if h.Start >= h.End || h.End >= len(runes) || runes[h.End] != '\n' {
			t.Fatalf("heading %+v in %q", h, got.String)
		}
	}
	for _, tab := range got.Tables {
		at := tab.Start
		for _, row := range tab.Rows {
			for i, c := range row {
				if c.Start != at+min(i, 1) || c.End < c.Start || c.End > len(runes) {
					t.Fatalf("cell %+v after %d in %q", c, at, got.String)
				}
				at = c.End
			}
			at++
		}
		if at != tab.End && len(tab.Rows) > 0 && len(tab.Rows[len(tab.Rows)-1]) > 0 {
			t.Fatalf("table ends at %d, cells at %d: %q", tab.End, at, got.String)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(`<w:p><w:r><w:t>甲</w:t></w:r></w:p>`, listStyles, lists)
	f.Add(listed("甲", "1", "2"), listStyles, lists)
	f.Add(`<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>`+p("x")+`</w:tc></w:tr></w:tbl>`, "", "")
	f.Fuzz(func(t *testing.T, body, styles, nums string) {
		got, err := Read(pack(t, body, "word/styles.xml", styles, "word/numbering.xml", nums), opc.Limits{Part: 1 << 20})
		if err == nil && !utf8.ValidString(got.String) {
			t.Fatalf("%q", got.String)
		}
	})
}
