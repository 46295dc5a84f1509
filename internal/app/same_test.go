package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// list2026 is a list of livelihood projects that repeats two works of the report,
// stricter than it.
const list2026 = `样例市2026年民生实事清单
一、2026年民生实事
1．集中供热中心10月25日前建成投用。（市住建局牵头）
2．改造城镇老旧小区130个。（市住建局牵头，12月底前完成）
3．举办国际马拉松赛1场。（市城管局牵头）
`

// heating founds the heating plant and the old estates as the report issued them.
func (w *town) heating(year int64) (plant, estates id.Item) {
	w.t.Helper()
	end := calendar.Date(int(year), 12, 31)
	item := func(title string, limit calendar.Day, m NewMeasure) NewItem {
		return NewItem{Kind: "key-task", Title: title, Standard: title, Year: year, Mode: "single", Parties: []ledger.Party{{Unit: w.house, Role: ledger.RoleLead}},
			Origins: []NewOrigin{{Sort: "report", Demand: title, Limit: limit}}, Due: NewDue{Sort: "date", Day: limit}, Measures: []NewMeasure{m}}
	}
	out, err := w.IssueItems(context.Background(), w.who["office"], "", []NewItem{
		item("集中供热中心建成投用", calendar.Date(int(year), 10, 31), NewMeasure{Name: "集中供热中心建成投用", Direction: 1, Path: "state"}),
		item("改造老旧小区", end, NewMeasure{Name: "改造老旧小区", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: 120})})
	w.ok(w.t, err)
	return out[0], out[1]
}

func (w *town) takeList(text string) (id.Document, *DocumentView) {
	w.t.Helper()
	doc, err := w.TakeIn(context.Background(), w.who["office"], "", Upload{Name: "清单.txt", Sort: "livelihood", Bytes: []byte(text)})
	w.ok(w.t, err)
	return doc, w.view(doc)
}

// facts are what is known of an item at the end of a day, 0: now.
func (w *town) factsOf(item id.Item, day calendar.Day) (f *store.Facts, due calendar.Day) {
	w.t.Helper()
	w.ok(w.t, w.DB.View(context.Background(), func(tx *store.Tx) error {
		p, err := tx.PointOf(day)
		if err != nil {
			return err
		}
		all, err := tx.ItemFacts(p.Before(), item)
		if err != nil {
			return err
		}
		lib, err := tx.Library(p)
		if f = all[item]; f != nil {
			due = lib.Input(f).Due
		}
		return err
	}))
	return f, due
}

