// Package decompose reads what a paper promises: the works, the targets, the
// time limits and the units that answer for them, and accounts for every clause.
//
// It takes a document.Document and a Lexicon (plain data, from library/lexicon)
// and gives a Result. It knows the language of reports (numbers, measure words,
// comparators, heads shared by lists, unit lists, dates), never one report. It
// reads no files, asks no clock and writes no sentences for people: reasons are
// keys of internal/locale.
//
// Invariants, held by properties over arbitrary text: offsets count code points
// of the document's text; a quote is the text at its offsets; ids are unique and
// in order; a child lies inside its parent; every clause of a planning section
// is in a draft or in Uncovered with its reason. Time is linear in the text.
package decompose
