package journal

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is the state of the journal of a place: how many leaves, and the
// root over them. A restore from a backup opens the next epoch.
type Checkpoint struct {
	Place string
	Epoch int64
	Size  int64
	Root  tlog.Hash
}

// Signed is a checkpoint whose note was opened with trusted keys.
type Signed struct {
	Checkpoint
	By      []string // names of the keys whose signatures held
	Unknown []string // names of signature lines of keys not given: they prove nothing
}

// Origin is the first line of a checkpoint.
func Origin(place string, epoch int64) string {
	return originHead + place + "/" + strconv.FormatInt(epoch, 10)
}

func parseOrigin(s string) (place string, epoch int64, err error) {
	rest, ok := strings.CutPrefix(s, originHead)
	place, e, okCut := strings.Cut(rest, "/")
	epoch, okInt := canonicalInt(e)
	if !ok || !okCut || !okInt || !isPlace(place) {
		return "", 0, fmt.Errorf("journal: origin %q is not %s<place>/<epoch>", s, originHead)
	}
	return place, epoch, nil
}

// Text is the body of the note: origin, size, root.
func (c Checkpoint) Text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", Origin(c.Place, c.Epoch), c.Size, base64.StdEncoding.EncodeToString(c.Root[:]))
}

// ParseCheckpointText reads the body of a note strictly; it says nothing of who
// signed it. Use OpenCheckpoint for anything that is to be trusted.
func ParseCheckpointText(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return Checkpoint{}, errors.New("journal: a checkpoint has three lines: origin, size, root")
	}
	var c Checkpoint
	var err error
	if c.Place, c.Epoch, err = parseOrigin(lines[0]); err != nil {
		return Checkpoint{}, err
	}
	var ok bool
	if c.Size, ok = canonicalInt(lines[1]); !ok {
		return Checkpoint{}, fmt.Errorf("journal: checkpoint size %q is no number", lines[1])
	}
	raw, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(raw) != tlog.HashSize || strings.Contains(lines[2], "\r") {
		return Checkpoint{}, errors.New("journal: checkpoint root is not a hash in base64")
	}
	c.Root = tlog.Hash(raw)
	return c, nil
}

// Sign signs the checkpoint with the place's key and gives the note.
func (k *Key) Sign(c Checkpoint) ([]byte, error) {
	if c.Place != k.place {
		return nil, fmt.Errorf("journal: the key of %s does not sign for %s", k.place, c.Place)
	}
	if c.Size < 0 || c.Epoch < 0 {
		return nil, fmt.Errorf("journal: no checkpoint of size %d in epoch %d", c.Size, c.Epoch)
	}
	msg, err := note.Sign(&note.Note{Text: c.Text()}, k.Signer(c.Epoch))
	if err != nil {
		return nil, fmt.Errorf("journal: sign checkpoint %d: %w", c.Size, err)
	}
	return msg, nil
}

// Cosign adds a witness's signature line to a note. The witness opens the note
// with the place's key first, and vouches only for what that key signed.
func Cosign(msg []byte, keys note.Verifiers, witness note.Signer) ([]byte, error) {
	if _, err := OpenCheckpoint(msg, keys); err != nil {
		return nil, err
	}
	n, err := note.Open(msg, keys)
	if err != nil {
		return nil, fmt.Errorf("journal: cosign: %w", err)
	}
	out, err := note.Sign(n, witness)
	if err != nil {
		return nil, fmt.Errorf("journal: cosign: %w", err)
	}
	return out, nil
}

// OpenCheckpoint reads a note and checks its signatures. The keys come from
// outside, never from the data that is checked. At least one must have signed,
// and a wrong signature of a known key refuses the whole note.
func OpenCheckpoint(msg []byte, keys note.Verifiers) (Signed, error) {
	if keys == nil {
		return Signed{}, errors.New("journal: a checkpoint cannot be checked without a key; give the place's public key")
	}
	n, err := note.Open(msg, keys)
	if err != nil {
		return Signed{}, fmt.Errorf("journal: checkpoint does not hold: %w", err)
	}
	c, err := ParseCheckpointText(n.Text)
	if err != nil {
		return Signed{}, err
	}
	s := Signed{Checkpoint: c}
	for _, sig := range n.Sigs {
		s.By = append(s.By, sig.Name)
	}
	for _, sig := range n.UnverifiedSigs {
		s.Unknown = append(s.Unknown, sig.Name)
	}
	return s, nil
}

// ReadCheckpoint reads a note without checking who signed it, to show it or to
// look for what it may say. It proves nothing.
func ReadCheckpoint(msg []byte) (Checkpoint, error) {
	text, _, ok := strings.Cut(string(msg), "\n\n")
	if !ok {
		return Checkpoint{}, errors.New("journal: not a signed checkpoint: an empty line and a signature must follow its three lines")
	}
	return ParseCheckpointText(text + "\n")
}

// Keys puts the place's key and those of witnesses together.
func Keys(place *PublicKey, witnesses ...note.Verifier) note.Verifiers {
	return keyRing{place, note.VerifierList(witnesses...)}
}

type keyRing struct {
	place     *PublicKey
	witnesses note.Verifiers
}

func (r keyRing) Verifier(name string, hash uint32) (note.Verifier, error) {
	if v, err := r.place.Verifier(name, hash); err == nil {
		return v, nil
	}
	return r.witnesses.Verifier(name, hash)
}
