package web

import (
	"fmt"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
)

// PaperPage is a notice on its way: checked, approved (审定), signed (签发), with
// its number. The two acts are two rights.
type PaperPage struct {
	Page
	ID, Name string
	Says     string
	No       string // 〔2026〕6号 once signed
	Steps    []Step
	Checks   []CheckLine
	Items    int // how many the paper carries
	Rows     []PaperRow
	Approved string // by whom
	Signed   string
	Returned string // words of the last return
	Approve  bool   // the reader may approve now
	Sign     bool   // the reader may sign now
	Return   bool   // the reader may return now
	MaySign  bool   // by the right to sign, else by that to approve
	Why      string // where it stands
	Words    Field  // when returned
	Password Field  // asked again before approving and signing; without name: not asked
	Files    []Act
	Source   string // address of the desk it was made at; empty: the reader may not see it
}

// Step is a station of a procedure.
type Step struct {
	Name    string
	Past    bool
	Current bool
}

// CheckLine is one thing looked at before issue.
type CheckLine struct {
	OK        bool
	Text, URL string
	Stops     bool // it must be mended; else it is only told
}

// PaperRow is an item as the annex prints it.
type PaperRow struct {
	No, Title, URL  string
	Kind, Target    string
	Lead, Cooperate string
	Leader, Due     string
}

func (s *Site) paperPage(v *visit) (*PaperPage, error) {
	x, err := s.App.Paper(v.r.Context(), v.who.Viewer, idIn[id.Paper](v))
	if err != nil {
		return nil, err
	}
	page, err := s.page(v, "documents", x.Title)
	if err != nil {
		return nil, err
	}
	page.Wide = true
	p := &PaperPage{Page: page, ID: id.String(x.ID), Name: x.Title, No: x.Number, Items: len(x.Rows), Says: v.m.T("notice.says", "n", len(x.Rows), "doc", x.Doc.Title), Why: v.m.T("notice.state." + x.State)}
	p.Steps = paperSteps(v, x.State)
	p.people(v, x)
	may := v.who.Viewer
	p.Approve = x.State == "submitted" && !x.Changed && may.Can(org.Approve)
	p.Sign = x.State == "approved" && !x.Changed && may.Can(org.Sign)
	p.Return = (x.State == "submitted" || x.State == "approved") && (may.Can(org.Approve) || may.Can(org.Sign))
	p.MaySign = may.Can(org.Sign)
	p.Words = area("words", "", 2).as("returnwords")
	if v.form != nil {
		p.Words.Value = v.form.raw("words")
	}
	if p.Approve || p.Sign {
		p.askPassword(s, v)
	}
	if may.Can(org.Draft) {
		p.Source = "/documents/" + id.String(x.Document)
	}
	p.Files = append(p.Files, Act{URL: "/papers/" + p.ID + "/explanation", Name: v.m.T("explain.link")})
	if x.State == "signed" {
		p.Files = append(p.Files, Act{URL: "/papers/" + p.ID + "/slip.docx", Name: v.m.T("bulletin.slip")})
		for _, f := range []string{"docx", "xlsx"} {
			p.Files = append(p.Files, Act{URL: "/papers/" + p.ID + "/notice." + f, Name: v.m.T("notice.file." + f)})
		}
	}
	for i, r := range x.Rows {
		p.Rows = append(p.Rows, paperRow(v, x, i, r))
	}
	return p, s.checks(v, x, p)
}

func paperSteps(v *visit, state string) []Step {
	at := map[string]int{"submitted": 1, "returned": 0, "approved": 2, "signed": 4}[state]
	var out []Step
	for i, name := range []string{"drafted", "approved", "signed", "issued"} {
		out = append(out, Step{Name: v.m.T("notice.step." + name), Past: i < at, Current: i == at})
	}
	return out
}

// people names who did what on the way of the paper.
func (p *PaperPage) people(v *visit, x *app.PaperView) {
	for _, st := range x.Steps {
		post := x.Dir.Post(st.Post)
		who := strings.TrimSpace(x.Dir.Unit(post.UnitID).Short + post.Title + " " + x.Dir.PersonName(post.Holder))
		switch st.Act {
		case "approve":
			p.Approved = who
		case "sign":
			p.Signed = who
		case "return":
			p.Approved, p.Returned = "", v.m.T("notice.returnedby", "who", who, "words", st.Words)
		}
	}
}

