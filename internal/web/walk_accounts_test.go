package web

import (
	"strings"
	"testing"

	"jiufen/internal/org"
)

// TestAdministrationInABrowser walks what administrators do: an account with a
// right of weight, which waits for the second of them; the link by which its
// holder comes in; next year's holidays entered from the notice; a setting; and
// the auditor who finds all of it in the journal.
func TestAdministrationInABrowser(t *testing.T) {
	h := newHall(t).staff()
	h.give("reviewer", org.Library)
	k := newWalker(t, browser(t), h.doors())

	k.goTo("accounts", "/accounts")
	k.follow("建账号")
	k.fill(map[string]string{"person": "赵三", "name": "zhao03", "unit": "市政府办公室", "post": "主任", "duty": "secretary-general", "rights": "read sign"})
	link := k.read("document.getElementById('f-link').value")
	k.goTo("accounts", "/accounts")
	k.says("等第二位管理员", "签发", "zhao03")
	if k.read("document.querySelectorAll(\"form[action^='/accounts/rights/']\").length") != "0" {
		t.Error("who proposed it may confirm it")
	}
	k.goTo("accounts2", "/accounts")
	k.fillIn("form[action^='/accounts/rights/']", "yes", nil)
	k.says("已确认,这项权生效")

	// the holder sets his own password; a short one is refused in words
	k.comesBy(link)
	k.fill(map[string]string{"password": "kurz", "again": "kurz"})
	k.says("10至128个字符")
	k.fill(map[string]string{"password": goodPassword, "again": goodPassword})
	if got := k.at(); got != "/desk" {
		t.Errorf("led to %s", got)
	}
	k.now = ""
	k.comesBy(link)
	k.says("链接用过了或者过期了")

	// next year's holidays
	k.goTo("reviewer", "/library")
	k.says("2027年放假安排还没有录入")
	year := map[string]string{"year": "2027", "notice": "国办发明电〔2026〕9号", "free": "元旦,1月1日,1月3日\n春节,2月31日,2月12日", "work": "1月9日"}
	k.fillIn("form[action='/library/calendar']", "", year)
	k.says("第2行读不出来")
	year["free"] = "元旦,1月1日,1月3日\n春节,2月5日,2月12日"
	k.fillIn("form[action='/library/calendar']", "", year)
	k.says("国办发明电〔2026〕9号", "2028年放假安排还没有录入")
	k.fillIn("form[action='/library/settings']", "", map[string]string{"setting": "review.return_days", "value": "3"})
	k.says("已保存")

	// whoever looks for it finds it, and nobody else reads the journal
	k.goTo("auditor", "/journal")
	k.says("开账号", "确认授权", "载入规则、类别或日历", "改设置")
	k.fillIn("main form.bar", "", map[string]string{"act": "right_confirm"})
	if rows := k.read("[...document.querySelectorAll('main tbody tr')].map(r => r.innerText).join('\\n')"); !strings.Contains(rows, "确认授权") || strings.Contains(rows, "改设置") {
		t.Errorf("the journal is not filtered:\n%s", rows)
	}
	k.goTo("accounts", "/journal")
	k.says("现在的岗位不能办这件事")
}
