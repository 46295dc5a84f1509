package web

import (
	"cmp"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/register"
)

// WrittenPage is the desk of a line whose words are bound to the ledger: its texts
// on one side, the figures they can use and what they will look like on the other.
type WrittenPage struct {
	Page
	Register, RegisterName string
	URL, Object, Name      string
	Head, Says             string
	AsOf2                  Field
	Texts                  []Field
	Parts                  []WrittenPreview
	Unknown                string
	Typed                  []string
	Figures                []BulletinFigureRow
}

// WrittenPreview is a text as it will be read.
type WrittenPreview struct {
	Label string
	Lines []BulletinLineView
}

func (p *RegisterObjectPage) writtenLine(v *visit, x *app.RegisterObjectView, g register.Group, row register.Row) WrittenLine {
	src := g.Written()[0].From
	leader, _ := g.Field(src.Leader)
	out := WrittenLine{Head: x.Names.Show(leader, row.Values[src.Leader]) + " · " + row.Values[src.Field], Edit: p.URL + "?line=" + id.String(row.ID) + "#forms"}
	if x.May.Write && x.MayNote(v.who.Viewer, x.Row) {
		out.Write = p.URL + "/written/" + id.String(row.ID)
	}
	for _, f := range g.Written() {
		if b := row.Bound[f.Name]; b.Day != 0 {
			out.Says = v.m.T("written.asof", "day", v.m.DateIn(int32(b.Day), v.now.Year()))
		}
		out.Parts = append(out.Parts, WrittenText{Label: f.Label, Lines: strings.FieldsFunc(row.Values[f.Name], func(r rune) bool { return r == '\n' })})
	}
	return out
}

// postRegisterWrite writes a line for each field of a leader's portfolio.
func (s *Site) postRegisterWrite(v *visit) error {
	p, x, err := s.registerObjectPage(v)
	if err != nil {
		return err
	}
	group := v.r.PathValue("group")
	sent, err := p.sent("write/" + group)
	if err != nil {
		return err
	}
	leader, day, n := id.Post(v.form.number("leader")), v.form.day("asof"), 0
	if err = v.form.err(); err == nil {
		n, err = s.App.WriteLines(v.r.Context(), v.who.Viewer, v.request(), x.Def.ID, x.Row.N, group, leader, day)
	}
	if err != nil {
		return s.refuse(v, err, p, pointers(sent.Fields)...)
	}
	return v.took(p.URL, "done.written", n)
}

func (s *Site) writtenPage(v *visit) (*WrittenPage, *app.WrittenView, error) {
	n, err := registerN(v)
	if err != nil {
		return nil, nil, err
	}
	line, err := pathID[id.Fact](v, "line")
	if err != nil {
		return nil, nil, err
	}
	day, _ := readDay(v.r.URL.Query().Get("asof"), v.now.Year())
	x, err := s.App.Written(v.r.Context(), v.who.Viewer, v.r.PathValue("name"), n, line, day)
	if err != nil {
		return nil, nil, err
	}
	if err := x.In(v.m); err != nil {
		return nil, nil, err
	}
	p := &WrittenPage{Register: "/registers/" + x.Def.ID, RegisterName: x.Def.Name, Name: cmp.Or(x.Row.Values[x.Def.Title], x.Def.Called)}
	g, _ := x.Def.Group(x.Group)
	p.Head = v.m.T("written.head", "label", g.Label)
	if p.Page, err = s.page(v, "registers", p.Head); err != nil {
		return nil, nil, err
	}
	p.Object = p.Register + "/" + v.r.PathValue("n")
	p.URL = p.Object + "/written/" + id.String(line)
	p.Says = v.m.T("written.says", "leader", postName(x.Dir, x.Leader), "field", x.Field, "day", v.m.DateIn(int32(x.Day), v.now.Year()))
	p.AsOf2 = date("asof", v.typedOr("asof", x.Day.String())).as("bulletinasof")
	for _, t := range x.Parts {
		p.Texts = append(p.Texts, area(t.Name, v.typedOr(t.Name, t.Words), 10).labelled(t.Label))
		p.Parts = append(p.Parts, WrittenPreview{Label: t.Label, Lines: bulletinLines(&app.BulletinView{Lines: t.Lines})})
		p.Typed = append(p.Typed, t.Typed...)
		p.Unknown = strings.Trim(p.Unknown+"、"+strings.Join(t.Unknown, "、"), "、")
	}
	p.Figures = bulletinFigures(&app.BulletinView{Figures: x.Figures})
	return p, x, nil
}

// postWritten keeps the texts, with the figures as of the day that was chosen.
func (s *Site) postWritten(v *visit) error {
	p, x, err := s.writtenPage(v)
	if err != nil {
		return err
	}
	typed, day := map[string]string{}, v.form.day("asof")
	for _, f := range p.Texts {
		typed[f.Name] = v.form.text(f.Name, bulletinWords)
	}
	if err = v.form.err(); err == nil {
		err = s.App.SaveWritten(v.r.Context(), v.who.Viewer, v.request(), x.Def.ID, x.Row.N, x.Line, day, typed)
	}
	if err == nil {
		return v.took(p.URL, "done.saved", 0)
	}
	if !errs.Is(err, errs.Invalid) {
		return err
	}
	return s.refuse(v, err, p, append(pointers(p.Texts), &p.AsOf2)...)
}
