package app

import (
	"cmp"
	"context"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
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

	Evidence string // the paper that shows it, by title, number and date
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
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		if err := mayFile(dir, v, s); err != nil {
			return err
		}
		out, err = fileReports(tx, dir, s)
		return err
	})
	return out, err
}

// mayFile: the unit's own head, a stand-in for him, or the office for 代录.
func mayFile(dir *org.Directory, v org.Viewer, s SheetInput) error {
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

func fileReports(tx *store.Tx, dir *org.Directory, s SheetInput) ([]id.Report, error) {
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
	if err := errs.Form(s.problems(lib, dir, facts)); err != nil {
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
	if r.Evidence != "" {
		if err := store.Add(tx, store.Evidence{ItemID: r.Item, UnitID: s.Unit, Period: s.Period, Act: store.EvidenceGive, Sort: store.EvidencePaper, Words: r.Evidence, Day: tx.Day}); err != nil {
			return 0, err
		}
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
func (s SheetInput) problems(lib *store.Library, dir *org.Directory, facts map[id.Item]*store.Facts) []errs.Field {
	var out []errs.Field
	if !s.Period.Valid() {
		return []errs.Field{{Name: "period", Key: "err.period"}}
	}
	if len(s.Rows) == 0 {
		return []errs.Field{{Name: "rows", Key: "err.sheet.empty"}}
	}
	for _, r := range s.Rows {
		f := facts[r.Item]
		if f == nil || !reports(dir, f, s.Unit) {
			out = append(out, errs.Field{Name: "item-" + id.String(r.Item), Key: "err.sheet.item", Args: []any{"number", id.String(r.Item)}})
			continue
		}
		out = append(out, s.rowProblems(lib, f, r)...)
	}
	return out
}

// reports tells whether a unit reports an item: the leads, and where there is
// none those responsible or collating. One report answers for all of them.
func reports(dir *org.Directory, f *store.Facts, u id.Unit) bool {
	a, units := f.Assignment()
	return slices.ContainsFunc(units, func(x store.Assignee) bool { return dir.Successor(x.UnitID) == u && leads(a, x) })
}

// leads reports whether a unit of an assignment answers for the item as a whole.
func leads(a store.Assignment, x store.Assignee) bool {
	return x.Role == string(ledger.RoleLead) || a.LeadID == 0 && x.Role != string(ledger.RoleCooperate)
}

func (s SheetInput) rowProblems(lib *store.Library, f *store.Facts, r ReportInput) (out []errs.Field) {
	at := func(part, key string, args ...any) {
		out = append(out, errs.Field{Name: part + "-" + id.String(r.Item), Key: key, Args: append([]any{"number", f.Item.Number}, args...)})
	}
	if st := f.Stage(); st != ledger.Open && st != ledger.Applied {
		at("v", "err.sheet.closed")
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
		if last, ok := f.LastValue(x.Measure, s.Period); ok && falls(ms[i], last.Value, x.Value, r.Reason) {
			at("v", "err.sheet.falls", "was", quantity.Format(last.Value, int(ms[i].Decimals)), "now", quantity.Format(x.Value, int(ms[i].Decimals)))
		}
	}
	return out
}

// falls reports whether a cumulative figure fell without one of the listed
// reasons (practice B.5).
func falls(m store.Measure, before, now int64, reason string) bool {
	path, err := ledger.ParsePath(m.Path)
	return err == nil && len(ledger.CheckFall(ledger.Measure{Path: path}, before, now, ledger.FallReason(reason))) > 0
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
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		if dir.Successor(old.UnitID) != v.Unit {
			return errNotThere()
		}
		if f.Standing(n) == ledger.Returned {
			return errs.E(errs.Conflict, "err.correct.newer")
		}
		if r.Reason == "" || r.Words == "" {
			return errs.Form([]errs.Field{{Name: "reason", Key: "err.required"}})
		}
		r.Item, r.Sort = old.ItemID, ledger.ReportCorrection
		s := SheetInput{Unit: v.Unit, Period: old.Period, Rows: []ReportInput{r}}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		if err := errs.Form(s.problems(lib, dir, map[id.Item]*store.Facts{old.ItemID: f})); err != nil {
			return err
		}
		out, err = fileReport(tx, old.SheetID, s, r, n)
		return err
	})
	return out, err
}
