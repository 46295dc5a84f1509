package store

import (
	"context"
	"database/sql"
	"errors"
	"reflect"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
)

// TestClassesHoldTheSchema: every table of the schema has a class, every table
// with a class is in the schema, and the columns of facts are the fields of
// their rows in order.
func TestClassesHoldTheSchema(t *testing.T) {
	each(t, func(t *testing.T, db *DB, _ *hand) {
		rows, err := db.w.Query(db.d.tableSQL)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		have := map[string]bool{}
		for rows.Next() {
			var n string
			if err := rows.Scan(&n); err != nil {
				t.Fatal(err)
			}
			have[n] = true
			if _, ok := Classes()[n]; !ok && n != "goose_db_version" && !strings.HasPrefix(n, "find_") {
				t.Errorf("table %s has no class", n)
			}
		}
		for n := range Classes() {
			if !have[n] {
				t.Errorf("table %s has a class and is not in the schema", n)
			}
		}
		_, list := tables()
		for _, tb := range list {
			r, err := db.w.Query("SELECT * FROM " + tb.name + " WHERE 1 = 0")
			if err != nil {
				t.Fatal(err)
			}
			cs, _ := r.Columns()
			r.Close()
			if want := append([]string{"place", "id", "salt"}, tb.columns...); !slices.Equal(cs, want) {
				t.Errorf("%s has columns %v, its rows are %v", tb.name, cs, want)
			}
		}
	})
}

// fill puts one row into every table of facts.
func fill(t *testing.T, db *DB) {
	byType, _ := tables()
	var types []reflect.Type
	for rt := range byType {
		types = append(types, rt)
	}
	sort.Slice(types, func(i, j int) bool { return byType[types[i]].name < byType[types[j]].name })
	do(t, db, func(tx *Tx) error {
		for _, rt := range types {
			v := reflect.New(rt).Elem()
			for i := range v.NumField() {
				if f := v.Field(i); f.Kind() == reflect.String {
					f.SetString("x")
				}
			}
			if rt == reflect.TypeFor[LibraryFact]() {
				continue // its text is parsed
			}
			if _, err := tx.insert(v.Interface()); err != nil {
				t.Fatalf("%s: %v", rt.Name(), err)
			}
		}
		_, err := tx.PutBody([]byte("words"))
		return err
	})
}

// TestFactsCannotBeChanged: the triggers refuse UPDATE and DELETE of every fact,
// of the journal, and of bodies without an erasure, also past OR REPLACE.
func TestFactsCannotBeChanged(t *testing.T) {
	each(t, func(t *testing.T, db *DB, _ *hand) {
		fill(t, db)
		for name, class := range Classes() {
			if class != FactClass && class != JournalClass && class != BodyClass {
				continue
			}
			if name == "library_fact" || name == "checkpoint" {
				continue // empty here; their triggers are laid by the same loop
			}
			for _, q := range []string{"UPDATE " + name + " SET place = place", "DELETE FROM " + name} {
				if _, err := db.w.Exec(q); err == nil || !strings.Contains(err.Error(), "only") {
					t.Errorf("%s: %v", q, err)
				}
			}
		}
		if db.d.name == "sqlite" {
			_, err := db.w.Exec("INSERT OR REPLACE INTO person (place, id, salt, name) SELECT place, id, salt, 'other' FROM person")
			if err == nil {
				t.Error("INSERT OR REPLACE changed a fact")
			}
		}
	})
}

// TestPoint04Synchronous: the settings that make an acknowledged commit last are
// read back from both pools.
func TestPoint04Synchronous(t *testing.T) {
	db, _ := openTest(t, "sqlite")
	for _, pool := range []*sql.DB{db.w, db.r} {
		if err := checkPragmas(context.Background(), pool); err != nil {
			t.Error(err)
		}
	}
}

