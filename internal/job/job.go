package job

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"jiufen/internal/errs"
	"jiufen/internal/store"
)

// MaxStep is how far the wall clock may move against the running time between
// two looks. NTP moves it by less.
const MaxStep = 5 * time.Minute

// Every is how often it is looked whether anything is due.
const Every = 20 * time.Second

// MaxLog is the size of SQLite's log from which an alarm is written: some reader
// keeps it from being folded in.
const MaxLog = 512 << 20

// Keeper does what is due.
type Keeper struct {
	DB    *store.DB
	Sign  func(context.Context) ([]byte, error) // signs the journal; nil: no key
	Prune func(context.Context) error           // deletes what must not be kept; may be nil
	Log   *slog.Logger
	Clock func() Reading // nil: the machine's
	Every time.Duration  // 0: Every

	held    atomic.Pointer[error]
	last    Reading
	looked  bool
	signed  bool
	alarmed bool
}

// Reading is one look at the clocks: what the wall shows and how long the machine
// has run.
type Reading struct {
	Wall    time.Time
	Running time.Duration
}

var began = time.Now()

// Machine reads the machine's clocks.
func Machine() Reading {
	now := time.Now()
	return Reading{Wall: now.Round(0), Running: now.Sub(began)}
}

// Step is how far the wall clock moved by itself between two looks.
func Step(from, to Reading) time.Duration {
	return to.Wall.Sub(from.Wall) - (to.Running - from.Running)
}

// Held is why no day is opened any more, nil while days go on.
func (k *Keeper) Held() error {
	if p := k.held.Load(); p != nil {
		return *p
	}
	return nil
}

// Run does what is due until ctx ends.
func (k *Keeper) Run(ctx context.Context) {
	every := k.Every
	if every == 0 {
		every = Every
	}
	for {
		k.Look(ctx)
		wait := min(every, untilMidnight(k.DB.Now())+time.Second)
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

func untilMidnight(now time.Time) time.Duration {
	y, m, d := now.Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, now.Location()).Sub(now)
}

// Look does what is due now.
func (k *Keeper) Look(ctx context.Context) {
	k.watch()
	k.logSize()
	if k.Held() != nil {
		return
	}
	days, err := k.DB.Tick(ctx)
	if err != nil {
		if !errors.Is(err, context.Canceled) {
			k.Log.Error("the day was not opened", "err", err)
		}
		return
	}
	if days > 0 {
		k.Log.Info("day opened", "day", k.DB.Today().String(), "days", days)
	}
	if days == 0 && k.signed {
		return
	}
	k.signed = true
	k.daily(ctx)
}

// daily is what follows a tick.
func (k *Keeper) daily(ctx context.Context) {
	if k.Sign != nil {
		if _, err := k.Sign(ctx); err != nil {
			k.Log.Error("checkpoint not signed", "err", err)
			k.signed = false
		}
	}
	if k.Prune != nil {
		if err := k.Prune(ctx); err != nil {
			k.Log.Error("old records of signing in not deleted", "err", err)
		}
	}
}

// watch holds the days when the wall clock jumped.
func (k *Keeper) watch() {
	read := k.Clock
	if read == nil {
		read = Machine
	}
	now := read()
	if k.looked && k.Held() == nil {
		if step := Step(k.last, now); step.Abs() > MaxStep {
			var err error = errs.E(errs.Unavailable, "err.clock", "minutes", int(step.Minutes()), "day", k.DB.Today().String())
			k.held.Store(&err)
			k.DB.HoldDay(err)
			k.Log.Error("the wall clock jumped: no day is opened any more; check the time of the machine and start again",
				"minutes", int(step.Minutes()), "before", k.last.Wall.Format(time.RFC3339), "now", now.Wall.Format(time.RFC3339))
		}
	}
	k.last, k.looked = now, true
}

// logSize writes an alarm, once, when SQLite's log grows without being folded in.
func (k *Keeper) logSize() {
	size := k.DB.LogBytes()
	if size < MaxLog/2 {
		k.alarmed = false
	}
	if size > MaxLog && !k.alarmed {
		k.alarmed = true
		k.Log.Warn("the log of the database is large: a long reader (backup, export, verify) keeps it from being folded in", "mb", size>>20)
	}
}
