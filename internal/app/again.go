package app

import (
	"jiufen/internal/decompose"
	"jiufen/internal/org"
	"jiufen/internal/same"
	"jiufen/internal/store"
)

// Again is a promise of a paper with the likeliest one of an earlier paper. At and
// Was are places in the lists of drafts; Was −1: the earlier paper has none like it.
type Again struct {
	At, Was    int
	Title, Old string
	Score      int
	Words      []string
	Pairs      []YearPair
}

// PromisedAgain holds the promises of a paper against those of an earlier one
// without a ledger: which are said again, and how their figures moved. The parts of
// a topic are compared, not the topic.
func PromisedAgain(earlier, now *decompose.Result, least int) []Again {
	none := &org.Directory{}
	item := func(r *decompose.Result, d decompose.Draft) NewItem {
		return draftOf(r, d).item(store.Document{Year: int64(r.Year)}, none)
	}
	above := topics(earlier)
	var list []same.Matter
	items := map[int64]NewItem{}
	for i, d := range earlier.Drafts {
		if above[i] {
			continue
		}
		n := item(earlier, d)
		m := n.matter(none)
		m.ID = int64(i + 1)
		items[m.ID] = n
		list = append(list, m)
	}
	index := same.NewIndex(list)
	above = topics(now)
	var out []Again
	for i, d := range now.Drafts {
		if above[i] {
			continue
		}
		n := item(now, d)
		x := Again{At: i, Was: -1, Title: n.Title}
		if found := index.Find(n.matter(none), same.LastYear, same.Settings{Least: least, Most: 1}, nil); len(found) > 0 {
			old := items[found[0].ID]
			x.Was, x.Old, x.Score, x.Words = int(found[0].ID-1), old.Title, found[0].Score, found[0].Words
			for _, p := range found[0].Pairs {
				y := pairOfYears(old.Measures[p.Theirs], n.Measures[p.Mine])
				if old.Measures[p.Theirs].Comparator != "" && n.Measures[p.Mine].Comparator != "" {
					x.Pairs = append(x.Pairs, y)
				}
			}
		}
		out = append(out, x)
	}
	return out
}

// topics are the drafts that others are part of.
func topics(r *decompose.Result) map[int]bool {
	out := map[int]bool{}
	for _, d := range r.Drafts {
		out[d.Parent] = true
	}
	return out
}
