package store

import (
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
)

// Known is an item as far as telling whether another is the same needs it.
type Known struct {
	ID       id.Item `db:"id"`
	Number   string  `db:"number"`
	Year     int64   `db:"year"`
	Title    string  `db:"title"`
	Standard string  `db:"standard"`
	Project  string  `db:"project"`
	Parent   id.Item `db:"parent_id"`
	Space    id.Unit `db:"space_id"`
	Lead     id.Unit
	Due      calendar.Day
	Measures []Measure
}

// KnownMark tells states of the ledger apart for which KnownItems may differ: as
// long as it is the same, so are the items known.
func (tx *Tx) KnownMark() (mark [6]int64, err error) {
	err = tx.row(`SELECT (SELECT COALESCE(max(id), 0) FROM item WHERE place = $1), (SELECT COALESCE(max(id), 0) FROM item_fact WHERE place = $1),
(SELECT COALESCE(max(id), 0) FROM measure WHERE place = $1), (SELECT COALESCE(max(id), 0) FROM assignment WHERE place = $1),
(SELECT COALESCE(max(id), 0) FROM due WHERE place = $1), (SELECT COALESCE(max(id), 0) FROM item_merge WHERE place = $1)`,
		[]any{tx.db.place}, &mark[0], &mark[1], &mark[2], &mark[3], &mark[4], &mark[5])
	return mark, err
}

// KnownItems reads the items of a year, those of other years left out, in the order
// they were founded, with their measures in force. Items found to be the same as
// another are left out: the other stands for them.
func (tx *Tx) KnownItems(year int64) ([]Known, error) {
	rows, err := list[Known](tx, `SELECT i.id, i.number, i.year, f.title, f.standard, f.project, i.parent_id, i.space_id FROM item i JOIN item_fact f ON f.place = i.place AND f.item_id = i.id
WHERE i.place = $1 AND i.year = $2 ORDER BY i.id, f.id`, tx.db.place, year)
	if err != nil {
		return nil, err
	}
	out := rows[:0]
	at := map[id.Item]int{}
	for _, r := range rows { // the newest of each comes last
		if i, ok := at[r.ID]; ok {
			out[i] = r
			continue
		}
		at[r.ID] = len(out)
		out = append(out, r)
	}
	const of = " x JOIN item i ON i.place = x.place AND i.id = x.item_id WHERE x.place = $1 AND i.year = $2 ORDER BY x.id"
	measures, err := list[Measure](tx, "SELECT "+cols[Measure]("x.")+" FROM measure"+of, tx.db.place, year)
	if err != nil {
		return nil, err
	}
	byItem := map[id.Item]*Facts{}
	for _, m := range measures {
		f := byItem[m.ItemID]
		if f == nil {
			f = &Facts{}
			byItem[m.ItemID] = f
		}
		f.Measures = append(f.Measures, m)
	}
	leads, err := list[itemNumber](tx, "SELECT x.item_id, x.lead_id AS n FROM assignment"+of, tx.db.place, year)
	if err != nil {
		return nil, err
	}
	dues, err := list[itemNumber](tx, "SELECT x.item_id, x.day AS n FROM due"+of, tx.db.place, year)
	if err != nil {
		return nil, err
	}
	merged, err := list[itemNumber](tx, "SELECT x.item_id, 1 - x.undone AS n FROM item_merge"+of, tx.db.place, year)
	if err != nil {
		return nil, err
	}
	gone := map[id.Item]bool{}
	for _, p := range merged {
		gone[p.Item] = p.N == 1
	}
	for _, p := range leads {
		if i, ok := at[p.Item]; ok {
			out[i].Lead = id.Unit(p.N)
		}
	}
	for _, p := range dues {
		if i, ok := at[p.Item]; ok {
			out[i].Due = calendar.Day(p.N)
		}
	}
	kept := out[:0]
	for _, k := range out {
		if gone[k.ID] {
			continue
		}
		if f := byItem[k.ID]; f != nil {
			k.Measures = f.LiveMeasures()
		}
		kept = append(kept, k)
	}
	return kept, nil
}

