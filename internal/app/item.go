package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// ItemView is an item as a viewer sees it at a point.
type ItemView struct {
	Point     asof.Point
	Row       LedgerRow
	Facts     *store.Facts
	Head      store.ItemFact
	Origins   []OriginLine
	Measures  []MeasureLine
	Chain     []Ring
	Reports   []ReportLine
	Changes   []ChangeLine
	Parent    *store.Relative
	Children  []ChildLine
	Rollup    []string // what the children come to, a sentence each
	Leaves    []store.Leaf
	Heads     []HeadCheck                    // start, middle, end
	Merged    id.Item                        // the item it was found to be the same as
	Last      *LastYear                      // the promise of the year before, as far as the viewer sees it
	Again     []*LastYear                    // items of later years that promise it again
	Sames     map[id.Origin]store.SameMatter // origins that came by merging a draft
	HeadOnly  bool
	Registers []RegisterLink
	Dir       *org.Directory
	Lib       *store.Library
	Rule      *ledger.Rules
}

// OriginLine is an origin with its sentence.
type OriginLine struct {
	store.Origin
	Before, Words, After string // the sentence and what stands around it in the document
	Sets                 bool   // its limit is the effective one
	Hidden               bool   // words of a leader, for the office and those named alone
}

// MeasureLine is a measure with its plan and its values by date.
type MeasureLine struct {
	store.Measure
	Track  ledger.Track
	Points []MeasurePoint
	Former []ledger.Node // the plan before the last change: the old line stays in the chart
	Need   string        // what the rest of the year has to come to for the target
}

// MeasurePoint is one period or node of a measure.
type MeasurePoint struct {
	Period   calendar.Period // of a value; 0 at a bare node
	Day      calendar.Day    // of a node, or the period's end
	Plan     *int64
	Reported *int64
	Checked  *int64
	Standing ledger.Standing
	Came     calendar.Day
}

// Ring is one ring of the chain of responsibility (S5-13).
type Ring struct {
	Role   string // lead, main, charge, follow, head, liaison
	Unit   id.Unit
	Post   id.Post
	Person string // '' and Vacant: nobody holds it
	Vacant bool
	Since  calendar.Day
}

// ReportLine is a report with what became of it.
type ReportLine struct {
	store.Report
	Values    []store.ReportValue
	Words     string
	Problem   string
	Standing  ledger.Standing
	Reviews   []store.Review
	Corrects  *store.Report
	Corrected bool
	Sheet     store.Sheet        // on which it was signed
	State     ledger.ReportState // in time, cured in time, or late
	Late      string             // how late, and at which desk it lay; '' if in time
}

// ChangeLine is a change asked for, with its steps.
type ChangeLine struct {
	store.ItemChange
	Steps   []store.ChangeStep
	Decided string // approve, refuse, withdraw; '' while pending
}

// ChildLine is a part of the item with what it reports.
type ChildLine struct {
	store.Relative
	Lead    string
	Light   ledger.Light
	Measure store.Measure // the one that counts towards the parent; no ID: none does
	Value   *int64        // the figure used, scaled by Measure
}

