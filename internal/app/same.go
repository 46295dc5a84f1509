package app

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
	"jiufen/internal/same"
	"jiufen/internal/store"
)

// Settings of proposals, in percent; doc/decomposition.md has how they were found.
const (
	SettingSameLeast = "same.least"      // from which an item is proposed as the same
	SettingYearLeast = "same.year_least" // and as last year's promise
)

// SameOffer is an item that may be about the same as a draft, or that may have
// promised the same a year before, with what speaks for it.
type SameOffer struct {
	Item    id.Item
	Number  string
	Title   string
	Year    int64
	Lead    id.Unit
	Due     calendar.Day
	Score   int // percent
	Words   []string
	Pairs   []SamePair
	Leads   []id.Unit // units that lead both
	Day     bool      // both have the same limit
	Project bool      // both have the same project code
	Origins []store.Origin
	Moves   Tightening // what merging would make stricter
	Last    *LastYear  // of a promise of the year before: how it moved and what became of it

	// Where no ledger of the year before is kept: the sentence of its paper.
	Document id.Document
	Draft    id.Draft
	Paper    string
}

// SamePair is a measure that both count, with the figure of each.
type SamePair struct {
	Name         string
	Theirs, Mine quantity.Value
	Equal        bool
	Change       same.Change // from theirs to mine
}

// knownYear is the ledger of a year ready to be asked.
type knownYear struct {
	index *same.Index
	items map[id.Item]store.Known
}

// knownKept are the ledgers asked lately, each good until one of its items is
// changed: reports and lights do not touch them.
type knownKept struct {
	mu    sync.Mutex
	mark  [6]int64
	years map[int64]*knownYear
	found map[foundKey][]same.Match
}

// foundKey is a draft in a version asked in one way; an edit asks anew.
type foundKey struct {
	draft   id.Draft
	version int64
	how     same.How
	least   int
}

// foundMost is how many answers are kept.
const foundMost = 20000

// candidates is how many matches are looked at for one draft before those that the
// viewer may not see, and those that are closed, fall away.
const candidates = 8

// knownOf is the ledger of a year.
func (a *App) knownOf(tx *store.Tx, year int64) (*knownYear, error) {
	mark, err := tx.KnownMark()
	if err != nil {
		return nil, err
	}
	a.known.mu.Lock()
	if a.known.mark != mark || a.known.years == nil {
		a.known.mark, a.known.years, a.known.found = mark, map[int64]*knownYear{}, map[foundKey][]same.Match{}
	}
	k := a.known.years[year]
	a.known.mu.Unlock()
	if k != nil {
		return k, nil
	}
	items, err := tx.KnownItems(year)
	if err != nil {
		return nil, err
	}
	dir, err := tx.Directory(tx.Now())
	if err != nil {
		return nil, err
	}
	items = slices.DeleteFunc(items, func(x store.Known) bool { return x.Space != 0 || x.Parent != 0 && inCounty(dir, x.Lead) })
	k = &knownYear{items: make(map[id.Item]store.Known, len(items))}
	list := make([]same.Matter, len(items))
	for i, x := range items {
		k.items[x.ID] = x
		list[i] = knownMatter(x, dir)
	}
	k.index = same.NewIndex(list)
	a.known.mu.Lock()
	defer a.known.mu.Unlock()
	if a.known.mark == mark {
		a.known.years[year] = k
	}
	return k, nil
}

// inCounty reports whether a unit is a county or zone, or under one: its part of a
// city's item is a share of it and no matter of its own.
func inCounty(dir *org.Directory, u id.Unit) bool {
	for range 8 { // no tree is deeper
		x := dir.Unit(u)
		if x.Sort == org.County || x.Sort == org.Zone {
			return true
		}
		if u = x.Parent; u == 0 {
			return false
		}
	}
	return false
}

