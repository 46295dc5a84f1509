package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"time"

	"jiufen/internal/org"
	"jiufen/internal/web"
)

// looks are how often a page is asked for.
const looks = 30

var links = regexp.MustCompile(`href="(/[^"#]*)"`)

// pages asks for every page that a role comes to by links, whole, as the server
// makes it: its statements with what stands around it, its time and its size.
func (b *bench) pages(ctx context.Context) error {
	fmt.Println("  pages as the server makes them, the first of each kind")
	for _, who := range []string{"office", "liaison"} {
		if err := b.pagesOf(ctx, who, b.who[who]); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) pagesOf(ctx context.Context, who string, v org.Viewer) error {
	site, err := web.New(web.Config{Place: "样例市", Log: b.app.Log, App: b.app, Now: b.app.DB.Now, Around: web.Around(b.app),
		Session: func(context.Context, *http.Request) (web.Session, error) {
			return web.Session{Viewer: v, Who: who, Token: "T"}, nil
		}})
	if err != nil {
		return err
	}
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", path, nil))
		return w
	}
	done := map[string]bool{}
	todo := []string{"/desk", "/overview", "/documents", "/ledger", "/registers", "/bulletins"}
	for len(todo) > 0 {
		path := todo[0]
		todo = todo[1:]
		kind := pageKind(path)
		if done[kind] {
			continue
		}
		done[kind] = true
		w := get(path)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		size := w.Body.Len()
		for _, m := range links.FindAllStringSubmatch(w.Body.String(), -1) {
			if u, err := url.Parse(strings.ReplaceAll(m[1], "&amp;", "&")); err == nil && !done[pageKind(u.Path)] {
				todo = append(todo, u.Path)
			}
		}
		n := 0
		b.app.DB.OnQuery(func(string) { n++ })
		get(path)
		b.app.DB.OnQuery(nil)
		var d []time.Duration
		for range looks {
			begin := time.Now()
			get(path)
			d = append(d, time.Since(begin))
		}
		p50, p99 := quantiles(d)
		fmt.Printf("  %-8s %-44s %2d statements  p50 %7.2f ms  p99 %7.2f ms  %4d KB\n", who, kind, n, ms(p50), ms(p99), size>>10)
	}
	return nil
}

// pageKind is the route that answers an address.
func pageKind(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	best, fixed := path, -1
	for _, r := range web.Routes {
		want := strings.Split(strings.Trim(r.Pattern, "/"), "/")
		if r.Method != "GET" || len(want) != len(parts) {
			continue
		}
		same, ok := 0, true
		for i, w := range want {
			switch {
			case w == parts[i]:
				same++
			case !strings.HasPrefix(w, "{"):
				ok = false
			}
		}
		if ok && same > fixed {
			best, fixed = r.Pattern, same
		}
	}
	return best
}
