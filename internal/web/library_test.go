package web

import (
	"net/url"
	"testing"

	"jiufen/internal/org"
)

// TestLibraryAndSettingsOnAPage: the year's holidays are entered from the notice,
// wrong lines told by their number; a setting takes what it can hold and no more.
func TestLibraryAndSettingsOnAPage(t *testing.T) {
	h := newHall(t).staff()
	h.give("reviewer", org.Library)
	c := h.in("reviewer")
	c.get("/library").is(200).says("2027年放假安排还没有录入", "按序时完成率亮灯")
	year := url.Values{"year": {"2027"}, "notice": {"国办发明电〔2026〕9号"}, "free": {"元旦，1月1日，1月3日\n春节，2月31日，2月12日"}, "work": {"1月9日"}}
	c.submit("/library/calendar", "", year).is(422).says("第2行读不出来")
	year.Set("free", "元旦，1月1日，1月3日\n春节，2月5日，2月12日")
	c.get("/library").submit("/library/calendar", "", year).is(200).says("国办发明电〔2026〕9号", "2028年放假安排还没有录入")

	c.submit("/library/settings", "", url.Values{"setting": {"review.return_days"}, "value": {"三天"}}).is(422).says("写一个整数")
	c.get("/library").submit("/library/settings", "", url.Values{"setting": {"review.return_days"}, "value": {"3"}}).is(200).says("已保存")
	c.get("/library").submit("/library/settings", "", url.Values{"setting": {"rules"}, "value": {"没有"}}).is(422).says("没有“没有”这套规则")
	c.get("/library").submit("/library/settings", "", url.Values{"setting": {"report.due"}, "value": {"每月二十五"}}).is(422)
	h.in("liaison").get("/library").is(200)
	h.in("accounts").get("/library").is(403)
}
