package web

import (
	azip "archive/zip"
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// workReport is a small work report of the sample place, in the parts such
// reports have.
const workReport = `样例市政府工作报告
——2026年2月5日在样例市第八届人民代表大会第六次会议上
各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。
一、2025年工作回顾
过去一年，我们改造老旧小区96个，地区生产总值增长5.2%。
二、2026年工作安排
今年经济社会发展主要预期目标是：地区生产总值增长5.5%左右，居民消费价格涨幅2%左右。
改造老旧小区120个，惠及1.2万户。（市住建局牵头，市城管局配合，12月底前完成）
集中供热中心10月底前建成投用。（市住建局牵头）
新建停车场8处，新增泊位2000个。
大力弘扬实干精神，奋力开创新局面。
`

// upload takes the report in as the clerk and stays at its desk.
func (h *hall) upload() *caller {
	h.t.Helper()
	c := h.in("clerk")
	c.get("/documents").is(200).says("还没有文件")
	c.submit("/documents", "how=file", nil, file{"2026年报告.txt", []byte(workReport)}).is(200).says("样例市政府工作报告", "每一句都有着落")
	return c
}

// deskOf is the address of the desk the caller is at, without its query.
func deskOf(c *caller) string { return strings.Split(c.path, "?")[0] }

func TestFromUploadToSignedPaperWithoutScripts(t *testing.T) {
	h := newHall(t).staff()
	c := h.upload()
	desk := deskOf(c)

	// accept one and go on to the next
	first := c.actions("/drafts/", "")[0]
	c.submit(first, "do=accept", nil).is(200).says("已确认")
	second := c.actions("/drafts/", "")[0]
	if second == first {
		t.Fatalf("accepting %s did not go on", first)
	}

	// a draft that lacks something says so, and the link leads to the field
	c.get(desk + "?view=problem").is(200).says("下达前还要补")

	// where the text names no lead, units are suggested with what speaks for them
	for _, d := range h.drafts(desk) {
		if strings.Contains(d.Body.Standard, "停车场") {
			at := "/drafts/" + id.String(d.ID)
			c.get(desk+"?draft="+id.String(d.ID)).is(200).says("原文没写牵头单位", "市城管局", "职责里有“停车场")
			c.submit(at, "suggest="+id.String(h.units["urban"]), nil).is(200)
			if got := h.draft(desk, "停车场").Body; len(got.Parties) != 1 || got.Parties[0].Unit != h.units["urban"] || got.Mode != "single" {
				t.Errorf("taken: %+v, %s", got.Parties, got.Mode)
			}
			c.get(desk+"?draft="+id.String(d.ID)).is(200).says("力度", "性质", "牵头方式").submit(at, "do=save", url.Values{"strength": {"strive"}, "nature": {"binding"}, "mode": {"joint"}}).is(200)
			if got := h.draft(desk, "停车场").Body; got.Strength != "strive" || got.Nature != "binding" || got.Mode != "joint" {
				t.Errorf("set by hand: %s, %s, %s", got.Strength, got.Nature, got.Mode)
			}
			c.get(desk+"?draft="+id.String(d.ID)).submit(at, "do=save", url.Values{"strength": {"whatever"}, "nature": {""}, "mode": {"single"}}).is(200)
			if got := h.draft(desk, "停车场").Body; got.Strength != "strive" || got.Nature != "" || got.Mode != "single" {
				t.Errorf("a word that is none, and one taken back: %s, %s, %s", got.Strength, got.Nature, got.Mode)
			}
		}
	}

	// accept two together
	var two []string
	view, err := h.app.Document(context.Background(), viewerOf(h, "clerk"), idOf(t, desk))
	h.must(err)
	for _, d := range view.Drafts {
		if strings.Contains(d.Body.Standard, "老旧小区120") || strings.Contains(d.Body.Standard, "集中供热") {
			two = append(two, id.String(d.ID))
		}
	}
	if len(two) != 2 {
		t.Fatalf("%d drafts found of 2", len(two))
	}
	c.get(desk+"?view=open").submit(desk+"/accept", "", url.Values{"draft": two}).is(200)
	if got := h.states(desk); got[app.DraftAccepted] < 2 {
		t.Fatalf("states after accepting: %v", got)
	}
	// put back what lacks something, so that the notice can be made
	for _, d := range h.drafts(desk) {
		if d.State == app.DraftAccepted && len(d.Problems) > 0 {
			c.get(desk+"?draft="+id.String(d.ID)).submit("/drafts/"+id.String(d.ID), "do=reopen", nil).is(200)
		}
	}
	n := h.states(desk)[app.DraftAccepted]
	c.get(desk).submit(desk+"/paper", "", nil).is(200).says("已送审定", "等审定", "改造老旧小区120个")
	paper := deskOf(c)

	// the explanation is there for who approves, and for nobody else
	c.get(paper+"/explanation").is(200).says("各单位任务数", "市住建局", "一年合计填报", "系统中没有2025年的台账")
	c.get(paper + "/explanation.docx").is(200)
	h.in("liaison").get(paper + "/explanation").is(403)
	c.get(paper)

	// the clerk may neither approve nor sign
	if len(c.actions(paper, "")) != 0 {
		t.Errorf("the clerk is offered %v", c.actions(paper, ""))
	}
	// the approver finds it, approves; then it waits for another
	a := h.in("approver")
	a.get("/documents").is(200)
	if l := a.links("/papers/"); len(l) != 1 || l[0] != paper {
		t.Fatalf("the approver finds %v", l)
	}
	a.get(paper).is(200).submit(paper+"/approve", "do=approve", nil).is(200).says("已审定", "等签发")
	s := h.in("signer")
	s.get(paper).is(200).submit(paper+"/sign", "do=sign", nil).is(200).says(fmt.Sprintf("已签发，%d项进了台账", n), "样政办发〔2026〕1号")
	if l := s.links("/items/"); len(l) != n {
		t.Errorf("links to items: %v", l)
	}
	h.filesOf(s, paper)

	// the desk says where its drafts went; an issued draft has no buttons
	c.get(desk).says("样政办发〔2026〕1号", "已下达")
	c.get(desk + "?draft=" + two[0]).is(200).says("看台账里的事项")
	if l := c.actions("/drafts/"+two[0], ""); len(l) == 1 && strings.Contains(c.body, `value="accept"`) && !strings.Contains(c.body, "看台账里的事项") {
		t.Errorf("an issued draft can be edited")
	}
}

// filesOf opens the signed paper's files and looks into them.
func (h *hall) filesOf(c *caller, paper string) {
	h.t.Helper()
	for _, form := range []string{"docx", "xlsx"} {
		c.get(paper + "/notice." + form).is(200)
		if !strings.Contains(c.head.Get("Content-Disposition"), "filename*=utf-8''") || c.head.Get("Content-Type") != paperTypes[form] {
			h.t.Errorf("%s: %v", form, c.head)
		}
		z, err := azip.NewReader(bytes.NewReader([]byte(c.body)), int64(len(c.body)))
		if err != nil || len(z.File) == 0 {
			h.t.Errorf("%s: %v", form, err)
		}
	}
	c.get(paper).is(200)
}

func viewerOf(h *hall, name string) (v org.Viewer) {
	h.must(h.app.DB.View(context.Background(), func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err == nil {
			v, _ = dir.ViewerOf(h.who[name].Person, h.who[name].Post)
		}
		return err
	}))
	return v
}

