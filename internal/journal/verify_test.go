package journal

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/mod/sumdb/note"
)

// Each way of tampering with the data is named, and nothing else is accused.
func TestVerifyNamesTampering(t *testing.T) {
	const changes, rows = 21, 6
	row := func(k Kind, seq int64, n int, table string) []Finding {
		return []Finding{{Kind: k, Seq: seq, Row: n, Table: table}}
	}
	tests := []struct {
		name   string
		tamper func(w *world)
		want   []Finding
	}{
		{"nothing", func(w *world) {}, nil},
		{"row altered", func(w *world) { w.facts[w.fact(9, 2)].Values[1] = int64(5) }, row(RowAltered, 9, 2, "assignment")},
		{"type altered", func(w *world) { w.facts[w.fact(9, 2)].Values[5] = "20602" }, row(RowAltered, 9, 2, "assignment")},
		{"value no store writes", func(w *world) { w.facts[w.fact(9, 2)].Values[5] = 20602.0 }, row(RowAltered, 9, 2, "assignment")},
		{"salt altered", func(w *world) { w.facts[w.fact(9, 2)].Salt = nil }, row(RowAltered, 9, 2, "assignment")},
		{"table altered", func(w *world) { w.facts[w.fact(9, 2)].Table = "report" }, row(RowAltered, 9, 2, "report")},
		{"row removed", func(w *world) { i := w.fact(9, 2); w.facts = slices.Delete(w.facts, i, i+1) },
			[]Finding{{Kind: RowRemoved, Seq: 9, Row: 2}}},
		{"last row removed", func(w *world) { i := w.fact(21, 5); w.facts = slices.Delete(w.facts, i, i+1) },
			[]Finding{{Kind: RowRemoved, Seq: 21, Row: 5}}},
		{"row inserted", func(w *world) {
			f := w.facts[w.fact(9, 5)]
			f.Values = slices.Clone(f.Values)
			f.ID++
			f.Values[0], f.Values[1] = f.ID, int64(3)
			w.facts = append(w.facts, f)
		}, row(RowInserted, 9, 6, "assignment")},
		{"row inserted under a number in use", func(w *world) {
			f := w.facts[w.fact(9, 5)]
			f.Table = "milestone"
			w.facts = slices.Insert(w.facts, w.fact(9, 5), f)
		}, row(RowInserted, 9, 5, "milestone")},
		{"row inserted before all", func(w *world) {
			f := w.facts[0]
			f.Values = slices.Clone(f.Values)
			f.ID, f.Values[0] = 3, int64(3)
			w.facts = append(w.facts, f)
		}, row(RowInserted, 0, 3, "report")},
		{"row inserted behind all", func(w *world) {
			f := w.facts[0]
			f.Values = slices.Clone(f.Values)
			f.ID = 99 << rowBits
			f.Values[0] = f.ID
			w.facts = append(w.facts, f)
		}, row(RowInserted, 99, 0, "report")},
		{"row moved to another change", func(w *world) { w.move(9, 2, 15, 6) },
			[]Finding{{Kind: RowMoved, Seq: 15, Row: 6, Table: "assignment", FromSeq: 9, FromRow: 2}}},
		{"row moved backwards", func(w *world) { w.move(15, 2, 9, 6) },
			[]Finding{{Kind: RowMoved, Seq: 9, Row: 6, Table: "assignment", FromSeq: 15, FromRow: 2}}},
		{"two rows of a change exchanged", func(w *world) { w.move(9, 0, 9, 7); w.move(9, 1, 9, 0); w.move(9, 7, 9, 1) },
			[]Finding{{Kind: RowMoved, Seq: 9, Row: 0, Table: "milestone", FromSeq: 9, FromRow: 1},
				{Kind: RowMoved, Seq: 9, Row: 1, Table: "report", FromSeq: 9, FromRow: 0}}},
		{"NULL to empty text", func(w *world) { w.facts[w.fact(9, 2)].Values[4] = "" },
			[]Finding{{Kind: RowBlanked, Seq: 9, Row: 2, Table: "assignment", Column: 4}}},
		{"empty text to NULL", func(w *world) { w.facts[w.fact(9, 2)].Values[3] = nil },
			[]Finding{{Kind: RowBlanked, Seq: 9, Row: 2, Table: "assignment", Column: 3}}},
		{"NULL to 0", func(w *world) { w.facts[w.fact(9, 2)].Values[4] = int64(0) },
			[]Finding{{Kind: RowBlanked, Seq: 9, Row: 2, Table: "assignment", Column: 4}}},
		{"change removed", func(w *world) { w.changes = slices.Delete(w.changes, 8, 9) },
			[]Finding{{Kind: ChangeRemoved, Seq: 9, To: 9, Count: rows}}},
		{"change removed with its rows", func(w *world) {
			w.changes = slices.Delete(w.changes, 8, 9)
			w.facts = slices.DeleteFunc(w.facts, func(f Fact) bool { return f.ID>>rowBits == 9 })
		}, []Finding{{Kind: ChangeRemoved, Seq: 9, To: 9}}},
		{"three changes removed", func(w *world) { w.changes = slices.Delete(w.changes, 8, 11) },
			[]Finding{{Kind: ChangeRemoved, Seq: 9, To: 11, Count: 3 * rows}}},
		{"change removed with all its nodes", func(w *world) {
			w.changes = slices.Delete(w.changes, 8, 9)
			i := w.node(0, 8)
			w.nodes = slices.Delete(w.nodes, i, i+1)
		}, []Finding{{Kind: ChangeRemoved, Seq: 9, To: 9, Count: rows}, {Kind: NodeMissing, Index: 8, Seq: 9, To: 9}}},
		{"header altered: time", func(w *world) { w.changes[8].At += 60_000 }, []Finding{{Kind: HeaderAltered, Seq: 9, Field: "at"}}},
		{"header altered: day", func(w *world) { w.changes[8].Day = "2026-02-28" }, []Finding{{Kind: HeaderAltered, Seq: 9, Field: "day"}}},
		{"header altered: who", func(w *world) { w.changes[8].Person = 9 }, []Finding{{Kind: HeaderAltered, Seq: 9, Field: "actor"}}},
		{"header altered: what", func(w *world) { w.changes[8].Act = "day" }, []Finding{{Kind: HeaderAltered, Seq: 9, Field: "act"}}},
		{"header and leaf altered alike", func(w *world) {
			w.changes[8].At += 60_000
			w.changes[8].Leaf = w.leaf(&w.changes[8])
		}, []Finding{{Kind: LeafAltered, Seq: 9}}},
		{"header and leaf of the last change altered alike", func(w *world) {
			w.changes[20].At += 60_000
			w.changes[20].Leaf = w.leaf(&w.changes[20])
		}, []Finding{{Kind: LeafAltered, Seq: 21}}},
		{"leaf is no leaf", func(w *world) { w.changes[8].Leaf = []byte("x") }, []Finding{{Kind: HeaderAltered, Seq: 9, Field: "leaf"}, {Kind: LeafAltered, Seq: 9}}},
		{"row, list and leaf altered alike", func(w *world) { w.forge(9, 2) }, []Finding{{Kind: LeafAltered, Seq: 9}}},
		{"row, list, leaf and its hash altered alike", func(w *world) {
			w.forge(9, 2)
			w.nodes[w.node(0, 8)].Hash = recordHash(w.changes[8].Leaf)
		}, []Finding{{Kind: SubtreeAltered, Level: 1, Index: 4, Seq: 9, To: 10}}},
		{"list of hashes altered", func(w *world) { w.changes[8].RowHashes[40] ^= 1 }, []Finding{{Kind: RowListAltered, Seq: 9}}},
		{"list of hashes cut", func(w *world) { w.changes[8].RowHashes = w.changes[8].RowHashes[:33] },
			[]Finding{{Kind: RowListAltered, Seq: 9}}},
		{"row and list altered", func(w *world) {
			i := w.fact(9, 2)
			w.facts[i].Values[1] = int64(5)
			w.changes[8].RowHashes[64] ^= 1
		}, []Finding{{Kind: RowAltered, Seq: 9, Row: 2, Table: "assignment"}, {Kind: RowListAltered, Seq: 9}}},
		{"tail cut, nodes left", func(w *world) { w.changes = w.changes[:18] },
			[]Finding{{Kind: TailCut, Seq: 19, To: 21, Count: 3 * rows}}},
		{"tail cut with facts", func(w *world) {
			w.changes = w.changes[:18]
			w.facts = slices.DeleteFunc(w.facts, func(f Fact) bool { return f.ID>>rowBits > 18 })
		}, []Finding{{Kind: TailCut, Seq: 19, To: 21}}},
		{"leaf node altered", func(w *world) { w.nodes[w.node(0, 8)].Hash[0] ^= 1 },
			[]Finding{{Kind: NodeAltered, Index: 8, Seq: 9, To: 9}}},
		{"inner node altered", func(w *world) { w.nodes[w.node(2, 1)].Hash[0] ^= 1 },
			[]Finding{{Kind: NodeAltered, Level: 2, Index: 1, Seq: 5, To: 8}}},
		{"top node altered", func(w *world) { w.nodes[w.node(4, 0)].Hash[0] ^= 1 },
			[]Finding{{Kind: NodeAltered, Level: 4, Index: 0, Seq: 1, To: 16}}},
		{"node removed", func(w *world) { i := w.node(2, 1); w.nodes = slices.Delete(w.nodes, i, i+1) },
			[]Finding{{Kind: NodeMissing, Level: 2, Index: 1, Seq: 5, To: 8}}},
		{"all nodes removed", func(w *world) { w.nodes = nil }, []Finding{{Kind: NodeMissing, Seq: 1, To: 21}}},
		{"change inserted behind", func(w *world) {
			c := w.changes[20]
			c.Seq, c.Rows, c.RowHashes = 22, 0, nil
			c.Leaf = w.leaf(&c)
			w.changes = append(w.changes, c)
		}, []Finding{{Kind: ChangeInserted, Seq: 22, To: 22}}},
		{"change inserted far out", func(w *world) {
			c := w.changes[20]
			c.Seq, c.Rows, c.RowHashes = 1<<40, 0, nil
			c.Leaf = w.leaf(&c)
			w.changes = append(w.changes, c)
		}, []Finding{{Kind: ChangeInserted, Seq: 1 << 40, To: 1 << 40}}},
		{"change number taken twice", func(w *world) { w.changes = slices.Insert(w.changes, 9, w.changes[8]) },
			[]Finding{{Kind: ChangeInserted, Seq: 9, To: 9}}},
		{"two things at once", func(w *world) {
			w.facts[w.fact(3, 1)].Values[2] = "假"
			w.nodes[w.node(1, 5)].Hash[0] ^= 1
		}, []Finding{{Kind: RowAltered, Seq: 3, Row: 1, Table: "milestone"}, {Kind: NodeAltered, Level: 1, Index: 5, Seq: 11, To: 12}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t, changes, rows)
			slip := w.checkpoint(0)
			tt.tamper(w)
			r := w.verify()
			if diff := cmp.Diff(tt.want, r.Findings, cmpopts.EquateEmpty(), cmpopts.IgnoreFields(Finding{}, "Err")); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			if want := map[bool]State{true: Consistent, false: Failed}[tt.want == nil]; r.State != want {
				t.Errorf("state %v, want %v", r.State, want)
			}
			// A checkpoint from outside adds no accusation of what it does not speak of.
			if with := w.verify(slip); tt.want != nil && with.State != Failed || tt.want == nil && with.State != Passed {
				t.Errorf("with a checkpoint: state %v, findings %v", with.State, with.Findings)
			}
		})
	}
}

