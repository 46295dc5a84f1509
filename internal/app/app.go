package app

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/decompose"
	"jiufen/internal/duty"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// App carries what the use cases need. It is made once, at the start, and is
// safe for concurrent use.
type App struct {
	DB     *store.DB
	Log    *slog.Logger
	Demo   bool        // one-click roles are offered; never on a real place
	Exe    string      // this program, run again to read files of outside origin; '' reads them in process
	Duties []duty.Kind // which kind of unit does which work; empty: nothing is suggested
	Lex    decompose.Lexicon
	Text   *locale.Messages // language of papers and kept reasons

	// Checkpoint signs the journal as it stands and keeps the note; nil where no
	// key is at hand. It is called after a paper is signed.
	Checkpoint func(context.Context) ([]byte, error)

	limitsMu    sync.Mutex
	limitsUntil time.Time
	views       viewsKept
	limitsKept  sessionLimits

	waits waitsKept
	known knownKept
}

// proven refuses an act of weight without the password given again: signing is
// not done by a browser that was left open.
func proven(v org.Viewer) error {
	if !v.Proven {
		return errs.E(errs.Unauthenticated, "err.prove")
	}
	return nil
}

// Request names a write that may be sent twice: the nonce of a form, or the
// Idempotency-Key of a call. The second time it changes nothing.
type Request string

// need refuses a viewer without the right.
func need(v org.Viewer, r org.Right) error {
	if v.Operator && r == org.Manage {
		return nil
	}
	if v.Person == 0 {
		return errs.E(errs.Unauthenticated, "err.signin")
	}
	if !v.Can(r) {
		if v.Asleep {
			return errs.E(errs.Forbidden, "err.asleep")
		}
		return errs.E(errs.Forbidden, "err.right", "right", string(r))
	}
	return nil
}

// mark signs the journal after an act of weight. A failure does not undo the act:
// the next tick signs what stands.
func (a *App) mark(ctx context.Context) {
	if a.Checkpoint == nil {
		return
	}
	if _, err := a.Checkpoint(ctx); err != nil {
		a.Log.Warn("checkpoint not signed", "err", err)
	}
}

// errNotThere is what both «not there» and «not yours» answer.
func errNotThere() error { return errs.E(errs.NotFound, "err.notfound") }

// write records one change in the viewer's name. If midnight has passed it
// opens the day first; a request recorded before gives the change it became.
func (a *App) write(ctx context.Context, v org.Viewer, act string, req Request, fn func(*store.Tx) error) (id.Seq, error) {
	who := store.Actor{Post: v.Post, Person: v.Person}
	seq, err := a.DB.Write(ctx, who, act, string(req), fn)
	if errors.Is(err, store.ErrDayBehind) {
		if _, err := a.DB.Tick(ctx); err != nil {
			return 0, err
		}
		seq, err = a.DB.Write(ctx, who, act, string(req), fn)
	}
	var again *store.Repeated
	if errors.As(err, &again) {
		return again.Seq, nil
	}
	return seq, err
}

// at resolves the day of a page: 0 or today is now.
func at(tx *store.Tx, day calendar.Day) (asof.Point, error) { return tx.PointOf(day) }

// seesItem refuses an item outside the viewer's sight; level is what he sees.
func seesItem(tx *store.Tx, v org.Viewer, item id.Item) (int64, error) {
	level, err := tx.Sight(item, v.Sees)
	if err != nil {
		return 0, err
	}
	if level == 0 {
		return 0, errNotThere()
	}
	return level, nil
}
