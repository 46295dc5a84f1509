package app

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"jiufen/internal/auth"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// Purposes of one-time links, and how long each is good for.
const (
	linkFirst    = "first"    // makes the first account of a place
	linkConsole  = "console"  // makes one more administrator, asked for at the server
	linkPassword = "password" // lets the holder of an account set his password

	firstLinkLife = 15 * time.Minute
	linkLife      = 72 * time.Hour
)

// FirstLink makes the one-time link with which the first account of an empty
// place is made; there is no default password anywhere. It is good for 15
// minutes, once. A place that has an account gives a Conflict.
func (a *App) FirstLink(ctx context.Context) (secret string, until time.Time, err error) {
	secret, until = auth.Token(), a.DB.Now().Add(firstLinkLife)
	err = a.DB.Work(ctx, func(tx *store.Tx) error {
		if all, err := tx.Accounts(); err != nil || len(all) > 0 {
			if err == nil {
				err = errs.E(errs.Conflict, "err.account.first")
			}
			return err
		}
		return tx.PutLink(store.Link{Token: auth.Kept(secret), Purpose: linkFirst, UntilAt: until.UnixMilli()})
	})
	return secret, until, err
}

// Opened is what a one-time link is for.
type Opened struct {
	First bool
	Login string
	Name  string
	Until time.Time

	person id.Person
}

// OpenLink looks at a link without using it. One that was used or ran out is not
// found.
func (a *App) OpenLink(ctx context.Context, secret string) (out Opened, err error) {
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		l, err := tx.Link(auth.Kept(secret), a.DB.Now().UnixMilli())
		if err != nil {
			return err
		}
		out = Opened{First: l.Purpose != linkPassword, Until: time.UnixMilli(l.UntilAt).In(a.DB.Zone())}
		if out.First {
			return nil
		}
		acc, err := tx.AccountOf(l.Person)
		if err == nil && acc.State != "active" {
			err = errNotThere()
		}
		if err != nil {
			return err
		}
		out.person = l.Person
		dir, err := tx.Directory(tx.Now())
		out.Login, out.Name = acc.Login, dir.PersonName(l.Person)
		return err
	})
	return out, err
}

// Holder is what is typed on a one-time link's page.
type Holder struct {
	Secret   string
	Login    string // of the first account; else the account's own stands
	Name     string // of the first account's holder
	Password string
}

// UseLink sets the password of the link's account, or makes the first account
// with its person and post. It opens no session: the holder signs in.
func (a *App) UseLink(ctx context.Context, req Request, h Holder) error {
	opened, err := a.OpenLink(ctx, h.Secret)
	if err != nil {
		return err
	}
	if !opened.First {
		h.Login = opened.Login
	}
	if err := errs.Form(h.problems(opened.First)); err != nil {
		return err
	}
	hash, err := hasher.Hash(ctx, h.Password)
	if err != nil {
		return err
	}
	now := a.DB.Now().UnixMilli()
	_, err = a.write(ctx, org.Viewer{Person: opened.person}, "account_password", req, func(tx *store.Tx) error {
		l, err := tx.Link(auth.Kept(h.Secret), now)
		if err != nil {
			return err
		}
		if ok, err := tx.UseLink(l.Token, now); err != nil || !ok {
			if err == nil {
				err = errNotThere()
			}
			return err
		}
		if l.Purpose != linkPassword {
			return firstAccount(tx, h, hash, l.Purpose)
		}
		acc, err := tx.AccountOf(l.Person)
		if err == nil && acc.State != "active" {
			err = errNotThere()
		}
		if err != nil {
			return err
		}
		acc.Hash = hash
		if err := tx.PutAccount(acc); err != nil { // before the sessions: it holds the account against a sign-in under way
			return err
		}
		if err := tx.EndSessions(l.Person); err != nil {
			return err
		}
		return store.Add(tx, store.AccountFact{Person: l.Person, Act: "password"})
	})
	return err
}

func (h Holder) problems(first bool) []errs.Field {
	var out []errs.Field
	if first && strings.TrimSpace(h.Name) == "" {
		out = append(out, errs.Field{Name: "holder", Key: "err.required"})
	}
	if first && !validLogin(h.Login) {
		out = append(out, errs.Field{Name: "name", Key: "err.account.form"})
	}
	if f := auth.CheckPassword(h.Login, h.Password); f != nil {
		out = append(out, *f)
	}
	return out
}

