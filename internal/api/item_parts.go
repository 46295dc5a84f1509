package api

import (
	"time"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/store"
)

func lightOf(n int64) ledger.Light { return ledger.Light(n) }

// scale knows the decimals and unit of every measure an item ever had.
type scale map[id.Measure]store.Measure

func scaleOf(f *store.Facts) scale {
	s := scale{}
	for _, m := range f.Measures {
		s[m.ID] = m
	}
	return s
}

func (s scale) figure(m id.Measure, n int64) Figure {
	return figure(n, int(s[m].Decimals), s[m].Unit)
}

func planOf(facts *store.Facts, p store.Plan, nodes []store.Milestone, s scale) *Plan {
	out := &Plan{ID: known(p.ID), Version: p.Version, From: iso(p.FromDay), Nodes: make([]Node, len(nodes))}
	reached := facts.ReachedDays()
	for i, n := range nodes {
		out.Nodes[i] = Node{Reached: iso(reached[n.ID]), ByStage: facts.ByStage(n.State), ID: known(n.ID), Measure: known(n.MeasureID), Day: iso(n.Day), State: n.State, Person: n.Person}
		if n.MeasureID != 0 {
			f := s.figure(n.MeasureID, n.Expected)
			out.Nodes[i].Expected = &f
		}
	}
	return out
}

func reportOf(v *app.ItemView, r app.ReportLine, s scale) Report {
	out := Report{ID: known(r.ID), Unit: known(r.UnitID), Name: v.Dir.Unit(r.UnitID).Name, Period: r.Period.String(), Sort: r.Sort, Standing: r.Standing.String(), Came: iso(r.Day),
		Seq: int64(id.Fact(r.ID).Seq()), Words: r.Words, Problem: r.Problem, Reason: r.Reason, Corrects: known(r.Supersedes), Missing: r.Missing, Values: []ReportValue{}, Reviews: []Review{}}
	if p := v.Facts.Proof(r.Period); p != store.NotAsked {
		out.Proof = p.String()
	}
	out.Evidence = evidenceOf(v.Facts.EvidenceFor(r.Period))
	for _, x := range r.Values {
		out.Values = append(out.Values, ReportValue{Measure: known(x.MeasureID), Figure: s.figure(x.MeasureID, x.Value)})
	}
	for _, x := range r.Reviews {
		out.Reviews = append(out.Reviews, Review{Act: x.Act, Reason: x.Reason, Words: x.Words, NewDue: iso(x.NewDue), Seq: int64(x.ID.Seq())})
	}
	return out
}

func changeOf(x app.ChangeLine, s scale) Change {
	out := Change{ID: known(x.ID), Sort: x.Sort, Origin: known(x.OriginID), Measure: known(x.MeasureID), From: iso(x.FromDay), To: iso(x.ToDay), Class: x.Class, Words: x.Words,
		Late: x.Late == 1, Decided: x.Decided, Steps: []ChangeStep{}}
	if x.MeasureID != 0 {
		f := s.figure(x.MeasureID, x.ToValue)
		out.Value = &f
	}
	for _, p := range x.Steps {
		out.Steps = append(out.Steps, ChangeStep{Act: p.Act, Post: known(p.PostID), Words: p.Words, Seq: int64(p.ID.Seq())})
	}
	return out
}

// entry is an entry of the journal, its time in the place's zone.
func (a *API) entry(l store.Leaf) Entry {
	return Entry{Seq: int64(l.Seq), At: time.UnixMilli(l.At).In(a.App.DB.Zone()).Format(time.RFC3339), Day: iso(l.Day), Act: l.Act, Post: known(l.Post), Person: known(l.Person), Rows: l.N}
}

func closingOf(x store.Closing) Closing {
	return Closing{ID: known(x.ID), Act: x.Act, Reached: iso(x.Reached), Number: x.Number, Words: x.Words, Seq: int64(id.Fact(x.ID).Seq())}
}