func TestSameMatterIsMergedAndTakenApart(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx, office := context.Background(), w.who["office"]
		plant, _ := w.heating(2026)
		w.setDay(calendar.Date(2026, 3, 10), 9)
		doc, v := w.takeList(list2026)
		d := v.draft(t, "集中供热中心")

		// proposed with why
		o, err := w.Offers(ctx, office, d.ID)
		w.ok(t, err)
		if len(o.Same) == 0 || o.Same[0].Item != plant || len(o.Last) != 0 {
			t.Fatalf("proposed: %+v", o)
		}
		why := strings.Join(o.Same[0].Why(w.Text, o.Dir), "；")
		if why != "都写到“集中供热中心、建成投用”；都由市住建局牵头" {
			t.Errorf("why: %s", why)
		}
		if got := o.Same[0].Moves.MovesWords(w.Text); !slices.Equal(got, []string{"期限由2026年10月31日提前到2026年10月25日"}) {
			t.Errorf("moves: %q", got)
		}
		now, last, err := w.Alike(ctx, office, v)
		if err != nil || !now[d.ID] || len(now) != 2 || len(last) != 0 {
			t.Errorf("alike: %v %v %v", now, last, err)
		}

		// stricter than issued: not without the right to assign
		plain := office
		plain.Rights = []org.Right{org.Read, org.Draft}
		if err := w.JoinDraft(ctx, plain, "", d.ID, d.Version, plant); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a drafter made the limit stricter: %v", err)
		}
		if err := w.JoinDraft(ctx, w.who["head"], "", d.ID, d.Version, plant); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a unit merged: %v", err)
		}
		w.ok(t, w.JoinDraft(ctx, office, "once", d.ID, d.Version, plant))
		w.ok(t, w.JoinDraft(ctx, office, "once", d.ID, d.Version, plant)) // sent twice
		f, due := w.factsOf(plant, 0)
		live := f.LiveOrigins()
		if len(live) != 2 || live[1].Sort != "livelihood" || live[1].Document != doc || due != calendar.Date(2026, 10, 25) {
			t.Fatalf("merged: %+v, due %v", live, due)
		}
		s, ok := f.Same(live[1].ID)
		if !ok || s.Words != why || s.Draft != d.ID {
			t.Errorf("the merging: %+v %v", s, ok)
		}
		j := w.view(doc).draft(t, "集中供热中心")
		if j.State != DraftJoined || j.ItemID != plant {
			t.Errorf("the draft: %s %d", j.State, j.ItemID)
		}
		if err := w.JoinDraft(ctx, office, "", d.ID, j.Version, plant); !errs.Is(err, errs.Conflict) {
			t.Errorf("merged twice: %v", err)
		}
		if n := w.lines(office); n != 2 {
			t.Errorf("%d lines in the ledger, want 2: totals count the matter once", n)
		}

		// undone on a later day; the day before is told as it was
		w.setDay(calendar.Date(2026, 3, 12), 9)
		if err := w.UndoJoin(ctx, plain, "", plant, live[1].ID, "不是同一事项"); !errs.Is(err, errs.Forbidden) {
			t.Errorf("undone without the right: %v", err)
		}
		if err := w.UndoJoin(ctx, office, "", plant, live[1].ID, " "); !errs.Is(err, errs.Invalid) {
			t.Errorf("undone without a reason: %v", err)
		}
		w.ok(t, w.UndoJoin(ctx, office, "", plant, live[1].ID, "不是同一个中心"))
		if err := w.UndoJoin(ctx, office, "", plant, live[1].ID, "再撤"); !errs.Is(err, errs.Conflict) {
			t.Errorf("undone twice: %v", err)
		}
		f, due = w.factsOf(plant, 0)
		if len(f.LiveOrigins()) != 1 || due != calendar.Date(2026, 10, 31) {
			t.Errorf("after undoing: %d origins, due %v", len(f.LiveOrigins()), due)
		}
		was, then := w.factsOf(plant, calendar.Date(2026, 3, 11))
		if _, ok := was.Same(live[1].ID); len(was.LiveOrigins()) != 2 || then != calendar.Date(2026, 10, 25) || !ok {
			t.Errorf("as of the day between: %d origins, due %v", len(was.LiveOrigins()), then)
		}
		if r := w.view(doc).draft(t, "集中供热中心"); r.State != DraftOpen || r.ItemID != 0 {
			t.Errorf("the draft after undoing: %s", r.State)
		}
		var acts []string
		w.ok(t, w.DB.View(ctx, func(tx *store.Tx) error {
			leaves, err := tx.Journal(store.JournalFilter{}, 50)
			for _, l := range leaves {
				acts = append(acts, l.Act)
			}
			return err
		}))
		if !slices.Contains(acts, "same_merge") || !slices.Contains(acts, "same_undo") {
			t.Errorf("in the journal: %v", acts)
		}
	})
}

// lines counts the lines a viewer's ledger has.
func (w *town) lines(v org.Viewer) (n int) {
	w.ok(w.t, w.DB.View(context.Background(), func(tx *store.Tx) error {
		ls, err := tx.Lines(tx.Now(), store.Filter{Sees: v.Sees, Light: -1, Limit: 100})
		n = len(ls)
		return err
	}))
	return n
}

// TestHigherTargetCounts: of two targets the stricter holds while both ask, and
// the first again when the second falls away; values stay with the measure.
func TestHigherTargetCounts(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx, office := context.Background(), w.who["office"]
		_, estates := w.heating(2026)
		doc, v := w.takeList(list2026)
		d := v.draft(t, "老旧小区")
		o, err := w.Offers(ctx, office, d.ID)
		w.ok(t, err)
		if len(o.Same) == 0 || o.Same[0].Item != estates || !slices.Equal(o.Same[0].Moves.MovesWords(w.Text), []string{"改造老旧小区由120个提高到130个"}) {
			t.Fatalf("%+v", o.Same)
		}
		if why := strings.Join(o.Same[0].Why(w.Text, o.Dir), "；"); !strings.Contains(why, "同一计量“改造城镇老旧小区”：原120个，这里130个") || !strings.Contains(why, "期限同为2026年12月31日") {
			t.Errorf("why: %s", why)
		}
		w.ok(t, w.JoinDraft(ctx, office, "", d.ID, d.Version, estates))
		f, _ := w.factsOf(estates, 0)
		first := f.Measures[0].ID
		if m := f.LiveMeasures(); len(m) != 1 || m[0].Target != 130 || f.Root(m[0].ID) != first {
			t.Fatalf("%+v", m)
		}
		w.ok(t, w.UndoJoin(ctx, office, "", estates, f.LiveOrigins()[1].ID, "口径不同"))
		f, _ = w.factsOf(estates, 0)
		if m := f.LiveMeasures(); len(m) != 1 || m[0].Target != 120 || f.Root(m[0].ID) != first {
			t.Errorf("%+v", m)
		}

		// refused: not proposed again, and merging by hand stays possible
		d = w.view(doc).draft(t, "老旧小区")
		w.ok(t, w.RefuseOffer(ctx, office, d.ID, d.Version, estates))
		if o, err = w.Offers(ctx, office, d.ID); err != nil || len(o.Same) != 0 {
			t.Errorf("proposed after refusal: %+v, %v", o.Same, err)
		}
	})
}

