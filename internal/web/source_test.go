package web

import (
	"context"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"jiufen/internal/id"
	"jiufen/internal/store"
)

// TestSourcedOnPages: what the ledger gives stands with where it comes from, on the
// list and on the object; a figure by hand asks for its reason.
func TestSourcedOnPages(t *testing.T) {
	w := newTown(t)
	w.reported("homes", "head")
	ctx, clerk, c := context.Background(), w.who["clerk"], w.as("clerk")
	_, err := w.app.DB.Write(ctx, store.Actor{}, "set_up", "", func(tx *store.Tx) error {
		for _, name := range []string{"next-year-targets", "five-year-targets"} {
			b, err := os.ReadFile("../../library/registers/" + name + ".yaml")
			w.must(err)
			w.must(store.Add(tx, store.LibraryFact{Sort: store.LibraryRegister, Name: name, Hash: "-", Text: string(b)}))
		}
		return nil
	})
	w.must(err)
	add := func(name string, values map[string]string) {
		t.Helper()
		_, err := w.app.AddObject(ctx, clerk, "", name, values)
		w.must(err)
	}
	house, item := id.String(w.units["house"]), id.String(w.items["homes"])
	add("next-year-targets", map[string]string{"title": "改造老旧小区", "lead": house, "item": item})
	add("five-year-targets", map[string]string{"title": "改造老旧小区", "lead": house, "target": "500", "unit": "个"})
	w.must(w.app.AddLine(ctx, clerk, "", "five-year-targets", 1, "slices", map[string]string{"year": "2026", "planned": "120", "item": item}))
	says := func(path string, words ...string) string {
		t.Helper()
		a := c.get(path)
		for _, x := range words {
			if a.status != http.StatusOK || !strings.Contains(a.body, x) {
				t.Errorf("%s (%d) does not say %q", path, a.status, x)
			}
		}
		return a.body
	}
	says("/registers/next-year-targets", "48个", "按今年月均推算；3月12个")
	says("/registers/next-year-targets/1", "48个（按今年月均推算；3月12个）", "手工改数的理由", "不填就取台账的数")
	says("/registers/five-year-targets/1", "12.00", "3月（未审）")
	w.must(w.app.AddLine(ctx, clerk, "", "five-year-targets", 1, "slices", map[string]string{"year": "2027", "planned": "380", "actual": "3", "actual_why": "提前"}))
	says("/registers/five-year-targets/1", "合计", "500.00", "15.00")
	row := func() string {
		x, err := w.app.Register(ctx, clerk, "five-year-targets", 0)
		w.must(err)
		return id.String(x.Row(1).Rows["slices"][0].ID)
	}()
	line := "/registers/five-year-targets/1/lines/" + row
	form := url.Values{"year": {"2026"}, "planned": {"120"}, "actual": {"13"}, "item": {""}, "_token": {"token-clerk"}}
	if a := c.post(line, form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "请写明“完成数”的理由") {
		t.Errorf("by hand without a reason: %d", a.status)
	}
	form.Set("actual_why", "年报核定")
	form.Del("item")
	if a := c.post(line, form); a.status != http.StatusSeeOther {
		t.Errorf("by hand: %d", a.status)
	}
	says("/registers/five-year-targets/1", "13.00", "手工改数：年报核定")
}
