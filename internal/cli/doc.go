// Package cli is the command line: its grammar, its words, its exit codes, and
// the one function that wires the server together (wire.go).
//
// Exit codes are 0 done, 1 failed, 2 used wrongly. Results go to standard
// output, everything else to standard error; an error names the input and the
// place in it and says what to do. Output files appear whole or not at all.
//
// The hidden command «textin» is the child process that reads files from
// outside; it runs before anything else is looked at.
//
// Keys: the signing key of the journal never lies in the data directory. Commands
// that check take the public key by --key and never look for it in the data.
package cli
