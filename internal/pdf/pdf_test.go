package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"jiufen/internal/errs"
)

// made writes a PDF of numbered objects; the catalog is object 1.
func made(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	b.WriteString("trailer << /Root 1 0 R >>\n%%EOF\n")
	return b.Bytes()
}

func streamOf(extra, body string) string {
	return fmt.Sprintf("<< /Length %d %s >>\nstream\n%s\nendstream", len(body), extra, body)
}

// page is one page with a font F1 and contents.
func page(font, content string) []byte {
	return made("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
		"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>", streamOf("", content), font)
}

func read(t testing.TB, b []byte) Text {
	got, err := Read(b, 0)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func show(code []byte) string { return fmt.Sprintf("BT /F1 16 Tf 90 700 Td <%x> Tj ET", code) }

// Fonts that are not embedded name one of the encodings of simplified Chinese.
func TestChineseEncodingsWithoutFonts(t *testing.T) {
	const text = "增长5%左右，就业4.2万人"
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for enc, code := range map[string][]byte{
		"GBK-EUC-H": gb, "GBKp-EUC-H": gb, "GBK2K-H": gb, "GB-EUC-H": gb, "GBpc-EUC-H": gb, "UniGB-UCS2-H": utf16, "UniGB-UTF16-H": utf16,
	} {
		font := "<< /Type /Font /Subtype /Type0 /BaseFont /STSong /Encoding /" + enc + " /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong /DW 1000 >>] >>"
		if got := read(t, page(font, show(code))); got.String != text+"\n" {
			t.Errorf("%s: %q", enc, got.String)
		}
	}
}

func TestPapersOfOfficeAndBrowser(t *testing.T) {
	for file, want := range map[string]string{
		// as sample.docx of textin, with the deletion that was printed struck through
		"office.pdf": "临澜市2026年政府工作报告\n各位代表：\n一、工作回顾\n一年来，全市地区生产总值增长5.1%，城镇新增就业4.2万人，单位GDP能耗下降3%。\n" +
			"二、重点任务\n（一）扩大有效需求\n1．完成固定资产投资500亿元，增长8%左右。\n2．新增“四上”企业200家以上。\n（二）发展现代产业\n1．另一项\n" +
			"保留新增删除文。\n软换行\n重点任务\t牵头单位\t完成时限\n新建学校3所\n改造2所\t市教育局\t12月底前\n空格\t\t9月\n谢谢大家！\n",
		"browser.pdf": "工业一体化发展，长三角西部车门见页，增长5.1%。Internet of things 平台。\n",
	} {
		b, err := os.ReadFile("testdata/" + file)
		if err != nil {
			t.Fatal(err)
		}
		got := read(t, b)
		if d := cmp.Diff(want, got.String); d != "" {
			t.Errorf("%s (-want +got):\n%s", file, d)
		}
		runes := []rune(got.String)
		for _, tab := range got.Tables {
			if c := tab.Rows[1][0]; string(runes[c.Start:c.End]) != "新建学校3所\n改造2所" {
				t.Errorf("cell %+v", c)
			}
		}
	}
}

const helvetica = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"

func TestOperators(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"kerning and word gaps":  {"BT /F1 10 Tf 90 700 Td [(Ji) 20 (ufen) -400 (one)] TJ ET", "Jiufen one\n"},
		"lines":                  {"BT /F1 10 Tf 12 TL 90 700 Td (one) Tj T* (two) Tj (three) ' ET", "one\ntwo\nthree\n"},
		"later on the page":      {"BT /F1 10 Tf 1 0 0 1 90 600 Tm (below) Tj 1 0 0 1 90 700 Tm (above) Tj ET", "above\nbelow\n"},
		"escapes":                {`BT /F1 10 Tf 90 700 Td (a\(b\)\\\101\n) Tj ET`, `a(b)\A` + "\n"},
		"columns":                {"BT /F1 10 Tf 90 700 Td (one) Tj 200 0 Td (two) Tj ET", "one\ttwo\n"},
		"printed twice for bold": {"BT /F1 10 Tf 90 700 Td (one) Tj 0.3 0 Td (one) Tj ET", "one\n"},
		"turned page":            {"BT /F1 10 Tf 0 1 -1 0 90 100 Tm (up) Tj 0 1 -1 0 110 100 Tm (next) Tj ET", "up\nnext\n"},
		"inline picture":         {"BI /W 1 /H 1 ID \x00(\xff EI BT /F1 10 Tf 90 700 Td (enough text here) Tj ET", "enough text here\n"},
		"saved state":            {"q 2 0 0 2 0 0 cm Q BT /F1 10 Tf 90 700 Td (one) Tj ET", "one\n"},
	} {
		if got := read(t, page(helvetica, c.content)); got.String != c.want {
			t.Errorf("%s: %q, want %q", name, got.String, c.want)
		}
	}
}

