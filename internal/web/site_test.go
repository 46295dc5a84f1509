package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"jiufen/internal/errs"
	"jiufen/internal/org"
)

func testSite(t *testing.T, who Session) (*Site, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	s, err := New(Config{
		Place: "栖川市", Log: slog.New(slog.NewTextHandler(&log, nil)), Now: func() time.Time { return sampleNow },
		Session: func(context.Context, *http.Request) (Session, error) { return who, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, &log
}

var liaison = Session{Viewer: org.Viewer{Person: 7, Post: 3, Rights: []org.Right{org.Read, org.Report}}, Who: "市住建局·联络员", Token: "right-token"}

// Every route says what it needs, and those open to all are known by name.
func TestRoutesDenyByDefault(t *testing.T) {
	open := []string{"POST /me/look", "GET /signin", "POST /signin", "POST /signin/demo", "POST /signout", "GET /link/{secret}", "POST /link"}
	seen := map[string]bool{}
	for _, r := range Routes {
		name := r.Method + " " + r.Pattern
		if seen[name] {
			t.Errorf("%s stands twice", name)
		}
		seen[name] = true
		switch {
		case r.Needs == Public:
			if !slices.Contains(open, name) {
				t.Errorf("%s is open to all; if that is meant, name it here", name)
			}
		case r.Needs != SignedIn && !slices.Contains(org.Rights, org.Right(r.Needs)):
			t.Errorf("%s needs %q, which is no right", name, r.Needs)
		}
		if r.Method != "GET" && r.Method != "POST" {
			t.Errorf("%s: forms know GET and POST", name)
		}
		if r.do == nil {
			t.Errorf("%s does nothing", name)
		}
	}
}

// Nobody gets through any door that is not open to all.
func TestNobodyIsSentToTheDoor(t *testing.T) {
	s, _ := testSite(t, Session{})
	for _, r := range Routes {
		if r.Needs == Public {
			continue
		}
		w := httptest.NewRecorder()
		path := strings.NewReplacer("{id}", "1", "{secret}", "x", "{measure}", "1", "{n}", "1").Replace(r.Pattern)
		s.ServeHTTP(w, httptest.NewRequest(r.Method, strings.TrimSuffix(path, "{$}"), nil))
		if r.Method == "GET" && (w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/signin?next=")) {
			t.Errorf("%s %s: %d %s", r.Method, r.Pattern, w.Code, w.Header().Get("Location"))
		}
		if r.Method == "POST" && w.Code != http.StatusUnauthorized {
			t.Errorf("%s %s: %d", r.Method, r.Pattern, w.Code)
		}
	}
}

func serveRoute(t *testing.T, s *Site, r *http.Request, route Route) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	route.Method = r.Method
	s.serve(w, r, route)
	return w
}

func TestRightIsAskedBeforeTheHandler(t *testing.T) {
	s, _ := testSite(t, liaison)
	ran := false
	do := func(*Site, *visit) error { ran = true; return nil }
	for needs, want := range map[string]int{string(org.Sign): 403, "": 403, "no-such-right": 403} {
		w := serveRoute(t, s, httptest.NewRequest("GET", "/x", nil), Route{Needs: needs, do: do})
		if w.Code != want || ran {
			t.Errorf("needs %q: %d, ran %v", needs, w.Code, ran)
		}
	}
	serveRoute(t, s, httptest.NewRequest("GET", "/x", nil), Route{Needs: string(org.Report), do: do})
	if !ran {
		t.Error("a right that is held did not open")
	}
}

func post(values url.Values, head map[string]string) *http.Request {
	r := httptest.NewRequest("POST", "http://jiufen.test/x", strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for k, v := range head {
		r.Header.Set(k, v)
	}
	return r
}

// Security point 6: a form token besides the look at the origin, for browsers
// that say nothing about it.
func TestFormTokenAndOrigin(t *testing.T) {
	s, _ := testSite(t, liaison)
	for _, c := range []struct {
		name string
		r    *http.Request
		want int
	}{
		{"right token", post(url.Values{"_token": {"right-token"}}, nil), 200},
		{"right token, same origin", post(url.Values{"_token": {"right-token"}}, map[string]string{"Sec-Fetch-Site": "same-origin"}), 200},
		{"no token", post(url.Values{}, nil), 403},
		{"wrong token", post(url.Values{"_token": {"wrong-token"}}, nil), 403},
		{"token in the address", func() *http.Request {
			r := post(url.Values{}, nil)
			r.URL.RawQuery = "_token=right-token"
			return r
		}(), 403},
		{"another site", post(url.Values{"_token": {"right-token"}}, map[string]string{"Sec-Fetch-Site": "cross-site"}), 403},
		{"another origin", post(url.Values{"_token": {"right-token"}}, map[string]string{"Origin": "http://evil.test"}), 403},
	} {
		w := serveRoute(t, s, c.r, Route{Needs: SignedIn, do: func(s *Site, v *visit) error { v.w.WriteHeader(200); return nil }})
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d", c.name, w.Code, c.want)
		}
	}
}

func TestGuestTokenStandsInCookieAndForm(t *testing.T) {
	s, _ := testSite(t, Session{})
	var token string
	route := Route{Needs: Public, do: func(s *Site, v *visit) error { token = v.who.Token; return nil }}
	w := serveRoute(t, s, httptest.NewRequest("GET", "/x", nil), route)
	c := w.Result().Cookies()[0]
	if c.Value != token || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
		t.Fatalf("%+v, token %s", c, token)
	}
	r := post(url.Values{"_token": {token}}, nil)
	r.AddCookie(c)
	if w := serveRoute(t, s, r, route); w.Code != 200 {
		t.Errorf("with cookie: %d", w.Code)
	}
	if w := serveRoute(t, s, post(url.Values{"_token": {token}}, nil), route); w.Code != 403 {
		t.Errorf("without cookie: %d", w.Code)
	}
}

func TestTooLargeIsSaid(t *testing.T) {
	s, _ := testSite(t, liaison)
	r := post(url.Values{"_token": {"right-token"}, "text": {strings.Repeat("字", formLimit)}}, nil)
	w := serveRoute(t, s, r, Route{Needs: SignedIn, do: func(*Site, *visit) error { return nil }})
	if w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), "文件太大") {
		t.Errorf("%d", w.Code)
	}
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, _ := m.CreateFormFile("file", "报告.docx")
	_, _ = io.CopyN(part, zeros{}, uploadLimit+1)
	_ = m.Close()
	r = httptest.NewRequest("POST", "/x", &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	if w := serveRoute(t, s, r, Route{Needs: SignedIn, Upload: true, do: func(*Site, *visit) error { return nil }}); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("upload: %d", w.Code)
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { return len(b), nil }

// Whatever fails, the reader gets a page with the status of its kind; the cause
// of what nobody classified goes to the log alone.
func TestErrorsBecomePages(t *testing.T) {
	s, log := testSite(t, liaison)
	for _, c := range []struct {
		name string
		err  error
		want int
		says string
	}{
		{"not there", errs.E(errs.NotFound, "err.notfound"), 404, "地址不对，或者不在现在这个岗位可看的范围内"},
		{"not yours", errs.E(errs.NotFound, "err.forbidden"), 404, "地址不对，或者不在现在这个岗位可看的范围内"},
		{"forbidden", errs.E(errs.Forbidden, "err.asleep"), 403, "第二位管理员"},
		{"conflict", errs.E(errs.Conflict, "err.conflict"), 409, "别人刚改过"},
		{"unavailable", errs.E(errs.Unavailable, "err.diskfull"), 503, "可以照常查看"},
		{"unknown", errors.New("disk on fire"), 500, "请求编号"},
	} {
		w := serveRoute(t, s, httptest.NewRequest("GET", "/x", nil), Route{Needs: SignedIn, do: func(*Site, *visit) error { return c.err }})
		if w.Code != c.want || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d\n%s", c.name, w.Code, w.Body)
		}
		if strings.Contains(w.Body.String(), "fire") {
			t.Errorf("%s: the cause is on the page", c.name)
		}
		if w.Header().Get("Content-Security-Policy") != csp {
			t.Errorf("%s: no content policy", c.name)
		}
	}
	if !strings.Contains(log.String(), "disk on fire") {
		t.Errorf("the cause is not in the log: %s", log)
	}
	w := serveRoute(t, s, httptest.NewRequest("GET", "/x", nil), Route{Needs: SignedIn, do: func(*Site, *visit) error { panic("oh") }})
	if w.Code != 500 || !strings.Contains(log.String(), "panic: oh") {
		t.Errorf("panic: %d", w.Code)
	}
	w = httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("GET", "/no/such/page", nil))
	if w.Code != 404 || !strings.Contains(w.Body.String(), "没有这一页") {
		t.Errorf("unknown address: %d", w.Code)
	}
}

