package web

import (
	archive "archive/zip"
	"bytes"
	"context"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
)

// reported gives an item a report, a pending change and an application to close,
// so that every page of it exists.
func (w *town) reported(item, head string) (report id.Report) {
	w.t.Helper()
	ctx, n, v := context.Background(), w.items[item], w.who[head]
	view, err := w.app.Item(ctx, v, n, 0, w.app.Text)
	w.must(err)
	out, err := w.app.FileReports(ctx, v, "", app.SheetInput{Unit: v.Unit, Period: calendar.MonthOf(2026, 3), Rows: []app.ReportInput{{Item: n, Words: "完成12个", Values: []app.ValueInput{{Measure: view.Measures[0].ID, Value: 12}}}}})
	w.must(err)
	_, err = w.app.AskChange(ctx, v, "", app.ChangeInput{Item: n, Sort: ledger.ChangeDefer, To: calendar.Date(2027, 1, 20), Class: ledger.ReasonFactor, Words: "用地未批"})
	w.must(err)
	w.must(w.app.ApplyClose(ctx, v, "", n, calendar.Date(2026, 3, 2), "已完成"))
	return out[0]
}

// Every route for every role, with an item of its own unit, one of another unit
// and one that is not there. A role without the right is refused before anything
// is read; what another unit owns answers word for word like what is not there;
// nothing ever fails inside.
func TestRoutesByRoleAndItem(t *testing.T) {
	w := newTown(t)
	report := map[string]string{"homes": id.String(w.reported("homes", "head")), "plant": id.String(w.reported("plant", "urbanhead"))}
	const none = "8589934592"
	foreign := map[string]string{"head": "plant", "liaison": "plant", "urbanhead": "park4", "urban": "park4", "jia": "homes", "yi": "homes"}
	for _, role := range []string{"mayor", "vice", "clerk", "supervision", "auditor", "accounts", "head", "liaison", "urbanhead", "urban", "jia", "yi"} {
		v, viewer := w.as(role), w.who[role]
		for _, r := range slices.Concat(ledgerRoutes, deskRoutes, boardRoutes) {
			if r.Method != http.MethodGet {
				continue
			}
			open := r.Needs == SignedIn || viewer.Can(org.Right(r.Needs))
			paths := func(item, rep string) string {
				return strings.NewReplacer("{id}", item, "{report}", rep, "{measure}", "1.csv", "{name}", "wuhan").Replace(r.Pattern)
			}
			if !open {
				if a := v.get(paths(id.String(w.items["homes"]), report["homes"])); a.status != http.StatusForbidden {
					t.Errorf("%s without %s: GET %s: %d", role, r.Needs, r.Pattern, a.status)
				}
				continue
			}
			missing := v.get(paths(none, none))
			if missing.status >= 500 {
				t.Errorf("%s: GET %s: %d", role, r.Pattern, missing.status)
			}
			if !strings.Contains(r.Pattern, "{id}") || strings.HasPrefix(r.Pattern, "/sheets") {
				continue
			}
			decides := strings.HasSuffix(r.Pattern, "/change/decide") // which of four rights it takes the page tells itself
			if missing.status != http.StatusNotFound && !(decides && missing.status == http.StatusForbidden) {
				t.Errorf("%s: GET %s of nothing: %d", role, r.Pattern, missing.status)
			}
			if f := foreign[role]; f != "" {
				a := v.get(paths(id.String(w.items[f]), report["plant"]))
				if a.status != missing.status || same(a.body) != same(missing.body) {
					t.Errorf("%s: GET %s of another unit: %d, not the answer of what is not there (%d)\n%s\n%s", role, r.Pattern, a.status, missing.status, same(a.body), same(missing.body))
				}
			}
			if a := v.get(paths(id.String(w.items["homes"]), report["homes"])); a.status >= 500 {
				t.Errorf("%s: GET %s of homes: %d", role, r.Pattern, a.status)
			}
		}
	}
}