// validLogin: 3 to 40 small letters, digits, dots and hyphens.
func validLogin(s string) bool {
	if len(s) < 3 || len(s) > 40 {
		return false
	}
	return strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789.-") == ""
}

// firstAccount founds the office with the post of the administrator of accounts
// if the place has no unit yet, and puts the holder into it. He owns no data. The
// link for it ends with the first account, but for one made at the server.
func firstAccount(tx *store.Tx, h Holder, hash, purpose string) error {
	if all, err := tx.Accounts(); err != nil || len(all) > 0 && purpose == linkFirst {
		if err == nil {
			err = errNotThere()
		}
		return err
	}
	dir, err := tx.Directory(tx.Now())
	if err != nil {
		return err
	}
	office, err := officeOf(tx, dir)
	if err != nil {
		return err
	}
	p, err := store.Insert[store.Person, id.Person](tx, store.Person{Name: strings.TrimSpace(h.Name)})
	if err != nil {
		return err
	}
	post, err := store.Insert[store.Post, id.Post](tx, store.Post{UnitID: office, Title: "账号管理员", Duty: string(org.Accounts), Rank: 900})
	if err != nil {
		return err
	}
	for _, fact := range []any{
		store.PostHolder{PostID: post, Person: p, FromDay: tx.Day},
		store.PostRight{PostID: post, Right: string(org.Manage), Given: 1},
		store.PostRight{PostID: post, Right: string(org.Organise), Given: 1},
		store.PostRight{PostID: post, Right: string(org.Library), Given: 1},
		store.AccountFact{Person: p, Act: "created", Words: purpose},
	} {
		if err := store.AddAny(tx, fact); err != nil {
			return err
		}
	}
	return tx.PutAccount(store.Account{Person: p, Login: h.Login, Hash: hash, State: "active"})
}

func officeOf(tx *store.Tx, dir *org.Directory) (id.Unit, error) {
	for _, u := range dir.Units {
		if u.Sort == org.Office {
			return u.ID, nil
		}
	}
	found := func(code, name string, sort org.Sort, parent id.Unit, rank int64) (id.Unit, error) {
		u, err := store.Insert[store.Unit, id.Unit](tx, store.Unit{Code: code})
		if err != nil {
			return 0, err
		}
		return u, store.Add(tx, store.UnitFact{UnitID: u, Name: name, Short: name, Sort: string(sort), Parent: parent, Rank: rank, FromDay: tx.Day})
	}
	gov := id.Unit(0)
	for _, u := range dir.Units {
		if u.Sort == org.Government {
			gov = u.ID
		}
	}
	var err error
	if gov == 0 {
		if gov, err = found("000", "市人民政府", org.Government, 0, 1); err != nil {
			return 0, err
		}
	}
	return found("001", "市政府办公室", org.Office, gov, 2)
}

// AccountLine is an account with its person and posts.
type AccountLine struct {
	store.Account
	Name   string
	Posts  []org.Post
	Locked bool
}

// Accounts lists the accounts, for their administrator.
func (a *App) Accounts(ctx context.Context, v org.Viewer) (out []AccountLine, dir *org.Directory, err error) {
	if err := need(v, org.Manage); err != nil {
		return nil, nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		if dir, err = tx.Directory(tx.Now()); err != nil {
			return err
		}
		all, err := tx.Accounts()
		for _, acc := range all {
			line := AccountLine{Account: acc, Name: dir.PersonName(acc.Person), Locked: acc.State != "active"}
			for _, p := range dir.PostsOf(acc.Person) {
				line.Posts = append(line.Posts, dir.Post(p))
			}
			out = append(out, line)
		}
		return err
	})
	return out, dir, err
}

// NewAccount is a person to be given an account, in a post.
type NewAccount struct {
	Person id.Person // one who stands in the directory, in his posts; 0: a new person
	Name   string    // of a new person
	Login  string
	Unit   id.Unit
	Post   id.Post // one that stands vacant; 0: a new one with Title and Duty
	Title  string
	Duty   org.Duty
	Rights []org.Right // of a new post; those that need two persons are proposed
}

