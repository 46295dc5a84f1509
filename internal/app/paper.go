package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
	"jiufen/internal/paper"
	"jiufen/internal/store"
)

// Settings of papers, with their defaults.
const (
	SettingSeries = "paper.series" // 发文字号 without year and number
	SettingHead   = "paper.head"   // red head
	SettingIssuer = "paper.issuer" // under the text
	SettingTo     = "paper.to"     // main addressees
	SettingPlace  = "place.name"

	// SettingLeadRule is the sentence by which the first of several units leads
	// (列第一位的责任单位为牵头单位), without its stop; by default there is none,
	// since the tables have a column for the lead.
	SettingLeadRule = "paper.leadrule"

	defaultSeries = "样政办发"
	defaultHead   = "样例市人民政府办公室文件"
	defaultIssuer = "样例市人民政府办公室"
	defaultTo     = "各县（市、区）人民政府，市政府各部门、各直属机构："
	defaultPlace  = "样例市"
)

func yearEnd(year int64) string { return fmt.Sprintf("%d-12-31", year) }

// SubmitPaper makes a notice of the accepted drafts of a document and submits it
// for approval (送审). Drafts with problems stop it, each named; open drafts do
// not: they can follow in a later notice.
func (a *App) SubmitPaper(ctx context.Context, v org.Viewer, req Request, doc id.Document, title string) (id.Paper, error) {
	if err := need(v, org.Draft); err != nil {
		return 0, err
	}
	var out id.Paper
	_, err := a.write(ctx, v, "paper_submit", req, func(tx *store.Tx) error {
		set, d, err := acceptedSet(tx, doc)
		if err != nil {
			return err
		}
		out, err = store.Insert[store.Paper, id.Paper](tx, store.Paper{Sort: "notice", Title: cmp.Or(title, noticeTitle(d)), Document: doc, SetHash: set.hash, Year: int64(yearOf(tx.Day))})
		if err != nil {
			return err
		}
		return store.Add(tx, store.PaperStep{PaperID: out, Act: "submit", Post: v.Post})
	})
	if err == nil && out == 0 {
		err = a.DB.View(ctx, func(tx *store.Tx) error {
			ps, err := tx.Papers(doc, 1)
			if len(ps) > 0 {
				out = ps[0].ID
			}
			return err
		})
	}
	return out, err
}

func yearOf(d calendar.Day) int { return d.Year() }

func noticeTitle(d store.Document) string {
	return "关于印发《" + d.Title + "》任务分解方案的通知"
}

// draftSet is what a paper is made of: the accepted drafts, and a hash over
// them, so that what is approved and signed is what was submitted.
type draftSet struct {
	drafts []store.Draft
	issued []store.Draft // in the ledger already: a part may belong to one
	bodies []DraftBody
	joined []joinedDraft // joined items of the ledger since the last notice
	hash   string
}

func acceptedSet(tx *store.Tx, doc id.Document) (draftSet, store.Document, error) {
	var set draftSet
	d, err := tx.Document(doc)
	if err != nil {
		return set, d, err
	}
	all, err := tx.Drafts(doc)
	if err != nil {
		return set, d, err
	}
	lib, err := tx.Library(tx.Now())
	if err != nil {
		return set, d, err
	}
	dir, err := tx.Directory(tx.Now())
	if err != nil {
		return set, d, err
	}
	h := sha256.New()
	var fields []errs.Field
	views := make([]DraftView, len(all))
	for i, x := range all {
		views[i] = viewDraft(x, lib, dir)
	}
	headsFirst(views)
	for _, view := range views {
		x := view.Draft
		if x.State != DraftAccepted {
			if x.State == DraftIssued {
				set.issued = append(set.issued, x)
			}
			continue
		}
		for _, p := range view.Problems {
			fields = append(fields, errs.Field{Name: "draft-" + id.String(x.ID), Key: p.Key, Args: append([]any{"title", view.Body.Title}, p.Args...)})
		}
		set.drafts, set.bodies = append(set.drafts, x), append(set.bodies, view.Body)
		fmt.Fprintf(h, "%d %d\n%s\n", x.ID, len(x.Body), x.Body)
	}
	if set.joined, err = joinedSince(tx, doc, views); err != nil {
		return set, d, err
	}
	for _, j := range set.joined {
		fmt.Fprintf(h, "joined %d %d\n", j.draft.ID, j.draft.ItemID)
	}
	set.hash = hex.EncodeToString(h.Sum(nil))
	if len(set.drafts) == 0 {
		return set, d, errs.E(errs.Invalid, "err.paper.empty")
	}
	return set, d, errs.Form(fields)
}

