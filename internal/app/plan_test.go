package app

import (
	"context"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/ledger"
)

// TestStepsLaidBackward: the last step ends at the limit, each begins when the one
// before has ended, holidays are skipped, and a start that is past is told.
func TestStepsLaidBackward(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		head := w.who["head"]
		steps := func(days ...int) (out []ledger.Step) {
			for _, d := range days {
				out = append(out, ledger.Step{Days: d})
			}
			return out
		}
		items, err := w.IssueItems(ctx, w.who["office"], "", []NewItem{
			{Kind: "key-task", Title: "建成托育中心", Standard: "投入使用", Year: 2026, Mode: "single", Cadence: "month", Parties: []ledger.Party{{Unit: w.house, Role: "lead"}}, Measures: []NewMeasure{{Name: "托育中心", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: 1}}, Origins: []NewOrigin{{Sort: "report", Demand: "建成托育中心", Limit: calendar.Date(2026, 10, 12)}}, Due: NewDue{Sort: "date", Day: calendar.Date(2026, 10, 12)}},
			{Kind: "key-task", Title: "长期坚持的事", Standard: "坚持", Year: 2026, Mode: "single", Cadence: "month", Parties: []ledger.Party{{Unit: w.house, Role: "lead"}}, Measures: []NewMeasure{{Name: "托育中心", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: 1}}, Origins: []NewOrigin{{Sort: "report", Demand: "长期坚持"}}, Due: NewDue{Sort: "standing"}}})
		w.ok(t, err)
		x, err := w.ProposePlan(ctx, head, items[0], steps(20, 2, 3))
		w.ok(t, err)
		// 10月1日至7日放假，10月10日（周六）上班：12日、10日、9日是最后三个工作日，8日和9月30日是前两个。
		want := []calendar.Task{{}, {Start: calendar.Date(2026, 9, 30), End: calendar.Date(2026, 10, 8)}, {Start: calendar.Date(2026, 10, 9), End: calendar.Date(2026, 10, 12)}}
		if x.Hard != calendar.Date(2026, 10, 12) || len(x.Back) != 3 || x.Back[1] != want[1] || x.Back[2] != want[2] || x.Back[0].End != calendar.Date(2026, 9, 29) || x.Late != 0 {
			t.Errorf("%+v", x)
		}
		x, err = w.ProposePlan(ctx, head, items[0], steps(300))
		if w.ok(t, err); x.Late == 0 || x.Over == 0 {
			t.Errorf("300 working days before 12 October fit: %+v", x)
		}
		for _, days := range [][]int{{}, {0}, {5, -1}, {501}} {
			if _, err := w.ProposePlan(ctx, head, items[0], steps(days...)); !errs.Is(err, errs.Invalid) {
				t.Errorf("%v: %v", days, err)
			}
		}
		if _, err := w.ProposePlan(ctx, head, items[1], steps(5)); !errs.Is(err, errs.Conflict) {
			t.Errorf("without a limit: %v", err)
		}
		if _, err := w.ProposePlan(ctx, w.who["jia"], items[0], steps(5)); err == nil {
			t.Error("a stranger's item is planned")
		}
	})
}
