package web

import (
	"fmt"
	"html/template"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/chart"
	"jiufen/internal/locale"
)

// The samples are whole pages as a reader would see them. City, units and
// figures are invented. n says how many rows a list has.

func civil(y, m, d int) Day {
	return calendar.Date(y, m, d)
}

var sampleNow = time.Date(2026, 7, 8, 9, 0, 0, 0, time.UTC)

func samplePage(m *locale.Messages, here, who, title string) Page {
	return Page{
		m: m, Title: title, Place: "栖川市", Here: here, Who: who, Path: "/" + here, Demo: true,
		Nav: []NavLink{
			{Key: "desk", URL: "/desk", Count: 14, Phone: true}, {Key: "documents", URL: "/documents"},
			{Key: "ledger", URL: "/ledger", Phone: true}, {Key: "supervise", URL: "/reviews", Count: 9, Phone: true},
			{Key: "journal", URL: "/journal"},
		},
		Posts: []Option{{Value: "7", Name: "市数据局·局长"}},
		Today: civil(2026, 7, 8), Year: 2026,
		Check: Checkpoint{Size: 48213, At: sampleNow, Hash: "7f3a 91c4 e05b c21e"},
		Token: "sample-token",
	}
}

func options(words ...string) []Option {
	o := make([]Option, len(words))
	for i, w := range words {
		o[i] = Option{Value: fmt.Sprint(i + 1), Name: w}
	}
	return o
}

func light(colour, why string) Light { return Light{Colour: colour, Why: why, URL: "/items/23#reason"} }

var sampleQuote = []Span{{Text: "加快补齐环境基础设施短板，"}, {"建成", "v"}, {"临港污水处理厂二期", "t"}, {Text: "、城北垃圾转运站，新增日处理能力6万吨，"}, {"9月底前通水", "d"}, {Text: "。"}}

func sampleRows(n int) []LedgerRow {
	all := []LedgerRow{
		{No: "001", Title: "地区生产总值增长6%左右", Light: light(LightYellow, "1—6月累计5.4%，目标6.0%，低0.6个百分点。"), Kind: "主要指标", Lead: "市发展改革委", Field: "发改财政", Target: Fig(60, 1), Expected: Fig(60, 1), Actual: Fig(54, 1), Unit: "%", Gap: Fig(-6, 1), GapUnit: "百分点", Standing: "核定", Due: civil(2026, 12, 31), Reported: civil(2026, 7, 4)},
		{No: "002", Title: "规模以上工业增加值增长7%以上", Light: light(LightRed, "1—6月累计4.6%，目标7.0%，低2.4个百分点。"), Cause: "两户龙头企业停产检修，占降幅七成", Kind: "主要指标", Lead: "市工业和信息化局", Field: "工业科技", Target: Fig(70, 1), Expected: Fig(70, 1), Actual: Fig(46, 1), Unit: "%", Gap: Fig(-24, 1), GapUnit: "百分点", Standing: "快报", Due: civil(2026, 12, 31), Reported: civil(2026, 7, 4)},
		{No: "006", Title: "城镇新增就业3.2万人", Light: light(LightGreen, "截至6月30日应完成1.60万人，实报1.74万人，达到序时进度。"), Kind: "主要指标", Lead: "市人力资源社会保障局", Field: "人社卫健", Target: Fig(320, 2), Expected: Fig(160, 2), Actual: Fig(174, 2), Unit: "万人", Gap: Fig(14, 2), Standing: "快报", Due: civil(2026, 12, 31), Reported: civil(2026, 7, 2)},
		{No: "007", Title: "城镇居民人均可支配收入增长5.5%", Light: light(LightGrey, "截至6月30日无数值：待发布。不计入落后。"), Kind: "主要指标", Lead: "国家统计局栖川调查队", Field: "发改财政", Target: Fig(55, 1), Expected: Fig(55, 1), Unit: "%", Standing: "待发布", Due: civil(2026, 12, 31), Reported: civil(2026, 4, 20)},
		{No: "023", Title: "临港污水处理厂二期建成通水", Light: light(LightRed, "截至6月30日应完成60%，实报35%，落后25个百分点。"), Cause: "管网迁改晚41天，9月30日期限难保", Kind: "项目年度任务", Lead: "市城市管理局", Field: "城建交通", Target: Fig(100, 0), Expected: Fig(60, 0), Actual: Fig(35, 0), Unit: "%", Gap: Fig(-25, 0), GapUnit: "百分点", Behind: Fig(42, 0), Standing: "快报", Due: civil(2026, 9, 30), Late: "迟报3个工作日"},
		{No: "027", Title: "农产品冷链物流中心开工", Light: light(LightDone, "5月28日开工，比期限早3天。"), Kind: "重点工作任务", Lead: "市农业农村局", Field: "农业水利", Target: Fig(1, 0), Expected: Fig(1, 0), Actual: Fig(1, 0), Unit: "个", Gap: Fig(0, 0), Standing: "核定", DueText: "长期", Reported: civil(2026, 6, 4)},
	}
	rows := make([]LedgerRow, 0, n)
	for i := range n {
		r := all[i%len(all)]
		r.No, r.URL = fmt.Sprintf("%03d", i+1), fmt.Sprintf("/items/%d", i+1)
		rows = append(rows, r)
	}
	return rows
}