func knownMatter(x store.Known, dir *org.Directory) same.Matter {
	m := same.Matter{ID: int64(x.ID), Title: x.Title, Text: x.Standard, Day: int32(x.Due), Project: x.Project}
	if x.Lead != 0 {
		m.Leads = []int64{int64(dir.Successor(x.Lead))}
	}
	for _, y := range x.Measures {
		m.Measures = append(m.Measures, measureMatter(y.Name, y.Unit, y.Target, int(y.Decimals), y.Comparator))
	}
	return m
}

func measureMatter(name, unit string, target int64, decimals int, comparator string) same.Measure {
	return same.Measure{Name: name, Target: quantity.Value{N: target, Decimals: decimals, Unit: unit}, Has: comparator != "" && comparator != "relative"}
}

// matter is what a new item says, as far as comparing needs it.
func (n NewItem) matter(dir *org.Directory) same.Matter {
	m := same.Matter{Title: n.Title, Text: n.Standard, Project: n.Project}
	if d := n.effective(); !n.Due.Assumed {
		m.Day = int32(d)
	}
	for _, p := range n.Parties {
		if p.Role == ledger.RoleLead || p.Role == ledger.RoleResponsible {
			m.Leads = append(m.Leads, int64(dir.Successor(p.Unit)))
		}
	}
	for _, x := range n.Measures {
		m.Measures = append(m.Measures, measureMatter(x.Name, x.Unit, x.Target, x.Decimals, x.Comparator))
	}
	return m
}

// sameYear is the year in whose ledger the same matter is looked for.
func sameYear(doc store.Document, today calendar.Day) int64 {
	return cmp.Or(doc.Year, int64(today.Year()))
}

// finder proposes for the drafts of one document.
type finder struct {
	a        *App
	tx       *store.Tx
	v        org.Viewer
	doc      store.Document
	dir      *org.Directory
	lib      *store.Library
	now, old *knownYear
	papers   *paperYear                 // of the year before, where no ledger of it is kept
	here     map[id.Item][]store.Origin // of items that were issued from this very document
}

// issuedFrom reports whether an item was made of the very words of a draft: it is
// no other origin then.
func (f *finder) issuedFrom(item id.Item, b DraftBody) bool {
	return slices.ContainsFunc(f.here[item], func(o store.Origin) bool { return int(o.Start) < b.End && b.Start < int(o.End) })
}

func (a *App) finder(tx *store.Tx, v org.Viewer, doc store.Document) (*finder, error) {
	f := &finder{a: a, tx: tx, v: v, doc: doc}
	var err error
	if f.dir, err = tx.Directory(tx.Now()); err != nil {
		return nil, err
	}
	if f.lib, err = tx.Library(tx.Now()); err != nil {
		return nil, err
	}
	year := sameYear(doc, tx.Day)
	if f.now, err = a.knownOf(tx, year); err != nil {
		return nil, err
	}
	if f.old, err = a.knownOf(tx, year-1); err != nil {
		return nil, err
	}
	if f.old.index.Len() == 0 {
		if f.papers, err = papersOf(tx, year-1, f.dir); err != nil {
			return nil, err
		}
	}
	origins, err := tx.OriginsIn(doc.ID)
	f.here = map[id.Item][]store.Origin{}
	for _, o := range (&store.Facts{Origins: origins}).LiveOrigins() {
		f.here[o.ItemID] = append(f.here[o.ItemID], o)
	}
	return f, err
}

// matches asks the ledger of a year about a draft; what was asked before is kept.
func (f *finder) matches(d store.Draft, b DraftBody, how same.How) []same.Match {
	k, name, def := f.now, SettingSameLeast, same.DefaultNow.Least
	if how == same.LastYear {
		k, name, def = f.old, SettingYearLeast, same.DefaultYear.Least
	}
	if k.index.Len() == 0 || d.State != DraftOpen && d.State != DraftAccepted {
		return nil
	}
	key := foundKey{d.ID, d.Version, how, f.lib.Int(name, def)}
	kept := &f.a.known
	kept.mu.Lock()
	out, ok := kept.found[key]
	kept.mu.Unlock()
	if ok && d.ID != 0 {
		return out
	}
	n := b.item(f.doc, f.dir)
	out = k.index.Find(n.matter(f.dir), how, same.Settings{Least: key.least, Most: candidates}, func(n int64) bool { return slices.Contains(b.Refused, id.Item(n)) })
	kept.mu.Lock()
	defer kept.mu.Unlock()
	if len(kept.found) < foundMost && kept.found != nil && d.ID != 0 {
		kept.found[key] = out
	}
	return out
}

