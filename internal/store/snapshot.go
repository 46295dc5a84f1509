package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"iter"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// Snapshot reads whole tables of a place as they stood at one moment, row by
// row, for verifying, exporting and backing up. It goes past database/sql to the
// driver, which halves what a row costs. It reads by pages, so that no cursor
// stays open between two reads, and must not be used from two goroutines at once.
//
// On SQLite the log cannot be folded in while a snapshot is open, and on
// PostgreSQL nothing is vacuumed: keep it short.
type Snapshot struct {
	Seq   id.Seq
	Day   calendar.Day
	Epoch int64
	Zone  string

	ctx context.Context
	db  *DB
	q   driver.QueryerContext
}

// Snapshot calls fn with a snapshot of the place.
func (db *DB) Snapshot(ctx context.Context, fn func(*Snapshot) error) error {
	conn, err := db.r.Conn(ctx)
	if err != nil {
		return driverError(err)
	}
	defer conn.Close()
	err = conn.Raw(func(raw any) error {
		q, okQuery := raw.(driver.QueryerContext)
		x, okExec := raw.(driver.ExecerContext)
		if !okQuery || !okExec {
			return fmt.Errorf("store: driver %T cannot be read directly", raw)
		}
		begin := "BEGIN"
		if db.d.name == "postgres" {
			begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
		}
		if _, err := x.ExecContext(ctx, begin, nil); err != nil {
			return err
		}
		defer x.ExecContext(context.WithoutCancel(ctx), "ROLLBACK", nil)
		s := &Snapshot{ctx: ctx, db: db, q: q}
		if err := s.clock(); err != nil {
			return err
		}
		return fn(s)
	})
	return driverError(err)
}

// clock reads the clock row; an empty database has none, and Seq stays 0.
func (s *Snapshot) clock() error {
	p := s.pages("SELECT seq, day, epoch, zone FROM clock WHERE place = $1 AND place > $2 ORDER BY place LIMIT $3", 4, int64(-1))
	row, err := p.next()
	if err != nil || row == nil {
		return err
	}
	seq, _ := row[0].(int64)
	day, _ := row[1].(int64)
	s.Seq, s.Day = id.Seq(seq), calendar.Day(day)
	s.Epoch, _ = row[2].(int64)
	s.Zone, _ = row[3].(string)
	return nil
}

// Before is the exclusive bound of the numbers of facts known at a change.
func (s *Snapshot) Before(seq id.Seq) int64 { return id.Before(seq) }

// pageRows is how many rows are read at once.
const pageRows = 1024

// pages reads the rows of a query page by page: $1 is the place, $2 the key the
// page begins after, $3 how many rows. The key is the first column.
type pages struct {
	s     *Snapshot
	query string
	width int
	after driver.Value
	page  []driver.Value // rows one after another
	rows  int            // in page
	i     int
	most  int  // rows of a page
	full  bool // the last page was full: there may be more
	begun bool
}

func (s *Snapshot) pages(query string, width int, after driver.Value) *pages {
	return &pages{s: s, query: query, width: width, after: after, most: pageRows}
}

// next is the next row, nil after the last. It is good until the next call.
func (p *pages) next() ([]driver.Value, error) {
	if p.i == p.rows {
		if p.begun && !p.full {
			return nil, nil
		}
		if err := p.read(); err != nil || p.rows == 0 {
			return nil, err
		}
	}
	row := p.page[p.i*p.width : (p.i+1)*p.width]
	p.i++
	p.after = row[0]
	return row, nil
}

func (p *pages) read() error {
	p.begun, p.i, p.rows = true, 0, 0
	if err := p.s.ctx.Err(); err != nil {
		return err
	}
	if p.s.db.count != nil {
		p.s.db.count(p.query)
	}
	rows, err := p.s.q.QueryContext(p.s.ctx, p.query, []driver.NamedValue{
		{Ordinal: 1, Value: int64(p.s.db.place)}, {Ordinal: 2, Value: p.after}, {Ordinal: 3, Value: int64(p.most)}})
	if err != nil {
		return err
	}
	defer rows.Close()
	for {
		at := p.rows * p.width
		if at == len(p.page) {
			p.page = append(p.page, make([]driver.Value, p.width)...)
		}
		err := rows.Next(p.page[at : at+p.width : at+p.width])
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		p.rows++
	}
	p.full = p.rows == p.most
	return nil
}

// seq makes a sequence of the rows.
func (p *pages) seq() iter.Seq2[[]driver.Value, error] {
	return func(yield func([]driver.Value, error) bool) {
		for {
			row, err := p.next()
			if err != nil {
				yield(nil, err)
				return
			}
			if row == nil || !yield(row, nil) {
				return
			}
		}
	}
}