func sampleLedger(m *locale.Messages, n int) shown {
	p := &LedgerPage{
		Page: samplePage(m, "ledger", "市政府督查室·督查专员", "台账"), Says: "2026年政府工作报告和督查来源，312项", Scope: "数值为6月底累计",
		Views: []View{{"全部", "312", "/ledger", true}, {"红灯", "17", "/ledger?light=red", false}, {"我存的：城建交通", "57", "/ledger?field=3", false}},
		Units: options("市发展改革委", "市住房城乡建设局"), Leaders: options("副市长（城建交通）"), Fields: options("城建交通"), Kinds: options("主要指标", "重点工作任务"),
		Sorts:  []SortLink{{"no", "/ledger?sort=no", "up"}, {"due", "/ledger?sort=due", ""}},
		Legend: Legend{Lights: []Option{{Value: "done", Name: "完成"}, {Value: "green", Name: "应完成的97%以上"}, {Value: "yellow", Name: "80%—97%"}, {Value: "red", Name: "不足80%或逾期"}, {Value: "grey", Name: "待发布或未到节点"}}, Rule: "亮灯规则（栖川市2026年第1版）", URL: "/rules/1"},
		Rows:   sampleRows(n), Pager: Pager{From: 1, To: n, Total: "312", Next: "/ledger?after=50"}, Clear: "/ledger", Any: n == 0,
	}
	p.Wide = true
	for _, l := range LightOrder {
		p.Lights = append(p.Lights, Option{Value: l, Name: m.T("light." + l)})
	}
	if n == 1 { // a past day
		p.AsOf = AsOf{Day: civil(2026, 5, 31), Now: "/ledger", Held: []Option{{Name: "light", Value: "red"}}}
		p.Text = "污水"
	}
	return p
}

func sampleChart(m *locale.Messages) *chart.Line {
	l := &chart.Line{ID: "m1", Title: m.T("item.chart.finding", "at", "6月底", "plan", "60%", "actual", "35%"), From: int32(civil(2026, 1, 1)), To: int32(civil(2026, 10, 1)), Today: int32(civil(2026, 7, 8)),
		Text: chart.LineText{Unit: "%", Plan: m.T("item.chart.plan"), PlanEnd: "9月30日", Actual: m.T("item.chart.actual"), Today: m.T("item.chart.today", "day", m.DateIn(int32(civil(2026, 7, 8)), 2026)),
			Month: m.Month, Year: func(y int) string { return m.T("item.chart.year", "year", y) }, Number: m.Number}}
	plan, actual := []int64{0, 2, 5, 12, 24, 40, 60, 74, 88, 100}, []int64{0, 2, 5, 10, 17, 26, 35}
	for i, v := range plan {
		l.Plan = append(l.Plan, chart.Point{Day: int32(civil(2026, 1+i, 1)), Value: v})
	}
	for i, v := range actual {
		l.Actual = append(l.Actual, chart.Point{Day: int32(civil(2026, 1+i, 1)), Value: v, Open: i == 6})
	}
	return l
}