// PaperView is a paper on its way.
type PaperView struct {
	store.Paper
	Steps   []store.PaperStep
	State   string // submitted, approved, signed, returned, stale
	Number  string // 〔2026〕6号 with its series, once signed
	Rows    []NewItem
	Items   []id.Item // once signed
	Changed bool      // the drafts are no longer what was submitted
	Dir     *org.Directory
	Lib     *store.Library
	Doc     store.Document
}

// Paper shows a paper to those who may make, approve or sign one.
func (a *App) Paper(ctx context.Context, v org.Viewer, n id.Paper) (*PaperView, error) {
	if err := mayPapers(v); err != nil {
		return nil, err
	}
	out := &PaperView{}
	err := a.DB.View(ctx, func(tx *store.Tx) (err error) {
		if out.Paper, out.Steps, err = noticePaper(tx, n); err != nil {
			return err
		}
		if out.Dir, err = tx.Directory(tx.Now()); err != nil {
			return err
		}
		if out.Lib, err = tx.Library(tx.Now()); err != nil {
			return err
		}
		out.State, out.Number = paperState(out.Steps)
		if out.Doc, err = tx.Document(out.Document); err != nil {
			return err
		}
		if out.State == "signed" {
			if out.Items, err = tx.PaperItems(n); err == nil {
				out.Rows, err = issuedRows(tx, out.Items, out.Doc, out.Dir)
			}
			return err
		}
		set, doc, err := acceptedSet(tx, out.Document)
		if err != nil && !errs.Is(err, errs.Invalid) {
			return err
		}
		out.Changed = set.hash != out.SetHash
		for _, b := range set.bodies {
			out.Rows = append(out.Rows, b.item(doc, out.Dir))
		}
		return nil
	})
	return out, err
}

// noticePaper reads a notice with its steps; a bulletin is none.
func noticePaper(tx *store.Tx, n id.Paper) (store.Paper, []store.PaperStep, error) {
	p, steps, err := tx.Paper(n)
	if err == nil && p.Sort != "notice" {
		err = errNotThere()
	}
	return p, steps, err
}

// paperState is where the steps have led a paper, and its number once signed.
func paperState(steps []store.PaperStep) (state, number string) {
	for _, s := range steps {
		switch s.Act {
		case "submit":
			state = "submitted"
		case "approve":
			state = "approved"
		case "return", "withdraw":
			state = "returned"
		case "sign":
			state, number = "signed", PaperNumber(s.Series, s.Year, s.No)
		}
	}
	return state, number
}

// PaperNumber is the 发文字号: hexagonal brackets, no leading zero.
func PaperNumber(series string, year, no int64) string {
	return fmt.Sprintf("%s〔%d〕%d号", series, year, no)
}

// ApprovePaper is 审定: the content is right. It needs the right and the
// password again.
func (a *App) ApprovePaper(ctx context.Context, v org.Viewer, req Request, n id.Paper) error {
	if err := cmp.Or(need(v, org.Approve), proven(v)); err != nil {
		return err
	}
	return a.stepPaper(ctx, v, req, n, "approve", "submitted", "")
}

// ReturnPaper sends a paper back with words; it can be submitted anew.
func (a *App) ReturnPaper(ctx context.Context, v org.Viewer, req Request, n id.Paper, words string) error {
	if !v.Can(org.Sign) {
		if err := need(v, org.Approve); err != nil {
			return err
		}
	}
	if strings.TrimSpace(words) == "" {
		return errs.Form([]errs.Field{{Name: "words", Key: "err.required"}})
	}
	return a.stepPaper(ctx, v, req, n, "return", "", words)
}

