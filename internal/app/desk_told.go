package app

import (
	"cmp"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/store"
)

// DeskTold is a change of what is asked of an item that nobody of the unit asked
// for: a further origin, or one that fell away, with what it moved.
type DeskTold struct {
	Item   id.Item
	Number string
	Title  string
	Day    calendar.Day // when
	Origin store.Origin
	Undone bool
	Due    calendar.Day   // moved to by it; 0: it moved nothing
	Raised *store.Measure // target set by it

	seq id.Seq
}

// toldDays is for how many days a unit's desk tells what changed.
const toldDays = 14

// told collects the mergings of an item with what each moved.
func (d *DeskView) told(f *store.Facts) {
	h, _ := f.Head()
	for _, s := range f.Sames {
		t := DeskTold{Item: f.Item.ID, Number: f.Item.Number, Title: h.Title, Undone: s.Undone == 1, seq: s.ID.Seq()}
		if i := slices.IndexFunc(f.Origins, func(o store.Origin) bool { return o.ID == s.Origin }); i >= 0 {
			t.Origin = f.Origins[i]
		}
		if t.Origin.Sort == string(ledger.OriginInstruction) {
			t.Origin.Demand = "" // the words of a leader are for those named (practice E.1)
		}
		for _, due := range f.Dues {
			if due.ID.Seq() == t.seq {
				t.Due = due.Day
			}
		}
		for i, m := range f.Measures {
			if id.Fact(m.ID).Seq() == t.seq {
				t.Raised = &f.Measures[i]
			}
		}
		d.Told = append(d.Told, t)
	}
}

// lately keeps what was told in the last days, the newest first.
func (d *DeskView) lately(tx *store.Tx) error {
	if len(d.Told) == 0 {
		return nil
	}
	var seqs []id.Seq
	for _, t := range d.Told {
		seqs = append(seqs, t.seq)
	}
	leaves, err := tx.Leaves(seqs)
	if err != nil {
		return err
	}
	days := map[id.Seq]calendar.Day{}
	for _, l := range leaves {
		days[l.Seq] = l.Day
	}
	kept := d.Told[:0]
	for _, t := range d.Told {
		if t.Day = days[t.seq]; d.Today-t.Day <= toldDays {
			kept = append(kept, t)
		}
	}
	d.Told = kept
	slices.SortFunc(d.Told, func(a, b DeskTold) int { return cmp.Compare(b.seq, a.seq) })
	return nil
}
