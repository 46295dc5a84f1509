package xlsx

import (
	"bytes"
	"io"
	"testing"

	"jiufen/internal/opc"
)

func manyRows(n int) func(func([]Cell, error) bool) {
	return func(yield func([]Cell, error) bool) {
		line := make([]Cell, 12)
		for j := range line {
			line[j] = Text("推动高质量发展")
		}
		for i := range n {
			line[0], line[1] = Dec(int64(i), 0), Dec(int64(i), 1)
			if !yield(line, nil) {
				return
			}
		}
	}
}

// BenchmarkWrite streams 20,000 rows of 12 cells.
func BenchmarkWrite(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(io.Discard, Sheet{Name: "表", Columns: make([]Column, 12), Rows: manyRows(20_000)}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRead reads 10,000 rows of 12 cells.
func BenchmarkRead(b *testing.B) {
	var out bytes.Buffer
	if err := Write(&out, Sheet{Name: "表", Columns: make([]Column, 12), Rows: manyRows(10_000)}); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		g, err := Read("x", out.Bytes(), opc.Limits{})
		if err != nil || len(g[0].Rows) != 10_001 {
			b.Fatal(err)
		}
	}
}