func (a *App) stepPaper(ctx context.Context, v org.Viewer, req Request, n id.Paper, act, from, words string) error {
	_, err := a.write(ctx, v, "paper_"+act, req, func(tx *store.Tx) error {
		p, steps, err := noticePaper(tx, n)
		if err != nil {
			return err
		}
		state, _ := paperState(steps)
		if state == "signed" || state == "returned" || from != "" && state != from {
			return errs.E(errs.Conflict, "err.paper.state", "state", state)
		}
		if act == "approve" {
			if err := unchanged(tx, p); err != nil {
				return err
			}
		}
		return store.Add(tx, store.PaperStep{PaperID: n, Act: act, Post: v.Post, Words: words})
	})
	return err
}

// unchanged refuses a paper whose drafts are no longer those submitted.
func unchanged(tx *store.Tx, p store.Paper) error {
	set, _, err := acceptedSet(tx, p.Document)
	if err != nil {
		return err
	}
	if set.hash != p.SetHash {
		return errs.E(errs.Conflict, "err.paper.changed")
	}
	return nil
}

// Signed is what signing gave.
type Signed struct {
	Number string
	Items  []id.Item
}

// SignPaper is 签发: the paper gets its number in the same write in which its
// items enter the ledger and are assigned, so the series has no gap and nothing
// is issued without a number. The paper is rendered before; only its number and
// day are stamped in within the write.
func (a *App) SignPaper(ctx context.Context, v org.Viewer, req Request, n id.Paper) (*Signed, error) {
	if err := cmp.Or(need(v, org.Sign), proven(v)); err != nil {
		return nil, err
	}
	drawn, wrong := a.drawNotice(ctx, n) // told only if this is not a request sent twice
	out := &Signed{}
	_, err := a.write(ctx, v, "paper_sign", req, func(tx *store.Tx) error {
		p, steps, err := noticePaper(tx, n)
		if err != nil {
			return err
		}
		if state, _ := paperState(steps); state != "approved" {
			return errs.E(errs.Conflict, "err.paper.state", "state", state)
		}
		if wrong != nil {
			return wrong
		}
		return signNotice(tx, v, p, drawn, out)
	})
	if err != nil {
		return nil, err
	}
	if out.Number == "" { // signed by the same request before
		return out, a.signedAs(ctx, n, out)
	}
	a.mark(ctx)
	return out, nil
}

// signedAs reads what signing a paper gave.
func (a *App) signedAs(ctx context.Context, n id.Paper, out *Signed) error {
	return a.DB.View(ctx, func(tx *store.Tx) error {
		_, steps, err := tx.Paper(n)
		if err != nil {
			return err
		}
		_, out.Number = paperState(steps)
		out.Items, err = tx.PaperItems(n)
		return err
	})
}

// drawing is a notice rendered but for its number and day.
type drawing struct {
	setHash string
	series  string
	files   map[string][]byte
}

func signNotice(tx *store.Tx, v org.Viewer, p store.Paper, drawn *drawing, out *Signed) error {
	set, doc, err := acceptedSet(tx, p.Document)
	if err != nil {
		return err
	}
	if set.hash != p.SetHash || drawn.setHash != p.SetHash {
		return errs.E(errs.Conflict, "err.paper.changed")
	}
	year := int64(tx.Day.Year())
	no, err := tx.NextPaperNo(drawn.series, year)
	if err != nil {
		return err
	}
	out.Number = PaperNumber(drawn.series, year, no)
	hashes := make([]string, 0, 2)
	for _, form := range []string{"docx", "xlsx"} {
		b, err := paper.Stamp(drawn.files[form], out.Number, tx.Day.LabelYear())
		if err != nil {
			return err
		}
		h, err := tx.PutBody(b)
		if err != nil {
			return err
		}
		hashes = append(hashes, h)
	}
	if err := store.Add(tx, store.PaperStep{PaperID: p.ID, Act: "sign", Post: v.Post, Series: drawn.series, Year: year, No: no, FileHash: strings.Join(hashes, " ")}); err != nil {
		return err
	}
	dir, err := tx.Directory(tx.Now())
	if err != nil {
		return err
	}
	if out.Items, err = issue(tx, p.ID, set.items(doc, dir)); err != nil {
		return err
	}
	for i, d := range set.drafts {
		d.State, d.ItemID = DraftIssued, out.Items[i]
		if err := saveAll(tx, d); err != nil {
			return err
		}
	}
	return nil
}

