package web

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// town is a small place with the real use cases over SQLite: the government and
// its office, two bureaus, two counties with a bureau each, somebody in every
// post a test needs, and a few items. Who acts is named by a cookie; everything
// else is as it is served.
type town struct {
	t     testing.TB
	app   *app.App
	srv   *httptest.Server
	mu    sync.Mutex
	clock time.Time
	units map[string]id.Unit
	who   map[string]org.Viewer
	items map[string]id.Item
	count func() int // statements since it was last asked
}

const whoCookie = "town-who"

func newTown(t testing.TB) *town {
	t.Helper()
	w := &town{t: t, units: map[string]id.Unit{}, who: map[string]org.Viewer{}, items: map[string]id.Item{}, clock: time.Date(2026, 3, 2, 9, 0, 0, 0, store.DefaultZone)}
	ctx := context.Background()
	db, err := store.Open(ctx, store.Config{Dir: t.TempDir(), Now: w.now})
	w.must(err)
	t.Cleanup(func() { db.Close() })
	w.must(db.Migrate(ctx))
	_, err = db.Tick(ctx)
	w.must(err)
	var n int
	db.OnQuery(func(string) { w.mu.Lock(); n++; w.mu.Unlock() })
	w.count = func() int { w.mu.Lock(); defer w.mu.Unlock(); m := n; n = 0; return m }
	w.app = &app.App{DB: db, Log: slog.New(slog.DiscardHandler), Text: locale.For(locale.Chinese)}
	_, err = db.Write(ctx, store.Actor{}, "set_up", "", w.found)
	w.must(err)
	w.meet()
	w.issue()
	s, err := New(Config{Place: "样例市", App: w.app, Log: slog.New(slog.NewTextHandler(w.t.Output(), &slog.HandlerOptions{Level: slog.LevelError})), Now: w.now, Session: w.session, Around: Around(w.app)})
	w.must(err)
	w.srv = httptest.NewServer(s)
	t.Cleanup(w.srv.Close)
	return w
}

func (w *town) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

// day goes on to a day, one tick for each in between.
func (w *town) day(month, d int) {
	w.t.Helper()
	w.mu.Lock()
	w.clock = time.Date(2026, time.Month(month), d, 9, 0, 0, 0, store.DefaultZone)
	w.mu.Unlock()
	_, err := w.app.DB.Tick(context.Background())
	w.must(err)
}

