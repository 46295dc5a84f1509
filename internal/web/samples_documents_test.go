package web

import (
	"fmt"

	"jiufen/internal/app"
	"jiufen/internal/chart"
	"jiufen/internal/locale"
)

func sampleDocuments(m *locale.Messages, n int) shown {
	p := &DocumentsPage{Page: samplePage(m, "documents", "市政府办公室·综合科", m.T("nav.documents")), Says: m.T("doc.says", "n", n), May: true, Limit: m.T("doc.limit", "mb", 20)}
	p.File = Field{Name: "file", Key: "file", Kind: "file"}
	p.Sort = choose("sort", "report", words(m, "doc.sort.", documentSorts...)).as("docsort")
	p.YearIn, p.Title2, p.Text = text("year", ""), text("title", "").as("doctitle"), area("text", "", 8).as("doctext")
	if n == 1 {
		p.Errors = []FieldError{{Name: "file", Label: m.T("form.file"), Text: "“报告.docx”打不开：文件加了密。去掉密码后再传。"}}
		p.File.Err = p.Err("file")
	}
	for i := range n {
		p.Rows = append(p.Rows, DocumentRow{Title: fmt.Sprintf("%d年政府工作报告（审议稿）", 2026-i), URL: fmt.Sprintf("/documents/%d", i+1), State: "分解中", Open: 14, Accepted: 120, Issued: 6, Dropped: 7, At: civil(2026, 2, 1)})
		p.Papers = append(p.Papers, PaperLine{Title: "关于印发《2026年政府工作报告》任务分解方案的通知", URL: "/papers/1", State: m.T("notice.state.approved")})
	}
	return p
}

func sampleDocument(m *locale.Messages, n int) shown {
	p := &DocumentPage{Page: samplePage(m, "documents", "市政府办公室·综合科", m.T("draft.desk")), ID: "1", Name: "2026年政府工作报告（审议稿）", Says: "计划部分196句、11830字。", May: true,
		Cover:   Coverage{Bar: chart.Stack(1392, 12, []chart.Part{{Class: "c1", N: 131}, {Class: "c2", N: 9}, {Class: "c3", N: 42}, {Class: "c4", N: 14}}), All: 196, Made: 131, Joined: 9, Rest: 42, Open: 14},
		Views:   []View{{m.T("draft.view.all"), "147", "/documents/1", true}, {m.T("draft.view.open"), "14", "/documents/1?view=open", false}, {m.T("draft.view.nolead"), "7", "/documents/1?view=nolead", false}},
		Blocked: &Act{Name: m.T("draft.blocked", "n", 14), URL: "/documents/1?view=problem"}, Paper: &Act{Name: m.T("draft.paper.returned"), URL: "/papers/3"}, View: "open", Links: []Act{{URL: "/documents/1/versions", Name: m.T("opinion.versions")}, {URL: "/documents/1/opinions", Name: m.T("opinion.link", "all", 12, "open", 3)}}}
	if n == 0 {
		p.Blocked, p.Views, p.Paper, p.Make = nil, nil, nil, 3
		return p
	}
	clauses := []ClauseView{{Heading: 1, Spans: []Span{{Text: "三、2026年重点工作"}}}, {Heading: 2, Spans: []Span{{Text: "（五）补齐环境基础设施短板"}}},
		{N: 141, Spans: []Span{{Text: "2025年，新登记经营主体1.9万户，增长8.4%。"}}, State: "off", Remark: "未成事项：回顾去年"},
		{N: 142, Spans: sampleQuote, State: "on", URL: "/documents/1?draft=31#d31"}}
	for i := range n {
		d := DraftRow{ID: fmt.Sprint(31 + i), No: fmt.Sprintf("%03d", 31+i), URL: fmt.Sprintf("/documents/1?draft=%d#d%d", 31+i, 31+i), Title: "临港污水处理厂二期建成通水", Says: "项目年度任务·市城市管理局·9月30日", State: m.T("draft.state.open"), Problem: m.T("valid.lead.single", "n", 0), Box: i > 0, Ticked: i == 2}
		if i == 3 {
			d.Gone, d.GoneURL, d.State = "已并入036", "/documents/1?draft=36#d36", m.T("draft.state.gone")
			d.Box = false
		}
		p.Drafts = append(p.Drafts, d)
		clauses = append(clauses, ClauseView{N: 143 + i, Spans: []Span{{Text: "推进石梁水库除险加固，"}, {"7月底", "d"}, {Text: "主体完工。"}}, State: "ok", Remark: "成1项：029", URL: "/documents/1?draft=29"})
		p.Rest = append(p.Rest, RestRow{N: 138, URL: "#c141", Quote: "市场活力充分涌流，企业信心不断增强。", Reason: "愿景，无主体无动作", ClauseID: "138"})
	}
	kinds := options("主要指标", "重点工作任务", "项目年度任务")
	p.Text = []TextPart{{Fold: m.T("draft.fold", "n", 1), Clauses: []ClauseView{{N: 140, Spans: []Span{{Text: "过去一年，成绩来之不易。"}}, State: "off"}}}, {Clauses: clauses}}
	p.Many, p.PickAll = n > 1, "/documents/1?pick=1#many"
	p.Open = &DraftForm{ID: "31", No: "031", Version: "4", Was: "{}", State: "open", Needs: []FieldError{{Name: "lead", Text: m.T("valid.lead.single", "n", 0)}, {Text: m.T("valid.lead.single", "n", 0)}},
		Measures: []MeasureForm{{Heading: m.T("draft.measurenew"), New: true, Fields: measureFields(m, nil, 1, app.DraftMeasure{})}, {Heading: m.T("draft.measure", "n", 1), Fields: measureFields(m, nil, 0, app.DraftMeasure{Name: "形象进度", Unit: "%", Value: "100", ValueMax: "120", Comparator: "range", Path: "relative"})}}, Heading: m.T("draft.heading", "clause", 142, "no", "031"), Edited: "人工改过1处", Quote: sampleQuote,
		Fields: []Field{text("title", "临港污水处理厂二期建成通水").wide("w6"), choose("kind", "3", kinds),
			choose("lead", "1", options("市城市管理局", "市住房城乡建设局")), text("cooperate", "市自然资源和规划局、沿江经开区管委会").wide("w4"), choose("leader", "1", options("副市长（城建交通）")), date("due", "2026-09-30"), text("standard", "两条生产线连续通水72小时").wide("w6")},
		Notes: []string{"牵头单位来自职责目录：污水处理。"}}
	sampleOffers(m, p, n)
	return p
}

