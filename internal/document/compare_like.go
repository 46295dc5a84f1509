package document

import (
	"cmp"
	"slices"
)

// gramSet is the sorted set of the bigrams of a clause; a single rune stands for
// itself, white space and the usual marks for nothing.
func gramSet(s string) []uint64 {
	var out []uint64
	last := rune(0)
	for _, r := range s {
		if r = fold(r); IsSpace(r) || r == ',' || r == '。' || r == ';' || r == '、' {
			continue
		}
		out = append(out, uint64(last)<<32|uint64(r))
		last = r
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// like is the share of common bigrams (Dice), 0 to 1.
func like(a, b []uint64) float64 {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n, i, j = n+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	if len(a)+len(b) == 0 {
		return 0
	}
	return 2 * float64(n) / float64(len(a)+len(b))
}

// links proposes for every unmatched clause of a the unmatched ones of b that
// share most bigrams with it. An index of bigrams keeps the work near the number
// of clauses.
func (m *matcher) links() []link {
	grams, index := make([][]uint64, len(m.b)), map[uint64][]int{}
	for j, i := range m.toA {
		if i >= 0 {
			continue
		}
		grams[j] = gramSet(m.b[j])
		for _, g := range grams[j] {
			index[g] = append(index[g], j)
		}
	}
	var out []link
	shared := make([]int, len(m.b))
	for i, j := range m.toB {
		if j >= 0 {
			continue
		}
		mine := gramSet(m.a[i])
		for _, j := range mostShared(mine, index, shared) {
			w := like(mine, grams[j])
			if m.a[i] == m.b[j] {
				w = 1
			}
			if w >= likeInPlace {
				out = append(out, link{i, j, w})
			}
		}
	}
	return out
}

// mostShared are the clauses that share most of the telling bigrams. shared is
// all zero before and after.
func mostShared(grams []uint64, index map[uint64][]int, shared []int) []int {
	var found []int
	for _, g := range grams {
		if len(index[g]) > commonGram {
			continue
		}
		for _, j := range index[g] {
			if shared[j] == 0 {
				found = append(found, j)
			}
			shared[j]++
		}
	}
	slices.SortFunc(found, func(x, y int) int { return cmp.Or(cmp.Compare(shared[y], shared[x]), cmp.Compare(x, y)) })
	for _, j := range found {
		shared[j] = 0
	}
	return found[:min(candidates, len(found))]
}
