package server

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// headers are on every answer. The policy forbids everything that does not come
// from this server, and any script or style written into a page; a handler may
// only make it stricter.
var headers = map[string]string{
	"Content-Security-Policy":    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"X-Content-Type-Options":     "nosniff",
	"Referrer-Policy":            "same-origin",
	"Cross-Origin-Opener-Policy": "same-origin",
	"Permissions-Policy":         "camera=(), geolocation=(), microphone=()",
}

// answer remembers what was sent.
type answer struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(b)
	a.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController through.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// wrap adds to every request what all need.
func wrap(next http.Handler, log *slog.Logger, s *stats) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		a := &answer{ResponseWriter: w}
		for k, v := range headers {
			a.Header().Set(k, v)
		}
		defer func() {
			if p := recover(); p != nil {
				log.Error("panic", "method", r.Method, "path", place(r), "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
				if a.status == 0 {
					http.Error(a, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
				}
			}
			took := time.Since(begin)
			s.add(r.Method, a.status, took)
			log.Info("request", "method", r.Method, "path", place(r), "status", a.status, "bytes", a.bytes, "ms", took.Milliseconds())
		}()
		next.ServeHTTP(a, r)
	})
}

// place is a request's path for the log: no query, and no secret that stands in
// a path.
func place(r *http.Request) string {
	for _, secret := range []string{"/link/", "/feeds/"} {
		if strings.HasPrefix(r.URL.Path, secret) {
			return secret + "…"
		}
	}
	return r.URL.Path
}
