package errs

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Kind is what sort of failure it is.
type Kind int

// The kinds. Internal is the zero value: what nobody classified.
const (
	Internal Kind = iota
	Invalid
	NotFound
	Conflict
	Forbidden
	Unauthenticated
	Unavailable
	TooLarge
)

var kinds = [...]struct {
	name   string
	status int
	exit   int
}{
	Internal:        {"internal", http.StatusInternalServerError, 1},
	Invalid:         {"invalid", http.StatusUnprocessableEntity, 1},
	NotFound:        {"not-found", http.StatusNotFound, 1},
	Conflict:        {"conflict", http.StatusConflict, 1},
	Forbidden:       {"forbidden", http.StatusForbidden, 1},
	Unauthenticated: {"unauthenticated", http.StatusUnauthorized, 1},
	Unavailable:     {"unavailable", http.StatusServiceUnavailable, 1},
	TooLarge:        {"too-large", http.StatusRequestEntityTooLarge, 1},
}

// String is the kind's name in logs and API bodies.
func (k Kind) String() string { return kinds[k].name }

// Status is the HTTP status of the kind.
func (k Kind) Status() int { return kinds[k].status }

// Exit is the exit code of a command that failed so.
func (k Kind) Exit() int { return kinds[k].exit }

// Error is a failure that can be shown.
type Error struct {
	Kind   Kind
	Key    string  // key of the sentence in locale
	Args   []any   // alternating name, value, for the sentence
	Fields []Field // per field, when a form was wrong
	Err    error   // cause, for operators; may be nil
}

// Field is what is wrong with one field of a form or one cell of a table.
type Field struct {
	Name string // name of the field as the form sends it
	Key  string // key of the sentence in locale
	Args []any  // alternating name, value
}

// E makes an error that can be shown. args alternate name and value.
func E(kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args}
}

// Wrap keeps err as the cause of a failure that can be shown.
func Wrap(err error, kind Kind, key string, args ...any) *Error {
	return &Error{Kind: kind, Key: key, Args: args, Err: err}
}

// Form makes an Invalid error out of the fields that are wrong, nil if none is.
func Form(fields []Field) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Key: "err.form", Args: []any{"n", len(fields)}, Fields: fields}
}

// Error is the text for logs: key, arguments, fields and cause.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s", e.Kind, e.Key)
	for i := 0; i+1 < len(e.Args); i += 2 {
		fmt.Fprintf(&b, " %v=%v", e.Args[i], e.Args[i+1])
	}
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "; %s: %s", f.Name, f.Key)
		for i := 0; i+1 < len(f.Args); i += 2 {
			fmt.Fprintf(&b, " %v=%v", f.Args[i], f.Args[i+1])
		}
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// Of finds the *Error in err, or makes an Internal one that hides the cause
// from people and keeps it for operators. Of(nil) is nil.
func Of(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Kind: Internal, Key: "err.internal", Err: err}
}

// KindOf is the kind of err; Internal for what nobody classified.
func KindOf(err error) Kind { return Of(err).Kind }

// Is reports whether err is of kind k.
func Is(err error, k Kind) bool { return err != nil && Of(err).Kind == k }
