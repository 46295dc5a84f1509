package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/asof"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/org"
)

// Config is what the pages need from outside.
type Config struct {
	Place string // name of the city or county
	Demo  bool
	Log   *slog.Logger
	App   *app.App         // what people can do
	Now   func() time.Time // in the place's zone
	// Session finds who sent a request; the zero Session is nobody.
	Session func(context.Context, *http.Request) (Session, error)
	// Around fills what surrounds a page for a signed-in viewer: the entries of
	// the bar with what waits there, and the checkpoint.
	Around func(context.Context, org.Viewer, *Page) error
}

// Session is who sent a request, in which post, and the token of his forms.
type Session struct {
	Viewer org.Viewer
	Who    string   // unit and post, as the menu shows it
	Posts  []Option // other posts he may change to
	Token  string

	Login   string      // name one signs in with
	Notice  string      // key of what the holder has to be told, once
	Sitting app.Sitting // as the use cases know it; zero where nobody signed in by the door
}

// Site is all pages as one http.Handler.
type Site struct {
	Config
	views *views
	cross *http.CrossOriginProtection
	mux   *http.ServeMux
}

// New makes the site. It fails only on a fault in the program's own templates.
func New(c Config) (*Site, error) {
	v, err := newViews(false)
	if err != nil {
		return nil, err
	}
	s := &Site{Config: c, views: v, cross: http.NewCrossOriginProtection(), mux: http.NewServeMux()}
	s.mux.Handle("GET /static/", v.assets)
	for _, r := range Routes {
		s.mux.HandleFunc(r.Method+" "+r.Pattern, func(w http.ResponseWriter, req *http.Request) { s.serve(w, req, r) })
	}
	s.mux.HandleFunc("/", func(w http.ResponseWriter, req *http.Request) {
		s.serve(w, req, Route{Method: req.Method, Needs: Public, do: func(*Site, *visit) error { return errs.E(errs.NotFound, "err.notfound") }})
	})
	return s, nil
}

// ServeHTTP serves one request.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }

// visit is one request on its way: who, in which language, to which page.
type visit struct {
	w    http.ResponseWriter
	r    *http.Request
	m    *locale.Messages
	who  Session
	id   string // number of the request, told to people when something fails
	now  time.Time
	form *form  // of a POST
	seq  id.Seq // newest change the page rests on, once it was read
}

// at notes which state of the journal a page was read from.
func (v *visit) at(p asof.Point) {
	if p.Now {
		v.seq = p.Seq
	}
}

// serve is the one door: session, right, form token, handler, error page. What
// a route needs is checked here before its handler sees the request; app checks
// again, for pages are not the only way in.
func (s *Site) serve(w http.ResponseWriter, r *http.Request, route Route) {
	v := &visit{w: w, r: r, m: language(r), id: requestNumber(), now: s.Now()}
	defer func() {
		if p := recover(); p != nil {
			s.fail(v, fmt.Errorf("panic: %v\n%s", p, debug.Stack()))
		}
	}()
	if err := s.admit(v, route); err != nil {
		s.fail(v, err)
		return
	}
	if err := route.do(s, v); err != nil {
		s.fail(v, err)
	}
}

func (s *Site) admit(v *visit, route Route) (err error) {
	if v.who, err = s.Session(v.r.Context(), v.r); err != nil {
		return err
	}
	if v.who.Token == "" {
		v.who.Token = v.guestToken()
	}
	if route.Needs != Public {
		if v.who.Viewer.Person == 0 {
			return errs.E(errs.Unauthenticated, "err.unauthenticated")
		}
		if route.Needs != SignedIn && !v.who.Viewer.Can(org.Right(route.Needs)) {
			return errs.E(errs.Forbidden, "err.forbidden")
		}
	}
	if route.Method != http.MethodPost {
		return nil
	}
	return s.takeForm(v, route)
}

// Limits of what one form may hold.
const (
	formLimit   = 1 << 20
	uploadLimit = 21 << 20 // a file of 20 MB and the form around it
)

