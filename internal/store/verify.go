package store

import (
	"cmp"
	"container/heap"
	"database/sql/driver"
	"fmt"
	"iter"
	"slices"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/journal"
)

// Journal is the journal and the facts of the place as journal.Verify reads
// them: in the order they were recorded, merged out of all tables of facts, in
// one snapshot, with constant memory.
func (s *Snapshot) Journal() (journal.Source, error) {
	epochs, err := s.epochs()
	if err != nil {
		return journal.Source{}, err
	}
	notes, err := s.Notes()
	if err != nil {
		return journal.Source{}, err
	}
	return journal.Source{Changes: s.changes(), Facts: s.Facts(), Nodes: s.Nodes, Bodies: s.bodies(), Epochs: epochs, Checkpoints: notes}, nil
}

func (s *Snapshot) changes() iter.Seq2[journal.Change, error] {
	return func(yield func(journal.Change, error) bool) {
		p := s.pages("SELECT seq, at, day, post_id, person_id, act, n, row_hashes, leaf FROM change WHERE place = $1 AND seq > $2 ORDER BY seq LIMIT $3", 9, int64(-1<<63))
		for row, err := range p.seq() {
			if err != nil {
				yield(journal.Change{}, err)
				return
			}
			c := journal.Change{Seq: intOf(row[0]), At: intOf(row[1]), Day: calendar.Day(intOf(row[2])).String(), Post: intOf(row[3]), Person: intOf(row[4]),
				Act: textOf(row[5]), Rows: int(intOf(row[6])), RowHashes: bytesOf(row[7]), Leaf: bytesOf(row[8])}
			if !yield(c, nil) {
				return
			}
		}
	}
}

// A value that was tampered with may have another type: it reads as none, and
// then does not fit its hash.
func intOf(v driver.Value) int64 { n, _ := v.(int64); return n }

func textOf(v driver.Value) string { t, _ := v.(string); return t }

func bytesOf(v driver.Value) []byte { b, _ := v.([]byte); return b }

// factPages reads one table of facts.
type factPages struct {
	t    *table
	p    *pages
	row  []driver.Value
	id   int64
	rank int // place among the tables
}

func (f *factPages) next() error {
	row, err := f.p.next()
	if err != nil || row == nil {
		f.row = nil
		return err
	}
	n, ok := row[0].(int64)
	if !ok {
		return fmt.Errorf("table %s: the number of a row is %v; it was not written by this program", f.t.name, row[0])
	}
	f.row, f.id = row, n
	return nil
}

func (f *factPages) at() (int64, int) { return f.id, f.rank }

// queue is tables by the number of their next row, and by their place among the
// tables where two have the same.
type queue[T interface{ at() (id int64, rank int) }] []T

func (q queue[T]) Len() int      { return len(q) }
func (q queue[T]) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q queue[T]) Less(i, j int) bool {
	a, first := q[i].at()
	b, second := q[j].at()
	return cmp.Or(cmp.Compare(a, b), cmp.Compare(first, second)) < 0
}
func (q *queue[T]) Push(x any) { *q = append(*q, x.(T)) }
func (q *queue[T]) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

// factQuery reads a page of facts for pages.
func factQuery(t *table) string {
	return "SELECT id, salt, " + columnList(t.columns) + " FROM " + t.name + " WHERE place = $1 AND id > $2 ORDER BY id LIMIT $3"
}

// hashed are the values of a row that go into its hash: without the zeros and
// empty texts at its end. So a column that a later version adds at the end of a
// table, empty in all rows there are, leaves their hashes as they were recorded.
func hashed(values []any) []any {
	n := len(values)
	for n > 0 && (values[n-1] == any(int64(0)) || values[n-1] == any("")) {
		n--
	}
	return values[:n]
}

