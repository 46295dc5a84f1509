package app

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"jiufen/internal/asof"
	"jiufen/internal/bulletin"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// BulletinView is a bulletin being written, or one that was submitted, with what
// of it is bound to facts and what was typed.
type BulletinView struct {
	Draft   store.BulletinDraft // zero for one that was submitted
	Paper   store.Paper
	Steps   []store.PaperStep
	State   string // open; submitted, approved, signed, returned
	Consent bool   // the head of government approved that units are named
	Names   bool   // units are named: without his approval it is not signed
	Number  string
	Sort    string
	ForPost id.Post
	Title   string
	To      string
	Words   string
	Point   asof.Point
	Lines   []BulletinText
	Figures []BulletinFigure
	Unknown []string // names in the text that are no figures
	Typed   []string // numbers typed by hand, with what stands around them
	Dir     *org.Directory
	Letter  *LetterView // of a letter

	Counties []LetterCounty // that lag in a signed 通报, for who can write to them
	Answer   calendar.Day   // by when they would be asked for an answer
}

// BulletinText is a paragraph as it will be printed.
type BulletinText struct {
	Heading bool
	Runs    []bulletin.Run
}

// bulletinContent is what is kept of a bulletin when it is submitted.
type bulletinContent struct {
	To      string            `json:"to"`
	Words   string            `json:"words"`
	Figures map[string]string `json:"figures"` // those used
	Items   []id.Item         `json:"items"`   // it speaks of
	Typed   []string          `json:"typed"`
}

func (x *BulletinView) read(figures map[string]string) {
	for _, l := range bulletin.Lines(x.Words) {
		x.Lines = append(x.Lines, BulletinText{Heading: l.Heading, Runs: bulletin.Runs(l.Text, figures)})
		_, unknown := bulletin.Fill(l.Text, figures)
		x.Unknown = append(x.Unknown, unknown...)
		x.Typed = append(x.Typed, bulletin.Typed(l.Text)...)
	}
}

// NewBulletin begins a bulletin (通报) or, for a leader, a brief (专报): a first
// text is written from the facts as of a day; a person goes on from there.
func (a *App) NewBulletin(ctx context.Context, v org.Viewer, sort string, leader id.Post, day calendar.Day) (int64, error) {
	if err := cmp.Or(need(v, org.Draft), officeView(v)); err != nil {
		return 0, err
	}
	m := a.Text
	d := store.BulletinDraft{Sort: sort, ForPost: leader, State: "open", By: v.Person}
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		if err := bulletinAsked(tx, sort, leader, day); err != nil {
			return err
		}
		b, err := a.bulletinFactsOf(tx, v, sort, leader, day, m)
		if err != nil {
			return err
		}
		name := b.dir.Post(leader).Title
		d.AsOf, d.Title = b.point.Day, m.T("bulletin."+sort+".title", "leader", name, "day", b.point.Day.Label())
		d.To = m.T("bulletin.brief.to", "leader", name)
		if sort == Circular {
			d.To = cmp.Or(b.lib.Settings[SettingTo], defaultTo)
		}
		d.Words = b.compose(sort, name, m)
		return nil
	})
	if err != nil {
		return 0, err
	}
	err = a.DB.Work(ctx, func(tx *store.Tx) (err error) {
		if d.ID, err = tx.Count("bulletin_draft", 1); err != nil {
			return err
		}
		return tx.AddBulletinDraft(d)
	})
	return d.ID, err
}

// mayWrite lets in who drafts in the office; to others no draft is there.
func mayWrite(v org.Viewer) error {
	if err := need(v, org.Draft); err != nil {
		return err
	}
	if officeView(v) != nil {
		return errNotThere()
	}
	return nil
}

// officeView refuses who does not see the whole ledger: a bulletin speaks of it.
func officeView(v org.Viewer) error {
	if slices.Contains(v.Sees, id.Unit(0)) {
		return nil
	}
	return errs.E(errs.Forbidden, "err.bulletin.office")
}

