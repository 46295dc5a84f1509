package journal

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"math"
	"sync"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Change is one row of the journal as the data hold it. The slices belong to
// the receiver.
type Change struct {
	Seq, At      int64
	Day          string // ISO 8601
	Post, Person int64
	Act          string
	Rows         int
	RowHashes    []byte // Rows hashes, one after another
	Leaf         []byte
}

// Fact is one fact row as the data hold it. Values are exactly what RowHash was
// given when the row was recorded, the number included if it was. The engine
// keeps nothing of a Fact after the next one is asked for, so a source may use
// the same slices again.
type Fact struct {
	Table  string
	ID     int64 // seq<<20 | n
	Salt   []byte
	Values []any
}

// Body is one content that facts name by its hash.
type Body struct {
	Hash   string // small hexadecimal digits, as facts write it
	Gone   bool   // no bytes are kept
	Erased bool   // an erasure (依法清除) names it
	Salt   []byte
	Bytes  []byte
}

// Epoch is what a fact of a change ActEpoch says of a restore.
type Epoch struct {
	Number   int64
	ID       int64  // number of the fact
	Previous string // last note known of the epoch before, "" if there is none
	Size     int64  // leaves restored
	Reason   string
}

// Source is what Verify reads. It is never called from two goroutines at once,
// but its parts are read in turns: read by pages, keep no cursor open.
type Source struct {
	Changes     iter.Seq2[Change, error]             // by Seq, ascending
	Facts       iter.Seq2[Fact, error]               // of all tables, by ID, ascending
	Nodes       func(from, to int64) ([]Node, error) // all nodes with from ≤ ID < to that exist, ascending
	Bodies      iter.Seq2[Body, error]               // every content a fact names; may be nil
	Epochs      []Epoch                              // by Number, ascending
	Checkpoints [][]byte                             // notes kept in the data: they show a cut, they prove nothing
}

// Options says what the data are held against.
type Options struct {
	Place    string         // the place whose journal it is
	Keys     note.Verifiers // from outside the data; nil: no signature is checked
	Outside  [][]byte       // notes kept outside the data: slips, mails, a second office
	Limit    int            // findings kept in the report, 0: 1000; all are counted
	Progress func(Progress) // called now and then from the calling goroutine; may be nil
}

// Progress is how far Verify has come.
type Progress struct{ Changes, Facts, Bodies int64 }

// progressEvery is how many facts, changes and contents lie between two calls of
// Options.Progress.
const progressEvery = 20_000

// Verify reads a journal and its facts once, in order, with constant memory, and
// names what is not as it was recorded. It fails only where it cannot read:
// whatever the data say is a finding, never an error. Rows are hashed on all
// processors; ctx stops it.
func Verify(ctx context.Context, src Source, opt Options) (*Report, error) {
	if opt.Keys == nil && len(opt.Outside) > 0 {
		return nil, errors.New("journal: checkpoints from outside prove nothing without a key; give the place's public key, kept outside the data")
	}
	if opt.Limit <= 0 {
		opt.Limit = defaultLimit
	}
	v := &verification{src: src, opt: opt, next: 1, report: &Report{Counts: map[Kind]int64{}}, epochs: newEpochCheck(src.Epochs)}
	v.tree.found, v.match.found = v.find, v.find
	v.nodes = nodeCursor{read: src.Nodes, src: &v.mu}
	v.readNotes()
	v.facts = readFacts(ctx, src.Facts, &v.mu)
	defer v.facts.stop()
	if err := v.run(ctx); err != nil {
		return nil, err
	}
	v.conclude()
	return v.report, nil
}

// verification is one run of Verify.
type verification struct {
	src    Source
	opt    Options
	mu     sync.Mutex // held while any part of the source runs
	report *Report

	next    int64 // change expected
	tree    treeCheck
	nodes   nodeCursor
	facts   *factReader
	match   rowMatch
	epochs  *epochCheck
	notes   []*noteCheck
	pending []*noteCheck // by size, those the tree has not reached
	cut     int64        // largest size of the journal that nodes or notes speak of
	left    int64        // facts left behind by changes cut off the end
	changes int64
	steps   int64
}

