package web

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"jiufen/internal/app"
	"jiufen/internal/auth"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// hall is a city hall with the real use cases, the real door and real forms over
// SQLite: an office that drafts, approves and signs, two bureaus, an
// administrator of accounts.
type hall struct {
	t     testing.TB
	app   *app.App
	srv   *httptest.Server
	mu    sync.Mutex
	clock time.Time
	units map[string]id.Unit
	who   map[string]org.Viewer
}

func newHall(t testing.TB) *hall {
	t.Helper()
	h := &hall{t: t, clock: time.Date(2026, 3, 2, 9, 0, 0, 0, store.DefaultZone), units: map[string]id.Unit{}, who: map[string]org.Viewer{}}
	ctx := context.Background()
	db, err := store.Open(ctx, store.Config{Dir: t.TempDir(), Now: h.now})
	h.must(err)
	t.Cleanup(func() { db.Close() })
	h.must(db.Migrate(ctx))
	_, err = db.Tick(ctx)
	h.must(err)
	lex, err := app.LoadLexicon(os.DirFS("../../library"), "lexicon")
	h.must(err)
	duties, err := app.LoadDuties(os.DirFS("../../library"), "duties")
	h.must(err)
	log := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelError}))
	h.app = &app.App{DB: db, Log: log, Lex: lex, Duties: duties, Text: locale.For(locale.Chinese)}
	s, err := New(Config{Place: "样例市", Log: log, App: h.app, Now: h.now, Session: Sessions(h.app), Around: Around(h.app)})
	h.must(err)
	h.srv = httptest.NewServer(s)
	t.Cleanup(h.srv.Close)
	return h
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) now() time.Time { h.mu.Lock(); defer h.mu.Unlock(); return h.clock }

func (h *hall) later(d time.Duration) { h.mu.Lock(); defer h.mu.Unlock(); h.clock = h.clock.Add(d) }

// staff founds the units and puts somebody into every post.
func (h *hall) staff() *hall {
	h.t.Helper()
	_, err := h.app.DB.Write(context.Background(), store.Actor{}, "set_up", "", func(tx *store.Tx) error {
		h.library(tx)
		for i, u := range []struct{ key, name, sort, parent string }{
			{"gov", "样例市人民政府", "government", ""}, {"office", "市政府办公室", "office", "gov"},
			{"house", "市住建局", "department", "gov"}, {"urban", "市城管局", "department", "gov"}, {"jia", "甲县", "county", "gov"},
		} {
			n, err := store.Insert[store.Unit, id.Unit](tx, store.Unit{Code: u.key})
			h.must(err)
			h.must(store.Add(tx, store.UnitFact{UnitID: n, Name: u.name, Short: u.name, Sort: u.sort, Parent: h.units[u.parent], Rank: int64(i), FromDay: tx.Day}))
			h.units[u.key] = n
		}
		for _, p := range []struct {
			key, unit, title string
			duty             org.Duty
			rights           []org.Right
		}{
			{"clerk", "office", "综合科科长", org.OfficeClerk, []org.Right{org.Read, org.Draft}},
			{"second", "office", "综合科副科长", org.OfficeClerk, []org.Right{org.Read, org.Draft}},
			{"approver", "office", "副秘书长", org.Deputy, []org.Right{org.Read, org.Approve}},
			{"signer", "office", "秘书长", org.Secretary, []org.Right{org.Read, org.Sign}},
			{"liaison", "house", "联络员", org.Liaison, []org.Right{org.Read, org.Receive, org.Report}},
			{"head", "house", "局长", org.Head, []org.Right{org.Read, org.Receive, org.Report, org.Sheet}},
			{"reviewer", "office", "督查室主任", org.Supervision, []org.Right{org.Read, org.Accept, org.CheckFig, org.Assign, org.Close}},
			{"county", "jia", "联络员", org.CountyLiaison, []org.Right{org.Read, org.Receive, org.Report}},
			{"auditor", "office", "审计", org.Auditor, []org.Right{org.Read, org.Audit}},
			{"accounts", "office", "账号管理员", org.Accounts, []org.Right{org.Manage}},
			{"accounts2", "office", "账号管理员二", org.Accounts, []org.Right{org.Manage}},
			{"statistics", "office", "统计专员", org.Statistics, []org.Right{org.Read, org.Release}},
		} {
			post, err := store.Insert[store.Post, id.Post](tx, store.Post{UnitID: h.units[p.unit], Title: p.title, Duty: string(p.duty)})
			h.must(err)
			person, err := store.Insert[store.Person, id.Person](tx, store.Person{Name: p.key})
			h.must(err)
			h.must(store.Add(tx, store.PostHolder{PostID: post, Person: person, FromDay: tx.Day}))
			for _, r := range p.rights {
				h.must(store.Add(tx, store.PostRight{PostID: post, Right: string(r), Given: 1}))
			}
			h.must(tx.PutAccount(store.Account{Person: person, Login: p.key, State: "active"}))
			h.who[p.key] = org.Viewer{Person: person, Post: post}
		}
		return nil
	})
	h.must(err)
	return h
}

