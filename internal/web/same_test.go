package web

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
)

// peopleList repeats a work of the ledger, stricter, and one that it does not have.
const peopleList = `样例市2026年民生实事清单
一、2026年民生实事
（一）建设宜居城市
1．集中供热中心10月25日前建成投用。（市住建局牵头）
2．改造老旧小区150个。（市住建局牵头，12月底前完成）
3．新建停车场8处。（市城管局牵头，11月底前完成）
`

// known founds the heating plant of this year and the old estates of the last.
func (h *hall) known() (plant, estates id.Item) {
	h.t.Helper()
	item := func(year int, title string, limit calendar.Day, m app.NewMeasure) app.NewItem {
		return app.NewItem{Kind: "key-task", Title: title, Standard: title, Year: int64(year), Mode: "single", Parties: []ledger.Party{{Unit: h.units["house"], Role: ledger.RoleLead}},
			Origins: []app.NewOrigin{{Sort: "report", Demand: title, Limit: limit}}, Due: app.NewDue{Sort: "date", Day: limit}, Measures: []app.NewMeasure{m}}
	}
	out, err := h.app.IssueItems(context.Background(), viewerOf(h, "reviewer"), "", []app.NewItem{
		item(2026, "集中供热中心建成投用", calendar.Date(2026, 10, 31), app.NewMeasure{Name: "集中供热中心建成投用", Direction: 1, Path: "state"}),
		item(2025, "改造老旧小区120个", calendar.Date(2025, 12, 31), app.NewMeasure{Name: "改造老旧小区", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: 120})})
	h.must(err)
	return out[0], out[1]
}

func (h *hall) takesList(who string) (c *caller, desk string) {
	c = h.in(who)
	c.get("/documents").submit("/documents", "how=file", url.Values{"sort": {"livelihood"}}, file{"清单.txt", []byte(peopleList)}).is(200)
	return c, deskOf(c)
}

