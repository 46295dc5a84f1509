package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jiufen/internal/id"
	"jiufen/internal/pgtest"
	"jiufen/internal/store"
)

// place is data with a few changes in it, and the flags that name it.
type place struct {
	db    *store.DB
	dir   string // work folder: key, backups
	flags []string
}

func newPlace(t *testing.T, dialect string) *place {
	t.Helper()
	p := &place{dir: t.TempDir()}
	conf := store.Config{Dir: filepath.Join(p.dir, "data")}
	p.flags = []string{"--data", conf.Dir}
	if dialect == "postgres" {
		conf = store.Config{URL: pgtest.URL(t)}
		p.flags = []string{"--database-url", conf.URL}
	} else if err := os.MkdirAll(conf.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	db, err := store.Open(ctx, conf)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	p.db = db
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Tick(ctx); err != nil {
		t.Fatal(err)
	}
	p.record(t, store.SettingCode, "ptest")
	for range 10 {
		p.record(t, "x", "值")
	}
	return p
}

func (p *place) record(t *testing.T, name, value string) {
	t.Helper()
	if _, err := p.db.Write(context.Background(), store.Actor{}, "test", "", func(tx *store.Tx) error {
		return store.Add(tx, store.SettingFact{Name: name, Value: value})
	}); err != nil {
		t.Fatal(err)
	}
}

// do runs a command on the data and wants an exit code.
func (p *place) do(t *testing.T, code int, args ...string) result {
	t.Helper()
	r := run(t, p.dir, nil, append(args, p.flags...)...)
	if r.code != code {
		t.Fatalf("%v: exit %d, want %d\n%s%s", args, r.code, code, r.out, r.err)
	}
	if strings.Contains(r.out+r.err, "⟦") {
		t.Errorf("%v: a sentence is missing: %s%s", args, r.out, r.err)
	}
	return r
}

func each(t *testing.T, f func(t *testing.T, p *place)) {
	for _, dialect := range []string{"sqlite", "postgres"} {
		t.Run(dialect, func(t *testing.T) { f(t, newPlace(t, dialect)) })
	}
}

func has(t *testing.T, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%q is not in:\n%s", w, text)
		}
	}
}

// TestKeepingCommands walks the way of an operator: key, backup, verify, export,
// loss, restore, verify again.
func TestKeepingCommands(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		p.do(t, 1, "key")
		has(t, p.do(t, 0, "key", "--new").out, "公钥指纹")
		pub := filepath.Join(p.dir, "config", "jiufen", "ptest.pub")
		has(t, p.do(t, 0, "verify").out, "自洽，未与外部校验点比对")
		p.do(t, 0, "backup", "--out", "b.zip")
		p.do(t, 1, "backup", "--out", "b.zip") // there already
		p.record(t, "after", "backup")
		p.do(t, 0, "export", "--out", "e.zip")
		p.do(t, 0, "export", "--out", "again.zip")
		alike(t, filepath.Join(p.dir, "e.zip"), filepath.Join(p.dir, "again.zip"))
		p.do(t, 0, "export", "--out", "folder")
		note := filepath.Join(p.dir, "folder", "checkpoint")
		has(t, p.do(t, 0, "verify", "--key", pub, "--checkpoint", note).out, "通过：与外部校验点一致")
		has(t, p.do(t, 0, "verify", "--key", pub).out, "自洽")
		p.do(t, 2, "verify", "--checkpoint", note)
		p.do(t, 0, "checkpoint", "--out", "now.txt")
		alike(t, filepath.Join(p.dir, "now.txt"), note)
		has(t, p.do(t, 0, "checkpoint").out, "jiufen/ptest/1")
		p.do(t, 0, "rebuild")
		p.do(t, 0, "migrate")
		p.do(t, 0, "verify", "--recompute")
		exported := run(t, p.dir, nil, "verify", "--export", "e.zip", "--key", pub, "--checkpoint", note)
		if exported.code != 0 {
			t.Errorf("export: exit %d %s%s", exported.code, exported.out, exported.err)
		}
		has(t, exported.out, "通过")

		back := &place{dir: p.dir, flags: []string{"--data", filepath.Join(p.dir, "new")}}
		if p.db.Dialect() == "postgres" {
			back.flags = []string{"--database-url", pgtest.URL(t)}
		}
		r := back.do(t, 0, "restore", "--from", "b.zip", "--reason", "磁盘损坏", "--checkpoint", note, "--key", pub)
		has(t, r.out, "第2期", "恢复丢失1条")
		r = back.do(t, 0, "verify", "--key", pub, "--checkpoint", note)
		has(t, r.out, "恢复丢失1条", "磁盘损坏", "自洽")
		back.do(t, 1, "restore", "--from", "b.zip", "--reason", "再来一次") // data are there
		p.do(t, 1, "restore", "--from", "b.zip", "--reason", "覆盖")
		has(t, back.do(t, 2, "restore", "--from", "b.zip").err, "--reason")
	})
}

