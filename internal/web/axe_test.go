package web

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// axeRun runs axe-core (MPL-2.0, testdata/vendor, for tests alone) on the page and
// gives what it objects to, a line each.
const axeRun = `axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(r =>
	r.violations.map(v => v.id + ': ' + v.help + ' — ' + v.nodes.slice(0, 3).map(n => n.target.join(' ') + ' ' + n.html.slice(0, 120)).join(' | ')).join('\n'))`

// objections are what axe finds on the page the browser is at.
func objections(ctx context.Context, t testing.TB) string {
	t.Helper()
	b, err := os.ReadFile("testdata/vendor/axe-core-4.14.1/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[string](string(b)+"; ''")); err != nil {
		t.Fatal(err)
	}
	s, err := chromedp.Run(ctx, chromedp.Evaluate[string](axeRun, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestNoPageIsObjectedTo: axe-core has nothing against any page, wide or narrow.
func TestNoPageIsObjectedTo(t *testing.T) {
	ctx := browser(t)
	at := samplesServed(t)
	for i, s := range samples {
		for _, width := range []int64{1440, 390} {
			if _, err := look(ctx, at+sampleAt(i), width); err != nil {
				t.Fatalf("%s at %d: %v", s.file, width, err)
			}
			for _, line := range strings.Split(objections(ctx, t), "\n") {
				if line != "" {
					t.Errorf("%s at %d: %s", s.file, width, line)
				}
			}
		}
	}
}
