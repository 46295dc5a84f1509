package same

import (
	"cmp"
	"math"
	"slices"
)

// Index holds the matters known, by their terms.
type Index struct {
	list     []Matter
	terms    [][]term // by matter
	weight   []int    // by matter: of all its terms
	lists    map[term][]int32
	projects map[string][]int32
}

// background is how many matters each common word is taken to stand in beside
// those of the index, of twice as many: a small ledger does not know yet which
// words are worth little.
const background = 100

// longest is how many matters of one term are walked, the newest of them, when
// matters are looked for; terms more frequent than that only add to the score.
const longest = 1000

// NewIndex makes the index of the matters known.
func NewIndex(list []Matter) *Index {
	x := &Index{list: list, terms: make([][]term, len(list)), weight: make([]int, len(list)), lists: map[term][]int32{}, projects: map[string][]int32{}}
	for i := range list {
		x.terms[i] = termsOf(&list[i])
		for _, t := range x.terms[i] {
			x.lists[t] = append(x.lists[t], int32(i))
		}
		if p := list[i].Project; p != "" {
			x.projects[p] = append(x.projects[p], int32(i))
		}
	}
	for i := range list {
		x.weight[i] = x.sum(x.terms[i])
	}
	return x
}

func termsOf(m *Matter) []term {
	texts := make([]string, 0, 2+len(m.Measures))
	texts = append(texts, m.Title, work(m.Text))
	for _, x := range m.Measures {
		texts = append(texts, x.Name)
	}
	return terms(texts...)
}

// Len is how many matters are known.
func (x *Index) Len() int { return len(x.list) }

// Matter is the i-th matter known.
func (x *Index) Matter(i int) Matter { return x.list[i] }

// worth is what a term says: the rarer, the more. It is a whole number, so that a
// score is the same on every machine.
func (x *Index) worth(t term) int {
	n, all := len(x.lists[t]), len(x.list)+2*background
	if common[t] {
		n += background
	}
	return int(math.Round(8 * math.Log2(float64(all)/float64(max(n, 1)))))
}

func (x *Index) sum(ts []term) int {
	n := 0
	for _, t := range ts {
		n += x.worth(t)
	}
	return n
}

// Find proposes the matters known that may be the same as m, the likeliest first.
// Matters for which skip answers yes are passed over; nil passes over none.
func (x *Index) Find(m Matter, how How, s Settings, skip func(id int64) bool) []Match {
	q := query{Matter: m, terms: termsOf(&m)}
	q.weight = x.sum(q.terms)
	out := make([]Match, 0, s.Most)
	for _, i := range x.candidates(&q) {
		if f, ok := x.compare(&q, int(i), x.both(q.terms, x.terms[i]), how, s.Least); ok && (skip == nil || !skip(f.ID)) {
			out = append(out, f)
		}
	}
	slices.SortFunc(out, func(a, b Match) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
	out = out[:min(len(out), s.Most)]
	for k := range out {
		x.explain(&q, &out[k])
	}
	return out
}

// tried is how many matters are compared in full: those that share most of the
// rarer terms.
const tried = 64

// candidates are the matters that share rarer terms with the one asked about.
func (x *Index) candidates(q *query) []int32 {
	shared := map[int32]int{}
	for _, t := range x.rarest(q.terms) {
		l, w := x.lists[t], x.worth(t)
		for _, i := range l[max(0, len(l)-longest):] {
			shared[i] += w
		}
	}
	for _, i := range x.projects[q.Project] {
		shared[i] = math.MaxInt
	}
	out := make([]int32, 0, len(shared))
	for i := range shared {
		out = append(out, i)
	}
	slices.SortFunc(out, func(a, b int32) int {
		return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(x.list[a].ID, x.list[b].ID))
	})
	return out[:min(len(out), tried)]
}

// rarest are the terms of a matter by which others are looked for: the half of
// them that stand in the fewest matters, and never one that stands in most. Words
// that all matters share lead to none.
func (x *Index) rarest(ts []term) []term {
	out := make([]term, 0, len(ts))
	for _, t := range ts {
		if n := len(x.lists[t]); n > 0 {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b term) int { return cmp.Or(cmp.Compare(len(x.lists[a]), len(x.lists[b])), cmp.Compare(a, b)) })
	n := 0
	for n < len(out) && (n < fewest || len(x.lists[out[n]]) <= longest && (!common[out[n]] || n < len(out)/2)) {
		n++
	}
	return out[:n]
}

// fewest is how many terms are walked however often they stand.
const fewest = 4

// explain adds the words that both say; only what is proposed needs them.
func (x *Index) explain(q *query, f *Match) {
	i := f.at
	words := sharedWords(q.Title+"。"+work(q.Text), x.terms[i])
	f.Words = words[:min(len(words), wordsShown)]
}

// wordsShown is how many shared words are told.
const wordsShown = 4