// TestUndoneAfterADeferral: a limit that was put off after the merging makes new rows
// of the origins; the merging is found and undone all the same.
func TestUndoneAfterADeferral(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx, office := context.Background(), w.who["office"]
	plant, _ := w.heating(2026)
	_, v := w.takeList(list2026)
	d := v.draft(t, "集中供热中心")
	w.ok(t, w.JoinDraft(ctx, office, "", d.ID, d.Version, plant))
	n := w.ask(ChangeInput{Item: plant, Sort: ledger.ChangeDefer, To: calendar.Date(2026, 11, 15)})
	w.decide("mayor", n, plant, true)
	f, due := w.factsOf(plant, 0)
	live := f.LiveOrigins()
	if due != calendar.Date(2026, 11, 15) || len(live) != 2 {
		t.Fatalf("put off: %v, %d origins", due, len(live))
	}
	var merged id.Origin
	for _, o := range live {
		if _, ok := f.Same(o.ID); ok {
			merged = o.ID
		}
	}
	if merged == 0 {
		t.Fatal("the merging is not found any more")
	}
	w.ok(t, w.UndoJoin(ctx, office, "", plant, merged, "不是同一个"))
	f, due = w.factsOf(plant, 0)
	if len(f.LiveOrigins()) != 1 || due != calendar.Date(2026, 11, 15) || f.LiveOrigins()[0].LimitDay != due {
		t.Errorf("after undoing: %d origins, due %v", len(f.LiveOrigins()), due)
	}
}

// TestPartsOfCountiesAreNoMatters: a county's share of a city's item, and what a
// county keeps for itself, are not proposed.
func TestPartsOfCountiesAreNoMatters(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx, office := context.Background(), w.who["office"]
	_, estates := w.heating(2026)
	share := NewItem{Kind: "key-task", Title: "甲县改造老旧小区", Standard: "甲县改造老旧小区", Year: 2026, Mode: "single", Parent: estates, Parties: []ledger.Party{{Unit: w.jia, Role: ledger.RoleLead}},
		Origins: []NewOrigin{{Sort: "decision", Demand: "甲县改造老旧小区", Limit: calendar.Date(2026, 12, 31)}}, Due: NewDue{Sort: "date"},
		Measures: []NewMeasure{{Name: "改造老旧小区", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: 40}}}
	own := share
	own.Parent, own.Space = 0, w.jia
	_, err := w.IssueItems(ctx, office, "", []NewItem{share, own})
	w.ok(t, err)
	_, v := w.takeList(list2026)
	o, err := w.Offers(ctx, office, v.draft(t, "老旧小区").ID)
	if err != nil || len(o.Same) != 1 || o.Same[0].Item != estates {
		t.Errorf("proposed: %+v, %v", o.Same, err)
	}
}

// TestAssumedLimitMovesNothing: a limit that the text does not name is nobody's
// demand and cannot bring the item's own forward; a drafter may merge then.
func TestAssumedLimitMovesNothing(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx := context.Background()
	plant, _ := w.heating(2026)
	_, v := w.takeList("样例市2026年民生实事清单\n一、2026年民生实事\n1．集中供热中心建成投用。（市住建局牵头）\n")
	d := v.draft(t, "集中供热")
	if !d.Body.Assumed {
		t.Fatalf("the limit is not assumed: %+v", d.Body)
	}
	plain := w.who["office"]
	plain.Rights = []org.Right{org.Read, org.Draft}
	w.ok(t, w.JoinDraft(ctx, plain, "", d.ID, d.Version, plant))
	f, due := w.factsOf(plant, 0)
	if due != calendar.Date(2026, 10, 31) || len(f.LiveOrigins()) != 2 {
		t.Errorf("due %v, %d origins", due, len(f.LiveOrigins()))
	}
	w.ok(t, w.UndoJoin(ctx, plain, "", plant, f.LiveOrigins()[1].ID, "另有其事"))
	if _, due = w.factsOf(plant, 0); due != calendar.Date(2026, 10, 31) {
		t.Errorf("due after undoing: %v", due)
	}
}

