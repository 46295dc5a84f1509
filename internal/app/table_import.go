package app

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/sheet"
	"jiufen/internal/store"
)

// taskShape is a table of an existing decomposition, by the words such tables
// have in their headers.
var taskShape = sheet.Shape{Fields: []sheet.Field{
	{Name: "task", Aliases: []string{"任务", "重点任务", "工作任务", "主要任务", "目标任务", "工作目标及任务要求", "工作内容", "主要内容", "重点工作任务", "具体任务", "民生实事", "建设内容", "具体措施", "事项", "项目名称", "工作要点", "任务内容", "工作措施"}, Required: true, Once: true},
	{Name: "section", Aliases: []string{"类别", "板块", "领域", "分类", "工作类别", "重点领域", "任务分类"}},
	{Name: "target", Aliases: []string{"目标", "工作目标", "量化目标", "年度目标", "目标值", "指标", "年内进度目标", "完成标准", "工作标准", "预期目标"}, Once: true},
	{Name: "leader", Aliases: []string{"牵头领导", "责任领导", "分管领导", "包抓责任领导", "市领导", "牵头市领导", "责任市领导"}},
	{Name: "lead", Aliases: []string{"牵头单位", "牵头部门", "总牵头单位", "主办单位", "负责部门"}},
	{Name: "responsible", Aliases: []string{"责任单位", "责任部门", "责任主体", "实施单位", "实施机构", "承办单位", "部门分工"}},
	{Name: "cooperate", Aliases: []string{"配合单位", "协办单位", "参与单位", "配合部门", "协助部门"}},
	{Name: "due", Aliases: []string{"完成时限", "完成时间", "时限", "时限要求", "办结时限", "到期日", "完成期限"}},
}}

// TaskFields are the fields in the order a table is shown and written again.
var TaskFields = []string{"section", "task", "target", "leader", "lead", "responsible", "cooperate", "due"}

// TaskRow is one row of a table as it would be taken.
type TaskRow struct {
	Row      int
	Sentence string   // what it is read as
	Unknown  []string // units the place does not have
}

// TaskTable is a decomposition table as it would be taken: the dry run.
type TaskTable struct {
	Table   sheet.Table
	Year    int
	Rows    []TaskRow
	Unknown int // units that the place does not have
}

// ReadTasks reads a table of an existing decomposition (.xlsx, .docx, .csv or
// pasted lines): columns by their headers, merged cells and 同上 carried down.
// Nothing is kept; problems are told by cell.
func (a *App) ReadTasks(ctx context.Context, v org.Viewer, u Upload) (*TaskTable, error) {
	if err := need(v, org.Draft); err != nil {
		return nil, err
	}
	table, err := a.readTable(ctx, u, taskShape)
	if err != nil {
		return nil, err
	}
	out := &TaskTable{Table: table, Year: u.Year}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err == nil {
			out.Year = cmp.Or(out.Year, tx.Day.Year())
			out.read(dir)
		}
		return err
	})
	return out, err
}

// TryTasks reads a table without the place's data: its units are compared with
// nobody.
func (a *App) TryTasks(ctx context.Context, u Upload) (*TaskTable, error) {
	table, err := a.readTable(ctx, u, taskShape)
	if err != nil {
		return nil, err
	}
	out := &TaskTable{Table: table, Year: u.Year}
	for _, r := range table.Records {
		out.Rows = append(out.Rows, TaskRow{Row: r.Row, Sentence: taskSentence(r)})
	}
	return out, nil
}

func (t *TaskTable) read(dir *org.Directory) {
	for _, r := range t.Table.Records {
		x := TaskRow{Row: r.Row, Sentence: taskSentence(r)}
		for _, f := range []string{"lead", "responsible", "cooperate"} {
			for _, name := range namedUnits(r.Text(f)) {
				if dir.UnitByName(name) == 0 && !slices.Contains(x.Unknown, name) {
					x.Unknown = append(x.Unknown, name)
				}
			}
		}
		t.Unknown += len(x.Unknown)
		t.Rows = append(t.Rows, x)
	}
}

