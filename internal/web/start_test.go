package web

import (
	"context"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"jiufen/internal/store"
)

// TestFromAnEmptyPlaceToTheFirstNotice walks what a new city does, by plain forms
// alone: first account, second administrator, units from a list, posts and
// portfolios, rights of weight by two persons, the report, the signed notice. The
// page of first steps says on the way what is missing.
func TestFromAnEmptyPlaceToTheFirstNotice(t *testing.T) {
	h := newHall(t)
	ctx := context.Background()
	_, err := h.app.DB.Write(ctx, store.Actor{}, "set_up", "", func(tx *store.Tx) error { h.library(tx); return nil })
	h.must(err)
	secret, _, err := h.app.FirstLink(ctx)
	h.must(err)
	g := h.guest()
	own := url.Values{"password": {goodPassword}, "again": {goodPassword}}
	first := url.Values{"holder": {"李一"}, "name": {"li01"}, "password": {goodPassword}, "again": {goodPassword}}
	g.get("/link/"+secret).submit("/link", "", first).led("/start").says("1步做完，共9步", "今年的日历")

	account := func(person, login, unit, post, duty string, rights ...string) *caller {
		t.Helper()
		g.get("/accounts/new").is(200).submit("/accounts", "", url.Values{"person": {person}, "name": {login}, "unit": {optionOf(g, "unit", unit)}, "post": {post}, "duty": {duty}, "rights": rights}).is(200)
		link := linkOn(g)
		return h.guest().get("/link/"+link).submit("/link", "", own)
	}
	second := account("王二", "wang02", "办公室", "账号管理员二", "accounts", "accounts", "organise")
	second.get("/accounts").is(200)

	// units from a pasted list, tried first; the list as tried is taken
	list := "单位名称\t简称\t代码\t类别\n市住房和城乡建设局\t市住建局\t101\t部门\n市城市管理局\t市城管局\t102\t部门\n市教育局\t\t103\t什么\n"
	g.get("/organisation").is(200).submit("/organisation/units", "do=try", url.Values{"text": {list}}).is(422).says("D4", "不认得类别“什么”")
	list = strings.Replace(list, "什么", "部门", 1)
	g.submit("/organisation/units", "do=try", url.Values{"text": {list}}).is(200).says("新建3个", "按试读的导入")
	g.submit("/organisation/units", "do=take", nil).is(200).says("市城市管理局", "机构已更新3个")
	g.submit("/organisation/units", "do=try", url.Values{"text": {list}}).is(200).says("新建0个")

	// posts and portfolios, on the pages of the units
	unit := func(name string) string {
		t.Helper()
		g.get("/organisation").is(200)
		for _, l := range g.links("/organisation/units/") {
			if g.get(l); regexp.MustCompile(`<h1>[^<]*` + name).MatchString(g.body) {
				return l
			}
			g.get("/organisation")
		}
		t.Fatalf("no unit %s", name)
		return ""
	}
	gov := unit("人民政府")
	g.get(gov).submit(gov+"/posts", "", url.Values{"title": {"副市长"}, "duty": {"vice-mayor"}, "holder": {"赵三"}, "rights": {"read", "decide"}}).is(200).says("副市长", "赵三")
	for _, name := range []string{"市住房和城乡建设局", "市城市管理局", "市教育局"} {
		at := unit(name)
		g.get(at).submit(at+"/posts", "", url.Values{"title": {"局长"}, "duty": {"head"}, "rights": {"read", "receive", "report", "sheet"}}).is(200).says("空缺")
		g.submit(at+"/posts", "", url.Values{"title": {"联络员"}, "duty": {"liaison"}, "holder": {"联络" + name}, "rights": {"read", "receive", "report"}}).is(200)
		g.submit(at+"/leader", "", url.Values{"leader": {optionOf(g, "leader", "副市长")}, "field": {"城乡建设"}, "relation": {"lead"}}).is(200).says("赵三 副市长（城乡建设）")
	}
	g.submit(unit("市教育局")+"/merge", "", url.Values{"words": {""}}).is(422).says("没有填")
	g.get("/start").is(200).says("还有0个单位没有定", "审定一位")

	// rights of weight wait for the second administrator
	clerk := account("孙四", "sun04", "办公室", "综合科科长", "office", "read", "draft")
	approver := account("周五", "zhou05", "办公室", "副秘书长", "deputy-secretary-general", "read", "approve")
	signer := account("吴六", "wu06", "办公室", "秘书长", "secretary-general", "read", "sign")
	approver.get("/desk")
	for range 2 {
		second.get("/accounts").is(200)
		second.submit(second.actions("/accounts/rights/", "")[0], "do=yes", nil).is(200)
	}

	// the report, and the notice
	clerk.get("/documents").is(200).submit("/documents", "how=file", nil, file{"2026年报告.txt", []byte(workReport)}).is(200)
	desk := deskOf(clerk)
	for _, d := range clerk.draftsWith("老旧小区120") {
		clerk.get(desk+"?draft="+d).submit("/drafts/"+d, "do=accept", nil).is(200)
	}
	clerk.get(desk).submit(desk+"/paper", "", nil).is(200).says("已送审定")
	paper := deskOf(clerk)
	approver.get(paper).is(200).submit(paper+"/approve", "do=approve", nil).is(200).says("已审定")
	signer.get(paper).is(200).submit(paper+"/sign", "do=sign", nil).is(200).says("样政办发〔2026〕1号")
	g.get("/start").is(200).says("9步做完，共9步")
}

// draftsWith are the open drafts of the only document whose text has the words.
func (c *caller) draftsWith(words string) (out []string) {
	c.h.t.Helper()
	for _, l := range c.links("/documents/") {
		u, err := url.Parse(l)
		c.h.must(err)
		d := u.Query().Get("draft")
		if d == "" {
			continue
		}
		x := c.h.guest()
		*x = *c
		if x.get(l); strings.Contains(x.body, words) && strings.Contains(x.body, `action="/drafts/`+d+`"`) && len(out) == 0 {
			for _, f := range []string{words} {
				if i := strings.Index(x.body, `action="/drafts/`+d+`"`); strings.Contains(x.body[i:min(len(x.body), i+3000)], f) {
					out = append(out, d)
				}
			}
		}
	}
	return out
}