// Item shows an item as known at the end of a day (0: now). What the viewer may
// not see and what is not there answer alike.
func (a *App) Item(ctx context.Context, v org.Viewer, item id.Item, day calendar.Day, m *locale.Messages) (*ItemView, error) {
	if err := need(v, org.Read); err != nil {
		return nil, err
	}
	out := &ItemView{}
	err := a.DB.View(ctx, func(tx *store.Tx) error { return a.item(tx, v, item, day, m, out) })
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (a *App) item(tx *store.Tx, v org.Viewer, item id.Item, day calendar.Day, m *locale.Messages, out *ItemView) (err error) {
	if out.Point, err = at(tx, day); err != nil {
		return err
	}
	level, around, err := tx.Around(out.Point, item, v.Sees)
	if err != nil {
		return err
	}
	if level == 0 {
		return errNotThere()
	}
	if out.Dir, err = tx.Directory(out.Point); err != nil {
		return err
	}
	if out.Lib, err = tx.Library(out.Point); err != nil {
		return err
	}
	out.Rule = out.Lib.Rules
	near := []id.Item{item}
	for _, x := range around {
		if x.Parent == item && level == store.SeesAll {
			near = append(near, x.ItemID)
		}
	}
	all, err := tx.ItemFacts(out.Point.Before(), near...)
	if err != nil {
		return err
	}
	if out.Facts = all[item]; out.Facts == nil {
		return errNotThere()
	}
	told(out.Facts, v)
	out.Head, _ = out.Facts.Head()
	out.HeadOnly = level < store.SeesAll
	if err := out.row(tx, v, item, level, around, m); err != nil {
		return err
	}
	out.relate(around, item)
	if out.Registers, err = a.registerLinks(tx, v, item, out.Point); err != nil {
		return err
	}
	if out.HeadOnly {
		out.Facts = out.Row.Facts
		return nil
	}
	if err := out.details(tx, v, item, m); err != nil {
		return err
	}
	out.rollUp(v, all, m)
	return nil
}

// row is the item's line; one that stands in the ledger no more has none, and
// its facts are shown without a light.
func (out *ItemView) row(tx *store.Tx, v org.Viewer, item id.Item, level int64, around []store.Relative, m *locale.Messages) error {
	i := slices.IndexFunc(around, func(x store.Relative) bool { return x.ItemID == item })
	view := LedgerView{Point: out.Point, Dir: out.Dir, Lib: out.Lib}
	out.Row = LedgerRow{Facts: out.Facts, HeadOnly: out.HeadOnly}
	if i < 0 {
		out.Row.Line = store.Line{Span: store.Span{ItemID: item, Number: out.Facts.Item.Number, Kind: out.Facts.Item.Kind, Title: out.Head.Title, Due: store.NoDue}, Level: level}
		view.name(&out.Row)
		out.Row.Input = out.Lib.Input(out.Facts)
		for _, x := range out.Facts.Merges {
			if out.Merged = x.IntoID; x.Undone == 1 {
				out.Merged = 0
			}
		}
		return nil
	}
	out.Row.Line = store.Line{Span: around[i].Span, Level: level}
	view.name(&out.Row)
	view.judge(&out.Row, v, m)
	if !out.Row.moved {
		return nil
	}
	return view.former(tx, []*LedgerRow{&out.Row}, m)
}

func (out *ItemView) relate(around []store.Relative, item id.Item) {
	for _, x := range around {
		switch {
		case x.ItemID == item:
		case x.Parent == item:
			out.Children = append(out.Children, ChildLine{Relative: x, Lead: out.Dir.Unit(x.LeadID).Short, Light: ledger.Light(x.Shown)})
		default:
			p := x
			out.Parent = &p
		}
	}
}

func (out *ItemView) details(tx *store.Tx, v org.Viewer, item id.Item, m *locale.Messages) error {
	kept, err := tx.ItemBodies(item)
	if err != nil {
		return err
	}
	out.origins(v, kept.Texts)
	out.measures()
	for i, n := range needs(out.Lib, out.Facts, m) {
		if i < len(out.Measures) {
			out.Measures[i].Need = n
		}
	}
	out.chain()
	out.reports(kept, m)
	for _, c := range out.Facts.Changes {
		line := ChangeLine{ItemChange: c}
		for _, s := range out.Facts.Steps {
			if s.ChangeID == c.ID {
				line.Steps = append(line.Steps, s)
				if s.Act != "opinion" {
					line.Decided = s.Act
				}
			}
		}
		out.Changes = append(out.Changes, line)
	}
	if err := out.years(tx, v, kept); err != nil {
		return err
	}
	if out.Leaves, err = tx.Leaves(out.Facts.Seqs()); err != nil {
		return err
	}
	out.headChecks()
	return nil
}

// aroundWords is how many characters of the document stand before and after a
// quoted sentence.
const aroundWords = 40

// origins cuts each sentence out of its document by code points. The written
// words of a leader are for the office and the heads of the units named; others
// read the gist (要点), which is the record (practice E.1).
func (out *ItemView) origins(v org.Viewer, texts map[id.Document]string) {
	limit, _ := ledger.Effective(ledgerOrigins(out.Facts.LiveOrigins()))
	for _, o := range out.Facts.LiveOrigins() {
		line := OriginLine{Origin: o, Sets: o.LimitDay != 0 && o.LimitDay == limit}
		if t, ok := texts[o.Document]; ok {
			r := []rune(t)
			if s, e := int(o.Start), int(o.End); s >= 0 && s < e && e <= len(r) {
				line.Words = string(r[s:e])
				line.Before = lastLine(string(r[max(0, s-aroundWords):s]))
				line.After = firstLine(string(r[e:min(len(r), e+aroundWords)]))
			}
		}
		if o.Sort == string(ledger.OriginInstruction) && !out.named(v) {
			line.Origin.Demand, line.Words, line.Before, line.After, line.Hidden = "", "", "", "", true
		}
		out.Origins = append(out.Origins, line)
	}
}

func lastLine(s string) string  { return s[strings.LastIndex(s, "\n")+1:] }
func firstLine(s string) string { l, _, _ := strings.Cut(s, "\n"); return l }

// named reports whether the viewer may read the words of an instruction.
func (out *ItemView) named(v org.Viewer) bool {
	if slices.Contains(v.Sees, id.Unit(0)) {
		return true
	}
	_, units := out.Facts.Assignment()
	return v.Duty == org.Head && slices.ContainsFunc(units, func(u store.Assignee) bool { return out.Dir.Successor(u.UnitID) == v.Unit && u.Role != "cooperate" })
}

func ledgerOrigins(list []store.Origin) []ledger.Origin {
	out := make([]ledger.Origin, len(list))
	for i, o := range list {
		out[i] = ledger.Origin{ID: o.ID, Sort: ledger.OriginSort(o.Sort), Name: o.Record, Demand: o.Demand, Limit: o.LimitDay, Decider: ledger.Decider(o.Decider)}
	}
	return out
}

// measures puts plan and reality side by side, by date.
func (out *ItemView) measures() {
	in := out.Lib.Input(out.Facts)
	former := out.formerPlan()
	for i, m := range out.Facts.LiveMeasures() {
		line := MeasureLine{Measure: m, Track: in.Tracks[i]}
		root := out.Facts.Root(m.ID)
		for _, n := range former {
			if n.MeasureID != 0 && out.Facts.Root(n.MeasureID) == root {
				line.Former = append(line.Former, ledger.Node{Day: n.Day, Expected: n.Expected})
			}
		}
		line.points()
		out.Measures = append(out.Measures, line)
	}
}

// formerPlan is the nodes of the version before the one in force.
func (out *ItemView) formerPlan() []store.Milestone {
	n := len(out.Facts.Plans)
	if n < 2 {
		return nil
	}
	return out.Facts.Nodes(out.Facts.Plans[n-2].ID)
}

func (l *MeasureLine) points() {
	at := map[calendar.Day]*MeasurePoint{}
	get := func(d calendar.Day) *MeasurePoint {
		if at[d] == nil {
			at[d] = &MeasurePoint{Day: d}
		}
		return at[d]
	}
	for _, n := range l.Track.Nodes {
		plan := n.Expected
		get(n.Day).Plan = &plan
	}
	for _, v := range l.Track.Values {
		if v.Standing == ledger.Returned {
			continue
		}
		p, value := get(v.Period.End()), v.N
		p.Period = v.Period
		if v.Standing == ledger.Checked {
			p.Checked = &value
			continue
		}
		p.Reported, p.Standing, p.Came = &value, v.Standing, v.Day
	}
	for _, p := range at {
		l.Points = append(l.Points, *p)
	}
	slices.SortFunc(l.Points, func(a, b MeasurePoint) int { return cmp.Compare(a.Day, b.Day) })
}

// chain is who answers, ring by ring, on the day: leaders from the portfolio
// unless set by hand, then the lead unit's head and liaison. A vacant post is an
// alert.
func (out *ItemView) chain() {
	a, _ := out.Facts.Assignment()
	lead := out.Dir.Successor(cmp.Or(a.LeadID, a.Collating))
	post, _ := out.Dir.Leader(lead)
	hand := map[string]id.Post{}
	for _, l := range out.Facts.Leaders {
		hand[l.Relation] = l.PostID
	}
	out.ring("lead", 0, cmp.Or(hand["lead"], post))
	out.ring("main", 0, hand["main"])
	out.ring("charge", 0, hand["charge"])
	out.ring("follow", 0, cmp.Or(hand["follow"], out.Dir.Follower(lead)))
	out.ring("head", lead, out.Dir.PostWith(lead, org.Head))
	liaison := out.Dir.PostWith(lead, org.Liaison)
	out.ring("liaison", lead, cmp.Or(liaison, out.Dir.PostWith(lead, org.CountyLiaison)))
}

func (out *ItemView) ring(role string, unit id.Unit, post id.Post) {
	if post == 0 {
		return
	}
	p := out.Dir.Post(post)
	r := Ring{Role: role, Unit: cmp.Or(unit, p.UnitID), Post: post, Person: out.Dir.PersonName(p.Holder), Vacant: p.Holder == 0}
	for _, h := range out.Dir.Holdings {
		if h.Post == post && h.EndDay != 0 && h.EndDay < out.Point.Day {
			r.Since = max(r.Since, h.EndDay+1)
		}
	}
	out.Chain = append(out.Chain, r)
}

func (out *ItemView) reports(kept store.ItemTexts, m *locale.Messages) {
	f := out.Facts
	for _, r := range slices.Backward(f.Reports) {
		line := ReportLine{Report: r, Standing: f.Standing(r.ID), Words: string(kept.Words[r.WordsHash]), Problem: string(kept.Words[r.Problem]), Sheet: kept.Sheets[r.SheetID]}
		for _, v := range f.Values {
			if v.ReportID == r.ID {
				line.Values = append(line.Values, v)
			}
		}
		for _, v := range f.Reviews {
			if v.ReportID == r.ID {
				line.Reviews = append(line.Reviews, v)
			}
		}
		for i := range f.Reports {
			if f.Reports[i].ID == r.Supersedes {
				line.Corrects = &f.Reports[i]
			}
			line.Corrected = line.Corrected || f.Reports[i].Supersedes == r.ID
		}
		line.timely(out.Lib, f, kept.Sheets, m)
		out.Reports = append(out.Reports, line)
	}
}

// timely says whether a report came in time. What came late at first stays late,
// cured or not; what was in time and is put right within the clock of the return
// is in time. The desk that held the sheet longest is named (practice B.3, B.7).
func (l *ReportLine) timely(lib *store.Library, f *store.Facts, sheets map[id.Sheet]store.Sheet, m *locale.Messages) {
	l.State = ledger.ReportOnTime
	if l.Sort == string(ledger.ReportCorrection) {
		return
	}
	first, again := l.Report, calendar.Day(0)
	for _, r := range slices.Backward(f.Reports) {
		if r.Period != l.Period || r.ID >= l.ID || r.Sort == string(ledger.ReportCorrection) {
			continue
		}
		first = r
		for _, v := range f.Reviews {
			if v.ReportID == r.ID && v.Act == "return" {
				again = max(again, v.NewDue)
			}
		}
	}
	if late, holds := lateBy(lib, first, sheets, lib.ReportRule.On(lib.Cal, l.Period).Day); late.Days > 0 {
		l.State, l.Late = ledger.ReportLate, ledger.LateSentence(l.Period, late, holds, m.T)
		return
	}
	if again == 0 {
		return
	}
	l.State = ledger.ReportCured
	if late, holds := lateBy(lib, l.Report, sheets, again); late.Days > 0 {
		l.State, l.Late = ledger.ReportLate, ledger.LateSentence(l.Period, late, holds, m.T)
	}
}

// lateBy measures the way of a report through the unit against its due day.
func lateBy(lib *store.Library, r store.Report, sheets map[id.Sheet]store.Sheet, due calendar.Day) (ledger.Lateness, []ledger.Hold) {
	holds := []ledger.Hold{{Desk: "liaison", Done: sheets[r.SheetID].Finished}, {Desk: "head", Done: r.Day}}
	return ledger.Late(lib.Cal, due, holds), holds
}
