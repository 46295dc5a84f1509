package web

import "jiufen/internal/id"

// DeskPage is what I owe: what came back, what is missing, what can go now.
type DeskPage struct {
	Page
	Heading string
	Says    string
	Strip   []Big
	Sign    []AssignmentRow // to be signed for
	Plan    []AssignmentRow // plan to be handed back
	Periods []View          // sheets of the periods that are open, where there are several
	Sheet   *SheetView
	Urgent  []UrgentRow // of the whole place, to be done the same day
	Letters []LetterRow // that wait for the unit's reply
	Told    []ToldRow   // what others ask of the unit's items since lately
	Waiting []Act       // queues of other rights: 审签, 受理, 审定, 签发 with counts
	Nothing string
}

// ToldRow is a change of what is asked of an item.
type ToldRow struct{ No, URL, Title, Says string }

// Big is one of the few large numbers.
type Big struct {
	Name, Value, Unit, URL string
	NoPhone                bool
}

// AssignmentRow is an item handed to the unit.
type AssignmentRow struct {
	ID, No, URL, Title string
	Role               string // 牵头, 责任, 配合
	Quote              string
	Limit              string // until when, working days left
	Return             string // address of 退办; empty: no longer possible
	Act                string // address of the form that follows
	Paper              string
}

// SheetView is the sheet of the period: one per unit and period.
type SheetView struct {
	ID, Period string // 6月
	Reopen     bool   // can be taken back from the head
	SignURL    string // where the head signs it; empty: not yet, or no right
	Groups     []SheetGroup
	Ready      int
	Saved      string
	State      string // 待审签 and the like, when it cannot be edited
	Columns    SheetColumns
}

// SheetColumns are the heads of its columns.
type SheetColumns struct{ Plan, Before, Now, Text string }

// SheetGroup are rows of the same state.
type SheetGroup struct {
	ID, Heading, Hint string
	Rows              []SheetRow
}

// SheetRow is one measure of one item in the sheet.
type SheetRow struct {
	Key      string // name of the fields: v-<Key>, t-<Key>, p-<Key>, n-<Key>, r-<Key>
	Version  int64  // of what is kept; somebody else's newer row is not overwritten
	More     []SheetFigure
	Name     string   // of the measure, where there are several
	States   []Option // states that can be reported reached
	Problem  string
	No, URL  string
	Title    string
	Quote    string
	Light    Light
	Plan     Figure
	Before   Figure
	Value    string // as typed
	Unit     string
	Text     string
	LastText string
	Flag     string // 比上月多16；以往最多9 — a grey fact, stops no one
	From     string // 统计局7月6日，快报: then the value is read-only
	Later    string // 10月填: nothing to fill now
	Same     bool   // 本期无变化 is ticked
	Reason   string // its reason
	Reasons  []Option
	State    string
	Saved    string
	Return   string // words and new limit of a return
	ValueErr string
	TextErr  string
	Needs    bool // a figure is owed

	first    id.Measure    // whose figure stands in the row
	Asks     string        // what is to show it; empty: nothing is asked
	Evidence string        // the paper, as typed
	Files    *Act          // where files are added, with how many there are; nil: none are asked for
	Given    []EvidenceRow // given for the period before now
	complete bool
}

// SheetFigure is a further measure of the same item.
type SheetFigure struct {
	Key, Name, Unit string
	Plan, Before    Figure
	Value           string
	From, Err       string
}
