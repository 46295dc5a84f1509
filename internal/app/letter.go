package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// Settings of letters: in how many working days an answer is asked, red head, and
// the series of numbers.
const (
	SettingLetterAnswer = "letter.answer"
	SettingLetterHead   = "letter.head"
	SettingLetterSeries = "letter.series"

	defaultLetterAnswer = 10
	defaultLetterHead   = "督办函"
	defaultLetterSeries = "样督函"
)

// HeardWays is how a unit can be heard before it is written to: a closed list.
var HeardWays = []string{"meeting", "written", "call"}

// LetterBase is the signed bulletin that a letter rests on.
type LetterBase struct {
	Paper  id.Paper
	Title  string
	Number string
}

// letterOf is what a draft says of a letter.
func letterOf(d store.BulletinDraft) store.Letter {
	return store.Letter{Base: d.Base, UnitID: d.UnitID, Answer: d.Answer, Heard: d.Heard, HeardDay: d.HeardDay, HeardWords: d.HeardWords}
}

// to is the unit a letter goes to, 0 of other sorts.
func (x *BulletinView) to() id.Unit {
	if x.Letter == nil {
		return 0
	}
	return x.Letter.UnitID
}

// letterUnread is what of the terms of a letter cannot be kept as it was typed.
func letterUnread(l store.Letter) (out []errs.Field) {
	if l.Answer == 0 {
		out = append(out, errs.Field{Name: "answer", Key: "err.required"})
	}
	if l.Heard != "" && !slices.Contains(HeardWays, l.Heard) {
		out = append(out, errs.Field{Name: "heard", Key: "err.choice"})
	}
	return out
}

// letterWrong is what is wrong with the terms of a letter on a day.
func letterWrong(l store.Letter, today calendar.Day) []errs.Field {
	out := letterUnread(l)
	if l.Answer != 0 && l.Answer <= today {
		out = append(out, errs.Field{Name: "answer", Key: "err.letter.past"})
	}
	if l.HeardDay > today {
		out = append(out, errs.Field{Name: "heardday", Key: "err.day.future"})
	}
	return out
}

// notHeard is what is missing of how the unit was heard: a letter has consequences,
// and nothing of the kind goes out before the unit could speak (督查工作条例, Art. 16
// and 21).
func notHeard(l store.Letter) (out []errs.Field) {
	if l.Heard == "" {
		out = append(out, errs.Field{Name: "heard", Key: "err.letter.heard"})
	}
	if l.HeardDay == 0 {
		out = append(out, errs.Field{Name: "heardday", Key: "err.required"})
	}
	return out
}

// NewLetter begins a letter (函) to the two principal leaders of a county that lags
// in a signed 通报 (S1-73): its figures are those of the ledger as the bulletin had
// it. Answer 0 asks for one in so many working days as the place has set.
func (a *App) NewLetter(ctx context.Context, v org.Viewer, base id.Paper, unit id.Unit, answer calendar.Day) (int64, error) {
	if err := mayWrite(v); err != nil {
		return 0, err
	}
	m := a.Text
	d := store.BulletinDraft{Sort: Letter, State: "open", By: v.Person, Base: base, UnitID: unit, Answer: answer}
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		if d.Answer == 0 {
			d.Answer = letterAnswer(lib, tx.Day)
		}
		if err := errs.Form(letterWrong(letterOf(d), tx.Day)); err != nil {
			return err
		}
		b, err := a.letterFacts(tx, v, letterOf(d), m)
		if err != nil {
			return err
		}
		to := b.dir.Unit(unit)
		switch {
		case !writtenTo(to):
			return errs.Form([]errs.Field{{Name: "unit", Key: "err.letter.county", Args: []any{"unit", to.Short}}})
		case b.lights[ledger.Red]+b.lights[ledger.Yellow] == 0:
			return errs.Form([]errs.Field{{Name: "unit", Key: "err.letter.lag", Args: []any{"unit", to.Short, "number", b.base.Number}}})
		}
		d.AsOf, d.Title = b.point.Day, m.T("bulletin.letter.title", "unit", to.Short)
		d.To, d.Words = m.T("bulletin.letter.to."+string(to.Sort), "unit", to.Short), b.composeLetter(m)
		return nil
	})
	if err != nil {
		return 0, err
	}
	err = a.DB.Work(ctx, func(tx *store.Tx) (err error) {
		there, err := tx.LettersOn(base)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(there, func(x store.BulletinDraft) bool { return x.UnitID == unit }) {
			return errs.Form([]errs.Field{{Name: "unit", Key: "err.letter.twice"}})
		}
		if d.ID, err = tx.Count("bulletin_draft", 1); err != nil {
			return err
		}
		return tx.AddBulletinDraft(d)
	})
	return d.ID, err
}

func letterAnswer(lib *store.Library, today calendar.Day) calendar.Day {
	return lib.Cal.Add(today, lib.Int(SettingLetterAnswer, defaultLetterAnswer)).Day
}

