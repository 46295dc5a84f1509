package web

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/chart"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
)

// DocumentPage is the desk of decomposition as a plain list: the text on one
// side, the drafts on the other, and every sentence accounted for.
type DocumentPage struct {
	Page
	ID      string
	Name    string
	Says    string
	Cover   Coverage
	Text    []TextPart
	Views   []View
	Drafts  []DraftRow
	Open    *DraftForm
	Pager   Pager
	Parents []ParentRow // headings that several drafts serve
	Rest    []RestRow   // clauses that became nothing, each with its reason
	Paper   *Act        // the notice on its way or signed; nil: none was made yet
	Blocked *Act        // why none can be made now, and where to mend it
	Make    int         // accepted drafts that a notice can be made of now; 0: none
	May     bool        // may edit
	Links   []Act       // its versions, the opinions on them
	View    string      // the list shown, kept through forms
	Many    bool        // some rows can be accepted together
	PickAll string      // address of the same page with all boxes ticked that can be
}

// Coverage counts the sentences of the planning part; the parts add up to All.
type Coverage struct {
	Bar                     template.HTML
	All, Made, Joined, Rest int
	Open                    int
}

// TextPart is a run of the text; Fold, if there is one, is the line that opens it.
type TextPart struct {
	Fold    string
	Clauses []ClauseView

	folds bool
}

// ClauseView is a heading or a sentence of the text.
type ClauseView struct {
	N       int
	Heading int // level, 0: a sentence
	Spans   []Span
	State   string // ok, on, off or empty
	Remark  string
	URL     string // opens its draft
}

// DraftRow is a draft in the list.
type DraftRow struct {
	ID, No  string
	URL     string
	Title   string
	Says    string // kind, lead, due in one line
	State   string // in words
	Problem string // what keeps it from being issued
	Mark    string // the ledger, or that of the year before, may know it
	Gone    string // merged or split: where it went
	GoneURL string
	Box     bool // can be accepted with others
	Ticked  bool
}

// RestRow is a clause that became no item.
type RestRow struct {
	N        int
	URL      string
	Quote    string
	Reason   string
	ClauseID string
}

// draftsShown is how many drafts stand on one page of the list.
const draftsShown = 50

