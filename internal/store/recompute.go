package store

import (
	"context"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
)

// Recomputed is a span of the ledger that the judge of today would have written
// otherwise.
type Recomputed struct {
	Number string
	Seq    id.Seq
	Day    calendar.Day
}

// Recompute judges the history again, as it was judged then, and names the
// spans that differ from what was recorded as shown. It compares only what was
// judged with the engine of this program: spans of an older one stand as the
// record of what was shown, and nothing recomputes them.
func (db *DB) Recompute(ctx context.Context, progress func(done, all int)) (spans int64, diff []Recomputed, err error) {
	err = db.View(ctx, func(tx *Tx) error {
		from, err := tx.engineSince()
		if err != nil {
			return err
		}
		r := &replay{tx: tx, benches: map[benchKey]bench{}}
		if err := r.load(); err != nil {
			return err
		}
		items, err := tx.allItems()
		if err != nil {
			return err
		}
		done := 0
		for part := range slices.Chunk(items, chunk) {
			n, d, err := r.compare(part, from)
			if err != nil {
				return err
			}
			spans, diff, done = spans+n, append(diff, d...), done+len(part)
			if progress != nil {
				progress(done, len(items))
			}
		}
		return nil
	})
	return spans, diff, err
}

// engineSince is the first change judged with the engine of this program, after
// which no other was at work.
func (tx *Tx) engineSince() (id.Seq, error) {
	days, err := facts[DayFact](tx, "day_fact", id.Before(tx.Seq))
	if err != nil {
		return 0, err
	}
	since := id.Open
	for i := len(days) - 1; i >= 0 && days[i].Engine == int64(ledger.Engine); i-- {
		since = id.Fact(days[i].ID).Seq()
	}
	return since, nil
}

func (r *replay) compare(part []id.Item, from id.Seq) (n int64, diff []Recomputed, err error) {
	all, err := r.tx.ItemFacts(id.Before(r.tx.Seq), part...)
	if err != nil {
		return 0, nil, err
	}
	for _, item := range part {
		f := all[item]
		if f == nil {
			continue
		}
		now, err := r.history(f)
		if err != nil {
			return 0, nil, err
		}
		was, err := list[Span](r.tx, "SELECT "+cols[Span]("")+" FROM row_span WHERE place = $1 AND item_id = $2 ORDER BY from_seq", r.tx.db.place, item)
		if err != nil {
			return 0, nil, err
		}
		n += int64(len(was))
		if s, ok := firstDifference(was, now, from); ok {
			diff = append(diff, Recomputed{Number: f.Item.Number, Seq: s.FromSeq, Day: s.FromDay})
		}
	}
	return n, diff, nil
}

// firstDifference finds the first span from a change on that the two lists do
// not share.
func firstDifference(was, now []Span, from id.Seq) (Span, bool) {
	for i := range max(len(was), len(now)) {
		switch {
		case i >= len(was):
			if now[i].FromSeq >= from {
				return now[i], true
			}
		case i >= len(now):
			if was[i].FromSeq >= from {
				return was[i], true
			}
		case was[i] != now[i] && max(was[i].FromSeq, now[i].FromSeq) >= from:
			return was[i], true
		}
	}
	return Span{}, false
}