// takeForm reads the form and holds its token against the session's. Browsers
// of 2019 send neither Origin nor Sec-Fetch-Site, so both looks are needed.
func (s *Site) takeForm(v *visit, route Route) error {
	if err := s.cross.Check(v.r); err != nil {
		return errs.Wrap(err, errs.Forbidden, "err.token")
	}
	limit, parse := int64(formLimit), v.r.ParseForm
	if route.Upload {
		limit, parse = uploadLimit, func() error { return v.r.ParseMultipartForm(1 << 20) }
	}
	v.r.Body = http.MaxBytesReader(v.w, v.r.Body, limit)
	if err := parse(); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return errs.Wrap(err, errs.TooLarge, "err.toolarge")
		}
		return errs.Wrap(err, errs.Invalid, "fail.says.invalid")
	}
	v.form = &form{values: v.r.PostForm, year: v.now.Year()}
	if subtle.ConstantTimeCompare([]byte(v.form.raw("_token")), []byte(v.who.Token)) != 1 {
		return errs.E(errs.Forbidden, "err.token")
	}
	return nil
}

// cookieName is what a cookie is called on this connection. Under TLS the prefix
// __Host- has the browser take it from this host over TLS alone, so that neither a
// neighbour under the same domain nor anybody on the wire can slip one in; without
// TLS no browser would take it.
func cookieName(r *http.Request, name string) string {
	if r.TLS != nil {
		return "__Host-" + name
	}
	return name
}

// guestCookie holds the form token of someone who has not signed in.
const guestCookie = "jiufen-guest"

// guestToken is the form token before there is a session: it stands in a cookie
// and in the form, and only pages of this place can read the one to write the
// other.
func (v *visit) guestToken() string {
	if c, err := v.r.Cookie(cookieName(v.r, guestCookie)); err == nil && len(c.Value) == 26 {
		return c.Value
	}
	t := rand.Text()
	v.cookie(guestCookie, t, 0)
	return t
}

// cookie sets a cookie for this place; seconds 0 lasts as long as the browser.
func (v *visit) cookie(name, value string, seconds int) {
	http.SetCookie(v.w, &http.Cookie{Name: cookieName(v.r, name), Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: v.r.TLS != nil})
}

const (
	langCookie = "jiufen-lang"
	sizeCookie = "jiufen-size"
)

// language is the reader's choice, Chinese unless he chose.
func language(r *http.Request) *locale.Messages {
	if c, err := r.Cookie(cookieName(r, langCookie)); err == nil {
		return locale.For(c.Value)
	}
	return locale.For(locale.Chinese)
}

// page fills what surrounds every page.
func (s *Site) page(v *visit, here, title string) (Page, error) {
	p := Page{
		m: v.m, seq: v.seq, Title: title, Place: s.Place, Here: here, Who: v.who.Who, Posts: v.who.Posts, Account: v.who.Login, Path: v.r.URL.RequestURI(),
		Demo: s.Demo, Today: dayOf(v.now), Year: v.now.Year(), Token: v.who.Token, Done: v.done(),
	}
	if v.r.Method != http.MethodGet {
		p.Path = "/"
	}
	if c, err := v.r.Cookie(cookieName(v.r, sizeCookie)); err == nil {
		p.Large = c.Value == "large"
	}
	if v.who.Viewer.Person == 0 || s.Around == nil {
		return p, nil
	}
	if err := s.tell(v, &p); err != nil {
		return p, err
	}
	err := s.Around(v.r.Context(), v.who.Viewer, &p)
	return p, err
}

// tell says once what an administrator did to the reader's account.
func (s *Site) tell(v *visit, p *Page) error {
	if v.who.Notice == "" || v.r.Method != http.MethodGet || !v.m.Has(v.who.Notice) {
		return nil
	}
	p.Done = v.m.T(v.who.Notice)
	return s.App.Told(v.r.Context(), v.who.Sitting)
}

func dayOf(t time.Time) Day {
	y, m, d := t.Date()
	return calendar.Date(y, int(m), d)
}

// show renders a page.
func (s *Site) show(v *visit, status int, p shown) error {
	if form := v.r.URL.Query().Get("table"); status == http.StatusOK && v.r.Method == http.MethodGet && (form == "xlsx" || form == "csv") {
		return s.handTables(v, p, form)
	}
	return s.views.render(v.w, v.r, status, p)
}

// took goes on to a page after a change, saying what was done: a key of the
// area done, with a number where it takes one.
func (v *visit) took(to, key string, n int) error {
	u, err := url.Parse(to)
	if err != nil {
		return fmt.Errorf("web: %q: %w", to, err)
	}
	q := u.Query()
	q.Set("done", strings.TrimPrefix(key, "done."))
	if n > 0 {
		q.Set("n", fmt.Sprint(n))
	}
	u.RawQuery = q.Encode()
	http.Redirect(v.w, v.r, u.String(), http.StatusSeeOther)
	return nil
}

