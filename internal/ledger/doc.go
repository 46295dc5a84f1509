// Package ledger owns the one ledger of who owes what by when: items with their
// origins, measures, assignments, plans, reports, checks, changes and closings,
// what makes each of them valid, and the judge that turns facts into lights.
//
// It is given values and gives values back: no SQL, no clock, no files. It never
// decides for a person: it says which light the figures give, what is owed, who
// may decide a change and why one is refused.
//
// Invariants of the judge, held by properties in its tests:
//   - a light never gets better by time alone, and improvement in a measure's
//     direction never makes it worse;
//   - done < grey < green < yellow < red is the order along time; greys other
//     than «not started» are set and left by facts, or by the days of a pause;
//   - Until is the first later day with another light or another grey;
//   - judging allocates nothing and every light has a sentence with its numbers.
package ledger

// Engine is the number of the judging code. A change of this package that gives
// any past item another light gets the next number.
const Engine = 1
