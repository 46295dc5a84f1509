package cli

import (
	"bufio"
	"bytes"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"jiufen/internal/pgtest"
)

// running is a server of the built command.
type running struct {
	cmd  *exec.Cmd
	url  string
	out  *printed
	err  *bytes.Buffer
	done chan struct{}
}

// printed gathers what a running command prints.
type printed struct {
	mu   sync.Mutex
	text string
}

func (o *printed) add(s string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text += s
}

func (o *printed) all() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text
}

// wait waits until the command has printed some words.
func (r *running) wait(t *testing.T, words string) {
	t.Helper()
	for range 500 {
		if strings.Contains(r.out.all(), words) {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("%q was not printed:\n%s", words, r.out.all())
}

var address = regexp.MustCompile(`https?://[^\s，;；/]+`)

// start runs the command until it has printed its address.
func start(t *testing.T, dir string, args ...string) *running {
	t.Helper()
	r := &running{cmd: exec.Command(program, args...), out: &printed{}, err: &bytes.Buffer{}, done: make(chan struct{})}
	r.cmd.Dir = dir
	r.cmd.Env = append(os.Environ(), "LANG=zh_CN.UTF-8", "LC_ALL=", "LC_MESSAGES=", "HOME="+dir, "XDG_CONFIG_HOME="+filepath.Join(dir, "config"), "TMPDIR="+dir)
	out, err := r.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	r.cmd.Stderr = r.err
	if err := r.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.cmd.Process.Kill() })
	found := make(chan string, 1)
	go func() {
		defer close(r.done)
		lines := bufio.NewReader(out)
		for {
			line, err := lines.ReadString('\n')
			r.out.add(line)
			if a := address.FindString(line); a != "" {
				select {
				case found <- a:
				default:
				}
			}
			if err != nil {
				return
			}
		}
	}()
	select {
	case r.url = <-found:
	case <-r.done:
		r.cmd.Wait()
		t.Fatalf("%v ended:\n%s%s", args, r.out.all(), r.err)
	case <-time.After(60 * time.Second):
		t.Fatalf("%v printed no address", args)
	}
	return r
}

