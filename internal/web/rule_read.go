package web

import (
	"net/http"

	"jiufen/internal/app"
)

// getRule shows the rule of lights in force, with the file it was loaded from.
func (s *Site) getRule(v *visit) error {
	r, err := s.App.RuleSet(v.r.Context(), v.who.Viewer, v.r.PathValue("name"))
	if err != nil {
		return err
	}
	return s.showRule(v, r)
}

func (s *Site) showRule(v *visit, r *app.RuleSet) (err error) {
	m := v.m
	p := &RulePage{Name: r.Rules.Name, Pattern: r.File.Text}
	if p.Page, err = s.page(v, "ledger", m.T("rule.crumb")); err != nil {
		return err
	}
	lib := *r.Lib
	lib.Rules = r.Rules
	p.Says = m.T("rule.says", "n", m.Count(int64(r.File.ID.Seq())))
	p.Lines, p.Legend = ruleLines(m, r.Rules), legendOf(m, &lib)
	p.Facts = []Pair{{Name: m.T("rule.from"), Text: r.Rules.Source}}
	if r.File.Hash != "" {
		p.Facts = append(p.Facts, Pair{Name: m.T("rule.hash"), Text: r.File.Hash})
	}
	return s.show(v, http.StatusOK, p)
}
