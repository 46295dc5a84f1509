package app

import (
	"bytes"
	"cmp"
	"context"
	"path"
	"slices"
	"strings"

	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/document"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/ledger"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// SettingEvidenceMB is how large a file of evidence may be, in MB.
const (
	SettingEvidenceMB = "evidence.mb"
	DefaultEvidenceMB = 8
)

// evidenceTypes are the files taken as evidence, with how they begin and whether
// they are pictures. Nothing that a browser would run is among them.
var evidenceTypes = map[string]struct {
	magic string
	photo bool
}{
	".pdf": {"%PDF-", false}, ".docx": {"PK\x03\x04", false}, ".xlsx": {"PK\x03\x04", false}, ".ofd": {"PK\x03\x04", false},
	".jpg": {"\xff\xd8\xff", true}, ".jpeg": {"\xff\xd8\xff", true}, ".png": {"\x89PNG\r\n\x1a\n", true},
}

// EvidenceTypes are the endings of files taken where a sort is asked for.
func EvidenceTypes(sort string) []string {
	var out []string
	for ext, t := range evidenceTypes {
		if sort == store.EvidencePhoto || sort == store.EvidenceFile && !t.photo {
			out = append(out, ext)
		}
	}
	slices.Sort(out)
	return out
}

// AskEvidence says what has to show that reports of an item are so, from now on;
// sort none asks for nothing any more. By default nothing is asked of any item; a
// photograph needs a reason for this item (S2-27; practice 2.29, 减负规定).
func (a *App) AskEvidence(ctx context.Context, v org.Viewer, req Request, item id.Item, sort, words, reason string) error {
	if err := need(v, org.Assign); err != nil {
		return err
	}
	words, reason = strings.TrimSpace(words), strings.TrimSpace(reason)
	var wrong []errs.Field
	if !slices.Contains(store.EvidenceSorts, sort) {
		wrong = append(wrong, errs.Field{Name: "evidencesort", Key: "err.required"})
	}
	if sort != store.NoEvidence && words == "" {
		wrong = append(wrong, errs.Field{Name: "what", Key: "err.required"})
	}
	if sort == store.EvidencePhoto && reason == "" {
		wrong = append(wrong, errs.Field{Name: "reason", Key: "err.evidence.photo"})
	}
	if err := errs.Form(wrong); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "evidence_ask", req, func(tx *store.Tx) error {
		f, _, err := itemFacts(tx, v, item)
		if err != nil {
			return err
		}
		if err := stillOpen(f); err != nil {
			return err
		}
		if now, _ := f.EvidenceAsked(); cmp.Or(now.Sort, store.NoEvidence) == sort && now.Words == words && now.Reason == reason {
			return errs.E(errs.Conflict, "err.evidence.same")
		}
		return store.Add(tx, store.Evidence{ItemID: item, Act: store.EvidenceAsk, Sort: sort, Words: words, Reason: reason, Day: tx.Day})
	})
	return err
}

func stillOpen(f *store.Facts) error {
	if st := f.Stage(); st == ledger.Open || st == ledger.Applied {
		return nil
	}
	return errs.E(errs.Conflict, "err.sheet.closed", "number", f.Item.Number)
}

// EvidenceInput is a file given for the report of a period.
type EvidenceInput struct {
	Item   id.Item
	Period calendar.Period
	Upload
	Words string // what it shows
}

