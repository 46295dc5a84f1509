package web

import (
	"net/http"

	"jiufen/internal/id"
)

// WaitingPage lists what waits for a decision: changes asked for, closings applied
// for, items handed back. Each line leads to where it is decided.
type WaitingPage struct {
	Page
	Heading string
	Rows    []WaitingRow
	Empty   string
}

// WaitingRow is one thing that waits.
type WaitingRow struct {
	No, Title, URL, Unit string
	Says                 string // what is asked
	Since                string // how long it waits
	Note                 string // who decides, when it is not the reader
}

// waitingMost is how many lines such a list shows.
const waitingMost = 200

func (s *Site) waitingPage(v *visit, key string) (*WaitingPage, error) {
	p := &WaitingPage{Heading: v.m.T("waiting." + key), Empty: v.m.T("waiting.none")}
	var err error
	p.Page, err = s.page(v, "desk", p.Heading)
	return p, err
}

// getChanges lists the changes that were asked for and not decided.
func (s *Site) getChanges(v *visit) error {
	rows, err := s.App.ChangesWaiting(v.r.Context(), v.who.Viewer, waitingMost)
	if err != nil {
		return err
	}
	p, err := s.waitingPage(v, "changes")
	if err != nil {
		return err
	}
	for _, w := range rows {
		r := WaitingRow{No: w.Line.Number, Title: w.Line.Title, URL: "/items/" + id.String(w.Line.ItemID) + "/change/decide", Unit: w.Unit, Since: v.m.WorkingDays(w.Since),
			Says: v.m.T("word.change."+w.Sort) + " " + dayWord(v.m, w.FromDay, p.Year) + " → " + dayWord(v.m, w.ToDay, p.Year) + " " + w.Words}
		if !w.Mine {
			r.URL = "/items/" + id.String(w.Line.ItemID)
			for _, n := range w.Needs {
				r.Note = v.m.T("waiting.decider", "who", v.m.T("word.decider."+string(n.Decider)))
			}
		}
		p.Rows = append(p.Rows, r)
	}
	return s.show(v, http.StatusOK, p)
}

// getClosings lists the items whose end was applied for.
func (s *Site) getClosings(v *visit) error {
	rows, err := s.App.ClosingsWaiting(v.r.Context(), v.who.Viewer, waitingMost)
	if err != nil {
		return err
	}
	p, err := s.waitingPage(v, "closings")
	if err != nil {
		return err
	}
	for _, w := range rows {
		r := WaitingRow{No: w.Line.Number, Title: w.Line.Title, URL: "/items/" + id.String(w.Line.ItemID) + "/closing/decide", Unit: w.Unit, Since: v.m.WorkingDays(w.Since), Says: w.Words}
		if w.Party {
			r.URL, r.Note = "/items/"+id.String(w.Line.ItemID), v.m.T("waiting.party")
		}
		p.Rows = append(p.Rows, r)
	}
	return s.show(v, http.StatusOK, p)
}

// getAssignments lists the items handed back.
func (s *Site) getAssignments(v *visit) error {
	rows, err := s.App.Returned(v.r.Context(), v.who.Viewer)
	if err != nil {
		return err
	}
	p, err := s.waitingPage(v, "returns")
	if err != nil {
		return err
	}
	for _, w := range rows {
		p.Rows = append(p.Rows, WaitingRow{No: w.Number, Title: w.Title, URL: "/assignments/" + id.String(w.ItemID) + "/decide", Unit: w.Unit, Says: w.Handling.Words})
	}
	return s.show(v, http.StatusOK, p)
}
