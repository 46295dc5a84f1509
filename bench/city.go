package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/journal"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/pgtest"
	"jiufen/internal/sample"
	"jiufen/internal/store"
	"jiufen/library"
)

// bench is a city to measure on.
type bench struct {
	dialect string
	dir     string
	clock   *sample.Clock
	later   time.Duration // how far the day was moved on
	app     *app.App
	city    *sample.City
	who     map[string]org.Viewer
	server  *pgtest.Server
	mu      sync.Mutex
	months  map[id.Item]calendar.Period // next to file
}

func newBench(ctx context.Context, dialect string, items int) (*bench, error) {
	b := &bench{dialect: dialect, clock: sample.NewClock(), who: map[string]org.Viewer{}}
	c := store.Config{Now: func() time.Time { return b.clock.Now().Add(b.later) }}
	var err error
	if b.dir, err = os.MkdirTemp("", "jiufen-bench"); err != nil {
		return nil, err
	}
	c.Dir = b.dir
	if dialect == "postgres" {
		if b.server, err = pgtest.Start(true); err != nil {
			return nil, err
		}
		if c.URL, err = b.server.Create(); err != nil {
			return nil, err
		}
	}
	db, err := store.Open(ctx, c)
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx); err != nil {
		return nil, err
	}
	lex, err := app.LoadLexicon(library.FS, "lexicon")
	if err != nil {
		return nil, err
	}
	b.app = &app.App{DB: db, Log: slog.New(slog.DiscardHandler), Lex: lex, Text: locale.For("zh-CN"), Demo: true}
	begin := time.Now()
	b.city, err = sample.Build(ctx, b.app, sample.Options{Seed: 1, Scale: max(items/300, 1), Clock: b.clock})
	if err != nil {
		return nil, err
	}
	fmt.Printf("\n%s, %d items, made in %.1f s\n", dialect, b.city.Items, time.Since(begin).Seconds())
	return b, b.meet(ctx)
}

// meet finds the people who look: the office, a liaison, one with three posts'
// sights, and one who sees nothing.
func (b *bench) meet(ctx context.Context) error {
	return b.app.DB.View(ctx, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		for name, key := range map[string]string{"office": "office", "liaison": "liaison", "head": "head"} {
			r := b.city.Role(key)
			v, ok := dir.ViewerOf(r.Person, r.Post)
			if !ok {
				return fmt.Errorf("no %s in the city", key)
			}
			v.Proven = true
			b.who[name] = v
		}
		three := b.who["liaison"]
		for _, u := range dir.Units {
			if u.Sort == org.Department && len(three.Sees) < 3 && u.ID != three.Unit {
				three.Sees = append(three.Sees, u.ID)
			}
		}
		nobody := b.who["liaison"]
		nobody.Sees = []id.Unit{999 << 20}
		b.who["three posts"], b.who["nobody"] = three, nobody
		return nil
	})
}

func (b *bench) close() {
	b.app.DB.Close()
	if b.server != nil {
		b.server.Stop()
	}
	os.RemoveAll(b.dir)
}

// run measures everything and gives the medians of the pages.
func (b *bench) run(ctx context.Context) (map[string]time.Duration, error) {
	got := map[string]time.Duration{}
	if err := b.scan(ctx); err != nil {
		return nil, err
	}
	for _, who := range []string{"office", "liaison", "three posts", "nobody"} {
		v := b.who[who]
		var some id.Item
		if err := b.page(got, "ledger, "+who, func() error {
			view, err := b.app.Ledger(ctx, v, app.LedgerQuery{}, b.app.Text)
			if err == nil && len(view.Rows) > 0 {
				some = view.Rows[len(view.Rows)/2].ItemID
			}
			return err
		}); err != nil {
			return nil, err
		}
		if err := b.page(got, "red ledger, "+who, func() error {
			_, err := b.app.Ledger(ctx, v, app.LedgerQuery{Light: ledger.Red}, b.app.Text)
			return err
		}); err != nil {
			return nil, err
		}
		if some == 0 {
			continue
		}
		if err := b.page(got, "item, "+who, func() error { _, err := b.app.Item(ctx, v, some, 0, b.app.Text); return err }); err != nil {
			return nil, err
		}
		if err := b.page(got, "item as of May, "+who, func() error {
			_, err := b.app.Item(ctx, v, some, calendar.Date(2026, 5, 20), b.app.Text)
			return err
		}); err != nil {
			return nil, err
		}
	}
	for _, f := range []func(context.Context) error{b.pages, b.reports, b.tick, b.verify, b.backup, b.rebuild} {
		if err := f(ctx); err != nil {
			return nil, err
		}
	}
	return got, nil
}

