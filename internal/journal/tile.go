package journal

import (
	"encoding/binary"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// tileHeight is the height of a tile and TileWidth its full width, both fixed by
// C2SP tlog-tiles.
const (
	tileHeight = 8
	TileWidth  = 1 << tileHeight
)

// maxTileLevel is the highest level a path can name.
const maxTileLevel = 63 / tileHeight

// Tile names one published tile: the hashes of a level, or the leaves
// themselves. Width is 1 to TileWidth; below TileWidth the tile is partial.
type Tile struct {
	Entries bool
	Level   int // 0 with Entries
	N       int64
	Width   int
}

// Path is the tile's address in C2SP tlog-tiles: tile/<L>/<N>[.p/<W>] or
// tile/entries/<N>[.p/<W>].
func (t Tile) Path() string {
	level := "entries"
	if !t.Entries {
		level = strconv.Itoa(t.Level)
	}
	n := fmt.Sprintf("%03d", t.N%1000)
	for rest := t.N / 1000; rest > 0; rest /= 1000 {
		n = fmt.Sprintf("x%03d/%s", rest%1000, n)
	}
	path := "tile/" + level + "/" + n
	if t.Width < TileWidth {
		path += ".p/" + strconv.Itoa(t.Width)
	}
	return path
}

// ParseTilePath reads the address of a tile; only the one spelling Path writes
// is accepted.
func ParseTilePath(path string) (Tile, error) {
	bad := fmt.Errorf("journal: %q is not the address of a tile", path)
	t := Tile{Width: TileWidth}
	rest, ok := strings.CutPrefix(path, "tile/")
	level, rest, okLevel := strings.Cut(rest, "/")
	if !ok || !okLevel {
		return Tile{}, bad
	}
	if t.Entries = level == "entries"; !t.Entries {
		n, ok := canonicalInt(level)
		if !ok || n > maxTileLevel {
			return Tile{}, bad
		}
		t.Level = int(n)
	}
	if number, width, ok := strings.Cut(rest, ".p/"); ok {
		w, ok := canonicalInt(width)
		if !ok || w < 1 || w >= TileWidth {
			return Tile{}, bad
		}
		rest, t.Width = number, int(w)
	}
	for group := range strings.SplitSeq(rest, "/") {
		n, err := strconv.ParseUint(strings.TrimPrefix(group, "x"), 10, 10)
		if err != nil || t.N > 1<<40 {
			return Tile{}, bad
		}
		t.N = t.N*1000 + int64(n)
	}
	if t.Path() != path {
		return Tile{}, bad
	}
	return t, nil
}

// Tiles lists the tiles of a tree of size leaves, the entries first, then level
// by level; the last of each level may be partial.
func Tiles(size int64) iter.Seq[Tile] {
	return func(yield func(Tile) bool) {
		level := func(entries bool, l int, count int64) bool {
			for n := int64(0); n*TileWidth < count; n++ {
				w := min(count-n*TileWidth, TileWidth)
				if !yield(Tile{Entries: entries, Level: l, N: n, Width: int(w)}) {
					return false
				}
			}
			return true
		}
		if !level(true, 0, size) {
			return
		}
		for l, count := 0, size; count > 0; l, count = l+1, count>>tileHeight {
			if !level(false, l, count) {
				return
			}
		}
	}
}

// In reports whether a tree of size leaves holds the whole tile.
func (t Tile) In(size int64) bool {
	count := size >> (t.Level * tileHeight)
	return t.Level <= maxTileLevel && t.N >= 0 && t.N <= count/TileWidth && t.N*TileWidth+int64(t.Width) <= count
}

// HashTile renders a tile of hashes.
func HashTile(t Tile, size int64, nodes Nodes) ([]byte, error) {
	if t.Entries || !t.In(size) {
		return nil, fmt.Errorf("journal: a journal of %d leaves has no hash tile %s", size, t.Path())
	}
	b, err := tlog.ReadTileData(tlog.Tile{H: tileHeight, L: t.Level, N: t.N, W: t.Width}, nodes)
	if err != nil {
		return nil, fmt.Errorf("journal: tile %s: %w", t.Path(), err)
	}
	return b, nil
}

// EntryTile renders a tile of leaves, each with its length in 16 bits. leaves
// reads count leaves beginning with change seq.
func EntryTile(t Tile, size int64, leaves func(seq int64, count int) ([][]byte, error)) ([]byte, error) {
	if !t.Entries || t.Level != 0 || !t.In(size) {
		return nil, fmt.Errorf("journal: a journal of %d leaves has no entries %s", size, t.Path())
	}
	list, err := leaves(t.N*TileWidth+1, t.Width)
	if err != nil {
		return nil, fmt.Errorf("journal: tile %s: %w", t.Path(), err)
	}
	if len(list) != t.Width {
		return nil, fmt.Errorf("journal: tile %s: %d leaves read, %d needed", t.Path(), len(list), t.Width)
	}
	var b []byte
	for _, leaf := range list {
		if len(leaf) > MaxLeaf {
			return nil, fmt.Errorf("journal: tile %s: a leaf of %d bytes does not fit", t.Path(), len(leaf))
		}
		b = append(binary.BigEndian.AppendUint16(b, uint16(len(leaf))), leaf...)
	}
	return b, nil
}
