package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// LetterView is what a letter is beside a bulletin, and what came of it.
type LetterView struct {
	store.Letter
	On      LetterBase // the bulletin it rests on
	Reply   LetterReply
	Acts    []LetterActView // oldest first
	Items   []LetterItem
	Point   asof.Point // as of which Items are compared and Acts are known
	SentDay calendar.Day
}

// LetterReply is where the reply to a signed letter stands.
type LetterReply struct {
	Answer calendar.Day // by when it is asked
	Read   calendar.Day // 0: not read yet
	Day    calendar.Day // of the first reply; 0: none
	Late   int          // working days after Answer: of the reply, or of today while there is none
}

// LetterActView is a reading or reply with its words.
type LetterActView struct {
	store.LetterAct
	Words string
}

// LetterItem is an item a letter speaks of: its light on the day the letter was
// signed and as of a later day, both as they were shown to all.
type LetterItem struct {
	Item          id.Item
	Number, Title string
	Then, Now     ledger.Light
	Outcome       string // better, same, worse; unjudged where one of them is grey or gone
}

// Outcomes of a letter's items.
const (
	LetterBetter   = "better"
	LetterSame     = "same"
	LetterWorse    = "worse"
	LetterUnjudged = "unjudged"
)

// LetterOutcomes lists the outcomes in the order of pages.
var LetterOutcomes = []string{LetterBetter, LetterSame, LetterWorse, LetterUnjudged}

func letterOutcome(then, now ledger.Light) string {
	switch {
	case then == ledger.Grey || then == ledger.NoLight || now == ledger.Grey || now == ledger.NoLight:
		return LetterUnjudged
	case then.Worse(now):
		return LetterBetter
	case now.Worse(then):
		return LetterWorse
	}
	return LetterSame
}

// addressed reports whether a viewer's post belongs to the unit a letter goes to.
func addressed(v org.Viewer, dir *org.Directory, unit id.Unit) bool {
	return unit != 0 && v.Can(org.Read) && deskUnit(dir, v.Unit) == dir.Successor(unit)
}

// MayReply reports whether a viewer reads and answers a letter for its addressee.
func (x *BulletinView) MayReply(v org.Viewer) bool {
	return x.Sort == Letter && x.State == "signed" && v.Can(org.Receive) && addressed(v, x.Dir, x.to())
}

// replyOf is where the reply stands after some acts, seen from a day.
func replyOf(lib *store.Library, l store.Letter, acts []LetterActView, today calendar.Day) LetterReply {
	out := LetterReply{Answer: l.Answer}
	for _, x := range acts {
		switch x.Act {
		case store.LetterRead:
			out.Read = cmp.Or(out.Read, x.Day)
		case store.LetterReply:
			out.Day = cmp.Or(out.Day, x.Day)
		}
	}
	if day := cmp.Or(out.Day, today); day > out.Answer {
		out.Late = lib.Cal.Late(out.Answer, day)
	}
	return out
}

// letterActs reads what was done with letters, with the words.
func letterActs(tx *store.Tx, papers []id.Paper, before int64) (map[id.Paper][]LetterActView, error) {
	acts, err := tx.LetterActs(papers, before)
	if err != nil || len(acts) == 0 {
		return nil, err
	}
	hashes := make([]string, len(acts))
	for i, x := range acts {
		hashes[i] = x.WordsHash
	}
	words, err := tx.Bodies(hashes)
	out := map[id.Paper][]LetterActView{}
	for _, x := range acts {
		out[x.PaperID] = append(out[x.PaperID], LetterActView{LetterAct: x, Words: string(words[x.WordsHash])})
	}
	return out, err
}

// replies adds to signed letters of a list where their replies stand.
func replies(tx *store.Tx, lib *store.Library, letters map[id.Paper]store.Letter, lines []BulletinLine) error {
	var papers []id.Paper
	for _, l := range lines {
		if l.Sort == Letter && l.State == "signed" {
			papers = append(papers, l.Paper)
		}
	}
	if len(papers) == 0 {
		return nil
	}
	acts, err := letterActs(tx, papers, tx.Now().Before())
	for i := range lines {
		if l := &lines[i]; slices.Contains(papers, l.Paper) {
			r := replyOf(lib, letters[l.Paper], acts[l.Paper], tx.Day)
			l.Reply = &r
		}
	}
	return err
}