// TestYearOnYear: the promise of last year's ledger is proposed, linked at the desk,
// carried into the ledger by signing, and compared in the explanation.
func TestYearOnYear(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx, office := context.Background(), w.who["office"]
		plant, estates := w.heating(2025)
		var m id.Measure
		f, _ := w.factsOf(estates, 0)
		m = f.Measures[0].ID
		w.files(t, estates, m, calendar.In(calendar.Date(2025, 12, 1), calendar.Month), 126)
		doc, v := w.takeIn(report)
		d := v.draft(t, "改造老旧小区")
		o, err := w.Offers(ctx, office, d.ID)
		w.ok(t, err)
		if len(o.Same) != 0 || len(o.Last) == 0 || o.Last[0].Item != estates {
			t.Fatalf("proposed: %+v", o)
		}
		last := o.Last[0].Last
		if got := last.Pairs[0].Says(w.Text); got != "改造老旧小区：与上年同为120个" {
			t.Errorf("the change: %s", got)
		}
		if got := last.Outcome(w.Text); got != "改造老旧小区完成126个，为目标的105.0%；办理中" {
			t.Errorf("the outcome: %s", got)
		}
		if err := w.LinkDraft(ctx, w.who["head"], d.ID, d.Version, estates); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a unit linked: %v", err)
		}
		w.ok(t, w.LinkDraft(ctx, office, d.ID, d.Version, estates))
		w.accept(doc)
		p, err := w.SubmitPaper(ctx, office, "", doc, "")
		w.ok(t, err)
		e, err := w.Explain(ctx, office, p, w.Text)
		w.ok(t, err)
		years := e.Parts[1]
		if years.Says != "与2025年台账比，新增0项，目标有变化0项，目标相同2项。其中1项是比对得出、未经人工确认的。" {
			t.Errorf("%s %v", years.Says, years.Rows)
		}
		w.ok(t, w.ApprovePaper(ctx, w.who["approver"], "", p))
		s, err := w.SignPaper(ctx, w.who["signer"], "", p)
		w.ok(t, err)
		var linked id.Item
		for _, n := range s.Items {
			if f, _ := w.factsOf(n, 0); f.LastYear() == estates {
				linked = n
			}
		}
		if linked == 0 {
			t.Fatal("the link did not enter the ledger")
		}
		x := w.see("office", linked, 0)
		if x.Last == nil || x.Last.Item != estates || len(x.Last.Pairs) != 1 {
			t.Errorf("on the item's page: %+v", x.Last)
		}
		if y := w.see("office", estates, 0); len(y.Again) != 1 || y.Again[0].Item != linked {
			t.Errorf("on last year's page: %+v", y.Again)
		}

		// by hand: another, one that is not earlier, none
		if err := w.LinkLastYear(ctx, w.who["head"], "", linked, "2025-0001", ""); !errs.Is(err, errs.Forbidden) {
			t.Errorf("a unit linked: %v", err)
		}
		if err := w.LinkLastYear(ctx, office, "", linked, "2026-0001", ""); !errs.Is(err, errs.Invalid) {
			t.Errorf("linked to this year's: %v", err)
		}
		w.ok(t, w.LinkLastYear(ctx, office, "", linked, "2025-0001", "标题相同"))
		if f, _ := w.factsOf(linked, 0); f.LastYear() != plant {
			t.Errorf("linked to %d, want %d", f.LastYear(), plant)
		}
		w.ok(t, w.LinkLastYear(ctx, office, "", linked, "", ""))
		if f, _ := w.factsOf(linked, 0); f.LastYear() != 0 {
			t.Error("the link was not taken back")
		}
	})
}

