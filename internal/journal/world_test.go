package journal

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// world is a journal with its facts in memory, written as a store writes it and
// open to whoever wants to tamper with it.
type world struct {
	tb      testing.TB
	key     *Key
	changes []Change
	facts   []Fact
	nodes   []Node
	bodies  []Body
	epochs  []Epoch
	kept    [][]byte
	rnd     *rand.Rand
}

const place = "330100"

func newWorld(tb testing.TB, changes, rows int) *world {
	tb.Helper()
	key, err := NewKey(place)
	if err != nil {
		tb.Fatal(err)
	}
	w := &world{tb: tb, key: key, rnd: rand.New(rand.NewPCG(1, 2))}
	for range changes {
		w.write("report.file", w.some(rows)...)
	}
	return w
}

// some makes rows like those of a report: numbers, words, an empty text, a NULL.
func (w *world) some(n int) []Fact {
	out := make([]Fact, n)
	for i := range out {
		out[i] = Fact{Table: []string{"report", "milestone", "assignment"}[i%3], Values: []any{int64(0), w.rnd.Int64N(1 << 50),
			"本月完成投资" + fmt.Sprint(w.rnd.Int64N(100000)) + "万元,累计完成年度计划的百分之六十一", "", nil, int64(20_600 + i)}}
	}
	return out
}

// write records one change the way a store does.
func (w *world) write(act string, rows ...Fact) int64 {
	w.tb.Helper()
	seq := int64(len(w.changes)) + 1
	c := Change{Seq: seq, At: 1_767_225_600_000 + seq*1000, Day: "2026-03-05", Post: 7, Person: 8, Act: act, Rows: len(rows)}
	for n, f := range rows {
		f.ID = seq<<rowBits | int64(n)
		f.Values[0] = f.ID
		f.Salt = make([]byte, SaltSize)
		for i := range f.Salt {
			f.Salt[i] = byte(w.rnd.Uint32())
		}
		h, err := RowHash(f.Salt, f.Table, f.Values)
		if err != nil {
			w.tb.Fatal(err)
		}
		c.RowHashes = append(c.RowHashes, h[:]...)
		w.facts = append(w.facts, f)
	}
	c.Leaf = w.leaf(&c)
	nodes, err := Append(seq-1, c.Leaf, w)
	if err != nil {
		w.tb.Fatal(err)
	}
	w.nodes = append(w.nodes, nodes...)
	w.changes = append(w.changes, c)
	return seq
}

// leaf writes the leaf the columns of a change call for.
func (w *world) leaf(c *Change) []byte {
	b, err := Leaf{Seq: c.Seq, At: c.At, Day: c.Day, Actor: Actor(c.Post, c.Person), Act: c.Act, Rows: c.Rows,
		RowsHash: RowsHash(c.RowHashes)}.Encode()
	if err != nil {
		w.tb.Fatal(err)
	}
	return b
}

// ReadHashes makes world a reader of nodes; an untampered one numbers them from 0.
func (w *world) ReadHashes(ids []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(ids))
	for i, id := range ids {
		at, ok := slices.BinarySearchFunc(w.nodes, id, func(n Node, id int64) int { return cmp.Compare(n.ID, id) })
		if !ok {
			return nil, fmt.Errorf("node %d is missing", id)
		}
		out[i] = w.nodes[at].Hash
	}
	return out, nil
}

func (w *world) checkpoint(epoch int64) []byte {
	w.tb.Helper()
	size := int64(len(w.changes))
	root, err := Root(size, w)
	if err != nil {
		w.tb.Fatal(err)
	}
	msg, err := w.key.Sign(Checkpoint{Place: place, Epoch: epoch, Size: size, Root: root})
	if err != nil {
		w.tb.Fatal(err)
	}
	return msg
}

// restore goes back to the first size changes, as a backup would, and opens an
// epoch the way a restore does.
func (w *world) restore(size int, epoch int64, previous []byte) {
	w.tb.Helper()
	w.changes = w.changes[:size]
	w.facts = slices.DeleteFunc(w.facts, func(f Fact) bool { return f.ID>>rowBits > int64(size) })
	w.nodes = slices.DeleteFunc(w.nodes, func(n Node) bool { return n.ID >= tlog.StoredHashCount(int64(size)) })
	w.epochs = slices.DeleteFunc(w.epochs, func(e Epoch) bool { return e.ID>>rowBits > int64(size) })
	e := Epoch{Number: epoch, Previous: string(previous), Size: int64(size), Reason: "磁盘损坏"}
	seq := w.write(ActEpoch, Fact{Table: "epoch_fact", Values: []any{int64(0), epoch, e.Previous, e.Size, e.Reason}})
	e.ID = seq << rowBits
	w.epochs = append(w.epochs, e)
}

func seqOf[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, x := range list {
			if !yield(x, nil) {
				return
			}
		}
	}
}

func (w *world) source() Source {
	slices.SortStableFunc(w.facts, func(a, b Fact) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortStableFunc(w.changes, func(a, b Change) int { return cmp.Compare(a.Seq, b.Seq) })
	return Source{
		Changes: seqOf(w.changes), Facts: seqOf(w.facts), Bodies: seqOf(w.bodies), Epochs: w.epochs, Checkpoints: w.kept,
		Nodes: func(from, to int64) ([]Node, error) {
			var out []Node
			i, _ := slices.BinarySearchFunc(w.nodes, from, func(n Node, id int64) int { return cmp.Compare(n.ID, id) })
			for ; i < len(w.nodes) && w.nodes[i].ID < to; i++ {
				out = append(out, w.nodes[i])
			}
			return out, nil
		},
	}
}

func (w *world) keys() note.Verifiers { return Keys(w.key.Public()) }

func (w *world) verify(outside ...[]byte) *Report {
	w.tb.Helper()
	r, err := Verify(w.tb.Context(), w.source(), Options{Place: place, Keys: w.keys(), Outside: outside})
	if err != nil {
		w.tb.Fatal(err)
	}
	return r
}

// fact is the index of row n of change seq.
func (w *world) fact(seq int64, n int) int {
	for i, f := range w.facts {
		if f.ID == seq<<rowBits|int64(n) {
			return i
		}
	}
	w.tb.Fatalf("no row %d in change %d", n, seq)
	return 0
}

// node is the index of the stored hash at level and index.
func (w *world) node(level int, index int64) int {
	id := tlog.StoredHashIndex(level, index)
	return slices.IndexFunc(w.nodes, func(n Node) bool { return n.ID == id })
}

// body keeps a content the way a store does.
func (w *world) body(text string) *Body {
	salt := []byte("0123456789abcdef")
	h := BodyHash(salt, []byte(text))
	w.bodies = append(w.bodies, Body{Hash: hex.EncodeToString(h[:]), Salt: salt, Bytes: []byte(text)})
	return &w.bodies[len(w.bodies)-1]
}

// regrow rebuilds all nodes from the leaves as they stand: what someone does who
// tampers with everything but holds no key.
func (w *world) regrow() {
	w.nodes = nil
	for i := range w.changes {
		nodes, err := Append(int64(i), w.changes[i].Leaf, w)
		if err != nil {
			w.tb.Fatal(err)
		}
		w.nodes = append(w.nodes, nodes...)
	}
}