// TestSameMatterWithoutScripts: the ledger's item is proposed with why, a drafter
// may not make it stricter, who may assign merges, the item shows the origin, the
// undoing asks for a reason and gives the draft back; last year's promise is linked
// and unlinked; an item above is made for the heading.
func TestSameMatterWithoutScripts(t *testing.T) {
	h := newHall(t).staff()
	plant, estates := h.known()
	h.give("reviewer", org.Draft)
	c, desk := h.takesList("clerk")
	heat := h.draft(desk, "集中供热")
	at := "/drafts/" + id.String(heat.ID)

	c.get(desk+"?view=same").is(200).says("台账或已有", "集中供热中心")
	c.get(desk+"?draft="+id.String(heat.ID)).is(200).says("台账里可能已有的同一事项", "集中供热中心建成投用", "都写到“集中供热中心、建成投用”", "都由市住建局牵头", "期限由2026年10月31日提前到2026年10月25日", "收紧要求须由有改派权的岗位办理")
	if len(c.actions(at+"/same", "")) != 0 {
		t.Error("a drafter is offered to make the item stricter")
	}
	r := h.in("reviewer")
	r.get(desk+"?draft="+id.String(heat.ID)).is(200).submit(at+"/same", "item="+id.String(plant), nil).is(200).says("已并入", "这句话成为该事项的又一个来源")
	item := "/items/" + id.String(plant)
	r.get(item).is(200).says("民生实事", "多源合一", "都写到“集中供热中心、建成投用”", "期限由这一来源定", "10月25日")
	c.get(desk+"?view=joined").is(200).says("集中供热中心", "已并入台账事项")
	undo := r.get(item).links(item + "/origins/")
	if len(undo) != 1 {
		t.Fatalf("links to undo: %v", undo)
	}
	h.in("liaison").get(undo[0]).is(403)
	h.in("liaison").get("/desk").is(200).says("要求有变化的事项", "3月2日新增来源：民生实事“集中供热中心10月25日前建成投用", "期限现为10月25日")
	h.in("county").get("/desk").is(200)
	c.get(undo[0]).is(200).submit(undo[0], "", url.Values{"words": {"不是同一个"}}).is(403) // it had made the limit stricter
	r.get(undo[0]).is(200).says("撤销后").submit(undo[0], "", nil).is(422).says("没有填")
	r.get(undo[0]).submit(undo[0], "", url.Values{"words": {"不是同一个中心"}}).is(200).says("已撤销并入", "10月31日")
	if d := h.draft(desk, "集中供热"); d.State != app.DraftOpen {
		t.Errorf("the draft is %s", d.State)
	}
	r.get(undo[0]).is(404)
	if s := r.get(desk + "?draft=" + id.String(heat.ID)); s.is(200) != nil && len(s.actions(at+"/notsame", "")) > 0 {
		s.submit(at+"/notsame", "item="+id.String(plant), nil).is(200).says("不再提示")
	}
	c.get(desk + "?view=same").is(200)
	if d := h.draft(desk, "集中供热"); len(d.Body.Refused) != 1 {
		t.Errorf("refused: %v", d.Body.Refused)
	}

	old := h.draft(desk, "老旧小区")
	at = "/drafts/" + id.String(old.ID)
	c.get(desk+"?draft="+id.String(old.ID)).is(200).says("上年同一承诺", "改造老旧小区：上年120个，今年150个，", "25.0%", "上年结果：办理中").submit(at+"/year", "item="+id.String(estates), nil).is(200).says("已记下与上年事项的对应", "对应上年2025-0001")
	if d := h.draft(desk, "老旧小区"); d.Body.Last != estates {
		t.Errorf("linked to %d", d.Body.Last)
	}
	c.submit(at+"/year", "item=", nil).is(200).says("已取消")
	r.get(item+"/year").is(200).submit(item+"/year", "", url.Values{"lastyear": {"2025-0099"}}).is(422)
	r.get(item+"/year").submit(item+"/year", "", url.Values{"lastyear": {"2025-0001"}}).is(200).says("对应上年2025-0001")
	r.get("/items/"+id.String(estates)).is(200).says("下一年度又列", "2026-0001")

	// two items that are one, and parted again
	twin := "/items/" + id.String(estates)
	c.get(twin + "/into").is(403)
	r.get(twin).is(200).says("并入另一事项").get(twin+"/into").is(200).submit(twin+"/into", "", url.Values{"number": {"2026-0001"}, "words": {""}}).is(422)
	r.get(twin+"/into").submit(twin+"/into", "", url.Values{"number": {"2026-0001"}, "words": {"同一件事"}}).is(200).says("已并入。来源转到那一项", "撤销合并")
	r.get(item).is(200).says("2025-0001：同一件事")
	r.get(twin+"/into").is(200).says("重新列入台账").submit(twin+"/into", "", url.Values{"words": {"不是一件事"}}).is(200).says("已撤销合并")
	if body := r.get(item).body; strings.Contains(body, "2025-0001：同一件事") {
		t.Error("the origin is still there")
	}

	above := c.get(desk).is(200).says("几句话落在同一个标题下", "建设宜居城市（3项）").actions(desk+"/parents/", "")
	if len(above) != 1 {
		t.Fatalf("proposals of items above: %v", above)
	}
	c.submit(above[0], "do=accept", nil).is(200).says("已设上级事项")
	head := h.draft(desk, "建设宜居城市")
	if d := h.draft(desk, "停车场"); d.Body.Parent != head.ID || !head.Body.Head {
		t.Errorf("hangs under %d, want %d", d.Body.Parent, head.ID)
	}
	c.get(desk+"?draft="+id.String(old.ID)).is(200).says("上级事项").submit(at, "do=save", url.Values{"parent": {""}}).is(200)
	if d := h.draft(desk, "老旧小区"); d.Body.Parent != 0 {
		t.Errorf("still hangs under %d", d.Body.Parent)
	}
}

