package decompose

import (
	"encoding/json"
	"io"
)

// The shapes of contracts/decomposition.schema.json, format 1.
type jsonResult struct {
	Format    int             `json:"format"`
	Document  jsonDocument    `json:"document"`
	Clauses   []jsonClause    `json:"clauses"`
	Drafts    []jsonDraft     `json:"drafts"`
	Facts     []jsonTarget    `json:"facts"`
	Uncovered []jsonUncovered `json:"uncovered"`
}

type jsonDocument struct {
	Title  string `json:"title"`
	Text   string `json:"text"`
	Year   *int   `json:"year"`
	SHA256 string `json:"sha256,omitempty"`
}

type jsonClause struct {
	ID      int      `json:"id"`
	Start   int      `json:"start"`
	End     int      `json:"end"`
	Heading []string `json:"heading"`
	Section string   `json:"section"`
	Label   string   `json:"label"`
	Reason  string   `json:"reason,omitempty"`
}

type jsonDraft struct {
	ID         int          `json:"id"`
	Kind       string       `json:"kind"`
	Title      string       `json:"title"`
	Start      int          `json:"start"`
	End        int          `json:"end"`
	Clauses    []int        `json:"clauses"`
	Parent     *int         `json:"parent,omitempty"`
	Targets    []jsonTarget `json:"targets"`
	Dues       []jsonDue    `json:"dues"`
	Units      []jsonUnit   `json:"units"`
	Leaders    []jsonLeader `json:"leaders,omitempty"`
	LeadMode   string       `json:"lead_mode,omitempty"`
	Confidence float64      `json:"confidence"`
}

type jsonTarget struct {
	Quote      string  `json:"quote"`
	Start      int     `json:"start"`
	End        int     `json:"end"`
	Indicator  string  `json:"indicator"`
	Measure    string  `json:"measure"`
	Comparator string  `json:"comparator"`
	Value      *string `json:"value"`
	ValueMax   *string `json:"value_max,omitempty"`
	ValueFrom  *string `json:"value_from,omitempty"`
	Unit       *string `json:"unit"`
	Masked     bool    `json:"masked,omitempty"`
	RelativeTo string  `json:"relative_to,omitempty"`
	Relation   *string `json:"relation,omitempty"`
	Period     string  `json:"period,omitempty"`
	Strength   *string `json:"strength,omitempty"`
	Nature     *string `json:"nature,omitempty"`
	Of         *int    `json:"of,omitempty"`
	Area       string  `json:"area,omitempty"`
}

type jsonDue struct {
	Quote   string  `json:"quote,omitempty"`
	Start   *int    `json:"start,omitempty"`
	End     *int    `json:"end,omitempty"`
	Kind    string  `json:"kind"`
	Date    *string `json:"date"`
	Days    int     `json:"days,omitempty"`
	Working bool    `json:"working,omitempty"`
	Assumed bool    `json:"assumed,omitempty"`
	Starts  bool    `json:"starts,omitempty"`
	Every   string  `json:"every,omitempty"`
}

type jsonUnit struct {
	Quote  string `json:"quote"`
	Start  int    `json:"start"`
	End    int    `json:"end"`
	Role   string `json:"role"`
	UnitID string `json:"unit_id,omitempty"`
}

type jsonLeader struct {
	Quote string `json:"quote"`
	Role  string `json:"role"`
}

type jsonUncovered struct {
	Clause int    `json:"clause"`
	Reason string `json:"reason"`
}

// WriteJSON writes r as contracts/decomposition.schema.json has it. sentence
// turns the key of a reason into a sentence; sha256 is of the input bytes, or
// empty.
func WriteJSON(w io.Writer, r *Result, sha256 string, sentence func(key string) string) error {
	e := encoder{r: r, said: map[string]string{}, say: sentence}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(e.result(sha256))
}

type encoder struct {
	r    *Result
	said map[string]string
	say  func(string) string
}

func (e *encoder) sentence(key string) string {
	s, ok := e.said[key]
	if !ok {
		s = e.say(key)
		e.said[key] = s
	}
	return s
}

func (e *encoder) quote(s Span) string { return e.r.Doc.Slice(s.Start, s.End) }

