package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// OpinionReportsPage lists the reports with opinions that the reader sees.
type OpinionReportsPage struct {
	Page
	Rows []OpinionReportRow
}

// OpinionReportRow is one report.
type OpinionReportRow struct {
	Title, URL, Stage        string
	Versions, All, Open, Own int
}

func (s *Site) getOpinionReports(v *visit) error {
	list, err := s.App.OpinionReports(v.r.Context(), v.who.Viewer)
	if err != nil {
		return err
	}
	p := &OpinionReportsPage{}
	if p.Page, err = s.page(v, opinionsHere(v), v.m.T("opinion.reports")); err != nil {
		return err
	}
	for _, x := range list {
		last := x.Last()
		p.Rows = append(p.Rows, OpinionReportRow{Title: last.Name(v.m), URL: "/documents/" + id.String(last.ID) + "/opinions", Stage: stageWord(v, last.Stage), Versions: len(x.List), All: x.All, Open: x.Open, Own: x.Mine})
	}
	return s.show(v, http.StatusOK, p)
}

// opinionsHere is the entry of the bar that opinions belong to: documents for who
// drafts, the desk for a unit that answers.
func opinionsHere(v *visit) string {
	if v.who.Viewer.Can(org.Draft) {
		return "documents"
	}
	return "desk"
}

// OpinionsPage lists the opinions on a report, with what became of each, and
// enters another.
type OpinionsPage struct {
	Page
	ID, Name string
	Says     string
	Doc      string // address of the document; empty: not the reader's to open
	Views    []View // by outcome; the counts add up
	Units    []View // by handling unit; likewise
	Told     bool   // the list of what each proposer is told
	Toggle   Act    // to the other list
	Rows     []OpinionRow
	Pager    Pager
	May      bool
	Clause   Field
	Proposer Field
	Unit     Field
	Occasion Field
	Kind     Field
	Text     Field
	Handler  Field
}

// OpinionRow is one opinion in the list.
type OpinionRow struct {
	No, URL               string
	Place, Quote          string
	Who, Occasion         string
	Kind, Handler         string
	Text, Outcome, Answer string
	Told                  string // what the proposer is told
}

// opinionsShown is how many opinions stand on one page.
const opinionsShown = 100

func (s *Site) opinionsPage(v *visit) (*OpinionsPage, error) {
	q := v.r.URL.Query()
	doc := idIn[id.Document](v)
	f := app.OpinionFilter{Outcome: q.Get("outcome"), Handler: queryID[id.Unit](q, "unit"), Day: v.asofOf()}
	if f.Outcome != app.OutcomeOpen && !slices.Contains(app.Outcomes, f.Outcome) {
		f.Outcome = ""
	}
	x, err := s.App.Opinions(v.r.Context(), v.who.Viewer, doc, f)
	if err != nil {
		return nil, err
	}
	page, err := s.page(v, opinionsHere(v), v.m.T("opinion.head"))
	if err != nil {
		return nil, err
	}
	p := &OpinionsPage{Page: page, ID: id.String(doc), Name: x.Versions.Version(doc).Name(v.m), Says: v.m.T("opinion.says", "all", x.All, "open", x.Open, "done", x.All-x.Open)}
	v.at(x.Point)
	p.asof(v.r.URL.Path, q)
	if v.who.Viewer.Can(org.Draft) {
		p.Doc = "/documents/" + p.ID
	}
	p.views(v, x, f)
	p.told(v, x)
	from, to, pager := v.pageOf(v.r.URL.Path, q, len(x.List), opinionsShown)
	p.Pager = pager
	for i := range x.List[from:to] {
		r := opinionRow(v, x, &x.List[from+i])
		if p.Told {
			r.Told = x.Told(&x.List[from+i], v.m)
		}
		p.Rows = append(p.Rows, r)
	}
	if p.May = x.May && !p.Past() && !p.Told; p.May {
		p.fields(v, x)
	}
	return p, nil
}

// told is the other list of the page: what each proposer is told, those of one
// proposer together, to be handed over as a table.
func (p *OpinionsPage) told(v *visit, x *app.OpinionsView) {
	q, here := v.r.URL.Query(), v.r.URL.Path
	if p.Told = q.Get("list") == "told"; !p.Told {
		p.Toggle = Act{URL: address(here, with(q, "list", "told")), Name: v.m.T("opinion.toldhead")}
		return
	}
	p.Toggle = Act{URL: address(here, with(q, "list", "")), Name: v.m.T("opinion.tolist")}
	slices.SortStableFunc(x.List, func(a, b app.OpinionView) int {
		return cmp.Or(strings.Compare(a.Proposer, b.Proposer), strings.Compare(a.ProposerUnit, b.ProposerUnit))
	})
}

