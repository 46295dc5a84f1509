package store

import (
	"cmp"
	"slices"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// Directory is the organisation: names and units as known at p, posts, holders
// and rights as they are for p's day. It is kept in memory per change of the
// organisation and per day, so a page usually costs no statement for it.
func (tx *Tx) Directory(p asof.Point) (*org.Directory, error) {
	if tx.org { // being changed right now: nothing kept is true
		return tx.loadDirectory(id.Before(tx.Seq), p.Day)
	}
	seq, err := tx.orgSeqAt(p)
	if err != nil {
		return nil, err
	}
	return keepBy(tx, &tx.db.dirs, keptKey{seq, p.Day}, func() (*org.Directory, error) {
		return tx.loadDirectory(id.Before(seq), p.Day)
	})
}

// orgSeqAt is the last change of the organisation known at p.
func (tx *Tx) orgSeqAt(p asof.Point) (id.Seq, error) {
	if p.Seq >= tx.orgSeq {
		return tx.orgSeq, nil
	}
	seqs, err := keepBy(tx, &tx.db.orgSeqs, keptKey{seq: tx.orgSeq}, func() ([]id.Seq, error) { return tx.seqsOf(orgTables...) })
	return last(seqs, p.Seq), err
}

// orgTables are the facts that the directory is made of, libTables those the
// library is made of.
var (
	orgTables = []string{"unit", "unit_fact", "unit_succession", "person", "post", "post_holder", "post_right", "portfolio_line", "stand_in", "grant_fact"}
	libTables = []string{"library_fact", "setting_fact", "event_happened"}
)

func facts[T any](tx *Tx, table string, before int64) ([]T, error) {
	return list[T](tx, "SELECT "+cols[T]("")+" FROM "+table+" WHERE place = $1 AND id < $2 ORDER BY id", tx.db.place, before)
}

func (tx *Tx) loadDirectory(before int64, day calendar.Day) (*org.Directory, error) {
	var p org.Parts
	if err := tx.loadUnits(before, &p); err != nil {
		return nil, err
	}
	if err := tx.loadPosts(before, &p); err != nil {
		return nil, err
	}
	lines, err := facts[PortfolioLine](tx, "portfolio_line", before)
	if err != nil {
		return nil, err
	}
	for _, l := range newest(lines, func(l PortfolioLine) [3]int64 {
		return [3]int64{int64(l.PostID), int64(l.UnitID), int64(len(l.Relation))}
	}) {
		p.Lines = append(p.Lines, org.Line{Post: l.PostID, Unit: l.UnitID, Field: l.Field, Follow: l.Relation == "follow", FromDay: l.FromDay, EndDay: l.EndDay})
	}
	standIns, err := facts[StandIn](tx, "stand_in", before)
	if err != nil {
		return nil, err
	}
	for _, s := range newest(standIns, func(s StandIn) [2]id.Post { return [2]id.Post{s.PostID, s.ForPost} }) {
		p.StandIns = append(p.StandIns, org.StandIn{Post: s.PostID, For: s.ForPost, FromDay: s.FromDay, EndDay: s.EndDay})
	}
	grants, err := facts[GrantFact](tx, "grant_fact", before)
	if err != nil {
		return nil, err
	}
	for _, g := range newest(grants, func(g GrantFact) [3]any { return [3]any{g.UnitID, g.OfUnit, g.Programme} }) {
		p.Grants = append(p.Grants, org.Grant{Unit: g.UnitID, OfUnit: g.OfUnit, Programme: g.Programme, Collate: g.Level == "collate", FromDay: g.FromDay, EndDay: g.EndDay})
	}
	return org.New(day, p), nil
}

func (tx *Tx) loadUnits(before int64, p *org.Parts) error {
	units, err := facts[Unit](tx, "unit", before)
	if err != nil {
		return err
	}
	names, err := facts[UnitFact](tx, "unit_fact", before)
	if err != nil {
		return err
	}
	went, err := facts[UnitSuccession](tx, "unit_succession", before)
	if err != nil {
		return err
	}
	into := map[id.Unit]id.Unit{}
	for _, s := range went {
		into[s.UnitID] = s.IntoID
	}
	codes := map[id.Unit]string{}
	for _, u := range units {
		codes[u.ID] = u.Code
	}
	for _, f := range newest(names, func(f UnitFact) id.Unit { return f.UnitID }) {
		p.Units = append(p.Units, org.Unit{ID: f.UnitID, Code: codes[f.UnitID], Name: f.Name, Short: cmp.Or(f.Short, f.Name), Sort: org.Sort(f.Sort),
			Parent: f.Parent, Rank: f.Rank, FromDay: f.FromDay, EndDay: f.EndDay, Into: into[f.UnitID]})
	}
	return nil
}

func (tx *Tx) loadPosts(before int64, p *org.Parts) error {
	persons, err := facts[Person](tx, "person", before)
	if err != nil {
		return err
	}
	for _, q := range persons {
		p.Persons = append(p.Persons, org.Person{ID: q.ID, Name: q.Name})
	}
	given, err := facts[PostRight](tx, "post_right", before)
	if err != nil {
		return err
	}
	rights := map[id.Post][]org.Right{}
	for _, r := range newest(given, func(r PostRight) [2]any { return [2]any{r.PostID, r.Right} }) {
		if r.Given == 1 {
			rights[r.PostID] = append(rights[r.PostID], org.Right(r.Right))
		}
	}
	posts, err := facts[Post](tx, "post", before)
	if err != nil {
		return err
	}
	for _, q := range posts {
		rs := rights[q.ID]
		slices.Sort(rs)
		p.Posts = append(p.Posts, org.Post{ID: q.ID, UnitID: q.UnitID, Title: q.Title, Duty: org.Duty(q.Duty), Rank: q.Rank, Rights: rs})
	}
	holders, err := facts[PostHolder](tx, "post_holder", before)
	if err != nil {
		return err
	}
	for _, h := range newest(holders, func(h PostHolder) [3]int64 { return [3]int64{int64(h.PostID), int64(h.Person), int64(h.FromDay)} }) {
		p.Holdings = append(p.Holdings, org.Holding{Post: h.PostID, Person: h.Person, FromDay: h.FromDay, EndDay: h.EndDay})
	}
	return nil
}

// newest keeps the last row of each key, in the order of first appearance.
func newest[T any, K comparable](rows []T, key func(T) K) []T {
	at := map[K]int{}
	var out []T
	for _, r := range rows {
		k := key(r)
		if i, ok := at[k]; ok {
			out[i] = r
			continue
		}
		at[k] = len(out)
		out = append(out, r)
	}
	return out
}
