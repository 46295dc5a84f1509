package web

import (
	"fmt"

	"jiufen/internal/locale"
	"jiufen/internal/register"
)

func sampleRegisters(m *locale.Messages, n int) shown {
	p := &RegistersPage{Page: samplePage(m, "registers", "市政府办公室·综合科", m.T("register.head")), Says: m.T("register.says", "on", n, "objects", 12, "alerts", 3)}
	for i := range n {
		p.Rows = append(p.Rows, RegisterRow{Name: "专项规划", URL: "/registers/special-plans", Purpose: "市级各专项规划编到哪一步，哪些不能按期完成", Keeper: "市发展改革委", State: m.T("register.on"), Objects: 12, Alerts: 3, On: i%2 == 0, Switch: "/registers/special-plans/switch"})
	}
	return p
}

func sampleRegister(m *locale.Messages, n int) shown {
	p := &RegisterPage{Page: samplePage(m, "registers", "市政府办公室·综合科", "专项规划"), Name: "专项规划", URL: "/registers/special-plans", Called: "规划", Column: "规划", Says: m.T("register.onesays", "n", n, "alerts", 1), Staged: true,
		Stages: []View{{Name: m.T("register.all", "n", n), URL: "/registers/special-plans", Current: true}, {Name: "评审", Count: "3", URL: "/registers/special-plans?stage=review"}}, Head: []RegisterColumn{{Name: "牵头单位"}, {Name: "完成时限", Number: true}}}
	if n == 50 {
		p.AsOf = AsOf{Day: civil(2026, 5, 31), Now: "/registers/special-plans"}
		p.Counts = &RegisterCounts{Period: "6月", Head: []string{"在用台数"}, Rows: []RegisterCountRow{{Unit: "甲县", Cells: []string{"12"}}}}
		return p
	}
	p.Acts, p.Fill = []Act{{URL: "/registers/special-plans/new", Name: m.T("register.add", "called", "规划"), Primary: true}}, true
	for i := range n {
		r := RegisterObjectRow{No: fmt.Sprint(i + 1), URL: fmt.Sprint("/registers/special-plans/", i+1), Title: "“十五五”住房发展规划", Stage: "衔接征求意见", Cells: []RegisterCell{{Name: "牵头单位", Text: "市住建局"}, {Name: "完成时限", Text: "2026年12月31日", Number: true}}}
		if i == 0 {
			r.Alerts = []string{"“评审”最迟应在11月3日完成，现在还没有到这一步"}
		}
		p.Rows = append(p.Rows, r)
	}
	return p
}

func sampleRegisterFields() []Field {
	return []Field{text("title", "").labelled("规划名称").must(), choose("class", "", options("重点专项规划")).labelled("类别").must(), date("due", "").labelled("完成时限"), number("length", "", "米").labelled("全长")}
}

func sampleRegisterAdd(m *locale.Messages, _ int) shown {
	return &RegisterAddPage{Page: samplePage(m, "registers", "市政府办公室·综合科", m.T("register.add", "called", "规划")), Name: "专项规划", URL: "/registers/special-plans", Called: "规划", Fields: sampleRegisterFields()}
}

func sampleRegisterObject(m *locale.Messages, n int) shown {
	p := &RegisterObjectPage{Page: samplePage(m, "registers", "市住建局·联络员", "住房发展规划"), Register: "/registers/special-plans", RegisterName: "专项规划", N: "1", URL: "/registers/special-plans/1", Name: "住房发展规划", Says: m.T("register.objectsays", "n", 1, "stage", "初稿") + m.T("register.objectof", "unit", "市住建局"), Facts: []Pair{{Name: "类别", Text: "重点专项规划"}}}
	if n == 0 {
		return p
	}
	p.MayNote, p.MayRaise, p.Alerts, p.Item = true, true, []string{"“评审”最迟应在11月3日完成"}, Act{URL: "/items/12", Name: "2026-0012 编制住房发展规划"}
	for i := range n {
		p.Stages = append(p.Stages, StageRow{Name: "评审", Latest: civil(2026, 11, 3), Late: i == 0})
		p.Ticks = append(p.Ticks, TickRow{Name: "对标《规划纲要》", Own: "120个", Other: "100个", Words: "纲要为五年数", At: civil(2026, 9, 1), Ticked: true, Differs: true})
		p.History = append(p.History, RegisterEntryRow{At: "2026年9月1日 09:00", Who: "市住建局联络员", What: "打钩“对标《规划纲要》”"})
	}
	p.Groups = []LineGroup{{Name: "targets", Label: "目标值", Head: []RegisterColumn{{Name: "指标"}, {Name: "目标值", Number: true}}, Rows: []LineRow{{Cells: []RegisterCell{{Name: "指标", Text: "森林覆盖率"}, {Name: "目标值", Text: "41.00", Number: true}}, Edit: "/registers/special-plans/1?line=9#forms"}}, Foot: []RegisterCell{{Text: m.T("register.sum")}, {Text: "41.00", Number: true}}, Differ: []register.Difference{{Key: "森林覆盖率", Own: "41.00", Other: "40.00"}}}}
	p.Groups = append(p.Groups, LineGroup{Name: "portfolios", Label: "分管领域总结", Texts: []WrittenLine{{Head: "副市长 · 城乡建设", Edit: "/registers/sessions/1?line=9#forms", Write: "/registers/sessions/1/written/9", Says: m.T("written.asof", "day", "6月30日"), Parts: []WrittenText{{Label: "完成情况", Lines: []string{"截至6月30日，列入台账12项。", "1.老旧小区改造。"}}, {Label: "下步安排"}}}}})
	p.Former, p.Compared = m.T("register.comparedsays", "title", "去年会议", "same", 3, "changed", 1, "moved", 0, "added", 1, "dropped", 0), []CompareRow{{Turn: m.T("compare.turn.changed"), Numbers: "4% → 5%", Pieces: []ComparePiece{{Text: "增长", Op: "keep"}, {Text: "4%", Op: "cut"}, {Text: "5%", Op: "new"}}}}
	p.Rounds, p.Looks = m.T("register.roundsays", "grain", m.T("register.grain.month")), []LookRow{{At: civil(2026, 5, 8), Found: m.T("register.found.defect"), Words: "护栏松动"}}
	p.Flaws = []FlawRow{{ID: "7", Words: "护栏松动", CureBy: civil(2026, 5, 20)}, {ID: "8", Words: "标牌缺失", CureBy: civil(2026, 5, 20), Cured: civil(2026, 5, 18), Item: "2026-0013", URL: "/items/13"}}
	stage := choose("stage", "", options("评审")).as("regstage").must()
	stage.Scope = "stage-"
	p.Forms = []UnitForm{{Act: "stage", Head: m.T("register.form.stage"), Says: m.T("register.formsays.back"), Fields: []Field{stage}, Button: m.T("register.do.stage"), Open: true}, {Act: "set", Head: m.T("register.form.set"), Fields: sampleRegisterFields(), Button: m.T("register.do.set")}}
	return p
}

