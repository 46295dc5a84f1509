package store

import (
	"context"
	"database/sql"
	"net/url"
	"strings"
	"testing"

	"jiufen/internal/pgtest"
)

// TestPoint15PostgresRole: the role the server runs under can do its work, and
// cannot change, delete or truncate a fact or the journal, nor drop their guards.
func TestPoint15PostgresRole(t *testing.T) {
	ctx := context.Background()
	address := pgtest.URL(t)
	h := &hand{}
	h.day(20500, 9)
	owner, err := Open(ctx, Config{URL: address, Now: h.now})
	if err != nil {
		t.Fatal(err)
	}
	defer owner.Close()
	if err := owner.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	const role = "jiufen_server"
	if _, err := owner.w.Exec("CREATE ROLE " + role + " LOGIN"); err != nil && !strings.Contains(err.Error(), "already exists") {
		t.Fatal(err)
	}
	if err := owner.GrantServer(ctx, role); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.User(role)
	db, err := Open(ctx, Config{URL: u.String(), Now: h.now})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.CheckSchema(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Tick(ctx); err != nil {
		t.Fatal(err)
	}
	told(t, db, h, 12)
	if _, err := db.Checkpoint(ctx, testKey(t)); err != nil {
		t.Fatal(err)
	}
	if err := db.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	if r := verifyDB(t, db, testKey(t)); r.Facts == 0 {
		t.Fatalf("nothing verified: %v", r.Findings)
	}
	for name, class := range Classes() {
		switch class {
		case FactClass, JournalClass:
			refused(t, db.w, "UPDATE "+name+" SET place = place", "DELETE FROM "+name, "TRUNCATE "+name)
		case BodyClass:
			refused(t, db.w, "UPDATE "+name+" SET place = place", "TRUNCATE "+name)
		case ClockClass:
			refused(t, db.w, "DELETE FROM "+name, "TRUNCATE "+name)
		}
		refused(t, db.w, "ALTER TABLE "+name+" DISABLE TRIGGER ALL", "DROP TABLE "+name, "ALTER TABLE "+name+" ADD COLUMN x BIGINT")
	}
	refused(t, db.w, "DROP FUNCTION append_only() CASCADE", "SET session_replication_role = replica", "CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
		"UPDATE goose_db_version SET version_id = 99", "SET ROLE jiufen")
}

func refused(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		_, err := db.Exec(s)
		if err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v; want permission denied", s, err)
		}
	}
}
