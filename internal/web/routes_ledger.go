package web

// ledgerRoutes are the ledger, its items and what is read from them.
var ledgerRoutes = []Route{}
