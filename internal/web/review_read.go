package web

import (
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
)

// reviewsShown is how many reports the queue lists at once.
const reviewsShown = 50

// getReviews shows the queue and the report picked from it.
func (s *Site) getReviews(v *visit) error {
	p, err := s.reviewPage(v, queryID[id.Report](v.r.URL.Query(), "report"))
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

func (s *Site) reviewPage(v *visit, pick id.Report) (*ReviewPage, error) {
	queue, err := s.App.ReviewQueue(v.r.Context(), v.who.Viewer, reviewsShown+1)
	if err != nil {
		return nil, err
	}
	p := &ReviewPage{}
	if p.Page, err = s.page(v, "supervise", v.m.T("review.head")); err != nil {
		return nil, err
	}
	p.Says = v.m.T("review.says", "n", len(queue))
	if len(queue) > reviewsShown {
		queue = queue[:reviewsShown]
	}
	for _, w := range queue {
		if pick == 0 {
			pick = w.Report.ID
		}
		p.Queue = append(p.Queue, QueueRow{ID: id.String(w.Report.ID), URL: "/reviews?report=" + id.String(w.Report.ID), Title: w.Number + " " + w.Title, Unit: w.Unit, Period: periodWord(v.m, w.Period, v.now.Year()),
			Waits: v.m.T("review.waits", "days", v.m.WorkingDays(w.Since)), Current: w.Report.ID == pick})
		if w.Report.ID == pick {
			if p.Current, err = s.reviewed(v, w); err != nil {
				return nil, err
			}
		}
	}
	return p, nil
}

// reviewed is the report picked, with what is known about it.
func (s *Site) reviewed(v *visit, w app.Waiting) (*ReviewView, error) {
	view, err := s.App.Item(v.r.Context(), v.who.Viewer, w.ItemID, 0, v.m)
	if err != nil {
		return nil, err
	}
	m := v.m
	r := &ReviewView{ID: id.String(w.Report.ID), Title: w.Title, URL: "/items/" + id.String(w.ItemID), No: w.Number, Unit: w.Unit, Period: periodWord(m, w.Period, v.now.Year()),
		Light: Light{Colour: view.Row.Light.String(), Why: view.Row.Says, URL: "/items/" + id.String(w.ItemID) + "#reason"}}
	for _, l := range view.Reports {
		if l.Report.ID == w.Report.ID {
			r.tell(m, view, l)
			k := known{m, v.now.Year(), view}
			if state := k.proofWord(view.Facts.Proof(l.Period)); state != "" {
				r.Proof, r.Evidence = state, k.evidenceRows(v.who.Viewer, l.Period)
			}
		}
	}
	if len(view.Measures) > 0 {
		x := view.Measures[0]
		for _, n := range x.Track.Nodes {
			if n.Day <= w.Period.End() {
				r.Plan = Fig(n.Expected, int(x.Decimals))
			}
		}
		if last, ok := view.Facts.LastValue(x.ID, w.Period); ok {
			r.Before = Fig(last.Value, int(x.Decimals))
		}
	}
	r.Returns = m.T("review.returned", "n", view.Facts.Returns(w.Period))
	r.Decision = radio("decision", v.typed("decision"), []Option{{Value: "accept", Name: m.T("review.accept")}, {Value: "return", Name: m.T("review.return")}})
	r.Reason = choose("reason", v.typed("reason"), words(m, "word.return.", "missing", "evidence", "offtopic", "basis", "other")).as("reviewreason").wide("w3")
	r.Words = area("words", v.typed("words"), 2).as("returnwords").wide("w3")
	if v.who.Viewer.Can(org.CheckFig) {
		r.Check = r.URL + "/check"
	}
	return r, nil
}

// tell puts what a report says before the reviewer: its words, its first figure
// large and the others in a line each, what moved more than it ever did.
func (r *ReviewView) tell(m *locale.Messages, view *app.ItemView, l app.ReportLine) {
	r.Text = l.Words
	if l.Sort == string(ledger.ReportNoChange) {
		r.Text = m.T("item.nochange", "reason", wordOr(m, "word.nochange.", l.Reason)) + l.Words
	}
	if l.Problem != "" {
		r.Facts = append(r.Facts, Pair{Name: m.T("desk.problem"), Text: l.Problem})
	}
	for i, x := range view.Measures {
		for _, val := range l.Values {
			if view.Facts.Root(val.MeasureID) != view.Facts.Root(x.ID) {
				continue
			}
			n := m.Number(val.Value, int(x.Decimals))
			if i > 0 {
				r.Facts = append(r.Facts, Pair{Name: x.Name, Text: n + x.Unit})
				continue
			}
			r.Value, r.ValueUnit = Fig(val.Value, int(x.Decimals)), x.Unit
			if last, ok := view.Facts.LastValue(x.ID, l.Period); ok {
				fig := app.DeskFigure{Measure: x.Measure, Last: &last}
				before := view.Facts.Before(int64(l.Report.ID))
				if flag := flagOf(m, before, fig, n); flag != "" {
					r.Flags = append(r.Flags, flag)
				}
			}
		}
	}
}

// postAcceptMany accepts the reports that are ticked. Those that somebody decided
// meanwhile are left as they are.
func (s *Site) postAcceptMany(v *visit) error {
	var list []id.Report
	for _, w := range v.form.values["report"] {
		n, err := id.Parse[id.Report](w)
		if err != nil {
			return errNotFound()
		}
		list = append(list, n)
	}
	if len(list) == 0 {
		return s.reviewAgain(v, 0, missing("report"))
	}
	skipped, err := s.App.AcceptReports(v.r.Context(), v.who.Viewer, v.request(), list)
	if err != nil {
		return err
	}
	return v.took("/reviews", "done.receivedmany", len(list)-len(skipped))
}

// postReview accepts a report or sends it back.
func (s *Site) postReview(v *visit) error {
	n := idIn[id.Report](v)
	ctx := v.r.Context()
	switch v.form.raw("decision") {
	case "accept":
		if _, err := s.App.AcceptReports(ctx, v.who.Viewer, v.request(), []id.Report{n}); err != nil {
			return err
		}
		return v.took("/reviews", "done.received", 0)
	case "return":
		err := s.App.ReturnReport(ctx, v.who.Viewer, v.request(), n, ledger.ReturnReason(v.form.raw("reason")), v.form.text("words", 500))
		if err == nil {
			return v.took("/reviews", "done.returned", 0)
		}
		return s.reviewAgain(v, n, err)
	}
	return s.reviewAgain(v, n, missing("decision"))
}

func (s *Site) reviewAgain(v *visit, n id.Report, err error) error {
	p, again := s.reviewPage(v, n)
	if again != nil {
		return again
	}
	if p.Current == nil {
		return err
	}
	return s.refuse(v, err, p, &p.Current.Decision, &p.Current.Reason, &p.Current.Words)
}
