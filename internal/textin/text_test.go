package textin

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"jiufen/internal/errs"
	"jiufen/internal/opc"
	"jiufen/internal/sharedtest"
)

// TestMain makes the test binary the child that Run re-executes.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "textin" {
		os.Exit(Child(os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

const sample = "市政府工作报告\r\n一、今年目标\r\n地区生产总值增长5%左右，城镇新增就业4.2万人。\n"
const sampleRead = "市政府工作报告\n一、今年目标\n地区生产总值增长5%左右，城镇新增就业4.2万人。\n"

func utf16Bytes(t testing.TB, s string, e unicode.Endianness, bom unicode.BOMPolicy) []byte {
	b, err := unicode.UTF16(e, bom).NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func gb(t testing.TB, s string) []byte {
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTextInEveryEncoding(t *testing.T) {
	for _, c := range []struct {
		name, encoding string
		b              []byte
	}{
		{"UTF-8", "UTF-8", []byte(sample)},
		{"UTF-8 with mark", "UTF-8", []byte("\xEF\xBB\xBF" + sample)},
		{"UTF-16LE with mark", "UTF-16LE", utf16Bytes(t, sample, unicode.LittleEndian, unicode.UseBOM)},
		{"UTF-16BE with mark", "UTF-16BE", utf16Bytes(t, sample, unicode.BigEndian, unicode.UseBOM)},
		{"UTF-16LE", "UTF-16LE", utf16Bytes(t, sample, unicode.LittleEndian, unicode.IgnoreBOM)},
		{"UTF-16BE", "UTF-16BE", utf16Bytes(t, sample, unicode.BigEndian, unicode.IgnoreBOM)},
		{"GB18030", "GB18030", gb(t, sample)},
	} {
		got, err := Read("报告.txt", c.b, Limits{})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got.String != sampleRead || got.Encoding != c.encoding {
			t.Errorf("%s: read as %s: %q", c.name, got.Encoding, got.String)
		}
		if got.Bytes != hash(c.b) || got.Sum != hash([]byte(sampleRead)) || got.Reader != "txt/1" {
			t.Errorf("%s: sums or reader wrong: %+v", c.name, got)
		}
	}
}

func TestNothingElseIsChanged(t *testing.T) {
	// A lone carriage return, tabs, wide spaces, a mark within, four-byte characters, no closing newline.
	s := "甲\r乙\t丙　 丁\uFEFF戊\n\n𠮷\u200b。"
	got, err := Read("a.txt", []byte(s), Limits{})
	if err != nil || got.String != s {
		t.Fatalf("got %q, %v", got.String, err)
	}
}

// Any Chinese text of more than a few characters reads the same from GB18030 and from UTF-8.
func TestGB18030RoundTrip(t *testing.T) {
	han := rapid.StringOfN(rapid.RuneFrom([]rune("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经，。、；：“”（）〔〕《》0123456789%\n")), 12, 200, -1)
	rapid.Check(t, func(rt *rapid.T) {
		s := han.Draw(rt, "text")
		if strings.TrimSpace(s) == "" {
			return
		}
		got, err := Read("a.txt", gb(t, s), Limits{})
		if err != nil || got.String != s {
			rt.Fatalf("%q read as %q (%s), %v", s, got.String, got.Encoding, err)
		}
	})
}

// TestHostileFiles hands in the files of the "Bad input" and their kin.
func TestHostileFiles(t *testing.T) {
	good := docxFile(t, para("一", ""))
	for _, c := range []struct {
		name, file string
		b          []byte
		kind       errs.Kind
		key        string
	}{
		{"empty file", "a.txt", nil, errs.Invalid, "textin.empty"},
		{"only white space", "a.txt", []byte(" \r\n\t\n"), errs.Invalid, "textin.blank"},
		{"invalid bytes", "a.txt", append([]byte("增长5%左右，全国平均以上；城镇新增就业四万人"), 0xFF, 0xFE, 0x80), errs.Invalid, "textin.bytes"},
		{"invalid GB18030", "a.txt", append(gb(t, "增长百分之五左右"), 0xFF, '\n'), errs.Invalid, "textin.bytes"},
		{"cut UTF-16", "a.txt", []byte("\xFF\xFE\x2D\x4E\x2D"), errs.Invalid, "textin.bytes"},
		{"half a surrogate pair", "a.txt", []byte("\xFF\xFE\x2D\x4E\x00\xD8\x2D\x4E"), errs.Invalid, "textin.bytes"},
		{"binary garbage", "a.txt", []byte("\x00\x01\x02\x03\x04\x05\x06\x07\xC3\xA9garbage\x00\x01"), errs.Invalid, "textin.binary"},
		{"a picture", "a.txt", []byte("\x89PNG\r\n\x1a\n0000"), errs.Invalid, "textin.form.binary"},
		{"renamed PDF as .docx", "报告.docx", []byte("%PDF-1.7\n%…"), errs.Invalid, "textin.renamed"},
		{"renamed PDF as .txt", "报告.txt", []byte("%PDF-1.7\n%…"), errs.Invalid, "textin.renamed"},
		{"renamed .docx as .txt", "报告.txt", good, errs.Invalid, "textin.renamed"},
		{"docx that is none: text", "报告.docx", []byte("只是文字"), errs.Invalid, "textin.docx.none"},
		{"docx that is none: other zip", "报告.docx", zipFile(t, "readme.txt", "x"), errs.Invalid, "textin.docx.none"},
		{"docx that is none: no body", "报告.docx", zipFile(t, "word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>`), errs.Invalid, "textin.docx.none"},
		{"docx without text", "报告.docx", docxFile(t, para("", "")), errs.Invalid, "textin.blank"},
		{"cut docx", "报告.docx", good[:len(good)/2], errs.Invalid, "textin.zip.broken"},
		{"encrypted docx", "报告.docx", compound("EncryptionInfo", "EncryptedPackage"), errs.Invalid, "textin.encrypted"},
		{"old Word under .docx", "报告.docx", compound("WordDocument"), errs.Invalid, "textin.renamed"},
		{"broken OLE file", "报告", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest"), errs.Invalid, "textin.form.ole"},
		{"zip bomb: declared", "报告.docx", bombFile(t), errs.Invalid, "textin.zip.bomb"},
		{"zip bomb: within the total, beyond the ratio", "报告.docx", docxFile(t, strings.Repeat(" ", 20<<20)), errs.Invalid, "textin.zip.bomb"},
		{"external entity", "报告.docx", zipFile(t, "word/document.xml", `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>`), errs.Invalid, "textin.xml.doctype"},
		{"billion laughs", "报告.docx", zipFile(t, "word/document.xml", `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>`), errs.Invalid, "textin.xml.doctype"},
		{"nested too deep", "报告.docx", docxFile(t, strings.Repeat("<w:sdt><w:sdtContent>", 5000)), errs.Invalid, "textin.xml.depth"},
		{"broken XML", "报告.docx", docxFile(t, "<w:p><w:r></w:p>"), errs.Invalid, "textin.xml.broken"},
		{"OFD", "报告.ofd", zipFile(t, "OFD.xml", "<ofd/>"), errs.Invalid, "textin.form.ofd"},
		{"RTF", "报告", []byte(`{\rtf1 x}`), errs.Invalid, "textin.form.rtf"},
		{"over the limit", "报告.txt", bytes.Repeat([]byte("中"), 1<<20), errs.TooLarge, "textin.size"},
	} {
		_, err := Read(c.file, c.b, Limits{Input: 2 << 20})
		if e := errs.Of(err); e == nil || e.Kind != c.kind || e.Key != c.key {
			t.Errorf("%s: got %v, want %s %s", c.name, err, c.kind, c.key)
		}
	}
}

func TestErrorNamesTheByte(t *testing.T) {
	for _, c := range []struct {
		name string
		b    []byte
		at   int
	}{
		{"UTF-8", []byte("\xEF\xBB\xBF增长\xFF"), 9},
		{"mostly UTF-8", []byte("增长百分之五左右，就业四万二千人" + "\xFF年"), 48},
		{"GB18030", append(gb(t, "增长"), 0xFF, '\n'), 4},
	} {
		_, err := Read("a.txt", c.b, Limits{})
		if e := errs.Of(err); e == nil || fmt.Sprint(e.Args...) == "" || !hasArg(e, "offset", c.at) {
			t.Errorf("%s: %v, want offset %d", c.name, err, c.at)
		}
	}
}

func hasArg(e *errs.Error, name string, v any) bool {
	for i := 0; i+1 < len(e.Args); i += 2 {
		if e.Args[i] == name && fmt.Sprint(e.Args[i+1]) == fmt.Sprint(v) {
			return true
		}
	}
	return false
}

func TestTwoHundredMegabytesAreRefusedWhateverIsSet(t *testing.T) {
	if err := CheckSize("a.txt", Ceiling+1, Limits{Input: 1 << 40}); !errs.Is(err, errs.TooLarge) {
		t.Fatalf("200 MB: %v", err)
	}
	if err := CheckSize("a.txt", Ceiling, Limits{Input: 1 << 40}); err != nil {
		t.Fatal(err)
	}
	if err := CheckSize("a.txt", DefaultInput+1, Limits{}); !errs.Is(err, errs.TooLarge) {
		t.Fatalf("default: %v", err)
	}
}

func TestRunGivesWhatReadGives(t *testing.T) {
	ctx := context.Background()
	for _, b := range [][]byte{[]byte(sample), gb(t, sample), docxFile(t, para("一", "")+para("二", ""))} {
		want, err := Read("f", b, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := Run(ctx, os.Args[0], Limits{}, "f", b)
		if err != nil || got.String != want.String || got.Sum != want.Sum || got.Reader != want.Reader || got.Bytes != want.Bytes {
			t.Errorf("Run = %+v, %v; Read = %+v", got, err, want)
		}
	}
	_, err := Run(ctx, os.Args[0], Limits{}, "假.docx", []byte("%PDF-1.4"))
	if e := errs.Of(err); e == nil || e.Key != "textin.renamed" || !hasArg(e, "name", "假.docx") {
		t.Errorf("typed error through the pipe: %v", err)
	}
}

func TestRunEndsAtItsLimits(t *testing.T) {
	slow := slowDocx(t)
	for name, l := range map[string]Limits{
		"deadline":       {Deadline: time.Millisecond},
		"memory":         {Memory: 24 << 20},
		"processor time": {CPU: time.Second, Deadline: 20 * time.Second},
	} {
		_, err := Run(context.Background(), os.Args[0], l, "大.docx", slow)
		if e := errs.Of(err); e == nil || e.Key != "textin.limits" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRunStopsWithItsCaller(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Run(ctx, os.Args[0], Limits{}, "a.txt", []byte("甲")); err != context.Canceled {
		t.Fatalf("got %v", err)
	}
}

func TestChildCannotOpenFiles(t *testing.T) {
	// The child has no descriptor left; that is tried where it would matter, in
	// a process confined in the same way.
	if os.Getenv("TEXTIN_CONFINED") == "1" {
		if err := confine(Limits{}.filled()); err != nil {
			fmt.Println("confine:", err)
			os.Exit(3)
		}
		if _, err := os.Open("/etc/hostname"); err == nil {
			os.Exit(4)
		}
		os.Exit(0)
	}
	cmd := confinedSelf(t)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

// Every document of the collection is read, and in every encoding alike.
func TestCollection(t *testing.T) {
	for _, f := range sharedtest.Files(t) {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		want, err := Read(f, b, Limits{})
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		s := string(b)
		for enc, b := range map[string][]byte{"GB18030": gb(t, s), "UTF-16LE": utf16Bytes(t, s, unicode.LittleEndian, unicode.IgnoreBOM), "UTF-16BE": utf16Bytes(t, s, unicode.BigEndian, unicode.UseBOM)} {
			if got, err := Read(f, b, Limits{}); err != nil || got.String != want.String || got.Encoding != enc {
				t.Errorf("%s in %s: read as %s, %v", f, enc, got.Encoding, err)
			}
		}
	}
}

func FuzzPlain(f *testing.F) {
	f.Add([]byte(sample))
	f.Add(gb(f, sample))
	f.Add(utf16Bytes(f, sample, unicode.LittleEndian, unicode.IgnoreBOM))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := plain(b)
		if err == nil && (!utf8.ValidString(got.String) || strings.Contains(got.String, "\r\n") && !bytes.Contains(b, []byte("\r\r"))) {
			t.Fatalf("%q read as %q", b, got.String)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add(docxFile(f, para("一", "")))
	f.Add(compound("WordDocument"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := Read("x", b, Limits{Unzipped: 1 << 20})
		if err == nil && !utf8.ValidString(got.String) {
			t.Fatalf("%q", got.String)
		}
		if err != nil && errs.KindOf(err) == errs.Internal {
			t.Fatalf("untyped error: %v", err)
		}
	})
}

func zipFile(t testing.TB, pairs ...string) []byte {
	var parts []opc.Part
	for i := 0; i < len(pairs); i += 2 {
		parts = append(parts, opc.Part{Name: pairs[i], Body: []byte(pairs[i+1])})
	}
	var out bytes.Buffer
	if err := opc.Write(&out, parts); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func docxFile(t testing.TB, body string) []byte {
	return zipFile(t, "word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`+body+`</w:body></w:document>`)
}

func para(text, props string) string {
	return "<w:p>" + props + "<w:r><w:t>" + text + "</w:t></w:r></w:p>"
}