func TestLookIsKeptAndLeadsBack(t *testing.T) {
	s, _ := testSite(t, liaison)
	for back, want := range map[string]string{"/ledger?light=red": "/ledger?light=red", "//evil.test": "/", "http://evil.test/": "/", "/\\evil.test": "/"} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("POST", "/me/look", strings.NewReader(url.Values{"_token": {"right-token"}, "lang": {"en"}, "back": {back}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		s.ServeHTTP(w, r)
		if w.Code != 303 || w.Header().Get("Location") != want || w.Result().Cookies()[0].Value != "en" {
			t.Errorf("back %q: %d %q %v", back, w.Code, w.Header().Get("Location"), w.Result().Cookies())
		}
	}
}

func TestDoneSaysOnlyOurSentences(t *testing.T) {
	s, _ := testSite(t, liaison)
	for query, want := range map[string]string{"done=submitted&n=8": "已提交8项，等审签", "done=saved": "已保存", "done=submitted": "", "done=<b>": "", "done=submitted&n=x": "", "": ""} {
		v := &visit{r: httptest.NewRequest("GET", "/?"+query, nil), m: language(httptest.NewRequest("GET", "/", nil))}
		if got := v.done(); got != want {
			t.Errorf("%q: %q, want %q", query, got, want)
		}
	}
	_ = s
}

func TestRefuseKeepsWhatWasTyped(t *testing.T) {
	s, _ := testSite(t, liaison)
	w := serveRoute(t, s, httptest.NewRequest("GET", "/x", nil), Route{Needs: SignedIn, do: func(s *Site, v *visit) error {
		f := &form{year: 2026, values: map[string][]string{"found": {"三十三"}}}
		f.figure("found", 0, "%")
		p := sampleCheck(v.m, 1).(*CheckPage)
		p.Found.Value = f.raw("found")
		return s.refuse(v, f.err(), p, &p.Found)
	}})
	body := w.Body.String()
	if w.Code != 422 || !strings.Contains(body, `value="三十三"`) || !strings.Contains(body, `href="#f-found"`) || !strings.Contains(body, "<title>错误：") {
		t.Errorf("%d\n%s", w.Code, body)
	}
}

func TestStaticFilesAreKeptForEver(t *testing.T) {
	s, _ := testSite(t, Session{})
	for _, f := range s.views.assets.byName {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", f.url, nil))
		if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || w.Header().Get("Content-Type") == "" {
			t.Errorf("%s: %d %v", f.url, w.Code, w.Header())
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest("GET", "/static/app.js", nil))
	if w.Code != 404 {
		t.Errorf("an address without hash: %d", w.Code)
	}
}
