package web

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// refused posts a form that has to be shown again, with words.
func (v *visitor) refused(path string, values url.Values, says ...string) {
	v.w.t.Helper()
	a := v.post(path, values)
	if a.status != http.StatusUnprocessableEntity && a.status != http.StatusConflict {
		v.w.t.Fatalf("%s: POST %s: %d %s\n%s", v.name, path, a.status, a.to, text0(a.body))
	}
	for _, s := range says {
		if !strings.Contains(a.body, s) {
			v.w.t.Errorf("%s: POST %s does not say %q\n%s", v.name, path, s, text0(a.body))
		}
	}
}

// find is the first address on a page that fits.
func find(t *testing.T, body, pattern string) string {
	t.Helper()
	m := regexp.MustCompile(pattern).FindString(body)
	if m == "" {
		t.Fatalf("no %s on the page\n%s", pattern, text0(body))
	}
	return m
}

// One item goes its way by plain forms: signed for, planned, reported, signed by
// the head, returned, cured, accepted, checked and corrected.
func TestAnItemGoesItsWayByForms(t *testing.T) {
	w := newTown(t)
	n, item := id.String(w.items["homes"]), w.item("homes")
	liaison, head, office := w.as("liaison"), w.as("head"), w.as("supervision")

	liaison.opens("/desk", "待签收", "改造老旧小区120个", "还有2个工作日")
	liaison.opens(liaison.goesOn("/assignments/"+n+"/sign", nil), "已签收")
	if a := liaison.post("/assignments/"+n+"/sign", nil); a.status != http.StatusConflict {
		t.Errorf("signed for twice: %d", a.status)
	}

	liaison.opens(item+"/plan", "120", "12-31")
	liaison.refused(item+"/plan", url.Values{"rows": {"2"}, "day-0": {"六月底"}, "value-0": {"60"}, "day-1": {"2026-12-31"}, "value-1": {"120"}}, "六月底", "错误：")
	liaison.refused(item+"/plan", url.Values{"rows": {"1"}, "day-0": {"2026-12-31"}, "value-0": {"120"}}, "办理时间超过60天")
	liaison.refused(item+"/plan", url.Values{"rows": {"2"}, "day-0": {"2026-12-31"}, "value-0": {"100"}, "day-1": {"2026-6-30"}, "value-1": {"60"}}, "达不到目标")
	liaison.refused(item+"/plan", url.Values{"rows": {"1"}, "text-0": {"完工"}, "do": {"back"}}, "至少一步填上用几个工作日")
	liaison.refused(item+"/plan", url.Values{"rows": {"2"}, "days-0": {"十天"}, "days-1": {"5"}, "do": {"back"}}, "填1到500的整数", "十天")
	if a := liaison.post(item+"/plan", url.Values{"rows": {"3"}, "days-0": {"10"}, "text-0": {"完成招标"}, "days-2": {"500"}, "text-2": {"完工"}, "do": {"back"}}); a.status != http.StatusOK || !strings.Contains(a.body, `value="2026-12-31"`) || !strings.Contains(a.body, "完成招标") || !strings.Contains(a.body, "完成招标最迟应于") || !strings.Contains(a.body, "顺推") {
		t.Errorf("steps laid backward: %d\n%s", a.status, a.body)
	}
	liaison.opens(liaison.goesOn(item+"/plan", url.Values{"rows": {"3"}, "day-0": {"2026年12月31日"}, "value-0": {"120"}, "day-1": {"6.30"}, "value-1": {"６０"}, "person": {"建设科科长"}, "do": {"hand"}}), "计划已交回", "6月30日", "60")
	if a := liaison.post(item+"/plan", url.Values{"rows": {"1"}, "day-0": {"2026-12-31"}, "value-0": {"120"}}); a.status != http.StatusConflict {
		t.Errorf("a second plan: %d", a.status)
	}

	w.day(3, 20)
	sheet := "/sheets/" + periodID(calendar.MonthOf(2026, 3))
	row := func(value, words string) url.Values {
		return url.Values{"v-" + n: {value}, "t-" + n: {words}, "w-" + n: {"0"}}
	}
	liaison.opens("/desk", "3月进展", "改造老旧小区120个")
	liaison.refused(sheet, row("十二", "已开工12个"), "十二", "请填数字")
	version := find(t, liaison.opens("/desk", "十二"), `name="w-`+n+`" value="\d+`)
	fill := row("12", "已开工12个")
	fill.Set("w-"+n, version[strings.LastIndex(version, `"`)+1:])
	fill.Set("do", "submit")
	liaison.opens(liaison.goesOn(sheet, fill), "已提交1项", "已交审签")
	if a := liaison.post(sheet, fill); a.status != http.StatusConflict {
		t.Errorf("changed under the head's eyes: %d", a.status)
	}

	page := head.opens("/sheets", "审签3月进展：1项", "已开工12个", "12")
	seal := find(t, page, `name="version" value="\d+`)
	seal = seal[strings.LastIndex(seal, `"`)+1:]
	if a := head.post(sheet+"/sign", url.Values{"do": {"sign"}, "version": {seal + "7"}}); a.status != http.StatusConflict || !strings.Contains(a.body, "重新看一遍") {
		t.Errorf("signed something he did not read: %d", a.status)
	}
	head.opens(head.goesOn(sheet+"/sign", url.Values{"do": {"sign"}, "version": {seal}}), "已审签1项")

	review := find(t, office.opens("/reviews", "改造老旧小区120个", "已开工12个"), `/reports/\d+/review`)
	office.refused(review, nil, "没有填")
	office.refused(review, url.Values{"decision": {"return"}, "reason": {"missing"}}, "没有填")
	office.opens(office.goesOn(review, url.Values{"decision": {"return"}, "reason": {"missing"}, "words": {"写明哪12个"}}), "已退回")
	liaison.opens("/desk", "退回", "写明哪12个", "缺数")

	fill = row("12", "已开工12个：东街3个、西街9个")
	fill.Set("w-"+n, "0")
	fill.Set("do", "submit")
	liaison.goesOn(sheet, fill)
	page = head.opens("/sheets", "西街9个")
	seal = find(t, page, `name="version" value="\d+`)
	head.goesOn(sheet+"/sign", url.Values{"do": {"sign"}, "version": {seal[strings.LastIndex(seal, `"`)+1:]}})
	report := strings.TrimSuffix(strings.TrimPrefix(find(t, office.opens("/reviews"), `/reports/\d+/review`), "/reports/"), "/review")
	office.opens(office.goesOn("/reviews/accept", url.Values{"report": {report}}), "已受理1项")

	measure := find(t, office.opens(item+"/check", "完成数"), `<option value="\d+" selected>完成数`)
	measure = regexp.MustCompile(`\d+`).FindString(measure)
	check := url.Values{"measure": {measure}, "period": {periodID(calendar.MonthOf(2026, 3))}, "found": {"十"}, "checkday": {"2026-03-20"}, "manner": {"field"}, "words": {"现场只见10个"}}
	office.refused(item+"/checks", check, "十", "请填数字")
	check.Set("found", "10")
	office.opens(office.goesOn(item+"/checks", check), "核查结果已记下", "核定")

	correct := find(t, head.opens(item), item+`/reports/`+report+`/correct`)
	head.opens(correct, "12", "保留不动")
	head.refused(correct, url.Values{"v-" + measure: {"11"}, "text": {"已开工11个"}}, "没有选")
	head.opens(head.goesOn(correct, url.Values{"v-" + measure: {"11"}, "text": {"已开工11个"}, "reason": {"reduced"}, "words": {"西街1个停工"}}), "已改正", "原报12个，改为11个", "核减")
	if a := head.get(correct); a.status != http.StatusNotFound {
		t.Errorf("a corrected report corrected again: %d", a.status)
	}
	office.opens(item, "主要负责人把关", "开局：3月20日带着计划审签")
	office.opens(item+"?asof=2026-03-10", "现在看的是2026年3月10日", "还没有报送")
	for _, act := range []string{"申请变更", "带着计划审签", item + "/check", item + "/reports/"} {
		if strings.Contains(office.get(item+"?asof=2026-03-10").body, act) {
			t.Errorf("a past day offers %s", act)
		}
	}
}