func sampleItem(m *locale.Messages, n int) shown {
	p := &ItemPage{Page: samplePage(m, "ledger", "市政府督查室·督查专员", "临港污水处理厂二期建成通水"), No: "2026-023", Kind: "项目年度任务",
		Says: "项目年度任务·期限2026年9月30日·市城市管理局牵头", Rule: "栖川市2026年第1版", RuleURL: "/rules/1",
		Light: Light{Colour: LightRed, Why: "截至6月30日应完成60%，实报35%，落后25个百分点，为应完成的58%，低于80%的红灯线；已连续3个月红灯。"},
		Acts:  []Act{{"/items/23/check", "核查", false}, {"/reviews?report=6", "审核6月进展", true}}, Leaf: 48213}
	p.Title = "临港污水处理厂二期建成通水"
	if n == 0 {
		p.Light = Light{Colour: LightGrey, Why: "未到第一个节点。"}
		p.Measures = []MeasureView{{ID: "1", Name: "形象进度", Says: "%，累计", Unit: "%"}}
		return p
	}
	l := sampleChart(m)
	p.Origins = []OriginView{{Spans: sampleQuote, Cite: "2026年政府工作报告第三部分（五）第7句，第9412—9466字", URL: "/documents/1?clause=142", Demand: "9月30日前，建成通水", Sets: "期限由这一来源定", Decider: "市政府常务会议", Joined: m.T("same.joinedon", "why", m.T("same.byhand")), Undo: &Act{URL: "/items/23/origins/9/undo", Name: m.T("same.undo")}}}
	p.LastYear = &YearView{Name: m.T("same.year.linked", "number", "2025-0041", "title", "污水处理厂二期开工"), URL: "/items/41", Says: []string{m.T("same.year.moved", "name", "日处理能力", "was", "3万吨", "now", "3.5万吨", "change", "+16.7")}, Change: &Act{URL: "/items/23/year", Name: m.T("same.year.change")}}
	if n == 1 {
		p.LastYear = &YearView{Again: []Act{{URL: "/items/90", Name: m.T("same.offer", "number", "2027-0003", "title", "污水处理厂三期")}}}
	}
	p.Chain = []ChainLink{{Role: "主抓领导", Names: "副市长（城建交通）"}, {Role: "牵头单位", Names: "市城市管理局"}, {Role: "责任人", Names: "市城市管理局局长"}, {Role: "项目协调人", Vacant: "空缺，已19天"}, {Role: "配合单位", Names: "市住房城乡建设局、市自然资源和规划局、沿江经开区管委会"}, {Role: "联络员", Names: "排水管理科科长"}}
	p.Facts = []Pair{{"完成标准", "两条生产线连续通水72小时，出水达一级A；由市生态环境局核查", ""}, {"上级事项", "2026-070 补齐环境基础设施短板", "/items/70"}}
	view := MeasureView{ID: "1", Name: "形象进度", Says: "%，累计", Wide: l.Wide(), Narrow: l.Narrow(), Note: m.T("item.chart.note"), CSV: "/items/23/measures/1.csv", Unit: "%", Checked: n > 1}
	for i := 1; i <= 9; i++ {
		row := PointRow{At: fmt.Sprintf("%d月底", i), Plan: Fig(l.Plan[i].Value, 0)}
		if i < 7 {
			a := l.Actual[i].Value
			row.Actual, row.Gap, row.Light, row.Standing, row.Sent = Fig(a, 0), Fig(a-l.Plan[i].Value, 0), LightOrder[i%4], "核定", civil(2026, i+1, 5)
		}
		view.Points = append(view.Points, row)
	}
	p.Measures = []MeasureView{view}
	for i := range min(n, 6) {
		p.Reports = append(p.Reports, ReportRow{Period: fmt.Sprintf("%d月", 6-i), Standing: "快报", Value: Fig(l.Actual[6-i].Value, 0), Unit: "%", Text: "生化池浇筑完成，进水管网完成1.1公里。", Problem: "DN800燃气管迁改协议未签。", Next: "7月10日前签协议，7月15日进场。", Corrected: "6月11日改正：原报31，核对监理月报后改为26。原数保留。", SentBy: "联络员 7月4日", SignedBy: "局长审签 7月5日", Reviewed: "督查室", Waits: "待审，已2个工作日", Acts: []Act{{"/reports/6/correct", "改正", false}}})
		p.Children = append(p.Children, ChildRow{No: "2026-071", URL: "/items/71", Title: "进水管网2.4公里", Lead: "市水务建设公司", Light: light(LightYellow, "应完成1.6公里，实报1.1公里。"), Target: Fig(24, 1), Actual: Fig(11, 1), Unit: "公里"})
		p.Changes = append(p.Changes, ChangeRow{Kind: "延期", From: "9月20日", To: "9月30日", Reason: "不可抗力：汛期停工", AskedBy: "市城市管理局局长", Asked: civil(2026, 6, 1), Decided: "分管副市长同意，6月5日", URL: "/changes/3"})
	}
	for i := range n {
		p.Leaves = append(p.Leaves, Leaf{Seq: int64(48102 - i*117), At: sampleNow.AddDate(0, 0, -i), Who: "市城市管理局局长", What: "审签6月进展：35%", Rows: 3})
	}
	return p
}

func sampleJournal(m *locale.Messages, n int) shown {
	p := &JournalPage{Page: samplePage(m, "journal", "市审计局·审计", m.T("nav.journal")), Says: m.T("journal.says", "n", m.Count(48213)), Acts: options("审签进展"), Actor: text("actor", ""), From: date("from", ""), To: date("to", ""), Note: "jiufen/1/1\n48213\nf3qRxOBbwh4…\n\n— jiufen/1/1 Az3grlgtzPICa5OS…\n", Clear: "/journal"}
	for i := range n {
		p.Rows = append(p.Rows, Leaf{Seq: int64(48213 - i), At: sampleNow, Who: "市城市管理局局长", What: "审签6月进展：35%", Rows: 3})
	}
	p.Pager = Pager{From: 1, To: n, Total: "1000+", Next: "/journal?before=48163"}
	return p
}

