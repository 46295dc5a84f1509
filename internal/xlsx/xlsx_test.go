package xlsx

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"jiufen/internal/errs"
	"jiufen/internal/opc"
	"jiufen/internal/sheet"
)

func written(t testing.TB, sheets ...Sheet) []byte {
	var out bytes.Buffer
	if err := Write(&out, sheets...); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func readBack(t testing.TB, b []byte) []sheet.Grid {
	g, err := Read("a.xlsx", b, opc.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

var columns = []Column{{Title: "序号", Width: 6}, {Title: "任务", Width: 40}, {Title: "目标", Unit: "亿元"}, {Title: "牵头", Group: "责任单位"}, {Title: "配合", Group: "责任单位"}, {Title: "时限"}}

func TestWriteAndReadBack(t *testing.T) {
	b := written(t, Sheet{
		Name: "重点/任务", Title: "2026年重点任务", Note: []opc.Field{opc.Now("单位：亿元")}, Columns: columns, Frozen: 2,
		Rows:   Rows([][]Cell{{Dec(1, 0), Text("甲\n乙"), Dec(384, 1), Text("市发展改革委"), {}, Day(20653)}, {Dec(2, 0), Text("=1+1"), Dec(51, 1), Text("市发展改革委"), Text("＠x"), Day(0)}}),
		Merges: []sheet.Merge{{Top: 0, Left: 3, Bottom: 1, Right: 3}},
	}, Sheet{Name: "重点/任务", Columns: columns[:2], Rows: Rows(nil)})
	got := readBack(t, b)
	if len(got) != 2 || got[0].Name != "重点_任务" || got[1].Name != "重点_任务(2)" {
		t.Fatalf("%+v", got)
	}
	var lines []string
	for _, r := range got[0].Rows {
		var cells []string
		for _, c := range r {
			cells = append(cells, fmt.Sprintf("%d:%s", c.Kind, c.Text))
		}
		lines = append(lines, strings.Join(cells, "|"))
	}
	want := []string{
		"1:2026年重点任务", "1:单位：亿元",
		"1:序号|1:任务|1:目标（亿元）|1:责任单位|1:责任单位|1:时限",
		"1:序号|1:任务|1:目标（亿元）|1:牵头|1:配合|1:时限",
		"2:1|1:甲\n乙|2:38.4|1:市发展改革委|0:|3:2026-07-19",
		"2:2|1:=1+1|2:5.1|1:市发展改革委|1:＠x|3:1970-01-01",
	}
	if d := cmp.Diff(want, lines); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if m := (sheet.Merge{Top: 4, Left: 3, Bottom: 5, Right: 3}); !containsMerge(got[0].Merges, m) {
		t.Errorf("merges %v", got[0].Merges)
	}
}

func containsMerge(all []sheet.Merge, m sheet.Merge) bool {
	for _, x := range all {
		if x == m {
			return true
		}
	}
	return false
}

func TestSameContentSameBytes(t *testing.T) {
	s := Sheet{Name: "表", Columns: columns, Rows: Rows([][]Cell{{Dec(1, 0), Text("甲")}})}
	if !bytes.Equal(written(t, s), written(t, s)) {
		t.Fatal("two writings differ")
	}
}

// Security point: formula injection out. No text becomes a formula, in neither format.
func TestPoint08FormulaInjection(t *testing.T) {
	for _, s := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://x\")", " =1", "＝1", "=cmd|'/C calc'!A0"} {
		b := written(t, Sheet{Name: "表", Columns: columns[:1], Rows: Rows([][]Cell{{Text(s)}})})
		f, err := excelize.OpenReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if formula, _ := f.GetCellFormula("表", "A2"); formula != "" {
			t.Errorf("%q became the formula %q", s, formula)
		}
		if kind, _ := f.GetCellType("表", "A2"); kind != excelize.CellTypeInlineString && kind != excelize.CellTypeSharedString {
			t.Errorf("%q is a cell of type %v", s, kind)
		}
		f.Close()
		var out bytes.Buffer
		if err := WriteCSV(&out, columns[:1], Rows([][]Cell{{Text(s)}})); err != nil {
			t.Fatal(err)
		}
		recs, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(out.String(), "\uFEFF"))).ReadAll()
		if err != nil || !strings.HasPrefix(recs[1][0], "'") {
			t.Errorf("%q in CSV: %q %v", s, recs, err)
		}
	}
}

func TestCSV(t *testing.T) {
	var out bytes.Buffer
	err := WriteCSV(&out, columns[:4], Rows([][]Cell{{Dec(-1, 0), Text("甲,\"乙\""), Dec(-5, 2), Dec(51, 1)}, {Day(20653)}}))
	want := "\uFEFF序号,任务,目标（亿元）,牵头\r\n-1,\"甲,\"\"乙\"\"\",-0.05,5.1\r\n2026-07-19,,,\r\n"
	if err != nil || out.String() != want {
		t.Fatalf("%q %v", out.String(), err)
	}
}

func TestRowsMayFail(t *testing.T) {
	broken := errors.New("cursor")
	rows := func(yield func([]Cell, error) bool) { _ = yield([]Cell{Dec(1, 0)}, nil) && yield(nil, broken) }
	if err := Write(&bytes.Buffer{}, Sheet{Name: "表", Columns: columns, Rows: rows}); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	if err := WriteCSV(&bytes.Buffer{}, columns, rows); !errors.Is(err, broken) {
		t.Fatal(err)
	}
}