func bulletinAsked(tx *store.Tx, sort string, leader id.Post, day calendar.Day) error {
	var out []errs.Field
	if sort != Circular && sort != Brief {
		out = append(out, errs.Field{Name: "sort", Key: "err.required"})
	}
	if sort == Brief && leader == 0 {
		out = append(out, errs.Field{Name: "leader", Key: "err.bulletin.leader"})
	}
	if day > tx.Day {
		out = append(out, errs.Field{Name: "asof", Key: "err.day.future"})
	}
	return errs.Form(out)
}

// BulletinDraft shows a bulletin being written, with every figure it can use.
func (a *App) BulletinDraft(ctx context.Context, v org.Viewer, n int64) (*BulletinView, error) {
	if err := mayWrite(v); err != nil {
		return nil, err
	}
	var out *BulletinView
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		out, _, err = a.bulletinDraft(tx, v, n)
		return err
	})
	return out, err
}

func (a *App) bulletinDraft(tx *store.Tx, v org.Viewer, n int64) (*BulletinView, *bulletinFacts, error) {
	d, err := tx.BulletinDraft(n)
	if err != nil {
		return nil, nil, err
	}
	b, err := a.draftFacts(tx, v, d)
	if err != nil {
		return nil, nil, err
	}
	x := &BulletinView{Draft: d, State: d.State, Sort: d.Sort, ForPost: d.ForPost, Title: d.Title, To: d.To, Words: d.Words, Point: b.point, Figures: b.list, Dir: b.dir}
	x.read(b.figures())
	if x.Names = d.Sort == Circular && namesUnits(x, b.dir); d.Sort == Letter { // it reproaches one by its address
		x.Names, x.Letter = true, &LetterView{Letter: letterOf(d), On: b.base}
	}
	return x, b, nil
}

// draftFacts is what a draft can say: a bulletin of the ledger as of its day, a
// letter of the bulletin it rests on.
func (a *App) draftFacts(tx *store.Tx, v org.Viewer, d store.BulletinDraft) (*bulletinFacts, error) {
	if d.Sort == Letter {
		return a.letterFacts(tx, v, letterOf(d), a.Text)
	}
	return a.bulletinFactsOf(tx, v, d.Sort, d.ForPost, d.AsOf, a.Text)
}

// namesUnits reports whether a text speaks of a unit by name, in words or by a
// figure of its own (督查工作条例, Art. 21).
func namesUnits(x *BulletinView, dir *org.Directory) bool {
	text := ""
	for _, l := range x.Lines {
		for _, r := range l.Runs {
			text += r.Text
		}
	}
	return slices.ContainsFunc(dir.Units, func(u org.Unit) bool {
		return u.Sort != org.Government && u.Sort != org.Office && (u.Short != "" && strings.Contains(text, u.Short) || strings.Contains(text, u.Name))
	})
}

// BulletinTyped is what a person made of a draft; the last four are a letter's alone.
type BulletinTyped struct {
	Title, To, Words string
	Answer           calendar.Day
	Heard            string
	HeardDay         calendar.Day
	HeardWords       string
}

// SaveBulletin keeps what a person made of the text. Who saw an older version is
// refused and loses nothing: what he typed is his still.
func (a *App) SaveBulletin(ctx context.Context, v org.Viewer, n, version int64, in BulletinTyped) error {
	if err := mayWrite(v); err != nil {
		return err
	}
	var wrong []errs.Field
	if strings.TrimSpace(in.Title) == "" {
		wrong = append(wrong, errs.Field{Name: "title", Key: "err.required"})
	}
	if len(bulletin.Lines(in.Words)) == 0 {
		wrong = append(wrong, errs.Field{Name: "words", Key: "err.required"})
	}
	if err := errs.Form(wrong); err != nil {
		return err
	}
	return a.DB.Work(ctx, func(tx *store.Tx) error {
		d, err := openBulletin(tx, n)
		if err != nil {
			return err
		}
		d.Version, d.Title, d.To, d.Words, d.By = version, strings.TrimSpace(in.Title), strings.TrimSpace(in.To), in.Words, v.Person
		if d.Sort == Letter {
			d.Answer, d.Heard, d.HeardDay, d.HeardWords = in.Answer, in.Heard, in.HeardDay, strings.TrimSpace(in.HeardWords)
			if err := errs.Form(letterUnread(letterOf(d))); err != nil {
				return err
			}
		}
		return saveBulletin(tx, d)
	})
}

