package sample

import (
	"context"
	"log/slog"
	"os"
	"testing"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/pgtest"
	"jiufen/internal/store"
	"jiufen/library"
)

func TestMain(m *testing.M) {
	code := m.Run()
	pgtest.Stop()
	os.Exit(code)
}

// newApp opens an empty place on a standing clock.
func newApp(t testing.TB, url string) (*app.App, *Clock) {
	t.Helper()
	ctx := context.Background()
	c := NewClock()
	db, err := store.Open(ctx, store.Config{Dir: t.TempDir(), URL: url, Now: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	lex, err := app.LoadLexicon(library.FS, "lexicon")
	if err != nil {
		t.Fatal(err)
	}
	return &app.App{DB: db, Log: slog.New(slog.DiscardHandler), Demo: true, Lex: lex, Text: locale.For("zh-CN")}, c
}

func build(t testing.TB, a *app.App, c *Clock, scale int) *City {
	t.Helper()
	start := time.Now()
	city, err := Build(context.Background(), a, Options{Seed: 1, Scale: scale, Clock: c})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d items built in %v", city.Items, time.Since(start))
	return city
}

func TestLights(t *testing.T) {
	a, c := newApp(t, "")
	build(t, a, c, 1)
	_ = ledger.Done
	err := a.DB.View(context.Background(), func(tx *store.Tx) error {
		rows, err := tx.Tallies(tx.Now())
		n := map[ledger.Light]int64{}
		kinds := map[string]int64{}
		for _, r := range rows {
			n[ledger.Light(r.Light)] += r.N
			kinds[r.Kind+" "+ledger.Light(r.Light).String()] += r.N
		}
		t.Log(n)
		t.Log(kinds)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