// move gives a row another number, as one statement in the database would.
func (w *world) move(seq int64, row int, toSeq int64, toRow int) {
	f := &w.facts[w.fact(seq, row)]
	f.ID = toSeq<<rowBits | int64(toRow)
	f.Values[0] = f.ID
}

// forge alters a row and makes list and leaf agree with it.
func (w *world) forge(seq int64, row int) {
	f := &w.facts[w.fact(seq, row)]
	f.Values[1] = int64(5)
	h, err := RowHash(f.Salt, f.Table, f.Values)
	if err != nil {
		w.tb.Fatal(err)
	}
	c := &w.changes[seq-1]
	copy(c.RowHashes[32*row:], h[:])
	c.Leaf = w.leaf(c)
}

// Who rewrites rows, leaves and the whole tree passes every check of the data
// against themselves. Only a checkpoint kept outside shows it, and only then is
// the word Passed used.
func TestVerifyNeedsACheckpointFromOutside(t *testing.T) {
	w := newWorld(t, 21, 3)
	var slips [][]byte
	for range 3 {
		slips = append(slips, w.checkpoint(0))
		w.write("report.file", w.some(2)...)
	}
	if r := w.verify(); r.State != Consistent {
		t.Errorf("without checkpoint: %v", r.State)
	}
	if r := w.verify(slips...); r.State != Passed || r.HeldTo != 23 {
		t.Errorf("with checkpoints: %v, held to %d: %v", r.State, r.HeldTo, r.Findings)
	}
	w.forge(22, 1)
	w.regrow()
	if r := w.verify(); r.State != Consistent {
		t.Errorf("forged, without checkpoint: %v, want consistent: it cannot be seen", r.State)
	}
	r := w.verify(slips...)
	want := []Finding{{Kind: CheckpointFailed, Seq: 22, To: 22, Name: "jiufen/330100/0"}, {Kind: CheckpointFailed, Seq: 22, To: 23, Name: "jiufen/330100/0"}}
	if diff := cmp.Diff(want, r.Findings); diff != "" || r.State != Failed {
		t.Errorf("forged, with checkpoints: %v %s", r.State, diff)
	}
	w.kept = slips[1:]
	if r := w.verify(); r.State != Failed {
		t.Errorf("forged, with checkpoints in the data: %v", r.State)
	}
}

