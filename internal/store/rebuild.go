package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
)

// Rebuild makes all projections anew from facts: every span as it was judged at
// the time, who sees what today, all counts by day, and the search index. The
// result is what was kept all along; a test holds it to that. progress is called
// with items done and all items; it may be nil.
//
// It runs in one transaction: a rebuild that is stopped changed nothing.
func (db *DB) Rebuild(ctx context.Context, progress func(done, all int)) error {
	return db.Work(ctx, func(tx *Tx) error {
		if err := tx.row(takeClockStill, []any{db.place}, &tx.Seq, &tx.Day, &tx.orgSeq, &tx.libSeq, &tx.regSeq); err != nil {
			return err
		}
		r := &replay{tx: tx, benches: map[benchKey]bench{}}
		return r.run(progress)
	})
}

// takeClockStill locks the clock row without moving it, so that no change comes between.
const takeClockStill = "UPDATE clock SET seq = seq WHERE place = $1 RETURNING seq, day, org_seq, lib_seq, reg_seq"

type tick struct {
	seq id.Seq
	day calendar.Day
}

type benchKey struct {
	org, lib id.Seq
	day      calendar.Day
}

// replay runs history through the judge once more.
type replay struct {
	tx      *Tx
	ticks   []tick
	days    []tick   // day of each change, by seq
	globals []id.Seq // changes that have everything judged anew, in order
	orgs    []id.Seq
	libs    []id.Seq
	benches map[benchKey]bench
	counts  map[Tally][]int64 // per key (N 0), change of the count at each tick; last: now
}

func (r *replay) run(progress func(done, all int)) error {
	if err := r.load(); err != nil {
		return err
	}
	if err := r.clear(); err != nil {
		return err
	}
	if err := r.tx.putBranches(); err != nil {
		return err
	}
	items, err := r.tx.allItems()
	if err != nil {
		return err
	}
	r.counts = map[Tally][]int64{}
	done := 0
	for part := range slices.Chunk(items, chunk) {
		if err := r.items(part); err != nil {
			return err
		}
		done += len(part)
		if progress != nil {
			progress(done, len(items))
		}
	}
	return r.putCounts()
}

// load reads the course of time: ticks, days of changes, and the changes that
// touched everything.
func (r *replay) load() error {
	tx := r.tx
	days, err := list[struct {
		Seq id.Seq       `db:"seq"`
		Day calendar.Day `db:"day"`
	}](tx, "SELECT seq, day FROM change WHERE place = $1 ORDER BY seq", tx.db.place)
	if err != nil {
		return err
	}
	for _, d := range days {
		r.days = append(r.days, tick{d.Seq, d.Day})
	}
	opened, err := facts[DayFact](tx, "day_fact", id.Before(tx.Seq))
	if err != nil {
		return err
	}
	for _, d := range opened {
		r.ticks = append(r.ticks, tick{id.Fact(d.ID).Seq(), d.Day})
	}
	if r.orgs, err = tx.seqsOf(orgTables...); err != nil {
		return err
	}
	if r.libs, err = tx.seqsOf(libTables...); err != nil {
		return err
	}
	branch, err := tx.seqsOf("unit", "unit_fact", "unit_succession", "portfolio_line", "grant_fact")
	if err != nil {
		return err
	}
	dated, err := tx.datedDays()
	if err != nil {
		return err
	}
	r.globals = append(branch, r.libs...)
	for _, t := range r.ticks {
		if first, ok := dated[t.day]; ok && first < t.seq {
			r.globals = append(r.globals, t.seq)
		}
	}
	slices.Sort(r.globals)
	r.globals = slices.Compact(r.globals)
	return nil
}