func (h *hall) library(tx *store.Tx) {
	for sort, folder := range map[string]string{store.LibraryKind: "kinds", store.LibraryRules: "rules", store.LibraryCalendar: "calendars", store.LibraryRegister: "registers"} {
		names, _ := filepath.Glob("../../library/" + folder + "/*.yaml")
		for _, n := range names {
			b, err := os.ReadFile(n)
			h.must(err)
			h.must(store.Add(tx, store.LibraryFact{Sort: sort, Name: strings.TrimSuffix(filepath.Base(n), ".yaml"), Hash: "-", Text: string(b)}))
		}
	}
}

// caller is a browser without scripts: it follows links and fills in forms that
// stand on the page it is at, with all their hidden fields.
type caller struct {
	h      *hall
	c      *http.Client
	path   string // where it is, with the query
	status int
	body   string
	head   http.Header
	doc    *html.Node
}

func (h *hall) guest() *caller {
	jar, err := cookiejar.New(nil)
	h.must(err)
	return &caller{h: h, c: &http.Client{Jar: jar}}
}

// in signs somebody in without the password, which other tests look after.
func (h *hall) in(name string) *caller {
	h.t.Helper()
	c := h.guest()
	token, now := auth.Token(), h.now().UnixMilli()
	v := h.who[name]
	h.must(h.app.DB.Work(context.Background(), func(tx *store.Tx) error {
		return tx.PutSession(store.Session{Token: auth.Kept(token), Person: v.Person, Post: v.Post, MadeAt: now, SeenAt: now, ProvenAt: now, FormKey: auth.Token()})
	}))
	u, err := url.Parse(h.srv.URL)
	h.must(err)
	c.c.Jar.SetCookies(u, []*http.Cookie{{Name: sessionCookie, Value: token, Path: "/"}})
	return c
}

func (c *caller) do(r *http.Request) *caller {
	c.h.t.Helper()
	resp, err := c.c.Do(r)
	c.h.must(err)
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	c.h.must(err)
	c.path, c.status, c.body, c.head = resp.Request.URL.RequestURI(), resp.StatusCode, string(b), resp.Header
	if m := noText.FindString(c.body); m != "" {
		c.h.t.Errorf("%s: a message without text: %s", c.path, m)
	}
	if c.doc, err = html.Parse(bytes.NewReader(b)); err != nil {
		c.h.t.Fatal(err)
	}
	return c
}

func (c *caller) get(path string) *caller {
	c.h.t.Helper()
	r, err := http.NewRequest("GET", c.h.srv.URL+path, nil)
	c.h.must(err)
	return c.do(r)
}

// says demands words of the last answer.
func (c *caller) says(words ...string) *caller {
	c.h.t.Helper()
	for _, w := range words {
		if !strings.Contains(c.body, w) {
			c.h.t.Fatalf("%s (%d) does not say %q\n%s", c.path, c.status, w, text0(c.body))
		}
	}
	return c
}

func (c *caller) is(status int) *caller {
	c.h.t.Helper()
	if c.status != status {
		c.h.t.Fatalf("%s: %d, want %d\n%s", c.path, c.status, status, text0(c.body))
	}
	return c
}

