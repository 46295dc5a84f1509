package store

import "context"

// mostKept bounds the prepared statements kept for writing.
const mostKept = 300

// warm prepares on the writing connection of SQLite, once for all, what a
// transaction had to prepare for itself. It runs after the transaction, when the
// connection is free; a statement that cannot be prepared is left to the next.
func (db *DB) warm(ctx context.Context, tx *Tx) {
	for query := range tx.own {
		if _, ok := db.stmts.Load(query); ok || db.kept.Add(1) > mostKept {
			continue
		}
		s, err := db.w.PrepareContext(ctx, query)
		if err != nil {
			db.kept.Add(-1)
			return
		}
		if _, loaded := db.stmts.LoadOrStore(query, s); loaded {
			s.Close()
		}
	}
}
