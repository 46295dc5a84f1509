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
	"jiufen/internal/quantity"
	"jiufen/internal/store"
)

// SheetInput is the sheet of a unit for a period, ready to be signed: one change
// for all its reports, whether it comes from the page, an .xlsx, or paper that
// the office enters (代录).
type SheetInput struct {
	Unit     id.Unit
	Period   calendar.Period
	Finished calendar.Day // when the liaison put it before the head; 0: today
	ForPost  id.Post      // in whose name a stand-in signs
	Entered  string       // 'office' for 代录
	Rows     []ReportInput
}

// ReportInput is the report of one item.
type ReportInput struct {
	Item    id.Item
	Values  []ValueInput
	Words   string
	Problem string
	Reached []id.Milestone // states reached; 0 is what the item asks for in the end
	Sort    ledger.ReportSort
	Reason  string // of «no change», or of a value that falls
	Missing string // the part of a cooperating unit that is missing
}

// ValueInput is a cumulative figure, scaled by its measure.
type ValueInput struct {
	Measure id.Measure
	Value   int64
}

// SettingNoChange is how many periods running may say «no change» (practice B.4).
const (
	SettingNoChange = "report.nochange"

	defaultNoChange = 2
)

var noChangeReasons = []string{string(ledger.NoChangeSeason), string(ledger.NoChangeApproval), string(ledger.NoChangeNode)}

// FileReports files the sheet of a period with the head's signature. All rows or
// none; every problem is told with its item.
func (a *App) FileReports(ctx context.Context, v org.Viewer, req Request, s SheetInput) (out []id.Report, err error) {
	right := org.Sheet
	if s.Entered == "office" {
		right = org.Accept
	}
	if err := need(v, right); err != nil {
		return nil, err
	}
	_, err = a.write(ctx, v, "sheet_sign", req, func(tx *store.Tx) error {
		if err := mayFile(tx, v, s); err != nil {
			return err
		}
		out, err = fileReports(tx, s)
		return err
	})
	return out, err
}

// mayFile: the unit's own head, a stand-in for him, or the office for 代录.
func mayFile(tx *store.Tx, v org.Viewer, s SheetInput) error {
	dir, err := tx.Directory(tx.Now())
	if err != nil {
		return err
	}
	if s.Entered == "office" && slices.Contains(v.Sees, id.Unit(0)) {
		return nil
	}
	if s.ForPost != 0 && dir.Post(s.ForPost).UnitID == s.Unit && dir.SignsFor(v.Post, s.ForPost) {
		return nil
	}
	if v.Unit != s.Unit {
		return errNotThere()
	}
	return nil
}

