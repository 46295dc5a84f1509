package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"jiufen/internal/errs"
)

// Files of a data directory beside the database.
const (
	lockFile    = "jiufen.lock"
	demoMark    = ".demo"
	reserveFile = "jiufen.reserve"
)

// reserveBytes is what the reserve file holds: enough to let a full disk take
// the few writes that make room.
const reserveBytes = 16 << 20

// Purpose says what a data directory is opened for.
type Purpose int

// The purposes.
const (
	ForReal  Purpose = iota // a place's real data: a directory marked as a demo is refused
	ForDemo                 // a demo: a directory that holds real data is refused
	ForCheck                // reading and keeping up what is there: either
)

// Lock holds a data directory for one process.
type Lock struct {
	f   *os.File
	dir string
}

// LockDir makes the directory if it is not there, refuses it on a network file
// system, checks its mark, and takes its lock, which ends with the process at the
// latest. If another process holds it the error says which, and where it serves.
func LockDir(dir string, purpose Purpose) (*Lock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, errs.Wrap(err, errs.Unavailable, "err.dir.make", "dir", dir)
	}
	if name, err := networkFS(dir); err != nil {
		return nil, fmt.Errorf("data directory %s: %w", dir, err)
	} else if name != "" {
		return nil, errs.E(errs.Invalid, "err.dir.network", "dir", dir, "fs", name)
	}
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, errs.Wrap(err, errs.Unavailable, "err.dir.make", "dir", dir)
	}
	if err := flock(f); err != nil {
		defer f.Close()
		if !errors.Is(err, errHeld) {
			return nil, fmt.Errorf("lock data directory %s: %w", dir, err)
		}
		pid, addr := holder(f)
		if addr != "" {
			return nil, errs.E(errs.Conflict, "err.dir.served", "dir", dir, "pid", pid, "addr", addr)
		}
		return nil, errs.E(errs.Conflict, "err.dir.held", "dir", dir, "pid", pid)
	}
	l := &Lock{f: f, dir: dir}
	if err := l.checkMark(purpose); err != nil {
		l.Close()
		return nil, err
	}
	l.write("")
	return l, nil
}

// Serving notes in the lock where the process serves, for whoever is refused.
func (l *Lock) Serving(addr string) { l.write(addr) }

func (l *Lock) write(addr string) {
	l.f.Truncate(0)
	l.f.WriteAt(fmt.Appendf(nil, "%d\n%s\n%s\n", os.Getpid(), addr, time.Now().Format(time.RFC3339)), 0)
}

func holder(f *os.File) (pid int, addr string) {
	b := make([]byte, 512)
	n, _ := f.ReadAt(b, 0)
	lines := strings.Split(string(b[:n]), "\n")
	pid, _ = strconv.Atoi(lines[0])
	if len(lines) > 1 {
		addr = lines[1]
	}
	return pid, addr
}

// Close lets go of the directory.
func (l *Lock) Close() error {
	l.f.Truncate(0)
	letGo(l.f)
	return l.f.Close()
}

// checkMark holds the mark of the directory against the purpose, and marks a new
// demo.
func (l *Lock) checkMark(p Purpose) error {
	demo, err := exists(filepath.Join(l.dir, demoMark))
	if err != nil {
		return err
	}
	data, err := exists(filepath.Join(l.dir, DatabaseFile))
	if err != nil {
		return err
	}
	switch {
	case p == ForReal && demo:
		return errs.E(errs.Invalid, "err.dir.demo", "dir", l.dir)
	case p == ForDemo && data && !demo:
		return errs.E(errs.Invalid, "err.dir.real", "dir", l.dir)
	case p == ForDemo && !demo:
		return os.WriteFile(filepath.Join(l.dir, demoMark), []byte("jiufen demo\n"), 0o600)
	}
	return nil
}

// HasData reports whether a directory holds a database.
func HasData(dir string) (bool, error) { return exists(filepath.Join(dir, DatabaseFile)) }

func exists(name string) (bool, error) {
	_, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}

// Reserve keeps a file of 16 MB in the directory, to be deleted when the disk is
// full: deleting needs no room, everything else does. Without room for it
// nothing is kept and the error is Unavailable.
func (l *Lock) Reserve() error {
	name := filepath.Join(l.dir, reserveFile)
	if info, err := os.Stat(name); err == nil && info.Size() == reserveBytes {
		return nil
	}
	if free, err := FreeBytes(l.dir); err != nil || free < 4*reserveBytes {
		return errs.Wrap(err, errs.Unavailable, "err.diskfull")
	}
	// Written, not only sized: a sparse file reserves nothing.
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	block := make([]byte, 1<<20)
	for range reserveBytes / len(block) {
		if _, err := f.Write(block); err != nil {
			f.Close()
			os.Remove(name)
			return errs.Wrap(err, errs.Unavailable, "err.diskfull")
		}
	}
	return f.Close()
}

// RemoveData takes a database out of a directory: what a restore that failed
// leaves.
func RemoveData(dir string) error {
	var err error
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if e := os.Remove(filepath.Join(dir, DatabaseFile+suffix)); e != nil && !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}
	return err
}
