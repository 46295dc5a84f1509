package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"jiufen/internal/calendar"
	"jiufen/internal/docx"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/journal"
	"jiufen/internal/opc"
	"jiufen/internal/org"
	"jiufen/internal/paper"
	"jiufen/internal/store"
)

// Bulletin shows a submitted bulletin. What the viewer may not see is not there.
func (a *App) Bulletin(ctx context.Context, v org.Viewer, n id.Paper) (*BulletinView, error) {
	return a.BulletinAsOf(ctx, v, n, 0)
}

// BulletinAsOf shows a submitted bulletin; of a signed letter with what had come of
// it by a day, 0 for now; of a signed 通报, to who can write, with the counties that
// lag in it.
func (a *App) BulletinAsOf(ctx context.Context, v org.Viewer, n id.Paper, day calendar.Day) (*BulletinView, error) {
	if err := need(v, org.Read); err != nil {
		return nil, err
	}
	var out *BulletinView
	err := a.DB.View(ctx, func(tx *store.Tx) error {
		x, c, err := bulletinSeen(tx, v, n)
		switch {
		case err != nil:
			return err
		case x.Letter != nil:
			err = x.came(tx, c.Items, day)
		case x.Sort == Circular && x.State == "signed" && mayWrite(v) == nil:
			err = x.counties(tx)
		}
		out = x
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// bulletinSeen reads a bulletin that the viewer may see.
func bulletinSeen(tx *store.Tx, v org.Viewer, n id.Paper) (*BulletinView, bulletinContent, error) {
	x, c, err := bulletinOf(tx, n)
	if err != nil {
		return nil, c, err
	}
	if x.Dir, err = tx.Directory(tx.Now()); err != nil {
		return nil, c, err
	}
	if !seesBulletin(v, x.Dir, x.Sort, x.State, x.ForPost, x.to()) {
		return nil, c, errNotThere()
	}
	return x, c, nil
}

// ApproveBulletin is 审定 of the content.
func (a *App) ApproveBulletin(ctx context.Context, v org.Viewer, req Request, n id.Paper) error {
	if err := cmp.Or(need(v, org.Approve), proven(v)); err != nil {
		return err
	}
	return a.stepBulletin(ctx, v, req, n, "approve", "", func(x *BulletinView) bool { return x.State == "submitted" })
}

// ConsentBulletin records that the head of government approved that units are
// praised or criticised by name (督查工作条例, Art. 21): he himself, or for him, with
// the paper or day it was given on, whoever signs (代录).
func (a *App) ConsentBulletin(ctx context.Context, v org.Viewer, req Request, n id.Paper, words string) error {
	words = strings.TrimSpace(words)
	if _, err := a.Bulletin(ctx, v, n); err != nil {
		return err
	}
	if v.Duty != org.Mayor {
		if err := need(v, org.Sign); err != nil {
			return err
		}
		if words == "" {
			return errs.Form([]errs.Field{{Name: "words", Key: "err.bulletin.basis"}})
		}
	}
	if err := proven(v); err != nil {
		return err
	}
	return a.stepBulletin(ctx, v, req, n, "consent", words, func(x *BulletinView) bool { return x.Names && !x.Consent && x.State == "approved" })
}

// ReturnBulletin sends a bulletin back to its writer with words; its draft is
// open again.
func (a *App) ReturnBulletin(ctx context.Context, v org.Viewer, req Request, n id.Paper, words string) error {
	if !v.Can(org.Sign) && v.Duty != org.Mayor {
		if err := need(v, org.Approve); err != nil {
			return err
		}
	}
	if words = strings.TrimSpace(words); words == "" {
		return errs.Form([]errs.Field{{Name: "words", Key: "err.required"}})
	}
	return a.stepBulletin(ctx, v, req, n, "return", words, func(x *BulletinView) bool { return x.State == "submitted" || x.State == "approved" })
}

func (a *App) stepBulletin(ctx context.Context, v org.Viewer, req Request, n id.Paper, act, words string, may func(*BulletinView) bool) error {
	_, err := a.write(ctx, v, "bulletin_"+act, req, func(tx *store.Tx) error {
		x, _, err := bulletinOf(tx, n)
		if err != nil {
			return err
		}
		if !may(x) {
			return errs.E(errs.Conflict, "err.paper.state", "state", x.State)
		}
		if act == "return" {
			if err := tx.ReopenBulletin(n); err != nil {
				return err
			}
		}
		return store.Add(tx, store.PaperStep{PaperID: n, Act: act, Post: v.Post, Words: words})
	})
	return err
}

// SignBulletin is 签发: rendered before, numbered in the write that signs, kept
// as bytes. One that names units is not signed without the consent.
func (a *App) SignBulletin(ctx context.Context, v org.Viewer, req Request, n id.Paper) (number string, err error) {
	if err := cmp.Or(need(v, org.Sign), proven(v)); err != nil {
		return "", err
	}
	file, series, wrong := a.drawBulletin(ctx, n)
	_, err = a.write(ctx, v, "bulletin_sign", req, func(tx *store.Tx) error {
		x, _, err := bulletinOf(tx, n)
		switch {
		case err != nil:
			return err
		case x.State != "approved":
			return errs.E(errs.Conflict, "err.paper.state", "state", x.State)
		case x.Names && !x.Consent:
			return errs.E(errs.Conflict, "err.bulletin.consent")
		case x.Letter != nil && x.Letter.Answer <= tx.Day:
			return errs.E(errs.Conflict, "err.letter.past")
		case wrong != nil:
			return wrong
		}
		year := int64(tx.Day.Year())
		no, err := tx.NextPaperNo(series, year)
		if err != nil {
			return err
		}
		number = PaperNumber(series, year, no)
		b, err := paper.Stamp(file, number, tx.Day.LabelYear())
		if err != nil {
			return err
		}
		hash, err := tx.PutBody(b)
		if err != nil {
			return err
		}
		return store.Add(tx, store.PaperStep{PaperID: n, Act: "sign", Post: v.Post, Series: series, Year: year, No: no, FileHash: hash})
	})
	if err != nil {
		return "", err
	}
	if number == "" { // signed by the same request before
		var was Signed
		err = a.signedAs(ctx, n, &was)
		return was.Number, err
	}
	a.mark(ctx)
	return number, nil
}

// drawBulletin renders a bulletin but for its number and day.
func (a *App) drawBulletin(ctx context.Context, n id.Paper) (file []byte, series string, err error) {
	var notice paper.Notice
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		x, _, err := bulletinOf(tx, n)
		if err != nil {
			return err
		}
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		set := func(name, otherwise string) string { return cmp.Or(lib.Settings[name], otherwise) }
		notice = paper.Notice{Number: opc.Later(paper.FieldNumber), Day: opc.Later(paper.FieldDay), Title: x.Title, To: x.To, Issuer: set(SettingIssuer, defaultIssuer), Year: int(x.Paper.Year)}
		switch x.Sort {
		case Circular:
			series, notice.Head = set(SettingBulletinSeries, defaultBulletinSeries), set(SettingBulletinHead, defaultBulletinHead)
		case Brief:
			series, notice.Head = set(SettingBriefSeries, defaultBriefSeries), set(SettingBriefHead, defaultBriefHead)
		case Letter:
			series, notice.Head = set(SettingLetterSeries, defaultLetterSeries), set(SettingLetterHead, defaultLetterHead)
		}
		for _, l := range x.Lines {
			p := docx.Paragraph{Level: docx.Body}
			if l.Heading {
				p.Level = docx.First
			}
			for _, r := range l.Runs {
				p.Text += r.Text
			}
			notice.Text = append(notice.Text, p)
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	file, err = notice.Docx(a.Text)
	return file, series, err
}

// BulletinFile is a signed bulletin as it was issued.
func (a *App) BulletinFile(ctx context.Context, v org.Viewer, n id.Paper) (name string, file []byte, err error) {
	x, err := a.Bulletin(ctx, v, n)
	if err != nil {
		return "", nil, err
	}
	i := slices.IndexFunc(x.Steps, func(s store.PaperStep) bool { return s.Act == "sign" })
	if i < 0 {
		return "", nil, errNotThere()
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		bodies, err := tx.Bodies([]string{x.Steps[i].FileHash})
		file = bodies[x.Steps[i].FileHash]
		return err
	})
	return x.Title + ".docx", file, err
}

// PaperSlip is the slip (校验单) of a signed paper, a paper of its own: the sums
// of its files, the leaf of its signing, and the newest checkpoint that covers it.
func (a *App) PaperSlip(ctx context.Context, v org.Viewer, n id.Paper) (name string, file []byte, err error) {
	if err := need(v, org.Read); err != nil {
		return "", nil, err
	}
	var slip paper.Slip
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		p, steps, err := tx.Paper(n)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(steps, func(s store.PaperStep) bool { return s.Act == "sign" })
		if i < 0 {
			return errNotThere()
		}
		if p.Sort != "notice" {
			if _, _, err := bulletinSeen(tx, v, n); err != nil {
				return err
			}
		}
		slip, err = slipOf(tx, p, steps[i])
		return err
	})
	if err != nil {
		return "", nil, err
	}
	file, err = slip.Docx(a.Text)
	return a.Text.T("paper.slip") + " " + slip.Number + ".docx", file, err
}

func slipOf(tx *store.Tx, p store.Paper, s store.PaperStep) (paper.Slip, error) {
	out := paper.Slip{Title: p.Title, Number: PaperNumber(s.Series, s.Year, s.No), Leaf: uint64(s.ID.Seq())}
	hashes := strings.Fields(s.FileHash)
	bodies, err := tx.Bodies(hashes)
	if err != nil {
		return out, err
	}
	for i, h := range hashes {
		sum := sha256.Sum256(bodies[h])
		out.Files = append(out.Files, paper.File{Name: p.Title + []string{".docx", ".xlsx"}[i], Bytes: int64(len(bodies[h])), SHA256: hex.EncodeToString(sum[:])})
	}
	leaves, err := tx.Leaves([]id.Seq{s.ID.Seq()})
	if err != nil {
		return out, err
	}
	dir, err := tx.Directory(tx.Now())
	if err != nil {
		return out, err
	}
	for _, l := range leaves {
		out.Day = l.Day.LabelYear()
		out.Signer = strings.TrimSpace(dir.Post(l.Post).Title + " " + dir.PersonName(l.Person))
	}
	note, err := tx.LastNote()
	if err != nil || note == "" {
		return out, err
	}
	c, err := journal.ReadCheckpoint([]byte(note))
	if err == nil && id.Seq(c.Size) >= s.ID.Seq() {
		out.Size, out.Root, out.Note = uint64(c.Size), c.Root.String(), note
	}
	return out, err
}
