package app

import (
	"context"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// BulletinLine is a bulletin in the list.
type BulletinLine struct {
	Draft         int64 // of one being written
	Paper         id.Paper
	Sort, Title   string
	State, Number string
	ForPost       id.Post
	Unit          id.Unit      // a letter goes to
	Reply         *LetterReply // of a signed letter
	AsOf          calendar.Day
	Gap           int // days since the 通报 before, where they are more than is asked for
}

// bulletinsListed is how many bulletins a list shows.
const bulletinsListed = 60

// Bulletins lists bulletins, the newest first: signed 通报 for all who read, a
// signed 专报 for its leader and the office, a signed letter for the county it goes
// to and the office, what is under way for those who write, approve and sign. A sort
// lists those of one sort alone.
func (a *App) Bulletins(ctx context.Context, v org.Viewer, sort string) (out []BulletinLine, dir *org.Directory, err error) {
	if err := need(v, org.Read); err != nil {
		return nil, nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) (err error) {
		if dir, err = tx.Directory(tx.Now()); err != nil {
			return err
		}
		if v.Can(org.Draft) && officeView(v) == nil {
			drafts, err := tx.BulletinDrafts(bulletinsListed)
			if err != nil {
				return err
			}
			for _, d := range drafts {
				if sort != "" && d.Sort != sort {
					continue
				}
				out = append(out, BulletinLine{Draft: d.ID, Sort: d.Sort, Title: d.Title, State: d.State, ForPost: d.ForPost, Unit: d.UnitID, AsOf: d.AsOf})
			}
		}
		rows, err := tx.Bulletins(sort, bulletinsListed)
		if err != nil {
			return err
		}
		ids := make([]id.Paper, len(rows))
		for i, r := range rows {
			ids[i] = r.PaperID
		}
		papers, err := tx.PapersBy(ids)
		if err != nil {
			return err
		}
		list := make([]store.Paper, 0, len(rows))
		for _, r := range rows {
			list = append(list, papers[r.PaperID])
		}
		steps, err := tx.StepsOf(list)
		if err != nil {
			return err
		}
		letters, err := tx.LettersBy(ids)
		if err != nil {
			return err
		}
		for i, r := range rows {
			l := BulletinLine{Paper: r.PaperID, Sort: list[i].Sort, Title: list[i].Title, ForPost: r.ForPost, Unit: letters[r.PaperID].UnitID, AsOf: r.AsOfDay}
			l.State, l.Number = paperState(steps[r.PaperID])
			if seesBulletin(v, dir, l.Sort, l.State, l.ForPost, l.Unit) {
				out = append(out, l)
			}
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		gaps(out, lib.Int(SettingBulletinEvery, defaultBulletinEvery))
		return replies(tx, lib, letters, out)
	})
	return out, dir, err
}

// seesBulletin: who makes papers sees all, the head of government all but briefs
// to others; a signed 通报 goes to everybody, a signed 专报 to its leader alone, a
// signed letter to the unit it is addressed to.
func seesBulletin(v org.Viewer, dir *org.Directory, sort, state string, leader id.Post, unit id.Unit) bool {
	if mayPapers(v) == nil || v.Duty == org.Mayor && sort != Brief {
		return true
	}
	switch {
	case state != "signed":
		return false
	case sort == Letter:
		return addressed(v, dir, unit)
	}
	return sort == Circular || leader == v.Post
}
