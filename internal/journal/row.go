package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"sync"
)

// Hash is a SHA-256 hash.
type Hash = [sha256.Size]byte

// SaltSize is the length of the salt of a fact row, in bytes. Without a salt the
// figures of a leaf {item, period, value} are found in some forty guesses.
const SaltSize = 16

// Tags of the values in the canonical encoding of a row.
const (
	tagNull  = 0
	tagInt   = 1
	tagText  = 2
	tagBytes = 3
)

var rowBuffers = sync.Pool{New: func() any { b := make([]byte, 0, 1024); return &b }}

// RowHash is the hash of one fact row: SHA-256 over the salt, the table's name
// and the values in the caller's fixed order, each with its length or type.
// Values are nil, int64, string or []byte. A []byte that is nil is refused: it
// could mean NULL or empty. The salt must have SaltSize bytes.
func RowHash(salt []byte, table string, values []any) (Hash, error) {
	p := rowBuffers.Get().(*[]byte)
	defer rowBuffers.Put(p)
	b, err := appendRow((*p)[:0], salt, table, values)
	if err != nil {
		return Hash{}, err
	}
	*p = b
	return sha256.Sum256(b), nil
}

// RowsHash is the hash of all row hashes of a change in the order of its rows,
// the last line of its leaf.
func RowsHash(rowHashes []byte) Hash { return sha256.Sum256(rowHashes) }

// BodyHash is the name under which facts speak of a content kept outside them:
// SHA-256 over salt and bytes. The salt goes when the content is erased, so that
// the name left behind cannot be opened by guessing.
func BodyHash(salt, bytes []byte) Hash {
	h := sha256.New()
	h.Write(salt)
	h.Write(bytes)
	return Hash(h.Sum(nil))
}

// appendRow appends the canonical encoding of a row.
func appendRow(b, salt []byte, table string, values []any) ([]byte, error) {
	if len(salt) != SaltSize {
		return nil, fmt.Errorf("journal: row of %s: salt has %d bytes, not %d", table, len(salt), SaltSize)
	}
	b = append(appendLen(b, len(salt)), salt...)
	b = append(appendLen(b, len(table)), table...)
	for i, v := range values {
		switch v := v.(type) {
		case nil:
			b = append(b, tagNull)
		case int64:
			b = binary.BigEndian.AppendUint64(append(b, tagInt), uint64(v))
		case string:
			b = append(appendLen(append(b, tagText), len(v)), v...)
		case []byte:
			if v == nil {
				return nil, fmt.Errorf("journal: row of %s, value %d: a nil []byte may mean NULL or empty; give nil or []byte{}", table, i)
			}
			b = append(appendLen(append(b, tagBytes), len(v)), v...)
		default:
			return nil, fmt.Errorf("journal: row of %s, value %d: %T cannot be hashed; give nil, int64, string or []byte", table, i, v)
		}
	}
	return b, nil
}

func appendLen(b []byte, n int) []byte { return binary.BigEndian.AppendUint32(b, uint32(n)) }
