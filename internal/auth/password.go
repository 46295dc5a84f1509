package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"jiufen/internal/errs"
)

// Costs of argon2id: 19 MiB, two passes, one lane (OWASP's floor), about 30 ms.
const (
	memoryKiB = 19 * 1024
	passes    = 2
	lanes     = 1
	keyLen    = 32
	saltLen   = 16
)

// Hasher hashes passwords, a few at a time: five hundred people who sign in at
// eight o'clock wait for their turn instead of taking five hundred times 19 MiB.
type Hasher struct {
	turns chan struct{}
	queue chan struct{}
}

// NewHasher makes a hasher with so many at a time and so many waiting.
func NewHasher(atOnce, waiting int) *Hasher {
	return &Hasher{turns: make(chan struct{}, atOnce), queue: make(chan struct{}, atOnce+waiting)}
}

// enter waits for a turn; a full queue is refused at once.
func (h *Hasher) enter(ctx context.Context) (leave func(), err error) {
	select {
	case h.queue <- struct{}{}:
	default:
		return nil, errs.E(errs.Unavailable, "err.signin.busy")
	}
	select {
	case h.turns <- struct{}{}:
		return func() { <-h.turns; <-h.queue }, nil
	case <-ctx.Done():
		<-h.queue
		return nil, ctx.Err()
	}
}

// Hash makes what is kept of a password.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	salt := make([]byte, saltLen)
	rand.Read(salt)
	key := argon2.IDKey([]byte(password), salt, passes, memoryKiB, lanes, keyLen)
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, memoryKiB, passes, lanes, b64(salt), b64(key)), nil
}

// Check compares a password with what is kept. An empty or unreadable hash costs
// as much as a wrong password, so that it does not tell who has an account.
func (h *Hasher) Check(ctx context.Context, password, kept string) (bool, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	salt, want, ok := parse(kept)
	if !ok {
		salt, want = make([]byte, saltLen), make([]byte, keyLen)
	}
	got := argon2.IDKey([]byte(password), salt, passes, memoryKiB, lanes, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1 && ok, nil
}

func parse(kept string) (salt, key []byte, ok bool) {
	parts := strings.Split(kept, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[3] != fmt.Sprintf("m=%d,t=%d,p=%d", memoryKiB, passes, lanes) {
		return nil, nil, false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	return salt, key, err1 == nil && err2 == nil && len(salt) == saltLen && len(key) == keyLen
}

// Bounds of a password (等保: strong passwords). The hint beside the field says the
// least.
const (
	LeastLength = 10
	mostLength  = 128
)

// CheckPassword says what is wrong with a new password, nil if nothing: long
// enough, three of four sorts of characters, and without the account's name.
func CheckPassword(login, password string) *errs.Field {
	n := utf8.RuneCountInString(password)
	if n < LeastLength || n > mostLength {
		return &errs.Field{Name: "password", Key: "err.password.length", Args: []any{"least", LeastLength, "most", mostLength}}
	}
	if login != "" && strings.Contains(strings.ToLower(password), strings.ToLower(login)) {
		return &errs.Field{Name: "password", Key: "err.password.name"}
	}
	var sorts [4]bool
	for _, r := range password {
		switch {
		case unicode.IsUpper(r):
			sorts[0] = true
		case unicode.IsLower(r):
			sorts[1] = true
		case unicode.IsDigit(r):
			sorts[2] = true
		default:
			sorts[3] = true
		}
	}
	have := 0
	for _, s := range sorts {
		if s {
			have++
		}
	}
	if have < 3 {
		return &errs.Field{Name: "password", Key: "err.password.sorts"}
	}
	return nil
}
