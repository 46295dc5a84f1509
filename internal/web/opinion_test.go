package web

import (
	"net/url"
	"strings"
	"testing"
)

const laterWorkReport = "120个，惠及1.2万户"

// versionPages puts two versions of a report in by the pages and gives their
// addresses.
func (h *hall) versionPages() (first, second string) {
	h.t.Helper()
	c := h.upload()
	first = deskOf(c)
	c.get(first).says("稿次", "/opinions").get(first + "/versions").is(200).says("共1稿")
	c.submit(first+"/stage", "", url.Values{"stage": {"comment"}, "note": {"发各县区"}}).is(200).says("进度已标记", "征求意见", "发各县区")
	c.submit(first+"/versions", "", url.Values{"newstage": {"revised"}}).is(422).says("错误：")
	later := strings.Replace(workReport, laterWorkReport, "100个，惠及1.2万户", 1)
	c.get(first+"/versions").submit(first+"/versions", "", url.Values{"newstage": {"revised"}, "newnote": {"按意见修改"}, "text": {strings.Replace(later, "新建停车场8处", "推进城市更新。\n新建停车场8处", 1)}}).is(200).says("已读入下一稿", "第几稿", "与上一稿对比")
	return first, strings.TrimSuffix(strings.Split(c.path, "?")[0], "/versions")
}

// TestOpinionsWithoutScripts walks opinions from entry to answer by plain forms,
// compares the versions, imports a list, and what on the way each may see.
func TestOpinionsWithoutScripts(t *testing.T) {
	h := newHall(t).staff()
	h.item()
	first, second := h.versionPages()
	c := h.in("clerk")
	c.get(second+"/compare").is(200).says("修改1句，移动0句，增加1句", "<del>120</del><ins>100</ins>", "120个 → 100个")
	c.get(second + "/compare?with=" + strings.TrimPrefix(first, "/documents/") + "&show=added").says("推进城市更新")
	c.get(second + "/compare?with=999").is(404)
	c.get(first + "/compare").says("没有另一稿可比")

	c.get(first+"/opinions").is(200).says("没有符合条件的意见", "登记一条意见")
	c.submit(first+"/opinions", "", url.Values{"words": {""}, "clause": {"九"}}).is(422).says("错误：")
	c.get(first + "/opinions")
	one := url.Values{"words": {"加装电梯"}, "clause": {"9"}, "proposer": {"李代表"}, "occasion": {"座谈会"}, "kind": {"work"}, "handler": {optionOf(c, "handler", "市住建局")}}
	c.submit(first+"/opinions", "", one).is(200).says("意见已登记", "共1条，已答复0条，未答复1条", "第1稿第9句")
	opinion := c.links("/opinions/")[0]
	c.get(second+"/versions").submit(second+"/stage", "", url.Values{"stage": {"submitted"}}).is(422).says("还有1条意见没有答复：第1号")
	c.get(first).says("意见1条，未答复1条")

	l := h.in("head")
	l.get("/desk").is(200).says("待答复的意见 1条")
	l.get("/opinions").is(200).says("样例市政府工作报告")
	l.get(first + "/opinions").is(200).says("加装电梯")
	l.get(opinion).is(200).says("还没有答复", "由市住建局研究办理")
	l.submit(opinion+"/answer", "", url.Values{"outcome": {"not"}}).is(422).says("不采纳要写明理由")
	l.get(opinion).submit(opinion+"/answer", "", url.Values{"outcome": {"carried"}, "itemno": {"2026-0001"}, "words": {"篇幅所限"}}).is(200).says("已答复", "事项2026-0001“老旧小区改造”，市住建局牵头，期限2026年12月31日", "说明：篇幅所限")
	l.get(l.links("/items/")[0]).is(200).says("对《样例市政府工作报告（2026年）》的第1号意见", "加装电梯")
	l.get(opinion)
	item := l.links("/items/")[0]
	l.submit(opinion+"/answer", "", url.Values{"outcome": {"speedup"}, "itemno": {"2026-0001"}}).is(422).says("没有提前期限的申请")
	l.get(item+"/change").submit(item+"/changes", "", url.Values{"changekind": {"advance"}, "newdue": {"2027-10-31"}, "changereason": {"policy"}, "changewords": {"座谈会意见"}}).is(422).says("提前的新期限要晚于今天")
	l.get(item+"/change").submit(item+"/changes", "", url.Values{"changekind": {"advance"}, "newdue": {"2026-10-31"}, "changereason": {"policy"}, "changewords": {"座谈会意见"}}).is(200).says("变更已申请", "提前", "10月31日")
	l.get(opinion).submit(opinion+"/answer", "", url.Values{"outcome": {"speedup"}, "itemno": {"2026-0001"}}).is(200).says("期限申请提前到2026年10月31日（待定）", "先前：")
	h.in("clerk").get(first+"/opinions?list=told").is(200).says("李代表", "所提工作将加快推进")
	if len(l.get(opinion).actions("/opinions/", "/assign")) != 0 {
		t.Error("a bureau may hand on")
	}
	for _, who := range []string{"county", "auditor"} {
		h.in(who).get(opinion).is(404)
		h.in(who).get(first + "/opinions").is(404)
		h.in(who).get("/opinions").is(200).says("没有归您看的意见")
	}
	h.in("accounts").get("/opinions").is(403)
	h.in("approver").get(first+"/opinions").is(200).says("加装电梯", "加快")
	h.in("approver").get(first + "/versions").is(403)

	csv := "意见内容,提出人,位置,办理单位\n写具体,王委员,新建停车场8处,市政府办公室\n改表述,张委员,没有这句,市政府办公室\n"
	c.get(first+"/opinions/import").is(200).submit(first+"/opinions/import", "do=try", nil, file{"意见.csv", []byte(csv)}).is(422).says("C3", "原文里没有“没有这句”")
	c.get(first+"/opinions/import").submit(first+"/opinions/import", "do=try", nil, file{"意见.csv", []byte(strings.Replace(csv, "没有这句", "", 1))}).is(200).says("读出2条", "登记这2条")
	c.submit(first+"/opinions/take", "do=take", nil).is(200).says("意见已导入", "共3条，已答复1条，未答复2条", "加快", "市政府办公室")
	c.get(first + "/opinions?outcome=open").says("改表述")
	for _, o := range c.links("/opinions/") {
		if o != "/opinions" && !strings.Contains(o, "?") {
			c.get(o).submit(o+"/answer", "", url.Values{"outcome": {"adopted"}}).is(200).says("已答复")
		}
	}
	c.get(second+"/versions").submit(second+"/stage", "", url.Values{"stage": {"submitted"}}).is(200).says("提请审议")
	c.get("/documents").says("第2稿·提请审议")
	c.get(opinion + "/nothing").is(404)
}

