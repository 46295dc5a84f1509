package store

import (
	"cmp"
	"maps"
	"slices"

	"jiufen/internal/id"
	"jiufen/internal/org"
)

// Levels of sight.
const (
	SeesHead = 1 // number, title, due day and light of the item above one's own
	SeesAll  = 2
)

// parties are the units of an item's assignment with their roles.
func (f *Facts) parties() map[id.Unit]string {
	out := map[id.Unit]string{}
	if len(f.Assignments) == 0 {
		return out
	}
	a := f.Assignments[len(f.Assignments)-1]
	for _, p := range f.Assignees {
		if p.Assignment == a.ID {
			out[p.UnitID] = p.Role
		}
	}
	if a.Collating != 0 && out[a.Collating] == "" {
		out[a.Collating] = "collate"
	}
	if a.LeadID != 0 {
		out[a.LeadID] = "lead"
	}
	return out
}

// Merged is the item this one was found to be the same as, 0 if none.
func (f *Facts) Merged() id.Item { return f.merged() }

// merged is the item this one was found to be the same as, 0 if none.
func (f *Facts) merged() id.Item {
	if n := len(f.Merges); n > 0 && f.Merges[n-1].Undone == 0 {
		return f.Merges[n-1].IntoID
	}
	return 0
}

// family is the facts of items with those of the items above and below them,
// as far as sight needs: all above, the children below.
type family struct {
	facts    map[id.Item]*Facts
	children map[id.Item][]id.Item
}

// relatives loads the items above the given ones, and their children.
func (tx *Tx) relatives(before int64, facts map[id.Item]*Facts) (family, error) {
	fam := family{facts: maps.Clone(facts), children: map[id.Item][]id.Item{}}
	ids := slices.Sorted(maps.Keys(facts))
	kids, err := tx.childrenOf(before, ids)
	if err != nil {
		return fam, err
	}
	var want []id.Item
	for _, k := range kids {
		fam.children[k.Parent] = append(fam.children[k.Parent], k.ID)
		want = append(want, k.ID)
	}
	for range 8 { // no tree is deeper
		for _, f := range fam.facts {
			if p := f.Item.Parent; p != 0 {
				want = append(want, p)
			}
		}
		want = slices.DeleteFunc(want, func(i id.Item) bool { return fam.facts[i] != nil })
		if len(want) == 0 {
			return fam, nil
		}
		slices.Sort(want)
		more, err := tx.ItemFacts(before, slices.Compact(want)...)
		if err != nil {
			return fam, err
		}
		maps.Copy(fam.facts, more)
		want = want[:0]
	}
	return fam, nil
}

type child struct {
	ID     id.Item `db:"id"`
	Parent id.Item `db:"parent_id"`
}

func (tx *Tx) childrenOf(before int64, ids []id.Item) ([]child, error) {
	kids, err := list[child](tx, "SELECT id, parent_id FROM item WHERE place = $1 AND +id < $2 AND parent_id IN "+idList(ids), tx.db.place, before) // +: by parent, not along all items
	slices.SortFunc(kids, func(a, b child) int { return cmp.Compare(a.ID, b.ID) })
	return kids, err
}

// sightOf is who sees an item and how much of it:
//   - the branch of every party (lead, responsible, cooperating, collating) all of it;
//   - the branch of a lead, responsible or collating unit of an item above it all of it;
//   - the parties of a child its head line only;
//   - who was granted it;
//   - the office (unit 0) every item of the city and those linked to one; a
//     county's own item is closed to it.
func (fam family) sightOf(dir *org.Directory, item id.Item) map[id.Unit]int64 {
	f := fam.facts[item]
	out := map[id.Unit]int64{}
	if f == nil {
		return out
	}
	see := func(u id.Unit, level int64) {
		for _, v := range dir.Upward(dir.Successor(u)) {
			out[v] = max(out[v], level)
		}
	}
	own := f.parties()
	for u := range own {
		see(u, SeesAll)
	}
	if f.Item.Space == 0 {
		out[0] = SeesAll
	} else {
		see(f.Item.Space, SeesAll)
	}
	for above := fam.facts[f.Item.Parent]; above != nil; above = fam.facts[above.Item.Parent] {
		for u, role := range above.parties() {
			if role != "cooperate" {
				see(u, SeesAll)
			}
		}
		if above.Item.Space == 0 {
			out[0] = SeesAll
		}
	}
	for _, c := range fam.children[item] {
		if kid := fam.facts[c]; kid != nil && kid.merged() == 0 {
			for u := range kid.parties() {
				see(u, SeesHead)
			}
		}
	}
	fam.granted(dir, f, own, out)
	return out
}

