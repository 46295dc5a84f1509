package app

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strings"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/sheet"
	"jiufen/internal/store"
	"jiufen/internal/textin"
)

// unitShape is a list of units as offices keep it.
var unitShape = sheet.Shape{Fields: []sheet.Field{
	{Name: "name", Aliases: []string{"单位名称", "单位", "名称", "全称", "部门", "机构名称"}, Required: true, Once: true},
	{Name: "code", Aliases: []string{"代码", "单位代码", "编码", "统一社会信用代码", "编号"}, Once: true},
	{Name: "short", Aliases: []string{"简称", "单位简称"}, Once: true},
	{Name: "sort", Aliases: []string{"类别", "性质", "单位类别", "类型"}},
	{Name: "parent", Aliases: []string{"上级", "上级单位", "上级代码", "主管单位", "隶属"}},
}}

// unitSorts are the words a list has for the sorts of units.
var unitSorts = map[string]org.Sort{
	"政府": org.Government, "市政府": org.Government, "办公室": org.Office, "政府办": org.Office, "督查室": org.Office, "部门": org.Department, "局": org.Department, "委办局": org.Department, "直属机构": org.Department,
	"县": org.County, "区": org.County, "县区": org.County, "县（市、区）": org.County, "县市区": org.County, "开发区": org.Zone, "园区": org.Zone, "功能区": org.Zone, "乡镇": org.Town, "街道": org.Town, "乡镇街道": org.Town,
	"科室": org.Section, "其他": org.Body, "党委": org.Body, "群团": org.Body, "企业": org.Body, "中省直": org.Body,
}

// UnitRow is what becomes of one row of a list of units.
type UnitRow struct {
	Row    int
	Unit   NewUnit
	Parent string // name of the unit above
	Act    string // add, rename, same
	Was    string // the name before, of a rename
	unit   id.Unit
}

// UnitList is a list of units as it would be taken: the dry run.
type UnitList struct {
	Table sheet.Table
	Rows  []UnitRow
	Added int
	Named int // renamed
}

// ReadUnits reads a list of units (.xlsx, .docx, .csv or pasted lines) and says
// row by row what taking it would do; nothing is changed. Problems are told by
// cell.
func (a *App) ReadUnits(ctx context.Context, v org.Viewer, u Upload) (*UnitList, error) {
	if err := need(v, org.Organise); err != nil {
		return nil, err
	}
	table, err := a.readTable(ctx, u, unitShape)
	if err != nil {
		return nil, err
	}
	out := &UnitList{Table: table}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err == nil {
			out.match(dir)
		}
		return err
	})
	return out, err
}

// readTable reads the largest table of a file in which the columns are found.
func (a *App) readTable(ctx context.Context, u Upload, shape sheet.Shape) (sheet.Table, error) {
	text, err := a.readText(ctx, u)
	if err != nil {
		return sheet.Table{}, err
	}
	if ext := strings.ToLower(path.Ext(u.Name)); ext == ".csv" || ext == ".txt" {
		g, err := sheet.ParseCSV(u.Name, text.String)
		if err != nil {
			return sheet.Table{}, err
		}
		return sheet.Read(g, shape)
	}
	grids := gridsOf(u.Name, text)
	if len(grids) == 0 {
		return sheet.Table{}, errs.E(errs.Invalid, "sheet.empty", "name", u.Name)
	}
	var first error
	for _, g := range grids {
		t, err := sheet.Read(g, shape)
		if err == nil {
			return t, nil
		}
		first = cmp.Or(first, err)
	}
	return sheet.Table{}, first
}

