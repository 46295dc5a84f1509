// Package journal keeps the evidence (存证) that nothing recorded was altered,
// removed or slipped in afterwards.
//
// It owns the canonical encoding of a fact row and its hash, the text of a leaf,
// the Merkle tree over the leaves (RFC 6962, one leaf a change), signed
// checkpoints (C2SP signed notes), the published tiles (C2SP tlog-tiles) and the
// check of all that against the data. It knows nothing of what a fact says: a
// row is a table's name and a list of values. It reads no database and no files;
// the caller hands it rows, hashes and notes.
//
// Invariants:
//   - A row hash is salted and its values carry their type, so that NULL, ”, 0
//     and "0" are four different rows, and no hash can be opened by guessing.
//   - A leaf is small whatever the change holds: it names the hash of the row
//     hashes, never the rows. An entry of a tile has a 16-bit length.
//   - Encodings are strict both ways: what Parse accepts, Encode writes again
//     byte for byte.
//   - Keys to check against never come from the data that is checked. Who holds
//     the signing key can rewrite everything and every check of the data against
//     itself still passes; only a checkpoint kept outside shows it. Therefore
//     Verify reports Passed only when such a checkpoint held, otherwise
//     Consistent.
package journal
