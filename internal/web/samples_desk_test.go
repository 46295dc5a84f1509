package web

import (
	"fmt"

	"jiufen/internal/locale"
	"jiufen/internal/store"
)

func sampleDesk(m *locale.Messages, n int) shown {
	p := &DeskPage{Page: samplePage(m, "desk", "市住建局·联络员", m.T("nav.desk")), Heading: "6月进展：应报14项", Says: "市住房和城乡建设局·7月10日（周五）24:00前审签，还有2个工作日·提交后由局长审签，再到督查室"}
	if n == 0 {
		p.Heading, p.Nothing = m.T("nav.desk"), "下一次要报的是7月进展，8月3日开始。"
		return p
	}
	p.Strip = []Big{{"退回待改", "2", "项", "#g1", false}, {"待填", "4", "项", "#g2", false}, {"可提交", "8", "项", "#g3", false}, {"本单位事项", "31", "项", "", true}, {"本月要手填的格数", "26", "格，另2格自动取数", "", true}, {"上月", "14", "项按时，0项逾期", "", true}}
	p.Urgent = []UrgentRow{{Title: "核查群众反映的噪声扰民问题", URL: "/documents/3?draft=1#d1", State: m.T("urgent.open"), Since: "7月8日（周三）收到，今天办"}, {No: "2026-0310", Title: "处置桥梁病害", URL: "/items/310", State: "市住建局还没有签收", Since: "7月7日（周二）收到，已过1个工作日"}}
	p.Letters = []LetterRow{{No: "样督函〔2026〕1号", Title: "关于尽快补上甲县重点工作进度欠账的函", URL: "/bulletins/5", Read: m.T("letter.notread"), Limit: "7月22日（周三）前，还有10个工作日"}}
	p.Told = []ToldRow{{No: "2026-012", URL: "/items/12", Title: "集中供热中心投用", Says: m.T("desk.toldnew", "day", "7月6日", "origin", m.T("word.origin.livelihood"), "demand", "集中供热中心10月25日前投用") + m.T("same.and") + m.T("desk.tolddue", "day", "10月25日")}}
	p.Sign = []AssignmentRow{{ID: "8", No: "2026-081", URL: "/items/81", Title: "既有住宅加装电梯资金监管办法出台", Role: "牵头", Quote: "出台既有住宅加装电梯资金监管办法。", Limit: "7月9日（周四）前签收，还有1个工作日", Return: "/assignments/8/return", Act: "/assignments/8/sign", Paper: "栖政办〔2026〕6号"}}
	p.Plan = []AssignmentRow{{ID: "7", No: "2026-079", URL: "/items/79", Title: "城中村改造开工4个", Role: "牵头", Quote: "稳步实施城中村改造，开工项目4个。", Limit: "7月15日（周三）前", Act: "/items/79/plan", Paper: "栖政办〔2026〕6号"}}
	reasons := []Option{{Value: "season", Name: m.T("word.nochange.season")}, {Value: "approval", Name: m.T("word.nochange.approval")}}
	row := SheetRow{Key: "36", No: "036", URL: "/items/36", Title: "新建改造雨污管网96公里", Quote: "新建改造城市雨污管网96公里，老城区生活污水基本实现全收集。", Light: light(LightYellow, "截至5月31日应完成36.0公里，实报31.2公里。"), Plan: Fig(450, 1), Before: Fig(312, 1), Value: "38.4", Unit: "公里", Text: "完成38.4公里，其中东篱区12.1公里。", State: "待改", Saved: "已存 7月5日", Needs: true, Reasons: reasons, Asks: m.T("evidence.asks.file", "what", "竣工验收备案表"), Evidence: "样建验〔2026〕6号", Files: &Act{URL: "/items/36/evidence", Name: m.T("evidence.files", "n", 1)}, Given: []EvidenceRow{{Name: "备案表.pdf"}}}
	back := row
	back.Return = "督查室 7月7日 15:20 “请写明老城段管线迁改由谁办、何时办完。” 新期限 7月10日（周五）"
	empty := row
	empty.Key, empty.Value, empty.Text, empty.LastText, empty.State, empty.Saved = "35", "", "", "上期：收购存量商品房420套，新建340套。", "待填", ""
	bad := empty
	bad.Key, bad.Value, bad.ValueErr = "37", "八处", m.T("err.number", "value", "八处")
	stat := row
	stat.Key, stat.From, stat.Value, stat.Unit, stat.Reasons = "53", "统计局7月6日，快报", "6.4", "%", nil
	later := row
	later.Key, later.Later, later.Plan, later.Before = "59", "10月填", Figure{}, Figure{}
	words := row
	words.Key, words.Needs, words.Flag = "60", false, ""
	words.More = []SheetFigure{{Key: "60-2", Name: "完成投资", Unit: "亿元", Plan: Fig(12, 1), Before: Fig(8, 1), Value: "1.0"}}
	words.States, words.Problem = options("主体封顶"), "管线迁改协议未签。"
	ready := SheetGroup{ID: "g3", Heading: m.T("desk.group.ready", "n", n), Hint: m.T("desk.group.readyhint")}
	for i := range n {
		r := row
		r.Key, r.No, r.State, r.Flag = fmt.Sprint(100+i), fmt.Sprintf("%03d", 100+i), "可提交", "比上月多16；以往最多9"
		ready.Rows = append(ready.Rows, r)
	}
	p.Sheet = &SheetView{ID: "12", Period: "6月", Ready: n, Saved: "09:43 已保存",
		Columns: SheetColumns{m.T("desk.col.plan", "period", "6月"), m.T("desk.col.before"), m.T("desk.col.now", "period", "6月"), m.T("desk.col.text", "period", "6月")},
		Groups:  []SheetGroup{{"g1", m.T("desk.group.returned", "n", 1), m.T("desk.group.returnedhint"), []SheetRow{back}}, {"g2", m.T("desk.group.open", "n", 5), "", []SheetRow{empty, bad, stat, later, words}}, ready}}
	if n == 1 {
		p.Errors = []FieldError{{Name: "v-37", Label: "037", Text: bad.ValueErr}}
	} else {
		p.Done = "已提交8项，局长审签中"
	}
	return p
}