func sampleAccounts(m *locale.Messages, n int) shown {
	p := &AccountsPage{Page: samplePage(m, "accounts", "账号管理员", m.T("nav.accounts")), Says: m.T("account.says", "n", n), Add: "/accounts/new"}
	for i := range n {
		p.Proposals = append(p.Proposals, ProposalRow{ID: fmt.Sprint(i), Post: "市政府办·秘书长", Right: m.T("account.right.sign"), By: "刘晓", May: i > 0})
		p.Rows = append(p.Rows, AccountRow{ID: "1", URL: "/accounts/1", Name: fmt.Sprintf("liu%02d", i), Person: "刘晓", Posts: []string{"市住建局·联络员", "市城管局·联络员"}, State: m.T("account.state.on"), Seen: sampleNow})
	}
	return p
}

func sampleAccount(m *locale.Messages, n int) shown {
	p := &AccountPage{Page: samplePage(m, "accounts", "账号管理员", "刘晓"), ID: "1", Name: "liu01", Person: "刘晓", Says: m.T("account.state.on"), Facts: []Pair{{m.T("account.seen"), m.DateTime(sampleNow), ""}}, May: true}
	if n > 0 {
		p.Posts, p.Off, p.Rights, p.Confirm = []PostRow{{"市住建局", "联络员", m.T("account.right.report"), civil(2025, 3, 1), 0}}, true, m.T("account.asleep"), true
	}
	return p
}