// openBulletin is a draft that can still be worked on; another is a Conflict.
func openBulletin(tx *store.Tx, n int64) (store.BulletinDraft, error) {
	d, err := tx.BulletinDraft(n)
	if err == nil && d.State != "open" {
		err = errs.E(errs.Conflict, "err.bulletin.state")
	}
	return d, err
}

func saveBulletin(tx *store.Tx, d store.BulletinDraft) error {
	ok, err := tx.SaveBulletinDraft(d)
	if err == nil && !ok {
		err = errs.E(errs.Conflict, "err.bulletin.again")
	}
	return err
}

// DropBulletin puts a draft away.
func (a *App) DropBulletin(ctx context.Context, v org.Viewer, n, version int64) error {
	if err := mayWrite(v); err != nil {
		return err
	}
	return a.DB.Work(ctx, func(tx *store.Tx) error {
		d, err := openBulletin(tx, n)
		if err != nil {
			return err
		}
		d.Version, d.State = version, "dropped"
		return saveBulletin(tx, d)
	})
}

// SubmitBulletin puts a bulletin forward for approval (送审): its text is frozen
// with the figures it is bound to, as they are as of its day.
func (a *App) SubmitBulletin(ctx context.Context, v org.Viewer, req Request, n, version int64) (id.Paper, error) {
	if err := mayWrite(v); err != nil {
		return 0, err
	}
	var paper id.Paper
	_, err := a.write(ctx, v, "bulletin_submit", req, func(tx *store.Tx) error {
		x, b, err := a.bulletinDraft(tx, v, n)
		if err != nil {
			return err
		}
		if x.Draft.State != "open" {
			return errs.E(errs.Conflict, "err.bulletin.state")
		}
		if x.Letter != nil {
			if err := errs.Form(append(letterWrong(x.Letter.Letter, tx.Day), notHeard(x.Letter.Letter)...)); err != nil {
				return err
			}
		}
		if len(x.Unknown) > 0 {
			return errs.Form([]errs.Field{{Name: "words", Key: "err.bulletin.unknown", Args: []any{"names", strings.Join(x.Unknown, "、")}}})
		}
		paper, err = keepBulletin(tx, v, x, b)
		if err != nil {
			return err
		}
		d := x.Draft
		d.Version, d.State, d.PaperID = version, "submitted", paper
		return saveBulletin(tx, d)
	})
	if err == nil && paper == 0 { // sent twice
		err = a.DB.View(ctx, func(tx *store.Tx) error {
			d, err := tx.BulletinDraft(n)
			paper = d.PaperID
			return err
		})
	}
	return paper, err
}

func keepBulletin(tx *store.Tx, v org.Viewer, x *BulletinView, b *bulletinFacts) (id.Paper, error) {
	c := bulletinContent{To: x.To, Words: x.Words, Figures: map[string]string{}, Typed: x.Typed}
	for _, name := range bulletin.Names(x.Words) {
		for _, f := range b.list {
			if f.Name == name {
				c.Figures[name] = f.Text
				if f.Item != 0 && !slices.Contains(c.Items, f.Item) {
					c.Items = append(c.Items, f.Item)
				}
			}
		}
	}
	text, err := json.Marshal(c)
	if err != nil {
		return 0, err
	}
	hash, err := tx.PutBody(text)
	if err != nil {
		return 0, err
	}
	paper, err := store.Insert[store.Paper, id.Paper](tx, store.Paper{Sort: x.Sort, Title: x.Title, SetHash: hash, Year: int64(yearOf(tx.Day))})
	if err != nil {
		return 0, err
	}
	row := store.Bulletin{PaperID: paper, ForPost: x.ForPost, AsOfSeq: b.point.Seq, AsOfDay: b.point.Day, Content: hash}
	if x.Names {
		row.Names = 1
	}
	if err := store.Add(tx, row); err != nil {
		return 0, err
	}
	if x.Letter != nil {
		l := x.Letter.Letter
		l.PaperID = paper
		if err := store.Add(tx, l); err != nil {
			return 0, err
		}
	}
	return paper, store.Add(tx, store.PaperStep{PaperID: paper, Act: "submit", Post: v.Post})
}

