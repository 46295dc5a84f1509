package web

import (
	"cmp"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
	"jiufen/internal/xlsx"
)

// readItem reads the item of an address as of the day of the page.
func (s *Site) readItem(v *visit) (*app.ItemView, error) {
	item, err := pathID[id.Item](v, "id")
	if err != nil {
		return nil, err
	}
	view, err := s.App.Item(v.r.Context(), v.who.Viewer, item, v.asofOf(), v.m)
	if err != nil {
		return nil, err
	}
	v.at(view.Point)
	return view, nil
}

// getItem shows an item.
func (s *Site) getItem(v *visit) error {
	view, err := s.readItem(v)
	if err != nil {
		return err
	}
	p := &ItemPage{}
	if p.Page, err = s.page(v, "ledger", view.Row.Title); err != nil {
		return err
	}
	p.asof(v.r.URL.Path, url.Values{"asof": v.r.URL.Query()["asof"]})
	k := known{v.m, p.Year, view}
	k.fill(p, v.who.Viewer)
	return s.show(v, http.StatusOK, p)
}

// fill puts an item on its page; of the item above one's own there is only its
// head line.
func (k known) fill(p *ItemPage, v org.Viewer) {
	row := ledgerRow(k.m, k.year, k.Lib, k.Dir, k.Row)
	p.No, p.Kind, p.Title, p.Light = row.No, row.Kind, row.Title, row.Light
	p.Light.URL = ""
	if p.Light.Colour == "" {
		p.Light = Light{Colour: LightGrey, Why: k.m.T("item.outofledger")}
	}
	p.Says = k.says(row)
	if k.HeadOnly {
		return
	}
	p.Rule, p.RuleURL = ruleName(k.m, k.Lib), "/rules/"+k.Rule.ID
	if k.Row.Early {
		p.Light.Why = k.Row.Says
		p.Early = k.m.T("item.early", "light", k.m.T("light."+ledger.Light(k.Row.Shown).String()))
	}
	p.Origins, p.Chain, p.Facts = k.origins(v), k.chain(), k.pairs()
	for _, l := range k.Registers {
		key := "register.linkedhere"
		if l.Raised {
			key = "register.raisedhere"
		}
		p.Facts = append(p.Facts, Pair{Name: k.m.T(key, "name", l.Name, "n", l.N), Text: l.Title, URL: "/registers/" + l.Register + "/" + strconv.Itoa(l.N)})
	}
	if who, words := app.HandedTo(k.Facts, v.Unit); who != "" {
		p.Facts = append(p.Facts, Pair{Name: k.m.T("assign.handedto"), Text: strings.TrimSpace(who + " " + words)})
	}
	for _, l := range k.Measures {
		p.Measures = append(p.Measures, k.measured(l).view(k.m, k.Row.ItemID, k.year))
	}
	p.Rollup, p.Nodes = k.Rollup, k.nodes()
	p.Children, p.Reports, p.Changes, p.Leaves = k.children(), k.reports(v), k.changes(), leavesOf(k.m, k.Dir, k.Leaves)
	p.Leaf = int64(k.Point.Seq)
	p.LastYear = k.lastYear(v)
	k.acts(p, v)
}

// says is kind, limit and lead in a line.
func (k known) says(row LedgerRow) string {
	due := row.DueText
	if due == "" {
		due = locNone(dayWord(k.m, row.Due, k.year))
	}
	out := k.m.T("item.says", "kind", row.Kind, "due", due, "lead", locNone(row.Lead))
	if st := k.Facts.Stage(); st != ledger.Open && !k.HeadOnly {
		out += "·" + k.m.T("word.stage."+st.String())
	}
	return out
}

func locNone(s string) string { return cmp.Or(s, "—") }

func (k known) measured(l app.MeasureLine) measured {
	c := measured{id: l.ID, basis: l.Basis, need: l.Need, track: l.Track, former: l.Former, due: k.Row.Input.Due, rules: k.Rule, cal: k.Lib.Cal, day: k.Point.Day}
	if a, _ := k.Facts.Assignment(); a.ID != 0 {
		c.start = a.AssignDay
	}
	return c
}

