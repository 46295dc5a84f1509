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
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// What becomes of an opinion (S2-02, S2-03, S4-11).
const (
	OutcomeAdopted = "adopted" // 采纳
	OutcomePart    = "part"    // 部分采纳
	OutcomeNot     = "not"     // 不采纳
	OutcomeCarried = "carried" // 转入工作
	OutcomeDoing   = "doing"   // 正在做
	OutcomeSpeedUp = "speedup" // 加快
)

// Outcomes lists what can become of an opinion, in the order of pages.
var Outcomes = []string{OutcomeAdopted, OutcomePart, OutcomeNot, OutcomeCarried, OutcomeDoing, OutcomeSpeedUp}

// OutcomeOpen stands for an opinion without an answer in filters.
const OutcomeOpen = "open"

// OpinionKinds lists what an opinion is about.
var OpinionKinds = []string{"wording", "content", "figure", "work", "other"}

// OpinionView is an opinion with what became of it.
type OpinionView struct {
	store.Opinion
	Words   string
	Quote   string // the clause it speaks of
	Handler id.Unit
	Answers []AnswerView // oldest first; the last holds
	Asked   store.Leaf   // the entry that recorded it

	now id.Unit // that handles it today: sight is of today
}

// AnswerView is an answer with the item it leads to.
type AnswerView struct {
	store.OpinionAnswer
	Leaf store.Leaf
	Item *OpinionItem
}

// OpinionItem is what the proposer is told of an item: its number, who leads it,
// by when. Seen says whether the reader may open it.
type OpinionItem struct {
	ID            id.Item
	Number, Title string
	Lead          id.Unit
	Due           calendar.Day
	Seen          bool
	Change        *store.ItemChange // of a speed-up
	ChangeState   string            // pending, approve, refuse, withdraw
}

// Outcome is the answer that holds, OutcomeOpen while there is none.
func (o *OpinionView) Outcome() string {
	if n := len(o.Answers); n > 0 {
		return o.Answers[n-1].Outcome
	}
	return OutcomeOpen
}

// Last is the answer that holds.
func (o *OpinionView) Last() *AnswerView {
	if n := len(o.Answers); n > 0 {
		return &o.Answers[n-1]
	}
	return nil
}

// OpinionFilter says which opinions are wanted; zero fields do not filter.
type OpinionFilter struct {
	Outcome string
	Handler id.Unit
	Day     calendar.Day // as known at its end; 0: now
}

// OpinionsView is the opinions on a report as a reader sees them. All and Open are
// of all he sees; the outcomes are counted within the unit filtered for, the units
// within the outcome, so that each line of counts adds up to what it leads to.
type OpinionsView struct {
	Versions *Versions
	List     []OpinionView // filtered
	All      int
	Open     int
	By       map[string]int  // by outcome, of the unit filtered for
	Handlers map[id.Unit]int // by handling unit, of the outcome filtered for
	May      bool            // may enter and assign
	Dir      *org.Directory
	Point    asof.Point
	Handle   []id.Unit // units that handle opinions
}

// seesOpinions is which opinions a reader sees: who makes, approves or signs
// papers in the office all of them, others those their unit handles. Sight is of
// today, as everywhere.
func seesOpinions(v org.Viewer, dir *org.Directory, handler id.Unit) bool {
	return officeView(v) == nil && mayPapers(v) == nil || handles(v, dir, handler)
}

// handles reports whether a viewer answers for the unit that handles an opinion.
func handles(v org.Viewer, dir *org.Directory, handler id.Unit) bool {
	return handler != 0 && deskUnit(dir, v.Unit) == dir.Successor(handler) && (v.Can(org.Draft) || v.Can(org.Receive))
}

// deskUnit is the unit a post acts for: a section acts for what it is part of.
func deskUnit(dir *org.Directory, u id.Unit) id.Unit {
	for dir.Unit(u).Sort == org.Section {
		u = dir.Unit(u).Parent
	}
	return dir.Successor(u)
}

