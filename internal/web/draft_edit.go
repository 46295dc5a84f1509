package web

// DraftSplitPage cuts a draft into several, each with its own title; the old one
// forwards to them.
type DraftSplitPage struct {
	Page
	ID, Version, Back string
	Name              string
	Quote             []Span
	Parts             []Field
}

// DraftMergePage puts a draft into another one, which keeps both origins.
type DraftMergePage struct {
	Page
	ID, Version, Back string
	Name              string
	Quote             []Span
	Into              Field
}

// DraftDropPage says that a draft is no item, with the reason that will stand
// beside its clause.
type DraftDropPage struct {
	Page
	ID, Version, Back string
	Name              string
	Quote             []Span
	Reason            Field
}

// DraftConflictPage shows a draft that two people changed in the same field:
// what it was, mine, theirs. Fields changed by one alone are merged already.
type DraftConflictPage struct {
	Page
	ID, Version, Back string
	Name              string
	Theirs            string // who changed it and when
	Merged            []Pair // what was merged without asking
	Clashes           []Clash
	Gone              *Act // the draft was merged or split: where it went
}

// Clash is one field both changed.
type Clash struct {
	Name, Label        string
	Base, Mine, Theirs string
	Err                string
}
