package api

import (
	"context"
	"strings"
	"testing"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// TestLetterByCalls leads a letter from the bulletin to the reply by calls alone.
func TestLetterByCalls(t *testing.T) {
	w := newTown(t)
	ctx := context.Background()
	_, err := w.DB.Write(ctx, store.Actor{}, "set_up", "", func(tx *store.Tx) error {
		w.post(tx, "county", w.jia, "联络员", org.CountyLiaison, org.Read, org.Receive, org.Report, org.Sheet)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	w.meet()
	items, err := w.IssueItems(ctx, w.who["office"], "", []app.NewItem{{Kind: "key-task", Title: "甲县改造老旧小区", Standard: "全部验收", Year: 2026, Cadence: "month", Mode: "single",
		Parties: []ledger.Party{{Unit: w.jia, Role: "lead"}}, Origins: []app.NewOrigin{{Sort: "report", Demand: "改造40个", Limit: calendar.Date(2026, 12, 31)}},
		Measures: []app.NewMeasure{{Name: "老旧小区", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: 40}}, Due: app.NewDue{Sort: "date", Day: calendar.Date(2026, 12, 31)},
		Plan: []app.NewNode{{MeasureAt: 1, Day: calendar.Date(2026, 3, 31), Expected: 20}, {MeasureAt: 1, Day: calendar.Date(2026, 12, 31), Expected: 40}}}})
	if err != nil {
		t.Fatal(err)
	}
	v, err := w.Item(ctx, w.who["county"], items[0], 0, w.Text)
	if err != nil {
		t.Fatal(err)
	}
	w.setDay(calendar.Date(2026, 4, 8), 9)
	if _, err = w.FileReports(ctx, w.who["county"], "", app.SheetInput{Unit: w.jia, Period: calendar.MonthOf(2026, 3), Rows: []app.ReportInput{{Item: items[0], Words: "在建", Values: []app.ValueInput{{Measure: v.Measures[0].ID, Value: 2}}}}}); err != nil {
		t.Fatal(err)
	}
	w.setDay(calendar.Date(2026, 4, 13), 9)
	sign := func(draft string, version int64) string {
		paper := into[struct{ ID string }](w.call("office", "POST", "/bulletin-drafts/"+draft+"/submit", m{"version": version}).is(201)).ID
		w.call("approver", "POST", "/bulletins/"+paper+"/approve", nil).is(204)
		w.call("mayor", "POST", "/bulletins/"+paper+"/consent", m{"words": ""}).is(204)
		w.call("signer", "POST", "/bulletins/"+paper+"/sign", nil).is(200)
		return paper
	}
	base := sign(into[struct{ ID string }](w.call("office", "POST", "/bulletins", m{"sort": "circular"}).is(201)).ID, 1)
	if c := into[Bulletin](w.call("office", "GET", "/bulletins/"+base, nil).is(200)).Counties; len(c) != 1 || c[0].Unit != known(w.jia) || c[0].Red != 1 {
		t.Errorf("who lags: %+v", c)
	}
	if c := into[Bulletin](w.call("liaison", "GET", "/bulletins/"+base, nil).is(200)).Counties; c != nil {
		t.Errorf("a bureau is offered letters: %+v", c)
	}
	for _, unit := range []string{known(w.house), known(w.yi)} {
		w.call("office", "POST", "/bulletins/"+base+"/letters", m{"unit": unit}).problem(422)
	}
	draft := into[struct{ ID string }](w.call("office", "POST", "/bulletins/"+base+"/letters", m{"unit": known(w.jia), "answer": "2026-04-20"}).is(201)).ID
	x := into[Bulletin](w.call("office", "GET", "/bulletin-drafts/"+draft, nil).is(200))
	if x.Letter == nil || x.Letter.Answer != "2026-04-20" || x.Letter.Bulletin != base || x.Sort != app.Letter {
		t.Fatalf("the draft: %+v", x.Letter)
	}
	w.call("office", "POST", "/bulletin-drafts/"+draft+"/submit", m{"version": x.Version}).problem(422)
	w.call("office", "PUT", "/bulletin-drafts/"+draft, m{"version": x.Version, "title": x.Title, "to": x.To, "words": x.Words, "answer": "2026-04-20", "heard": "call", "heardOn": "2026-04-12"}).is(204)
	letter := sign(draft, x.Version+1)

	w.call("liaison", "GET", "/bulletins/"+letter, nil).problem(404)
	w.call("county", "POST", "/bulletins/"+letter+"/read", nil).is(204)
	w.call("county", "POST", "/bulletins/"+letter+"/read", nil).problem(409)
	w.setDay(calendar.Date(2026, 4, 22), 9)
	list := into[struct{ Bulletins []BulletinLine }](w.call("office", "GET", "/bulletins?sort=letter", nil).is(200)).Bulletins
	if len(list) != 1 || list[0].Paper != letter || list[0].Reply == nil || list[0].Reply.Late != 2 || list[0].Reply.Read != "2026-04-13" {
		t.Errorf("the list: %+v", list)
	}
	w.call("county", "POST", "/bulletins/"+letter+"/reply", m{"words": "已倒排工期。"}).is(204)
	now := into[Bulletin](w.call("county", "GET", "/bulletins/"+letter, nil).is(200)).Letter
	if len(now.Replies) != 1 || now.Replies[0].Words != "已倒排工期。" || now.Reply.On != "2026-04-22" || now.Reply.Late != 2 || len(now.Items) != 1 || now.Items[0].Outcome != app.LetterSame {
		t.Errorf("what came of it: %+v", now)
	}
	if then := into[Bulletin](w.call("county", "GET", "/bulletins/"+letter+"?asOf=2026-04-21", nil).is(200)).Letter; len(then.Replies) != 0 || then.Reply.On != "" {
		t.Errorf("as of the day before: %+v", then)
	}
	if b := w.call("county", "GET", "/bulletins/"+letter+"/file", nil).is(200); !strings.HasPrefix(string(b.Body), "PK") {
		t.Error("no paper")
	}
}
