package web

import "html/template"

// DocumentPage is the desk of decomposition as a plain list: the text on one
// side, the drafts on the other, and every sentence accounted for.
type DocumentPage struct {
	Page
	ID       string
	Name     string
	Says     string
	Cover    Coverage
	Text     []ClauseView
	Views    []View
	Drafts   []DraftRow
	Open     *DraftForm
	Pager    Pager
	Rest     []RestRow // clauses that became nothing, each with its reason
	RestAll  string
	Paper    *Act   // to the paper being prepared; nil: none may be made yet
	Blocked  string // why it cannot be issued: 下达（还差14句）
	Sheet    string // address of the export
	May      bool   // may edit
	MakeForm string // address that makes a paper of the drafts
}

// Coverage counts the sentences of the planning part; the parts add up to All.
type Coverage struct {
	Bar                     template.HTML
	All, Made, Joined, Rest int
	Open                    int
}

// ClauseView is a heading or a sentence of the text.
type ClauseView struct {
	N       int
	Heading int // level, 0: a sentence
	Spans   []Span
	State   string // ok, on, off or empty
	Remark  string
	URL     string // opens its draft
}

// DraftRow is a draft in the list.
type DraftRow struct {
	ID, No  string
	URL     string
	Title   string
	Says    string // kind, lead, due in one line
	State   string // in words
	Problem string // what keeps it from being issued
	Gone    string // merged or split: where it went
	GoneURL string
}

// DraftForm is the draft being edited. Version is what the editor saw: another
// field changed meanwhile is merged, the same field is asked about.
type DraftForm struct {
	ID, No, Version string
	Heading         string
	Edited          string
	Fields          []Field
	Notes           []string // why a unit or date is proposed
	Quote           []Span
	Accepted        bool
}

// RestRow is a clause that became no item.
type RestRow struct {
	N        int
	URL      string
	Quote    string
	Reason   string
	ClauseID string
}