// An item that is not the unit's goes back by its head within the limit, and the
// office gives it to another; the other signs for it on a clock of its own.
func TestHandedBackAndReassigned(t *testing.T) {
	w := newTown(t)
	n, item := id.String(w.items["park4"]), w.item("park4")
	back := url.Values{"returnreason": {"has_unit"}, "tounit": {id.String(w.units["urban"])}, "basis": {"三定规定第4条"}, "words": {"停车场由城管局建"}}
	if a := w.as("liaison").post("/assignments/"+n+"/return", back); a.status != http.StatusForbidden {
		t.Errorf("handed back by the liaison: %d", a.status)
	}
	head, office := w.as("head"), w.as("supervision")
	head.opens("/assignments/"+n+"/return", "职责不符", "2026年政府工作报告"[:0])
	head.refused("/assignments/"+n+"/return", url.Values{"returnreason": {"has_unit"}}, "依据", "建议承办单位")
	head.opens(head.goesOn("/assignments/"+n+"/return", back), "已退办")
	office.opens("/desk", "待定的退办 1项")
	office.opens("/assignments", "新建停车场4处", "市住建局")
	office.opens("/assignments/"+n+"/decide", "三定规定第4条", "已有单位承担", "市城管局")
	office.refused("/assignments/"+n+"/decide", url.Values{"decision": {"move"}}, "没有填")
	office.opens(office.goesOn("/assignments/"+n+"/decide", url.Values{"decision": {"move"}, "newunit": {id.String(w.units["urban"])}, "why": {"按三定规定"}}), "已决定", "市城管局")
	w.as("urban").opens("/desk", "待签收", "新建停车场4处")
	if a := head.get(item + "/plan"); a.status != http.StatusNotFound {
		t.Errorf("the former unit still plans: %d", a.status)
	}
}