// itemNumber is a number that belongs to an item.
type itemNumber struct {
	Item id.Item `db:"item_id"`
	N    int64   `db:"n"`
}

// OriginRoot follows an origin back to the number it was first recorded under; a
// limit that was put off makes a new row of it.
func (f *Facts) OriginRoot(o id.Origin) id.Origin {
	for range len(f.Origins) {
		i := slices.IndexFunc(f.Origins, func(x Origin) bool { return x.ID == o })
		if i < 0 || f.Origins[i].Supersedes == 0 || f.Origins[i].Supersedes == o {
			break
		}
		o = f.Origins[i].Supersedes
	}
	return o
}

// Same is the merging by which an origin came to an item, if it holds.
func (f *Facts) Same(o id.Origin) (SameMatter, bool) {
	var out SameMatter
	o = f.OriginRoot(o)
	for _, s := range f.Sames {
		if s.Origin == o {
			out = s
		}
	}
	return out, out.ID != 0 && out.Undone == 0
}

// LastYear is the item of the year before whose promise this one repeats, 0 if
// none is known.
func (f *Facts) LastYear() id.Item {
	if n := len(f.LastYears); n > 0 && f.LastYears[n-1].Undone == 0 {
		return f.LastYears[n-1].Last
	}
	return 0
}

// LastPaper is the draft of the year before's paper whose promise this item
// repeats, 0 if none is known.
func (f *Facts) LastPaper() id.Draft {
	if n := len(f.LastYears); n > 0 && f.LastYears[n-1].Undone == 0 {
		return f.LastYears[n-1].Draft
	}
	return 0
}

// HasParts reports whether an item has items below it.
func (tx *Tx) HasParts(item id.Item) (bool, error) {
	var n int64
	err := tx.row("SELECT count(*) FROM item WHERE place = $1 AND parent_id = $2", []any{tx.db.place, item}, &n)
	return n > 0, err
}

// OriginsIn lists the origins that lie in a document.
func (tx *Tx) OriginsIn(doc id.Document) ([]Origin, error) {
	return list[Origin](tx, "SELECT "+cols[Origin]("")+" FROM origin WHERE place = $1 AND document_id = $2 ORDER BY id", tx.db.place, doc)
}

// Sights is how much of each item the sights given show; items not seen are
// missing.
func (tx *Tx) Sights(items []id.Item, sees []id.Unit) (map[id.Item]int64, error) {
	if len(items) == 0 || len(sees) == 0 {
		return nil, nil
	}
	rows, err := list[itemNumber](tx, "SELECT item_id, max(level) AS n FROM sight WHERE place = $1 AND item_id IN "+idList(items)+" AND unit_id IN "+idList(sees)+" GROUP BY item_id ORDER BY item_id", tx.db.place)
	out := make(map[id.Item]int64, len(rows))
	for _, r := range rows {
		out[r.Item] = r.N
	}
	return out, err
}

// ClosedItems tells which items are on their way out of the ledger for good.
func (tx *Tx) ClosedItems(items []id.Item) (map[id.Item]bool, error) {
	rows, err := list[Closing](tx, "SELECT "+cols[Closing]("")+" FROM closing WHERE place = $1 AND item_id IN "+idList(items)+" ORDER BY id", tx.db.place)
	acts := map[id.Item]*Facts{}
	for _, c := range rows {
		if acts[c.ItemID] == nil {
			acts[c.ItemID] = &Facts{}
		}
		acts[c.ItemID].Closings = append(acts[c.ItemID].Closings, c)
	}
	out := map[id.Item]bool{}
	for n, f := range acts {
		out[n] = f.Stage() > ledger.Applied
	}
	return out, err
}