// led demands that the answer led on to an address.
func (c *caller) led(path string) *caller {
	c.h.t.Helper()
	if c.path != path {
		c.h.t.Fatalf("led to %s, not %s (%d)\n%s", c.path, path, c.status, text0(c.body))
	}
	return c
}

// file is put into a field of a form.
type file struct {
	name string
	b    []byte
}

// submit fills in the form of the page with this action and presses the button
// name=value. set overrides what stands in the form; a name with no values is
// left out.
func (c *caller) submit(action, button string, set url.Values, files ...file) *caller {
	c.h.t.Helper()
	f := c.form(action)
	if f == nil {
		c.h.t.Fatalf("%s (%d) has no form to %s\n%s", c.path, c.status, action, text0(c.body))
	}
	values := c.values(f)
	for k, v := range set {
		values[k] = v
	}
	if name, value, ok := strings.Cut(button, "="); ok {
		values.Set(name, value)
	}
	var body bytes.Buffer
	kind := "application/x-www-form-urlencoded"
	if attr(f, "enctype") == "multipart/form-data" {
		kind = multi(c.h, &body, values, files)
	} else {
		body.WriteString(values.Encode())
	}
	r, err := http.NewRequest("POST", c.h.srv.URL+action, &body)
	c.h.must(err)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("Origin", c.h.srv.URL)
	return c.do(r)
}

func multi(h *hall, body *bytes.Buffer, values url.Values, files []file) string {
	m := multipart.NewWriter(body)
	for k, vs := range values {
		for _, v := range vs {
			h.must(m.WriteField(k, v))
		}
	}
	for _, f := range files {
		w, err := m.CreateFormFile("file", f.name)
		h.must(err)
		_, err = w.Write(f.b)
		h.must(err)
	}
	h.must(m.Close())
	return m.FormDataContentType()
}

func hasAttr(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func (c *caller) form(action string) *html.Node {
	for n := range c.doc.Descendants() {
		if n.Data == "form" && attr(n, "action") == action && attr(n, "method") == "post" {
			return n
		}
	}
	return nil
}

// values are the fields of a form as a browser sends them, those outside that
// name it by its id too.
func (c *caller) values(f *html.Node) url.Values {
	out := url.Values{}
	for n := range c.doc.Descendants() {
		name := attr(n, "name")
		if name == "" || !(inside(n, f) && !hasAttr(n, "form") || hasAttr(n, "form") && attr(n, "form") == attr(f, "id")) {
			continue
		}
		switch n.Data {
		case "input":
			kind := attr(n, "type")
			if kind == "file" || (kind == "checkbox" || kind == "radio") && !hasAttr(n, "checked") {
				continue
			}
			out.Add(name, attr(n, "value"))
		case "textarea":
			if n.FirstChild != nil {
				out.Add(name, n.FirstChild.Data)
			} else {
				out.Add(name, "")
			}
		case "select":
			value := ""
			for o := range n.Descendants() {
				if o.Data == "option" && hasAttr(o, "selected") {
					value = attr(o, "value")
				}
			}
			out.Add(name, value)
		}
	}
	return out
}

func inside(n, f *html.Node) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p == f {
			return true
		}
	}
	return false
}

// links lists the addresses on the page that begin so.
func (c *caller) links(prefix string) []string {
	var out []string
	for n := range c.doc.Descendants() {
		if h := attr(n, "href"); n.Data == "a" && strings.HasPrefix(h, prefix) && !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	return out
}

// actions lists the forms of the page whose action begins and ends so.
func (c *caller) actions(prefix, suffix string) []string {
	var out []string
	for n := range c.doc.Descendants() {
		if a := attr(n, "action"); n.Data == "form" && strings.HasPrefix(a, prefix) && strings.HasSuffix(a, suffix) && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// give gives a right to the post of somebody.
func (h *hall) give(name string, r org.Right) {
	h.t.Helper()
	_, err := h.app.DB.Write(context.Background(), store.Actor{}, "set_up", "", func(tx *store.Tx) error {
		return store.Add(tx, store.PostRight{PostID: h.who[name].Post, Right: string(r), Given: 1})
	})
	h.must(err)
}