// Facts gives the facts of all tables by number. A Fact is good until the next.
func (s *Snapshot) Facts() iter.Seq2[journal.Fact, error] {
	return func(yield func(journal.Fact, error) bool) {
		q, err := s.open()
		if err != nil {
			yield(journal.Fact{}, err)
			return
		}
		var values []any
		for q.Len() > 0 {
			f := q[0]
			values = append(values[:0], any(f.id))
			for _, v := range f.row[2:] {
				values = append(values, any(v))
			}
			if !yield(journal.Fact{Table: f.t.name, ID: f.id, Salt: bytesOf(f.row[1]), Values: hashed(values)}, nil) {
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

func (s *Snapshot) open() (queue[*factPages], error) {
	var q queue[*factPages]
	_, list := tables()
	for i, t := range list {
		f := &factPages{t: t, rank: i, p: s.pages(factQuery(t), 2+len(t.columns), int64(-1<<63))}
		if err := f.next(); err != nil {
			return nil, err
		}
		if f.row != nil {
			q = append(q, f)
		}
	}
	heap.Init(&q)
	return q, nil
}

// Nodes gives the stored hashes of the tree with from ≤ number < to.
func (s *Snapshot) Nodes(from, to int64) ([]journal.Node, error) {
	var out []journal.Node
	p := s.pages("SELECT id, hash FROM node WHERE place = $1 AND id > $2 ORDER BY id LIMIT $3", 2, from-1)
	p.most = int(min(to-from, 4096))
	for row, err := range p.seq() {
		if err != nil {
			return nil, err
		}
		n := journal.Node{ID: intOf(row[0])}
		if n.ID >= to {
			break
		}
		copy(n.Hash[:], bytesOf(row[1]))
		out = append(out, n)
	}
	return out, nil
}

// near is how far apart two nodes may be to be read together.
const near = 64

// ReadHashes gives nodes by number; Snapshot is a tlog.HashReader.
func (s *Snapshot) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	at := make(map[int64]tlog.Hash, len(indexes))
	sorted := slices.Sorted(slices.Values(indexes))
	for i := 0; i < len(sorted); {
		j := i + 1
		for j < len(sorted) && sorted[j]-sorted[j-1] <= near {
			j++
		}
		nodes, err := s.Nodes(sorted[i], sorted[j-1]+1)
		if err != nil {
			return nil, err
		}
		for _, n := range nodes {
			at[n.ID] = n.Hash
		}
		i = j
	}
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		h, ok := at[x]
		if !ok {
			return nil, fmt.Errorf("store: node %d of the journal is missing", x)
		}
		out[i] = h
	}
	return out, nil
}

// Notes gives the checkpoints kept in the data, by size.
func (s *Snapshot) Notes() ([][]byte, error) {
	var out [][]byte
	p := s.pages("SELECT size, note FROM checkpoint WHERE place = $1 AND size > $2 ORDER BY size LIMIT $3", 2, int64(-1))
	for row, err := range p.seq() {
		if err != nil {
			return nil, err
		}
		out = append(out, []byte(textOf(row[1])))
	}
	return out, nil
}

func (s *Snapshot) epochs() ([]journal.Epoch, error) {
	var out []journal.Epoch
	p := s.pages("SELECT id, epoch, checkpoint, size, reason FROM epoch_fact WHERE place = $1 AND id > $2 ORDER BY id LIMIT $3", 5, int64(-1))
	for row, err := range p.seq() {
		if err != nil {
			return nil, err
		}
		out = append(out, journal.Epoch{ID: intOf(row[0]), Number: intOf(row[1]), Previous: textOf(row[2]), Size: intOf(row[3]), Reason: textOf(row[4])})
	}
	return out, nil
}

// bodyColumns are the columns of facts that name contents, one or several parted
// by spaces.
var bodyColumns = [][2]string{{"document", "text_hash"}, {"paper_step", "file_hash"}, {"report", "words_hash"}, {"report", "problem_hash"}, {"bulletin", "content_hash"}, {"opinion", "words_hash"}, {"evidence", "body_hash"}, {"letter_act", "words_hash"}}

// bodies gives every content kept, and every content a fact names that is not kept.
func (s *Snapshot) bodies() iter.Seq2[journal.Body, error] {
	return func(yield func(journal.Body, error) bool) {
		erased := map[string]bool{}
		p := s.pages("SELECT id, body_hash FROM erasure WHERE place = $1 AND id > $2 ORDER BY id LIMIT $3", 2, int64(-1))
		for row, err := range p.seq() {
			if err != nil {
				yield(journal.Body{}, err)
				return
			}
			erased[textOf(row[1])] = true
		}
		for b, err := range s.Bodies() {
			b.Erased = erased[b.Hash]
			if !yield(b, err) || err != nil {
				return
			}
		}
		gone := map[string]bool{}
		for _, c := range bodyColumns {
			for name, err := range s.unkept(c[0], c[1]) {
				if gone[name] {
					continue
				}
				gone[name] = true
				if !yield(journal.Body{Hash: name, Gone: true, Erased: erased[name]}, err) || err != nil {
					return
				}
			}
		}
	}
}

// Bodies gives the contents kept, by hash.
func (s *Snapshot) Bodies() iter.Seq2[journal.Body, error] {
	return func(yield func(journal.Body, error) bool) {
		p := s.pages("SELECT hash, salt, bytes FROM body WHERE place = $1 AND hash > $2 ORDER BY hash LIMIT $3", 3, "")
		p.most = 64 // contents can be large
		for row, err := range p.seq() {
			if err != nil {
				yield(journal.Body{}, err)
				return
			}
			if !yield(journal.Body{Hash: textOf(row[0]), Salt: bytesOf(row[1]), Bytes: bytesOf(row[2])}, nil) {
				return
			}
		}
	}
}

// unkept gives the names in a column of facts under which nothing is kept.
func (s *Snapshot) unkept(table, column string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		p := s.pages("SELECT t.id, t."+column+" FROM "+table+" t WHERE t.place = $1 AND t.id > $2 AND t."+column+" <> '' AND NOT EXISTS (SELECT 1 FROM body b WHERE b.place = t.place AND b.hash = t."+column+") ORDER BY t.id LIMIT $3", 2, int64(-1))
		for row, err := range p.seq() {
			if err != nil {
				yield("", err)
				return
			}
			for _, name := range strings.Fields(textOf(row[1])) {
				kept, err := s.keeps(name)
				if !kept && !yield(name, err) {
					return
				}
			}
		}
	}
}

func (s *Snapshot) keeps(hash string) (bool, error) {
	p := s.pages("SELECT hash FROM body WHERE place = $1 AND hash = $2 LIMIT $3", 1, hash)
	row, err := p.next()
	return row != nil, err
}

// Root is the tree's hash over the first size leaves.
func (s *Snapshot) Root(size id.Seq) (tlog.Hash, error) { return journal.Root(int64(size), s) }
