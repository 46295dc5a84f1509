package app

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"jiufen/internal/id"
	"jiufen/internal/journal"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// Waits is how much waits for a viewer, and the last signed state of the journal:
// what stands around every page.
type Waits struct {
	Desk     int // to sign for, to plan, to report, to sign, to decide
	Reviews  int
	Opinions int   // for who drafts; for others they are among those of the desk
	Size     int64 // of the last checkpoint; 0: none was signed
	At       time.Time
	Root     string // as the note prints it
}

// waitsKept are the counts of viewers, each good for one state of the journal and
// of what is being typed.
type waitsKept struct {
	mu    sync.Mutex
	by    map[waitsKey]keptWaits
	typed atomic.Int64 // sheets put before heads and taken back: work in progress has no change of its own
}

type waitsKey struct {
	person id.Person
	post   id.Post
}

type keptWaits struct {
	Waits
	seq    id.Seq
	typed  int64
	asleep bool
}

// waitsMost is how many viewers' counts are kept; a city has fewer posts.
const waitsMost = 4096

// Waits counts what waits for a viewer. seen is the newest change the page was
// read at, 0 if it read none: counts of that state cost no statement.
func (a *App) Waits(ctx context.Context, v org.Viewer, seen id.Seq) (Waits, error) {
	key := waitsKey{v.Person, v.Post}
	k, ok := a.keptWaits(key, v)
	if ok && seen != 0 && k.seq == seen {
		return k.Waits, nil
	}
	typed := a.waits.typed.Load()
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		if ok && k.seq == tx.Seq {
			return nil
		}
		k = keptWaits{seq: tx.Seq, typed: typed, asleep: v.Asleep}
		return a.countWaits(tx, v, &k.Waits)
	})
	if err != nil {
		return Waits{}, err
	}
	a.waits.mu.Lock()
	defer a.waits.mu.Unlock()
	if a.waits.by == nil || len(a.waits.by) >= waitsMost {
		a.waits.by = map[waitsKey]keptWaits{}
	}
	a.waits.by[key] = k
	return k.Waits, nil
}

func (a *App) keptWaits(key waitsKey, v org.Viewer) (keptWaits, bool) {
	a.waits.mu.Lock()
	defer a.waits.mu.Unlock()
	k, ok := a.waits.by[key]
	return k, ok && k.typed == a.waits.typed.Load() && k.asleep == v.Asleep
}

func (a *App) countWaits(tx *store.Tx, v org.Viewer, w *Waits) (err error) {
	d := &DeskView{Unit: v.Unit, Today: tx.Day, Queues: map[string]int{}}
	if d.Dir, err = tx.Directory(tx.Now()); err != nil {
		return err
	}
	if d.Lib, err = tx.Library(tx.Now()); err != nil {
		return err
	}
	if v.Can(org.Receive) || v.Can(org.Report) {
		if err := d.fill(tx, a.Text); err != nil {
			return err
		}
	}
	if err := a.queues(tx, v, d); err != nil {
		return err
	}
	if v.Can(org.Receive) {
		w.Desk = len(d.ToSign) + len(d.ToPlan)
	}
	for _, s := range d.Sheets {
		if v.Can(org.Report) && s.State == SheetOpen {
			w.Desk += len(s.Rows)
		}
	}
	for key, n := range d.Queues {
		switch {
		case key == "reviews":
		case key == "opinions" && v.Can(org.Draft): // they stand beside the documents
			w.Opinions = n
		default:
			w.Desk += n
		}
	}
	w.Reviews = d.Queues["reviews"]
	return w.check(tx)
}

// check reads the last checkpoint that was signed.
func (w *Waits) check(tx *store.Tx) error {
	note, err := tx.LastNote()
	if err != nil || note == "" {
		return err
	}
	c, err := journal.ReadCheckpoint([]byte(note))
	if err != nil {
		return err
	}
	leaves, err := tx.Leaves([]id.Seq{id.Seq(c.Size)})
	if err != nil || len(leaves) == 0 {
		return err
	}
	w.Size, w.At, w.Root = c.Size, time.UnixMilli(leaves[0].At), c.Root.String()
	return nil
}
