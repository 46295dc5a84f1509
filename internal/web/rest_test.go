package web

import (
	"strings"
	"testing"
)

// TestRestAsList: what became nothing is listed over all documents, handed out as
// a workbook, and gone once it is a draft.
func TestRestAsList(t *testing.T) {
	h := newHall(t).staff()
	c := h.in("clerk")
	long := strings.Replace(workReport, "改造老旧小区120个", "当前，外部环境更趋复杂，机遇和挑战并存。\n改造老旧小区120个", 1)
	c.get("/documents").submit("/documents", "how=file", nil, file{"2026年报告.txt", []byte(long)}).is(200)
	c.get("/documents").says("没有成为事项的要求")
	c.get("/documents/rest").is(200).says("机遇和挑战并存", "样例市政府工作报告", "形势、意义或总要求", "改成事项")
	c.get("/documents/rest?q=停车").is(200).says("没有符合条件的要求", "清除")
	c.get("/documents/rest.xlsx?year=2026").is(200)
	if got := c.head.Get("Content-Disposition"); !strings.Contains(got, ".xlsx") {
		t.Errorf("handed out as %q", got)
	}
	c.get("/documents/rest")
	c.submit(c.actions("/documents/", "/draft")[0], "", nil).is(200)
	if c.get("/documents/rest").is(200); strings.Contains(c.body, "机遇和挑战") {
		t.Error("a sentence that is a draft is listed")
	}
	h.in("liaison").get("/documents/rest").is(403)
}
