package api

import (
	"context"
	"strings"
	"testing"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
)

// TestSameMatterOverTheAPI: proposed with why, merged once, undone; last year's
// promise linked; an item above made.
func TestSameMatterOverTheAPI(t *testing.T) {
	w := newTown(t)
	item := func(year int, title string, limit calendar.Day, m app.NewMeasure) app.NewItem {
		return app.NewItem{Kind: "key-task", Title: title, Standard: title, Year: int64(year), Mode: "single", Parties: []ledger.Party{{Unit: w.house, Role: ledger.RoleLead}},
			Origins: []app.NewOrigin{{Sort: "livelihood", Demand: title, Limit: limit}}, Due: app.NewDue{Sort: "date", Day: limit}, Measures: []app.NewMeasure{m}}
	}
	items, err := w.App.IssueItems(context.Background(), w.who["office"], "", []app.NewItem{
		item(2026, "集中供热中心投用", calendar.Date(2026, 10, 31), app.NewMeasure{Name: "集中供热中心投用", Direction: 1, Path: "state"}),
		item(2025, "改造老旧小区", calendar.Date(2025, 12, 31), app.NewMeasure{Name: "改造老旧小区", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: 100})})
	if err != nil {
		t.Fatal(err)
	}
	doc := w.takeIn()
	d := w.draft(doc, "集中供热中心")
	path := "/drafts/" + d.ID
	o := into[struct {
		Same     []SameOffer
		LastYear []SameOffer `json:"last_year"`
	}](w.call("office", "GET", path+"/offers", nil).is(200))
	if len(o.Same) == 0 || o.Same[0].Item != id.String(items[0]) || len(o.Same[0].Why) == 0 || len(o.LastYear) != 0 {
		t.Fatalf("%+v", o)
	}
	join := m{"item": o.Same[0].Item}
	w.call("office", "POST", path+"/join", join).problem(422) // without the version seen
	w.call("office", "POST", path+"/join", m{"item": "x"}, "If-Match", "1").problem(422)
	for range 2 {
		w.call("office", "POST", path+"/join", join, "If-Match", "1", "Idempotency-Key", "k9").is(204)
	}
	if got := into[Draft](w.call("office", "GET", path, nil).is(200)); got.State != "joined" || got.Item != o.Same[0].Item {
		t.Errorf("%s %s", got.State, got.Item)
	}
	it := into[Item](w.call("liaison", "GET", "/items/"+o.Same[0].Item, nil).is(200))
	if len(it.Origins) != 2 || !strings.Contains(it.Origins[1].Merged, "集中供热中心") {
		t.Fatalf("origins: %+v", it.Origins)
	}
	undo := m{"origin": it.Origins[1].ID, "words": "另一个中心"}
	w.call("office", "POST", "/items/"+it.Item+"/undo", undo).is(204)
	w.call("office", "POST", "/items/"+it.Item+"/undo", undo).problem(409)
	w.call("office", "POST", path+"/refuse", join, "If-Match", "3").is(204)

	old := w.draft(doc, "改造老旧小区")
	o = into[struct {
		Same     []SameOffer
		LastYear []SameOffer `json:"last_year"`
	}](w.call("office", "GET", "/drafts/"+old.ID+"/offers", nil).is(200))
	if len(o.LastYear) == 0 || len(o.LastYear[0].Changes) != 1 || o.LastYear[0].Changes[0].Change != "+20.0" || o.LastYear[0].Outcome == "" {
		t.Fatalf("%+v", o.LastYear)
	}
	w.call("office", "POST", "/drafts/"+old.ID+"/last-year", m{"item": o.LastYear[0].Item}, "If-Match", "1").is(204)
	if got := into[Draft](w.call("office", "GET", "/drafts/"+old.ID, nil).is(200)); got.Fields.Last != id.String(items[1]) {
		t.Errorf("linked to %q", got.Fields.Last)
	}
	w.call("supervision", "POST", "/items/"+it.Item+"/last-year", m{"number": "2025-0001"}).is(204)
	it = into[Item](w.call("supervision", "GET", "/items/"+it.Item, nil).is(200))
	if it.LastYear == nil || it.LastYear.Number != "2025-0001" {
		t.Errorf("%+v", it.LastYear)
	}
	other := "/items/" + id.String(items[1])
	w.call("supervision", "POST", other+"/merge", m{"number": it.Number, "words": "同一件事"}).is(204)
	if x := into[Item](w.call("supervision", "GET", other, nil).is(200)); x.MergedInto != it.Item {
		t.Errorf("merged into %q", x.MergedInto)
	}
	w.call("supervision", "POST", other+"/unmerge", m{"words": "不是"}).is(204)
	w.call("supervision", "POST", other+"/unmerge", m{"words": "不是"}).problem(409)
	w.call("office", "GET", "/documents/"+doc+"/parents", nil).is(200)
	w.call("office", "POST", "/documents/"+doc+"/parents", m{"clause": 1, "accept": true}).problem(409)
}

// TestLastYearsPaperOverTheAPI: without a ledger of last year the drafts of its paper
// are offered, linked and refused.
func TestLastYearsPaperOverTheAPI(t *testing.T) {
	w := newTown(t)
	ctx := context.Background()
	old, err := w.App.TakeIn(ctx, w.who["office"], "", app.Upload{Name: "上年.txt", Sort: "livelihood", Bytes: []byte("样例市2025年民生实事清单\n一、2025年民生实事\n1．改造老旧小区100个。\n")})
	if err != nil {
		t.Fatal(err)
	}
	d := w.draft(w.takeIn(), "改造老旧小区")
	offers := func() []SameOffer {
		return into[struct {
			LastYear []SameOffer `json:"last_year"`
		}](w.call("office", "GET", "/drafts/"+d.ID+"/offers", nil).is(200)).LastYear
	}
	o := offers()
	if len(o) != 1 || o[0].Item != "" || o[0].Document != id.String(old) || o[0].Draft == "" || len(o[0].Changes) != 1 || o[0].Changes[0].Change != "+20.0" {
		t.Fatalf("%+v", o)
	}
	named := m{"draft": o[0].Draft}
	w.call("liaison", "POST", "/drafts/"+d.ID+"/last-year", named, "If-Match", "1").problem(403)
	w.call("office", "POST", "/drafts/"+d.ID+"/last-year", m{"draft": "x"}, "If-Match", "1").problem(422)
	w.call("office", "POST", "/drafts/"+d.ID+"/last-year", m{"draft": d.ID}, "If-Match", "1").problem(422) // of the same year
	w.call("office", "POST", "/drafts/"+d.ID+"/last-year", named, "If-Match", "1").is(204)
	if got := into[Draft](w.call("office", "GET", "/drafts/"+d.ID, nil).is(200)); got.Fields.LastDraft != o[0].Draft {
		t.Errorf("linked to %q", got.Fields.LastDraft)
	}
	w.call("office", "POST", "/drafts/"+d.ID+"/refuse", named, "If-Match", "2").is(204)
	if got := into[Draft](w.call("office", "GET", "/drafts/"+d.ID, nil).is(200)); got.Fields.LastDraft != "" || len(got.Fields.RefusedDrafts) != 1 || len(offers()) != 0 {
		t.Errorf("%+v", got.Fields)
	}
}
