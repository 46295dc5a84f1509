// Package server listens: the pages and the API on one address, figures about
// the program on another that only this machine reaches. It knows neither route
// nor account nor SQL.
//
// Around every request, from the outside in: a number (RequestID), the access log
// and the counters, the last net under a panic, headers that every answer has, a
// look at the Host header, a look at whether another site sent the request, and
// limits of size and time. Form token and session belong to the pages: here is
// refused what can be refused without knowing who asks.
//
// The access log holds no query, no address, no account, and of a path no value
// of a wildcard that is a secret: addresses of feeds and one-time links are
// secrets, and nothing in this system counts what a person does. Figures are
// labelled with routes and classes of status, never with units.
package server
