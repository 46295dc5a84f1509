package web

import (
	"flag"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"

	"jiufen/internal/id"
)

var (
	shotsDir   = flag.String("shots", "", "directory to write pictures of the pages with real data to")
	shotReport = flag.String("report", "", "report to take in for the pictures instead of the small one")
)

// doors serves the place with a way in for a browser that cannot be handed a
// cookie: /as/name.
func (h *hall) doors() string {
	mux := http.NewServeMux()
	mux.Handle("/", h.srv.Config.Handler)
	mux.HandleFunc("/as/{name}", func(w http.ResponseWriter, r *http.Request) {
		u, err := url.Parse(h.srv.URL)
		h.must(err)
		for _, k := range h.in(r.PathValue("name")).c.Jar.Cookies(u) {
			http.SetCookie(w, &http.Cookie{Name: k.Name, Value: k.Value, Path: "/"})
		}
		http.Redirect(w, r, "/more", http.StatusSeeOther)
	})
	srv := httptest.NewServer(mux)
	h.t.Cleanup(srv.Close)
	return srv.URL
}

// The pages of this part with real data: nothing the policy refuses, nothing
// that scrolls sideways, on wide screens and telephones.
func TestDocumentsAndDoorInABrowser(t *testing.T) {
	ctx := browser(t)
	h := newHall(t).staff()
	c := h.in("clerk")
	long := ""
	if *shotReport != "" {
		b, err := os.ReadFile(*shotReport)
		h.must(err)
		c.get("/documents").submit("/documents", "how=file", nil, file{"long.txt", b}).is(200)
		long = deskOf(c)
	}
	c.get("/documents").submit("/documents", "how=file", nil, file{"report.txt", []byte(workReport)}).is(200)
	desk := deskOf(c)
	first := h.drafts(desk)[0]
	// two people meet on one draft
	other := h.in("second")
	form := "/drafts/" + id.String(first.ID)
	c.get(desk + "?draft=" + id.String(first.ID))
	other.get(desk + "?draft=" + id.String(first.ID))
	c.submit(form, "do=save", url.Values{"title": {"甲写的名称"}}).is(200)

	base := h.doors()
	var said []string
	var mu sync.Mutex
	h.must(chromedp.Listen(ctx, func(ev any) {
		if e, ok := ev.(*cdplog.EventEntryAdded); ok && !strings.Contains(e.Entry.Text, "status of 4") {
			mu.Lock()
			said = append(said, e.Entry.URL+": "+e.Entry.Text)
			mu.Unlock()
		}
	}))
	seen := func(name, path string) {
		t.Helper()
		for _, width := range []int64{1440, 390, 320} {
			got, err := look(ctx, base+path, width)
			if err != nil {
				t.Fatalf("%s at %d: %v", name, width, err)
			}
			if got.Sheets != 2 || got.Refused != 0 || got.Width > width {
				t.Errorf("%s at %d: %+v", name, width, got)
			}
			if *shotsDir != "" && width != 320 {
				_, err := chromedp.Run(ctx, chromedp.EmulateViewport(width, 1500))
				h.must(err)
				b, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
				h.must(err)
				h.must(os.WriteFile(filepath.Join(*shotsDir, name+"-"+id.String(id.Fact(width))+".png"), b, 0o644))
			}
		}
	}
	// the door, before anybody is in
	h.app.Demo = true
	seen("signin", "/signin")
	h.app.Demo = false
	as := func(name string) {
		t.Helper()
		_, err := chromedp.Run(ctx, chromedp.Navigate(base+"/as/"+name))
		h.must(err)
	}
	as("clerk")
	seen("documents", "/documents")
	seen("desk", desk)
	if long != "" {
		seen("desk-long", long)
	}
	seen("desk-problem", desk+"?view=problem")
	seen("split", form+"/split")
	seen("merge", form+"/merge")
	seen("drop", form+"/drop")
	for _, d := range h.drafts(desk) {
		if len(d.Problems) == 0 {
			at := "/drafts/" + id.String(d.ID)
			c.get(desk+"?draft="+id.String(d.ID)).submit(at, "do=accept", nil).is(200)
		}
	}
	c.get(desk).submit(desk+"/paper", "", nil).is(200)
	paper := deskOf(c)
	as("approver")
	seen("papers", "/documents")
	seen("paper-approve", paper)
	h.in("approver").get(paper).submit(paper+"/approve", "do=approve", nil).is(200)
	as("signer")
	seen("paper-sign", paper)
	h.in("signer").get(paper).submit(paper+"/sign", "do=sign", nil).is(200)
	seen("paper-signed", paper)
	as("accounts")
	seen("accounts", "/accounts")
	seen("account", "/accounts/"+personOf(h, "clerk"))
	seen("account-new", "/accounts/new")
	mu.Lock()
	defer mu.Unlock()
	for _, text := range said {
		t.Errorf("the browser says: %s", text)
	}
}