// found loads the library and founds units, posts and people.
func (w *town) found(tx *store.Tx) error {
	for sort, folder := range map[string]string{store.LibraryKind: "kinds", store.LibraryRules: "rules", store.LibraryCalendar: "calendars"} {
		names, _ := filepath.Glob("../../library/" + folder + "/*.yaml")
		for _, n := range names {
			b, err := os.ReadFile(n)
			w.must(err)
			w.must(store.Add(tx, store.LibraryFact{Sort: sort, Name: strings.TrimSuffix(filepath.Base(n), ".yaml"), Hash: "0f3a", Text: string(b)}))
		}
	}
	for i, u := range []struct{ key, name, sort, parent string }{
		{"gov", "样例市人民政府", "government", ""}, {"office", "市政府办公室", "office", "gov"},
		{"house", "市住建局", "department", "gov"}, {"urban", "市城管局", "department", "gov"},
		{"jia", "甲县", "county", "gov"}, {"yi", "乙县", "county", "gov"},
		{"jiab", "甲县住建局", "department", "jia"}, {"yib", "乙县住建局", "department", "yi"},
	} {
		n, err := store.Insert[store.Unit, id.Unit](tx, store.Unit{Code: u.key})
		w.must(err)
		w.must(store.Add(tx, store.UnitFact{UnitID: n, Name: u.name, Short: u.name, Sort: u.sort, Parent: w.units[u.parent], Rank: int64(i), FromDay: tx.Day}))
		w.units[u.key] = n
	}
	for _, p := range []struct {
		key, unit, title string
		duty             org.Duty
		rights           []org.Right
	}{
		{"mayor", "gov", "市长", org.Mayor, []org.Right{org.Read, org.Decide}},
		{"vice", "gov", "副市长", org.ViceMayor, []org.Right{org.Read, org.Decide}},
		{"clerk", "office", "综合科科长", org.OfficeClerk, []org.Right{org.Read, org.Draft, org.Accept, org.Assign}},
		{"supervision", "office", "督查专员", org.Supervision, []org.Right{org.Read, org.Accept, org.CheckFig, org.Assign, org.Decide, org.Close}},
		{"auditor", "office", "审计", org.Auditor, []org.Right{org.Read, org.Audit}},
		{"accounts", "office", "账号管理员", org.Accounts, []org.Right{org.Manage}},
		{"head", "house", "局长", org.Head, []org.Right{org.Read, org.Receive, org.Report, org.Sheet}},
		{"liaison", "house", "联络员", org.Liaison, []org.Right{org.Read, org.Receive, org.Report}},
		{"urbanhead", "urban", "局长", org.Head, []org.Right{org.Read, org.Receive, org.Report, org.Sheet}},
		{"urban", "urban", "联络员", org.Liaison, []org.Right{org.Read, org.Receive, org.Report}},
		{"jia", "jiab", "联络员", org.CountyLiaison, []org.Right{org.Read, org.Receive, org.Report}},
		{"yi", "yib", "联络员", org.CountyLiaison, []org.Right{org.Read, org.Receive, org.Report}},
	} {
		post, err := store.Insert[store.Post, id.Post](tx, store.Post{UnitID: w.units[p.unit], Title: p.title, Duty: string(p.duty)})
		w.must(err)
		person, err := store.Insert[store.Person, id.Person](tx, store.Person{Name: p.key})
		w.must(err)
		w.must(store.Add(tx, store.PostHolder{PostID: post, Person: person, FromDay: tx.Day}))
		for _, r := range p.rights {
			w.must(store.Add(tx, store.PostRight{PostID: post, Right: string(r), Given: 1}))
		}
		w.who[p.key] = org.Viewer{Person: person, Post: post}
	}
	for _, u := range []string{"house", "urban"} {
		w.must(store.Add(tx, store.PortfolioLine{PostID: w.who["vice"].Post, UnitID: w.units[u], Field: "城乡建设", Relation: "lead", FromDay: tx.Day}))
	}
	return nil
}

// meet makes viewers from the directory, as signing in does.
func (w *town) meet() {
	w.must(w.app.DB.View(context.Background(), func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		for key, v := range w.who {
			full, ok := dir.ViewerOf(v.Person, v.Post)
			if !ok {
				return fmt.Errorf("%s holds no post", key)
			}
			full.Proven = true
			w.who[key] = full
		}
		return err
	}))
}

// issue puts a few items of different kinds into the ledger.
func (w *town) issue() {
	d := func(m, day int) calendar.Day { return calendar.Date(2026, m, day) }
	origin := []app.NewOrigin{{Sort: "report", Record: "2026年政府工作报告", Demand: "12月底前", Limit: d(12, 31)}}
	lead := func(unit string, more ...ledger.Party) []ledger.Party {
		return append([]ledger.Party{{Unit: w.units[unit], Role: ledger.RoleLead}}, more...)
	}
	task := func(title, unit string, target int64, more ...ledger.Party) app.NewItem {
		return app.NewItem{Kind: "key-task", Title: title, Standard: title, Year: 2026, Mode: "single", Origins: origin, Parties: lead(unit, more...), Due: app.NewDue{Sort: "date", Day: d(12, 31)},
			Measures: []app.NewMeasure{{Name: "完成数", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: target}}}
	}
	plant := task("临港污水处理厂二期建成通水", "urban", 100)
	plant.Measures[0] = app.NewMeasure{Name: "形象进度", Unit: "%", Direction: 1, Path: "share", Comparator: "reach", Target: 100}
	plant.Plan = []app.NewNode{{MeasureAt: 1, Day: d(3, 31), Expected: 30}, {MeasureAt: 1, Day: d(6, 30), Expected: 60}, {MeasureAt: 1, Day: d(12, 31), Expected: 100}}
	school := task("新增学位6000个", "house", 6000)
	school.Rollup = "sum"
	partA, partB := task("甲县新增学位3000个", "jiab", 3000), task("乙县新增学位3000个", "yib", 3000)
	partA.ParentAt, partB.ParentAt = 3, 3
	list := []app.NewItem{
		task("改造老旧小区120个", "house", 120, ledger.Party{Unit: w.units["urban"], Role: ledger.RoleCooperate}), plant, school, partA, partB,
	}
	for i := range 3 {
		list = append(list, task(fmt.Sprintf("新建停车场%d处", i+4), "house", int64(i+4)))
	}
	ids, err := w.app.IssueItems(context.Background(), w.who["clerk"], "", list)
	w.must(err)
	for i, key := range []string{"homes", "plant", "school", "parta", "partb", "park4", "park5", "park6"} {
		w.items[key] = ids[i]
	}
}

