package cli

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"jiufen/internal/sharedtest"
)

const report = "关于分解落实2026年重点工作的通知\n\n一、扩大有效需求\n\n（一）新建改扩建学校38所，新增学位2.4万个，6月底前建成投用。（牵头单位：市教育局；配合单位：市住建局）\n\n（二）确保地区生产总值增长5%左右。\n"

func packed(t testing.TB, parts map[string][]byte) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, data := range parts {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func encrypted(t testing.TB) []byte {
	f := excelize.NewFile()
	f.SetCellStr("Sheet1", "A1", "机密")
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	out, err := excelize.Encrypt(b.Bytes(), &excelize.Options{Password: "九分"})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestBadInput: every file that cannot or must not be read gets a clear word
// that names it, exit code 1, and leaves nothing behind.
func TestBadInput(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte("关于推进重点工作的通知"))
	if err != nil {
		t.Fatal(err)
	}
	types := []byte(`<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`)
	cases := []struct {
		name string
		data []byte
		word string
	}{
		{"炸弹.docx", packed(t, map[string][]byte{"[Content_Types].xml": types, "word/document.xml": make([]byte, 300<<20)}), "压缩炸弹"},
		{"空包.docx", packed(t, map[string][]byte{"[Content_Types].xml": types, "a.xml": []byte("<a/>")}), "空包.docx"},
		{"文字.docx", []byte("这不是Word文档，只是改了名的文字。"), "不是Word文档"},
		{"断.docx", packed(t, map[string][]byte{"word/document.xml": []byte("<w/>")})[:60], "断.docx"},
		{"加密.xlsx", encrypted(t), "去掉密码"},
		{"坏字节.txt", append(bytes.Repeat(gb, 3), 0xff, 0xff, 0x80), "坏字节.txt"},
		{"空.txt", nil, "空文件"},
		{"空白.txt", []byte("  \n\n "), "没有文字"},
		{"其实是.txt", []byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"), ".pdf"},
		{"密件.txt", []byte("秘密★1年\n\n关于某项工作的通知\n\n请认真落实。\n"), "密级"},
		{"程序.txt", []byte("\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00>\x00"), "程序"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, c.name), c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			r := run(t, dir, nil, "decompose", "--xlsx", "out.xlsx", "--docx", "out.docx", c.name)
			if r.code != 1 || r.out != "" || !strings.Contains(r.err, c.name) || !strings.Contains(r.err, c.word) {
				t.Errorf("exit %d, out %q, err %q; want exit 1 and %q with the name", r.code, r.out, r.err, c.word)
			}
			left(t, dir, c.name)
			english := run(t, dir, nil, "--lang", "en", "decompose", c.name)
			if english.code != 1 || !strings.Contains(english.err, "jiufen: ") || strings.Contains(english.err, "⟦") {
				t.Errorf("in English: exit %d, err %q", english.code, english.err)
			}
		})
	}
}

