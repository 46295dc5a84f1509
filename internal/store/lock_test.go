package store

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"jiufen/internal/errs"
)

func TestPoint03SecondProcess(t *testing.T) {
	dir := t.TempDir()
	l, err := LockDir(dir, ForReal)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := LockDir(dir, ForCheck); !errs.Is(err, errs.Conflict) || errs.Of(err).Key != "err.dir.held" {
		t.Errorf("a second lock: %v", err)
	}
	l.Serving("127.0.0.1:8460")
	_, err = LockDir(dir, ForReal)
	if e := errs.Of(err); e == nil || e.Key != "err.dir.served" || !strings.Contains(err.Error(), "127.0.0.1:8460") {
		t.Errorf("a second lock while it serves: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := LockDir(dir, ForReal)
	if err != nil {
		t.Fatalf("after the first was let go: %v", err)
	}
	again.Close()
}

func TestPoint02DemoMark(t *testing.T) {
	demo, real := t.TempDir(), t.TempDir()
	l, err := LockDir(demo, ForDemo)
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if _, err := LockDir(demo, ForReal); errs.KindOf(err) != errs.Invalid {
		t.Errorf("serving a demo: %v", err)
	}
	if l, err = LockDir(demo, ForDemo); err != nil {
		t.Errorf("a demo once more: %v", err)
	} else {
		l.Close()
	}
	if err := os.WriteFile(filepath.Join(real, DatabaseFile), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LockDir(real, ForDemo); errs.KindOf(err) != errs.Invalid {
		t.Errorf("a demo in real data: %v", err)
	}
	if l, err = LockDir(real, ForReal); err != nil {
		t.Errorf("real data: %v", err)
	} else {
		l.Close()
	}
}

func TestPoint03NetworkFileSystem(t *testing.T) {
	if name, err := networkFS(t.TempDir()); err != nil || name != "" {
		t.Errorf("a local directory is %q, %v", name, err)
	}
	if networkTypes[0x6969] != "NFS" || networkTypes[0xff534d42] != "CIFS" {
		t.Error("NFS and CIFS are not told apart from local disks")
	}
}

// TestPoint17FullDisk fills a small disk: writes stop with one sentence, reads go
// on, deleting the reserve lets writes go on, and the journal holds.
func TestPoint17FullDisk(t *testing.T) {
	dir := t.TempDir()
	small := mountSmall(t, dir)
	ctx := context.Background()
	h := &hand{}
	h.day(20500, 9)
	db, err := Open(ctx, Config{Dir: dir, Now: h.now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Tick(ctx); err != nil {
		t.Fatal(err)
	}
	reserve := filepath.Join(dir, reserveFile)
	if small {
		if err := os.WriteFile(reserve, make([]byte, 4<<20), 0o600); err != nil {
			t.Fatal(err)
		}
	} else if _, err := db.w.Exec("PRAGMA max_page_count = 800"); err != nil {
		t.Fatal(err)
	}
	words := strings.Repeat("进展情况", 20_000)
	acknowledged := 0
	for range 2000 {
		if _, err = db.Write(ctx, Actor{}, "test", "", func(tx *Tx) error { return Add(tx, SettingFact{Name: "x", Value: words}) }); err != nil {
			break
		}
		acknowledged++
	}
	if e := errs.Of(err); err == nil || e.Key != "err.diskfull" || e.Kind != errs.Unavailable {
		t.Fatalf("after %d writes: %v; want err.diskfull", acknowledged, err)
	}
	count := func() (n int) {
		t.Helper()
		if err := db.View(ctx, func(tx *Tx) error { return tx.row("SELECT count(*) FROM setting_fact", nil, &n) }); err != nil {
			t.Fatalf("a reader on a full disk: %v", err)
		}
		return n
	}
	if n := count(); n != acknowledged {
		t.Errorf("%d writes acknowledged, %d there", acknowledged, n)
	}
	if small {
		err = os.Remove(reserve)
	} else {
		_, err = db.w.Exec("PRAGMA max_page_count = 8000")
	}
	if err != nil {
		t.Fatal(err)
	}
	do(t, db, func(tx *Tx) error { return Add(tx, SettingFact{Name: "x", Value: "y"}) })
	if n := count(); n != acknowledged+1 {
		t.Errorf("after room was made: %d there", n)
	}
	if r := verifyDB(t, db, testKey(t)); r.Total != 0 {
		t.Errorf("findings %v", r.Findings)
	}
}

// mountSmall mounts a disk of 16 MB on dir where that is allowed; otherwise the
// size of the database file is limited instead.
func mountSmall(t *testing.T, dir string) bool {
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=16m"); err != nil {
		t.Logf("the file is limited instead of the disk: mount: %v", err)
		return false
	}
	t.Cleanup(func() { exec.Command("umount", "-l", dir).Run() })
	return true
}

func TestReserve(t *testing.T) {
	dir := t.TempDir()
	l, err := LockDir(dir, ForReal)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for range 2 {
		if err := l.Reserve(); err != nil {
			t.Fatal(err)
		}
	}
	info, err := os.Stat(filepath.Join(dir, reserveFile))
	if err != nil {
		t.Fatal(err)
	}
	if blocks := info.Sys().(*syscall.Stat_t).Blocks * 512; info.Size() != reserveBytes || blocks < reserveBytes {
		t.Errorf("the reserve has %d bytes, %d on disk", info.Size(), blocks)
	}
}
