package sample

import (
	"context"
	"fmt"

	"jiufen/internal/app"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// The counties that lag at the half-year: the first does not answer its letter, the
// second answers in time and makes it up.
var (
	silentCounty = counties[0]
	madeUpCounty = counties[1]
	replyDay     = calendar.Date(2026, 7, 6)
)

const stalledTask = "建成零工市场"

// stallCounties keeps two counties from the first node of a task; the second
// reaches it after it was written to.
func (b *builder) stallCounties() {
	for _, c := range []string{silentCounty, madeUpCounty} {
		l := b.find(c + stalledTask)
		for i := range l.filings {
			l.filings[i].reached, l.filings[i].words = nil, "选址还在比选，方案未形成。"
		}
		if c != madeUpCounty {
			continue
		}
		f := l.filings[len(l.filings)-1]
		f.fix, f.reason, f.day, f.finished, f.seen = true, "correct", replyDay, replyDay, replyDay+1
		f.words, f.reached = "选址已定，建设方案初稿7月3日形成。", []reach{{0, calendar.Date(2026, 7, 3)}}
		l.filings = append(l.filings, f)
	}
}

// lettersOn has both counties written to on the day of the half-year's bulletin,
// after they were heard, and one of them answer.
func (b *builder) lettersOn(ctx context.Context, d calendar.Day) error {
	switch d {
	case bulletinDay:
		if err := b.letter(ctx, d, silentCounty, day(7, 7), "written", day(7, 1), "县政府办来文，选址方案有反复"); err != nil {
			return err
		}
		return b.letter(ctx, d, madeUpCounty, day(7, 10), "meeting", day(7, 2), "督查室听取分管副县长说明，有记录")
	case replyDay:
		b.clock.set(moment(d, 16, 20))
		v, err := b.liaison(ctx, madeUpCounty)
		if err != nil {
			return err
		}
		return b.app.ReplyLetter(ctx, v, "", b.letters[madeUpCounty], "来函收悉。县委、县政府主要负责同志已专题调度。\n选址已定，建设方案初稿7月3日形成，报表漏报的已更正；后续节点倒排到周，由分管副县长每周调度，确保9月底前开工。")
	}
	return nil
}

// letter writes to the two principal leaders of a county and has it signed.
func (b *builder) letter(ctx context.Context, d calendar.Day, county string, answer calendar.Day, heard string, heardDay calendar.Day, words string) error {
	b.clock.set(moment(d, 15, 30))
	who, err := b.viewers(ctx)
	if err != nil {
		return err
	}
	office := who["supervision"]
	n, err := b.app.NewLetter(ctx, office, b.bulletin, b.ground.unit(county), answer)
	if err != nil {
		return err
	}
	x, err := b.app.BulletinDraft(ctx, office, n)
	if err != nil {
		return err
	}
	in := app.BulletinTyped{Title: x.Title, To: x.To, Words: x.Words, Answer: answer, Heard: heard, HeardDay: heardDay, HeardWords: words}
	if err := b.app.SaveBulletin(ctx, office, n, x.Draft.Version, in); err != nil {
		return err
	}
	b.letters[county], err = b.signBulletin(ctx, who, office, n)
	return err
}

// liaison is the liaison of a unit as he stands today.
func (b *builder) liaison(ctx context.Context, unit string) (v org.Viewer, err error) {
	a := b.ground.actor(b.liaisonOf(unit))
	err = b.app.DB.View(ctx, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		var ok bool
		if v, ok = dir.ViewerOf(a.Person, a.Post); !ok {
			return fmt.Errorf("%s has no liaison", unit)
		}
		return nil
	})
	return v, err
}

// signBulletin leads a draft through approval, consent where it names units, and
// signature.
func (b *builder) signBulletin(ctx context.Context, who map[string]org.Viewer, by org.Viewer, n int64) (id.Paper, error) {
	x, err := b.app.BulletinDraft(ctx, by, n)
	if err != nil {
		return 0, err
	}
	paper, err := b.app.SubmitBulletin(ctx, by, "", n, x.Draft.Version)
	if err != nil {
		return 0, err
	}
	if err := b.app.ApproveBulletin(ctx, who["deputy-secretary-general"], "", paper); err != nil {
		return 0, err
	}
	if x.Names {
		if err := b.app.ConsentBulletin(ctx, who["mayor"], "", paper, ""); err != nil {
			return 0, err
		}
	}
	_, err = b.app.SignBulletin(ctx, who["secretary-general"], "", paper)
	return paper, err
}
