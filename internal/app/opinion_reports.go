package app

import (
	"cmp"
	"context"
	"slices"

	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// OpinionReport is a report with the opinions on it, in the list.
type OpinionReport struct {
	*Versions
	Mine int // unanswered ones that the viewer's unit handles
}

// OpinionReports lists the reports that have opinions a viewer sees, or, for who
// enters them, versions; the newest first.
func (a *App) OpinionReports(ctx context.Context, v org.Viewer) (out []OpinionReport, err error) {
	if err := need(v, org.Read); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		tallies, err := tx.OpinionTallies(tx.Now().Before())
		if err != nil {
			return err
		}
		by := map[id.Document]*OpinionReport{}
		if seesOpinions(v, dir, 0) {
			rows, err := tx.AllVersions(tx.Now().Before())
			if err != nil {
				return err
			}
			for _, r := range rows {
				by[r.OfDocument] = &OpinionReport{}
			}
		}
		for _, t := range tallies {
			if !seesOpinions(v, dir, t.Unit) {
				continue
			}
			r := by[t.OfDocument]
			if r == nil {
				r = &OpinionReport{}
				by[t.OfDocument] = r
			}
			r.tally(t, handles(v, dir, t.Unit))
		}
		out, err = opinionReports(tx, by)
		return err
	})
	return out, err
}

func (r *OpinionReport) tally(t store.OpinionTally, mine bool) {
	if r.Versions == nil {
		r.Versions = &Versions{}
	}
	r.All, r.Open = r.All+t.All, r.Open+t.Open
	if mine {
		r.Mine += t.Open
	}
}

func opinionReports(tx *store.Tx, by map[id.Document]*OpinionReport) (out []OpinionReport, err error) {
	for doc, r := range by {
		x, err := versionsOf(tx, doc, tx.Now())
		if err != nil {
			return nil, err
		}
		if r.Versions != nil {
			x.All, x.Open = r.All, r.Open
		}
		out = append(out, OpinionReport{Versions: x, Mine: r.Mine})
	}
	slices.SortFunc(out, func(x, y OpinionReport) int { return cmp.Compare(y.Of, x.Of) })
	return out, nil
}

// opinionsMine counts the unanswered opinions that wait for the viewer's unit.
func opinionsMine(tx *store.Tx, v org.Viewer, dir *org.Directory) (n int, err error) {
	if !v.Can(org.Draft) && !v.Can(org.Receive) {
		return 0, nil
	}
	tallies, err := tx.OpinionTallies(tx.Now().Before())
	for _, t := range tallies {
		if handles(v, dir, t.Unit) {
			n += t.Open
		}
	}
	return n, err
}
