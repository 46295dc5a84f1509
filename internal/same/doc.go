// Package same finds work that is already known: the same matter under another
// origin (多源合一), and the same promise in last year's ledger.
//
// It proposes, with what speaks for it in words and figures; a person merges or
// links. It knows no store: matters come in as plain values. An index over the
// matters known is made once; finding walks only the lists of the rarer terms of
// the one asked about, so the cost does not grow with the square of the ledger.
package same
