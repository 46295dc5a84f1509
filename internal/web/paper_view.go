package web

import "time"

// PaperPage is a notice on its way: checked, approved (审定), signed (签发), with
// its number. The two acts are two rights.
type PaperPage struct {
	Page
	ID, Name string
	Says     string
	No       string // 〔2026〕6号 once signed
	Steps    []Step
	Checks   []CheckLine
	Items    int // how many the paper carries; Rows is one page of them
	Rows     []PaperRow
	Pager    Pager
	Approved string // by whom and when
	Signed   string
	Returned string // words of the last return
	Approve  bool   // the reader may approve now
	Sign     bool   // the reader may sign now
	Why      string // why neither is possible now
	Number   Field
	Date     Field
	Words    Field // when returned
	Password Field // asked again before approving and signing; without name: not asked
	Files    []Act
	At       time.Time
}

// Step is a station of a procedure.
type Step struct {
	Name    string
	Past    bool
	Current bool
}

// CheckLine is one thing looked at before issue.
type CheckLine struct {
	OK        bool
	Text, URL string
	Stops     bool // it must be mended; else it is only told
}

// PaperRow is an item as the annex will print it.
type PaperRow struct {
	No, Title, URL  string
	Kind, Target    string
	Lead, Cooperate string
	Leader, Due     string
}
