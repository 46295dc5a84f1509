// Package paper makes the papers of the office: the decomposition notice with
// its two annexes, as .docx in the layout of GB/T 9704-2012 and as .xlsx, and
// the slip (校验单) that says on what state of the journal a paper rests.
//
// Plain data goes in, bytes come out; the same data gives the same bytes. A
// paper is rendered first and gets its number and day when it is signed (see
// Stamp), so that a rendering that fails uses up no number. The slip is a paper
// of its own: no sum and no checkpoint stands in an official paper.
//
// It reads no store and knows no rights; what may be shown is decided by who
// fills the data in.
package paper
