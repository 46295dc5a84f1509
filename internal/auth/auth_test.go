package auth

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jiufen/internal/errs"
)

func TestHashRoundTrip(t *testing.T) {
	h := NewHasher(2, 10)
	ctx := context.Background()
	kept, err := h.Hash(ctx, "Jiufen-2026-抓落实")
	if err != nil || strings.Contains(kept, "Jiufen") {
		t.Fatalf("%q, %v", kept, err)
	}
	for pw, want := range map[string]bool{"Jiufen-2026-抓落实": true, "jiufen-2026-抓落实": false, "": false} {
		if ok, err := h.Check(ctx, pw, kept); err != nil || ok != want {
			t.Errorf("Check(%q) = %v, %v", pw, ok, err)
		}
	}
	for _, bad := range []string{"", "x", "$argon2id$v=19$m=1,t=1,p=1$AAAA$AAAA"} {
		if ok, err := h.Check(ctx, "", bad); ok || err != nil {
			t.Errorf("a hash %q let somebody in: %v", bad, err)
		}
	}
}

// TestPoint07HashingIsQueued: no more than the semaphore lets in run at once,
// and a full queue is refused instead of growing.
func TestPoint07HashingIsQueued(t *testing.T) {
	h := NewHasher(1, 3)
	var refused, done atomic.Int64
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			_, err := h.Check(context.Background(), "x", "")
			switch {
			case errs.Is(err, errs.Unavailable):
				refused.Add(1)
			case err == nil:
				done.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if refused.Load() == 0 || done.Load() < 4 || refused.Load()+done.Load() != 20 {
		t.Errorf("%d refused, %d done", refused.Load(), done.Load())
	}
}

func TestCheckPassword(t *testing.T) {
	for pw, key := range map[string]string{"short1A!": "err.password.length", strings.Repeat("aB1", 60): "err.password.length", "alllowercase": "err.password.sorts",
		"zhangsan-A1x": "err.password.name", "Xiaoqu-120ge": "", "抓落实2026abcdef": ""} {
		f := CheckPassword("zhangsan", pw)
		if got := ""; f != nil {
			got = f.Key
			if got != key {
				t.Errorf("%q: %s, want %q", pw, got, key)
			}
		} else if key != "" {
			t.Errorf("%q was taken", pw)
		}
	}
}

func TestWaitGrowsAndEnds(t *testing.T) {
	last := time.Duration(0)
	for n := range 40 {
		w := Wait(n)
		if w < last || w > mostWait || n < freeFailures && w != 0 {
			t.Fatalf("Wait(%d) = %v after %v", n, w, last)
		}
		last = w
	}
	if last != mostWait {
		t.Errorf("ends at %v", last)
	}
}

func TestTokens(t *testing.T) {
	a, b := Token(), Token()
	if a == b || len(a) < 40 || Kept(a) == a || Kept(a) == Kept(b) || FormToken("k") == FormToken("l") {
		t.Error("tokens repeat or show through")
	}
}

// TestPoint07AddressOfAMachine: one machine is one address, however many of its
// own it has.
func TestPoint07AddressOfAMachine(t *testing.T) {
	for in, want := range map[string]string{"10.0.0.7": "10.0.0.7", "::ffff:10.0.0.7": "10.0.0.7", "2001:db8::1": "2001:db8::/64", "2001:db8:0:0:9::2": "2001:db8::/64",
		"2001:db8:0:1::1": "2001:db8:0:1::/64", "fe80::1%eth0": "fe80::/64", "": "", "junk": "junk"} {
		if got := Address(in); got != want {
			t.Errorf("Address(%q) = %q, want %q", in, got, want)
		}
	}
}
