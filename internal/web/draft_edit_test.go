package web

import (
	"net/url"
	"testing"

	"jiufen/internal/app"
	"jiufen/internal/id"
)

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