// gridsOf are the tables of a text, the largest first.
func gridsOf(name string, t textin.Text) []sheet.Grid {
	rs := []rune(t.String)
	var out []sheet.Grid
	for _, tab := range t.Tables {
		g := sheet.Grid{Name: name}
		for r, row := range tab.Rows {
			var cells []sheet.Cell
			for _, c := range row {
				if c.Below {
					g.Merges = growMerge(g.Merges, r, len(cells))
				} else if c.Span > 1 {
					g.Merges = append(g.Merges, sheet.Merge{Top: r, Left: len(cells), Bottom: r, Right: len(cells) + c.Span - 1})
				}
				cell := sheet.Cell{Text: string(rs[c.Start:c.End])}
				if strings.TrimSpace(cell.Text) != "" {
					cell.Kind = sheet.Text
				}
				cells = append(cells, cell)
				for range max(c.Span, 1) - 1 {
					cells = append(cells, sheet.Cell{})
				}
			}
			g.Rows = append(g.Rows, cells)
		}
		out = append(out, g)
	}
	slices.SortStableFunc(out, func(a, b sheet.Grid) int { return cmp.Compare(len(b.Rows), len(a.Rows)) })
	return out
}

// growMerge lets a cell continue the one above it.
func growMerge(merges []sheet.Merge, row, col int) []sheet.Merge {
	for i := range merges {
		if m := &merges[i]; m.Left == col && m.Bottom == row-1 {
			m.Bottom = row
			return merges
		}
	}
	return append(merges, sheet.Merge{Top: row - 1, Left: col, Bottom: row, Right: col})
}

func (l *UnitList) match(dir *org.Directory) {
	byName := map[string]string{} // name of a row → its code
	seen := map[string]int{}
	for _, r := range l.Table.Records {
		x := UnitRow{Row: r.Row, Unit: NewUnit{Name: r.Text("name"), Short: r.Text("short"), Code: r.Text("code"), Sort: org.Department, Rank: int64(r.Row)}}
		if x.Unit.Code == "" {
			x.Unit.Code = x.Unit.Name
		}
		if at := seen[x.Unit.Code]; at != 0 {
			l.Table.Problem(r, "code", "err.units.twice", "code", x.Unit.Code, "row", at)
			continue
		}
		seen[x.Unit.Code] = r.Row
		if word := r.Text("sort"); word != "" {
			sort, ok := unitSorts[word]
			if !ok {
				l.Table.Problem(r, "sort", "err.units.sort", "word", word)
			}
			x.Unit.Sort = sort
		} else {
			x.Unit.Sort = sortByName(x.Unit.Name)
		}
		x.Parent = r.Text("parent")
		byName[x.Unit.Name] = x.Unit.Code
		x.unit = dir.UnitByCode(x.Unit.Code)
		if x.unit == 0 {
			x.unit = dir.UnitByName(x.Unit.Name)
		}
		l.Rows = append(l.Rows, x)
	}
	for i := range l.Rows {
		l.settle(dir, &l.Rows[i], byName)
	}
}

// settle finds the unit above and what taking the row would do.
func (l *UnitList) settle(dir *org.Directory, x *UnitRow, byName map[string]string) {
	record := func() sheet.Record {
		for _, r := range l.Table.Records {
			if r.Row == x.Row {
				return r
			}
		}
		return sheet.Record{Row: x.Row}
	}
	if x.Parent != "" {
		code := cmp.Or(byName[x.Parent], x.Parent)
		inList := slices.ContainsFunc(l.Rows, func(y UnitRow) bool { return y.Unit.Code == code })
		switch above := cmp.Or(dir.UnitByCode(code), dir.UnitByName(x.Parent)); {
		case inList:
			x.Unit.ParentCode = code
		case above != 0:
			x.Unit.Parent = above
		default:
			l.Table.Problem(record(), "parent", "err.units.parent", "word", x.Parent)
		}
	} else if x.Unit.Sort != org.Government {
		x.Unit.Parent, x.Unit.ParentCode = topUnit(dir, l.Rows)
	}
	x.Act = "add"
	if x.unit != 0 {
		x.Act = "same"
		if was := dir.Unit(x.unit); was.Name != x.Unit.Name || x.Unit.Short != "" && was.Short != x.Unit.Short {
			x.Act, x.Was = "rename", was.Name
			l.Named++
		}
		return
	}
	l.Added++
}

// topUnit is the government that units without another stand under.
func topUnit(dir *org.Directory, rows []UnitRow) (id.Unit, string) {
	for _, u := range dir.Units {
		if u.Sort == org.Government && u.EndDay == 0 {
			return u.ID, ""
		}
	}
	for _, r := range rows {
		if r.Unit.Sort == org.Government {
			return 0, r.Unit.Code
		}
	}
	return 0, ""
}