// A tail cut off together with its facts and nodes shows only against a
// checkpoint.
func TestVerifyCleanCutShowsAgainstCheckpoint(t *testing.T) {
	w := newWorld(t, 21, 3)
	slip := w.checkpoint(0)
	w.changes, w.facts = w.changes[:17], w.facts[:17*3]
	w.regrow()
	if r := w.verify(); r.State != Consistent {
		t.Errorf("without checkpoint: %v %v", r.State, r.Findings)
	}
	r := w.verify(slip)
	if diff := cmp.Diff([]Finding{{Kind: TailCut, Seq: 18, To: 21}}, r.Findings); diff != "" {
		t.Error(diff)
	}
	if got := r.Checkpoints[0].Outcome; got != Beyond {
		t.Errorf("outcome %v", got)
	}
}

// The tree is settled by a trusted checkpoint where nodes and leaf disagree and
// nothing above tells which was altered.
func TestVerifyCheckpointTellsLeafFromNode(t *testing.T) {
	w := newWorld(t, 21, 3)
	slip := w.checkpoint(0)
	w.nodes[w.node(0, 20)].Hash[0] ^= 1
	r := w.verify(slip)
	if diff := cmp.Diff([]Finding{{Kind: NodeAltered, Index: 20, Seq: 21, To: 21}}, r.Findings); diff != "" {
		t.Error(diff)
	}
	if r.Checkpoints[0].Outcome != Held {
		t.Errorf("outcome %v", r.Checkpoints[0].Outcome)
	}
}

