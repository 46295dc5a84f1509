package journal

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"
)

// State is the outcome of Verify.
type State int

// The states. Words for people are in locale: verify.state.<name>.
const (
	Failed     State = iota // something was altered, removed or slipped in, or a checkpoint does not hold
	Consistent              // the data agree with themselves; no checkpoint from outside held them
	Passed                  // and a checkpoint from outside held
)

var stateNames = [...]string{"failed", "consistent", "passed"}

// String is the end of the key of the state's words.
func (s State) String() string { return stateNames[s] }

// Kind is the kind of a finding.
type Kind int

// The kinds of findings. Words for people are in locale: verify.find.<name>.
const (
	RowAltered        Kind = iota + 1 // Seq, Row, Table
	RowBlanked                        // Seq, Row, Table, Column: NULL, '' or 0 exchanged for one another
	RowRemoved                        // Seq, Row
	RowInserted                       // Seq, Row, Table
	RowMoved                          // Seq, Row, Table: where it is; FromSeq, FromRow: where it was recorded
	RowListAltered                    // Seq: the list of row hashes is not the one the leaf names
	ChangeRemoved                     // Seq to To; Count: fact rows left behind
	ChangeInserted                    // Seq to To: not in the tree, or a number taken twice
	TailCut                           // Seq to To: the last changes are gone
	HeaderAltered                     // Seq, Field: a column of the change is not what its leaf says; Field leaf: it cannot be read
	LeafAltered                       // Seq: the leaf is not the one in the tree
	SubtreeAltered                    // Seq to To: rewritten together; the nodes above remember otherwise
	NodeAltered                       // Level, Index; Seq to To: the leaves below it
	NodeMissing                       // likewise
	BodyAltered                       // Name: a content is not what its hash says
	BodyMissing                       // Name: gone without an erasure
	BodyKept                          // Name: an erasure names it, yet it is there
	CheckpointFailed                  // Name; Seq to To: what was rewritten lies among these changes
	CheckpointRefused                 // Name: a note that no given key signed, or of another place
	EpochWrong                        // Seq: a restore that the journal does not bear out
)

var kindNames = map[Kind]string{
	RowAltered: "row-altered", RowBlanked: "row-blanked", RowRemoved: "row-removed", RowInserted: "row-inserted",
	RowMoved: "row-moved", RowListAltered: "row-list-altered", ChangeRemoved: "change-removed",
	ChangeInserted: "change-inserted", TailCut: "tail-cut", HeaderAltered: "header-altered",
	LeafAltered: "leaf-altered", SubtreeAltered: "subtree-altered", NodeAltered: "node-altered",
	NodeMissing: "node-missing", BodyAltered: "body-altered", BodyMissing: "body-missing", BodyKept: "body-kept",
	CheckpointFailed: "checkpoint-failed", CheckpointRefused: "checkpoint-refused", EpochWrong: "epoch-wrong",
}

// String is the end of the key of the kind's sentence.
func (k Kind) String() string { return kindNames[k] }

// Finding is one thing that is not as it was recorded. Which fields are set
// stands beside each Kind.
type Finding struct {
	Kind    Kind
	Seq, To int64
	Row     int
	Table   string
	Column  int // place among the values that were hashed, from 0
	FromSeq int64
	FromRow int
	Field   string
	Level   int
	Index   int64
	Count   int64
	Name    string
	Err     error
}

// Key is the key of the finding's sentence in locale.
func (f Finding) Key() string { return "verify.find." + f.Kind.String() }

// Args are the arguments of that sentence, alternating name and value.
func (f Finding) Args() []any {
	return []any{"seq", f.Seq, "to", f.To, "row", f.Row, "table", f.Table, "column", f.Column, "fromSeq", f.FromSeq,
		"fromRow", f.FromRow, "field", f.Field, "level", f.Level, "index", f.Index, "n", f.Count, "name", f.Name}
}

// String is the finding for logs.
func (f Finding) String() string {
	s := f.Kind.String()
	if f.Seq > 0 {
		s += " change " + strconv.FormatInt(f.Seq, 10)
	}
	if f.To > f.Seq {
		s += "–" + strconv.FormatInt(f.To, 10)
	}
	switch f.Kind {
	case RowAltered, RowInserted, RowRemoved:
		s += fmt.Sprintf(" row %d %s", f.Row, f.Table)
	case RowBlanked:
		s += fmt.Sprintf(" row %d %s value %d", f.Row, f.Table, f.Column)
	case RowMoved:
		s += fmt.Sprintf(" row %d %s, recorded as change %d row %d", f.Row, f.Table, f.FromSeq, f.FromRow)
	case NodeAltered, NodeMissing:
		s += fmt.Sprintf(" level %d index %d", f.Level, f.Index)
	}
	for _, more := range []string{f.Field, f.Name} {
		if more != "" {
			s += " " + more
		}
	}
	if f.Err != nil {
		s += ": " + f.Err.Error()
	}
	return s
}

// Outcome is what became of a checkpoint.
type Outcome int

// The outcomes. Words for people are in locale: verify.checkpoint.<name>.
const (
	Held      Outcome = iota // the data continue it
	Broken                   // the data do not continue it
	Beyond                   // it speaks of more changes than there are
	Lost                     // a restore went back behind it; nothing to hold it against
	Refused                  // no given key signed it, or it is of another place
	Unchecked                // kept in the data, and no key was given
)

var outcomeNames = [...]string{"held", "broken", "beyond", "lost", "refused", "unchecked"}

// String is the end of the key of the outcome's words.
func (o Outcome) String() string { return outcomeNames[o] }

// CheckpointReport is what became of one note.
type CheckpointReport struct {
	Signed
	Outside bool
	Index   int // in Options.Outside or Source.Checkpoints
	Outcome Outcome
	Gone    int64 // with Lost: changes it speaks of that the restore lost
	Err     error
}

// Restore is a return to a backup that the journal bears out (恢复丢失 n 条).
type Restore struct {
	Epoch  int64
	Seq    int64 // the change that opened the epoch
	Gone   int64 // changes known to be lost
	Reason string
}

// Report is what Verify found.
type Report struct {
	State       State
	Size        int64     // changes
	Root        tlog.Hash // over them
	Facts       int64
	Bodies      int64
	Erased      int64 // contents destroyed lawfully, counted apart
	Gone        int64 // changes lost by restores, counted apart
	HeldTo      int64 // largest checkpoint from outside that held: changes after it agree only with themselves
	Restores    []Restore
	Checkpoints []CheckpointReport
	Findings    []Finding // by change; at most Options.Limit
	Total       int64     // all findings
	Counts      map[Kind]int64
}

const defaultLimit = 1000

func (r *Report) add(f Finding, limit int) {
	r.Total++
	r.Counts[f.Kind]++
	if len(r.Findings) < limit {
		r.Findings = append(r.Findings, f)
	}
}

func (r *Report) sort() {
	slices.SortStableFunc(r.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Row, b.Row))
	})
}
