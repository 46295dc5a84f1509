package web

import (
	"net/url"
	"strings"
	"testing"
)

// TestOwnViewsOfTheLedger: a filter is kept under a name, stands in the line of
// views for its owner alone, and is taken away again.
func TestOwnViewsOfTheLedger(t *testing.T) {
	h := newHall(t).staff()
	h.item()
	c := h.in("reviewer")
	c.get("/ledger").is(200)
	if strings.Contains(c.body, "存为视图") {
		t.Error("nothing is filtered, yet it can be kept")
	}
	c.get("/ledger?light=grey&sort=due").is(200).submit("/ledger/views", "do=save", url.Values{"name": {""}}).is(422).says("1至20个字")
	c.get("/ledger?light=grey&sort=due").submit("/ledger/views", "do=save", url.Values{"name": {"没动的"}}).is(200).says("视图：没动的")
	c.get("/ledger").is(200).says(`href="/ledger?light=grey&amp;sort=due"`, "没动的")
	if b := h.in("auditor").get("/ledger"); strings.Contains(b.body, "没动的") {
		t.Error("another sees it")
	}
	c.get("/ledger?light=grey&sort=due").submit("/ledger/views", "do=drop", nil).is(200)
	if c.get("/ledger"); strings.Contains(c.body, "没动的") {
		t.Error("it is still there")
	}
}
