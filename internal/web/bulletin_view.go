package web

import (
	"strings"

	"jiufen/internal/app"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// BulletinPage is a submitted bulletin: its text as it was frozen, what was typed
// by hand, who did what, and what the reader may do now.
type BulletinPage struct {
	Page
	ID, Name, Kind, No string
	Says, Why          string
	To                 string
	Lines              []BulletinLineView
	Figures            []BulletinFigureRow
	Typed              []string
	People             []Pair
	Act                string // approve, consent, sign: what the reader may do now; empty: nothing
	ForMayor           bool   // he records the consent of another
	Words              Field
	Password           Field
	Files              []Act
	Counties           *CountiesPart // of a signed 通报, for who can write letters
	Letter             *LetterPart   // of a letter
}

func (s *Site) bulletinPage(v *visit) (*BulletinPage, error) {
	x, err := s.App.BulletinAsOf(v.r.Context(), v.who.Viewer, idIn[id.Paper](v), v.asofOf())
	if err != nil {
		return nil, err
	}
	page, err := s.page(v, "bulletins", x.Title)
	if err != nil {
		return nil, err
	}
	p := &BulletinPage{Page: page, ID: id.String(x.Paper.ID), Name: x.Title, Kind: v.m.T("bulletin.sort." + x.Sort), No: x.Number, To: x.To, Says: bulletinSays(v, x), Lines: bulletinLines(x), Figures: bulletinFigures(x), Typed: x.Typed}
	p.Why = v.m.T("bulletin.state." + x.State)
	if x.State == "approved" && x.Names && !x.Consent {
		p.Why = v.m.T("bulletin.waitsconsent")
	}
	p.people(v, x)
	p.may(v.who.Viewer, x)
	p.counties(v, x)
	p.letter(v, x)
	if p.Act != "" {
		p.Words = area("words", v.typed("words"), 2).as("returnwords")
		if p.ForMayor {
			p.Words = area("words", v.typed("words"), 2).as("consentbasis")
		}
		if s.mustProve(v) {
			p.Password = Field{Name: reauth, Key: reauth, Kind: "password", Auto: "current-password"}.must()
		}
	}
	if x.State == "signed" {
		p.Files = []Act{{URL: "/bulletins/" + p.ID + "/bulletin.docx", Name: v.m.T("bulletin.file")}, {URL: "/papers/" + p.ID + "/slip.docx", Name: v.m.T("bulletin.slip")}}
	}
	return p, nil
}

// may finds what the reader can do with the bulletin now.
func (p *BulletinPage) may(v org.Viewer, x *app.BulletinView) {
	waits := x.Names && !x.Consent
	switch {
	case x.State == "submitted" && v.Can(org.Approve):
		p.Act = "approve"
	case x.State == "approved" && waits && v.Duty == org.Mayor:
		p.Act = "consent"
	case x.State == "approved" && waits && v.Can(org.Sign):
		p.Act, p.ForMayor = "consent", true
	case x.State == "approved" && v.Can(org.Sign):
		p.Act = "sign"
	}
}

func (p *BulletinPage) people(v *visit, x *app.BulletinView) {
	for _, st := range x.Steps {
		post := x.Dir.Post(st.Post)
		who := strings.TrimSpace(postName(x.Dir, st.Post) + " " + x.Dir.PersonName(post.Holder))
		if st.Words != "" {
			who += "：" + st.Words
		}
		p.People = append(p.People, Pair{Name: v.m.T("bulletin.step." + st.Act), Text: who})
	}
}

func (s *Site) postBulletinApprove(v *visit) error {
	return s.stepBulletin(v, "done.approved", func(n id.Paper) error { return s.App.ApproveBulletin(v.r.Context(), v.who.Viewer, v.request(), n) })
}

func (s *Site) postBulletinConsent(v *visit) error {
	return s.stepBulletin(v, "done.approved", func(n id.Paper) error {
		return s.App.ConsentBulletin(v.r.Context(), v.who.Viewer, v.request(), n, v.form.text("words", maxStandard))
	})
}

func (s *Site) postBulletinSign(v *visit) error {
	return s.stepBulletin(v, "done.bulletinsigned", func(n id.Paper) error {
		_, err := s.App.SignBulletin(v.r.Context(), v.who.Viewer, v.request(), n)
		return err
	})
}

// stepBulletin is what approving, consenting and signing have in common: the same
// form can return the paper, and the password is given again before.
func (s *Site) stepBulletin(v *visit, done string, act func(id.Paper) error) error {
	n := idIn[id.Paper](v)
	p, err := s.bulletinPage(v)
	if err != nil {
		return err
	}
	if v.form.raw("do") == "return" {
		if err = s.App.ReturnBulletin(v.r.Context(), v.who.Viewer, v.request(), n, v.form.must("words", maxStandard)); err == nil {
			return v.took("/bulletins/"+p.ID, "done.paperback", 0)
		}
		return s.refuse(v, err, p, &p.Words, &p.Password)
	}
	if err = s.prove(v); err == nil {
		err = act(n)
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Words, &p.Password)
	}
	return v.took("/bulletins/"+p.ID, done, 0)
}

func (s *Site) getBulletinDocx(v *visit) error {
	name, file, err := s.App.BulletinFile(v.r.Context(), v.who.Viewer, idIn[id.Paper](v))
	if err != nil {
		return err
	}
	return v.send(name, paperTypes["docx"], file)
}

func (s *Site) getSlip(v *visit) error {
	name, file, err := s.App.PaperSlip(v.r.Context(), v.who.Viewer, idIn[id.Paper](v))
	if err != nil {
		return err
	}
	return v.send(name, paperTypes["docx"], file)
}