func sampleReturn(m *locale.Messages, n int) shown {
	p := &ReturnPage{Page: samplePage(m, "desk", "市住建局·局长", m.T("assign.returnhead")), ID: "8", Item: "加装电梯资金监管办法出台", No: "2026-081", Back: "/items/81", Says: "7月9日前可以退办；督查室2个工作日内决定。退办期间日期照走。", Quote: sampleQuote,
		Reason: radio("returnreason", "", options("职责不符", "已有单位承担", "权限在上级", "与在办事项重复")).must(), Unit: choose("tounit", "", options("市财政局")), Basis: text("basis", ""), Words: area("words", "", 3)}
	if n == 1 {
		p.Errors = []FieldError{{Name: "returnreason", Label: m.T("form.returnreason"), Text: m.T("err.choice")}, {Text: m.T("err.token")}}
		p.Reason.Err = m.T("err.choice")
	}
	return p
}

func sampleReassign(m *locale.Messages, n int) shown {
	return &ReassignPage{Page: samplePage(m, "supervise", "市政府督查室·督查专员", m.T("assign.decidehead")), ID: "8", Item: "加装电梯资金监管办法出台", No: "2026-081", Back: "/items/81", Says: "7月10日前决定，还有2个工作日。第1次退办。", Reason: "职责不符", Basis: "市财政局三定规定第4条", Words: "资金监管由财政部门负责。",
		Decision: radio("decision", "", options("改派", "维持")), Unit: choose("newunit", "", options("市财政局")), Why: area("why", "", 2)}
}