// Formulas are read as the value saved with them; days, percent, faults and rich text as shown.
func TestReadingValues(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	day, _ := f.NewStyle(&excelize.Style{NumFmt: 14})
	chinese := `yyyy"年"m"月"d"日"`
	own, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &chinese})
	percent, _ := f.NewStyle(&excelize.Style{NumFmt: 10})
	for ref, v := range map[string]any{"A1": "文字", "B1": 0.05, "C1": 46222, "D1": 46222.75, "E1": 0.1 + 0.2, "F1": true, "G1": 1e21} {
		if err := f.SetCellValue("Sheet1", ref, v); err != nil {
			t.Fatal(err)
		}
	}
	f.SetCellStyle("Sheet1", "B1", "B1", percent)
	f.SetCellStyle("Sheet1", "C1", "C1", day)
	f.SetCellStyle("Sheet1", "D1", "D1", own)
	f.SetCellRichText("Sheet1", "H1", []excelize.RichTextRun{{Text: "增长"}, {Text: "5%", Font: &excelize.Font{Bold: true}}})
	f.SetCellFormula("Sheet1", "I1", `WEBSERVICE("http://x")`)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	got := readBack(t, out.Bytes())[0].Rows[0]
	want := []sheet.Cell{
		{Kind: sheet.Text, Text: "文字"}, {Kind: sheet.Number, Text: "5%"}, {Kind: sheet.Day, Text: "2026-07-19", Day: 20653}, {Kind: sheet.Day, Text: "2026-07-19", Day: 20653},
		{Kind: sheet.Number, Text: "0.3"}, {Kind: sheet.Truth, Text: "TRUE"}, {Kind: sheet.Number, Text: "1000000000000000000000"}, {Kind: sheet.Text, Text: "增长5%"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestHiddenSheetsAndLimits(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	f.NewSheet("藏")
	f.SetSheetVisible("藏", false)
	f.SetCellValue("Sheet1", "IW1", "太宽")
	var out bytes.Buffer
	f.Write(&out)
	if _, err := Read("宽.xlsx", out.Bytes(), opc.Limits{}); errs.Of(err) == nil || errs.Of(err).Key != "sheet.large" {
		t.Fatalf("%v", err)
	}
	f.SetCellValue("Sheet1", "IW1", nil)
	out.Reset()
	f.Write(&out)
	if g := readBack(t, out.Bytes()); len(g) != 1 {
		t.Fatalf("%d sheets", len(g))
	}
	if _, err := Read("x", written(t, Sheet{Name: "a", Columns: columns, Rows: Rows(nil)}), opc.Limits{Total: 10}); errs.Of(err) == nil || errs.Of(err).Key != "textin.zip.bomb" {
		t.Fatalf("%v", err)
	}
}

func TestNumberFormats(t *testing.T) {
	for code, want := range map[string]lookKind{
		"yyyy-mm-dd": lookDay, `m"月"d"日"`: lookDay, "0.0%": lookPercent, "#,##0.00": lookPlain, `"day"0`: lookPlain, "[Red]0": lookPlain, `0.0"%"`: lookPlain, "General": lookPlain, "0;[d]-0": lookPlain, "[$-F800]yyyy": lookDay,
	} {
		if got := kindOf("164", code); got != want {
			t.Errorf("%s: %d, want %d", code, got, want)
		}
	}
}

// Every figure that is written is read back as the same decimal.
func TestFiguresSurvive(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var row []Cell
		var want []string
		for range 5 {
			n, d := rapid.Int64Range(-99_999_999_999, 99_999_999_999).Draw(rt, "n"), rapid.IntRange(0, 4).Draw(rt, "decimals")
			row, want = append(row, Dec(n, d)), append(want, trimmed(decimal(n, d)))
		}
		got := readBack(t, written(t, Sheet{Name: "表", Columns: columns[:5], Rows: Rows([][]Cell{row})}))[0]
		last := got.Rows[len(got.Rows)-1]
		for i, c := range last {
			if c.Text != want[i] {
				rt.Fatalf("%s came back as %s", want[i], c.Text)
			}
		}
	})
}

func trimmed(s string) string {
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}

func FuzzRead(f *testing.F) {
	f.Add(`<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c t="inlineStr"><is><t>x</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells>`, `<si><t>甲</t></si>`)
	f.Fuzz(func(t *testing.T, data, shared string) {
		var out bytes.Buffer
		opc.Write(&out, []opc.Part{
			{Name: "xl/workbook.xml", Body: []byte(`<workbook xmlns:r="r"><sheets><sheet name="表" r:id="1"/></sheets></workbook>`)},
			{Name: "xl/_rels/workbook.xml.rels", Body: []byte(`<Relationships><Relationship Id="1" Target="worksheets/sheet1.xml"/></Relationships>`)},
			{Name: "xl/worksheets/sheet1.xml", Body: []byte(`<worksheet>` + data + `</worksheet>`)},
			{Name: "xl/sharedStrings.xml", Body: []byte(`<sst>` + shared + `</sst>`)},
		})
		g, err := Read("x", out.Bytes(), opc.Limits{Part: 1 << 20})
		if err == nil && len(g) != 1 {
			t.Fatalf("%d sheets", len(g))
		}
		if err != nil && errs.KindOf(err) == errs.Internal {
			t.Fatalf("untyped error: %v", err)
		}
	})
}