// citys is Tx.citys for an item whose relatives are loaded.
func (fam family) citys(item id.Item) bool {
	for f := fam.facts[item]; f != nil; f = fam.facts[f.Item.Parent] {
		if f.Item.Space == 0 {
			return true
		}
	}
	return false
}

func (fam family) granted(dir *org.Directory, f *Facts, own map[id.Unit]string, out map[id.Unit]int64) {
	if f.Item.Space != 0 && f.Item.Parent == 0 {
		return
	}
	programme := ""
	if n := len(f.Heads); n > 0 {
		programme = f.Heads[n-1].Programme
	}
	for _, g := range dir.Grants {
		if g.Programme != "" && g.Programme != programme {
			continue
		}
		if g.OfUnit != 0 {
			found := false
			for u := range own {
				found = found || slices.Contains(dir.Upward(u), g.OfUnit)
			}
			if !found {
				continue
			}
		}
		out[g.Unit] = max(out[g.Unit], SeesAll)
	}
}

// Insiders are the branches of an item's parties: they see the judged light,
// so that a unit knows of a worsening one working day before all others.
func (f *Facts) Insiders(dir *org.Directory) map[id.Unit]bool {
	out := map[id.Unit]bool{}
	for u := range f.parties() {
		for _, v := range dir.Upward(dir.Successor(u)) {
			out[v] = true
		}
	}
	return out
}

// sightRow is one row of the projection.
type sightRow struct {
	UnitID id.Unit `db:"unit_id"`
	ItemID id.Item `db:"item_id"`
	Level  int64   `db:"level"`
	Light  int64   `db:"light"`
	Due    int64   `db:"due"`
	LeadID id.Unit `db:"lead_id"`
	Leader id.Post `db:"leader_id"`
	Kind   string  `db:"kind"`
}

// offLedger is the span of an item that stands in the ledger no more, because it
// was found to be the same as another: who could see it still can, as it was,
// but no list walks it (light 0).
func offLedger(item id.Item) Span { return Span{ItemID: item, Due: NoDue} }

// wantSight makes the rows of an item from its span: its own parties are shown
// the judged light, all others the shown one.
func wantSight(dir *org.Directory, fam family, s Span) []sightRow {
	var insiders map[id.Unit]bool
	if f := fam.facts[s.ItemID]; f != nil {
		insiders = f.Insiders(dir)
	}
	var rows []sightRow
	for u, level := range fam.sightOf(dir, s.ItemID) {
		light := s.Shown
		if insiders[u] {
			light = s.Judged
		}
		rows = append(rows, sightRow{UnitID: u, ItemID: s.ItemID, Level: level, Light: light, Due: int64(s.Due), LeadID: s.LeadID, Leader: s.Leader, Kind: s.Kind})
	}
	slices.SortFunc(rows, func(a, b sightRow) int { return cmp.Compare(a.UnitID, b.UnitID) })
	return rows
}

// putSight brings the projection of an item to the rows wanted.
func (tx *Tx) putSight(item id.Item, want []sightRow) error {
	have, err := list[sightRow](tx, "SELECT "+cols[sightRow]("")+" FROM sight WHERE place = $1 AND item_id = $2 ORDER BY unit_id", tx.db.place, item)
	if err != nil {
		return err
	}
	if slices.Equal(have, want) {
		return nil
	}
	wanted := map[id.Unit]sightRow{}
	for _, r := range want {
		wanted[r.UnitID] = r
	}
	for _, r := range have {
		if w, ok := wanted[r.UnitID]; ok && w == r {
			delete(wanted, r.UnitID)
			continue
		}
		if _, err := tx.run("DELETE FROM sight WHERE place = $1 AND item_id = $2 AND unit_id = $3", tx.db.place, item, r.UnitID); err != nil {
			return err
		}
	}
	for _, r := range want {
		if _, ok := wanted[r.UnitID]; !ok {
			continue
		}
		if err := tx.insertSight(r); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) insertSight(r sightRow) error {
	_, err := tx.run("INSERT INTO sight (place, unit_id, item_id, level, light, due, lead_id, leader_id, kind) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		tx.db.place, r.UnitID, r.ItemID, r.Level, r.Light, r.Due, r.LeadID, r.Leader, r.Kind)
	return err
}
