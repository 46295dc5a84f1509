package web

import (
	"net/http"
	"slices"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
)

// CorrectPage corrects a report: a new fact beside the old one, with a reason
// (更正).
type CorrectPage struct {
	Page
	ID, Item, No, Back string
	Action             string
	Says               string
	Period             string
	Was                []Pair // figures as reported
	Values             []Field
	Text               Field
	Reason             Field
	Words              Field
}

// correctable finds the report of the address, if the viewer's unit sent it and
// it is still what counts.
func (s *Site) correctable(v *visit) (k known, r app.ReportLine, err error) {
	if k, err = s.stepItem(v); err != nil {
		return k, r, err
	}
	n, err := pathID[id.Report](v, "report")
	if err != nil {
		return k, r, err
	}
	i := slices.IndexFunc(k.Reports, func(x app.ReportLine) bool { return x.Report.ID == n })
	if i < 0 || !k.mayCorrect(k.Reports[i], v.who.Viewer.Unit) {
		return k, r, errNotFound()
	}
	return k, k.Reports[i], nil
}

// mayCorrect: what was returned is written anew, what was corrected has a newer
// report to correct.
func (k known) mayCorrect(r app.ReportLine, unit id.Unit) bool {
	return k.Dir.Successor(r.UnitID) == unit && !r.Corrected && r.Standing != ledger.Returned
}

// correctURL is where a report is corrected.
func (k known) correctURL(r id.Report) string {
	return k.url() + "/reports/" + id.String(r) + "/correct"
}

func (s *Site) correctPage(v *visit, k known, r app.ReportLine) (*CorrectPage, error) {
	p := &CorrectPage{ID: id.String(r.Report.ID), Item: k.Row.Title, No: k.Row.Number, Back: k.url(), Action: k.correctURL(r.Report.ID), Period: periodWord(v.m, r.Period, k.year), Says: v.m.T("correct.says")}
	var err error
	if p.Page, err = s.page(v, "ledger", v.m.T("correct.head", "period", p.Period)); err != nil {
		return nil, err
	}
	for _, x := range r.Values {
		m, ok := k.measure(x.MeasureID)
		if !ok {
			continue
		}
		was := v.m.Number(x.Value, int(m.Decimals))
		p.Was = append(p.Was, Pair{Name: m.Name, Text: was + " " + m.Unit})
		f := number("v-"+id.String(m.ID), v.typedOr("v-"+id.String(m.ID), was), m.Unit).as("value")
		f.Note = m.Name
		p.Values = append(p.Values, f)
	}
	p.Text = area("text", v.typedOr("text", r.Words), 3).as("progress").must()
	p.Reason = radio("reason", v.typed("reason"), words(v.m, "word.fall.", "reduced", "correct", "basis")).as("correctreason").must()
	p.Words = area("words", v.typed("words"), 2).must()
	return p, nil
}

func (s *Site) getCorrect(v *visit) error {
	k, r, err := s.correctable(v)
	if err != nil {
		return err
	}
	p, err := s.correctPage(v, k, r)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

func (s *Site) postCorrect(v *visit) error {
	k, r, err := s.correctable(v)
	if err != nil {
		return err
	}
	in := app.ReportInput{Words: v.form.must("text", 1000), Problem: r.Problem, Reason: v.form.one("reason", "reduced", "correct", "basis")}
	for _, x := range r.Values {
		m, ok := k.measure(x.MeasureID)
		if !ok {
			continue
		}
		if n, ok := v.form.figure("v-"+id.String(m.ID), int(m.Decimals), m.Unit); ok {
			in.Values = append(in.Values, app.ValueInput{Measure: m.ID, Value: n})
		}
	}
	in.Words += "\n" + v.m.T("correct.because", "words", v.form.must("words", 500))
	if err = v.form.err(); err == nil {
		_, err = s.App.Correct(v.r.Context(), v.who.Viewer, v.request(), r.Report.ID, in)
	}
	if err == nil {
		return v.took(k.url(), "done.corrected", 0)
	}
	p, again := s.correctPage(v, k, r)
	if again != nil {
		return again
	}
	fields := []*Field{&p.Text, &p.Reason, &p.Words}
	pairs := []string{"t-" + id.String(k.Row.ItemID), "text"}
	for i := range p.Values {
		fields = append(fields, &p.Values[i])
	}
	if len(p.Values) > 0 {
		pairs = append(pairs, "v-"+id.String(k.Row.ItemID), p.Values[0].Name)
	}
	return s.refuse(v, renamed(err, pairs...), p, fields...)
}