// AddAccount makes a person, puts him into a post, and makes an account whose
// password he sets himself through the link. Where a post of his carries a right
// that needs two persons, his deciding rights sleep until another administrator
// confirms him: a puppet in the mayor's post would be worth the mayor's password.
func (a *App) AddAccount(ctx context.Context, v org.Viewer, req Request, n NewAccount) (secret string, until time.Time, err error) {
	if err := need(v, org.Manage); err != nil {
		return "", until, err
	}
	if err := errs.Form(n.problems()); err != nil {
		return "", until, err
	}
	secret, until = auth.Token(), a.DB.Now().Add(linkLife)
	_, err = a.write(ctx, v, "account_add", req, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		p, weighty, err := n.seat(tx, v, dir)
		if err != nil {
			return err
		}
		if err := store.Add(tx, store.AccountFact{Person: p, Act: "created"}); err != nil {
			return err
		}
		if err := tx.PutAccount(store.Account{Person: p, Login: n.Login, State: "active", Sleeping: flag(weighty)}); err != nil {
			return err
		}
		return tx.PutLink(store.Link{Token: auth.Kept(secret), Person: p, Purpose: linkPassword, UntilAt: until.UnixMilli()})
	})
	return secret, until, err
}

func (n NewAccount) problems() []errs.Field {
	var out []errs.Field
	if n.Person == 0 && strings.TrimSpace(n.Name) == "" {
		out = append(out, errs.Field{Name: "person", Key: "err.required"})
	}
	if !validLogin(n.Login) {
		out = append(out, errs.Field{Name: "name", Key: "err.account.form"})
	}
	if n.Person == 0 && n.Post == 0 && (n.Unit == 0 || n.Title == "") {
		out = append(out, errs.Field{Name: "post", Key: "err.required"})
	}
	return out
}

// seat finds or makes the person and puts him into the post; weighty says that a
// post of his carries a right that needs two persons.
func (n NewAccount) seat(tx *store.Tx, v org.Viewer, dir *org.Directory) (p id.Person, weighty bool, err error) {
	if p = n.Person; p == 0 {
		p, err = store.Insert[store.Person, id.Person](tx, store.Person{Name: strings.TrimSpace(n.Name)})
	} else if dir.PersonName(p) == "" {
		err = errs.Form([]errs.Field{{Name: "person", Key: "err.notfound"}})
	} else if _, e := tx.AccountOf(p); !errs.Is(e, errs.NotFound) {
		if err = e; e == nil {
			err = errs.E(errs.Conflict, "auth.has")
		}
	}
	if err != nil {
		return 0, false, err
	}
	for _, held := range dir.PostsOf(p) {
		weighty = weighty || needsTwo(dir.Post(held))
	}
	if n.Post == 0 && n.Unit == 0 {
		return p, weighty, nil
	}
	post, err := n.post(tx, v, dir)
	if err != nil {
		return 0, false, err
	}
	return p, weighty || needsTwo(dir.Post(post)), store.Add(tx, store.PostHolder{PostID: post, Person: p, FromDay: tx.Day})
}

// needsTwo reports whether a post carries a right that one administrator cannot
// give alone.
func needsTwo(p org.Post) bool {
	return slices.ContainsFunc(p.Rights, func(r org.Right) bool { return slices.Contains(org.TwoPersons, r) })
}

// entrust lets the deciding rights of a person sleep who is handed a post that
// carries a right of two persons, until another administrator confirms him.
func entrust(tx *store.Tx, post org.Post, p id.Person) error {
	acc, err := tx.AccountOf(p)
	if errs.Is(err, errs.NotFound) || err == nil && !needsTwo(post) {
		return nil // without an account: AddAccount looks at the posts held
	}
	if err != nil {
		return err
	}
	acc.Sleeping = 1
	if err := tx.PutAccount(acc); err != nil {
		return err
	}
	return store.Add(tx, store.AccountFact{Person: p, Act: "entrusted"})
}

