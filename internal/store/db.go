package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// DatabaseFile is the SQLite file in a data directory.
const DatabaseFile = "jiufen.db"

// Config says which database, which place in it, and what time it is.
type Config struct {
	Dir   string           // data directory: SQLite
	URL   string           // postgres://…: PostgreSQL, when not empty
	Place id.Place         // 0: place 1
	Zone  *time.Location   // the place's time zone; nil: Asia/Shanghai (UTC+8)
	Now   func() time.Time // nil: time.Now
}

// DB is an open database of one place. It is safe for concurrent use.
type DB struct {
	w, r  *sql.DB
	d     dialect
	place id.Place
	zone  *time.Location
	now   func() time.Time

	stmts  sync.Map // text → *sql.Stmt on w
	rstmts sync.Map // text → *sql.Stmt on r
	dirs   kept[*org.Directory]
	libs   kept[*Library]

	orgSeqs, libSeqs kept[[]id.Seq]
	registers        registersKept
	counts           sightCounts
	ends             sync.Map // calendar.Day → id.Seq, the last change of a day that is over
	count            func(query string)
	kept             atomic.Int64          // prepared statements kept in stmts on SQLite
	held             atomic.Pointer[error] // why no day is opened
	dir              string                // data directory; '' on PostgreSQL
}

// DefaultZone is the time zone of a place that names none.
var DefaultZone = time.FixedZone("Asia/Shanghai", 8*3600)

// ErrDayBehind says that midnight has passed and the tick has not been written:
// no change can be recorded before it. The caller writes the tick and tries again.
var ErrDayBehind = errors.New("store: the day has not been opened yet")

// Repeated says that a change with this request id is recorded already, as Seq.
type Repeated struct{ Seq id.Seq }

// Error says that the request was done before.
func (r *Repeated) Error() string {
	return fmt.Sprintf("store: this request is recorded already as change %d", r.Seq)
}

// Actor is the post that acts and the person who holds it. Both 0: the machine.
type Actor struct {
	Post   id.Post
	Person id.Person
}

// Open opens the database and, for SQLite, checks that its settings hold. It
// does not migrate: see Migrate and CheckSchema.
func Open(ctx context.Context, c Config) (*DB, error) {
	db := &DB{place: max(c.Place, 1), zone: c.Zone, now: c.Now}
	if db.zone == nil {
		db.zone = DefaultZone
	}
	if db.now == nil {
		db.now = time.Now
	}
	var err error
	if c.URL != "" {
		db.d = postgresDialect
		db.w, db.r, err = openPostgres(c.URL)
	} else {
		db.d = sqliteDialect
		db.dir = c.Dir
		db.w, db.r, err = openSQLite(ctx, c.Dir)
	}
	if err != nil {
		return nil, driverError(err)
	}
	if err := db.w.PingContext(ctx); err != nil {
		db.Close()
		return nil, driverError(err)
	}
	return db, nil
}

// Close ends all connections; on SQLite the log file is folded in.
func (db *DB) Close() error {
	err := db.w.Close()
	if db.r != db.w {
		if e := db.r.Close(); err == nil {
			err = e
		}
	}
	return err
}

// Dialect is "sqlite" or "postgres".
func (db *DB) Dialect() string { return db.d.name }

// Place is the place this handle works in.
func (db *DB) Place() id.Place { return db.place }

// Zone is the place's time zone.
func (db *DB) Zone() *time.Location { return db.zone }

// Now is the wall clock in the place's zone.
func (db *DB) Now() time.Time { return db.now().In(db.zone) }

// Today is the civil day by the wall clock, in the place's zone.
func (db *DB) Today() calendar.Day { return dayOf(db.Now()) }

func dayOf(t time.Time) calendar.Day {
	y, m, d := t.Date()
	return calendar.Date(y, int(m), d)
}

// OnQuery has f called with the text of every statement, to count them. For
// tests and benchmarks; set before the handle is shared.
func (db *DB) OnQuery(f func(query string)) { db.count = f }

