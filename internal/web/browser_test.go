package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"

	"jiufen/internal/locale"
)

// browser starts headless Chromium, or says why the test cannot run.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("no Chromium; CI leaves nothing out")
		}
		// A machine where nothing may be installed: .ci/needs has said it in a line.
		t.Skip("no Chromium on this machine; the pages are still checked as text")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.ExecPath(path))
	ctx, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 180*time.Second)
	t.Cleanup(stop)
	return ctx
}

// samplesServed serves every sample page with one row, each at its sampleAt.
func samplesServed(t *testing.T) string {
	t.Helper()
	v := strictViews(t)
	m := locale.For(locale.Chinese).Strict()
	mux := http.NewServeMux()
	mux.Handle("GET /static/", v.assets)
	for i, s := range samples {
		mux.HandleFunc("GET "+sampleAt(i), func(w http.ResponseWriter, r *http.Request) {
			if err := v.render(w, r, http.StatusOK, s.make(m, 1)); err != nil {
				t.Error(err)
			}
		})
	}
	srv := httptest.NewServer(mux)
	t.Cleanup(srv.Close)
	return srv.URL
}

// Under the real content policy a browser loads both style sheets and applies
// ours, the page holds nothing the policy refuses, and nothing scrolls sideways
// down to 320 px.
func TestPagesUnderThePolicyInABrowser(t *testing.T) {
	ctx := browser(t)
	at := samplesServed(t)
	var mu sync.Mutex
	var said []string
	if err := chromedp.Listen(ctx, func(ev any) {
		if e, ok := ev.(*cdplog.EventEntryAdded); ok {
			mu.Lock()
			said = append(said, e.Entry.URL+": "+e.Entry.Text)
			mu.Unlock()
		}
	}); err != nil {
		t.Fatal(err)
	}
	for i, s := range samples {
		for _, width := range []int64{1440, 390, 320} {
			got, err := look(ctx, at+sampleAt(i), width)
			if err != nil {
				t.Fatalf("%s at %d: %v", s.file, width, err)
			}
			if got.Sheets != 2 || got.Font == "" || got.Refused != 0 {
				t.Errorf("%s at %d: %d style sheets of 2, %d things refused", s.file, width, got.Sheets, got.Refused)
			}
			if got.Width > width {
				t.Errorf("%s at %d: scrolls sideways, %d px wide", s.file, width, got.Width)
			}
		}
	}
	mu.Lock()
	defer mu.Unlock()
	for _, text := range said {
		t.Errorf("the browser says: %s", text)
	}
}

// sampleAt is the address of a sample: a template can have several.
func sampleAt(i int) string { return "/sample/" + strconv.Itoa(i) }

type looked struct {
	Sheets, Refused int
	Width           int64
	Font            string
}

func look(ctx context.Context, url string, width int64) (looked, error) {
	if _, err := chromedp.Run(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
		return looked{}, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Navigate(url)); err != nil {
		return looked{}, err
	}
	// What the policy refuses stays in the tree and can be counted.
	return chromedp.Run(ctx, chromedp.Evaluate[looked](`({
		Sheets: [...document.styleSheets].filter(s => s.cssRules.length > 0).length,
		Refused: document.querySelectorAll('[style], style, script:not([src])').length,
		Width: document.documentElement.scrollWidth,
		Font: getComputedStyle(document.body).fontFamily.includes('PingFang') ? 'ours' : ''})`))
}
