package server

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"jiufen/internal/errs"
)

// sink is a log that many goroutines write.
type sink struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *sink) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *sink) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// run starts a server on a free port and gives its address and its log.
func run(t *testing.T, c Config) (url string, log *sink, stop func() error) {
	t.Helper()
	log = &sink{}
	c.Log = slog.New(slog.NewTextHandler(log, nil))
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
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
	return send(t, must(http.NewRequest("GET", url, nil)))
}

func send(t *testing.T, req *http.Request) (*http.Response, string) {
	t.Helper()
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, _ := io.ReadAll(r.Body)
	return r, string(b)
}

func must(r *http.Request, err error) *http.Request {
	if err != nil {
		panic(err)
	}
	return r
}

// pages are a few routes as a place has them.
func pages() http.Handler {
	mux := http.NewServeMux()
	say := func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "hello "+r.RemoteAddr) }
	mux.HandleFunc("GET /{$}", say)
	mux.HandleFunc("GET /items/{id}", say)
	mux.HandleFunc("POST /items/{id}", func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
		}
	})
	mux.HandleFunc("GET /link/{secret}", say)
	mux.HandleFunc("GET /feeds/{token}", say)
	mux.HandleFunc("GET /boom", func(http.ResponseWriter, *http.Request) { panic("boom") })
	mux.HandleFunc("GET /half", func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, strings.Repeat("half", 10000))
		panic("boom")
	})
	mux.HandleFunc("/", http.NotFound)
	return mux
}

func TestEveryAnswerHasTheHeaders(t *testing.T) {
	url, log, stop := run(t, Config{Addr: "127.0.0.1:0", Handler: pages()})
	numbers := map[string]bool{}
	for path, status := range map[string]int{"/": 200, "/boom": 500, "/items/4": 200, "/nowhere": 404} {
		r, body := get(t, url+path)
		if r.StatusCode != status || strings.Contains(body, "boom") {
			t.Errorf("%s: %d %q", path, r.StatusCode, body)
		}
		for k, v := range headers {
			if r.Header.Get(k) != v {
				t.Errorf("%s: %s is %q", path, k, r.Header.Get(k))
			}
		}
		numbers[r.Header.Get(RequestID)] = true
		if r.Header.Get("Strict-Transport-Security") != "" {
			t.Error("HSTS over plain HTTP")
		}
		if status == 500 && !strings.Contains(body, r.Header.Get(RequestID)) {
			t.Errorf("a failure without its number: %q", body)
		}
	}
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if len(numbers) != 4 || numbers[""] {
		t.Errorf("numbers of requests: %v", numbers)
	}
	if !strings.Contains(log.String(), "panic=boom") {
		t.Errorf("the cause is not in the log: %s", log)
	}
}

// TestHalfAnAnswerIsCutOff: a panic after the answer began must not look like a
// whole page.
func TestHalfAnAnswerIsCutOff(t *testing.T) {
	url, _, stop := run(t, Config{Addr: "127.0.0.1:0", Handler: pages()})
	r, err := http.Get(url + "/half")
	if err == nil {
		_, err = io.ReadAll(r.Body)
		r.Body.Close()
	}
	if err == nil {
		t.Error("half an answer arrived as a whole one")
	}
	if _, body := get(t, url+"/"); !strings.HasPrefix(body, "hello") {
		t.Error("the server is gone")
	}
	stop()
}

// TestPoint12NoSecretsInTheLog: one-time links, addresses of feeds, queries,
// cookies and the client's address stay out of the access log.
func TestPoint12NoSecretsInTheLog(t *testing.T) {
	url, log, stop := run(t, Config{Addr: "127.0.0.1:0", Handler: pages()})
	for _, path := range []string{"/link/geheim", "/feeds/geheim", "/link/geheim/more", "/items/4?q=geheim", "/lnik/geheim"} {
		req := must(http.NewRequest("GET", url+path, nil))
		req.Header.Set("Referer", url+"/link/geheim")
		req.Header.Set("Cookie", "s=geheim")
		send(t, req)
	}
	req := must(http.NewRequest("POST", url+"/link/geheim", nil))
	req.Header.Set("Origin", "https://evil.example")
	send(t, req)
	stop()
	out := log.String()
	if strings.Contains(out, "geheim") || strings.Contains(out, "127.0.0.1") {
		t.Errorf("log: %s", out)
	}
	for _, want := range []string{"path=/link/{secret}", "path=/feeds/{token}", "path=/items/4", "path=(none)", "status=403"} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is not in the log: %s", want, out)
		}
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