// session finds who the cookie names; no cookie is nobody.
func (w *town) session(ctx context.Context, r *http.Request) (Session, error) {
	c, err := r.Cookie(whoCookie)
	if err != nil {
		return Session{}, nil
	}
	v, ok := w.who[c.Value]
	if !ok {
		return Session{}, nil
	}
	return Session{Viewer: v, Who: c.Value, Token: "token-" + c.Value}, nil
}

// visitor is an HTTP client without scripts that acts as somebody.
type visitor struct {
	w    *town
	name string
	c    *http.Client
}

func (w *town) as(name string) *visitor {
	jar, _ := cookiejar.New(nil)
	u, _ := url.Parse(w.srv.URL)
	if name != "" {
		jar.SetCookies(u, []*http.Cookie{{Name: whoCookie, Value: name, Path: "/"}})
	}
	return &visitor{w: w, name: name, c: &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

type answer struct {
	status int
	body   string
	to     string // where it sends on to
	head   http.Header
}

func (v *visitor) do(r *http.Request) answer {
	v.w.t.Helper()
	resp, err := v.c.Do(r)
	v.w.must(err)
	defer resp.Body.Close()
	var b strings.Builder
	_, err = copyText(&b, resp)
	v.w.must(err)
	if m := noText.FindString(b.String()); m != "" {
		v.w.t.Errorf("%s: %s %s: a message without text: %s", v.name, r.Method, r.URL.Path, m)
	}
	return answer{resp.StatusCode, b.String(), resp.Header.Get("Location"), resp.Header}
}

func (v *visitor) get(path string) answer {
	v.w.t.Helper()
	r, err := http.NewRequest("GET", v.w.srv.URL+path, nil)
	v.w.must(err)
	return v.do(r)
}

var nonce int

// post sends a form with its token and a request number of its own.
func (v *visitor) post(path string, values url.Values) answer {
	v.w.t.Helper()
	if values == nil {
		values = url.Values{}
	}
	nonce++
	if values.Get("_request") == "" {
		values.Set("_request", fmt.Sprint("nonce-", nonce))
	}
	values.Set("_token", "token-"+v.name)
	r, err := http.NewRequest("POST", v.w.srv.URL+path, strings.NewReader(values.Encode()))
	v.w.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(r)
}

// opens gets a page that has to open and say something.
func (v *visitor) opens(path string, says ...string) string {
	v.w.t.Helper()
	a := v.get(path)
	if a.status != http.StatusOK {
		v.w.t.Fatalf("%s: GET %s: %d %s\n%s", v.name, path, a.status, a.to, text0(a.body))
	}
	for _, s := range says {
		if !strings.Contains(a.body, s) {
			v.w.t.Errorf("%s: GET %s does not say %q\n%s", v.name, path, s, text0(a.body))
		}
	}
	return a.body
}

// goesOn posts a form that has to be taken and lead on to a page.
func (v *visitor) goesOn(path string, values url.Values) string {
	v.w.t.Helper()
	a := v.post(path, values)
	if a.status != http.StatusSeeOther {
		v.w.t.Fatalf("%s: POST %s: %d\n%s", v.name, path, a.status, text0(a.body))
	}
	return a.to
}
