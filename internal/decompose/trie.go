package decompose

// class is a set of word classes.
type class uint64

// trie finds the longest word of some classes at a place, forwards or backwards.
// All words share one table of edges keyed by node and rune, so that a step
// costs one probe; the first step goes through an array.
type trie struct {
	root  [1 << 16]uint16 // rune to node, 0 for none
	keys  []uint64        // node<<21|rune, 0 for empty
	next  []uint16
	shift uint
	cls   []class // by node
	below []class // by node: the classes of it and all nodes under it
	back  bool
}

type edge struct {
	node uint16
	r    rune
}

func buildTrie(words map[string]class, back bool) *trie {
	t := &trie{back: back, cls: make([]class, 1, 4096), below: make([]class, 1, 4096)}
	edges := map[edge]uint16{}
	for w, c := range words {
		rs := []rune(w)
		if back {
			for a, b := 0, len(rs)-1; a < b; a, b = a+1, b-1 {
				rs[a], rs[b] = rs[b], rs[a]
			}
		}
		t.insert(edges, rs, c)
	}
	bits := uint(4)
	for 1<<bits < 2*len(edges)+2 {
		bits++
	}
	t.shift = 64 - bits
	t.keys, t.next = make([]uint64, 1<<bits), make([]uint16, 1<<bits)
	for e, n := range edges {
		k := uint64(e.node)<<21 | uint64(e.r)
		i := t.slot(k)
		for t.keys[i] != 0 {
			i = (i + 1) & uint64(len(t.keys)-1)
		}
		t.keys[i], t.next[i] = k, n
	}
	return t
}

func (t *trie) slot(k uint64) uint64 { return k * 0x9E3779B97F4A7C15 >> t.shift }

func (t *trie) insert(edges map[edge]uint16, rs []rune, c class) {
	var node uint16
	for i, r := range rs {
		if r >= 1<<16 {
			return
		}
		n := edges[edge{node, r}]
		if i == 0 {
			n = t.root[r]
		}
		if n == 0 {
			t.cls, t.below = append(t.cls, 0), append(t.below, 0)
			n = uint16(len(t.cls) - 1)
			if i == 0 {
				t.root[r] = n
			} else {
				edges[edge{node, r}] = n
			}
		}
		node = n
		t.below[n] |= c
	}
	t.cls[node] |= c
}

func (t *trie) step(node uint16, r rune) uint16 {
	k := uint64(node)<<21 | uint64(r)
	for i := t.slot(k); t.keys[i] != 0; i = (i + 1) & uint64(len(t.keys)-1) {
		if t.keys[i] == k {
			return t.next[i]
		}
	}
	return 0
}

// may tells whether a word of class c can begin with r, without a call.
func (t *trie) may(r rune, c class) bool {
	return uint32(r) < 1<<16 && t.below[t.root[r]]&c != 0
}

// at finds the longest word of class c that begins at f[i] and ends before hi,
// or, in a backward trie, ends before f[i] and begins at lo or later (hi is lo).
// It gives the length and the word's classes; 0 when there is none.
func (t *trie) at(f []rune, i, hi int, c class) (int, class) {
	if t.back {
		return t.before(f, i, hi, c)
	}
	if i >= hi || uint32(f[i]) >= 1<<16 {
		return 0, 0
	}
	n := t.root[f[i]]
	best, cls := 0, class(0)
	for k := i; t.below[n]&c != 0; {
		if t.cls[n]&c != 0 {
			best, cls = k-i+1, t.cls[n]
		}
		k++
		if k >= hi {
			break
		}
		n = t.step(n, f[k])
	}
	return best, cls
}

func (t *trie) before(f []rune, i, lo int, c class) (int, class) {
	if i <= lo || uint32(f[i-1]) >= 1<<16 {
		return 0, 0
	}
	n := t.root[f[i-1]]
	best, cls := 0, class(0)
	for k := i - 1; t.below[n]&c != 0; {
		if t.cls[n]&c != 0 {
			best, cls = i-k, t.cls[n]
		}
		k--
		if k < lo {
			break
		}
		n = t.step(n, f[k])
	}
	return best, cls
}
