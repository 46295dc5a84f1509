package app

import (
	"context"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/decompose"
	"jiufen/internal/document"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
	"jiufen/internal/textin"
)

// Upload is a document to take in: a file, or pasted text with a name.
type Upload struct {
	Name  string
	Bytes []byte
	Sort  string // report, notice, instruction, decision …; '' is report
	Year  int    // 0: read from the text

	Version *NewVersion // it is a version of a report; nil: it stands alone
}

// TakeIn reads a document and keeps it with its clauses, and a draft for every
// promise in it. The file is read in a child process within limits; a file with
// a mark of secrecy is refused and nothing of it is kept. A file that was taken
// in before is a conflict that names the document.
func (a *App) TakeIn(ctx context.Context, v org.Viewer, req Request, u Upload) (id.Document, error) {
	if err := need(v, org.Draft); err != nil {
		return 0, err
	}
	if u.Version != nil {
		if err := mayWrite(v); err != nil {
			return 0, err
		}
	}
	read, err := a.readText(ctx, u)
	if err != nil {
		return 0, err
	}
	doc, err := document.Read(read.String)
	if err != nil {
		return 0, err
	}
	known, err := a.knownUnits(ctx)
	if err != nil {
		return 0, err
	}
	res := decompose.Decompose(doc, a.Lex, decompose.Options{Year: u.Year, Units: known})
	var out id.Document
	_, err = a.write(ctx, v, "take_in", req, func(tx *store.Tx) error {
		if have, err := tx.DocumentByFile(read.Bytes); err != nil || have != 0 {
			if err == nil {
				err = errs.E(errs.Conflict, "err.document.same", "document", id.String(have))
			}
			return err
		}
		if u.Version != nil {
			if err := u.Version.check(tx); err != nil {
				return err
			}
		}
		if out, err = keepDocument(tx, u, read, res); err != nil || u.Version == nil {
			return err
		}
		return u.Version.keep(tx, out)
	})
	if err == nil && out == 0 { // the repeat of a request that went through
		out, err = a.documentByFile(ctx, read.Bytes)
	}
	return out, err
}

func (a *App) documentByFile(ctx context.Context, hash string) (doc id.Document, err error) {
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		doc, err = tx.DocumentByFile(hash)
		return err
	})
	return doc, err
}

func (a *App) readText(ctx context.Context, u Upload) (textin.Text, error) {
	if a.Exe == "" {
		return textin.Read(u.Name, u.Bytes, textin.Limits{})
	}
	return textin.Run(ctx, a.Exe, textin.Limits{}, u.Name, u.Bytes)
}

// knownUnits are the place's units by all their names, for matching.
func (a *App) knownUnits(ctx context.Context) ([]decompose.Known, error) {
	var out []decompose.Known
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		for _, u := range dir.Units {
			if u.Sort != org.Section && u.EndDay == 0 {
				out = append(out, decompose.Known{ID: id.String(u.ID), Name: u.Name, Aliases: []string{u.Short}})
			}
		}
		return nil
	})
	return out, err
}

func keepDocument(tx *store.Tx, u Upload, read textin.Text, res decompose.Result) (id.Document, error) {
	hash, err := tx.PutBody([]byte(read.String))
	if err != nil {
		return 0, err
	}
	title := res.Doc.Title
	if title == "" {
		title = u.Name
	}
	sort := u.Sort
	if sort == "" {
		sort = "report"
	}
	doc, err := store.Insert[store.Document, id.Document](tx, store.Document{Title: title, Sort: sort, Year: int64(res.Year), FileHash: read.Bytes, TextHash: hash, Reader: read.Reader, AdoptedDay: tx.Day})
	if err != nil {
		return 0, err
	}
	if err := keepClauses(tx, doc, res); err != nil {
		return 0, err
	}
	return doc, keepDrafts(tx, doc, sort, res)
}

func keepClauses(tx *store.Tx, doc id.Document, res decompose.Result) error {
	rest := map[int]string{}
	for _, u := range res.Uncovered {
		rest[u.Clause] = u.Reason
	}
	for i, c := range res.Doc.Clauses {
		row := store.Clause{Document: doc, N: int64(i), Start: int64(c.Start), End: int64(c.End), Section: c.Section.String(),
			Label: res.Clauses[i].Label.String(), Reason: res.Clauses[i].Reason, Heading: headingPath(&res.Doc, i)}
		if r, ok := rest[i]; ok {
			row.Reason = r
		}
		if err := store.Add(tx, row); err != nil {
			return err
		}
	}
	return nil
}

// headingPath is the headings above a clause, outermost first, a line each.
func headingPath(d *document.Document, clause int) string {
	var parts []string
	for _, h := range d.Path(clause) {
		parts = append(parts, d.Words(h))
	}
	return strings.Join(parts, "\n")
}

// keepDrafts makes a draft of each promise, with the kind's and the reader's
// proposals in it.
func keepDrafts(tx *store.Tx, doc id.Document, sort string, res decompose.Result) error {
	if len(res.Drafts) == 0 {
		return nil
	}
	first, err := tx.Count("draft", int64(len(res.Drafts)))
	if err != nil {
		return err
	}
	lib, err := tx.Library(tx.Now())
	if err != nil {
		return err
	}
	for i, d := range res.Drafts {
		body := draftOf(&res, d)
		body.ofSort(lib, sort)
		if d.Parent >= 0 && d.Parent < len(res.Drafts) {
			body.Parent = id.Draft(first + int64(d.Parent))
		}
		if err := tx.AddDraft(store.Draft{ID: id.Draft(first + int64(i)), Document: doc, N: int64(i + 1), State: DraftOpen, Body: body.encode()}); err != nil {
			return err
		}
	}
	return nil
}

