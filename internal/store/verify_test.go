package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/journal"
)

// told gives a database with a random history in it.
func told(t *testing.T, db *DB, h *hand, changes int) *story {
	s := &story{t: t, db: db, h: h, c: newCity(t, db), r: rand.New(rand.NewPCG(11, 7)), day: calendar.Date(2026, 3, 2),
		meas: map[id.Item]id.Measure{}, nodes: map[id.Item][]id.Milestone{}, past: map[id.Seq][]string{}}
	s.run(changes)
	do(t, db, func(tx *Tx) error {
		hash, err := tx.PutBody([]byte("进展情况：已开工12个小区。"))
		if err != nil {
			return err
		}
		return Add(tx, Document{Title: "报告", Sort: "report", TextHash: hash})
	})
	return s
}

func testKey(t testing.TB) *journal.Key {
	t.Helper()
	k, err := journal.NewKey("p1")
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func verifyDB(t testing.TB, db *DB, key *journal.Key, outside ...[]byte) *journal.Report {
	t.Helper()
	var r *journal.Report
	err := db.Snapshot(context.Background(), func(s *Snapshot) error {
		src, err := s.Journal()
		if err != nil {
			return err
		}
		r, err = journal.Verify(context.Background(), src, journal.Options{Place: "p1", Keys: journal.Keys(key.Public()), Outside: outside})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestVerifyHoldsAndCountsEverything(t *testing.T) {
	each(t, func(t *testing.T, db *DB, h *hand) {
		told(t, db, h, 60)
		key := testKey(t)
		if r := verifyDB(t, db, key); r.State != journal.Consistent || r.Total != 0 {
			t.Fatalf("%v, findings %v", r.State, r.Findings)
		}
		note, err := db.Checkpoint(context.Background(), key)
		if err != nil {
			t.Fatal(err)
		}
		again, err := db.Checkpoint(context.Background(), key)
		if err != nil || !bytes.Equal(note, again) {
			t.Errorf("the second checkpoint of one size differs: %v", err)
		}
		r := verifyDB(t, db, key, note)
		if r.State != journal.Passed || r.HeldTo != r.Size {
			t.Errorf("%v, held to %d of %d, findings %v", r.State, r.HeldTo, r.Size, r.Findings)
		}
		var want int64
		_, list := tables()
		for _, tab := range list {
			var n int64
			if err := db.r.QueryRow("SELECT count(*) FROM " + tab.name).Scan(&n); err != nil {
				t.Fatal(err)
			}
			want += n
		}
		if r.Facts != want || r.Bodies == 0 {
			t.Errorf("%d facts and %d contents verified, %d facts stored", r.Facts, r.Bodies, want)
		}
	})
}

// unguarded takes away the triggers, as whoever owns the database can.
func unguarded(t *testing.T, db *DB) {
	t.Helper()
	var drop []string
	query := "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger'"
	if db.Dialect() == "postgres" {
		query = "SELECT DISTINCT 'DROP TRIGGER ' || tgname || ' ON ' || tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal"
	}
	rows, err := db.w.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		drop = append(drop, s)
	}
	rows.Close()
	for _, s := range drop {
		if _, err := db.w.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
}

// TestVerifyNamesWhatWasAltered tampers past the triggers, in one way after the
// other, and wants each named.
func TestVerifyNamesWhatWasAltered(t *testing.T) {
	ways := []struct {
		name string
		sql  []string
		want journal.Kind
	}{
		{"a value", []string{"UPDATE item_fact SET title = title || '改' WHERE id = (SELECT max(id) FROM item_fact)"}, journal.RowAltered},
		{"a row less", []string{"DELETE FROM due WHERE id = (SELECT max(id) FROM due)"}, journal.RowRemoved},
		{"a row more", []string{"INSERT INTO setting_fact (place, id, salt, name, value) SELECT 1, max(id) + 7, salt, 'rules', 'x' FROM setting_fact GROUP BY salt UNION ALL SELECT 1, 3145735, row_hashes, 'rules', 'x' FROM change WHERE seq = 3"}, journal.RowInserted},
		{"an act", []string{"UPDATE change SET act = 'other' WHERE seq = 5"}, journal.HeaderAltered},
		{"a change", []string{"DELETE FROM change WHERE seq = 5"}, journal.ChangeRemoved},
		{"the tail", []string{"DELETE FROM change WHERE seq > (SELECT seq FROM clock) - 3", "UPDATE clock SET seq = seq - 3"}, journal.TailCut},
		{"a node", []string{"UPDATE node SET hash = (SELECT hash FROM node WHERE id = 1) WHERE id = 5"}, journal.NodeAltered},
		{"a content", []string{"UPDATE body SET bytes = salt"}, journal.BodyAltered},
		{"a content less", []string{"DELETE FROM body"}, journal.BodyMissing},
	}
	for _, way := range ways {
		t.Run(way.name, func(t *testing.T) {
			each(t, func(t *testing.T, db *DB, h *hand) {
				told(t, db, h, 20)
				key := testKey(t)
				if _, err := db.Checkpoint(context.Background(), key); err != nil {
					t.Fatal(err)
				}
				unguarded(t, db)
				for _, s := range way.sql {
					if _, err := db.w.Exec(s); err != nil {
						t.Fatal(err)
					}
				}
				r := verifyDB(t, db, key)
				if r.State != journal.Failed || r.Counts[way.want] == 0 {
					t.Errorf("%v; findings %v, want %v", r.State, r.Findings, way.want)
				}
			})
		})
	}
}

func TestErasureIsCountedApart(t *testing.T) {
	each(t, func(t *testing.T, db *DB, h *hand) {
		s := told(t, db, h, 5)
		var hash string
		if err := db.r.QueryRow("SELECT text_hash FROM document ORDER BY id DESC LIMIT 1").Scan(&hash); err != nil {
			t.Fatal(err)
		}
		do(t, s.db, func(tx *Tx) error {
			if err := Add(tx, Erasure{BodyHash: hash, Reason: "依法清除"}); err != nil {
				return err
			}
			_, err := tx.exec("DELETE FROM body WHERE place = $1 AND hash = $2", tx.db.place, hash)
			return err
		})
		if r := verifyDB(t, db, testKey(t)); r.Erased != 1 || r.Total != 0 {
			t.Errorf("%d erased, findings %v", r.Erased, r.Findings)
		}
	})
}

// TestExportGivesTheSameBytes: the export of a point made then and made later is
// the same, verifies without the database, and names what is altered in it.
func TestExportGivesTheSameBytes(t *testing.T) {
	var manifests []string
	each(t, func(t *testing.T, db *DB, h *hand) {
		s := told(t, db, h, 30)
		key := testKey(t)
		dir := t.TempDir()
		export := func(name string, day calendar.Day) string {
			t.Helper()
			a, err := CreateArchive(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			defer a.Abort()
			if _, err := db.Export(context.Background(), a, "p1", day, key, nil); err != nil {
				t.Fatal(err)
			}
			if err := a.Commit(); err != nil {
				t.Fatal(err)
			}
			return filepath.Join(dir, name)
		}
		day := s.day
		first := sum(t, export("first.zip", 0))
		s.day += 3
		s.h.day(s.day, 10)
		if _, err := db.Tick(context.Background()); err != nil {
			t.Fatal(err)
		}
		s.run(10)
		if sum(t, export("then.zip", day)) != first {
			t.Error("the export of the same day made later has other bytes")
		}
		folder := export("folder", 0)
		files, c, err := OpenArchive(folder)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		check := func() *journal.Report {
			t.Helper()
			src, m, err := OpenExport(files)
			if err != nil {
				t.Fatal(err)
			}
			r, err := journal.Verify(context.Background(), src, journal.Options{Place: m.Place, Keys: journal.Keys(key.Public())})
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		whole, live := check(), verifyDB(t, db, key)
		if whole.Total != 0 || whole.Root != live.Root || whole.Facts != live.Facts || whole.Bodies != live.Bodies {
			t.Errorf("export: %d findings %v, %d facts, %d contents; database: %d facts, %d contents", whole.Total, whole.Findings, whole.Facts, whole.Bodies, live.Facts, live.Bodies)
		}
		name := filepath.Join(folder, "fact", "item_fact.jsonl")
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, bytes.Replace(b, []byte("老旧"), []byte("新旧"), 1), 0o600); err != nil {
			t.Fatal(err)
		}
		if r := check(); r.Counts[journal.RowAltered] != 1 {
			t.Errorf("an altered export gives %v", r.Findings)
		}
		m, err := os.ReadFile(filepath.Join(folder, "manifest.json"))
		if err != nil {
			t.Fatal(err)
		}
		manifests = append(manifests, string(m))
	})
	if len(manifests) == 2 && manifests[0] != manifests[1] {
		t.Errorf("one history, two manifests:\n%s\n%s", manifests[0], manifests[1])
	}
}

func sum(t *testing.T, name string) [32]byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return sha256.Sum256(b)
}

func TestRecomputeNamesALightNobodyJudged(t *testing.T) {
	each(t, func(t *testing.T, db *DB, h *hand) {
		told(t, db, h, 40)
		n, diff, err := db.Recompute(context.Background(), nil)
		if err != nil || n == 0 || len(diff) != 0 {
			t.Fatalf("%d spans, differences %v, %v", n, diff, err)
		}
		if _, err := db.w.Exec("UPDATE row_span SET judged = 9 WHERE item_id = (SELECT max(item_id) FROM row_span)"); err != nil {
			t.Fatal(err)
		}
		if _, diff, err = db.Recompute(context.Background(), nil); err != nil || len(diff) != 1 {
			t.Errorf("differences %v, %v; want one", diff, err)
		}
	})
}

// TestEveryColumnOfHashesIsKnown: a column whose name says hash either names
// contents, and is verified, or stands here with what it is.
func TestEveryColumnOfHashesIsKnown(t *testing.T) {
	others := map[string]string{
		"library_fact.hash":  "of a file whose text stands beside it",
		"document.file_hash": "of the file as it came in, which is not kept",
		"paper.set_hash":     "of what was submitted, made of facts",
		"erasure.body_hash":  "of a content that is gone",
	}
	known := map[string]bool{}
	for _, c := range bodyColumns {
		known[c[0]+"."+c[1]] = true
	}
	_, list := tables()
	for _, tab := range list {
		for _, c := range tab.columns {
			name := tab.name + "." + c
			if strings.HasSuffix(c, "hash") && !known[name] && others[name] == "" {
				t.Errorf("%s: add it to bodyColumns, or to this test with what it is", name)
			}
		}
	}
}

// TestColumnsAddedLaterKeepHashes: a column added at the end of a table, empty in
// the rows there are, does not change what was recorded of them.
func TestColumnsAddedLaterKeepHashes(t *testing.T) {
	salt := make([]byte, journal.SaltSize)
	hash := func(values ...any) journal.Hash {
		t.Helper()
		h, err := journal.RowHash(salt, "x", hashed(values))
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	was := hash(int64(7), "甲", int64(3))
	for _, now := range [][]any{{int64(7), "甲", int64(3), ""}, {int64(7), "甲", int64(3), int64(0), ""}} {
		if hash(now...) != was {
			t.Errorf("%v has another hash", now)
		}
	}
	for _, other := range [][]any{{int64(7), "甲", int64(3), nil}, {int64(7), "甲", int64(3), "x"}, {int64(7), "甲"}, {int64(7), "", int64(3)}} {
		if hash(other...) == was {
			t.Errorf("%v has the same hash", other)
		}
	}
}

// many fills a database with facts as fast as it goes.
func many(t testing.TB, db *DB, facts int) {
	t.Helper()
	const each = 2000
	for done := 0; done < facts; done += each {
		do(t, db, func(tx *Tx) error {
			for i := range each {
				if err := Add(tx, ReportValue{ReportID: id.Report(i), Period: 202603, Value: int64(done + i)}); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

func BenchmarkVerify(b *testing.B) {
	const facts = 300_000
	for _, dialect := range []string{"sqlite", "postgres"} {
		b.Run(dialect, func(b *testing.B) {
			db, _ := openTest(b, dialect)
			many(b, db, facts)
			key := testKey(b)
			for b.Loop() {
				begin := time.Now()
				r := verifyDB(b, db, key)
				b.ReportMetric(float64(r.Facts)/time.Since(begin).Seconds(), "facts/s")
			}
		})
	}
}
