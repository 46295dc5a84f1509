// Package errs says what went wrong in a form that each surface can show.
//
// An Error has a kind, the key of a sentence for people with its arguments, and
// the cause for operators. Exactly one table turns kinds into HTTP statuses and
// exit codes. An error that is no *Error is Internal: people see one neutral
// sentence and the request's number, operators see the cause in the log.
package errs
