package store

import (
	"math"
	"slices"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
)

// What is done about evidence.
const (
	EvidenceAsk      = "ask"
	EvidenceGive     = "give"
	EvidenceWithdraw = "withdraw"
)

// Sorts of evidence, each including the ones before: a paper named by title,
// number and date; a file; a photograph.
const (
	NoEvidence    = "none"
	EvidencePaper = "paper"
	EvidenceFile  = "file"
	EvidencePhoto = "photo"
)

// EvidenceSorts are the sorts in order.
var EvidenceSorts = []string{NoEvidence, EvidencePaper, EvidenceFile, EvidencePhoto}

// EvidenceAsked is what is asked of an item; ok is false where nothing is.
func (f *Facts) EvidenceAsked() (ask Evidence, ok bool) { return f.askedBefore(math.MaxInt64) }

// askedBefore is what was asked before a fact was recorded.
func (f *Facts) askedBefore(n id.Fact) (ask Evidence, ok bool) {
	for _, e := range slices.Backward(f.Evidence) {
		if e.Act == EvidenceAsk && e.ID < n {
			return e, e.Sort != NoEvidence
		}
	}
	return Evidence{}, false
}

// EvidenceFor is what was given for a period and not taken back, oldest first.
func (f *Facts) EvidenceFor(p calendar.Period) []Evidence {
	var out []Evidence
	for _, e := range f.Evidence {
		switch {
		case e.Act == EvidenceGive && e.Period == p:
			out = append(out, e)
		case e.Act == EvidenceWithdraw:
			out = slices.DeleteFunc(out, func(x Evidence) bool { return x.ID == e.Refers })
		}
	}
	return out
}

// EvidenceBy is what was given under a number and not taken back.
func (f *Facts) EvidenceBy(n id.Fact) (Evidence, bool) {
	for _, e := range f.Evidence {
		if e.ID == n && e.Act == EvidenceGive {
			i := slices.IndexFunc(f.EvidenceFor(e.Period), func(x Evidence) bool { return x.ID == n })
			return e, i >= 0
		}
	}
	return Evidence{}, false
}

// Proof says how a report stands to what is asked of its item.
type Proof int

// The proofs.
const (
	NotAsked Proof = iota
	Declared       // reported, with nothing that shows it: 仅申报
	Proven         // what was asked for is there: 已佐证
)

// String is the word of locale.
func (p Proof) String() string { return [...]string{"notasked", "declared", "proven"}[p] }

// Proof says whether the report of a period has the evidence that was asked for when
// it came in (S2-27). A report of no change claims nothing and is not asked.
func (f *Facts) Proof(p calendar.Period) Proof {
	r := f.Current(p)
	if r == nil || r.Sort == "nochange" {
		return NotAsked
	}
	ask, ok := f.askedBefore(id.Fact(r.ID))
	if !ok {
		return NotAsked
	}
	least := slices.Index(EvidenceSorts, ask.Sort)
	if slices.ContainsFunc(f.EvidenceFor(p), func(e Evidence) bool { return slices.Index(EvidenceSorts, e.Sort) >= least }) {
		return Proven
	}
	return Declared
}

// LastProof is the proof of the newest report that claims something.
func (f *Facts) LastProof() Proof {
	var last calendar.Period
	for _, r := range f.Reports {
		if c := f.Current(r.Period); c != nil && c.Sort != "nochange" && (last == 0 || r.Period.End() >= last.End()) {
			last = r.Period
		}
	}
	if last == 0 {
		return NotAsked
	}
	return f.Proof(last)
}

// ItemsAsked are the items of which evidence was ever asked, as of a point.
func (tx *Tx) ItemsAsked(p asof.Point) ([]id.Item, error) {
	return numbers[id.Item](tx, "SELECT DISTINCT item_id AS n FROM evidence WHERE place = $1 AND act = 'ask' AND id < $2 ORDER BY item_id", tx.db.place, p.Before())
}
