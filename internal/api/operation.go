package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/locale"
	"jiufen/internal/org"
)

// Operation is one operation with the rights that let a caller in: any one of
// Needs. Whoever is signed in may call one that needs SignedIn.
type Operation struct {
	ID, Method, Path string
	Needs            []org.Right
	Upload           bool // takes a file as its body

	success int // status when it went well; 0: 200, or 204 without a body
	area    string
	media   string // media type of a success that is not JSON
}

// SignedIn stands for no right beyond being signed in.
const SignedIn org.Right = "signed-in"

// Operations lists every operation in the order of the description.
func (a *API) Operations() []Operation { return a.ops }

// call is one request on its way to its use case.
type call struct {
	v      org.Viewer
	m      *locale.Messages
	req    app.Request
	header http.Header
}

type callKey struct{}

// Limits of a body.
const (
	bodyLimit   = 1 << 20
	uploadLimit = 21 << 20 // a file of 20 MB and what surrounds it
)

// add registers an operation. fn gets the input after its shape was checked and
// the caller after his right was.
func add[I, O any](a *API, o Operation, fn func(context.Context, *call, *I) (*O, error)) {
	if len(o.Needs) == 0 {
		panic("operation " + o.ID + " names no right")
	}
	o.area, _, _ = strings.Cut(o.ID, ".")
	a.ops = append(a.ops, o)
	h := huma.Operation{OperationID: o.ID, Method: o.Method, Path: Prefix + o.Path, Tags: []string{o.area}, DefaultStatus: o.success,
		MaxBodyBytes: bodyLimit + 1, Security: []map[string][]string{{"bearer": {}}, {"session": {}}},
		Middlewares: huma.Middlewares{func(ctx huma.Context, next func(huma.Context)) { a.guard(o, ctx, next) }}}
	if o.Upload {
		h.MaxBodyBytes, h.RequestBody, h.SkipValidateBody = uploadLimit+1, uploadBody(), true
	}
	if o.media != "" {
		h.Responses = map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{o.media: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}}}
	}
	huma.Register(a.huma, h, func(ctx context.Context, in *I) (*O, error) {
		c := ctx.Value(callKey{}).(*call)
		out, err := fn(ctx, c, in)
		if err != nil {
			return nil, a.refusal(ctx, c.m, err)
		}
		return out, nil
	})
}

// refusal is an error as the caller gets it; a Problem made on the way stays.
func (a *API) refusal(ctx context.Context, m *locale.Messages, err error) error {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	return a.problem(ctx, m, err)
}

// guard is the one door: who, the right, and for writes by a browser's session
// the form token. Nothing of the request is read before.
func (a *API) guard(o Operation, ctx huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(ctx)
	c, err := a.admit(o, r)
	if err == nil {
		limit := int64(bodyLimit)
		if o.Upload {
			limit = uploadLimit
		}
		r.Body = http.MaxBytesReader(w, r.Body, limit+1)
		err = c.takeKey(r)
	}
	if err != nil {
		writeProblem(w, a.problem(r.Context(), reading(r), err))
		return
	}
	next(huma.WithValue(ctx, callKey{}, c))
}

func (a *API) admit(o Operation, r *http.Request) (*call, error) {
	who, err := a.Authenticate(r.Context(), r)
	if err != nil {
		return nil, err
	}
	v := who.Viewer
	if v.Person == 0 {
		return nil, errs.E(errs.Unauthenticated, "err.signin")
	}
	if err := allowed(v, o.Needs); err != nil {
		return nil, err
	}
	safe := r.Method == http.MethodGet || r.Method == http.MethodHead
	if !safe && who.FormToken != "" {
		if err := a.cross.Check(r); err != nil {
			return nil, errs.Wrap(err, errs.Forbidden, "err.token")
		}
		if subtle.ConstantTimeCompare([]byte(r.Header.Get("X-Form-Token")), []byte(who.FormToken)) != 1 {
			return nil, errs.E(errs.Forbidden, "err.token")
		}
	}
	return &call{v: v, m: reading(r), header: r.Header}, nil
}

// allowed lets in whoever has one of the rights.
func allowed(v org.Viewer, needs []org.Right) error {
	for _, n := range needs {
		if n == SignedIn || v.Can(n) {
			return nil
		}
	}
	if v.Asleep {
		return errs.E(errs.Forbidden, "err.asleep")
	}
	return errs.E(errs.Forbidden, "err.forbidden")
}

// keyLimit is how long an Idempotency-Key may be.
const keyLimit = 200

// takeKey makes the name of a write that may be sent twice. It holds the caller,
// the address and the body: a key used again for something else is another
// write, and nobody can meet the key of somebody else.
func (c *call) takeKey(r *http.Request) error {
	key := r.Header.Get("Idempotency-Key")
	if key == "" || r.Method == http.MethodGet {
		return nil
	}
	if len(key) > keyLimit {
		return errs.Form([]errs.Field{{Name: "header.Idempotency-Key", Key: "err.toolong", Args: []any{"n", len(key), "max", keyLimit}}})
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return errs.Wrap(err, errs.TooLarge, "err.toolarge")
		}
		return errs.Wrap(err, errs.Invalid, "api.body")
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	h := sha256.New()
	io.WriteString(h, known(c.v.Person)+" "+r.Method+" "+r.URL.RequestURI()+"\n"+key+"\n")
	h.Write(body)
	c.req = app.Request("api-" + hex.EncodeToString(h.Sum(nil)))
	return nil
}
