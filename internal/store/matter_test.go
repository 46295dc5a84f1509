package store

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// TestKnownItems: what is compared with new drafts is each item of the year as it
// is now, without those that another stands for; the mark tells when it changed.
func TestKnownItems(t *testing.T) {
	each(t, func(t *testing.T, db *DB, h *hand) {
		ctx := context.Background()
		var a, b, c id.Item
		var m id.Measure
		mark := func() (out [6]int64) {
			if err := db.View(ctx, func(tx *Tx) (err error) { out, err = tx.KnownMark(); return err }); err != nil {
				t.Fatal(err)
			}
			return out
		}
		before := mark()
		do(t, db, func(tx *Tx) (err error) {
			found := func(n string, year int64, title string) id.Item {
				item, e := Insert[Item, id.Item](tx, Item{Number: n, Kind: "key-task", Year: year})
				if e == nil {
					e = Add(tx, ItemFact{ItemID: item, Title: title, Standard: title + "。"})
				}
				if e != nil {
					t.Fatal(e)
				}
				return item
			}
			a, b, c = found("2026-0001", 2026, "新建公园"), found("2026-0002", 2026, "改造小区"), found("2025-0001", 2025, "去年的事")
			if m, err = Insert[Measure, id.Measure](tx, Measure{ItemID: a, N: 1, Name: "公园", Unit: "个", Target: 20}); err != nil {
				return err
			}
			if err := Add(tx, Due{ItemID: a, Sort: "date", Day: 20900}); err != nil {
				return err
			}
			_, err = Insert[Assignment, id.Assignment](tx, Assignment{ItemID: a, Mode: "single", LeadID: 7})
			return err
		})
		first := mark()
		if first == before {
			t.Error("the mark did not move with new items")
		}
		do(t, db, func(tx *Tx) error {
			if err := Add(tx, Measure{ItemID: a, Supersedes: m, N: 1, Name: "公园", Unit: "个", Target: 25}); err != nil {
				return err
			}
			if err := Add(tx, ItemFact{ItemID: a, Title: "新建口袋公园", Standard: "建成开放"}); err != nil {
				return err
			}
			return Add(tx, Merge{ItemID: b, IntoID: a})
		})
		if mark() == first {
			t.Error("the mark did not move with a new title")
		}
		type line struct {
			Number, Title, Standard string
			Lead                    id.Unit
			Due                     calendar.Day
			Targets                 []int64
		}
		of := func(year int64) (out []line) {
			if err := db.View(ctx, func(tx *Tx) error {
				ks, err := tx.KnownItems(year)
				for _, k := range ks {
					l := line{k.Number, k.Title, k.Standard, k.Lead, k.Due, nil}
					for _, m := range k.Measures {
						l.Targets = append(l.Targets, m.Target)
					}
					out = append(out, l)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return out
		}
		if d := cmp.Diff([]line{{"2026-0001", "新建口袋公园", "建成开放", 7, 20900, []int64{25}}}, of(2026)); d != "" {
			t.Error(d)
		}
		do(t, db, func(tx *Tx) error { return Add(tx, Merge{ItemID: b, IntoID: a, Undone: 1}) })
		if got := of(2026); len(got) != 2 || got[1].Title != "改造小区" {
			t.Errorf("after the merging was undone: %+v", got)
		}
		if got := of(2025); len(got) != 1 || got[0].Title != "去年的事" || c == 0 {
			t.Errorf("of the year before: %+v", got)
		}
	})
}
