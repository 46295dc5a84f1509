package app

import (
	"context"
	"slices"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/same"
	"jiufen/internal/store"
)

// paperYear is what the papers of a year promise, ready to be asked. It answers for
// a year of which the place keeps no ledger.
type paperYear struct {
	index  *same.Index
	drafts map[id.Draft]paperDraft
}

// paperDraft is one promise of a paper.
type paperDraft struct {
	store.Draft
	doc  store.Document
	body DraftBody
}

// papersOf gathers the drafts of a year's papers: of a report in several versions
// the last, no draft that was found to be none, and no topic, whose parts are there
// themselves.
func papersOf(tx *store.Tx, year int64, dir *org.Directory) (*paperYear, error) {
	docs, err := tx.DocumentsOf(year)
	if err != nil || len(docs) == 0 {
		return nil, err
	}
	versions, err := tx.AllVersions(tx.Now().Before())
	if err != nil {
		return nil, err
	}
	newest := map[id.Document]id.Document{} // first version of a report → its newest
	for _, r := range versions {
		newest[r.OfDocument] = max(newest[r.OfDocument], r.Document)
	}
	docs = slices.DeleteFunc(docs, func(d store.Document) bool {
		return slices.ContainsFunc(versions, func(r store.DocumentVersion) bool { return r.Document == d.ID && newest[r.OfDocument] != d.ID })
	})
	byID, ids := map[id.Document]store.Document{}, make([]id.Document, len(docs))
	for i, d := range docs {
		byID[d.ID], ids[i] = d, d.ID
	}
	all, err := tx.DraftsOf(ids)
	if err != nil {
		return nil, err
	}
	out := &paperYear{drafts: map[id.Draft]paperDraft{}}
	topics := map[id.Draft]bool{}
	for _, list := range all {
		for _, d := range list {
			b, err := decodeDraft(d.Body)
			if err != nil {
				return nil, err
			}
			topics[b.Parent] = true
			if d.State != DraftDropped && !b.Head {
				out.drafts[d.ID] = paperDraft{d, byID[d.Document], b}
			}
		}
	}
	var list []same.Matter
	for n, d := range out.drafts {
		if topics[n] {
			continue
		}
		m := d.body.item(d.doc, dir).matter(dir)
		m.ID = int64(n)
		list = append(list, m)
	}
	slices.SortFunc(list, func(x, y same.Matter) int { return int(x.ID - y.ID) })
	out.index = same.NewIndex(list)
	return out, nil
}

// inPapers asks the papers of the year before about what a new item promises, where
// no ledger of that year is kept.
func (f *finder) inPapers(n NewItem, most int, refused []id.Draft) []same.Match {
	if f.papers == nil {
		return nil
	}
	how := same.Settings{Least: f.lib.Int(SettingYearLeast, same.DefaultYear.Least), Most: most}
	return f.papers.index.Find(n.matter(f.dir), same.LastYear, how, func(d int64) bool { return slices.Contains(refused, id.Draft(d)) })
}

// paperOffers are the promises of last year's papers proposed for a draft.
func (f *finder) paperOffers(d store.Draft, b DraftBody, most int) []SameOffer {
	if d.State != DraftOpen && d.State != DraftAccepted {
		return nil
	}
	n := b.item(f.doc, f.dir)
	var out []SameOffer
	for _, m := range f.inPapers(n, most, b.RefusedDrafts) {
		x := f.papers.drafts[id.Draft(m.ID)]
		theirs := x.body.item(x.doc, f.dir).Measures
		o := SameOffer{Document: x.doc.ID, Draft: x.ID, Paper: x.doc.Title, Title: x.body.Title, Year: x.doc.Year, Score: m.Score, Words: m.Words, Last: lastPaperOf(x, f.dir, n.Measures)}
		for _, p := range m.Pairs {
			if p.Mine < len(n.Measures) && p.Theirs < len(theirs) {
				o.Pairs = append(o.Pairs, pairOf(n.Measures[p.Mine], keptMeasure(theirs[p.Theirs]), p.Equal))
			}
		}
		out = append(out, o)
	}
	return out
}

// keptMeasure is a new measure as the ledger would keep it, for comparing.
func keptMeasure(m NewMeasure) store.Measure {
	return store.Measure{Name: m.Name, Unit: m.Unit, Decimals: int64(m.Decimals), Comparator: m.Comparator, Target: m.Target}
}

// lastPaperOf puts measures beside those of a promise of last year's paper; each
// keeps its own value. What became of it nobody recorded.
func lastPaperOf(d paperDraft, dir *org.Directory, mine []NewMeasure) *LastYear {
	out := &LastYear{Document: d.doc.ID, Draft: d.ID, Paper: d.doc.Title, Title: d.body.Title, Year: d.doc.Year}
	theirs := d.body.item(d.doc, dir).Measures
	live := make([]store.Measure, len(theirs))
	for i, m := range theirs {
		live[i] = keptMeasure(m)
	}
	used := map[int]bool{}
	for _, m := range mine {
		if i := lastMeasure(live, m, used); i >= 0 {
			used[i] = true
			out.Pairs = append(out.Pairs, pairOfYears(theirs[i], m))
		}
	}
	return out
}

