package app

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// DeskView is what a unit owes now.
type DeskView struct {
	Unit    id.Unit
	ToSign  []DeskItem // 待签收
	ToPlan  []DeskItem // plans to hand back
	Sheets  []DeskSheet
	Queues  map[string]int // what waits for the viewer's other rights: sheets, reviews, papers
	Dir     *org.Directory
	Lib     *store.Library
	Today   calendar.Day
	Returns int        // rows that came back
	Told    []DeskTold // what was asked of its items by others lately
	Letters []DeskLetter
	Urgent  []Urgent
}

// DeskItem is an item handed to the unit.
type DeskItem struct {
	store.Span
	Facts *store.Facts
	Role  string
	By    calendar.Day
	Left  int  // working days left
	Over  bool // the limit for signing is past: 视为签收
}

// DeskSheet is the sheet of a period with its rows.
type DeskSheet struct {
	Period   calendar.Period
	Due      calendar.Day
	State    string // open, finished
	Rows     []DeskRow
	Finished calendar.Day
	Version  int64 // SheetVersion as read: the head signs no other
}

// DeskRow is one item owed in a period.
type DeskRow struct {
	store.Span
	Facts    *store.Facts
	Owing    store.Owing
	Measures []DeskFigure
	Body     SheetRowBody
	Version  int64
	By       id.Person // who typed it last, 0: nobody did
	At       int64     // when, Unix milliseconds
	Light    ledger.Light
	Says     string
	LastWord string
}

// DeskFigure is a measure with what is on file.
type DeskFigure struct {
	store.Measure
	Plan *int64
	Last *store.ReportValue
}

// Desk shows what the viewer's unit owes: what to sign for, plans to hand back,
// the sheets of the periods with returned rows first, prefilled with what is on
// file.
func (a *App) Desk(ctx context.Context, v org.Viewer, m *locale.Messages) (*DeskView, error) {
	if v.Person == 0 {
		return nil, errs.E(errs.Unauthenticated, "err.signin")
	}
	out := &DeskView{Unit: v.Unit, Queues: map[string]int{}}
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		out.Today = tx.Day
		if out.Dir, err = tx.Directory(tx.Now()); err != nil {
			return err
		}
		if out.Lib, err = tx.Library(tx.Now()); err != nil {
			return err
		}
		if v.Can(org.Receive) || v.Can(org.Report) || v.Can(org.Sheet) {
			if err := out.fill(tx, m); err != nil {
				return err
			}
		}
		return a.queues(tx, v, out)
	})
	return out, err
}

// SheetToSign shows the sheets of the unit whose head a post is, to the head
// himself or to who stands in for him (AB角).
func (a *App) SheetToSign(ctx context.Context, v org.Viewer, forPost id.Post, m *locale.Messages) (*DeskView, error) {
	if err := need(v, org.Sheet); err != nil {
		return nil, err
	}
	out := &DeskView{Unit: v.Unit, Queues: map[string]int{}}
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		out.Today = tx.Day
		if out.Dir, err = tx.Directory(tx.Now()); err != nil {
			return err
		}
		if out.Lib, err = tx.Library(tx.Now()); err != nil {
			return err
		}
		if forPost != 0 {
			out.Unit = out.Dir.Post(forPost).UnitID
		}
		if err := mayFile(out.Dir, v, SheetInput{Unit: out.Unit, ForPost: forPost}); err != nil {
			return err
		}
		return out.fill(tx, m)
	})
	return out, err
}

// forebears are the units that went over into a unit, and the unit itself: what
// they owed it owes.
func forebears(dir *org.Directory, u id.Unit) []id.Unit {
	out := []id.Unit{u}
	for _, x := range dir.Units {
		if x.ID != u && dir.Successor(x.ID) == u {
			out = append(out, x.ID)
		}
	}
	return out
}

// deskChunk is how many items of a unit are read at once.
const deskChunk = 500

