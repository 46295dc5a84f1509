package web

import (
	azip "archive/zip"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
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

func TestEditorKeepsWhatNobodyTouched(t *testing.T) {
	h := newHall(t).staff()
	c := h.upload()
	desk := deskOf(c)
	for _, d := range h.drafts(desk) {
		form := "/drafts/" + id.String(d.ID)
		c.get(desk+"?draft="+id.String(d.ID)).submit(form, "do=save", nil).is(200).says("已保存")
		for _, now := range h.drafts(desk) {
			if now.ID == d.ID && encode(now.Body) != encode(d.Body) {
				t.Errorf("saving an untouched draft changed it:\n%s\n%s", encode(d.Body), encode(now.Body))
			}
		}
	}
}

func TestEditorWritesEveryField(t *testing.T) {
	h := newHall(t).staff()
	c := h.upload()
	desk := deskOf(c)
	d := h.draft(desk, "停车场")
	form := "/drafts/" + id.String(d.ID)
	c.get(desk+"?draft="+id.String(d.ID)).says("还要补").submit(form, "do=save", url.Values{
		"title": {"新建停车场"}, "lead": {"市城管局"}, "cooperate": {"市住建局，查无此局"}, "mode": {""}, "due": {"2026年9月30日"},
		"m0-name": {"停车场"}, "m0-value": {"8"}, "m0-unit": {"处"}, "m0-path": {"amount"}, "m0-comparator": {"at_least"}, "m0-basis": {"市城管局统计"}, "m0-flags": {"shown"},
	}).is(200).says("已保存", "“查无此局”在名录里找不到")
	b := h.draft(desk, "停车场").Body
	m := b.Measures[0]
	if b.Title != "新建停车场" || b.Mode != "single" || b.DueDay != "2026-09-30" || b.Assumed || len(b.Parties) != 3 || b.Parties[0].Unit != h.units["urban"] || b.Parties[2].Unit != 0 {
		t.Errorf("saved: %+v", b)
	}
	if m.Name != "停车场" || m.Value != "8" || m.Unit != "处" || m.Path != "amount" || m.Comparator != "at_least" || m.Basis != "市城管局统计" || !m.Shown {
		t.Errorf("measure: %+v", m)
	}
	// what cannot be read stays as typed, and the field says what to type
	c.submit(form, "do=save", url.Values{"due": {"九月底"}, "title": {"停车场（改）"}}).is(422).says("错误：", "“九月底”", `value="停车场（改）"`, `href="#f-due"`)
	if h.draft(desk, "停车场").Body.Title != "新建停车场" {
		t.Error("a refused form was saved")
	}
}

// Scenario 10: two people on one draft. Other fields merge; the same field is
// asked about, and whatever was typed survives.
func TestTwoEditorsMeetOnOneDraft(t *testing.T) {
	h := newHall(t).staff()
	a := h.upload()
	desk := deskOf(a)
	d := h.draft(desk, "集中供热")
	open, form := desk+"?draft="+id.String(d.ID), "/drafts/"+id.String(d.ID)
	b := h.in("second")
	a.get(open)
	b.get(open)
	a.submit(form, "do=save", url.Values{"title": {"供热中心投用"}}).is(200)
	b.submit(form, "do=accept", url.Values{"title": {"供热中心建成"}, "due": {"2026-10-20"}}).is(409).says("有1处两人都改了", "对方是clerk", "供热中心投用", "供热中心建成", "集中供热中心")
	b.submit(form+"/resolve", "", nil).is(422).says("没有选", "供热中心建成")
	b.submit(form+"/resolve", "", url.Values{"title": {"mine"}}).is(200).says("已确认")
	got := h.draft(desk, "集中供热")
	if got.Body.Title != "供热中心建成" || got.Body.DueDay != "2026-10-20" || got.State != app.DraftAccepted {
		t.Errorf("after resolving: %s %q %s", got.Body.Title, got.Body.DueDay, got.State)
	}
	// another field of the same draft merges without a question
	a.get(open)
	b.get(open)
	a.submit(form, "do=save", url.Values{"standard": {"供热面积达到设计要求"}}).is(200)
	b.submit(form, "do=save", url.Values{"words": {"市住建局"}}).is(200).says("也合上了")
	// «theirs» and «as it was»
	a.get(open)
	b.get(open)
	a.submit(form, "do=save", url.Values{"title": {"甲"}}).is(200)
	b.submit(form, "do=save", url.Values{"title": {"乙"}}).is(409)
	b.submit(form+"/resolve", "", url.Values{"title": {"base"}}).is(200)
	if got := h.draft(desk, "供热面积").Body.Title; got != "供热中心建成" {
		t.Errorf("as it was: %q", got)
	}
	// merged away while being edited
	into := h.draft(desk, "老旧小区120")
	a.get(open)
	b.get(form+"/merge").submit(form+"/merge", "", url.Values{"into": {id.String(into.ID)}}).is(200).says("已合并")
	a.submit(form, "do=save", url.Values{"title": {"丙"}}).is(409).says("这一项已经不在了", "打开草稿")
}

func TestSplitMergeDropAndBack(t *testing.T) {
	h := newHall(t).staff()
	c := h.upload()
	desk := deskOf(c)
	d := h.draft(desk, "停车场")
	at := "/drafts/" + id.String(d.ID)
	c.get(at+"/split").is(200).submit(at+"/split", "", url.Values{"part-1": {"只有一项"}, "part-2": {""}}).is(422).says("至少写两个名称", "只有一项")
	c.submit(at+"/split", "", url.Values{"part-1": {"新建停车场8处"}, "part-2": {"新增泊位2000个"}}).is(200).says("已拆成2项", "新增泊位2000个")
	c.get(at + "/split").is(409)
	c.get(desk + "?draft=" + id.String(d.ID)).says("已并入或拆成")

	p := h.draft(desk, "老旧小区120")
	at = "/drafts/" + id.String(p.ID)
	c.get(at+"/merge").is(200).submit(at+"/merge", "", nil).is(422).says("没有选")
	c.get(at+"/drop").is(200).submit(at+"/drop", "", nil).is(422).says("没有填")
	c.submit(at+"/drop", "", url.Values{"dropreason": {"去年已经下达"}}).is(200).says("已记为不成事项", "去年已经下达")
	// a sentence that became nothing can be made a draft
	before := len(h.drafts(desk))
	c.get(desk)
	rest := c.actions(desk+"/clauses/", "/draft")
	if len(rest) == 0 {
		t.Fatalf("no sentence is offered\n%s", text0(c.body))
	}
	c.submit(rest[0], "", nil).is(200).says("已改成事项")
	if after := len(h.drafts(desk)); after != before+1 {
		t.Errorf("%d drafts, then %d", before, after)
	}
	c.get(desk+"?view=dropped&draft="+id.String(p.ID)).submit(at, "do=reopen", nil).is(200)
	if got := h.draft(desk, "老旧小区120").State; got != app.DraftOpen {
		t.Errorf("brought back: %s", got)
	}
	// nothing ticked changes nothing and says so
	c.get(desk+"?view=open").submit(desk+"/accept", "", nil).is(200).says("没有勾选")
	// ticking by address, for browsers without scripts
	c.get(desk + "?view=open&pick=1").is(200)
	if f := c.form(desk + "/accept"); f == nil || len(c.values(f)["draft"]) == 0 {
		t.Errorf("nothing is ticked\n%s", text0(c.body))
	}
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

// Every route of this part, for every role, for ids that are not there and for
// texts that are none: a role without the right learns nothing, and what is not
// there answers alike.
func TestRoutesOfDocumentsByRole(t *testing.T) {
	h := newHall(t).staff()
	desk := deskOf(h.upload())
	doc, draft := id.String(idOf(t, desk)), id.String(h.drafts(desk)[0].ID)
	roles := []string{"clerk", "approver", "signer", "liaison", "county", "auditor", "accounts"}
	for _, r := range slices.Concat(documentRoutes, doorRoutes, opinionRoutes) {
		if r.Needs == Public {
			continue
		}
		for _, role := range roles {
			c := h.in(role)
			c.get("/more") // for the form token
			token := attrOf(c, "_token")
			for _, n := range []string{"own", "999999999", "0", "-1", "x", "9999999999999999999999"} {
				if n == "own" {
					n = map[bool]string{true: draft, false: doc}[strings.HasPrefix(r.Pattern, "/drafts")]
				}
				path := strings.NewReplacer("{id}", n, "{n}", "0", "{$}", "").Replace(r.Pattern)
				c.call(r, path, token)
				h.answers(r, role, n, c)
			}
		}
	}
}

func (h *hall) answers(r Route, role, n string, c *caller) {
	h.t.Helper()
	may := r.Needs == SignedIn || viewerOf(h, role).Can(org.Right(r.Needs))
	absent := strings.Contains(r.Pattern, "{id}") && n != id.String(idOrZero(n))
	switch {
	case !may:
		if c.status != http.StatusForbidden {
			h.t.Errorf("%s %s as %s: %d, want 403", r.Method, r.Pattern, role, c.status)
		}
	case c.status == http.StatusInternalServerError:
		h.t.Errorf("%s %s (%s) as %s: 500\n%s", r.Method, r.Pattern, n, role, text0(c.body))
	case (absent || n == "999999999") && strings.Contains(r.Pattern, "{id}"):
		want := http.StatusNotFound
		if strings.HasPrefix(r.Pattern, "/papers/{id}") && r.Needs == SignedIn && !canOne(viewerOf(h, role), []org.Right{"draft", "approve", "sign"}) {
			want = http.StatusForbidden
		}
		if c.status != want {
			h.t.Errorf("%s %s (%s) as %s: %d, want %d\n%s", r.Method, r.Pattern, n, role, c.status, want, text0(c.body))
		}
		if want == http.StatusNotFound && !strings.Contains(c.body, "地址不对，或者不在现在这个岗位可看的范围内") {
			h.t.Errorf("%s %s (%s) as %s says something else\n%s", r.Method, r.Pattern, n, role, text0(c.body))
		}
	}
}

func idOrZero(s string) id.Document {
	n, err := id.Parse[id.Document](s)
	if err != nil {
		return 0
	}
	return n
}

func attrOf(c *caller, name string) string {
	for n := range c.doc.Descendants() {
		if n.Data == "input" && attr(n, "name") == name {
			return attr(n, "value")
		}
	}
	return ""
}

// call asks an address as it is, with the form token and what most forms hold.
func (c *caller) call(route Route, path, token string) *caller {
	c.h.t.Helper()
	var body bytes.Buffer
	kind := "application/x-www-form-urlencoded"
	values := url.Values{"_token": {token}, "was": {"{}"}, "version": {"999"}, "words": {"x"}, "do": {"none"}, "dropreason": {""}}
	switch {
	case route.Method != "POST":
	case route.Upload && strings.Contains(path, "/documents/"):
		kind = multi(c.h, &body, values, nil)
	default:
		body.WriteString(values.Encode())
	}
	r, err := http.NewRequest(route.Method, c.h.srv.URL+path, &body)
	c.h.must(err)
	if route.Method == "POST" {
		r.Header.Set("Content-Type", kind)
	}
	return c.do(r)
}
