package server

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"time"

	"jiufen/internal/errs"
)

// Config says where to listen and what to serve.
type Config struct {
	Addr        string         // HOST:PORT
	AllowRemote bool           // an address that others reach needs this said
	Cert, Key   string         // TLS files; both or none
	Proxies     []netip.Prefix // reverse proxies whose word on the client is taken
	Metrics     string         // HOST:PORT of the figures, loopback only; '' for none
	Handler     http.Handler
	Ready       func(context.Context) error // what /readyz asks
	Gauges      []Gauge                     // more figures
	Log         *slog.Logger
	Started     func(url string) // called once it listens
	// Says gives a sentence (a key of the area server) in the reader's language,
	// for the few answers that no page can give. nil: the name of the status.
	Says func(r *http.Request, key string, args ...any) string
}

// Limits of every request. An upload of 20 MB over a slow line takes minutes; an
// answer that takes longer than requestTime is given up.
const (
	headerTime  = 10 * time.Second
	bodyTime    = 5 * time.Minute
	requestTime = 2 * time.Minute
	idleTime    = 2 * time.Minute
	headerLimit = 64 << 10
	bodyLimit   = 32 << 20
)

// grace is how long requests under way may take when the server stops.
const grace = 15 * time.Second

// Run listens until ctx ends, then lets requests under way finish.
func Run(ctx context.Context, c Config) error {
	if err := c.check(); err != nil {
		return err
	}
	certs, err := c.certificates()
	if err != nil {
		return err
	}
	stats := newStats(c.Gauges)
	outer, inner := c.newHTTP(c.wrap(stats)), c.newHTTP(figures(stats, c.Ready, c.Log))
	outer.TLSConfig = certs
	listener, err := listen(c.Addr)
	if err != nil {
		return err
	}
	defer outer.Close()
	failed := make(chan error, 2)
	if c.Metrics != "" {
		l, err := listen(c.Metrics)
		if err != nil {
			listener.Close()
			return err
		}
		defer inner.Close()
		go func() { failed <- inner.Serve(l) }()
	}
	go func() {
		if certs != nil {
			failed <- outer.ServeTLS(listener, "", "")
			return
		}
		failed <- outer.Serve(listener)
	}()
	if c.Started != nil {
		c.Started(c.url(listener.Addr().String()))
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stats.stopping.Store(true)
	return c.drain(ctx, outer)
}

// drain waits for requests under way; the figures stay up meanwhile, so that a
// stopping server can be watched.
func (c Config) drain(ctx context.Context, outer *http.Server) error {
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	err := outer.Shutdown(stop)
	if errors.Is(err, context.DeadlineExceeded) {
		c.Log.Warn("requests cut off at the stop", "after", grace)
		return nil
	}
	return err
}

func (c Config) newHTTP(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: bodyTime, WriteTimeout: bodyTime + requestTime,
		IdleTimeout: idleTime, MaxHeaderBytes: headerLimit, ErrorLog: slog.NewLogLogger(c.Log.Handler(), slog.LevelDebug)}
}

func listen(addr string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, errs.Wrap(err, errs.Unavailable, "server.bad.listen", "addr", addr)
	}
	return l, nil
}

// certificates are read before anything listens: a wrong file is an error at the
// start, not an address that nobody can open.
func (c Config) certificates() (*tls.Config, error) {
	if c.Cert == "" {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(c.Cert, c.Key)
	if err != nil {
		return nil, errs.Wrap(err, errs.Invalid, "server.bad.cert", "cert", c.Cert, "key", c.Key)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}

// url is where a browser on this machine finds the pages.
func (c Config) url(addr string) string {
	scheme := "http"
	if c.Cert != "" {
		scheme = "https"
	}
	if at, err := netip.ParseAddrPort(addr); err == nil && at.Addr().IsUnspecified() {
		_, port, _ := net.SplitHostPort(addr)
		addr = net.JoinHostPort("localhost", port)
	}
	return scheme + "://" + addr
}

// check refuses what would expose more than was said.
func (c Config) check() error {
	if (c.Cert == "") != (c.Key == "") {
		return errs.E(errs.Invalid, "server.bad.tls")
	}
	if !c.AllowRemote && !loopback(c.Addr) {
		return errs.E(errs.Invalid, "server.bad.remote", "addr", c.Addr)
	}
	if c.Metrics != "" && !loopback(c.Metrics) {
		return errs.E(errs.Invalid, "server.bad.metrics", "addr", c.Metrics)
	}
	return nil
}

// loopback reports whether an address is reached from this machine alone.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
