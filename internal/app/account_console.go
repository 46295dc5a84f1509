package app

import (
	"context"
	"slices"
	"time"

	"jiufen/internal/auth"
	"jiufen/internal/errs"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// What only whoever runs the server can do, at its command line. He is the second
// person where a place has run out of administrators, or where both had a hand in
// an account: the administrator of the system is not the administrator of
// accounts (等保: three separate administrators). It stands in the journal as the
// machine's act, with the word «console».

// ConsoleLink makes a one-time link, good for 15 minutes, with which one more
// administrator of accounts is made. An empty place takes FirstLink.
func (a *App) ConsoleLink(ctx context.Context) (secret string, until time.Time, err error) {
	secret, until = auth.Token(), a.DB.Now().Add(firstLinkLife)
	err = a.DB.Work(ctx, func(tx *store.Tx) error {
		return tx.PutLink(store.Link{Token: auth.Kept(secret), Purpose: linkConsole, UntilAt: until.UnixMilli()})
	})
	return secret, until, err
}

// ConsoleConfirm wakes the deciding rights of an account, in place of the second
// administrator. The holder is told.
func (a *App) ConsoleConfirm(ctx context.Context, login string) error {
	_, err := a.write(ctx, org.Viewer{}, "account_confirmed", "", func(tx *store.Tx) error {
		acc, err := tx.AccountByLogin(login)
		if err != nil {
			return err
		}
		if err := wake(&acc); err != nil {
			return err
		}
		if err := tx.PutAccount(acc); err != nil {
			return err
		}
		return store.Add(tx, store.AccountFact{Person: acc.Person, Act: "confirmed", Words: linkConsole})
	})
	return err
}

// AccountHistory is what happened to an account, newest first: for its holder and
// for the administrators of accounts.
func (a *App) AccountHistory(ctx context.Context, v org.Viewer, login string) (out []store.AccountDone, err error) {
	if v.Person == 0 {
		return nil, errs.E(errs.Unauthenticated, "err.signin")
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		acc, err := tx.AccountByLogin(login)
		if err != nil {
			return err
		}
		if acc.Person != v.Person && !v.Can(org.Manage) && !v.Can(org.Audit) {
			return errNotThere()
		}
		all, err := tx.AccountFacts()
		for _, f := range slices.Backward(all) {
			if f.Person == acc.Person {
				out = append(out, f)
			}
		}
		return err
	})
	return out, err
}
