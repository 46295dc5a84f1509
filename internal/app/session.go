package app

import (
	"context"
	"strconv"
	"strings"
	"time"

	"jiufen/internal/auth"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// Settings of sessions, with their defaults in minutes and days.
const (
	SettingSessionMinutes = "session.minutes" // from signing in to the end
	SettingIdleMinutes    = "session.idle"    // without a request
	SettingProvenMinutes  = "session.proven"  // how long a password given again holds
	SettingSignInDays     = "signin.days"     // how long records of signing in are kept (等保: six months)

	defaultSessionMinutes = 12 * 60
	defaultIdleMinutes    = 60
	defaultProvenMinutes  = 10
	defaultSignInDays     = 183
)

// Sitting is who sent a request.
type Sitting struct {
	Viewer  org.Viewer
	Login   string
	FormKey string // secret of the session's forms
	Notice  string // key of what the holder has to be told, once
	Kept    string // the session's name in the store
	Dir     *org.Directory
}

// hasher is shared by all sign-ins of the program.
var hasher = auth.NewHasher(2, 200)

// minutes is a setting of the place as a duration.
func (a *App) minutes(ctx context.Context, name string, otherwise int) time.Duration {
	n := otherwise
	_ = a.DB.View(ctx, func(tx *store.Tx) error { // an empty place has no settings yet
		lib, err := tx.Library(tx.Now())
		if err == nil {
			n = lib.Int(name, otherwise)
		}
		return err
	})
	return time.Duration(n) * time.Minute
}

// Sit finds who sent a request by the token of his cookie: one statement. Nobody
// is a zero Sitting without error; so is a session that ran out.
func (a *App) Sit(ctx context.Context, token string) (Sitting, error) {
	if token == "" {
		return Sitting{}, nil
	}
	s, err := a.DB.Seat(ctx, auth.Kept(token))
	if errs.Is(err, errs.NotFound) {
		return Sitting{}, nil
	}
	if err != nil {
		return Sitting{}, err
	}
	now := a.DB.Now().UnixMilli()
	limits := a.limits()
	if s.State != "active" || now-s.MadeAt > limits.session.Milliseconds() || now-s.SeenAt > limits.idle.Milliseconds() {
		return Sitting{}, nil
	}
	v, held := s.Dir.ViewerOf(s.Session.Person, s.Post)
	if !held {
		v, _ = s.Dir.ViewerOf(s.Session.Person, 0)
	}
	v.Asleep = s.Sleeping == 1
	v.Proven = now-s.ProvenAt <= limits.proven.Milliseconds()
	if now-s.SeenAt > time.Minute.Milliseconds() {
		a.seen(ctx, s.Session, now)
	}
	return Sitting{Viewer: v, Login: s.Login, FormKey: s.FormKey, Notice: s.Notice, Kept: s.Token, Dir: s.Dir}, nil
}

type sessionLimits struct{ session, idle, proven time.Duration }

// limits are read once in a while, not with every request.
func (a *App) limits() sessionLimits {
	a.limitsMu.Lock()
	defer a.limitsMu.Unlock()
	if now := time.Now(); now.After(a.limitsUntil) {
		ctx, stop := context.WithTimeout(context.Background(), 5*time.Second)
		defer stop()
		a.limitsKept = sessionLimits{session: a.minutes(ctx, SettingSessionMinutes, defaultSessionMinutes),
			idle: a.minutes(ctx, SettingIdleMinutes, defaultIdleMinutes), proven: a.minutes(ctx, SettingProvenMinutes, defaultProvenMinutes)}
		a.limitsUntil = now.Add(time.Minute)
	}
	return a.limitsKept
}

// seen notes that the session is alive, at most once a minute. A database that
// takes no writes does not keep people from reading.
func (a *App) seen(ctx context.Context, s store.Session, now int64) {
	if err := a.DB.Work(ctx, func(tx *store.Tx) error { return tx.SawSession(s.Token, now) }); err != nil {
		a.Log.Warn("session not noted as seen", "err", err)
	}
}

// SignIn opens a session for an account and its password. What is wrong is never
// told apart: no such account, a wrong password and a disabled account give one
// answer. A pair of account and address that failed often has to wait; nobody
// can lock another out. The result is the token for the cookie.
func (a *App) SignIn(ctx context.Context, login, password, address string) (string, error) {
	now := a.DB.Now().UnixMilli()
	acc, attempt, ok, err := a.tryPassword(ctx, login, password, address, now)
	if err != nil {
		return "", err
	}
	token := ""
	err = a.DB.Work(ctx, func(tx *store.Tx) error {
		if ok {
			ok, err = tx.SignedIn(acc.Person, acc.Hash, now)
		}
		if err != nil || !ok {
			return err
		}
		if err := tx.SignInOK(attempt); err != nil {
			return err
		}
		token, err = openSession(tx, acc.Person, 0, now, true)
		return err
	})
	if err == nil && !ok {
		err = errs.E(errs.Unauthenticated, "err.signin.wrong")
	}
	return token, err
}

// tryPassword records an attempt, then checks the password. The record comes
// first: guesses sent side by side count like guesses one after another. An
// attempt that was never tried, for too many people sign in, is taken back.
func (a *App) tryPassword(ctx context.Context, login, password, address string, now int64) (acc store.Account, attempt int64, ok bool, err error) {
	if acc, attempt, err = a.admit(ctx, login, auth.Address(address), now); err != nil {
		return acc, 0, false, err
	}
	ok, err = hasher.Check(ctx, password, acc.Hash)
	if errs.Is(err, errs.Unavailable) {
		if e := a.DB.Work(ctx, func(tx *store.Tx) error { return tx.DropSignIn(attempt) }); e != nil {
			a.Log.Warn("attempt not taken back", "err", e)
		}
	}
	return acc, attempt, ok && acc.State == "active", err
}

// admit records an attempt, refuses a pair that has to wait without counting it
// again, and finds the account; an unknown one is an empty account, whose
// password is checked at the same cost. What cannot be a name is not kept: people
// type the password into the field of the name.
func (a *App) admit(ctx context.Context, login, address string, now int64) (acc store.Account, attempt int64, err error) {
	if login = strings.ToLower(strings.TrimSpace(login)); !validLogin(login) {
		login = ""
	}
	err = a.DB.Work(ctx, func(tx *store.Tx) error {
		if attempt, err = tx.NoteSignIn(store.SignIn{At: now, Login: login, Address: address}); err != nil {
			return err
		}
		n, last, err := tx.Failures(login, address, now-auth.LookBack.Milliseconds(), attempt)
		if err != nil {
			return err
		}
		if left := last + auth.Wait(n).Milliseconds() - now; n > 0 && left > 0 {
			return errs.E(errs.Unavailable, "err.signin.wait", "seconds", left/1000+1)
		}
		acc, err = tx.AccountByLogin(login)
		if errs.Is(err, errs.NotFound) {
			return nil
		}
		return err
	})
	return acc, attempt, err
}

func openSession(tx *store.Tx, p id.Person, post id.Post, now int64, proven bool) (string, error) {
	token := auth.Token()
	s := store.Session{Token: auth.Kept(token), Person: p, Post: post, MadeAt: now, SeenAt: now, FormKey: auth.Token()}
	if proven {
		s.ProvenAt = now
	}
	return token, tx.PutSession(s)
}

// SignInAs opens a session without a password: the one-click roles of a sample
// city. On a real place it does not exist.
func (a *App) SignInAs(ctx context.Context, p id.Person, post id.Post) (token string, err error) {
	if !a.Demo {
		return "", errNotThere()
	}
	now := a.DB.Now().UnixMilli()
	err = a.DB.Work(ctx, func(tx *store.Tx) error {
		if _, err := tx.AccountOf(p); errs.Is(err, errs.NotFound) {
			if err := tx.PutAccount(store.Account{Person: p, Login: "demo-" + strconv.FormatInt(int64(p), 36), State: "active"}); err != nil {
				return err
			}
		} else if err != nil {
			return err
		}
		token, err = openSession(tx, p, post, now, true)
		return err
	})
	return token, err
}

// SignOut ends the session.
func (a *App) SignOut(ctx context.Context, s Sitting) error {
	return a.DB.Work(ctx, func(tx *store.Tx) error { return tx.EndSession(s.Kept) })
}

// SwitchPost lets a person act in another of his posts.
func (a *App) SwitchPost(ctx context.Context, s Sitting, post id.Post) error {
	if _, held := s.Dir.ViewerOf(s.Viewer.Person, post); !held || post == 0 {
		return errNotThere()
	}
	return a.changeSession(ctx, s, func(x *store.Session) { x.Post = post })
}

// Reprove takes the password again, as approving and signing ask for; failures
// count as failures to sign in. In a sample city there is none to give.
func (a *App) Reprove(ctx context.Context, s Sitting, password, address string) error {
	now := a.DB.Now().UnixMilli()
	if !a.Demo {
		_, attempt, ok, err := a.tryPassword(ctx, s.Login, password, address, now)
		if err != nil {
			return err
		}
		if !ok {
			return errs.Form([]errs.Field{{Name: "password", Key: "err.password.wrong"}})
		}
		if err := a.DB.Work(ctx, func(tx *store.Tx) error { return tx.DropSignIn(attempt) }); err != nil {
			return err
		}
	}
	return a.changeSession(ctx, s, func(x *store.Session) { x.ProvenAt = now })
}

func (a *App) changeSession(ctx context.Context, s Sitting, f func(*store.Session)) error {
	seat, err := a.DB.Seat(ctx, s.Kept)
	if err != nil {
		return err
	}
	f(&seat.Session)
	return a.DB.Work(ctx, func(tx *store.Tx) error {
		ok, err := tx.ChangeSession(seat.Session)
		if err == nil && !ok {
			err = errNotThere()
		}
		return err
	})
}

// Told notes that the holder has seen what happened to his account.
func (a *App) Told(ctx context.Context, s Sitting) error {
	return a.DB.Work(ctx, func(tx *store.Tx) error { return tx.Told(s.Viewer.Person, s.Notice) })
}

// Prune deletes what is kept of signing in beyond the legal term, dead sessions
// and links that ran out.
func (a *App) Prune(ctx context.Context) error {
	days := defaultSignInDays
	if err := a.DB.View(ctx, func(tx *store.Tx) error {
		lib, err := tx.Library(tx.Now())
		if err == nil {
			days = lib.Int(SettingSignInDays, defaultSignInDays)
		}
		return err
	}); err != nil {
		return err
	}
	now := a.DB.Now()
	return a.DB.Work(ctx, func(tx *store.Tx) error {
		return tx.Prune(now.AddDate(0, 0, -days).UnixMilli(), now.Add(-24*time.Hour).UnixMilli(), now.UnixMilli())
	})
}

// SignIns lists the records of signing in, for the auditor alone; there are no
// totals by person anywhere.
func (a *App) SignIns(ctx context.Context, v org.Viewer, limit int) (out []store.SignIn, err error) {
	if err := need(v, org.Audit); err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		out, err = tx.SignIns(limit)
		return err
	})
	return out, err
}
