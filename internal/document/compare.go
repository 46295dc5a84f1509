package document

import (
	"cmp"
	"slices"
)

// Turn is what became of a clause from one version of a paper to the next.
type Turn uint8

// What becomes of clauses.
const (
	Same    Turn = iota // word for word, in its place
	Changed             // in its place with other words
	Moved               // elsewhere, word for word or nearly
	Added               // not in the earlier version
	Dropped             // not in the later one
)

var turnNames = [...]string{"same", "changed", "moved", "added", "dropped"}

// Turns lists what can become of a clause, in the order of pages.
var Turns = []Turn{Changed, Moved, Added, Dropped, Same}

// String is the turn's name in addresses and exchanged files.
func (t Turn) String() string { return turnNames[t] }

// Pair is a clause of the earlier version with its counterpart in the later one.
type Pair struct {
	Turn    Turn
	A, B    int      // place in the earlier and the later version, -1 for none
	Runs    []Run    // of a counterpart with other words: what stayed, went and came
	Numbers []Number // numbers that are not the same in both
}

const (
	likeInPlace = 0.40 // shared bigrams from which a clause in the same gap counts as changed
	likeMoved   = 0.70 // and from which one elsewhere counts as moved
	candidates  = 8    // counterparts looked at for one clause
	commonGram  = 512  // a bigram in more clauses than this tells nothing
	sameOften   = 8    // a text repeated more often is paired in order only
)

// Compare aligns the clauses of an earlier version a with those of a later b.
// Equal clauses are matched first, in the heaviest common order; what lies in the
// gaps between them is matched by the share of common bigrams; what is left is
// looked for elsewhere. Every clause of both stands in exactly one pair; the
// pairs follow b, what was dropped stands where it stood in a. (Mission map
// S2-01: every version is kept and compared clause by clause.)
func Compare(a, b []string) []Pair {
	m := &matcher{a: a, b: b, toB: filled(len(a)), toA: filled(len(b)), turn: make([]Turn, len(b))}
	m.equal()
	m.similar()
	return m.pairs()
}

func filled(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = -1
	}
	return out
}

// matcher holds what was matched so far.
type matcher struct {
	a, b     []string
	toB, toA []int
	turn     []Turn // of the matched clauses of b
}

func (m *matcher) match(i, j int, t Turn) { m.toB[i], m.toA[j], m.turn[j] = j, i, t }

// link is a possible match with its weight.
type link struct {
	i, j   int
	weight float64
}

// equal matches equal clauses: those at both ends, then the heaviest chain.
func (m *matcher) equal() {
	from, endA, endB := 0, len(m.a), len(m.b)
	for from < endA && from < endB && m.a[from] == m.b[from] {
		m.match(from, from, Same)
		from++
	}
	for endA > from && endB > from && m.a[endA-1] == m.b[endB-1] {
		endA, endB = endA-1, endB-1
		m.match(endA, endB, Same)
	}
	at := map[string][]int{}
	for j := from; j < endB; j++ {
		at[m.b[j]] = append(at[m.b[j]], j)
	}
	seen := map[string]int{}
	var links []link
	for i := from; i < endA; i++ {
		places := at[m.a[i]]
		if n := seen[m.a[i]]; len(places) > sameOften {
			seen[m.a[i]]++
			places = places[min(n, len(places)):min(n+1, len(places))]
		}
		for _, j := range places {
			links = append(links, link{i, j, float64(len(m.a[i]) + 1)})
		}
	}
	for _, l := range chain(links, len(m.b)) {
		m.match(l.i, l.j, Same)
	}
}

