package web

import (
	"net/http"

	"jiufen/internal/errs"
	"jiufen/internal/org"
)

// SignInPage asks for account and password; a sample city also offers its roles.
type SignInPage struct {
	Page
	Name     Field
	Password Field
	Next     string // where to go afterwards, an address of this server
	Roles    []Option
}

// getHome leads everybody to what he owes, and the administrator of accounts,
// who owes nothing and owns no data, to the accounts.
func (s *Site) getHome(v *visit) error {
	to := "/desk"
	if v.who.Viewer.Can(org.Manage) && !v.who.Viewer.Can(org.Read) {
		to = "/accounts"
	}
	if q := v.r.URL.RawQuery; q != "" {
		to += "?" + q
	}
	http.Redirect(v.w, v.r, to, http.StatusSeeOther)
	return nil
}

func (s *Site) getSignIn(v *visit) error {
	if v.who.Viewer.Person != 0 {
		http.Redirect(v.w, v.r, "/", http.StatusSeeOther)
		return nil
	}
	p, err := s.signInPage(v, v.r.URL.Query().Get("next"))
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

func (s *Site) signInPage(v *visit, next string) (*SignInPage, error) {
	page, err := s.page(v, "", v.m.T("signin.do"))
	if err != nil {
		return nil, err
	}
	if !isLocal(next) {
		next = "/"
	}
	page.Who = ""
	p := &SignInPage{Page: page, Next: next}
	p.Name = Field{Name: "name", Key: "account", Kind: "text", Auto: "username"}
	p.Password = Field{Name: "password", Key: "password", Kind: "password", Auto: "current-password"}
	if v.form != nil {
		p.Name.Value = v.form.raw("name")
	}
	roles, err := s.App.DemoRoles(v.r.Context())
	for _, r := range roles {
		p.Roles = append(p.Roles, Option{Value: string(r.Duty), Name: r.Unit + r.Title, Hint: v.m.T("signin.role." + string(r.Duty))})
	}
	return p, err
}

// postSignIn opens a session. What was wrong is not told apart.
func (s *Site) postSignIn(v *visit) error {
	next := v.form.raw("next")
	token, err := s.App.SignIn(v.r.Context(), v.form.text("name", maxWord), v.form.raw("password"), client(v.r))
	if err == nil {
		return v.enter(token, next)
	}
	e := errs.Of(err)
	if e.Kind != errs.Unauthenticated && e.Key != "err.signin.wait" {
		return err
	}
	p, err := s.signInPage(v, next)
	if err != nil {
		return err
	}
	p.Name.Err = v.m.T(e.Key, e.Args...)
	p.Errors = []FieldError{{Name: "name", Label: v.m.T("form.account"), Text: p.Name.Err}}
	return s.show(v, e.Kind.Status(), p)
}

// postDemo enters the sample city in a role.
func (s *Site) postDemo(v *visit) error {
	roles, err := s.App.DemoRoles(v.r.Context())
	if err != nil {
		return err
	}
	for _, r := range roles {
		if string(r.Duty) == v.form.raw("role") {
			token, err := s.App.SignInAs(v.r.Context(), r.Person, r.Post)
			if err != nil {
				return err
			}
			return v.enter(token, v.form.raw("next"))
		}
	}
	return errs.E(errs.NotFound, "err.notfound")
}

// postSignOut ends the session; one that ended already is no fault.
func (s *Site) postSignOut(v *visit) error {
	if v.who.Sitting.Kept != "" {
		if err := s.App.SignOut(v.r.Context(), v.who.Sitting); err != nil {
			return err
		}
	}
	v.cookie(sessionCookie, "", -1)
	http.Redirect(v.w, v.r, "/signin", http.StatusSeeOther)
	return nil
}