// offers are the proposals for a draft that the viewer may see and that still make
// sense: an item that is closed takes no further origin.
func (f *finder) offers(d store.Draft, b DraftBody, how same.How, most int) ([]SameOffer, error) {
	found := f.matches(d, b, how)
	if len(found) == 0 {
		return nil, nil
	}
	items := make([]id.Item, len(found))
	for i, m := range found {
		items[i] = id.Item(m.ID)
	}
	sight, err := f.tx.Sights(items, f.v.Sees)
	if err != nil {
		return nil, err
	}
	items = slices.DeleteFunc(items, func(n id.Item) bool { return sight[n] < store.SeesAll })
	facts, err := f.tx.ItemFacts(id.Before(f.tx.Seq), items...)
	if err != nil {
		return nil, err
	}
	var out []SameOffer
	for _, m := range found {
		x := facts[id.Item(m.ID)]
		if x == nil || how == same.Now && (x.Stage() > ledger.Applied || f.issuedFrom(x.Item.ID, b)) || len(out) == most {
			continue
		}
		out = append(out, f.offer(m, x, b, how))
	}
	return out, nil
}

func (f *finder) offer(m same.Match, x *store.Facts, b DraftBody, how same.How) SameOffer {
	told(x, f.v)
	h, _ := x.Head()
	a, _ := x.Assignment()
	o := SameOffer{Item: x.Item.ID, Number: x.Item.Number, Title: h.Title, Year: x.Item.Year, Lead: f.dir.Successor(cmp.Or(a.LeadID, a.Collating)), Due: f.lib.Input(x).Due,
		Score: m.Score, Words: m.Words, Day: m.Day, Project: m.Project, Origins: x.LiveOrigins()}
	for _, u := range m.Leads {
		o.Leads = append(o.Leads, id.Unit(u))
	}
	n := b.item(f.doc, f.dir)
	theirs := x.LiveMeasures()
	for _, p := range m.Pairs {
		if p.Mine < len(n.Measures) && p.Theirs < len(theirs) {
			o.Pairs = append(o.Pairs, pairOf(n.Measures[p.Mine], theirs[p.Theirs], p.Equal))
		}
	}
	if how == same.Now {
		o.Moves = tightening(f.lib, x, n)
	} else {
		o.Last = lastYearOf(f.lib, x, n.Measures)
	}
	return o
}

func pairOf(mine NewMeasure, theirs store.Measure, equal bool) SamePair {
	p := SamePair{Name: mine.Name, Equal: equal, Mine: quantity.Value{N: mine.Target, Decimals: mine.Decimals, Unit: mine.Unit}, Theirs: quantity.Value{N: theirs.Target, Decimals: int(theirs.Decimals), Unit: theirs.Unit}}
	if mine.Comparator != "" && mine.Comparator != "relative" && theirs.Comparator != "" && theirs.Comparator != "relative" {
		p.Change = same.ChangeOf(p.Theirs, p.Mine)
	}
	return p
}

// offersShown is how many proposals of a kind stand at one draft.
const offersShown = 3

// DraftOffers are the proposals for one draft: items that may be about the same
// now, and those that promised the same a year before.
type DraftOffers struct {
	Same, Last []SameOffer
	Dir        *org.Directory
}

// Offers proposes for a draft. A person merges, links or refuses.
func (a *App) Offers(ctx context.Context, v org.Viewer, n id.Draft) (out DraftOffers, err error) {
	d, doc, err := a.DraftNow(ctx, v, n)
	if err != nil {
		return out, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		f, err := a.finder(tx, v, doc)
		if err != nil {
			return err
		}
		out.Dir = f.dir
		if out.Same, err = f.offers(d.Draft, d.Body, same.Now, offersShown); err != nil {
			return err
		}
		if f.papers != nil {
			out.Last = f.paperOffers(d.Draft, d.Body, offersShown)
			return nil
		}
		out.Last, err = f.offers(d.Draft, d.Body, same.LastYear, offersShown)
		return err
	})
	return out, err
}

