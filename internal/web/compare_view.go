package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/document"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
)

// ComparePage shows two documents side by side, clause by clause: what changed,
// moved, came and went, with the numbers that are not the same.
type ComparePage struct {
	Page
	ID, Name string
	Says     string
	From, To string // the two versions in words
	With     Field  // the version to compare with; no options: there is none
	Views    []View
	Rows     []CompareRow
	Pager    Pager

	a, b id.Document
}

// CompareRow is a clause of one or both.
type CompareRow struct {
	A, B    string // numbers of the clause, — for none
	Turn    string
	Heading bool
	Pieces  []ComparePiece
	Numbers string
	Says    []Act // opinions on the clause
}

// ComparePiece is a piece of text: kept, cut or new.
type ComparePiece struct{ Text, Op string }

// compareShown is how many clauses stand on one page.
const compareShown = 200

func (s *Site) getCompare(v *visit) error {
	ctx, doc := v.r.Context(), idIn[id.Document](v)
	x, err := s.App.Versions(ctx, v.who.Viewer, doc, 0)
	if err != nil {
		return err
	}
	page, err := s.page(v, "documents", v.m.T("compare.head"))
	if err != nil {
		return err
	}
	page.Wide = true
	p := &ComparePage{Page: page, ID: id.String(doc), Name: x.Version(doc).Name(v.m)}
	with := queryID[id.Document](v.r.URL.Query(), "with")
	var others []Option
	for i, w := range x.List {
		if w.ID != doc {
			others = append(others, Option{Value: id.String(w.ID), Name: versionWord(v, w)})
		}
		if w.ID == doc && with == 0 && i > 0 {
			with = x.List[i-1].ID
		}
	}
	p.With = choose("with", id.String(with), others).as("comparewith")
	if with == 0 || with == doc {
		p.Says = v.m.T("compare.none")
		return s.show(v, http.StatusOK, p)
	}
	c, err := s.App.Compare(ctx, v.who.Viewer, min(with, doc), max(with, doc))
	if err != nil {
		return err
	}
	p.fill(v, c)
	if err := s.opinionsBeside(v, p, doc); err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

// opinionsBeside puts the opinions on a clause beside it, so that one sees what
// became of them in the text.
func (s *Site) opinionsBeside(v *visit, p *ComparePage, doc id.Document) error {
	x, err := s.App.Opinions(v.r.Context(), v.who.Viewer, doc, app.OpinionFilter{})
	if errs.Is(err, errs.NotFound) || errs.Is(err, errs.Forbidden) {
		return nil
	}
	if err != nil {
		return err
	}
	for i := range p.Rows {
		r := &p.Rows[i]
		for j := range x.List {
			o := &x.List[j]
			at := strconv.FormatInt(o.Clause, 10)
			if o.Clause != 0 && (o.Document == p.a && at == r.A || o.Document == p.b && at == r.B) {
				r.Says = append(r.Says, Act{URL: "/opinions/" + id.String(o.ID), Name: v.m.T("compare.opinion", "n", o.N, "outcome", v.m.T("opinion.outcome."+o.Outcome()))})
			}
		}
	}
	return nil
}

func versionWord(v *visit, w app.Version) string {
	return v.m.T("compare.version", "n", w.N, "stage", stageWord(v, w.Stage), "title", w.Name(v.m))
}

func (p *ComparePage) fill(v *visit, c *app.Comparison) {
	n := c.Counts
	p.a, p.b = c.A.ID, c.B.ID
	p.Says = v.m.T("compare.says", "same", n[document.Same], "changed", n[document.Changed], "moved", n[document.Moved], "added", n[document.Added], "dropped", n[document.Dropped])
	p.From, p.To = versionWord(v, c.A), versionWord(v, c.B)
	q := v.r.URL.Query()
	base := url.Values{"with": q["with"]}
	show, here := q.Get("show"), "/documents/"+p.ID+"/compare"
	p.Views = []View{{Name: v.m.T("compare.differ"), Count: v.m.Count(int64(len(c.Pairs) - n[document.Same])), URL: address(here, base), Current: show == ""}}
	for _, t := range document.Turns {
		p.Views = append(p.Views, View{Name: v.m.T("compare.turn." + t.String()), Count: v.m.Count(int64(n[t])), URL: address(here, with(base, "show", t.String())), Current: show == t.String()})
	}
	p.Views = append(p.Views, View{Name: v.m.T("compare.all"), Count: v.m.Count(int64(len(c.Pairs))), URL: address(here, with(base, "show", "all")), Current: show == "all"})
	var chosen []document.Pair
	for _, x := range c.Pairs {
		if show == "all" || show == x.Turn.String() || show == "" && x.Turn != document.Same {
			chosen = append(chosen, x)
		}
	}
	from, to, pager := v.pageOf(here, with(base, "show", show), len(chosen), compareShown)
	p.Pager = pager
	for _, x := range chosen[from:to] {
		p.Rows = append(p.Rows, compareRow(v, c, x))
	}
}

func compareRow(v *visit, c *app.Comparison, x document.Pair) CompareRow {
	r := CompareRow{A: locale.None, B: locale.None, Turn: v.m.T("compare.turn." + x.Turn.String())}
	text := ""
	if x.A >= 0 {
		r.A, text, r.Heading = strconv.Itoa(c.Left[x.A].N), c.Left[x.A].Words, c.Left[x.A].Heading
	}
	if x.B >= 0 {
		r.B, text, r.Heading = strconv.Itoa(c.Right[x.B].N), c.Right[x.B].Words, c.Right[x.B].Heading
	}
	op := document.Keep
	switch x.Turn {
	case document.Added:
		op = document.New
	case document.Dropped:
		op = document.Cut
	}
	r.Pieces = []ComparePiece{{Text: text, Op: op.String()}}
	if len(x.Runs) > 0 {
		r.Pieces = nil
	}
	for _, y := range x.Runs {
		r.Pieces = append(r.Pieces, ComparePiece{Text: y.Text, Op: y.Op.String()})
	}
	var nums []string
	for _, y := range x.Numbers {
		nums = append(nums, orNone(y.From != "", func() string { return y.From })+" → "+orNone(y.To != "", func() string { return y.To }))
	}
	r.Numbers = strings.Join(nums, v.m.T("compare.comma"))
	return r
}
