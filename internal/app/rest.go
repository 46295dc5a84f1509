package app

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/register"
	"jiufen/internal/store"
)

// Reasons of what became no item, besides those that the reader of a document
// gives a sentence; all are keys of messages.
const (
	RestDropped  = "rest.reason.dropped"  // a person said so at the desk; his words stand with it
	RestDemand   = "rest.reason.demand"   // a demand that nobody made an item of yet
	RestAnswered = "rest.reason.answered" // a demand of which a person wrote why it is none
	RestUnknown  = "draft.noreason"
)

// RestAsked is the label of what a register's line asks; sentences have the labels
// of the decomposition.
const RestAsked = "demand"

// RestLine is a sentence of a document, or a demand that a register keeps, that
// became no item.
type RestLine struct {
	From    string // of RestSource
	Name    string // of the document or paper
	Words   string
	Heading []string // above the sentence, outermost first
	Label   string
	Reason  string // key of a message
	Why     string // what a person wrote

	Document id.Document // of a sentence, with its place among the clauses
	Clause   int
	Register string // of a demand, with its object and line
	Object   int
	Line     id.Fact
}

// RestTally counts lines by something that they can be filtered by.
type RestTally struct {
	Key, Name string
	N         int
}

// RestQuery narrows the list; zero values do not.
type RestQuery struct {
	Year          int64  // 0: this year
	From          string // a document by its number, or a paper as register/number
	Reason, Label string
	Text          string // characters looked for
}

// RestView is what became no item of all documents and papers of a year (S4-16).
// It is of now: drafts are work in progress and have no past.
type RestView struct {
	RestQuery
	Lines     []RestLine
	All       int // before filters
	Sentences int // of planning sections, over all documents
	Undecided int // drafts that nobody decided on yet
	Years     []int64
	Sources   []RestTally // documents and papers of the year that have lines
	Reasons   []RestTally
	Labels    []RestTally
}

// Rest lists what became no item of the documents and superior papers of a year.
// A sentence made into a draft and a demand given an item leave the list; of a
// report in several versions the newest counts.
func (a *App) Rest(ctx context.Context, v org.Viewer, q RestQuery) (out *RestView, err error) {
	if err := need(v, org.Draft); err != nil {
		return nil, err
	}
	q.Text = strings.TrimSpace(q.Text)
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		if q.Year == 0 {
			q.Year = int64(tx.Day.Year())
		}
		out = &RestView{RestQuery: q}
		years, err := tx.DocumentYears()
		if err != nil {
			return err
		}
		if err := out.sentences(tx); err != nil {
			return err
		}
		asked, err := a.restAsked(tx, v, out)
		out.Years = append(append(years, asked...), q.Year)
		slices.SortFunc(out.Years, func(a, b int64) int { return cmp.Compare(b, a) })
		out.Years = slices.Compact(out.Years)
		return err
	})
	if err != nil {
		return nil, err
	}
	out.narrow()
	return out, nil
}

// newestVersions leaves out of a list the documents that a later version of their
// report has taken the place of.
func newestVersions(tx *store.Tx, docs []store.Document) ([]store.Document, error) {
	rows, err := tx.AllVersions(tx.Now().Before())
	if err != nil {
		return nil, err
	}
	of, last := map[id.Document]id.Document{}, map[id.Document]id.Document{}
	for _, r := range rows {
		of[r.Document] = r.OfDocument
		last[r.OfDocument] = max(last[r.OfDocument], r.Document, r.OfDocument)
	}
	return slices.DeleteFunc(docs, func(d store.Document) bool { return last[cmp.Or(of[d.ID], d.ID)] > d.ID }), nil
}

