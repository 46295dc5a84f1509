package app

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"jiufen/internal/calendar"
	"jiufen/internal/decompose"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/pgtest"
	"jiufen/internal/store"
)

func TestMain(m *testing.M) {
	code := m.Run()
	pgtest.Stop()
	os.Exit(code)
}

// town is a small place to act in: the government and its office, two bureaus,
// two counties with a bureau each, and a person in every post a test needs.
type town struct {
	*App
	t     *testing.T
	clock time.Time
	gov   id.Unit
	off   id.Unit
	house id.Unit // 市住建局
	urban id.Unit // 市城管局
	jia   id.Unit // 甲县
	yi    id.Unit // 乙县
	jiaB  id.Unit // 甲县住建局
	yiB   id.Unit // 乙县住建局
	who   map[string]org.Viewer
}

// onBoth runs a test on both databases.
func onBoth(t *testing.T, f func(t *testing.T, w *town)) {
	for _, d := range []string{"sqlite", "postgres"} {
		t.Run(d, func(t *testing.T) { f(t, newTown(t, d)) })
	}
}

func (w *town) setDay(d calendar.Day, hour int) {
	y, m, dd := d.YMD()
	w.clock = time.Date(y, time.Month(m), dd, hour, 0, 0, 0, store.DefaultZone)
	if _, err := w.DB.Tick(context.Background()); err != nil {
		w.t.Fatal(err)
	}
}

func newTown(t *testing.T, dialect string) *town {
	t.Helper()
	w := &town{t: t, who: map[string]org.Viewer{}, clock: time.Date(2026, 3, 2, 9, 0, 0, 0, store.DefaultZone)}
	c := store.Config{Dir: t.TempDir(), Now: func() time.Time { return w.clock }}
	if dialect == "postgres" {
		c = store.Config{URL: pgtest.URL(t), Now: c.Now}
	}
	ctx := context.Background()
	db, err := store.Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Tick(ctx); err != nil {
		t.Fatal(err)
	}
	w.App = &App{DB: db, Log: slog.Default(), Text: locale.For("zh-CN"), Lex: lexicon(t)}
	if _, err := db.Write(ctx, store.Actor{}, "set_up", "", w.found); err != nil {
		t.Fatal(err)
	}
	w.meet()
	return w
}

// libraryFiles reads the shipped files of a folder of library/.
func libraryFiles(t testing.TB, folder string) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("../../library/" + folder + "/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("library/%s: no files: %v", folder, err)
	}
	out := map[string][]byte{}
	for _, n := range names {
		b, err := os.ReadFile(n)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(n[:len(n)-len(".yaml")])] = b
	}
	return out
}

func (w *town) found(tx *store.Tx) error {
	for sort, folder := range map[string]string{store.LibraryKind: "kinds", store.LibraryRules: "rules", store.LibraryCalendar: "calendars", store.LibraryRegister: "registers"} {
		for name, b := range libraryFiles(w.t, folder) {
			if err := store.Add(tx, store.LibraryFact{Sort: sort, Name: name, Hash: "-", Text: string(b)}); err != nil {
				return err
			}
		}
	}
	unit := func(code, name, sort string, parent id.Unit) id.Unit {
		u, err := store.Insert[store.Unit, id.Unit](tx, store.Unit{Code: code})
		if err == nil {
			err = store.Add(tx, store.UnitFact{UnitID: u, Name: name, Short: name, Sort: sort, Parent: parent, Rank: int64(len(code)), FromDay: tx.Day})
		}
		if err != nil {
			w.t.Fatal(err)
		}
		return u
	}
	w.gov = unit("0", "样例市人民政府", "government", 0)
	w.off = unit("01", "市政府办公室", "office", w.gov)
	w.house = unit("101", "市住建局", "department", w.gov)
	w.urban = unit("102", "市城管局", "department", w.gov)
	w.jia = unit("201", "甲县", "county", w.gov)
	w.yi = unit("202", "乙县", "county", w.gov)
	w.jiaB = unit("2011", "甲县住建局", "department", w.jia)
	w.yiB = unit("2021", "乙县住建局", "department", w.yi)
	w.post(tx, "mayor", w.gov, "市长", org.Mayor, org.Read, org.Decide)
	vice := w.post(tx, "vice", w.gov, "副市长", org.ViceMayor, org.Read, org.Decide)
	w.post(tx, "office", w.off, "综合科科长", org.OfficeClerk, org.Read, org.Draft, org.Accept, org.Assign)
	w.post(tx, "approver", w.off, "副秘书长", org.Deputy, org.Read, org.Approve)
	w.post(tx, "signer", w.off, "秘书长", org.Secretary, org.Read, org.Sign, org.Close)
	w.post(tx, "supervision", w.off, "督查室主任", org.Supervision, org.Read, org.CheckFig, org.Accept, org.Assign, org.Close)
	w.post(tx, "head", w.house, "局长", org.Head, org.Read, org.Receive, org.Sheet, org.Report)
	w.post(tx, "liaison", w.house, "联络员", org.Liaison, org.Read, org.Receive, org.Report)
	w.post(tx, "urban", w.urban, "联络员", org.Liaison, org.Read, org.Receive, org.Report)
	w.post(tx, "jia", w.jiaB, "联络员", org.Liaison, org.Read, org.Receive, org.Report)
	w.post(tx, "yi", w.yiB, "联络员", org.Liaison, org.Read, org.Receive, org.Report)
	w.post(tx, "auditor", w.off, "审计管理员", org.Auditor, org.Read, org.Audit)
	w.post(tx, "accounts", w.off, "账号管理员", org.Accounts, org.Manage)
	for _, u := range []id.Unit{w.house, w.urban} {
		if err := store.Add(tx, store.PortfolioLine{PostID: vice, UnitID: u, Field: "城乡建设", Relation: "lead", FromDay: tx.Day}); err != nil {
			return err
		}
	}
	return nil
}

// post makes a post with rights and a person of the same name in it.
func (w *town) post(tx *store.Tx, key string, u id.Unit, title string, duty org.Duty, rights ...org.Right) id.Post {
	must := func(err error) {
		if err != nil {
			w.t.Fatal(err)
		}
	}
	p, err := store.Insert[store.Post, id.Post](tx, store.Post{UnitID: u, Title: title, Duty: string(duty)})
	must(err)
	n, err := store.Insert[store.Person, id.Person](tx, store.Person{Name: key})
	must(err)
	must(store.Add(tx, store.PostHolder{PostID: p, Person: n, FromDay: tx.Day}))
	for _, r := range rights {
		must(store.Add(tx, store.PostRight{PostID: p, Right: string(r), Given: 1}))
	}
	w.who[key] = org.Viewer{Person: n, Post: p}
	return p
}

// meet makes the viewers from the directory, as signing in does.
func (w *town) meet() {
	err := w.DB.View(context.Background(), func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		for key, v := range w.who {
			full, ok := dir.ViewerOf(v.Person, v.Post)
			if !ok {
				return fmt.Errorf("%s holds no post", key)
			}
			full.Proven = true
			w.who[key] = full
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func lexicon(t testing.TB) decompose.Lexicon {
	t.Helper()
	lex, err := LoadLexicon(os.DirFS("../../library"), "lexicon")
	if err != nil {
		t.Fatal(err)
	}
	return lex
}