// Alike says which drafts of a document have a proposal that the viewer may see:
// the same matter in the ledger, and last year's promise.
func (a *App) Alike(ctx context.Context, v org.Viewer, d *DocumentView) (now, last map[id.Draft]bool, err error) {
	if err := need(v, org.Draft); err != nil {
		return nil, nil, err
	}
	now, last = map[id.Draft]bool{}, map[id.Draft]bool{}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		f, err := a.finder(tx, v, d.Document)
		if err != nil {
			return err
		}
		type hit struct {
			draft id.Draft
			item  id.Item
			how   same.How
			own   bool
		}
		var hits []hit
		var items []id.Item
		for _, x := range d.Drafts {
			for _, how := range []same.How{same.Now, same.LastYear} {
				if how == same.LastYear && (x.Body.Last != 0 || x.Body.LastDraft != 0) {
					continue
				}
				if how == same.LastYear && f.papers != nil {
					last[x.ID] = len(f.paperOffers(x.Draft, x.Body, 1)) > 0
					continue
				}
				for _, m := range f.matches(x.Draft, x.Body, how) {
					hits = append(hits, hit{x.ID, id.Item(m.ID), how, f.issuedFrom(id.Item(m.ID), x.Body)})
					items = append(items, id.Item(m.ID))
				}
			}
		}
		if len(items) == 0 {
			return nil
		}
		slices.Sort(items)
		items = slices.Compact(items)
		sight, err := tx.Sights(items, v.Sees)
		if err != nil {
			return err
		}
		closed, err := tx.ClosedItems(items)
		for _, h := range hits {
			switch {
			case sight[h.item] < store.SeesAll:
			case h.how == same.LastYear:
				last[h.draft] = true
			case !closed[h.item] && !h.own:
				now[h.draft] = true
			}
		}
		return err
	})
	return now, last, err
}

// RefuseOffer says that a proposed item is not the same: it is proposed for this
// draft no more.
func (a *App) RefuseOffer(ctx context.Context, v org.Viewer, n id.Draft, version int64, item id.Item) error {
	if err := need(v, org.Draft); err != nil {
		return err
	}
	return a.changeDraft(ctx, v, n, version, func(tx *store.Tx, _ store.Draft, b *DraftBody) error {
		if _, err := seesItem(tx, v, item); err != nil {
			return err
		}
		if !slices.Contains(b.Refused, item) {
			b.Refused = append(b.Refused, item)
		}
		if b.Last == item {
			b.Last = 0
		}
		return nil
	})
}

// LinkDraft says that a draft repeats what an item of the year before promised, or
// with item 0 that it does not. The link enters the ledger when the draft does.
func (a *App) LinkDraft(ctx context.Context, v org.Viewer, n id.Draft, version int64, item id.Item) error {
	if err := need(v, org.Draft); err != nil {
		return err
	}
	if item != 0 {
		if err := a.earlier(ctx, v, n, item); err != nil {
			return err
		}
	}
	return a.changeDraft(ctx, v, n, version, func(_ *store.Tx, _ store.Draft, b *DraftBody) error {
		b.Last, b.LastDraft = item, 0
		return nil
	})
}

// earlier refuses an item that the viewer does not see or that is not of a year
// before the draft's.
func (a *App) earlier(ctx context.Context, v org.Viewer, n id.Draft, item id.Item) error {
	return a.DB.View(ctx, func(tx *store.Tx) error {
		d, err := tx.Draft(n)
		if err != nil {
			return err
		}
		doc, err := tx.Document(d.Document)
		if err != nil {
			return err
		}
		f, _, err := itemFacts(tx, v, item)
		if err == nil && f.Item.Year >= sameYear(doc, tx.Day) {
			err = errs.E(errs.Invalid, "err.same.year", "number", f.Item.Number)
		}
		return err
	})
}
