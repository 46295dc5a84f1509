package web

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	cdpbrowser "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// walker is a person at a browser, in one role after another. Whatever the
// browser says of a page on the way – something the content policy refuses, a
// script that throws, a file that is not there – fails the walk at its end.
type walker struct {
	t    *testing.T
	ctx  context.Context
	base string
	now  string
	in   func(who string) // how somebody comes in; nil: by the side door /as/
	dir  string           // where downloads go
	mu   sync.Mutex
	said []string
}

func newWalker(t *testing.T, ctx context.Context, base string) *walker {
	t.Helper()
	k := &walker{t: t, ctx: ctx, base: base, dir: t.TempDir()}
	k.must(chromedp.Listen(ctx, k.hears))
	_, err := chromedp.Run(ctx, chromedp.Navigate("about:blank"))
	k.must(err)
	_, err = chromedp.CallBrowser(ctx, cdpbrowser.SetDownloadBehavior, cdpbrowser.SetDownloadBehaviorParams{Behavior: cdpbrowser.SetDownloadBehaviorBehaviorAllow, DownloadPath: k.dir})
	k.must(err)
	t.Cleanup(func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		for _, text := range k.said {
			t.Errorf("the browser says: %s", text)
		}
	})
	return k
}

// hears keeps what the browser reports. A refused form answers 422 and the like,
// which is meant and reported too.
func (k *walker) hears(ev any) {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch e := ev.(type) {
	case *cdplog.EventEntryAdded:
		if !strings.Contains(e.Entry.Text, "status of 4") {
			k.said = append(k.said, e.Entry.URL+": "+e.Entry.Text)
		}
	case *runtime.EventExceptionThrown:
		k.said = append(k.said, e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			k.said = append(k.said, fmt.Sprint("console: ", e.Args))
		}
	}
}

func (k *walker) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

// goTo opens a page as somebody.
func (k *walker) goTo(who, path string) {
	k.t.Helper()
	if k.now != who {
		if k.in != nil {
			k.in(who)
		} else {
			k.opens("/as/" + who)
		}
		k.now = who
	}
	k.opens(path)
}

// opens opens a page as whoever is in.
func (k *walker) opens(path string) {
	k.t.Helper()
	k.must(chromedp.Do(k.ctx, chromedp.Navigate(k.base+path)))
}

// signsIn comes in by the door, whoever was in before.
func (k *walker) signsIn(login string) {
	k.t.Helper()
	k.must(chromedp.Do(k.ctx, clearCookies, chromedp.Navigate(k.base+"/signin")))
	k.fillIn("form[action='/signin']", "", map[string]string{"name": login, "password": goodPassword})
	k.now = login
}

// read evaluates a script as a text.
func (k *walker) read(js string) string {
	k.t.Helper()
	s, err := chromedp.Run(k.ctx, chromedp.Evaluate[string]("String("+js+")"))
	if err != nil {
		k.t.Fatal(js, ": ", err)
	}
	return s
}

// text is what the page says, whatever the width of its marks.
func (k *walker) text() string {
	k.t.Helper()
	return strings.NewReplacer("，", ",", "（", "(", "）", ")").Replace(k.read("document.querySelector('main').innerText"))
}

// says holds the page to words.
func (k *walker) says(words ...string) {
	k.t.Helper()
	text := k.text()
	for _, x := range words {
		if !strings.Contains(text, x) {
			k.t.Errorf("%s does not say %q:\n%s", k.read("location.href"), x, text)
		}
	}
}

// silent holds the page to saying nothing of the kind.
func (k *walker) silent(words ...string) {
	k.t.Helper()
	text := k.text()
	for _, x := range words {
		if strings.Contains(text, x) {
			k.t.Errorf("%s says %q:\n%s", k.read("location.href"), x, text)
		}
	}
}

// at is where the browser stands, without the query.
func (k *walker) at() string {
	k.t.Helper()
	return k.read("location.pathname")
}

// fill sets fields of the first form of the page that posts, as a person would,
// and sends it by its first button.
func (k *walker) fill(values map[string]string) {
	k.t.Helper()
	k.fillIn("main form[method=post]", "", values)
}

// fillIn is fill for the form a selector finds and the button with a value.
// Boxes of the same name are ticked by their values, parted by a space; a choice
// is made by its value or by what it says.
func (k *walker) fillIn(form, button string, values map[string]string) {
	k.t.Helper()
	for name, value := range values {
		if got := k.read(fmt.Sprintf(setField, form, name, value)); got != "" {
			k.t.Fatalf("%s: %s of %s: %s\n%s", k.read("location.href"), name, form, got, k.text())
		}
	}
	press := "button.btn-primary"
	if button != "" {
		press = "button[value=" + button + "]"
	}
	k.leaves(fmt.Sprintf(pressButton, form, press))
}