// TestOpinionsInABrowser walks an opinion from entry to answer and the comparison
// at a browser; the pages have nothing that axe objects to.
func TestOpinionsInABrowser(t *testing.T) {
	h := newHall(t).staff()
	h.item()
	first, second := h.versionPages()
	k := newWalker(t, browser(t), h.doors())
	clean := func() {
		t.Helper()
		if got := objections(k.ctx, t); got != "" {
			t.Errorf("%s: %s", k.read("location.href"), got)
		}
	}
	k.goTo("clerk", second+"/compare")
	k.says("修改1句", "120个 → 100个")
	if k.read("[...document.querySelectorAll('td.diff del')].map(x => x.textContent).join()") != "120" || k.read("getComputedStyle(document.querySelector('td.diff ins')).textDecorationLine") != "underline" {
		t.Error("what went and what came is not marked")
	}
	clean()
	k.goTo("clerk", first+"/opinions")
	unit := k.read("[...document.querySelectorAll('select[name=handler] option')].find(o => o.textContent === '市住建局').value")
	k.fillIn("#new form", "", map[string]string{"words": "老旧小区要加装电梯", "clause": "9", "proposer": "李代表", "kind": "work", "handler": unit})
	k.says("意见已登记", "未答复1条", "第9句")
	clean()
	opinion := k.read("document.querySelector('main a[href^=\"/opinions/\"]').getAttribute('href')")
	k.goTo("liaison", opinion)
	k.says("还没有答复")
	k.fillIn("form.sheet", "", map[string]string{"outcome": "doing", "itemno": "2026-0001", "words": "今年已列入"})
	k.says("已答复", "正在做", "事项2026-0001")
	clean()
	k.fillIn("form.sheet", "", map[string]string{"outcome": "part", "words": "写入第九句"})
	k.says("先前：", "部分采纳", "说明：写入第九句")
	k.goTo("clerk", first+"/opinions?outcome=part")
	k.says("部分采纳 1")
}
