package journal

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"iter"
	"math"
	"runtime"
	"sync"
)

// A batch of fact rows goes to a hashing goroutine when it is as long as this.
const (
	batchRows  = 1024
	batchBytes = 512 << 10
)

// factRow is one fact row in its batch: number, encoding, hash.
type factRow struct {
	id   int64
	from int
	to   int
	bad  bool // cannot be encoded (salt or type altered); the bytes are the table's name
	hash Hash
}

type batch struct {
	buf  []byte
	rows []factRow
	err  error
	done chan struct{}
}

// factReader reads, encodes and hashes facts ahead of the comparison. Order is
// kept by handing batches on in the order they were read; each says when it is
// hashed.
type factReader struct {
	src    sync.Locker // held while the source runs
	order  chan *batch
	cancel context.CancelFunc
	wg     sync.WaitGroup

	cur   *batch
	i     int
	last  int64
	count int64
}

// readFacts starts reading. stop must be called.
func readFacts(ctx context.Context, facts iter.Seq2[Fact, error], src sync.Locker) *factReader {
	ctx, cancel := context.WithCancel(ctx)
	workers := max(2, runtime.GOMAXPROCS(0))
	r := &factReader{src: src, last: math.MinInt64, order: make(chan *batch, 2*workers), cancel: cancel}
	work := make(chan *batch, 2*workers)
	for range workers {
		r.wg.Go(func() {
			for b := range work {
				b.sum()
			}
		})
	}
	r.wg.Go(func() {
		defer close(r.order)
		defer close(work)
		r.read(ctx, facts, func(b *batch) bool {
			select {
			case r.order <- b:
			case <-ctx.Done():
				return false
			}
			select {
			case work <- b:
			case <-ctx.Done():
				close(b.done) // nobody will hash it, and nobody may wait for it
				return false
			}
			return true
		})
	})
	return r
}

func (r *factReader) stop() {
	r.cancel()
	r.wg.Wait()
}

// read fills batches. The lock is held while the source runs and let go while a
// full batch waits for room.
func (r *factReader) read(ctx context.Context, facts iter.Seq2[Fact, error], send func(*batch) bool) {
	if facts == nil {
		return
	}
	b := newBatch()
	stopped := false
	r.src.Lock()
	for f, err := range facts {
		if err == nil && ctx.Err() != nil {
			err = ctx.Err()
		}
		if err != nil {
			b.err = fmt.Errorf("journal: read facts: %w", err)
			break
		}
		b.add(&f)
		if len(b.rows) < batchRows && len(b.buf) < batchBytes {
			continue
		}
		r.src.Unlock()
		stopped = !send(b)
		r.src.Lock()
		if stopped {
			break
		}
		b = newBatch()
	}
	r.src.Unlock()
	if !stopped {
		send(b)
	}
}

var batchPool = sync.Pool{New: func() any {
	return &batch{buf: make([]byte, 0, batchBytes/2), rows: make([]factRow, 0, batchRows)}
}}

func newBatch() *batch {
	b := batchPool.Get().(*batch)
	b.buf, b.rows, b.err, b.done = b.buf[:0], b.rows[:0], nil, make(chan struct{})
	return b
}

func (b *batch) add(f *Fact) {
	row := factRow{id: f.ID, from: len(b.buf)}
	buf, err := appendRow(b.buf, f.Salt, f.Table, f.Values)
	if err != nil {
		row.bad = true
		buf = append(b.buf, f.Table...)
	}
	b.buf, row.to = buf, len(buf)
	b.rows = append(b.rows, row)
}

// sum hashes the rows of a batch.
func (b *batch) sum() {
	for i := range b.rows {
		if r := &b.rows[i]; !r.bad {
			r.hash = sha256.Sum256(b.buf[r.from:r.to])
		}
	}
	close(b.done)
}

// peek is the next fact row, nil at the end. It is good until the next peek
// after a skip.
func (r *factReader) peek() (*factRow, error) {
	for r.cur == nil || r.i == len(r.cur.rows) {
		if r.cur != nil {
			if r.cur.err != nil {
				return nil, r.cur.err
			}
			batchPool.Put(r.cur)
			r.cur = nil
		}
		b, ok := <-r.order
		if !ok {
			return nil, nil
		}
		<-b.done
		r.cur, r.i = b, 0
	}
	row := &r.cur.rows[r.i]
	if row.id < r.last {
		return nil, fmt.Errorf("journal: facts are out of order: %d after %d; read them by number", row.id, r.last)
	}
	return row, nil
}

// skip goes on to the next row.
func (r *factReader) skip() {
	r.last = r.cur.rows[r.i].id
	r.i++
	r.count++
}

// oddRow is a fact row that is not where or what the journal says.
type oddRow struct {
	id    int64
	table string
	enc   []byte // nil: cannot be encoded, or too many to keep
	hash  Hash
}

// odd copies the row peek gave. With keep false only its name is kept.
func (r *factReader) odd(row *factRow, keep bool) oddRow {
	b := r.cur.buf[row.from:row.to]
	if row.bad {
		return oddRow{id: row.id, table: string(b)}
	}
	o := oddRow{id: row.id, table: encTable(b), hash: row.hash}
	if keep {
		o.enc = append([]byte(nil), b...)
	}
	return o
}

// encTable reads the table's name out of an encoded row.
func encTable(enc []byte) string {
	b := enc[4+SaltSize:]
	n := binary.BigEndian.Uint32(b)
	return string(b[4 : 4+n])
}

// encValues is where the values begin.
func encValues(enc []byte) int {
	return 4 + SaltSize + 4 + int(binary.BigEndian.Uint32(enc[4+SaltSize:]))
}

// encSize is the length of the encoded value at the start of b.
func encSize(b []byte) int {
	switch b[0] {
	case tagNull:
		return 1
	case tagInt:
		return 9
	default:
		return 5 + int(binary.BigEndian.Uint32(b[1:]))
	}
}

// hashAs is the hash the row has under another number, if its first value is
// its number.
func (o *oddRow) hashAs(id int64) (Hash, bool) {
	at := encValues(o.enc)
	if len(o.enc) < at+9 || o.enc[at] != tagInt || int64(binary.BigEndian.Uint64(o.enc[at+1:])) != o.id {
		return Hash{}, false
	}
	binary.BigEndian.PutUint64(o.enc[at+1:], uint64(id))
	h := sha256.Sum256(o.enc)
	binary.BigEndian.PutUint64(o.enc[at+1:], uint64(o.id))
	return h, true
}

// blank finds the value that makes the row right again when NULL, empty text,
// empty bytes and 0 are exchanged for one another.
func (o *oddRow) blank(want Hash) (column int, ok bool) {
	blanks := [][]byte{{tagNull}, {tagText, 0, 0, 0, 0}, {tagBytes, 0, 0, 0, 0}, {tagInt, 0, 0, 0, 0, 0, 0, 0, 0}}
	for at := encValues(o.enc); at < len(o.enc); column++ {
		end := at + encSize(o.enc[at:])
		for _, is := range blanks {
			if string(is) != string(o.enc[at:end]) {
				continue
			}
			for _, was := range blanks {
				enc := append(append(append([]byte(nil), o.enc[:at]...), was...), o.enc[end:]...)
				if sha256.Sum256(enc) == want {
					return column, true
				}
			}
		}
		at = end
	}
	return 0, false
}
