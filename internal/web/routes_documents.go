package web

// documentRoutes lead from a document over its drafts to a signed paper.
var documentRoutes = []Route{}
