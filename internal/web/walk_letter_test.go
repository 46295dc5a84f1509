package web

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/docx"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
)

// countyBehind puts the hall on 21 July with an item of 甲县 past its node, and a
// signed bulletin that says so; it gives the bulletin's address.
func (h *hall) countyBehind() string {
	h.t.Helper()
	ctx := context.Background()
	h.give("county", "sheet")
	items, err := h.app.IssueItems(ctx, viewerOf(h, "reviewer"), "", []app.NewItem{{Kind: "key-task", Title: "甲县建成零工市场", Standard: "全部建成", Year: 2026, Cadence: "month", Mode: "single",
		Parties: []ledger.Party{{Unit: h.units["jia"], Role: ledger.RoleLead}}, Origins: []app.NewOrigin{{Sort: "report", Demand: "建成零工市场12处", Limit: calendar.Date(2026, 12, 31)}},
		Measures: []app.NewMeasure{{Name: "零工市场", Unit: "处", Direction: 1, Path: "amount", Comparator: "reach", Target: 12}}, Due: app.NewDue{Sort: "date"},
		Plan: []app.NewNode{{MeasureAt: 1, Day: calendar.Date(2026, 6, 30), Expected: 6}, {MeasureAt: 1, Day: calendar.Date(2026, 12, 31), Expected: 12}}}})
	h.must(err)
	h.later(140 * 24 * time.Hour)
	_, err = h.app.DB.Tick(ctx)
	h.must(err)
	view, err := h.app.Item(ctx, viewerOf(h, "county"), items[0], 0, h.app.Text)
	h.must(err)
	_, err = h.app.FileReports(ctx, viewerOf(h, "county"), "", app.SheetInput{Unit: h.units["jia"], Period: calendar.MonthOf(2026, 6), Rows: []app.ReportInput{{Item: items[0], Words: "在建", Values: []app.ValueInput{{Measure: view.Measures[0].ID, Value: 1}}}}})
	h.must(err)
	n, err := h.app.NewBulletin(ctx, viewerOf(h, "clerk"), app.Circular, 0, 0)
	h.must(err)
	x, err := h.app.BulletinDraft(ctx, viewerOf(h, "clerk"), n)
	h.must(err)
	paper, err := h.app.SubmitBulletin(ctx, viewerOf(h, "clerk"), "", n, x.Draft.Version)
	h.must(err)
	approver, signer := viewerOf(h, "approver"), viewerOf(h, "signer")
	approver.Proven, signer.Proven = true, true
	h.must(h.app.ApproveBulletin(ctx, approver, "", paper))
	h.must(h.app.ConsentBulletin(ctx, signer, "", paper, "市长7月21日圈阅"))
	_, err = h.app.SignBulletin(ctx, signer, "", paper)
	h.must(err)
	return "/bulletins/" + id.String(paper)
}

// TestLetterInABrowser walks a letter at a browser: begun on the bulletin, refused
// until the county was heard, approved, consented, signed and numbered; on the
// county's desk, read, answered late; told to the office until it was.
func TestLetterInABrowser(t *testing.T) {
	h := newHall(t).staff()
	base := h.countyBehind()
	k := newWalker(t, browser(t), h.doors())
	k.goTo("clerk", base)
	k.says("函告滞后县区", "甲县", "红灯1项", "未发函")
	k.fillIn("form[action$='/letters']", "", map[string]string{"unit": "甲县", "answer": "2026-07-24"})
	k.says("样督通报〔2026〕1号", "甲县牵头的列入台账事项1项", "7月24日前书面回复", "还没有填写怎样听取的说明")
	k.fillIn("main form[method=post]", "submit", nil)
	k.says("发函前要先听取该单位的说明")
	k.fillIn("main form[method=post]", "save", map[string]string{"heard": "meeting", "heardday": "2026-07-20", "heardwords": "会议记录第8号"})
	k.says("已于7月20日当面听取甲县的说明", "会议记录第8号")
	if got := objections(k.ctx, t); got != "" {
		t.Error(got)
	}
	k.fillIn("main form[method=post]", "submit", nil)
	letter := k.at()
	k.goTo("approver", letter)
	k.says("审定", "中共甲县委员会、甲县人民政府主要负责同志：")
	k.fillIn("form.sheet", "approve", nil)
	k.goTo("signer", letter)
	k.fillIn("form.sheet", "consent", map[string]string{"words": "市长7月21日圈阅"})
	k.fillIn("form.sheet", "sign", nil)
	k.says("样督函〔2026〕1号", "7月24日前", "还没有回复", "没变1项")

	k.goTo("county", "/desk")
	k.says("来函", "样督函〔2026〕1号", "还没有阅知")
	if got := objections(k.ctx, t); got != "" {
		t.Error(got)
	}
	k.follow("看函、回复")
	read, err := docx.Read(k.download("/bulletin.docx"), walkLimits)
	if err != nil || !strings.Contains(read.String, "样督函〔2026〕1号") || !strings.Contains(read.String, "甲县人民政府主要负责同志") {
		t.Errorf("the paper: %v\n%s", err, read.String)
	}
	k.fillIn("form[action$='/read']", "", nil)
	k.says("已记阅知", "7月20日已阅")

	h.later(7 * 24 * time.Hour) // past its day
	_, err = h.app.DB.Tick(context.Background())
	h.must(err)
	k.now = ""
	k.goTo("clerk", "/desk")
	k.says("1份函逾期未回复")
	k.follow("1份函逾期未回复")
	k.says("致甲县", "已逾期1个工作日")
	k.silent("样督通报")
	k.follow("通报")
	k.says("样督通报〔2026〕1号")
	k.goTo("county", letter)
	k.fillIn("form[action$='/reply']", "", map[string]string{"words": "已倒排工期，\n8月底前补上。"})
	k.says("已回复", "8月底前补上。", "迟了1个工作日", "补充回复")
	if got := objections(k.ctx, t); got != "" {
		t.Error(got)
	}
	k.goTo("county", "/desk")
	k.silent("来函")
	k.goTo("clerk", "/desk")
	k.silent("函逾期")
	k.goTo("clerk", letter+"?asof=2026-07-21")
	k.silent("8月底前补上")
	k.goTo("clerk", base)
	k.says("样督函〔2026〕1号")
}

// TestLetterRefusals: plain forms say why a letter cannot be written, and what is
// not one's own is not there.
func TestLetterRefusals(t *testing.T) {
	h := newHall(t).staff()
	base := h.countyBehind()
	c := h.in("clerk")
	send := func(unit, answer string) *caller {
		return c.get(base).submit(base+"/letters", "", url.Values{"unit": {unit}, "answer": {answer}})
	}
	jia, house := id.String(h.units["jia"]), id.String(h.units["house"])
	send("", "2026-07-24").is(422).says("发给哪个县区")
	send(house, "2026-07-24").is(422).says("市住建局不是县（市、区）或开发区")
	send(jia, "2026-07-01").is(422).says("请回复的日期要在今天以后")
	send(jia, "").is(200).says("主要负责同志")
	h.in("liaison").get(base).is(200)
	h.in("signer").get(base).is(200)
	for _, who := range []string{"liaison", "signer"} {
		if o := h.in(who).get(base); strings.Contains(o.body, "函告滞后县区") {
			t.Errorf("%s is offered letters", who)
		}
	}
	l := h.in("county")
	l.get("/desk").is(200)
	if strings.Contains(l.body, "来函") {
		t.Error("a letter not signed is on the desk")
	}
}
