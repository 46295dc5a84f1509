package app

import (
	"cmp"
	"context"

	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// JournalQuery says which entries are wanted and from where on.
type JournalQuery struct {
	store.JournalFilter
	Limit int // 0: 50, at most 500
}

// JournalView is a page of the journal.
type JournalView struct {
	Leaves []store.Leaf
	Next   id.Seq // where the next page begins, 0: this is the last
	Size   id.Seq
	Dir    *org.Directory
}

// Journal lists the changes below a number, the newest first, for the auditor.
func (a *App) Journal(ctx context.Context, v org.Viewer, below id.Seq) (*JournalView, error) {
	return a.JournalOf(ctx, v, JournalQuery{JournalFilter: store.JournalFilter{Below: below}})
}

// JournalOf lists the changes of a query, the newest first, for the auditor.
func (a *App) JournalOf(ctx context.Context, v org.Viewer, q JournalQuery) (*JournalView, error) {
	if err := need(v, org.Audit); err != nil {
		return nil, err
	}
	limit := min(cmp.Or(max(q.Limit, 0), pageLines), pageMost)
	out := &JournalView{}
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		out.Size = tx.Seq
		if out.Dir, err = tx.Directory(tx.Now()); err != nil {
			return err
		}
		out.Leaves, err = tx.Journal(q.JournalFilter, limit+1)
		if len(out.Leaves) > limit {
			out.Leaves = out.Leaves[:limit]
			out.Next = out.Leaves[limit-1].Seq
		}
		return err
	})
	return out, err
}

// Who names who made a change: the post with its unit, and the person. A change
// of the machine is named so.
func (j *JournalView) Who(l store.Leaf, m *locale.Messages) (post, person string) {
	if l.Post == 0 && l.Person == 0 {
		return m.T("journal.machine"), ""
	}
	p := j.Dir.Post(l.Post)
	u := j.Dir.Unit(p.UnitID)
	return cmp.Or(u.Short, u.Name) + p.Title, j.Dir.PersonName(l.Person)
}
