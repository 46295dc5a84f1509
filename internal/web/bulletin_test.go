package web

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/docx"
	"jiufen/internal/id"
	"jiufen/internal/opc"
)

// TestBulletinWithoutScripts walks a bulletin from its first text to the signed
// paper by plain forms, and what on the way each may see.
func TestBulletinWithoutScripts(t *testing.T) {
	h := newHall(t).staff()
	n := h.item()
	h.later(140 * 24 * time.Hour) // past the node of 30 June with nothing done
	_, err := h.app.DB.Tick(context.Background())
	h.must(err)
	view, err := h.app.Item(context.Background(), viewerOf(h, "head"), n, 0, h.app.Text)
	h.must(err)
	_, err = h.app.FileReports(context.Background(), viewerOf(h, "head"), "", app.SheetInput{Unit: h.units["house"], Period: calendar.MonthOf(2026, 6), Rows: []app.ReportInput{{Item: n, Words: "在建", Values: []app.ValueInput{{Measure: view.Measures[0].ID, Value: 6}}}}})
	h.must(err)

	c := h.in("clerk")
	c.get("/bulletins").is(200).says("起草通报或专报")
	c.submit("/bulletins", "", url.Values{"sort": {"brief"}}).says("请选专报送哪位领导")
	c.get("/bulletins").submit("/bulletins", "", url.Values{"sort": {"circular"}}).is(200).says(`列入台账的重点工作<mark class="mk-v">1项</mark>`, `市住建局：红灯<mark class="mk-v">1项</mark>`, "老旧小区改造")
	draft := c.actions("/bulletin-drafts/", "")[0]
	words := "一、总体情况\n严重滞后【红灯】，另有3个项目没有开工。\n1.【2026-0001事项】：【2026-0001说明】。市住建局要抓紧。"
	c.submit(draft, "do=save", url.Values{"words": {words + "【没有】"}}).is(200).says("没有这个数：没有", "，另有3个项目没有开工")
	c.submit(draft, "do=submit", nil).says("没有这些数：没有")
	c.submit(draft, "do=submit", url.Values{"words": {words}}).is(200).says("已送审定", "送审时的样子")
	paper := c.path[:strings.IndexAny(c.path+"?", "?")]
	h.in("liaison").get(paper).is(404)

	a := h.in("approver")
	a.get("/desk").is(200).says("1份通报、专报、函待办")
	a.get(paper).is(200).says("，另有3个项目没有开工", "审定").submit(paper+"/approve", "do=approve", nil).is(200).says("已审定")
	s := h.in("signer")
	s.get(paper).is(200).says("代录批准", "政府主要负责人").submit(paper+"/consent", "do=consent", nil).says("请写批准的文件或日期")
	s.get(paper).submit(paper+"/consent", "do=consent", url.Values{"words": {"市长7月2日圈阅"}}).is(200).says("市长7月2日圈阅")
	s.get(paper).submit(paper+"/sign", "do=sign", nil).is(200).says("样督通报〔2026〕1号", "校验单")

	l := h.in("liaison")
	l.get("/bulletins").is(200).says("样督通报〔2026〕1号")
	l.get(paper + "/bulletin.docx").is(200)
	read, err := docx.Read([]byte(l.body), opc.Limits{Part: 1 << 24, Total: 1 << 24, Ratio: 1000})
	if err != nil || !strings.Contains(read.String, "样督通报〔2026〕1号") || !strings.Contains(read.String, "严重滞后1项") {
		t.Errorf("the paper: %v\n%s", err, read.String)
	}
	l.get("/papers/" + id.String(idOfPaper(t, paper)) + "/slip.docx").is(200)
	h.in("accounts").get("/bulletins").is(403)
}

func idOfPaper(t *testing.T, path string) id.Paper {
	t.Helper()
	n, err := id.Parse[id.Paper](path[strings.LastIndex(path, "/")+1:])
	if err != nil {
		t.Fatal(path, err)
	}
	return n
}
