package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/pressly/goose/v3"

	"jiufen/internal/errs"
)

// SchemaOf is the version of the schema in the database, 0 if it is empty.
func (db *DB) SchemaOf(ctx context.Context) (int64, error) {
	p, err := db.provider()
	if err != nil {
		return 0, err
	}
	v, err := p.GetDBVersion(ctx)
	if err != nil {
		return 0, fmt.Errorf("read schema version: %w", driverError(err))
	}
	return v, nil
}

// CheckRoom refuses a migration of a SQLite file without twice its size free: a
// copy is made before, and a table may be written anew.
func (db *DB) CheckRoom(ctx context.Context) error {
	if db.d.name != "sqlite" {
		return nil // PostgreSQL's disk is not ours to see
	}
	file, err := db.sqliteFile(ctx)
	if err != nil {
		return driverError(err)
	}
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	free, err := FreeBytes(filepath.Dir(file))
	if err != nil {
		return err
	}
	if need := 2 * info.Size(); free < need {
		return errs.E(errs.Unavailable, "err.migrate.room", "need", need>>20, "free", free>>20)
	}
	return nil
}

// Upgrade is Migrate step by step: each migration is one transaction, so one that
// is stopped changed nothing and the next run goes on from there. step is called
// after each; it may be nil.
func (db *DB) Upgrade(ctx context.Context, step func(version, want int64)) error {
	p, err := db.provider()
	if err != nil {
		return err
	}
	for {
		r, err := p.UpByOne(ctx)
		if errors.Is(err, goose.ErrNoNextVersion) {
			return db.Migrate(ctx)
		}
		if err != nil {
			return fmt.Errorf("migrate: %w", driverError(err))
		}
		if step != nil {
			step(r.Source.Version, SchemaVersion())
		}
	}
}
