package web

import "jiufen/internal/locale"

func sampleRest(m *locale.Messages, n int) shown {
	p := &RestPage{Page: samplePage(m, "documents", "市政府办公室·综合科", m.T("rest.head")), Says: m.T("rest.says", "year", 2026, "all", n, "sentences", 196, "undecided", 14), Years: options("2026"), Sources: options("政府工作报告 (41)"), Reasons: options("只有原则 (20)"), Labels: options("部署工作 (30)"), Text: "治理", Any: n != 1, Clear: "/documents/rest?year=2026"}
	for i := range n {
		r := RestLineRow{Name: "2026年政府工作报告", Place: m.T("opinion.clause", "n", i+1), URL: "/documents/1#c1", Words: "大力弘扬实干精神，奋力开创新局面。", Heading: "二、2026年工作安排", Label: m.T("rest.label.commitment"), Reason: m.T("decompose.reason.principle"), Make: "/documents/1/clauses/0/draft"}
		if i%2 == 1 {
			r = RestLineRow{Name: "关于促进民营经济发展的若干措施", Place: m.T("rest.line"), URL: "/registers/superior-papers/1?line=9#forms", Words: "无分歧欠款年内清零", Label: m.T("rest.label.demand"), Reason: m.T("rest.reason.demand")}
		}
		p.Rows = append(p.Rows, r)
	}
	if n > 0 {
		p.Export = "/documents/rest.xlsx?year=2026"
	}
	return p
}
