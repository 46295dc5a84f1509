package journal

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// MaxLeaf is the longest leaf a tile can hold: an entry has a 16-bit length.
const MaxLeaf = 1<<16 - 1

// MaxRows is how many fact rows a change can hold; fact numbers count rows in
// 20 bits.
const MaxRows = 1 << rowBits

// rowBits is how many bits of a fact number count rows: id = seq<<20 | n.
const rowBits = 20

// ActEpoch is the act of the change that opens an epoch after a restore.
const ActEpoch = "epoch"

// maxAct is the longest name of an act, in bytes.
const maxAct = 200

const leafHead = "jiufen change v1"

// Leaf is what the tree holds of one change. Seq counts from 1, so the leaf of
// change seq is record seq−1 of the tree.
type Leaf struct {
	Seq      int64
	At       int64  // Unix milliseconds, not negative
	Day      string // civil day of the place, ISO 8601
	Actor    string // "post/person", see Actor
	Act      string // what was done: one line, no control characters
	Rows     int    // how many fact rows
	RowsHash Hash   // hash of their hashes
}

// Actor names who acted by the numbers of post and person; 0/0 is the system.
func Actor(post, person int64) string {
	return strconv.FormatInt(post, 10) + "/" + strconv.FormatInt(person, 10)
}

// ParseActor reads what Actor wrote.
func ParseActor(s string) (post, person int64, err error) {
	a, b, ok := strings.Cut(s, "/")
	post, okA := canonicalInt(a)
	person, okB := canonicalInt(b)
	if !ok || !okA || !okB {
		return 0, 0, fmt.Errorf("journal: actor %q is not post/person", s)
	}
	return post, person, nil
}

// Encode writes the leaf's text. It refuses fields the text could not give back.
func (l Leaf) Encode() ([]byte, error) {
	if err := l.check(); err != nil {
		return nil, err
	}
	b := make([]byte, 0, 192)
	b = append(b, leafHead+"\n"...)
	b = append(strconv.AppendInt(b, l.Seq, 10), '\n')
	b = append(strconv.AppendInt(b, l.At, 10), '\n')
	b = append(append(b, l.Day...), '\n')
	b = append(append(b, l.Actor...), '\n')
	b = append(append(b, l.Act...), '\n')
	b = append(strconv.AppendInt(b, int64(l.Rows), 10), '\n')
	return append(hex.AppendEncode(b, l.RowsHash[:]), '\n'), nil
}

func (l Leaf) check() error {
	if l.Seq < 1 || l.At < 0 {
		return fmt.Errorf("journal: leaf %d at %d: seq counts from 1, time is not negative", l.Seq, l.At)
	}
	if l.Rows < 0 || l.Rows > MaxRows {
		return fmt.Errorf("journal: leaf %d: %d rows, at most %d", l.Seq, l.Rows, MaxRows)
	}
	if !isDay(l.Day) {
		return fmt.Errorf("journal: leaf %d: day %q is not YYYY-MM-DD", l.Seq, l.Day)
	}
	if _, _, err := ParseActor(l.Actor); err != nil {
		return fmt.Errorf("leaf %d: %w", l.Seq, err)
	}
	if !isAct(l.Act) {
		return fmt.Errorf("journal: leaf %d: act %q must be one line of 1 to %d bytes", l.Seq, l.Act, maxAct)
	}
	return nil
}

// ParseLeaf reads a leaf strictly: whatever it accepts, Encode writes again byte
// for byte.
func ParseLeaf(text []byte) (Leaf, error) {
	bad := func(what string) (Leaf, error) { return Leaf{}, fmt.Errorf("journal: leaf: %s", what) }
	if len(text) > MaxLeaf {
		return bad("longer than an entry can be")
	}
	lines := bytes.Split(text, []byte("\n"))
	if len(lines) != 9 || len(lines[8]) != 0 || string(lines[0]) != leafHead {
		return bad("not the eight lines of " + leafHead)
	}
	l := Leaf{Day: string(lines[3]), Actor: string(lines[4]), Act: string(lines[5])}
	var ok bool
	if l.Seq, ok = canonicalInt(string(lines[1])); !ok {
		return bad("seq is no number")
	}
	if l.At, ok = canonicalInt(string(lines[2])); !ok {
		return bad("time is no number")
	}
	rows, ok := canonicalInt(string(lines[6]))
	if !ok || rows > MaxRows {
		return bad("count of rows is no number")
	}
	l.Rows = int(rows)
	if len(lines[7]) != 2*len(l.RowsHash) || bytes.ContainsAny(lines[7], "ABCDEF") {
		return bad("hash of rows is not 64 small hexadecimal digits")
	}
	if _, err := hex.Decode(l.RowsHash[:], lines[7]); err != nil {
		return bad("hash of rows is not 64 small hexadecimal digits")
	}
	if err := l.check(); err != nil {
		return Leaf{}, err
	}
	return l, nil
}

// canonicalInt reads a number ≥ 0 as strconv writes it, no other spelling.
func canonicalInt(s string) (int64, bool) {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != s {
		return 0, false
	}
	return n, true
}

func isDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil && len(s) == len(time.DateOnly)
}

func isAct(s string) bool {
	return s != "" && len(s) <= maxAct && utf8.ValidString(s) && strings.IndexFunc(s, unicode.IsControl) < 0
}