func TestToUnicodeAndDifferences(t *testing.T) {
	cmap := "1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <41> <589E957F> endbfchar 1 beginbfrange <42> <43> <4E00> endbfrange 1 beginbfrange <44> <45> [<7532> <4E59>] endbfrange"
	b := made("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] >>", "<< /Type /Page /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		streamOf("", "BT /F1 10 Tf 9 70 Td (ABCDEa) Tj ET"), "<< /Subtype /TrueType /ToUnicode 6 0 R /Encoding << /Differences [97 /uni5E74] >> >>", streamOf("", cmap))
	if got := read(t, b); got.String != "增长一丁甲乙年\n" {
		t.Errorf("%q", got.String)
	}
}

func TestObjectStreamsAndPredictor(t *testing.T) {
	var z bytes.Buffer
	inner := "1 0 2 36 <</Type/Catalog/Pages 2 0 R      >> <</Type/Pages/Kids[3 0 R]>>"
	body := []byte(inner)
	w := zlib.NewWriter(&z)
	for len(body) > 0 { // rows of 8 bytes, each less its left neighbour
		row := body[:min(8, len(body))]
		body = body[len(row):]
		line := []byte{1}
		for i, c := range row {
			if i > 0 {
				c -= row[i-1]
			}
			line = append(line, c)
		}
		w.Write(line)
	}
	w.Close()
	first := strings.Index(inner, "<<")
	b := "%PDF-1.5\n3 0 obj <</Type/Page/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>> endobj\n4 0 obj " + streamOf("", "BT /F1 9 Tf 9 9 Td (packed) Tj ET") + " endobj\n5 0 obj " + helvetica + " endobj\n" +
		"6 0 obj " + streamOf(fmt.Sprintf("/Type/ObjStm/N 2/First %d/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 8>>", first), z.String()) + " endobj\n"
	if got := read(t, []byte(b)); got.String != "packed\n" {
		t.Errorf("%q", got.String)
	}
}

func TestPageNumbersAndRunningHeads(t *testing.T) {
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "", helvetica}
	var kids string
	word := []string{"alpha", "beta", "gamma", "delta"}
	for i := range 4 {
		n := len(objects) + 1
		kids += fmt.Sprintf("%d 0 R ", n)
		objects = append(objects, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>", n+1),
			streamOf("", fmt.Sprintf("BT /F1 10 Tf 90 800 Td (Gazette No. %d) Tj 0 -100 Td (Body %s of the paper) Tj 30 -20 Td (%s line) Tj -30 -600 Td (- %d -) Tj ET", i, word[i], word[3-i], i+1)))
	}
	objects[1] = "<< /Type /Pages /Kids [" + kids + "] >>"
	if got := read(t, made(objects...)); got.Pages != 4 || got.String != "Body alpha of the paper\ndelta line\nBody beta of the paper\ngamma line\nBody gamma of the paper\nbeta line\nBody delta of the paper\nalpha line\n" {
		t.Errorf("%d pages: %q", got.Pages, got.String)
	}
}

