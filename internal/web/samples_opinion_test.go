package web

import (
	"fmt"

	"jiufen/internal/app"
	"jiufen/internal/locale"
)

const sampleReport = "2027年政府工作报告（征求意见稿）"

func sampleVersions(m *locale.Messages, n int) shown {
	p := &VersionsPage{Page: samplePage(m, "documents", "市政府办公室·综合科", m.T("opinion.versions")), ID: "2", Name: sampleReport, Says: m.T("opinion.versionsays", "n", n, "all", 12, "open", 3), May: n < 50, End: n == 50,
		Opinions: Act{URL: "/documents/2/opinions", Name: m.T("opinion.link", "all", 12, "open", 3)}}
	for i := range max(n, 1) {
		r := VersionRow{Title: sampleReport, URL: fmt.Sprint("/documents/", i+1), Stage: m.T("doc.nth", "n", i+1, "stage", m.T("opinion.stage.comment")), At: civil(2026, 12, 1), Current: i == 1}
		if i > 0 {
			r.Compare, r.Note = fmt.Sprintf("/documents/%d/compare?with=%d", i+1, i), "按意见修改"
		}
		p.Rows = append(p.Rows, r)
	}
	p.Stage, p.Note = choose("stage", "", words(m, "opinion.stage.", app.Stages...)).as("versionstage").must(), text("note", "").as("versionnote")
	p.File, p.Text = Field{Name: "file", Key: "versionfile", Kind: "file"}, area("text", "", 6).as("versiontext")
	p.NewStage, p.NewNote = choose("newstage", "", words(m, "opinion.stage.", app.Stages...)).as("versionstage").must(), text("newnote", "").as("versionnote")
	return p
}

func sampleCompare(m *locale.Messages, n int) shown {
	p := &ComparePage{Page: samplePage(m, "documents", "市政府办公室·综合科", m.T("compare.head")), ID: "2", Name: sampleReport, Says: m.T("compare.none")}
	if n == 0 {
		return p
	}
	p.Says = m.T("compare.says", "same", 190, "changed", 5, "moved", 1, "added", 2, "dropped", 1)
	p.With = choose("with", "1", options("第1稿（征求意见）2027年政府工作报告")).as("comparewith")
	p.From, p.To = "第1稿（征求意见）", "第2稿（修改）"
	p.Views = []View{{Name: m.T("compare.differ"), Count: "9", URL: "/documents/2/compare?with=1", Current: true}, {Name: m.T("compare.all"), Count: "199", URL: "/documents/2/compare?with=1&show=all"}}
	for i := range n {
		p.Rows = append(p.Rows, CompareRow{A: fmt.Sprint(i + 1), B: fmt.Sprint(i + 2), Turn: m.T("compare.turn.changed"), Heading: i == 3, Numbers: "120个 → 100个", Says: []Act{{URL: "/opinions/2", Name: m.T("compare.opinion", "n", 2, "outcome", m.T("opinion.outcome.adopted"))}},
			Pieces: []ComparePiece{{Text: "改造老旧小区", Op: "keep"}, {Text: "120", Op: "cut"}, {Text: "100", Op: "new"}, {Text: "个，惠及居民3.2万户。", Op: "keep"}}})
	}
	if n > 1 {
		p.Pager = Pager{From: 1, To: n, Total: "199", Next: "/documents/2/compare?with=1&from=50"}
	}
	return p
}

func sampleOpinionReports(m *locale.Messages, n int) shown {
	p := &OpinionReportsPage{Page: samplePage(m, "documents", "市政府办公室·综合科", m.T("opinion.reports"))}
	for i := range n {
		p.Rows = append(p.Rows, OpinionReportRow{Title: sampleReport, URL: fmt.Sprintf("/documents/%d/opinions", i+1), Stage: m.T("opinion.stage.comment"), Versions: 2, All: 12, Open: 3, Own: 1})
	}
	return p
}

func sampleOpinionRow(m *locale.Messages, i int) OpinionRow {
	return OpinionRow{No: fmt.Sprint(i + 1), URL: fmt.Sprint("/opinions/", i+1), Place: m.T("opinion.clause", "n", 42), Quote: "改造老旧小区120个，惠及居民3.2万户。", Who: "李样一 南湖区代表团", Occasion: "市政府全体会议", Kind: m.T("opinion.kind.work"), Handler: "市政府办公室",
		Text: "老旧小区改造要优先加装电梯，并把后续管理写清楚。", Outcome: m.T("opinion.outcome.carried"), Answer: "2026-0012 改造老旧小区 篇幅所限"}
}