// origins are the sentences in which the item was promised.
func (k known) origins(v org.Viewer) []OriginView {
	var out []OriginView
	for _, o := range k.Origins {
		w := OriginView{Cite: k.m.T("word.origin." + o.Sort), Decider: wordOr(k.m, "word.decider.", o.Decider)}
		if o.Record != "" && o.Record != w.Cite {
			w.Cite += "·" + o.Record
		}
		switch {
		case o.Hidden:
			w.Spans = []Span{{Text: k.m.T("item.hidden")}}
		case o.Words != "":
			w.Spans = []Span{{Text: o.Before}, {Text: o.Words, Mark: "v"}, {Text: o.After}}
			w.Cite += "·" + k.m.T("item.place", "from", o.Start+1, "to", o.End)
			if strings.TrimSpace(o.Demand) != strings.TrimSpace(o.Words) {
				w.Demand = o.Demand
			}
		default:
			w.Spans = []Span{{Text: cmp.Or(o.Demand, k.Head.Standard, k.Row.Title)}}
		}
		if o.Document != 0 && v.Can(org.Draft) {
			w.URL = "/documents/" + id.String(o.Document)
		}
		if o.LimitDay != 0 {
			w.Demand = strings.TrimPrefix(w.Demand+"·"+k.m.T("item.before", "day", k.day8(o.LimitDay)), "·")
			if o.Assumed == 1 {
				w.Demand += k.m.T("item.assumed")
			}
		}
		if o.Sets {
			w.Sets = k.m.T("item.sets")
		}
		k.joined(v, &w, o)
		out = append(out, w)
	}
	return out
}

// pairs are what else is fixed about an item.
func (k known) pairs() []Pair {
	var out []Pair
	add := func(key, text, url string) {
		if text != "" {
			out = append(out, Pair{k.m.T("item.fact." + key), text, url})
		}
	}
	add("standard", k.Head.Standard, "")
	if n := k.Facts.Item.Paper; n != 0 {
		add("paper", k.m.T("notice.file.docx"), "/papers/"+id.String(n)+"/notice.docx")
	}
	if k.Parent != nil {
		add("parent", k.Parent.Number+" "+k.Parent.Title, "/items/"+id.String(k.Parent.ItemID))
	}
	if k.Merged != 0 {
		add("merged", k.m.T("item.merged"), "/items/"+id.String(k.Merged))
	}
	a, _ := k.Facts.Assignment()
	add("mode", wordOr(k.m, "word.mode.", a.Mode), "")
	add("words", a.Words, "")
	add("cadence", wordOr(k.m, "word.grain.", k.Head.Cadence), "")
	add("strength", wordOr(k.m, "word.strength.", k.Head.Strength), "")
	add("nature", wordOr(k.m, "word.nature.", k.Head.Nature), "")
	add("publicity", wordOr(k.m, "word.publicity.", k.Head.Publicity), "")
	if len(k.Children) > 0 {
		add("rollup", wordOr(k.m, "word.rollup.", k.Facts.Item.Rollup), "")
	}
	add("late", k.Row.Late, "")
	if ask, ok := k.Facts.EvidenceAsked(); ok {
		add("evidence", k.m.T("evidence.asks."+ask.Sort, "what", ask.Words), k.url()+"/evidence")
	}
	add("heads", k.heads(), "")
	return out
}

// heads says when the head signed at the start, on the way and at the end; what is
// not due yet is not spoken of.
func (k known) heads() string {
	var out []string
	for _, c := range k.Heads {
		switch {
		case c.Day != 0:
			out = append(out, k.m.T("item.heads."+c.Stage+".signed", "day", dayWord(k.m, c.Day, k.year)))
		case c.From != 0 && c.From <= k.Point.Day:
			out = append(out, k.m.T("item.heads."+c.Stage+".missing", "day", dayWord(k.m, c.From, k.year)))
		}
	}
	return strings.Join(out, k.m.T("common.semicolon"))
}

// nodes are the states of the plan in force, each with its day in the plan before
// and when it was reached; a figure's nodes stand with its values.
func (k known) nodes() (out []NodeRow) {
	_, now := k.Facts.Plan()
	was, reached := map[string]Day{}, k.Facts.ReachedDays()
	if n := len(k.Facts.Plans); n > 1 {
		for _, x := range k.Facts.Nodes(k.Facts.Plans[n-2].ID) {
			was[x.State] = x.Day
		}
	}
	for _, x := range now {
		if x.MeasureID != 0 {
			continue
		}
		row := NodeRow{State: x.State, Person: x.Person, Day: x.Day}
		if d := was[x.State]; d != x.Day {
			row.Was = d
		}
		if row.Reached = reached[x.ID]; row.Reached != 0 {
			row.Source = k.nodeSource(x.State)
		}
		if row.Reached == 0 && x.Day < k.Point.Day {
			row.Late = k.m.T("item.nodelate", "days", k.m.WorkingDays(k.Lib.Cal.Late(x.Day, k.Point.Day)))
		}
		out = append(out, row)
	}
	return out
}