// GiveEvidence keeps a file for the report of a period, before the head signs or
// after, where files are asked for. It is looked at, not believed: the ending has
// to be what the bytes are, text with a mark of secrecy is refused, and nothing of
// a refused file is kept.
func (a *App) GiveEvidence(ctx context.Context, v org.Viewer, req Request, in EvidenceInput) error {
	if err := need(v, org.Report); err != nil {
		return err
	}
	in.Name = path.Base(strings.ReplaceAll(in.Name, `\`, "/"))
	err := a.DB.View(ctx, func(tx *store.Tx) error { // first whether he may, then what it is
		_, err := evidenceOwn(tx, v, in.Item)
		return err
	})
	if err != nil {
		return err
	}
	kind, err := a.checkFile(ctx, in.Upload)
	if err != nil {
		return err
	}
	_, err = a.write(ctx, v, "evidence_give", req, func(tx *store.Tx) error {
		f, err := evidenceOwn(tx, v, in.Item)
		if err != nil {
			return err
		}
		ask, _ := f.EvidenceAsked()
		switch {
		case ask.Sort != store.EvidenceFile && ask.Sort != store.EvidencePhoto:
			return errs.E(errs.Conflict, "err.evidence.notasked")
		case kind == store.EvidencePhoto && ask.Sort != store.EvidencePhoto:
			return evidenceBad("err.evidence.nophoto")
		case !in.Period.Valid() || in.Period.Start() > tx.Day:
			return errs.Form([]errs.Field{{Name: "period", Key: "err.period"}})
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		if most := lib.Int(SettingEvidenceMB, DefaultEvidenceMB); len(in.Bytes) > most<<20 {
			return evidenceBad("err.evidence.large", "name", in.Name, "mb", most)
		}
		body, err := tx.PutBody(in.Bytes)
		if err != nil {
			return err
		}
		return store.Add(tx, store.Evidence{ItemID: in.Item, UnitID: v.Unit, Period: in.Period, Act: store.EvidenceGive, Sort: kind, Words: strings.TrimSpace(in.Words),
			File: in.Name, Size: int64(len(in.Bytes)), Body: body, Day: tx.Day})
	})
	return err
}

func evidenceBad(key string, args ...any) error {
	return errs.Form([]errs.Field{{Name: "file", Key: key, Args: args}})
}

// scanned are the ways in which a good file has no text to look into.
var scanned = map[string]bool{"textin.pdf.scan": true, "textin.pdf.codes": true, "textin.blank": true}

// checkFile tells which sort of evidence a file is, by its ending and its bytes.
func (a *App) checkFile(ctx context.Context, u Upload) (sort string, err error) {
	ext := strings.ToLower(path.Ext(u.Name))
	t, ok := evidenceTypes[ext]
	switch {
	case !ok:
		return "", evidenceBad("err.evidence.type", "name", u.Name)
	case !bytes.HasPrefix(u.Bytes, []byte(t.magic)):
		return "", evidenceBad("err.evidence.bytes", "name", u.Name, "ext", ext)
	case t.photo:
		return store.EvidencePhoto, nil
	case ext == ".ofd":
		return store.EvidenceFile, nil
	}
	read, err := a.readText(ctx, u)
	switch {
	case err != nil && scanned[errs.Of(err).Key]:
		return store.EvidenceFile, nil
	case err != nil:
		return "", evidenceBad(errs.Of(err).Key, errs.Of(err).Args...)
	}
	if _, err := document.Read(read.String); err != nil && errs.Of(err).Key == "decompose.secret" {
		return "", evidenceBad("decompose.secret", errs.Of(err).Args...)
	}
	return store.EvidenceFile, nil
}

// evidenceOwn reads an open item that the viewer's unit reports.
func evidenceOwn(tx *store.Tx, v org.Viewer, item id.Item) (*store.Facts, error) {
	f, dir, err := itemFacts(tx, v, item)
	if err != nil {
		return nil, err
	}
	if !reports(dir, f, v.Unit) {
		return nil, errs.E(errs.Forbidden, "err.evidence.unit")
	}
	return f, stillOpen(f)
}

// WithdrawEvidence takes back what was given for a period, with a reason, as long
// as no report of that period stands. It stays recorded.
func (a *App) WithdrawEvidence(ctx context.Context, v org.Viewer, req Request, item id.Item, n id.Fact, reason string) error {
	if err := need(v, org.Report); err != nil {
		return err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return errs.Form([]errs.Field{{Name: "backreason", Key: "err.required"}})
	}
	_, err := a.write(ctx, v, "evidence_withdraw", req, func(tx *store.Tx) error {
		f, dir, err := itemFacts(tx, v, item)
		if err != nil {
			return err
		}
		e, there := f.EvidenceBy(n)
		switch {
		case !there:
			return errNotThere()
		case dir.Successor(e.UnitID) != v.Unit:
			return errs.E(errs.Forbidden, "err.evidence.unit")
		case f.Current(e.Period) != nil:
			return errs.E(errs.Conflict, "err.evidence.stands")
		}
		return store.Add(tx, store.Evidence{ItemID: e.ItemID, UnitID: v.Unit, Period: e.Period, Act: store.EvidenceWithdraw, Sort: e.Sort, Reason: reason, Refers: n, Day: tx.Day})
	})
	return err
}

// EvidenceBytes gives a file to whoever sees the item in full; others than the
// unit that gave it once its period was reported. A number is no right.
func (a *App) EvidenceBytes(ctx context.Context, v org.Viewer, item id.Item, n id.Fact) (name string, b []byte, err error) {
	if err := need(v, org.Read); err != nil {
		return "", nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		f, dir, err := itemFacts(tx, v, item)
		if err != nil {
			return err
		}
		e, there := f.EvidenceBy(n)
		if !there || e.Body == "" || !slices.ContainsFunc(EvidenceSeen(f, dir, v, e.Period), func(x store.Evidence) bool { return x.ID == n }) {
			return errNotThere()
		}
		kept, err := tx.Bodies([]string{e.Body})
		if err != nil {
			return err
		}
		if name, b = e.File, kept[e.Body]; b == nil {
			return errs.E(errs.NotFound, "err.evidence.gone")
		}
		return nil
	})
	return name, b, err
}

// EvidenceSeen is what a viewer sees of what was given for a period: his unit's
// own at once, others' once the period was reported.
func EvidenceSeen(f *store.Facts, dir *org.Directory, v org.Viewer, p calendar.Period) []store.Evidence {
	out := f.EvidenceFor(p)
	if slices.ContainsFunc(f.Reports, func(r store.Report) bool { return r.Period == p }) {
		return out
	}
	return slices.DeleteFunc(out, func(e store.Evidence) bool { return dir.Successor(e.UnitID) != v.Unit })
}

// ProofCount says how the newest reports of those items stand of which evidence is
// asked: declared and proven are counted apart and never added up (S2-27).
type ProofCount struct {
	Asked, Proven, Declared int
	Bare                    []*store.Facts // declared, nothing shows it
}

// proofs counts among the items a viewer sees in full, as of a point.
func proofs(tx *store.Tx, v org.Viewer, p asof.Point) (out ProofCount, err error) {
	items, err := tx.ItemsAsked(p)
	if err != nil || len(items) == 0 {
		return out, err
	}
	seen, err := tx.Sights(items, v.Sees)
	if err != nil {
		return out, err
	}
	items = slices.DeleteFunc(items, func(n id.Item) bool { return seen[n] < store.SeesAll })
	facts, err := tx.ItemFacts(p.Before(), items...)
	for _, n := range items {
		f := facts[n]
		if f == nil || f.Merged() != 0 {
			continue
		}
		if _, asked := f.EvidenceAsked(); !asked {
			continue
		}
		out.Asked++
		switch f.LastProof() {
		case store.Proven:
			out.Proven++
		case store.Declared:
			out.Declared++
			out.Bare = append(out.Bare, f)
		}
	}
	return out, err
}
