package web

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/quantity"
	"jiufen/internal/store"
)

// getDesk shows what I owe.
func (s *Site) getDesk(v *visit) error {
	view, err := s.App.Desk(v.r.Context(), v.who.Viewer, v.m)
	if err != nil {
		return err
	}
	p, err := s.deskPage(v, view, pickSheet(view, v.r.URL.Query().Get("period")))
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

// pickSheet is the sheet of the period asked for, else the one that is due
// first; nil if none is open.
func pickSheet(view *app.DeskView, period string) *app.DeskSheet {
	for i := range view.Sheets {
		if periodID(view.Sheets[i].Period) == period {
			return &view.Sheets[i]
		}
	}
	if len(view.Sheets) == 0 {
		return nil
	}
	return &view.Sheets[0]
}

// periodID is a period in an address.
func periodID(p calendar.Period) string { return strconv.Itoa(int(p)) }

func readPeriod(s string) (calendar.Period, error) {
	n, err := strconv.ParseInt(s, 10, 32)
	if p := calendar.Period(n); err == nil && p.Valid() {
		return p, nil
	}
	return 0, errNotFound()
}

func (s *Site) deskPage(v *visit, view *app.DeskView, sheet *app.DeskSheet) (*DeskPage, error) {
	p := &DeskPage{Heading: v.m.T("nav.desk"), Says: unitName(view.Dir, view.Unit)}
	var err error
	if p.Page, err = s.page(v, "desk", v.m.T("nav.desk")); err != nil {
		return nil, err
	}
	p.Urgent, p.Letters, p.Told = urgentRows(v, view), letterRows(v, view), toldRows(v, view)
	p.Sign, p.Plan = p.handed(view, view.ToSign, true), p.handed(view, view.ToPlan, false)
	if head := v.who.Viewer.Duty == org.Head || v.who.Viewer.Duty == org.DeputyHead; !head {
		for i := range p.Sign {
			p.Sign[i].Return = "" // 退办 is the head's
		}
	}
	p.Waiting = waiting(v.m, view.Queues)
	if sheet != nil {
		p.sheet(view, sheet, v.who.Viewer)
	}
	if len(p.Letters)+len(p.Sign)+len(p.Plan)+len(p.Waiting) == 0 && sheet == nil {
		p.Nothing = v.m.T("desk.nothingsays")
	}
	return p, nil
}

// queueLinks are the queues of a desk with their pages, in the order of the work.
var queueLinks = []struct{ key, url string }{{"sheets", "/sheets"}, {"reviews", "/reviews"}, {"returned", "/assignments"}, {"changes", "/changes"}, {"closings", "/closings"}, {"papers", "/documents"}, {"urgent", "#urgent"}, {"bulletins", "/bulletins"}, {"bulletinlate", "/bulletins"}, {"letterlate", "/bulletins?sort=letter"}, {"opinions", "/opinions"}, {"registers", "/registers"}}

// waiting are the queues in which something waits for the viewer.
func waiting(m *locale.Messages, queues map[string]int) []Act {
	var out []Act
	for _, q := range queueLinks {
		if n := queues[q.key]; n > 0 {
			out = append(out, Act{URL: q.url, Name: m.T("desk.queue."+q.key, "n", n)})
		}
	}
	return out
}

// handed are items handed to the unit, to be signed for or to be planned.
func (p *DeskPage) handed(view *app.DeskView, items []app.DeskItem, sign bool) []AssignmentRow {
	var out []AssignmentRow
	for _, x := range items {
		n := id.String(x.ItemID)
		row := AssignmentRow{ID: n, No: x.Number, URL: "/items/" + n, Title: x.Title, Role: p.m.T("word.role." + x.Role), Act: "/items/" + n + "/plan"}
		if h, ok := x.Facts.Head(); ok && h.Standard != x.Title {
			row.Quote = h.Standard
		}
		day := p.m.DateWeekday(int32(x.By), p.Year)
		switch {
		case x.Over:
			row.Limit = p.m.T("desk.over", "day", day, "days", p.m.WorkingDays(max(view.Lib.Cal.Late(x.By, view.Today), 0)))
		case x.By == view.Today:
			row.Limit = p.m.T("desk.today", "day", day)
		default:
			row.Limit = p.m.T("desk.limit", "day", day, "days", p.m.WorkingDays(x.Left))
		}
		for _, o := range x.Facts.LiveOrigins() {
			row.Paper = cmp.Or(row.Paper, o.Record)
		}
		if sign {
			row.Act, row.Return = "/assignments/"+n+"/sign", "/assignments/"+n+"/return"
		}
		out = append(out, row)
	}
	return out
}

// sheet puts the sheet of a period on the desk: returned rows first, then what is
// missing, then what can go.
func (p *DeskPage) sheet(view *app.DeskView, d *app.DeskSheet, v org.Viewer) {
	m, word := p.m, periodWord(p.m, d.Period, p.Year)
	for _, x := range view.Sheets {
		p.Periods = append(p.Periods, View{Name: periodWord(m, x.Period, p.Year), Count: strconv.Itoa(len(x.Rows)), URL: "/desk?period=" + periodID(x.Period), Current: x.Period == d.Period})
	}
	if len(p.Periods) < 2 {
		p.Periods = nil
	}
	p.Heading = m.T("desk.heading", "period", word, "n", len(d.Rows))
	p.Says = m.T("desk.says", "unit", unitName(view.Dir, view.Unit), "due", dueSays(m, view.Lib, d.Due, view.Today, p.Year))
	out := &SheetView{ID: periodID(d.Period), Period: word, Columns: SheetColumns{m.T("desk.col.plan", "period", word), m.T("desk.col.before"), m.T("desk.col.now", "period", word), m.T("desk.col.text", "period", word)}}
	if d.State == app.SheetFinished {
		out.Reopen = v.Can(org.Report)
		out.State = m.T("desk.finished", "day", dayWord(m, d.Finished, p.Year))
	}
	if v.Can(org.Sheet) {
		out.SignURL = "/sheets/" + out.ID
	}
	if !v.Can(org.Report) && out.State == "" {
		out.State = m.T("desk.readonly")
	}
	groups := map[string][]SheetRow{}
	for _, r := range d.Rows {
		row, state := p.sheetRow(view, d, r)
		row.State = m.T("desk.state." + state)
		groups[state] = append(groups[state], row)
	}
	for i, g := range []string{"returned", "open", "ready"} {
		if n := len(groups[g]); n > 0 {
			hint := ""
			if g != "open" {
				hint = m.T("desk.group." + g + "hint")
			}
			out.Groups = append(out.Groups, SheetGroup{ID: "g" + strconv.Itoa(i+1), Heading: m.T("desk.group."+g, "n", n), Hint: hint, Rows: groups[g]})
		}
		p.Strip = append(p.Strip, Big{Name: m.T("desk.big." + g), Value: strconv.Itoa(len(groups[g])), Unit: m.T("overview.items"), URL: anchor(len(groups[g]), "#g"+strconv.Itoa(i+1))})
	}
	for _, rows := range groups {
		for _, r := range rows {
			if r.complete {
				out.Ready++
			}
		}
	}
	p.Sheet = out
}

func anchor(n int, to string) string {
	if n == 0 {
		return ""
	}
	return to
}

// dueSays is a limit with the working days left, or by how much it is past.
func dueSays(m *locale.Messages, lib *store.Library, due, today Day, year int) string {
	day := m.DateWeekday(int32(due), year)
	switch left := lib.Cal.Between(today, due); {
	case due < today:
		return m.T("desk.over", "day", day, "days", m.WorkingDays(lib.Cal.Late(due, today)))
	case due == today:
		return m.T("desk.today", "day", day)
	default:
		return m.T("desk.limit", "day", day, "days", m.WorkingDays(left))
	}
}

// postSheet keeps the rows as typed, and puts the sheet before the head if that
// was asked for and every figure can be read.
func (s *Site) postSheet(v *visit) error {
	period, err := readPeriod(v.r.PathValue("id"))
	if err != nil {
		return err
	}
	view, err := s.App.Desk(v.r.Context(), v.who.Viewer, v.m)
	if err != nil {
		return err
	}
	d := pickSheet(view, periodID(period))
	if d == nil || d.Period != period {
		return errNotFound()
	}
	if v.form.raw("do") == "reopen" {
		if err := s.App.ReopenSheet(v.r.Context(), v.who.Viewer, period); err != nil {
			return err
		}
		return v.took("/desk?period="+periodID(period), "done.reopened", 0)
	}
	if d.State == app.SheetFinished {
		return errs.E(errs.Conflict, "err.sheet.finished")
	}
	wrong, err := s.keepRows(v, d)
	if err != nil {
		return err
	}
	to := "/desk?period=" + periodID(period)
	submit := v.form.raw("do") == "submit"
	if submit {
		wrong = append(wrong, fallen(d)...)
	}
	if len(wrong) == 0 && !submit {
		return v.took(to, "done.saved", 0)
	}
	if len(wrong) == 0 {
		if n := completeRows(s, v, view, d); n > 0 {
			if err := s.App.FinishSheet(v.r.Context(), v.who.Viewer, period); err != nil {
				return err
			}
			return v.took(to, "done.submitted", n)
		}
		wrong = []errs.Field{{Key: "err.sheet.empty"}}
	}
	return s.sheetAgain(v, view, d, wrong)
}

// fallen are the sums that are less than they were, without a reason why: the
// head could not sign them.
func fallen(d *app.DeskSheet) (wrong []errs.Field) {
	for _, r := range d.Rows {
		if r.Body.Same || r.Body.Reason != "" {
			continue
		}
		for _, f := range r.Measures {
			now, bad := readFigure(r.Body.Values[id.String(f.ID)], int(f.Decimals), f.Unit)
			if bad == nil && f.Path == "amount" && f.Last != nil && now < f.Last.Value {
				dec := int(f.Decimals)
				wrong = append(wrong, errs.Field{Name: "v-" + id.String(r.ItemID), Key: "err.sheet.falls", Args: []any{"number", r.Number, "was", quantity.Format(f.Last.Value, dec), "now", quantity.Format(now, dec)}})
			}
		}
	}
	return wrong
}

// completeRows counts the rows that would go to the head.
func completeRows(s *Site, v *visit, view *app.DeskView, d *app.DeskSheet) int {
	p := &DeskPage{Page: Page{m: v.m, Year: v.now.Year()}}
	n := 0
	for _, r := range d.Rows {
		if row, _ := p.sheetRow(view, d, r); row.complete {
			n++
		}
	}
	return n
}

// sheetAgain shows the sheet once more as it was typed, each problem beside its
// field.
func (s *Site) sheetAgain(v *visit, view *app.DeskView, d *app.DeskSheet, wrong []errs.Field) error {
	p, err := s.deskPage(v, view, d)
	if err != nil {
		return err
	}
	for g := range p.Sheet.Groups {
		for i := range p.Sheet.Groups[g].Rows {
			row := &p.Sheet.Groups[g].Rows[i]
			for _, f := range wrong {
				text := v.m.T(f.Key, f.Args...)
				switch f.Name {
				case "v-" + row.Key:
					row.ValueErr = text
				case "t-" + row.Key:
					row.TextErr = text
				}
				for j := range row.More {
					if f.Name == "v-"+row.More[j].Key {
						row.More[j].Err = text
					}
				}
				if f.Name == "v-"+row.Key || f.Name == "t-"+row.Key {
					p.Errors = append(p.Errors, FieldError{Name: f.Name, Label: row.No, Text: text})
				}
			}
		}
	}
	for _, f := range wrong {
		if f.Name == "" {
			p.Errors = append(p.Errors, FieldError{Text: v.m.T(f.Key, f.Args...)})
		}
	}
	return s.show(v, http.StatusUnprocessableEntity, p)
}

// keepRows keeps the rows that were changed, as typed, also what cannot be read;
// it tells what is wrong with them. The rows of d become what was typed.
func (s *Site) keepRows(v *visit, d *app.DeskSheet) (wrong []errs.Field, _ error) {
	for i := range d.Rows {
		r := &d.Rows[i]
		n := id.String(r.ItemID)
		if _, there := v.form.values["t-"+n]; !there {
			continue
		}
		body, bad := typedRow(v, r)
		wrong = append(wrong, bad...)
		if sameRow(body, r.Body) {
			continue
		}
		saved, err := s.App.SaveRow(v.r.Context(), v.who.Viewer, d.Period, r.ItemID, v.form.number("w-"+n), body)
		if err != nil {
			return nil, err
		}
		r.Version = saved.Version
		if len(saved.Clashes) == 0 {
			r.Body = saved.Body
			continue
		}
		r.Body = body // what was typed stays; sent once more, it is meant to replace theirs
		for _, c := range saved.Clashes {
			wrong = append(wrong, errs.Field{Name: clashField(n, c.Field), Key: "err.sheet.clash", Args: []any{"theirs", theirWords(c.Theirs)}})
		}
	}
	return wrong, nil
}

// clashField is the field of the form in which a clash is told.
func clashField(item, field string) string {
	switch {
	case strings.HasPrefix(field, "values."):
		return "v-" + item
	default:
		return "t-" + item
	}
}

// theirWords is what somebody else put into a field.
func theirWords(j json.RawMessage) string {
	var s string
	if json.Unmarshal(j, &s) != nil {
		s = string(j)
	}
	return cmp.Or(clip(s), locale.None)
}

// typedRow reads a row of the form.
func typedRow(v *visit, r *app.DeskRow) (app.SheetRowBody, []errs.Field) {
	n := id.String(r.ItemID)
	f := &form{values: v.form.values, year: v.form.year}
	b := app.SheetRowBody{Values: map[string]string{}, Words: f.text("t-"+n, 1000), Problem: f.text("p-"+n, 1000), Reason: f.raw("n-" + n), Reached: v.form.values["r-"+n], Evidence: f.text("e-"+n, 500)}
	b.Same = slices.Contains(ledger.Words()["nochange"], b.Reason)
	first := true
	a, _ := r.Facts.Assignment()
	for _, m := range r.Measures {
		if m.Path == "state" {
			continue
		}
		name := "v-" + n
		if !first {
			name += "-" + id.String(m.ID)
		}
		first = false
		if m.Publisher != 0 && m.Publisher != a.LeadID {
			continue
		}
		if value := plain(f.raw(name)); value != "" {
			b.Values[id.String(m.ID)] = value
			f.figure(name, int(m.Decimals), m.Unit)
		}
	}
	return b, f.wrong
}

func sameRow(a, b app.SheetRowBody) bool {
	if a.Words != b.Words || a.Problem != b.Problem || a.Reason != b.Reason || a.Same != b.Same || a.Evidence != b.Evidence || !slices.Equal(a.Reached, b.Reached) || len(a.Values) != len(b.Values) {
		return false
	}
	for k, x := range a.Values {
		if b.Values[k] != x {
			return false
		}
	}
	return true
}
