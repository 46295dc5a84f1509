// Package id holds the typed identifiers of everything the ledger remembers.
//
// It owns the layout of a fact's number: seq<<20 | n, where seq is the change
// that recorded the fact and n its row within that change. Numbers made that
// way sort by when something became known, are the same on both databases, and
// make "as known at seq" one comparison. It knows nothing of what the facts say.
//
// People never see these numbers; an item has its own printed number.
package id