// done is the sentence a page begins with after a change. Only our own sentences
// can be asked for, so an address cannot put words on the page.
func (v *visit) done() string {
	key := "done." + v.r.URL.Query().Get("done")
	if !v.m.Has(key) {
		return ""
	}
	f := form{values: v.r.URL.Query()}
	if n := f.number("n"); n > 0 && strings.Contains(v.m.T(key), "{n}") {
		return v.m.T(key, "n", n)
	}
	if strings.Contains(v.m.T(key), "{n}") {
		return ""
	}
	return v.m.T(key)
}

// cellName is where something stands in a table: D4.
var cellName = regexp.MustCompile(`^[A-Z]{1,3}[1-9][0-9]*$`)

// refuse shows a form again after errs.Invalid: what was typed stays, each field
// says what is wrong. Another error goes on to the error page.
func (s *Site) refuse(v *visit, err error, p shown, fields ...*Field) error {
	e := errs.Of(err)
	if e.Kind != errs.Invalid && e.Kind != errs.Conflict {
		return err
	}
	b := p.base()
	for _, w := range e.Fields {
		text := v.m.T(w.Key, w.Args...)
		entry := FieldError{Name: w.Name, Text: text}
		if cellName.MatchString(w.Name) { // of a table that was read: it stands in no field
			entry.Name, entry.Label = "", w.Name
		}
		for _, f := range fields {
			if f.Name == w.Name {
				f.Err, entry.Name, entry.Label = text, f.Scope+w.Name, f.Label
				if f.Key != "" {
					entry.Label = v.m.T("form." + f.Key)
				}
			}
		}
		b.Errors = append(b.Errors, entry)
	}
	if len(b.Errors) == 0 {
		b.Errors = []FieldError{{Text: v.m.T(e.Key, e.Args...)}}
	}
	return s.show(v, e.Kind.Status(), p)
}

// fail turns an error into its page. Whoever is not signed in goes to the door
// first and comes back; what nobody classified shows one neutral sentence and
// the request's number, and its cause goes to the log.
func (s *Site) fail(v *visit, err error) {
	e := errs.Of(err)
	if e.Kind == errs.Unauthenticated && v.r.Method == http.MethodGet {
		http.Redirect(v.w, v.r, "/signin?next="+url.QueryEscape(v.r.URL.RequestURI()), http.StatusSeeOther)
		return
	}
	if e.Kind == errs.Internal {
		s.Log.Error("request failed", "request", v.id, "method", v.r.Method, "path", v.r.URL.Path, "err", err)
	}
	if err := s.show(v, e.Kind.Status(), s.failurePage(v, e)); err != nil {
		s.Log.Error("error page failed", "request", v.id, "err", err)
		http.Error(v.w, v.m.T("fail.heading.internal")+" "+v.id, http.StatusInternalServerError)
	}
}

func (s *Site) failurePage(v *visit, e *errs.Error) *FailurePage {
	kind := e.Kind.String()
	p, _ := s.page(v, "", v.m.T("fail.heading."+kind)) // an error page shows what it can
	p.Done = ""
	f := &FailurePage{Page: p, Heading: p.Title, Says: v.m.T("fail.says." + kind), At: v.now}
	if e.Kind == errs.Internal {
		f.Request = v.id
		f.Steps = []Act{{Name: v.m.T("fail.again")}, {Name: v.m.T("fail.tell")}, {URL: "/ledger", Name: v.m.T("fail.goledger")}}
		return f
	}
	// The same words for «not there» and «not yours»: the key is not shown.
	if e.Kind != errs.NotFound && v.m.Has(e.Key) {
		f.Says = v.m.T(e.Key, e.Args...)
	}
	home := Act{URL: "/", Name: v.m.T("fail.home")}
	if e.Kind == errs.Unauthenticated {
		home = Act{URL: "/signin", Name: v.m.T("fail.signin")}
	}
	f.Steps = []Act{home}
	return f
}

// requestNumber is short enough to be read over the telephone.
func requestNumber() string {
	t := rand.Text()
	return t[:4] + "-" + t[4:8]
}