// TestPoint02ForeignHostOnLoopback: a name that was made to point to this
// machine does not reach the demo's one-click roles.
func TestPoint02ForeignHostOnLoopback(t *testing.T) {
	url, _, stop := run(t, Config{Addr: "127.0.0.1:0", Handler: pages()})
	defer stop()
	for host, want := range map[string]int{"rebound.example": 421, "rebound.example:80": 421, "localhost:8080": 200, "127.0.0.1": 200, "[::1]:80": 200} {
		req := must(http.NewRequest("GET", url+"/", nil))
		req.Host = host
		if r, _ := send(t, req); r.StatusCode != want {
			t.Errorf("Host %s: %d, want %d", host, r.StatusCode, want)
		}
	}
}

// TestPoint06AnotherSiteCannotSend: what a browser marks as sent by another site
// is refused; what carries no mark goes on to the form token of the pages.
func TestPoint06AnotherSiteCannotSend(t *testing.T) {
	url, _, stop := run(t, Config{Addr: "127.0.0.1:0", Handler: pages(), Says: func(_ *http.Request, key string, args ...any) string { return key + fmt.Sprint(args...) }})
	defer stop()
	for _, c := range []struct {
		header, value string
		want          int
	}{{"Sec-Fetch-Site", "cross-site", 403}, {"Origin", "https://evil.example", 403}, {"Sec-Fetch-Site", "same-origin", 200}, {"Origin", url, 200}, {"X-None", "1", 200}} {
		req := must(http.NewRequest("POST", url+"/items/4", strings.NewReader("a=b")))
		req.Header.Set(c.header, c.value)
		r, body := send(t, req)
		if r.StatusCode != c.want || c.want == 403 && !strings.HasPrefix(body, "server.cross") {
			t.Errorf("%s: %s: %d %q", c.header, c.value, r.StatusCode, body)
		}
	}
}

