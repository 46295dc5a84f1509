package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// TestSearchFindsChineseOfAnyLength: one, two and more characters, full-width
// and traditional forms, letters and digits; the same on both databases.
func TestSearchFindsChineseOfAnyLength(t *testing.T) {
	titles := []string{"改造老旧小区120个", "住房保障", "城市轨道交通3号线", "建设水库", "GDP增长5.5%左右", "房屋建设"}
	cases := []struct {
		typed string
		want  []int
	}{
		{"住房", []int{1}}, {"建设", []int{3, 5}}, {"水库", []int{3}}, {"库", []int{3}}, {"房", []int{1, 5}}, {"城市轨道交通", []int{2}}, {"轨道交", []int{2}},
		{"gdp", []int{4}}, {"ＧＤＰ", []int{4}}, {"城市軌道", []int{2}}, {"老旧 120", []int{0}}, {"3号", []int{2}}, {"没有", nil}, {"建水", nil}, {"障", []int{1}}, {"%", nil}, {`" OR 1=1 --`, nil}, {"'", nil},
	}
	each(t, func(t *testing.T, db *DB, _ *hand) {
		newCity(t, db)
		var items []id.Item
		do(t, db, func(tx *Tx) error {
			for i, title := range titles {
				n, err := Insert[Item, id.Item](tx, Item{Number: fmt.Sprintf("2026-%d", i), Kind: "key-task"})
				if err != nil {
					return err
				}
				items = append(items, n)
				if err := Add(tx, ItemFact{ItemID: n, Title: title}); err != nil {
					return err
				}
			}
			return nil
		})
		err := db.View(context.Background(), func(tx *Tx) error {
			for _, c := range cases {
				f := Filter{Sees: []id.Unit{0}, Light: -1, Text: c.typed, Sort: ByNumber, Limit: 50}
				lines, err := tx.Lines(tx.Now(), f)
				if err != nil {
					return fmt.Errorf("%q: %w", c.typed, err)
				}
				var got []int
				for _, l := range lines {
					got = append(got, slices.Index(items, l.ItemID))
				}
				if !slices.Equal(got, c.want) {
					t.Errorf("%q found %v, want %v", c.typed, got, c.want)
				}
				if n, err := tx.CountLines(tx.Now(), f); err != nil || int(n) != len(c.want) {
					t.Errorf("%q counted %d, %v", c.typed, n, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

// scanned gives the large tables that a statement reads in full.
func scanned(t *testing.T, db *DB, query string, args []any) []string {
	t.Helper()
	tx, err := db.w.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	explain := "EXPLAIN QUERY PLAN "
	if db.d.name == "postgres" { // small tables are read in full unless forbidden: what is still read so has no index
		explain = "EXPLAIN "
		if _, err := tx.Exec("SET LOCAL enable_seqscan = off"); err != nil {
			t.Fatal(err)
		}
	}
	rows, err := tx.Query(explain+query, args...)
	if err != nil {
		t.Fatalf("%v in %.200s", err, query)
	}
	lines, err := texts(rows)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, l := range lines {
		for _, big := range []string{"row_span", "sight", "report", "report_value", "change", "item", "origin", "clause"} {
			if strings.Contains(l, "Seq Scan on "+big+" ") || strings.Contains(l, "SCAN "+big+" ") && !strings.Contains(l, "USING") {
				out = append(out, l)
			}
		}
	}
	return out
}

// TestListsWalkIndexes: on a ledger of some thousand lines no statement of a
// page reads a large table in full.
func TestListsWalkIndexes(t *testing.T) {
	each(t, func(t *testing.T, db *DB, _ *hand) {
		c := newCity(t, db)
		var some id.Item
		do(t, db, func(tx *Tx) error {
			for i := range 1500 {
				n, err := Insert[Item, id.Item](tx, Item{Number: fmt.Sprintf("2026-%04d", i), Kind: "key-task"})
				if err != nil {
					return err
				}
				some = n
				a, err := Insert[Assignment, id.Assignment](tx, Assignment{ItemID: n, Mode: "single", LeadID: c.depts[i%4], AssignDay: tx.Day})
				if err == nil {
					err = Add(tx, Assignee{Assignment: a, ItemID: n, UnitID: c.depts[i%4], Role: "lead"})
				}
				if err == nil {
					err = Add(tx, Due{ItemID: n, Sort: "date", Day: tx.Day + calendar.Day(i%200)})
				}
				if err == nil {
					err = Add(tx, ItemFact{ItemID: n, Title: "任务"})
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if db.d.name == "postgres" {
			if _, err := db.w.Exec("ANALYZE"); err != nil {
				t.Fatal(err)
			}
		}
		var queries []string
		db.OnQuery(func(q string) { queries = append(queries, q) })
		err := db.View(context.Background(), func(tx *Tx) error {
			p := tx.Now()
			for _, f := range []Filter{
				{Sees: []id.Unit{0}, Light: -1, Limit: 50}, {Sees: []id.Unit{0}, Light: 2, Limit: 50}, {Sees: c.depts[:3], Light: -1, Sort: ByLight, Limit: 50},
				{Sees: []id.Unit{0}, Light: -1, Lead: c.depts[1], Limit: 50}, {Sees: []id.Unit{0}, Light: -1, Sort: ByNumber, Limit: 50, After: Cursor{Item: some}},
			} {
				if _, err := tx.Lines(p, f); err != nil {
					return err
				}
			}
			if _, err := tx.ItemFacts(p.Before(), some); err != nil {
				return err
			}
			_, err := tx.Sight(some, c.depts[:2])
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		db.OnQuery(nil)
		for _, q := range queries {
			n := strings.Count(q, "$")
			args := make([]any, 0, n)
			for i := 1; i <= n && strings.Contains(q, fmt.Sprintf("$%d", i)); i++ {
				args = append(args, int64(1))
			}
			if strings.Contains(q, "CAST($2 AS TEXT)") {
				args[1] = separator
			}
			if bad := scanned(t, db, q, args); len(bad) > 0 {
				t.Errorf("reads in full: %v\nin %.300s", bad, q)
			}
		}
	})
}