func TestErasedBodyIsGoneAndItsNameStays(t *testing.T) {
	each(t, func(t *testing.T, db *DB, _ *hand) {
		var hash string
		do(t, db, func(tx *Tx) (err error) {
			hash, err = tx.PutBody([]byte("上传错了的名单"))
			if err != nil {
				return err
			}
			return Add(tx, Report{ItemID: 0, WordsHash: hash})
		})
		do(t, db, func(tx *Tx) error { return tx.EraseBody(hash, Erasure{Reason: "误传", Second: 7}) })
		err := db.View(context.Background(), func(tx *Tx) error {
			b, err := tx.Bodies([]string{hash})
			if len(b) != 0 {
				t.Error("the content is still there")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestRequestRepeatedIsOneChange(t *testing.T) {
	each(t, func(t *testing.T, db *DB, _ *hand) {
		write := func() (id.Seq, error) {
			return db.Write(context.Background(), Actor{}, "test", "form-1", func(tx *Tx) error { return Add(tx, Person{Name: "甲"}) })
		}
		first, err := write()
		if err != nil {
			t.Fatal(err)
		}
		_, err = write()
		var again *Repeated
		if !errors.As(err, &again) || again.Seq != first {
			t.Errorf("second time: %v; first was %d", err, first)
		}
	})
}

func TestWriteWaitsForTheDay(t *testing.T) {
	each(t, func(t *testing.T, db *DB, h *hand) {
		h.day(calendar.Date(2026, 3, 5), 0)
		_, err := db.Write(context.Background(), Actor{}, "test", "", func(tx *Tx) error { return Add(tx, Person{Name: "甲"}) })
		if !errors.Is(err, ErrDayBehind) {
			t.Fatalf("wrote into a day that is not open: %v", err)
		}
		if n, err := db.Tick(context.Background()); err != nil || n != 3 {
			t.Fatalf("opened %d days, %v; want 3", n, err)
		}
		do(t, db, func(tx *Tx) error { return Add(tx, Person{Name: "甲"}) })
	})
}

// TestClosuresLoseNothing: writers that read, change and write are in one order.
func TestClosuresLoseNothing(t *testing.T) {
	each(t, func(t *testing.T, db *DB, _ *hand) {
		const writers, rounds = 8, 15
		var wg sync.WaitGroup
		for range writers {
			wg.Go(func() {
				for range rounds {
					_, err := db.Write(context.Background(), Actor{}, "test", "", func(tx *Tx) error {
						var n int64
						if err := tx.row("SELECT count(*) FROM person WHERE place = $1", []any{db.place}, &n); err != nil {
							return err
						}
						return Add(tx, SettingFact{Name: "n", Value: string(rune('a' + n%26))})
					})
					if err == nil {
						_, err = db.Write(context.Background(), Actor{}, "test", "", func(tx *Tx) error { return Add(tx, Person{Name: "甲"}) })
					}
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		err := db.View(context.Background(), func(tx *Tx) error {
			var n, leaves int64
			if err := tx.row("SELECT count(*) FROM person WHERE place = $1", []any{db.place}, &n); err != nil {
				return err
			}
			if err := tx.row("SELECT count(*) FROM change WHERE place = $1", []any{db.place}, &leaves); err != nil {
				return err
			}
			if n != writers*rounds || leaves != int64(tx.Seq) || leaves != 2*n+1 {
				t.Errorf("%d persons, %d leaves, seq %d", n, leaves, tx.Seq)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestFailedWriteLeavesNothing(t *testing.T) {
	each(t, func(t *testing.T, db *DB, _ *hand) {
		boom := errors.New("boom")
		var before, after id.Seq
		look := func(s *id.Seq) {
			if err := db.View(context.Background(), func(tx *Tx) error { *s = tx.Seq; return nil }); err != nil {
				t.Fatal(err)
			}
		}
		look(&before)
		_, err := db.Write(context.Background(), Actor{}, "test", "", func(tx *Tx) error {
			if err := Add(tx, Person{Name: "甲"}); err != nil {
				return err
			}
			return boom
		})
		look(&after)
		if !errors.Is(err, boom) || before != after {
			t.Errorf("%v; seq %d → %d", err, before, after)
		}
		if _, err := db.Write(context.Background(), Actor{}, "test", "", func(tx *Tx) error { return nil }); !errors.Is(err, ErrNoFacts) {
			t.Errorf("a change without facts: %v", err)
		}
		_, err = db.Write(context.Background(), Actor{}, "test", "", func(tx *Tx) error { return Add(tx, Person{Name: "a\x1fb"}) })
		if !errs.Is(err, errs.Invalid) {
			t.Errorf("a text with a control character: %v", err)
		}
	})
}
