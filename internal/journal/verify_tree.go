package journal

import "golang.org/x/mod/sumdb/tlog"

// treeCheck grows the tree anew from the leaves, beside the nodes the data keep.
//
// Where a hash made anew and the one kept differ, either could be the altered
// one. Both stay candidates until the node above is known: it fits one of them.
// So an altered leaf, an altered node and leaves rewritten together with their
// nodes are told apart, and one altered leaf does not accuse all that stands
// above it.
type treeCheck struct {
	size  int64
	peaks []*treeNode
	found func(Finding)

	absent   int64 // first of a run of leaves up to size whose nodes are all missing; 0: none
	deferred []Finding
}

// treeNode is a node of a completed subtree. cands is empty only when neither
// the leaf nor its hash is left.
type treeNode struct {
	level   int
	index   int64
	cands   []cand
	settled bool
}

// cand is a hash the node may have had. Kept ones come from the data alone;
// others are made from candidates of the two nodes below.
type cand struct {
	hash        tlog.Hash
	kept        bool // it is what the data keep for this node
	made        bool // it is what the leaf, or the nodes below, give
	left, right *treeNode
	l, r        int
}

// maxCands bounds what is tried when much is altered at once.
const maxCands = 8

// add appends a leaf. leaf is nil when the change is gone; kept are the nodes
// the data hold for it, the leaf's own first, nil where one is missing.
func (t *treeCheck) add(leaf *tlog.Hash, kept []*tlog.Hash) {
	n := &treeNode{index: t.size}
	if leaf != nil {
		n.cands = append(n.cands, cand{hash: *leaf, made: true})
	}
	t.size++
	t.note(n, kept)
	n.keep(kept[0])
	for _, k := range kept[1:] {
		left := t.peaks[len(t.peaks)-1]
		t.peaks = t.peaks[:len(t.peaks)-1]
		n = t.join(left, n, k)
	}
	t.peaks = append(t.peaks, n)
}

// note reports missing nodes. A run of leaves without any node that reaches the
// end of the journal is not a loss of nodes but changes that never were in the
// tree; which it is shows when the run ends.
func (t *treeCheck) note(n *treeNode, kept []*tlog.Hash) {
	var missing []Finding
	for level, k := range kept {
		if k == nil {
			missing = append(missing, nodeFinding(NodeMissing, level, n.index>>level))
		}
	}
	switch {
	case len(missing) == len(kept):
		if t.absent == 0 {
			t.absent = t.size
		}
		if len(t.deferred) < defaultLimit {
			t.deferred = append(t.deferred, missing...)
		}
	default:
		t.flush()
		for _, f := range missing {
			t.found(f)
		}
	}
}

// flush reports the nodes of a run of leaves as missing.
func (t *treeCheck) flush() {
	for _, f := range t.deferred {
		t.found(f)
	}
	t.absent, t.deferred = 0, nil
}

func nodeFinding(k Kind, level int, index int64) Finding {
	return Finding{Kind: k, Level: level, Index: index, Seq: index<<level + 1, To: (index + 1) << level}
}

// keep adds the hash the data hold to the candidates.
func (n *treeNode) keep(h *tlog.Hash) {
	if h == nil {
		return
	}
	for i := range n.cands {
		if n.cands[i].hash == *h {
			n.cands[i].kept = true
			return
		}
	}
	n.cands = append(n.cands, cand{hash: *h, kept: true})
}

// join makes the node above two, and settles them if what is kept for it tells
// which candidates are right.
func (t *treeCheck) join(left, right *treeNode, kept *tlog.Hash) *treeNode {
	n := &treeNode{level: left.level + 1, index: left.index >> 1}
	for l := range left.cands {
		for r := range right.cands {
			h := tlog.NodeHash(left.cands[l].hash, right.cands[r].hash)
			if kept != nil && h == *kept {
				t.settle(left, l)
				t.settle(right, r)
				n.cands = []cand{{hash: h, kept: true, made: true}}
				return n
			}
			if len(n.cands) < maxCands-1 {
				n.cands = append(n.cands, cand{hash: h, made: true, left: left, right: right, l: l, r: r})
			}
		}
	}
	if kept != nil && len(n.cands) == 0 {
		// A leaf is gone with its hash, but the node above remembers both.
		t.settle(left, 0)
		t.settle(right, 0)
	}
	n.keep(kept)
	if len(n.cands) == 1 && n.cands[0].left != nil && !left.doubtful() && !right.doubtful() {
		t.settle(left, 0)
		t.settle(right, 0)
		n.cands[0].left, n.cands[0].right = nil, nil
	}
	return n
}

