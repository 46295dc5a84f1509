package textin

import (
	"os"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// confine limits this process for good: address space, processor time, no core
// file, no written file, and no new descriptor at all, so that no file and no
// network can be reached. It is called after the request, before the file.
func confine(l Limits) error {
	now, err := addressSpace()
	if err != nil {
		return err
	}
	seconds := uint64((l.CPU + time.Second - 1) / time.Second)
	for _, lim := range []struct {
		what int
		max  uint64
	}{
		{unix.RLIMIT_AS, now + uint64(l.Memory)}, // Go reserves address space at start that it never uses
		{unix.RLIMIT_CPU, seconds},               // soft = hard: the kernel kills, Go cannot catch it
		{unix.RLIMIT_CORE, 0},
		{unix.RLIMIT_FSIZE, 0},
		{unix.RLIMIT_NOFILE, 3},
	} {
		if err := unix.Setrlimit(lim.what, &unix.Rlimit{Cur: lim.max, Max: lim.max}); err != nil {
			return os.NewSyscallError("setrlimit "+strconv.Itoa(lim.what), err)
		}
	}
	return nil
}

// addressSpace is the size of this process's address space in bytes.
func addressSpace() (uint64, error) {
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0, err
	}
	pages, err := strconv.ParseUint(strings.Fields(string(b))[0], 10, 64)
	return pages * uint64(os.Getpagesize()), err
}
