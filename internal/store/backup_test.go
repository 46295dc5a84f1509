package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jiufen/internal/errs"
	"jiufen/internal/journal"
	"jiufen/internal/pgtest"
)

// backUp makes a backup and gives its path.
func backUp(t testing.TB, db *DB, key *journal.Key) string {
	t.Helper()
	ctx := context.Background()
	name := filepath.Join(t.TempDir(), "backup.zip")
	note, err := db.Checkpoint(ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	a, err := CreateArchive(name)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Abort()
	if _, err := db.Backup(ctx, a, "p1", note, nil); err != nil {
		t.Fatal(err)
	}
	if err := a.Commit(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil || len(entries) != 1 {
		t.Errorf("left beside the backup: %v %v", entries, err)
	}
	return name
}

// restored gives a database made from a backup, still without its new epoch.
func restored(t testing.TB, name, dialect string, h *hand) *DB {
	t.Helper()
	ctx := context.Background()
	files, c, err := OpenArchive(name)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	b, _, err := ReadBackup(files)
	if err != nil {
		t.Fatal(err)
	}
	conf := Config{Dir: t.TempDir(), Now: h.now}
	if dialect == "postgres" {
		conf = Config{URL: pgtest.URL(t), Now: h.now}
	}
	if b.Form == formSQLite {
		if err := RestoreFile(ctx, files, conf.Dir, nil); err != nil {
			t.Fatal(err)
		}
	}
	db, err := Open(ctx, conf)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if b.Form == formTables {
		if err := db.RestoreTables(ctx, files, nil); err != nil {
			t.Fatal(err)
		}
	}
	return db
}

func TestBackupAndRestore(t *testing.T) {
	ctx := context.Background()
	for _, way := range []struct{ from, to string }{{"sqlite", "sqlite"}, {"postgres", "postgres"}, {"postgres", "sqlite"}} {
		t.Run(way.from+" to "+way.to, func(t *testing.T) {
			db, h := openTest(t, way.from)
			s := told(t, db, h, 40)
			if err := db.Work(ctx, func(tx *Tx) error {
				_, err := tx.exec("INSERT INTO session (place, token, person_id, post_id, made_at, seen_at, proven_at, form_key, language) VALUES (1, 'x', 1, 1, 1, 1, 1, '', '')")
				return err
			}); err != nil {
				t.Fatal(err)
			}
			key := testKey(t)
			name := backUp(t, db, key)
			then := projections(t, db)
			s.run(12) // what the restore will lose
			later, err := db.Checkpoint(ctx, key)
			if err != nil {
				t.Fatal(err)
			}
			lost := verifyDB(t, db, key).Size

			back := restored(t, name, way.to, h)
			if d := cmp.Diff(then, projections(t, back)); d != "" {
				t.Fatalf("backed up (−) and restored (+) differ:\n%s", d)
			}
			if r := verifyDB(t, back, key); r.Total != 0 {
				t.Fatalf("restored: %v", r.Findings)
			}
			lost -= verifyDB(t, back, key).Size
			epoch, err := back.OpenEpoch(ctx, string(later), 0, "磁盘损坏，从备份恢复")
			if err != nil || epoch != 2 {
				t.Fatalf("epoch %d, %v", epoch, err)
			}
			var sessions int
			if err := back.r.QueryRow("SELECT count(*) FROM session").Scan(&sessions); err != nil || sessions != 0 {
				t.Errorf("%d sessions came back, %v", sessions, err)
			}
			r := verifyDB(t, back, key, later)
			if r.Total != 0 || r.Gone != lost || len(r.Restores) != 1 || r.Restores[0].Reason != "磁盘损坏，从备份恢复" {
				t.Errorf("%v, %d gone of %d, restores %v, findings %v", r.State, r.Gone, lost, r.Restores, r.Findings)
			}
			s.db, s.items = back, nil
			if _, err := back.Tick(ctx); err != nil {
				t.Fatal(err)
			}
			do(t, back, func(tx *Tx) error { return Add(tx, SettingFact{Name: "after", Value: "1"}) })
			note, err := back.Checkpoint(ctx, key)
			if err != nil {
				t.Fatal(err)
			}
			if r := verifyDB(t, back, key, later, note); r.State != journal.Passed || r.Gone != lost {
				t.Errorf("after the restore: %v, %d gone, findings %v", r.State, r.Gone, r.Findings)
			}
		})
	}
}

// TestPoint18BackupHoldsNoWrite: while a backup runs, writes go on; none waits for
// its end. How long one waits is a figure of make bench.
func TestPoint18BackupHoldsNoWrite(t *testing.T) {
	facts := 60_000
	if testing.Short() {
		facts = 10_000
	}
	each(t, func(t *testing.T, db *DB, h *hand) {
		many(t, db, facts)
		key := testKey(t)
		if n := meanwhile(t, db, func() { backUp(t, db, key) }); n < 3 {
			t.Errorf("%d writes during a backup of %d facts", n, facts)
		} else {
			t.Logf("%d writes during a backup of %d facts", n, facts)
		}
	})
}

// meanwhile counts the writes that begin and end while f runs.
func meanwhile(t *testing.T, db *DB, f func()) int64 {
	t.Helper()
	var begun, over atomic.Bool
	var n atomic.Int64
	done := make(chan struct{})
	go func() {
		defer close(done)
		for !over.Load() {
			within := begun.Load()
			_, err := db.Write(context.Background(), Actor{}, "test", "", func(tx *Tx) error { return Add(tx, SettingFact{Name: "x", Value: "y"}) })
			if err != nil {
				t.Error(err)
				return
			}
			if within && !over.Load() {
				n.Add(1)
			}
		}
	}()
	begun.Store(true)
	f()
	over.Store(true)
	<-done
	return n.Load()
}

func TestRestoreRefusesWhatItShould(t *testing.T) {
	ctx := context.Background()
	db, h := openTest(t, "sqlite")
	told(t, db, h, 5)
	name := backUp(t, db, testKey(t))
	files, c, err := OpenArchive(name)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, DatabaseFile), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := RestoreFile(ctx, files, dir, nil); !errs.Is(err, errs.Conflict) {
		t.Errorf("a directory with data: %v", err)
	}
	if _, _, err := ReadBackup(os.DirFS(dir)); !errs.Is(err, errs.Invalid) {
		t.Errorf("no backup: %v", err)
	}
	broken := filepath.Join(t.TempDir(), "x")
	whole, err := fs.ReadFile(files, DatabaseFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(broken, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < len(whole) && i < 3*4096; i++ {
		whole[i] ^= 0x5a
	}
	if err := os.WriteFile(filepath.Join(broken, DatabaseFile), whole, 0o600); err != nil {
		t.Fatal(err)
	}
	empty := t.TempDir()
	if err := RestoreFile(ctx, os.DirFS(broken), empty, nil); !errs.Is(err, errs.Invalid) {
		t.Errorf("a broken backup: %v", err)
	}
	if entries, _ := os.ReadDir(empty); len(entries) != 0 {
		t.Errorf("left behind: %v", entries)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	a, err := CreateArchive(filepath.Join(t.TempDir(), "b.zip"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Backup(cancelled, a, "p1", nil, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a stopped backup: %v", err)
	}
	a.Abort()
	if entries, _ := os.ReadDir(filepath.Dir(a.out)); len(entries) != 0 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestBackupNamesCoverEveryTable(t *testing.T) {
	names := backupNames()
	for name := range Classes() {
		if name != "find" && !slices.Contains(leftOut, name) && !slices.Contains(names, name) {
			t.Errorf("%s is in no backup", name)
		}
	}
}