func fileReports(tx *store.Tx, s SheetInput) ([]id.Report, error) {
	lib, err := tx.Library(tx.Now())
	if err != nil {
		return nil, err
	}
	items := make([]id.Item, len(s.Rows))
	for i, r := range s.Rows {
		items[i] = r.Item
	}
	facts, err := tx.ItemFacts(id.Before(tx.Seq), items...)
	if err != nil {
		return nil, err
	}
	if err := errs.Form(s.problems(lib, facts)); err != nil {
		return nil, err
	}
	due := lib.ReportRule.On(lib.Cal, s.Period).Day
	sheet, err := store.Insert[store.Sheet, id.Sheet](tx, store.Sheet{UnitID: s.Unit, Period: s.Period, DueDay: due, Finished: cmp.Or(s.Finished, tx.Day), Signed: tx.Day, ForPost: s.ForPost, Entered: s.Entered})
	if err != nil {
		return nil, err
	}
	var out []id.Report
	for _, r := range s.Rows {
		n, err := fileReport(tx, sheet, s, r, 0)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, tx.DropSheetDrafts(s.Unit, s.Period)
}

func fileReport(tx *store.Tx, sheet id.Sheet, s SheetInput, r ReportInput, corrects id.Report) (id.Report, error) {
	words, err := tx.PutBody([]byte(r.Words))
	if err != nil {
		return 0, err
	}
	problem, err := tx.PutBody([]byte(r.Problem))
	if err != nil {
		return 0, err
	}
	n, err := store.Insert[store.Report, id.Report](tx, store.Report{ItemID: r.Item, UnitID: s.Unit, Period: s.Period, SheetID: sheet, Supersedes: corrects,
		Sort: string(cmp.Or(r.Sort, ledger.ReportProgress)), Reason: r.Reason, WordsHash: words, Problem: problem, Missing: r.Missing, Day: tx.Day})
	if err != nil {
		return 0, err
	}
	for _, x := range r.Values {
		if err := store.Add(tx, store.ReportValue{ReportID: n, ItemID: r.Item, MeasureID: x.Measure, Period: s.Period, Value: x.Value}); err != nil {
			return 0, err
		}
	}
	for _, m := range r.Reached {
		if err := store.Add(tx, store.Reached{ReportID: n, ItemID: r.Item, Milestone: m, Day: tx.Day}); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// problems are what is wrong with the rows of a sheet.
func (s SheetInput) problems(lib *store.Library, facts map[id.Item]*store.Facts) []errs.Field {
	var out []errs.Field
	if !s.Period.Valid() {
		return []errs.Field{{Name: "period", Key: "err.period"}}
	}
	if len(s.Rows) == 0 {
		return []errs.Field{{Name: "rows", Key: "err.sheet.empty"}}
	}
	for _, r := range s.Rows {
		f := facts[r.Item]
		if f == nil || !f.Party(s.Unit) {
			out = append(out, errs.Field{Name: "item-" + id.String(r.Item), Key: "err.sheet.item"})
			continue
		}
		out = append(out, s.rowProblems(lib, f, r)...)
	}
	return out
}

func (s SheetInput) rowProblems(lib *store.Library, f *store.Facts, r ReportInput) (out []errs.Field) {
	at := func(part, key string, args ...any) {
		out = append(out, errs.Field{Name: part + "-" + id.String(r.Item), Key: key, Args: append([]any{"number", f.Item.Number}, args...)})
	}
	if f.Current(s.Period) != nil && r.Sort != ledger.ReportCorrection {
		at("v", "err.sheet.twice")
	}
	if r.Sort == ledger.ReportNoChange {
		switch {
		case !slices.Contains(noChangeReasons, r.Reason):
			at("n", "err.sheet.nochange")
		case f.NoChanges(s.Period) >= lib.Int(SettingNoChange, defaultNoChange):
			at("n", "err.sheet.sleep", "n", lib.Int(SettingNoChange, defaultNoChange))
		}
		return out
	}
	if r.Words == "" {
		at("t", "err.sheet.words")
	}
	ms := f.LiveMeasures()
	for _, x := range r.Values {
		i := slices.IndexFunc(ms, func(m store.Measure) bool { return m.ID == x.Measure })
		if i < 0 {
			at("v", "err.measure")
			continue
		}
		if last, ok := f.LastValue(x.Measure, s.Period); ok && x.Value < last.Value && ms[i].Path == "amount" && r.Reason == "" {
			at("v", "err.sheet.falls", "was", quantity.Format(last.Value, int(ms[i].Decimals)), "now", quantity.Format(x.Value, int(ms[i].Decimals)))
		}
	}
	return out
}

// Correct puts a new report beside one that was accepted (更正), with a reason
// and the head's signature; the old one stays.
func (a *App) Correct(ctx context.Context, v org.Viewer, req Request, n id.Report, r ReportInput) (out id.Report, err error) {
	if err := need(v, org.Sheet); err != nil {
		return 0, err
	}
	_, err = a.write(ctx, v, "report_correct", req, func(tx *store.Tx) error {
		f, old, err := reportFacts(tx, v, n)
		if err != nil {
			return err
		}
		if old.UnitID != v.Unit {
			return errNotThere()
		}
		if f.Standing(n) == ledger.Returned {
			return errs.E(errs.Conflict, "err.correct.newer")
		}
		if r.Reason == "" || r.Words == "" {
			return errs.Form([]errs.Field{{Name: "reason", Key: "err.required"}})
		}
		r.Item, r.Sort = old.ItemID, ledger.ReportCorrection
		s := SheetInput{Unit: old.UnitID, Period: old.Period, Rows: []ReportInput{r}}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		if err := errs.Form(s.problems(lib, map[id.Item]*store.Facts{old.ItemID: f})); err != nil {
			return err
		}
		out, err = fileReport(tx, old.SheetID, s, r, n)
		return err
	})
	return out, err
}

// SheetRowBody is what is typed in a row of a sheet, kept until it is signed.
type SheetRowBody struct {
	Values  map[string]string `json:"values"` // by measure, as typed
	Words   string            `json:"words"`
	Problem string            `json:"problem"`
	Same    bool              `json:"same"` // 本期无变化
	Reason  string            `json:"reason"`
	Reached []string          `json:"reached"`
}

// SaveRow keeps a row of the sheet as typed. Somebody else's newer row is a
// Conflict: nothing of his is lost.
func (a *App) SaveRow(ctx context.Context, v org.Viewer, period calendar.Period, item id.Item, version int64, body SheetRowBody) (int64, error) {
	if err := need(v, org.Report); err != nil {
		return 0, err
	}
	j, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	err = a.DB.Work(ctx, func(tx *store.Tx) error {
		ok, err := tx.PutSheetDraft(store.SheetDraft{UnitID: v.Unit, Period: period, ItemID: item, Version: version + 1, State: "open", Body: string(j), By: v.Person})
		if err == nil && !ok {
			err = errs.E(errs.Conflict, "err.sheet.row")
		}
		return err
	})
	return version + 1, err
}

// FinishSheet puts the sheet before the head; ReopenSheet takes it back, by the
// head or the liaison.
func (a *App) FinishSheet(ctx context.Context, v org.Viewer, period calendar.Period) error {
	return a.markSheet(ctx, v, org.Report, period, "finished")
}

// ReopenSheet gives a finished sheet back to be written on.
func (a *App) ReopenSheet(ctx context.Context, v org.Viewer, period calendar.Period) error {
	return a.markSheet(ctx, v, org.Sheet, period, "open")
}

func (a *App) markSheet(ctx context.Context, v org.Viewer, right org.Right, period calendar.Period, state string) error {
	if err := need(v, right); err != nil {
		return err
	}
	return a.DB.Work(ctx, func(tx *store.Tx) error {
		rows, err := tx.SheetDrafts(v.Unit)
		if err != nil {
			return err
		}
		version, typed := int64(0), false
		for _, r := range rows {
			if r.Period != period {
				continue
			}
			if r.ItemID == 0 {
				version = r.Version
			} else {
				typed = true
			}
		}
		if !typed {
			return errs.E(errs.Invalid, "err.sheet.empty")
		}
		day := strconv.Itoa(int(a.DB.Today()))
		_, err = tx.PutSheetDraft(store.SheetDraft{UnitID: v.Unit, Period: period, Version: version + 1, State: state, Body: day, By: v.Person})
		return err
	})
}

// SignSheet files what was typed for the period (审签). Rows left empty are left
// out and stay owed.
func (a *App) SignSheet(ctx context.Context, v org.Viewer, req Request, period calendar.Period, forPost id.Post) ([]id.Report, error) {
	if err := need(v, org.Sheet); err != nil {
		return nil, err
	}
	in := SheetInput{Unit: v.Unit, Period: period, ForPost: forPost}
	var problems []errs.Field
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		if forPost != 0 {
			dir, err := tx.Directory(tx.Now())
			if err != nil {
				return err
			}
			in.Unit = dir.Post(forPost).UnitID
		}
		rows, err := tx.SheetDrafts(in.Unit)
		if err != nil {
			return err
		}
		problems, err = in.take(tx, rows)
		return err
	})
	if err != nil {
		return nil, err
	}
	if err := errs.Form(problems); err != nil {
		return nil, err
	}
	return a.FileReports(ctx, v, req, in)
}

// take reads the typed rows of the period.
func (s *SheetInput) take(tx *store.Tx, rows []store.SheetDraft) ([]errs.Field, error) {
	var fields []errs.Field
	var items []id.Item
	for _, r := range rows {
		items = append(items, r.ItemID)
	}
	facts, err := tx.ItemFacts(id.Before(tx.Seq), items...)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if r.Period != s.Period {
			continue
		}
		if r.ItemID == 0 {
			day, _ := strconv.Atoi(r.Body)
			s.Finished = calendar.Day(day)
			continue
		}
		var b SheetRowBody
		if err := json.Unmarshal([]byte(r.Body), &b); err != nil {
			return nil, err
		}
		if f := facts[r.ItemID]; f != nil {
			row, bad := b.report(f)
			fields = append(fields, bad...)
			if row.Words != "" || len(row.Values) > 0 || row.Sort == ledger.ReportNoChange {
				s.Rows = append(s.Rows, row)
			}
		}
	}
	return fields, nil
}

