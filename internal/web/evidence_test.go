package web

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"jiufen/internal/id"
)

// TestEvidenceOnThePages: the office asks, seeing what it takes; the liaison finds
// the field on the sheet and attaches a file; the head and the reviewer see what
// shows it; nothing of it stands on the desk of an item that nothing is asked of.
func TestEvidenceOnThePages(t *testing.T) {
	h := newHall(t).staff()
	n := h.item()
	bare := h.item()
	page := "/items/" + id.String(n) + "/evidence"
	h.later(18 * 24 * time.Hour)
	_, err := h.app.DB.Tick(context.Background())
	h.must(err)

	silent := func(c *caller, words ...string) *caller {
		t.Helper()
		for _, w := range words {
			if strings.Contains(c.body, w) {
				t.Errorf("%s says %s", c.path, w)
			}
		}
		return c
	}
	o := h.in("reviewer")
	silent(o.get("/overview").is(200), "佐证")
	o.get(page).is(200).says("这一事项不要求佐证", "每月多填1项")
	o.submit(page+"/ask", "", url.Values{"evidencesort": {"photo"}, "what": {"现场照片"}}).is(422).says("要求照片要写理由")
	o.get(page).submit(page+"/ask", "", url.Values{"evidencesort": {"file"}, "what": {"竣工验收备案表"}}).is(200).says("要求附佐证文件：竣工验收备案表")
	silent(h.in("liaison").get(page).is(200), "定下要求")
	h.in("county").get(page).is(404)

	view, err := h.app.Item(context.Background(), viewerOf(h, "liaison"), n, 0, h.app.Text)
	h.must(err)
	l := h.in("liaison").get("/desk").says("要求附佐证文件：竣工验收备案表", "附文件（已有0份）")
	silent(l, `name="e-`+id.String(bare)+`"`)
	sheet := l.actions("/sheets/", "")[0]
	row := sheetRow(l, n, view.Measures[0].ID, "12", "已开工12个")
	row.Set("e-"+id.String(n), "样建验〔2026〕6号")
	l.submit(sheet, "do=save", row).is(200)
	if !strings.Contains(l.get("/desk").body, `value="样建验〔2026〕6号"`) {
		t.Error("the paper was not kept")
	}

	l.get(page).submit(page, "", nil, file{"a.html", []byte("<script>")}).is(422).says("不是可以附的文件")
	l.get(page).submit(page, "", nil, file{"备案表.ofd", []byte("PK\x03\x04 page")}).is(200).says("备案表.ofd", "本期未报")
	l.submit(page+"/back", "", nil).is(422).says("没有填")
	l.get("/desk").says("附文件（已有1份）").submit(sheet, "do=submit", nil).is(200)
	h.in("head").get("/sheets").is(200).says("佐证：备案表.ofd；样建验〔2026〕6号").submit(sheet+"/sign", "do=sign", nil).is(200)

	r := h.in("reviewer").get("/reviews").is(200).says("已佐证", "备案表.ofd", "样建验〔2026〕6号")
	r.get(r.links(page + "/")[0])
	if got := r.head.Get("Content-Disposition"); r.body != "PK\x03\x04 page" || r.head.Get("Content-Type") != "application/octet-stream" || r.head.Get("X-Content-Type-Options") != "nosniff" || got == "" {
		t.Errorf("the file: %q, %v", r.body, r.head)
	}
	h.in("reviewer").get("/overview").says("要求佐证的1项：最近一期已佐证1项，仅申报0项")
	silent(h.in("liaison").get(page), "撤下哪一份").says("已佐证")
	h.in("reviewer").get("/items/"+id.String(n)).says("已佐证", "佐证要求", "附佐证")
}
