// Package archtest holds the house to its plan: who may import whom, that every
// package and exported name says what it is, that no query is put together
// outside the one place for it, and that no file carries what the rules forbid.
// It has only tests.
package archtest
