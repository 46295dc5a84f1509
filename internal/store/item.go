package store

import (
	"database/sql"
	"slices"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// Leaf is an entry of the journal as a page shows it.
type Leaf struct {
	Seq    id.Seq       `db:"seq"`
	At     int64        `db:"at"`
	Day    calendar.Day `db:"day"`
	Post   id.Post      `db:"post_id"`
	Person id.Person    `db:"person_id"`
	Act    string       `db:"act"`
	N      int64        `db:"n"`
}

// Leaves reads the entries of some changes, the newest first.
func (tx *Tx) Leaves(seqs []id.Seq) ([]Leaf, error) {
	return list[Leaf](tx, "SELECT "+cols[Leaf]("")+" FROM change WHERE place = $1 AND seq IN "+idList(seqs)+" ORDER BY seq DESC", tx.db.place)
}

// JournalFilter says which entries of the journal are wanted; zero fields do not
// filter.
type JournalFilter struct {
	Below    id.Seq
	Act      string
	Person   id.Person
	From, To calendar.Day
}

// Journal reads entries, the newest first.
func (tx *Tx) Journal(f JournalFilter, limit int) ([]Leaf, error) {
	q := query{args: []any{tx.db.place}}
	cond := "place = $1"
	if f.Below > 0 {
		cond += " AND seq < " + q.put(f.Below)
	}
	if f.Act != "" {
		cond += " AND act = " + q.put(f.Act)
	}
	if f.Person != 0 {
		cond += " AND person_id = " + q.put(f.Person)
	}
	if f.From != 0 {
		cond += " AND day >= " + q.put(f.From)
	}
	if f.To != 0 {
		cond += " AND day <= " + q.put(f.To)
	}
	return list[Leaf](tx, "SELECT "+cols[Leaf]("")+" FROM change WHERE "+cond+" ORDER BY seq DESC LIMIT "+q.put(limit), q.args...)
}

// Seqs lists the changes that recorded something about the item, in order.
func (f *Facts) Seqs() []id.Seq { return f.seqs() }

// Before is the facts as known below a number of fact.
func (f *Facts) Before(n int64) *Facts { return f.before(n) }

// ItemByNumber finds an item by the number people see, 0 if there is none.
func (tx *Tx) ItemByNumber(number string) (id.Item, error) {
	rows, err := list[struct {
		ID id.Item `db:"id"`
	}](tx, "SELECT id FROM item WHERE place = $1 AND number = $2 ORDER BY id", tx.db.place, number)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	return rows[0].ID, nil
}

// Relative is an item above or below another with the line it had, as far as
// the viewer sees it.
type Relative struct {
	Span
	Level int64
}

// Around reads in one statement how much of an item the viewer sees, and the
// lines of the items right above and below it that he sees, as shown at p.
func (tx *Tx) Around(p asof.Point, item id.Item, sees []id.Unit) (level int64, around []Relative, err error) {
	if len(sees) == 0 {
		return 0, nil, nil
	}
	q := `WITH near AS (SELECT id FROM item WHERE place = $1 AND id = $2 UNION SELECT id FROM item WHERE place = $1 AND parent_id = $2
UNION SELECT parent_id FROM item WHERE place = $1 AND id = $2 AND parent_id > 0),
s AS (SELECT n.id, max(x.level) AS level FROM near n CROSS JOIN sight x WHERE x.place = $1 AND x.item_id = n.id AND x.unit_id IN ` + idList(sees) + ` GROUP BY n.id)
SELECT s.level, ` + cols[Span]("r.") + ` FROM s CROSS JOIN row_span r WHERE r.place = $1 AND r.item_id = s.id AND r.from_seq <= $3 AND r.to_seq > $3 ORDER BY r.item_id`
	err = tx.each(q, []any{tx.db.place, item, p.Seq}, func(rows *sql.Rows) error {
		var x Relative
		s := &x.Span
		if err := rows.Scan(&x.Level, &s.ItemID, &s.FromSeq, &s.ToSeq, &s.FromDay, &s.Number, &s.Kind, &s.Title, &s.Parent, &s.LeadID,
			&s.Leader, &s.Field, &s.Due, &s.DueSort, &s.Judged, &s.Shown, &s.Grey, &s.Until); err != nil {
			return err
		}
		around = append(around, x)
		return nil
	})
	i := slices.IndexFunc(around, func(x Relative) bool { return x.ItemID == item })
	if i >= 0 {
		level = around[i].Level
	} else if err == nil { // merged into another, or not founded then
		level, err = tx.Sight(item, sees)
	}
	return level, around, err
}

// ItemTexts is what is kept beside the facts of an item.
type ItemTexts struct {
	Words  map[string][]byte      // of its reports, by hash
	Texts  map[id.Document]string // of the documents its origins lie in
	Sheets map[id.Sheet]Sheet     // on which its reports were signed
	Again  []LastYear             // links of later items back to it, oldest first
}

// again marks the rows of links in ItemBodies; no sheet is entered so.
const again = "again"

// ItemBodies reads the words of all reports of an item, the sheets they were
// signed on, the text of the documents its origins lie in, and the links of later
// items back to it, in one statement.
func (tx *Tx) ItemBodies(item id.Item) (ItemTexts, error) {
	out := ItemTexts{Words: map[string][]byte{}, Texts: map[id.Document]string{}, Sheets: map[id.Sheet]Sheet{}}
	err := tx.each(`SELECT b.hash, b.bytes, CAST(0 AS BIGINT) AS document_id, CAST(0 AS BIGINT) AS due_day, CAST(0 AS BIGINT) AS finished_day, CAST(0 AS BIGINT) AS signed_day, CAST(0 AS BIGINT) AS for_post_id, CAST('' AS TEXT) AS entered
FROM body b WHERE b.place = $1 AND b.hash IN (
SELECT words_hash FROM report WHERE place = $1 AND item_id = $2 UNION SELECT problem_hash FROM report WHERE place = $1 AND item_id = $2)
UNION ALL SELECT b.hash, b.bytes, d.id, CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), CAST(0 AS BIGINT), '' FROM document d JOIN body b ON b.place = d.place AND b.hash = d.text_hash
WHERE d.place = $1 AND d.id IN (SELECT document_id FROM origin WHERE place = $1 AND item_id = $2)
UNION ALL SELECT '', NULL, s.id, s.due_day, s.finished_day, s.signed_day, s.for_post_id, s.entered FROM sheet s
WHERE s.place = $1 AND s.id IN (SELECT sheet_id FROM report WHERE place = $1 AND item_id = $2)
UNION ALL SELECT '', NULL, l.id, l.item_id, l.undone, CAST(0 AS BIGINT), CAST(0 AS BIGINT), 'again' FROM last_year l WHERE l.place = $1 AND l.last_item_id = $2 ORDER BY 1, 3`, []any{tx.db.place, item}, func(rows *sql.Rows) error {
		var h string
		var b []byte
		var n int64
		var s Sheet
		if err := rows.Scan(&h, &b, &n, &s.DueDay, &s.Finished, &s.Signed, &s.ForPost, &s.Entered); err != nil {
			return err
		}
		switch {
		case s.Entered == again:
			out.Again = append(out.Again, LastYear{ID: id.Fact(n), ItemID: id.Item(s.DueDay), Last: item, Undone: int64(s.Finished)})
		case h == "":
			s.ID = id.Sheet(n)
			out.Sheets[s.ID] = s
		case n != 0:
			out.Texts[id.Document(n)] = string(b)
		default:
			out.Words[h] = b
		}
		return nil
	})
	return out, err
}

// SheetDraft is a row of a sheet being typed.
type SheetDraft struct {
	UnitID  id.Unit         `db:"unit_id"`
	Period  calendar.Period `db:"period"`
	ItemID  id.Item         `db:"item_id"` // 0: the sheet itself, with its state
	Version int64           `db:"version"`
	State   string          `db:"state"` // open, finished
	Body    string          `db:"body"`
	By      id.Person       `db:"by_person"`
	At      int64           `db:"at"`
}

// SheetDrafts lists what a unit has typed for its periods.
func (tx *Tx) SheetDrafts(unit id.Unit) ([]SheetDraft, error) {
	return list[SheetDraft](tx, "SELECT "+cols[SheetDraft]("")+" FROM sheet_draft WHERE place = $1 AND unit_id = $2 ORDER BY period, item_id", tx.db.place, unit)
}

// PutSheetDraft keeps a row as typed; its version must be one more than the one
// it was made from, or somebody was faster and false comes back.
func (tx *Tx) PutSheetDraft(d SheetDraft) (bool, error) {
	n, err := tx.exec(`INSERT INTO sheet_draft (place, unit_id, period, item_id, version, state, body, by_person, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (place, unit_id, period, item_id) DO UPDATE SET version = excluded.version, state = excluded.state, body = excluded.body, by_person = excluded.by_person, at = excluded.at
WHERE sheet_draft.version = excluded.version - 1`, tx.db.place, d.UnitID, d.Period, d.ItemID, d.Version, d.State, d.Body, d.By, tx.At)
	return n == 1, err
}

// DropSheetDrafts ends what was typed for a sheet, once it is signed.
func (tx *Tx) DropSheetDrafts(unit id.Unit, p calendar.Period) error {
	_, err := tx.exec("DELETE FROM sheet_draft WHERE place = $1 AND unit_id = $2 AND period = $3", tx.db.place, unit, p)
	return err
}

// FinishedSheets lists the sheets that wait for a head's signature.
func (tx *Tx) FinishedSheets(units []id.Unit) ([]SheetDraft, error) {
	return list[SheetDraft](tx, "SELECT "+cols[SheetDraft]("")+" FROM sheet_draft WHERE place = $1 AND item_id = 0 AND state = 'finished' AND unit_id IN "+idList(units)+" ORDER BY period, unit_id", tx.db.place)
}

// UnitItems lists the items in which a unit is a party now, with its role.
func (tx *Tx) UnitItems(units []id.Unit) ([]id.Item, error) {
	out, err := numbers[id.Item](tx, `SELECT DISTINCT a.item_id AS n FROM assignee a WHERE a.place = $1 AND a.unit_id IN `+idList(units)+`
AND EXISTS (SELECT 1 FROM sight s WHERE s.place = $1 AND s.item_id = a.item_id AND +s.light > 0 AND s.unit_id IN `+idList(units)+`)
AND NOT EXISTS (SELECT 1 FROM assignment x WHERE x.place = $1 AND x.item_id = a.item_id AND x.id > a.assignment_id)`, tx.db.place) // +: item by item, not along all that is lit
	slices.Sort(out)
	return out, err
}

// HandedBack counts how often an item was handed back, over all assignments.
func (f *Facts) HandedBack() int {
	n := 0
	for _, h := range f.Handlings {
		if h.Act == "return" {
			n++
		}
	}
	return n
}

// OpenReturn is a return that nobody decided on yet, nil if there is none.
func (f *Facts) OpenReturn() *Handling {
	for i := len(f.Handlings) - 1; i >= 0; i-- {
		switch f.Handlings[i].Act {
		case "return":
			return &f.Handlings[i]
		case "uphold", "reassign":
			return nil
		}
	}
	return nil
}

// ReturnedItems lists the items with a return that nobody decided on, in the
// sights given.
func (tx *Tx) ReturnedItems(sees []id.Unit) ([]id.Item, error) {
	return numbers[id.Item](tx, `SELECT DISTINCT h.item_id AS n FROM handling h WHERE h.place = $1 AND h.act = 'return'
AND NOT EXISTS (SELECT 1 FROM handling x WHERE x.place = $1 AND x.item_id = h.item_id AND x.id > h.id AND x.act IN ('uphold', 'reassign'))
AND EXISTS (SELECT 1 FROM sight s WHERE s.place = $1 AND s.item_id = h.item_id AND s.unit_id IN `+idList(sees)+`) ORDER BY h.item_id`, tx.db.place)
}

// SpansBegun counts the lines of the ledger that began with a change.
func (tx *Tx) SpansBegun(seq id.Seq) (n int64, err error) {
	err = tx.row("SELECT count(*) FROM row_span WHERE place = $1 AND from_seq = $2", []any{tx.db.place, seq}, &n)
	return n, err
}

// Led is a piece of work with the unit it was given to.
type Led struct {
	Unit  id.Unit `db:"lead_id"`
	Title string  `db:"title"`
}

// LedBefore lists work in the sights given by the units that lead it, the newest
// first.
func (tx *Tx) LedBefore(sees []id.Unit, limit int) ([]Led, error) {
	return list[Led](tx, `SELECT r.lead_id, r.title FROM row_span r WHERE r.place = $1 AND r.to_seq = 9223372036854775807 AND r.lead_id > 0
AND EXISTS (SELECT 1 FROM sight s WHERE s.place = $1 AND s.item_id = r.item_id AND s.level = 2 AND s.unit_id IN `+idList(sees)+`) ORDER BY r.item_id DESC LIMIT $2`, tx.db.place, limit)
}
