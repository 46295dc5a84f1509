package api

import (
	"strings"
	"testing"

	"jiufen/internal/calendar"
)

// report files a figure of the first measure of an item for a period, by the
// head, and gives the report.
func (w *town) report(item, period, value string) string {
	w.t.Helper()
	m0 := w.measure(item)
	a := w.call("head", "POST", "/reports", m{"unit": known(w.house), "period": period,
		"rows": []m{{"item": item, "words": "已开工" + value + "个", "values": []m{{"measure": m0, "value": value}}}}}).is(201)
	ns := into[struct{ Reports []string }](a).Reports
	if len(ns) != 1 {
		w.t.Fatalf("reports %v", ns)
	}
	return ns[0]
}

// measure is the first measure of an item.
func (w *town) measure(item string) string {
	w.t.Helper()
	return into[struct{ Measures []Measure }](w.call("office", "GET", "/items/"+item+"/measures", nil).is(200)).Measures[0].ID
}

func (w *town) see(role, item string) Item {
	w.t.Helper()
	return into[Item](w.call(role, "GET", "/items/"+item, nil).is(200))
}

// TestFromSigningForToClosing walks the way of an item through its unit.
func TestFromSigningForToClosing(t *testing.T) {
	w := newTown(t)
	_, items := w.issue()
	item := items[0]
	d := into[Desk](w.call("liaison", "GET", "/desk", nil).is(200))
	if len(d.ToSign) != 2 || len(d.ToPlan) != 2 || d.ToSign[0].By != "2026-03-04" {
		t.Errorf("desk: %+v", d)
	}
	w.call("liaison", "POST", "/assignments/sign", m{"items": items}).is(204)
	w.call("liaison", "POST", "/assignments/sign", m{"items": items}).problem(409)
	m0 := w.measure(item)
	plan := func(nodes ...m) *answer { return w.call("liaison", "POST", "/items/"+item+"/plan", m{"nodes": nodes}) }
	if p := plan(m{"day": "2026-06-30", "measure": m0, "expected": "60.5"}).problem(422); p.Errors[0].Field != "body.nodes[0].expected" || p.Errors[0].Key != "err.decimals" {
		t.Errorf("%+v", p)
	}
	plan(m{"day": "2026-03-31", "measure": m0, "expected": "20"}, m{"day": "2026-06-30", "measure": m0, "expected": "60"}, m{"day": "2026-12-31", "measure": m0, "expected": "120"}).is(200)
	plan(m{"day": "2026-06-30", "measure": m0, "expected": "60"}).problem(409)
	if i := w.see("head", item); i.Plan == nil || len(i.Plan.Nodes) != 3 || i.Plan.Nodes[1].Expected.Value != "60" {
		t.Errorf("plan: %+v", i.Plan)
	}
	w.setDay(calendar.Date(2026, 3, 30), 9)
	w.sheet(item, m0)
	w.reviewAndCorrect(item, m0)
	w.change(item)
	w.setDay(calendar.Date(2026, 12, 20), 9)
	w.call("head", "POST", "/items/"+item+"/closings", m{"reached": "2026-12-18", "words": "120个全部完工"}).is(204)
	if q := into[struct{ Closings []WaitingClosing }](w.call("supervision", "GET", "/closings", nil).is(200)).Closings; len(q) != 1 || q[0].Item != item || q[0].Reached != "2026-12-18" {
		t.Errorf("queue: %+v", q)
	}
	w.call("supervision", "POST", "/items/"+item+"/closings/decide", m{"act": "close", "words": "已核"}).is(204)
	if i := w.see("office", item); len(i.Closings) != 2 || i.Light != "done" || i.Closings[1].Reached != "2026-12-18" {
		t.Errorf("closed: %s %+v", i.Light, i.Closings)
	} else if h := i.Heads; len(h) != 3 || h[0].Signed != "2026-03-30" || h[1].Due != "2026-08-01" || h[1].Signed != "" || h[2].Signed != "2026-12-20" {
		t.Errorf("the head's three times: %+v", h)
	}
}

