package textin

import (
	"encoding/binary"
	"os"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"jiufen/internal/docx"
	"jiufen/internal/errs"
)

// testdata/sample.doc was saved from sample.docx by LibreOffice 7.4: headings,
// lists 一、（一）1．, an insertion, a deletion, hidden text, a soft break, a
// table with an empty cell and a cell of two paragraphs.
const sampleText = "临澜市2026年政府工作报告\n各位代表：\n一、工作回顾\n一年来，全市地区生产总值增长5.1%，城镇新增就业4.2万人，单位GDP能耗下降3%。\n" +
	"二、重点任务\n（一）扩大有效需求\n1．完成固定资产投资500亿元，增长8%左右。\n2．新增“四上”企业200家以上。\n（二）发展现代产业\n1．另一项\n" +
	"保留新增文。\n软换行\n重点任务\t牵头单位\t完成时限\n新建学校3所\n改造2所\t市教育局\t12月底前\n空格\t\t9月\n谢谢大家！\n"

func TestDocReadsAsDocx(t *testing.T) {
	var got [2]Text
	for i, f := range []string{"sample.docx", "sample.doc"} {
		b, err := os.ReadFile("testdata/" + f)
		if err != nil {
			t.Fatal(err)
		}
		if got[i], err = Read(f, b, Limits{}); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(sampleText, got[i].String); d != "" {
			t.Errorf("%s (-want +got):\n%s", f, d)
		}
		if d := cmp.Diff(docx.Left{Deleted: 1, Hidden: 1}, got[i].Left); d != "" {
			t.Errorf("%s: %s", f, d)
		}
	}
	if d := cmp.Diff(got[0].Headings, got[1].Headings); d != "" || len(got[0].Headings) != 3 {
		t.Errorf("headings (-docx +doc):\n%s", d)
	}
	if d := cmp.Diff(got[0].Tables, got[1].Tables); d != "" || len(got[0].Tables) != 1 {
		t.Errorf("tables (-docx +doc):\n%s", d)
	}
}

func TestWPSNameReadsAlike(t *testing.T) {
	b, err := os.ReadFile("testdata/sample.doc")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Read("报告.wps", b, Limits{}); err != nil || got.String != sampleText {
		t.Fatalf("%v", err)
	}
}

func TestEncryptedAndDamagedDoc(t *testing.T) {
	good, err := os.ReadFile("testdata/sample.doc")
	if err != nil {
		t.Fatal(err)
	}
	// The header of the main stream is found by its mark 0xA5EC.
	at := -1
	for i := 512; i+2 < len(good); i += 512 {
		if binary.LittleEndian.Uint16(good[i:]) == 0xA5EC {
			at = i
		}
	}
	if at < 0 {
		t.Fatal("no main stream in the sample")
	}
	for _, c := range []struct {
		name, key string
		damage    func([]byte)
	}{
		{"encrypted", "textin.encrypted", func(b []byte) { b[at+0x0B] |= 1 }},
		{"Word 95", "textin.doc.old", func(b []byte) { b[at+2], b[at+3] = 0x68, 0 }},
		{"piece table outside", "textin.doc.broken", func(b []byte) { b[at+0x1A5] = 0x7F }},
	} {
		b := append([]byte(nil), good...)
		c.damage(b)
		if _, err := Read("a.doc", b, Limits{}); errs.Of(err) == nil || errs.Of(err).Key != c.key {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func FuzzDoc(f *testing.F) {
	b, err := os.ReadFile("testdata/sample.doc")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := doc97(b)
		if err == nil && !utf8.ValidString(got.String) {
			t.Fatalf("%q", got.String)
		}
		if err != nil && errs.KindOf(err) == errs.Internal {
			t.Fatalf("untyped error: %v", err)
		}
	})
}
