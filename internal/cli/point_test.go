package cli

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"jiufen/internal/errs"
	"jiufen/internal/store"
	"jiufen/internal/textin"
)

// TestPoint05ParsersInAChild: the built command reads files from outside in a
// child with limits; a file that takes too much is refused in a sentence and the
// parent lives.
func TestPoint05ParsersInAChild(t *testing.T) {
	types := []byte(`<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`)
	var b strings.Builder
	b.WriteString(`<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	for range 3_000_000 {
		b.WriteString(`<w:bookmarkStart w:id="1"/>`)
	}
	b.WriteString(`<w:p><w:r><w:t>甲</w:t></w:r></w:p></w:body></w:document>`)
	slow := packed(t, map[string][]byte{"[Content_Types].xml": types, "word/document.xml": []byte(b.String())})
	_, err := textin.Run(context.Background(), program, textin.Limits{CPU: time.Second, Deadline: 3 * time.Second}, "慢.docx", slow)
	if err == nil || errs.KindOf(err) != errs.Invalid {
		t.Errorf("a slow file: %v", err)
	}
	text, err := textin.Run(context.Background(), program, textin.Limits{}, "好.txt", []byte("正常的文字。"))
	if err != nil || text.String != "正常的文字。" {
		t.Errorf("a good file: %q, %v", text.String, err)
	}
}

// TestPoint19Migrate: a newer schema is refused by every command, a migration
// needs twice the room of its file, and one that is repeated changes nothing.
func TestPoint19Migrate(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		p.do(t, 0, "migrate")
		p.do(t, 0, "migrate")
		p.sql(t, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, "+map[string]string{"sqlite": "1", "postgres": "true"}[p.db.Dialect()]+")")
		for _, args := range [][]string{{"migrate"}, {"verify"}, {"backup", "--out", "b.zip"}, {"serve", "--addr", "127.0.0.1:0", "--ops", "off"}} {
			has(t, p.do(t, 1, args...).err, "第99版")
		}
		left(t, p.dir, "data", "config")
	})
}

// sql runs a statement as the owner of the database.
func (p *place) sql(t *testing.T, statement string) {
	t.Helper()
	driver, where := "sqlite", filepath.Join(p.dir, "data", store.DatabaseFile)
	if p.db.Dialect() == "postgres" {
		driver, where = "pgx", p.flags[1]
	}
	db, err := sql.Open(driver, where)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func TestPoint19Room(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=12m"); err != nil {
		t.Skipf("left out: a small disk cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	ctx := context.Background()
	db, err := store.Open(ctx, store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if err := db.CheckRoom(ctx); err != nil {
		t.Errorf("with room: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "full"), make([]byte, 8<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(filepath.Join(dir, store.DatabaseFile), 4<<20); err != nil {
		t.Fatal(err)
	}
	if err := db.CheckRoom(ctx); errs.KindOf(err) != errs.Unavailable || errs.Of(err).Key != "err.migrate.room" {
		t.Errorf("without room: %v", err)
	}
}

// TestPoint15Grant: migrate grants the server's role what it needs and no more.
func TestPoint15Grant(t *testing.T) {
	p := newPlace(t, "postgres")
	p.sql(t, "CREATE ROLE jiufen_cli LOGIN")
	has(t, p.do(t, 0, "migrate", "--grant", "jiufen_cli").out, "jiufen_cli")
	address := strings.Replace(p.flags[1], "jiufen@", "jiufen_cli@", 1)
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE setting_fact SET value = 'x'"); err == nil || !strings.Contains(err.Error(), "42501") {
		t.Errorf("the server's role changed a fact: %v", err)
	}
	r := start(t, p.dir, "serve", "--addr", "127.0.0.1:0", "--ops", "off", "--database-url", address)
	r.wait(t, "/link/")
	r.stop(t)
	has(t, newPlace(t, "sqlite").do(t, 1, "migrate", "--grant", "x").err, "PostgreSQL")
}
