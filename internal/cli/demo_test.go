package cli

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestDemo fills a sample city, enters it with one click, stops it, opens it once
// more, and holds its journal against its key.
func TestDemo(t *testing.T) {
	dir := t.TempDir()
	begin := time.Now()
	r := start(t, dir, "demo", "--addr", "127.0.0.1:0", "--data", "city")
	t.Logf("up after %v", time.Since(begin).Round(time.Millisecond))
	code, door := get(t, r.url+"/signin")
	if code != 200 || !strings.Contains(door, "/signin/demo") {
		t.Fatalf("the door: %d", code)
	}
	if body := enterFirst(t, r.url, door); !strings.Contains(body, "<main") || strings.Contains(body, "/signin/demo") {
		t.Errorf("after one click:\n%.600s", body)
	}
	r.wait(t, "Ctrl-C")
	has(t, r.stop(t), "市长", "联络员", "账号管理员", "虚构")
	again := start(t, dir, "demo", "--addr", "127.0.0.1:0", "--data", "city")
	again.stop(t)
	if strings.Contains(again.err.String(), "正在生成") {
		t.Error("the city was filled a second time")
	}
	v := run(t, dir, nil, "verify", "--data", "city", "--key", filepath.Join("city", "demo.pub"), "--recompute")
	if v.code != 0 {
		t.Errorf("verify: exit %d\n%s%s", v.code, v.out, v.err)
	}
	has(t, v.out, "自洽", "不一致0项")
	has(t, run(t, dir, nil, "serve", "--addr", "127.0.0.1:0", "--data", "city").err, ".demo")
	left(t, dir, "city", "config", ".cache")
}

// TestDemoLeavesNothing: the temporary city goes with its server.
func TestDemoLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	r := start(t, dir, "demo", "--addr", "127.0.0.1:0")
	r.stop(t)
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), "jiufen") {
			t.Errorf("left behind: %s", e.Name())
		}
	}
}

// enterFirst presses the first button of the door and gives the page behind it.
func enterFirst(t *testing.T, at, door string) string {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	resp, err := c.Get(at + "/signin")
	if err != nil {
		t.Fatal(err)
	}
	door = body(t, resp)
	form := url.Values{}
	for _, m := range regexp.MustCompile(`<input[^>]*type="?hidden"?[^>]*>`).FindAllString(door, -1) {
		form.Set(attribute(m, "name"), attribute(m, "value"))
	}
	button := regexp.MustCompile(`<button[^>]*name="[^"]+"[^>]*value="[^"]+"[^>]*>`).FindString(door)
	if button != "" {
		form.Set(attribute(button, "name"), attribute(button, "value"))
	}
	resp, err = c.PostForm(at+"/signin/demo", form)
	if err != nil {
		t.Fatal(err)
	}
	return body(t, resp)
}

func body(t *testing.T, resp *http.Response) string {
	t.Helper()
	defer resp.Body.Close()
	var b strings.Builder
	if _, err := io.Copy(&b, resp.Body); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func attribute(tag, name string) string {
	m := regexp.MustCompile(name + `="([^"]*)"`).FindStringSubmatch(tag)
	if m == nil {
		return ""
	}
	return m[1]
}
