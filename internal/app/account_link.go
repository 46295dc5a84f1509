package app

import (
	"context"
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