// post is the vacant post that stands, or a new one. A post is not taken from its
// holder here: that is a change of hands.
func (n NewAccount) post(tx *store.Tx, v org.Viewer, dir *org.Directory) (id.Post, error) {
	if n.Post != 0 {
		switch p := dir.Post(n.Post); {
		case p.UnitID == 0:
			return 0, errs.Form([]errs.Field{{Name: "post", Key: "err.choice"}})
		case p.Holder != 0:
			return 0, errs.Form([]errs.Field{{Name: "post", Key: "auth.held"}})
		}
		return n.Post, nil
	}
	if dir.Unit(n.Unit).Code == "" {
		return 0, errs.Form([]errs.Field{{Name: "unit", Key: "err.choice"}})
	}
	post, err := store.Insert[store.Post, id.Post](tx, store.Post{UnitID: n.Unit, Title: n.Title, Duty: string(n.Duty)})
	if err != nil {
		return 0, err
	}
	for _, r := range n.Rights {
		if err := giveRight(tx, v, post, r); err != nil {
			return 0, err
		}
	}
	return post, nil
}

// giveRight gives a right to a post; one that needs two persons is proposed and
// waits for another administrator. The one exception is the first second
// administrator. It counts who ever was one, not who is: whoever has got rid of
// the other does not become the founder again, who could appoint a puppet.
func giveRight(tx *store.Tx, v org.Viewer, post id.Post, r org.Right) error {
	if !slices.Contains(org.Rights, r) {
		return errs.E(errs.Invalid, "err.right.unknown", "right", string(r))
	}
	if slices.Contains(org.TwoPersons, r) {
		ever, err := tx.EverGiven(org.Manage)
		if err != nil {
			return err
		}
		if r != org.Manage || ever > 1 {
			return store.Add(tx, store.AccountFact{Act: "propose", Words: proposal(post, r), Second: v.Post})
		}
	}
	return store.Add(tx, store.PostRight{PostID: post, Right: string(r), Given: 1})
}

func proposal(post id.Post, r org.Right) string { return id.String(post) + " " + string(r) }

// GiveRight gives a right to a post, or proposes it where two persons are needed.
func (a *App) GiveRight(ctx context.Context, v org.Viewer, req Request, post id.Post, r org.Right) error {
	if err := need(v, org.Manage); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "right_give", req, func(tx *store.Tx) error { return giveRight(tx, v, post, r) })
	return err
}

// TakeRight takes a right from a post; one administrator can.
func (a *App) TakeRight(ctx context.Context, v org.Viewer, req Request, post id.Post, r org.Right) error {
	if err := need(v, org.Manage); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "right_take", req, func(tx *store.Tx) error {
		return store.Add(tx, store.PostRight{PostID: post, Right: string(r), Given: 0})
	})
	return err
}

// Proposed is a right that waits for a second administrator.
type Proposed struct {
	Fact   id.Fact
	Post   id.Post
	Right  org.Right
	By     id.Post
	Person id.Person
}

// Proposals lists the rights that wait for a second administrator.
func (a *App) Proposals(ctx context.Context, v org.Viewer) (out []Proposed, err error) {
	if err := need(v, org.Manage); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		out, err = proposals(tx)
		return err
	})
	return out, err
}

func proposals(tx *store.Tx) ([]Proposed, error) {
	facts, err := tx.AccountFacts()
	if err != nil {
		return nil, err
	}
	var out []Proposed
	for _, f := range facts {
		switch f.Act {
		case "propose":
			post, right, ok := strings.Cut(f.Words, " ")
			n, err := strconv.ParseInt(post, 10, 64)
			if ok && err == nil {
				out = append(out, Proposed{Fact: f.ID, Post: id.Post(n), Right: org.Right(right), By: f.Second, Person: f.By})
			}
		case "granted", "declined":
			out = slices.DeleteFunc(out, func(p Proposed) bool { return proposal(p.Post, p.Right) == f.Words })
		}
	}
	return out, nil
}

