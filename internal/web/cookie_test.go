package web

import (
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// TestCookiesUnderTLS signs in over a real TLS connection: every cookie has the
// prefix that binds it to this host, and a session put under the plain name, as
// somebody on the wire or a neighbouring host could do, opens nothing.
func TestCookiesUnderTLS(t *testing.T) {
	h := newHall(t).staff()
	h.withPassword("clerk")
	srv := httptest.NewTLSServer(h.srv.Config.Handler)
	t.Cleanup(srv.Close)
	c := srv.Client()
	jar, err := cookiejar.New(nil)
	h.must(err)
	c.Jar = jar
	var set []*http.Cookie
	do := func(r *http.Request) (int, string) {
		t.Helper()
		r.Header.Set("Origin", srv.URL)
		resp, err := c.Do(r)
		h.must(err)
		defer resp.Body.Close()
		for x := resp; x != nil; x = x.Request.Response { // with every answer that led here
			set = append(set, x.Cookies()...)
		}
		var b strings.Builder
		_, err = copyText(&b, resp)
		h.must(err)
		return resp.StatusCode, resp.Request.URL.Path + " " + b.String()
	}
	get := func(path string) string {
		r, err := http.NewRequest("GET", srv.URL+path, nil)
		h.must(err)
		_, body := do(r)
		return body
	}
	token := regexp.MustCompile(`name="_token" value="([^"]+)"`).FindStringSubmatch(get("/signin"))
	r, err := http.NewRequest("POST", srv.URL+"/signin", strings.NewReader(url.Values{"_token": {token[1]}, "name": {"clerk"}, "password": {goodPassword}}.Encode()))
	h.must(err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if status, body := do(r); status != 200 || !strings.HasPrefix(body, "/desk") {
		t.Fatalf("not signed in: %d %s", status, text0(body))
	}
	session := ""
	for _, x := range set {
		if !strings.HasPrefix(x.Name, "__Host-") || !x.Secure || !x.HttpOnly || x.Path != "/" || x.Domain != "" {
			t.Errorf("a cookie that another host could set: %+v", x)
		}
		if x.Name == "__Host-"+sessionCookie && x.Value != "" {
			session = x.Value
		}
	}
	if session == "" || !strings.HasPrefix(get("/documents"), "/documents") {
		t.Fatalf("no session in %v", set)
	}
	plain, err := cookiejar.New(nil)
	h.must(err)
	at, err := url.Parse(srv.URL)
	h.must(err)
	plain.SetCookies(at, []*http.Cookie{{Name: sessionCookie, Value: session, Path: "/"}})
	c.Jar = plain
	if body := get("/documents"); !strings.HasPrefix(body, "/signin") {
		t.Errorf("a session under the plain name opens %s", text0(body))
	}
}