// stop asks the server to end and gives what it printed.
func (r *running) stop(t *testing.T) string {
	t.Helper()
	if err := r.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-r.done
	if err := r.cmd.Wait(); err != nil {
		t.Errorf("stopped with %v: %s", err, r.err)
	}
	return r.out.all()
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

func TestServe(t *testing.T) {
	for _, dialect := range []string{"sqlite", "postgres"} {
		t.Run(dialect, func(t *testing.T) {
			dir := t.TempDir()
			flags := []string{"--data", "data"}
			if dialect == "postgres" {
				flags = []string{"--database-url", pgtest.URL(t)}
			}
			serve := append([]string{"serve", "--addr", "127.0.0.1:0", "--ops", "off", "--place", "ptest"}, flags...)
			r := start(t, dir, serve...)
			if code, body := get(t, r.url+"/signin"); code != 200 || !strings.Contains(body, "<form") {
				t.Errorf("the door: %d", code)
			}
			if code, body := get(t, r.url+"/api/v1/openapi.json"); code != 200 || !strings.Contains(body, "openapi") {
				t.Errorf("the description of the API: %d", code)
			}
			if code, _ := get(t, r.url+"/nowhere"); code != 404 {
				t.Errorf("an address that is none: %d", code)
			}
			r.wait(t, "/link/")
			out := r.stop(t)
			link := regexp.MustCompile(`http://\S+/link/\S+`).FindString(out)
			has(t, out, "公钥指纹", "一次性链接")
			if link == "" || strings.Contains(r.err.String(), link[strings.LastIndex(link, "/"):]) {
				t.Errorf("the first link %q is missing or in the log", link)
			}
			again := start(t, dir, serve...)
			again.wait(t, "/link/")
			out = again.stop(t)
			if strings.Contains(out, "公钥指纹") || strings.Contains(out, link) || !strings.Contains(out, "一次性链接") {
				t.Errorf("the second start says\n%s", out)
			}
			pub := filepath.Join(dir, "config", "jiufen", "ptest.pub")
			v := run(t, dir, nil, append([]string{"verify", "--key", pub}, flags...)...)
			if v.code != 0 {
				t.Errorf("verify: exit %d\n%s%s", v.code, v.out, v.err)
			}
			wrong := run(t, dir, nil, append([]string{"serve", "--addr", "127.0.0.1:0", "--ops", "off", "--place", "other"}, flags...)...)
			if wrong.code != 1 || !strings.Contains(wrong.err, "ptest") {
				t.Errorf("another code: exit %d %s", wrong.code, wrong.err)
			}
			if err := os.Remove(filepath.Join(dir, "config", "jiufen", "ptest.key")); err != nil {
				t.Fatal(err)
			}
			lost := run(t, dir, nil, serve...)
			if lost.code != 1 || !strings.Contains(lost.err, "ptest.key") {
				t.Errorf("without its key: exit %d %s", lost.code, lost.err)
			}
		})
	}
}

// TestPoint03CommandsBesideAServer: what would disturb a running server is
// refused with its address, what does not goes on.
func TestPoint03CommandsBesideAServer(t *testing.T) {
	dir := t.TempDir()
	r := start(t, dir, "serve", "--addr", "127.0.0.1:0", "--ops", "off", "--data", "data")
	for _, args := range [][]string{
		{"serve", "--addr", "127.0.0.1:0", "--data", "data"}, {"rebuild", "--data", "data"}, {"migrate", "--data", "data"},
		{"user", "list", "--data", "data"}, {"restore", "--from", "b.zip", "--reason", "x", "--data", "data"},
	} {
		if args[0] == "restore" {
			if b := run(t, dir, nil, "backup", "--data", "data", "--out", "b.zip"); b.code != 0 {
				t.Fatalf("backup beside a server: exit %d %s", b.code, b.err)
			}
		}
		got := run(t, dir, nil, args...)
		if got.code != 1 || !strings.Contains(got.err, r.url) {
			t.Errorf("%v: exit %d, %q", args, got.code, got.err)
		}
	}
	for _, args := range [][]string{{"verify", "--data", "data"}, {"export", "--data", "data", "--out", "e.zip"}} {
		if got := run(t, dir, nil, args...); got.code != 0 {
			t.Errorf("%v: exit %d, %q", args, got.code, got.err)
		}
	}
	r.stop(t)
	if got := run(t, dir, nil, "user", "list", "--data", "data"); got.code != 0 {
		t.Errorf("user list after the stop: exit %d, %q", got.code, got.err)
	}
}

// TestPoint14FirstLink: the link stands in a file of this user alone while it is
// good, and works once.
func TestPoint14FirstLink(t *testing.T) {
	dir := t.TempDir()
	r := start(t, dir, "serve", "--addr", "127.0.0.1:0", "--ops", "off", "--data", "data")
	file := filepath.Join(dir, "data", "first-link.txt")
	var info os.FileInfo
	var err error
	for range 100 {
		if info, err = os.Stat(file); err == nil && info.Size() > 0 {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("%v %v", info, err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if code, body := get(t, strings.TrimSpace(string(b))); code != 200 || !strings.Contains(body, "<form") {
		t.Errorf("the link: %d", code)
	}
	r.stop(t)
	if _, err := os.Stat(file); err == nil {
		t.Error("the file is there after the stop")
	}
}

func TestPoint02LoopbackOnly(t *testing.T) {
	dir := t.TempDir()
	for _, args := range [][]string{{"demo", "--addr", "0.0.0.0:8099"}, {"serve", "--addr", "0.0.0.0:8099", "--data", "data"}} {
		r := run(t, dir, nil, args...)
		if r.code != 2 || !strings.Contains(r.err, "--allow-remote") {
			t.Errorf("%v: exit %d, %q", args, r.code, r.err)
		}
	}
	left(t, dir)
}

func TestAddressInUse(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	r := run(t, t.TempDir(), nil, "serve", "--addr", l.Addr().String(), "--ops", "off", "--data", "data")
	if r.code != 1 || !strings.Contains(r.err, l.Addr().String()) {
		t.Errorf("exit %d, %q", r.code, r.err)
	}
}

// TestUserCommands keeps accounts at the machine: a new one, a reset, shut and
// opened again.
func TestUserCommands(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		p.founded(t)
		has(t, p.do(t, 0, "user", "create", "zhangsan", "--name", "张三", "--unit", "市财政局", "--title", "联络员", "--duty", "liaison", "--url", "https://jf.example").out, "https://jf.example/link/")
		has(t, p.do(t, 0, "user", "list").out, "zhangsan  张三  还没有设密码", "市财政局 联络员", "共1个账号")
		has(t, p.do(t, 0, "user", "reset", "zhangsan").out, "/link/")
		p.do(t, 0, "user", "disable", "zhangsan")
		has(t, p.do(t, 0, "user", "list").out, "停用")
		p.do(t, 0, "user", "enable", "zhangsan")
		has(t, p.do(t, 1, "user", "reset", "lisi").err, "lisi")
		has(t, p.do(t, 1, "user", "create", "wangwu", "--name", "王五", "--unit", "没有局", "--title", "x", "--duty", "liaison").err, "没有局")
		p.do(t, 2, "user", "create", "wangwu")
		has(t, p.do(t, 0, "verify").out, "自洽")
	})
}