func (e *encoder) result(sha256 string) jsonResult {
	r := e.r
	out := jsonResult{Format: 1, Document: jsonDocument{Title: r.Doc.Title, Text: r.Doc.Text, SHA256: sha256}}
	if r.Year > 0 {
		out.Document.Year = &r.Year
	}
	out.Clauses = e.clauses()
	out.Drafts = make([]jsonDraft, 0, len(r.Drafts))
	for i := range r.Drafts {
		out.Drafts = append(out.Drafts, e.draft(&r.Drafts[i]))
	}
	out.Facts = e.targets(r.Facts)
	out.Uncovered = make([]jsonUncovered, 0, len(r.Uncovered))
	for _, u := range r.Uncovered {
		out.Uncovered = append(out.Uncovered, jsonUncovered{u.Clause, e.sentence(u.Reason)})
	}
	return out
}

func (e *encoder) clauses() []jsonClause {
	d := &e.r.Doc
	paths := make([][]string, len(d.Headings)+1)
	out := make([]jsonClause, 0, len(d.Clauses))
	for i := range d.Clauses {
		c := &d.Clauses[i]
		path := paths[c.Heading+1]
		if path == nil {
			path = []string{}
			for _, h := range d.Path(i) {
				path = append(path, d.Words(h))
			}
			paths[c.Heading+1] = path
		}
		read := e.r.Clauses[i]
		j := jsonClause{ID: i, Start: c.Start, End: c.End, Heading: path, Section: c.Section.String(), Label: read.Label.String()}
		if read.Reason != "" {
			j.Reason = e.sentence(read.Reason)
		}
		out = append(out, j)
	}
	return out
}

func (e *encoder) draft(d *Draft) jsonDraft {
	j := jsonDraft{ID: d.ID, Kind: d.Kind, Title: d.Title, Start: d.Start, End: d.End, Clauses: d.Clauses,
		Targets: e.targets(d.Targets), Dues: make([]jsonDue, 0, len(d.Dues)), Units: make([]jsonUnit, 0, len(d.Units)),
		LeadMode: d.LeadMode, Confidence: float64(int(d.Confidence*100+0.5)) / 100}
	if d.Parent >= 0 {
		j.Parent = &d.Parent
	}
	for i := range d.Dues {
		j.Dues = append(j.Dues, e.due(&d.Dues[i]))
	}
	for _, u := range d.Units {
		j.Units = append(j.Units, jsonUnit{e.quote(u.Span), u.Start, u.End, u.Role, u.ID})
	}
	for _, l := range d.Leaders {
		j.Leaders = append(j.Leaders, jsonLeader{e.quote(l.Span), l.Role})
	}
	return j
}

func (e *encoder) due(d *Due) jsonDue {
	j := jsonDue{Kind: d.Kind, Days: d.Days, Working: d.Working, Assumed: d.Assumed, Starts: d.Starts, Every: d.Every}
	if d.Date != "" {
		j.Date = &d.Date
	}
	if !d.Assumed {
		j.Quote, j.Start, j.End = e.quote(d.Span), &d.Start, &d.End
	}
	return j
}

func (e *encoder) targets(ts []Target) []jsonTarget {
	out := make([]jsonTarget, 0, len(ts))
	for i := range ts {
		t := &ts[i]
		j := jsonTarget{Quote: e.quote(t.Span), Start: t.Start, End: t.End, Indicator: t.Indicator, Measure: t.Measure, Comparator: t.Comparator,
			Value: some(&t.Value), ValueFrom: some(&t.ValueFrom), Unit: some(&t.Unit), Masked: t.Masked,
			RelativeTo: t.RelativeTo, Relation: some(&t.Relation), Period: t.Period, Strength: some(&t.Strength), Nature: some(&t.Nature), Area: t.Area}
		if t.Comparator == "range" {
			j.ValueMax = &t.ValueMax
			if t.ValueMax == "" {
				j.ValueMax = nil
			}
		}
		if t.Of >= 0 {
			j.Of = &t.Of
		}
		out = append(out, j)
	}
	return out
}

func some(s *string) *string {
	if *s == "" {
		return nil
	}
	return s
}