// TestSameMatterInABrowser: at the desk by keyboard: proposed, merged by one key,
// undone on the item's page, open again.
func TestSameMatterInABrowser(t *testing.T) {
	ctx := browser(t)
	h := newHall(t).staff()
	plant, _ := h.known()
	h.give("reviewer", org.Draft)
	_, desk := h.takesList("clerk")
	heat := h.draft(desk, "集中供热")
	k := newWalker(t, ctx, h.doors())
	k.goTo("reviewer", desk)
	h.seen(ctx, k.base, "same-parents", desk)
	h.seen(ctx, k.base, "same-desk", desk+"?draft="+id.String(heat.ID))
	h.seen(ctx, k.base, "same-year", desk+"?draft="+id.String(h.draft(desk, "老旧小区").ID))
	k.goTo("reviewer", desk+"?draft="+id.String(heat.ID))
	k.says("台账里可能已有的同一事项", "集中供热中心建成投用", "都由市住建局牵头")
	press := func(key, until string) {
		t.Helper()
		_, err := chromedp.Run(ctx, chromedp.KeyEvent(key))
		h.must(err)
		for range 100 {
			if k.read(until) == "true" {
				return
			}
			time.Sleep(30 * time.Millisecond)
		}
		t.Fatalf("never: %s\n%s", until, k.read("document.querySelector('main').innerText.slice(0,900)"))
	}
	k.read("window.stays = 'yes'")
	press("e", "document.body.innerText.includes('已并入')")
	if k.read("window.stays") != "yes" {
		t.Error("the page was loaded again")
	}
	if d := h.draft(desk, "集中供热"); d.State != app.DraftJoined || d.ItemID != plant {
		t.Fatalf("%s %d", d.State, d.ItemID)
	}
	old := h.draft(desk, "老旧小区")
	k.goTo("reviewer", desk+"?draft="+id.String(old.ID))
	press("y", "document.body.innerText.includes('对应上年2025-0001')")
	h.seen(ctx, k.base, "same-item", "/items/"+id.String(plant))
	k.goTo("reviewer", "/items/"+id.String(plant))
	k.says("多源合一", "撤销并入")
	k.goTo("reviewer", k.read("document.querySelector('a[href$=\"/undo\"]').getAttribute('href')"))
	h.seen(ctx, k.base, "same-undo", strings.TrimPrefix(k.read("location.href"), k.base))
	h.seen(ctx, k.base, "same-itemyear", "/items/"+id.String(plant)+"/year")
	h.seen(ctx, k.base, "same-into", "/items/"+id.String(plant)+"/into")
	k.goTo("liaison", "/desk")
	h.seen(ctx, k.base, "same-told", "/desk")
	k.goTo("reviewer", "/items/"+id.String(plant))
	k.goTo("reviewer", k.read("document.querySelector('a[href$=\"/undo\"]').getAttribute('href')"))
	k.fill(map[string]string{"words": "不是同一个中心"})
	k.says("10月31日")
	if d := h.draft(desk, "集中供热"); d.State != app.DraftOpen {
		t.Errorf("after undoing: %s", d.State)
	}
	if words := k.read("document.querySelector('main').innerText"); strings.Contains(words, "多源合一") {
		t.Error("the item still shows the merging")
	}
}

// seen opens a page wide and on a telephone: whole, under the policy, not wider than
// the screen; with -shots a picture of it is kept.
func (h *hall) seen(ctx context.Context, base, name, path string) {
	h.t.Helper()
	for _, width := range []int64{1440, 390} {
		got, err := look(ctx, base+path, width)
		h.must(err)
		if got.Sheets != 2 || got.Refused != 0 || got.Width > width {
			h.t.Errorf("%s at %d: %+v", name, width, got)
		}
		if *shotsDir == "" {
			continue
		}
		_, err = chromedp.Run(ctx, chromedp.EmulateViewport(width, 1500))
		h.must(err)
		b, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		h.must(err)
		h.must(os.WriteFile(filepath.Join(*shotsDir, name+"-"+id.String(id.Fact(width))+".png"), b, 0o644))
	}
	_, err := chromedp.Run(ctx, chromedp.EmulateViewport(1440, 900))
	h.must(err)
}

// TestLastYearsPaperWithoutScripts: without a ledger of last year its paper is
// proposed on the desk, refused, linked and unlinked by buttons.
func TestLastYearsPaperWithoutScripts(t *testing.T) {
	h := newHall(t).staff()
	c := h.in("clerk")
	take := func(name, text string) string {
		c.get("/documents").submit("/documents", "how=file", url.Values{"sort": {"livelihood"}}, file{name, []byte(text)}).is(200)
		return deskOf(c)
	}
	before := take("上年.txt", "样例市2025年民生实事清单\n一、2025年民生实事\n1．改造老旧小区120个。\n2．新建停车场6处。\n")
	desk := take("今年.txt", peopleList)
	was, homes := h.draft(before, "老旧小区"), h.draft(desk, "老旧小区")
	open, at := desk+"?draft="+id.String(homes.ID), "/drafts/"+id.String(homes.ID)
	c.get(open).is(200).says("系统里没有上年台账", "2025年“改造老旧小区120个”", "《样例市2025年民生实事清单》", "上年120个，今年150个", "上年没有台账").
		submit(at+"/year", "last="+id.String(was.ID), nil).is(200)
	c.get(open).is(200).says("对应2025年《样例市2025年民生实事清单》“改造老旧小区120个”").submit(at+"/year", "item=", nil).is(200)
	if d := h.draft(desk, "老旧小区"); d.Body.LastDraft != 0 {
		t.Errorf("still linked to %d", d.Body.LastDraft)
	}
	c.get(open).is(200).submit(at+"/notsame", "last="+id.String(was.ID), nil).is(200).says("不再提示")
	if left := c.get(open).is(200).actions(at+"/year", ""); len(left) != 0 {
		t.Errorf("proposed again after it was refused: %v", left)
	}
}
