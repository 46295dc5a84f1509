package app

import (
	"context"
	"slices"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// Settings of reviewing, with their defaults (practice B.6, B.7).
const (
	SettingReturnDays = "review.return_days" // working days to cure a return
	SettingReturns    = "review.returns"     // how often a period can be returned

	defaultReturnDays = 2
	defaultReturns    = 2
)

// returnReasons are the listed reasons of a return.
var returnReasons = []ledger.ReturnReason{ledger.ReturnMissing, ledger.ReturnEvidence, ledger.ReturnOffTopic, ledger.ReturnBasis, ledger.ReturnOther}

// AcceptReports accepts reports as they are (受理). One that was decided, returned
// or corrected meanwhile is skipped and named.
func (a *App) AcceptReports(ctx context.Context, v org.Viewer, req Request, reports []id.Report) (skipped []id.Report, err error) {
	if err := need(v, org.Accept); err != nil {
		return nil, err
	}
	_, err = a.write(ctx, v, "report_accept", req, func(tx *store.Tx) error {
		skipped = nil
		done := 0
		for _, n := range reports {
			f, r, err := reportFacts(tx, v, n)
			if err != nil {
				return err
			}
			if f.Standing(n) != ledger.Submitted {
				skipped = append(skipped, n)
				continue
			}
			if err := store.Add(tx, store.Review{ReportID: n, ItemID: r.ItemID, Act: "accept"}); err != nil {
				return err
			}
			done++
		}
		if done == 0 {
			return errs.E(errs.Conflict, "err.review.decided")
		}
		return nil
	})
	return skipped, err
}

// ReturnReport sends a report back with a listed reason and words, at most twice
// for a period; the third time the reviewer telephones. The unit has two more
// working days; a report that was in time and is cured in time stays in time.
func (a *App) ReturnReport(ctx context.Context, v org.Viewer, req Request, n id.Report, reason ledger.ReturnReason, words string) error {
	if err := need(v, org.Accept); err != nil {
		return err
	}
	var fields []errs.Field
	if !slices.Contains(returnReasons, reason) {
		fields = append(fields, errs.Field{Name: "reason", Key: "err.required"})
	}
	if words == "" {
		fields = append(fields, errs.Field{Name: "words", Key: "err.required"})
	}
	if err := errs.Form(fields); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "report_return", req, func(tx *store.Tx) error {
		f, r, err := reportFacts(tx, v, n)
		if err != nil {
			return err
		}
		if f.Standing(n) != ledger.Submitted {
			return errs.E(errs.Conflict, "err.review.decided")
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		if most := lib.Int(SettingReturns, defaultReturns); f.Returns(r.Period) >= most {
			return errs.E(errs.Conflict, "err.review.returns", "n", most)
		}
		due := lib.Cal.Add(tx.Day, lib.Int(SettingReturnDays, defaultReturnDays)).Day
		return store.Add(tx, store.Review{ReportID: n, ItemID: r.ItemID, Act: "return", Reason: string(reason), Words: words, NewDue: due})
	})
	return err
}

// reportFacts finds a report with everything known of its item; one outside the
// viewer's sight is not there.
func reportFacts(tx *store.Tx, v org.Viewer, n id.Report) (*store.Facts, store.Report, error) {
	item, err := tx.ReportItem(n)
	if err != nil {
		return nil, store.Report{}, err
	}
	level, err := seesItem(tx, v, item)
	if err != nil {
		return nil, store.Report{}, err
	}
	if level < store.SeesAll {
		return nil, store.Report{}, errNotThere()
	}
	all, err := tx.ItemFacts(id.Before(tx.Seq), item)
	if err != nil {
		return nil, store.Report{}, err
	}
	f := all[item]
	i := slices.IndexFunc(f.Reports, func(r store.Report) bool { return r.ID == n })
	if i < 0 {
		return nil, store.Report{}, errNotThere()
	}
	return f, f.Reports[i], nil
}

// Waiting is a report that waits for the reviewer.
type Waiting struct {
	store.Report
	Number, Title string
	Unit          string
	Since         int // working days
}

// ReviewQueue lists the submitted reports the viewer can see, the oldest first.
func (a *App) ReviewQueue(ctx context.Context, v org.Viewer, limit int) (out []Waiting, err error) {
	if err := need(v, org.Accept); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		rows, err := tx.UnreviewedReports(v.Sees, limit)
		if err != nil {
			return err
		}
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		lib, err := tx.Library(tx.Now())
		for _, r := range rows {
			out = append(out, Waiting{Report: r.Report, Number: r.Number, Title: r.Title, Unit: dir.Unit(r.UnitID).Short, Since: lib.Cal.Between(r.Day, tx.Day)})
		}
		return err
	})
	return out, err
}