const takeClock = `UPDATE clock SET seq = seq + 1, at = CASE WHEN CAST($2 AS BIGINT) > at THEN CAST($2 AS BIGINT) ELSE at + 1 END
WHERE place = $1 RETURNING seq, at, day, epoch, org_seq, lib_seq, reg_seq`

// Write records one change: it takes the clock row, calls fn once, judges the
// items fn touched, and writes the leaf, all in one transaction. requestID
// makes an unacknowledged repeat harmless: it returns *Repeated. An fn that
// records no fact is a mistake and fails.
//
// Write returns ErrDayBehind before the tick of the day, without calling fn.
func (db *DB) Write(ctx context.Context, who Actor, act, requestID string, fn func(*Tx) error) (id.Seq, error) {
	return db.write(ctx, who, act, requestID, 0, fn)
}

// write is Write; day is not 0 for the tick that opens that day.
func (db *DB) write(ctx context.Context, who Actor, act, requestID string, day calendar.Day, fn func(*Tx) error) (seq id.Seq, err error) {
	stx, err := db.w.BeginTx(ctx, nil)
	if err != nil {
		return 0, driverError(err)
	}
	defer stx.Rollback()
	tx := &Tx{db: db, tx: stx, ctx: ctx, writing: true, who: who, act: act}
	if err := tx.row(takeClock, []any{db.place, db.now().UnixMilli()}, &tx.Seq, &tx.At, &tx.Day, &tx.Epoch, &tx.orgSeq, &tx.libSeq, &tx.regSeq); err != nil {
		return 0, fmt.Errorf("take the clock: %w", driverError(err))
	}
	if day != 0 {
		if err := tx.openDay(day); err != nil {
			return 0, err
		}
	} else if tx.Day < db.Today() {
		return 0, ErrDayBehind
	}
	if requestID != "" {
		if err := tx.refuseRepeat(requestID); err != nil {
			return 0, err
		}
	}
	if err := fn(tx); err != nil {
		return 0, driverError(err)
	}
	if err := tx.settle(); err != nil {
		return 0, fmt.Errorf("%s: settle: %w", act, driverError(err))
	}
	if err := tx.seal(requestID); err != nil {
		return 0, fmt.Errorf("%s: seal: %w", act, driverError(err))
	}
	if err := stx.Commit(); err != nil {
		return 0, driverError(err)
	}
	db.warm(ctx, tx)
	return tx.Seq, nil
}

func (tx *Tx) refuseRepeat(requestID string) error {
	var seq id.Seq
	err := tx.row("SELECT seq FROM change WHERE place = $1 AND request_id = $2 AND request_id <> ''", []any{tx.db.place, requestID}, &seq)
	if err == nil {
		return &Repeated{Seq: seq}
	}
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// View runs fn on one snapshot. Everything a page shows comes from one View.
func (db *DB) View(ctx context.Context, fn func(*Tx) error) error {
	opt := &sql.TxOptions{ReadOnly: true}
	if db.d.name == "postgres" {
		opt.Isolation = sql.LevelRepeatableRead
	}
	stx, err := db.r.BeginTx(ctx, opt)
	if err != nil {
		return driverError(err)
	}
	defer stx.Rollback()
	tx := &Tx{db: db, tx: stx, ctx: ctx}
	if err := tx.row("SELECT seq, at, day, epoch, org_seq, lib_seq, reg_seq FROM clock WHERE place = $1", []any{db.place}, &tx.Seq, &tx.At, &tx.Day, &tx.Epoch, &tx.orgSeq, &tx.libSeq, &tx.regSeq); err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			return errs.E(errs.Unavailable, "err.empty")
		}
		return driverError(err)
	}
	return driverError(fn(tx))
}

// Work changes work in progress only: no clock, no leaf, no facts.
func (db *DB) Work(ctx context.Context, fn func(*Tx) error) error {
	stx, err := db.w.BeginTx(ctx, nil)
	if err != nil {
		return driverError(err)
	}
	defer stx.Rollback()
	tx := &Tx{db: db, tx: stx, ctx: ctx, work: true, At: db.now().UnixMilli()}
	if err := fn(tx); err != nil {
		return driverError(err)
	}
	return driverError(stx.Commit())
}
