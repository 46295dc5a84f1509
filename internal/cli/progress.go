package cli

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// terminal reports whether w is a terminal, where a line may be drawn over.
func terminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

const clearLine = "\r\x1b[2K"

// waiting shows on a terminal that something of unknown length goes on, once it
// has taken half a second. The function it returns takes the line away.
func (e *env) waiting(key string, args ...any) func() {
	if !terminal(e.io.Err) {
		return func() {}
	}
	done, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		begin, drawn := time.Now(), false
		tick := time.NewTicker(500 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				if drawn {
					fmt.Fprint(e.io.Err, clearLine)
				}
				return
			case <-tick.C:
				drawn = true
				fmt.Fprintf(e.io.Err, "%s%s %ds", clearLine, e.m.T(key, args...), int(time.Since(begin).Seconds()))
			}
		}
	}()
	return func() { close(done); <-gone }
}

// bar draws how far a long work has come, on a terminal only. Its methods may be
// called from any goroutine.
type bar struct {
	e    *env
	key  string
	mu   sync.Mutex
	last time.Time
	draw bool
	on   bool
}

func (e *env) bar(key string) *bar { return &bar{e: e, key: key, draw: terminal(e.io.Err)} }

// set shows done of all; all 0 is unknown.
func (b *bar) set(done, all int64) {
	if !b.draw {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if time.Since(b.last) < 100*time.Millisecond && done != all {
		return
	}
	b.last, b.on = time.Now(), true
	text := b.e.m.Count(done)
	if all > 0 {
		text = fmt.Sprintf("%s/%s %3d%%", text, b.e.m.Count(all), done*100/all)
	}
	fmt.Fprintf(b.e.io.Err, "%s%s %s", clearLine, b.e.m.T(b.key), text)
}

// end takes the line away.
func (b *bar) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.on {
		fmt.Fprint(b.e.io.Err, clearLine)
		b.on = false
	}
}