// ConfirmRight is the second person's yes (or no) to a right proposed by another.
func (a *App) ConfirmRight(ctx context.Context, v org.Viewer, req Request, fact id.Fact, yes bool) error {
	if err := need(v, org.Manage); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "right_confirm", req, func(tx *store.Tx) error {
		all, err := proposals(tx)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(p Proposed) bool { return p.Fact == fact })
		if i < 0 {
			return errNotThere()
		}
		p := all[i]
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		if yes && (p.Person == v.Person || slices.Contains(dir.PostsOf(v.Person), p.Post)) { // nor who gains by it
			return errs.E(errs.Forbidden, "err.second")
		}
		act := "declined"
		if yes {
			act = "granted"
			if err := store.Add(tx, store.PostRight{PostID: p.Post, Right: string(p.Right), Given: 1, Second: p.By}); err != nil {
				return err
			}
		}
		return store.Add(tx, store.AccountFact{Act: act, Words: proposal(p.Post, p.Right), Second: p.By})
	})
	return err
}

// ResetAccount gives the holder a one-time link for a new password; the old one
// ends at once. Deciding rights sleep until a second administrator confirms; the holder is told at the
// next sign-in. So an administrator who resets the mayor's password gains
// nothing by himself, and it shows.
func (a *App) ResetAccount(ctx context.Context, v org.Viewer, req Request, p id.Person) (secret string, until time.Time, err error) {
	secret, until = auth.Token(), a.DB.Now().Add(linkLife)
	err = a.onAccount(ctx, v, req, p, "reset", func(tx *store.Tx, acc *store.Account) error {
		acc.Hash, acc.Sleeping, acc.Notice = "", 1, "account.notice.reset"
		return tx.PutLink(store.Link{Token: auth.Kept(secret), Person: p, Purpose: linkPassword, UntilAt: until.UnixMilli()})
	})
	return secret, until, err
}

// ConfirmReset wakes the deciding rights of an account that another administrator
// has reset, or has put into a post of weight. It waits until the holder has set
// his password, so that it is known whom it wakes; who had a hand in the account
// since the last confirmation cannot confirm.
func (a *App) ConfirmReset(ctx context.Context, v org.Viewer, req Request, p id.Person) error {
	return a.onAccount(ctx, v, req, p, "confirmed", func(tx *store.Tx, acc *store.Account) error {
		if p == v.Person {
			return errs.E(errs.Forbidden, "err.second")
		}
		facts, err := tx.AccountFacts()
		if err != nil {
			return err
		}
		for _, f := range slices.Backward(facts) {
			if f.Person == p && f.Act == "confirmed" {
				break
			}
			if f.Person == p && f.By == v.Person && slices.Contains([]string{"reset", "created", "entrusted"}, f.Act) {
				return errs.E(errs.Forbidden, "err.second")
			}
		}
		return wake(acc)
	})
}

// wake lets deciding rights wake, once the holder has a password of his own.
func wake(acc *store.Account) error {
	if acc.Sleeping == 0 {
		return errs.E(errs.Conflict, "auth.awake")
	}
	if acc.Hash == "" {
		return errs.E(errs.Conflict, "auth.unset")
	}
	acc.Sleeping = 0
	return nil
}

// EnableAccount opens or shuts an account; a shut one has no sessions and no
// links left.
func (a *App) EnableAccount(ctx context.Context, v org.Viewer, req Request, p id.Person, on bool) error {
	act, state := "disabled", "disabled"
	if on {
		act, state = "enabled", "active"
	}
	return a.onAccount(ctx, v, req, p, act, func(tx *store.Tx, acc *store.Account) error {
		acc.State = state
		if on {
			return nil
		}
		return tx.EndLinks(p)
	})
}

// onAccount changes an account and records what happened to it. Whoever was
// signed in on an account that was reset or shut no longer is.
func (a *App) onAccount(ctx context.Context, v org.Viewer, req Request, p id.Person, act string, f func(*store.Tx, *store.Account) error) error {
	if err := need(v, org.Manage); err != nil {
		return err
	}
	_, err := a.write(ctx, v, "account_"+act, req, func(tx *store.Tx) error {
		acc, err := tx.AccountOf(p)
		if err != nil {
			return err
		}
		if err := f(tx, &acc); err != nil {
			return err
		}
		if err := tx.PutAccount(acc); err != nil { // before the sessions: it holds the account against a sign-in under way
			return err
		}
		if act == "reset" || act == "disabled" {
			if err := tx.EndSessions(p); err != nil {
				return err
			}
		}
		return store.Add(tx, store.AccountFact{Person: p, Act: act})
	})
	return err
}