func sampleOpinions(m *locale.Messages, n int) shown {
	p := &OpinionsPage{Page: samplePage(m, "documents", "市政府办公室·综合科", m.T("opinion.head")), ID: "2", Name: sampleReport, Says: m.T("opinion.says", "all", n, "done", n/2, "open", n-n/2), Doc: "/documents/2", May: n < 50,
		Views: []View{{Name: m.T("opinion.all"), Count: fmt.Sprint(n), URL: "/documents/2/opinions", Current: true}, {Name: m.T("opinion.outcome.open"), Count: "1", URL: "/documents/2/opinions?outcome=open"}}}
	for i := range n {
		p.Rows = append(p.Rows, sampleOpinionRow(m, i))
	}
	if n > 1 {
		p.Units = []View{{Name: m.T("opinion.allunits"), Count: fmt.Sprint(n), URL: "/documents/2/opinions", Current: true}, {Name: "市发展改革委", Count: "4", URL: "/documents/2/opinions?unit=7"}}
		p.Pager = Pager{From: 1, To: n, Total: "120", Next: "/documents/2/opinions?from=100"}
	}
	p.Toggle = Act{URL: "/documents/2/opinions?list=told", Name: m.T("opinion.toldhead")}
	if n == 50 {
		p.Told = true
		for i := range p.Rows {
			p.Rows[i].Told = m.T("opinion.told.adopted", "n", i+1, "doc", sampleReport)
		}
		p.AsOf, p.Doc = AsOf{Day: civil(2026, 5, 31), Now: "/documents/2/opinions"}, ""
	}
	p.Clause, p.Proposer, p.Unit, p.Occasion = number("clause", "", "").as("opinionclause"), text("proposer", "").as("opinionproposer").must(), text("unit", "").as("opinionunit"), text("occasion", "").as("opinionoccasion")
	p.Kind, p.Text, p.Handler = choose("kind", "", words(m, "opinion.kind.", app.OpinionKinds...)).as("opinionkind").must(), area("words", "", 4).as("opinionwords").must(), choose("handler", "", options("市政府办公室", "市发展改革委")).as("opinionhandler").must()
	return p
}

func sampleOpinion(m *locale.Messages, n int) shown {
	row := sampleOpinionRow(m, 2)
	p := &OpinionPage{Page: samplePage(m, "documents", "市政府办公室·综合科", m.T("opinion.one", "n", 3)), ID: "3", No: "3", Back: "/documents/2/opinions", Says: m.T("opinion.onesays", "outcome", row.Outcome, "unit", row.Handler), Quote: row.Quote, Text: row.Text,
		Facts: []Pair{{Name: m.T("opinion.document"), Text: sampleReport}, {Name: m.T("opinion.proposer"), Text: row.Who}}, Told: m.T("opinion.told.open", "n", 3, "doc", sampleReport, "unit", row.Handler), May: n < 50, Hand: n < 50}
	for i := range n {
		p.Answers = append(p.Answers, AnswerRow{At: civil(2026, 12, 3), Who: "市政府办公室综合科科长", Outcome: row.Outcome, Text: "篇幅所限。", Item: "2026-0012 改造老旧小区", URL: "/items/12", Due: m.T("opinion.itemsays", "lead", "市住建局", "due", "2026年12月31日"), Change: m.T("opinion.told.change", "to", "2026年10月31日", "state", m.T("opinion.change.pending")), Former: i < n-1})
	}
	p.Outcome, p.Item, p.Words = radio("outcome", "", words(m, "opinion.outcome.", app.Outcomes...)).as("opinionoutcome").must(), text("itemno", "").as("opinionitem"), area("words", "", 3).as("opinionreason")
	p.Handler = choose("handler", "", options("市政府办公室", "市发展改革委")).as("opinionhandler").must()
	return p
}

func sampleOpinionImport(m *locale.Messages, n int) shown {
	p := &OpinionImportPage{Page: samplePage(m, "documents", "市政府办公室·综合科", m.T("opinion.import")), ID: "2", Name: sampleReport, File: Field{Name: "file", Key: "opinionfile", Kind: "file"}, Text: area("text", "", 6).as("opiniontext"), Occasion: text("occasion", "").as("opinionoccasion"), Handler: choose("handler", "", options("市政府办公室")).as("opinionhandlerall")}
	if n > 0 {
		p.Found, p.Again = m.T("opinion.found", "rows", n, "skip", 1, "bad", 0), "意见内容"
		p.Columns, p.Unknown, p.Skipped = []Pair{{Name: m.T("opinion.field.words"), Text: m.T("table.column", "c", "B")}}, []string{"备注"}, []string{"第9行没有读：合计"}
	}
	for i := range n {
		p.Rows = append(p.Rows, sampleOpinionRow(m, i))
	}
	return p
}
