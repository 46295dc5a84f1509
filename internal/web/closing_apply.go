package web

// ClosingPage asks for the end of an item (办结申请): when the standard was
// reached and by what that is shown.
type ClosingPage struct {
	Page
	ID, Item, No, Back string
	Says               string
	Facts              []Pair
	Steps              []Pair // the way out of its kind, in order
	Reached            Field
	Words              Field
}

// ClosingDecidePage decides on an application, or takes a further step of the
// end.
type ClosingDecidePage struct {
	Page
	ID, Item, No, Back string
	Says               string
	Light              Light
	Facts              []Pair
	Decision           Field
	Reached            Field
	Number             Field
	Words              Field
}
