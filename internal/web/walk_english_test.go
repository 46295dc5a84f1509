package web

import (
	"context"
	"strings"
	"testing"
	"time"
)

// TestMainPathInEnglishInABrowser walks the main path with every page in English:
// the report decomposed, the notice issued, a month reported, reviewed and told in
// a bulletin. Pages are in English, papers in the language of the office.
func TestMainPathInEnglishInABrowser(t *testing.T) {
	h := newHall(t).staff()
	k := newWalker(t, browser(t), h.doors())
	k.goTo("clerk", "/more")
	k.leaves("document.querySelector(\"header form[action='/me/look'] button[name=lang]\").click()")
	if got := k.read("document.documentElement.lang"); got != "en" {
		t.Fatalf("the language is %s", got)
	}

	paper := k.notice("clerk", "approver", "signer")
	k.goTo("signer", paper)
	k.says("样政办发〔2026〕1号", "Signed")
	k.goTo("liaison", "/desk")
	k.fillIn("form[action='/assignments/sign']", "", nil)
	k.goTo("liaison", "/ledger")
	k.says("Ledger", "Lead", "改造老旧小区120个")
	k.follow("改造老旧小区120个")
	k.says("Chain", "Reports", "Standard")
	item := k.at()
	k.goTo("liaison", item+"/plan")
	k.says("Plan")

	h.later(18 * 24 * time.Hour)
	_, err := h.app.DB.Tick(context.Background())
	h.must(err)
	k.now = "" // nobody stays in for eighteen days
	k.goTo("liaison", "/desk")
	for i := range 2 {
		k.read(strings.ReplaceAll("(() => { const r = document.querySelectorAll('.owed > li .r')[N]; const v = r.querySelector('input[name^=v-]'); if (v) v.value = '12'; for (const x of r.querySelectorAll('.in input[name^=v-]')) x.value = '12'; r.querySelector('textarea[name^=t-]').value = '已开工12个'; return '' })()", "N", string(rune('0'+i))))
	}
	k.fillIn("form[action^='/sheets/']", "save", nil)
	k.fillIn("form[action^='/sheets/']", "submit", nil)
	k.goTo("head", "/sheets")
	k.fillIn("form[action$='/sign']", "sign", nil)
	k.goTo("reviewer", "/reviews")
	k.says("Review", "已开工12个")
	k.fillIn("article form", "", map[string]string{"decision": "accept"})
	k.goTo("reviewer", item)
	k.says("accepted")

	k.goTo("clerk", "/bulletins")
	k.fill(map[string]string{"sort": "circular"})
	k.fillIn("main form[method=post]", "submit", nil)
	bulletin := k.at()
	k.goTo("approver", bulletin)
	k.fillIn("form.sheet", "approve", nil)
	k.goTo("signer", bulletin)
	if k.read("!!document.querySelector('form.sheet button[value=consent]')") == "true" {
		k.fillIn("form.sheet", "consent", map[string]string{"words": "市长3月21日圈阅"})
	}
	k.fillIn("form.sheet", "sign", nil)
	k.says("样督通报〔2026〕1号", "Slip")
	if m := noText.FindString(k.text()); m != "" {
		t.Errorf("a message without text: %s", m)
	}
}
