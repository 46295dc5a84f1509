package app

import (
	"context"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/store"
)

// TestMissedBulletinIsFlagged: a 通报 is asked for every so many days (S5-42); one
// that stays away is told to who writes them, one that came late keeps its mark,
// and 0 asks for none.
func TestMissedBulletinIsFlagged(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		office := w.who["office"]
		due := func(who string) BulletinDue {
			t.Helper()
			d, err := w.BulletinDue(ctx, w.who[who])
			w.ok(t, err)
			return d
		}
		if d := due("office"); d.Day != 0 {
			t.Errorf("nothing is handed out, yet %+v", d)
		}
		w.behind(t) // 2 March
		if d := due("office"); d.Day != calendar.Date(2026, 4, 1) || d.Late != 0 || d.Last != 0 {
			t.Errorf("the first: %+v", d)
		}
		if d := due("liaison"); d.Day != 0 {
			t.Errorf("a unit is told of it: %+v", d)
		}
		w.setDay(calendar.Date(2026, 4, 8), 9) // 4 to 6 April are free: 2, 3, 7, 8
		if d := due("office"); d.Late != 4 {
			t.Errorf("late by %d working days, not 4", d.Late)
		}
		desk, err := w.Desk(ctx, office, w.Text)
		w.ok(t, err)
		if desk.Queues["bulletinlate"] != 4 {
			t.Errorf("the desk: %v", desk.Queues)
		}
		sign := func() {
			t.Helper()
			n, err := w.NewBulletin(ctx, office, Circular, 0, 0)
			w.ok(t, err)
			x, err := w.BulletinDraft(ctx, office, n)
			w.ok(t, err)
			paper, err := w.SubmitBulletin(ctx, office, "", n, x.Draft.Version)
			w.ok(t, err)
			approver, signer, mayor := w.who["approver"], w.who["signer"], w.who["mayor"]
			approver.Proven, signer.Proven, mayor.Proven = true, true, true
			w.ok(t, w.ApproveBulletin(ctx, approver, "", paper))
			if x.Names {
				w.ok(t, w.ConsentBulletin(ctx, mayor, "", paper, ""))
			}
			_, err = w.SignBulletin(ctx, signer, "", paper)
			w.ok(t, err)
		}
		sign()
		if d := due("office"); d.Late != 0 || d.Last != calendar.Date(2026, 4, 8) || d.Day != calendar.Date(2026, 5, 8) {
			t.Errorf("after the first: %+v", d)
		}
		w.setDay(calendar.Date(2026, 5, 21), 9)
		sign()
		list, _, err := w.Bulletins(ctx, office, "")
		w.ok(t, err)
		if len(list) != 2 || list[0].Gap != 43 || list[1].Gap != 0 {
			t.Errorf("the one that came late keeps its mark: %+v", list)
		}
		_, err = w.DB.Write(ctx, store.Actor{}, "setting", "", func(tx *store.Tx) error {
			return store.Add(tx, store.SettingFact{Name: SettingBulletinEvery, Value: "0"})
		})
		w.ok(t, err)
		w.setDay(calendar.Date(2026, 8, 21), 9)
		if d := due("office"); d.Day != 0 || d.Late != 0 {
			t.Errorf("none is asked for, yet %+v", d)
		}
	})
}
