package same

import "jiufen/internal/quantity"

// Matter is a piece of work as far as comparing needs it. Zero fields are unknown.
type Matter struct {
	ID       int64
	Title    string
	Text     string // more words about it: the standard, the sentence
	Measures []Measure
	Leads    []int64 // units that lead it
	Day      int32   // its limit
	Project  string  // 项目代码
}

// Measure is what is counted, with its target. Ratio figures have the unit %.
type Measure struct {
	Name   string
	Target quantity.Value // N/10^Decimals in Unit
	Has    bool           // there is a target
}

// How is what is looked for.
type How uint8

// What can be looked for.
const (
	Now      How = iota // the same matter of the same time: figures and limit should agree
	LastYear            // the same promise a year before: figures and limit will differ
)

// Settings say when something is proposed.
type Settings struct {
	Least int // score, in percent, from which it is proposed
	Most  int // how many are proposed for one matter
}

// The defaults, tuned on public documents (doc/decomposition.md).
var (
	DefaultNow  = Settings{Least: 35, Most: 3}
	DefaultYear = Settings{Least: 30, Most: 3}
)

// Match is a matter known that may be the same, with what speaks for it.
type Match struct {
	ID      int64
	Score   int      // percent
	Words   []string // said by both, the longest first
	Pairs   []Pair   // measures that count the same
	Leads   []int64  // units that lead both
	Day     bool     // the same limit
	Project bool     // the same project code: certain

	at int
}

// Pair is a measure of each side that count the same thing in the same unit.
type Pair struct {
	Mine, Theirs int // places in the lists of measures
	Equal        bool
}
