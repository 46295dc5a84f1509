package api

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// town is a small place to call: the government and its office, two bureaus, two
// counties with a bureau each, and a person in every post a test needs.
type town struct {
	*app.App
	t     *testing.T
	api   *API
	log   *bytes.Buffer
	clock time.Time
	gov   id.Unit
	off   id.Unit
	house id.Unit // 市住建局
	urban id.Unit // 市城管局
	jia   id.Unit // 甲县
	yi    id.Unit // 乙县
	jiaB  id.Unit // 甲县住建局
	yiB   id.Unit // 乙县住建局
	item  string  // an item of 市住建局
	who   map[string]org.Viewer
}

// roles are the persons of the town, in the order they are made.
var roles = []string{"mayor", "vice", "office", "approver", "signer", "supervision", "head", "liaison", "urban", "jia", "yi", "auditor", "accounts", "eager"}

func newTown(t *testing.T) *town {
	t.Helper()
	w := &town{t: t, who: map[string]org.Viewer{}, log: &bytes.Buffer{}, clock: time.Date(2026, 3, 2, 9, 0, 0, 0, store.DefaultZone)}
	ctx := context.Background()
	db, err := store.Open(ctx, store.Config{Dir: t.TempDir(), Now: func() time.Time { return w.clock }})
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
	lex, err := app.LoadLexicon(os.DirFS("../../library"), "lexicon")
	if err != nil {
		t.Fatal(err)
	}
	w.App = &app.App{DB: db, Log: slog.Default(), Text: locale.For("zh-CN"), Lex: lex}
	if _, err := db.Write(ctx, store.Actor{}, "set_up", "", w.found); err != nil {
		t.Fatal(err)
	}
	w.meet()
	w.api, err = New(Config{App: w.App, Version: "test", Log: slog.New(slog.NewTextHandler(w.log, nil)), Authenticate: w.authenticate})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// authenticate takes the name of a role for its token: as a bearer token, or as
// the cookie of a session.
func (w *town) authenticate(_ context.Context, r *http.Request) (Caller, error) {
	if c, err := r.Cookie("jiufen-session"); err == nil {
		return Caller{Viewer: w.who[c.Value], FormToken: "form-" + c.Value}, nil
	}
	name, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return Caller{}, nil
	}
	v, known := w.who[name]
	if !known {
		return Caller{}, errs.E(errs.Unauthenticated, "err.signin")
	}
	return Caller{Viewer: v}, nil
}

func (w *town) setDay(d calendar.Day, hour int) {
	y, m, dd := d.YMD()
	w.clock = time.Date(y, time.Month(m), dd, hour, 0, 0, 0, store.DefaultZone)
	if _, err := w.DB.Tick(context.Background()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) found(tx *store.Tx) error {
	for sort, folder := range map[string]string{store.LibraryKind: "kinds", store.LibraryRules: "rules", store.LibraryCalendar: "calendars", store.LibraryRegister: "registers"} {
		names, err := filepath.Glob("../../library/" + folder + "/*.yaml")
		if err != nil || len(names) == 0 {
			return fmt.Errorf("library/%s: no files: %w", folder, err)
		}
		for _, n := range names {
			b, err := os.ReadFile(n)
			if err != nil {
				return err
			}
			if err := store.Add(tx, store.LibraryFact{Sort: sort, Name: strings.TrimSuffix(filepath.Base(n), ".yaml"), Hash: "-", Text: string(b)}); err != nil {
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
	w.people(tx)
	return nil
}

func (w *town) people(tx *store.Tx) {
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
	// eager has every right and sees nothing but his own bureau of 乙县.
	w.post(tx, "eager", w.yiB, "样样都行", org.Head, org.Rights...)
	for _, u := range []id.Unit{w.house, w.urban} {
		if err := store.Add(tx, store.PortfolioLine{PostID: vice, UnitID: u, Field: "城乡建设", Relation: "lead", FromDay: tx.Day}); err != nil {
			w.t.Fatal(err)
		}
	}
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

// answer is what a call gave.
type answer struct {
	t      *testing.T
	what   string
	Status int
	Header http.Header
	Body   []byte
}

// call sends a request as a role (” is nobody). body is nil, bytes to be sent
// as they are, or a value to be sent as JSON. more are headers, name and value.
func (w *town) call(role, method, path string, body any, more ...string) *answer {
	w.t.Helper()
	var r io.Reader
	media := ""
	switch b := body.(type) {
	case nil:
	case []byte:
		r, media = bytes.NewReader(b), "application/octet-stream"
	default:
		j, err := json.Marshal(b)
		if err != nil {
			w.t.Fatal(err)
		}
		r, media = bytes.NewReader(j), "application/json"
	}
	req := httptest.NewRequest(method, "http://localhost"+Prefix+path, r)
	if media != "" {
		req.Header.Set("Content-Type", media)
	}
	if role != "" {
		req.Header.Set("Authorization", "Bearer "+role)
	}
	for i := 0; i+1 < len(more); i += 2 {
		req.Header.Set(more[i], more[i+1])
	}
	rec := httptest.NewRecorder()
	w.api.ServeHTTP(rec, req)
	if rec.Code < 300 && strings.Contains(rec.Header().Get("Content-Type"), "json") && bytes.Contains(rec.Body.Bytes(), []byte(`":null`)) {
		w.t.Errorf("%s %s: a null in %s", method, path, rec.Body)
	}
	return &answer{t: w.t, what: role + " " + method + " " + path, Status: rec.Code, Header: rec.Result().Header, Body: rec.Body.Bytes()}
}

// is fails the test if the status is another.
func (a *answer) is(status int) *answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("%s: status %d, want %d: %s", a.what, a.Status, status, a.Body)
	}
	return a
}

// into reads the body.
func into[T any](a *answer) T {
	a.t.Helper()
	var v T
	if err := json.Unmarshal(a.Body, &v); err != nil {
		a.t.Fatalf("%s: %v: %s", a.what, err, a.Body)
	}
	return v
}

// problem reads a body that has to be one.
func (a *answer) problem(status int) Problem {
	a.t.Helper()
	a.is(status)
	if ct := a.Header.Get("Content-Type"); ct != "application/problem+json" {
		a.t.Errorf("%s: Content-Type %q", a.what, ct)
	}
	return into[Problem](a)
}

// m is a JSON object.
type m = map[string]any

// root is the root of the journal as the store has it.
func (w *town) root(size int64) (h tlog.Hash, err error) {
	err = w.DB.View(context.Background(), func(tx *store.Tx) (err error) {
		h, err = tx.Root(id.Seq(size))
		return err
	})
	return h, err
}
