package api

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"jiufen/internal/calendar"
)

func (w *town) ledger(role, query string) LedgerPage {
	w.t.Helper()
	return into[LedgerPage](w.call(role, "GET", "/ledger"+query, nil).is(200))
}

func TestLedgerThroughSight(t *testing.T) {
	w := newTown(t)
	_, items := w.issue()
	for role, n := range map[string]int{"mayor": 2, "office": 2, "head": 2, "liaison": 2, "urban": 1, "jia": 0, "yi": 0, "eager": 0} {
		p := w.ledger(role, "")
		sum := int64(0)
		for _, c := range p.Lights {
			sum += c
		}
		if len(p.Rows) != n || p.Count != int64(n) || sum != int64(n) {
			t.Errorf("%s: %d lines, count %d, lights %v; want %d", role, len(p.Rows), p.Count, p.Lights, n)
		}
		found := w.ledger(role, "?q="+"%E8%80%81%E6%97%A7%E5%B0%8F%E5%8C%BA") // 老旧小区
		if want := min(n, 1); len(found.Rows) != want || found.Count != int64(want) {
			t.Errorf("%s finds %d, count %d; want %d", role, len(found.Rows), found.Count, want)
		}
	}
	p := w.ledger("office", "?sort=number")
	r := p.Rows[0]
	if r.Number != "2026-0001" || r.Item != items[0] || r.LeadName != "市住建局" || r.Name != "vice" || r.Due != "2026-12-31" || r.Light == "" || r.Why == "" || p.Seq == 0 || p.Day != "2026-03-02" {
		t.Errorf("line: %+v", r)
	}
	if len(r.Measures) != 2 || r.Measures[0].Target == nil || r.Measures[0].Target.Value != "120" || r.Measures[0].Target.Unit != "个" || r.Measures[1].Target.Value != "1.2" {
		t.Errorf("measures: %+v", r.Measures)
	}
	for query, n := range map[string]int{"?lead=" + known(w.house): 2, "?lead=" + known(w.urban): 0, "?leader=" + known(w.who["vice"].Post): 2, "?kind=key-task": 2, "?kind=x": 0,
		"?light=red": 0, "?light=grey": 2, "?due_to=2026-11-01": 1, "?due_from=2026-11-01": 1, "?field=%E5%9F%8E%E4%B9%A1%E5%BB%BA%E8%AE%BE": 2, "?field=x": 0, "?lead=" + absent: 0} {
		if got := w.ledger("office", query); len(got.Rows) != n {
			t.Errorf("%s: %d lines, want %d", query, len(got.Rows), n)
		}
	}
}

func TestLedgerPages(t *testing.T) {
	w := newTown(t)
	w.issue()
	for _, sort := range []string{"due", "light", "number"} {
		all := w.ledger("office", "?sort="+sort)
		one := w.ledger("office", "?limit=1&sort="+sort)
		if one.Next == "" || all.Next != "" {
			t.Fatalf("%s: cursors %q %q", sort, one.Next, all.Next)
		}
		two := w.ledger("office", "?limit=1&sort="+sort+"&cursor="+one.Next)
		if len(two.Rows) != 1 || two.Rows[0].Item != all.Rows[1].Item || two.Next != "" {
			t.Errorf("%s: second page %+v", sort, two.Rows)
		}
	}
	next := w.ledger("office", "?limit=1").Next
	for _, bad := range []string{"sort=light&cursor=" + next, "as_of=2026-03-01&cursor=" + next, "cursor=abc", "cursor=e30"} {
		if p := w.call("office", "GET", "/ledger?"+bad, nil).problem(422); p.Errors[0].Key != "api.cursor" {
			t.Errorf("%s: %+v", bad, p)
		}
	}
	for _, bad := range []string{"light=blue", "sort=title", "limit=0", "limit=501", "as_of=2026-13-01", "as_of=yesterday", "lead=x", "due_to=1"} {
		w.call("office", "GET", "/ledger?"+bad, nil).problem(422)
	}
}

func TestAsOf(t *testing.T) {
	w := newTown(t)
	_, items := w.issue()
	before := w.ledger("office", "")
	w.setDay(calendar.Date(2026, 3, 20), 9)
	now := w.ledger("office", "")
	then := w.ledger("office", "?as_of=2026-03-02")
	if now.Seq <= before.Seq || then.Seq > now.Seq || then.Day != "2026-03-02" || now.Day != "2026-03-20" {
		t.Errorf("points: before %v, then %v, now %v", before.Point, then.Point, now.Point)
	}
	j, _ := json.Marshal(before.Rows)
	k, _ := json.Marshal(then.Rows)
	if !bytes.Equal(j, k) {
		t.Errorf("as of 2 March:\n%s\nwas\n%s", k, j)
	}
	if i := into[Item](w.call("office", "GET", "/items/"+items[0]+"?as_of=2026-03-02", nil).is(200)); i.Seq != then.Seq || i.Day != "2026-03-02" {
		t.Errorf("item as of: %v", i.Point)
	}
	w.call("office", "GET", "/ledger?as_of=2025-01-01", nil).problem(404)
	w.call("office", "GET", "/items/"+items[0]+"?as_of=2025-01-01", nil).problem(404)
	w.call("office", "GET", "/ledger?as_of=2026-03-02&q=a", nil).problem(422)
}