// The same for what changes something: a unit's forms sent to another unit's item
// answer like those sent to nothing.
func TestFormsToAnotherUnit(t *testing.T) {
	w := newTown(t)
	rep := id.String(w.reported("plant", "urbanhead"))
	const none = "8589934592"
	for _, role := range []string{"mayor", "auditor", "accounts", "head", "liaison", "jia"} {
		v, viewer := w.as(role), w.who[role]
		for _, r := range slices.Concat(ledgerRoutes, deskRoutes, boardRoutes) {
			if r.Method != http.MethodPost {
				continue
			}
			path := func(item, rep string) string {
				return strings.NewReplacer("{id}", item, "{report}", rep).Replace(r.Pattern)
			}
			if r.Needs != SignedIn && !viewer.Can(org.Right(r.Needs)) {
				if a := v.post(path(none, none), nil); a.status != http.StatusForbidden {
					t.Errorf("%s without %s: POST %s: %d", role, r.Needs, r.Pattern, a.status)
				}
				continue
			}
			item := id.String(w.items["plant"])
			if strings.HasPrefix(r.Pattern, "/reports/") {
				item = rep
			}
			if !strings.Contains(r.Pattern, "{id}") || strings.HasPrefix(r.Pattern, "/sheets") || slices.Contains(viewer.Sees, 0) { // the office sees all items
				continue
			}
			a, nothing := v.post(path(item, rep), nil), v.post(path(none, none), nil)
			if a.status != nothing.status || same(a.body) != same(nothing.body) {
				t.Errorf("%s: POST %s: %d for another unit's, %d for nothing\n%s", role, r.Pattern, a.status, nothing.status, text0(a.body))
			}
		}
	}
}

var (
	varied = regexp.MustCompile(`value="[A-Z2-7]{26}"|/items/\d+[^" ]*|/assignments/\d+[^" ]*`)
	digits = regexp.MustCompile(`\b\d{7,}\b`)
)

// same is a body without what differs in every answer: request numbers, and the
// address the reader came by.
func same(body string) string {
	return digits.ReplaceAllString(varied.ReplaceAllString(body, ""), "")
}

// Counts, search and files show no more than the list: a title, a number or even
// the count of what one may not see would give it away.
func TestCountsSearchAndFilesKeepToSight(t *testing.T) {
	w := newTown(t)
	for _, c := range []struct {
		role, path string
		says, not  []string
	}{
		{"liaison", "/ledger", []string{"7项：", "共7项"}, []string{"污水"}},
		{"liaison", "/search?q=污水", []string{"没有找到"}, []string{"临港"}},
		{"urban", "/search?q=污水", []string{"临港污水处理厂"}, nil},
		{"jia", "/ledger.csv", []string{"甲县新增学位"}, []string{"乙县", "污水", "停车场"}},
		{"jia", "/search?q=学位", []string{"甲县新增学位"}, []string{"乙县新增"}},
		{"jia", "/overview", []string{"看得到的"}, []string{"市城管局", "乙县", "污水"}},
		{"supervision", "/ledger.csv", []string{"乙县新增学位", "污水", "停车场"}, nil},
		{"liaison", "/ledger?unit=" + id.String(w.units["urban"]), []string{"改造老旧小区"}[:0], []string{"污水"}},
	} {
		body := w.as(c.role).get(c.path).body
		for _, s := range c.says {
			if !strings.Contains(body, s) {
				t.Errorf("%s: %s does not say %q\n%s", c.role, c.path, s, text0(body))
			}
		}
		for _, s := range c.not {
			if strings.Contains(body, s) {
				t.Errorf("%s: %s says %q", c.role, c.path, s)
			}
		}
	}
	book := w.as("jia").get("/ledger.xlsx").body
	z, err := archive.NewReader(strings.NewReader(book), int64(len(book)))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(&all, r)
	}
	if s := all.String(); !strings.Contains(s, "甲县新增学位") || strings.Contains(s, "乙县") || strings.Contains(s, "污水") {
		t.Error("the workbook of a county holds another's items, or not its own")
	}
}
