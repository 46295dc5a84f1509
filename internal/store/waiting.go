package store

import "jiufen/internal/id"

// PendingChanges lists the changes asked for and not decided, the oldest first,
// of items in the sights given.
func (tx *Tx) PendingChanges(sees []id.Unit, limit int) ([]ItemChange, error) {
	if len(sees) == 0 {
		return nil, nil
	}
	return list[ItemChange](tx, "SELECT "+cols[ItemChange]("c.")+` FROM item_change c WHERE c.place = $1
AND NOT EXISTS (SELECT 1 FROM change_step s WHERE s.place = $1 AND s.change_id = c.id AND s.act <> 'opinion')
AND EXISTS (SELECT 1 FROM sight s WHERE s.place = $1 AND s.item_id = c.item_id AND s.level = 2 AND s.light > 0 AND s.unit_id IN `+idList(sees)+`)
ORDER BY c.id LIMIT $2`, tx.db.place, limit)
}

// AppliedClosings lists the applications for 办结 that nobody decided on, the
// oldest first, of items in the sights given.
func (tx *Tx) AppliedClosings(sees []id.Unit, limit int) ([]Closing, error) {
	if len(sees) == 0 {
		return nil, nil
	}
	return list[Closing](tx, "SELECT "+cols[Closing]("c.")+` FROM closing c WHERE c.place = $1 AND c.act = 'apply'
AND NOT EXISTS (SELECT 1 FROM closing x WHERE x.place = $1 AND x.item_id = c.item_id AND x.id > c.id)
AND EXISTS (SELECT 1 FROM sight s WHERE s.place = $1 AND s.item_id = c.item_id AND s.level = 2 AND s.light > 0 AND s.unit_id IN `+idList(sees)+`)
ORDER BY c.id LIMIT $2`, tx.db.place, limit)
}