func TestLedgerExport(t *testing.T) {
	w := newTown(t)
	w.issue()
	w.setDay(calendar.Date(2026, 3, 20), 9)
	a := w.call("office", "GET", "/ledger/export?as_of=2026-03-02", nil).is(200)
	if !strings.HasPrefix(a.Header.Get("Content-Type"), "text/csv") || !strings.Contains(a.Header.Get("Content-Disposition"), "ledger-20260302.csv") {
		t.Errorf("%v", a.Header)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(a.Body, []byte("\uFEFF")))).ReadAll()
	if err != nil || len(rows) != 4 || rows[0][0] != "编号" || strings.Contains(string(a.Body), "⟦") {
		t.Errorf("%v: %q", err, rows)
	}
	w.setDay(calendar.Date(2026, 4, 20), 9)
	if b := w.call("office", "GET", "/ledger/export?as_of=2026-03-02", nil).is(200); !bytes.Equal(a.Body, b.Body) {
		t.Errorf("the same day gives other bytes a month later:\n%s\n%s", a.Body, b.Body)
	}
	j := into[struct {
		Seq  int64
		Rows []LedgerRow
	}](w.call("urban", "GET", "/ledger/export?format=json", nil).is(200))
	if len(j.Rows) != 1 || j.Seq == 0 {
		t.Errorf("JSON: %+v", j)
	}
	if n := into[struct{ Rows []LedgerRow }](w.call("yi", "GET", "/ledger/export?format=json", nil).is(200)); n.Rows == nil || len(n.Rows) != 0 {
		t.Errorf("a county that sees nothing exports %+v", n.Rows)
	}
}

func TestOverview(t *testing.T) {
	w := newTown(t)
	w.issue()
	o := into[Overview](w.call("mayor", "GET", "/ledger/overview", nil).is(200))
	if len(o.Leaders) == 0 || len(o.Units) != 1 || o.Units[0].All != 2 || o.Lights["grey"] != 2 {
		t.Errorf("%+v", o)
	}
	if o := into[Overview](w.call("urban", "GET", "/ledger/overview", nil).is(200)); len(o.Units) != 0 || o.Lights["grey"] != 1 {
		t.Errorf("a unit: %+v", o)
	}
}

func TestItem(t *testing.T) {
	w := newTown(t)
	_, items := w.issue()
	i := into[Item](w.call("liaison", "GET", "/items/"+items[0], nil).is(200))
	if i.Item != items[0] || len(i.Origins) != 1 || !strings.Contains(i.Origins[0].Words, "改造老旧小区120个") || len(i.Parties) != 2 || len(i.Chain) == 0 || len(i.Journal) == 0 || i.Part {
		t.Errorf("%+v", i)
	}
	v := into[struct {
		Point
		Measures []Measure
	}](w.call("liaison", "GET", "/items/"+items[0]+"/measures", nil).is(200))
	if len(v.Measures) != 2 || v.Measures[0].Target.Value != "120" || v.Measures[0].Path != "amount" || v.Seq == 0 {
		t.Errorf("measures: %+v", v)
	}
	check := func(body m) *answer { return w.call("supervision", "POST", "/items/"+items[0]+"/checks", body) }
	body := m{"measure": v.Measures[0].ID, "period": "2026-02", "value": "8个", "level": "field", "words": "现场核查8个"}
	check(body).is(204)
	for field, bad := range map[string]string{"value": "8.5", "measure": "7", "period": "soon", "level": "phone"} {
		b := m{}
		for k, x := range body {
			b[k] = x
		}
		b[field] = bad
		if p := check(b).problem(422); len(p.Errors) != 1 || p.Errors[0].Field != "body."+field {
			t.Errorf("%s: %+v", field, p)
		}
	}
	i = into[Item](w.call("liaison", "GET", "/items/"+items[0], nil).is(200))
	if len(i.Checks) != 1 || i.Checks[0].Value != "8" || i.Checks[0].Unit != "个" || i.Checks[0].Period != "2026-02" {
		t.Errorf("checks: %+v", i.Checks)
	}
}

func TestDirectory(t *testing.T) {
	w := newTown(t)
	d := into[Directory](w.call("jia", "GET", "/directory", nil).is(200))
	if len(d.Units) != 8 || len(d.Posts) != len(roles) || len(d.Portfolios) != 2 {
		t.Errorf("%d units, %d posts, %d lines", len(d.Units), len(d.Posts), len(d.Portfolios))
	}
}
