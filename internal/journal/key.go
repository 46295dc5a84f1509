package journal

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"
)

// originHead begins the origin of every checkpoint: jiufen/<place>/<epoch>.
const originHead = "jiufen/"

// algEd25519 marks an Ed25519 key in the key texts of C2SP signed notes.
const algEd25519 = 1

// keyHead begins the text of a private key.
const keyHead = "PRIVATE+KEY+"

// Key signs the checkpoints of one place. One key serves all epochs: the name
// in a signature is the origin, the hash beside it follows from name and key.
type Key struct {
	place string
	priv  ed25519.PrivateKey
}

// PublicKey checks the checkpoints of one place, in every epoch. It implements
// note.Verifiers.
type PublicKey struct {
	place string
	pub   ed25519.PublicKey
}

// NewKey makes a key for a place. A place is 1 to 64 letters, digits, dots,
// hyphens or underscores, the number of a division for example.
func NewKey(place string) (*Key, error) {
	if !isPlace(place) {
		return nil, fmt.Errorf("journal: %q cannot name a place: 1 to 64 letters, digits, «.», «-», «_»", place)
	}
	_, priv, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("journal: make key: %w", err)
	}
	return &Key{place: place, priv: priv}, nil
}

// Text is the content of the key file, one line in the form of C2SP signed
// notes. Whoever reads it can sign for the place: write it with mode 0600,
// outside the data directory and its backups.
func (k *Key) Text() string {
	name := originHead + k.place
	return fmt.Sprintf("%s%s+%08x+%s\n", keyHead, name, keyHash(name, k.priv.Public().(ed25519.PublicKey)),
		base64.StdEncoding.EncodeToString(append([]byte{algEd25519}, k.priv.Seed()...)))
}

// Public is the key to check with.
func (k *Key) Public() *PublicKey {
	return &PublicKey{place: k.place, pub: k.priv.Public().(ed25519.PublicKey)}
}

// Place is the place the key signs for.
func (k *Key) Place() string { return k.place }

// Signer signs for one epoch of the place.
func (k *Key) Signer(epoch int64) note.Signer {
	name := Origin(k.place, epoch)
	return &signer{verifier{name: name, pub: k.priv.Public().(ed25519.PublicKey)}, k.priv}
}

// ParseKey reads the content of a key file. Errors never repeat the key.
func ParseKey(text string) (*Key, error) {
	body, ok := strings.CutPrefix(strings.TrimSpace(text), keyHead)
	if !ok {
		return nil, fmt.Errorf("journal: not a private key: the file must begin with %s", keyHead)
	}
	place, hash, seed, err := parseKeyText(body)
	if err != nil {
		return nil, err
	}
	priv := ed25519.NewKeyFromSeed(seed)
	if keyHash(originHead+place, priv.Public().(ed25519.PublicKey)) != hash {
		return nil, fmt.Errorf("journal: private key of %s is damaged: its check number does not fit; take the copy kept elsewhere", place)
	}
	return &Key{place: place, priv: priv}, nil
}

// ParsePublicKey reads the text of a public key.
func ParsePublicKey(text string) (*PublicKey, error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, keyHead) {
		return nil, fmt.Errorf("journal: this is a private key; give the public one")
	}
	place, hash, pub, err := parseKeyText(text)
	if err != nil {
		return nil, err
	}
	if keyHash(originHead+place, pub) != hash {
		return nil, fmt.Errorf("journal: public key of %s is damaged: its check number does not fit; copy it again", place)
	}
	return &PublicKey{place: place, pub: pub}, nil
}

// parseKeyText reads name+hash+key and returns place, hash and the 32 bytes.
func parseKeyText(s string) (place string, hash uint32, key []byte, err error) {
	parts := strings.SplitN(s, "+", 3)
	bad := fmt.Errorf("journal: not a key of a place: expected %s<place>+<8 digits>+<base64>", originHead)
	if len(parts) != 3 || len(parts[1]) != 8 || strings.ToLower(parts[1]) != parts[1] {
		return "", 0, nil, bad
	}
	place, ok := strings.CutPrefix(parts[0], originHead)
	h, errHash := strconv.ParseUint(parts[1], 16, 32)
	raw, errKey := base64.StdEncoding.Strict().DecodeString(parts[2])
	if !ok || !isPlace(place) || errHash != nil || errKey != nil || strings.ContainsAny(parts[2], "\r\n") {
		return "", 0, nil, bad
	}
	if len(raw) != 1+ed25519.SeedSize || raw[0] != algEd25519 {
		return "", 0, nil, fmt.Errorf("journal: key of %s is not an Ed25519 key", place)
	}
	return place, uint32(h), raw[1:], nil
}

// Text is the public key as one line: jiufen/<place>+<hash>+<base64>.
func (p *PublicKey) Text() string {
	return vkey(originHead+p.place, p.pub)
}

// NoteText is the key as other C2SP tools want it, for one epoch: its name is
// the origin.
func (p *PublicKey) NoteText(epoch int64) string { return vkey(Origin(p.place, epoch), p.pub) }

// Place is the place the key stands for.
func (p *PublicKey) Place() string { return p.place }

// Fingerprint is what is printed on slips and read out on the telephone: the
// first 128 bits of the key's SHA-256 in eight groups.
func (p *PublicKey) Fingerprint() string {
	sum := sha256.Sum256(append([]byte{algEd25519}, p.pub...))
	s := strings.ToUpper(hex.EncodeToString(sum[:16]))
	var b strings.Builder
	for i := 0; i < len(s); i += 4 {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s[i : i+4])
	}
	return b.String()
}

// Verifier finds the verifier of a signature line: the key's own place, any
// epoch. It makes PublicKey a note.Verifiers.
func (p *PublicKey) Verifier(name string, hash uint32) (note.Verifier, error) {
	place, _, err := parseOrigin(name)
	v := &verifier{name: name, pub: p.pub}
	if err != nil || place != p.place || v.KeyHash() != hash {
		return nil, &note.UnknownVerifierError{Name: name, KeyHash: hash}
	}
	return v, nil
}

func vkey(name string, pub ed25519.PublicKey) string {
	return fmt.Sprintf("%s+%08x+%s", name, keyHash(name, pub),
		base64.StdEncoding.EncodeToString(append([]byte{algEd25519}, pub...)))
}

// keyHash is the key ID of C2SP signed notes: SHA-256(name \n alg key), 32 bits.
func keyHash(name string, pub ed25519.PublicKey) uint32 {
	h := sha256.New()
	h.Write([]byte(name + "\n"))
	h.Write([]byte{algEd25519})
	h.Write(pub)
	return binary.BigEndian.Uint32(h.Sum(nil))
}

type verifier struct {
	name string
	pub  ed25519.PublicKey
}

func (v *verifier) Name() string    { return v.name }
func (v *verifier) KeyHash() uint32 { return keyHash(v.name, v.pub) }
func (v *verifier) Verify(msg, sig []byte) bool {
	return len(sig) == ed25519.SignatureSize && ed25519.Verify(v.pub, msg, sig)
}

type signer struct {
	verifier
	priv ed25519.PrivateKey
}

func (s *signer) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.priv, msg), nil }

func isPlace(s string) bool {
	if s == "" || len(s) > 64 || !utf8.ValidString(s) {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(".-_", r)
	}) < 0
}
