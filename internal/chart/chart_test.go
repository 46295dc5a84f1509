package chart

import (
	"encoding/xml"
	"flag"
	"html/template"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the goldens anew")

func day(y, m, d int) int32 { return days(time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)) }

func number(v int64, decimals int) string {
	s := strconv.FormatInt(v, 10)
	if decimals == 0 {
		return s
	}
	for len(s) <= decimals {
		s = "0" + s
	}
	return s[:len(s)-decimals] + "." + s[len(s)-decimals:]
}

var text = LineText{
	Unit: "%", Plan: "计划", PlanEnd: "9月30日", Former: "原计划", Actual: "实报", Today: "今天 7月8日",
	Month:  func(m int) string { return strconv.Itoa(m) + "月" },
	Year:   func(y int) string { return strconv.Itoa(y) + "年" },
	Number: number,
}

func sewage() Line {
	plan := []int64{0, 2, 5, 12, 24, 40, 60, 74, 88, 100}
	actual := []int64{0, 2, 5, 10, 17, 26, 35}
	l := Line{ID: "chart", Title: "计划线与实际线：6月底应完成60%，实报35%<40%", From: day(2026, 1, 1), To: day(2026, 10, 1), Today: day(2026, 7, 8), Text: text}
	for i, v := range plan {
		l.Plan = append(l.Plan, Point{Day: day(2026, 1+i, 1), Value: v})
	}
	for i, v := range actual {
		l.Actual = append(l.Actual, Point{Day: day(2026, 1+i, 1), Value: v, Open: i == 6})
	}
	return l
}

func TestGolden(t *testing.T) {
	l := sewage()
	changed := sewage()
	changed.Former = []Point{{Day: day(2026, 1, 1)}, {Day: day(2026, 8, 31), Value: 100}}
	changed.Steps = true
	falling := Line{ID: "g", Title: "能耗", From: day(2025, 1, 1), To: day(2028, 12, 31), Decimals: 1, Text: text,
		Plan: []Point{{Day: day(2025, 12, 31), Value: -12}, {Day: day(2028, 12, 31), Value: -31}}}
	for name, svg := range map[string]template.HTML{
		"wide":    l.Wide(),
		"narrow":  l.Narrow(),
		"changed": changed.Wide(),
		"empty":   (&Line{ID: "e", Title: "还没有数", From: day(2026, 1, 1), To: day(2026, 12, 31), Text: text}).Wide(),
		"falling": falling.Wide(),
		"stack":   Stack(170, 14, []Part{{"s-done", 12}, {"s-green", 246}, {"s-yellow", 37}, {"s-red", 1}, {"s-grey", 0}}),
	} {
		path := filepath.Join("testdata", name+".svg")
		if *update {
			if err := os.WriteFile(path, []byte(svg), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), string(svg)); d != "" {
			t.Errorf("%s differs; run with -update and look at it (-want +got):\n%s", name, d)
		}
	}
}

// Whatever the figures, a chart is well-formed XML without style or script, and
// says what it shows.
func TestAnyFiguresGiveSafeSVG(t *testing.T) {
	point := rapid.Custom(func(t *rapid.T) Point {
		return Point{Day: int32(rapid.IntRange(-40000, 60000).Draw(t, "day")), Value: rapid.Int64().Draw(t, "value"), Open: rapid.Bool().Draw(t, "open")}
	})
	rapid.Check(t, func(t *rapid.T) {
		l := Line{
			ID: "c", Title: rapid.String().Filter(printable).Draw(t, "title"), Decimals: rapid.IntRange(0, 4).Draw(t, "decimals"),
			From: int32(rapid.IntRange(-10000, 30000).Draw(t, "from")), Today: int32(rapid.IntRange(-10000, 30000).Draw(t, "today")),
			Plan: rapid.SliceOfN(point, 0, 8).Draw(t, "plan"), Actual: rapid.SliceOfN(point, 0, 8).Draw(t, "actual"), Steps: rapid.Bool().Draw(t, "steps"), Text: text,
		}
		l.To = l.From + int32(rapid.IntRange(0, 4000).Draw(t, "span"))
		for _, svg := range []template.HTML{l.Wide(), l.Narrow()} {
			wellFormed(t, string(svg))
		}
	})
}

func printable(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r == 0xfffd || r == 0xfffe || r == 0xffff })
}

func wellFormed(t interface{ Fatalf(string, ...any) }, svg string) {
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		tok, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		if e, ok := tok.(xml.StartElement); ok {
			for _, a := range e.Attr {
				if a.Name.Local == "style" || strings.HasPrefix(a.Name.Local, "on") || strings.Contains(a.Value, "NaN") {
					t.Fatalf("attribute %v in %s", a, svg)
				}
			}
		}
	}
}

func TestStackShowsOneAmongMany(t *testing.T) {
	svg := string(Stack(170, 14, []Part{{"s-green", 100000}, {"s-red", 1}}))
	if !strings.Contains(svg, `class="s-red"`) {
		t.Fatal(svg)
	}
}

func TestScaleEnds(t *testing.T) {
	for _, c := range []struct {
		v, lo, hi int64
		want      px
	}{{0, 0, 100, 0}, {100, 0, 100, 1000}, {50, 0, 100, 500}, {-5, 0, 100, 0}, {500, 0, 100, 1000}, {7, 7, 7, 500},
		{1<<63 - 1, -1 << 63, 1<<63 - 1, 1000}, {0, -1 << 63, 1<<63 - 1, 500}} {
		if got := scale(c.v, c.lo, c.hi, 0, 1000); got != c.want {
			t.Errorf("scale(%d in %d..%d) = %d, want %d", c.v, c.lo, c.hi, got, c.want)
		}
	}
	if px(-5).String() != "-0.5" || px(1230).String() != "123" {
		t.Error("px.String")
	}
}