// similar matches what is left: within its gap as changed, elsewhere as moved.
func (m *matcher) similar() {
	links := m.links()
	gapA, gapB := m.gaps()
	var near, far []link
	for _, l := range links {
		if gapA[l.i] == gapB[l.j] {
			near = append(near, l)
		}
		if l.weight >= likeMoved {
			far = append(far, l)
		}
	}
	for _, l := range chain(near, len(m.b)) {
		t := Changed
		if m.a[l.i] == m.b[l.j] {
			t = Same
		}
		m.match(l.i, l.j, t)
	}
	slices.SortFunc(far, func(x, y link) int {
		return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.i, y.i), cmp.Compare(x.j, y.j))
	})
	for _, l := range far {
		if m.toB[l.i] < 0 && m.toA[l.j] < 0 {
			m.match(l.i, l.j, Moved)
		}
	}
}

// gaps number the runs between matched clauses, alike on both sides.
func (m *matcher) gaps() (a, b []int) {
	a, b = make([]int, len(m.a)), make([]int, len(m.b))
	n, last := 0, make([]int, 0, len(m.a))
	for i := range a {
		if m.toB[i] >= 0 {
			n++
			last = append(last, m.toB[i])
		}
		a[i] = n
	}
	n = 0
	for j := range b {
		if n < len(last) && last[n] == j {
			n++
		}
		b[j] = n
	}
	return a, b
}

// pairs lists the result in the order of b; dropped clauses stand right after
// what stood before them in a.
func (m *matcher) pairs() []Pair {
	out := m.dropped(make([]Pair, 0, len(m.a)+len(m.b)), 0)
	for j, i := range m.toA {
		if i < 0 {
			out = append(out, Pair{Turn: Added, A: -1, B: j})
			continue
		}
		p := Pair{Turn: m.turn[j], A: i, B: j}
		if m.a[i] != m.b[j] {
			p.Runs, p.Numbers = Words(m.a[i], m.b[j])
		}
		if out = append(out, p); p.Turn != Moved {
			out = m.dropped(out, i+1)
		}
	}
	return out
}

// dropped adds what was dropped from place i of a to the next clause that stayed
// in its place.
func (m *matcher) dropped(out []Pair, i int) []Pair {
	for ; i < len(m.a) && (m.toB[i] < 0 || m.turn[m.toB[i]] == Moved); i++ {
		if m.toB[i] < 0 {
			out = append(out, Pair{Turn: Dropped, A: i, B: -1})
		}
	}
	return out
}

// chain is the heaviest set of links that cross nowhere: the longest increasing
// subsequence with weights, by a tree of prefix maxima, in O(k log n).
func chain(links []link, n int) []link {
	slices.SortFunc(links, func(x, y link) int { return cmp.Or(cmp.Compare(x.i, y.i), cmp.Compare(y.j, x.j)) })
	best, before := make([]float64, len(links)), filled(len(links))
	tree := filled(n + 1) // index of the best link that ends at or before a place of b
	end := -1
	for k, l := range links {
		for t := l.j; t > 0; t -= t & -t {
			if p := tree[t]; p >= 0 && (before[k] < 0 || best[p] > best[before[k]]) {
				before[k] = p
			}
		}
		best[k] = l.weight
		if before[k] >= 0 {
			best[k] += best[before[k]]
		}
		for t := l.j + 1; t <= n; t += t & -t {
			if tree[t] < 0 || best[tree[t]] < best[k] {
				tree[t] = k
			}
		}
		if end < 0 || best[k] > best[end] {
			end = k
		}
	}
	var out []link
	for k := end; k >= 0; k = before[k] {
		out = append(out, links[k])
	}
	slices.Reverse(out)
	return out
}

// Plain is the text of a clause without line ends and without white space beside
// Chinese: how a page was broken into lines is no difference between versions.
func Plain(s string) string {
	r := []rune(s)
	out := make([]rune, 0, len(r))
	for i := 0; i < len(r); {
		if !IsSpace(r[i]) {
			out = append(out, r[i])
			i++
			continue
		}
		for i < len(r) && IsSpace(r[i]) {
			i++
		}
		if len(out) > 0 && i < len(r) && out[len(out)-1] < 0x2E80 && r[i] < 0x2E80 {
			out = append(out, ' ')
		}
	}
	return string(out)
}