// TestDeskTellsWhatChanged: the unit that leads is told which origin came and what
// it moved, for two weeks; the words of a leader are not told there.
func TestDeskTellsWhatChanged(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx, office := context.Background(), w.who["office"]
	plant, _ := w.heating(2026)
	doc, err := w.TakeIn(ctx, office, "", Upload{Name: "批示.txt", Sort: "instruction", Bytes: []byte("关于供热工作的批示\n一、2026年重点工作\n1．集中供热中心10月20日前建成投用。\n")})
	w.ok(t, err)
	d := w.view(doc).draft(t, "集中供热")
	w.ok(t, w.JoinDraft(ctx, office, "", d.ID, d.Version, plant))
	told := func(who string) []DeskTold {
		v, err := w.Desk(ctx, w.who[who], zh)
		w.ok(t, err)
		return v.Told
	}
	got := told("liaison")
	if len(got) != 1 || got[0].Item != plant || got[0].Due != calendar.Date(2026, 10, 20) || got[0].Origin.Sort != "instruction" || got[0].Origin.Demand != "" {
		t.Fatalf("%+v", got)
	}
	if other := told("urban"); len(other) != 0 {
		t.Errorf("another unit is told: %+v", other)
	}
	w.setDay(calendar.Date(2026, 3, 20), 9)
	if late := told("liaison"); len(late) != 0 {
		t.Errorf("still told: %+v", late)
	}
}

// TestTwoItemsMergedAndParted: of two items issued twice one leaves the lists, its
// origin, nearer limit and higher target go over; undone, all is as it was.
func TestTwoItemsMergedAndParted(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx, office := context.Background(), w.who["office"]
		plant, estates := w.heating(2026)
		twice := w.issue(NewItem{Kind: "key-task", Title: "老旧小区改造", Standard: "改造老旧小区130个", Year: 2026, Mode: "single", Parties: []ledger.Party{{Unit: w.urban, Role: ledger.RoleLead}},
			Origins: []NewOrigin{{Sort: "decision", Record: "纪要3号", Demand: "改造老旧小区130个", Limit: calendar.Date(2026, 11, 30)}}, Due: NewDue{Sort: "date"},
			Measures: []NewMeasure{{Name: "老旧小区改造", Unit: "个", Direction: 1, Path: "amount", Comparator: "reach", Target: 130}}})
		merge := func(who, number, words string) error {
			return w.MergeItems(ctx, w.who[who], "", twice, number, words)
		}
		for _, c := range []struct {
			who, number, words string
			kind               errs.Kind
		}{{"head", "2026-0002", "重复", errs.Forbidden}, {"office", "2026-0002", " ", errs.Invalid}, {"office", "2026-0003", "重复", errs.Invalid}, {"office", "2026-0099", "重复", errs.Invalid}} {
			if err := merge(c.who, c.number, c.words); !errs.Is(err, c.kind) {
				t.Errorf("%v: %v", c, err)
			}
		}
		if n := w.lines(office); n != 3 {
			t.Fatalf("%d lines", n)
		}
		w.ok(t, merge("office", "2026-0002", "同一批小区"))
		if err := merge("office", "2026-0001", "再并"); !errs.Is(err, errs.Conflict) {
			t.Errorf("merged twice: %v", err)
		}
		f, due := w.factsOf(estates, 0)
		if n := w.lines(office); n != 2 || due != calendar.Date(2026, 11, 30) || len(f.LiveOrigins()) != 2 || f.LiveMeasures()[0].Target != 130 {
			t.Fatalf("%d lines, due %v, %d origins, target %d", n, due, len(f.LiveOrigins()), f.LiveMeasures()[0].Target)
		}
		if err := w.UndoJoin(ctx, office, "", estates, f.LiveOrigins()[1].ID, "只撤来源"); !errs.Is(err, errs.Conflict) {
			t.Errorf("an origin taken without its item: %v", err)
		}
		if x := w.see("office", twice, 0); x.Merged != estates {
			t.Errorf("the merged item says %d", x.Merged)
		}
		w.ok(t, w.UnmergeItem(ctx, office, "", twice, "不是同一批"))
		if err := w.UnmergeItem(ctx, office, "", twice, "再撤"); !errs.Is(err, errs.Conflict) {
			t.Errorf("parted twice: %v", err)
		}
		f, due = w.factsOf(estates, 0)
		if n := w.lines(office); n != 3 || due != calendar.Date(2026, 12, 31) || len(f.LiveOrigins()) != 1 || f.LiveMeasures()[0].Target != 120 {
			t.Errorf("%d lines, due %v, %d origins, target %d", n, due, len(f.LiveOrigins()), f.LiveMeasures()[0].Target)
		}
		_ = plant
	})
}