// page measures a page: statements, median and p99 of 200 readings.
func (b *bench) page(got map[string]time.Duration, name string, f func() error) error {
	if err := f(); errs.Is(err, errs.NotFound) {
		return nil // not founded by then
	} else if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	n := 0
	b.app.DB.OnQuery(func(string) { n++ })
	if err := f(); err != nil {
		return err
	}
	b.app.DB.OnQuery(nil)
	var d []time.Duration
	for range 200 {
		begin := time.Now()
		if err := f(); err != nil {
			return err
		}
		d = append(d, time.Since(begin))
	}
	p50, p99 := quantiles(d)
	got[name] = p50
	fmt.Printf("  %-28s %d statements  p50 %6.2f ms  p99 %6.2f ms\n", name, n, ms(p50), ms(p99))
	return nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// scan is how fast the largest table is read in order.
func (b *bench) scan(ctx context.Context) error {
	begin, n := time.Now(), 0
	err := b.app.DB.Snapshot(ctx, func(s *store.Snapshot) error {
		for _, err := range s.Facts() {
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	fmt.Printf("  scan of all facts: %d rows, %.0f /s\n", n, float64(n)/time.Since(begin).Seconds())
	return err
}

// reports measures a report's whole write path, alone and with 16 writers.
func (b *bench) reports(ctx context.Context) error {
	head := b.who["head"]
	desk, err := b.items(ctx, head.Unit)
	if err != nil || len(desk) == 0 {
		return fmt.Errorf("the head has no items: %v", err)
	}
	period := calendar.MonthOf(2026, 8)
	for _, writers := range []int{1, 16} {
		var mu sync.Mutex
		var d []time.Duration
		var next atomic.Int64
		var failed atomic.Pointer[error]
		begin := time.Now()
		var wg sync.WaitGroup
		for range writers {
			wg.Go(func() {
				for time.Since(begin) < 5*time.Second && failed.Load() == nil {
					item := desk[int(next.Add(1))%len(desk)]
					at := time.Now()
					_, err := b.file(ctx, head, item, period)
					if err != nil {
						failed.Store(&err)
						return
					}
					mu.Lock()
					d = append(d, time.Since(at))
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if e := failed.Load(); e != nil {
			return *e
		}
		p50, p99 := quantiles(d)
		fmt.Printf("  report, %2d writers: %5.0f /s  p50 %6.2f ms  p99 %6.2f ms\n", writers, float64(len(d))/5, ms(p50), ms(p99))
	}
	return nil
}

// tick opens the next day.
func (b *bench) tick(ctx context.Context) error {
	b.later += 24 * time.Hour
	begin := time.Now()
	if _, err := b.app.DB.Tick(ctx); err != nil {
		return err
	}
	took := time.Since(begin)
	var moved int64
	err := b.app.DB.View(ctx, func(tx *store.Tx) (err error) {
		moved, err = tx.SpansBegun(tx.Seq)
		return err
	})
	fmt.Printf("  tick: %.1f ms, %d lines moved\n", ms(took), moved)
	return err
}

func (b *bench) verify(ctx context.Context) error {
	begin := time.Now()
	var rep *journal.Report
	err := b.app.DB.Snapshot(ctx, func(s *store.Snapshot) error {
		src, err := s.Journal()
		if err != nil {
			return err
		}
		rep, err = journal.Verify(ctx, src, journal.Options{Place: "bench"})
		return err
	})
	if err != nil {
		return err
	}
	fmt.Printf("  verify: %d facts, %.0f /s, %d findings\n", rep.Facts, float64(rep.Facts)/time.Since(begin).Seconds(), rep.Total)
	return nil
}

// backup measures how long writes wait while a backup runs.
func (b *bench) backup(ctx context.Context) error {
	head := b.who["head"]
	items, err := b.items(ctx, head.Unit)
	if err != nil {
		return err
	}
	stop := make(chan struct{})
	var worst time.Duration
	var writes int
	var failed error
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			at := time.Now()
			if _, failed = b.file(ctx, head, items[i%len(items)], calendar.MonthOf(2026, 9)); failed != nil {
				return
			}
			worst = max(worst, time.Since(at))
			writes++
			time.Sleep(20 * time.Millisecond)
		}
	})
	begin := time.Now()
	a, err := store.CreateArchive(filepath.Join(b.dir, "backup.zip"))
	if err == nil {
		if _, err = b.app.DB.Backup(ctx, a, "bench", nil, nil); err == nil {
			err = a.Commit()
		}
	}
	took := time.Since(begin)
	close(stop)
	wg.Wait()
	if err != nil || failed != nil {
		return fmt.Errorf("backup: %v, write: %v", err, failed)
	}
	fmt.Printf("  backup: %.1f s, %d writes meanwhile, the slowest %.1f ms\n", took.Seconds(), writes, ms(worst))
	return nil
}

func (b *bench) rebuild(ctx context.Context) error {
	begin := time.Now()
	if err := b.app.DB.Rebuild(ctx, nil); err != nil {
		return err
	}
	fmt.Printf("  rebuild: %.1f s\n", time.Since(begin).Seconds())
	return nil
}

// items are those the unit has a part in.
func (b *bench) items(ctx context.Context, unit id.Unit) (out []id.Item, err error) {
	err = b.app.DB.View(ctx, func(tx *store.Tx) error {
		all, err := tx.UnitItems([]id.Unit{unit})
		if err != nil {
			return err
		}
		facts, err := tx.ItemFacts(id.Before(tx.Seq), all...)
		for _, i := range all {
			if f := facts[i]; f != nil && leads(f, unit) {
				out = append(out, i)
			}
		}
		return err
	})
	return out, err
}

// file files a correction-free report of words alone: sheet, report, body, span,
// sight, leaf and tree. The unit files one for a period; each call takes the
// next month, so that none is refused as a second one.
func (b *bench) file(ctx context.Context, head org.Viewer, item id.Item, p calendar.Period) ([]id.Report, error) {
	b.mu.Lock()
	if b.months == nil {
		b.months = map[id.Item]calendar.Period{}
	}
	q, ok := b.months[item]
	if !ok {
		q = p
	}
	b.months[item] = q.Next(calendar.Month)
	b.mu.Unlock()
	return b.app.FileReports(ctx, head, "", app.SheetInput{Unit: head.Unit, Period: q, Rows: []app.ReportInput{{Item: item, Words: "按计划推进，进度正常。"}}})
}

func leads(f *store.Facts, unit id.Unit) bool {
	a, _ := f.Assignment()
	return a.LeadID == unit && f.Stage() == ledger.Open
}