// seqsOf lists the changes that recorded something in the tables, in order.
func (tx *Tx) seqsOf(names ...string) ([]id.Seq, error) {
	set := map[id.Seq]struct{}{}
	for _, n := range names {
		rows, err := list[struct {
			ID id.Fact `db:"id"`
		}](tx, "SELECT id FROM "+n+" WHERE place = $1 ORDER BY id", tx.db.place)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			set[r.ID.Seq()] = struct{}{}
		}
	}
	return slices.Sorted(maps.Keys(set)), nil
}

// datedDays are the days on which a portfolio or a grant begins or has ended,
// each with the first change that said so: on them the tick judges everything
// anew, if it was known by then.
func (tx *Tx) datedDays() (map[calendar.Day]id.Seq, error) {
	out := map[calendar.Day]id.Seq{}
	note := func(d calendar.Day, f id.Fact) {
		if first, ok := out[d]; !ok || f.Seq() < first {
			out[d] = f.Seq()
		}
	}
	for _, n := range []string{"portfolio_line", "grant_fact"} {
		rows, err := list[struct {
			ID   id.Fact      `db:"id"`
			From calendar.Day `db:"from_day"`
			End  calendar.Day `db:"end_day"`
		}](tx, "SELECT id, from_day, end_day FROM "+n+" WHERE place = $1 ORDER BY id", tx.db.place)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			note(r.From, r.ID)
			if r.End != 0 {
				note(r.End+1, r.ID)
			}
		}
	}
	return out, nil
}

func (r *replay) clear() error {
	for _, n := range []string{"row_span", "sight", "tally", "unit_branch"} {
		if _, err := r.tx.exec("DELETE FROM "+n+" WHERE place = $1", r.tx.db.place); err != nil {
			return err
		}
	}
	return nil
}

// items replays a few items and writes all their spans, sight and words.
func (r *replay) items(part []id.Item) error {
	tx := r.tx
	all, err := tx.ItemFacts(id.Before(tx.Seq), part...)
	if err != nil {
		return err
	}
	fam, err := tx.relatives(id.Before(tx.Seq), all)
	if err != nil {
		return err
	}
	now, err := r.bench(tx.Seq, tx.Day)
	if err != nil {
		return err
	}
	for _, item := range part {
		f := all[item]
		if f == nil {
			continue
		}
		spans, err := r.history(f)
		if err != nil {
			return fmt.Errorf("replay item %s: %w", f.Item.Number, err)
		}
		counted := fam.citys(item)
		for _, s := range spans {
			if err := tx.insertSpan(s); err != nil {
				return err
			}
			if counted {
				r.count(s)
			}
		}
		line := offLedger(item)
		if n := len(spans); n > 0 && spans[n-1].ToSeq == id.Open {
			line = spans[n-1]
		}
		for _, row := range wantSight(now.dir, fam, line) { // all were cleared
			if err := tx.insertSight(row); err != nil {
				return err
			}
		}
		if len(f.Heads) > 0 {
			if err := tx.putFind(f); err != nil {
				return err
			}
		}
	}
	return nil
}

// bench is what judging needed at a change.
func (r *replay) bench(seq id.Seq, day calendar.Day) (bench, error) {
	key := benchKey{org: last(r.orgs, seq), lib: last(r.libs, seq), day: day}
	if b, ok := r.benches[key]; ok {
		return b, nil
	}
	dir, err := r.tx.loadDirectory(id.Before(key.org), day)
	if err != nil {
		return bench{}, err
	}
	var lib *Library
	for k, b := range r.benches {
		if k.lib == key.lib {
			lib = b.lib
			break
		}
	}
	if lib == nil {
		if lib, err = r.tx.loadLibrary(id.Before(key.lib)); err != nil {
			return bench{}, err
		}
	}
	b := bench{lib: lib, dir: dir, day: day}
	r.benches[key] = b
	return b, nil
}

// last is the greatest element not above seq, 0 if none.
func last(seqs []id.Seq, seq id.Seq) id.Seq {
	i, found := slices.BinarySearch(seqs, seq)
	if found {
		return seq
	}
	if i == 0 {
		return 0
	}
	return seqs[i-1]
}

