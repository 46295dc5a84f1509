package web

// SearchPage finds Chinese text of one, two or more characters in items and in
// the sentences they come from. It searches what is now, and says so.
type SearchPage struct {
	Page
	Text  string
	Says  string
	Rows  []SearchRow
	Pager Pager
}

// SearchRow is a hit.
type SearchRow struct {
	No, URL, Title, Lead, Kind string
	Light                      Light
	Quote                      []Span // with the words found marked
	Due                        Day
	DueText                    string
}