// report reads a typed row; a figure that cannot be read is told, with what was
// typed.
func (b SheetRowBody) report(f *store.Facts) (ReportInput, []errs.Field) {
	in := ReportInput{Item: f.Item.ID, Words: b.Words, Problem: b.Problem, Reason: b.Reason}
	var bad []errs.Field
	if b.Same {
		in.Sort = ledger.ReportNoChange
		return in, nil
	}
	for _, m := range f.LiveMeasures() {
		typed := b.Values[id.String(m.ID)]
		if typed == "" {
			continue
		}
		n, err := quantity.ParseScaled(typed, int(m.Decimals), m.Unit)
		if err != nil {
			bad = append(bad, errs.Field{Name: "v-" + id.String(m.ID), Key: "err.figure", Args: []any{"typed", typed, "unit", m.Unit, "decimals", m.Decimals}})
			continue
		}
		in.Values = append(in.Values, ValueInput{Measure: m.ID, Value: n})
	}
	for _, r := range b.Reached {
		if r == "0" {
			in.Reached = append(in.Reached, 0)
		} else if n, err := id.Parse[id.Milestone](r); err == nil {
			in.Reached = append(in.Reached, n)
		}
	}
	return in, bad
}

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
	Returns int // rows that came back
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
}

// DeskRow is one item owed in a period.
type DeskRow struct {
	store.Span
	Facts    *store.Facts
	Owing    store.Owing
	Measures []DeskFigure
	Body     SheetRowBody
	Version  int64
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
			if err := out.fill(tx, v, m); err != nil {
				return err
			}
		}
		return out.queues(tx, v)
	})
	return out, err
}