// sheet types the row of the period, by two people, and has it signed.
func (w *town) sheet(item, m0 string) {
	t := w.t
	t.Helper()
	d := into[Desk](w.call("liaison", "GET", "/desk", nil).is(200))
	if len(d.Sheets) == 0 || len(d.Sheets[0].Rows) == 0 {
		t.Fatalf("nothing is owed: %+v", d)
	}
	s := d.Sheets[0]
	path := "/sheets/" + strings.ReplaceAll(s.Period, "/", "%2F")
	row := func(role, version string, typed m) *answer {
		return w.call(role, "PUT", path+"/rows/"+item, typed, "If-Match", version)
	}
	row("liaison", "0", m{"words": "已开工25个", "values": m{m0: "25"}}).is(200)
	if p := row("head", "0", m{"words": "开工了25个", "values": m{m0: "25"}}).problem(409); p.Conflict == nil || len(p.Conflict.Clashes) != 1 || p.Conflict.Clashes[0].Field != "words" {
		t.Errorf("two people on one row: %+v", p)
	}
	w.call("liaison", "POST", path+"/finish", nil).is(204)
	row("liaison", "1", m{"words": "再改"}).problem(409)
	w.call("head", "POST", path+"/reopen", nil).is(204)
	w.call("liaison", "POST", path+"/sign", nil).problem(403)
	read := into[struct{ Sheets []Sheet }](w.call("head", "GET", "/sheets", nil).is(200)).Sheets[0]
	w.call("head", "POST", path+"/sign?version="+at(int(read.Version)+1), nil).problem(409)
	path0 := path + "/sign?version=" + at(int(read.Version))
	ns := into[struct{ Reports []string }](w.call("head", "POST", path0, nil, "Idempotency-Key", "s1").is(200)).Reports
	if len(ns) != 1 {
		t.Fatalf("signed %v", ns)
	}
	i := w.see("head", item)
	if len(i.Reports) != 1 || i.Reports[0].ID != ns[0] || i.Reports[0].Period != s.Period || len(i.Reports[0].Values) != 1 || i.Reports[0].Values[0].Value != "25" || i.Reports[0].Standing != "submitted" {
		t.Errorf("report: %+v", i.Reports)
	}
	w.call("head", "POST", path0, nil, "Idempotency-Key", "s1").is(200)
	if i := w.see("head", item); len(i.Reports) != 1 {
		t.Errorf("sent twice, filed twice: %+v", i.Reports)
	}
}

// reviewAndCorrect returns the report, has it filed anew, accepted, corrected.
func (w *town) reviewAndCorrect(item, m0 string) {
	t := w.t
	t.Helper()
	q := into[struct{ Reports []Waiting }](w.call("office", "GET", "/reviews", nil).is(200)).Reports
	if len(q) != 1 || q[0].Item != item || q[0].Name == "" {
		t.Fatalf("queue: %+v", q)
	}
	w.call("office", "POST", "/reports/"+q[0].Report+"/return", m{"reason": "basis", "words": "口径不符"}).is(204)
	w.call("office", "POST", "/reviews/accept", m{"reports": []string{q[0].Report}}).problem(409)
	again := w.report(item, q[0].Period, "24")
	if s := into[struct{ Skipped []string }](w.call("office", "POST", "/reviews/accept", m{"reports": []string{again, q[0].Report}}).is(200)).Skipped; len(s) != 1 || s[0] != q[0].Report {
		t.Errorf("skipped %v", s)
	}
	w.call("head", "POST", "/reports/"+again+"/correct", m{"item": item, "words": "核实为26个", "reason": "漏报两个", "values": []m{{"measure": m0, "value": "26"}}}).is(201)
	i := w.see("head", item)
	if len(i.Reports) != 3 || i.Reports[0].Corrects != again || i.Reports[0].Sort != "correction" || i.Reports[2].Standing != "returned" || len(i.Reports[2].Reviews) != 1 {
		t.Errorf("reports: %+v", i.Reports)
	}
}

