package web

import (
	"context"
	"strings"
	"testing"

	"jiufen/internal/store"
	"jiufen/internal/xlsx"
)

// TestFirstStepsInABrowser walks what a new city does, at a browser from the
// printed link to the signed notice: first account, second administrator, units
// from an .xlsx list with its dry run, posts and portfolios on the pages of the
// units, those who draft, approve and sign, the report, the notice. Everybody
// comes in by the door; the page of first steps counts along.
func TestFirstStepsInABrowser(t *testing.T) {
	h := newHall(t)
	ctx := context.Background()
	_, err := h.app.DB.Write(ctx, store.Actor{}, "set_up", "", func(tx *store.Tx) error { h.library(tx); return nil })
	h.must(err)
	secret, _, err := h.app.FirstLink(ctx)
	h.must(err)
	k := newWalker(t, browser(t), h.srv.URL)
	k.in = k.signsIn
	k.comesBy("/link/" + secret)
	k.fill(map[string]string{"holder": "李一", "name": "li01", "password": goodPassword, "again": goodPassword})
	k.says("1步做完,共9步", "今年的日历")

	account := func(person, login, post, duty, rights string) {
		t.Helper()
		k.opens("/accounts/new")
		k.fill(map[string]string{"person": person, "name": login, "unit": "办公室", "post": post, "duty": duty, "rights": rights})
		link := k.read("document.getElementById('f-link').value")
		k.comesBy(link)
		k.fill(map[string]string{"password": goodPassword, "again": goodPassword})
		k.signsIn("li01")
	}
	account("王二", "wang02", "账号管理员二", "accounts", "accounts organise")

	// units from a list: tried, its fault told by the cell, mended, taken
	list := func(third string) []byte {
		var b strings.Builder
		columns := []xlsx.Column{{Title: "单位名称"}, {Title: "简称"}, {Title: "代码"}, {Title: "类别"}}
		h.must(xlsx.Write(&b, xlsx.Sheet{Name: "机构", Columns: columns, Rows: xlsx.Rows([][]xlsx.Cell{
			unitCells("市住房和城乡建设局", "市住建局", "101", "部门"), unitCells("市城市管理局", "市城管局", "102", "部门"), unitCells("市教育局", "", "103", third)})}))
		return []byte(b.String())
	}
	k.opens("/organisation")
	k.attach("form[action='/organisation/units'] input[type=file]", "机构.xlsx", list("什么"))
	k.fillIn("form[action='/organisation/units']", "try", nil)
	k.says("D4：不认得类别“什么”")
	k.attach("form[action='/organisation/units'] input[type=file]", "机构.xlsx", list("部门"))
	k.fillIn("form[action='/organisation/units']", "try", nil)
	k.says("新建3个")
	k.fillIn("form.mt-3[action='/organisation/units']", "take", nil)
	k.says("机构已更新3个")

	unit := func(name string) {
		t.Helper()
		k.opens("/organisation")
		k.follow(name)
	}
	unit("人民政府")
	k.fillIn("form[action$='/posts']", "", map[string]string{"title": "副市长", "duty": "vice-mayor", "holder": "赵三", "rights": "read decide"})
	for _, name := range []string{"市住房和城乡建设局", "市城市管理局", "市教育局"} {
		unit(name)
		k.fillIn("form[action$='/posts']", "", map[string]string{"title": "局长", "duty": "head", "rights": "read receive report sheet"})
		k.says("空缺")
		k.fillIn("form[action$='/posts']", "", map[string]string{"title": "联络员", "duty": "liaison", "holder": "联络" + name, "rights": "read receive report"})
		k.fillIn("form[action$='/leader']", "", map[string]string{"leader": "副市长", "field": "城乡建设", "relation": "lead"})
		k.says("赵三 副市长")
	}
	k.opens("/start")
	k.says("还有0个单位没有定", "审定一位")

	account("孙四", "sun04", "综合科科长", "office", "read draft")
	account("周五", "zhou05", "副秘书长", "deputy-secretary-general", "read approve")
	account("吴六", "wu06", "秘书长", "secretary-general", "read sign")
	k.signsIn("wang02")
	for range 2 {
		k.opens("/accounts")
		k.fillIn("form[action^='/accounts/rights/']", "yes", nil)
	}

	paper := k.notice("sun04", "zhou05", "wu06")
	k.opens(paper)
	k.says("样政办发〔2026〕1号")
	k.signsIn("li01")
	k.opens("/start")
	k.says("9步做完,共9步")
}

func unitCells(words ...string) (out []xlsx.Cell) {
	for _, w := range words {
		out = append(out, xlsx.Text(w))
	}
	return out
}