// came fills in what came of a letter as of a day: the reading and the replies known
// then, and for each item it speaks of the light on the day it was signed against
// that of then.
func (x *BulletinView) came(tx *store.Tx, items []id.Item, day calendar.Day) error {
	base, _, err := bulletinOf(tx, x.Letter.Base)
	if err != nil {
		return err
	}
	x.Letter.On = LetterBase{Paper: base.Paper.ID, Title: base.Title, Number: base.Number}
	i := slices.IndexFunc(x.Steps, func(s store.PaperStep) bool { return s.Act == "sign" })
	if i < 0 {
		return nil
	}
	l := x.Letter
	if l.Point, err = at(tx, day); err != nil {
		return err
	}
	sent := asof.Point{Seq: x.Steps[i].ID.Seq()}
	leaves, err := tx.Leaves([]id.Seq{sent.Seq})
	if err != nil || len(leaves) == 0 {
		return err
	}
	l.SentDay = leaves[0].Day
	if l.Point.Seq < sent.Seq { // before it was signed nothing can have come of it
		l.Point = asof.Point{Seq: sent.Seq, Day: l.SentDay}
	}
	lib, err := tx.Library(l.Point)
	if err != nil {
		return err
	}
	acts, err := letterActs(tx, []id.Paper{l.PaperID}, l.Point.Before())
	if err != nil {
		return err
	}
	l.Acts = acts[l.PaperID]
	l.Reply = replyOf(lib, l.Letter, l.Acts, l.Point.Day)
	then, err := tx.LightsOf(sent, items)
	if err != nil {
		return err
	}
	now, err := tx.LightsOf(l.Point, items)
	if err != nil {
		return err
	}
	facts, err := tx.ItemFacts(l.Point.Before(), items...)
	for _, item := range items {
		if f := facts[item]; f != nil {
			h, _ := f.Head()
			r := LetterItem{Item: item, Number: f.Item.Number, Title: h.Title, Then: ledger.Light(then[item]), Now: ledger.Light(now[item])}
			r.Outcome = letterOutcome(r.Then, r.Now)
			l.Items = append(l.Items, r)
		}
	}
	return err
}

// ReadLetter records that the addressee has read a letter; once is enough.
func (a *App) ReadLetter(ctx context.Context, v org.Viewer, req Request, n id.Paper) error {
	return a.onLetter(ctx, v, "letter_read", req, n, func(tx *store.Tx, l store.Letter, acts []store.LetterAct) error {
		if len(acts) > 0 {
			return errs.E(errs.Conflict, "err.letter.read")
		}
		return store.Add(tx, store.LetterAct{PaperID: n, Act: store.LetterRead, UnitID: l.UnitID, Post: v.Post, Day: tx.Day})
	})
}

// ReplyLetter is the written reply of the addressee. It is never overwritten: a
// further one stands beside it. Who replies has read.
func (a *App) ReplyLetter(ctx context.Context, v org.Viewer, req Request, n id.Paper, words string) error {
	if words = strings.TrimSpace(words); words == "" {
		return errs.Form([]errs.Field{{Name: "words", Key: "err.required"}})
	}
	return a.onLetter(ctx, v, "letter_reply", req, n, func(tx *store.Tx, l store.Letter, acts []store.LetterAct) error {
		act := store.LetterAct{PaperID: n, Act: store.LetterRead, UnitID: l.UnitID, Post: v.Post, Day: tx.Day}
		if len(acts) == 0 {
			if err := store.Add(tx, act); err != nil {
				return err
			}
		}
		hash, err := tx.PutBody([]byte(words))
		if err != nil {
			return err
		}
		act.Act, act.WordsHash = store.LetterReply, hash
		return store.Add(tx, act)
	})
}

// onLetter records an act of the addressee of a signed letter.
func (a *App) onLetter(ctx context.Context, v org.Viewer, act string, req Request, n id.Paper, fn func(*store.Tx, store.Letter, []store.LetterAct) error) error {
	if err := need(v, org.Receive); err != nil {
		return err
	}
	_, err := a.write(ctx, v, act, req, func(tx *store.Tx) error {
		x, _, err := bulletinSeen(tx, v, n)
		if err != nil {
			return err
		}
		if !x.MayReply(v) {
			return errNotThere()
		}
		acts, err := tx.LetterActs([]id.Paper{n}, tx.Now().Before())
		if err != nil {
			return err
		}
		return fn(tx, x.Letter.Letter, acts)
	})
	return err
}

// DeskLetter is a letter that waits for the reply of the viewer's unit.
type DeskLetter struct {
	Paper         id.Paper
	Number, Title string
	LetterReply
}

// lettersMine lists the signed letters that wait for a reply of the viewer's unit.
func (d *DeskView) lettersMine(tx *store.Tx, v org.Viewer) error {
	open, err := tx.LettersOpen(forebears(d.Dir, deskUnit(d.Dir, v.Unit)))
	if err != nil || len(open) == 0 {
		return err
	}
	papers := make([]id.Paper, len(open))
	for i, l := range open {
		papers[i] = l.PaperID
	}
	acts, err := letterActs(tx, papers, tx.Now().Before())
	if err != nil {
		return err
	}
	for _, l := range open {
		p, steps, err := tx.Paper(l.PaperID)
		if err != nil {
			return err
		}
		_, number := paperState(steps)
		d.Letters = append(d.Letters, DeskLetter{Paper: p.ID, Number: number, Title: p.Title, LetterReply: replyOf(d.Lib, l, acts[l.PaperID], tx.Day)})
	}
	return nil
}

// lettersLate counts the letters past their day without a reply.
func lettersLate(tx *store.Tx) (n int, err error) {
	open, err := tx.LettersOpen(nil)
	for _, l := range open {
		if l.Answer < tx.Day {
			n++
		}
	}
	return n, err
}
