package api

import (
	"bytes"
	"context"
	"testing"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
)

// TestEmbargo: a figure that is not released goes to nobody but those who
// reported it, in no operation.
func TestEmbargo(t *testing.T) {
	w := newTown(t)
	limit := calendar.Date(2026, 12, 31)
	items, err := w.IssueItems(context.Background(), w.who["office"], "", []app.NewItem{{
		Kind: "key-task", Title: "商品房销售面积", Standard: "全年销售90万平方米", Year: 2026, Mode: "single",
		Origins:  []app.NewOrigin{{Sort: "report", Record: "政府工作报告", Demand: "全年销售90万平方米", Limit: limit}},
		Measures: []app.NewMeasure{{Name: "销售面积", Unit: "万平方米", Decimals: 1, Direction: 1, Path: "amount", Comparator: "at_least", Target: 900, Embargo: true}},
		Parties:  []ledger.Party{{Unit: w.house, Role: "lead"}, {Unit: w.urban, Role: "cooperate"}},
		Due:      app.NewDue{Sort: "date", Day: limit},
	}})
	if err != nil {
		t.Fatal(err)
	}
	item := id.String(items[0])
	w.call("head", "POST", "/reports", m{"unit": known(w.house), "period": "2026-02",
		"rows": []m{{"item": item, "words": "已汇总", "values": []m{{"measure": w.measure(item), "value": "13.7"}}}}}).is(201)
	if i := w.see("head", item); len(i.Reports) != 1 || len(i.Reports[0].Values) != 1 || i.Reports[0].Values[0].Value != "13.7" {
		t.Errorf("who reported it does not see it: %+v", i.Reports)
	}
	for _, role := range []string{"mayor", "office", "supervision", "urban"} {
		for _, path := range []string{"/items/" + item, "/items/" + item + "/measures", "/ledger", "/ledger/export?format=json", "/ledger/export", "/ledger/overview", "/desk", "/reviews"} {
			a := w.call(role, "GET", path, nil)
			if bytes.Contains(a.Body, []byte("13.7")) {
				t.Errorf("%s reads the figure at %s: %s", role, path, a.Body)
			}
		}
	}
}
