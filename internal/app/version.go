package app

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/document"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// The stages of a report on its way to the congress (S2-01).
const (
	StageDraft     = "draft"     // 起草
	StageComment   = "comment"   // 征求意见
	StageRevised   = "revised"   // 修改
	StageSubmitted = "submitted" // 提请审议
	StageAdopted   = "adopted"   // 审议通过
)

// Stages lists the stages in their order.
var Stages = []string{StageDraft, StageComment, StageRevised, StageSubmitted, StageAdopted}

// Version is a document as a version of a report.
type Version struct {
	store.Document
	N     int // 1 is the first
	Stage string
	Note  string
	Since id.Seq       // when it came to its stage
	Day   calendar.Day // likewise
}

// Name is the title of the report with the year it plans for, where the title
// does not say: reports of two years stand side by side.
func (v Version) Name(m *locale.Messages) string { return documentName(v.Document, m) }

func documentName(d store.Document, m *locale.Messages) string {
	if d.Year == 0 || strings.Contains(d.Title, strconv.FormatInt(d.Year, 10)) {
		return d.Title
	}
	return m.T("doc.named", "title", d.Title, "year", d.Year)
}

// Versions is a report with all its versions, the first at the front.
type Versions struct {
	Of    id.Document // first version: it names the report
	List  []Version
	Point asof.Point
	All   int // opinions
	Open  int // of them without an answer
}

// Last is the newest version.
func (x *Versions) Last() Version { return x.List[len(x.List)-1] }

// Version is the version that is a document.
func (x *Versions) Version(doc id.Document) Version {
	if i := slices.IndexFunc(x.List, func(v Version) bool { return v.ID == doc }); i >= 0 {
		return x.List[i]
	}
	return Version{}
}

// versionsOf reads the report that a document belongs to, as known at a point.
func versionsOf(tx *store.Tx, doc id.Document, p asof.Point) (*Versions, error) {
	of, err := tx.FirstVersion(doc)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Versions(of, p.Before())
	if err != nil {
		return nil, err
	}
	out := &Versions{Of: of, Point: p}
	ids := []id.Document{of}
	for _, r := range rows {
		if !slices.Contains(ids, r.Document) {
			ids = append(ids, r.Document)
		}
	}
	docs, err := tx.DocumentsBy(ids)
	if err != nil {
		return nil, err
	}
	if d := docs[doc]; d.ID == 0 || id.Fact(doc).Seq() > p.Seq {
		return nil, errNotThere()
	}
	for i, n := range ids {
		v := Version{Document: docs[n], N: i + 1}
		for _, r := range rows {
			if r.Document == n {
				v.Stage, v.Note, v.Since = r.Stage, r.Note, r.ID.Seq()
			}
		}
		out.List = append(out.List, v)
	}
	return out, out.date(tx)
}

// versionIn is which version of its report a document is, and how far it came.
// The first of a report may have no record of its own.
func versionIn(rows []store.DocumentVersion, doc id.Document) (n int, stage string) {
	of := doc
	for _, r := range rows {
		if r.Document == doc {
			of, stage = r.OfDocument, r.Stage
		}
	}
	ids := []id.Document{of}
	for _, r := range rows {
		if r.OfDocument == of && !slices.Contains(ids, r.Document) {
			ids = append(ids, r.Document)
		}
	}
	if len(ids) == 1 && stage == "" {
		return 0, ""
	}
	return slices.Index(ids, doc) + 1, stage
}

// date gives each version the day it came to its stage.
func (x *Versions) date(tx *store.Tx) error {
	var seqs []id.Seq
	for _, v := range x.List {
		if v.Since != 0 {
			seqs = append(seqs, v.Since)
		}
	}
	leaves, err := tx.Leaves(seqs)
	for i := range x.List {
		x.List[i].Day = x.List[i].AdoptedDay
		for _, l := range leaves {
			if l.Seq == x.List[i].Since {
				x.List[i].Day = l.Day
			}
		}
	}
	return err
}

// NewVersion says of an upload that it is a version of a report.
type NewVersion struct {
	Of    id.Document // any earlier version; 0: it is the first
	Stage string
	Note  string
}

// check refuses what cannot be a version: an unknown report, a stage that is
// none, a report that was adopted already, or one with opinions unanswered.
func (n *NewVersion) check(tx *store.Tx) error {
	if !slices.Contains(Stages, n.Stage) {
		return errs.Form([]errs.Field{{Name: "stage", Key: "err.required"}})
	}
	if n.Of == 0 {
		if n.Stage == StageAdopted {
			return errs.Form([]errs.Field{{Name: "stage", Key: "err.version.adopt"}})
		}
		return nil
	}
	x, err := versionsOf(tx, n.Of, tx.Now())
	if err != nil {
		return errs.Form([]errs.Field{{Name: "of", Key: "err.choice"}})
	}
	n.Of = x.Of
	return mayReach(tx, x, n.Stage)
}

