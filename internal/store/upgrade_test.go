package store

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jiufen/internal/errs"
)

// TestUpgradeOfAFilledPlace: a place that was filled under the first schema is
// brought to this one; nothing recorded changes, the journal holds, and what is
// new is guarded like what was there.
func TestUpgradeOfAFilledPlace(t *testing.T) {
	each(t, func(t *testing.T, db *DB, h *hand) {
		ctx := context.Background()
		s := told(t, db, h, 30)
		was, kept := verifyDB(t, db, testKey(t)), projections(t, db)
		for _, text := range []string{"DROP TABLE bulletin", "DROP TABLE bulletin_draft", "DROP TABLE saved_view", "DROP TABLE document_version", "DROP TABLE opinion", "DROP TABLE opinion_assign", "DROP TABLE opinion_answer", "DROP TABLE same_matter", "DROP TABLE last_year", "DROP TABLE base_figure", "DROP TABLE evidence", "DROP TABLE letter", "DROP TABLE letter_act", "DROP INDEX assignment_ix1", "DROP INDEX draft_state", "ALTER TABLE clock DROP COLUMN reg_seq", "ALTER TABLE reached DROP COLUMN entry_id", "ALTER TABLE reached DROP COLUMN undone", "DROP TABLE register_switch", "DROP TABLE register_object", "DROP TABLE register_entry", "DROP TABLE register_count", "DELETE FROM goose_db_version WHERE version_id > 1"} {
			if _, err := db.w.ExecContext(ctx, text); err != nil {
				t.Fatal(text, err)
			}
		}
		if err := db.CheckSchema(ctx); errs.Of(err).Key != "err.schema.old" {
			t.Fatalf("the first schema is taken for this one: %v", err)
		}
		if err := db.Migrate(ctx); err != nil {
			t.Fatal(err)
		}
		if err := db.CheckSchema(ctx); err != nil {
			t.Fatal(err)
		}
		now := verifyDB(t, db, testKey(t))
		if now.Total != 0 || now.Facts != was.Facts {
			t.Errorf("%d facts, %d findings, of %d facts", now.Facts, now.Total, was.Facts)
		}
		if d := cmp.Diff(kept, projections(t, db)); d != "" {
			t.Errorf("what is shown changed:\n%s", d)
		}
		do(t, db, func(tx *Tx) error { return Add(tx, Bulletin{PaperID: 1, AsOfSeq: 1, Content: ""}) })
		if _, err := db.w.ExecContext(ctx, "UPDATE bulletin SET names_units = 1"); err == nil {
			t.Error("a fact of the new table can be changed")
		}
		do(t, db, func(tx *Tx) error { return Add(tx, LetterAct{PaperID: 1, Act: LetterReply}) })
		if _, err := db.w.ExecContext(ctx, "UPDATE letter_act SET day = 1"); err == nil {
			t.Error("a reply can be changed")
		}
		do(t, db, func(tx *Tx) error { return Add(tx, SameMatter{ItemID: s.items[0], Words: "x"}) })
		if _, err := db.w.ExecContext(ctx, "UPDATE same_matter SET undone = 1"); err == nil {
			t.Error("a merging can be changed")
		}
		do(t, db, func(tx *Tx) error { return Add(tx, BaseFigure{ItemID: s.items[0], Sort: "amount", Part: 1, Whole: 2}) })
		if _, err := db.w.ExecContext(ctx, "UPDATE base_figure SET whole = 1"); err == nil {
			t.Error("a base figure can be changed")
		}
		s.run(5)
		if now = verifyDB(t, db, testKey(t)); now.Total != 0 {
			t.Errorf("after going on: %d findings", now.Total)
		}
	})
}