// sortByName reads what a unit is from its name, where the list does not say.
func sortByName(name string) org.Sort {
	switch {
	case strings.HasSuffix(name, "人民政府") && strings.Count(name, "市") > 0 && !strings.ContainsAny(name, "县区"):
		return org.Government
	case strings.HasSuffix(name, "政府办公室"), strings.HasSuffix(name, "督查室"), strings.HasSuffix(name, "政府办"):
		return org.Office
	case strings.HasSuffix(name, "开发区"), strings.HasSuffix(name, "园区"), strings.Contains(name, "管委会"), strings.HasSuffix(name, "新区"):
		return org.Zone
	case strings.HasSuffix(name, "县"), strings.HasSuffix(name, "区"), strings.HasSuffix(name, "县人民政府"), strings.HasSuffix(name, "区人民政府"):
		return org.County
	case strings.HasSuffix(name, "镇"), strings.HasSuffix(name, "乡"), strings.HasSuffix(name, "街道"), strings.HasSuffix(name, "街道办事处"):
		return org.Town
	case strings.Contains(name, "公司"), strings.Contains(name, "市委"), strings.Contains(name, "人大"), strings.Contains(name, "政协"), strings.Contains(name, "法院"), strings.Contains(name, "检察院"), strings.HasSuffix(name, "联合会"), strings.HasSuffix(name, "工会"):
		return org.Body
	}
	return org.Department
}

// TakeUnits takes a list of units: new ones are founded, renamed ones get their
// new name from today, the others stay. All or nothing; taken twice, the second
// changes nothing.
func (a *App) TakeUnits(ctx context.Context, v org.Viewer, req Request, u Upload) (*UnitList, error) {
	l, err := a.ReadUnits(ctx, v, u)
	if err != nil {
		return nil, err
	}
	if err := l.Table.Err(); err != nil {
		return l, err
	}
	if l.Added+l.Named == 0 {
		return l, nil
	}
	_, err = a.write(ctx, v, "units_add", req, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		var add []NewUnit
		for _, x := range l.order() {
			if x.Act == "add" {
				add = append(add, x.Unit)
			}
		}
		if _, err := addUnits(tx, add); err != nil {
			return err
		}
		for _, x := range l.Rows {
			if x.Act == "rename" {
				if err := rename(tx, dir, x.unit, x.Unit.Name, x.Unit.Short); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return l, err
}

// order puts units behind those they stand under.
func (l *UnitList) order() []UnitRow {
	var out []UnitRow
	done := map[string]bool{}
	for range len(l.Rows) {
		for _, x := range l.Rows {
			waits := slices.ContainsFunc(l.Rows, func(y UnitRow) bool {
				return y.Unit.Code == x.Unit.ParentCode && y.Act == "add" && !done[y.Unit.Code]
			})
			if !done[x.Unit.Code] && !waits {
				done[x.Unit.Code] = true
				out = append(out, x)
			}
		}
	}
	return out
}

// RenameUnit gives a unit another name from today on; past pages keep the old one.
func (a *App) RenameUnit(ctx context.Context, v org.Viewer, req Request, unit id.Unit, name, short string) error {
	if err := need(v, org.Organise); err != nil {
		return err
	}
	if strings.TrimSpace(name) == "" {
		return errs.Form([]errs.Field{{Name: "name", Key: "err.required"}})
	}
	_, err := a.write(ctx, v, "unit_rename", req, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		if dir.Unit(unit).Code == "" {
			return errNotThere()
		}
		return rename(tx, dir, unit, strings.TrimSpace(name), strings.TrimSpace(short))
	})
	return err
}

func rename(tx *store.Tx, dir *org.Directory, unit id.Unit, name, short string) error {
	u := dir.Unit(unit)
	return store.Add(tx, store.UnitFact{UnitID: unit, Name: name, Short: cmp.Or(short, name), Sort: string(u.Sort), Parent: u.Parent, Rank: u.Rank, FromDay: tx.Day, EndDay: u.EndDay})
}
