package pgtest

import (
	"database/sql"
	"os"
	"testing"
)

func TestMain(m *testing.M) {
	code := m.Run()
	Stop()
	os.Exit(code)
}

func TestEachCallerGetsAnEmptyDatabase(t *testing.T) {
	for range 2 {
		db, err := sql.Open("pgx", URL(t))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec("CREATE TABLE only_here (x BIGINT)"); err != nil {
			t.Fatal(err)
		}
	}
}
