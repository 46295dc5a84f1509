package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// AccountAddPage makes a person and an account; the password is set by its
// holder through a one-time link.
type AccountAddPage struct {
	Page
	Person Field
	Name   Field
	Vacant Field // a post that stands and nobody holds
	Unit   Field
	Post   Field
	Duty   Field
	Rights Field
}

// AccountLinkPage shows a one-time link, once.
type AccountLinkPage struct {
	Page
	Person, Name string
	Link         string
	Until        string
	Back         string
	Dead         bool // the request was sent twice: the link was shown the first time
}

// duties are what a new post can be for, in the order of the line of work.
var duties = []org.Duty{org.Mayor, org.ViceMayor, org.Secretary, org.Deputy, org.OfficeClerk, org.Supervision, org.Head, org.DeputyHead, org.SectionChief, org.Liaison, org.CountyLiaison, org.Statistics, org.Auditor, org.Accounts}

func (s *Site) accountAddPage(v *visit) (*AccountAddPage, error) {
	page, err := s.page(v, "accounts", v.m.T("account.add"))
	if err != nil {
		return nil, err
	}
	_, dir, err := s.App.Accounts(v.r.Context(), v.who.Viewer)
	if err != nil {
		return nil, err
	}
	f := v.form
	if f == nil {
		f = &form{}
	}
	p := &AccountAddPage{Page: page, Person: text("person", f.raw("person")).as("holder").must(), Name: text("name", f.raw("name")).as("newaccount").must()}
	var vacant, units, sorts, rights []Option
	for _, x := range dir.Vacant() {
		vacant = append(vacant, Option{Value: id.String(x.ID), Name: seatName(dir, x.ID)})
	}
	for _, u := range dir.Units {
		if u.EndDay == 0 && u.Sort != org.Group {
			units = append(units, Option{Value: id.String(u.ID), Name: u.Name})
		}
	}
	for _, d := range duties {
		sorts = append(sorts, Option{Value: string(d), Name: v.m.T("account.duty." + string(d))})
	}
	for _, r := range org.Rights {
		o := Option{Value: string(r), Name: v.m.T("account.right." + string(r)), Chosen: slices.Contains(f.values["rights"], string(r))}
		if slices.Contains(org.TwoPersons, r) {
			o.Hint = v.m.T("account.twopersons")
		}
		rights = append(rights, o)
	}
	p.Vacant = choose("vacant", f.raw("vacant"), vacant)
	p.Unit, p.Post, p.Duty = choose("unit", f.raw("unit"), units).as("postunit"), text("post", f.raw("post")), choose("duty", f.raw("duty"), sorts)
	p.Rights = Field{Name: "rights", Key: "rights", Kind: "check", Options: rights}
	return p, nil
}

func (s *Site) postAccountAdd(v *visit) error {
	p, err := s.accountAddPage(v)
	if err != nil {
		return err
	}
	n := v.newAccount()
	secret, until := "", time.Time{}
	if err = v.form.err(); err == nil {
		secret, until, err = s.App.AddAccount(v.r.Context(), v.who.Viewer, v.request(), n)
	}
	if errs.Of(err) != nil && errs.Of(err).Key == "err.account.login" {
		err = errs.Form([]errs.Field{{Name: "name", Key: "err.account.login", Args: []any{"login", n.Login}}})
	}
	if err != nil {
		return s.refuse(v, err, p, &p.Person, &p.Name, &p.Vacant, &p.Unit, &p.Post, &p.Duty, &p.Rights)
	}
	return s.showLink(v, n.Name, n.Login, secret, until, "/accounts")
}

func (v *visit) newAccount() app.NewAccount {
	f := v.form
	n := app.NewAccount{Name: f.must("person", maxWord), Login: strings.ToLower(f.must("name", 40)), Post: id.Post(f.number("vacant"))}
	if n.Post != 0 {
		return n
	}
	n.Unit, n.Title = id.Unit(f.number("unit")), f.must("post", maxWord)
	if n.Unit == 0 {
		f.bad("unit", "err.choice")
	}
	names := make([]string, len(duties))
	for i, d := range duties {
		names[i] = string(d)
	}
	n.Duty = org.Duty(f.one("duty", names...))
	for _, r := range f.values["rights"] {
		n.Rights = append(n.Rights, org.Right(r))
	}
	return n
}

// showLink shows a one-time link in the answer to the form that made it: it
// stands nowhere else, so a second sending of the form cannot show it again.
func (s *Site) showLink(v *visit, person, login, secret string, until time.Time, back string) error {
	page, err := s.page(v, "accounts", v.m.T("account.link"))
	if err != nil {
		return err
	}
	p := &AccountLinkPage{Page: page, Person: person, Name: login, Back: back, Until: v.m.DateTime(until.In(v.now.Location()))}
	switch _, err := s.App.OpenLink(v.r.Context(), secret); {
	case errs.Is(err, errs.NotFound):
		p.Dead = true
	case err != nil:
		return err
	default:
		p.Link = v.site() + "/link/" + secret
	}
	return s.show(v, http.StatusOK, p)
}

// site is the address of this place as the reader reached it.
func (v *visit) site() string {
	scheme := "http"
	if v.r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + v.r.Host
}
