package cli

import (
	"path/filepath"
	"strings"

	"jiufen/internal/errs"
	"jiufen/internal/store"
)

// source says which data a command works on.
type source struct {
	Data        string `help:"cli.flag.data" placeholder:"DIR"`
	DatabaseURL string `name:"database-url" help:"cli.flag.database-url" placeholder:"URL"`
}

// fill takes from the environment what was not given; one of the two must be.
func (s *source) fill(e *env) error {
	if s.Data == "" && s.DatabaseURL == "" {
		s.Data, s.DatabaseURL = e.get("JIUFEN_DATA"), e.get("JIUFEN_DATABASE_URL")
	}
	switch {
	case s.Data != "" && s.DatabaseURL != "":
		return &misuse{"cli.misuse.together", []any{"what", "--data, --database-url"}}
	case s.Data == "" && s.DatabaseURL == "":
		return &misuse{"cli.misuse.missing", []any{"what", "--data, --database-url"}}
	case s.DatabaseURL != "" && !strings.HasPrefix(s.DatabaseURL, "postgres://") && !strings.HasPrefix(s.DatabaseURL, "postgresql://"):
		return &misuse{"cli.misuse.value", []any{"what", "--database-url"}}
	}
	return nil
}

// name is the data as messages name it; an address may hold a password.
func (s *source) name() string {
	if s.DatabaseURL != "" {
		return "--database-url"
	}
	return s.Data
}

// read opens data that must be there, beside a server that may be running.
func (s *source) read(e *env) (*store.DB, error) {
	db, err := s.open(e)
	if err != nil {
		return nil, err
	}
	if err := db.CheckSchema(e.ctx); err != nil {
		db.Close()
		return nil, err
	}
	if err := db.UseZone(e.ctx); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// reading is read with what closes the data again.
func (s *source) reading(e *env) (*store.DB, func(), error) {
	db, err := s.read(e)
	if err != nil {
		return nil, nil, err
	}
	return db, func() { db.Close() }, nil
}

// open opens data that must be there, whatever its schema.
func (s *source) open(e *env) (*store.DB, error) {
	if s.DatabaseURL == "" {
		there, err := store.HasData(s.Data)
		if err != nil {
			return nil, fileError(s.Data, err)
		}
		if !there {
			return nil, errs.E(errs.NotFound, "cli.data.none", "dir", s.Data)
		}
	}
	return store.Open(e.ctx, store.Config{Dir: s.Data, URL: s.DatabaseURL})
}

// lock takes the directory for this process alone; on PostgreSQL the database
// itself keeps processes apart.
func (s *source) lock(purpose store.Purpose) (func(), *store.Lock, error) {
	if s.DatabaseURL != "" {
		return func() {}, nil, nil
	}
	l, err := store.LockDir(s.Data, purpose)
	if err != nil {
		return nil, nil, err
	}
	return func() { l.Close() }, l, nil
}

// alone is read with the lock held: no server runs on the data.
func (s *source) alone(e *env) (*store.DB, func(), error) {
	if s.DatabaseURL == "" {
		there, err := store.HasData(s.Data)
		if err != nil || !there {
			return nil, nil, errs.Wrap(err, errs.NotFound, "cli.data.none", "dir", s.Data)
		}
	}
	free, _, err := s.lock(store.ForCheck)
	if err != nil {
		return nil, nil, err
	}
	db, err := s.read(e)
	if err != nil {
		free()
		return nil, nil, err
	}
	return db, func() { db.Close(); free() }, nil
}

// inside reports whether a file lies in a directory, symbolic links followed.
func inside(file, dir string) bool {
	real := func(p string) string {
		abs, err := filepath.Abs(p)
		if err != nil {
			return p
		}
		for at, rest := abs, ""; ; at = filepath.Dir(at) {
			if r, err := filepath.EvalSymlinks(at); err == nil {
				return filepath.Join(r, rest)
			}
			if at == filepath.Dir(at) {
				return abs
			}
			rest = filepath.Join(filepath.Base(at), rest)
		}
	}
	rel, err := filepath.Rel(real(dir), real(file))
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
