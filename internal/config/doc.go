// Package config says how a server is started: where it listens, where its data
// lies, how it is reached. It reads flags and environment, fills defaults and
// refuses what would be unsafe; it opens nothing.
//
// What holds for a place rather than for a process (its name, the length of a
// session, how long sign-in records are kept) is no configuration but a fact,
// and stands in the journal.
//
// The rule behind the defaults: nothing is reachable from another machine unless
// somebody said so in words (AllowRemote), and what serves operators (Ops) never
// is, because it answers without a password.
package config