func samplePlan(m *locale.Messages, n int) shown {
	p := &PlanPage{Page: samplePage(m, "desk", "市住建局·联络员", m.T("plan.head")), ID: "79", Item: "城中村改造开工4个", No: "2026-079", Back: "/items/79", Says: "7月15日前交回；超过60天的事项要有中间节点。", Target: "4个", Unit: "个", Figures: true, Person: text("person", ""), Words: area("planwords", "", 2)}
	for i := range n {
		p.Rows = append(p.Rows, PlanRow{N: i, Day: "2026-09-30", Value: "2", Text: "2个项目取得施工许可"})
	}
	if n == 1 {
		p.Rows[0].Day, p.Rows[0].DayErr, p.Rows[0].ValueErr = "九月底", m.T("err.date", "value", "九月底"), m.T("err.number", "value", "二")
		p.Errors = []FieldError{{Name: "day-0", Label: m.T("plan.dayof", "n", 1), Text: p.Rows[0].DayErr}}
		p.Measures = options("形象进度", "完成投资")
		p.Rows[0].Measures = p.Measures
	}
	return p
}

func sampleSheetSign(m *locale.Messages, n int) shown {
	p := &SheetSignPage{Page: samplePage(m, "desk", "市住建局·局长", m.T("period.crumb")), ID: "12", Version: "3", Heading: "审签6月进展：8项", Says: "7月10日24:00前审签算按时，还有2个工作日。"}
	for i := range n {
		p.Rows = append(p.Rows, SheetSignRow{No: fmt.Sprintf("%03d", i+1), URL: "/items/33", Title: "改造老旧小区42个", Light: light(LightGreen, "达到序时进度。"), Plan: Fig(21, 0), Before: Fig(18, 0), Value: Fig(24, 0), Unit: "个", Text: "24个小区完工，另有6个在做雨污分流。", Flag: "比上月多6；以往最多4", Desk: "联络员 7月7日"})
	}
	if n > 1 {
		p.Missing, p.Rest, p.For = []Act{{"/items/35", "2026-035", false}}, []Act{{"/sheets/11", "5月补报", false}}, "代局长审签（AB角，7月6日至10日）"
	}
	return p
}

func sampleReview(m *locale.Messages, n int) shown {
	p := &ReviewPage{Page: samplePage(m, "supervise", "市政府督查室·督查专员", m.T("review.head")), Says: "等审核9项，最久的已2个工作日。", Views: []View{{m.T("review.waiting"), "9", "/reviews", true}}}
	for i := range n {
		p.Queue = append(p.Queue, QueueRow{URL: fmt.Sprintf("/reviews?report=%d", i), Title: "临港污水处理厂二期建成通水", Unit: "市城市管理局", Period: "6月", Waits: "已2个工作日", Tag: "改后再报", Current: i == 0})
	}
	if n > 0 {
		p.Current = &ReviewView{ID: "6", Version: "2", Title: "临港污水处理厂二期建成通水", URL: "/items/23", No: "2026-023", Unit: "市城市管理局", Period: "6月", Light: light(LightRed, "截至6月30日应完成60%，实报35%，落后25个百分点。"), Plan: Fig(60, 0), Before: Fig(26, 0), Value: Fig(35, 0), ValueUnit: "%", Text: "生化池浇筑完成，进水管网完成1.1公里。问题：燃气管迁改协议未签。", Flags: []string{"比上月多9；以往最多9"}, Facts: []Pair{{"承诺", "上月说7月10日前签协议", "/items/23"}, {"审签", "局长 7月5日", ""}},
			Decision: radio("decision", "", []Option{{Value: "accept", Name: m.T("review.accept")}, {Value: "return", Name: m.T("review.return")}}), Reason: choose("reason", "", options(m.T("word.return.missing"))).as("reviewreason").wide("w3"), Words: area("words", "", 2).as("returnwords").wide("w3"), Returns: "本期还没有退回过，最多2次。", Check: "/items/23/check"}
	}
	return p
}

