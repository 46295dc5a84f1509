package journal

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Nodes reads node hashes of the tree by their numbers (tlog.StoredHashIndex),
// all of them, in the order asked; a missing one is an error.
type Nodes = tlog.HashReader

// Node is one stored hash of the tree. Its number is tlog.StoredHashIndex: the
// nodes a leaf completes follow it, so numbers only ever grow.
type Node struct {
	ID   int64
	Hash tlog.Hash
}

// Append gives the nodes to store when leaf follows the first size leaves: the
// leaf's own hash and one for each subtree it completes. It reads at most
// log2(size) stored hashes.
func Append(size int64, leaf []byte, nodes Nodes) ([]Node, error) {
	if size < 0 || len(leaf) > MaxLeaf {
		return nil, fmt.Errorf("journal: append after %d leaves: a leaf has at most %d bytes, this has %d", size, MaxLeaf, len(leaf))
	}
	hashes, err := tlog.StoredHashes(size, leaf, nodes)
	if err != nil {
		return nil, fmt.Errorf("journal: append after %d leaves: %w", size, err)
	}
	first := tlog.StoredHashCount(size)
	out := make([]Node, len(hashes))
	for i, h := range hashes {
		out[i] = Node{ID: first + int64(i), Hash: h}
	}
	return out, nil
}

// Root is the tree's hash over the first size leaves.
func Root(size int64, nodes Nodes) (tlog.Hash, error) {
	h, err := tlog.TreeHash(size, nodes)
	if err != nil {
		return tlog.Hash{}, fmt.Errorf("journal: root of %d leaves: %w", size, err)
	}
	return h, nil
}

// ProveInclusion proves that the leaf of change seq is in the tree of size
// leaves.
func ProveInclusion(size, seq int64, nodes Nodes) (tlog.RecordProof, error) {
	if seq < 1 || seq > size {
		return nil, fmt.Errorf("journal: change %d is not in a tree of %d leaves", seq, size)
	}
	p, err := tlog.ProveRecord(size, seq-1, nodes)
	if err != nil {
		return nil, fmt.Errorf("journal: proof of change %d in %d leaves: %w", seq, size, err)
	}
	return p, nil
}

// CheckInclusion checks that leaf is change seq of the tree the checkpoint signs.
func CheckInclusion(p tlog.RecordProof, c Checkpoint, seq int64, leaf []byte) error {
	if seq < 1 || seq > c.Size {
		return fmt.Errorf("journal: change %d is not in a tree of %d leaves", seq, c.Size)
	}
	return tlog.CheckRecord(p, c.Size, c.Root, seq-1, tlog.RecordHash(leaf))
}

// ProveConsistency proves that the tree of size leaves continues the tree of
// the first old leaves.
func ProveConsistency(size, old int64, nodes Nodes) (tlog.TreeProof, error) {
	if old < 1 || old > size {
		return nil, fmt.Errorf("journal: a tree of %d leaves does not continue one of %d", size, old)
	}
	p, err := tlog.ProveTree(size, old, nodes)
	if err != nil {
		return nil, fmt.Errorf("journal: proof that %d leaves continue %d: %w", size, old, err)
	}
	return p, nil
}

// CheckConsistency checks that the tree of checkpoint c continues that of old.
func CheckConsistency(p tlog.TreeProof, c, old Checkpoint) error {
	if old.Size < 1 || old.Size > c.Size {
		return fmt.Errorf("journal: a tree of %d leaves does not continue one of %d", c.Size, old.Size)
	}
	return tlog.CheckTree(p, c.Size, c.Root, old.Size, old.Root)
}
