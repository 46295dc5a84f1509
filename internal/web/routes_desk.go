package web

// deskRoutes are the work of units and of those who review it.
var deskRoutes = []Route{}
