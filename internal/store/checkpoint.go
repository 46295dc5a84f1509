package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	"jiufen/internal/id"
	"jiufen/internal/journal"
)

// Signer signs the checkpoints of a place. The key is never kept in the data.
type Signer interface {
	Place() string
	Sign(journal.Checkpoint) ([]byte, error)
}

// Checkpoint signs the journal as it stands, keeps the note and returns it. A
// journal that was signed at this size already gives the note kept.
func (db *DB) Checkpoint(ctx context.Context, by Signer) ([]byte, error) {
	var c journal.Checkpoint
	var kept string
	err := db.View(ctx, func(tx *Tx) error {
		var err error
		if kept, err = tx.note(tx.Seq); err != nil || kept != "" {
			return err
		}
		c = journal.Checkpoint{Place: by.Place(), Epoch: tx.Epoch, Size: int64(tx.Seq)}
		c.Root, err = tx.rootOf(tx.Seq)
		return err
	})
	if err != nil || kept != "" {
		return []byte(kept), err
	}
	note, err := by.Sign(c)
	if err != nil {
		return nil, err
	}
	err = db.Work(ctx, func(tx *Tx) error {
		_, err := tx.exec("INSERT INTO checkpoint (place, size, at, note) VALUES ($1, $2, $3, $4) ON CONFLICT (place, size) DO NOTHING", db.place, c.Size, tx.At, string(note))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("keep checkpoint %d: %w", c.Size, err)
	}
	return note, nil
}

// note is the checkpoint kept of a size, ” if none.
func (tx *Tx) note(size id.Seq) (string, error) {
	var note string
	err := tx.row("SELECT note FROM checkpoint WHERE place = $1 AND size = $2", []any{tx.db.place, size}, &note)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return note, err
}

// LastNote is the newest checkpoint kept, ” if none.
func (tx *Tx) LastNote() (string, error) {
	var note string
	err := tx.row("SELECT note FROM checkpoint WHERE place = $1 ORDER BY size DESC LIMIT 1", []any{tx.db.place}, &note)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return note, err
}

func (tx *Tx) rootOf(size id.Seq) (tlog.Hash, error) {
	return journal.Root(int64(size), nodeReader{tx})
}

// ActEpoch is the act of the change that opens an epoch of the journal.
const ActEpoch = journal.ActEpoch

// OpenEpoch records that the data come from a backup: previous is the last
// checkpoint known of the epoch before, ” if none is at hand. Sessions and links are dropped:
// who was signed in when the backup was made is not signed in now. It runs before the day is
// opened, so that the first leaf after those restored is the epoch's.
//
// after is the newest epoch known to have been: a second restore from one backup
// must not use its number again.
func (db *DB) OpenEpoch(ctx context.Context, previous string, after int64, reason string) (epoch int64, err error) {
	stx, err := db.w.BeginTx(ctx, nil)
	if err != nil {
		return 0, driverError(err)
	}
	defer stx.Rollback()
	tx := &Tx{db: db, tx: stx, ctx: ctx, writing: true, act: ActEpoch}
	if err := tx.row(takeClock, []any{db.place, db.now().UnixMilli()}, &tx.Seq, &tx.At, &tx.Day, &tx.Epoch, &tx.orgSeq, &tx.libSeq, &tx.regSeq); err != nil {
		return 0, fmt.Errorf("take the clock: %w", driverError(err))
	}
	epoch = max(tx.Epoch, after) + 1
	if _, err := tx.exec("UPDATE clock SET epoch = $2 WHERE place = $1", db.place, epoch); err != nil {
		return 0, driverError(err)
	}
	for _, table := range leftOut {
		if _, err := tx.exec("DELETE FROM "+table+" WHERE place = $1", db.place); err != nil {
			return 0, driverError(err)
		}
	}
	if err := Add(tx, EpochFact{Epoch: epoch, Checkpoint: previous, Size: int64(tx.Seq) - 1, Reason: reason}); err != nil {
		return 0, driverError(err)
	}
	if err := tx.settle(); err != nil {
		return 0, driverError(err)
	}
	if err := tx.seal(""); err != nil {
		return 0, driverError(err)
	}
	return epoch, driverError(stx.Commit())
}
