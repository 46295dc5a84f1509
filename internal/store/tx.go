package store

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/journal"
)

// Tx is one transaction: a change being recorded, a snapshot being read, or
// work in progress being saved.
type Tx struct {
	Seq   id.Seq       // the change being recorded, or the last one known
	At    int64        // its time, Unix milliseconds
	Day   calendar.Day // the day of the place
	Epoch int64

	orgSeq, libSeq id.Seq // the last changes of the organisation, and of rules, calendars and settings
	regSeq         id.Seq // the last change of registers
	db             *DB
	tx             *sql.Tx
	ctx            context.Context
	who            Actor
	act            string
	writing        bool
	work           bool

	n       int
	hashes  []byte
	own     map[string]*sql.Stmt
	touched map[id.Item]struct{}
	org     bool // the organisation changed
	branch  bool // units, grants or portfolios changed: branches and sights are made anew
	reg     bool // registers changed
	rejudge bool // rules, calendars or settings changed: everything is judged anew
}

// Now is the point of everything known.
func (tx *Tx) Now() asof.Point { return asof.Point{Seq: tx.Seq, Day: tx.Day, Now: true} }

// PointOf resolves a day to what was known at its end. A day that is today or
// later, or 0, is now. A day before anything was recorded is not found.
func (tx *Tx) PointOf(day calendar.Day) (asof.Point, error) {
	if day == 0 || day >= tx.Day {
		return tx.Now(), nil
	}
	p := asof.Point{Day: day}
	if seq, ok := tx.db.ends.Load(day); ok {
		p.Seq = seq.(id.Seq)
		return p, nil
	}
	err := tx.row("SELECT seq FROM change WHERE place = $1 AND day <= $2 ORDER BY day DESC, seq DESC LIMIT 1", []any{tx.db.place, day}, &p.Seq)
	if errors.Is(err, sql.ErrNoRows) {
		return p, errs.E(errs.NotFound, "err.asof", "day", day)
	}
	if err == nil {
		tx.db.ends.Store(day, p.Seq)
	}
	return p, err
}

// stmt is the prepared statement of a text that recurs.
func (tx *Tx) stmt(query string) (*sql.Stmt, error) {
	pool, cache := tx.db.r, &tx.db.rstmts
	if tx.writing || tx.work {
		pool, cache = tx.db.w, &tx.db.stmts
	}
	if s, ok := cache.Load(query); ok {
		return tx.tx.StmtContext(tx.ctx, s.(*sql.Stmt)), nil
	}
	if tx.db.w == pool && tx.db.d.name == "sqlite" {
		return tx.prepareHere(query)
	}
	s, err := pool.PrepareContext(tx.ctx, query)
	if err != nil {
		return nil, err
	}
	if old, loaded := cache.LoadOrStore(query, s); loaded {
		s.Close()
		s = old.(*sql.Stmt)
	}
	return tx.tx.StmtContext(tx.ctx, s), nil
}

// prepareHere prepares within the transaction: on SQLite the one writing
// connection is ours already, and preparing on the pool would wait for it for ever.
func (tx *Tx) prepareHere(query string) (*sql.Stmt, error) {
	if s, ok := tx.own[query]; ok {
		return s, nil
	}
	s, err := tx.tx.PrepareContext(tx.ctx, query)
	if err != nil {
		return nil, err
	}
	if tx.own == nil {
		tx.own = map[string]*sql.Stmt{}
	}
	tx.own[query] = s
	return s, nil
}

func (tx *Tx) counted(query string) {
	if tx.db.count != nil {
		tx.db.count(query)
	}
}

// row reads one row; no row is sql.ErrNoRows.
func (tx *Tx) row(query string, args []any, dest ...any) error {
	tx.counted(query)
	return tx.tx.QueryRowContext(tx.ctx, query, args...).Scan(dest...)
}

