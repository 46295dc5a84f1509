package cli

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/config"
	"jiufen/internal/job"
	"jiufen/internal/journal"
	"jiufen/internal/sample"
	"jiufen/internal/store"
)

type demoCmd struct {
	Addr        string `help:"config.flag.addr" placeholder:"HOST:PORT"`
	Data        string `help:"cli.flag.demo-data" placeholder:"DIR"`
	AllowRemote bool   `help:"config.flag.allow-remote"`
	Scale       int    `help:"cli.flag.scale" default:"1" placeholder:"N"`
	Seed        uint64 `help:"cli.flag.seed" default:"1" placeholder:"N"`
}

// demoCode is the code of the sample city in its checkpoints.
const demoCode = "demo"

// builtMark says that the city in a demo directory was finished.
const builtMark = ".demo-built"

// Run fills a sample city and serves it, with one-click sign-in for each role.
func (c *demoCmd) Run(e *env) error {
	if c.Scale < 1 || c.Scale > 1000 {
		return &misuse{"cli.misuse.value", []any{"what", "--scale"}}
	}
	conf := config.Config{Addr: c.Addr, AllowRemote: c.AllowRemote, Data: c.Data, Ops: config.Off, Log: config.LogText}
	if conf.Addr == "" {
		conf.Addr = freeAddr()
	}
	if err := conf.Validate(); err != nil {
		return &wrongUse{err}
	}
	if conf.Data == "" {
		dir, err := os.MkdirTemp("", "jiufen-demo-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		conf.Data = dir
	}
	lock, err := store.LockDir(conf.Data, store.ForDemo)
	if err != nil {
		return err
	}
	defer lock.Close()
	h, err := c.open(e, conf)
	if err != nil {
		return err
	}
	defer h.db.Close()
	if c.AllowRemote {
		e.note("cli.demo.remote")
	}
	for _, key := range conf.Warnings() {
		e.note(key)
	}
	return h.run(e.ctx, func(url string) {
		lock.Serving(url)
		e.sayDemo(h.app, url, conf.Data)
	})
}

// freeAddr is the default address, or any free port of this machine where that
// one is taken.
func freeAddr() string {
	l, err := net.Listen("tcp", config.DefaultAddr)
	if err != nil {
		return "127.0.0.1:0"
	}
	l.Close()
	return config.DefaultAddr
}

// open opens the city that is there, or fills one.
func (c *demoCmd) open(e *env, conf config.Config) (*house, error) {
	mark := filepath.Join(conf.Data, builtMark)
	_, err := os.Stat(mark)
	built := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if !built {
		if err := store.RemoveData(conf.Data); err != nil { // one that was stopped half-way
			return nil, err
		}
	}
	clock := sample.NewClock()
	db, err := store.Open(e.ctx, store.Config{Dir: conf.Data, Now: func() time.Time { return clock.Now() }})
	if err != nil {
		return nil, err
	}
	h := &house{db: db, conf: conf, log: logger(e, conf.Log, slog.LevelWarn), m: e.m}
	if built {
		clock, err = c.again(e.ctx, db)
	} else {
		err = c.fill(e, h, clock, mark)
	}
	if err == nil {
		err = h.furnishDemo(e.ctx)
	}
	if err != nil {
		db.Close()
		if !built {
			err = errors.Join(err, store.RemoveData(conf.Data))
		}
		return nil, err
	}
	return h, nil
}

// again lets the clock of a city made earlier go on from its last change.
func (c *demoCmd) again(ctx context.Context, db *store.DB) (*sample.Clock, error) {
	if err := db.CheckSchema(ctx); err != nil {
		return nil, err
	}
	last, err := db.LastAt(ctx)
	return sample.ClockAt(time.UnixMilli(last).In(db.Zone())), err
}

func (c *demoCmd) fill(e *env, h *house, clock *sample.Clock, mark string) error {
	if err := h.db.Migrate(e.ctx); err != nil {
		return err
	}
	a, err := newApp(h.db, h.log, true)
	if err != nil {
		return err
	}
	e.note("cli.demo.filling")
	b := e.bar("cli.demo.bar")
	_, err = sample.Build(e.ctx, a, sample.Options{Seed: c.Seed, Scale: c.Scale, Clock: clock, Progress: func(done, all int) { b.set(int64(done), int64(all)) }})
	b.end()
	if err != nil {
		return err
	}
	if err := nameCode(e.ctx, h.db, demoCode); err != nil {
		return err
	}
	return os.WriteFile(mark, nil, 0o600)
}

// furnishDemo gives the city a key of its own, kept with it: nobody relies on a
// demo's journal, but everything about it can be tried.
func (h *house) furnishDemo(ctx context.Context) error {
	name := filepath.Join(h.conf.Data, "demo.key")
	text, err := os.ReadFile(name)
	var key *journal.Key
	switch {
	case err == nil:
		key, err = journal.ParseKey(string(text))
	case errors.Is(err, fs.ErrNotExist):
		if key, err = journal.NewKey(demoCode); err == nil {
			err = errors.Join(os.WriteFile(name, []byte(key.Text()+"\n"), 0o600),
				os.WriteFile(strings.TrimSuffix(name, ".key")+".pub", []byte(key.Public().Text()+"\n"), 0o644))
		}
	}
	if err != nil {
		return err
	}
	if err := h.furnish(ctx, key, true); err != nil {
		return err
	}
	h.keeper.Clock = func() job.Reading { return job.Reading{} } // its clock is its own
	return nil
}

// sayDemo prints the address and who can be entered with one click.
func (e *env) sayDemo(a *app.App, url, data string) {
	e.say("cli.demo.at", "url", url)
	roles, err := a.DemoRoles(e.ctx)
	if err != nil {
		e.note("cli.error", "what", e.words(err))
	}
	for _, r := range roles {
		e.say("cli.demo.role", "unit", r.Unit, "title", r.Title)
	}
	e.say("cli.demo.stop", "dir", data)
}