// A restore from a backup loses changes and says so. That is no tampering.
func TestVerifyRestore(t *testing.T) {
	w := newWorld(t, 21, 3)
	early := w.checkpoint(0)
	for range 19 {
		w.write("report.file", w.some(2)...)
	}
	slip := w.checkpoint(0) // 40
	w.restore(25, 1, slip)
	w.write("report.file", w.some(2)...)
	after := w.checkpoint(1)

	r := w.verify(early, slip, after)
	if r.State != Passed || r.Gone != 15 || r.HeldTo != 27 {
		t.Errorf("state %v, gone %d, held to %d: %v", r.State, r.Gone, r.HeldTo, r.Findings)
	}
	if diff := cmp.Diff([]Restore{{Epoch: 1, Seq: 26, Gone: 15, Reason: "磁盘损坏"}}, r.Restores); diff != "" {
		t.Error(diff)
	}
	got := []Outcome{r.Checkpoints[0].Outcome, r.Checkpoints[1].Outcome, r.Checkpoints[2].Outcome}
	if diff := cmp.Diff([]Outcome{Held, Lost, Held}, got); diff != "" {
		t.Error(diff)
	}
	if r := w.verify(slip); r.State != Consistent || r.Gone != 15 {
		t.Errorf("only a lost checkpoint: state %v: nothing held", r.State)
	}

	t.Run("a restore nobody recorded", func(t *testing.T) {
		w := newWorld(t, 21, 3)
		slip := w.checkpoint(0)
		w.restore(15, 1, slip)
		for range 9 {
			w.write("report.file", w.some(2)...)
		}
		w.epochs = nil
		if r := w.verify(slip); r.State != Failed || r.Counts[CheckpointFailed] != 1 || r.Counts[EpochWrong] != 1 {
			t.Errorf("state %v: %v", r.State, r.Findings)
		}
	})
	t.Run("size altered to excuse a rewrite", func(t *testing.T) {
		w := newWorld(t, 21, 3)
		slip := w.checkpoint(0)
		w.restore(15, 1, slip)
		w.epochs[0].Size = 3
		w.facts[w.fact(16, 0)].Values[3] = int64(3)
		r := w.verify(slip)
		if r.Counts[EpochWrong] != 1 || r.Counts[RowAltered] != 1 {
			t.Errorf("state %v: %v", r.State, r.Findings)
		}
	})
	t.Run("the part restored was rewritten", func(t *testing.T) {
		w := newWorld(t, 21, 3)
		early := w.checkpoint(0)
		w.write("report.file", w.some(2)...)
		w.restore(22, 1, w.checkpoint(0))
		w.forge(4, 1)
		w.regrow()
		if r := w.verify(early); r.State != Failed || r.Counts[CheckpointFailed] != 1 || r.Counts[EpochWrong] != 1 {
			t.Errorf("state %v: %v", r.State, r.Findings)
		}
	})
	t.Run("restored twice", func(t *testing.T) {
		w := newWorld(t, 21, 3)
		first := w.checkpoint(0)
		w.restore(15, 1, first)
		second := w.checkpoint(1)
		w.restore(10, 2, second)
		last := w.checkpoint(2)
		r := w.verify(first, second, last)
		if r.State != Passed || r.Gone != 11 || len(r.Restores) != 1 {
			t.Errorf("state %v, gone %d: %v", r.State, r.Gone, r.Findings)
		}
	})
	t.Run("restored twice, the first restore kept", func(t *testing.T) {
		w := newWorld(t, 21, 3)
		first := w.checkpoint(0)
		w.restore(15, 1, first)
		for range 8 {
			w.write("report.file", w.some(2)...)
		}
		second := w.checkpoint(1) // 24
		w.restore(20, 2, second)
		r := w.verify(first, second, w.checkpoint(2))
		if r.State != Passed || r.Gone != 6+4 || len(r.Restores) != 2 {
			t.Errorf("state %v, gone %d: %v", r.State, r.Gone, r.Findings)
		}
	})
}

