package store

import (
	"context"
	"errors"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
)

// ActDay is the act of the tick in the journal.
const ActDay = "day"

// Tick opens every day up to today that has not been opened yet, in order, one
// change each: the day is a fact, and the lights that time alone moves are
// judged in it. It returns how many days it opened. On an empty place it opens
// today.
func (db *DB) Tick(ctx context.Context) (int, error) {
	if held := db.held.Load(); held != nil {
		return 0, *held
	}
	today := db.Today()
	for n := 0; ; n++ {
		var day calendar.Day
		err := db.r.QueryRowContext(ctx, "SELECT day FROM clock WHERE place = $1", db.place).Scan(&day)
		if err != nil {
			return n, driverError(err)
		}
		if day >= today {
			return n, nil
		}
		next := day + 1
		if day == 0 {
			next = today
		}
		if err := db.openOne(ctx, next); err != nil {
			return n, err
		}
	}
}

// HoldDay stops the tick: from now on Tick fails with err, and with it every
// write after midnight. It is for a clock that jumped; nil lets the days go on.
func (db *DB) HoldDay(err error) {
	if err == nil {
		db.held.Store(nil)
		return
	}
	db.held.Store(&err)
}

// Missed is how many days would be opened by the next tick, 0 if none or if
// nothing was recorded yet.
func (db *DB) Missed(ctx context.Context) (int, error) {
	var day calendar.Day
	if err := db.r.QueryRowContext(ctx, "SELECT day FROM clock WHERE place = $1", db.place).Scan(&day); err != nil {
		return 0, driverError(err)
	}
	if day == 0 {
		return 0, nil
	}
	return max(0, int(db.Today()-day)), nil
}

func (db *DB) openOne(ctx context.Context, day calendar.Day) error {
	_, err := db.write(ctx, Actor{}, ActDay, "", day, func(tx *Tx) error {
		if err := Add(tx, DayFact{Day: day, Engine: ledger.Engine}); err != nil {
			return err
		}
		dated, err := tx.datedDays()
		if err != nil {
			return err
		}
		_, tx.branch = dated[day]
		rows, err := list[struct {
			ID id.Item `db:"item_id"`
		}](tx, "SELECT item_id FROM row_span WHERE place = $1 AND to_seq = 9223372036854775807 AND until_day <= $2 ORDER BY item_id", tx.db.place, day)
		for _, r := range rows {
			tx.Touch(r.ID)
		}
		return err
	})
	var again *Repeated
	if errors.As(err, &again) {
		return nil // another process opened the day first
	}
	if errors.Is(err, ErrDayBehind) {
		return errs.E(errs.Unavailable, "err.day")
	}
	return err
}