func (v *verification) find(f Finding) { v.report.add(f, v.opt.Limit) }

func (v *verification) run(ctx context.Context) error {
	v.hold() // notes of size 0
	if err := v.readChanges(ctx); err != nil {
		return err
	}
	if err := v.readTail(); err != nil {
		return err
	}
	v.match.resolve()
	v.report.Facts = v.facts.count
	if err := v.readBodies(ctx); err != nil {
		return err
	}
	return ctx.Err()
}

func (v *verification) readChanges(ctx context.Context) error {
	if v.src.Changes == nil {
		return nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for c, err := range v.src.Changes {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("journal: read changes: %w", err)
		}
		v.mu.Unlock()
		err = v.change(ctx, &c)
		v.mu.Lock()
		if err != nil {
			return err
		}
	}
	return nil
}

// change checks one change and what lies between it and the one before.
func (v *verification) change(ctx context.Context, c *Change) error {
	v.changes++
	v.step(1)
	gone := c.Seq > v.next
	if gone {
		real, err := v.plausible(c.Seq)
		if err != nil {
			return err
		}
		gone = real
	}
	if c.Seq < v.next || c.Seq > v.next && !gone {
		v.find(Finding{Kind: ChangeInserted, Seq: c.Seq, To: c.Seq})
		return nil
	}
	if gone {
		if err := v.missing(ctx, c.Seq-1); err != nil {
			return err
		}
	}
	leaf, ok := v.header(c)
	hash := tlog.RecordHash(c.Leaf)
	if err := v.grow(&hash); err != nil {
		return err
	}
	listed := !ok || leaf.RowsHash == RowsHash(c.RowHashes) // without a leaf to read, the list is all there is
	return v.rows(c, leaf, listed)
}

// maxGap is how many changes may be missing without any node that vouches for
// the number that follows.
const maxGap = 1000

// plausible reports whether a change beyond the one expected follows a gap. A
// number far out that the tree does not know is one slipped in.
func (v *verification) plausible(seq int64) (bool, error) {
	if seq-v.next <= maxGap {
		return true, nil
	}
	if seq > maxSeq {
		return false, nil
	}
	for _, leaf := range []int64{seq - 1, seq - 2} {
		at := tlog.StoredHashIndex(0, leaf)
		nodes, err := v.readNodes(at, at+1)
		if err != nil || len(nodes) > 0 {
			return err == nil, err
		}
	}
	return false, nil
}

// maxSeq is the largest number a change can have: fact numbers are seq<<20 | n.
const maxSeq = math.MaxInt64 >> rowBits

// missing takes the changes from the one expected to the last for removed. The
// facts they left behind are counted to them.
func (v *verification) missing(ctx context.Context, last int64) error {
	f := Finding{Kind: ChangeRemoved, Seq: v.next, To: last}
	for v.next <= last {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := v.grow(nil); err != nil {
			return err
		}
		n, err := v.leftBehind(v.next - 1)
		if err != nil {
			return err
		}
		f.Count += n
	}
	v.find(f)
	return nil
}

// leftBehind skips the facts of a change that is gone, and counts them.
func (v *verification) leftBehind(seq int64) (n int64, err error) {
	for {
		row, err := v.facts.peek()
		if err != nil || row == nil || row.id>>rowBits > seq {
			return n, err
		}
		if row.id>>rowBits == seq {
			n++
		} else {
			v.match.wait([]oddRow{v.facts.odd(row, true)}, nil)
		}
		v.facts.skip()
		v.step(1)
	}
}

// grow adds a leaf to the tree and moves on to the next change.
func (v *verification) grow(leaf *tlog.Hash) error {
	from := tlog.StoredHashCount(v.next - 1)
	kept := make([]*tlog.Hash, tlog.StoredHashCount(v.next)-from)
	for i := range kept {
		h, err := v.nodes.take(from + int64(i))
		if err != nil {
			return err
		}
		kept[i] = h
	}
	v.tree.add(leaf, kept)
	v.next++
	v.hold()
	return nil
}

