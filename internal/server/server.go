package server

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"jiufen/internal/errs"
)

// Config says where to listen and what to serve.
type Config struct {
	Addr        string // HOST:PORT
	AllowRemote bool   // an address that others reach needs this said
	Cert, Key   string // TLS files; both or none
	Metrics     string // HOST:PORT of the figures, loopback only; '' for none
	Handler     http.Handler
	Ready       func(context.Context) error // what /readyz asks
	Log         *slog.Logger
	Started     func(url string) // called once it listens
}

// grace is how long requests under way may take when the server stops.
const grace = 15 * time.Second

// Run listens until ctx ends, then lets requests under way finish.
func Run(ctx context.Context, c Config) error {
	if err := c.check(); err != nil {
		return err
	}
	stats := newStats()
	main := &http.Server{Handler: wrap(c.Handler, c.Log, stats), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 5 * time.Minute, WriteTimeout: 5 * time.Minute,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(c.Log.Handler(), slog.LevelWarn)}
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return errs.Wrap(err, errs.Unavailable, "err.listen", "addr", c.Addr)
	}
	inner := &http.Server{Handler: figures(stats, c.Ready), ReadHeaderTimeout: 5 * time.Second}
	if c.Metrics != "" {
		l, err := net.Listen("tcp", c.Metrics)
		if err != nil {
			listener.Close()
			return errs.Wrap(err, errs.Unavailable, "err.listen", "addr", c.Metrics)
		}
		go inner.Serve(l)
	}
	failed := make(chan error, 1)
	go func() {
		if c.Cert != "" {
			failed <- main.ServeTLS(listener, c.Cert, c.Key)
		} else {
			failed <- main.Serve(listener)
		}
	}()
	if c.Started != nil {
		c.Started(c.scheme() + "://" + listener.Addr().String())
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	inner.Shutdown(stop)
	if err := main.Shutdown(stop); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

func (c Config) scheme() string {
	if c.Cert != "" {
		return "https"
	}
	return "http"
}

// check refuses what would expose more than was said.
func (c Config) check() error {
	if (c.Cert == "") != (c.Key == "") {
		return errs.E(errs.Invalid, "err.server.tls")
	}
	if !c.AllowRemote && !loopback(c.Addr) {
		return errs.E(errs.Invalid, "err.server.remote", "addr", c.Addr)
	}
	if c.Metrics != "" && !loopback(c.Metrics) {
		return errs.E(errs.Invalid, "err.server.metrics", "addr", c.Metrics)
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