func (n *treeNode) doubtful() bool { return !n.settled && len(n.cands) > 1 }

// settle decides for candidate c of the node and reports what differs from it.
func (t *treeCheck) settle(n *treeNode, c int) {
	if n.settled || len(n.cands) == 0 {
		return
	}
	n.settled = true
	chosen := n.cands[c]
	others := len(n.cands) > 1
	switch {
	case chosen.made && !chosen.kept && others && n.hasKept():
		t.found(nodeFinding(NodeAltered, n.level, n.index))
	case !chosen.made && others && n.level == 0:
		t.found(Finding{Kind: LeafAltered, Seq: n.index + 1})
	case !chosen.made && others:
		t.found(nodeFinding(SubtreeAltered, n.level, n.index))
	}
	below := chosen
	if below.left == nil { // decided against what stands below: report there what differs
		for _, x := range n.cands {
			if x.left != nil {
				below = x
				break
			}
		}
	}
	if below.left != nil {
		t.settle(below.left, below.left.choice(below.l, chosen.made))
		t.settle(below.right, below.right.choice(below.r, chosen.made))
	}
	n.cands = []cand{{hash: chosen.hash, kept: chosen.kept, made: chosen.made}}
}

// choice is the candidate a node settles for: the one its parent was made from,
// or, where the parent was decided against and the node is a leaf, the hash
// kept, so that the leaf is what is reported.
func (n *treeNode) choice(c int, parentMade bool) int {
	if !parentMade && n.level == 0 {
		return len(n.cands) - 1
	}
	return min(c, len(n.cands)-1)
}

func (n *treeNode) hasKept() bool {
	for _, c := range n.cands {
		if c.kept {
			return true
		}
	}
	return false
}

// holds reports whether the tree so far can have the root a checkpoint names;
// trust settles the candidates that give it.
func (t *treeCheck) holds(root tlog.Hash, trust bool) bool {
	if t.size == 0 {
		empty, _ := tlog.TreeHash(0, nil)
		return empty == root
	}
	picks := make([]int, len(t.peaks))
	if !t.fold(len(t.peaks)-1, nil, root, picks, new(int)) {
		return false
	}
	if trust {
		for i, p := range t.peaks {
			t.settle(p, picks[i])
		}
		t.flush() // the leaves without nodes are in the tree that was signed
	}
	return true
}

// maxRoots bounds the combinations of candidates tried for one checkpoint.
const maxRoots = 256

// fold hashes the peaks from the last to the first, through all candidates.
func (t *treeCheck) fold(i int, tail *tlog.Hash, root tlog.Hash, picks []int, tried *int) bool {
	if i < 0 {
		*tried++
		return *tail == root
	}
	for c, cand := range t.peaks[i].cands {
		h := cand.hash
		if tail != nil {
			h = tlog.NodeHash(cand.hash, *tail)
		}
		picks[i] = c
		if t.fold(i-1, &h, root, picks, tried) {
			return true
		}
		if *tried >= maxRoots {
			return false
		}
	}
	return false
}

// finish settles what nothing above decides, and gives the root.
func (t *treeCheck) finish() tlog.Hash {
	switch {
	case t.absent == 1: // not one node is kept: that says nothing of the changes
		t.found(Finding{Kind: NodeMissing, Seq: 1, To: t.size})
	case t.absent > 0:
		t.found(Finding{Kind: ChangeInserted, Seq: t.absent, To: t.size})
	}
	var root tlog.Hash
	if t.size == 0 {
		root, _ = tlog.TreeHash(0, nil)
	}
	for i := len(t.peaks) - 1; i >= 0; i-- {
		p := t.peaks[i]
		if len(p.cands) == 0 {
			continue
		}
		c := 0
		if p.level == 0 { // nothing tells leaf and hash apart: the leaf is what people can read
			c = len(p.cands) - 1
		}
		t.settle(p, c)
		if root == (tlog.Hash{}) {
			root = p.cands[0].hash
		} else {
			root = tlog.NodeHash(p.cands[0].hash, root)
		}
	}
	return root
}