func (d *DeskView) fill(tx *store.Tx, v org.Viewer, m *locale.Messages) error {
	items, err := tx.UnitItems([]id.Unit{v.Unit})
	if err != nil {
		return err
	}
	facts, err := tx.ItemFacts(id.Before(tx.Seq), items...)
	if err != nil {
		return err
	}
	spans, err := tx.OpenSpans(items)
	if err != nil {
		return err
	}
	typed, err := tx.SheetDrafts(v.Unit)
	if err != nil {
		return err
	}
	for _, item := range items {
		if f, s := facts[item], spans[item]; f != nil && s.ItemID != 0 {
			d.item(f, s, v, typed, m)
		}
	}
	slices.SortFunc(d.Sheets, func(a, b DeskSheet) int { return cmp.Compare(a.Due, b.Due) })
	return d.lastWords(tx)
}

func (d *DeskView) item(f *store.Facts, s store.Span, v org.Viewer, typed []store.SheetDraft, m *locale.Messages) {
	a, units := f.Assignment()
	i := slices.IndexFunc(units, func(u store.Assignee) bool { return u.UnitID == v.Unit })
	if i < 0 || f.Stage() != ledger.Open && f.Stage() != ledger.Applied {
		return
	}
	role := units[i].Role
	x := DeskItem{Span: s, Facts: f, Role: role, By: a.SignBy, Left: d.Lib.Cal.Between(d.Today, a.SignBy), Over: d.Today > a.SignBy}
	if !f.Handled(a.ID, v.Unit) && !x.Over {
		d.ToSign = append(d.ToSign, x)
	}
	if role != "lead" && !(role == "responsible" && a.LeadID == 0) && !(role == "collate" && a.LeadID == 0) {
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

// opensBefore is how many working days before the due day a sheet opens
// (practice B.1).
const opensBefore = 5

func (d *DeskView) opens(o store.Owing) bool {
	return o.Due <= d.Today || d.Lib.Cal.Between(d.Today, o.Due) <= opensBefore || o.Back != nil
}

func (d *DeskView) owe(f *store.Facts, s store.Span, o store.Owing, typed []store.SheetDraft, m *locale.Messages) {
	i := slices.IndexFunc(d.Sheets, func(x DeskSheet) bool { return x.Period == o.Period })
	if i < 0 {
		d.Sheets = append(d.Sheets, DeskSheet{Period: o.Period, Due: d.Lib.ReportRule.On(d.Lib.Cal, o.Period).Day, State: "open"})
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
			row.Version = t.Version
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
func (d *DeskView) queues(tx *store.Tx, v org.Viewer) error {
	if v.Can(org.Sheet) {
		sheets, err := tx.FinishedSheets([]id.Unit{v.Unit})
		if err != nil {
			return err
		}
		d.Queues["sheets"] = len(sheets)
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
		for _, p := range papers {
			_, steps, err := tx.Paper(p.ID)
			if err != nil {
				return err
			}
			state, _ := paperState(steps)
			if state == "submitted" && v.Can(org.Approve) || state == "approved" && v.Can(org.Sign) {
				d.Queues["papers"]++
			}
		}
	}
	return nil
}