func alike(t *testing.T, a, b string) {
	t.Helper()
	x, err := os.ReadFile(a)
	if err != nil {
		t.Fatal(err)
	}
	y, err := os.ReadFile(b)
	if err != nil {
		t.Fatal(err)
	}
	if string(x) != string(y) {
		t.Errorf("%s and %s differ", a, b)
	}
}

func TestKeysThatAreRefused(t *testing.T) {
	p := newPlace(t, "sqlite")
	key := filepath.Join(p.dir, "k.key")
	p.do(t, 0, "key", "--new", "--key-file", key)
	p.do(t, 1, "key", "--new", "--key-file", key) // there already
	if info, err := os.Stat(key); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := os.Chmod(key, 0o644); err != nil {
		t.Fatal(err)
	}
	has(t, p.do(t, 1, "backup", "--out", "b.zip", "--key-file", key).err, "0644")
	inData := filepath.Join(p.dir, "data", "k.key")
	has(t, p.do(t, 1, "key", "--new", "--key-file", inData).err, "数据目录")
	if _, err := os.Stat(inData); err == nil {
		t.Error("a key was made inside the data directory")
	}
	has(t, p.do(t, 1, "verify", "--key", key).err, "公钥")
	left(t, p.dir, "data", "k.key", "k.pub", "config")
}

func TestVerifyNamesWhatWasAltered(t *testing.T) {
	p := newPlace(t, "sqlite")
	p.db.Close()
	raw := sqlite(t, filepath.Join(p.dir, "data", store.DatabaseFile))
	for _, s := range []string{"DROP TRIGGER setting_fact_u", "DROP TRIGGER setting_fact_d", "UPDATE setting_fact SET value = '假' WHERE id = 5242880"} {
		if _, err := raw.Exec(s); err != nil {
			t.Fatal(err)
		}
	}
	raw.Close()
	r := p.do(t, 1, "verify")
	has(t, r.out, "未通过：发现1处", "存证5的第0行（表setting_fact）被改动")
	english := run(t, p.dir, nil, append([]string{"--lang", "en", "verify"}, p.flags...)...)
	has(t, english.out, "failed: 1 places", "change 5 row 0 (table setting_fact) was altered")
}

func TestDataThatIsNotThere(t *testing.T) {
	dir := t.TempDir()
	for _, cmd := range [][]string{{"verify"}, {"rebuild"}, {"backup", "--out", "x.zip"}, {"export", "--out", "x.zip"}, {"key"}} {
		r := run(t, dir, nil, append(cmd, "--data", "nowhere")...)
		if r.code != 1 || !strings.Contains(r.err, "nowhere") {
			t.Errorf("%v: exit %d, %q", cmd, r.code, r.err)
		}
		if r := run(t, dir, nil, cmd...); r.code != 2 {
			t.Errorf("%v without data: exit %d, %q", cmd, r.code, r.err)
		}
	}
	left(t, dir)
}

// founded gives the place a unit.
func (p *place) founded(t *testing.T) {
	t.Helper()
	if _, err := p.db.Write(context.Background(), store.Actor{}, "test", "", func(tx *store.Tx) error {
		u, err := store.Insert[store.Unit, id.Unit](tx, store.Unit{Code: "101"})
		if err != nil {
			return err
		}
		return store.Add(tx, store.UnitFact{UnitID: u, Name: "市财政局", Short: "市财政局", Sort: "department", FromDay: tx.Day})
	}); err != nil {
		t.Fatal(err)
	}
}