// exec runs a statement that returns no rows and says how many it changed.
func (tx *Tx) exec(query string, args ...any) (int64, error) {
	tx.counted(query)
	r, err := tx.tx.ExecContext(tx.ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// run is exec for a statement that recurs: it is prepared once.
func (tx *Tx) run(query string, args ...any) (int64, error) {
	s, err := tx.stmt(query)
	if err != nil {
		return 0, err
	}
	tx.counted(query)
	r, err := s.ExecContext(tx.ctx, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// each calls scan for every row.
func (tx *Tx) each(query string, args []any, scan func(*sql.Rows) error) error {
	tx.counted(query)
	return drain(scan)(tx.tx.QueryContext(tx.ctx, query, args...))
}

// drain makes what calls scan for every row that a query gave, and closes it.
func drain(scan func(*sql.Rows) error) func(*sql.Rows, error) error {
	return func(rows *sql.Rows, err error) error {
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := scan(rows); err != nil {
				return err
			}
		}
		return rows.Err()
	}
}

var scanFields sync.Map // reflect.Type → []int

// numbers reads one column of numbers, in the order of the query.
func numbers[T ~int64](tx *Tx, query string, args ...any) ([]T, error) {
	rows, err := list[struct {
		N T `db:"n"`
	}](tx, query, args...)
	out := make([]T, len(rows))
	for i, r := range rows {
		out[i] = r.N
	}
	return out, err
}

// list reads rows into structs whose db tags are the columns, in order.
func list[T any](tx *Tx, query string, args ...any) ([]T, error) {
	rt := reflect.TypeFor[T]()
	fields, ok := scanFields.Load(rt)
	if !ok {
		var f []int
		for i := range rt.NumField() {
			if rt.Field(i).Tag.Get("db") != "" {
				f = append(f, i)
			}
		}
		fields, _ = scanFields.LoadOrStore(rt, f)
	}
	var out []T
	dest := make([]any, len(fields.([]int)))
	err := tx.each(query, args, func(rows *sql.Rows) error {
		var v T
		rv := reflect.ValueOf(&v).Elem()
		for i, f := range fields.([]int) {
			dest[i] = rv.Field(f).Addr().Interface()
		}
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		out = append(out, v)
		return nil
	})
	return out, err
}

// one reads the first row of list; none is a NotFound error.
func one[T any](tx *Tx, query string, args ...any) (T, error) {
	rows, err := list[T](tx, query, args...)
	if err != nil || len(rows) > 0 {
		return append(rows, *new(T))[0], err
	}
	var zero T
	return zero, errs.E(errs.NotFound, "err.notfound")
}

// Insert records a fact: v is a struct of rows.go, its id field is ignored. It
// returns the number the fact got. Items named by the fact are judged again
// before the change is sealed.
func Insert[T any, ID ~int64](tx *Tx, v T, _ ...ID) (ID, error) {
	f, err := tx.insert(v)
	return ID(f), err
}

// Add is Insert where nobody needs the number.
func Add[T any](tx *Tx, v T) error {
	_, err := tx.insert(v)
	return err
}

// AddAny is Add for a list of facts of several tables.
func AddAny(tx *Tx, v any) error {
	_, err := tx.insert(v)
	return err
}

func (tx *Tx) insert(v any) (id.Fact, error) {
	byType, _ := tables()
	t := byType[reflect.TypeOf(v)]
	if t == nil || !tx.writing {
		return 0, fmt.Errorf("store: %T is no fact, or no change is being recorded", v)
	}
	if tx.n >= id.MaxRows {
		return 0, fmt.Errorf("store: change %d holds more than %d rows; split the import", tx.Seq, id.MaxRows)
	}
	num := id.Make(tx.Seq, tx.n)
	salt := make([]byte, 16)
	rand.Read(salt)
	rv := reflect.ValueOf(v)
	args := make([]any, 3, 3+len(t.fields))
	args[0], args[1], args[2] = int64(tx.db.place), int64(num), salt
	values := make([]any, 1, 1+len(t.fields))
	values[0] = int64(num)
	for _, i := range t.fields {
		x := plain(rv.Field(i))
		if s, ok := x.(string); ok && strings.ContainsAny(s, separator+"\x00") {
			return 0, errs.E(errs.Invalid, "err.control", "field", t.columns[len(values)-1])
		}
		args, values = append(args, x), append(values, x)
	}
	tx.touch(t.name, rv)
	s, err := tx.stmt(t.insert)
	if err != nil {
		return 0, err
	}
	tx.counted(t.insert)
	if _, err := s.ExecContext(tx.ctx, args...); err != nil {
		if isUnique(err) {
			return 0, errs.Wrap(err, errs.Conflict, "err.unique", "table", t.name)
		}
		return 0, fmt.Errorf("record %s: %w", t.name, err)
	}
	h, err := journal.RowHash(salt, t.name, hashed(values))
	if err != nil {
		return 0, err
	}
	tx.hashes = append(tx.hashes, h[:]...)
	tx.n++
	return num, nil
}

// separator parts the columns of a fact when the facts of an item are read as
// one list; no text may hold it.
const separator = "\x1f"

// plain is a field as the drivers and the journal take it.
func plain(v reflect.Value) any {
	switch v.Kind() {
	case reflect.String:
		return v.String()
	default:
		return v.Int()
	}
}

// touch notes what the fact makes stale.
func (tx *Tx) touch(table string, rv reflect.Value) {
	switch table {
	case "unit", "unit_fact", "unit_succession", "grant_fact", "portfolio_line":
		tx.org, tx.branch = true, true
	case "person", "post", "post_holder", "post_right", "stand_in":
		tx.org = true
	case "library_fact", "setting_fact", "event_happened":
		tx.rejudge = true
	case "register_switch", "register_object", "register_entry", "register_count":
		tx.reg = true
	}
	if f := rv.FieldByName("ItemID"); f.IsValid() {
		tx.Touch(id.Item(f.Int()))
	}
}

// Touch has an item judged again at the end of the change.
func (tx *Tx) Touch(item id.Item) {
	if item == 0 {
		return
	}
	if tx.touched == nil {
		tx.touched = map[id.Item]struct{}{}
	}
	tx.touched[item] = struct{}{}
}

// PutBody keeps a content outside the facts and returns its hash, the name
// under which facts speak of it. ” for no content.
func (tx *Tx) PutBody(b []byte) (string, error) {
	if len(b) == 0 {
		return "", nil
	}
	salt := make([]byte, 16)
	rand.Read(salt)
	h := sha256.Sum256(append(append([]byte{}, salt...), b...))
	name := hex.EncodeToString(h[:])
	_, err := tx.exec("INSERT INTO body (place, hash, salt, bytes) VALUES ($1, $2, $3, $4)", tx.db.place, name, salt, b)
	return name, err
}

// Bodies reads contents by their hashes; one erased or unknown is missing.
func (tx *Tx) Bodies(hashes []string) (map[string][]byte, error) {
	out := make(map[string][]byte, len(hashes))
	hashes = slices.DeleteFunc(slices.Compact(slices.Sorted(slices.Values(hashes))), func(h string) bool { return h == "" })
	for part := range slices.Chunk(hashes, 100) {
		q := query{args: []any{tx.db.place}}
		var in []string
		for _, h := range part {
			in = append(in, q.put(h))
		}
		err := tx.each("SELECT hash, bytes FROM body WHERE place = $1 AND hash IN ("+strings.Join(in, ", ")+") ORDER BY hash", q.args, func(rows *sql.Rows) error {
			var h string
			var b []byte
			if err := rows.Scan(&h, &b); err != nil {
				return err
			}
			out[h] = b
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// EraseBody destroys a content lawfully (依法清除): the fact says by whom and why
// and stays, as does the hash; the bytes and their salt go. What the search
// index, drafts and backups hold is the caller's to clear; see doc/operations.md.
func (tx *Tx) EraseBody(hash string, e Erasure) error {
	e.BodyHash = hash
	if err := Add(tx, e); err != nil {
		return err
	}
	n, err := tx.exec("DELETE FROM body WHERE place = $1 AND hash = $2", tx.db.place, hash)
	if err == nil && n == 0 {
		err = errs.E(errs.NotFound, "err.notfound")
	}
	return err
}
