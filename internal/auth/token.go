package auth

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/netip"
	"time"
)

// Token is a secret of 256 random bits, as it stands in a cookie or link.
func Token() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// Kept is what is stored of a token: who reads the database cannot use it.
func Kept(token string) string {
	h := sha256.Sum256([]byte(token))
	return hex.EncodeToString(h[:])
}

// FormToken is what forms of a session carry. It follows from the session's key,
// so it need not be stored, and tells nothing of the session's own token.
func FormToken(key string) string {
	m := hmac.New(sha256.New, []byte(key))
	m.Write([]byte("form"))
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// Address is an address as failures are counted by it: an IPv6 network of one
// customer (/64) is one address, or a single machine would have 2^64 of them.
func Address(s string) string {
	a, err := netip.ParseAddr(s)
	if err != nil {
		return s
	}
	if a = a.Unmap().WithZone(""); a.Is4() {
		return a.String()
	}
	p, err := a.Prefix(64)
	if err != nil {
		return s
	}
	return p.String()
}

// Failures before a pair of account and address has to wait, and for how long.
const (
	freeFailures = 5
	firstWait    = 30 * time.Second
	mostWait     = 30 * time.Minute
	// LookBack is how far back failures count.
	LookBack = time.Hour
)

// Wait is how long a pair of account and address has to wait after its last
// failure: nothing for the first few, then doubling. It is never the account
// alone, or anybody could lock the mayor out.
func Wait(failures int) time.Duration {
	if failures < freeFailures {
		return 0
	}
	w := firstWait
	for range failures - freeFailures {
		if w *= 2; w >= mostWait {
			return mostWait
		}
	}
	return w
}
