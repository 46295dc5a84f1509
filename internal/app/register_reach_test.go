package app

import (
	"context"
	"slices"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// A stage of a register is a node of its item: entered once, whatever order they
// come in, held by a later plan, and taken back with the stage.
func TestStagesAreNodesOfTheItem(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		const plans = "special-plans"
		ctx, office, head := context.Background(), w.who["office"], w.who["head"]
		unassigned := w.who["office"]
		unassigned.Rights = slices.DeleteFunc(slices.Clone(unassigned.Rights), func(r org.Right) bool { return r == org.Assign })
		n, err := w.AddObject(ctx, unassigned, "", plans, map[string]string{"title": "住房发展规划", "class": "重点专项规划", "lead": id.String(w.house), "due": "2026-12-31"})
		w.ok(t, err)
		w.ok(t, w.ReachStage(ctx, office, "", plans, n, "outline", 0))
		entered := w.today(t)
		w.setDay(entered+3, 9)
		item, err := w.RaiseObject(ctx, office, "", plans, n)
		w.ok(t, err)
		states := func() map[string]calendar.Day {
			out := map[string]calendar.Day{}
			f := w.see("head", item, 0).Facts
			reached := f.ReachedDays()
			_, nodes := f.Plan()
			for _, m := range nodes {
				if d := reached[m.ID]; d != 0 {
					out[m.State] = d
				}
			}
			return out
		}
		if got := states(); len(got) != 1 || got["大纲框架"] != entered {
			t.Errorf("reached before it was raised: %v", got)
		}
		w.ok(t, w.ReachStage(ctx, head, "", plans, n, "linking", 0)) // the draft is left out: it counts as reached
		if got := states(); len(got) != 3 || got["初稿"] != entered+3 || got["衔接征求意见"] != entered+3 || got["大纲框架"] != entered {
			t.Errorf("three of five: %v", got)
		}
		if f := w.see("head", item, 0).Facts; !f.ByStage("初稿") || f.ByStage("印发") {
			t.Error("whence a node is known")
		}
		_, err = w.DB.Write(ctx, store.Actor{}, "plan_hand", "", func(tx *store.Tx) error {
			f := w.see("head", item, 0).Facts
			_, nodes := f.Plan()
			_, err := addPlan(tx, f, 0, nodes, "改版")
			return err
		})
		w.ok(t, err)
		if got := states(); len(got) != 3 {
			t.Errorf("under a later plan: %v", got)
		}
		w.ok(t, w.BackStage(ctx, head, "", plans, n, "登记错了"))
		if got := states(); len(got) != 1 {
			t.Errorf("taken back: %v", got)
		}
		w.ok(t, w.ReachStage(ctx, head, "", plans, n, "draft", 0))
		if got := states(); len(got) != 2 || got["初稿"] != w.today(t) {
			t.Errorf("reached again: %v", got)
		}
		if in := w.see("head", item, 0).Row.Input; in.Stage != ledger.Open || in.Reached != 0 {
			t.Errorf("the item is at its end: %+v", in)
		}
	})
}
