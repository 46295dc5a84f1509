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
	"jiufen/internal/store"
)

// ChangeInput asks for a change of an item (变更).
type ChangeInput struct {
	Item      id.Item
	Sort      ledger.ChangeSort
	Milestone id.Milestone // of a deferral of a node; 0: of the limit
	Measure   id.Measure   // of a change of value
	To        calendar.Day // new day, or end of a pause
	From      calendar.Day // begin of a pause
	Value     int64
	Class     ledger.ReasonClass
	Words     string
}

var reasonClasses = []ledger.ReasonClass{ledger.ReasonPolicy, ledger.ReasonForce, ledger.ReasonFactor, ledger.ReasonSubjective}

// AskChange asks for a change, by the head of a unit that leads. Asked too late
// it is marked 补办, which undoes no lateness. While it is pending the clock runs.
func (a *App) AskChange(ctx context.Context, v org.Viewer, req Request, c ChangeInput) (out id.Change, err error) {
	if err := need(v, org.Sheet); err != nil {
		return 0, err
	}
	_, err = a.write(ctx, v, "change_ask", req, func(tx *store.Tx) error {
		f, _, unit, err := party(tx, v, c.Item)
		if err != nil {
			return err
		}
		if unit.Role == "cooperate" {
			return errs.E(errs.Forbidden, "err.plan.lead")
		}
		if f.PendingChange() != nil {
			return errs.E(errs.Conflict, "err.change.pending")
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		row, fields := c.row(lib, f, tx.Day)
		if err := errs.Form(fields); err != nil {
			return err
		}
		out, err = store.Insert[store.ItemChange, id.Change](tx, row)
		return err
	})
	return out, err
}

// row checks what was typed and makes the fact.
func (c ChangeInput) row(lib *store.Library, f *store.Facts, today calendar.Day) (store.ItemChange, []errs.Field) {
	var fields []errs.Field
	bad := func(field, key string) {
		fields = append(fields, errs.Field{Name: field, Key: key, Args: []any{"number", f.Item.Number}})
	}
	r := store.ItemChange{ItemID: c.Item, Sort: string(c.Sort), Milestone: c.Milestone, MeasureID: c.Measure, FromDay: c.From, ToDay: c.To, ToValue: c.Value, Class: string(c.Class), Words: c.Words}
	if !slices.Contains(reasonClasses, c.Class) {
		bad("reason", "err.required")
	}
	if c.Words == "" {
		bad("words", "err.required")
	}
	switch c.Sort {
	case ledger.ChangeDefer:
		r.FromDay = c.moves(lib, f)
		if r.FromDay == 0 {
			bad("due", "err.change.nothing")
		}
		if c.To <= max(today, r.FromDay) {
			bad("due", "err.change.day")
		}
	case ledger.ChangeAdvance:
		if r.FromDay = c.moves(lib, f); r.FromDay == 0 {
			bad("due", "err.change.nothing")
		}
		if c.To <= today || c.To >= r.FromDay {
			bad("due", "err.change.nearer")
		}
	case ledger.ChangePause:
		if c.To < today || c.From > c.To {
			bad("until", "err.change.day")
		}
		r.FromDay = max(c.From, today)
	case ledger.ChangeValue:
		if !slices.ContainsFunc(f.LiveMeasures(), func(m store.Measure) bool { return m.ID == c.Measure }) {
			bad("value", "err.measure")
		}
	case ledger.ChangeStop, ledger.ChangeContent, ledger.ChangeUnit:
	default:
		bad("kind", "err.required")
	}
	ask := ledger.Change{Sort: c.Sort, Node: c.Milestone != 0, From: r.FromDay, To: c.To, Asked: today}
	days := 5
	if k := lib.Kinds[f.Item.Kind]; k != nil {
		days = k.AskDays
	}
	if c.Sort == ledger.ChangeDefer && ask.MakeUp(lib.Cal, days) {
		r.Late = 1
	}
	return r, fields
}

// moves is the day that a deferral moves.
func (c ChangeInput) moves(lib *store.Library, f *store.Facts) calendar.Day {
	if c.Milestone == 0 {
		in := lib.Input(f)
		return in.Due
	}
	_, nodes := f.Plan()
	for _, n := range nodes {
		if n.ID == c.Milestone {
			return n.Day
		}
	}
	return 0
}

// duties are the decisions a viewer's post may make: those of his office, and as
// vice-mayor only for what his portfolio answers for.
func duties(v org.Viewer, f *store.Facts, dir *org.Directory) []ledger.Decider {
	switch v.Duty {
	case org.Mayor:
		return []ledger.Decider{ledger.DeciderMayor, ledger.DeciderVice, ledger.DeciderAuthor, ledger.DeciderChair, ledger.DeciderOffice}
	case org.ViceMayor:
		a, _ := f.Assignment()
		post, _ := dir.Leader(dir.Successor(a.LeadID))
		for _, l := range f.Leaders {
			if l.Relation == string(ledger.LeaderPortfolio) && l.PostID != 0 {
				post = l.PostID
			}
		}
		if dir.SignsFor(v.Post, post) {
			return []ledger.Decider{ledger.DeciderVice}
		}
	case org.Secretary:
		return []ledger.Decider{ledger.DeciderMeeting, ledger.DeciderIssuer, ledger.DeciderOffice} // records what the meeting, or an authority outside, decided
	case org.Supervision:
		return []ledger.Decider{ledger.DeciderOffice}
	}
	return nil
}

// DecideChange approves or refuses a change. Who may is data: every origin whose
// demand is moved needs its own decider (practice C.4). Approved, it becomes a
// new plan version, limit, value, pause or end from today on; what was judged
// before stays. A refusal to decide says who must.
func (a *App) DecideChange(ctx context.Context, v org.Viewer, req Request, n id.Change, item id.Item, approve bool, words string) error {
	if err := need(v, org.Decide); err != nil {
		if !v.Can(org.Close) && !v.Can(org.Assign) && !v.Can(org.Sign) { // the office decides some changes without being a leader
			return err
		}
	}
	if words == "" && (!approve || v.Duty == org.Secretary) {
		key := "err.required"
		if approve {
			key = "err.change.basis"
		}
		return errs.Form([]errs.Field{{Name: "words", Key: key}})
	}
	_, err := a.write(ctx, v, "change_decide", req, func(tx *store.Tx) error {
		f, dir, err := itemFacts(tx, v, item)
		if err != nil {
			return err
		}
		c := f.PendingChange()
		if c == nil || c.ID != n {
			return errs.E(errs.Conflict, "err.change.decided")
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		if err := a.mayDecide(lib, dir, f, c, v, approve, tx.Day); err != nil {
			return err
		}
		act, plan := "refuse", id.Plan(0)
		if approve {
			act = "approve"
			if plan, err = applyChange(tx, f, c); err != nil {
				return err
			}
		}
		return store.Add(tx, store.ChangeStep{ChangeID: n, ItemID: item, Act: act, PostID: v.Post, PlanID: plan, Words: words})
	})
	return err
}

// mayDecide holds the viewer's duties against what the change needs.
func (a *App) mayDecide(lib *store.Library, dir *org.Directory, f *store.Facts, c *store.ItemChange, v org.Viewer, approve bool, today calendar.Day) error {
	k := lib.Kinds[f.Item.Kind]
	if k == nil {
		return errs.E(errs.Invalid, "err.kind", "kind", f.Item.Kind)
	}
	origins, ch := a.originNames(f), changeOf(c)
	needs := ledger.Needs(k, origins, ch)
	mine := duties(v, f, dir)
	if r, ok := ledger.Decide(origins, needs, mine); !ok {
		return errs.E(errs.Forbidden, "err.change.decider", "why", r.Sentence(origins, today, a.Text.T))
	}
	in := lib.Input(f)
	if approve && ch.Sort == ledger.ChangeDefer && len(mine) > 0 && !k.MayDefer(in.Deferrals, mine[0]) {
		return errs.E(errs.Forbidden, "err.change.deferrals", "n", k.Deferrals)
	}
	return nil
}

// applyChange makes the facts that an approved change asks for.
func applyChange(tx *store.Tx, f *store.Facts, c *store.ItemChange) (id.Plan, error) {
	switch ledger.ChangeSort(c.Sort) {
	case ledger.ChangeDefer:
		if c.Milestone != 0 {
			return movePlan(tx, f, c)
		}
		return moveLimit(tx, f, c)
	case ledger.ChangeAdvance:
		return nearLimit(tx, f, c)
	case ledger.ChangePause:
		return 0, store.Add(tx, store.Pause{ItemID: f.Item.ID, FromDay: max(c.FromDay, tx.Day), ToDay: c.ToDay, ChangeID: c.ID, Reason: c.Words})
	case ledger.ChangeStop:
		return 0, store.Add(tx, store.Closing{ItemID: f.Item.ID, Act: string(ledger.ClosingStop), Words: c.Words})
	case ledger.ChangeValue:
		for _, m := range f.LiveMeasures() {
			if m.ID == c.MeasureID {
				m.Supersedes, m.Target = m.ID, c.ToValue
				return 0, store.Add(tx, m)
			}
		}
	}
	return 0, nil // content and unit are carried out by their own acts, with this decision behind them: Restate, MoveToUnit
}

// approvedChange is the newest change of a sort that was approved and not carried
// out yet: nothing of its kind was recorded since.
func approvedChange(f *store.Facts, sort ledger.ChangeSort, since id.Fact) bool {
	for _, s := range slices.Backward(f.Steps) {
		i := slices.IndexFunc(f.Changes, func(c store.ItemChange) bool { return c.ID == s.ChangeID })
		if s.Act == "approve" && i >= 0 && f.Changes[i].Sort == string(sort) {
			return s.ID > since
		}
	}
	return false
}

// Restate carries out an approved change of content (调内容、标准): what the item
// is called and when it counts as done.
func (a *App) Restate(ctx context.Context, v org.Viewer, req Request, item id.Item, title, standard, words string) error {
	if err := need(v, org.Assign); err != nil {
		return err
	}
	var fields []errs.Field
	for _, x := range []struct{ name, text string }{{"title", title}, {"standard", standard}, {"words", words}} {
		if x.text == "" {
			fields = append(fields, errs.Field{Name: x.name, Key: "err.required"})
		}
	}
	if err := errs.Form(fields); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "item_restate", req, func(tx *store.Tx) error {
		f, _, err := itemFacts(tx, v, item)
		if err != nil {
			return err
		}
		h, _ := f.Head()
		if !approvedChange(f, ledger.ChangeContent, h.ID) {
			return errs.E(errs.Conflict, "err.change.none")
		}
		h.Title, h.Standard, h.Reason = title, standard, words
		return store.Add(tx, h)
	})
	return err
}

// movePlan makes a plan version in which the node lies on the new day.
func movePlan(tx *store.Tx, f *store.Facts, c *store.ItemChange) (id.Plan, error) {
	_, nodes := f.Plan()
	for i := range nodes {
		if nodes[i].ID == c.Milestone {
			nodes[i].Day = c.ToDay
		}
	}
	return addPlan(tx, f, c.ID, nodes, c.Words)
}

// moveLimit moves the limit of every origin that lies before the new day, the due
// day with them, and the nodes of the plan that lay on the old limit.
func moveLimit(tx *store.Tx, f *store.Facts, c *store.ItemChange) (id.Plan, error) {
	var from id.Origin
	limit := calendar.Day(0)
	for _, o := range f.LiveOrigins() {
		if o.LimitDay != 0 && o.LimitDay < c.ToDay {
			o.Supersedes, o.LimitDay, o.Assumed = o.ID, c.ToDay, 0
			n, err := store.Insert[store.Origin, id.Origin](tx, o)
			if err != nil {
				return 0, err
			}
			o.ID = n
		}
		if o.LimitDay != 0 && (limit == 0 || o.LimitDay < limit) {
			limit, from = o.LimitDay, o.ID
		}
	}
	if limit > c.ToDay { // it had been brought forward, and no origin asks for more
		limit, from = c.ToDay, 0
	}
	d, _ := f.DueFact()
	d.Sort, d.Day, d.Assumed, d.From = "date", cmp.Or(limit, c.ToDay), 0, from
	if err := store.Add(tx, d); err != nil {
		return 0, err
	}
	_, nodes := f.Plan()
	moved := false
	for i := range nodes {
		if nodes[i].Day == c.FromDay {
			nodes[i].Day, moved = d.Day, true
		}
	}
	if !moved {
		return 0, nil
	}
	return addPlan(tx, f, c.ID, nodes, c.Words)
}

// nearLimit brings the due day forward; the limits of origins stay, since none of
// them asks for so much. Nodes that lay behind the new day lie on it.
func nearLimit(tx *store.Tx, f *store.Facts, c *store.ItemChange) (id.Plan, error) {
	d, _ := f.DueFact()
	d.ItemID, d.Sort, d.Day, d.Assumed, d.From = f.Item.ID, "date", c.ToDay, 0, 0
	if err := store.Add(tx, d); err != nil {
		return 0, err
	}
	_, nodes := f.Plan()
	moved := false
	for i := range nodes {
		if nodes[i].Day > c.ToDay {
			nodes[i].Day, moved = c.ToDay, true
		}
	}
	if !moved {
		return 0, nil
	}
	return addPlan(tx, f, c.ID, nodes, c.Words)
}

// Opine gives a unit's opinion on a pending change: joint units and those that
// cooperate are heard before it is decided (practice C.3).
func (a *App) Opine(ctx context.Context, v org.Viewer, req Request, n id.Change, item id.Item, words string) error {
	if err := need(v, org.Sheet); err != nil {
		return err
	}
	if words == "" {
		return errs.Form([]errs.Field{{Name: "words", Key: "err.required"}})
	}
	_, err := a.write(ctx, v, "change_opine", req, func(tx *store.Tx) error {
		f, _, _, err := party(tx, v, item)
		if err != nil {
			return err
		}
		if c := f.PendingChange(); c == nil || c.ID != n {
			return errs.E(errs.Conflict, "err.change.decided")
		}
		return store.Add(tx, store.ChangeStep{ChangeID: n, ItemID: item, Act: "opinion", PostID: v.Post, Words: words})
	})
	return err
}

// WithdrawChange takes a pending change back, by the unit that asked.
func (a *App) WithdrawChange(ctx context.Context, v org.Viewer, req Request, n id.Change, item id.Item) error {
	if err := need(v, org.Sheet); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "change_withdraw", req, func(tx *store.Tx) error {
		f, _, _, err := party(tx, v, item)
		if err != nil {
			return err
		}
		if c := f.PendingChange(); c == nil || c.ID != n {
			return errs.E(errs.Conflict, "err.change.decided")
		}
		return store.Add(tx, store.ChangeStep{ChangeID: n, ItemID: item, Act: "withdraw", PostID: v.Post})
	})
	return err
}
