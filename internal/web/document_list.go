package web

// DocumentsPage lists documents and takes a new one: a file or pasted text.
type DocumentsPage struct {
	Page
	Says   string
	May    bool // may add a document
	Rows   []DocumentRow
	File   Field
	Title2 Field // title of pasted text
	Text   Field
	YearIn Field
	Limit  string // what is accepted, how large
	Pager  Pager
}

// DocumentRow is one document.
type DocumentRow struct {
	Title, URL, State string
	Clauses, Drafts   int
	Open              int // drafts and clauses still to be handled
	By                string
	At                Day
}