// taskSentence writes a row as the sentence a report would have: the task, its
// target, and who does it by when in a bracket.
func taskSentence(r sheet.Record) string {
	end := func(s string) string { return strings.TrimRight(strings.Join(strings.Fields(s), ""), "。；;，, ") }
	text := end(r.Text("task"))
	if goal := end(r.Text("target")); !saysAll(text, goal) {
		text += "，" + goal
	}
	var who []string
	add := func(field, word string) {
		if names := namedUnits(r.Text(field)); len(names) > 0 && !strings.Contains(text, word+"："+strings.Join(names, "、")) {
			who = append(who, word+"："+strings.Join(names, "、"))
		}
	}
	add("lead", "牵头单位")
	add("responsible", "责任单位")
	add("cooperate", "配合单位")
	if due := end(r.Text("due")); due != "" {
		who = append(who, "完成时限："+due)
	}
	if len(who) > 0 {
		text += "。（" + strings.Join(who, "；") + "）"
	} else {
		text += "。"
	}
	return text
}

// saysAll tells that every phrase of goal stands in text already.
func saysAll(text, goal string) bool {
	for phrase := range strings.FieldsFuncSeq(goal, func(r rune) bool { return strings.ContainsRune("、；;，,", r) }) {
		if !strings.Contains(text, phrase) {
			return false
		}
	}
	return true
}

// namedUnits cuts a cell of units into their names.
func namedUnits(s string) []string {
	var out []string
	for _, n := range strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("、，,；;\n\r\t /", r) }) {
		if n = strings.TrimSpace(n); n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// text is the table as a document: a title, its sections, a sentence a row.
func (t *TaskTable) text(name string) string {
	var b strings.Builder
	b.WriteString(strings.TrimSuffix(name, path.Ext(name)) + "\n" + "一、" + strconv.Itoa(t.Year) + "年工作任务\n")
	section, n := "", 0
	for i, r := range t.Table.Records {
		if s := cmp.Or(r.Text("section"), r.Section); s != section {
			if section = s; s != "" {
				n++
				b.WriteString("（" + numeral(n) + "）" + strings.TrimLeft(s, "一二三四五六七八九十、（）()") + "\n")
			}
		}
		b.WriteString(t.Rows[i].Sentence + "\n")
	}
	return b.String()
}

func numeral(n int) string {
	digits := []rune("零一二三四五六七八九十")
	switch {
	case n <= 10:
		return string(digits[n])
	case n < 20:
		return "十" + string(digits[n-10])
	case n%10 == 0 && n < 100:
		return string(digits[n/10]) + "十"
	case n < 100:
		return string(digits[n/10]) + "十" + string(digits[n%10])
	}
	return strconv.Itoa(n)
}

// Again writes the rows as a table once more, so that what is taken is what was
// tried.
func (t *TaskTable) Again() string {
	heads := map[string]string{}
	for _, f := range taskShape.Fields {
		heads[f.Name] = f.Aliases[0]
	}
	clean := strings.NewReplacer("\t", " ", "\n", " ", "\r", "", `"`, "")
	var b strings.Builder
	for i, f := range TaskFields {
		if i > 0 {
			b.WriteString("\t")
		}
		b.WriteString(heads[f])
	}
	for _, r := range t.Table.Records {
		b.WriteString("\n")
		for i, f := range TaskFields {
			if i > 0 {
				b.WriteString("\t")
			}
			text := r.Text(f)
			if f == "section" {
				text = cmp.Or(text, r.Section)
			}
			b.WriteString(clean.Replace(text))
		}
	}
	return b.String()
}

// TakeTasks takes a table in as a document with a draft for every row, to be
// looked at, assigned and issued like those of a report. All or nothing; the same
// table again is the conflict of a file that was read before.
func (a *App) TakeTasks(ctx context.Context, v org.Viewer, req Request, u Upload) (id.Document, error) {
	t, err := a.ReadTasks(ctx, v, u)
	if err != nil {
		return 0, err
	}
	if err := t.Table.Err(); err != nil {
		return 0, err
	}
	return a.TakeIn(ctx, v, req, Upload{Name: strings.TrimSuffix(u.Name, path.Ext(u.Name)) + ".txt", Bytes: []byte(t.text(u.Name)), Sort: cmp.Or(u.Sort, "decision"), Year: t.Year})
}
