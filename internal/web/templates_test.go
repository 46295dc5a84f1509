package web

import (
	"flag"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/jba/templatecheck"
	"golang.org/x/net/html"

	"jiufen/internal/locale"
)

var writeSamples = flag.String("samples", "", "directory to write the sample pages to, for looking at them")

func strictViews(t *testing.T) *views {
	t.Helper()
	v, err := newViews(true)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestTemplatesFitTheirStructs(t *testing.T) {
	v := strictViews(t)
	for _, p := range pages {
		typ := reflect.TypeOf(p.page)
		tmpl := v.sets[locale.Chinese][typ].Lookup("layout")
		if err := templatecheck.CheckHTML(tmpl, reflect.New(typ.Elem()).Interface()); err != nil {
			t.Errorf("%s: %v", p.file, err)
		}
	}
}

func TestEveryPageHasASample(t *testing.T) {
	made := map[string]bool{}
	for _, s := range samples {
		made[s.file] = true
	}
	for _, p := range pages {
		if !made[p.file] {
			t.Errorf("no sample of %s", p.file)
		}
	}
}

// eachSample renders every page empty, with one row and with fifty, in both
// languages.
func eachSample(t *testing.T, f func(t *testing.T, name string, n int, body string)) {
	v := strictViews(t)
	for _, s := range samples {
		for _, tag := range locale.Tags {
			for _, n := range []int{0, 1, 50} {
				name := fmt.Sprintf("%s-%s-%d", s.file, tag, n)
				w := httptest.NewRecorder()
				if err := v.render(w, httptest.NewRequest("GET", "/", nil), http.StatusOK, s.make(locale.For(tag).Strict(), n)); err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				f(t, name, n, w.Body.String())
			}
		}
	}
}

func TestPagesAreWholeAndKeepTheRules(t *testing.T) {
	eachSample(t, func(t *testing.T, name string, n int, body string) {
		for what, re := range map[string]*regexp.Regexp{
			"style attribute":          regexp.MustCompile(`(?i)\sstyle=`),
			"style element":            regexp.MustCompile(`(?i)<style`),
			"inline script":            regexp.MustCompile(`(?i)<script(>| [^>]*[^r]>[^<])`),
			"event attribute":          regexp.MustCompile(`(?i)<[^>]*\son[a-z]+=`),
			"address of another place": regexp.MustCompile(`(?i)(src|href|action)="(https?:)?//`),
			"javascript address":       regexp.MustCompile(`(?i)javascript:`),
			"message without text":     regexp.MustCompile(`⟦`),
			"unsafe value":             regexp.MustCompile(`ZgotmplZ`),
			"exclamation mark":         regexp.MustCompile(`！`),
		} {
			if m := re.FindString(body); m != "" {
				t.Errorf("%s: %s: %s", name, what, m)
			}
		}
		checkTree(t, name, body)
		if *writeSamples != "" {
			if err := os.WriteFile(filepath.Join(*writeSamples, name+".html"), []byte(body), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	})
	if *writeSamples != "" {
		a := strictViews(t).assets
		for _, f := range a.byName {
			path := filepath.Join(*writeSamples, f.url)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, f.body, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// checkTree looks at the page as a browser reads it: one h1, unique ids, every
// control labelled, every posting form with token and request number, every
// reference to an id met, forms not nested.
func checkTree(t *testing.T, name, body string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	ids, labels, wanted := map[string]bool{}, map[string]bool{}, map[string]string{}
	heads := 0
	var controls []*html.Node
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			if id := attr(n, "id"); id != "" {
				if ids[id] {
					t.Errorf("%s: id %q twice", name, id)
				}
				ids[id] = true
			}
			for _, a := range []string{"aria-describedby", "aria-labelledby"} {
				for _, id := range strings.Fields(attr(n, a)) {
					wanted[id] = a
				}
			}
			if href := attr(n, "href"); strings.HasPrefix(href, "#f-") {
				wanted[href[1:]] = "link of the error summary"
			}
			switch n.Data {
			case "h1":
				heads++
			case "label":
				labels[attr(n, "for")] = true
			case "form":
				checkForm(t, name, n)
			case "input", "select", "textarea":
				controls = append(controls, n)
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	if heads != 1 {
		t.Errorf("%s: %d h1", name, heads)
	}
	for id, why := range wanted {
		if !ids[id] {
			t.Errorf("%s: no element %q for %s", name, id, why)
		}
	}
	for _, c := range controls {
		if attr(c, "type") == "hidden" || attr(c, "aria-label") != "" || labels[attr(c, "id")] && attr(c, "id") != "" || within(c, "label") {
			continue
		}
		t.Errorf("%s: control %q has no label", name, attr(c, "name"))
	}
}

func checkForm(t *testing.T, name string, form *html.Node) {
	if within(form, "form") {
		t.Errorf("%s: form %s in a form", name, attr(form, "action"))
	}
	if attr(form, "method") == "dialog" {
		return
	}
	if !strings.HasPrefix(attr(form, "action"), "/") && attr(form, "class") != "asof" {
		t.Errorf("%s: form without address", name)
	}
	if attr(form, "method") != "post" {
		return
	}
	have := map[string]string{}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Data == "input" && attr(n, "type") == "hidden" {
			have[attr(n, "name")] = attr(n, "value")
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(form)
	if _, ok := have["_token"]; !ok || have["_request"] == "" {
		t.Errorf("%s: form %s lacks token or request number", name, attr(form, "action"))
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func within(n *html.Node, tag string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Type == html.ElementNode && p.Data == tag {
			return true
		}
	}
	return false
}

var keyInTemplate = regexp.MustCompile(`T "([^"]+)"`)

func TestKeysInTemplatesExist(t *testing.T) {
	err := fs.WalkDir(templateFiles, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(templateFiles, path)
		for _, m := range keyInTemplate.FindAllStringSubmatch(string(b), -1) {
			if !locale.For(locale.Chinese).Has(m[1]) {
				t.Errorf("%s: no message %q", path, m[1])
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A control byte, a quotation mark or markup in data stays data.
func TestDataIsEscaped(t *testing.T) {
	v := strictViews(t)
	evil := `"><script>alert(1)</script><img src=x onerror=alert(1)>`
	p := &ItemPage{Page: samplePage(locale.For(locale.Chinese), "ledger", evil, evil), Kind: evil, No: evil, Light: Light{Colour: LightRed, Why: evil}, Facts: []Pair{{evil, evil, "javascript:alert(1)"}}}
	p.Title = evil
	w := httptest.NewRecorder()
	if err := v.render(w, httptest.NewRequest("GET", "/", nil), 200, p); err != nil {
		t.Fatal(err)
	}
	if body := w.Body.String(); strings.Contains(body, "<script>alert") || strings.Contains(body, "<img") || strings.Contains(body, `"javascript:`) {
		t.Fatal(body)
	}
}

func TestHeadersOfAPage(t *testing.T) {
	v := strictViews(t)
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Accept-Encoding", "br, gzip")
	w := httptest.NewRecorder()
	if err := v.render(w, r, 200, sampleLedger(locale.For(locale.Chinese), 50)); err != nil {
		t.Fatal(err)
	}
	for k, want := range map[string]string{"Content-Security-Policy": csp, "Cache-Control": "no-store", "Content-Encoding": "gzip", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin"} {
		if got := w.Header().Get(k); got != want {
			t.Errorf("%s: %q, want %q", k, got, want)
		}
	}
	// With kit, styles, script and sign this is the whole page: five requests.
	total := w.Body.Len()
	for _, f := range v.assets.byName {
		if f.name != "kit-licence.txt" {
			total += len(f.zipped)
		}
	}
	t.Logf("ledger of 50 rows: %d bytes zipped, %d with everything it loads", w.Body.Len(), total)
	if total > 60<<10 {
		t.Errorf("the ledger page weighs %d bytes zipped, at most 60 KB", total)
	}
}

func TestAFaultInAPageWritesNothing(t *testing.T) {
	v := strictViews(t)
	w := httptest.NewRecorder()
	err := v.render(w, httptest.NewRequest("GET", "/", nil), 200, &LedgerPage{Page: Page{m: locale.For(locale.Chinese)}, Rows: []LedgerRow{{Light: Light{Colour: "no-such-colour"}}}})
	if err == nil {
		t.Fatal("a light without a word was rendered")
	}
	if w.Body.Len() != 0 || len(w.Header()) != 0 {
		t.Fatalf("wrote %d bytes, %v", w.Body.Len(), w.Header())
	}
}
