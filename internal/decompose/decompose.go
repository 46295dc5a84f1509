package decompose

import "jiufen/internal/document"

// Decompose reads doc with the words of lex. It never fails: what it cannot
// read stands in Uncovered.
func Decompose(doc document.Document, lex Lexicon, opts Options) Result {
	p := &parser{lex: &lex, d: &doc, f: doc.Fold, year: doc.Year}
	p.glance()
	if opts.Year > 0 {
		p.year = opts.Year
	}
	for _, u := range opts.Units {
		p.known = append(p.known, knownUnit{u.ID, append([]string{u.Name}, u.Aliases...)})
	}
	r := Result{Doc: doc, Year: p.year, Clauses: make([]ClauseRead, len(doc.Clauses))}
	r.Drafts = make([]Draft, 0, len(doc.Clauses)/2+8)
	b := builder{p: p, r: &r, facts: make([]Target, 0, len(doc.Clauses)/4+8), group: make([]int, len(doc.Clauses)), inDraft: make([]bool, len(doc.Clauses))}
	if lex.fwd == nil {
		b.uncover()
		return r
	}
	for i := range doc.Clauses {
		r.Clauses[i] = p.label(i)
	}
	p.reviewLines(r.Clauses)
	p.admissions(r.Clauses)
	b.groups()
	b.read()
	b.parents()
	b.number()
	b.uncover()
	return r
}