// The key is never read from the data, and a note of somebody else is refused.
func TestVerifyTrustsOnlyGivenKeys(t *testing.T) {
	w := newWorld(t, 9, 2)
	slip := w.checkpoint(0)
	other := newWorld(t, 9, 2)
	if r, err := Verify(t.Context(), w.source(), Options{Place: place, Keys: other.keys(), Outside: [][]byte{slip}}); err != nil || r.State != Failed || r.Counts[CheckpointRefused] != 1 {
		t.Errorf("another key: %v %v", r, err)
	}
	if _, err := Verify(t.Context(), w.source(), Options{Place: place, Outside: [][]byte{slip}}); err == nil {
		t.Error("a checkpoint without a key must be refused, not taken on trust")
	}
	if r, err := Verify(t.Context(), w.source(), Options{Place: "110000", Keys: w.keys(), Outside: [][]byte{slip}}); err != nil || r.Counts[CheckpointRefused] != 1 {
		t.Errorf("another place: %v %v", r, err)
	}
	w.kept = [][]byte{slip}
	if r, err := Verify(t.Context(), w.source(), Options{Place: place}); err != nil || r.State != Consistent || r.Checkpoints[0].Outcome != Unchecked {
		t.Errorf("no key: %v %v", r, err)
	}
}

// A witness's line is told from the place's own, and its key alone is enough.
func TestVerifyWitness(t *testing.T) {
	w := newWorld(t, 9, 2)
	skey, vkey, err := note.GenerateKey(nil, "audit.example")
	if err != nil {
		t.Fatal(err)
	}
	ws, _ := note.NewSigner(skey)
	wv, _ := note.NewVerifier(vkey)
	slip, err := Cosign(w.checkpoint(0), w.keys(), ws)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Verify(t.Context(), w.source(), Options{Place: place, Keys: Keys(w.key.Public(), wv), Outside: [][]byte{slip}})
	if err != nil || r.State != Passed {
		t.Fatalf("%v %v", r, err)
	}
	if diff := cmp.Diff([]string{"jiufen/330100/0", "audit.example"}, r.Checkpoints[0].By); diff != "" {
		t.Error(diff)
	}
	r = w.verify(slip)
	if diff := cmp.Diff([]string{"audit.example"}, r.Checkpoints[0].Unknown); diff != "" || r.State != Passed {
		t.Error(r.State, diff)
	}
}

