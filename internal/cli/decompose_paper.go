package cli

import (
	"strconv"
	"strings"

	"jiufen/internal/decompose"
	"jiufen/internal/docx"
	"jiufen/internal/opc"
	"jiufen/internal/paper"
	"jiufen/internal/quantity"
)

// output is a file still to be written.
type output struct {
	name string
	data []byte
}

// papers renders the workbook and the notice that were asked for.
func (c *decomposeCmd) papers(e *env, r *decompose.Result) ([]output, error) {
	if c.Xlsx == "" && c.Docx == "" {
		return nil, nil
	}
	n := e.notice(r)
	var out []output
	for _, want := range []struct {
		name   string
		render func() ([]byte, error)
	}{
		{c.Xlsx, func() ([]byte, error) { return n.Xlsx(e.m) }},
		{c.Docx, func() ([]byte, error) { return n.Docx(e.m) }},
	} {
		if want.name == "" {
			continue
		}
		b, err := want.render()
		if err != nil {
			return nil, at(want.name, err)
		}
		out = append(out, output{want.name, b})
	}
	return out, nil
}

// notice is the notice a result would make: without red head, number, signature
// and imprint, which only signing gives.
func (e *env) notice(r *decompose.Result) paper.Notice {
	title := r.Doc.Title
	if title == "" {
		title = e.m.T("cli.paper.report")
	}
	n := paper.Notice{
		Title:  e.m.T("cli.paper.title", "title", title),
		Number: opc.Now(""), Day: opc.Now(""), Year: r.Year,
		Text: []docx.Paragraph{{Level: docx.Body, Text: e.m.T("cli.paper.text")}},
	}
	for i := range r.Drafts {
		d := &r.Drafts[i]
		if d.Kind == "main-indicator" {
			n.Indicators = append(n.Indicators, e.indicator(r, d))
		} else {
			n.Tasks = append(n.Tasks, e.task(r, d))
		}
	}
	return n
}

func roles(r *decompose.Result, d *decompose.Draft) paper.Roles {
	var leaders []string
	for _, l := range d.Leaders {
		leaders = append(leaders, quote(r, l.Span))
	}
	return paper.Roles{Leader: strings.Join(leaders, "、"), Lead: unitWords(r, d, "lead"), Responsible: unitWords(r, d, "responsible"),
		Cooperating: unitWords(r, d, "cooperate"), Collating: unitWords(r, d, "collate")}
}

func (e *env) paperDue(r *decompose.Result, d *decompose.Draft) paper.Due {
	text, assumed := e.dueWords(r, d)
	return paper.Due{Text: text, Assumed: assumed}
}

func (e *env) indicator(r *decompose.Result, d *decompose.Draft) paper.Indicator {
	x := paper.Indicator{Name: d.Title, Target: targetWords(r, d), Roles: roles(r, d), Due: e.paperDue(r, d)}
	if len(d.Targets) == 0 {
		return x
	}
	t := &d.Targets[0]
	x.Unit = t.Unit
	if v, err := quantity.Parse(t.Value); err == nil && t.Value != "" {
		x.Value = &paper.Figure{N: v.N, Decimals: v.Decimals}
	}
	if t.Nature != "" {
		x.Nature = e.m.T("cli.nature." + t.Nature)
	}
	if t.Strength != "" && t.Strength != "expected" {
		x.Strength = e.m.T("cli.strength." + t.Strength)
	}
	return x
}

func (e *env) task(r *decompose.Result, d *decompose.Draft) paper.Task {
	section, origin := "", ""
	if len(d.Clauses) > 0 {
		path := r.Doc.Path(d.Clauses[0])
		if len(path) > 0 {
			section = r.Doc.Words(path[0])
		}
		origin = e.m.T("cli.paper.origin", "n", strconv.Itoa(d.Clauses[0]+1))
	}
	return paper.Task{Section: section, Text: quote(r, d.Span), Target: targetWords(r, d), Roles: roles(r, d), Due: e.paperDue(r, d), Origin: origin}
}