func idOf(t testing.TB, path string) id.Document {
	t.Helper()
	n, err := id.Parse[id.Document](path[strings.LastIndex(path, "/")+1:])
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func (h *hall) drafts(desk string) []app.DraftView {
	h.t.Helper()
	d, err := h.app.Document(context.Background(), viewerOf(h, "clerk"), idOf(h.t, desk))
	h.must(err)
	return d.Drafts
}

func (h *hall) states(desk string) map[string]int {
	out := map[string]int{}
	for _, d := range h.drafts(desk) {
		out[d.State]++
	}
	return out
}

func (h *hall) draft(desk, words string) app.DraftView {
	h.t.Helper()
	for _, d := range h.drafts(desk) {
		if strings.Contains(d.Body.Standard, words) && d.State != app.DraftGone {
			return d
		}
	}
	h.t.Fatalf("no draft says %q", words)
	return app.DraftView{}
}

func TestUploadsThatCannotBeRead(t *testing.T) {
	h := newHall(t).staff()
	c := h.in("clerk").get("/documents")
	for _, x := range []struct {
		name  string
		set   url.Values
		files []file
		says  string
	}{
		{"no file", nil, nil, "没有填"},
		{"empty", nil, []file{{"a.txt", nil}}, "a.txt"},
		{"secret", nil, []file{{"a.txt", []byte("秘密★5年\n" + workReport)}}, "秘密"},
		{"no docx", nil, []file{{"a.docx", []byte("只是文字")}}, "a.docx"},
		{"renamed", nil, []file{{"a.txt", []byte("%PDF-1.7\n%")}}, "a.txt"},
		{"year", url.Values{"year": {"二六"}}, []file{{"a.txt", []byte(workReport)}}, "“二六”"},
		{"sort", url.Values{"sort": {"x"}}, []file{{"a.txt", []byte(workReport)}}, "请选一项"},
	} {
		t.Run(x.name, func(t *testing.T) {
			c.get("/documents").submit("/documents", "how=file", x.set, x.files...).is(422).says("错误：", x.says)
		})
	}
	if docs, err := h.app.Documents(context.Background(), viewerOf(h, "clerk")); err != nil || len(docs) != 0 {
		t.Errorf("%d documents kept, %v", len(docs), err)
	}
	// pasted text stays when it is refused
	c.get("/documents").submit("/documents", "how=text", url.Values{"text": {"秘密★5年\n内容"}, "title": {"批示"}}).is(422).says("内容", "批示")
	c.submit("/documents", "how=text", url.Values{"text": {workReport}, "title": {"粘贴的报告"}}).is(200).says("已读入")
	desk := deskOf(c)
	// the same file again leads to it
	c.get("/documents").submit("/documents", "how=text", url.Values{"text": {workReport}, "title": {"又一次"}}).is(200).says("这份文件先前读过")
	if deskOf(c) != desk {
		t.Errorf("led to %s, not %s", c.path, desk)
	}
}

// Approving and signing ask for the password again when it was given long ago.
func TestPasswordIsAskedBeforeApproving(t *testing.T) {
	h := newHall(t).staff()
	c := h.upload()
	desk := deskOf(c)
	d := h.draft(desk, "老旧小区120")
	c.get(desk+"?draft="+id.String(d.ID)).submit("/drafts/"+id.String(d.ID), "do=accept", nil).is(200)
	c.get(desk).submit(desk+"/paper", "", nil).is(200)
	paper := deskOf(c)

	a := h.withPassword("approver")
	h.later(11 * time.Minute)
	a.get(paper).is(200).says("再输一次登录密码")
	a.submit(paper+"/approve", "do=approve", nil).is(422).says("审定、签发前要再输一次登录密码")
	a.submit(paper+"/approve", "do=approve", url.Values{reauth: {"wrong Passw0rd"}}).is(422).says("密码不对")
	a.submit(paper+"/approve", "do=return", nil).is(422).says("没有填")
	a.submit(paper+"/approve", "do=return", url.Values{"words": {"牵头单位再核"}}).is(200).says("已退回修改", "牵头单位再核")
	// submitted anew
	c.get(desk).says("通知被退回").submit(desk+"/paper", "", nil).is(200)
	paper = deskOf(c)
	a.get(paper).submit(paper+"/approve", "do=approve", url.Values{reauth: {goodPassword}}).is(200).says("已审定")
	// changed after approval: neither offered nor taken
	c.get(desk+"?draft="+id.String(d.ID)).submit("/drafts/"+id.String(d.ID), "do=accept", url.Values{"title": {"悄悄改了"}}).is(200)
	s := h.in("signer")
	s.get(paper).is(200).says("和送审的不一样")
	if l := s.actions(paper+"/sign", ""); len(l) == 1 && strings.Contains(s.body, `value="sign"`) {
		t.Errorf("signing is offered: %v", l)
	}
}

// A form sent twice acts once.
func TestSameFormTwiceActsOnce(t *testing.T) {
	h := newHall(t).staff()
	c := h.upload()
	desk := deskOf(c)
	d := h.draft(desk, "老旧小区120")
	c.get(desk+"?draft="+id.String(d.ID)).submit("/drafts/"+id.String(d.ID), "do=accept", nil).is(200)
	c.get(desk)
	values := c.values(c.form(desk + "/paper"))
	c.submit(desk+"/paper", "", nil).is(200)
	paper := c.path
	c.get(desk)
	if c.form(desk+"/paper") != nil {
		t.Error("a second notice is offered while the first is on its way")
	}
	r := httptest.NewRequest("POST", desk+"/paper", strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.RequestURI, r.URL.Scheme, r.URL.Host = "", "http", strings.TrimPrefix(h.srv.URL, "http://")
	r.Host = ""
	c.do(r).is(200)
	if c.path != paper {
		t.Errorf("led to %s, not %s", c.path, paper)
	}
}
