package server

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Gauge is a figure asked for when the figures are read: the size of the log of
// the database, the days since a backup. It has no labels; they would be units.
type Gauge struct {
	Name  string // jiufen_…
	Help  string
	Value func() float64
}

// bounds of the histogram of durations, seconds; 15 ms is what a page may take.
var bounds = [...]float64{0.002, 0.005, 0.015, 0.05, 0.15, 0.5, 1.5, 5, 15}

type statKey struct {
	route string
	class int // 2 for 2xx
}

type histogram struct {
	n       int64
	seconds float64
	within  [len(bounds)]int64
}

// stats counts requests by route and class of status; no unit, person or
// address is ever a label. Routes are the program's own patterns, so their
// number is bounded.
type stats struct {
	mu       sync.Mutex
	by       map[statKey]*histogram
	gauges   []Gauge
	inFlight atomic.Int64
	panics   atomic.Int64
	stopping atomic.Bool
	begin    time.Time
}

func newStats(g []Gauge) *stats {
	return &stats{by: map[statKey]*histogram{}, gauges: g, begin: time.Now()}
}

func (s *stats) add(route string, status int, took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := statKey{route, status / 100}
	h := s.by[k]
	if h == nil {
		h = &histogram{}
		s.by[k] = h
	}
	h.n++
	h.seconds += took.Seconds()
	for i, b := range bounds {
		if took.Seconds() <= b {
			h.within[i]++
		}
	}
}

// figures serves /metrics in the text format of Prometheus, /healthz (the
// program runs) and /readyz (the database answers).
func figures(s *stats, ready func(context.Context) error, log *slog.Logger) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, stop := context.WithTimeout(r.Context(), 2*time.Second)
		defer stop()
		if s.stopping.Load() {
			http.Error(w, "stopping", http.StatusServiceUnavailable)
			return
		}
		if ready != nil {
			if err := ready(ctx); err != nil {
				log.Warn("not ready", "err", err) // the cause is not for whoever asks
				http.Error(w, "not ready", http.StatusServiceUnavailable)
				return
			}
		}
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		s.write(w)
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for k, v := range headers {
			w.Header().Set(k, v)
		}
		w.Header().Set("Cache-Control", "no-store")
		if !localHost(r.Host) {
			http.Error(w, "not an address of this machine", http.StatusMisdirectedRequest)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// snapshot copies the counters, ordered by route and class.
func (s *stats) snapshot() (keys []statKey, rows map[statKey]histogram) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rows = make(map[statKey]histogram, len(s.by))
	for k, h := range s.by {
		keys, rows[k] = append(keys, k), *h
	}
	slices.SortFunc(keys, func(a, b statKey) int { return cmp.Or(cmp.Compare(a.route, b.route), cmp.Compare(a.class, b.class)) })
	return keys, rows
}

func (s *stats) write(w io.Writer) {
	keys, rows := s.snapshot()
	fmt.Fprint(w, "# HELP jiufen_request_seconds Time to answer, by route and class of status.\n# TYPE jiufen_request_seconds histogram\n")
	for _, k := range keys {
		h, label := rows[k], fmt.Sprintf("route=%q,class=\"%dxx\"", k.route, k.class)
		for i, b := range bounds {
			fmt.Fprintf(w, "jiufen_request_seconds_bucket{%s,le=\"%g\"} %d\n", label, b, h.within[i])
		}
		fmt.Fprintf(w, "jiufen_request_seconds_bucket{%s,le=\"+Inf\"} %d\n", label, h.n)
		fmt.Fprintf(w, "jiufen_request_seconds_sum{%s} %g\njiufen_request_seconds_count{%s} %d\n", label, h.seconds, label, h.n)
	}
	one := func(name, kind, help string, v float64) {
		fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n%s %g\n", name, help, name, kind, name, v)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	one("jiufen_requests_in_flight", "gauge", "Requests being answered.", float64(s.inFlight.Load()))
	one("jiufen_panics_total", "counter", "Requests that ended in a panic.", float64(s.panics.Load()))
	one("jiufen_uptime_seconds", "gauge", "Seconds since the start.", time.Since(s.begin).Seconds())
	one("jiufen_heap_bytes", "gauge", "Bytes of live and unswept objects.", float64(m.HeapAlloc))
	one("jiufen_sys_bytes", "gauge", "Bytes taken from the system.", float64(m.Sys))
	one("jiufen_goroutines", "gauge", "Goroutines.", float64(runtime.NumGoroutine()))
	for _, g := range s.gauges {
		one(g.Name, "gauge", g.Help, g.Value())
	}
}
