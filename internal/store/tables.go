package store

import (
	"reflect"
	"sync"
)

// Class says what may be done to the rows of a table.
type Class int

// The classes.
const (
	FactClass       Class = iota // inserted only, journaled, exported, verified
	JournalClass                 // the journal itself: inserted only
	ClockClass                   // the clock row
	BodyClass                    // contents named by hash; deleted only by lawful erasure
	ProjectionClass              // rebuilt from facts
	WorkClass                    // work in progress and sign-in: overwritten freely
)

// factTables lists every table of facts with the struct of its rows. The order
// is fixed: it is the order of an export.
var factTables = []struct {
	name string
	row  any
}{
	{"library_fact", LibraryFact{}}, {"setting_fact", SettingFact{}}, {"day_fact", DayFact{}}, {"epoch_fact", EpochFact{}},
	{"unit", Unit{}}, {"unit_fact", UnitFact{}}, {"unit_succession", UnitSuccession{}}, {"person", Person{}}, {"post", Post{}},
	{"post_holder", PostHolder{}}, {"post_right", PostRight{}}, {"portfolio_line", PortfolioLine{}}, {"stand_in", StandIn{}},
	{"grant_fact", GrantFact{}}, {"account_fact", AccountFact{}}, {"erasure", Erasure{}}, {"document", Document{}}, {"clause", Clause{}},
	{"paper", Paper{}}, {"paper_step", PaperStep{}}, {"item", Item{}}, {"item_fact", ItemFact{}}, {"origin", Origin{}},
	{"measure", Measure{}}, {"assignment", Assignment{}}, {"assignee", Assignee{}}, {"handling", Handling{}}, {"leader", Leader{}},
	{"due", Due{}}, {"event", Event{}}, {"event_happened", EventHappened{}}, {"plan", Plan{}}, {"milestone", Milestone{}},
	{"sheet", Sheet{}}, {"report", Report{}}, {"report_value", ReportValue{}}, {"reached", Reached{}}, {"review", Review{}}, {"checking", Checking{}},
	{"releasing", Releasing{}}, {"item_change", ItemChange{}}, {"change_step", ChangeStep{}}, {"pause", Pause{}}, {"breach", Breach{}},
	{"closing", Closing{}}, {"item_merge", Merge{}}, {"bulletin", Bulletin{}},
	{"document_version", DocumentVersion{}}, {"opinion", Opinion{}}, {"opinion_assign", OpinionAssign{}}, {"opinion_answer", OpinionAnswer{}},
	{"same_matter", SameMatter{}}, {"last_year", LastYear{}}, {"base_figure", BaseFigure{}}, {"evidence", Evidence{}},
	{"register_switch", RegisterSwitch{}}, {"register_object", RegisterObject{}}, {"register_entry", RegisterEntry{}}, {"register_count", RegisterCount{}},
	{"letter", Letter{}}, {"letter_act", LetterAct{}},
}

// Classes gives the class of every table of the database.
func Classes() map[string]Class {
	m := map[string]Class{
		"change": JournalClass, "node": JournalClass, "checkpoint": JournalClass,
		"clock": ClockClass, "body": BodyClass,
		"row_span": ProjectionClass, "sight": ProjectionClass, "tally": ProjectionClass,
		"find": ProjectionClass, "unit_branch": ProjectionClass,
		"draft": WorkClass, "draft_rev": WorkClass, "sheet_draft": WorkClass, "bulletin_draft": WorkClass, "saved_view": WorkClass, "counter": WorkClass,
		"account": WorkClass, "session": WorkClass, "link": WorkClass, "api_token": WorkClass, "signin": WorkClass, "job": WorkClass,
	}
	for _, t := range factTables {
		m[t.name] = FactClass
	}
	return m
}

// table is how a struct of rows maps to its table.
type table struct {
	name    string
	columns []string // after id
	fields  []int    // index of the struct's field of each column
	insert  string
}

var (
	tableOnce   sync.Once
	tableByType map[reflect.Type]*table
	tableList   []*table
)

// tables describes all fact tables, by the type of their rows and in order.
func tables() (map[reflect.Type]*table, []*table) {
	tableOnce.Do(func() {
		tableByType = make(map[reflect.Type]*table, len(factTables))
		for _, f := range factTables {
			t := describe(f.name, reflect.TypeOf(f.row))
			tableByType[reflect.TypeOf(f.row)] = t
			tableList = append(tableList, t)
		}
	})
	return tableByType, tableList
}

func describe(name string, rt reflect.Type) *table {
	t := &table{name: name}
	for i := range rt.NumField() {
		if c := rt.Field(i).Tag.Get("db"); c != "id" && c != "" {
			t.columns = append(t.columns, c)
			t.fields = append(t.fields, i)
		}
	}
	t.insert = insertText(name, append([]string{"place", "id", "salt"}, t.columns...))
	return t
}
