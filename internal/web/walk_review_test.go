package web

import (
	"context"
	"strings"
	"testing"
	"time"
)

// TestReviewersQueueInABrowser walks the reports of a month: the unit fills its
// sheet in, the head signs it, the office accepts two at once, sends one back with
// its reason, and puts what it found itself beside a figure; the unit cures what
// came back.
func TestReviewersQueueInABrowser(t *testing.T) {
	h := newHall(t).staff()
	for range 3 {
		h.item()
	}
	h.later(18 * 24 * time.Hour)
	_, err := h.app.DB.Tick(context.Background())
	h.must(err)
	k := newWalker(t, browser(t), h.doors())
	k.goTo("reviewer", "/reviews")
	k.says("没有等审核的进展")

	k.goTo("liaison", "/desk")
	k.says("3月进展")
	k.read(`(() => { const f = document.querySelectorAll('.owed input[name^=v-]'), w = document.querySelectorAll('.owed textarea[name^=t-]');
		[12, 7, 9].forEach((n, i) => { f[i].value = n; w[i].value = '已开工' + n + '个' }); return '' })()`)
	k.fillIn("form[action^='/sheets/']", "save", nil)
	k.fillIn("form[action^='/sheets/']", "submit", nil)
	k.says("已提交3项")
	k.goTo("head", "/sheets")
	k.says("已开工12个", "已开工7个", "已开工9个")
	k.fillIn("form[action$='/sign']", "sign", nil)

	// two accepted at once
	k.goTo("reviewer", "/reviews")
	k.says("待审核3项", "已等", "最多2次")
	two := k.read("[...document.querySelectorAll('input[name=report]')].slice(0, 2).map(x => x.value).join(' ')")
	k.fillIn("form[action='/reviews/accept']", "", map[string]string{"report": two})
	k.says("已受理2项", "待审核1项")

	// the third goes back; without a reason it does not
	k.fillIn("article form", "", map[string]string{"decision": "return"})
	if got := k.read("document.title"); !strings.HasPrefix(got, "错误") || k.read("document.activeElement.className") != "errsum" {
		t.Errorf("a return without a reason: %s", got)
	}
	k.says("没有填")
	k.fillIn("article form", "", map[string]string{"decision": "return", "reason": "missing", "words": "写明在哪几条街"})
	k.says("已退回", "没有等审核的进展")
	k.goTo("liaison", "/desk")
	k.says("退回", "缺数", "写明在哪几条街")
	k.says("退回的一份：9个；已开工9个")
	field := func(sort string) string {
		return k.read("document.querySelector('li.isback [name^=" + sort + "-]').name")
	}
	k.fillIn("form[action^='/sheets/']", "save", map[string]string{field("v"): "9", field("t"): "已开工9个：东街3个、西街6个"})
	k.fillIn("form[action^='/sheets/']", "submit", nil)
	k.goTo("head", "/sheets")
	k.fillIn("form[action$='/sign']", "sign", nil)

	// what the office found itself stands beside what the unit says
	k.goTo("reviewer", "/reviews")
	k.says("东街3个、西街6个", "本期已退回1次")
	item := k.read("document.querySelector('article h2 a').getAttribute('href')")
	k.fillIn("article form", "", map[string]string{"decision": "accept"})
	k.says("已受理")
	k.goTo("reviewer", item+"/check")
	k.fillIn("form[action$='/checks']", "", map[string]string{"found": "8", "checkday": "2026-03-20", "manner": "field", "words": "西街只见5个"})
	k.says("核查结果已记下", "核定")
	if got := k.read("[...document.querySelectorAll('table td.n')].map(x => x.textContent.trim()).join(' ')"); !strings.Contains(got, "8") || !strings.Contains(got, "9") {
		t.Errorf("both figures are not there: %s", got)
	}
}
