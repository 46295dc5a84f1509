package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// AnswerInput says what becomes of an opinion.
type AnswerInput struct {
	Opinion id.Opinion
	Outcome string
	Words   string // the reason; must be given when it is not adopted
	Item    string // number of the item, of carried, doing and speedup
}

// withItem are the outcomes that lead to an item of the ledger.
var withItem = []string{OutcomeCarried, OutcomeDoing, OutcomeSpeedUp}

// AnswerOpinion records what becomes of an opinion, by the unit that handles it.
// A later answer supersedes the earlier; both stay. What is carried into work
// leads to an item with a lead and a date, which gets the opinion as an origin
// (S2-03); what is done already names its item; what is to be speeded up names
// the item whose limit was asked to be brought forward (S4-11).
func (a *App) AnswerOpinion(ctx context.Context, v org.Viewer, req Request, in AnswerInput) error {
	if err := need(v, org.Read); err != nil {
		return err
	}
	in.Words, in.Item = strings.TrimSpace(in.Words), strings.TrimSpace(in.Item)
	_, err := a.write(ctx, v, "opinion_answer", req, func(tx *store.Tx) error {
		o, unit, last, err := theOpinion(tx, v, in.Opinion)
		if err != nil {
			return err
		}
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		if !handles(v, dir, unit) {
			return errs.E(errs.Forbidden, "err.opinion.unit", "unit", cmp.Or(dir.Unit(unit).Short, dir.Unit(unit).Name))
		}
		if err := errs.Form(in.wrong()); err != nil {
			return err
		}
		row := store.OpinionAnswer{Opinion: o.ID, OfDocument: o.OfDocument, Supersedes: last.ID, UnitID: unit, Outcome: in.Outcome, Words: in.Words}
		if in.Item != "" {
			if err := in.lead(tx, v, &row); err != nil {
				return err
			}
		}
		if err := a.settleOrigin(tx, o, last, &row); err != nil {
			return err
		}
		return store.Add(tx, row)
	})
	return err
}

func (in *AnswerInput) wrong() []errs.Field {
	var out []errs.Field
	bad := func(name, key string) { out = append(out, errs.Field{Name: name, Key: key}) }
	leads := slices.Contains(withItem, in.Outcome)
	if !slices.Contains(Outcomes, in.Outcome) {
		bad("outcome", "err.required")
	}
	if in.Outcome == OutcomeNot && in.Words == "" {
		bad("words", "err.opinion.reason")
	}
	if leads && in.Item == "" {
		bad("item", "err.opinion.noitem")
	}
	if !leads && in.Item != "" && in.Outcome != "" {
		bad("item", "err.opinion.extra")
	}
	return out
}

// lead finds the item of an answer and holds it against what the outcome asks.
func (in *AnswerInput) lead(tx *store.Tx, v org.Viewer, row *store.OpinionAnswer) error {
	bad := func(key string) error {
		return errs.Form([]errs.Field{{Name: "item", Key: key, Args: []any{"number", in.Item}}})
	}
	n, err := tx.ItemByNumber(in.Item)
	if err != nil {
		return err
	}
	f, _, err := itemFacts(tx, v, n)
	if n == 0 || errs.Is(err, errs.NotFound) { // not there and not yours answer alike
		return bad("err.opinion.item")
	}
	if err != nil {
		return err
	}
	if f.Stage() > ledger.Applied {
		return bad("err.opinion.itemclosed")
	}
	lib, err := tx.Library(tx.Now())
	if err != nil {
		return err
	}
	s, _ := f.Assignment()
	d, _ := f.DueFact()
	if in.Outcome == OutcomeCarried && (cmp.Or(s.LeadID, s.Collating) == 0 || lib.Input(f).Due == 0 && d.Sort != string(ledger.DueEvent)) {
		return bad("err.opinion.itembare")
	}
	if in.Outcome == OutcomeSpeedUp {
		for _, c := range f.Changes {
			if state := changeState(f, c.ID); c.Sort == string(ledger.ChangeAdvance) && (state == "pending" || state == "approve") {
				row.Change = c.ID
			}
		}
		if row.Change == 0 {
			return bad("err.opinion.nochange")
		}
	}
	row.Item = n
	return nil
}

// settleOrigin gives the item an opinion is carried into an origin, and takes it
// away from one it is carried into no more.
func (a *App) settleOrigin(tx *store.Tx, o store.Opinion, last store.OpinionAnswer, row *store.OpinionAnswer) error {
	if last.Origin != 0 && last.Item == row.Item && row.Outcome == OutcomeCarried {
		row.Origin = last.Origin
		return nil
	}
	if last.Origin != 0 {
		all, err := tx.ItemFacts(tx.Now().Before(), last.Item)
		if err != nil {
			return err
		}
		for _, g := range all[last.Item].LiveOrigins() {
			if g.ID == last.Origin {
				g.Supersedes, g.Ended = g.ID, 1
				if err := store.Add(tx, g); err != nil {
					return err
				}
			}
		}
	}
	if row.Outcome != OutcomeCarried {
		return nil
	}
	g, err := a.originOf(tx, o, row.Item)
	if err != nil {
		return err
	}
	row.Origin, err = store.Insert[store.Origin, id.Origin](tx, g)
	return err
}

// originOf is the opinion as an origin of an item: without a limit of its own,
// at the clause it speaks of.
func (a *App) originOf(tx *store.Tx, o store.Opinion, item id.Item) (store.Origin, error) {
	d, err := tx.Document(o.Document)
	if err != nil {
		return store.Origin{}, err
	}
	bodies, err := tx.Bodies([]string{o.WordsHash})
	if err != nil {
		return store.Origin{}, err
	}
	g := store.Origin{ItemID: item, Sort: string(ledger.OriginOpinion), Document: o.Document, Demand: string(bodies[o.WordsHash]), Record: a.Text.T("opinion.record", "n", o.N, "doc", documentName(d, a.Text))}
	if o.Clause == 0 {
		return g, nil
	}
	clauses, err := tx.Clauses(o.Document)
	for _, c := range clauses {
		if c.N == o.Clause-1 {
			g.Start, g.End = c.Start, c.End
		}
	}
	return g, err
}

// Told is what the proposer of an opinion is told (S2-03: the proposer is told
// which task).
func (out *OpinionsView) Told(o *OpinionView, m *locale.Messages) string {
	name := func(u id.Unit) string { return cmp.Or(out.Dir.Unit(u).Short, out.Dir.Unit(u).Name) }
	doc := out.Versions.Version(o.Document).Name(m)
	x := o.Last()
	if x == nil {
		return m.T("opinion.told.open", "n", o.N, "doc", doc, "unit", name(o.Handler))
	}
	text := m.T("opinion.told."+x.Outcome, "n", o.N, "doc", doc)
	if i := x.Item; i != nil {
		due := m.T("opinion.nodue")
		if i.Due != 0 {
			due = m.Date(int32(i.Due))
		}
		title := ""
		if i.Title != "" {
			title = m.T("opinion.titled", "title", i.Title)
		}
		text += m.T("opinion.told.item", "number", i.Number, "title", title, "lead", name(i.Lead), "due", due)
		if c := i.Change; c != nil {
			text += m.T("opinion.told.change", "to", m.Date(int32(c.ToDay)), "state", m.T("opinion.change."+i.ChangeState))
		}
	}
	if x.Words != "" {
		text += m.T("opinion.told.why", "why", strings.TrimRight(x.Words, "。."))
	}
	return text
}
