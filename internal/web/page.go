package web

import (
	"net/url"
	"strconv"
	"time"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/locale"
)

// Day is a civil day; zero means none.
type Day = calendar.Day

// Figure is a number as it is shown: scaled by 10^Dec; not OK means unknown and
// is written as a dash.
type Figure struct {
	V   int64
	Dec int
	OK  bool
}

// Fig makes a known figure.
func Fig(v int64, dec int) Figure { return Figure{v, dec, true} }

// The lights as templates and classes name them; the words are in locale.
const (
	LightDone   = "done"
	LightGreen  = "green"
	LightYellow = "yellow"
	LightRed    = "red"
	LightGrey   = "grey"
)

// LightOrder is the order lights are listed in, everywhere.
var LightOrder = []string{LightDone, LightGreen, LightYellow, LightRed, LightGrey}

// Light is a light with the way to its reason. It is never shown without one.
type Light struct {
	Colour string // one of LightOrder
	Why    string // the sentence with its numbers, in the reader's language
	URL    string // where basis and method stand; empty on that page itself
}

// Page is what surrounds the content of every page.
type Page struct {
	m   *locale.Messages
	seq id.Seq // newest change the page was read at, 0 if it read none

	Title   string // of the window, without the name of the system
	Place   string
	Here    string // key of the entry of the bar the page belongs to
	Nav     []NavLink
	Who     string   // unit and post one acts in; empty: not signed in
	Posts   []Option // other posts one may change to
	Account string   // name one signs in with, for password managers
	Path    string   // where the reader comes back to after changing language
	Query   string   // in the box at the top
	Large   bool     // 大字
	Wide    bool     // printed on landscape paper
	Wall    bool     // a wall chart: printed on A3, landscape
	Live    bool     // links and forms of the page change it without a reload
	Demo    bool     // a sample city, says the banner

	Today Day
	Year  int // this year: dates of it are written without
	AsOf  AsOf
	Check Checkpoint

	Token  string // form token of the session
	Done   string // what was just done, in words
	Errors []FieldError
}

// NavLink is an entry of the bar. Count is how many things wait there for me.
type NavLink struct {
	Key, URL string
	Count    int
	Phone    bool // stands in the bar of phones as well
}

// AsOf is the day a page speaks of.
type AsOf struct {
	Day  Day    // zero: now
	Now  string // address of the same page as it is now
	Held []Option
}

// Past reports whether the page shows what was known on a past day, and so
// offers nothing to change.
func (p Page) Past() bool { return p.AsOf.Day != 0 }

// Checkpoint is the signed state of the journal a page rests on.
type Checkpoint struct {
	Size int64
	At   time.Time
	Hash string // short form
}

// FieldError is one entry of the summary above a form.
type FieldError struct {
	Name  string // of the field; empty: of the form as a whole
	Label string
	Text  string
}

// Lang is the language of the page, for the lang attribute.
func (p Page) Lang() string { return p.m.Tag() }

// English tells whether to offer Chinese.
func (p Page) English() bool { return p.m.Tag() == locale.English }

// Err is the sentence about a field, empty if nothing is wrong with it.
func (p Page) Err(name string) string {
	for _, e := range p.Errors {
		if e.Name == name {
			return e.Text
		}
	}
	return ""
}

// base lets render reach the Page inside every page struct.
func (p *Page) base() *Page { return p }

// Option is a choice in a list.
type Option struct {
	Value, Name string
	Hint        string
	Chosen      bool
}

// View is a saved filter in the line of words above a list.
type View struct {
	Name, Count, URL string
	Current          bool
}

// Pager is the line under a list. Pages go by key, so there is no page number.
type Pager struct {
	From, To    int
	Total       string // counted, or "1000+"
	First, Next string // addresses; empty: none
}

// pageOf cuts a list that is at hand whole: which entries the address asks for,
// and the line under them. here is the address of the list without the page.
func (v *visit) pageOf(path string, here url.Values, all, shown int) (from, to int, p Pager) {
	from, _ = strconv.Atoi(v.r.URL.Query().Get("from"))
	from = max(0, min(from, all))
	to = min(from+shown, all)
	if all <= shown {
		return from, to, p
	}
	p = Pager{From: from + 1, To: to, Total: v.m.Count(int64(all))}
	if from > 0 {
		p.First = address(path, with(here))
	}
	if to < all {
		p.Next = address(path, with(here, "from", strconv.Itoa(to)))
	}
	return from, to, p
}

// Act is something the reader may do next: a link to its form.
type Act struct {
	URL, Name string
	Primary   bool
}

// Leaf is an entry of the journal.
type Leaf struct {
	Seq  int64
	At   time.Time
	Who  string
	What string
	Rows int64 // facts recorded with it
}

// Span is a piece of source text with its mark: t target, d due, u unit,
// v verb, empty none.
type Span struct{ Text, Mark string }
