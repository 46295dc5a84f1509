package store

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/pgtest"
)

// crashEnv makes the test binary a child that writes until it is killed.
const crashEnv = "JIUFEN_CRASH_CHILD"

// crashChild is the child: it reports on an item again and again and says so on
// standard output after each acknowledged write. It gives its exit code.
func crashChild(where string) int {
	db, err := Open(context.Background(), crashConfig(where))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	from, err := strconv.Atoi(os.Getenv(crashEnv + "_FROM"))
	for n := from; err == nil; n++ {
		if err = crashWrite(db, n); err == nil {
			fmt.Printf("ack %d\n", n)
		}
	}
	fmt.Fprintln(os.Stderr, err)
	return 1
}

func crashConfig(where string) Config {
	h := &hand{}
	h.day(calendar.Date(2026, 3, 2), 9)
	if strings.HasPrefix(where, "postgres://") {
		return Config{URL: where, Now: h.now}
	}
	return Config{Dir: where, Now: h.now}
}

// crashWrite records report number n: facts, a body, and all projections of the
// item.
func crashWrite(db *DB, n int) error {
	_, err := db.Write(context.Background(), Actor{}, "report", "", func(tx *Tx) error {
		var item id.Item
		var measure id.Measure
		if err := tx.row("SELECT item_id, id FROM measure WHERE place = $1 ORDER BY id LIMIT 1", []any{db.place}, &item, &measure); err != nil {
			return err
		}
		hash, err := tx.PutBody([]byte(fmt.Sprintf("第%d次进展", n)))
		if err != nil {
			return err
		}
		p := calendar.In(tx.Day, calendar.Month)
		r, err := Insert[Report, id.Report](tx, Report{ItemID: item, Period: p, Sort: "progress", Reason: strconv.Itoa(n), WordsHash: hash, Day: tx.Day})
		if err != nil {
			return err
		}
		return Add(tx, ReportValue{ReportID: r, ItemID: item, MeasureID: measure, Period: p, Value: int64(n % 120)})
	})
	return err
}

// crashPlace prepares a database with one item.
func crashPlace(t *testing.T, where string) {
	t.Helper()
	ctx := context.Background()
	db, err := Open(ctx, crashConfig(where))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Tick(ctx); err != nil {
		t.Fatal(err)
	}
	s := &story{t: t, db: db, c: newCity(t, db), r: rand.New(rand.NewPCG(3, 3)), day: calendar.Date(2026, 3, 2), meas: map[id.Item]id.Measure{}, nodes: map[id.Item][]id.Milestone{}}
	do(t, db, func(tx *Tx) error { s.newItem(tx); return nil })
}

// crashHeld opens the data after a crash: every acknowledged write is there, at
// most one more, and the journal holds. It gives the next number.
func crashHeld(t *testing.T, where string, acknowledged int) int {
	t.Helper()
	db, err := Open(context.Background(), crashConfig(where))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	have, err := list0(db, "SELECT reason FROM report WHERE place = 1 ORDER BY id")
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range have {
		if n != strconv.Itoa(i) {
			t.Fatalf("report %d of %d is number %s", i, len(have), n)
		}
	}
	if len(have) < acknowledged || len(have) > acknowledged+1 {
		t.Fatalf("%d writes acknowledged, %d there", acknowledged, len(have))
	}
	if r := verifyDB(t, db, testKey(t)); r.Total != 0 {
		t.Fatalf("after %d writes: %v", acknowledged, r.Findings)
	}
	return len(have)
}

func list0(db *DB, query string) (out []string, err error) {
	rows, err := db.r.Query(query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

func crashRounds() int {
	if testing.Short() {
		return 6
	}
	return 50
}

// TestKillNine kills a writing process at any moment, again and again, on each
// database: nothing acknowledged is lost, the journal holds each time, and in
// the end the projections are what rebuilding gives.
func TestKillNine(t *testing.T) {
	for _, dialect := range []string{"sqlite", "postgres"} {
		t.Run(dialect, func(t *testing.T) {
			where := t.TempDir()
			if dialect == "postgres" {
				where = pgtest.URL(t)
			}
			crashPlace(t, where)
			next := 0
			for range crashRounds() {
				next = crashHeld(t, where, killed(t, where, next))
			}
			t.Logf("%d writes", next)
			crashRebuilt(t, where)
		})
	}
}

// killed starts a child that writes from number n, kills it after a moment, and
// gives how many writes were acknowledged in all.
func killed(t *testing.T, where string, n int) int {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashEnv+"="+where, crashEnv+"_FROM="+strconv.Itoa(n))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	read := func() bool {
		line, err := lines.ReadString('\n')
		if err == nil && strings.HasPrefix(line, "ack ") {
			n++
		}
		if err != nil && err != io.EOF {
			t.Fatal(err)
		}
		return err == nil
	}
	read()
	time.AfterFunc(time.Duration(rand.IntN(25_000))*time.Microsecond, func() { cmd.Process.Kill() })
	for read() {
	}
	cmd.Wait()
	settled(t, where)
	return n
}

// settled waits until PostgreSQL has ended the sessions of the killed child: a commit
// that was on its way still happens, and must not fall between counting and writing.
func settled(t *testing.T, where string) {
	t.Helper()
	if !strings.HasPrefix(where, "postgres") {
		return
	}
	db, err := sql.Open("pgx", where)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for others := 1; others > 0; {
		if err := db.QueryRow("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'").Scan(&others); err != nil {
			t.Fatal(err)
		}
		if others > 0 {
			time.Sleep(2 * time.Millisecond)
		}
	}
}

func crashRebuilt(t *testing.T, where string) {
	t.Helper()
	db, err := Open(context.Background(), crashConfig(where))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	kept := projections(t, db)
	if err := db.Rebuild(context.Background(), nil); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(kept, projections(t, db)); d != "" {
		t.Errorf("kept (−) and rebuilt (+) differ:\n%s", d)
	}
}

// TestKillPostgres kills the database server itself, with fsync on, in the middle of
// writes.
func TestKillPostgres(t *testing.T) {
	server, err := pgtest.Start(true)
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skipf("left out: PostgreSQL cannot be started here: %v", err)
	}
	defer server.Stop()
	where, err := server.Create()
	if err != nil {
		t.Fatal(err)
	}
	crashPlace(t, where)
	rounds := 4
	if testing.Short() {
		rounds = 1
	}
	next := 0
	for range rounds {
		next = crashHeld(t, where, serverKilled(t, server, where, next))
		crashRebuilt(t, where)
	}
	t.Logf("%d writes", next)
}

func serverKilled(t *testing.T, server *pgtest.Server, where string, n int) int {
	t.Helper()
	db, err := Open(context.Background(), crashConfig(where))
	if err != nil {
		t.Fatal(err)
	}
	var acknowledged atomic.Int64
	acknowledged.Store(int64(n))
	done := make(chan struct{})
	go func() {
		defer close(done)
		for crashWrite(db, int(acknowledged.Load())) == nil {
			acknowledged.Add(1)
		}
	}()
	time.Sleep(150*time.Millisecond + time.Duration(rand.IntN(100))*time.Millisecond)
	if err := server.Kill(); err != nil {
		t.Fatal(err)
	}
	<-done
	db.Close()
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	return int(acknowledged.Load())
}
