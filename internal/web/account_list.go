package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"jiufen/internal/app"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
)

// AccountsPage is the list of accounts. Who administers it owns no data.
type AccountsPage struct {
	Page
	Says      string
	Text      string
	Rows      []AccountRow
	Proposals []ProposalRow // rights that wait for a second administrator
	Pager     Pager
	Add       string
}

// AccountRow is one account.
type AccountRow struct {
	ID, URL, Name, Person string
	Posts                 []string
	State                 string
	Seen                  time.Time
}

// ProposalRow is a right of weight that one administrator proposed.
type ProposalRow struct {
	ID, Post, Right, By string
	May                 bool // the reader is another administrator
}

// accountsShown is how many accounts stand on one page.
const accountsShown = 50

func (s *Site) getAccounts(v *visit) error {
	page, err := s.page(v, "accounts", v.m.T("nav.accounts"))
	if err != nil {
		return err
	}
	all, dir, err := s.App.Accounts(v.r.Context(), v.who.Viewer)
	if err != nil {
		return err
	}
	q := v.r.URL.Query()
	p := &AccountsPage{Page: page, Add: "/accounts/new", Text: plain(q.Get("q")), Says: v.m.T("account.says", "n", len(all))}
	var found []AccountRow
	for _, a := range all {
		if row := accountRow(v, dir, a); row.holds(p.Text) {
			found = append(found, row)
		}
	}
	from := 0
	for i, row := range found {
		if row.ID == q.Get("after") {
			from = i + 1
		}
	}
	p.Rows = found[from:min(from+accountsShown, len(found))]
	if len(found) > accountsShown {
		p.Pager = Pager{From: from + 1, To: from + len(p.Rows), Total: v.m.Count(int64(len(found)))}
		if from > 0 {
			p.Pager.First = address("/accounts", with(q))
		}
		if from+len(p.Rows) < len(found) {
			p.Pager.Next = address("/accounts", with(q, "after", p.Rows[len(p.Rows)-1].ID))
		}
	}
	waiting, err := s.App.Proposals(v.r.Context(), v.who.Viewer)
	for _, x := range waiting {
		p.Proposals = append(p.Proposals, ProposalRow{ID: id.String(x.Fact), Post: seatName(dir, x.Post), Right: v.m.T("account.right." + string(x.Right)), By: dir.PersonName(x.Person), May: x.Person != v.who.Viewer.Person})
	}
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

func accountRow(v *visit, dir *org.Directory, a app.AccountLine) AccountRow {
	r := AccountRow{ID: id.String(a.Person), URL: "/accounts/" + id.String(a.Person), Name: a.Login, Person: a.Name, State: v.m.T("account.state." + accountState(a))}
	for _, p := range a.Posts {
		r.Posts = append(r.Posts, seatName(dir, p.ID))
	}
	if a.LastAt != 0 {
		r.Seen = time.UnixMilli(a.LastAt).In(v.now.Location())
	}
	return r
}

func accountState(a app.AccountLine) string {
	switch {
	case a.State != "active":
		return "off"
	case a.Hash == "":
		return "new"
	case a.Sleeping == 1:
		return "asleep"
	}
	return "on"
}

// holds reports whether a row says the words somebody looks for.
func (r AccountRow) holds(words string) bool {
	return words == "" || strings.Contains(r.Name+" "+r.Person+" "+strings.Join(r.Posts, " "), words)
}

// postProposal is the second administrator's yes or no to a right.
func (s *Site) postProposal(v *visit) error {
	n := idIn[id.Fact](v)
	waiting, err := s.App.Proposals(v.r.Context(), v.who.Viewer)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(waiting, func(p app.Proposed) bool { return p.Fact == n }) {
		return errs.E(errs.NotFound, "err.notfound")
	}
	yes := v.form.one("do", "yes", "no") == "yes"
	if err := v.form.err(); err != nil {
		return err
	}
	if err := s.App.ConfirmRight(v.r.Context(), v.who.Viewer, v.request(), n, yes); err != nil {
		return err
	}
	if yes {
		return v.took("/accounts", "done.granted", 0)
	}
	return v.took("/accounts", "done.declined", 0)
}

// AccountPage is one account: its posts and what can be done about it.
type AccountPage struct {
	Page
	ID, Name, Person string
	Says             string
	Facts            []Pair
	Posts            []PostRow
	May              bool
	Off              bool
	Rights           string // deciding rights asleep until a second administrator confirms
	Confirm          bool   // the reader can be that second administrator
}

// PostRow is a post a person holds or held, with its rights.
type PostRow struct {
	Unit, Name, Rights string
	From, To           Day
}

func (s *Site) accountPage(v *visit) (*AccountPage, error) {
	all, dir, err := s.App.Accounts(v.r.Context(), v.who.Viewer)
	if err != nil {
		return nil, err
	}
	n := idIn[id.Person](v)
	for _, a := range all {
		if a.Person == n {
			return s.accountOf(v, dir, a)
		}
	}
	return nil, errs.E(errs.NotFound, "err.notfound")
}

func (s *Site) accountOf(v *visit, dir *org.Directory, a app.AccountLine) (*AccountPage, error) {
	page, err := s.page(v, "accounts", a.Name)
	if err != nil {
		return nil, err
	}
	row := accountRow(v, dir, a)
	p := &AccountPage{Page: page, ID: row.ID, Name: a.Login, Person: a.Name, Says: row.State, May: true, Off: a.State != "active"}
	p.Facts = []Pair{{Name: v.m.T("account.name"), Text: a.Login}, {Name: v.m.T("account.seen"), Text: orNone(!row.Seen.IsZero(), func() string { return v.m.DateTime(row.Seen) })}}
	for _, h := range dir.Holdings {
		if h.Person != a.Person {
			continue
		}
		post := dir.Post(h.Post)
		u := dir.Unit(post.UnitID)
		var rights []string
		for _, r := range post.Rights {
			rights = append(rights, v.m.T("account.right."+string(r)))
		}
		p.Posts = append(p.Posts, PostRow{Unit: cmp.Or(u.Short, u.Name), Name: post.Title, Rights: strings.Join(rights, "、"), From: h.FromDay, To: h.EndDay})
	}
	if a.Sleeping == 1 {
		p.Rights = v.m.T("account.asleep")
		p.Confirm = a.Person != v.who.Viewer.Person
	}
	return p, nil
}

// postAccount does what an administrator can do to an account. What he did is
// told to its holder.
func (s *Site) postAccount(v *visit) error {
	p, err := s.accountPage(v)
	if err != nil {
		return err
	}
	n, back := idIn[id.Person](v), "/accounts/"+p.ID
	switch v.form.raw("do") {
	case "reset":
		secret, until, err := s.App.ResetAccount(v.r.Context(), v.who.Viewer, v.request(), n)
		if err != nil {
			return s.refuse(v, err, p)
		}
		return s.showLink(v, p.Person, p.Name, secret, until, back)
	case "off", "on":
		on := v.form.raw("do") == "on"
		if err := s.App.EnableAccount(v.r.Context(), v.who.Viewer, v.request(), n, on); err != nil {
			return s.refuse(v, err, p)
		}
		return v.took(back, "done."+v.form.raw("do"), 0)
	case "confirm":
		if err := s.App.ConfirmReset(v.r.Context(), v.who.Viewer, v.request(), n); err != nil {
			return err
		}
		return v.took(back, "done.confirmed", 0)
	}
	return errs.E(errs.Invalid, "fail.says.invalid")
}