// Opinions lists the opinions on the report a document belongs to.
func (a *App) Opinions(ctx context.Context, v org.Viewer, doc id.Document, f OpinionFilter) (*OpinionsView, error) {
	if err := need(v, org.Read); err != nil {
		return nil, err
	}
	out := &OpinionsView{By: map[string]int{}, Handlers: map[id.Unit]int{}, May: mayWrite(v) == nil}
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		if out.Point, err = at(tx, f.Day); err != nil {
			return err
		}
		if out.Dir, err = tx.Directory(tx.Now()); err != nil {
			return err
		}
		if out.Versions, err = versionsOf(tx, doc, out.Point); err != nil {
			return err
		}
		all, err := a.opinionViews(tx, v, out.Versions, out.Dir)
		if err != nil {
			return err
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		out.Handle = handlers(lib, out.Dir)
		return out.pick(v, all, f)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (out *OpinionsView) pick(v org.Viewer, all []OpinionView, f OpinionFilter) error {
	sees := false
	for _, o := range all {
		if !seesOpinions(v, out.Dir, o.now) {
			continue
		}
		sees = true
		out.All++
		if o.Outcome() == OutcomeOpen {
			out.Open++
		}
		ofOutcome, ofUnit := f.Outcome == "" || f.Outcome == o.Outcome(), f.Handler == 0 || f.Handler == o.Handler
		if ofUnit {
			out.By[o.Outcome()]++
		}
		if ofOutcome {
			out.Handlers[o.Handler]++
		}
		if ofUnit && ofOutcome {
			out.List = append(out.List, o)
		}
	}
	if !sees && !seesOpinions(v, out.Dir, 0) {
		return errNotThere()
	}
	return nil
}

// opinionViews reads all opinions on a report with their words, clauses, answers
// and items, as known at the point of the versions.
func (a *App) opinionViews(tx *store.Tx, v org.Viewer, x *Versions, dir *org.Directory) ([]OpinionView, error) {
	facts, err := tx.OpinionsOf(x.Of, x.Point.Before())
	if err != nil {
		return nil, err
	}
	out := make([]OpinionView, len(facts.Opinions))
	var hashes []string
	var seqs []id.Seq
	for i, o := range facts.Opinions {
		out[i].Opinion = o
		hashes, seqs = append(hashes, o.WordsHash), append(seqs, id.Fact(o.ID).Seq())
		for _, s := range facts.Assigns {
			if s.Opinion == o.ID {
				out[i].Handler = s.UnitID
			}
		}
		for _, s := range facts.Answers {
			if s.Opinion == o.ID {
				out[i].Answers = append(out[i].Answers, AnswerView{OpinionAnswer: s})
				seqs = append(seqs, s.ID.Seq())
			}
		}
	}
	if err := handledNow(tx, x, facts, out); err != nil {
		return nil, err
	}
	if err := quote(tx, x, out, hashes); err != nil {
		return nil, err
	}
	leaves, err := tx.Leaves(seqs)
	if err != nil {
		return nil, err
	}
	bySeq := map[id.Seq]store.Leaf{}
	for _, l := range leaves {
		bySeq[l.Seq] = l
	}
	for i := range out {
		out[i].Asked = bySeq[id.Fact(out[i].ID).Seq()]
		for j := range out[i].Answers {
			out[i].Answers[j].Leaf = bySeq[out[i].Answers[j].ID.Seq()]
		}
	}
	return out, opinionItems(tx, v, x.Point, out)
}

// handledNow fills in which unit handles each opinion today.
func handledNow(tx *store.Tx, x *Versions, facts store.OpinionFacts, list []OpinionView) (err error) {
	if !x.Point.Now {
		if facts, err = tx.OpinionsOf(x.Of, tx.Now().Before()); err != nil {
			return err
		}
	}
	for i := range list {
		for _, s := range facts.Assigns {
			if s.Opinion == list[i].ID {
				list[i].now = s.UnitID
			}
		}
	}
	return nil
}

// quote fills in the words of opinions and of the clauses they speak of.
func quote(tx *store.Tx, x *Versions, list []OpinionView, hashes []string) error {
	for _, v := range x.List {
		hashes = append(hashes, v.TextHash)
	}
	bodies, err := tx.Bodies(hashes)
	if err != nil {
		return err
	}
	clauses := map[id.Document][]store.Clause{}
	for i := range list {
		o := &list[i]
		o.Words = string(bodies[o.WordsHash])
		if o.Clause == 0 {
			continue
		}
		if clauses[o.Document] == nil {
			if clauses[o.Document], err = tx.Clauses(o.Document); err != nil {
				return err
			}
		}
		d := DocumentView{Text: []rune(string(bodies[x.Version(o.Document).TextHash]))}
		for _, c := range clauses[o.Document] {
			if c.N == o.Clause-1 {
				o.Quote = strings.TrimSpace(d.Words(c.Start, c.End))
			}
		}
	}
	return nil
}

// opinionItems fills in the items that answers lead to. The proposer is told
// number, lead and date whatever the reader sees; only the link needs sight.
func opinionItems(tx *store.Tx, v org.Viewer, p asof.Point, list []OpinionView) error {
	var ids []id.Item
	for _, o := range list {
		for _, x := range o.Answers {
			if x.OpinionAnswer.Item != 0 {
				ids = append(ids, x.OpinionAnswer.Item)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	facts, err := tx.ItemFacts(p.Before(), ids...)
	if err != nil {
		return err
	}
	lib, err := tx.Library(p)
	if err != nil {
		return err
	}
	for i := range list {
		for j := range list[i].Answers {
			x := &list[i].Answers[j]
			f := facts[x.OpinionAnswer.Item]
			if f == nil {
				continue
			}
			level, err := tx.Sight(f.Item.ID, v.Sees)
			if err != nil {
				return err
			}
			x.Item = opinionItem(lib, f, x.Change)
			if x.Item.Seen = level > 0; !x.Item.Seen {
				x.Item.Title = ""
			}
		}
	}
	return nil
}

func opinionItem(lib *store.Library, f *store.Facts, change id.Change) *OpinionItem {
	h, _ := f.Head()
	s, _ := f.Assignment()
	out := &OpinionItem{ID: f.Item.ID, Number: f.Item.Number, Title: h.Title, Lead: cmp.Or(s.LeadID, s.Collating), Due: lib.Input(f).Due}
	i := slices.IndexFunc(f.Changes, func(c store.ItemChange) bool { return c.ID == change })
	if i < 0 {
		return out
	}
	out.Change, out.ChangeState = &f.Changes[i], changeState(f, change)
	return out
}

// changeState is what became of a change: approve, refuse or withdraw; pending
// until then.
func changeState(f *store.Facts, change id.Change) string {
	state := "pending"
	for _, s := range f.Steps {
		if s.ChangeID == change && s.Act != "opinion" {
			state = s.Act
		}
	}
	return state
}

// handlers are the units that handle opinions: those the place names, else the
// offices and departments of the city.
func handlers(lib *store.Library, dir *org.Directory) []id.Unit {
	var out []id.Unit
	if named := lib.Settings[SettingHandlers]; named != "" {
		for _, name := range namedUnits(named) {
			if u := dir.UnitByName(name); u != 0 && !slices.Contains(out, u) {
				out = append(out, u)
			}
		}
		return out
	}
	for _, u := range dir.Units {
		if (u.Sort == org.Office || u.Sort == org.Department) && u.EndDay == 0 && dir.Space(u.ID) == 0 {
			out = append(out, u.ID)
		}
	}
	return out
}

// Opinion shows one opinion with the report it is on.
func (a *App) Opinion(ctx context.Context, v org.Viewer, n id.Opinion, day calendar.Day) (*OpinionView, *OpinionsView, error) {
	if err := need(v, org.Read); err != nil {
		return nil, nil, err
	}
	var doc id.Document
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		o, err := tx.Opinion(n)
		doc = o.OfDocument
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	all, err := a.Opinions(ctx, v, doc, OpinionFilter{Day: day})
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(all.List, func(o OpinionView) bool { return o.ID == n })
	if i < 0 {
		return nil, nil, errNotThere()
	}
	return &all.List[i], all, nil
}

// MayAnswer reports whether a viewer answers for the unit that handles o.
func (out *OpinionsView) MayAnswer(v org.Viewer, o *OpinionView) bool {
	return handles(v, out.Dir, o.now)
}

// theOpinion reads the opinion to be acted on, with its unit and its last answer.
func theOpinion(tx *store.Tx, v org.Viewer, n id.Opinion) (o store.Opinion, unit id.Unit, last store.OpinionAnswer, err error) {
	if o, err = tx.Opinion(n); err != nil {
		return o, 0, last, err
	}
	facts, err := tx.OpinionsOf(o.OfDocument, tx.Now().Before())
	if err != nil {
		return o, 0, last, err
	}
	for _, s := range facts.Assigns {
		if s.Opinion == n {
			unit = s.UnitID
		}
	}
	for _, s := range facts.Answers {
		if s.Opinion == n {
			last = s
		}
	}
	dir, err := tx.Directory(tx.Now())
	if err != nil {
		return o, unit, last, err
	}
	if !seesOpinions(v, dir, unit) {
		return o, unit, last, errs.E(errs.NotFound, "err.notfound")
	}
	return o, unit, last, nil
}
