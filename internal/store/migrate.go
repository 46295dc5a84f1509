package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"sort"

	"github.com/pressly/goose/v3"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

func (db *DB) provider() (*goose.Provider, error) {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.Dialect(db.d.goose), db.w, files, goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
}

// Migrate brings the schema up to date, lays the triggers over every table of
// facts, and makes the clock of the place if there is none. It is repeatable.
func (db *DB) Migrate(ctx context.Context) error {
	p, err := db.provider()
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", driverError(err))
	}
	for _, text := range db.guards() {
		if _, err := db.w.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("migrate: lay triggers: %w", driverError(err))
		}
	}
	_, err = db.w.ExecContext(ctx, `INSERT INTO clock (place, seq, at, day, epoch, org_seq, lib_seq, zone) VALUES ($1, 0, 0, 0, 1, 0, 0, $2) ON CONFLICT (place) DO NOTHING`,
		db.place, db.zone.String())
	return driverError(err)
}

// CheckSchema refuses a schema that is older or newer than this program.
func (db *DB) CheckSchema(ctx context.Context) error {
	p, err := db.provider()
	if err != nil {
		return err
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", driverError(err))
	}
	want := SchemaVersion()
	switch {
	case have < want:
		return errs.E(errs.Unavailable, "err.schema.old", "have", have, "want", want)
	case have > want:
		return errs.E(errs.Unavailable, "err.schema.new", "have", have, "want", want)
	}
	return nil
}

// SchemaVersion is the schema this program works with.
func SchemaVersion() int64 {
	entries, err := migrationFiles.ReadDir("migrations")
	if err != nil || len(entries) == 0 {
		return 0
	}
	var v int64
	fmt.Sscanf(entries[len(entries)-1].Name(), "%d_", &v)
	return v
}

// guards are the statements that make facts and the journal insert-only.
func (db *DB) guards() []string {
	var names []string
	for name, class := range Classes() {
		if class == FactClass || class == JournalClass {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	if db.d.name == "postgres" {
		return postgresGuards(names)
	}
	return sqliteGuards(names)
}

func sqliteGuards(names []string) []string {
	var out []string
	for _, n := range names {
		out = append(out,
			"CREATE TRIGGER IF NOT EXISTS "+n+"_u BEFORE UPDATE ON "+n+" BEGIN SELECT RAISE(ABORT, 'append-only: "+n+"'); END",
			"CREATE TRIGGER IF NOT EXISTS "+n+"_d BEFORE DELETE ON "+n+" BEGIN SELECT RAISE(ABORT, 'append-only: "+n+"'); END")
	}
	return append(out,
		"CREATE TRIGGER IF NOT EXISTS body_u BEFORE UPDATE ON body BEGIN SELECT RAISE(ABORT, 'append-only: body'); END",
		`CREATE TRIGGER IF NOT EXISTS body_d BEFORE DELETE ON body WHEN NOT EXISTS (SELECT 1 FROM erasure e WHERE e.place = OLD.place AND e.body_hash = OLD.hash)
BEGIN SELECT RAISE(ABORT, 'erasure only: body'); END`,
		"CREATE VIRTUAL TABLE IF NOT EXISTS find USING fts5 (grams, content='', contentless_delete=1, tokenize='unicode61')")
}

func postgresGuards(names []string) []string {
	out := []string{
		`CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME; END $$`,
		`CREATE OR REPLACE FUNCTION erasure_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM erasure e WHERE e.place = OLD.place AND e.body_hash = OLD.hash) THEN RETURN OLD; END IF;
RAISE EXCEPTION 'erasure only: %', TG_TABLE_NAME; END $$`,
	}
	for _, n := range names {
		out = append(out, "CREATE OR REPLACE TRIGGER "+n+"_ao BEFORE UPDATE OR DELETE ON "+n+" FOR EACH ROW EXECUTE FUNCTION append_only()",
			"CREATE OR REPLACE TRIGGER "+n+"_at BEFORE TRUNCATE ON "+n+" FOR EACH STATEMENT EXECUTE FUNCTION append_only()")
	}
	return append(out,
		"CREATE OR REPLACE TRIGGER body_ao BEFORE UPDATE OR DELETE ON body FOR EACH ROW EXECUTE FUNCTION erasure_only()",
		"CREATE OR REPLACE TRIGGER body_at BEFORE TRUNCATE ON body FOR EACH STATEMENT EXECUTE FUNCTION append_only()",
		"CREATE TABLE IF NOT EXISTS find (place BIGINT NOT NULL, item_id BIGINT NOT NULL, grams TSVECTOR NOT NULL, PRIMARY KEY (place, item_id))",
		"CREATE INDEX IF NOT EXISTS find_grams ON find USING gin (grams)")
}

// GrantServer gives the role under which the server runs what it needs and no
// more: it can add facts but not change, delete or truncate them, and it owns no
// table. PostgreSQL only; run as the owner, after Migrate.
func (db *DB) GrantServer(ctx context.Context, role string) error {
	if db.d.name != "postgres" {
		return errs.E(errs.Invalid, "err.grant.postgres")
	}
	var quoted string
	if err := db.w.QueryRowContext(ctx, "SELECT quote_ident($1)", role).Scan(&quoted); err != nil {
		return driverError(err)
	}
	for name, class := range Classes() {
		rights := "SELECT, INSERT, UPDATE, DELETE"
		switch class {
		case FactClass, JournalClass:
			rights = "SELECT, INSERT"
		case ClockClass:
			rights = "SELECT, UPDATE"
		case BodyClass:
			rights = "SELECT, INSERT, DELETE"
		}
		if _, err := db.w.ExecContext(ctx, "GRANT "+rights+" ON "+name+" TO "+quoted); err != nil {
			return fmt.Errorf("grant on %s: %w", name, driverError(err))
		}
	}
	_, err := db.w.ExecContext(ctx, "GRANT SELECT ON goose_db_version TO "+quoted)
	return driverError(err)
}

// openDay moves the clock of the place to the next day and records the fact.
func (tx *Tx) openDay(day calendar.Day) error {
	if day <= tx.Day {
		return &Repeated{Seq: tx.Seq - 1}
	}
	if tx.Day != 0 {
		if err := tx.keepTally(tx.Day); err != nil {
			return err
		}
	}
	if _, err := tx.exec("UPDATE clock SET day = $2 WHERE place = $1", tx.db.place, day); err != nil {
		return err
	}
	tx.Day = day
	return nil
}
