package web

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// TestPortfolioOnPages writes the half-year text of a vice-mayor's portfolio from
// the session's page, and edits it.
func TestPortfolioOnPages(t *testing.T) {
	h := newHall(t).staff()
	h.give("reviewer", org.Draft)
	_, err := h.app.DB.Write(context.Background(), store.Actor{}, "set_up", "", func(tx *store.Tx) error {
		vice, err := store.Insert[store.Post, id.Post](tx, store.Post{UnitID: h.units["house"], Title: "副市长", Duty: string(org.ViceMayor)})
		if err == nil {
			err = store.Add(tx, store.PortfolioLine{PostID: vice, UnitID: h.units["house"], Field: "城乡建设", Relation: "lead", FromDay: tx.Day})
		}
		return err
	})
	h.must(err)
	r := h.in("reviewer")
	const sessions = "/registers/sessions"
	r.get(sessions+"/new").submit(sessions+"/objects", "", url.Values{"title": {"第六次全体会议"}, "sort": {"全体会议"}, "day": {"2026-07-10"}}).is(200)
	r.get(sessions+"/1").says("按台账起草分管领域总结").submit(sessions+"/1/write/portfolios", "", url.Values{"leader": {""}}).is(422)
	r.get(sessions+"/1").submit(sessions+"/1/write/portfolios", "", url.Values{"leader": {optionOf(r, "leader", "副市长")}}).is(200).says("已起草1段", "列入台账", "数据截至")
	desk := r.links(sessions + "/1/written/")[0]
	r.get(desk).is(200).says("可以引用的数", "【红灯】", "没有手工写的数")
	r.submit(desk, "", url.Values{"done": {"紫灯【紫灯】"}}).is(422).says("没有这些数：紫灯")
	r.get(desk).submit(desk, "", url.Values{"done": {"上半年红灯【红灯】，另开工7处。"}}).is(200).says("已保存", "…，另开工7处")
	if r.get(sessions + "/1").says("上半年红灯0项，另开工7处"); strings.Contains(r.body, "【") {
		t.Error("a name stands in what is read")
	}
	r.get(desk).submit(desk, "", url.Values{"next": {"启动城市更新专项行动。"}}).is(200)
	r.get(sessions+"/1").submit(sessions+"/1/ask", "", nil).is(200).says("启动城市更新专项行动")
	r.get(sessions+"/1").submit(sessions+"/1/ask", "", nil).is(409)
	h.in("liaison").get(desk).is(403)
}