// letterFacts is what a letter can say: how the items that the unit leads stood in
// the state of the ledger that the bulletin rests on.
func (a *App) letterFacts(tx *store.Tx, v org.Viewer, l store.Letter, m *locale.Messages) (*bulletinFacts, error) {
	base, _, err := bulletinOf(tx, l.Base)
	if err != nil {
		return nil, err
	}
	if base.Sort != Circular || base.State != "signed" {
		return nil, errs.E(errs.Conflict, "err.letter.base")
	}
	var rows LedgerView
	if err := a.ledger(tx, v, LedgerQuery{Point: base.Point, Lead: l.UnitID, Sort: store.ByLight, Limit: pageMost}, m, &rows); err != nil {
		return nil, err
	}
	b := &bulletinFacts{point: base.Point, dir: rows.Dir, lib: rows.Lib, answer: l.Answer, base: LetterBase{Paper: l.Base, Title: base.Title, Number: base.Number}}
	b.lights = map[ledger.Light]int64{}
	for _, r := range rows.Rows {
		if b.lights[r.Light]++; r.Light >= ledger.Yellow {
			b.red = append(b.red, r)
		}
	}
	b.red = b.red[:min(len(b.red), b.lib.Int(SettingBulletinItems, defaultBulletinItems))]
	to := b.dir.Unit(l.UnitID)
	b.add(m.T("bulletin.name.unit"), to.Short)
	b.add(m.T("bulletin.name.base"), m.T("bulletin.letter.base", "title", base.Title, "number", base.Number))
	b.add(m.T("bulletin.name.asof"), b.point.Day.Label())
	b.add(m.T("bulletin.name.all"), m.T("bulletin.items", "n", rows.Count))
	for _, light := range []ledger.Light{ledger.Red, ledger.Yellow} {
		b.add(m.T("bulletin.name."+light.String()), m.T("bulletin.items", "n", b.lights[light]))
	}
	for _, r := range b.red {
		b.item(r, m)
	}
	b.add(m.T("bulletin.name.heard"), HeardSays(m, l, to.Short))
	b.add(m.T("bulletin.name.answer"), b.answer.Label())
	return b, nil
}

// HeardSays says how and when a unit was heard.
func HeardSays(m *locale.Messages, l store.Letter, unit string) string {
	if l.Heard == "" || l.HeardDay == 0 {
		return m.T("letter.notheard")
	}
	out := m.T("letter.heardsays."+l.Heard, "day", m.DateIn(int32(l.HeardDay), l.HeardDay.Year()), "unit", unit)
	if l.HeardWords != "" {
		out += m.T("letter.heardwords", "words", strings.TrimRight(l.HeardWords, "。."))
	}
	return out
}

// composeLetter writes the first text of a letter.
func (b *bulletinFacts) composeLetter(m *locale.Messages) string {
	w := &composer{sort: Letter, m: m}
	var lag []string
	for _, l := range []ledger.Light{ledger.Red, ledger.Yellow} {
		if b.lights[l] > 0 {
			lag = append(lag, m.T("bulletin.letter."+l.String(), w.bind(l.String())...))
		}
	}
	w.say(m.T("bulletin.letter.all", append(w.bind("base", "asof", "unit", "all"), "lag", strings.Join(lag, m.T("bulletin.letter.comma")))...))
	w.head("headred")
	w.lines("bulletin.letter.line", b.red)
	w.head("headheard")
	w.say(m.T("bulletin.letter.heard", w.bind("heard")...))
	w.head("headask")
	w.say(m.T("bulletin.letter.ask"))
	w.say(m.T("bulletin.letter.answer", w.bind("answer")...))
	w.say(m.T("bulletin.letter.end"))
	return strings.TrimRight(w.String(), "\n")
}

// LetterCounty is a county that lags in a bulletin, with its letter if there is one.
type LetterCounty struct {
	Unit        id.Unit
	Name        string
	Red, Yellow int64
	Draft       store.BulletinDraft
	State       string // of its letter
	Number      string
}

// counties lists the counties that lag in a signed 通报, the furthest behind first.
func (x *BulletinView) counties(tx *store.Tx) error {
	lib, err := tx.Library(tx.Now())
	if err != nil {
		return err
	}
	x.Answer = letterAnswer(lib, tx.Day)
	dir, err := tx.Directory(x.Point)
	if err != nil {
		return err
	}
	lights, err := tx.LeadLights(x.Point, int64(ledger.Yellow))
	if err != nil {
		return err
	}
	for _, l := range lights {
		u := dir.Unit(l.Unit)
		if !writtenTo(u) {
			continue
		}
		if n := len(x.Counties); n == 0 || x.Counties[n-1].Unit != l.Unit {
			x.Counties = append(x.Counties, LetterCounty{Unit: l.Unit, Name: cmp.Or(u.Short, u.Name)})
		}
		if c := &x.Counties[len(x.Counties)-1]; ledger.Light(l.Light) == ledger.Red {
			c.Red = l.N
		} else {
			c.Yellow = l.N
		}
	}
	drafts, err := tx.LettersOn(x.Paper.ID)
	if err != nil {
		return err
	}
	papers := make([]store.Paper, len(drafts))
	for i, d := range drafts {
		papers[i].ID = d.PaperID
	}
	steps, err := tx.StepsOf(papers)
	for _, d := range drafts {
		if i := slices.IndexFunc(x.Counties, func(c LetterCounty) bool { return c.Unit == d.UnitID }); i >= 0 {
			c := &x.Counties[i]
			if c.Draft, c.State = d, d.State; d.State != "open" {
				c.State, c.Number = paperState(steps[d.PaperID])
			}
		}
	}
	slices.SortStableFunc(x.Counties, func(p, q LetterCounty) int {
		return cmp.Or(cmp.Compare(q.Red, p.Red), cmp.Compare(q.Yellow, p.Yellow), cmp.Compare(p.Unit, q.Unit))
	})
	return err
}

// writtenTo reports whether letters go to a unit: to counties and zones.
func writtenTo(u org.Unit) bool { return u.Sort == org.County || u.Sort == org.Zone }
