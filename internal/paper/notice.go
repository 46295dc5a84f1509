package paper

import (
	"strconv"
	"strings"

	"jiufen/internal/docx"
	"jiufen/internal/locale"
	"jiufen/internal/opc"
)

// The fields of a paper that are known only when it is signed.
const (
	FieldNumber = "number" // document number: 某政办发〔2026〕6号
	FieldDay    = "day"    // day of signing: 2026年2月16日
)

// Notice is a decomposition notice (分解落实通知) with its annexes.
type Notice struct {
	Head       string    // red head: 某市人民政府办公室文件
	Urgency    string    // 特急, 加急; may be empty
	Number     opc.Field // usually opc.Later(FieldNumber)
	Title      string    // \n breaks it
	To         string    // those it goes to
	Text       []docx.Paragraph
	Issuer     string    // under the text
	Day        opc.Field // usually opc.Later(FieldDay)
	Remark     string    // 此件公开发布; may be empty
	Copies     string    // 抄送; may be empty
	Office     string    // 印发机关; empty: no imprint
	Year       int
	Indicators []Indicator // first annex, left out if empty
	Tasks      []Task      // second annex, left out if empty
}

// Indicator is one row of the annex of main indicators (主要指标).
type Indicator struct {
	Name     string
	Target   string // in the words of the report: 增长5%左右
	Value    *Figure
	Unit     string
	Nature   string // 约束性, 预期性
	Strength string // 确保, 力争
	Basis    string // 口径
	Roles
	Due Due
}

// Figure is a target as a number, for the workbook.
type Figure struct {
	N        int64 // scaled by 10^Decimals
	Decimals int
}

// Task is one row of the annex of key tasks (重点工作任务).
type Task struct {
	Section string // heading over a group of rows: 一、着力扩大有效需求
	Text    string
	Target  string // quantified, may be empty
	Roles
	Due    Due
	Origin string // where it stands in the report
}

// Roles is who answers for a row. Units of a role are joined by 、.
type Roles struct {
	Leader      string
	Lead        string
	Responsible string
	Cooperating string
	Collating   string
}

// Due is the limit of a row. Assumed marks one that the text leaves open.
type Due struct {
	Text    string
	Assumed bool
}

// String is the limit as the notice prints it.
func (d Due) String() string {
	if d.Assumed && d.Text != "" {
		return d.Text + "*"
	}
	return d.Text
}

// Standard is the usual text of the notice: what was adopted, what is asked, by
// which rule the first named unit leads. report is the title of the report,
// lead the rule as the place words it; return days are working days to hand
// back plans.
func Standard(m *locale.Messages, year int, report, lead string, days int) []docx.Paragraph {
	if lead != "" {
		lead += "。"
	}
	p := []docx.Paragraph{
		{Level: docx.Body, Text: m.T("paper.notice.adopted", "report", report, "year", strconv.Itoa(year))},
		{Level: docx.First, Text: m.T("paper.notice.duty")},
		{Level: docx.Body, Text: m.T("paper.notice.lead", "rule", lead)},
		{Level: docx.First, Text: m.T("paper.notice.plan")},
		{Level: docx.Body, Text: m.T("paper.notice.days", "days", days)},
		{Level: docx.First, Text: m.T("paper.notice.progress")},
		{Level: docx.Body, Text: m.T("paper.notice.report")},
	}
	return p
}

// Docx renders the notice. Fields that come later are filled by Stamp.
func (n Notice) Docx(m *locale.Messages) ([]byte, error) {
	main := []docx.Block{}
	if n.Head != "" {
		main = append(main, docx.Head{Urgency: n.Urgency, Body: n.Head, Number: n.Number})
	}
	main = append(main, docx.Title{Text: n.Title})
	if n.To != "" {
		main = append(main, docx.Addressees(n.To))
	} else {
		main = append(main, docx.Space(1))
	}
	for _, p := range n.Text {
		main = append(main, p)
	}
	annexes := n.annexes(m)
	var names docx.Attached
	for _, a := range annexes {
		names = append(names, a.title)
	}
	main = append(main, names)
	if n.Issuer != "" {
		main = append(main, docx.Signature{Body: n.Issuer, Day: n.Day})
	}
	main = append(main, docx.Remark(n.Remark))
	d := docx.Document{Title: strings.ReplaceAll(n.Title, "\n", ""), Sections: []docx.Section{{Blocks: main}}}
	for i, a := range annexes {
		d.Sections = append(d.Sections, a.section(m, i+1, len(annexes)))
	}
	if n.Office != "" {
		imprint := docx.Imprint{Copies: n.Copies, Office: n.Office, Day: n.Day}
		if last := len(d.Sections) - 1; d.Sections[last].Landscape {
			// The imprint belongs on the last page, upright.
			d.Sections = append(d.Sections, docx.Section{Blocks: []docx.Block{imprint}})
		} else {
			d.Sections[last].Blocks = append(d.Sections[last].Blocks, imprint)
		}
	}
	return docx.Render(d)
}

// Stamp fills in number and day when the paper is signed; of a .docx or .xlsx.
// It fails if the paper has no such field, or has another that is still open.
func Stamp(b []byte, number, day string) ([]byte, error) {
	return opc.Stamp(b, map[string]string{FieldNumber: number, FieldDay: day})
}
