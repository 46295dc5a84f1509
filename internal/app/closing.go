package app

import (
	"cmp"
	"context"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// ApplyClose asks for 办结: the unit says when the standard was reached and how it
// shows. Until it is decided the light stays, marked 待核.
func (a *App) ApplyClose(ctx context.Context, v org.Viewer, req Request, item id.Item, reached calendar.Day, words string) error {
	if err := need(v, org.Sheet); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "close_apply", req, func(tx *store.Tx) error {
		f, _, unit, err := party(tx, v, item)
		if err != nil {
			return err
		}
		var fields []errs.Field
		if reached == 0 || reached > tx.Day {
			fields = append(fields, errs.Field{Name: "reached", Key: "err.day.future"})
		}
		if words == "" {
			fields = append(fields, errs.Field{Name: "words", Key: "err.required"})
		}
		if err := errs.Form(fields); err != nil {
			return err
		}
		if unit.Role == "cooperate" {
			return errs.E(errs.Forbidden, "err.plan.lead")
		}
		if f.Stage() != ledger.Open {
			return errs.E(errs.Conflict, "err.close.stage")
		}
		return store.Add(tx, store.Closing{ItemID: item, Act: string(ledger.ClosingApply), Reached: reached, Words: words})
	})
	return err
}

// Closing is a decision on the end of an item.
type Closing struct {
	Item    id.Item
	Act     ledger.ClosingAct // close, basic, phase, return, await, external, reopen, unfinished
	Reached calendar.Day      // 0: as applied for
	Number  string            // paper of the authority that strikes it off
	Words   string
	Rest    *NewItem // of 基本办结: what is left, an item of its own with its date
}

// closingFrom says from which stages an act leads on.
var closingFrom = map[ledger.ClosingAct][]ledger.Stage{
	ledger.ClosingClose: {ledger.Applied}, ledger.ClosingBasic: {ledger.Applied}, ledger.ClosingPhase: {ledger.Applied}, ledger.ClosingReturn: {ledger.Applied}, ledger.ClosingAwait: {ledger.Applied},
	ledger.ClosingExternal:   {ledger.AwaitingStrike},
	ledger.ClosingReopen:     {ledger.Closed, ledger.ClosedBasic, ledger.Struck, ledger.PhaseClosed, ledger.AwaitingStrike},
	ledger.ClosingUnfinished: {ledger.Open, ledger.Applied},
}

// DecideClose decides on the end of an item. It is decided by somebody who took
// no part in the item (practice D.3); on time is judged by the day the standard
// was reached, not by the day of the decision (D.5).
func (a *App) DecideClose(ctx context.Context, v org.Viewer, req Request, c Closing) error {
	if err := need(v, org.Close); err != nil {
		return err
	}
	from, known := closingFrom[c.Act]
	var fields []errs.Field
	if !known {
		fields = append(fields, errs.Field{Name: "decision", Key: "err.required"})
	}
	if c.Words == "" {
		fields = append(fields, errs.Field{Name: "words", Key: "err.required"})
	}
	if c.Act == ledger.ClosingExternal && c.Number == "" {
		fields = append(fields, errs.Field{Name: "number", Key: "err.close.number"})
	}
	if err := errs.Form(fields); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "close_"+string(c.Act), req, func(tx *store.Tx) error {
		f, dir, err := itemFacts(tx, v, c.Item)
		if err != nil {
			return err
		}
		if err := impartial(f, dir, v); err != nil {
			return err
		}
		ok := false
		for _, s := range from {
			ok = ok || f.Stage() == s
		}
		if !ok {
			return errs.E(errs.Conflict, "err.close.stage")
		}
		if n := len(f.Closings); c.Reached == 0 && n > 0 && c.Act != ledger.ClosingReopen {
			c.Reached = f.Closings[n-1].Reached
		}
		next := id.Item(0)
		if c.Rest != nil && c.Act == ledger.ClosingBasic {
			rest := *c.Rest
			rest.Parent = c.Item
			made, err := issue(tx, 0, []NewItem{rest})
			if err != nil {
				return err
			}
			next = made[0]
		}
		return store.Add(tx, store.Closing{ItemID: c.Item, Act: string(c.Act), Reached: c.Reached, Number: c.Number, Next: next, Words: c.Words})
	})
	return err
}

// CarryOver makes next year's item out of one that was closed as 未完成 (结转),
// linked by the same root; decided one by one, nothing rolls over by itself
// (practice D.10).
func (a *App) CarryOver(ctx context.Context, v org.Viewer, req Request, item id.Item, next NewItem, words string) (out id.Item, err error) {
	if err := need(v, org.Close); err != nil {
		return 0, err
	}
	if words == "" {
		return 0, errs.Form([]errs.Field{{Name: "words", Key: "err.required"}})
	}
	_, err = a.write(ctx, v, "carry_over", req, func(tx *store.Tx) error {
		f, _, err := itemFacts(tx, v, item)
		if err != nil {
			return err
		}
		n := len(f.Closings)
		if n == 0 || f.Closings[n-1].Act != string(ledger.ClosingUnfinished) {
			return errs.E(errs.Conflict, "err.close.carry")
		}
		next.Root = cmp.Or(f.Item.Root, item)
		made, err := issue(tx, 0, []NewItem{next})
		if err != nil {
			return err
		}
		out = made[0]
		return store.Add(tx, store.Closing{ItemID: item, Act: string(ledger.ClosingCarry), Next: out, Words: words})
	})
	return out, err
}
