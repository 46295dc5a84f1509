package store

import (
	"database/sql"
	"errors"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
)

// ReportItem is the item of a report; none is a NotFound error.
func (tx *Tx) ReportItem(n id.Report) (item id.Item, err error) {
	err = tx.row("SELECT item_id FROM report WHERE place = $1 AND id = $2", []any{tx.db.place, n}, &item)
	if errors.Is(err, sql.ErrNoRows) {
		err = errs.E(errs.NotFound, "err.notfound")
	}
	return item, err
}

// Returns counts how often a period's report was returned.
func (f *Facts) Returns(p calendar.Period) int {
	n := 0
	for _, v := range f.Reviews {
		if v.Act != "return" {
			continue
		}
		for _, r := range f.Reports {
			if r.ID == v.ReportID && r.Period == p {
				n++
			}
		}
	}
	return n
}

// Unreviewed is a submitted report with the line of its item.
type Unreviewed struct {
	Report
	Number, Title string
}

// reviewDays is how far back the reviewer's queue goes: what nobody looked at in
// a quarter was taken unreviewed long since (practice B.6), and the whole history
// need not be walked for it.
const reviewDays = 92

// UnreviewedReports lists reports of the last months that nobody decided on and
// that were not corrected since, of items in the sights given, oldest first.
func (tx *Tx) UnreviewedReports(sees []id.Unit, limit int) ([]Unreviewed, error) {
	rows, err := list[Report](tx, "SELECT "+cols[Report]("r.")+` FROM report r WHERE r.place = $1
AND r.id >= COALESCE((SELECT c.seq FROM change c WHERE c.place = $1 AND c.day >= $3 ORDER BY c.day, c.seq LIMIT 1), 0) * 1048576
AND NOT EXISTS (SELECT 1 FROM review v WHERE v.place = $1 AND v.report_id = r.id)
AND NOT EXISTS (SELECT 1 FROM report x WHERE x.place = $1 AND x.supersedes = r.id AND x.supersedes > 0)
AND EXISTS (SELECT 1 FROM sight s WHERE s.place = $1 AND s.item_id = r.item_id AND s.level = 2 AND s.light > 0 AND s.unit_id IN `+idList(sees)+`)
ORDER BY r.id LIMIT $2`, tx.db.place, limit, tx.Day-reviewDays)
	if err != nil {
		return nil, err
	}
	items := make([]id.Item, len(rows))
	for i, r := range rows {
		items[i] = r.ItemID
	}
	spans, err := tx.openSpans(items)
	out := make([]Unreviewed, len(rows))
	for i, r := range rows {
		out[i] = Unreviewed{Report: r, Number: spans[r.ItemID].Number, Title: spans[r.ItemID].Title}
	}
	return out, err
}

// LastValue is the newest figure of a measure that was not returned, before a
// period; false if there is none.
func (f *Facts) LastValue(m id.Measure, before calendar.Period) (ReportValue, bool) {
	root := f.Root(m)
	var best ReportValue
	found := false
	for _, v := range f.Values {
		if v.Period >= before || f.Root(v.MeasureID) != root || f.Standing(v.ReportID) == ledger.Returned {
			continue
		}
		if !found || v.Period > best.Period || v.Period == best.Period && v.ID > best.ID {
			best, found = v, true
		}
	}
	return best, found
}

// Party reports whether a unit has a part in the item now.
func (f *Facts) Party(u id.Unit) bool { return f.parties()[u] != "" }

// Current is the report of a period that stands: the newest not returned.
func (f *Facts) Current(p calendar.Period) *Report {
	for i := len(f.Reports) - 1; i >= 0; i-- {
		if r := &f.Reports[i]; r.Period == p && f.Standing(r.ID) != ledger.Returned {
			return r
		}
	}
	return nil
}

// NoChanges counts the reports right before a period that said «no change».
func (f *Facts) NoChanges(p calendar.Period) int {
	n := 0
	for q := p.Prev(p.Grain()); ; q = q.Prev(q.Grain()) {
		r := f.Current(q)
		if r == nil || r.Sort != string(ledger.ReportNoChange) {
			return n
		}
		n++
	}
}

// SameDayItems are the items that had to be signed for on the day they were given
// out, of assignments since a day.
func (tx *Tx) SameDayItems(from calendar.Day) ([]id.Item, error) {
	return numbers[id.Item](tx, "SELECT DISTINCT item_id AS n FROM assignment WHERE place = $1 AND assign_day >= $2 AND sign_by = assign_day ORDER BY item_id", tx.db.place, from)
}

// Handled reports whether a unit signed for an assignment or handed it back.
func (f *Facts) Handled(a id.Assignment, u id.Unit) bool {
	for _, h := range f.Handlings {
		if h.Assignment == a && h.UnitID == u {
			return true
		}
	}
	return false
}

// OpenSpans reads the lines that hold now, by item.
func (tx *Tx) OpenSpans(items []id.Item) (map[id.Item]Span, error) { return tx.openSpans(items) }