func sampleRegisterSwitch(m *locale.Messages, n int) shown {
	p := &RegisterSwitchPage{Page: samplePage(m, "registers", "市政府办公室·秘书长", m.T("register.switchhead", "name", "桥梁")), Name: m.T("register.switchhead", "name", "桥梁"), URL: "/registers/bridges", Purpose: "每座桥多久查一次", Called: "桥梁", On: n == 0, Cost: []Pair{{Name: m.T("register.costall"), Text: m.T("register.items", "n", 90)}}, Filled: m.T("register.filledsays", "n", 2), Same: m.T("register.samesays", "called", "桥梁", "names", "公路桥"), All: 90,
		Units: number("units", "2", "").as("regunits").must(), Objects: number("objects", "3", "").as("regobjects").must(), Keeper: choose("keeper", "", options("市城管局")).as("regkeeper").must(), Words: text("words", "").as("regoffwords").must()}
	if n > 1 {
		p.Password = Field{Name: reauth, Key: reauth, Kind: "password", Auto: "current-password"}.must()
		p.Free = n == 50
	}
	return p
}

func sampleRegisterImport(m *locale.Messages, n int) shown {
	p := &RegisterImportPage{Page: samplePage(m, "registers", "市城管局·联络员", m.T("register.import")), Name: "桥梁", URL: "/registers/bridges", Counts: n == 0, Columns: []string{"桥名", "管养单位"}, File: Field{Name: "file", Key: "regfile", Kind: "file"}, Text: area("text", "", 6).as("regtext"), Period: text("period", "").as("regperiod")}
	if n > 0 {
		p.Found, p.Again, p.Take = m.T("register.foundrows", "rows", n, "added", 1, "changed", 1, "same", 0), "桥名", m.T("register.take", "added", 1, "changed", 1)
		p.Unknown, p.Skipped = []string{"备注"}, []string{"第9行没有读：合计"}
	}
	for i := range n {
		p.Rows = append(p.Rows, RegisterTried{Row: i + 2, Title: "东桥", What: m.T("register.what.change"), Fields: "全长"})
	}
	return p
}

func sampleWritten(m *locale.Messages, n int) shown {
	p := &WrittenPage{Page: samplePage(m, "registers", "市政府办公室·综合科", m.T("written.head", "label", "分管领域总结")), Register: "/registers/sessions", RegisterName: "会议", URL: "/registers/sessions/1/written/9", Object: "/registers/sessions/1", Name: "市政府第七次全体会议", Head: m.T("written.head", "label", "分管领域总结"), Says: m.T("written.says", "leader", "副市长", "field", "城乡建设", "day", "6月30日"), AsOf2: date("asof", "2026-06-30").as("bulletinasof"),
		Texts: []Field{area("done", "红灯【红灯】", 10).labelled("完成情况"), area("next", "", 10).labelled("下步安排")}}
	for i := range min(n, 9) {
		p.Parts = append(p.Parts, WrittenPreview{Label: "完成情况", Lines: []BulletinLineView{{Spans: []Span{{Text: "红灯"}, {Text: "3项", Mark: "v"}, {Text: "，新开工"}, {Text: "7", Mark: "d"}, {Text: "处"}}}}})
		p.Typed, p.Unknown = append(p.Typed, "新开工7处"), "紫灯"
		p.Figures = append(p.Figures, BulletinFigureRow{Name: fmt.Sprintf("【红灯%d】", i), Text: "3项", URL: "/ledger?unit=3"})
	}
	return p
}
