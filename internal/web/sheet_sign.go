package web

// SheetSignPage is the head's page: the sheet of the period read once and signed.
type SheetSignPage struct {
	Page
	ID, Version string
	Heading     string
	Says        string
	Rows        []SheetSignRow
	Missing     []Act  // items of the period without a report
	Rest        []Act  // other sheets that wait
	For, ForID  string // signs in whose name, for a stand-in
}

// SheetSignRow is one report as it would be sent.
type SheetSignRow struct {
	No, URL, Title string
	Light          Light
	Plan, Before   Figure
	Value          Figure
	Unit           string
	Text, Flag     string
	Evidence       string // what shows it, or that nothing does; empty: nothing is asked
	Desk           string // who wrote it, when
}
