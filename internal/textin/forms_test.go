package textin

import (
	"bytes"
	"context"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"jiufen/internal/docx"
	"jiufen/internal/errs"
	"jiufen/internal/sheet"
	"jiufen/internal/xlsx"
)

func TestWebPage(t *testing.T) {
	page := `<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title><script>var a="脚本"</script></head><body>
<header>某市人民政府门户网站</header><nav><ul><li><a href=/>首页</a></li></ul></nav>
<div class=top><a href=#>下载</a> <a href=#>打印</a></div>
<div class=wrap><h1>政府工作报告</h1><div id=content>
<p>　　各位代表：</p><h2>一、工作回顾</h2>
<p>地区生产总值
增长 <b>5.1%</b>。<span style="display: none">藏</span></p>
<ol start=3><li>第三项</li><li>第四项</li></ol>
<table><tr><th colspan=2>任务</th></tr><tr><td><p>甲</p></td><td>乙<br>丙</td></tr></table>
完。<br>换行</div></div>
<div class=related><a href=1>相关报道一</a><a href=2>相关报道二</a></div>
<footer>版权所有</footer></body></html>`
	got, err := Read("报告.html", []byte(page), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := "政府工作报告\n　　各位代表：\n一、工作回顾\n地区生产总值 增长 5.1%。\n3. 第三项\n4. 第四项\n任务\n甲\t乙\n丙\n完。\n换行\n"
	if d := cmp.Diff(want, got.String); d != "" {
		t.Fatalf("(-want +got):\n%s", d)
	}
	runes := []rune(got.String)
	var heads []string
	for _, h := range got.Headings {
		heads = append(heads, string(runes[h.Start:h.End]))
	}
	if d := cmp.Diff([]string{"政府工作报告", "一、工作回顾"}, heads); d != "" {
		t.Error(d)
	}
	if c := got.Tables[0].Rows[1][1]; string(runes[c.Start:c.End]) != "乙\n丙" || got.Tables[0].Rows[0][0].Span != 2 {
		t.Errorf("%+v", got.Tables)
	}
}

func TestWebPageInGB18030(t *testing.T) {
	page := gb(t, `<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"></head><body><p>增长5%左右</p></body></html>`)
	got, err := Read("a.htm", page, Limits{})
	if err != nil || got.String != "增长5%左右\n" || got.Encoding != "GB18030" {
		t.Fatalf("%+v %v", got, err)
	}
}

func TestWebPageNestedTooDeep(t *testing.T) {
	_, err := Read("a.html", append([]byte("<html>"), bytes.Repeat([]byte("<div>"), 100_000)...), Limits{})
	if e := errs.Of(err); e == nil || e.Kind != errs.Invalid {
		t.Fatalf("%v", err)
	}
}

func TestWorkbookAsText(t *testing.T) {
	var b bytes.Buffer
	cols := []xlsx.Column{{Title: "任务"}, {Title: "目标", Unit: "亿元"}}
	err := xlsx.Write(&b,
		xlsx.Sheet{Name: "一", Title: "表", Columns: cols, Rows: xlsx.Rows([][]xlsx.Cell{{xlsx.Text("甲\t一"), xlsx.Dec(384, 1)}, {xlsx.Text("并"), xlsx.Dec(2, 0)}}), Merges: []sheet.Merge{{Top: 0, Left: 1, Bottom: 1, Right: 1}}},
		xlsx.Sheet{Name: "二", Columns: cols, Rows: xlsx.Rows(nil)})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read("a.xlsx", b.Bytes(), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff("表\n任务\t目标（亿元）\n甲 一\t38.4\n并\t\n\n任务\t目标（亿元）\n", got.String); d != "" {
		t.Fatalf("(-want +got):\n%s", d)
	}
	if len(got.Tables) != 2 || !got.Tables[0].Rows[3][1].Below || got.Tables[0].Rows[2][1] != (docx.Cell{Start: 16, End: 20, Span: 1}) {
		t.Errorf("%+v", got.Tables)
	}
}

func FuzzWebPage(f *testing.F) {
	f.Add([]byte("<table><tr><td>甲<td><table><tr><td>乙</table></table><h1>丙</h1>"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := webPage(b)
		if err != nil {
			return
		}
		n := utf8.RuneCountInString(got.String)
		for _, h := range got.Headings {
			if h.Start < 0 || h.End > n || h.Start > h.End {
				t.Fatalf("%+v in %q", h, got.String)
			}
		}
		for _, tab := range got.Tables {
			if tab.Start < 0 || tab.End > n {
				t.Fatalf("%+v in %q", tab, got.String)
			}
		}
	})
}

func TestPDFThroughTheChild(t *testing.T) {
	b, err := os.ReadFile("../pdf/testdata/office.pdf")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Run(context.Background(), os.Args[0], Limits{}, "报告.pdf", b)
	if err != nil || got.Reader != "pdf/1" || len(got.Tables) != 1 || !strings.HasPrefix(got.String, "临澜市2026年政府工作报告\n") {
		t.Fatalf("%+v %v", got, err)
	}
}