func (r *replay) dayOf(seq id.Seq) calendar.Day { return r.days[int(seq)-1].day }

// history makes the spans of an item: it goes through the changes that could
// have moved its line, in order, and judges as it was judged then.
func (r *replay) history(f *Facts) ([]Span, error) {
	own := f.seqs()
	moments := append(slices.Clone(own), r.globals...)
	slices.Sort(moments)
	moments = slices.Compact(moments)
	first, _ := slices.BinarySearch(moments, own[0])
	moments = moments[first:]
	ti, _ := slices.BinarySearchFunc(r.ticks, own[0], func(t tick, s id.Seq) int { return int(t.seq - s) })
	var spans []Span
	for len(moments) > 0 || ti < len(r.ticks) {
		var seq id.Seq
		if len(moments) == 0 || ti < len(r.ticks) && r.ticks[ti].seq < moments[0] {
			t := r.ticks[ti]
			ti++
			if n := len(spans); n == 0 || spans[n-1].ToSeq != id.Open || spans[n-1].Until > t.day {
				continue
			}
			seq = t.seq
		} else {
			seq = moments[0]
			moments = moments[1:]
			if ti < len(r.ticks) && r.ticks[ti].seq == seq {
				ti++
			}
		}
		var err error
		if spans, err = r.step(f, spans, seq); err != nil {
			return nil, err
		}
	}
	return spans, nil
}

// step judges the item at one change and ends or begins a span.
func (r *replay) step(f *Facts, spans []Span, seq id.Seq) ([]Span, error) {
	b, err := r.bench(seq, r.dayOf(seq))
	if err != nil {
		return nil, err
	}
	var earlier ledger.Light
	stood := false
	p := b.earlierDay()
	for _, s := range spans {
		if s.FromDay <= p {
			earlier, stood = ledger.Light(s.Judged), true
		}
	}
	next, ok := b.line(f.before(id.Before(seq)), earlier, stood)
	next.FromSeq = seq
	n := len(spans)
	had := n > 0 && spans[n-1].ToSeq == id.Open
	if had && ok && spans[n-1].same(next) {
		spans[n-1].Until = next.Until
		return spans, nil
	}
	if had {
		spans[n-1].ToSeq = seq
	}
	if ok {
		spans = append(spans, next)
	}
	return spans, nil
}

// count notes a span in the counts of every day it stood at the end of.
func (r *replay) count(s Span) {
	key := Tally{LeadID: s.LeadID, Leader: s.Leader, Kind: s.Kind, Light: s.Shown}
	c := r.counts[key]
	if c == nil {
		c = make([]int64, len(r.ticks)+2)
		r.counts[key] = c
	}
	at := func(seq id.Seq) int { // first tick after the change
		i, _ := slices.BinarySearchFunc(r.ticks, seq, func(t tick, s id.Seq) int {
			if t.seq <= s {
				return -1
			}
			return 1
		})
		return i
	}
	c[at(s.FromSeq)]++
	if s.ToSeq != id.Open {
		c[at(s.ToSeq)]--
	}
}

// putCounts writes the counts: at tick i the day before it was kept, and what
// stands after the last tick is now.
func (r *replay) putCounts() error {
	for key, c := range r.counts {
		n := int64(0)
		for i := 0; i <= len(r.ticks); i++ {
			n += c[i]
			if n == 0 {
				continue
			}
			day := calendar.Day(0)
			if i < len(r.ticks) {
				if i == 0 {
					continue // before the first tick there is no day to keep
				}
				day = r.ticks[i-1].day
			}
			if _, err := r.tx.exec("INSERT INTO tally (place, day, lead_id, leader_id, kind, light, n) VALUES ($1, $2, $3, $4, $5, $6, $7)",
				r.tx.db.place, day, key.LeadID, key.Leader, key.Kind, key.Light, n); err != nil {
				return err
			}
		}
	}
	return nil
}
