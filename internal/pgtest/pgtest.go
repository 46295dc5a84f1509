package pgtest

import (
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // driver "pgx"
)

// Server is a running cluster.
type Server struct {
	dir   string
	cmd   *exec.Cmd
	serve func() *exec.Cmd
	next  atomic.Int64
}

var (
	once   sync.Once
	shared *Server
	failed error
)

// URL gives the address of a new, empty database. Where PostgreSQL is not
// installed the test is left out, with the reason; with CI set that is a failure.
func URL(t testing.TB) string {
	t.Helper()
	once.Do(func() { shared, failed = Start(false) })
	if failed != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("PostgreSQL: %v", failed)
		}
		t.Skipf("left out: PostgreSQL cannot be started here: %v", failed)
	}
	url, err := shared.Create()
	if err != nil {
		t.Fatal(err)
	}
	return url
}

// Stop ends the shared server; call it at the end of TestMain.
func Stop() {
	if shared != nil {
		shared.Stop()
	}
}

// bin finds the programs of the newest version installed.
func bin() (string, error) {
	if p, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(p), nil
	}
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		return "", fmt.Errorf("initdb not found; install the package postgresql")
	}
	sort.Strings(found)
	return filepath.Dir(found[len(found)-1]), nil
}

// Start makes a cluster and starts it. Durable keeps fsync on, for benchmarks.
func Start(durable bool) (*Server, error) {
	programs, err := bin()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "jfpg")
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir}
	cred, err := serverUser(dir)
	if err != nil {
		return nil, err
	}
	run := func(name string, args ...string) *exec.Cmd {
		c := exec.Command(filepath.Join(programs, name), args...)
		c.Dir, c.Env = "/", append(os.Environ(), "LC_ALL=C.UTF-8")
		c.SysProcAttr = &syscall.SysProcAttr{Credential: cred, Setpgid: true}
		return c
	}
	data := filepath.Join(dir, "data")
	if out, err := run("initdb", "-D", data, "-U", "jiufen", "-A", "trust", "-E", "UTF8", "--no-sync").CombinedOutput(); err != nil {
		os.RemoveAll(dir)
		return nil, fmt.Errorf("initdb: %v: %s", err, out)
	}
	fsync := "fsync=off"
	if durable {
		fsync = "fsync=on"
	}
	s.serve = func() *exec.Cmd {
		return run("postgres", "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", fsync, "-c", "max_connections=200", "-c", "shared_buffers=128MB")
	}
	s.cmd = s.serve()
	if err := s.cmd.Start(); err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	return s, s.wait()
}

// serverUser is the user the server runs as: it refuses to run as root.
func serverUser(dir string) (*syscall.Credential, error) {
	if os.Getuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(u.Uid)
		gid, _ := strconv.Atoi(u.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			return nil, err
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, fmt.Errorf("no user postgres or nobody to run the server as")
}

func (s *Server) url(name string) string {
	return "postgres://jiufen@/" + name + "?host=" + s.dir + "&sslmode=disable"
}

func (s *Server) wait() error {
	var err error
	for range 200 {
		if err = s.ping(); err == nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	s.Stop()
	return fmt.Errorf("postgres did not start: %w", err)
}

// Create makes an empty database and gives its address.
func (s *Server) Create() (string, error) {
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		return "", err
	}
	defer db.Close()
	name := fmt.Sprintf("t%d", s.next.Add(1))
	if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
		return "", err
	}
	return s.url(name), nil
}

// Kill ends the server and its processes at once, without letting them finish
// anything.
func (s *Server) Kill() error {
	pid := s.cmd.Process.Pid
	// Each has a session of its own, so the group does not reach them.
	children, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	err := syscall.Kill(-pid, syscall.SIGKILL)
	for _, c := range strings.Fields(string(children)) {
		if n, e := strconv.Atoi(c); e == nil {
			syscall.Kill(n, syscall.SIGKILL)
		}
	}
	return err
}

// Restart starts the server again after Kill, on the same data.
func (s *Server) Restart() error {
	s.cmd.Wait()
	var err error
	for range 20 { // until the memory of the processes killed is given back
		s.cmd = s.serve()
		if err = s.cmd.Start(); err != nil {
			return err
		}
		gone := make(chan error, 1)
		go func() { gone <- s.cmd.Wait() }()
		for range 200 {
			select {
			case err = <-gone:
			case <-time.After(50 * time.Millisecond):
				if s.ping() == nil {
					return nil
				}
				continue
			}
			break
		}
		time.Sleep(200 * time.Millisecond)
	}
	return fmt.Errorf("postgres did not start again: %w", err)
}

func (s *Server) ping() error {
	db, err := sql.Open("pgx", s.url("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	return db.Ping()
}

// Stop ends the server and removes its folder.
func (s *Server) Stop() {
	if s.cmd != nil && s.cmd.Process != nil {
		syscall.Kill(-s.cmd.Process.Pid, syscall.SIGQUIT)
		s.cmd.Wait()
	}
	os.RemoveAll(s.dir)
}
