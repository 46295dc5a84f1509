package store

import (
	"container/heap"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"

	"golang.org/x/mod/sumdb/tlog"

	"jiufen/internal/journal"
)

// OpenExport reads an export as journal.Verify wants it. Everything is streamed;
// the nodes of the tree come out of its tiles.
func OpenExport(files fs.FS) (journal.Source, Manifest, error) {
	var m Manifest
	text, err := fs.ReadFile(files, "manifest.json")
	if err != nil {
		return journal.Source{}, m, errors.Join(errNoExport, err)
	}
	if err := json.Unmarshal(text, &m); err != nil {
		return journal.Source{}, m, errors.Join(errNoExport, err)
	}
	if err := m.check(); err != nil {
		return journal.Source{}, m, err
	}
	x := &exported{files: files, m: &m, tiles: map[string][]byte{}}
	src := journal.Source{Changes: x.changes(), Facts: x.facts(), Nodes: x.nodes, Bodies: x.bodies()}
	if src.Epochs, err = x.epochs(); err != nil {
		return journal.Source{}, m, err
	}
	note, err := fs.ReadFile(files, "checkpoint")
	if err == nil {
		src.Checkpoints = [][]byte{note}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return journal.Source{}, m, err
	}
	return src, m, nil
}

type exported struct {
	files fs.FS
	m     *Manifest
	tiles map[string][]byte
}

func (x *exported) columns(table string) []string {
	for _, t := range x.m.Tables {
		if t.Name == table {
			return append([]string{"id", "salt"}, t.Columns...)
		}
	}
	return nil
}

func (x *exported) changes() iter.Seq2[journal.Change, error] {
	return func(yield func(journal.Change, error) bool) {
		err := x.rows("change.jsonl", changeColumns, func(row []any) error {
			c := journal.Change{Seq: intOf(row[0]), At: intOf(row[1]), Day: textOf(row[2]), Post: intOf(row[3]), Person: intOf(row[4]),
				Act: textOf(row[5]), Rows: int(intOf(row[6])), RowHashes: bytesOf(row[7]), Leaf: []byte(textOf(row[8]))}
			if !yield(c, nil) {
				return errEnough
			}
			return nil
		})
		if err != nil && err != errEnough {
			yield(journal.Change{}, err)
		}
	}
}

// factLines is one table of an export.
type factLines struct {
	name string
	l    *lines
	row  []any
	id   int64
	rank int
}

func (f *factLines) next() error {
	_, row, err := f.l.next()
	if err != nil || row == nil {
		f.row = nil
		return err
	}
	n, ok := row[0].(int64)
	if !ok || f.row != nil && n <= f.id {
		return f.l.bad(fmt.Errorf("rows are not in the order of their numbers"))
	}
	f.row, f.id = row, n
	return nil
}

func (f *factLines) at() (int64, int) { return f.id, f.rank }

func (x *exported) facts() iter.Seq2[journal.Fact, error] {
	return func(yield func(journal.Fact, error) bool) {
		var q queue[*factLines]
		var values []any
		for i, t := range x.m.Tables {
			l, err := openLines(x.files, "fact/"+t.Name+".jsonl", x.columns(t.Name))
			if err != nil {
				yield(journal.Fact{}, err)
				return
			}
			defer l.c.Close()
			f := &factLines{name: t.Name, l: l, rank: i}
			if err := f.next(); err != nil {
				yield(journal.Fact{}, err)
				return
			}
			if f.row != nil {
				q = append(q, f)
			}
		}
		heap.Init(&q)
		for q.Len() > 0 {
			f := q[0]
			values = append(append(values[:0], f.id), f.row[2:]...)
			if !yield(journal.Fact{Table: f.name, ID: f.id, Salt: bytesOf(f.row[1]), Values: hashed(values)}, nil) {
				return
			}
			if err := f.next(); err != nil {
				yield(journal.Fact{}, err)
				return
			}
			if f.row == nil {
				heap.Pop(&q)
			} else {
				heap.Fix(&q, 0)
			}
		}
	}
}

// each reads one table of facts.
func (x *exported) each(table string, fn func(row []any) error) error {
	return x.rows("fact/"+table+".jsonl", x.columns(table), fn)
}

// errEnough ends rows early: whoever reads wants no more.
var errEnough = errors.New("enough")

// rows reads one file of the export until its end or an error of fn.
func (x *exported) rows(name string, columns []string, fn func(row []any) error) error {
	l, err := openLines(x.files, name, columns)
	if err != nil {
		return err
	}
	defer l.c.Close()
	for {
		_, row, err := l.next()
		if err != nil || row == nil {
			return err
		}
		if err := fn(row); err != nil {
			return err
		}
	}
}

func (x *exported) epochs() (out []journal.Epoch, err error) {
	err = x.each("epoch_fact", func(row []any) error {
		out = append(out, journal.Epoch{ID: intOf(row[0]), Number: intOf(row[2]), Previous: textOf(row[3]), Size: intOf(row[4]), Reason: textOf(row[5])})
		return nil
	})
	return out, err
}

// bodies gives the contents of the export, and those that an erasure in it names.
// A content that was erased after the point of the export is missing without
// one; it is not reported, since the export cannot know.
func (x *exported) bodies() iter.Seq2[journal.Body, error] {
	return func(yield func(journal.Body, error) bool) {
		erased := map[string]bool{}
		err := x.each("erasure", func(row []any) error { erased[textOf(row[2])] = true; return nil })
		if err != nil {
			yield(journal.Body{}, err)
			return
		}
		err = x.rows("body.jsonl", bodyFields, func(row []any) error {
			name := textOf(row[0])
			if !yield(journal.Body{Hash: name, Salt: bytesOf(row[1]), Bytes: bytesOf(row[2]), Erased: erased[name]}, nil) {
				return errEnough
			}
			delete(erased, name)
			return nil
		})
		if err != nil {
			if err != errEnough {
				yield(journal.Body{}, err)
			}
			return
		}
		for name := range erased {
			if !yield(journal.Body{Hash: name, Gone: true, Erased: true}, nil) {
				return
			}
		}
	}
}

// nodes makes the stored hashes of the tree out of the tiles: every eighth level
// is in one, those between are hashed from it.
func (x *exported) nodes(from, to int64) ([]journal.Node, error) {
	var out []journal.Node
	end := tlog.StoredHashCount(x.m.Seq)
	for n := from; n < min(to, end); n++ {
		t := tlog.TileForIndex(8, n)
		data, err := x.tile(t)
		if err != nil {
			return nil, err
		}
		if len(data) < t.W*tlog.HashSize {
			continue
		}
		h, err := tlog.HashFromTile(t, data, n)
		if err != nil {
			return nil, err
		}
		out = append(out, journal.Node{ID: n, Hash: h})
	}
	return out, nil
}

// tile reads the widest tile there is; nil if there is none.
func (x *exported) tile(t tlog.Tile) ([]byte, error) {
	full := x.m.Seq >> (8 * t.L)
	width := min(full-t.N*journal.TileWidth, journal.TileWidth)
	name := journal.Tile{Level: t.L, N: t.N, Width: int(width)}.Path()
	if b, ok := x.tiles[name]; ok {
		return b, nil
	}
	b, err := fs.ReadFile(x.files, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if len(x.tiles) > 64 {
		clear(x.tiles)
	}
	x.tiles[name] = b
	return b, nil
}