func (d *DeskView) fill(tx *store.Tx, m *locale.Messages) error {
	items, err := tx.UnitItems(forebears(d.Dir, d.Unit))
	if err != nil {
		return err
	}
	typed, err := tx.SheetDrafts(d.Unit)
	if err != nil {
		return err
	}
	for part := range slices.Chunk(items, deskChunk) { // most of them owe nothing now
		facts, err := tx.ItemFacts(id.Before(tx.Seq), part...)
		if err != nil {
			return err
		}
		spans, err := tx.OpenSpans(part)
		if err != nil {
			return err
		}
		for _, item := range part {
			if f, s := facts[item], spans[item]; f != nil && s.ItemID != 0 {
				d.item(f, s, typed, m)
			}
		}
	}
	slices.SortFunc(d.Sheets, func(a, b DeskSheet) int { return cmp.Compare(a.Due, b.Due) })
	if err := d.lately(tx); err != nil {
		return err
	}
	return d.lastWords(tx)
}

func (d *DeskView) item(f *store.Facts, s store.Span, typed []store.SheetDraft, m *locale.Messages) {
	a, units := f.Assignment()
	i := slices.IndexFunc(units, func(u store.Assignee) bool { return d.Dir.Successor(u.UnitID) == d.Unit })
	if i < 0 || f.Stage() != ledger.Open && f.Stage() != ledger.Applied {
		return
	}
	d.told(f)
	role := units[i].Role
	x := DeskItem{Span: s, Facts: f, Role: role, By: a.SignBy, Left: d.Lib.Cal.Between(d.Today, a.SignBy), Over: d.Today > a.SignBy}
	if !f.Handled(a.ID, d.Unit) && !x.Over {
		d.ToSign = append(d.ToSign, x)
	}
	if !leads(a, units[i]) {
		return
	}
	if p, _ := f.Plan(); p.ID == 0 {
		x.By, x.Left, x.Over = a.PlanBy, d.Lib.Cal.Between(d.Today, a.PlanBy), d.Today > a.PlanBy
		d.ToPlan = append(d.ToPlan, x)
	}
	for _, o := range d.Lib.Owed(f, d.Today) {
		if o.Report == nil && d.opens(o) {
			d.owe(f, s, o, typed, m)
		}
	}
}

// SettingOpens is how many working days before the due day a sheet opens
// (practice B.1).
const (
	SettingOpens = "report.opens"

	defaultOpens = 5
)

func (d *DeskView) opens(o store.Owing) bool {
	return o.Due <= d.Today || d.Lib.Cal.Between(d.Today, o.Due) <= d.Lib.Int(SettingOpens, defaultOpens) || o.Back != nil
}

func (d *DeskView) owe(f *store.Facts, s store.Span, o store.Owing, typed []store.SheetDraft, m *locale.Messages) {
	i := slices.IndexFunc(d.Sheets, func(x DeskSheet) bool { return x.Period == o.Period })
	if i < 0 {
		d.Sheets = append(d.Sheets, DeskSheet{Period: o.Period, Due: d.Lib.ReportRule.On(d.Lib.Cal, o.Period).Day, State: SheetOpen, Version: SheetVersion(typed, o.Period)})
		i = len(d.Sheets) - 1
	}
	row := DeskRow{Span: s, Facts: f, Owing: o, Light: ledger.Light(s.Judged)}
	in := d.Lib.Input(f)
	_, why := ledger.Judge(&in, d.Lib.Rules, d.Lib.Cal, d.Today)
	row.Says = ledger.Sentence(&in, d.Lib.Rules, d.Lib.Cal, d.Today, why, m.T)
	for k, x := range f.LiveMeasures() {
		fig := DeskFigure{Measure: x}
		for _, n := range in.Tracks[k].Nodes {
			if n.Day <= o.Period.End() {
				plan := n.Expected
				fig.Plan = &plan
			}
		}
		if last, ok := f.LastValue(x.ID, o.Period); ok {
			fig.Last = &last
		}
		row.Measures = append(row.Measures, fig)
	}
	for _, t := range typed {
		if t.Period != o.Period {
			continue
		}
		switch t.ItemID {
		case 0:
			d.Sheets[i].State = t.State
			if n, err := strconv.Atoi(t.Body); err == nil {
				d.Sheets[i].Finished = calendar.Day(n)
			}
		case s.ItemID:
			row.Version, row.By, row.At = t.Version, t.By, t.At
			_ = json.Unmarshal([]byte(t.Body), &row.Body) // written by SaveRow alone
		}
	}
	if o.Back != nil {
		d.Returns++
		d.Sheets[i].Rows = slices.Insert(d.Sheets[i].Rows, 0, row)
		return
	}
	d.Sheets[i].Rows = append(d.Sheets[i].Rows, row)
}

