package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/xlsx"
)

// RestPage lists what became no item of all documents and superior papers of a
// year (S4-16).
type RestPage struct {
	Page
	Says    string
	Years   []Option
	Sources []Option
	Reasons []Option
	Labels  []Option
	Text    string
	Any     bool // some filter is set
	Clear   string
	Export  string
	Rows    []RestLineRow
	Pager   Pager
}

// RestLineRow is a sentence or demand that became no item. Make is the address
// that makes a draft of a sentence; a demand is given its item on the page of its
// paper.
type RestLineRow struct {
	Name, Place    string
	URL            string // where it stands
	Words, Heading string
	Label, Reason  string
	Make           string
}

// restShown is how many lines stand on one page.
const restShown = 100

// restFilters are what an address of the list can ask for.
var restFilters = []string{"year", "from", "reason", "label", "q"}

func (s *Site) rest(v *visit) (*app.RestView, error) {
	q := v.r.URL.Query()
	year, _ := strconv.ParseInt(q.Get("year"), 10, 64)
	return s.App.Rest(v.r.Context(), v.who.Viewer, app.RestQuery{Year: year, From: q.Get("from"), Reason: q.Get("reason"), Label: q.Get("label"), Text: plain(q.Get("q"))})
}

func (s *Site) getRest(v *visit) error {
	x, err := s.rest(v)
	if err != nil {
		return err
	}
	p := &RestPage{Text: x.Text}
	if p.Page, err = s.page(v, "documents", v.m.T("rest.head")); err != nil {
		return err
	}
	p.Says = v.m.T("rest.says", "year", x.Year, "all", x.All, "sentences", x.Sentences, "undecided", x.Undecided)
	p.choices(v, x)
	q := restAddress(v.r.URL.Query())
	from, to, pager := v.pageOf("/documents/rest", q, len(x.Lines), restShown)
	p.Pager = pager
	for _, l := range x.Lines[from:to] {
		p.Rows = append(p.Rows, restRow(v.m, l))
	}
	if len(x.Lines) > 0 {
		p.Export = address("/documents/rest.xlsx", q)
	}
	return s.show(v, http.StatusOK, p)
}

// restAddress keeps of an address what filters.
func restAddress(q url.Values) url.Values {
	out := url.Values{}
	for _, k := range restFilters {
		if x := q.Get(k); x != "" {
			out.Set(k, x)
		}
	}
	return out
}

func (p *RestPage) choices(v *visit, x *app.RestView) {
	for _, y := range x.Years {
		n := strconv.FormatInt(y, 10)
		p.Years = append(p.Years, Option{Value: n, Name: n, Chosen: y == x.Year})
	}
	p.Sources = restOptions(x.Sources, x.From, func(t app.RestTally) string { return t.Name })
	p.Reasons = restOptions(x.Reasons, x.Reason, func(t app.RestTally) string { return restReason(v.m, t.Key) })
	p.Labels = restOptions(x.Labels, x.Label, func(t app.RestTally) string { return restLabel(v.m, t.Key) })
	p.Any = x.From != "" || x.Reason != "" || x.Label != "" || x.Text != ""
	p.Clear = address("/documents/rest", url.Values{"year": {strconv.FormatInt(x.Year, 10)}})
}

func restOptions(list []app.RestTally, chosen string, name func(app.RestTally) string) (out []Option) {
	for _, t := range list {
		out = append(out, Option{Value: t.Key, Name: fmt.Sprintf("%s (%d)", name(t), t.N), Chosen: t.Key == chosen})
	}
	return out
}

func restLabel(m *locale.Messages, key string) string { return m.T("rest.label." + key) }

func restRow(m *locale.Messages, l app.RestLine) RestLineRow {
	r := RestLineRow{Name: l.Name, Words: l.Words, Heading: strings.Join(l.Heading, " › "), Label: restLabel(m, l.Label), Reason: restReason(m, l.Reason)}
	if l.Why != "" {
		r.Reason = m.T("rest.why", "reason", r.Reason, "why", l.Why)
	}
	if l.Register != "" {
		r.Place, r.URL = m.T("rest.line"), "/registers/"+l.Register+"/"+strconv.Itoa(l.Object)+"?line="+id.String(l.Line)+"#forms"
		return r
	}
	doc, n := "/documents/"+id.String(l.Document), strconv.Itoa(l.Clause+1)
	r.Place, r.URL = m.T("opinion.clause", "n", n), doc+"#c"+n
	r.Make = doc + "/clauses/" + strconv.Itoa(l.Clause) + "/draft"
	return r
}

func (s *Site) getRestXlsx(v *visit) error {
	x, err := s.rest(v)
	if err != nil {
		return err
	}
	m := v.m
	c := func(key string, width float64) xlsx.Column { return xlsx.Column{Title: m.T(key), Width: width} }
	t := table{name: m.T("rest.head") + " " + strconv.FormatInt(x.Year, 10), tab: m.T("rest.head"), title: m.T("rest.says", "year", x.Year, "all", x.All, "sentences", x.Sentences, "undecided", x.Undecided),
		columns: []xlsx.Column{c("rest.from", 34), c("rest.place", 10), c("rest.heading", 30), c("rest.words", 80), c("rest.label", 12), c("draft.reason", 44)}}
	var rows [][]xlsx.Cell
	for _, l := range x.Lines {
		r := restRow(m, l)
		rows = append(rows, []xlsx.Cell{xlsx.Text(r.Name), xlsx.Text(r.Place), xlsx.Text(r.Heading), xlsx.Text(r.Words), xlsx.Text(r.Label), xlsx.Text(r.Reason)})
	}
	t.rows = xlsx.Rows(rows)
	return v.hand(t, "xlsx")
}