func (s *Site) getDocument(v *visit) error {
	p, err := s.documentPage(v, idIn[id.Document](v), docState{view: v.r.URL.Query().Get("view"), draft: v.r.URL.Query().Get("draft")})
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

// idIn reads the identifier in the address; 0, which nothing has, if it is none.
func idIn[T ~int64](v *visit) T {
	n, err := id.Parse[id.Fact](v.r.PathValue("id"))
	if err != nil {
		return 0
	}
	return T(n)
}

// docState is what of the desk is shown: a list, a draft opened, and what was
// typed into it but not saved.
type docState struct {
	view, draft string
	typed       *app.DraftBody
	raw         *form
}

// draftViews are the lists of drafts; the first is the whole.
var draftViews = []string{"all", "open", "problem", "nolead", "assumed", "same", "last", "accepted", "joined", "dropped"}

func inView(view string, d app.DraftView) bool {
	live := d.State == app.DraftOpen || d.State == app.DraftAccepted
	switch view {
	case "open":
		return d.State == app.DraftOpen
	case "accepted":
		return d.State == app.DraftAccepted
	case "joined":
		return d.State == app.DraftJoined
	case "dropped":
		return d.State == app.DraftDropped
	case "problem":
		return live && len(d.Problems) > 0
	case "nolead":
		return live && !slices.ContainsFunc(d.Body.Parties, func(p app.DraftParty) bool { return p.Role == "lead" && p.Unit != 0 })
	case "assumed":
		return live && d.Body.Assumed
	}
	return true
}

// documentPage builds the desk.
func (s *Site) documentPage(v *visit, n id.Document, st docState) (*DocumentPage, error) {
	d, err := s.App.Document(v.r.Context(), v.who.Viewer, n)
	if err != nil {
		return nil, err
	}
	page, err := s.page(v, "documents", d.Title)
	if err != nil {
		return nil, err
	}
	page.Live = true
	if !slices.Contains(draftViews, st.view) {
		st.view = draftViews[0]
	}
	p := &DocumentPage{Page: page, ID: id.String(n), Name: d.Title, May: true, View: st.view}
	p.Cover = coverOf(d.Cover)
	p.Says = v.m.T("draft.says", "n", d.Cover.All, "chars", sentenceChars(d))
	x := d.Version
	p.Links = []Act{{URL: "/documents/" + p.ID + "/versions", Name: v.m.T("opinion.versions") + " " + versionShort(v, x.Version(n).N, x.Version(n).Stage)}, {URL: "/documents/" + p.ID + "/opinions", Name: opinionsWord(v, x.All, x.Open)}}
	desk := &desk{v: v, d: d, p: p, st: st}
	if desk.now, desk.last, err = s.App.Alike(v.r.Context(), v.who.Viewer, d); err != nil {
		return nil, err
	}
	desk.views()
	desk.list()
	desk.parents()
	desk.text()
	desk.rest()
	if err := s.alike(v, desk); err != nil {
		return nil, err
	}
	for _, x := range d.Drafts {
		if p.Open != nil && p.Open.ID == id.String(x.ID) {
			if err := s.suggest(v, p, x); err != nil {
				return nil, err
			}
		}
	}
	if err := s.paperOf(v, d, p); err != nil {
		return nil, err
	}
	return p, nil
}

func coverOf(c app.Coverage) Coverage {
	out := Coverage{All: c.All, Made: c.Made - c.Open, Joined: c.Joined, Rest: c.Rest, Open: c.Open}
	out.Bar = chart.Stack(1392, 12, []chart.Part{{Class: "c1", N: out.Made}, {Class: "c2", N: out.Joined}, {Class: "c3", N: out.Rest}, {Class: "c4", N: out.Open}})
	return out
}

func sentenceChars(d *app.DocumentView) int {
	n := 0
	for _, c := range d.Clauses {
		if c.Label != "heading" && c.Label != "furniture" {
			n += int(c.End - c.Start)
		}
	}
	return n
}

// desk is a document page being built.
type desk struct {
	v  *visit
	d  *app.DocumentView
	p  *DocumentPage
	st docState

	now, last map[id.Draft]bool // drafts that the ledger, or that of the year before, may know
}

// inView reports whether a draft is in a list of the desk.
func (k *desk) inView(view string, d app.DraftView) bool {
	switch view {
	case "same":
		return k.now[d.ID]
	case "last":
		return k.last[d.ID]
	}
	return inView(view, d)
}

// url is the address of the desk in the list shown.
func (k *desk) url(draft id.Draft, more ...string) string {
	return deskURL(k.p.ID, k.st.view, draft, more...)
}

// deskURL is the address of a desk; draft 0 leaves it to the page which draft
// stands open. more alternates name and value.
func deskURL(doc, view string, draft id.Draft, more ...string) string {
	q := url.Values{}
	if view != "" && view != draftViews[0] {
		q.Set("view", view)
	}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	hash := ""
	if draft != 0 {
		q.Set("draft", id.String(draft))
		hash = "#d" + id.String(draft)
	}
	to := "/documents/" + doc
	if len(q) > 0 {
		to += "?" + q.Encode()
	}
	return to + hash
}

func (k *desk) views() {
	for i, view := range draftViews {
		n := 0
		for _, d := range k.d.Drafts {
			if k.inView(view, d) {
				n++
			}
		}
		if i == 0 || n > 0 || view == k.st.view {
			k.p.Views = append(k.p.Views, View{Name: k.v.m.T("draft.view." + view), Count: k.v.m.Count(int64(n)), URL: deskURL(k.p.ID, view, 0), Current: view == k.st.view})
		}
	}
}

// list shows a page of the drafts with one of them open: the one asked for, or
// the first that is not decided.
func (k *desk) list() {
	all := slices.DeleteFunc(slices.Clone(k.d.Drafts), func(d app.DraftView) bool { return !k.inView(k.st.view, d) && id.String(d.ID) != k.st.draft })
	open := slices.IndexFunc(all, func(d app.DraftView) bool { return id.String(d.ID) == k.st.draft })
	gone := open >= 0 && all[open].State == app.DraftGone
	from := 0
	if after := k.v.r.URL.Query().Get("after"); after != "" {
		from = 1 + slices.IndexFunc(all, func(d app.DraftView) bool { return id.String(d.ID) == after })
	}
	if open >= 0 {
		from = open - open%draftsShown
	}
	shown := all[from:min(from+draftsShown, len(all))]
	if open < 0 {
		if i := slices.IndexFunc(shown, func(d app.DraftView) bool { return d.State == app.DraftOpen }); i >= 0 {
			open = from + i
		}
	}
	pick := k.v.r.URL.Query().Get("pick") != ""
	clean := 0
	for i, d := range shown {
		row := k.row(d)
		if from+i == open && !gone {
			k.p.Open = k.form(d)
			row.Box = false
		}
		row.Ticked = pick && row.Box && row.Problem == ""
		k.p.Many = k.p.Many || row.Box
		if row.Box && row.Problem == "" {
			clean++
		}
		k.p.Drafts = append(k.p.Drafts, row)
	}
	if clean > 0 && !pick {
		k.p.PickAll = k.here("pick", "1") + "#many"
	}
	k.p.Pager = Pager{From: from + 1, To: from + len(shown), Total: k.v.m.Count(int64(len(all)))}
	if from > 0 {
		k.p.Pager.First = k.url(0)
	}
	if from+len(shown) < len(all) {
		k.p.Pager.Next = k.url(0, "after", id.String(shown[len(shown)-1].ID))
	}
	if len(shown) == 0 || len(all) <= draftsShown {
		k.p.Pager = Pager{}
	}
}

// here is the address of this page of the list with one thing more asked for.
func (k *desk) here(name, value string) string {
	q := k.v.r.URL.Query()
	keep := url.Values{}
	for _, n := range []string{"view", "after"} {
		if x := q.Get(n); x != "" {
			keep.Set(n, x)
		}
	}
	keep.Set(name, value)
	return "/documents/" + k.p.ID + "?" + keep.Encode()
}

// draftNo is the number of a draft as people see it.
func draftNo(n id.Draft) string {
	s := id.String(n)
	return strings.Repeat("0", max(0, 3-len(s))) + s
}

func (k *desk) row(d app.DraftView) DraftRow {
	m := k.v.m
	r := DraftRow{ID: id.String(d.ID), No: draftNo(d.ID), URL: k.url(d.ID), Title: d.Body.Title, State: m.T("draft.state." + d.State), Box: d.State == app.DraftOpen}
	if r.Title == "" {
		r.Title = m.T("draft.untitled")
	}
	parts := []string{k.kind(d.Body.Kind)}
	if lead := names(k.d.Dir, d.Body, "lead"); lead != "" {
		parts = append(parts, lead)
	}
	parts = append(parts, dueWords(m, k.d.Lib, d.Body, k.p.Year))
	r.Says = strings.Join(parts, "·")
	switch {
	case d.State == app.DraftGone:
		r.Gone, r.GoneURL = m.T("draft.goneto", "no", draftNo(d.GoneTo)), k.url(d.GoneTo)
	case d.State == app.DraftIssued || d.State == app.DraftJoined:
		r.Gone, r.GoneURL = m.T("draft.initem"), "/items/"+id.String(d.ItemID)
	case d.State == app.DraftDropped:
		r.Says = m.T("draft.droppedfor", "reason", d.Body.Reason)
	case len(d.Problems) == 1:
		r.Problem = sentence(m, d.Problems[0])
	case len(d.Problems) > 1:
		r.Problem = m.T("draft.problems", "first", sentence(m, d.Problems[0]), "n", len(d.Problems))
	}
	return r
}

func (k *desk) kind(name string) string {
	if x := k.d.Lib.Kinds[name]; x != nil {
		return x.Name
	}
	return name
}

// rest lists the sentences that became nothing, each with its reason.
func (k *desk) rest() {
	why := k.d.Dropped()
	for _, c := range k.d.Rest {
		r := RestRow{N: int(c.N) + 1, URL: "#c" + id.String(id.Fact(c.N+1)), Quote: k.d.Words(c.Start, c.End), Reason: restReason(k.v.m, c.Reason), ClauseID: id.String(id.Fact(c.N))}
		if w := why[int(c.N)]; w != "" {
			r.Reason = w
		}
		k.p.Rest = append(k.p.Rest, r)
	}
}

// restReason says why a sentence became nothing.
func restReason(m *locale.Messages, key string) string {
	if m.Has(key) {
		return m.T(key)
	}
	return m.T(app.RestUnknown)
}

// paperOf says what can be done about a notice: one is on its way, one can be
// made, or what is missing.
func (s *Site) paperOf(v *visit, d *app.DocumentView, p *DocumentPage) error {
	var accepted, broken int
	for _, x := range d.Drafts {
		if x.State == app.DraftAccepted {
			accepted++
			if len(x.Problems) > 0 {
				broken++
			}
		}
	}
	if len(d.Papers) > 0 {
		last, err := s.App.Paper(v.r.Context(), v.who.Viewer, d.Papers[0].ID)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return err
		}
		if err == nil {
			p.Paper = &Act{URL: "/papers/" + id.String(last.ID), Name: paperWord(v, last)}
			if (last.State == "submitted" || last.State == "approved") && !last.Changed {
				return nil
			}
		}
	}
	switch {
	case accepted == 0 && p.Paper == nil:
		p.Blocked = &Act{Name: v.m.T("draft.blocknone")}
	case broken > 0:
		p.Blocked = &Act{Name: v.m.T("draft.blocked", "n", broken), URL: deskURL(p.ID, "problem", 0)}
	default:
		p.Make = accepted
	}
	return nil
}

// paperWord says where the last notice of a document stands.
func paperWord(v *visit, x *app.PaperView) string {
	if x.State == "signed" {
		return v.m.T("draft.paper.signed", "no", x.Number)
	}
	return v.m.T("draft.paper." + x.State)
}