// sampleOffers puts proposals beside the open draft: with one row it is linked.
func sampleOffers(m *locale.Messages, p *DocumentPage, n int) {
	if n == 1 {
		p.Open.Linked, p.Open.LinkedSays = &LinkedView{Name: m.T("same.year.linked", "number", "2025-0041", "title", "污水处理厂二期开工"), URL: "/items/41"}, []string{m.T("same.year.outcome", "words", m.T("word.stage.closed"))}
		return
	}
	for i := range min(n, 3) {
		o := OfferView{Item: fmt.Sprint(12 + i), URL: fmt.Sprintf("/items/%d", 12+i), Name: m.T("same.offer", "number", fmt.Sprintf("2026-00%d", 12+i), "title", "临港污水处理厂二期扩建"), Score: m.T("same.score", "n", 71), Meta: m.T("same.meta", "lead", "市住建局", "due", "12月31日", "origins", m.T("word.origin.report")),
			Why: m.T("same.because", "why", m.T("same.why.words", "words", "临港污水处理厂二期")), Moves: m.T("same.moves.none")}
		if i == 1 {
			o.Denied = m.T("same.moves.right")
		}
		p.Open.Same = append(p.Open.Same, o)
		o.Item, o.Name = fmt.Sprint(41+i), m.T("same.offer", "number", fmt.Sprintf("2025-00%d", 41+i), "title", "污水处理厂二期开工")
		o.Years = []string{m.T("same.year.moved", "name", "日处理能力", "was", "3万吨", "now", "3.5万吨", "change", "+16.7")}
		p.Open.Last = append(p.Open.Last, o)
		p.Parents = append(p.Parents, ParentRow{Clause: fmt.Sprint(140 + i), Name: m.T("parent.offer", "title", "提升城市品质", "n", 4), Parts: m.T("parent.parts", "titles", "改造老旧小区、新建公园")})
	}
	for i := range p.Drafts {
		if i%4 == 1 {
			p.Drafts[i].Mark = m.T("same.mark.now")
		}
	}
}

func sampleConflict(m *locale.Messages, n int) shown {
	p := &DraftConflictPage{Page: samplePage(m, "documents", "市政府办公室·综合科", m.T("draft.clashhead", "n", n)), ID: "31", Version: "5", Back: "/documents/1?draft=31", Name: "2026年政府工作报告（审议稿）", Theirs: "市发展改革委综合科 09:41 也改了这一项。"}
	if n == 0 {
		p.Gone = &Act{URL: "/documents/1?draft=36", Name: m.T("draft.opengone", "no", "036")}
		return p
	}
	for i := range n {
		p.Clashes = append(p.Clashes, Clash{Name: fmt.Sprintf("lead%d", i), Label: m.T("form.lead"), Base: "住建局", Mine: "市城市管理局", Theirs: "市住房城乡建设局", MineJSON: "[]", BaseValue: "[]"})
	}
	return p
}

func samplePaper(m *locale.Messages, n int) shown {
	p := &PaperPage{Page: samplePage(m, "documents", "市政府办公室·主任", "分解落实通知"), ID: "4", Name: "关于分解落实2026年政府工作报告重点任务的通知", Says: m.T("notice.says", "n", 2, "doc", "2026年政府工作报告"),
		Steps:  []Step{{m.T("notice.step.drafted"), true, false}, {m.T("notice.step.approved"), true, false}, {m.T("notice.step.signed"), false, true}, {m.T("notice.step.issued"), false, false}},
		Checks: []CheckLine{{OK: true, Text: "每一句都有着落：196 = 131 + 9 + 42 + 14"}, {Text: "2项没有牵头单位", URL: "/documents/1?view=nolead", Stops: true}, {Text: "58项期限是推定的", URL: "/documents/1?view=assumed"}},
		Words:  area("words", "", 2).as("returnwords"), Files: []Act{{"/papers/4.docx", "通知.docx", false}}}
	p.Items = n
	switch n {
	case 0:
		p.Why, p.Return, p.Source = m.T("notice.state.submitted"), true, "/documents/1"
		p.Returned = "牵头单位还有2项空着，补齐再送。"
	case 1:
		p.Approve = true
		p.Password = Field{Name: "reauth", Key: "reauth", Kind: "password", Auto: "current-password"}
	default:
		p.Sign, p.Approved = true, "市政府办公室主任 2月12日"
	}
	for i := range n {
		p.Rows = append(p.Rows, PaperRow{No: fmt.Sprint(i + 1), Title: "改造老旧小区42个", URL: "/documents/1?draft=33", Kind: "重点工作任务", Target: "42个", Lead: "市住房城乡建设局", Cooperate: "各县区", Leader: "副市长（城建交通）", Due: "12月31日"})
	}
	return p
}
