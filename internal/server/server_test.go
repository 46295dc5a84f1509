package server

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"jiufen/internal/errs"
)

// run starts a server on a free port and gives its address and its log.
func run(t *testing.T, c Config) (url string, log *bytes.Buffer, stop func() error) {
	t.Helper()
	log = &bytes.Buffer{}
	c.Log = slog.New(slog.NewTextHandler(log, nil))
	ctx, cancel := context.WithCancel(context.Background())
	started, done := make(chan string, 1), make(chan error, 1)
	c.Started = func(u string) { started <- u }
	go func() { done <- Run(ctx, c) }()
	select {
	case url = <-started:
	case err := <-done:
		t.Fatal(err)
	}
	return url, log, func() error { cancel(); return <-done }
}

func get(t *testing.T, url string) (*http.Response, string) {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, _ := io.ReadAll(r.Body)
	return r, string(b)
}

func TestEveryAnswerHasTheHeaders(t *testing.T) {
	url, log, stop := run(t, Config{Addr: "127.0.0.1:0", Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/boom" {
			panic("boom")
		}
		io.WriteString(w, "hello")
	})})
	for path, status := range map[string]int{"/": 200, "/boom": 500, "/link/secret-token?x=secret-query": 200} {
		r, body := get(t, url+path)
		if r.StatusCode != status || strings.Contains(body, "boom") {
			t.Errorf("%s: %d %q", path, r.StatusCode, body)
		}
		for k, v := range headers {
			if r.Header.Get(k) != v {
				t.Errorf("%s: %s is %q", path, k, r.Header.Get(k))
			}
		}
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if s := log.String(); strings.Contains(s, "secret") || !strings.Contains(s, "panic") {
		t.Errorf("log: %s", s)
	}
}

func TestPoint02RemoteHasToBeSaid(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", ":0", "192.0.2.1:80", "example.org:80", "nonsense"} {
		err := Run(context.Background(), Config{Addr: addr, Handler: http.NotFoundHandler(), Log: slog.Default()})
		if !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", addr, err)
		}
	}
}

func TestPoint11FiguresAreOnLoopbackAlone(t *testing.T) {
	err := Run(context.Background(), Config{Addr: "127.0.0.1:0", Metrics: "0.0.0.0:0", Handler: http.NotFoundHandler(), Log: slog.Default()})
	if !errs.Is(err, errs.Invalid) {
		t.Errorf("figures for everybody: %v", err)
	}
	s := newStats()
	s.add("GET", 200, 3*time.Millisecond)
	w := &recorder{header: http.Header{}}
	figures(s, nil).ServeHTTP(w, must(http.NewRequest("GET", "/metrics", nil)))
	if !strings.Contains(w.String(), `jiufen_requests_total{method="GET",class="2xx"} 1`) {
		t.Errorf("figures: %s", w)
	}
	down := figures(s, func(context.Context) error { return errors.New("no database") })
	w = &recorder{header: http.Header{}}
	if down.ServeHTTP(w, must(http.NewRequest("GET", "/readyz", nil))); w.status != http.StatusServiceUnavailable {
		t.Errorf("ready without a database: %d", w.status)
	}
}

func must(r *http.Request, err error) *http.Request {
	if err != nil {
		panic(err)
	}
	return r
}

type recorder struct {
	bytes.Buffer
	header http.Header
	status int
}

func (r *recorder) Header() http.Header    { return r.header }
func (r *recorder) WriteHeader(status int) { r.status = status }

func TestStopLetsRequestsFinish(t *testing.T) {
	begun, slow := make(chan bool), make(chan bool)
	url, _, stop := run(t, Config{Addr: "127.0.0.1:0", Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun <- true
		<-slow
		io.WriteString(w, "done")
	})})
	got := make(chan string, 1)
	go func() {
		_, body := get(t, url)
		got <- body
	}()
	<-begun
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	time.Sleep(20 * time.Millisecond)
	slow <- true
	if body := <-got; body != "done" {
		t.Errorf("cut off: %q", body)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}