// samples make every page empty, with one row and with fifty.
var samples = []struct {
	file string
	make func(m *locale.Messages, n int) shown
}{
	{"signin", func(m *locale.Messages, n int) shown {
		p := &SignInPage{Page: Page{m: m, Title: m.T("signin.do"), Place: "栖川市", Token: "t"}, Name: Field{Name: "name", Key: "account", Kind: "text", Auto: "username"}, Password: Field{Name: "password", Key: "password", Kind: "password", Auto: "current-password"}, Next: "/ledger"}
		if n > 0 {
			p.Roles = []Option{{Value: "mayor", Name: "市长", Hint: "看全部事项"}, {Value: "liaison", Name: "市住建局联络员", Hint: "填14项进展"}, {Value: "audit", Name: "审计", Hint: "只读，校验存证"}}
		}
		if n == 1 {
			p.Errors = []FieldError{{Name: "name", Text: m.T("err.signin.wrong")}}
		}
		return p
	}},
	{"link_open", func(m *locale.Messages, n int) shown {
		return &LinkPage{Page: Page{m: m, Title: m.T("signin.first"), Place: "栖川市"}, Secret: "abc", First: n > 0, Of: "liu01", Until: m.DateTime(sampleNow), Holder: text("holder", ""), Name: Field{Name: "name", Key: "newaccount", Kind: "text", Auto: "username"}, Password: Field{Name: "password", Key: "newpassword", Kind: "password", Auto: "new-password"}, Again: Field{Name: "again", Key: "again", Kind: "password", Auto: "new-password"}}
	}},
	{"failure", func(m *locale.Messages, n int) shown {
		p := &FailurePage{Page: samplePage(m, "", "市政府督查室·督查专员", m.T("fail.heading.internal")), Heading: m.T("fail.heading.internal"), Says: m.T("fail.says.internal"), Steps: []Act{{Name: m.T("fail.again")}, {URL: "/ledger", Name: m.T("fail.goledger")}}, Request: "8K2F-41QD", At: sampleNow}
		if n == 0 {
			p.Who, p.Steps, p.Request = "", nil, ""
		}
		return p
	}},
	{"ledger_list", sampleLedger},
	{"item_view", sampleItem},
	{"document_list", sampleDocuments},
	{"document_view", sampleDocument},
	{"rest_list", sampleRest},
	{"register_written", sampleWritten},
	{"table_import", sampleTable},
	{"draft_split", func(m *locale.Messages, n int) shown {
		return &DraftSplitPage{Page: samplePage(m, "documents", "市政府办公室·综合科", m.T("draft.splithead")), ID: "31", Version: "4", Back: "/documents/1?draft=31", Name: "2026年政府工作报告", Quote: sampleQuote, Parts: []Field{text("part-1", "临港污水处理厂二期建成通水").as("part"), text("part-2", "城北垃圾转运站建成").as("part")}}
	}},
	{"item_undo", func(m *locale.Messages, n int) shown {
		return &ItemUndoPage{Page: samplePage(m, "ledger", "市政府办公室·综合科", m.T("same.undohead")), ID: "12", Origin: "9", Back: "/items/12", Name: "2026-0012 集中供热中心投用", Says: m.T("same.undosays", "number", "2026-0012"), Why: m.T("same.joinedon", "why", m.T("same.byhand")), Quote: sampleQuote, Words: area("words", "", 2).as("undowhy").must()}
	}},
	{"item_into", func(m *locale.Messages, n int) shown {
		return &ItemIntoPage{Page: samplePage(m, "ledger", "督查室", m.T("same.into")), ID: "12", Back: "/items/12", Name: "2026-0012 集中供热中心投用", Merged: n == 1, Number: text("number", "").as("intonumber").must(), Words: area("words", "", 2).as("intowhy").must()}
	}},
	{"item_year", func(m *locale.Messages, n int) shown {
		return &ItemYearPage{Page: samplePage(m, "ledger", "督查室", m.T("same.year")), ID: "12", Back: "/items/12", Name: "2026-0012 集中供热中心投用", Number: text("lastyear", "2025-0041"), Text: text("words", "").as("yearwhy")}
	}},
	{"draft_merge", func(m *locale.Messages, n int) shown {
		return &DraftMergePage{Page: samplePage(m, "documents", "市政府办公室·综合科", m.T("draft.mergehead")), ID: "31", Version: "4", Back: "/documents/1?draft=31", Name: "2026年政府工作报告", Quote: sampleQuote, Into: radio("into", "", options("030 新建改建农村公路180公里", "032 改造危桥24座"))}
	}},
	{"draft_drop", func(m *locale.Messages, n int) shown {
		return &DraftDropPage{Page: samplePage(m, "documents", "市政府办公室·综合科", m.T("draft.drophead")), ID: "31", Version: "4", Back: "/documents/1?draft=31", Name: "2026年政府工作报告", Quote: sampleQuote, Reason: text("dropreason", "").must()}
	}},
	{"draft_conflict", sampleConflict},
	{"paper_view", samplePaper},
	{"explanation_view", sampleExplanation},
	{"desk_view", sampleDesk},
	{"overview_view", sampleOverview},
	{"wall_view", sampleWall},
	{"rule_view", sampleRule},
	{"organisation_list", sampleOrganisation},
	{"organisation_unit", sampleUnit},
	{"library_view", sampleLibrary},
	{"start_view", sampleStart},
	{"token_list", sampleTokens},
	{"bulletin_list", sampleBulletins},
	{"bulletin_write", sampleBulletinWrite},
	{"bulletin_view", sampleBulletin},
	{"bulletin_view", sampleLetter},
	{"version_list", sampleVersions},
	{"compare_view", sampleCompare},
	{"opinion_reports", sampleOpinionReports},
	{"opinion_list", sampleOpinions},
	{"opinion_view", sampleOpinion},
	{"opinion_import", sampleOpinionImport},
	{"register_list", sampleRegisters},
	{"register_view", sampleRegister},
	{"register_add", sampleRegisterAdd},
	{"register_object", sampleRegisterObject},
	{"register_switch", sampleRegisterSwitch},
	{"register_import", sampleRegisterImport},
	{"closing_apply", sampleClosing},
	{"closing_decide", sampleClosingDecide},
	{"assignment_return", sampleReturn},
	{"assignment_hand", sampleHandOn},
	{"assignment_decide", sampleReassign},
	{"plan_edit", samplePlan},
	{"sheet_sign", sampleSheetSign},
	{"report_review", sampleReview},
	{"check_add", sampleCheck},
	{"figure_release", sampleRelease}, {"figure_base", sampleBase}, {"evidence_view", sampleEvidence},
	{"report_correct", sampleCorrect},
	{"change_ask", sampleChange},
	{"change_decide", sampleChangeDecide},
	{"journal_list", sampleJournal},
	{"waiting_list", sampleWaiting},
	{"account_list", sampleAccounts},
	{"account_view", sampleAccount},
	{"account_add", func(m *locale.Messages, n int) shown {
		return &AccountAddPage{Page: samplePage(m, "accounts", "账号管理员", m.T("account.add")), Person: text("person", "").as("holder"), Name: text("name", "").as("newaccount"), Vacant: choose("vacant", "", options("市住建局·联络员")), Unit: choose("unit", "", options("市住建局")).as("postunit"), Post: text("post", ""), Duty: choose("duty", "", options("联络员")), Rights: Field{Name: "rights", Key: "rights", Kind: "check", Options: options("查看", "填报")}}
	}},
	{"account_link", func(m *locale.Messages, n int) shown {
		return &AccountLinkPage{Page: samplePage(m, "accounts", "账号管理员", m.T("account.link")), Person: "刘晓", Name: "liu01", Link: "http://127.0.0.1:8080/link/abc", Until: m.DateTime(sampleNow), Back: "/accounts/1", Dead: n == 0}
	}},
	{"more", func(m *locale.Messages, n int) shown {
		return &MorePage{samplePage(m, "more", "市住建局·联络员", m.T("nav.more"))}
	}},
	{"search_list", func(m *locale.Messages, n int) shown {
		p := &SearchPage{Page: samplePage(m, "", "市政府督查室·督查专员", m.T("search.head")), Text: "污水", Says: m.T("search.says", "n", n)}
		for i := range n {
			p.Rows = append(p.Rows, SearchRow{No: fmt.Sprintf("%03d", i), URL: "/items/23", Title: "临港污水处理厂二期建成通水", Lead: "市城市管理局", Kind: "项目年度任务", Light: light(LightRed, "落后25个百分点。"), Quote: []Span{{Text: "建成临港"}, {"污水", "t"}, {Text: "处理厂二期"}}, Due: civil(2026, 9, 30)})
		}
		return p
	}},
}

