package web

import (
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/id"
)

// suggest offers units to lead the open draft where its text names none.
func (s *Site) suggest(v *visit, p *DocumentPage, d app.DraftView) error {
	if p.Open == nil || d.State != app.DraftOpen || count(d.Body.Parties, "lead") > 0 {
		return nil
	}
	list, err := s.App.SuggestLeads(v.r.Context(), v.who.Viewer, d.ID)
	if err != nil {
		return err
	}
	for _, x := range list {
		var why []string
		if len(x.Words) > 0 {
			why = append(why, v.m.T("draft.suggestwords", "words", strings.Join(x.Words, "、")))
		}
		if x.Before != "" {
			why = append(why, v.m.T("draft.suggestbefore", "title", x.Before))
		}
		p.Open.Suggest = append(p.Open.Suggest, LeadOffer{Unit: id.String(x.Unit), Name: x.Name, Why: strings.Join(why, v.m.T("draft.suggestand")) + v.m.T("draft.suggestshare", "n", x.Confidence)})
	}
	return nil
}
