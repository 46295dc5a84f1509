// Package app is what people can do: one function a use case, each with its
// right, one transaction, the domain's rule, and the leaf of the journal. Pages,
// API, command line and jobs call the same functions; nothing else writes.
//
// A use case takes the viewer (who acts, in which post) and gives an *errs.Error
// that can be shown. What the viewer may not see answers exactly like what is
// not there. Nothing slow happens inside a write: files are read, text is
// parsed and passwords are hashed before it begins.
package app
