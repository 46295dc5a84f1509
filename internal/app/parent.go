package app

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// SettingParentLeast is how many drafts have to serve one heading before an item
// above them is proposed.
const (
	SettingParentLeast = "parent.least"

	defaultParentLeast = 3
)

// parentMost is how many drafts one heading may have and still be one item: more
// are a part of the report and no piece of work.
const parentMost = 20

// ParentOffer is a heading that several drafts serve.
type ParentOffer struct {
	Clause int // number of the heading's clause
	Title  string
	Parts  []id.Draft
	Titles []string
}

// Parents proposes an item above for each heading that several drafts serve. What
// was accepted or refused before is proposed no more.
func (d *DocumentView) Parents() []ParentOffer {
	least := d.Lib.Int(SettingParentLeast, defaultParentLeast)
	decided := map[int]bool{}
	for _, x := range d.Drafts {
		if x.Body.Head && len(x.Body.Clauses) > 0 {
			decided[x.Body.Clauses[0]] = true
		}
	}
	var out []ParentOffer
	at := map[int]int{} // clause of the heading → place in out
	for _, x := range d.Drafts {
		h, ok := d.headingOf(x)
		if !ok || decided[h] {
			continue
		}
		i, ok := at[h]
		if !ok {
			i = len(out)
			at[h] = i
			out = append(out, ParentOffer{Clause: h, Title: d.headingTitle(h)})
		}
		out[i].Parts = append(out[i].Parts, x.ID)
		out[i].Titles = append(out[i].Titles, x.Body.Title)
	}
	return slices.DeleteFunc(out, func(o ParentOffer) bool {
		return len(o.Parts) < least || len(o.Parts) > parentMost || o.Title == ""
	})
}

// headingOf is the clause of the innermost heading above a draft that could be part
// of an item above; a heading of a whole part, which other headings stand under, is
// none.
func (d *DocumentView) headingOf(x DraftView) (int, bool) {
	if x.State != DraftOpen && x.State != DraftAccepted || x.Body.Parent != 0 || x.Body.Head || x.Body.Kind == MainIndicator || len(x.Body.Clauses) == 0 {
		return 0, false
	}
	i, ok := d.clauseAt(x.Body.Clauses[0])
	if !ok || !strings.Contains(d.Clauses[i].Heading, "\n") {
		return 0, false
	}
	path := d.Clauses[i].Heading
	leaf := path[strings.LastIndex(path, "\n")+1:]
	for k := i - 1; k >= 0; k-- {
		c := d.Clauses[k]
		if strings.Contains(d.Words(c.Start, c.End), leaf) && c.Label == "heading" {
			return int(c.N), true
		}
		if c.Heading != path && c.Label != "heading" {
			break
		}
	}
	return 0, false
}

func (d *DocumentView) clauseAt(n int) (int, bool) {
	i := slices.IndexFunc(d.Clauses, func(c store.Clause) bool { return int(c.N) == n })
	return i, i >= 0
}

// headingTitle is a heading as the name of an item: without its numeral and stop.
func (d *DocumentView) headingTitle(clause int) string {
	i, ok := d.clauseAt(clause)
	if !ok {
		return ""
	}
	c := d.Clauses[i]
	s := strings.TrimSpace(d.Words(c.Start, c.End))
	if k := i + 1; k < len(d.Clauses) {
		if path := d.Clauses[k].Heading; path != "" {
			if leaf := path[strings.LastIndex(path, "\n")+1:]; strings.Contains(s, leaf) {
				s = leaf
			}
		}
	}
	return strings.TrimRight(s, "。.；;：: ")
}

// AcceptParent makes the item above that was proposed for a heading: a draft of its
// own under which the drafts hang that serve the heading now.
func (a *App) AcceptParent(ctx context.Context, v org.Viewer, doc id.Document, clause int) (out id.Draft, err error) {
	return a.decideParent(ctx, v, doc, clause, true)
}

// RefuseParent says that a heading is no item: it stands among what became none,
// and can be taken up again there.
func (a *App) RefuseParent(ctx context.Context, v org.Viewer, doc id.Document, clause int) error {
	_, err := a.decideParent(ctx, v, doc, clause, false)
	return err
}

func (a *App) decideParent(ctx context.Context, v org.Viewer, doc id.Document, clause int, accept bool) (out id.Draft, err error) {
	if err := need(v, org.Draft); err != nil {
		return 0, err
	}
	d, err := a.Document(ctx, v, doc)
	if err != nil {
		return 0, err
	}
	offers := d.Parents()
	i := slices.IndexFunc(offers, func(o ParentOffer) bool { return o.Clause == clause })
	if i < 0 {
		return 0, errs.E(errs.Conflict, "err.parent.gone")
	}
	o := offers[i]
	body := d.parentBody(o)
	if !accept {
		body.Reason = a.Text.T("parent.refused")
	}
	err = a.DB.Work(ctx, func(tx *store.Tx) error {
		n, err := tx.Count("draft", 1)
		if out = id.Draft(n); err != nil {
			return err
		}
		first := int64(clause)
		for k, p := range o.Parts {
			part, err := tx.Draft(p)
			if err != nil {
				return err
			}
			if k == 0 {
				first = part.N
			}
			if !accept {
				break
			}
			b, err := decodeDraft(part.Body)
			if err != nil {
				return err
			}
			b.Parent = out
			part.Body, part.By = b.encode(), v.Person
			if err := saveAll(tx, part); err != nil {
				return err
			}
		}
		state := DraftOpen
		if !accept {
			state = DraftDropped
		}
		return tx.AddDraft(store.Draft{ID: out, Document: doc, N: first, State: state, Body: body.encode(), By: v.Person})
	})
	return out, err
}

// parentBody is the draft of a heading: a state to be reached by the latest limit
// of its parts, led by the unit that leads them all, or as each has it.
func (d *DocumentView) parentBody(o ParentOffer) DraftBody {
	i, _ := d.clauseAt(o.Clause)
	c := d.Clauses[i]
	b := DraftBody{Title: o.Title, Kind: "key-task", Standard: o.Title, Start: int(c.Start), End: int(c.End), Clauses: []int{o.Clause}, Head: true, Certainty: 100,
		Measures: []DraftMeasure{{Name: o.Title, Path: "state"}}, DueSort: string(ledger.DueDate), Assumed: true}
	var leads []DraftParty // of the parts, each once
	for _, p := range o.Parts {
		x := d.Drafts[slices.IndexFunc(d.Drafts, func(y DraftView) bool { return y.ID == p })].Body
		b.DueDay = max(b.DueDay, x.DueDay)
		l := DraftParty{}
		if i := slices.IndexFunc(x.Parties, func(y DraftParty) bool { return y.Role == "lead" }); i >= 0 {
			l = x.Parties[i]
		}
		if !slices.Contains(leads, l) {
			leads = append(leads, l)
		}
	}
	if len(leads) == 1 && leads[0].Role != "" {
		b.Parties, b.Mode = leads, string(ledger.LeadSingle)
	}
	return b
}

// headsFirst puts a draft that stands for a heading before those that serve it.
func headsFirst(list []DraftView) {
	slices.SortStableFunc(list, func(a, b DraftView) int {
		order := func(x DraftView) int {
			if x.Body.Head {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(a.N, b.N), cmp.Compare(order(a), order(b)))
	})
}
