package web

import (
	"bytes"
	"context"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"jiufen/internal/org"
)

// bridgesFile is a register of the city's own.
func bridgesFile(t *testing.T) []byte {
	t.Helper()
	b, err := os.ReadFile("../register/testdata/bridges.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestRegisterFromDefinitionToAlert walks a register without scripts: its file is
// loaded, the cost is seen, it is switched on, a list is tried and taken, a check
// finds a defect, and what is not cured is told on the desk and raised.
func TestRegisterFromDefinitionToAlert(t *testing.T) {
	h := newHall(t).staff()
	bridges := bridgesFile(t)
	h.give("reviewer", org.Library)
	h.give("reviewer", org.Draft)
	r := h.in("reviewer")
	r.get("/registers").is(200).says("专项规划")
	r.get("/registers/bridges").is(404)
	r.get("/library").submit("/library", "", url.Values{"sort": {"register"}}, file{"桥.yaml", bridges}).is(422).says("bridges")
	r.get("/library").submit("/library", "", url.Values{"sort": {"register"}}, file{"bridges.yaml", bytes.Replace(bridges, []byte("unchecked > 0"), []byte("unseen > 0"), 1)}).is(422).says("unseen")
	r.get("/library").submit("/library", "", url.Values{"sort": {"register"}}, file{"bridges.yaml", bridges}).is(200).says("桥梁")

	s := h.in("signer")
	s.get("/registers").is(200).says("桥梁", "没有启用")
	s.get("/registers/bridges/switch?units=2&objects=3").is(200).says("全市每年", "90项", "启用，每年90项填报")
	s.submit("/registers/bridges/switch", "act=on", url.Values{"keeper": {optionOf(s, "keeper", "市城管局")}}).is(200).says("名录已启用或停用", "在用")
	h.in("liaison").get("/registers/bridges/switch").is(403)

	list := "桥名,管养单位,全长\n东桥,市住建局,120.5\n西桥,没有这个局,长\n"
	r.get("/registers/bridges/import").is(200).says("管养单位")
	r.submit("/registers/bridges/import", "do=try", nil, file{"桥.csv", []byte(list)}).is(422).says("B3", "C3", "没有这个局")
	r.get("/registers/bridges").says("没有符合条件的桥梁")
	good := strings.Replace(list, "没有这个局,长", "市城管局,88", 1)
	r.get("/registers/bridges/import").submit("/registers/bridges/import", "do=try", nil, file{"桥.csv", []byte(good)}).is(200).says("读出2行：新增2个", "导入：新增2个")
	r.submit("/registers/bridges/take", "do=take", nil).is(200).says("名单已导入", "东桥", "120.5米")

	h.later(70 * 24 * time.Hour)
	_, err := h.app.DB.Tick(context.Background())
	h.must(err)
	l := h.in("liaison")
	l.get("/desk").is(200).says("名录提醒 1个")
	l.get("/registers/bridges").is(200).says("东桥", "上月没有检查")
	if strings.Contains(l.body, "西桥") {
		t.Error("a bureau sees what another owns")
	}
	l.get("/registers/bridges/2").is(404)
	l.get("/registers/bridges/1").is(200).submit("/registers/bridges/1/look", "", url.Values{"cureby": {"2026-05-20"}}).is(422).says("错误")
	l.get("/registers/bridges/1").submit("/registers/bridges/1/look", "", url.Values{"words": {"护栏松动"}, "cureby": {"2026-05-20"}}).is(200).says("已记录", "发现问题", "护栏松动")
	h.later(20 * 24 * time.Hour)
	_, err = h.app.DB.Tick(context.Background())
	h.must(err)
	h.in("liaison").get("/registers/bridges/1").is(200).says("1处问题逾期没有整改")
	r = h.in("reviewer")
	flaw := r.get("/registers/bridges/1").actions("/registers/bridges/1/flaws/", "")[0]
	r.submit(flaw, "do=raise", nil).is(200).says("已立项进台账")
	r.get(r.links("/items/")[0]).is(200).says("东桥：护栏松动", "名录“桥梁”第1号")
	r.get("/registers/bridges/1").submit(flaw, "do=cure", nil).is(200).says("问题已整改")
	r.get("/registers/bridges/1").submit("/registers/bridges/1/end", "", url.Values{"why": {"拆除"}}).is(200).says("已移出", "移出名录：拆除")
	if len(r.actions("/registers/bridges/1/", "")) != 0 {
		t.Error("an object that ended is written to")
	}
	r.get("/registers/bridges?only=ended").says("东桥")
}

// TestSpecialPlanOnPages enters a plan by its form and brings it past its gates;
// it is an item of the ledger, and texts of a series are compared.
func TestSpecialPlanOnPages(t *testing.T) {
	h := newHall(t).staff()
	h.give("reviewer", org.Draft)
	r := h.in("reviewer")
	const plans = "/registers/special-plans"
	r.get(plans+"/new").is(200).submit(plans+"/objects", "", url.Values{"title": {"住房发展规划"}, "due": {"年底"}}).is(422).says("住房发展规划", "读不懂“年底”", "请填写“类别”")
	r.get(plans+"/new").submit(plans+"/objects", "", url.Values{"title": {"住房发展规划"}, "class": {"重点专项规划"}, "lead": {optionOf(r, "lead", "市住建局")}, "due": {"2026-12-31"}}).is(200).says("已登记", "编制住房发展规划", "12月31日")
	l := h.in("liaison")
	l.get("/desk").is(200).says("编制住房发展规划")
	l.get(plans+"/1").is(200).submit(plans+"/1/stage", "", url.Values{"stage": {"review"}}).is(422).says("对标还没有做完")
	for _, p := range []string{"suggestion", "outline", "report", "province"} {
		l.get(plans+"/1").submit(plans+"/1/tick", "", url.Values{"point": {p}, "own": {"120个"}, "other": {"120个"}}).is(200).says("已记录")
	}
	l.get(plans+"/1").submit(plans+"/1/add/provisional", "", url.Values{"figure": {"填错的一行"}, "value": {"1"}}).is(200)
	drop := strings.Split(l.get(plans + "/1").links(plans + "/1?line=")[0], "#")[0]
	l.get(drop).submit(l.actions(plans+"/1/lines/", "/drop")[0], "", nil).is(422).says("这一项必填")
	l.get(drop).submit(l.actions(plans+"/1/lines/", "/drop")[0], "", url.Values{"why": {"重复"}}).is(200).says("删去一行：重复")
	l.get(plans+"/1").submit(plans+"/1/add/provisional", "", url.Values{"figure": {"常住人口"}, "value": {"102万"}}).is(200).says("常住人口")
	l.submit(plans+"/1/stage", "", url.Values{"stage": {"review"}}).is(200).says("到达“评审”")
	l.submit(plans+"/1/set", "", url.Values{"number": {"市政发〔2026〕3号"}}).is(200)
	l.submit(plans+"/1/stage", "", url.Values{"stage": {"printed"}}).is(422).says("还不能定稿印发")
	edit := l.get(plans + "/1").links(plans + "/1?line=")[0]
	l.get(strings.Split(edit, "#")[0]).submit(l.actions(plans+"/1/lines/", "")[0], "", url.Values{"final": {"101.7万"}}).is(200).says("101.7万")
	l.submit(plans+"/1/stage", "", url.Values{"stage": {"printed"}}).is(200).says("到达“印发”")
	r = h.in("reviewer")
	r.get(plans).is(200).says("印发 1")
	r.get(plans + "?stage=none").says("没有符合条件的规划")

	const words = "/registers/statements"
	for i, text := range []string{"坚持稳中求进。国内生产总值增长4%。", "坚持稳中求进。国内生产总值增长5%。发展新质生产力。"} {
		r.get(words+"/new").submit(words+"/objects", "", url.Values{"title": {[]string{"去年会议", "今年会议"}[i]}, "series": {"经济工作会议"}, "day": {[]string{"2024-12-12", "2025-12-12"}[i]}, "text": {text}}).is(200)
	}
	r.get(words+"/2").is(200).says("与“去年会议”逐句对比", "4% → 5%", "<ins>")
}

// TestRegisterInABrowser walks the definition's upload, the switch, an object and
// its alert at a browser; the pages have nothing that axe objects to.
func TestRegisterInABrowser(t *testing.T) {
	h := newHall(t).staff()
	bridges := bridgesFile(t)
	h.give("reviewer", org.Library)
	h.give("reviewer", org.Draft)
	h.in("reviewer").get("/library").submit("/library", "", url.Values{"sort": {"register"}}, file{"bridges.yaml", bridges}).is(200)
	k := newWalker(t, browser(t), h.doors())
	clean := func() {
		t.Helper()
		if got := objections(k.ctx, t); got != "" {
			t.Errorf("%s: %s", k.read("location.href"), got)
		}
	}
	k.goTo("signer", "/registers/bridges/switch")
	k.says("要填多少", "全市每年")
	clean()
	unit := k.read("[...document.querySelectorAll('select[name=keeper] option')].find(o => o.textContent === '市城管局').value")
	k.fillIn("form[action$='/switch'][method=post]", "on", map[string]string{"keeper": unit})
	k.says("名录已启用或停用")
	clean()
	k.goTo("reviewer", "/registers/bridges/new")
	unit = k.read("[...document.querySelectorAll('select[name=keeper] option')].find(o => o.textContent === '市住建局').value")
	k.fillIn("form[action$='/objects']", "", map[string]string{"title": "东桥", "keeper": unit, "span": "120.5"})
	k.says("已登记", "120.5米")
	clean()
	h.later(70 * 24 * time.Hour)
	_, err := h.app.DB.Tick(context.Background())
	h.must(err)
	k.goTo("liaison", "/registers/bridges")
	k.says("东桥", "上月没有检查")
	clean()
	k.goTo("liaison", "/registers/bridges/1")
	k.fillIn("form[action$='/1/look']", "", map[string]string{"words": "完好"})
	k.says("已记录", "正常")
	clean()
}

// S3-31: plans of counties stand in a list of their own, which the register's file
// defines.
func TestPlansOfCounties(t *testing.T) {
	h := newHall(t).staff()
	h.give("reviewer", org.Draft)
	r := h.in("reviewer")
	const plans = "/registers/special-plans"
	for title, level := range map[string]string{"住房发展规划": "", "甲县教育发展规划": "县级"} {
		r.get(plans+"/new").submit(plans+"/objects", "", url.Values{"title": {title}, "class": {"重点专项规划"}, "level": {level}, "lead": {optionOf(r, "lead", "市住建局")}, "due": {"2026-12-31"}}).is(200)
	}
	r.get(plans).says("市级规划", "县级规划", "住房发展规划", "甲县教育发展规划")
	for view, want := range map[string][2]string{"city": {"住房发展规划", "甲县教育发展规划"}, "county": {"甲县教育发展规划", "住房发展规划"}} {
		if r.get(plans + "?view=" + view).says(want[0]); strings.Contains(r.body, want[1]) {
			t.Errorf("%s shows %s", view, want[1])
		}
	}
}

// TestRegistersInEnglish: lists, objects and forms of a register speak English with
// the reader; what was entered stays as it was written.
func TestRegistersInEnglish(t *testing.T) {
	h := newHall(t).staff()
	h.give("reviewer", org.Draft)
	r := h.in("reviewer")
	const plans = "/registers/special-plans"
	r.get(plans+"/new").submit("/me/look", "", url.Values{"lang": {"en"}}).is(200)
	r.get(plans+"/new").is(200).says("Lead unit", "key special plan", "Enter plan")
	r.submit(plans+"/objects", "", url.Values{"title": {"住房发展规划"}, "due": {"soon"}}).is(422).says("“Due on”", "“Class”")
	r.get(plans+"/new").submit(plans+"/objects", "", url.Values{"title": {"住房发展规划"}, "class": {"重点专项规划"}, "lead": {optionOf(r, "lead", "市住建局")}, "due": {"2026-03-03"}}).is(200).says("key special plan", "3 Mar 2026", "was to be reached by", "Against the work report")
	r.submit(plans+"/1/stage", "", url.Values{"stage": {"review"}}).is(422).says("Not aligned yet: Against the committee’s suggestion, Against the outline")
	r.get(plans).is(200).says("County plans", "Lead unit", "住房发展规划", "First draft")
	r.get("/registers").is(200).says("Special plans", "Tree of planning texts")
	for _, zh := range []string{"专项规划名录", "牵头单位", "规划文本树", "形势研判"} {
		if strings.Contains(r.body, zh) {
			t.Errorf("an English list says %q", zh)
		}
	}
}
