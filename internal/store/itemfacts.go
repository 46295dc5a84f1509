package store

import (
	"database/sql"
	"fmt"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"sync"

	"jiufen/internal/id"
)

// Facts is everything recorded about one item up to a point, each list by
// number, oldest first. It is what the judge, the item page and the ledger's
// sentences are made from; one statement reads it for any number of items.
type Facts struct {
	Item        Item
	Heads       []ItemFact
	Origins     []Origin
	Measures    []Measure
	Assignments []Assignment
	Assignees   []Assignee
	Handlings   []Handling
	Leaders     []Leader
	Dues        []Due
	Plans       []Plan
	Milestones  []Milestone
	Reports     []Report
	Values      []ReportValue
	Reached     []Reached
	Reviews     []Review
	Checks      []Checking
	Releases    []Releasing
	Changes     []ItemChange
	Steps       []ChangeStep
	Pauses      []Pause
	Breaches    []Breach
	Closings    []Closing
	Merges      []Merge
	Sames       []SameMatter
	LastYears   []LastYear
	Bases       []BaseFigure
	Evidence    []Evidence
}

// factLists says which table fills which list of Facts.
var factLists = []struct{ table, field string }{
	{"item", "Item"}, {"item_fact", "Heads"}, {"origin", "Origins"}, {"measure", "Measures"}, {"assignment", "Assignments"},
	{"assignee", "Assignees"}, {"handling", "Handlings"}, {"leader", "Leaders"}, {"due", "Dues"}, {"plan", "Plans"},
	{"milestone", "Milestones"}, {"report", "Reports"}, {"report_value", "Values"}, {"reached", "Reached"}, {"review", "Reviews"}, {"checking", "Checks"},
	{"releasing", "Releases"}, {"item_change", "Changes"}, {"change_step", "Steps"}, {"pause", "Pauses"}, {"breach", "Breaches"},
	{"closing", "Closings"}, {"item_merge", "Merges"}, {"same_matter", "Sames"}, {"last_year", "LastYears"}, {"base_figure", "Bases"}, {"evidence", "Evidence"},
}

// part is one branch of the statement: a table with its columns packed into
// one text, the same expression on both databases.
type part struct {
	table  *table
	list   int // field of Facts
	single bool
	elem   reflect.Type
	idAt   int // field of elem that holds the number
	text   string
}

var itemParts = sync.OnceValue(func() []part {
	byType, _ := tables()
	ft := reflect.TypeFor[Facts]()
	out := make([]part, 0, len(factLists))
	for _, f := range factLists {
		sf, _ := ft.FieldByName(f.field)
		p := part{list: sf.Index[0], elem: sf.Type}
		if sf.Type.Kind() == reflect.Slice {
			p.elem = sf.Type.Elem()
		} else {
			p.single = true
		}
		p.table = byType[p.elem]
		for i := range p.elem.NumField() {
			if p.elem.Field(i).Tag.Get("db") == "id" {
				p.idAt = i
			}
		}
		p.text = packText(p)
		out = append(out, p)
	}
	return out
})

// packText is the branch's SELECT without its condition on the items. The plus
// keeps SQLite from walking all rows by number instead of the item's.
func packText(p part) string {
	var b strings.Builder
	b.WriteString("SELECT CAST('" + p.table.name + "' AS TEXT) AS t, id, " + itemColumn(p.table.name) + " AS item_id, ")
	for i, c := range p.table.columns {
		if i > 0 {
			b.WriteString(" || CAST($2 AS TEXT) || ")
		}
		if p.elem.Field(p.table.fields[i]).Type.Kind() == reflect.String {
			b.WriteString(c)
		} else {
			b.WriteString("CAST(" + c + " AS TEXT)")
		}
	}
	b.WriteString(" AS packed FROM " + p.table.name + " WHERE place = $1 AND +id < $3 AND " + itemColumn(p.table.name))
	return b.String()
}

func itemColumn(table string) string {
	if table == "item" {
		return "id"
	}
	return "item_id"
}

// factsText is the whole statement for a condition on the items. It asks for no
// order: to give one over all branches, SQLite would walk each table in full.
func factsText(cond string) string {
	var b strings.Builder
	for i, p := range itemParts() {
		if i > 0 {
			b.WriteString(" UNION ALL ")
		}
		b.WriteString(p.text)
		b.WriteString(cond)
	}
	return b.String()
}

