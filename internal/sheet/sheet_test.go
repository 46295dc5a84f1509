package sheet

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jiufen/internal/errs"
)

// grid makes a grid of rows with | between cells.
func grid(rows string, merges ...Merge) Grid {
	g := Grid{Name: "任务表", Merges: merges}
	for _, line := range strings.Split(rows, "\n") {
		var row []Cell
		for _, s := range strings.Split(line, "|") {
			row = append(row, csvCell(s))
		}
		g.Rows = append(g.Rows, row)
	}
	return g
}

var tasks = Shape{Fields: []Field{
	{Name: "no", Aliases: []string{"序号"}, Once: true},
	{Name: "task", Aliases: []string{"重点任务", "工作任务", "任务内容"}, Required: true, Once: true},
	{Name: "target", Aliases: []string{"年度目标", "目标值"}},
	{Name: "lead", Aliases: []string{"牵头单位", "责任分工牵头单位"}, Required: true},
	{Name: "with", Aliases: []string{"配合单位"}},
	{Name: "due", Aliases: []string{"完成时限", "时限"}},
}}

func values(t Table, field string) (out []string) {
	for _, r := range t.Records {
		out = append(out, r.Text(field))
	}
	return out
}

func TestHeaderByAliases(t *testing.T) {
	for _, c := range []struct {
		name string
		g    Grid
		want map[string]string
	}{
		{"plain", grid("序号|重点任务|牵头单位\n1|甲|市发展改革委"), map[string]string{"no": "A", "task": "B", "lead": "C"}},
		{"title above, spaces and units in headers", grid("2026年重点任务表||\n序 号|工作任务 |年度目标（亿元）|牵头\u3000单位\n1|甲|5|市发展改革委", Merge{0, 0, 0, 3}), map[string]string{"no": "A", "task": "B", "target": "C", "lead": "D"}},
		{"two rows", grid("序号|任务内容|责任分工|\n||牵头单位|配合单位\n1|甲|市发展改革委|市财政局", Merge{0, 0, 1, 0}, Merge{0, 1, 1, 1}, Merge{0, 2, 0, 3}), map[string]string{"no": "A", "task": "B", "lead": "C", "with": "D"}},
	} {
		got, err := Read(c.g, tasks)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if d := cmp.Diff(c.want, got.Columns); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
		if d := cmp.Diff([]string{"甲"}, values(got, "task")); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestUnitInHeader(t *testing.T) {
	got, err := Read(grid("重点任务|年度目标（单位：亿元）|牵头单位|其他\n甲|5|乙|"), tasks)
	if err != nil || got.Units["target"] != "亿元" || len(got.Unknown) != 1 || got.Unknown[0] != "其他" {
		t.Fatalf("%+v %v", got, err)
	}
}

func TestNoHeader(t *testing.T) {
	_, err := Read(grid("项目|金额\n甲|5"), tasks)
	if e := errs.Of(err); e == nil || e.Key != "sheet.header" || e.Args[3] != "重点任务、牵头单位" {
		t.Fatalf("%v", err)
	}
	if _, err := Read(Grid{Name: "空"}, tasks); errs.Of(err) == nil || errs.Of(err).Key != "sheet.empty" {
		t.Fatalf("%v", err)
	}
}

func TestMergedCellsAndDitto(t *testing.T) {
	got, err := Read(grid("序号|重点任务|牵头单位|完成时限\n1|甲|市住建局|6月底\n2|乙||同上\n3|丙|〃|12月底\n4|丁|市教育局|同上", Merge{1, 2, 2, 2}), tasks)
	if err != nil || got.Err() != nil {
		t.Fatal(err, got.Err())
	}
	if d := cmp.Diff([]string{"市住建局", "市住建局", "市住建局", "市教育局"}, values(got, "lead")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"6月底", "6月底", "12月底", "12月底"}, values(got, "due")); d != "" {
		t.Error(d)
	}
	if v := got.Records[1].Values["lead"]; !v.Carried || v.Ref != "C3" {
		t.Errorf("%+v", v)
	}
}

func TestRowsThatAreNoRecords(t *testing.T) {
	got, err := Read(grid("序号|重点任务|牵头单位\n一、工业||\n1|甲|市工信局\n\n序号|重点任务|牵头单位\n二、农业||\n2|乙|市农业农村局\n合 计||9\n注：排第一的为牵头单位||", Merge{1, 0, 1, 2}, Merge{5, 0, 5, 2}), tasks)
	if err != nil || got.Err() != nil {
		t.Fatal(err, got.Err())
	}
	want := []Skipped{{2, "sheet.skip.section"}, {5, "sheet.skip.header"}, {6, "sheet.skip.section"}, {8, "sheet.skip.total"}, {9, "sheet.skip.note"}}
	if d := cmp.Diff(want, got.Skipped); d != "" {
		t.Error(d)
	}
	if len(got.Records) != 2 || got.Records[0].Section != "一、工业" || got.Records[1].Section != "二、农业" {
		t.Errorf("%+v", got.Records)
	}
}

func TestProblemsByCell(t *testing.T) {
	g := grid("重点任务|牵头单位\n甲|\n同上|市财政局\n丙|市水利局\n丁|#")
	g.Rows[4][1] = Cell{Kind: Fault, Text: "#REF!"}
	got, err := Read(g, tasks)
	if err != nil {
		t.Fatal(err)
	}
	got.Problem(got.Records[2], "due", "sheet.cell.required", "field", "完成时限")
	want := []errs.Field{
		{Name: "B2", Key: "sheet.cell.required", Args: []any{"field", "牵头单位"}},
		{Name: "A3", Key: "sheet.cell.once", Args: []any{"field", "重点任务"}},
		{Name: "B5", Key: "sheet.cell.fault", Args: []any{"text", "#REF!"}},
		{Name: "4", Key: "sheet.cell.required", Args: []any{"field", "完成时限"}},
	}
	if d := cmp.Diff(want, got.Problems); d != "" {
		t.Error(d)
	}
	if err := got.Err(); !errs.Is(err, errs.Invalid) {
		t.Error(err)
	}
}

func TestDittoWithNothingAbove(t *testing.T) {
	got, err := Read(grid("重点任务|牵头单位\n甲|同上"), tasks)
	if err != nil || len(got.Problems) == 0 || got.Problems[0].Key != "sheet.cell.ditto" || got.Problems[0].Name != "B2" {
		t.Fatalf("%+v %v", got.Problems, err)
	}
}

func TestCSV(t *testing.T) {
	g, err := ParseCSV("a.csv", "序号;重点任务;牵头单位\r\n\r\n1;\"甲\n乙\";'=1+1\r\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(g.Rows) != 3 || g.At(2, 1).Text != "甲\n乙" || g.At(2, 2).Text != "=1+1" {
		t.Fatalf("%+v", g)
	}
}

func TestRef(t *testing.T) {
	for want, rc := range map[string][2]int{"A1": {0, 0}, "Z9": {8, 25}, "AA10": {9, 26}, "AZ1": {0, 51}, "BA1": {0, 52}} {
		if got := Ref(rc[0], rc[1]); got != want {
			t.Errorf("%v: %s, want %s", rc, got, want)
		}
	}
}

// Every row under the header is a record, skipped, or empty; none is lost.
func TestEveryRowIsAccountedFor(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		g := grid("序号|重点任务|牵头单位")
		n := rapid.IntRange(0, 12).Draw(rt, "rows")
		empty := 0
		for range n {
			row := []Cell{}
			for range 3 {
				row = append(row, csvCell(rapid.SampledFrom([]string{"", "同上", "甲", "合计", "注：x", "1"}).Draw(rt, "cell")))
			}
			if row[0].Kind+row[1].Kind+row[2].Kind == 0 {
				empty++
			}
			g.Rows = append(g.Rows, row)
		}
		got, err := Read(g, tasks)
		if err != nil || len(got.Records)+len(got.Skipped)+empty != n {
			rt.Fatalf("%d records, %d skipped, %d empty of %d: %v", len(got.Records), len(got.Skipped), empty, n, err)
		}
	})
}

func FuzzCSV(f *testing.F) {
	f.Add("序号,重点任务,牵头单位\n1,甲,\"乙\n")
	f.Fuzz(func(t *testing.T, s string) {
		g, err := ParseCSV("x", s)
		if err != nil {
			return
		}
		tab, err := Read(g, tasks)
		if err == nil && utf8.ValidString(s) && len(tab.Records) > len(g.Rows) {
			t.Fatal("more records than rows")
		}
	})
}