func sampleCheck(m *locale.Messages, n int) shown {
	return &CheckPage{Page: samplePage(m, "supervise", "市政府督查室·督查专员", m.T("check.head")), ID: "23", Item: "临港污水处理厂二期建成通水", No: "2026-023", Back: "/items/23", Says: "记下核查看到的数。", Reported: []Pair{{"单位所报", "6月 35%（7月5日，局长审签）", ""}},
		Measure: choose("measure", "1", options("形象进度")), Period: choose("period", "1", options("6月")), Found: number("found", "33", "%").must(), Day: date("checkday", "2026-07-08").must(), Manner: radio("manner", "", options(m.T("word.check.field"), m.T("word.check.desk"))), Words: area("words", "", 3)}
}

func sampleCorrect(m *locale.Messages, n int) shown {
	p := &CorrectPage{Page: samplePage(m, "desk", "市城市管理局·局长", m.T("correct.head", "period", "5月")), ID: "5", Item: "临港污水处理厂二期建成通水", No: "2026-023", Back: "/items/23", Action: "/items/23/reports/5/correct", Says: m.T("correct.says"), Period: "5月",
		Text: area("text", "", 2).as("progress"), Reason: radio("reason", "", options("核减", "更正")).as("correctreason"), Words: area("words", "", 2)}
	if n > 0 {
		f := number("v-1", "26", "%").as("value")
		f.Note = "形象进度"
		p.Values, p.Was = []Field{f}, []Pair{{"形象进度", "31 %", ""}}
	}
	return p
}

func sampleChange(m *locale.Messages, n int) shown {
	p := &ChangePage{Page: samplePage(m, "ledger", "市城市管理局·局长", m.T("change.head")), ID: "23", Item: "临港污水处理厂二期建成通水", No: "2026-023", Back: "/items/23", Says: "批准前期限照走，亮灯照旧。",
		Kind: radio("changekind", "", options(m.T("word.change.defer"), m.T("word.change.value"))), Due: date("newdue", ""), Value: number("newvalue", "", "%"), Until: date("until", ""), Reason: radio("changereason", "", options(m.T("word.reason.policy"), m.T("word.reason.force"))), Words: area("changewords", "", 4)}
	if n > 0 {
		p.Deciders, p.Late = []Pair{{"2026年政府工作报告", "市政府常务会议，并向市人大常委会报告", ""}}, "离期限不足5个工作日：可以补办，不消除已有的逾期。"
	}
	return p
}

func sampleChangeDecide(m *locale.Messages, n int) shown {
	return &ChangeDecidePage{Page: samplePage(m, "ledger", "副市长（城建交通）", m.T("change.decidehead")), ID: "3", Item: "临港污水处理厂二期建成通水", No: "2026-023", Back: "/items/23", Says: "市城市管理局6月1日申请延期。", Facts: []Pair{{"原来", "9月20日", ""}, {"改为", "9月30日", ""}},
		Decision: radio("decision", "", options(m.T("change.agree"), m.T("change.refuse"))), Words: area("words", "", 2), Basis: text("decisionbasis", "")}
}

func sampleWaiting(m *locale.Messages, n int) shown {
	p := &WaitingPage{Page: samplePage(m, "desk", "市政府·秘书长", m.T("waiting.changes")), Heading: m.T("waiting.changes"), Empty: m.T("waiting.none")}
	for range n {
		p.Rows = append(p.Rows, WaitingRow{No: "2026-023", Title: "临港污水处理厂二期建成通水", URL: "/items/23", Unit: "市城管局", Says: "延期 9月20日 → 10月12日 设备未到", Since: m.WorkingDays(3), Note: m.T("waiting.decider", "who", "市长")})
	}
	return p
}