// header holds the columns of a change against its leaf.
func (v *verification) header(c *Change) (Leaf, bool) {
	leaf, err := ParseLeaf(c.Leaf)
	if err != nil {
		v.find(Finding{Kind: HeaderAltered, Seq: c.Seq, Field: "leaf", Err: err})
		return leaf, false
	}
	differs := func(field string, not bool) {
		if not {
			v.find(Finding{Kind: HeaderAltered, Seq: c.Seq, Field: field})
		}
	}
	differs("seq", leaf.Seq != c.Seq)
	differs("at", leaf.At != c.At)
	differs("day", leaf.Day != c.Day)
	differs("actor", leaf.Actor != Actor(c.Post, c.Person))
	differs("act", leaf.Act != c.Act)
	differs("rows", leaf.Rows != c.Rows)
	v.epochs.change(c.Seq, leaf.Act)
	return leaf, true
}

// step counts work and reports progress.
func (v *verification) step(n int64) {
	if v.steps += n; v.steps < progressEvery || v.opt.Progress == nil {
		return
	}
	v.steps = 0
	v.opt.Progress(Progress{Changes: v.changes, Facts: v.facts.count, Bodies: v.report.Bodies})
}

// readTail looks for what the journal does not reach: nodes and facts beyond the
// last change.
func (v *verification) readTail() error {
	for from := tlog.StoredHashCount(v.next - 1); ; from += nodePage {
		nodes, err := v.readNodes(from, from+nodePage)
		if err != nil {
			return err
		}
		if len(nodes) == 0 {
			break
		}
		for _, n := range nodes {
			level, index := tlog.SplitStoredHashIndex(n.ID)
			v.cut = max(v.cut, (index+1)<<level)
		}
	}
	v.judgeNotes()
	for {
		row, err := v.facts.peek()
		if err != nil || row == nil {
			return err
		}
		if seq := row.id >> rowBits; seq >= v.next && seq <= v.cut {
			v.left++
		} else {
			v.match.wait([]oddRow{v.facts.odd(row, true)}, nil)
		}
		v.facts.skip()
		v.step(1)
	}
}

// readBodies holds contents against the hashes facts name them by.
func (v *verification) readBodies(ctx context.Context) error {
	if v.src.Bodies == nil {
		return nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	for b, err := range v.src.Bodies {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("journal: read contents: %w", err)
		}
		v.report.Bodies++
		v.body(&b)
		v.step(1)
	}
	return nil
}

func (v *verification) body(b *Body) {
	switch {
	case b.Gone && b.Erased:
		v.report.Erased++
	case b.Gone:
		v.find(Finding{Kind: BodyMissing, Name: b.Hash})
	case b.Erased:
		v.find(Finding{Kind: BodyKept, Name: b.Hash})
	default:
		if h := BodyHash(b.Salt, b.Bytes); hex.EncodeToString(h[:]) != b.Hash {
			v.find(Finding{Kind: BodyAltered, Name: b.Hash})
		}
	}
}

// nodeCursor reads nodes in order, a page at a time.
type nodeCursor struct {
	read func(from, to int64) ([]Node, error)
	src  sync.Locker
	page []Node
	from int64 // nodes below are taken
	to   int64 // nodes below have been read
}

// nodePage is how many nodes are read at once.
const nodePage = 4096

// take gives node id, nil if it is missing. Ids only grow.
func (c *nodeCursor) take(id int64) (*tlog.Hash, error) {
	for id >= c.to {
		from := max(id, c.to)
		c.src.Lock()
		page, err := c.read(from, from+nodePage)
		c.src.Unlock()
		if err != nil {
			return nil, fmt.Errorf("journal: read nodes: %w", err)
		}
		c.page, c.to = page, from+nodePage
	}
	for len(c.page) > 0 && c.page[0].ID < id {
		c.page = c.page[1:]
	}
	if len(c.page) == 0 || c.page[0].ID != id {
		return nil, nil
	}
	h := &c.page[0].Hash
	c.page = c.page[1:]
	return h, nil
}

func (v *verification) readNodes(from, to int64) ([]Node, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	nodes, err := v.src.Nodes(from, to)
	if err != nil {
		return nil, fmt.Errorf("journal: read nodes: %w", err)
	}
	return nodes, nil
}
