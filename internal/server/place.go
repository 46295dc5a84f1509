package server

import (
	"net/http"
	"slices"
	"strings"
)

// secrets are the wildcards of routes whose values are secrets.
var secrets = []string{"secret", "token", "feed", "key"}

// nowhere stands for a request that no route matched. Its path is not written
// down: it may be a secret address with one letter wrong.
const nowhere = "(none)"

// route is the pattern that matched, without its method: the label of figures.
func route(r *http.Request) string {
	p := r.Pattern
	if _, path, ok := strings.Cut(p, " "); ok {
		p = strings.TrimLeft(path, " ")
	}
	if p == "" || p == "/" {
		return nowhere
	}
	return p
}

// place is a request's path for the log: no query, and no secret that stands in
// a path.
func place(r *http.Request) string {
	at := route(r)
	if at == nowhere || slices.ContainsFunc(secrets, func(name string) bool { return r.PathValue(name) != "" }) {
		return at
	}
	return r.URL.Path
}