func sampleBulletins(m *locale.Messages, n int) shown {
	p := &BulletinsPage{Page: samplePage(m, "bulletins", "市政府督查室·督查专员", m.T("bulletin.head"))}
	if n > 0 {
		p.May = true
		p.Sort, p.Leader, p.AsOf = radio("sort", app.Circular, words(m, "bulletin.sort.", app.Circular, app.Brief)).as("bulletinsort").must(), choose("leader", "", options("副市长")).as("bulletinleader"), date("asof", "").as("bulletinasof")
		p.Views = []View{{Name: m.T("ledger.all"), URL: "/bulletins", Current: true}, {Name: m.T("bulletin.sort.letter"), URL: "/bulletins?sort=letter"}}
		p.Rows = []BulletinRow{{Title: "关于截至6月30日重点工作进展情况的通报", URL: "/bulletins/3", Kind: "通报", State: "已签发", No: "样督通报〔2026〕6号", At: 20634}, {Title: "副市长分管工作进展情况", URL: "/bulletin-drafts/4", Kind: "专报", State: "起草中", For: "送副市长", At: 20640}}
	}
	return p
}

func sampleBulletinWrite(m *locale.Messages, n int) shown {
	p := &BulletinWritePage{Page: samplePage(m, "bulletins", "市政府督查室·督查专员", m.T("bulletin.writing", "kind", "通报")), ID: "4", Version: "2", Kind: "通报", Says: "截至6月30日，存证第48,213条", Title2: text("title", "关于截至6月30日重点工作进展情况的通报").as("bulletintitle").must(), To: text("to", "各县（市、区）人民政府：").as("bulletinto"), Text: area("words", "一、总体情况\n截至【截至日】，严重滞后【红灯】。", 26).as("bulletinwords").must(), Lines: sampleBulletinText()}
	if n > 0 {
		p.Figures = []BulletinFigureRow{{"【红灯】", "7项", ""}, {"【2026-023说明】", "截至6月30日应完成60%，实报35%，落后25个百分点", "/items/23"}}
		p.Unknown, p.Typed = "没有的数", []string{"另有3个项目"}
		p.Letter = []Field{date("answer", "2026-07-22").as("letteranswer").must(), choose("heard", "", words(m, "letter.heardway.", app.HeardWays...)).as("letterheard"), date("heardday", "").as("letterheardday"), text("heardwords", "").as("letterheardwords")}
	}
	return p
}

func sampleBulletin(m *locale.Messages, n int) shown {
	p := &BulletinPage{Page: samplePage(m, "bulletins", "市政府办公室·秘书长", "关于截至6月30日重点工作进展情况的通报"), ID: "3", Name: "关于截至6月30日重点工作进展情况的通报", Kind: "通报", Says: "截至6月30日，存证第48,213条", Why: "已签发", To: "各县（市、区）人民政府：", Lines: sampleBulletinText(), No: "样督通报〔2026〕6号"}
	if n > 0 {
		p.No, p.Act, p.ForMayor = "", "consent", true
		p.Words, p.Password = area("words", "", 2).as("consentbasis"), Field{Name: reauth, Key: reauth, Kind: "password", Auto: "current-password"}.must()
		p.Typed, p.People = []string{"另有3个项目"}, []Pair{{Name: "通报送审", Text: "督查专员"}}
		p.Figures = []BulletinFigureRow{{"【红灯】", "7项", ""}}
		p.Counties = &CountiesPart{Open: true, Rows: []CountyRow{{"甲县", "红灯1项，黄灯2项", "样督函〔2026〕1号", "/bulletins/5"}, {"乙县", "红灯1项", m.T("letter.none"), ""}},
			Unit: choose("unit", "", options("乙县·红灯1项")).as("letterunit").must(), Answer: date("answer", "2026-07-22").as("letteranswer").must()}
	}
	return p
}

