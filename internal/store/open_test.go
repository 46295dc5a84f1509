package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/pgtest"
)

func TestMain(m *testing.M) {
	if where := os.Getenv(crashEnv); where != "" {
		os.Exit(crashChild(where))
	}
	code := m.Run()
	pgtest.Stop()
	os.Exit(code)
}

// hand is a clock that a test moves.
type hand struct{ t time.Time }

func (h *hand) now() time.Time { return h.t }

func (h *hand) day(d calendar.Day, hour int) {
	y, m, dd := d.YMD()
	h.t = time.Date(y, time.Month(m), dd, hour, 0, 0, 0, DefaultZone)
}

// each runs a test on both databases.
func each(t *testing.T, f func(t *testing.T, db *DB, h *hand)) {
	for _, dialect := range []string{"sqlite", "postgres"} {
		t.Run(dialect, func(t *testing.T) {
			db, h := openTest(t, dialect)
			f(t, db, h)
		})
	}
}

func openTest(t testing.TB, dialect string) (*DB, *hand) {
	t.Helper()
	h := &hand{}
	h.day(calendar.Date(2026, 3, 2), 9)
	c := Config{Dir: t.TempDir(), Now: h.now}
	if dialect == "postgres" {
		c = Config{URL: pgtest.URL(t), Now: h.now}
	}
	ctx := context.Background()
	db, err := Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if err := db.CheckSchema(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Tick(ctx); err != nil {
		t.Fatal(err)
	}
	return db, h
}

// do records a change or ends the test.
func do(t testing.TB, db *DB, fn func(tx *Tx) error) id.Seq {
	t.Helper()
	seq, err := db.Write(context.Background(), Actor{}, "test", "", fn)
	if err != nil {
		t.Fatal(err)
	}
	return seq
}

// city is a small city: the government, its office, departments and counties
// with a school bureau each, a mayor with two vice-mayors, and the library.
type city struct {
	gov, office id.Unit
	depts       []id.Unit
	counties    []id.Unit
	schools     []id.Unit // the counties' own bureaus
	leaders     []id.Post
}

func library(t testing.TB, tx *Tx) error {
	for sort, pattern := range map[string]string{LibraryRules: "rules", LibraryCalendar: "calendars"} {
		files, err := filepath.Glob("../../library/" + pattern + "/*.yaml")
		if err != nil || len(files) == 0 {
			t.Fatalf("no files in library/%s: %v", pattern, err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				return err
			}
			if err := Add(tx, LibraryFact{Sort: sort, Name: filepath.Base(f), Hash: "-", Text: string(b)}); err != nil {
				return err
			}
		}
	}
	return nil
}

func newCity(t testing.TB, db *DB) *city {
	c := &city{}
	do(t, db, func(tx *Tx) error {
		if err := library(t, tx); err != nil {
			return err
		}
		unit := func(code, name, sort string, parent id.Unit) id.Unit {
			u, err := Insert[Unit, id.Unit](tx, Unit{Code: code})
			if err != nil {
				t.Fatal(err)
			}
			if err := Add(tx, UnitFact{UnitID: u, Name: name, Short: name, Sort: sort, Parent: parent, Rank: int64(u & 0xfff), FromDay: tx.Day}); err != nil {
				t.Fatal(err)
			}
			return u
		}
		c.gov = unit("000", "样例市人民政府", "government", 0)
		c.office = unit("001", "市政府办公室", "office", c.gov)
		for i := range 4 {
			c.depts = append(c.depts, unit(fmt.Sprintf("1%02d", i), fmt.Sprintf("市第%d局", i+1), "department", c.gov))
		}
		for i := range 3 {
			county := unit(fmt.Sprintf("2%02d", i), fmt.Sprintf("第%d县", i+1), "county", c.gov)
			c.counties = append(c.counties, county)
			c.schools = append(c.schools, unit(fmt.Sprintf("3%02d", i), fmt.Sprintf("第%d县教育局", i+1), "department", county))
		}
		for i := range 3 {
			p, err := Insert[Post, id.Post](tx, Post{UnitID: c.gov, Title: fmt.Sprintf("副市长%d", i), Duty: "vice-mayor"})
			if err != nil {
				return err
			}
			c.leaders = append(c.leaders, p)
		}
		for i, u := range c.depts {
			if err := Add(tx, PortfolioLine{PostID: c.leaders[i%3], UnitID: u, Field: "领域", Relation: "lead", FromDay: tx.Day}); err != nil {
				return err
			}
		}
		return nil
	})
	return c
}
