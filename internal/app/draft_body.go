package app

import (
	"encoding/json"
	"slices"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/decompose"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
	"jiufen/internal/store"
)

// States of a draft.
const (
	DraftOpen     = "open"
	DraftAccepted = "accepted"
	DraftDropped  = "dropped" // 不成事项, with its reason
	DraftGone     = "gone"    // merged or split: GoneTo says where it went
	DraftIssued   = "issued"
	DraftJoined   = "joined" // 并入台账已有事项: ItemID says which
)

// DraftBody is what a draft says: the fields a person edits, each merged on its
// own. Days are ISO texts, figures as typed, so that nothing is lost before it
// is valid.
type DraftBody struct {
	Title     string         `json:"title"`
	Kind      string         `json:"kind"`
	Standard  string         `json:"standard"`
	Start     int            `json:"start"` // place in the document, code points
	End       int            `json:"end"`
	Clauses   []int          `json:"clauses"` // numbers of its clauses, the one that names it first
	Measures  []DraftMeasure `json:"measures"`
	Mode      string         `json:"mode"`
	Parties   []DraftParty   `json:"parties"`
	Words     string         `json:"words"`    // as printed in the notice
	DueSort   string         `json:"due_sort"` // date, standing, always …
	DueDay    string         `json:"due_day"`
	Assumed   bool           `json:"assumed"`
	Strength  string         `json:"strength"`
	Nature    string         `json:"nature"`
	Cadence   string         `json:"cadence"` // '': the kind's
	Leaders   string         `json:"leaders"` // words of the text
	Parent    id.Draft       `json:"parent"`
	Reason    string         `json:"reason"`     // why it was dropped
	Certainty int            `json:"certainty"`  // of the reading, percent
	Listed    string         `json:"listed"`     // number in another list (民生实事第6项)
	LimitedBy string         `json:"limited_by"` // words of the limit in the text
	Project   string         `json:"project"`    // 项目代码
	Programme string         `json:"programme"`  // the list of the year that it belongs to (民生实事, 年度重点项目)
	Urgency   string         `json:"urgency"`    // class of the kind: 急件
	Publicity string         `json:"publicity"`  // '': not said; none, request, active
	Head      bool           `json:"head"`       // stands for a heading that several drafts serve
	Last      id.Item        `json:"last"`       // the item of the year before whose promise it repeats
	Refused   []id.Item      `json:"refused"`    // proposed as the same or as last year's, and found not to be

	LastDraft     id.Draft   `json:"last_draft"` // without a ledger: the draft of last year's paper whose promise it repeats
	RefusedDrafts []id.Draft `json:"refused_drafts"`
}

// DraftMeasure is a target of a draft.
type DraftMeasure struct {
	Name       string `json:"name"`
	Unit       string `json:"unit"`
	Value      string `json:"value"`
	ValueMax   string `json:"value_max"`
	Comparator string `json:"comparator"`
	Path       string `json:"path"`
	Less       bool   `json:"less"` // less is better
	Basis      string `json:"basis"`
	Shown      bool   `json:"shown"`
	RelativeTo string `json:"relative_to"`
	Relation   string `json:"relation"`
	Masked     bool   `json:"masked"`
	Quote      string `json:"quote"`

	Publisher id.Unit `json:"publisher"` // who publishes the figure; 0: the lead reports it
	From      string  `json:"from"`      // its name as typed, if it is none of the place
	Embargo   bool    `json:"embargo"`   // closed until it is released
}

// DraftParty is a unit of a draft: one of the place, or only its words.
type DraftParty struct {
	Unit  id.Unit `json:"unit"`
	Words string  `json:"words"`
	Role  string  `json:"role"`
}

func (b DraftBody) encode() string {
	j, err := json.Marshal(b)
	if err != nil { // strings and integers only: cannot fail
		panic(err)
	}
	return string(j)
}

func decodeDraft(s string) (DraftBody, error) {
	var b DraftBody
	err := json.Unmarshal([]byte(s), &b)
	return b, err
}

// draftOf makes the draft of what was read.
func draftOf(res *decompose.Result, d decompose.Draft) DraftBody {
	runes := res.Doc.Runes
	words := func(s decompose.Span) string { return string(runes[s.Start:s.End]) }
	b := DraftBody{Title: d.Title, Kind: d.Kind, Start: d.Start, End: d.End, Clauses: d.Clauses, Mode: d.LeadMode, Certainty: int(d.Confidence * 100), DueSort: "date"}
	b.Standard, b.Strength, b.Nature = strings.TrimSpace(words(d.Span)), d.Strength, d.Nature
	for _, t := range d.Targets {
		b.Measures = append(b.Measures, measureOf(t, words(t.Span)))
	}
	if len(b.Measures) == 0 {
		b.Measures = []DraftMeasure{{Name: d.Title, Path: "state"}}
	}
	for _, u := range d.Units {
		n, _ := id.Parse[id.Unit](u.ID)
		b.Parties = append(b.Parties, DraftParty{Unit: n, Words: words(u.Span), Role: u.Role})
	}
	if len(b.Parties) == 1 && b.Parties[0].Role == string(ledger.RoleResponsible) && (b.Mode == "" || b.Mode == string(ledger.LeadSingle)) {
		b.Parties[0].Role = string(ledger.RoleLead) // 请某局办理, （某局负责）: the only unit leads
	}
	if b.Mode == "" && slices.ContainsFunc(b.Parties, func(p DraftParty) bool { return p.Role == "lead" }) {
		b.Mode = "single"
	}
	for _, l := range d.Leaders {
		b.Leaders = strings.TrimSpace(b.Leaders + " " + words(l.Span))
	}
	for _, due := range d.Dues {
		b.takeDue(due, words(due.Span))
	}
	return b
}