// change asks for a deferral and has it refused, withdrawn and decided.
func (w *town) change(item string) {
	t := w.t
	t.Helper()
	path := "/items/" + item + "/changes"
	ask := m{"sort": "pause", "from": "2026-04-10", "to": "2026-05-10", "class": "policy", "words": "集中整治"}
	n := into[idBody](w.call("head", "POST", path, ask).is(201)).ID
	w.call("head", "POST", path, ask).problem(409)
	w.call("head", "POST", path+"/"+n+"/withdraw", nil).is(204)
	w.call("head", "POST", path+"/"+n+"/withdraw", nil).problem(409)
	n = into[idBody](w.call("head", "POST", path, ask, "Idempotency-Key", "c").is(201)).ID
	if again := into[idBody](w.call("head", "POST", path, ask, "Idempotency-Key", "c").is(201)).ID; again != n {
		t.Errorf("asked twice: %s and %s", n, again)
	}
	if q := into[struct{ Changes []WaitingChange }](w.call("mayor", "GET", "/changes", nil).is(200)).Changes; len(q) != 1 || q[0].ID != n || q[0].Item != item || len(q[0].Needs) == 0 {
		t.Errorf("queue: %+v", q)
	}
	if q := into[struct{ Changes []WaitingChange }](w.call("eager", "GET", "/changes", nil).is(200)).Changes; len(q) != 0 {
		t.Errorf("a county sees %+v", q)
	}
	if d := into[struct{ Needs []Decision }](w.call("head", "POST", path+"/deciders", ask).is(200)); len(d.Needs) == 0 {
		t.Errorf("nobody decides: %+v", d)
	}
	w.call("supervision", "POST", path+"/"+n+"/decide", m{"approve": false, "words": "理由不足"})
	w.call("mayor", "POST", path+"/"+n+"/decide", m{"approve": false, "words": "理由不足"})
	i := w.see("head", item)
	if len(i.Changes) != 2 || i.Changes[0].Decided != "withdraw" || i.Changes[1].Decided != "refuse" {
		t.Errorf("changes: %+v", i.Changes)
	}
}

func TestHandedBackAndReassigned(t *testing.T) {
	w := newTown(t)
	_, items := w.issue()
	back := func(role string) *answer {
		return w.call(role, "POST", "/items/"+items[1]+"/return", m{"reason": "duty", "proposed": known(w.urban), "basis": "三定第3条", "words": "职责在城管"})
	}
	if p := back("liaison").problem(403); p.Key != "err.return.head" {
		t.Errorf("by a liaison: %+v", p)
	}
	back("head").is(204)
	r := into[struct{ Items []Returned }](w.call("office", "GET", "/assignments/returned", nil).is(200)).Items
	if len(r) != 1 || r[0].Item != items[1] || r[0].Proposed != known(w.urban) {
		t.Fatalf("returned: %+v", r)
	}
	w.call("office", "POST", "/items/"+items[1]+"/return/decide", m{"words": "改派", "mode": "single", "to": []m{{"unit": known(w.urban), "role": "lead"}}}).is(204)
	if i := w.see("office", items[1]); i.Lead != known(w.urban) {
		t.Errorf("lead %s", i.LeadName)
	}
	w.call("office", "POST", "/items/"+items[1]+"/return/decide", m{"words": "再来"}).problem(409)
}

func TestBulkReportsTellEveryProblem(t *testing.T) {
	w := newTown(t)
	_, items := w.issue()
	m0 := w.measure(items[0])
	rows := []m{{"item": items[0], "words": "", "values": []m{{"measure": m0, "value": "8"}}}, {"item": items[1], "sort": "nochange"}}
	p := w.call("head", "POST", "/reports", m{"unit": known(w.house), "period": "2026-03", "rows": rows}).problem(422)
	if len(p.Errors) != 2 {
		t.Errorf("%+v", p)
	}
	if p := w.call("head", "POST", "/reports", m{"unit": known(w.house), "period": "2026-03", "rows": []m{{"item": items[0], "words": "x", "values": []m{{"measure": m0, "value": "8万"}}}}}).problem(422); p.Errors[0].Field != "body.rows[0].values[0].value" {
		t.Errorf("%+v", p)
	}
	w.call("head", "POST", "/reports", m{"unit": known(w.urban), "period": "2026-03", "rows": []m{{"item": items[0], "words": "x"}}}).problem(404)
	if i := w.see("head", items[0]); len(i.Reports) != 0 {
		t.Errorf("kept %+v", i.Reports)
	}
	w.call("office", "POST", "/reports", m{"unit": known(w.house), "period": "2026-02", "entered": "office", "rows": []m{{"item": items[0], "words": "纸质报来", "values": []m{{"measure": m0, "value": "8"}}}}}).is(201)
}
