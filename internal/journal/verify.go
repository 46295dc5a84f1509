package journal

import (
	"iter"

	"golang.org/x/mod/sumdb/note"
)

// Change is one row of the journal as the data hold it. The slices belong to
// the receiver.
type Change struct {
	Seq, At      int64
	Day          string // ISO 8601
	Post, Person int64
	Act          string
	Rows         int
	RowHashes    []byte // Rows hashes, one after another
	Leaf         []byte
}

// Fact is one fact row as the data hold it. Values are exactly what RowHash was
// given when the row was recorded, the number included if it was. The engine
// keeps nothing of a Fact after the next one is asked for, so a source may use
// the same slices again.
type Fact struct {
	Table  string
	ID     int64 // seq<<20 | n
	Salt   []byte
	Values []any
}

// Body is one content that facts name by its hash.
type Body struct {
	Hash   string // small hexadecimal digits, as facts write it
	Gone   bool   // no bytes are kept
	Erased bool   // an erasure (依法清除) names it
	Salt   []byte
	Bytes  []byte
}

// Epoch is what a fact of a change ActEpoch says of a restore.
type Epoch struct {
	Number   int64
	ID       int64  // number of the fact
	Previous string // last note known of the epoch before, "" if there is none
	Size     int64  // leaves restored
	Reason   string
}

// Source is what Verify reads. It is never called from two goroutines at once,
// but its parts are read in turns: read by pages, keep no cursor open.
type Source struct {
	Changes     iter.Seq2[Change, error]             // by Seq, ascending
	Facts       iter.Seq2[Fact, error]               // of all tables, by ID, ascending
	Nodes       func(from, to int64) ([]Node, error) // the nodes that exist with from ≤ ID < to, ascending
	Bodies      iter.Seq2[Body, error]               // every content a fact names; may be nil
	Epochs      []Epoch                              // by Number, ascending
	Checkpoints [][]byte                             // notes kept in the data: they show a cut, they prove nothing
}

// Options says what the data are held against.
type Options struct {
	Place    string         // the place whose journal it is
	Keys     note.Verifiers // from outside; nil: no signature is checked
	Outside  [][]byte       // notes kept outside: slips, mails, a second office
	Limit    int            // findings kept in the report, 0: 1000; all are counted
	Progress func(Progress) // called now and then from the calling goroutine; may be nil
}

// Progress is how far Verify has come.
type Progress struct{ Changes, Facts, Bodies int64 }
