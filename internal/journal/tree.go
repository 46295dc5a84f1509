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
