package store

import (
	"maps"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
)

// chunk is how many items are judged with one statement.
const chunk = 200

// settle judges what the change made stale and brings the projections up to
// date. It runs in the change's own transaction, before the leaf is written.
func (tx *Tx) settle() error {
	if tx.branch {
		if err := tx.putBranches(); err != nil {
			return err
		}
	}
	items := slices.Sorted(maps.Keys(tx.touched))
	sights := tx.branch
	if tx.branch || tx.rejudge {
		var err error
		if items, err = tx.allItems(); err != nil {
			return err
		}
	}
	if len(items) == 0 {
		return nil
	}
	b, err := tx.bench()
	if err != nil {
		return err
	}
	for part := range slices.Chunk(items, chunk) {
		if err := tx.settleItems(b, part, sights); err != nil {
			return err
		}
	}
	return nil
}

// bench is what today's judging needs.
func (tx *Tx) bench() (bench, error) {
	dir, err := tx.Directory(tx.Now())
	if err != nil {
		return bench{}, err
	}
	lib, err := tx.Library(tx.Now())
	return bench{lib: lib, dir: dir, day: tx.Day}, err
}

func (tx *Tx) allItems() ([]id.Item, error) {
	return numbers[id.Item](tx, "SELECT id AS n FROM item WHERE place = $1 ORDER BY id", tx.db.place)
}

// settleItems judges a few items. Sight is made anew where parties may have
// changed, or where the light or due day it carries did.
func (tx *Tx) settleItems(b bench, items []id.Item, sights bool) error {
	facts, err := tx.ItemFacts(id.Before(tx.Seq), items...)
	if err != nil {
		return err
	}
	open, err := tx.openSpans(items)
	if err != nil {
		return err
	}
	earlier, err := tx.judgedOn(items, b.earlierDay())
	if err != nil {
		return err
	}
	var resee []id.Item
	var relit []Span
	for _, item := range items {
		f := facts[item]
		if f == nil {
			continue
		}
		light, stood := earlier[item]
		next, ok := b.line(f, ledger.Light(light), stood)
		old, had := open[item]
		counted, err := tx.citys(f.Item)
		if err != nil {
			return err
		}
		if err := tx.putSpan(old, had, next, ok, counted); err != nil {
			return err
		}
		switch {
		case had != ok || sights || tx.newParties(f):
			resee = append(resee, item)
		case !old.same(next):
			relit = append(relit, next)
		}
		if tx.textChanged(f) {
			if err := tx.putFind(f); err != nil {
				return err
			}
		}
	}
	for _, s := range relit {
		if err := tx.relight(b.dir, facts[s.ItemID], s); err != nil {
			return err
		}
	}
	return tx.resee(b.dir, facts, resee)
}

// relight carries a new light, due day or leader into the sights of an item
// whose parties are the same.
func (tx *Tx) relight(dir *org.Directory, f *Facts, s Span) error {
	inside := idList(slices.Sorted(maps.Keys(f.Insiders(dir))))
	const set = "UPDATE sight SET light = $3, due = $4, lead_id = $5, leader_id = $6 WHERE place = $1 AND item_id = $2 AND unit_id "
	if _, err := tx.exec(set+"IN "+inside, tx.db.place, s.ItemID, s.Judged, s.Due, s.LeadID, s.Leader); err != nil {
		return err
	}
	_, err := tx.exec(set+"NOT IN "+inside, tx.db.place, s.ItemID, s.Shown, s.Due, s.LeadID, s.Leader)
	return err
}

// newParties reports whether this change touched who stands behind the item.
func (tx *Tx) newParties(f *Facts) bool {
	fresh := id.Make(tx.Seq, 0)
	n, m, k := len(f.Assignees), len(f.Assignments), len(f.Merges)
	return f.idOf() >= fresh || n > 0 && f.Assignees[n-1].ID >= fresh || m > 0 && id.Fact(f.Assignments[m-1].ID) >= fresh || k > 0 && f.Merges[k-1].ID >= fresh
}