// lastWords fetches what was written in each row's last report, to start from.
func (d *DeskView) lastWords(tx *store.Tx) error {
	var hashes []string
	last := func(f *store.Facts) string {
		if n := len(f.Reports); n > 0 {
			return f.Reports[n-1].WordsHash
		}
		return ""
	}
	for _, s := range d.Sheets {
		for _, r := range s.Rows {
			hashes = append(hashes, last(r.Facts))
		}
	}
	words, err := tx.Bodies(hashes)
	for i := range d.Sheets {
		for j := range d.Sheets[i].Rows {
			r := &d.Sheets[i].Rows[j]
			r.LastWord = string(words[last(r.Facts)])
		}
	}
	return err
}

// queues counts what waits for the viewer's rights.
func (a *App) queues(tx *store.Tx, v org.Viewer, d *DeskView) error {
	if v.Can(org.Sheet) {
		units := []id.Unit{v.Unit}
		for _, x := range d.Dir.StandIns {
			if x.Post == v.Post {
				units = append(units, d.Dir.Post(x.For).UnitID)
			}
		}
		sheets, err := tx.FinishedSheets(units)
		if err != nil {
			return err
		}
		d.Queues["sheets"] = len(sheets)
	}
	if v.Can(org.Report) {
		n, err := a.registerAlerts(tx, v, d)
		if err != nil {
			return err
		}
		d.Queues["registers"] = n
	}
	if v.Can(org.Draft) && officeView(v) == nil {
		due, err := bulletinDue(tx)
		if err != nil {
			return err
		}
		d.Queues["bulletinlate"] = due.Late
		if d.Queues["letterlate"], err = lettersLate(tx); err != nil {
			return err
		}
	}
	if err := d.urgent(tx, v); err != nil {
		return err
	}
	if v.Can(org.Receive) {
		if err := d.lettersMine(tx, v); err != nil {
			return err
		}
		d.Queues["letters"] = len(d.Letters)
	}
	if v.Can(org.Decide) {
		n, err := a.changesMine(tx, v, d)
		if err != nil {
			return err
		}
		d.Queues["changes"] = n
	}
	if v.Can(org.Assign) {
		n, err := tx.ReturnedItems(v.Sees)
		if err != nil {
			return err
		}
		d.Queues["returned"] = len(n)
	}
	if v.Can(org.Close) {
		n, err := tx.AppliedClosings(v.Sees, 201)
		if err != nil {
			return err
		}
		d.Queues["closings"] = len(n)
	}
	if v.Can(org.Accept) {
		rows, err := tx.UnreviewedReports(v.Sees, 201)
		if err != nil {
			return err
		}
		d.Queues["reviews"] = len(rows)
	}
	if v.Can(org.Approve) || v.Can(org.Sign) {
		papers, err := tx.Papers(0, 50)
		if err != nil {
			return err
		}
		steps, err := tx.StepsOf(papers)
		if err != nil {
			return err
		}
		for _, p := range papers {
			state, _ := paperState(steps[p.ID])
			if state == "submitted" && v.Can(org.Approve) || state == "approved" && v.Can(org.Sign) {
				d.Queues["papers"]++
			}
		}
	}
	n, err := bulletinsMine(tx, v)
	if err != nil {
		return err
	}
	d.Queues["bulletins"] = n
	d.Queues["opinions"], err = opinionsMine(tx, v, d.Dir)
	return err
}

// changesMine counts the pending changes that the viewer can decide; those that
// wait for somebody else do not wait for him.
func (a *App) changesMine(tx *store.Tx, v org.Viewer, d *DeskView) (n int, err error) {
	changes, err := tx.PendingChanges(v.Sees, 201)
	if err != nil || len(changes) == 0 {
		return 0, err
	}
	items := make([]id.Item, len(changes))
	for i, c := range changes {
		items[i] = c.ItemID
	}
	facts, err := tx.ItemFacts(id.Before(tx.Seq), items...)
	if err != nil {
		return 0, err
	}
	for i := range changes {
		if f := facts[changes[i].ItemID]; f != nil && a.mayDecide(d.Lib, d.Dir, f, &changes[i], v, true, tx.Day) == nil {
			n++
		}
	}
	return n, nil
}
