package api

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"reflect"
	"runtime/debug"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/locale"
	"jiufen/internal/org"
)

// Prefix is where the operations live.
const Prefix = "/api/v1"

// Caller is who sent a request.
type Caller struct {
	Viewer    org.Viewer
	FormToken string // of the session, when a cookie named it; '' when a bearer token did
}

// Config is what the API needs from outside.
type Config struct {
	App     *app.App
	Log     *slog.Logger
	Version string // of the program, for the description
	// Authenticate finds who sent a request, by bearer token or session cookie.
	// Nobody is the zero Caller; a token that is unknown, expired or revoked is
	// an Unauthenticated error.
	Authenticate func(context.Context, *http.Request) (Caller, error)
}

// API is all operations as one http.Handler below Prefix.
type API struct {
	Config
	mux   *http.ServeMux
	huma  huma.API
	cross *http.CrossOriginProtection
	ops   []Operation
	spec  map[string][]byte // description by language
}

// New makes the API. It fails only on a fault in the program's own shapes.
func New(c Config) (a *API, err error) {
	defer func() { // huma panics on a shape it cannot describe
		if p := recover(); p != nil {
			err = fmt.Errorf("api: %v\n%s", p, debug.Stack())
		}
	}()
	installMessages()
	a = &API{Config: c, mux: http.NewServeMux(), cross: http.NewCrossOriginProtection()}
	a.huma = humago.New(a.mux, configuration(c.Version))
	for _, add := range parts {
		add(a)
	}
	if err := a.describe(); err != nil {
		return nil, err
	}
	a.mux.HandleFunc("GET "+Prefix+"/openapi.json", a.serveSpec)
	a.mux.HandleFunc("/", a.serveNothing)
	return a, nil
}

// parts are the operations, a function for each part of the work.
var parts = []func(*API){
	(*API).addMe, (*API).addTokens, (*API).addDirectory, (*API).addDecompositions, (*API).addDocuments, (*API).addDrafts, (*API).addSame, (*API).addMergings, (*API).addEvidence, (*API).addPapers, (*API).addBulletins, (*API).addLetters, (*API).addOpinions, (*API).addRegisters,
	(*API).addLedger, (*API).addItems, (*API).addAssignments, (*API).addPlans, (*API).addSheets, (*API).addReports,
	(*API).addReviews, (*API).addChanges, (*API).addWaiting, (*API).addJournal,
}

func configuration(version string) huma.Config {
	c := huma.DefaultConfig("jiufen", version)
	// The page of documentation would load scripts from outside, the schema
	// links would put a $schema into every body; the description is served by
	// describe, in both languages.
	c.DocsPath, c.SchemasPath, c.OpenAPIPath = "", "", ""
	c.CreateHooks = nil
	c.RejectUnknownQueryParameters = true
	c.Formats = map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", shapeName)
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"bearer":  {Type: "http", Scheme: "bearer"},
		"session": {Type: "apiKey", In: "cookie", Name: "jiufen-session"},
	}
	return c
}

// shapeName names a shape in the description: a type of ours by its own name, a
// body without one by its operation: ReviewsReturnRequest.
func shapeName(t reflect.Type, hint string) string {
	if t.Name() != "" {
		return huma.DefaultSchemaNamer(t, hint)
	}
	parts := strings.Split(hint, ".")
	for i, p := range parts {
		parts[i] = strings.ToUpper(p[:1]) + p[1:]
	}
	return huma.DefaultSchemaNamer(t, strings.Join(parts, ""))
}

// ServeHTTP serves one request. A panic becomes a problem like any other.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Vary", "Accept-Language, Authorization, Cookie")
	m := reading(r)
	h.Set("Content-Language", m.Tag())
	r = r.WithContext(context.WithValue(r.Context(), requestKey{}, cmp.Or(h.Get("X-Request-Id"), requestNumber())))
	defer func() {
		if p := recover(); p != nil {
			writeProblem(w, a.problem(r.Context(), m, fmt.Errorf("panic: %v\n%s", p, debug.Stack())))
		}
	}()
	a.mux.ServeHTTP(w, r)
}

// serveNothing answers an address that is no operation, or another method of one.
func (a *API) serveNothing(w http.ResponseWriter, r *http.Request) {
	m := reading(r)
	var allow []string
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = method
		if _, pattern := a.mux.Handler(other); pattern != "/" {
			allow = append(allow, method)
		}
	}
	if len(allow) == 0 {
		writeProblem(w, a.problem(r.Context(), m, errs.E(errs.NotFound, "err.notfound")))
		return
	}
	w.Header().Set("Allow", strings.Join(allow, ", "))
	p := a.problem(r.Context(), m, errs.E(errs.Invalid, "err.method"))
	p.Status, p.Title = http.StatusMethodNotAllowed, http.StatusText(http.StatusMethodNotAllowed)
	writeProblem(w, p)
}

// requestKey holds the number of a request: the one the server gave it, under
// which it stands in the log.
type requestKey struct{}

// requestNumber is short enough to be read over the telephone.
func requestNumber() string {
	t := rand.Text()
	return t[:4] + "-" + t[4:8]
}

// reading is the language the caller reads, Chinese unless he asks for another known one.
func reading(r *http.Request) *locale.Messages {
	return locale.For(choose(r.Header.Get("Accept-Language")))
}
