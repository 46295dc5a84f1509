package journal

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"golang.org/x/mod/sumdb/note"
)

// noteCheck is one note on its way through Verify.
type noteCheck struct {
	CheckpointReport
	held  bool
	epoch *epochState // the epoch whose fact holds the note
}

// readNotes opens all notes and sorts them by size, so that each meets the tree
// when it has that size.
func (v *verification) readNotes() {
	for i, msg := range v.opt.Outside {
		v.notes = append(v.notes, v.open(msg, CheckpointReport{Outside: true, Index: i}))
	}
	for i, msg := range v.src.Checkpoints {
		v.notes = append(v.notes, v.open(msg, CheckpointReport{Index: i}))
	}
	for _, e := range v.epochs.all {
		if e.Previous != "" {
			n := v.open([]byte(e.Previous), CheckpointReport{})
			n.epoch, e.previous = e, n
			v.notes = append(v.notes, n)
		}
	}
	v.pending = slices.Clone(v.notes)
	slices.SortStableFunc(v.pending, func(a, b *noteCheck) int { return cmp.Compare(a.Size, b.Size) })
}

func (v *verification) open(msg []byte, r CheckpointReport) *noteCheck {
	r.Signed, r.Outcome, r.Err = openNote(msg, v.opt.Keys)
	if r.Err == nil && r.Place != v.opt.Place {
		r.Outcome, r.Err = Refused, errors.New("journal: the checkpoint is of another place: "+r.Place)
	}
	return &noteCheck{CheckpointReport: r}
}

func openNote(msg []byte, keys note.Verifiers) (Signed, Outcome, error) {
	if keys == nil {
		c, err := ReadCheckpoint(msg)
		if err != nil {
			return Signed{}, Refused, err
		}
		return Signed{Checkpoint: c}, Unchecked, nil
	}
	s, err := OpenCheckpoint(msg, keys)
	if err != nil {
		return Signed{}, Refused, err
	}
	return s, Broken, nil
}

// hold compares the tree with the notes of its size.
func (v *verification) hold() {
	for len(v.pending) > 0 && v.pending[0].Size <= v.tree.size {
		n := v.pending[0]
		v.pending = v.pending[1:]
		if n.Err == nil && n.Size == v.tree.size {
			n.held = v.tree.holds(n.Root, n.Outside)
		}
	}
}

// judgeNotes says of each note what became of it, once all changes are read.
func (v *verification) judgeNotes() {
	v.epochs.judge(v.find)
	held := []int64{0}
	for _, n := range v.notes {
		v.judgeNote(n)
		if n.Outside && n.Outcome == Held {
			held = append(held, n.Size)
		}
		if n.epoch == nil {
			v.report.Checkpoints = append(v.report.Checkpoints, n.CheckpointReport)
		}
	}
	v.report.HeldTo = slices.Max(held)
	for _, n := range v.notes {
		if n.Outcome != Broken || n.epoch != nil {
			continue
		}
		after := int64(0)
		for _, size := range held {
			if size < n.Size {
				after = max(after, size)
			}
		}
		v.find(Finding{Kind: CheckpointFailed, Seq: after + 1, To: n.Size, Name: Origin(n.Place, n.Epoch)})
	}
	for _, e := range v.epochs.all {
		v.judgeEpoch(e)
	}
}

func (v *verification) judgeNote(n *noteCheck) {
	if n.Outcome == Refused {
		if n.epoch == nil {
			v.find(Finding{Kind: CheckpointRefused, Err: n.Err, Name: n.name()})
		}
		return
	}
	e := v.epochs.behind(n.Checkpoint)
	switch {
	case e != nil:
		n.Outcome, n.Gone = Lost, n.Size-e.Size
		e.gone = max(e.gone, n.Gone)
	case n.Size >= v.next:
		n.Outcome = Beyond
		v.cut = max(v.cut, n.Size)
	case !n.held:
		n.Outcome = Broken
	case n.Outcome != Unchecked:
		n.Outcome = Held
	}
}

func (n *noteCheck) name() string {
	if n.Place == "" {
		return ""
	}
	return Origin(n.Place, n.Epoch)
}

// judgeEpoch holds a restore against the checkpoint it names.
func (v *verification) judgeEpoch(e *epochState) {
	if !e.good {
		return
	}
	if p := e.previous; p != nil && (p.Outcome == Refused || p.Outcome == Broken || p.Epoch >= e.Number) {
		v.find(Finding{Kind: EpochWrong, Seq: e.seq(), Field: "checkpoint", Err: p.Err})
		return
	}
	if e.Size == 0 && e.previous == nil && e.gone == 0 {
		return // the first epoch of a place follows no restore
	}
	v.report.Gone += e.gone
	v.report.Restores = append(v.report.Restores, Restore{Epoch: e.Number, Seq: e.seq(), Gone: e.gone, Reason: e.Reason})
}

// conclude sets the state.
func (v *verification) conclude() {
	r := v.report
	r.Root, r.Size = v.tree.finish(), v.tree.size
	if v.cut > r.Size {
		v.find(Finding{Kind: TailCut, Seq: r.Size + 1, To: v.cut, Count: v.left})
	}
	r.sort()
	switch {
	case r.Total > 0:
		r.State = Failed
	case r.HeldTo > 0:
		r.State = Passed
	default:
		r.State = Consistent
	}
}

// epochCheck holds what the data say of restores against the changes that
// recorded them.
type epochCheck struct {
	all  []*epochState
	acts map[int64]bool // changes whose leaf says ActEpoch: named by an epoch or not
}

type epochState struct {
	Epoch
	intact   bool // its fact row is as recorded
	good     bool // the journal bears it out
	gone     int64
	previous *noteCheck
}

func (e *epochState) seq() int64 { return e.ID >> rowBits }

func newEpochCheck(list []Epoch) *epochCheck {
	c := &epochCheck{acts: map[int64]bool{}}
	for _, e := range list {
		c.all = append(c.all, &epochState{Epoch: e})
	}
	return c
}

// change notes a change whose leaf says that it opens an epoch.
func (c *epochCheck) change(seq int64, act string) {
	if act == ActEpoch {
		c.acts[seq] = false
	}
}

// fact notes that the row of an epoch is as it was recorded.
func (c *epochCheck) fact(id int64) {
	for _, e := range c.all {
		if e.ID == id {
			e.intact = true
		}
	}
}

// judge sorts out the restores the journal bears out: the change right after the
// leaves restored says ActEpoch, the row is intact, epochs rise.
func (c *epochCheck) judge(found func(Finding)) {
	last := int64(-1)
	for _, e := range c.all {
		_, opened := c.acts[e.seq()]
		c.acts[e.seq()] = true
		e.good = opened && e.intact && e.seq() == e.Size+1 && e.Number > last
		if !e.good {
			found(Finding{Kind: EpochWrong, Seq: e.seq(), Field: "fact"})
			continue
		}
		last = e.Number
	}
	for seq, named := range c.acts {
		if !named {
			found(Finding{Kind: EpochWrong, Seq: seq, Field: "fact"})
		}
	}
}

// behind finds the restore that went back behind a checkpoint: of the epochs
// after the checkpoint's own, the one that kept least, if it kept less than the
// checkpoint speaks of.
func (c *epochCheck) behind(cp Checkpoint) *epochState {
	var least *epochState
	size := int64(math.MaxInt64)
	for _, e := range c.all {
		if e.good && e.Number > cp.Epoch && e.Size < min(size, cp.Size) {
			least, size = e, e.Size
		}
	}
	return least
}