// left fails if there is anything in dir beside the files named.
func left(t *testing.T, dir string, names ...string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		known := false
		for _, n := range names {
			known = known || e.Name() == n
		}
		if !known {
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

func TestTwoHundredMegabytes(t *testing.T) {
	dir := t.TempDir()
	f, err := os.Create(filepath.Join(dir, "大.docx"))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(200 << 20); err != nil {
		t.Fatal(err)
	}
	f.Close()
	r := run(t, dir, nil, "decompose", "大.docx")
	if r.code != 1 || !strings.Contains(r.err, "大.docx") || !strings.Contains(r.err, "200兆字节") {
		t.Errorf("exit %d, err %q", r.code, r.err)
	}
	r = run(t, dir, make([]byte, 60<<20), "decompose", "-")
	if r.code != 1 || !strings.Contains(r.err, "标准输入") {
		t.Errorf("standard input: exit %d, err %q", r.code, r.err)
	}
}

func TestUsedWrongly(t *testing.T) {
	for _, args := range [][]string{
		{"decompose"}, {"decompose", "--nothing", "x"}, {"decompose", "a", "b"}, {"nothing"}, {"decompose", "--year", "x", "a"}, {"decompose", "--year", "26", "a"},
	} {
		r := run(t, t.TempDir(), nil, args...)
		if r.code != 2 || r.out != "" || !strings.HasPrefix(r.err, "jiufen：") {
			t.Errorf("%v: exit %d, out %q, err %q", args, r.code, r.out, r.err)
		}
	}
	r := run(t, t.TempDir(), nil, "decompose", "没有.txt")
	if r.code != 1 || !strings.Contains(r.err, "没有.txt") {
		t.Errorf("missing file: exit %d, err %q", r.code, r.err)
	}
}

// TestHelpInBothLanguages: every command has its help in both languages.
func TestHelpInBothLanguages(t *testing.T) {
	dir := t.TempDir()
	top := run(t, dir, nil, "--help")
	if top.code != 0 || !strings.Contains(top.out, "命令：") {
		t.Fatalf("exit %d: %s", top.code, top.out)
	}
	for _, line := range strings.Split(top.out, "\n") {
		name, _, ok := strings.Cut(strings.TrimSpace(line), "  ")
		if !ok || !strings.HasPrefix(line, "  ") || strings.HasPrefix(name, "-") || name == "" {
			continue
		}
		for _, lang := range []string{"zh-CN", "en"} {
			r := run(t, dir, nil, "--lang", lang, name, "--help")
			if r.code != 0 || strings.Contains(r.out, "⟦") || !strings.Contains(r.out, "jiufen "+name) {
				t.Errorf("%s --lang %s: exit %d\n%s%s", name, lang, r.code, r.out, r.err)
			}
		}
	}
	if r := runEnv(t, dir, nil, []string{"LANG=en_GB.UTF-8"}, "--help"); !strings.Contains(r.out, "Commands:") {
		t.Errorf("LANG=en_GB.UTF-8 shows %q", r.out)
	}
}

type decomposition struct {
	Document struct {
		Text   string
		Year   *int
		SHA256 string
	}
	Clauses []struct {
		ID, Start, End int
	}
	Drafts []struct {
		ID, Start, End int
		Title          string
		Targets        []struct {
			Quote      string
			Start, End int
		}
		Dues []struct {
			Quote      string
			Start, End *int
			Date       *string
		}
		Units []struct {
			Quote      string
			Start, End int
			Role       string
			UnitID     string `json:"unit_id"`
		}
	}
	Uncovered []struct {
		Clause int
		Reason string
	}
}

// checkOffsets holds every quote against the text at its place, in code points.
func checkOffsets(t *testing.T, raw string) decomposition {
	t.Helper()
	var d decomposition
	if err := json.Unmarshal([]byte(raw), &d); err != nil {
		t.Fatal(err)
	}
	runes := []rune(d.Document.Text)
	check := func(quote string, a, b int) {
		if a < 0 || b > len(runes) || a >= b || string(runes[a:b]) != quote {
			t.Errorf("quote %q is not the text at %d to %d", quote, a, b)
		}
	}
	for _, c := range d.Clauses {
		if c.Start < 0 || c.End > len(runes) || c.Start >= c.End {
			t.Errorf("clause %d lies at %d to %d of %d", c.ID, c.Start, c.End, len(runes))
		}
	}
	for _, x := range d.Drafts {
		for _, q := range x.Targets {
			check(q.Quote, q.Start, q.End)
		}
		for _, q := range x.Dues {
			if q.Start != nil {
				check(q.Quote, *q.Start, *q.End)
			}
		}
		for _, q := range x.Units {
			check(q.Quote, q.Start, q.End)
		}
	}
	return d
}

func TestDecompose(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "units.csv"), []byte("id,name,aliases\n201,市教育局,教育局;市教委\n202,市住建局,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"decompose", "--json", "--units", "units.csv", "--xlsx", "out.xlsx", "--docx", "out.docx", "-"}
	r := run(t, dir, []byte(report), args...)
	if r.code != 0 {
		t.Fatalf("exit %d: %s", r.code, r.err)
	}
	d := checkOffsets(t, r.out)
	lead := ""
	for _, x := range d.Drafts {
		for _, u := range x.Units {
			if u.Role == "lead" {
				lead = u.UnitID
			}
		}
	}
	if d.Document.Year == nil || *d.Document.Year != 2026 || lead != "201" || len(d.Document.SHA256) != 64 {
		t.Errorf("year %v, lead %q, hash %q", d.Document.Year, lead, d.Document.SHA256)
	}
	for _, name := range []string{"out.xlsx", "out.docx"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() < 1000 {
			t.Errorf("%s: %v", name, err)
		}
	}
	again := run(t, dir, []byte(report), args...)
	if again.out != r.out {
		t.Error("the same input gives another output the second time")
	}
	human := run(t, dir, []byte(report), "decompose", "-")
	for _, want := range []string{"关于分解落实2026年重点工作的通知", "38所", "市教育局", "句句有着落"} {
		if !strings.Contains(human.out, want) {
			t.Errorf("summary lacks %q:\n%s", want, human.out)
		}
	}
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(report))
	if err != nil {
		t.Fatal(err)
	}
	if r := run(t, dir, gb, "decompose", "--json", "-"); checkOffsets(t, r.out).Document.Text != d.Document.Text {
		t.Error("GB18030 reads otherwise than UTF-8")
	}
	left(t, dir, "units.csv", "out.xlsx", "out.docx")
}

func TestUnitsFile(t *testing.T) {
	for text, want := range map[string]string{
		"a,甲局\na,乙局\n":   "第2行的编号a与第1行重复",
		"a\n":            "第1行",
		"id,name\n,甲局\n": "第2行",
		"a,\"甲局\n":       "CSV",
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "units.csv"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		r := run(t, dir, []byte(report), "decompose", "--units", "units.csv", "-")
		if r.code != 1 || !strings.Contains(r.err, want) || !strings.Contains(r.err, "units.csv") {
			t.Errorf("%q: exit %d, err %q; want %q", text, r.code, r.err, want)
		}
	}
}

// TestCollection takes every text of the optional collection through the
// command, and holds its JSON against the schema and its offsets against the text.
func TestCollection(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(sharedtest.Path(t, "contracts/decomposition.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	files, dir := sharedtest.Files(t), t.TempDir()
	for _, f := range files {
		abs, err := filepath.Abs(f)
		if err != nil {
			t.Fatal(err)
		}
		r := run(t, dir, nil, "decompose", "--json", abs)
		if r.code != 0 {
			t.Errorf("%s: exit %d: %s", f, r.code, r.err)
			continue
		}
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(r.out))
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", f, err)
		}
		checkOffsets(t, r.out)
	}
	t.Logf("%d files", len(files))
	left(t, dir)
}
