package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

func recordHash(leaf []byte) tlog.Hash { return tlog.RecordHash(leaf) }

// rfc6962 is the tree's root straight from RFC 6962 §2.1, over all leaves.
func rfc6962(leaves [][]byte) tlog.Hash {
	switch n := len(leaves); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return sha256.Sum256(append([]byte{0}, leaves[0]...))
	default:
		k := 1
		for k*2 < n {
			k *= 2
		}
		l, r := rfc6962(leaves[:k]), rfc6962(leaves[k:])
		return sha256.Sum256(append(append([]byte{1}, l[:]...), r[:]...))
	}
}

// Appending one leaf at a time gives the root over all leaves.
func TestTreeProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 70).Draw(t, "n")
		w := &world{}
		var leaves [][]byte
		roots := []tlog.Hash{rfc6962(nil)}
		for i := range n {
			leaf := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "leaf")
			nodes, err := Append(int64(i), leaf, w)
			if err != nil {
				t.Fatal(err)
			}
			w.nodes = append(w.nodes, nodes...)
			leaves = append(leaves, leaf)
			root, err := Root(int64(i+1), w)
			if err != nil || root != rfc6962(leaves) {
				t.Fatalf("root of %d: %v", i+1, err)
			}
			roots = append(roots, root)
		}
		if int64(len(w.nodes)) != tlog.StoredHashCount(int64(n)) || w.nodes[len(w.nodes)-1].ID != int64(len(w.nodes))-1 {
			t.Fatalf("%d nodes, last %d", len(w.nodes), w.nodes[len(w.nodes)-1].ID)
		}
	})
}

func TestTreeRefuses(t *testing.T) {
	w := newWorld(t, 5, 1)
	for name, err := range map[string]error{
		"leaf too long": second(Append(5, make([]byte, MaxLeaf+1), w)),
		"root beyond":   second(Root(9, w)),
	} {
		if err == nil {
			t.Errorf("%s accepted", name)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// Published tiles carry the whole log: whoever has them can rebuild tree and
// root, and every address is read back.
func TestTilesCarryTheLog(t *testing.T) {
	for _, size := range []int{0, 1, 255, 256, 257, 512, 700} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			w := newWorld(t, size, 1)
			leaves := func(seq int64, count int) ([][]byte, error) {
				var out [][]byte
				for _, c := range w.changes[seq-1:][:count] {
					out = append(out, c.Leaf)
				}
				return out, nil
			}
			var read [][]byte
			hashes := map[string][]byte{}
			for tile := range Tiles(int64(size)) {
				back, err := ParseTilePath(tile.Path())
				if err != nil || back != tile {
					t.Fatalf("%s: %+v %v", tile.Path(), back, err)
				}
				if !tile.Entries {
					b, err := HashTile(tile, int64(size), w)
					if err != nil || len(b) != 32*tile.Width {
						t.Fatalf("%s: %d bytes %v", tile.Path(), len(b), err)
					}
					hashes[tile.Path()] = b
					continue
				}
				b, err := EntryTile(tile, int64(size), leaves)
				if err != nil {
					t.Fatal(err)
				}
				list, err := entries(b)
				if err != nil || len(list) != tile.Width {
					t.Fatalf("%s: %d entries %v", tile.Path(), len(list), err)
				}
				read = append(read, list...)
			}
			root, err := Root(int64(size), w)
			if err != nil || rfc6962(read) != root {
				t.Errorf("root from tiles differs: %v", err)
			}
			if size >= 256 {
				var first []byte
				for _, c := range w.changes[:256] {
					h := recordHash(c.Leaf)
					first = append(first, h[:]...)
				}
				if !bytes.Equal(hashes["tile/0/000"], first) {
					t.Error("tile/0/000 does not hold the first 256 leaf hashes")
				}
				top, _ := Root(256, w)
				if up := hashes[fmt.Sprintf("tile/1/000.p/%d", size/256)]; len(up) < 32 || !bytes.Equal(up[:32], top[:]) {
					t.Error("the level above does not hold the root of the first 256")
				}
			}
		})
	}
}

// entries reads the leaves of an entries tile.
func entries(b []byte) ([][]byte, error) {
	var out [][]byte
	for len(b) > 0 {
		if len(b) < 2 || len(b)-2 < int(binary.BigEndian.Uint16(b)) {
			return nil, fmt.Errorf("entries end within leaf %d", len(out))
		}
		n := int(binary.BigEndian.Uint16(b))
		out = append(out, b[2:2+n:2+n])
		b = b[2+n:]
	}
	return out, nil
}

func TestTilePath(t *testing.T) {
	for path, tile := range map[string]Tile{
		"tile/0/000":                          {Width: 256},
		"tile/0/x001/x234/067":                {N: 1234067, Width: 256},
		"tile/3/x001/000.p/255":               {Level: 3, N: 1000, Width: 255},
		"tile/entries/999":                    {Entries: true, N: 999, Width: 256},
		"tile/entries/x123/x456/x789/012.p/1": {Entries: true, N: 123456789012, Width: 1},
	} {
		if got := tile.Path(); got != path {
			t.Errorf("%+v: %s, want %s", tile, got, path)
		}
		if got, err := ParseTilePath(path); err != nil || got != tile {
			t.Errorf("%s: %+v %v", path, got, err)
		}
	}
	for _, path := range []string{"", "tile", "tile/", "tile/0", "tile/0/", "tile/0/0", "tile/0/x001", "tile/0/x000/001", "tile/00/001",
		"tile/8/000", "tile/-1/000", "tile/x/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/000.p/01", "tile/0/001/002",
		"tile/0/000/", "tile/entries/000.p/", "tile/0/+01", "tile/0/" + strings.Repeat("x999/", 9) + "999"} {
		if got, err := ParseTilePath(path); err == nil {
			t.Errorf("%q read as %+v", path, got)
		}
	}
	for _, tile := range []Tile{{Width: 6}, {N: 1, Width: 1}, {Level: 1, Width: 1}, {Entries: true, Width: 6}, {Level: 99, Width: 1}, {N: 1 << 60, Width: 1}} {
		if tile.In(5) {
			t.Errorf("%+v in a log of 5", tile)
		}
	}
}

func FuzzParseTilePath(f *testing.F) {
	f.Add("tile/0/x001/x234/067.p/5")
	f.Add("tile/entries/000")
	f.Fuzz(func(t *testing.T, path string) {
		if tile, err := ParseTilePath(path); err == nil && tile.Path() != path {
			t.Errorf("%q read as %+v, written %q", path, tile, tile.Path())
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	leaf := []byte(goodLeaf)
	var stored []tlog.Hash
	nodes := tlog.HashReaderFunc(func(ids []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(ids))
		for i, id := range ids {
			out[i] = stored[id]
		}
		return out, nil
	})
	b.ReportAllocs()
	var size int64
	for b.Loop() {
		more, err := Append(size, leaf, nodes)
		if err != nil {
			b.Fatal(err)
		}
		for _, n := range more {
			stored = append(stored, n.Hash)
		}
		size++
	}
	b.ReportMetric(float64(size)/b.Elapsed().Seconds(), "leaves/s")
}
