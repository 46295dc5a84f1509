package sample

import (
	"context"
	"log/slog"
	"os"
	"slices"
	"testing"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/document"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
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

// TestOpinionsOfTheCity: next year's report stands in two versions, with a dozen
// opinions in every outcome and some still open.
func TestOpinionsOfTheCity(t *testing.T) {
	a, c := newApp(t, "")
	city := build(t, a, c, 1)
	ctx := context.Background()
	role := city.Role("office")
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		v, _ := dir.ViewerOf(role.Person, role.Post)
		reports, err := a.OpinionReports(ctx, v)
		if err != nil || len(reports) != 2 || len(reports[0].List) != 2 || reports[1].List[0].Stage != app.StageAdopted {
			t.Fatalf("%d reports, %v", len(reports), err)
		}
		x, err := a.Opinions(ctx, v, reports[0].Of, app.OpinionFilter{})
		if err != nil {
			return err
		}
		for _, o := range append([]string{app.OutcomeOpen}, app.Outcomes...) {
			if x.By[o] == 0 {
				t.Errorf("no opinion is %s", o)
			}
		}
		cmp, err := a.Compare(ctx, v, reports[0].List[0].ID, reports[0].List[1].ID)
		t.Log(x.All, x.By, cmp.Counts)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestSameMattersOfTheCity: the province's list is merged in one sentence and
// proposed in another; next year's report goes on from this year's promises; a
// heading of it is an item above.
func TestSameMattersOfTheCity(t *testing.T) {
	a, c := newApp(t, "")
	city := build(t, a, c, 1)
	ctx := context.Background()
	v := viewerOf(t, a, city, "office")
	docs, err := a.Documents(ctx, v)
	if err != nil {
		t.Fatal(err)
	}
	joined, linked, above, now, last := 0, 0, 0, 0, 0
	for _, d := range docs {
		view, err := a.Document(ctx, v, d.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range view.Drafts {
			switch {
			case x.State == app.DraftJoined:
				joined++
				it, err := a.Item(ctx, v, x.ItemID, 0, locale.For("zh-CN"))
				if err != nil || len(it.Sames) == 0 {
					t.Errorf("merged item: %v", err)
				}
			case x.Body.Last != 0:
				linked++
			case x.Body.Head && x.State == app.DraftOpen:
				above++
			}
		}
		if d.Stage == app.StageAdopted && d.Sort == "report" {
			states := map[string]int{}
			for _, x := range view.Drafts {
				states[x.State]++
			}
			t.Logf("the report: %v, %+v", states, view.Cover)
			if view.Cover.Undecided != 0 || states[app.DraftIssued] < 60 || states[app.DraftJoined] < 5 || len(view.Papers) != 1 || view.Papers[0].Sort != "notice" {
				t.Errorf("the report is not decomposed: %v, %d papers", states, len(view.Papers))
			}
		}
		n, l, err := a.Alike(ctx, v, view)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d proposed as the same, %d as last year's, %d items above", d.Title, len(n), len(l), len(view.Parents()))
		now, last = now+len(n), last+len(l)
	}
	if joined < 6 || linked != 2 || above != 1 || now == 0 || last == 0 {
		t.Errorf("%d merged, %d linked, %d above; %d and %d proposed", joined, linked, above, now, last)
	}
}

// TestRegistersOfTheCity: the registers of the report desk show a plan that is an
// item, a conflict with the text above, and words that changed.
func TestRegistersOfTheCity(t *testing.T) {
	a, c := newApp(t, "")
	role := build(t, a, c, 1).Role("office")
	ctx := context.Background()
	var office org.Viewer
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err == nil {
			office, _ = dir.ViewerOf(role.Person, role.Post)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := a.Registers(ctx, office, 0)
	if err != nil || len(lines) < 15 {
		t.Fatalf("%d registers, %v", len(lines), err)
	}
	for _, l := range lines {
		x, err := a.Register(ctx, office, l.Def.ID, 0)
		if err != nil || !x.On || len(x.Records)+len(x.Counts) == 0 {
			t.Errorf("%s shows nothing: on %v, %v", l.Def.ID, x != nil && x.On, err)
		}
	}
	x, err := a.Register(ctx, office, "special-plans", 0)
	if err != nil || len(x.Records) < 5 || x.Records[0].Item == 0 || x.Alerts == 0 {
		t.Fatalf("special plans: %+v, %v", x, err)
	}
	if x, err = a.Register(ctx, office, "planning-texts", 0); err != nil || x.Alerts != 1 {
		t.Errorf("texts: %d, %v", x.Alerts, err)
	}
	o, err := a.RegisterObject(ctx, office, "statements", 2, 0)
	if err != nil || o.Former == nil || o.Compared.Counts[document.Added] == 0 {
		t.Errorf("words that changed: %v", err)
	}
	if x, err = a.Register(ctx, office, "next-year-targets", 0); err != nil || len(x.Records) < 5 || slices.ContainsFunc(x.Records, func(r *app.RegisterRow) bool { return r.Values["now"] == "above" || r.Values["now"] == "equal" }) {
		t.Errorf("next year's targets: %d, %v", len(x.Records), err)
	}
}

// TestLettersOfTheCity: two counties that lag in the half-year's bulletin are
// written to; one replies in time and makes it up, the other is silent past its day.
func TestLettersOfTheCity(t *testing.T) {
	a, c := newApp(t, "")
	city := build(t, a, c, 1)
	ctx := context.Background()
	v := viewerOf(t, a, city, "supervision")
	list, dir, err := a.Bulletins(ctx, v, app.Letter)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, l := range list {
		if l.Sort != app.Letter || l.Reply == nil {
			continue
		}
		x, err := a.Bulletin(ctx, v, l.Paper)
		if err != nil || len(x.Letter.Items) != 1 {
			t.Fatalf("%s: %v", l.Title, err)
		}
		seen[dir.Unit(l.Unit).Short] = x.Letter.Items[0].Outcome
		if silent := dir.Unit(l.Unit).Short == silentCounty; silent != (l.Reply.Day == 0) || silent != (l.Reply.Late > 0) {
			t.Errorf("%s: %+v", l.Title, l.Reply)
		}
	}
	if seen[silentCounty] != app.LetterSame || seen[madeUpCounty] != app.LetterBetter {
		t.Errorf("what became of them: %v", seen)
	}
}

// viewerOf is a one-click role of the city at work.
func viewerOf(t *testing.T, a *app.App, city *City, role string) (v org.Viewer) {
	t.Helper()
	r := city.Role(role)
	err := a.DB.View(context.Background(), func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err == nil {
			v, _ = dir.ViewerOf(r.Person, r.Post)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}
