package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
)

// backupFormat is the version of the layout of a backup.
const backupFormat = 1

// BackupInfo says what a backup holds: backup.json in it.
type BackupInfo struct {
	Format  int      `json:"format"`
	Form    string   `json:"form"`  // sqlite: a database file; tables: one file a table
	Place   string   `json:"place"` // as in the origin of checkpoints
	PlaceID id.Place `json:"place_id"`
	Epoch   int64    `json:"epoch"`
	Seq     int64    `json:"seq"`
	Day     string   `json:"day"`
	At      string   `json:"at"` // when it was made
	Schema  int64    `json:"schema"`
	Zone    string   `json:"zone"`
}

const (
	backupManifest = "backup.json"
	backupNote     = "checkpoint"
	formSQLite     = "sqlite"
	formTables     = "tables"
)

// leftOut are the tables no backup brings back: who was signed in or let in by a
// token, and who was doing what.
var leftOut = []string{"session", "link", "api_token", "job"}

// Backup writes everything of the place into the archive, as it stands at one
// moment, while the server goes on: readers and writers are not kept waiting.
// note is the checkpoint signed just before. progress gets bytes or rows done and
// all, 0 if unknown; it may be nil.
func (db *DB) Backup(ctx context.Context, a *Archive, place string, note []byte, progress func(done, all int64)) (BackupInfo, error) {
	b := BackupInfo{Format: backupFormat, Place: place, PlaceID: db.place, At: db.Now().Format("2006-01-02 15:04:05"), Schema: SchemaVersion()}
	if progress == nil {
		progress = func(int64, int64) {}
	}
	var err error
	if db.d.name == "sqlite" {
		err = db.backupFile(ctx, a, &b, progress)
	} else {
		err = db.backupTables(ctx, a, &b, progress)
	}
	if err != nil {
		return b, err
	}
	if err := a.Put(backupNote, note); err != nil {
		return b, err
	}
	text, err := json.MarshalIndent(b, "", "  ")
	if err != nil {
		return b, err
	}
	return b, a.Put(backupManifest, append(text, '\n'))
}

// backupFile copies the SQLite file. VACUUM INTO reads one snapshot and never
// takes the write lock; what is erased is not in the copy, free pages neither.
func (db *DB) backupFile(ctx context.Context, a *Archive, b *BackupInfo, progress func(done, all int64)) error {
	b.Form = formSQLite
	source, err := db.sqliteFile(ctx)
	if err != nil {
		return err
	}
	info, err := os.Stat(source)
	if err != nil {
		return err
	}
	if free, err := FreeBytes(filepath.Dir(a.out)); err != nil || free < 2*info.Size() {
		return errs.Wrap(err, errs.Unavailable, "err.backup.room", "need", (2*info.Size())>>20, "free", free>>20)
	}
	tmp := a.tmp + ".db"
	defer os.Remove(tmp)
	if err := vacuumInto(ctx, source, tmp, func(done int64) { progress(done/2, info.Size()) }); err != nil {
		return driverError(err)
	}
	if err := b.readCopy(ctx, tmp, db.place); err != nil {
		return err
	}
	f, err := os.Open(tmp)
	if err != nil {
		return err
	}
	defer f.Close()
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	w, err := a.File(DatabaseFile)
	if err != nil {
		return err
	}
	for done := int64(0); done < size; done += 1 << 20 {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := io.CopyN(w, f, min(1<<20, size-done)); err != nil {
			return err
		}
		progress((size+done)/2, size)
	}
	return nil
}

// sqliteFile is the path of the database file.
func (db *DB) sqliteFile(ctx context.Context) (string, error) {
	var n int
	var name, file string
	err := db.r.QueryRowContext(ctx, "PRAGMA database_list").Scan(&n, &name, &file)
	return file, err
}

func vacuumInto(ctx context.Context, source, target string, progress func(done int64)) error {
	c, err := sql.Open("sqlite", "file:"+sqlitePath(source)+"?_pragma=busy_timeout(15000)&_pragma=cache_size(-8000)")
	if err != nil {
		return err
	}
	defer c.Close()
	done := make(chan error, 1)
	go func() {
		_, err := c.ExecContext(ctx, "VACUUM INTO $1", target)
		done <- err
	}()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case err := <-done:
			return err
		case <-tick.C:
			if info, err := os.Stat(target); err == nil {
				progress(info.Size())
			}
		}
	}
}

