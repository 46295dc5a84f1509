// Package auth holds the cryptography of signing in: passwords behind a
// semaphore, random tokens that are kept only as hashes, form tokens, and how
// long a pair of account and address has to wait after failures. It stores
// nothing and knows no one.
package auth
