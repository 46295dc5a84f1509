// Package pgtest starts a PostgreSQL server of its own for tests and benchmarks,
// wherever its programs are installed: a fresh cluster in a temporary folder,
// reached through a socket only, gone when the tests end. Each caller gets an
// empty database. It is used by tests alone.
package pgtest
