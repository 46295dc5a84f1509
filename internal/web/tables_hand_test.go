package web

import (
	"strings"
	"testing"

	"jiufen/internal/opc"
	"jiufen/internal/xlsx"
)

// TestTablesOfAnyPageAsAFile: what a page shows in tables goes out as it is seen,
// figures as figures, nothing as a formula, and of others' items nothing.
func TestTablesOfAnyPageAsAFile(t *testing.T) {
	w := newTown(t)
	c := w.as("supervision")
	if s := c.opens("/overview"); !strings.Contains(s, `href="/overview?table=xlsx"`) {
		t.Error("the page does not offer its tables")
	}
	a := c.get("/overview?table=xlsx")
	if a.status != 200 || a.head.Get("Content-Security-Policy") != sandbox {
		t.Fatalf("%d %v", a.status, a.head)
	}
	grids, err := xlsx.Read("a.xlsx", []byte(a.body), opc.Limits{Part: 1 << 24, Total: 1 << 24, Ratio: 1000})
	if err != nil || len(grids) < 2 {
		t.Fatalf("%d sheets, %v", len(grids), err)
	}
	text := ""
	for _, g := range grids {
		for _, row := range g.Rows {
			for _, x := range row {
				text += x.Text + "|"
			}
		}
	}
	if !strings.Contains(text, "市住建局|") {
		t.Errorf("not what the page shows: %s", text)
	}
	if csv := c.get("/overview?table=csv"); !strings.Contains(csv.body, "市住建局") || !strings.Contains(csv.head.Get("Content-Type"), "csv") {
		t.Errorf("csv: %v", csv.head)
	}
	if got := c.get("/more?table=xlsx"); got.status != 404 {
		t.Errorf("a page without a table: %d", got.status)
	}
	if got := w.as("yi").get(w.item("homes") + "?table=xlsx"); got.status != 404 {
		t.Errorf("another's item: %d", got.status)
	}
}
