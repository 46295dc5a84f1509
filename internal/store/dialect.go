package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"jiufen/internal/errs"
)

// dialect is what differs between the two databases: how to open them, what
// their errors mean, their triggers, and the three statements of search.
type dialect struct {
	name     string
	goose    string
	findPut  string
	findDel  string
	findHit  string // condition on s.item_id with the phrase as its parameter $2
	tableSQL string // lists tables
}

var sqliteDialect = dialect{
	name: "sqlite", goose: "sqlite3",
	findPut:  "INSERT INTO find (rowid, grams) VALUES ($2, $3)",
	findDel:  "DELETE FROM find WHERE rowid = $2",
	findHit:  "SELECT rowid FROM find WHERE find MATCH $2",
	tableSQL: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
}

var postgresDialect = dialect{
	name: "postgres", goose: "postgres",
	findPut:  "INSERT INTO find (place, item_id, grams) VALUES ($1, $2, to_tsvector('simple', $3)) ON CONFLICT (place, item_id) DO UPDATE SET grams = excluded.grams",
	findDel:  "DELETE FROM find WHERE place = $1 AND item_id = $2",
	findHit:  "SELECT item_id FROM find WHERE place = $1 AND grams @@ to_tsquery('simple', $2)",
	tableSQL: "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
}

// sqlitePragmas are set on every connection. FULL is what makes an acknowledged
// commit survive a power failure; recursive_triggers closes the way past the
// triggers by INSERT OR REPLACE; secure_delete makes erasure real.
var sqlitePragmas = []string{
	"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(15000)", "foreign_keys(1)",
	"recursive_triggers(1)", "secure_delete(1)", "cache_size(-32000)", "mmap_size(268435456)",
}

// pragmaWant is what the pragmas must read back as.
var pragmaWant = map[string]string{
	"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "recursive_triggers": "1", "secure_delete": "1",
}

func sqliteDSN(dir string, write bool) string {
	q := url.Values{}
	for _, p := range sqlitePragmas {
		q.Add("_pragma", p)
	}
	if write {
		q.Set("_txlock", "immediate")
	} else {
		q.Add("_pragma", "query_only(1)")
	}
	return "file:" + (&url.URL{Path: filepath.Join(dir, DatabaseFile)}).EscapedPath() + "?" + q.Encode()
}

// openSQLite opens one writing connection and a pool of readers.
func openSQLite(ctx context.Context, dir string) (w, r *sql.DB, err error) {
	if w, err = sql.Open("sqlite", sqliteDSN(dir, true)); err != nil {
		return nil, nil, err
	}
	w.SetMaxOpenConns(1)
	if err = checkPragmas(ctx, w); err != nil {
		w.Close()
		return nil, nil, err
	}
	if r, err = sql.Open("sqlite", sqliteDSN(dir, false)); err != nil {
		w.Close()
		return nil, nil, err
	}
	r.SetMaxOpenConns(8)
	r.SetMaxIdleConns(4)
	return w, r, nil
}

func checkPragmas(ctx context.Context, db *sql.DB) error {
	for name, want := range pragmaWant {
		var got string
		if err := db.QueryRowContext(ctx, "PRAGMA "+name).Scan(&got); err != nil {
			return fmt.Errorf("open database: %w", err)
		}
		if got != want {
			return fmt.Errorf("open database: PRAGMA %s is %s, must be %s; is the directory on a file system that SQLite supports?", name, got, want)
		}
	}
	return nil
}

func openPostgres(url string) (w, r *sql.DB, err error) {
	c, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, nil, err
	}
	for name, value := range map[string]string{
		"jit":             "off",               // it compiles short statements for longer than they run
		"plan_cache_mode": "force_custom_plan", // a plan for any 64 items looks through them one by one
	} {
		if c.RuntimeParams[name] == "" {
			c.RuntimeParams[name] = value
		}
	}
	db := stdlib.OpenDB(*c)
	db.SetMaxOpenConns(16)
	db.SetMaxIdleConns(8)
	return db, db, nil
}

// driverError turns the driver's own error into one that can be shown, where
// people can do something about it.
func driverError(err error) error {
	if err == nil {
		return nil
	}
	var se *sqlite.Error
	if errors.As(err, &se) {
		switch code := se.Code(); code & 0xff {
		case sqlite3.SQLITE_FULL:
			return errs.Wrap(err, errs.Unavailable, "err.diskfull")
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
			return errs.Wrap(err, errs.Unavailable, "err.busy")
		case sqlite3.SQLITE_IOERR:
			if strings.Contains(err.Error(), "no space") {
				return errs.Wrap(err, errs.Unavailable, "err.diskfull")
			}
		}
		return err
	}
	var pe *pgconn.PgError
	if errors.As(err, &pe) {
		switch {
		case pe.Code == "53100":
			return errs.Wrap(err, errs.Unavailable, "err.diskfull")
		case strings.HasPrefix(pe.Code, "57P"), strings.HasPrefix(pe.Code, "08"), pe.Code == "53300":
			return errs.Wrap(err, errs.Unavailable, "err.database")
		}
		return err
	}
	var ce *pgconn.ConnectError
	if errors.As(err, &ce) {
		return errs.Wrap(err, errs.Unavailable, "err.database")
	}
	return err
}

// isUnique reports whether err is a row that is there already.
func isUnique(err error) bool {
	var se *sqlite.Error
	if errors.As(err, &se) {
		return se.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || se.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	var pe *pgconn.PgError
	return errors.As(err, &pe) && pe.Code == "23505"
}