// DocumentLine is a document in the list.
type DocumentLine struct {
	store.Document
	Open, Accepted, Issued, Dropped int // drafts by state
	N                               int // which version of its report, 0 for none
	Stage                           string
}

// Documents lists what was taken in, the newest first.
func (a *App) Documents(ctx context.Context, v org.Viewer) ([]DocumentLine, error) {
	if err := need(v, org.Draft); err != nil {
		return nil, err
	}
	var out []DocumentLine
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		docs, err := tx.Documents(200)
		if err != nil {
			return err
		}
		counts, err := tx.DraftCounts()
		if err != nil {
			return err
		}
		rows, err := tx.AllVersions(tx.Now().Before())
		for _, d := range docs {
			c := counts[d.ID]
			l := DocumentLine{Document: d, Open: c[DraftOpen], Accepted: c[DraftAccepted], Issued: c[DraftIssued], Dropped: c[DraftDropped]}
			l.N, l.Stage = versionIn(rows, d.ID)
			out = append(out, l)
		}
		return err
	})
	return out, err
}

// DocumentView is a document with its text, clauses, drafts and papers.
type DocumentView struct {
	store.Document
	Text    []rune
	Clauses []store.Clause
	Drafts  []DraftView
	Papers  []store.Paper
	Cover   Coverage
	Rest    []store.Clause // sentences of planning sections in no draft, each with its reason
	Dir     *org.Directory
	Lib     *store.Library
	Today   calendar.Day
	Version *Versions // the report it is a version of
}

// Coverage accounts for every sentence of the planning sections: the first of a
// draft, joined to one, or in none. The three add up to All. Open are those of
// Made whose draft is not decided yet; Undecided counts such drafts.
type Coverage struct{ All, Made, Joined, Rest, Open, Undecided int }

// Document shows a document at the desk.
func (a *App) Document(ctx context.Context, v org.Viewer, n id.Document) (*DocumentView, error) {
	if err := need(v, org.Draft); err != nil {
		return nil, err
	}
	d := &DocumentView{}
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		if d.Document, err = tx.Document(n); err != nil {
			return err
		}
		bodies, err := tx.Bodies([]string{d.TextHash})
		if err != nil {
			return err
		}
		d.Text = []rune(string(bodies[d.TextHash]))
		if d.Clauses, err = tx.Clauses(n); err != nil {
			return err
		}
		if d.Papers, err = tx.Papers(n, 20); err != nil {
			return err
		}
		if d.Dir, err = tx.Directory(tx.Now()); err != nil {
			return err
		}
		if d.Lib, err = tx.Library(tx.Now()); err != nil {
			return err
		}
		d.Today = tx.Day
		if d.Version, err = versionsOf(tx, n, tx.Now()); err != nil {
			return err
		}
		if err := d.Version.count(tx); err != nil {
			return err
		}
		drafts, err := tx.Drafts(n)
		for _, x := range drafts {
			d.Drafts = append(d.Drafts, viewDraft(x, d.Lib, d.Dir))
		}
		headsFirst(d.Drafts)
		return err
	})
	if err != nil {
		return nil, err
	}
	d.account()
	return d, nil
}

// planning reports whether a clause is a sentence of a planning section.
func planning(c store.Clause) bool {
	return (c.Section == "horizon" || c.Section == "plan" || c.Section == "measures") && c.Label != "heading" && c.Label != "furniture"
}

// account counts the sentences and lists those that became nothing.
func (d *DocumentView) account() {
	first, joined, open := map[int]bool{}, map[int]bool{}, map[int]bool{}
	for _, x := range d.Drafts {
		if x.State == DraftGone || x.State == DraftDropped {
			continue
		}
		for i, c := range x.Body.Clauses {
			if i == 0 {
				first[c] = true
			} else {
				joined[c] = true
			}
		}
		if x.State == DraftOpen {
			d.Cover.Undecided++
			if len(x.Body.Clauses) > 0 {
				open[x.Body.Clauses[0]] = true
			}
		}
	}
	for _, c := range d.Clauses {
		if !planning(c) {
			continue
		}
		d.Cover.All++
		switch {
		case first[int(c.N)]:
			d.Cover.Made++
			if open[int(c.N)] {
				d.Cover.Open++
			}
		case joined[int(c.N)]:
			d.Cover.Joined++
		default:
			d.Cover.Rest++
			d.Rest = append(d.Rest, c)
		}
	}
}

// Dropped are the sentences of drafts that a person said are no items, with what he
// wrote.
func (d *DocumentView) Dropped() map[int]string {
	out := map[int]string{}
	for _, x := range d.Drafts {
		if x.State == DraftDropped {
			for _, c := range x.Body.Clauses {
				out[c] = x.Body.Reason
			}
		}
	}
	return out
}

// Words cuts a place out of the text, in code points.
func (d *DocumentView) Words(start, end int64) string {
	if start < 0 || end > int64(len(d.Text)) || start > end {
		return ""
	}
	return string(d.Text[start:end])
}
