package decompose

import (
	"fmt"
	"sort"

	"jiufen/internal/document"
)

// sound checks the invariants of doc.go.
func sound(r *Result) error {
	if err := soundClauses(r); err != nil {
		return err
	}
	in := make([]bool, len(r.Clauses))
	for i := range r.Drafts {
		d := &r.Drafts[i]
		if d.ID != i {
			return fmt.Errorf("draft %d has the id %d", i, d.ID)
		}
		if err := soundDraft(r, d); err != nil {
			return fmt.Errorf("draft %d: %w", i, err)
		}
		for _, c := range d.Clauses {
			in[c] = true
		}
	}
	for k := range r.Facts {
		if err := soundTarget(r, &r.Facts[k], k, 0, len(r.Doc.Runes)); err != nil {
			return fmt.Errorf("fact %d: %w", k, err)
		}
		if of := r.Facts[k].Of; of >= 0 && r.clauseAt(r.Facts[of].Start) != r.clauseAt(r.Facts[k].Start) {
			return fmt.Errorf("fact %d is a part of fact %d, of another clause", k, of)
		}
	}
	last := -1
	for _, u := range r.Uncovered {
		if u.Clause <= last || u.Clause >= len(r.Clauses) || u.Reason == "" || in[u.Clause] {
			return fmt.Errorf("uncovered clause %d is out of order, covered or without reason", u.Clause)
		}
		last = u.Clause
		in[u.Clause] = true
	}
	for i := range r.Clauses {
		if r.Doc.Clauses[i].Section.Planning() && !in[i] {
			return fmt.Errorf("clause %d of a planning section is neither in a draft nor uncovered", i)
		}
	}
	return nil
}

func soundClauses(r *Result) error {
	at := 0
	for i, c := range r.Doc.Clauses {
		if c.Start < at || c.End <= c.Start {
			return fmt.Errorf("clause %d is out of order", i)
		}
		for _, x := range r.Doc.Fold[at:c.Start] {
			if !document.IsSpace(x) {
				return fmt.Errorf("%q before clause %d is in no clause", x, i)
			}
		}
		at = c.End
	}
	return nil
}

func soundDraft(r *Result, d *Draft) error {
	n := len(r.Doc.Runes)
	if d.Start < 0 || d.End <= d.Start || d.End > n || len(d.Clauses) == 0 || d.Kind == "" {
		return fmt.Errorf("span %v, clauses %v, kind %q", d.Span, d.Clauses, d.Kind)
	}
	if d.Parent >= 0 {
		if d.Parent >= len(r.Drafts) {
			return fmt.Errorf("parent %d", d.Parent)
		}
		if p := &r.Drafts[d.Parent]; p.Start > d.Start || p.End < d.End {
			return fmt.Errorf("span %v outside its parent's %v", d.Span, p.Span)
		}
	}
	for k := range d.Targets {
		if err := soundTarget(r, &d.Targets[k], k, d.Start, d.End); err != nil {
			return fmt.Errorf("target %d: %w", k, err)
		}
	}
	for k, u := range d.Dues {
		if u.Assumed {
			if u.Start != 0 || u.End != 0 {
				return fmt.Errorf("an assumed limit has a place")
			}
			continue
		}
		if u.Start < d.Start || u.End <= u.Start || u.End > d.End {
			return fmt.Errorf("limit %d at %v outside %v", k, u.Span, d.Span)
		}
	}
	for k, u := range d.Units {
		if u.Start < d.Start && !inClause(r, d, u.Span) || u.End <= u.Start || u.End > n || u.Role == "" {
			return fmt.Errorf("unit %d at %v outside %v, role %q", k, u.Span, d.Span, u.Role)
		}
	}
	return nil
}

// inClause tells that s lies in the paragraph of the draft, not after its clauses:
// the units of 市教育局要… stand before the work.
func inClause(r *Result, d *Draft, s Span) bool {
	for _, k := range d.Clauses {
		line := r.Doc.Clauses[k].Line
		for j := k; j >= 0 && r.Doc.Clauses[j].Line == line; j-- {
			if c := &r.Doc.Clauses[j]; c.Start <= s.Start && s.End <= c.End {
				return true
			}
		}
	}
	return false
}

func soundTarget(r *Result, t *Target, k, lo, hi int) error {
	if t.Start < lo || t.End <= t.Start || t.End > hi {
		return fmt.Errorf("span %v outside %d-%d", t.Span, lo, hi)
	}
	if t.Indicator == "" || t.Measure == "" || t.Comparator == "" || t.Of >= k {
		return fmt.Errorf("fields %+v", *t)
	}
	if t.Comparator == "range" && t.ValueMax == "" && !t.Masked || t.Comparator == "relative" && (t.RelativeTo == "" || t.Relation == "") {
		return fmt.Errorf("comparator without its fields: %+v", *t)
	}
	for _, v := range []string{t.Value, t.ValueMax, t.ValueFrom} {
		if !decimal(v) {
			return fmt.Errorf("value %q", v)
		}
	}
	return nil
}

func decimal(s string) bool {
	dot := false
	for i := range len(s) {
		switch {
		case s[i] >= '0' && s[i] <= '9':
		case s[i] == '.' && !dot && i > 0 && i+1 < len(s):
			dot = true
		default:
			return false
		}
	}
	return true
}

// clauseAt is the clause that holds the code point at.
func (r *Result) clauseAt(at int) int {
	return sort.Search(len(r.Doc.Clauses), func(i int) bool { return r.Doc.Clauses[i].End > at })
}
