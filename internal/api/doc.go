// Package api owns the REST surface /api/v1: its operations, the shapes of what
// goes in and out, problem documents (RFC 9457) and the OpenAPI description.
//
// Every operation names the right it needs; without one it cannot be
// registered, and whoever lacks it is refused before anything of the request is
// read. What a caller may see or change is decided by package app alone; here
// an operation only reads the request, calls one use case and writes what it
// gave. What is not there and what is not the caller's answer with the same
// bytes.
//
// Identifiers are strings, days are ISO dates, figures are decimal strings with
// their unit, lists go by opaque cursors. Shapes here are a promise to scripts:
// fields are added, never renamed or given another meaning, within v1.
package api
