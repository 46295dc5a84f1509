// Package library holds what ships as data: calendars, kinds of items, light
// rules, the lexicon of decomposition and the catalogue of duties. It only gives the files; who reads
// them parses and checks them, and loading one into a place records a fact with
// its hash.
package library

import "embed"

// FS holds the files by folder: calendars, kinds, rules, lexicon, duties, registers.
//
//go:embed registers/*.yaml calendars/*.yaml kinds/*.yaml rules/*.yaml lexicon/*.yaml duties/*.yaml
var FS embed.FS