// bulletinOf reads a submitted bulletin with what was kept of it.
func bulletinOf(tx *store.Tx, n id.Paper) (*BulletinView, bulletinContent, error) {
	var c bulletinContent
	p, steps, err := tx.Paper(n)
	if err != nil {
		return nil, c, err
	}
	if !slices.Contains(BulletinSorts, p.Sort) {
		return nil, c, errNotThere()
	}
	row, err := tx.BulletinOf(n)
	if err != nil {
		return nil, c, err
	}
	letters, err := tx.LettersBy([]id.Paper{n})
	if err != nil {
		return nil, c, err
	}
	bodies, err := tx.Bodies([]string{row.Content})
	if err != nil {
		return nil, c, err
	}
	if err := json.Unmarshal(bodies[row.Content], &c); err != nil {
		return nil, c, errs.Wrap(err, errs.Internal, "err.internal")
	}
	x := &BulletinView{Paper: p, Steps: steps, Sort: p.Sort, ForPost: row.ForPost, Title: p.Title, To: c.To, Words: c.Words, Names: row.Names == 1, Point: asof.Point{Seq: row.AsOfSeq, Day: row.AsOfDay}}
	if l, ok := letters[n]; ok {
		x.Letter = &LetterView{Letter: l}
	}
	x.State, x.Number = paperState(steps)
	x.Consent = slices.ContainsFunc(steps, func(s store.PaperStep) bool { return s.Act == "consent" })
	for name, text := range c.Figures {
		x.Figures = append(x.Figures, BulletinFigure{Name: name, Text: text})
	}
	slices.SortFunc(x.Figures, func(a, b BulletinFigure) int { return cmp.Compare(a.Name, b.Name) })
	x.read(c.Figures)
	return x, c, nil
}

// lastBulletin is the newest signed 通报 with what it said.
func lastBulletin(tx *store.Tx) (store.Bulletin, bulletinContent, string, error) {
	rows, err := tx.Bulletins(Circular, 20)
	for _, r := range rows {
		x, c, err := bulletinOf(tx, r.PaperID)
		if err != nil {
			return store.Bulletin{}, c, "", err
		}
		if x.State == "signed" {
			return r, c, x.Number, nil
		}
	}
	return store.Bulletin{}, bulletinContent{}, "", err
}

// bulletinsMine counts the bulletins that wait for the viewer's approval, consent
// or signature.
func bulletinsMine(tx *store.Tx, v org.Viewer) (n int, err error) {
	if !v.Can(org.Approve) && !v.Can(org.Sign) && v.Duty != org.Mayor {
		return 0, nil
	}
	rows, err := tx.Bulletins("", bulletinsListed)
	if err != nil || len(rows) == 0 {
		return 0, err
	}
	papers := make([]store.Paper, len(rows))
	for i, r := range rows {
		papers[i].ID = r.PaperID
	}
	steps, err := tx.StepsOf(papers)
	for _, r := range rows {
		state, _ := paperState(steps[r.PaperID])
		consented := slices.ContainsFunc(steps[r.PaperID], func(s store.PaperStep) bool { return s.Act == "consent" })
		waits := r.Names == 1 && !consented
		if state == "submitted" && v.Can(org.Approve) || state == "approved" && waits && v.Duty == org.Mayor || state == "approved" && v.Can(org.Sign) {
			n++
		}
	}
	return n, err
}