func paperRow(v *visit, x *app.PaperView, i int, n app.NewItem) PaperRow {
	m, dir := v.m, x.Dir
	r := PaperRow{No: fmt.Sprint(i + 1), Title: n.Title, Kind: n.Kind}
	if k := x.Lib.Kinds[n.Kind]; k != nil {
		r.Kind = k.Name
	}
	if i < len(x.Items) {
		r.URL = "/items/" + id.String(x.Items[i])
	}
	var targets, leads, cooperate []string
	for _, x := range n.Measures {
		if t := targetWords(v, x); t != "" {
			targets = append(targets, t)
		}
	}
	for _, q := range n.Parties {
		u := dir.Unit(q.Unit)
		name := u.Short
		if name == "" {
			name = u.Name
		}
		switch q.Role {
		case ledger.RoleLead:
			leads = append(leads, name)
			if post, _ := dir.Leader(q.Unit); post != 0 && r.Leader == "" {
				r.Leader = dir.Post(post).Title
			}
		case ledger.RoleCooperate, ledger.RoleResponsible:
			cooperate = append(cooperate, name)
		}
	}
	r.Target, r.Lead, r.Cooperate = strings.Join(targets, "；"), strings.Join(leads, "、"), strings.Join(cooperate, "、")
	switch {
	case n.Due.Sort != string(ledger.DueDate):
		r.Due = m.Word("word.due.", n.Due.Sort)
	case n.Due.Day == 0:
		r.Due = m.T("draft.nodue")
	case n.Due.Assumed:
		r.Due = m.T("draft.assumedday", "day", m.DateIn(int32(n.Due.Day), int(n.Year)))
	default:
		r.Due = m.DateIn(int32(n.Due.Day), int(n.Year))
	}
	return r
}

func targetWords(v *visit, x app.NewMeasure) string {
	if x.Comparator == "" {
		return ""
	}
	b := app.DraftMeasure{Name: x.Name, Unit: x.Unit, Comparator: x.Comparator, Value: quantity.Short(x.Target, x.Decimals), RelativeTo: x.RelativeTo, Relation: x.Relation}
	if x.Comparator == "relative" {
		b.Value = ""
	}
	if x.TargetMax != 0 {
		b.ValueMax = quantity.Short(x.TargetMax, x.Decimals)
	}
	return measureWords(v.m, b)
}

// checks are looked at before the paper goes out: whether every sentence is
// accounted for, what was only assumed, and whether it is still what was
// submitted.
func (s *Site) checks(v *visit, x *app.PaperView, p *PaperPage) error {
	m := v.m
	c, err := s.App.Coverage(v.r.Context(), v.who.Viewer, x.Document)
	if err != nil {
		return err
	}
	cover := coverOf(c)
	p.Checks = append(p.Checks, CheckLine{OK: cover.Open == 0, Text: m.T("draft.sum", "all", cover.All, "made", cover.Made, "joined", cover.Joined, "rest", cover.Rest, "open", cover.Open)})
	if x.Changed {
		p.Checks = append(p.Checks, CheckLine{Text: m.T("notice.changed"), URL: p.Source, Stops: true})
	}
	nolead, assumed := 0, 0
	for _, r := range p.Rows {
		if r.Lead == "" {
			nolead++
		}
	}
	for _, n := range x.Rows {
		if n.Due.Assumed {
			assumed++
		}
	}
	if nolead > 0 {
		p.Checks = append(p.Checks, CheckLine{Text: m.T("notice.nolead", "n", nolead), Stops: x.State != "signed"})
	} else {
		p.Checks = append(p.Checks, CheckLine{OK: true, Text: m.T("notice.allled")})
	}
	if assumed > 0 {
		line := CheckLine{Text: m.T("notice.assumed", "n", assumed)}
		if p.Source != "" && x.State != "signed" {
			line.URL = p.Source + "?view=assumed"
		}
		p.Checks = append(p.Checks, line)
	}
	return nil
}
