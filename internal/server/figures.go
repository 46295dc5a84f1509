package server

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"time"
)

// bounds of the histogram of durations, seconds.
var bounds = []float64{0.005, 0.015, 0.05, 0.15, 0.5, 1.5, 5}

type statKey struct {
	method string
	class  int // 2 for 2xx
}

// stats counts requests by method and class of status; no unit, person or
// address is ever a label.
type stats struct {
	mu      sync.Mutex
	counts  map[statKey]int64
	buckets []int64
	sum     time.Duration
	begin   time.Time
}

func newStats() *stats {
	return &stats{counts: map[statKey]int64{}, buckets: make([]int64, len(bounds)+1), begin: time.Now()}
}

func (s *stats) add(method string, status int, took time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.counts[statKey{method, status / 100}]++
	s.sum += took
	for i, b := range bounds {
		if took.Seconds() <= b {
			s.buckets[i]++
			return
		}
	}
	s.buckets[len(bounds)]++
}

// figures serves /metrics in the text format of Prometheus, /healthz (the
// program runs) and /readyz (the database answers).
func figures(s *stats, ready func(context.Context) error) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, stop := context.WithTimeout(r.Context(), 2*time.Second)
		defer stop()
		if ready != nil {
			if err := ready(ctx); err != nil {
				http.Error(w, "not ready", http.StatusServiceUnavailable)
				return
			}
		}
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, _ *http.Request) { s.write(w) })
	return mux
}

func (s *stats) write(w http.ResponseWriter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	w.Header().Set("Content-Type", "text/plain; version=0.0.4")
	for k, n := range s.counts {
		fmt.Fprintf(w, "jiufen_requests_total{method=%q,class=\"%dxx\"} %d\n", k.method, k.class, n)
	}
	total := int64(0)
	for i, b := range bounds {
		total += s.buckets[i]
		fmt.Fprintf(w, "jiufen_request_seconds_bucket{le=\"%g\"} %d\n", b, total)
	}
	total += s.buckets[len(bounds)]
	fmt.Fprintf(w, "jiufen_request_seconds_bucket{le=\"+Inf\"} %d\njiufen_request_seconds_sum %g\njiufen_request_seconds_count %d\n", total, s.sum.Seconds(), total)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Fprintf(w, "jiufen_heap_bytes %d\njiufen_goroutines %d\njiufen_uptime_seconds %d\n", m.HeapAlloc, runtime.NumGoroutine(), int64(time.Since(s.begin).Seconds()))
}