// Lawful erasures are counted apart; contents gone without one are named.
func TestVerifyBodies(t *testing.T) {
	w := newWorld(t, 3, 2)
	for _, text := range []string{"完好", "依法清除", "不见了", "改过", "清除后又出现"} {
		w.body(text)
	}
	b := w.bodies
	b[1] = Body{Hash: b[1].Hash, Gone: true, Erased: true}
	b[2] = Body{Hash: b[2].Hash, Gone: true}
	b[3].Bytes = []byte("改")
	b[4].Erased = true
	r := w.verify()
	want := []Finding{{Kind: BodyAltered, Name: b[3].Hash}, {Kind: BodyMissing, Name: b[2].Hash}, {Kind: BodyKept, Name: b[4].Hash}}
	if diff := cmp.Diff(want, r.Findings); diff != "" || r.Erased != 1 || r.Bodies != 5 {
		t.Errorf("erased %d of %d: %s", r.Erased, r.Bodies, diff)
	}
	w.bodies = b[:2]
	if r := w.verify(); r.State != Consistent || r.Erased != 1 {
		t.Errorf("%v %v", r.State, r.Findings)
	}
}

// All rows altered at once: every one is counted, few are kept, in little time.
func TestVerifyMassTampering(t *testing.T) {
	w := newWorld(t, 300, 40)
	for i := range w.facts {
		w.facts[i].Values[2] = "抹去"
	}
	r, err := Verify(t.Context(), w.source(), Options{Place: place, Limit: 10})
	if err != nil || r.Total != 12_000 || r.Counts[RowAltered] != 12_000 || len(r.Findings) != 10 {
		t.Errorf("total %d, kept %d: %v", r.Total, len(r.Findings), err)
	}
}

func TestVerifyStops(t *testing.T) {
	w := newWorld(t, 4000, 10)
	ctx, cancel := context.WithCancel(t.Context())
	calls := 0
	_, err := Verify(ctx, w.source(), Options{Place: place, Progress: func(p Progress) {
		if calls++; p.Facts == 0 {
			t.Errorf("progress %+v", p)
		}
		cancel()
	}})
	if !errors.Is(err, context.Canceled) || calls == 0 {
		t.Errorf("after %d calls: %v", calls, err)
	}
	broken := errors.New("disk")
	src := w.source()
	src.Facts = func(yield func(Fact, error) bool) { _ = yield(w.facts[0], nil) && yield(Fact{}, broken) }
	if _, err := Verify(t.Context(), src, Options{Place: place}); !errors.Is(err, broken) {
		t.Errorf("a source that cannot read: %v", err)
	}
	src = w.source()
	src.Facts = func(yield func(Fact, error) bool) { _ = yield(w.facts[1], nil) && yield(w.facts[0], nil) }
	if _, err := Verify(t.Context(), src, Options{Place: place}); err == nil {
		t.Error("facts out of order must be an error of the source")
	}
	if r, err := Verify(t.Context(), newWorld(t, 0, 0).source(), Options{Place: place}); err != nil || r.State != Consistent {
		t.Errorf("empty journal: %v %v", r, err)
	}
}
