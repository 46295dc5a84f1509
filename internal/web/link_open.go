package web

import (
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/errs"
)

// LinkPage is opened by a one-time link: the first account of a place, a new
// account, or a forgotten password. There are no default passwords.
type LinkPage struct {
	Page
	Secret   string
	First    bool   // the first account: its name is chosen here too
	Of       string // name of the account
	Until    string
	Name     Field
	Holder   Field
	Password Field
	Again    Field
}

func (s *Site) getLink(v *visit) error {
	p, err := s.linkPage(v, v.r.PathValue("secret"))
	if errs.Is(err, errs.NotFound) {
		return s.badLink(v)
	}
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

// badLink says the same of every link that does not open: used, run out, or none.
func (s *Site) badLink(v *visit) error {
	p, err := s.signInPage(v, "/")
	if err != nil {
		return err
	}
	p.Errors = []FieldError{{Text: v.m.T("signin.badlink")}}
	return s.show(v, http.StatusNotFound, p)
}

func (s *Site) linkPage(v *visit, secret string) (*LinkPage, error) {
	opened, err := s.App.OpenLink(v.r.Context(), secret)
	if err != nil {
		return nil, err
	}
	title := v.m.T("signin.first")
	if !opened.First {
		title = v.m.T("signin.link", "name", opened.Login)
	}
	page, err := s.page(v, "", title)
	if err != nil {
		return nil, err
	}
	page.Who = ""
	p := &LinkPage{Page: page, Secret: secret, First: opened.First, Of: opened.Login, Until: v.m.DateTime(opened.Until)}
	p.Holder = text("holder", "").must()
	p.Name = Field{Name: "name", Key: "newaccount", Kind: "text", Auto: "username"}.must()
	p.Password = Field{Name: "password", Key: "newpassword", Kind: "password", Auto: "new-password"}.must()
	p.Again = Field{Name: "again", Key: "again", Kind: "password", Auto: "new-password"}.must()
	if v.form != nil {
		p.Holder.Value, p.Name.Value = v.form.raw("holder"), v.form.raw("name")
	}
	return p, nil
}

// postLink sets the password and signs its holder in.
func (s *Site) postLink(v *visit) error {
	secret, password := v.form.raw("secret"), v.form.raw("password")
	p, err := s.linkPage(v, secret)
	if errs.Is(err, errs.NotFound) {
		return s.badLink(v)
	}
	if err != nil {
		return err
	}
	login := p.Of
	if p.First {
		login = v.form.text("name", maxWord)
	}
	if v.form.raw("again") != password {
		v.form.bad("again", "signin.differ")
	}
	if err = v.form.err(); err == nil {
		err = s.App.UseLink(v.r.Context(), v.request(), app.Holder{Secret: secret, Login: login, Name: v.form.text("holder", maxWord), Password: password})
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Holder, &p.Name, &p.Password, &p.Again)
	}
	token, err := s.App.SignIn(v.r.Context(), login, password, client(v.r))
	if err != nil {
		return err
	}
	if p.First {
		return v.enter(token, "/start")
	}
	return v.enter(token, "/")
}
