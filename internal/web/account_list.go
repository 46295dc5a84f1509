package web

import "time"

// AccountsPage is the list of accounts. Who administers it owns no data.
type AccountsPage struct {
	Page
	Says  string
	Text  string
	Rows  []AccountRow
	Pager Pager
	Add   string
}

// AccountRow is one account.
type AccountRow struct {
	ID, URL, Name, Person string
	Posts                 []string
	State                 string
	Seen                  time.Time
	Locked                bool
}

// AccountPage is one account: its posts, its sessions, its acts.
type AccountPage struct {
	Page
	ID, Version, Name, Person string
	Says                      string
	Facts                     []Pair
	Posts                     []PostRow
	May                       bool
	Locked                    bool
	Off                       bool
	Rights                    string // deciding rights asleep until a second administrator confirms
	Confirm                   bool   // the reader is that second administrator
}

// PostRow is a post a person holds.
type PostRow struct {
	Unit, Name string
	From, To   Day
}

// AccountAddPage makes a person and an account; the password is set by its
// holder through a one-time link.
type AccountAddPage struct {
	Page
	Person Field
	Name   Field
	Unit   Field
	Post   Field
	From   Field
}

// AccountLinkPage shows a one-time link, once.
type AccountLinkPage struct {
	Page
	Person, Name string
	Link         string
	Until        string
	Back         string
}