func TestBodiesAreLimited(t *testing.T) {
	url, _, stop := run(t, Config{Addr: "127.0.0.1:0", Handler: pages()})
	defer stop()
	r, err := http.Post(url+"/items/4", "text/plain", io.LimitReader(zeros{}, bodyLimit+1))
	if err != nil || r.StatusCode != http.StatusRequestEntityTooLarge {
		t.Fatalf("%v, %v", r, err)
	}
	r.Body.Close()
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// TestPoint07ClientBehindAProxy: the word of a proxy on the client's address is
// taken only from a proxy that is named, and only the part it wrote itself.
func TestPoint07ClientBehindAProxy(t *testing.T) {
	c := Config{Proxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.1/32"), netip.MustParsePrefix("10.9.0.0/16")}}
	for _, x := range []struct{ peer, forwarded, want string }{
		{"192.0.2.7:99", "", "192.0.2.7:99"},
		{"192.0.2.7:99", "198.51.100.1", "192.0.2.7:99"},
		{"10.0.0.1:99", "198.51.100.1", "198.51.100.1:0"},
		{"10.0.0.1:99", "1.1.1.1, 198.51.100.1", "198.51.100.1:0"},
		{"10.0.0.1:99", "1.1.1.1, 198.51.100.1, 10.9.3.3", "198.51.100.1:0"},
		{"10.0.0.1:99", "198.51.100.1, junk", "10.0.0.1:0"},
		{"10.0.0.1:99", "", "10.0.0.1:0"},
		{"[::ffff:10.0.0.1]:99", "2001:db8::1%eth0", "[2001:db8::1]:0"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = x.peer
		if x.forwarded != "" {
			r.Header.Set("X-Forwarded-For", x.forwarded)
		}
		r.Header.Set("X-Forwarded-Proto", "https")
		if c.takeClient(r); r.RemoteAddr != x.want {
			t.Errorf("%s via %q: %s, want %s", x.peer, x.forwarded, r.RemoteAddr, x.want)
		}
		if named := !strings.HasPrefix(x.peer, "192"); (r.TLS != nil) != named {
			t.Errorf("%s: HTTPS believed: %v", x.peer, r.TLS != nil)
		}
	}
}

func TestPoint11FiguresAreOnLoopbackAlone(t *testing.T) {
	err := Run(context.Background(), Config{Addr: "127.0.0.1:0", Metrics: "0.0.0.0:0", Handler: http.NotFoundHandler(), Log: slog.Default()})
	if !errs.Is(err, errs.Invalid) {
		t.Errorf("figures for everybody: %v", err)
	}
	free := freeAddr(t)
	down := errors.New("no database")
	var broken bool
	url, _, stop := run(t, Config{Addr: "127.0.0.1:0", Metrics: free, Handler: pages(), Gauges: []Gauge{{"jiufen_wal_bytes", "Bytes.", func() float64 { return 42 }}},
		Ready: func(context.Context) error {
			if broken {
				return down
			}
			return nil
		}})
	get(t, url+"/items/4")
	get(t, url+"/items/5")
	get(t, url+"/link/geheim")
	if r, _ := get(t, url+"/metrics"); r.StatusCode != 404 {
		t.Errorf("figures beside the pages: %d", r.StatusCode)
	}
	_, text := get(t, "http://"+free+"/metrics")
	for _, want := range []string{`jiufen_request_seconds_count{route="/items/{id}",class="2xx"} 2`, `class="4xx"`, "\njiufen_wal_bytes 42\n", `route="(none)"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not in the figures:\n%s", want, text)
		}
	}
	if strings.Contains(text, "geheim") || strings.Contains(text, "/items/4") {
		t.Error("a value of a route is a label")
	}
	if r, _ := get(t, "http://"+free+"/readyz"); r.StatusCode != 200 {
		t.Errorf("not ready: %d", r.StatusCode)
	}
	broken = true
	if r, body := get(t, "http://"+free+"/readyz"); r.StatusCode != 503 || strings.Contains(body, "database") {
		t.Errorf("ready without a database: %d %q", r.StatusCode, body)
	}
	if r, _ := get(t, "http://"+free+"/healthz"); r.StatusCode != 200 {
		t.Errorf("healthz: %d", r.StatusCode)
	}
	req := must(http.NewRequest("GET", "http://"+free+"/metrics", nil))
	req.Host = "rebound.example"
	if r, _ := send(t, req); r.StatusCode != 421 {
		t.Errorf("figures under a foreign name: %d", r.StatusCode)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if _, err := http.Get("http://" + free + "/healthz"); err == nil {
		t.Error("the figures outlive the server")
	}
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func TestTakenAddressIsSaid(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	err = Run(context.Background(), Config{Addr: l.Addr().String(), Handler: pages(), Log: slog.Default()})
	if !errs.Is(err, errs.Unavailable) || errs.Of(err).Key != "server.bad.listen" {
		t.Error(err)
	}
}

func TestTLS(t *testing.T) {
	cert, key := selfSigned(t)
	url, _, stop := run(t, Config{Addr: "127.0.0.1:0", Cert: cert, Key: key, Handler: pages()})
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	r, err := client.Get(url + "/")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	client.CloseIdleConnections()
	if !strings.HasPrefix(url, "https://") || r.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("%s: %v", url, r.Header)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	for name, c := range map[string]Config{"no such file": {Cert: cert + "x", Key: key}, "no key": {Cert: key, Key: key}, "half": {Cert: cert}} {
		c.Addr, c.Handler, c.Log = "127.0.0.1:0", pages(), slog.Default()
		c.Started = func(string) { t.Errorf("%s: listened all the same", name) }
		if err := Run(context.Background(), c); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func selfSigned(t *testing.T) (cert, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	kder, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	put := func(name, kind string, b []byte) string {
		p := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(p, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: b}), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	return put("c.pem", "CERTIFICATE", der), put("k.pem", "PRIVATE KEY", kder)
}

func TestURLIsOneABrowserCanOpen(t *testing.T) {
	for addr, want := range map[string]string{"127.0.0.1:80": "http://127.0.0.1:80", "[::]:8080": "http://localhost:8080", "0.0.0.0:1": "http://localhost:1"} {
		if got := (Config{}).url(addr); got != want {
			t.Errorf("%s: %s", addr, got)
		}
	}
}

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
