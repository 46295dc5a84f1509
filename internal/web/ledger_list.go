package web

// LedgerPage is the list of items: filtered, sorted, paged by key, as of any day.
type LedgerPage struct {
	Page
	Saved   string // the reader's own name of this filter
	Query2  string // the filter, to be kept
	Naming  Field
	Says    string // one sentence with the state in numbers
	Scope   string // period the figures speak of
	Views   []View
	Units   []Option
	Leaders []Option
	Fields  []Option // portfolios
	Kinds   []Option
	Lights  []Option
	Text    string // characters looked for in title or source
	Sorts   []SortLink
	Legend  Legend
	Rows    []LedgerRow
	Pager   Pager
	Clear   string // address without filters
	Export  string // address of the sheet; empty: not offered
	Any     bool   // some filter is set
	First   *Act   // what to do when there is nothing at all
}

// SortLink heads a column one can sort by.
type SortLink struct {
	Key     string // no, due, light
	URL     string
	Current string // up, down or empty
}

// Sort finds the link of a column, for the template.
func (p *LedgerPage) Sort(key string) SortLink {
	for _, s := range p.Sorts {
		if s.Key == key {
			return s
		}
	}
	return SortLink{Key: key}
}

// Legend says what the lights mean under the rule in force.
type Legend struct {
	Lights []Option // Value: colour, Name: what it means here
	Rule   string   // name and version of the rule set
	URL    string
}

// LedgerRow is one item in the list.
type LedgerRow struct {
	No, URL, Title string
	Light          Light
	Cause          string // in words, under a row that is behind
	Kind, Lead     string
	Field          string // portfolio
	Target         Figure
	Expected       Figure
	Actual         Figure
	Unit           string
	Gap            Figure
	GapUnit        string
	Behind         Figure // per cent
	Standing       string
	Due            Day
	DueText        string // when it is no date: 长期, 始终
	Reported       Day
	Late           string // lateness of reporting: a column of its own, no colour
}
