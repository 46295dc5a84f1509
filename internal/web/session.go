package web

import (
	"cmp"
	"context"
	"net"
	"net/http"

	"jiufen/internal/app"
	"jiufen/internal/auth"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// sessionCookie holds the token of a session. It lasts as long as the browser is
// open; the session itself ends by the clock of the place.
const sessionCookie = "jiufen-session"

// Sessions finds who sent a request by the cookie of his session: the Session of
// a Config over real use cases.
func Sessions(a *app.App) func(context.Context, *http.Request) (Session, error) {
	return func(ctx context.Context, r *http.Request) (Session, error) {
		c, err := r.Cookie(cookieName(r, sessionCookie))
		if err != nil {
			return Session{}, nil
		}
		sit, err := a.Sit(ctx, c.Value)
		if err != nil || sit.Viewer.Person == 0 {
			return Session{}, err
		}
		return sessionOf(sit), nil
	}
}

func sessionOf(sit app.Sitting) Session {
	s := Session{Viewer: sit.Viewer, Token: auth.FormToken(sit.FormKey), Login: sit.Login, Notice: sit.Notice, Sitting: sit}
	s.Who = seatName(sit.Dir, sit.Viewer.Post)
	if s.Who == "" {
		s.Who = cmp.Or(sit.Viewer.Name, sit.Login)
	}
	for _, p := range sit.Dir.PostsOf(sit.Viewer.Person) {
		if p != sit.Viewer.Post {
			s.Posts = append(s.Posts, Option{Value: id.String(p), Name: seatName(sit.Dir, p)})
		}
	}
	return s
}

// seatName is a post as the menu shows it: 市住建局·联络员.
func seatName(dir *org.Directory, n id.Post) string {
	p := dir.Post(n)
	u := dir.Unit(p.UnitID)
	unit := cmp.Or(u.Short, u.Name)
	switch {
	case unit == "":
		return p.Title
	case p.Title == "":
		return unit
	}
	return unit + "·" + p.Title
}

// client is the address a request came from, for counting failures of signing in.
func client(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// enter gives the browser its session and goes on.
func (v *visit) enter(token, next string) error {
	v.cookie(sessionCookie, token, 0)
	v.cookie(guestCookie, "", -1)
	if !isLocal(next) {
		next = "/"
	}
	http.Redirect(v.w, v.r, next, http.StatusSeeOther)
	return nil
}

// reauth is the field that takes the password again.
const reauth = "reauth"

// mustProve reports whether the password is asked again before an act of weight.
// In a sample city nobody has one.
func (s *Site) mustProve(v *visit) bool { return !v.who.Viewer.Proven && !s.App.Demo }

// askPassword puts the password field on the page if it has to be asked again.
func (p *PaperPage) askPassword(s *Site, v *visit) {
	if s.mustProve(v) {
		p.Password = Field{Name: reauth, Key: reauth, Kind: "password", Auto: "current-password"}.must()
	}
}

// prove takes the password given again with the form, if it is needed.
func (s *Site) prove(v *visit) error {
	if v.who.Viewer.Proven {
		return nil
	}
	password := v.form.raw(reauth)
	if password == "" && s.mustProve(v) {
		return errs.Form([]errs.Field{{Name: reauth, Key: "err.prove"}})
	}
	if err := s.App.Reprove(v.r.Context(), v.who.Sitting, password, client(v.r)); err != nil {
		return rename(err, "password", reauth)
	}
	v.who.Viewer.Proven = true
	return nil
}

// postPost changes the post the reader acts in.
func (s *Site) postPost(v *visit) error {
	n, err := id.Parse[id.Post](v.form.raw("post"))
	if err != nil {
		return errs.Wrap(err, errs.NotFound, "err.notfound")
	}
	if err := s.App.SwitchPost(v.r.Context(), v.who.Sitting, n); err != nil {
		return err
	}
	return v.took("/", "done.post", 0)
}
