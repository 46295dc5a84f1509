package journal

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Whatever single thing is changed anywhere in the data, Verify finds something;
// whatever is changed however wildly, it neither fails nor panics.
func TestVerifyFindsAnyTampering(t *testing.T) {
	tampers := []func(t *rapid.T, w *world){
		func(t *rapid.T, w *world) { // any bit of anything that is bytes
			c := &w.changes[rapid.IntRange(0, len(w.changes)-1).Draw(t, "change")]
			f := &w.facts[rapid.IntRange(0, len(w.facts)-1).Draw(t, "fact")]
			n := &w.nodes[rapid.IntRange(0, len(w.nodes)-1).Draw(t, "node")]
			b := [][]byte{c.Leaf, c.RowHashes, f.Salt, n.Hash[:]}[rapid.IntRange(0, 3).Draw(t, "where")]
			if len(b) == 0 {
				b = c.Leaf
			}
			b[rapid.IntRange(0, len(b)-1).Draw(t, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		},
		func(t *rapid.T, w *world) { // any number of a change
			c := &w.changes[rapid.IntRange(0, len(w.changes)-1).Draw(t, "change")]
			p := []*int64{&c.Seq, &c.At, &c.Post, &c.Person}[rapid.IntRange(0, 3).Draw(t, "which")]
			was := *p
			*p = rapid.OneOf(rapid.Int64(), rapid.Int64Range(-2, 40), rapid.Just[int64](math.MaxInt64), rapid.Just[int64](math.MinInt64)).
				Filter(func(n int64) bool { return n != was }).Draw(t, "number")
		},
		func(t *rapid.T, w *world) { // any value of a fact
			f := &w.facts[rapid.IntRange(0, len(w.facts)-1).Draw(t, "fact")]
			i := rapid.IntRange(0, len(f.Values)-1).Draw(t, "value")
			was := f.Values[i]
			f.Values[i] = rapid.SampledFrom([]any{nil, "", int64(0), "0", int64(1), []byte{}, 1.5, true}).
				Filter(func(v any) bool { b, ok := v.([]byte); return ok && b != nil || v != was }).Draw(t, "is")
		},
		func(t *rapid.T, w *world) { // the number of a fact, its values left alone
			f := &w.facts[rapid.IntRange(0, len(w.facts)-1).Draw(t, "fact")]
			was := f.ID
			f.ID = rapid.OneOf(rapid.Int64(), rapid.Just(was+1), rapid.Just(was-1), rapid.Just(was+1<<rowBits)).
				Filter(func(n int64) bool { return n != was }).Draw(t, "number")
		},
		func(t *rapid.T, w *world) { // something removed
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				i := rapid.IntRange(0, len(w.changes)-1).Draw(t, "change")
				w.changes = slices.Delete(w.changes, i, i+1)
			case 1:
				i := rapid.IntRange(0, len(w.facts)-1).Draw(t, "fact")
				w.facts = slices.Delete(w.facts, i, i+1)
			default:
				i := rapid.IntRange(0, len(w.nodes)-1).Draw(t, "node")
				w.nodes = slices.Delete(w.nodes, i, i+1)
			}
		},
	}
	rapid.Check(t, func(rt *rapid.T) {
		changes := rapid.IntRange(1, 20).Draw(rt, "changes")
		w := newWorld(t, changes, rapid.IntRange(1, 4).Draw(rt, "rows"))
		slip := w.checkpoint(0)
		if r := w.verify(slip); r.State != Passed {
			rt.Fatalf("untouched: %v %v", r.State, r.Findings)
		}
		rapid.SampledFrom(tampers).Draw(rt, "tamper")(rt, w)
		if r := w.verify(slip); r.State != Failed {
			rt.Fatalf("not found: %v", r.State)
		}
		for range rapid.IntRange(0, 5).Draw(rt, "more") {
			if len(w.changes) > 0 && len(w.facts) > 0 && len(w.nodes) > 0 {
				rapid.SampledFrom(tampers).Draw(rt, "tamper")(rt, w)
				w.verify(slip)
			}
		}
	})
}