// sentences gathers the sentences of the year's documents that are in no draft.
func (x *RestView) sentences(tx *store.Tx) error {
	docs, err := tx.DocumentsOf(x.Year)
	if err == nil {
		docs, err = newestVersions(tx, docs)
	}
	if err != nil {
		return err
	}
	ids, texts := make([]id.Document, len(docs)), make([]string, len(docs))
	for i, d := range docs {
		ids[i], texts[i] = d.ID, d.TextHash
	}
	bodies, err := tx.Bodies(texts)
	if err != nil {
		return err
	}
	clauses, err := tx.ClausesOf(ids)
	if err != nil {
		return err
	}
	drafts, err := tx.DraftsOf(ids)
	if err != nil {
		return err
	}
	for _, doc := range docs {
		d := &DocumentView{Document: doc, Text: []rune(string(bodies[doc.TextHash])), Clauses: clauses[doc.ID]}
		for _, r := range drafts[doc.ID] {
			body, err := decodeDraft(r.Body)
			if err != nil {
				return errs.Wrap(err, errs.Internal, "err.internal")
			}
			d.Drafts = append(d.Drafts, DraftView{Draft: r, Body: body})
		}
		d.account()
		x.Sentences, x.Undecided = x.Sentences+d.Cover.All, x.Undecided+d.Cover.Undecided
		why := d.Dropped()
		for _, c := range d.Rest {
			l := RestLine{From: id.String(doc.ID), Name: doc.Title, Words: d.Words(c.Start, c.End), Label: c.Label, Reason: cmp.Or(c.Reason, RestUnknown), Document: doc.ID, Clause: int(c.N)}
			if c.Heading != "" {
				l.Heading = strings.Split(c.Heading, "\n")
			}
			if w, ok := why[int(c.N)]; ok {
				l.Reason, l.Why = RestDropped, w
			}
			x.Lines = append(x.Lines, l)
		}
	}
	return nil
}

// restAsked gathers the lines of registers that ask for work and have no item, of
// the objects of the year; it gives the years of all such objects.
func (a *App) restAsked(tx *store.Tx, v org.Viewer, x *RestView) (years []int64, err error) {
	lib, err := tx.Library(tx.Now())
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(lib.Registers)) {
		if lib.Registers[name].Asks == nil {
			continue
		}
		reg, err := a.registerView(tx, v, name, tx.Now())
		if errs.Is(err, errs.NotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !reg.On {
			continue
		}
		for _, r := range reg.Records {
			if r.Ended != 0 {
				continue
			}
			year := int64(cmp.Or(reg.Def.At(r.Record), r.Since).Year())
			years = append(years, year)
			if year == x.Year {
				x.asked(reg.Def, r)
			}
		}
	}
	return years, nil
}

func (x *RestView) asked(d *register.Definition, r *RegisterRow) {
	for _, row := range d.Asks.Open(r.Record) {
		l := RestLine{From: d.ID + "/" + strconv.Itoa(r.N), Name: r.Values[d.Title], Words: row.Values[d.Asks.Text], Label: RestAsked, Reason: RestDemand, Register: d.ID, Object: r.N, Line: row.ID}
		if w := row.Values[d.Asks.Why]; w != "" {
			l.Reason, l.Why = RestAnswered, w
		}
		x.Lines = append(x.Lines, l)
	}
}

// narrow counts the lines by what they can be filtered by, and filters them. Each
// count is of the whole year, so that the choices stay the same while one filters.
func (x *RestView) narrow() {
	x.All = len(x.Lines)
	x.Sources = tallyRest(x.Lines, func(l RestLine) (string, string) { return l.From, l.Name })
	x.Reasons = tallyRest(x.Lines, func(l RestLine) (string, string) { return l.Reason, "" })
	x.Labels = tallyRest(x.Lines, func(l RestLine) (string, string) { return l.Label, "" })
	x.Lines = slices.DeleteFunc(x.Lines, func(l RestLine) bool {
		return x.From != "" && l.From != x.From || x.Reason != "" && l.Reason != x.Reason || x.Label != "" && l.Label != x.Label ||
			x.Text != "" && !strings.Contains(l.Words, x.Text)
	})
}

// tallyRest counts lines in the order in which they first come.
func tallyRest(lines []RestLine, by func(RestLine) (key, name string)) (out []RestTally) {
	at := map[string]int{}
	for _, l := range lines {
		key, name := by(l)
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, RestTally{Key: key, Name: name})
		}
		out[i].N++
	}
	return out
}
