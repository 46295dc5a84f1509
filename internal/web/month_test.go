package web

import (
	"context"
	"strings"
	"testing"
	"time"
)

// TestBulletinInABrowser walks a bulletin from its first text to the signed paper
// at a browser: what is typed by hand is marked, units named wait for the head of
// government.
func TestBulletinInABrowser(t *testing.T) {
	h := newHall(t).staff()
	h.item()
	h.later(140 * 24 * time.Hour)
	_, err := h.app.DB.Tick(context.Background())
	h.must(err)
	k := newWalker(t, browser(t), h.doors())
	k.goTo("clerk", "/bulletins")
	k.fill(map[string]string{"sort": "circular"})
	k.says("总体情况", "列入台账的重点工作1项")
	words := k.read("document.querySelector('textarea[name=words]').value")
	k.fillIn("main form[method=post]", "save", map[string]string{"words": words + "\n市住建局还有3处没有开工。"})
	k.says("3处没有开工")
	if k.read("document.querySelectorAll('.prose mark.mk-d').length") == "0" {
		t.Error("what was typed by hand is not marked")
	}
	k.fillIn("main form[method=post]", "submit", nil)
	paper := strings.Split(strings.TrimPrefix(k.read("location.href"), k.base), "?")[0]
	k.goTo("approver", paper)
	k.fillIn("form.sheet", "approve", nil)
	k.goTo("signer", paper)
	k.says("代录批准")
	k.fillIn("form.sheet", "consent", map[string]string{"words": "市长7月21日圈阅"})
	k.fillIn("form.sheet", "sign", nil)
	k.says("样督通报〔2026〕1号", "校验单")
	k.goTo("liaison", "/bulletins")
	k.says("样督通报〔2026〕1号")
}

// TestUnitsInABrowser walks the organisation at a browser: a pasted list is tried
// and taken, a post made, its rights given, the unit renamed.
func TestUnitsInABrowser(t *testing.T) {
	h := newHall(t).staff()
	h.give("accounts", "organise")
	k := newWalker(t, browser(t), h.doors())
	k.goTo("accounts", "/organisation")
	k.fillIn("main form[method=post]", "try", map[string]string{"text": "单位名称\t代码\t类别\n市水利局\t301\t部门\n"})
	k.says("新建1个", "市水利局")
	k.fillIn("main form.mt-3", "take", nil)
	k.says("机构已更新1个", "市水利局")
	k.read("[...document.querySelectorAll('main a')].find(a => a.textContent === '市水利局').click()")
	for range 200 {
		if strings.Contains(k.read("location.pathname"), "/organisation/units/") && k.read("document.readyState") == "complete" {
			break
		}
	}
	k.fillIn("form[action$='/posts']", "", map[string]string{"title": "局长", "duty": "head", "holder": "钱样八"})
	k.says("局长", "钱样八")
	k.fillIn("form[action$='/right']", "", map[string]string{"post": k.read("document.querySelector('form[action$=\"/right\"] select[name=post] option:nth-child(2)').value"), "right": "sheet", "give": "give"})
	k.says("审签")
	k.fillIn("form[action$='/name']", "", map[string]string{"name": "市水务局", "short": "市水务局"})
	k.says("市水务局")
	if got := objections(k.ctx, t); got != "" {
		t.Error(got)
	}
}