const setField = `((form, name, value) => {
	const f = document.querySelector(form); if (!f) return 'no such form';
	let e = f.elements[name]; if (!e) return 'no such field';
	const many = e instanceof RadioNodeList ? [...e] : e.type === 'checkbox' ? [e] : null;
	if (many) { const want = value.split(' '); let n = 0; for (const x of many) if (want.includes(x.value)) { if (!x.checked) x.click(); n++ } return n ? '' : 'no such choice' }
	if (e.tagName === 'SELECT') { const o = [...e.options].find(o => o.value === value) || [...e.options].find(o => value && o.textContent.includes(value)); if (!o) return 'no such choice'; value = o.value }
	e.value = value; e.dispatchEvent(new Event('input', {bubbles: true})); e.dispatchEvent(new Event('change', {bubbles: true})); return '' })(%q, %q, %q)`

const pressButton = `(() => { const f = document.querySelector(%q), b = f.querySelector(%q) || f.querySelector('button'); if (b.disabled) throw new Error('it cannot be pressed: ' + b.textContent); b.click() })()`

// follow goes where a link of the page leads that says so.
func (k *walker) follow(words string) {
	k.t.Helper()
	k.leaves(fmt.Sprintf("[...document.querySelectorAll('main a')].find(a => a.textContent.trim().includes(%q)).click()", words))
}

// leaves does something that leads to another page and waits for it.
func (k *walker) leaves(js string) {
	k.t.Helper()
	k.read("window.stays = 'yes'")
	k.read(js)
	k.until("document.readyState === 'complete' && window.stays !== 'yes'")
}

// until waits for something to be so; while the browser navigates there is no
// page to ask.
func (k *walker) until(js string) {
	k.t.Helper()
	for range 300 {
		s, err := chromedp.Run(k.ctx, chromedp.Evaluate[string]("String("+js+")"))
		if err == nil && s == "true" {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	k.t.Fatalf("never: %s at %s\n%s", js, k.read("location.href"), k.text())
}

// attach puts a file into the field for files of a form.
func (k *walker) attach(field, name string, b []byte) {
	k.t.Helper()
	path := filepath.Join(k.t.TempDir(), name)
	k.must(os.WriteFile(path, b, 0o600))
	k.must(chromedp.Do(k.ctx, chromedp.SetUploadFiles(chromedp.CSS(field), []string{path})))
}

// download presses the link whose address ends so and gives the file that the
// browser saved.
func (k *walker) download(end string) []byte {
	k.t.Helper()
	before, err := os.ReadDir(k.dir)
	k.must(err)
	if k.read(fmt.Sprintf("!document.querySelector('main a[href*=%q], footer a[href*=%q]')", end, end)) == "true" {
		k.t.Fatalf("%s offers no %s\n%s", k.read("location.href"), end, k.text())
	}
	k.read(fmt.Sprintf("document.querySelector('main a[href*=%q], footer a[href*=%q]').click()", end, end))
	for range 300 {
		time.Sleep(20 * time.Millisecond)
		now, err := os.ReadDir(k.dir)
		k.must(err)
		if len(now) == len(before) {
			continue
		}
		for _, e := range now {
			if strings.HasSuffix(e.Name(), ".crdownload") || strings.HasPrefix(e.Name(), ".") {
				continue
			}
			path := filepath.Join(k.dir, e.Name())
			b, err := os.ReadFile(path)
			k.must(err)
			if len(b) > 0 {
				k.must(os.Remove(path))
				return b
			}
		}
	}
	k.t.Fatalf("%s was not saved", end)
	return nil
}

// comesBy opens a one-time link that was handed to somebody, as nobody yet.
func (k *walker) comesBy(link string) {
	k.t.Helper()
	k.must(chromedp.Do(k.ctx, chromedp.Navigate(k.base+"/signin"), clearCookies, chromedp.Navigate(k.base+link[strings.Index(link, "/link/"):])))
	k.now = ""
}

func clearCookies(ctx context.Context, _ *chromedp.Target) (chromedp.Void, error) {
	_, err := chromedp.Call(ctx, network.ClearBrowserCookies, cdp.Empty{})
	return chromedp.Void{}, err
}