// items are the set's drafts as new items; a draft that serves another of the
// set becomes its part.
func (s draftSet) items(doc store.Document, dir *org.Directory) []NewItem {
	out := make([]NewItem, len(s.bodies))
	for i, b := range s.bodies {
		out[i] = b.item(doc, dir)
		j := slices.IndexFunc(s.drafts, func(d store.Draft) bool { return d.ID == b.Parent && b.Parent != 0 })
		if j >= 0 && j < i {
			out[i].ParentAt = j + 1
		}
		for _, d := range s.issued {
			if b.Parent != 0 && d.ID == b.Parent {
				out[i].Parent = d.ItemID
			}
		}
	}
	return out
}

// drawNotice renders the notice with its annexes from the accepted drafts.
func (a *App) drawNotice(ctx context.Context, n id.Paper) (*drawing, error) {
	var d *drawing
	var notice paper.Notice
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		p, _, err := noticePaper(tx, n)
		if err != nil {
			return err
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		set, doc, err := acceptedSet(tx, p.Document)
		if err != nil {
			return err
		}
		d = &drawing{setHash: set.hash, series: cmp.Or(lib.Settings[SettingSeries], defaultSeries), files: map[string][]byte{}}
		notice = a.noticeOf(p, doc, set, lib, dir)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if d.files["docx"], err = notice.Docx(a.Text); err != nil {
		return nil, err
	}
	d.files["xlsx"], err = notice.Xlsx(a.Text)
	return d, err
}

func (b DraftBody) names(dir *org.Directory, role string) string {
	var out []string
	for _, p := range b.Parties {
		if p.Role == role {
			out = append(out, cmp.Or(p.Words, dir.Unit(p.Unit).Name))
		}
	}
	return strings.Join(out, "、")
}

// goals are the targets in the words of the report, or, of a figure that a person
// typed, as it is written.
func (b DraftBody) goals(m *locale.Messages) string {
	var out []string
	for _, x := range b.Measures {
		if g := cmp.Or(x.Quote, x.Goal(m)); g != "" {
			out = append(out, g)
		}
	}
	return strings.Join(out, "；")
}

// Goal is what is to be reached: 4%以上, 高于全省平均水平; empty if nothing is said.
func (x DraftMeasure) Goal(m *locale.Messages) string {
	switch {
	case x.Comparator == "relative" && x.RelativeTo != "" && m.Has("draft.goal."+x.Relation):
		return m.T("draft.goal."+x.Relation, "of", x.RelativeTo)
	case x.Comparator == "range" && x.ValueMax != "":
		return x.Value + "—" + x.ValueMax + x.Unit
	case x.Value == "0" && x.Comparator == "at_most":
		return x.Value + x.Unit
	case x.Value != "" && m.Has("need.target."+x.Comparator):
		return m.T("need.target."+x.Comparator, "n", x.Value+x.Unit)
	case x.Value != "":
		return x.Value + x.Unit
	}
	return ""
}

// PaperFile is a signed paper's file as it was issued: form is docx or xlsx.
func (a *App) PaperFile(ctx context.Context, v org.Viewer, n id.Paper, form string) (name string, file []byte, err error) {
	if err := need(v, org.Read); err != nil {
		return "", nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		p, steps, err := noticePaper(tx, n)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(steps, func(s store.PaperStep) bool { return s.Act == "sign" })
		at := slices.Index([]string{"docx", "xlsx"}, form)
		if i < 0 || at < 0 {
			return errNotThere()
		}
		h := strings.Fields(steps[i].FileHash)[at]
		bodies, err := tx.Bodies([]string{h})
		name, file = p.Title+"."+form, bodies[h]
		return err
	})
	return name, file, err
}