// nodeSource leads to the object of a register of which a stage says that a state
// was reached; nil where a report says so.
func (k known) nodeSource(state string) *Act {
	if !k.Facts.ByStage(state) {
		return nil
	}
	for _, l := range k.Registers {
		if l.Raised {
			return &Act{URL: "/registers/" + l.Register + "/" + strconv.Itoa(l.N), Name: k.m.T("item.noderegister", "name", l.Name, "n", l.N)}
		}
	}
	return nil
}

func (k known) children() []ChildRow {
	var out []ChildRow
	for _, c := range k.Children {
		url := "/items/" + id.String(c.ItemID)
		row := ChildRow{No: c.Number, URL: url, Title: c.Title, Lead: c.Lead, Light: Light{Colour: c.Light.String(), Why: k.m.T("item.childwhy"), URL: url + "#reason"}}
		if x := c.Measure; x.ID != 0 {
			row.Target, row.Unit = Fig(x.Target, int(x.Decimals)), x.Unit
			if c.Value != nil {
				row.Actual = Fig(*c.Value, int(x.Decimals))
			}
		}
		out = append(out, row)
	}
	return out
}

// leavesOf are entries of the journal as a page lists them.
func leavesOf(m wordsOf, dir *org.Directory, list []store.Leaf) []Leaf {
	var out []Leaf
	for _, l := range list {
		out = append(out, Leaf{Seq: int64(l.Seq), At: time.UnixMilli(l.At).In(store.DefaultZone), Who: actorName(m, dir, l), What: actName(m, l.Act), Rows: l.N})
	}
	return out
}

// wordsOf are the messages of a language.
type wordsOf interface {
	T(string, ...any) string
	Has(string) bool
}

func actorName(m wordsOf, dir *org.Directory, l store.Leaf) string {
	if l.Post == 0 {
		return m.T("journal.machine")
	}
	if n := dir.PersonName(l.Person); n != "" {
		return postName(dir, l.Post) + " " + n
	}
	return postName(dir, l.Post)
}

// actName is what a change did; one that has no words yet keeps its name.
func actName(m wordsOf, act string) string {
	if key := "journal.act." + act; m.Has(key) {
		return m.T(key)
	}
	return act
}

// acts are what the reader may do next.

// getMeasureCSV hands out the values of a measure as a table.
func (s *Site) getMeasureCSV(v *visit) error {
	name, ok := strings.CutSuffix(v.r.PathValue("measure"), ".csv")
	n, err := id.Parse[id.Measure](name)
	if !ok || err != nil {
		return errNotFound()
	}
	view, err := s.readItem(v)
	if err != nil {
		return err
	}
	k := known{v.m, v.now.Year(), view}
	for _, l := range view.Measures {
		if l.ID == n {
			return v.hand(k.csv(l), "csv")
		}
	}
	return errNotFound()
}

func (k known) csv(l app.MeasureLine) table {
	c := func(key, unit string) xlsx.Column { return xlsx.Column{Title: k.m.T(key), Unit: unit} }
	t := table{name: k.Row.Number + "-" + id.String(l.ID), columns: []xlsx.Column{c("item.at", ""), c("item.plan", l.Unit), c("item.actual", l.Unit), c("item.checked", l.Unit), c("item.gap", l.Unit), c("ledger.light", ""), c("ledger.standing", ""), c("item.sent", "")}}
	t.rows = func(yield func([]cell, error) bool) {
		for _, r := range k.measured(l).points(k.m, k.year) {
			light, sent := xlsx.Cell{}, xlsx.Cell{}
			if r.Light != "" {
				light = xlsx.Text(k.m.T("light." + r.Light))
			}
			if r.Sent != 0 {
				sent = xlsx.Day(int32(r.Sent))
			}
			if !yield([]cell{xlsx.Text(r.At), figureCell(r.Plan), figureCell(r.Actual), figureCell(r.Checked), figureCell(r.Gap), light, xlsx.Text(r.Standing), sent}, nil) {
				return
			}
		}
	}
	return t
}
