package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"

	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// doors serves the town with a way in for a browser: /as/name.
func (w *town) doors() string {
	mux := http.NewServeMux()
	mux.Handle("/", w.srv.Config.Handler)
	mux.HandleFunc("/as/{name}", func(rw http.ResponseWriter, r *http.Request) {
		http.SetCookie(rw, &http.Cookie{Name: whoCookie, Value: r.PathValue("name"), Path: "/"})
		http.Redirect(rw, r, "/more", http.StatusSeeOther)
	})
	srv := httptest.NewServer(mux)
	w.t.Cleanup(srv.Close)
	return srv.URL
}

// The pages of the ledger and of the desks with real data: nothing the policy
// refuses, nothing that scrolls sideways down to 320 px, five requests a page.
func TestLedgerAndDesksInABrowser(t *testing.T) {
	ctx := browser(t)
	w := newTown(t)
	report := id.String(w.reported("homes", "head"))
	w.day(3, 20)
	sheet := "/sheets/" + periodID(calendar.MonthOf(2026, 3))
	park := id.String(w.items["park4"])
	w.as("liaison").goesOn(sheet, url.Values{"v-" + park: {"1"}, "t-" + park: {"已开工1处"}, "w-" + park: {"0"}, "do": {"submit"}})
	base := w.doors()
	var mu sync.Mutex
	var said []string
	requests, on := 0, ""
	w.must(chromedp.Listen(ctx, func(ev any) {
		mu.Lock()
		defer mu.Unlock()
		switch e := ev.(type) {
		case *cdplog.EventEntryAdded:
			if !strings.Contains(e.Entry.Text, "status of 4") {
				said = append(said, e.Entry.URL+": "+e.Entry.Text)
			}
		case *network.EventRequestWillBeSent:
			if e.DocumentURL == on { // not what the page before still asks for
				requests++
			}
		}
	}))
	item := w.item("homes")
	for role, paths := range map[string][]string{
		"supervision": {"/ledger", "/ledger?asof=2026-03-10", "/ledger?light=red", "/search?q=小区", item, item + "?asof=2026-03-10", w.item("school"), "/reviews?report=" + report, item + "/check", item + "/closing/decide", "/changes", "/closings", "/assignments", "/overview", "/rules/wuhan", "/desk"},
		"liaison":     {"/desk", w.item("park5") + "/plan"},
		"head":        {"/sheets", item + "/reports/" + report + "/correct", w.item("park5") + "/change", w.item("park5") + "/closing"},
		"vice":        {item + "/change/decide", "/desk"},
		"auditor":     {"/journal"},
	} {
		_, err := chromedp.Run(ctx, chromedp.Navigate(base+"/as/"+role))
		w.must(err)
		_, err = look(ctx, base+"/more", 1440) // what the way in still loads is not the first page's
		w.must(err)
		for _, path := range paths {
			for _, width := range []int64{1440, 390, 320} {
				mu.Lock()
				requests, on = 0, base+path
				mu.Unlock()
				got, err := look(ctx, base+path, width)
				if err != nil {
					t.Fatalf("%s: %s at %d: %v", role, path, width, err)
				}
				mu.Lock()
				n := requests
				mu.Unlock()
				if got.Sheets != 2 || got.Refused != 0 || got.Width > width || n > 5 {
					t.Errorf("%s: %s at %d: %+v, %d requests", role, path, width, got, n)
				}
				if width != 320 {
					if text := objections(ctx, t); text != "" {
						t.Errorf("%s: %s at %d:\n%s", role, path, width, text)
					}
				}
			}
		}
	}
	mu.Lock()
	defer mu.Unlock()
	for _, text := range said {
		t.Errorf("the browser says: %s", text)
	}
}