// takeDue keeps the latest date that is a limit; standing and always go before.
func (b *DraftBody) takeDue(d decompose.Due, words string) {
	switch {
	case d.Kind == "standing" || d.Kind == "always":
		b.DueSort, b.DueDay, b.Assumed = d.Kind, "", false
	case b.DueSort == "date" && d.Date > b.DueDay && !d.Starts:
		b.DueDay, b.Assumed = d.Date, d.Assumed
	}
	if !d.Assumed {
		b.LimitedBy = strings.TrimSpace(b.LimitedBy + " " + words)
	}
}

// measureOf proposes how a target is to be followed (序时) from what it is: an
// amount of work grows to its target, a rate or level is held by date, a ceiling
// on a level is a bound, a comparison waits for the other figure.
func measureOf(t decompose.Target, quote string) DraftMeasure {
	m := DraftMeasure{Name: t.Indicator, Unit: t.Unit, Value: t.Value, ValueMax: t.ValueMax, Comparator: t.Comparator, RelativeTo: t.RelativeTo, Relation: t.Relation, Masked: t.Masked, Quote: quote}
	switch {
	case t.Comparator == "relative":
		m.Path = "relative"
	case t.Measure == "add" || t.Measure == "fall" && t.Unit != "%" && !strings.HasSuffix(t.Unit, "百分点"):
		m.Path = "amount"
	case t.Comparator == "at_most" && (t.Measure == "level" || t.Measure == "share"):
		m.Path, m.Less = "bound", true
	default:
		m.Path = "level"
	}
	if t.Measure == "rank" || t.Comparator == "at_most" {
		m.Less = true
	}
	m.Shown = strings.HasPrefix(t.Indicator, "惠及") || strings.HasPrefix(t.Indicator, "受益")
	return m
}

// item is the draft as it would enter the ledger, with what keeps it from that.
func (b DraftBody) item(doc store.Document, dir *org.Directory) NewItem {
	n := NewItem{Last: b.Last, LastDraft: b.LastDraft, Kind: b.Kind, Title: b.Title, Standard: b.Standard, Strength: b.Strength, Nature: b.Nature, Cadence: b.Cadence, Project: b.Project, Urgency: b.Urgency, Programme: b.Programme, Publicity: b.Publicity, Year: doc.Year, Mode: b.Mode, Words: b.Words}
	day, _ := calendar.Parse(b.DueDay, int(doc.Year))
	n.Due = NewDue{Sort: b.DueSort, Day: day, Assumed: b.Assumed}
	o := NewOrigin{Sort: doc.Sort, Document: doc.ID, Start: b.Start, End: b.End, Record: b.Listed, Demand: b.Standard, Assumed: b.Assumed}
	if o.Sort == "notice" {
		o.Sort = string(ledger.OriginSuperior)
	}
	if b.DueSort == "date" {
		o.Limit = day
	}
	n.Origins = []NewOrigin{o}
	for _, m := range b.Measures {
		n.Measures = append(n.Measures, m.measure(b.Kind))
	}
	for _, p := range b.Parties {
		if p.Unit != 0 {
			n.Parties = append(n.Parties, ledger.Party{Unit: p.Unit, Role: ledger.Role(p.Role)})
		}
	}
	if n.Words == "" {
		n.Words = b.printed(dir)
	}
	return n
}

// printed is the line of units as the notice prints it.
func (b DraftBody) printed(dir *org.Directory) string {
	var parts []string
	for _, p := range b.Parties {
		name := p.Words
		if p.Unit != 0 && name == "" {
			name = dir.Unit(p.Unit).Name
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, "、")
}

// measure reads the figures as typed. The target of «about» and «range» is kept
// by its lower end; a figure that cannot be read leaves the measure without one,
// and checking says so.
func (m DraftMeasure) measure(kind string) NewMeasure {
	n := NewMeasure{Name: m.Name, Unit: m.Unit, Path: m.Path, Basis: m.Basis, Shown: m.Shown, Comparator: m.Comparator, RelativeTo: m.RelativeTo, Relation: m.Relation, Direction: 1, Publisher: m.Publisher, Embargo: m.Embargo}
	if m.Less {
		n.Direction = -1
	}
	low, err := quantity.Parse(m.Value)
	if err != nil {
		if m.Comparator != "relative" {
			n.Comparator = ""
		}
		return n
	}
	n.Decimals, n.Target = low.Decimals, low.N
	if high, err := quantity.Parse(m.ValueMax); err == nil {
		n.Decimals = max(low.Decimals, high.Decimals)
		n.Target, _ = low.Rescale(n.Decimals)
		n.TargetMax, _ = high.Rescale(n.Decimals)
	}
	return n
}
