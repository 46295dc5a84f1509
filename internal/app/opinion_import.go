package app

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/sheet"
	"jiufen/internal/store"
)

// opinionShape is a list of opinions as offices collect it.
var opinionShape = sheet.Shape{Fields: []sheet.Field{
	{Name: "words", Aliases: []string{"意见内容", "意见建议", "意见", "建议", "修改意见", "意见和建议", "具体意见", "内容", "发言要点"}, Required: true, Once: true},
	{Name: "proposer", Aliases: []string{"提出人", "姓名", "代表", "委员", "发言人", "提议人", "建议人"}, Required: true},
	{Name: "unit", Aliases: []string{"提出单位", "所在单位", "工作单位", "单位", "代表团", "单位及职务"}},
	{Name: "occasion", Aliases: []string{"场合", "会议", "座谈会", "征求意见会", "来源"}},
	{Name: "clause", Aliases: []string{"句号", "句次", "条款", "对应原文", "原文", "位置", "所在句", "对应句"}},
	{Name: "kind", Aliases: []string{"意见类别", "类别", "类型"}},
	{Name: "handler", Aliases: []string{"办理单位", "处理单位", "承办单位", "责任单位", "分办单位"}},
}}

var opinionFields = []string{"words", "proposer", "unit", "occasion", "clause", "kind", "handler"}

// opinionKindWords are the words a list has for the kinds of opinions.
var opinionKindWords = map[string]string{"": "other", "其他": "other", "文字": "wording", "文字修改": "wording", "表述": "wording", "内容": "content", "内容补充": "content", "补充": "content",
	"数据": "figure", "数据核实": "figure", "指标": "figure", "工作": "work", "工作建议": "work", "建议": "work"}

// OpinionUpload is a list of opinions on a version of a report, with what holds
// where a row does not say.
type OpinionUpload struct {
	Upload
	Document id.Document
	Handler  id.Unit
	Occasion string
}

// OpinionRow is a row as it would be taken.
type OpinionRow struct {
	Row int
	NewOpinion
}

// OpinionList is a list of opinions as it would be taken: the dry run.
type OpinionList struct {
	Table sheet.Table
	Rows  []OpinionRow
	Dir   *org.Directory
}

// ReadOpinions reads a list of opinions (.xlsx, .docx, .csv or pasted lines) and
// says row by row what taking it would do; nothing is kept. Problems are told by
// cell. A clause is named by its number or by words that stand in it alone.
func (a *App) ReadOpinions(ctx context.Context, v org.Viewer, u OpinionUpload) (*OpinionList, error) {
	if err := mayWrite(v); err != nil {
		return nil, err
	}
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		_, err := tx.Document(u.Document)
		return err
	})
	if err != nil {
		return nil, err
	}
	table, err := a.readTable(ctx, u.Upload, opinionShape)
	if err != nil {
		return nil, err
	}
	out := &OpinionList{Table: table}
	err = a.DB.View(ctx, func(tx *store.Tx) error { return out.read(tx, u) })
	return out, err
}

func (l *OpinionList) read(tx *store.Tx, u OpinionUpload) error {
	_, clauses, handle, err := opinionGround(tx, u.Document)
	if err != nil {
		return err
	}
	d, err := tx.Document(u.Document)
	if err != nil {
		return err
	}
	bodies, err := tx.Bodies([]string{d.TextHash})
	if err != nil {
		return err
	}
	if l.Dir, err = tx.Directory(tx.Now()); err != nil {
		return err
	}
	if len(l.Table.Records) > opinionsMost {
		return errs.E(errs.TooLarge, "err.opinion.many", "n", len(l.Table.Records), "max", opinionsMost)
	}
	text := []rune(string(bodies[d.TextHash]))
	for _, r := range l.Table.Records {
		l.row(r, u, clauses, text, handle)
	}
	return nil
}

func (l *OpinionList) row(r sheet.Record, u OpinionUpload, clauses []store.Clause, text []rune, handle []id.Unit) {
	x := OpinionRow{Row: r.Row, NewOpinion: NewOpinion{Proposer: r.Text("proposer"), Unit: r.Text("unit"), Occasion: cmp.Or(r.Text("occasion"), u.Occasion), Words: r.Text("words"), Handler: u.Handler}}
	n, key, args := findClause(r.Text("clause"), clauses, text)
	if key != "" {
		l.Table.Problem(r, "clause", key, args...)
	}
	x.Clause = n
	word := r.Text("kind")
	if x.Kind = opinionKindWords[word]; slices.Contains(OpinionKinds, word) {
		x.Kind = word
	}
	if name := r.Text("handler"); name != "" {
		x.Handler = l.Dir.UnitByName(name)
	}
	for _, f := range x.wrong(clauses, handle) {
		if f.Key != "err.required" { // the reader has told of empty cells
			l.Table.Problem(r, f.Name, f.Key, f.Args...)
		}
	}
	l.Rows = append(l.Rows, x)
}

// Again writes the rows as a table once more, so that what is taken is what was
// tried.
func (l *OpinionList) Again() string {
	clean := strings.NewReplacer("\t", " ", "\n", " ", "\r", "", `"`, "”")
	var b strings.Builder
	for i, f := range opinionShape.Fields {
		if i > 0 {
			b.WriteString("\t")
		}
		b.WriteString(f.Aliases[0])
	}
	for _, x := range l.Rows {
		clause := ""
		if x.Clause != 0 {
			clause = strconv.FormatInt(x.Clause, 10)
		}
		for i, text := range []string{x.Words, x.Proposer, x.Unit, x.Occasion, clause, x.Kind, l.Dir.Unit(x.Handler).Name} {
			if i == 0 {
				b.WriteString("\n")
			} else {
				b.WriteString("\t")
			}
			b.WriteString(clean.Replace(text))
		}
	}
	return b.String()
}

// Columns says which column of the table was read as what.
func (l *OpinionList) Columns() [][2]string {
	var out [][2]string
	for _, f := range opinionFields {
		if c := l.Table.Columns[f]; c != "" {
			out = append(out, [2]string{f, c})
		}
	}
	return out
}

// TakeOpinions enters a list of opinions: all or nothing, in one change.
func (a *App) TakeOpinions(ctx context.Context, v org.Viewer, req Request, u OpinionUpload) ([]id.Opinion, error) {
	l, err := a.ReadOpinions(ctx, v, u)
	if err != nil {
		return nil, err
	}
	if err := l.Table.Err(); err != nil {
		return nil, err
	}
	if len(l.Rows) == 0 {
		return nil, errs.E(errs.Invalid, "sheet.empty", "name", u.Name)
	}
	list := make([]NewOpinion, len(l.Rows))
	for i, x := range l.Rows {
		list[i] = x.NewOpinion
	}
	return a.addOpinions(ctx, v, "opinions_import", req, u.Document, list)
}
