package cli

import (
	"fmt"
	"io"
	"sort"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/decompose"
	"jiufen/internal/document"
	"jiufen/internal/textin"
)

// counts is what the summary says in figures.
type counts struct {
	planning, made, joined, rest int // clauses
	drafts, targets, dues, units int
}

func count(r *decompose.Result) counts {
	n := counts{drafts: len(r.Drafts), rest: len(r.Uncovered)}
	first, later := map[int]bool{}, map[int]bool{}
	for i := range r.Drafts {
		d := &r.Drafts[i]
		for j, c := range d.Clauses {
			if j == 0 {
				first[c] = true
			} else {
				later[c] = true
			}
		}
		if len(d.Targets) > 0 {
			n.targets++
		}
		if len(d.Units) > 0 {
			n.units++
		}
		for _, due := range d.Dues {
			if !due.Assumed {
				n.dues++
				break
			}
		}
	}
	for i, c := range r.Doc.Clauses {
		if !c.Section.Planning() {
			continue
		}
		switch {
		case first[i]:
			n.made++
		case later[i]:
			n.joined++
		}
	}
	n.planning = n.made + n.joined + n.rest
	return n
}

// summary prints what was read for a person: the drafts under their headings,
// and where every clause of the planning sections went.
func (e *env) summary(w io.Writer, file string, text textin.Text, r *decompose.Result) error {
	n := count(r)
	title := r.Doc.Title
	if title == "" {
		title = e.inputName(file)
	}
	fmt.Fprintln(w, title)
	year := e.m.T("cli.decompose.noyear")
	if r.Year > 0 {
		year = fmt.Sprint(r.Year)
	}
	fmt.Fprintln(w, e.m.T("cli.decompose.read", "name", e.inputName(file), "reader", strings.TrimSuffix(text.Reader+" "+text.Encoding, " "),
		"chars", e.m.Count(int64(len(r.Doc.Runes))), "clauses", e.m.Count(int64(len(r.Doc.Clauses))), "year", year))
	if text.Scans > 0 {
		fmt.Fprintln(w, e.m.T("cli.decompose.scans", "n", text.Scans))
	}
	e.drafts(w, r)
	fmt.Fprintln(w)
	fmt.Fprintln(w, e.m.T("cli.decompose.counts", "drafts", n.drafts, "targets", n.targets, "dues", n.dues, "units", n.units))
	fmt.Fprintln(w, e.m.T("cli.decompose.sum", "all", n.planning, "made", n.made, "joined", n.joined, "rest", n.rest))
	for _, line := range e.reasons(r) {
		fmt.Fprintln(w, line)
	}
	_, err := fmt.Fprintln(w, e.m.T("cli.decompose.hint"))
	return err
}

func (e *env) drafts(w io.Writer, r *decompose.Result) {
	heading := ""
	for i := range r.Drafts {
		d := &r.Drafts[i]
		if h := headingOf(&r.Doc, d); h != heading {
			heading = h
			fmt.Fprintf(w, "\n%s\n", h)
		}
		fmt.Fprintf(w, "%4d  %s\n", d.ID, d.Title)
		if line := e.draftLine(r, d); line != "" {
			fmt.Fprintf(w, "      %s\n", line)
		}
	}
}

// headingOf is the innermost heading a draft stands under.
func headingOf(doc *document.Document, d *decompose.Draft) string {
	if len(d.Clauses) == 0 {
		return ""
	}
	path := doc.Path(d.Clauses[0])
	words := make([]string, len(path))
	for i, h := range path {
		words[i] = doc.Words(h)
	}
	return strings.Join(words, " › ")
}

// draftLine is targets, limits and units of a draft in one line.
func (e *env) draftLine(r *decompose.Result, d *decompose.Draft) string {
	var parts []string
	if q := targetWords(r, d); q != "" {
		parts = append(parts, e.m.T("cli.decompose.target", "text", q))
	}
	if due, assumed := e.dueWords(r, d); due != "" {
		if assumed {
			due += "*"
		}
		parts = append(parts, e.m.T("cli.decompose.due", "text", due))
	}
	for _, role := range []string{"lead", "responsible", "cooperate", "collate"} {
		if u := unitWords(r, d, role); u != "" {
			parts = append(parts, e.m.T("cli.decompose.role-"+role, "text", u))
		}
	}
	return strings.Join(parts, e.m.T("common.semicolon"))
}

func quote(r *decompose.Result, s decompose.Span) string {
	return strings.Join(strings.Fields(string(r.Doc.Runes[s.Start:s.End])), "")
}

func targetWords(r *decompose.Result, d *decompose.Draft) string {
	var words []string
	for _, t := range d.Targets {
		q := quote(r, t.Span)
		if t.Indicator != "" && t.Indicator != d.Title && !strings.Contains(q, t.Indicator) {
			q = t.Indicator + q
		}
		words = append(words, q)
	}
	return strings.Join(words, "、")
}

// dueWords is the limit of a draft: its day, or the words of the text.
func (e *env) dueWords(r *decompose.Result, d *decompose.Draft) (text string, assumed bool) {
	for _, due := range d.Dues {
		if due.Date != "" {
			if day, err := calendar.Parse(due.Date, 0); err == nil {
				return e.m.Date(int32(day)), due.Assumed
			}
		}
		if !due.Assumed {
			return quote(r, due.Span), false
		}
	}
	return "", false
}

func unitWords(r *decompose.Result, d *decompose.Draft, role string) string {
	var words []string
	for _, u := range d.Units {
		if u.Role == role {
			words = append(words, quote(r, u.Span))
		}
	}
	return strings.Join(words, "、")
}

// reasons counts why clauses became nothing, the most frequent first.
func (e *env) reasons(r *decompose.Result) []string {
	n := map[string]int{}
	for _, u := range r.Uncovered {
		n[u.Reason]++
	}
	keys := make([]string, 0, len(n))
	for k := range n {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return n[keys[i]] > n[keys[j]] || n[keys[i]] == n[keys[j]] && keys[i] < keys[j] })
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = fmt.Sprintf("%6d  %s", n[k], e.m.T(k))
	}
	return out
}