func (tx *Tx) textChanged(f *Facts) bool {
	fresh := id.Make(tx.Seq, 0)
	n, m := len(f.Heads), len(f.Origins)
	return n > 0 && f.Heads[n-1].ID >= fresh || m > 0 && id.Fact(f.Origins[m-1].ID) >= fresh
}

// resee makes sight anew for items, for those below them, whose sight follows
// from theirs, and for those right above, whose head line their parties see.
func (tx *Tx) resee(dir *org.Directory, facts map[id.Item]*Facts, items []id.Item) error {
	if len(items) == 0 {
		return nil
	}
	before := id.Before(tx.Seq)
	all := map[id.Item]*Facts{}
	for _, i := range items {
		all[i] = facts[i]
	}
	level := items
	for len(level) > 0 {
		kids, err := tx.childrenOf(before, level)
		if err != nil {
			return err
		}
		level = level[:0:0]
		for _, k := range kids {
			if all[k.ID] == nil {
				level = append(level, k.ID)
			}
		}
		more, err := tx.ItemFacts(before, level...)
		if err != nil {
			return err
		}
		maps.Copy(all, more)
	}
	fam, err := tx.relatives(before, all)
	if err != nil {
		return err
	}
	for _, i := range items {
		if p := facts[i].Item.Parent; p != 0 {
			all[p] = fam.facts[p]
		}
	}
	if fam, err = tx.relatives(before, all); err != nil {
		return err
	}
	spans, err := tx.openSpans(slices.Sorted(maps.Keys(all)))
	if err != nil {
		return err
	}
	for _, i := range slices.Sorted(maps.Keys(all)) {
		s, ok := spans[i]
		if !ok {
			s = offLedger(i)
		}
		if err := tx.putSight(i, wantSight(dir, fam, s)); err != nil {
			return err
		}
	}
	return nil
}

// openSpans reads the lines that hold now.
func (tx *Tx) openSpans(items []id.Item) (map[id.Item]Span, error) {
	rows, err := list[Span](tx, "SELECT "+cols[Span]("")+" FROM row_span WHERE place = $1 AND to_seq = 9223372036854775807 AND item_id IN "+idList(items)+" ORDER BY item_id", tx.db.place)
	out := make(map[id.Item]Span, len(rows))
	for _, r := range rows {
		out[r.ItemID] = r
	}
	return out, err
}

// judgedOn reads the light each item was judged at the end of a day; one that
// did not stand then is missing.
func (tx *Tx) judgedOn(items []id.Item, day calendar.Day) (map[id.Item]int64, error) {
	rows, err := list[struct {
		ItemID id.Item `db:"item_id"`
		Judged int64   `db:"judged"`
	}](tx, `SELECT r.item_id, r.judged FROM row_span r WHERE r.place = $1 AND r.from_day <= $2 AND r.item_id IN `+idList(items)+`
AND NOT EXISTS (SELECT 1 FROM row_span x WHERE x.place = $1 AND x.item_id = r.item_id AND x.from_day <= $2 AND x.from_seq > r.from_seq) ORDER BY r.item_id`, tx.db.place, day)
	out := make(map[id.Item]int64, len(rows))
	for _, r := range rows {
		out[r.ItemID] = r.Judged
	}
	return out, err
}

// putSpan writes the line of an item if it changed: the old one ends with this
// change, the new one begins, and the counts of now follow if it counts there.
func (tx *Tx) putSpan(old Span, had bool, next Span, ok, counted bool) error {
	next.FromSeq = tx.Seq
	switch {
	case had && ok && old.same(next):
		if old.Until == next.Until {
			return nil
		}
		_, err := tx.run("UPDATE row_span SET until_day = $4 WHERE place = $1 AND item_id = $2 AND from_seq = $3", tx.db.place, old.ItemID, old.FromSeq, next.Until)
		return err
	case had && old.FromSeq == tx.Seq:
		if _, err := tx.run("DELETE FROM row_span WHERE place = $1 AND item_id = $2 AND from_seq = $3", tx.db.place, old.ItemID, old.FromSeq); err != nil {
			return err
		}
	case had:
		if _, err := tx.run("UPDATE row_span SET to_seq = $4 WHERE place = $1 AND item_id = $2 AND from_seq = $3", tx.db.place, old.ItemID, old.FromSeq, tx.Seq); err != nil {
			return err
		}
	}
	if had && counted {
		if err := tx.count(old, -1); err != nil {
			return err
		}
	}
	if !ok {
		return nil
	}
	if err := tx.insertSpan(next); err != nil || !counted {
		return err
	}
	return tx.count(next, 1)
}