// sampleLetter is a letter as its county sees it, and as the office does while it is
// under way.
func sampleLetter(m *locale.Messages, n int) shown {
	p := &BulletinPage{Page: samplePage(m, "bulletins", "甲县·联络员", "关于尽快补上甲县重点工作进度欠账的函"), ID: "5", Name: "关于尽快补上甲县重点工作进度欠账的函", Kind: m.T("bulletin.sort.letter"), Says: "截至6月30日，存证第48,213条", Why: m.T("bulletin.state.submitted"), To: "中共甲县委员会、甲县人民政府主要负责同志：", Lines: sampleBulletinText()}
	p.Letter = &LetterPart{Facts: []Pair{{Name: m.T("letter.to"), Text: "甲县"}, {Name: m.T("letter.base"), Text: "样督通报〔2026〕6号", URL: "/bulletins/3"}}}
	if n > 0 {
		l := p.Letter
		p.No, l.Signed, l.MayRead, l.MayReply, l.Says, l.Now = "样督函〔2026〕1号", true, true, true, "好转1项", "7月8日"
		l.Words = area("words", "", 8).as("letterreply").must()
		l.Replies = []ReplyRow{{Who: "甲县联络员", At: "7月6日", Lines: []string{"来函收悉。", "已专题调度。"}}}
		l.Items = []LetterItemRow{{"2026-0161", "甲县建成零工市场", "/items/161", "red", "green", m.T("letter.outcome.better")}, {"2026-0162", "并入别处的事项", "/items/162", "yellow", "", m.T("letter.outcome.unjudged")}}
	}
	return p
}

func sampleOrganisation(m *locale.Messages, n int) shown {
	p := &OrganisationPage{Page: samplePage(m, "organisation", "账号管理员", m.T("organisation.head")), Says: m.T("organisation.says", "units", 61, "posts", 150, "vacant", 2), File: Field{Name: "file", Key: "unitfile", Kind: "file"}, Text: area("text", "", 6).as("unittext")}
	if n > 0 {
		p.Units = []UnitLine{{Name: "样例市人民政府", URL: "/organisation/units/1", Sort: "政府", Posts: 7}, {Depth: "　", Name: "市住房和城乡建设局", URL: "/organisation/units/2", Sort: "部门", Posts: 3, Head: "周样一", Liaison: "空缺", Leader: "副市长（城乡建设）"}, {Depth: "　", Name: "市规划局", URL: "/organisation/units/3", Sort: "部门", Ended: "已并入市自然资源局"}}
		p.Tried, p.Found, p.Again = []TriedRow{{N: 2, Name: "市教育局", Act: "新建", Sort: "部门"}, {N: 3, Name: "市住房和城乡建设局", Act: "更名", Was: "市建设局", Sort: "部门", Parent: "样例市人民政府"}}, "2行", "单位名称\n市教育局"
	}
	return p
}

func sampleUnit(m *locale.Messages, n int) shown {
	p := &UnitPage{Page: samplePage(m, "organisation", "账号管理员", "市住房和城乡建设局"), ID: "2", Name: "市住房和城乡建设局", Says: "部门·101"}
	if n > 0 {
		p.Facts = []Pair{{Name: "上级", Text: "样例市人民政府"}}
		p.Posts = []PostLine{{"局长", "单位负责人", "周样一", "查看、审签"}, {"联络员", "联络员", "空缺", "查看、填报"}}
		rename, hand := text("name", "市住房和城乡建设局").as("unitname").must(), date("from", "2026-07-08").as("fromday").must()
		rename.Scope, hand.Scope = "name-", "hand-"
		p.Forms = []UnitForm{{Act: "hand", Head: "换人", Says: "留在岗位上", Fields: []Field{hand}, Button: "换人", Open: true}, {Act: "name", Head: "更名", Fields: []Field{rename}, Button: "更名"}}
	}
	return p
}

func sampleLibrary(m *locale.Messages, n int) shown {
	p := &LibraryPage{Page: samplePage(m, "library", "市政府督查室·督查专员", m.T("library.head")), Says: "8个类别", Next: m.T("library.next", "year", "2027"), May: n > 0}
	p.Kinds, p.Rules, p.Years = []LibraryRow{{"key-task", "重点工作", "", "0f3a9c"}}, []LibraryRow{{"wuhan", "武汉", "/rules/wuhan", "77ab"}}, []LibraryRow{{"cn-2026", "国办发明电〔2025〕7号", "", "91cd"}}
	p.Sort, p.File = choose("sort", "", options("亮灯规则")).as("librarysort").must(), Field{Name: "file", Key: "libraryfile", Kind: "file"}
	p.Settings, p.Setting, p.Value = []SettingRow{{"本地名称", "样例市", "样例市"}}, choose("setting", "", options("本地名称")).as("settingname").must(), text("value", "").as("settingvalue").must()
	p.Year, p.Notice, p.Free, p.Work = text("year", "2027").as("calyear").must(), text("notice", "").as("calnotice").must(), area("free", "", 8).as("calfree").must(), area("work", "", 4).as("calwork")
	return p
}

