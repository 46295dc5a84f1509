package web

// JournalPage is the auditor's list of the journal.
type JournalPage struct {
	Page
	Says  string
	Acts  []Option // kinds of change to filter by
	Actor Field
	From  Field
	To    Field
	Rows  []Leaf
	Pager Pager
	Note  string // the checkpoint as signed
	Clear string
}
