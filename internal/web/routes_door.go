package web

// doorRoutes let people in and out, and keep the accounts.
var doorRoutes = []Route{}
