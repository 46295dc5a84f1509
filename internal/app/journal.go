package app

import (
	"context"

	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// JournalView is a page of the journal.
type JournalView struct {
	Leaves []store.Leaf
	Next   id.Seq // where the next page begins, 0: this is the last
	Size   id.Seq
	Dir    *org.Directory
}

// Journal lists the changes below a number, the newest first, for the auditor.
func (a *App) Journal(ctx context.Context, v org.Viewer, below id.Seq) (*JournalView, error) {
	if err := need(v, org.Audit); err != nil {
		return nil, err
	}
	if below <= 0 {
		below = id.Open
	}
	out := &JournalView{}
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		out.Size = tx.Seq
		if out.Dir, err = tx.Directory(tx.Now()); err != nil {
			return err
		}
		out.Leaves, err = tx.Journal(below, pageLines+1)
		if len(out.Leaves) > pageLines {
			out.Leaves = out.Leaves[:pageLines]
			out.Next = out.Leaves[pageLines-1].Seq
		}
		return err
	})
	return out, err
}
