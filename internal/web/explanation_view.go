package web

import (
	"net/http"

	"jiufen/internal/id"
)

// ExplanationPage is the explanation of a notice (S5-03), to be read here or
// handed out as .docx.
type ExplanationPage struct {
	Page
	ID, Name string
	Text     []string
	Parts    []ExplanationTable
}

// ExplanationTable is one of its tables.
type ExplanationTable struct {
	Heading, Says string
	Head          []string
	Rows          [][]string
	Counts        []bool // columns of counts
}

// Count reports whether a column holds counts.
func (t ExplanationTable) Count(col int) bool { return col < len(t.Counts) && t.Counts[col] }

func (s *Site) getExplanation(v *visit) error {
	n := idIn[id.Paper](v)
	e, err := s.App.Explain(v.r.Context(), v.who.Viewer, n, v.m)
	if err != nil {
		return err
	}
	page, err := s.page(v, "documents", e.Title)
	if err != nil {
		return err
	}
	p := &ExplanationPage{Page: page, ID: id.String(n), Name: e.Title, Text: e.Text}
	for _, x := range e.Parts {
		p.Parts = append(p.Parts, ExplanationTable{Heading: x.Heading, Says: x.Says, Head: x.Head, Rows: x.Rows, Counts: x.Counts()})
	}
	return s.show(v, http.StatusOK, p)
}

func (s *Site) getExplanationDocx(v *visit) error {
	name, file, err := s.App.ExplanationFile(v.r.Context(), v.who.Viewer, idIn[id.Paper](v))
	if err != nil {
		return err
	}
	return v.send(name, paperTypes["docx"], file)
}