func TestMergedCellsOfADrawnTable(t *testing.T) {
	// Three columns; the first cell of the second column covers two rows, the last row has one cell.
	content := "100 500 300 90 re S 100 560 100 0.5 re f 200 500 m 200 500 l S 200 530 m 200 590 l S 300 530 m 300 590 l S 100 560 m 200 560 l S 300 560 m 400 560 l S 100 530 m 400 530 l S " +
		"BT /F1 10 Tf 1 0 0 1 110 570 Tm (a) Tj 1 0 0 1 210 555 Tm (b) Tj 1 0 0 1 310 570 Tm (c) Tj 1 0 0 1 110 540 Tm (d) Tj 1 0 0 1 310 540 Tm (e) Tj 1 0 0 1 110 510 Tm (f) Tj 1 0 0 1 100 620 Tm (Head over it) Tj ET"
	got := read(t, page(helvetica, content))
	if got.String != "Head over it\na\tb\tc\nd\t\te\nf\n" {
		t.Fatalf("%q", got.String)
	}
	if rows := got.Tables[0].Rows; !rows[1][1].Below || rows[2][0].Span != 3 {
		t.Errorf("%+v", rows)
	}
}

func TestRefusals(t *testing.T) {
	picture := "<< /Type /XObject /Subtype /Image /Filter /DCTDecode /Length 2 >>\nstream\nxx\nendstream"
	identity := "<< /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [<< /Subtype /CIDFontType2 >>] >>"
	scan := made("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] >>", "<< /Type /Page /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>", streamOf("", "/I Do"), picture)
	var bomb bytes.Buffer
	w := zlib.NewWriter(&bomb)
	w.Write(make([]byte, 8<<20))
	w.Close()
	for name, c := range map[string]struct {
		b   []byte
		key string
	}{
		"scanned":                  {scan, "textin.pdf.scan"},
		"codes without characters": {page(identity, show([]byte("abcdefgh"))), "textin.pdf.codes"},
		"encrypted":                {append(page(helvetica, ""), "trailer << /Root 1 0 R /Encrypt << /Filter /Other >> >>"...), "textin.encrypted"},
		"no catalog":               {[]byte("%PDF-1.4\n1 0 obj <<>> endobj"), "textin.pdf.broken"},
		"only a head":              {[]byte("%PDF-1.4"), "textin.pdf.broken"},
		"unpacks to too much": {made("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] >>", "<< /Type /Page /Contents 4 0 R >>",
			streamOf("/Filter /FlateDecode", bomb.String())), "textin.zip.bomb"},
	} {
		_, err := Read(c.b, 1<<20)
		if e := errs.Of(err); e == nil || e.Key != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
}

// Files that qpdf locked against changes, with no password for reading, are
// read; one that has a password is refused.
func TestLockedAgainstChanges(t *testing.T) {
	for _, file := range []string{"rc4-40", "rc4-128", "aes-128", "aes-256"} {
		b, err := os.ReadFile("testdata/" + file + ".pdf")
		if err != nil {
			t.Fatal(err)
		}
		if got := read(t, b); got.String != "readable by all\n" {
			t.Errorf("%s: %q", file, got.String)
		}
	}
	b, err := os.ReadFile("testdata/password.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read(b, 0); errs.Of(err) == nil || errs.Of(err).Key != "textin.encrypted" {
		t.Errorf("with a password: %v", err)
	}
}

func TestRingsEnd(t *testing.T) {
	b := made("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 3 0 R] >>", "<< /Type /Page /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> /Font << /F1 6 0 R >> >> >>",
		streamOf("", "/X Do"), streamOf("/Subtype /Form", "BT /F1 9 Tf 9 9 Td (x) Tj ET /X Do /X Do"), helvetica)
	if got := read(t, b); !strings.HasPrefix(got.String, "x") {
		t.Errorf("%q", got.String)
	}
}

func TestRadicalsAreMended(t *testing.T) {
	if got := mend("⼯⼀⻓⻔⻋⻅⺠ﬁ％Ａ"); got != "工一长门车见民fi％Ａ" {
		t.Errorf("%q", got)
	}
}

func FuzzRead(f *testing.F) {
	b, err := os.ReadFile("testdata/office.pdf")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add(page(helvetica, "BT /F1 10 Tf 90 700 Td (one) Tj ET 1 1 50 50 re S"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := Read(b, 1<<20)
		if err == nil && !utf8.ValidString(got.String) {
			t.Fatalf("%q", got.String)
		}
		if err != nil && errs.KindOf(err) == errs.Internal {
			t.Fatalf("untyped error: %v", err)
		}
	})
}
