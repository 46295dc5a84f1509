package web

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// walker is a person at a browser, in one role after another.
type walker struct {
	t    *testing.T
	ctx  context.Context
	base string
	now  string
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
		_, err := chromedp.Run(k.ctx, chromedp.Navigate(k.base+"/as/"+who))
		k.must(err)
		k.now = who
	}
	_, err := chromedp.Run(k.ctx, chromedp.Navigate(k.base+path))
	k.must(err)
}

// read evaluates a script as a text.
func (k *walker) read(js string) string {
	k.t.Helper()
	s, err := chromedp.Run(k.ctx, chromedp.Evaluate[string]("String("+js+")"))
	k.must(err)
	return s
}

// says holds the page to words, whatever the width of their marks.
func (k *walker) says(words ...string) {
	k.t.Helper()
	text := strings.NewReplacer("，", ",", "（", "(", "）", ")").Replace(k.read("document.querySelector('main').innerText"))
	for _, x := range words {
		if !strings.Contains(text, x) {
			k.t.Errorf("%s does not say %q:\n%s", k.read("location.href"), x, text)
		}
	}
}

// fill sets fields of the first form of the page that posts, as a person would,
// and sends it by its first button.
func (k *walker) fill(values map[string]string) {
	k.t.Helper()
	k.fillIn("main form[method=post]", "", values)
}

// fillIn is fill for the form a selector finds and the button with a value.
func (k *walker) fillIn(form, button string, values map[string]string) {
	k.t.Helper()
	for name, value := range values {
		k.read(fmt.Sprintf(`(() => { const f = document.querySelector(%q), e = f.elements[%q]; if (e instanceof RadioNodeList) { for (const x of e) if (x.value === %q) x.click(); } else { e.value = %q; e.dispatchEvent(new Event('input', {bubbles: true})) } return e.value })()`, form, name, value, value))
	}
	press := "button.btn-primary"
	if button != "" {
		press = "button[value=" + button + "]"
	}
	k.read("window.stays = 'yes'")
	k.read(fmt.Sprintf("(document.querySelector(%q).querySelector(%q) || document.querySelector(%q).querySelector('button')).click()", form, press, form))
	for range 400 {
		s, err := chromedp.Run(k.ctx, chromedp.Evaluate[string]("String(document.readyState === 'complete' && window.stays !== 'yes')"))
		if err == nil && s == "true" {
			return
		}
	}
	k.t.Fatalf("nothing came of the form at %s", k.read("location.href"))
}
