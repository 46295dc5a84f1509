// Package store holds all SQL: what the ledger remembers, what is computed from
// it, and what is still being typed, on SQLite and PostgreSQL with one SQL text.
//
// Tables are of four classes (Class). Facts are only ever inserted, by Tx, in
// the transaction that also writes the leaf of the journal; triggers refuse
// anything else. Projections are rebuilt from facts and never referenced. Work
// in progress is overwritten freely and becomes facts in one Write. Bodies are
// the long or personal contents that facts name only by hash, so that they can
// be erased lawfully.
//
// Every write takes the clock row first (DB.Write), so writes of a place are in
// one order, the order of the journal; the function runs exactly once. Every
// page is one snapshot (DB.View). Values are integers, texts and bytes, never
// NULL: 0, ” and empty stand for "none", so sorting is the same on both.
//
// Nothing slow happens inside a Write: no parsing, hashing of passwords, file
// or network. The package never decides who may do something.
package store