// views are the filters with their counts; each line adds up to its first entry.
func (p *OpinionsPage) views(v *visit, x *app.OpinionsView, f app.OpinionFilter) {
	q, here := v.r.URL.Query(), v.r.URL.Path
	sum, units := 0, 0
	for _, n := range x.By {
		sum += n
	}
	for _, n := range x.Handlers {
		units += n
	}
	p.Views = []View{{Name: v.m.T("opinion.all"), Count: v.m.Count(int64(sum)), URL: address(here, with(q, "outcome", "")), Current: f.Outcome == ""}}
	for _, o := range append([]string{app.OutcomeOpen}, app.Outcomes...) {
		if n := x.By[o]; n > 0 || f.Outcome == o {
			p.Views = append(p.Views, View{Name: v.m.T("opinion.outcome." + o), Count: v.m.Count(int64(n)), URL: address(here, with(q, "outcome", o)), Current: f.Outcome == o})
		}
	}
	if len(x.Handlers) < 2 && f.Handler == 0 {
		return
	}
	p.Units = []View{{Name: v.m.T("opinion.allunits"), Count: v.m.Count(int64(units)), URL: address(here, with(q, "unit", "")), Current: f.Handler == 0}}
	for _, u := range x.Dir.Units {
		if n := x.Handlers[u.ID]; n > 0 || f.Handler == u.ID {
			p.Units = append(p.Units, View{Name: unitName(x.Dir, u.ID), Count: v.m.Count(int64(n)), URL: address(here, with(q, "unit", id.String(u.ID))), Current: f.Handler == u.ID})
		}
	}
}

func opinionRow(v *visit, x *app.OpinionsView, o *app.OpinionView) OpinionRow {
	r := OpinionRow{No: strconv.FormatInt(o.N, 10), URL: "/opinions/" + id.String(o.ID), Place: opinionPlace(v, x, o), Quote: o.Quote, Who: strings.TrimSpace(o.Proposer + " " + o.ProposerUnit), Occasion: o.Occasion,
		Kind: v.m.T("opinion.kind." + o.Kind), Handler: unitName(x.Dir, o.Handler), Text: o.Words, Outcome: v.m.T("opinion.outcome." + o.Outcome())}
	if last := o.Last(); last != nil {
		r.Answer = last.Words
		if last.Item != nil {
			r.Answer = strings.TrimSpace(last.Item.Number + " " + last.Item.Title + " " + r.Answer)
		}
	}
	return r
}

// opinionPlace says what an opinion speaks of: a clause of a version, or the whole.
func opinionPlace(v *visit, x *app.OpinionsView, o *app.OpinionView) string {
	place := v.m.T("opinion.whole")
	if o.Clause != 0 {
		place = v.m.T("opinion.clause", "n", o.Clause)
	}
	if len(x.Versions.List) > 1 {
		place = v.m.T("opinion.onversion", "n", x.Versions.Version(o.Document).N, "place", place)
	}
	return place
}

func (p *OpinionsPage) fields(v *visit, x *app.OpinionsView) {
	p.Clause = number("clause", v.typedOr("clause", v.r.URL.Query().Get("clause")), "").as("opinionclause")
	p.Proposer, p.Unit = text("proposer", v.typed("proposer")).as("opinionproposer").must(), text("unit", v.typed("unit")).as("opinionunit")
	p.Occasion = text("occasion", v.typed("occasion")).as("opinionoccasion")
	p.Kind = choose("kind", v.typed("kind"), words(v.m, "opinion.kind.", app.OpinionKinds...)).as("opinionkind").must()
	p.Text = area("words", v.typed("words"), 4).as("opinionwords").must()
	p.Handler = choose("handler", v.typed("handler"), handlerOptions(x)).as("opinionhandler").must()
}

func handlerOptions(x *app.OpinionsView) []Option {
	var out []Option
	for _, u := range x.Handle {
		out = append(out, Option{Value: id.String(u), Name: unitName(x.Dir, u)})
	}
	return out
}

func (s *Site) postOpinion(v *visit) error {
	p, err := s.opinionsPage(v)
	if err != nil {
		return err
	}
	f := v.form
	n := app.NewOpinion{Proposer: f.raw("proposer"), Unit: f.raw("unit"), Occasion: f.raw("occasion"), Kind: f.raw("kind"), Words: strings.ReplaceAll(f.raw("words"), "\r\n", "\n"), Handler: id.Unit(f.number("handler"))}
	if t := plain(f.raw("clause")); t != "" {
		if n.Clause, err = strconv.ParseInt(t, 10, 64); err != nil {
			f.bad("clause", "err.number", "value", clip(t))
		}
	}
	if err = f.err(); err == nil {
		_, err = s.App.AddOpinion(v.r.Context(), v.who.Viewer, v.request(), idIn[id.Document](v), n)
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Clause, &p.Proposer, &p.Unit, &p.Occasion, &p.Kind, &p.Text, &p.Handler)
	}
	return v.took("/documents/"+p.ID+"/opinions", "done.opinion", 0)
}
