package web

// ReturnPage is 退办: the unit's head hands an item back within the limit for
// signing, with a listed reason, a proposed unit and its basis.
type ReturnPage struct {
	Page
	ID, Item, No, Back string
	Says               string
	Quote              []Span
	Reason             Field
	Unit               Field
	Basis              Field
	Words              Field
}

// ReassignPage decides on an item handed back: 改派 or 维持.
type ReassignPage struct {
	Page
	ID, Item, No, Back string
	Says               string
	Reason, Basis      string
	Words              string
	Decision           Field
	Unit               Field
	Why                Field
}
