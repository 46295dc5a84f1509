package app

import (
	"cmp"
	"context"
	"slices"

	"jiufen/internal/calendar"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// SettingBulletinEvery is how many days lie between two 通报; 0 asks for none.
const (
	SettingBulletinEvery = "bulletin.every"
	defaultBulletinEvery = 30
)

// BulletinDue is when the next 通报 has to go out (S5-42), and by how many working
// days it is late. Day 0: none is asked for, or there is nothing to speak of yet.
type BulletinDue struct {
	Every int
	Last  calendar.Day // the state of the ledger that the last one spoke of; 0: there was none
	Day   calendar.Day
	Late  int
}

// bulletinDue reckons from the last signed 通报, and before the first from the day
// something was handed out: so many days on, and to the working day after.
func bulletinDue(tx *store.Tx) (BulletinDue, error) {
	lib, err := tx.Library(tx.Now())
	if err != nil {
		return BulletinDue{}, err
	}
	out := BulletinDue{Every: lib.Int(SettingBulletinEvery, defaultBulletinEvery)}
	if out.Every == 0 {
		return out, nil
	}
	last, _, _, err := lastBulletin(tx)
	if err != nil {
		return out, err
	}
	out.Last = last.AsOfDay
	from := out.Last
	if from == 0 {
		if from, err = tx.FirstAssigned(); err != nil || from == 0 {
			return out, err
		}
	}
	out.Day = lib.Cal.NextWorking(from + calendar.Day(out.Every))
	if tx.Day > out.Day {
		out.Late = max(lib.Cal.Late(out.Day, tx.Day), 0)
	}
	return out, nil
}

// BulletinDue says when the next 通报 is due, to those who write, approve and sign
// papers; to others nothing.
func (a *App) BulletinDue(ctx context.Context, v org.Viewer) (out BulletinDue, err error) {
	if mayPapers(v) != nil || officeView(v) != nil {
		return out, nil
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		out, err = bulletinDue(tx)
		return err
	})
	return out, err
}

// gaps marks the 通报 that came later after the one before than is asked for.
func gaps(lines []BulletinLine, every int) {
	var older calendar.Day
	for i, l := range slices.Backward(lines) {
		if l.Sort != Circular || l.State != "signed" {
			continue
		}
		if older != 0 && every > 0 && int(l.AsOf-older) > every {
			lines[i].Gap = int(l.AsOf - older)
		}
		older = cmp.Or(l.AsOf, older)
	}
}
