package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"jiufen/internal/errs"
	"jiufen/internal/locale"
	"jiufen/internal/textin"
)

// Stdio is where a command reads and writes.
type Stdio struct {
	In       io.Reader
	Out, Err io.Writer
}

// env is what commands run with.
type env struct {
	ctx context.Context
	io  Stdio
	m   *locale.Messages
	get func(string) string // environment variables
}

// The exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// Main runs one command and gives its exit code.
func Main(ctx context.Context, args []string, io Stdio) int {
	if len(args) == 1 && args[0] == "textin" {
		return textin.Child(io.In, io.Out)
	}
	e := &env{ctx: ctx, io: io, get: os.Getenv}
	e.m = locale.For(language(args, e.get))
	var g grammar
	k, err := kong.New(&g, kong.Name("jiufen"), kong.NoDefaultHelp(), kong.Writers(io.Out, io.Err), kong.Exit(func(int) {}))
	if err != nil {
		return e.fail(err)
	}
	if len(args) == 0 || wantsHelp(args) {
		return e.help(k, args)
	}
	call, err := k.Parse(args)
	if err != nil {
		return e.misused(k, args, err)
	}
	if err := call.Run(e); err != nil {
		return e.fail(err)
	}
	return exitDone
}

// language is what --lang says, else the locale of the system: English where it
// is English, Chinese everywhere else.
func language(args []string, get func(string) string) string {
	for i, a := range args {
		if v, ok := strings.CutPrefix(a, "--lang="); ok {
			return pickLanguage(v)
		}
		if a == "--lang" && i+1 < len(args) {
			return pickLanguage(args[i+1])
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := get(name); v != "" {
			return pickLanguage(v)
		}
	}
	return locale.Chinese
}

func pickLanguage(s string) string {
	if strings.HasPrefix(strings.ToLower(s), "en") {
		return locale.English
	}
	return locale.Chinese
}

func wantsHelp(args []string) bool {
	for _, a := range args {
		if a == "--" {
			return false
		}
		if a == "--help" || a == "-h" {
			return true
		}
	}
	return false
}

// quiet ends a command with exit code 1 that has said already what is wrong.
var errQuiet = errors.New("cli: said already")

// placed is an error with the input it concerns.
type placed struct {
	where string
	err   error
}

func (p *placed) Error() string { return p.where + ": " + p.err.Error() }
func (p *placed) Unwrap() error { return p.err }

// at says which input an error concerns.
func at(where string, err error) error {
	if err == nil {
		return nil
	}
	return &placed{where, err}
}

// fail shows an error and gives the exit code.
func (e *env) fail(err error) int {
	var wrong *misuse
	switch {
	case errors.As(err, &wrong):
		fmt.Fprintln(e.io.Err, e.m.T("cli.error", "what", e.m.T(wrong.key, wrong.args...)))
		return exitUsage
	case errors.Is(err, errQuiet):
		return exitFailed
	case errors.Is(err, context.Canceled) && e.ctx.Err() != nil:
		fmt.Fprintln(e.io.Err, e.m.T("cli.stopped"))
		return exitFailed
	}
	fmt.Fprintln(e.io.Err, e.m.T("cli.error", "what", e.words(err)))
	var use *wrongUse
	if errors.As(err, &use) {
		return exitUsage
	}
	return errs.KindOf(err).Exit()
}

// words is an error as it is shown: its sentence, the input before it, and for
// what nobody foresaw the cause, since whoever sits here is the operator.
func (e *env) words(err error) string {
	where := ""
	var p *placed
	if errors.As(err, &p) {
		where = p.where
	}
	shown := errs.Of(err)
	if shown.Key == "err.internal" || !e.m.Has(shown.Key) {
		return e.m.T("cli.unforeseen", "cause", err.Error())
	}
	text := e.m.T(shown.Key, shown.Args...)
	for _, f := range shown.Fields {
		text += "\n  " + f.Name + e.m.T("cli.colon") + e.m.T(f.Key, f.Args...)
	}
	if where != "" && !strings.Contains(text, where) {
		text = where + e.m.T("cli.colon") + text
	}
	if errs.KindOf(err) == errs.Unavailable && shown.Err != nil {
		text += e.m.T("cli.cause", "cause", shown.Err.Error())
	}
	return text
}

// say prints a line on standard output.
func (e *env) say(key string, args ...any) { fmt.Fprintln(e.io.Out, e.m.T(key, args...)) }

// note prints a line on standard error.
func (e *env) note(key string, args ...any) { fmt.Fprintln(e.io.Err, e.m.T(key, args...)) }
