package store

import "jiufen/internal/id"

// SavedView is a person's own name for a filter of the ledger.
type SavedView struct {
	Name  string `db:"name"`
	Query string `db:"query"` // of the address, without the question mark
	At    int64  `db:"at"`
}

// SavedViews are a person's views, the oldest first.
func (tx *Tx) SavedViews(p id.Person) ([]SavedView, error) {
	return list[SavedView](tx, "SELECT "+cols[SavedView]("")+" FROM saved_view WHERE place = $1 AND person_id = $2 ORDER BY at, name", tx.db.place, p)
}

// SaveView keeps a view under its name, over one of the same name.
func (tx *Tx) SaveView(p id.Person, v SavedView) error {
	_, err := tx.exec(`INSERT INTO saved_view (place, person_id, name, query, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (place, person_id, name) DO UPDATE SET query = excluded.query`, tx.db.place, p, v.Name, v.Query, tx.At)
	return err
}

// DropView takes a view away; false if there is none of that name.
func (tx *Tx) DropView(p id.Person, name string) (bool, error) {
	n, err := tx.exec("DELETE FROM saved_view WHERE place = $1 AND person_id = $2 AND name = $3", tx.db.place, p, name)
	return n == 1, err
}