func (tx *Tx) insertSpan(s Span) error {
	_, err := tx.run(`INSERT INTO row_span (place, item_id, from_seq, to_seq, from_day, number, kind, title, parent_id, lead_id, leader_id, field, due, due_sort, judged, shown, grey, until_day)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		tx.db.place, s.ItemID, s.FromSeq, s.ToSeq, s.FromDay, s.Number, s.Kind, s.Title, s.Parent, s.LeadID, s.Leader, s.Field, s.Due, s.DueSort, s.Judged, s.Shown, s.Grey, s.Until)
	return err
}

// citys reports whether an item stands in the city's ledger, which the kept
// counts are of: it is the city's own, or lies below one that is. A county's own
// items are closed to the office, and so is how many there are.
func (tx *Tx) citys(item Item) (bool, error) {
	for item.Space != 0 {
		if item.Parent == 0 {
			return false, nil
		}
		err := tx.row("SELECT space_id, parent_id FROM item WHERE place = $1 AND id = $2", []any{tx.db.place, item.Parent}, &item.Space, &item.Parent)
		if err != nil {
			return false, err
		}
	}
	return true, nil
}

// count moves the tally of now.
func (tx *Tx) count(s Span, by int64) error {
	_, err := tx.run(`INSERT INTO tally (place, day, lead_id, leader_id, kind, light, n) VALUES ($1, 0, $2, $3, $4, $5, $6)
ON CONFLICT (place, day, lead_id, leader_id, kind, light) DO UPDATE SET n = tally.n + excluded.n`, tx.db.place, s.LeadID, s.Leader, s.Kind, s.Shown, by)
	return err
}

// keepTally copies the counts of now to the day that ends.
func (tx *Tx) keepTally(day calendar.Day) error {
	_, err := tx.exec(`INSERT INTO tally (place, day, lead_id, leader_id, kind, light, n)
SELECT place, CAST($2 AS BIGINT), lead_id, leader_id, kind, light, n FROM tally WHERE place = $1 AND day = 0 AND n <> 0`, tx.db.place, day)
	return err
}

// putBranches makes the branches of all units anew.
func (tx *Tx) putBranches() error {
	dir, err := tx.Directory(tx.Now())
	if err != nil {
		return err
	}
	if _, err := tx.exec("DELETE FROM unit_branch WHERE place = $1", tx.db.place); err != nil {
		return err
	}
	for _, u := range dir.Units {
		for _, v := range dir.Upward(u.ID) {
			if _, err := tx.exec("INSERT INTO unit_branch (place, unit_id, member_id) VALUES ($1, $2, $3)", tx.db.place, v, u.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// putFind indexes what an item says. The written words of a leader are not in it:
// whoever may not read them cannot try them word by word either (practice E.1).
func (tx *Tx) putFind(f *Facts) error {
	h := f.Heads[len(f.Heads)-1]
	texts := []string{f.Item.Number, h.Title, h.Standard}
	for _, o := range f.LiveOrigins() {
		texts = append(texts, o.Record)
		if o.Sort != string(ledger.OriginInstruction) {
			texts = append(texts, o.Demand)
		}
	}
	if _, err := tx.run(tx.db.d.findDel, tx.findArgs(f.Item.ID)...); err != nil {
		return err
	}
	_, err := tx.run(tx.db.d.findPut, append(tx.findArgs(f.Item.ID), grams(texts...))...)
	return err
}

func (tx *Tx) findArgs(item id.Item) []any { return []any{tx.db.place, item} }