// readCopy reads from the copy what it holds: the snapshot is the copy's, not
// the database's at some other moment.
func (b *BackupInfo) readCopy(ctx context.Context, file string, place id.Place) error {
	c, err := sql.Open("sqlite", "file:"+sqlitePath(file)+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer c.Close()
	return b.readClock(func(query string, args ...any) *sql.Row { return c.QueryRowContext(ctx, query, args...) }, place)
}

func (b *BackupInfo) readClock(row func(query string, args ...any) *sql.Row, place id.Place) error {
	var day int64
	err := row("SELECT seq, day, epoch, zone FROM clock WHERE place = $1", place).Scan(&b.Seq, &day, &b.Epoch, &b.Zone)
	b.Day = calendar.Day(day).String()
	if errors.Is(err, sql.ErrNoRows) {
		return errs.E(errs.NotFound, "err.empty")
	}
	return err
}

// backupNames are the tables of a backup by tables, in order. What is searched is
// made anew by the restore.
func backupNames() []string {
	var names []string
	for name := range Classes() {
		if name != "find" && !slices.Contains(leftOut, name) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// backupTables writes every table out of one snapshot.
func (db *DB) backupTables(ctx context.Context, a *Archive, b *BackupInfo, progress func(done, all int64)) error {
	b.Form = formTables
	return db.Snapshot(ctx, func(s *Snapshot) error {
		if s.Seq == 0 {
			return errs.E(errs.NotFound, "err.empty")
		}
		b.Seq, b.Day, b.Epoch, b.Zone = int64(s.Seq), s.Day.String(), s.Epoch, s.Zone
		rows := int64(0)
		for _, name := range backupNames() {
			w, err := a.File("table/" + name + ".jsonl")
			if err != nil {
				return err
			}
			var line []byte
			err = s.whole(name, func(columns []string, row []driver.Value) error {
				if rows++; rows%pageRows == 0 {
					progress(rows, 0)
				}
				line = appendRow(line[:0], columns, row)
				_, err := w.Write(line)
				return err
			})
			if err != nil {
				return fmt.Errorf("back up %s: %w", name, err)
			}
		}
		return nil
	})
}

// whole reads a whole table through one cursor.
func (s *Snapshot) whole(table string, fn func(columns []string, row []driver.Value) error) error {
	rows, err := s.q.QueryContext(s.ctx, "SELECT * FROM "+table+" WHERE place = $1", []driver.NamedValue{{Ordinal: 1, Value: int64(s.db.place)}})
	if err != nil {
		return err
	}
	defer rows.Close()
	columns := rows.Columns()
	row := make([]driver.Value, len(columns))
	for {
		err := rows.Next(row)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = s.ctx.Err()
		}
		if err == nil {
			err = fn(columns, row)
		}
		if err != nil {
			return err
		}
	}
}

// ReadBackup reads what a backup says of itself, and its checkpoint.
func ReadBackup(files fs.FS) (BackupInfo, []byte, error) {
	var b BackupInfo
	text, err := fs.ReadFile(files, backupManifest)
	if err == nil {
		err = json.Unmarshal(text, &b)
	}
	if err != nil || b.Format != backupFormat || b.Form != formSQLite && b.Form != formTables {
		return b, nil, errs.Wrap(err, errs.Invalid, "err.backup.none")
	}
	if b.Schema > SchemaVersion() {
		return b, nil, errs.E(errs.Unavailable, "err.schema.new", "have", b.Schema, "want", SchemaVersion())
	}
	note, err := fs.ReadFile(files, backupNote)
	return b, note, err
}

// RestoreFile puts the database of a backup into an empty data directory. Either
// it is there whole or not at all.
func RestoreFile(ctx context.Context, files fs.FS, dir string, progress func(done, all int64)) error {
	target := filepath.Join(dir, DatabaseFile)
	if there, err := exists(target); err != nil || there {
		return errs.Wrap(err, errs.Conflict, "err.restore.there", "dir", dir)
	}
	src, err := files.Open(DatabaseFile)
	if err != nil {
		return errs.Wrap(err, errs.Invalid, "err.backup.none")
	}
	defer src.Close()
	info, err := src.Stat()
	if err != nil {
		return err
	}
	tmp := target + ".part"
	defer os.Remove(tmp)
	if err := copyWhole(ctx, tmp, src, info.Size(), progress); err != nil {
		return err
	}
	if err := soundFile(ctx, tmp); err != nil {
		return errs.Wrap(err, errs.Invalid, "err.backup.broken")
	}
	if err := os.Rename(tmp, target); err != nil {
		return err
	}
	return syncDir(dir)
}

func copyWhole(ctx context.Context, name string, src io.Reader, size int64, progress func(done, all int64)) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	for done := int64(0); ; {
		n, err := io.CopyN(f, src, 1<<20)
		done += n
		if progress != nil {
			progress(done, size)
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
	}
	return f.Sync()
}

func soundFile(ctx context.Context, file string) error {
	c, err := sql.Open("sqlite", "file:"+sqlitePath(file)+"?mode=ro&immutable=1")
	if err != nil {
		return err
	}
	defer c.Close()
	var says string
	if err := c.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&says); err != nil {
		return err
	}
	if says != "ok" {
		return errors.New(says)
	}
	return nil
}

// RestoreTables puts a backup by tables into this database, which must be
// migrated and hold nothing of the place. It runs in one transaction.
func (db *DB) RestoreTables(ctx context.Context, files fs.FS, progress func(done, all int64)) error {
	return db.Work(ctx, func(tx *Tx) error {
		var seq int64
		if err := tx.row("SELECT seq FROM clock WHERE place = $1", []any{db.place}, &seq); err != nil {
			return err
		}
		if seq != 0 {
			return errs.E(errs.Conflict, "err.restore.there", "dir", db.Dialect())
		}
		if _, err := tx.exec("DELETE FROM clock WHERE place = $1", db.place); err != nil {
			return err
		}
		rows := int64(0)
		for _, name := range backupNames() {
			if err := tx.loadTable(files, name, func() {
				if rows++; rows%pageRows == 0 && progress != nil {
					progress(rows, 0)
				}
			}); err != nil {
				return err
			}
		}
		if err := tx.row("SELECT seq, day FROM clock WHERE place = $1", []any{db.place}, &tx.Seq, &tx.Day); err != nil {
			return err
		}
		return tx.findAll()
	})
}

func (tx *Tx) loadTable(files fs.FS, name string, step func()) error {
	l, err := openLines(files, "table/"+name+".jsonl", nil)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // a table younger than the backup
	}
	if err != nil {
		return err
	}
	defer l.c.Close()
	var insert *sql.Stmt
	for {
		columns, row, err := l.next()
		if err != nil || row == nil {
			return err
		}
		if insert == nil {
			for _, c := range columns {
				if strings.Trim(c, "abcdefghijklmnopqrstuvwxyz_0123456789") != "" {
					return l.bad(fmt.Errorf("%q is no column", c))
				}
			}
			l.columns = columns
			if insert, err = tx.tx.PrepareContext(tx.ctx, insertText(name, columns)); err != nil {
				return l.bad(err)
			}
			defer insert.Close()
		}
		for i, c := range columns {
			if c == "place" {
				row[i] = int64(tx.db.place)
			}
		}
		if _, err := insert.ExecContext(tx.ctx, row...); err != nil {
			return l.bad(err)
		}
		step()
	}
}

// findAll makes the search index anew.
func (tx *Tx) findAll() error {
	items, err := tx.allItems()
	if err != nil {
		return err
	}
	for part := range slices.Chunk(items, chunk) {
		all, err := tx.ItemFacts(id.Before(tx.Seq), part...)
		if err != nil {
			return err
		}
		for _, item := range part {
			if f := all[item]; f != nil && len(f.Heads) > 0 {
				if err := tx.putFind(f); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// sqlitePath is a path as it stands in the address of a SQLite file.
func sqlitePath(file string) string { return (&url.URL{Path: file}).EscapedPath() }
