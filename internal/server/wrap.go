package server

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"time"
)

// RequestID is the header with the number of a request: what people are told
// when something fails, and what the log is searched for. A handler finds it in
// the headers of its answer.
const RequestID = "X-Request-Id"

// headers are on every answer. Pages widen the policy for their own styles,
// script and pictures; what forgets to is allowed nothing.
var headers = map[string]string{
	"Content-Security-Policy":      "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY", // browsers that do not know frame-ancestors
	"Referrer-Policy":              "same-origin",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Permissions-Policy":           "camera=(), geolocation=(), microphone=()",
}

// wrap adds to every request what all need.
func (c Config) wrap(s *stats) http.Handler {
	cross := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		ctx, cancel := context.WithTimeout(r.Context(), requestTime)
		defer cancel()
		// From here on r is the one request: muxes write the pattern they matched
		// into it, which log and figures read afterwards.
		r = r.WithContext(ctx)
		c.takeClient(r)
		a := &answer{ResponseWriter: w}
		c.sign(a.Header(), r)
		s.inFlight.Add(1)
		defer func() {
			abort := c.caught(a, r, s, recover())
			s.inFlight.Add(-1)
			took := time.Since(begin)
			s.add(route(r), a.sent(), took)
			c.Log.Info("request", "request", a.Header().Get(RequestID), "method", r.Method, "path", place(r), "status", a.sent(),
				"bytes", a.bytes, "ms", float64(took.Microseconds())/1000)
			if abort {
				panic(http.ErrAbortHandler)
			}
		}()
		if !c.ourHost(r) {
			c.refuse(a, r, http.StatusMisdirectedRequest, "server.host")
			return
		}
		if cross.Check(r) != nil {
			c.refuse(a, r, http.StatusForbidden, "server.cross")
			return
		}
		r.Body = http.MaxBytesReader(a, r.Body, bodyLimit)
		c.Handler.ServeHTTP(a, r)
	})
}

// sign sets the number of the request and the headers of every answer.
func (c Config) sign(h http.Header, r *http.Request) {
	t := rand.Text()
	h.Set(RequestID, t[:4]+"-"+t[4:8]) // short enough to be read over the telephone
	for k, v := range headers {
		h.Set(k, v)
	}
	if r.TLS != nil {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// ourHost refuses a foreign name on a server that only this machine reaches: a
// page of another site can let its own name point to 127.0.0.1 and is then the
// same site to the browser (DNS rebinding), one click away from the demo's mayor.
func (c Config) ourHost(r *http.Request) bool {
	return !loopback(c.Addr) || len(c.Proxies) > 0 || localHost(r.Host)
}

// localHost reports whether a Host header names this machine.
func localHost(host string) bool {
	if _, _, err := net.SplitHostPort(host); err != nil {
		host = net.JoinHostPort(strings.Trim(host, "[]"), "80")
	}
	return loopback(host)
}

// caught is the last net: a panic becomes one neutral sentence and a number. If
// the answer has begun already the connection is cut, so that half a page is not
// taken for a whole one.
func (c Config) caught(a *answer, r *http.Request, s *stats, p any) (abort bool) {
	if p == nil || p == http.ErrAbortHandler {
		return p != nil
	}
	s.panics.Add(1)
	c.Log.Error("panic", "request", a.Header().Get(RequestID), "method", r.Method, "path", place(r), "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
	if a.status != 0 {
		return true
	}
	c.refuse(a, r, http.StatusInternalServerError, "server.failed")
	return false
}

// refuse answers in one sentence with the number of the request.
func (c Config) refuse(a *answer, r *http.Request, status int, key string) {
	h := a.Header()
	for _, k := range []string{"Content-Encoding", "Content-Length", "Content-Disposition", "Etag", "Last-Modified", "Set-Cookie"} {
		h.Del(k)
	}
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	a.WriteHeader(status)
	if c.Says == nil {
		fmt.Fprintln(a, http.StatusText(status), h.Get(RequestID))
		return
	}
	fmt.Fprintln(a, c.Says(r, key, "request", h.Get(RequestID)))
}

// answer remembers what was sent.
type answer struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// WriteHeader notes the first final status.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= 200 {
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

// sent is the status as the client has it: an empty answer is 200.
func (a *answer) sent() int {
	if a.status == 0 {
		return http.StatusOK
	}
	return a.status
}

// Unwrap lets http.ResponseController through.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