func sampleRelease(m *locale.Messages, n int) shown {
	p := &ReleasePage{Page: samplePage(m, "ledger", "市统计局·统计专员", m.T("release.head")), ID: "24", Item: "社会消费品零售总额增长", No: "2026-024", Back: "/items/24"}
	if n > 0 {
		p.Figure = choose("figure", "1 2026-07", []Option{{Value: "1 2026-07", Name: "增速 7月 5.1%"}}).as("releasefigure").must()
		p.Other = number("other", "", "%").as("releaseother")
		p.Other.Note = "全省平均水平"
		p.Had = []Pair{{Name: "增速 6月", Text: "5.0%"}}
	}
	return p
}

func sampleBase(m *locale.Messages, n int) shown {
	p := &BasePage{Page: samplePage(m, "ledger", "市统计局·统计专员", m.T("base.head")), ID: "24", Item: "社会消费品零售总额增长", No: "2026-024", Back: "/items/24"}
	if n > 0 {
		p.Figure = choose("figure", "1 2026-09", []Option{{Value: "1 2026-09", Name: "增速 9月 4.5%"}}).as("basefigure").must()
		p.Sort = radio("basesort", "amount", words(m, "base.sort.", "amount", "weight")).must()
		p.Part, p.Whole, p.SoFar = number("part", "345.6", "").as("basepart").must(), number("whole", "480", "").as("basewhole"), number("sofar", "361.15", "").as("basesofar")
		p.Unit, p.Source = text("unit", "亿元").as("baseunit"), text("source", "统计月报").as("basesource").must()
		p.Need = []string{"1—9月增长4.5%，全年目标6.0%以上；10—12月需完成147.65亿元、增长9.9%以上，比前三季度高5.4个百分点。"}
		p.Had = []Pair{{Name: "8月", Text: "上年同期300.0亿元，上年全年480.0亿元（统计月报）"}}
	}
	return p
}

func sampleBulletinText() []BulletinLineView {
	return []BulletinLineView{{Heading: true, Spans: []Span{{Text: "一、总体情况"}}}, {Spans: []Span{{Text: "截至"}, {Text: "6月30日", Mark: "v"}, {Text: "，严重滞后"}, {Text: "7项", Mark: "v"}, {Text: "，另有"}, {Text: "3", Mark: "d"}, {Text: "个项目没有开工。"}}}}
}

func sampleEvidence(m *locale.Messages, n int) shown {
	p := &EvidencePage{Page: samplePage(m, "ledger", "市住建局·联络员", m.T("evidence.head")), ID: "24", Item: "老旧小区改造", No: "2026-024", Back: "/items/24"}
	p.Taken, p.BackReason = choose("evidence", "", nil).as("evidencetaken").must(), text("backreason", "").as("evidenceback").must()
	p.Sort, p.What, p.Why = radio("evidencesort", "none", words(m, "evidence.sort.", store.EvidenceSorts...)).must(), text("what", "").as("evidencewhat"), text("reason", "").as("evidencereason")
	if n > 0 {
		p.Says, p.Reason = m.T("evidence.asks.photo", "what", "竣工验收备案表"), "现场看得见"
		p.Periods = []EvidencePeriod{{Name: "6月", State: m.T("evidence.proven"), Rows: []EvidenceRow{{ID: "1", Name: "备案表.pdf", URL: "/items/24/evidence/1", Words: "24个小区", At: 20640}, {ID: "2", Name: "样建验〔2026〕6号", At: 20641}}}, {Name: "5月", State: m.T("evidence.declared")}, {Name: "7月"}}
		p.MayGive, p.Types = true, m.T("evidence.types", "types", ".pdf .docx", "mb", 8)
		p.Period, p.File, p.Shows = choose("period", "6", []Option{{Value: "6", Name: "6月"}}).as("evidenceperiod").must(), Field{Kind: "file", Name: "file", Key: "evidencefile", Required: true}, text("words", "").as("evidenceshows")
		p.Taken.Options = []Option{{Value: "1", Name: "备案表.pdf"}}
	}
	if n > 1 {
		p.MayAsk, p.Cost = true, m.T("evidence.cost", "cadence", "月", "n", 6, "day", "12月31日")
	}
	return p
}
