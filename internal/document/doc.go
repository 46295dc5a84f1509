// Package document reads a paper as text: its headings, its sentences, and what
// each part of it is for.
//
// It owns where clauses begin and end, which heading stands above them, which
// section they lie in (review, horizon, plan, measures, other), what is page
// furniture, the year the paper plans for, and the refusal of papers that carry
// a mark of secrecy. It never says what a sentence promises: that is decompose.
//
// Invariants: offsets count code points of the text as given; every rune that
// is not white space (nor a bar between cells, which Fold has as a tab) lies in
// exactly one clause; clauses are in order and do not
// touch white space at either end. Reading takes time linear in the text.
package document
