package web

import (
	"context"
	"encoding/csv"
	"strings"
	"testing"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/ledger"
)

// formula puts an item into the ledger whose name a spreadsheet would reckon.
func (w *town) formula() {
	w.t.Helper()
	_, err := w.app.IssueItems(context.Background(), w.who["clerk"], "", []app.NewItem{{Kind: "key-task", Title: "=1+1处停车场", Standard: "建成", Year: 2026, Mode: "single",
		Parties: []ledger.Party{{Unit: w.units["house"], Role: ledger.RoleLead}}, Due: app.NewDue{Sort: "date", Day: calendar.Date(2026, 12, 31)},
		Origins:  []app.NewOrigin{{Sort: "report", Demand: "12月底前", Limit: calendar.Date(2026, 12, 31)}},
		Measures: []app.NewMeasure{{Name: "完成数", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: 2}}}})
	w.must(err)
}

const ledgerNumbers = "[...document.querySelectorAll('table.ledger tbody tr td:first-child')].map(x => x.textContent.trim()).join(' ')"

// TestViewsAndTablesInABrowser filters the ledger, keeps the filter as a view,
// comes back to it by its name, takes what it shows as .xlsx and .csv, and lets it
// go again. What looks like a formula is words in both.
func TestViewsAndTablesInABrowser(t *testing.T) {
	w := newTown(t)
	w.formula()
	k := newWalker(t, browser(t), w.doors())
	k.goTo("supervision", "/ledger")
	k.silent("存为视图")
	k.fillIn("#filters", "", map[string]string{"unit": "市住建局", "q": "停车场"})
	k.says("新建停车场4处", "新建停车场6处", "存为视图")
	k.silent("临港污水处理厂")
	filtered, seen := k.read("location.search"), k.read(ledgerNumbers)

	k.read("document.querySelector('form.saveview summary').click()")
	k.fillIn("form.saveview", "save", map[string]string{"name": "住建停车场"})
	k.says("视图：住建停车场")
	k.goTo("supervision", "/ledger")
	k.follow("住建停车场")
	if got := k.read(ledgerNumbers); got != seen || len(strings.Fields(got)) != 4 {
		t.Errorf("the view shows %s, it was kept of %s", got, seen)
	}

	table := bookText(t, k.download("/ledger.xlsx"))
	if !strings.Contains(table, "新建停车场5处") || strings.Contains(table, "临港污水处理厂") || strings.Count(table, "停车场") < 4 {
		t.Errorf("the table is not what is seen:\n%s", table)
	}
	text := string(k.download("table=csv"))
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil || len(lines) != 5 || !strings.Contains(text, "新建停车场5处") || strings.Contains(text, "临港污水处理厂") {
		t.Errorf("the csv is not what is seen: %d lines, %v\n%s", len(lines), err, text)
	}
	if !strings.Contains(text, "1+1处停车场") || !strings.Contains(table, "1+1处停车场") {
		t.Error("the item with the odd name is missing")
	}
	for _, line := range lines {
		for _, cell := range line {
			if strings.HasPrefix(cell, "=") {
				t.Errorf("a formula: %s", cell)
			}
		}
	}

	k.goTo("auditor", "/ledger")
	k.silent("住建停车场")
	k.goTo("supervision", "/ledger"+filtered)
	k.fillIn("form.saveview", "drop", nil)
	k.goTo("supervision", "/ledger")
	k.silent("住建停车场")
}
