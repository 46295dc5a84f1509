// Package server listens: the pages and the API on one address, figures about
// the program on another that only this machine reaches. It knows neither; it
// adds what every answer needs – a request number, the security headers, limits
// of time and size, an access log without secrets – and stops in order.
package server
