package ledger

import (
	"fmt"
	"strings"
)

// PathKind is how a measure is expected to move (序时), one of six.
type PathKind uint8

// The paths. A path that falls is a level by date; the cumulative rate of a
// statistic (1—6月增长7%) is one too, because it is free to fall.
const (
	Amount   PathKind = iota + 1 // cumulative amount, never falls but by correction
	Share                        // share of completion in percent, never falls
	Level                        // rate or level by date, free to move either way
	Bound                        // bound at all times (底线): a breach is a fact
	Relative                     // held against a figure that is published later
	State                        // a state to be reached: 开工, 建成, 印发
)

var pathNames = [...]string{"", "amount", "share", "level", "bound", "relative", "state"}

// String is the name of the path in files and columns.
func (p PathKind) String() string {
	if int(p) < len(pathNames) {
		return pathNames[p]
	}
	return fmt.Sprintf("path%d", p)
}

// ParsePath reads the name of a path.
func ParsePath(s string) (PathKind, error) {
	for i, name := range pathNames {
		if s == name && s != "" {
			return PathKind(i), nil
		}
	}
	return 0, fmt.Errorf("ledger: %q is not a path; use one of %s", s, strings.Join(pathNames[1:], ", "))
}

// Cumulative reports whether values only grow along the path.
func (p PathKind) Cumulative() bool { return p == Amount || p == Share }

// Relation is how a relative measure stands to the other figure.
type Relation uint8

// The relations, named as in the contract of decompositions.
const (
	NoRelation Relation = iota
	Above               // 高于
	Equal               // 同步, 不低于 (or 不高于 where less is better)
	Below               // 低于
)

var relationNames = [...]string{"", "above", "equal", "below"}

// String is the name of the relation.
func (r Relation) String() string { return relationNames[r] }

// ParseRelation reads the name of a relation; empty is none.
func ParseRelation(s string) (Relation, error) {
	for i, name := range relationNames {
		if s == name {
			return Relation(i), nil
		}
	}
	return 0, fmt.Errorf("ledger: %q is not a relation; use above, equal or below", s)
}

// Standing is how far a submitted value has come, in the order in which values
// of one period are preferred.
type Standing uint8

// The standings. A returned value is no submission.
const (
	Returned  Standing = iota
	Submitted          // 未审
	Taken              // 未审受理
	Accepted           // 受理
	Checked            // 核定
)

var standingNames = [...]string{"returned", "submitted", "taken", "accepted", "checked"}

// String is the name of the standing.
func (s Standing) String() string { return standingNames[s] }
