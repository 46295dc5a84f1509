package cli

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"jiufen/internal/config"
	"jiufen/internal/errs"
	"jiufen/internal/job"
	"jiufen/internal/store"
	"jiufen/library"
)

// settings are the flags of config.Config without its methods: the parser would
// call Validate before the environment and the defaults are filled in.
type settings config.Config

type serveCmd struct {
	Config      settings `embed:""`
	KeyFile     string   `help:"cli.flag.key-file" placeholder:"FILE"`
	Place       string   `help:"cli.flag.place" placeholder:"460200"`
	AcceptClock bool     `help:"cli.flag.accept-clock"`
}

// Run serves a place until it is told to stop.
func (c *serveCmd) Run(e *env) error {
	conf, err := config.Config(c.Config).Load(e.get)
	if err == nil {
		err = conf.Validate()
	}
	if err != nil {
		return &wrongUse{err}
	}
	if conf.DatabaseURL != "" {
		conf.Data = ""
	}
	log := logger(e, conf.Log, slog.LevelInfo)
	src := source{Data: conf.Data, DatabaseURL: conf.DatabaseURL}
	free, lock, err := src.lock(store.ForReal)
	if err != nil {
		return err
	}
	defer free()
	if lock != nil {
		if err := lock.Reserve(); err != nil {
			log.Warn("no room for the reserve file", "err", err)
		}
	}
	db, err := store.Open(e.ctx, store.Config{Dir: conf.Data, URL: conf.DatabaseURL})
	if err != nil {
		return err
	}
	defer db.Close()
	h := &house{db: db, conf: conf, log: log, m: e.m}
	if err := c.begin(e, h); err != nil {
		return err
	}
	for _, key := range conf.Warnings() {
		e.note(key)
	}
	return h.run(e.ctx, func(url string) {
		if lock != nil {
			lock.Serving(url)
		}
		e.say("cli.serve.at", "url", url)
		e.firstLink(h, url, conf.Data)
	})
}

// begin makes the place ready to be served: schema, day, code, key, library.
func (c *serveCmd) begin(e *env, h *house) error {
	have, err := h.db.SchemaOf(e.ctx)
	if err != nil {
		return err
	}
	if have == 0 {
		err = h.db.Upgrade(e.ctx, nil)
	} else {
		err = h.db.CheckSchema(e.ctx)
	}
	if err == nil {
		err = h.db.UseZone(e.ctx)
	}
	if err == nil && !c.AcceptClock {
		err = checkClock(e.ctx, h.db)
	}
	if err == nil {
		_, err = h.db.Tick(e.ctx)
	}
	if err == nil {
		err = nameCode(e.ctx, h.db, c.Place)
	}
	if err != nil {
		return err
	}
	k, err := e.keyFile(h.db, c.KeyFile, h.conf.Data)
	if err != nil {
		return err
	}
	made, err := k.ready(e, h.db)
	if err != nil {
		return err
	}
	if made {
		e.sayKey(k)
	}
	return h.furnish(e.ctx, k.key, false)
}

// furnish makes use cases and keeper, and loads the library that ships.
func (h *house) furnish(ctx context.Context, by store.Signer, demo bool) (err error) {
	if h.app, err = newApp(h.db, h.log, demo); err != nil {
		return err
	}
	h.app.Checkpoint = sign(h.db, by)
	h.keeper = &job.Keeper{DB: h.db, Sign: h.app.Checkpoint, Prune: h.app.Prune, Log: h.log}
	return h.app.ShipLibrary(ctx, library.FS)
}

// maxMissed is how many days may be missed at a start without a word: a machine
// that shows the wrong year would open thousands, for ever.
const maxMissed = 40

// checkClock refuses to start on a clock that stands before the last change, or
// far after it.
func checkClock(ctx context.Context, db *store.DB) error {
	last, err := db.LastAt(ctx)
	if err != nil || last == 0 {
		return err
	}
	at, now := time.UnixMilli(last).In(db.Zone()), db.Now()
	missed, err := db.Missed(ctx)
	if err != nil {
		return err
	}
	if at.Sub(now) > job.MaxStep || missed > maxMissed {
		return errs.E(errs.Unavailable, "cli.serve.clock", "last", at.Format("2006-01-02 15:04"), "now", now.Format("2006-01-02 15:04"))
	}
	return nil
}

// nameCode records the code of a new place, and refuses another one for a place
// that has one: it stands in every checkpoint.
func nameCode(ctx context.Context, db *store.DB, want string) error {
	have, err := db.Code(ctx)
	if err != nil {
		return err
	}
	switch {
	case have != "" && want != "" && have != want:
		return errs.E(errs.Conflict, "cli.serve.code", "have", have, "want", want)
	case have != "":
		return nil
	case want == "":
		b := make([]byte, 4)
		rand.Read(b)
		want = "p" + hex.EncodeToString(b)
	}
	_, err = db.Write(ctx, store.Actor{}, "place", "", func(tx *store.Tx) error {
		return store.Add(tx, store.SettingFact{Name: store.SettingCode, Value: want})
	})
	return err
}

// firstLink shows the one-time link of a place without accounts: on the terminal
// and in a file of this user alone, never in the log. The file goes when the link
// runs out.
func (e *env) firstLink(h *house, url, data string) {
	secret, until, err := h.app.FirstLink(e.ctx)
	if errs.Is(err, errs.Conflict) {
		return
	}
	if err != nil {
		h.log.Error("first link not made", "err", err)
		return
	}
	link := url + "/link/" + secret
	e.say("cli.serve.first", "link", link, "until", until.Format("15:04"))
	file, err := linkFile(data)
	if err == nil {
		os.Remove(file)
		err = os.WriteFile(file, []byte(link+"\n"), 0o600)
	}
	if err != nil {
		h.log.Warn("first link not written to a file", "err", err)
		return
	}
	e.say("cli.serve.file", "name", file)
	time.AfterFunc(time.Until(until), func() { os.Remove(file) })
	context.AfterFunc(e.ctx, func() { os.Remove(file) })
}

func linkFile(data string) (string, error) {
	if data != "" {
		return filepath.Join(data, "first-link.txt"), nil
	}
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	dir = filepath.Join(dir, "jiufen")
	return filepath.Join(dir, "first-link.txt"), os.MkdirAll(dir, 0o700)
}

// wrongUse is settings that are wrong: used wrongly, not failed.
type wrongUse struct{ err error }

func (w *wrongUse) Error() string { return w.err.Error() }
func (w *wrongUse) Unwrap() error { return w.err }