// paperDraftOf reads one promise of a paper.
func paperDraftOf(tx *store.Tx, n id.Draft) (out paperDraft, err error) {
	if out.Draft, err = tx.Draft(n); err != nil {
		return out, err
	}
	if out.doc, err = tx.Document(out.Draft.Document); err != nil {
		return out, err
	}
	out.body, err = decodeDraft(out.Draft.Body)
	return out, err
}

// rowsOfPapers finds for every row of a notice the promise of last year's papers
// that it repeats: the one a person linked, else the likeliest.
func (f *finder) rowsOfPapers(view *PaperView, out *noticeYears) {
	for i, n := range view.Rows {
		out.linked[i] = n.LastDraft != 0
	}
	last := likeliest(view.Rows, func(n NewItem) int64 { return int64(n.LastDraft) }, func(n NewItem) []same.Match { return f.inPapers(n, promisesAsked, nil) })
	for i, n := range view.Rows {
		if d, ok := f.papers.drafts[id.Draft(last[i])]; ok {
			out.last[i] = lastPaperOf(d, f.dir, n.Measures)
		}
	}
}

// promisesAsked is how many promises of last year are asked for a row: the likeliest
// may be another's.
const promisesAsked = 3

// likeliest gives each row the promise of last year that it repeats, and each figure
// of a promise to one row: those that a person linked, then the likeliest pairs
// first. A sentence of last year with several figures may be several rows now.
func likeliest(rows []NewItem, linked func(NewItem) int64, find func(NewItem) []same.Match) []int64 {
	type pair struct {
		row  int
		last same.Match
	}
	type figure struct {
		promise int64
		measure int // −1: none counts
	}
	out, used := make([]int64, len(rows)), map[figure]bool{}
	figures := func(m same.Match) []figure {
		if len(m.Pairs) == 0 {
			return []figure{{m.ID, -1}}
		}
		fs := make([]figure, len(m.Pairs))
		for i, p := range m.Pairs {
			fs[i] = figure{m.ID, p.Theirs}
		}
		return fs
	}
	var pairs []pair
	for i, n := range rows {
		if out[i] = linked(n); out[i] != 0 {
			continue
		}
		for _, m := range find(n) {
			pairs = append(pairs, pair{i, m})
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return b.last.Score - a.last.Score })
	for _, p := range pairs {
		fs := figures(p.last)
		if out[p.row] != 0 || slices.ContainsFunc(fs, func(f figure) bool { return used[f] }) {
			continue
		}
		out[p.row] = p.last.ID
		for _, f := range fs {
			used[f] = true
		}
	}
	return out
}

// addLastYear records what a new item repeats.
func addLastYear(tx *store.Tx, item id.Item, n NewItem) error {
	row := store.LastYear{ItemID: item, Last: n.Last}
	if n.LastDraft != 0 {
		d, err := tx.Draft(n.LastDraft)
		if err != nil {
			return err
		}
		row.Document, row.Draft = d.Document, d.ID
	}
	return store.Add(tx, row)
}

// LinkDraftPaper says that a draft repeats what a draft of the year before's paper
// promised. The link enters the ledger when the draft does.
func (a *App) LinkDraftPaper(ctx context.Context, v org.Viewer, n id.Draft, version int64, last id.Draft) error {
	if err := need(v, org.Draft); err != nil {
		return err
	}
	return a.changeDraft(ctx, v, n, version, func(tx *store.Tx, d store.Draft, b *DraftBody) error {
		doc, err := tx.Document(d.Document)
		if err != nil {
			return err
		}
		x, err := paperDraftOf(tx, last)
		if err != nil {
			return err
		}
		if x.doc.Year == 0 || x.doc.Year >= sameYear(doc, tx.Day) {
			return errs.E(errs.Invalid, "err.same.paperyear", "title", x.doc.Title)
		}
		b.Last, b.LastDraft = 0, last
		return nil
	})
}

// RefusePaper says that a promise of last year's paper is not the same: it is
// proposed for this draft no more.
func (a *App) RefusePaper(ctx context.Context, v org.Viewer, n id.Draft, version int64, last id.Draft) error {
	if err := need(v, org.Draft); err != nil {
		return err
	}
	return a.changeDraft(ctx, v, n, version, func(tx *store.Tx, _ store.Draft, b *DraftBody) error {
		if _, err := tx.Draft(last); err != nil {
			return err
		}
		if !slices.Contains(b.RefusedDrafts, last) {
			b.RefusedDrafts = append(b.RefusedDrafts, last)
		}
		if b.LastDraft == last {
			b.LastDraft = 0
		}
		return nil
	})
}