func sampleStart(m *locale.Messages, n int) shown {
	p := &StartPage{Page: samplePage(m, "start", "账号管理员", m.T("start.head")), Says: m.T("start.sum", "done", 1, "all", 8)}
	p.Steps = []StartStep{{Name: "今年的日历", Says: "2026年", URL: "/library", Done: true}, {Name: "机构名单", Says: "现有0个", URL: "/organisation", Next: true}, {Name: "读入报告", Says: "现有0份"}}
	return p
}

func sampleWall(m *locale.Messages, n int) shown {
	p := &WallPage{Page: samplePage(m, "overview", "市政府督查室·督查专员", m.T("wall.head")), Says: m.T("wall.says", "n", 2, "sheets", 1), Kinds: []View{{Name: "年度项目", URL: "/wall?kind=project-year", Current: true}}, Ledger: "/ledger?kind=project-year"}
	p.Wall = true
	if n > 0 {
		w := chart.Wall{ID: "wall-0", Title: "样例市2026年项目挂图", Heading: "样例市2026年项目挂图", Says: "2项", Heads: [4]string{"事项", "牵头单位", "亮灯", "实%/计%"}, Months: [12]string{"1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月"}, Legend: []chart.WallLight{{Colour: "red", Word: "红"}, {Colour: "grey", Word: "灰"}}, Today: "今天7月8日", Foot: "亮灯规则",
			From: 20454, To: 20818, Now: 20642, Groups: []chart.WallGroup{{Name: "副市长（城乡建设）", Rows: []chart.WallRow{{Name: "临港污水处理厂二期建成通水", Lead: "市城管局", Light: chart.WallLight{Colour: "red", Word: "红"}, Share: "35/60", From: 20480, To: 20726, Done: 350, Nodes: []chart.WallNode{{Day: 20500, Text: "基坑", Reached: true}, {Day: 20634, Text: "管网"}}}}}}}
		p.Sheets = []template.HTML{w.SVG()}
	}
	return p
}

func sampleExplanation(m *locale.Messages, n int) shown {
	p := &ExplanationPage{Page: samplePage(m, "documents", "市政府办公室·综合科", m.T("explain.units")), ID: "3", Name: "关于分解方案的说明", Text: []string{"计划部分5句，每一句都有着落。"}}
	if n > 0 {
		p.Parts = []ExplanationTable{{Heading: m.T("explain.units"), Says: "2个单位", Head: []string{"单位", "任务"}, Rows: [][]string{{"市住建局", "3"}, {"市城管局", "1"}}}, {Heading: m.T("explain.unclear"), Says: "0项"}}
	}
	return p
}

func sampleTable(m *locale.Messages, n int) shown {
	p := &TablePage{Page: samplePage(m, "documents", "市政府办公室·综合科", m.T("table.head")), File: Field{Name: "file", Key: "tablefile", Kind: "file"}, Text: area("text", "", 6).as("unittext"), YearIn: text("year", "")}
	if n > 0 {
		p.Found, p.Again, p.Name, p.Year = m.T("table.found", "rows", 2, "skip", 1, "unknown", 1), "任务", "表.csv", "2026"
		p.Columns, p.Unknown, p.Skipped = []Pair{{Name: "任务", Text: "C列"}}, []string{"备注"}, []string{"第9行没有读：合计"}
		p.Rows = []TableRow{{N: 2, Text: "改造老旧小区120个。（牵头单位：市住建局）"}, {N: 3, Text: "新建停车场8处。（牵头单位：市某某局）", Unknown: "市某某局"}}
	}
	return p
}

func sampleTokens(m *locale.Messages, n int) shown {
	p := &TokensPage{Page: samplePage(m, "more", "市政府办公室·综合科", m.T("token.head")), Name: text("name", "").as("tokenname").must(), Rights: Field{Name: "rights", Key: "tokenrights", Kind: "check", Options: options("查看")}, Until: date("until", "").as("tokenuntil").must()}
	if n > 0 {
		p.Secret, p.Rows = "jf_abc", []TokenRow{{ID: 3, Name: "大屏", Holder: "王样文", Rights: "查看", Made: 20600, Until: 20700}}
		p.Password = Field{Name: reauth, Key: reauth, Kind: "password", Auto: "current-password"}.must()
	}
	return p
}

func sampleHandOn(m *locale.Messages, n int) shown {
	p := &HandOnPage{Page: samplePage(m, "desk", "市住建局·联络员", m.T("assign.handon")), ID: "23", Item: "临港污水处理厂二期建成通水", No: "2026-023", Back: "/items/23", To: choose("to", "", options("业务科科长 严样正")).as("handonto").must(), Words: text("words", "").as("handonwords")}
	if n > 0 {
		p.Now = "业务科科长"
	}
	return p
}
