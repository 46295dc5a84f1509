package job

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"jiufen/internal/errs"
	"jiufen/internal/pgtest"
	"jiufen/internal/store"
)

func TestMain(m *testing.M) {
	code := m.Run()
	pgtest.Stop()
	os.Exit(code)
}

// scene is a database, the clock it runs by, and a keeper whose machine's clocks
// a test moves.
type scene struct {
	db     *store.DB
	now    time.Time
	read   Reading
	keeper *Keeper
	log    strings.Builder
	signs  int
	prunes int
}

func newScene(t *testing.T, dialect string) *scene {
	t.Helper()
	s := &scene{now: time.Date(2026, 3, 2, 9, 0, 0, 0, store.DefaultZone)}
	s.read = Reading{Wall: s.now}
	conf := store.Config{Dir: t.TempDir(), Now: func() time.Time { return s.now }}
	if dialect == "postgres" {
		conf.URL = pgtest.URL(t)
	}
	db, err := store.Open(context.Background(), conf)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.db = db
	s.keeper = &Keeper{DB: db, Log: slog.New(slog.NewTextHandler(&s.log, nil)), Clock: func() Reading { return s.read },
		Sign:  func(context.Context) ([]byte, error) { s.signs++; return nil, nil },
		Prune: func(context.Context) error { s.prunes++; return nil }}
	return s
}

// pass lets both clocks go on together.
func (s *scene) pass(d time.Duration) {
	s.now, s.read.Wall, s.read.Running = s.now.Add(d), s.read.Wall.Add(d), s.read.Running+d
}

func each(t *testing.T, f func(t *testing.T, s *scene)) {
	for _, dialect := range []string{"sqlite", "postgres"} {
		t.Run(dialect, func(t *testing.T) { f(t, newScene(t, dialect)) })
	}
}

func TestMidnightOpensTheDay(t *testing.T) {
	ctx := context.Background()
	each(t, func(t *testing.T, s *scene) {
		s.keeper.Look(ctx)
		if s.signs != 1 || s.prunes != 1 {
			t.Errorf("at start: signed %d times, pruned %d", s.signs, s.prunes)
		}
		s.pass(time.Hour)
		s.keeper.Look(ctx)
		if s.signs != 1 {
			t.Errorf("signed %d times on one day", s.signs)
		}
		s.pass(15 * time.Hour)
		s.keeper.Look(ctx)
		if n, err := s.db.Missed(ctx); err != nil || n != 0 || s.signs != 2 || s.prunes != 2 {
			t.Errorf("after midnight: %d days missed, %v, signed %d, pruned %d", n, err, s.signs, s.prunes)
		}
	})
}

// TestPoint20WallClock: a step of more than five minutes stops the tick, and with
// it writes after midnight; a smaller one does not.
func TestPoint20WallClock(t *testing.T) {
	ctx := context.Background()
	each(t, func(t *testing.T, s *scene) {
		write := func() error {
			_, err := s.db.Write(ctx, store.Actor{}, "test", "", func(tx *store.Tx) error { return store.Add(tx, store.SettingFact{Name: "x"}) })
			return err
		}
		s.keeper.Look(ctx)
		s.pass(time.Minute)
		s.read.Wall = s.read.Wall.Add(4 * time.Minute)
		s.keeper.Look(ctx)
		if err := s.keeper.Held(); err != nil {
			t.Fatalf("held after a small step: %v", err)
		}
		s.pass(time.Minute)
		s.read.Wall = s.read.Wall.Add(26 * time.Hour)
		s.now = s.now.Add(26 * time.Hour)
		s.keeper.Look(ctx)
		if err := s.keeper.Held(); errs.KindOf(err) != errs.Unavailable || errs.Of(err).Key != "err.clock" {
			t.Fatalf("after a step of a day: %v", err)
		}
		if n, err := s.db.Missed(ctx); err != nil || n != 1 {
			t.Errorf("%d days missed, %v: the tick went on", n, err)
		}
		if err := write(); !errors.Is(err, store.ErrDayBehind) {
			t.Errorf("a write: %v", err)
		}
		if _, err := s.db.Tick(ctx); errs.Of(err) == nil || errs.Of(err).Key != "err.clock" {
			t.Errorf("a tick: %v", err)
		}
		if !strings.Contains(s.log.String(), "jumped") {
			t.Errorf("the log does not say so:\n%s", s.log.String())
		}
	})
}

func TestStep(t *testing.T) {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		wall, running, want time.Duration
	}{{time.Hour, time.Hour, 0}, {time.Hour, time.Minute, 59 * time.Minute}, {-time.Hour, time.Minute, -61 * time.Minute}} {
		if got := Step(Reading{at, 0}, Reading{at.Add(c.wall), c.running}); got != c.want {
			t.Errorf("wall %v, running %v: %v, want %v", c.wall, c.running, got, c.want)
		}
	}
}

func TestUntilMidnight(t *testing.T) {
	now := time.Date(2026, 12, 31, 23, 59, 30, 0, store.DefaultZone)
	if got := untilMidnight(now); got != 30*time.Second {
		t.Errorf("%v", got)
	}
}