// mayReach refuses a stage that a report cannot come to now. Adoption is the end
// and follows submission; no version is submitted or adopted while an opinion on
// any of them is unanswered (S2-02).
func mayReach(tx *store.Tx, x *Versions, stage string) error {
	submitted := false
	for _, v := range x.List {
		if v.Stage == StageAdopted {
			return errs.E(errs.Conflict, "err.version.end")
		}
		submitted = submitted || v.Stage == StageSubmitted
	}
	if stage != StageSubmitted && stage != StageAdopted {
		return nil
	}
	if stage == StageAdopted && !submitted {
		return errs.Form([]errs.Field{{Name: "stage", Key: "err.version.adopt"}})
	}
	facts, err := tx.OpinionsOf(x.Of, x.Point.Before())
	if err != nil {
		return err
	}
	var open []string
	for _, o := range facts.Opinions {
		if !slices.ContainsFunc(facts.Answers, func(a store.OpinionAnswer) bool { return a.Opinion == o.ID }) {
			open = append(open, strconv.FormatInt(o.N, 10))
		}
	}
	if len(open) > 0 {
		return errs.Form([]errs.Field{{Name: "stage", Key: "err.version.unanswered", Args: []any{"n", len(open), "numbers", strings.Join(open, "、")}}})
	}
	return nil
}

// keep records the version of a document that was just taken in.
func (n *NewVersion) keep(tx *store.Tx, doc id.Document) error {
	of := n.Of
	if of == 0 {
		of = doc
	}
	return store.Add(tx, store.DocumentVersion{Document: doc, OfDocument: of, Stage: n.Stage, Note: n.Note})
}

// MarkStage says how far a version has come. A version only goes on, never back;
// a correction of the text is a version of its own.
func (a *App) MarkStage(ctx context.Context, v org.Viewer, req Request, doc id.Document, stage, note string) error {
	if err := mayWrite(v); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "version_stage", req, func(tx *store.Tx) error {
		x, err := versionsOf(tx, doc, tx.Now())
		if err != nil {
			return err
		}
		at := slices.Index(Stages, stage)
		if at < 0 || at <= slices.Index(Stages, x.Version(doc).Stage) {
			return errs.Form([]errs.Field{{Name: "stage", Key: "err.version.stage"}})
		}
		if err := mayReach(tx, x, stage); err != nil {
			return err
		}
		return store.Add(tx, store.DocumentVersion{Document: doc, OfDocument: x.Of, Stage: stage, Note: strings.TrimSpace(note)})
	})
	return err
}

// Versions shows the report a document belongs to, as known at the end of a day
// (0: now).
func (a *App) Versions(ctx context.Context, v org.Viewer, doc id.Document, day calendar.Day) (out *Versions, err error) {
	if err := need(v, org.Draft); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		p, err := at(tx, day)
		if err != nil {
			return err
		}
		if out, err = versionsOf(tx, doc, p); err != nil {
			return err
		}
		return out.count(tx)
	})
	return out, err
}

// count counts the opinions on all versions.
func (x *Versions) count(tx *store.Tx) error {
	tallies, err := tx.OpinionTallies(x.Point.Before())
	for _, t := range tallies {
		if t.OfDocument == x.Of {
			x.All, x.Open = x.All+t.All, x.Open+t.Open
		}
	}
	return err
}

// ComparedClause is a clause as it is compared: its number as people see it, its
// place in the text, and its words without line ends.
type ComparedClause struct {
	N          int
	Start, End int
	Words      string
	Heading    bool
}

// Comparison is two documents side by side, clause by clause.
type Comparison struct {
	A, B   Version // N and Stage are empty of documents that are no versions
	Left   []ComparedClause
	Right  []ComparedClause
	Pairs  []document.Pair
	Counts map[document.Turn]int
}

// Compare compares two documents clause by clause, page furniture left out. They
// need not be versions of one report.
func (a *App) Compare(ctx context.Context, v org.Viewer, earlier, later id.Document) (*Comparison, error) {
	if err := need(v, org.Draft); err != nil {
		return nil, err
	}
	out := &Comparison{}
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		if out.A, out.Left, err = comparable(tx, earlier); err != nil {
			return err
		}
		out.B, out.Right, err = comparable(tx, later)
		return err
	})
	if err != nil {
		return nil, err
	}
	out.pair()
	return out, nil
}

// pair aligns the clauses of both sides.
func (c *Comparison) pair() {
	c.Pairs, c.Counts = document.Compare(wordsOf(c.Left), wordsOf(c.Right)), map[document.Turn]int{}
	for _, p := range c.Pairs {
		c.Counts[p.Turn]++
	}
}

func wordsOf(list []ComparedClause) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = c.Words
	}
	return out
}

func comparable(tx *store.Tx, doc id.Document) (Version, []ComparedClause, error) {
	x, err := versionsOf(tx, doc, tx.Now())
	if err != nil {
		return Version{}, nil, err
	}
	v := x.Version(doc)
	bodies, err := tx.Bodies([]string{v.TextHash})
	if err != nil {
		return v, nil, err
	}
	text := []rune(string(bodies[v.TextHash]))
	clauses, err := tx.Clauses(doc)
	var out []ComparedClause
	for _, c := range clauses {
		if c.Label == "furniture" || c.Start < 0 || c.End > int64(len(text)) || c.Start > c.End {
			continue
		}
		out = append(out, ComparedClause{N: int(c.N) + 1, Start: int(c.Start), End: int(c.End), Words: document.Plain(string(text[c.Start:c.End])), Heading: c.Label == "heading"})
	}
	return v, out, err
}