var factsOfOne = sync.OnceValue(func() string { return factsText(" = $4") })

// pageMany is how many items are read by one prepared statement; fewer repeat
// the last. To read and plan the text anew takes longer than to run it.
const pageMany = 64

var factsOfPage = sync.OnceValue(func() string {
	marks := make([]string, pageMany)
	for i := range marks {
		marks[i] = "$" + strconv.Itoa(4+i)
	}
	return factsText(" IN (" + strings.Join(marks, ", ") + ")")
})

// ItemFacts reads everything recorded about items below the number before.
// Items not founded by then are missing from the result.
func (tx *Tx) ItemFacts(before int64, items ...id.Item) (map[id.Item]*Facts, error) {
	out := make(map[id.Item]*Facts, len(items))
	if len(items) == 0 {
		return out, nil
	}
	index := partIndex()
	scan := func(rows *sql.Rows) error {
		var name, packed string
		var num, item int64
		if err := rows.Scan(&name, &num, &item, &packed); err != nil {
			return err
		}
		f := out[id.Item(item)]
		if f == nil {
			f = &Facts{}
			out[id.Item(item)] = f
		}
		return index[name].unpack(f, num, packed)
	}
	var err error
	switch n := len(items); {
	case n == 1:
		err = tx.eachPrepared(factsOfOne(), []any{tx.db.place, separator, before, items[0]}, scan)
	case n <= pageMany:
		args := []any{tx.db.place, separator, before}
		for i := range pageMany {
			args = append(args, items[min(i, n-1)])
		}
		err = tx.eachPrepared(factsOfPage(), args, scan)
	default:
		err = tx.each(factsText(" IN "+idList(items)), []any{tx.db.place, separator, before}, scan)
	}
	if err != nil {
		return nil, fmt.Errorf("read facts of %d items: %w", len(items), err)
	}
	for k, f := range out {
		if f.Item.ID == 0 {
			delete(out, k)
			continue
		}
		f.sort()
	}
	return out, nil
}

// sort puts every list in the order of its numbers; usually it is already.
func (f *Facts) sort() {
	v := reflect.ValueOf(f).Elem()
	for _, p := range itemParts() {
		if p.single {
			continue
		}
		list := v.Field(p.list)
		num := func(i int) int64 { return list.Index(i).Field(p.idAt).Int() }
		for i := 1; i < list.Len(); i++ {
			if num(i-1) > num(i) {
				sort.SliceStable(list.Interface(), func(i, j int) bool { return num(i) < num(j) })
				break
			}
		}
	}
}

var partIndex = sync.OnceValue(func() map[string]*part {
	ps := itemParts()
	m := make(map[string]*part, len(ps))
	for i := range ps {
		m[ps[i].table.name] = &ps[i]
	}
	return m
})

// unpack adds one row to the list it belongs to.
func (p *part) unpack(f *Facts, num int64, packed string) error {
	dst := reflect.ValueOf(f).Elem().Field(p.list)
	if !p.single {
		if dst.Len() == dst.Cap() {
			dst.Grow(4)
		}
		dst.SetLen(dst.Len() + 1)
		dst = dst.Index(dst.Len() - 1)
		dst.SetZero()
	}
	dst.Field(p.idAt).SetInt(num)
	for _, i := range p.table.fields {
		var s string
		s, packed, _ = strings.Cut(packed, separator)
		fv := dst.Field(i)
		if fv.Kind() == reflect.String {
			fv.SetString(strings.Clone(s))
			continue
		}
		v, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return fmt.Errorf("row %d of %s: %w", num, p.table.name, err)
		}
		fv.SetInt(v)
	}
	return nil
}

// eachPrepared is each for a text that recurs.
func (tx *Tx) eachPrepared(query string, args []any, scan func(*sql.Rows) error) error {
	s, err := tx.stmt(query)
	if err != nil {
		return err
	}
	tx.counted(query)
	return drain(scan)(s.QueryContext(tx.ctx, args...))
}

// eachID calls f with the number of every row of one list.
func eachID(facts *Facts, p *part, f func(id.Fact)) {
	v := reflect.ValueOf(facts).Elem().Field(p.list)
	if p.single {
		return
	}
	for i := range v.Len() {
		f(id.Fact(v.Index(i).Field(p.idAt).Int()))
	}
}
