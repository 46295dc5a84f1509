package document

import "unicode"

// Section is what a part of a paper is for.
type Section uint8

// The sections of a report.
const (
	Other    Section = iota // greetings, glossary, page furniture
	Review                  // what was done
	Horizon                 // a plan of several years
	Plan                    // the work of the plan year
	Measures                // how government itself will work
)

var sectionNames = [...]string{"other", "review", "horizon", "plan", "measures"}

// String is the section's name in exchanged files.
func (s Section) String() string { return sectionNames[s] }

// Planning tells whether what is said in the section binds the future.
func (s Section) Planning() bool { return s >= Horizon }

// Form is what a clause is as a piece of a page.
type Form uint8

// The forms of a clause.
const (
	Sentence  Form = iota
	Title          // a heading of any level
	Furniture      // page heads and feet, source lines, navigation
)

// Clause is one sentence, list item, heading or piece of furniture.
type Clause struct {
	Start, End int // code points, half open
	Body       int // where the words begin, after a list marker
	Form       Form
	Section    Section
	Heading    int  // innermost heading above it, -1 for none
	Line       int  // number of the paragraph
	First      bool // first sentence of its paragraph
	Marker     Rank // list marker it begins with, 0 for none
}

// Heading is one heading of the tree.
type Heading struct {
	Clause int // the clause that is this heading
	Rank   Rank
	Parent int // -1 for the outermost
}

// Document is a paper that was read.
type Document struct {
	Title    string
	Text     string
	Runes    []rune // Text as code points
	Fold     []rune // the same length: full-width forms as ASCII
	Year     int    // the year it plans for, 0 when it does not say
	Report   bool   // a government work report to a congress
	Clauses  []Clause
	Headings []Heading
	at       []int32 // where each rune begins in Text
}

// Slice is the text of the code points [a,b); it does not copy.
func (d *Document) Slice(a, b int) string { return d.Text[d.at[a]:d.at[b]] }

// Path gives the headings above clause i, outermost first.
func (d *Document) Path(i int) []int {
	var path []int
	for h := d.Clauses[i].Heading; h >= 0; h = d.Headings[h].Parent {
		path = append(path, h)
	}
	for a, b := 0, len(path)-1; a < b; a, b = a+1, b-1 {
		path[a], path[b] = path[b], path[a]
	}
	return path
}

// Words is the text of heading h without its list marker and end mark.
func (d *Document) Words(h int) string {
	c := d.Clauses[d.Headings[h].Clause]
	end := c.End
	for end > c.Body && (d.Fold[end-1] == '。' || d.Fold[end-1] == ':' || d.Fold[end-1] == ';') {
		end--
	}
	return d.Slice(c.Body, end)
}

// IsSpace tells the runes that no clause needs to cover.
func IsSpace(r rune) bool {
	if r < 0x80 {
		return r == ' ' || r >= '\t' && r <= '\r'
	}
	if r >= 0x3001 && r <= 0xFEFE {
		return false
	}
	return unicode.IsSpace(r)
}

// fold maps full-width forms to ASCII and all brackets to round ones, one rune
// to one rune.
func fold(r rune) rune {
	if r > 0x3020 && r < 0xFE00 {
		return r
	}
	switch {
	case r == '〔' || r == '【':
		return '('
	case r == '〕' || r == '】':
		return ')'
	case r < 0xA0:
		return r
	case r >= 0xFF01 && r <= 0xFF5E:
		return r - 0xFEE0
	case r == 0x3000 || r == 0xA0:
		return ' '
	case r == '﹪':
		return '%'
	case r == '﹔':
		return ';'
	}
	return r
}
