package journal

import "testing"

// BenchmarkVerify prints facts/s over changes of three rows, the shape of daily
// work, and over one import of 20,000 rows.
func BenchmarkVerify(b *testing.B) {
	for _, bm := range []struct {
		name          string
		changes, rows int
	}{{"daily", 70_000, 3}, {"import", 10, 20_000}} {
		b.Run(bm.name, func(b *testing.B) {
			w := newWorld(b, bm.changes, bm.rows)
			slip := w.checkpoint(0)
			src := w.source()
			opt := Options{Place: place, Keys: w.keys(), Outside: [][]byte{slip}}
			b.ReportAllocs()
			for b.Loop() {
				r, err := Verify(b.Context(), src, opt)
				if err != nil || r.State != Passed {
					b.Fatal(r, err)
				}
			}
			b.ReportMetric(float64(bm.changes*bm.rows)*float64(b.N)/b.Elapsed().Seconds(), "facts/s")
		})
	}
}
