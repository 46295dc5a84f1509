package cli

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"jiufen/internal/api"
	"jiufen/internal/app"
	"jiufen/internal/config"
	"jiufen/internal/job"
	"jiufen/internal/locale"
	"jiufen/internal/server"
	"jiufen/internal/store"
	"jiufen/internal/web"
	"jiufen/library"
)

// house is the program put together: what the server runs.
type house struct {
	db     *store.DB
	app    *app.App
	keeper *job.Keeper
	conf   config.Config
	log    *slog.Logger
	m      *locale.Messages
}

// newApp makes the use cases over a database.
func newApp(db *store.DB, log *slog.Logger, demo bool) (*app.App, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, err
	}
	lex, err := app.LoadLexicon(library.FS, "lexicon")
	if err != nil {
		return nil, err
	}
	duties, err := app.LoadDuties(library.FS, "duties")
	if err != nil {
		return nil, err
	}
	return &app.App{DB: db, Log: log, Demo: demo, Exe: exe, Lex: lex, Duties: duties, Text: locale.For(locale.Chinese)}, nil
}

// run serves pages and API and keeps the days until ctx ends. This is the one
// place where everything is wired.
func (h *house) run(ctx context.Context, started func(url string)) error {
	sessions := web.Sessions(h.app)
	pages, err := web.New(web.Config{Place: h.placeName(ctx), Demo: h.app.Demo, Log: h.log, App: h.app, Now: h.db.Now,
		Session: sessions, Around: web.Around(h.app)})
	if err != nil {
		return err
	}
	rest, err := api.New(api.Config{App: h.app, Log: h.log, Version: Version, Authenticate: api.Bearer(h.app, callers(sessions))})
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.Handle(api.Prefix+"/", rest)
	mux.Handle("/", pages)
	proxies, err := h.conf.Proxies()
	if err != nil {
		return err
	}
	ops := h.conf.Ops
	if ops == config.Off {
		ops = ""
	}
	keeping, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { defer close(done); h.keeper.Run(keeping) }()
	defer func() { stop(); <-done }()
	return server.Run(ctx, server.Config{
		Addr: h.conf.Addr, AllowRemote: h.conf.AllowRemote, Cert: h.conf.TLSCert, Key: h.conf.TLSKey, Proxies: proxies, Metrics: ops,
		Handler: mux, Ready: h.ready, Gauges: h.gauges(), Log: h.log, Started: started, Says: h.says,
	})
}

// callers finds who calls the API: whoever has a session of the pages.
func callers(sessions func(context.Context, *http.Request) (web.Session, error)) func(context.Context, *http.Request) (api.Caller, error) {
	return func(ctx context.Context, r *http.Request) (api.Caller, error) {
		s, err := sessions(ctx, r)
		return api.Caller{Viewer: s.Viewer, FormToken: s.Token}, err
	}
}

// placeName is the name of the city or county as pages show it.
func (h *house) placeName(ctx context.Context) string {
	name := ""
	err := h.db.View(ctx, func(tx *store.Tx) error {
		lib, err := tx.Library(tx.Now())
		if err == nil {
			name = lib.Settings[app.SettingPlace]
		}
		return err
	})
	if err != nil {
		h.log.Warn("name of the place not read", "err", err)
	}
	return name
}

// ready is whether people can work: the database answers, its schema fits, days
// go on.
func (h *house) ready(ctx context.Context) error {
	if err := h.keeper.Held(); err != nil {
		return err
	}
	if err := h.db.CheckSchema(ctx); err != nil {
		return err
	}
	_, err := h.db.Missed(ctx)
	return err
}

func (h *house) gauges() []server.Gauge {
	within := func(f func(context.Context) (int64, error)) func() float64 {
		return func() float64 {
			ctx, stop := context.WithTimeout(context.Background(), 2*time.Second)
			defer stop()
			n, err := f(ctx)
			if err != nil {
				return -1
			}
			return float64(n)
		}
	}
	return []server.Gauge{
		{Name: "jiufen_changes", Help: "changes in the journal", Value: within(h.db.Seq)},
		{Name: "jiufen_days_behind", Help: "days not opened yet", Value: within(func(ctx context.Context) (int64, error) { n, err := h.db.Missed(ctx); return int64(n), err })},
		{Name: "jiufen_log_bytes", Help: "size of the write-ahead log of SQLite", Value: func() float64 { return float64(h.db.LogBytes()) }},
	}
}

// says gives the few sentences that no page can give.
func (h *house) says(r *http.Request, key string, args ...any) string {
	m := h.m
	if strings.HasPrefix(strings.ToLower(r.Header.Get("Accept-Language")), "en") {
		m = locale.For(locale.English)
	}
	return m.T(key, args...)
}

// logger writes the log of a server.
func logger(e *env, form string, level slog.Level) *slog.Logger {
	opt := &slog.HandlerOptions{Level: level}
	if form == config.LogJSON {
		return slog.New(slog.NewJSONHandler(e.io.Err, opt))
	}
	return slog.New(slog.NewTextHandler(e.io.Err, opt))
}

// sign makes the function that signs the journal.
func sign(db *store.DB, by store.Signer) func(context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) { return db.Checkpoint(ctx, by) }
}
