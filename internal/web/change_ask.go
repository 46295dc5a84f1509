package web

// ChangePage asks for a change of an item: 延期, 调值, 调单位, 暂停, 中止 …
type ChangePage struct {
	Page
	ID, Item, No, Back string
	Says               string
	Kind               Field
	Due                Field
	Value              Field
	Until              Field
	Reason             Field
	Words              Field
	Deciders           []Pair // origin and who decides changes of it
	Late               string // too near the date: told, stops no one
}

// ChangeDecidePage decides a change that was asked for.
type ChangeDecidePage struct {
	Page
	ID, Item, No, Back string
	Says               string
	Facts              []Pair
	Decision           Field
	Words              Field
	Basis              Field
}
