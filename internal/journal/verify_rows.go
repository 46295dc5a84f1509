package journal

import "crypto/sha256"

// gap is a place of the journal whose fact row was not found.
type gap struct {
	seq    int64
	row    int
	want   Hash
	filled bool
}

func (g gap) id() int64 { return g.seq<<rowBits | int64(g.row) }

// What is kept while rows and gaps wait to be matched. Beyond it, rows that were
// moved are reported as removed here and inserted there.
const (
	maxWaiting = 256  // rows and gaps carried from change to change
	maxTried   = 128  // rows and gaps tried against each other one by one
	maxCopied  = 4096 // odd rows of one change kept whole
)

// rowMatch tells what became of odd rows: altered, moved, inserted; and of gaps:
// removed.
type rowMatch struct {
	odd   []oddRow
	gaps  []gap
	found func(Finding)
}

func (m *rowMatch) wait(odd []oddRow, gaps []gap) {
	m.odd, m.gaps = append(m.odd, odd...), append(m.gaps, gaps...)
	if len(m.odd)+len(m.gaps) > maxWaiting {
		m.resolve()
	}
}

// resolve matches what waits and reports all of it.
func (m *rowMatch) resolve() {
	if len(m.odd)+len(m.gaps) == 0 {
		return
	}
	byWant := make(map[Hash]int, len(m.gaps))
	byID := make(map[int64]int, len(m.gaps))
	for i, g := range m.gaps {
		byWant[g.want], byID[g.id()] = i, i
	}
	done := make([]bool, len(m.odd))
	for i := range m.odd {
		if g, ok := m.origin(i, byWant); ok {
			done[i] = true
			m.moved(&m.odd[i], g)
		}
	}
	for i := range m.odd {
		if g, ok := byID[m.odd[i].id]; !done[i] && ok && !m.gaps[g].filled {
			done[i] = true
			m.altered(&m.odd[i], &m.gaps[g])
		}
	}
	for i := range m.odd {
		if !done[i] {
			m.report(RowInserted, &m.odd[i])
		}
	}
	for _, g := range m.gaps {
		if !g.filled {
			m.found(Finding{Kind: RowRemoved, Seq: g.seq, Row: g.row})
		}
	}
	m.odd, m.gaps = m.odd[:0], m.gaps[:0]
}

// origin finds the gap an odd row was recorded in: its hash, or its hash under
// the gap's number, is the one the journal has there.
func (m *rowMatch) origin(i int, byWant map[Hash]int) (int, bool) {
	o := &m.odd[i]
	if g, ok := byWant[o.hash]; ok && !m.gaps[g].filled && m.gaps[g].id() != o.id {
		return g, true
	}
	if o.enc == nil || i >= maxTried {
		return 0, false
	}
	for g := range m.gaps[:min(len(m.gaps), maxTried)] {
		if m.gaps[g].filled || m.gaps[g].id() == o.id {
			continue
		}
		if h, ok := o.hashAs(m.gaps[g].id()); ok && h == m.gaps[g].want {
			return g, true
		}
	}
	return 0, false
}

func (m *rowMatch) moved(o *oddRow, g int) {
	from := &m.gaps[g]
	from.filled = true
	m.found(Finding{Kind: RowMoved, Seq: o.id >> rowBits, Row: int(o.id & (MaxRows - 1)), Table: o.table,
		FromSeq: from.seq, FromRow: from.row})
}

func (m *rowMatch) altered(o *oddRow, g *gap) {
	g.filled = true
	if o.enc != nil {
		if column, ok := o.blank(g.want); ok {
			m.found(Finding{Kind: RowBlanked, Seq: g.seq, Row: g.row, Table: o.table, Column: column})
			return
		}
	}
	m.report(RowAltered, o)
}

func (m *rowMatch) report(k Kind, o *oddRow) {
	m.found(Finding{Kind: k, Seq: o.id >> rowBits, Row: int(o.id & (MaxRows - 1)), Table: o.table})
}

// rowScan compares the facts of one change with the hashes its journal row lists.
type rowScan struct {
	v     *verification
	seq   int64
	list  []byte // the hashes
	epoch bool   // the change opens an epoch
	next  int    // row expected
	odd   []oddRow
	gaps  []gap
}

// rows scans the facts of a change. listed says that the list of hashes is the
// one the leaf names; if not, the rows themselves may still be.
func (v *verification) rows(c *Change, leaf Leaf, listed bool) error {
	s := rowScan{v: v, seq: c.Seq, list: c.RowHashes, epoch: leaf.Act == ActEpoch}
	var there int
	all := sha256.New()
	for {
		row, err := v.facts.peek()
		if err != nil {
			return err
		}
		if row == nil || row.id>>rowBits > c.Seq {
			break
		}
		if !listed {
			all.Write(row.hash[:])
			there++
		}
		s.row(row)
		v.facts.skip()
		v.step(1)
	}
	s.gapsTo(len(s.list) / len(Hash{}))
	if !listed {
		v.find(Finding{Kind: RowListAltered, Seq: c.Seq})
		if there == leaf.Rows && Hash(all.Sum(nil)) == leaf.RowsHash {
			return nil // the rows are as the leaf says
		}
	}
	v.match.wait(s.odd, s.gaps)
	return nil
}

// row takes one fact. A fact of an earlier change, which the journal does not
// have, or one that is not what the list says of its place, is odd.
func (s *rowScan) row(r *factRow) {
	n := int(r.id & (MaxRows - 1))
	if r.id>>rowBits != s.seq || n < s.next || n >= len(s.list)/len(Hash{}) || r.bad || r.hash != s.want(n) {
		s.odd = append(s.odd, s.v.facts.odd(r, len(s.odd) < maxCopied))
		return
	}
	s.gapsTo(n)
	s.next = n + 1
	if s.epoch {
		s.v.epochs.fact(r.id)
	}
}

func (s *rowScan) want(n int) Hash { return Hash(s.list[n*len(Hash{}):]) }

func (s *rowScan) gapsTo(n int) {
	for ; s.next < n; s.next++ {
		s.gaps = append(s.gaps, gap{seq: s.seq, row: s.next, want: s.want(s.next)})
	}
}
