package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"jiufen/internal/auth"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// AccountLine is an account with its person and posts.
type AccountLine struct {
	store.Account
	Name  string
	Posts []org.Post
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
			line := AccountLine{Account: acc, Name: dir.PersonName(acc.Person)}
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
