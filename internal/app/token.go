package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"jiufen/internal/auth"
	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// Limits of tokens of the API.
const (
	SettingTokenDays = "token.days" // how long a token is good for at most

	defaultTokenDays = 366
	tokensMost       = 20 // of one person
)

// NewToken is a token to be made: what it is for, which of the holder's rights
// it carries, up to which day.
type NewToken struct {
	Name   string
	Rights []org.Right
	Until  calendar.Day
}

// Token is a token as its holder and the administrator of accounts see it; the
// secret is shown once, when it is made.
type Token struct {
	ID     int64
	Person id.Person
	Post   id.Post
	Holder string
	Name   string
	Rights []org.Right
	Made   calendar.Day
	Until  calendar.Day // last day
}

// MakeToken makes a token for a program of the viewer's, in the post he acts in.
// It needs the password given again, and gives no right that two persons must
// give, so a program never approves or signs papers. The secret is kept as a
// hash and cannot be shown again.
func (a *App) MakeToken(ctx context.Context, v org.Viewer, req Request, n NewToken) (secret string, out Token, err error) {
	if v.Person == 0 {
		return "", out, errs.E(errs.Unauthenticated, "err.signin")
	}
	if err := proven(v); err != nil {
		return "", out, err
	}
	secret = auth.Token()
	_, err = a.write(ctx, v, "token_make", req, func(tx *store.Tx) error {
		lib, err := tx.Library(tx.Now())
		if err != nil {
			return err
		}
		have, err := tx.Tokens(v.Person)
		if err != nil {
			return err
		}
		if err := errs.Form(n.problems(v, tx.Day, lib.Int(SettingTokenDays, defaultTokenDays), len(have))); err != nil {
			return err
		}
		t := store.APIToken{Token: auth.Kept(secret), Person: v.Person, Post: v.Post, Name: strings.TrimSpace(n.Name), Rights: joinRights(n.Rights), MadeAt: tx.At, Until: n.Until}
		if t.ID, err = tx.PutToken(t); err != nil {
			return err
		}
		out = a.tokenOf(t, v.Name)
		return store.Add(tx, store.AccountFact{Person: v.Person, Act: "token", Words: t.Name + ": " + t.Rights + " " + t.Until.String()})
	})
	if err == nil && out.ID == 0 { // the repeat of a call: its secret is gone and cannot be told again
		return "", out, errs.E(errs.Conflict, "api.token.told")
	}
	return secret, out, err
}

func (n NewToken) problems(v org.Viewer, today calendar.Day, most, have int) []errs.Field {
	var out []errs.Field
	if strings.TrimSpace(n.Name) == "" {
		out = append(out, errs.Field{Name: "name", Key: "err.required"})
	}
	if len(n.Rights) == 0 {
		out = append(out, errs.Field{Name: "rights", Key: "err.required"})
	}
	for _, r := range n.Rights {
		switch {
		case slices.Contains(org.TwoPersons, r):
			out = append(out, errs.Field{Name: "rights", Key: "api.token.right", Args: []any{"right", string(r)}})
		case !v.Can(r):
			out = append(out, errs.Field{Name: "rights", Key: "api.token.own", Args: []any{"right", string(r)}})
		}
	}
	if n.Until < today || int(n.Until-today) > most {
		out = append(out, errs.Field{Name: "until", Key: "api.token.until", Args: []any{"n", most}})
	}
	if have >= tokensMost {
		out = append(out, errs.Field{Name: "name", Key: "api.token.many", Args: []any{"n", tokensMost}})
	}
	return out
}

func joinRights(rs []org.Right) string {
	var out []string
	for _, r := range org.Rights {
		if slices.Contains(rs, r) {
			out = append(out, string(r))
		}
	}
	return strings.Join(out, " ")
}

func (a *App) tokenOf(t store.APIToken, holder string) Token {
	out := Token{ID: t.ID, Person: t.Person, Post: t.Post, Holder: holder, Name: t.Name, Made: civil(time.UnixMilli(t.MadeAt).In(a.DB.Zone())), Until: t.Until}
	for _, r := range strings.Fields(t.Rights) {
		out.Rights = append(out.Rights, org.Right(r))
	}
	return out
}

// civil is the day of a moment in the place's zone.
func civil(t time.Time) calendar.Day {
	y, m, d := t.Date()
	return calendar.Date(y, int(m), d)
}

// Tokens lists the viewer's tokens; the administrator of accounts sees all.
func (a *App) Tokens(ctx context.Context, v org.Viewer) (out []Token, err error) {
	if v.Person == 0 {
		return nil, errs.E(errs.Unauthenticated, "err.signin")
	}
	whose := v.Person
	if v.Can(org.Manage) {
		whose = 0
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		all, err := tx.Tokens(whose)
		if err != nil {
			return err
		}
		dir, err := tx.Directory(tx.Now())
		for _, t := range all {
			out = append(out, a.tokenOf(t, dir.PersonName(t.Person)))
		}
		return err
	})
	return out, err
}

// EndToken revokes a token at once: one's own, or any for the administrator of
// accounts. Another's is not there.
func (a *App) EndToken(ctx context.Context, v org.Viewer, req Request, n int64) error {
	if v.Person == 0 {
		return errs.E(errs.Unauthenticated, "err.signin")
	}
	_, err := a.write(ctx, v, "token_end", req, func(tx *store.Tx) error {
		all, err := tx.Tokens(0)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(t store.APIToken) bool { return t.ID == n })
		if i < 0 || all[i].Person != v.Person && !v.Can(org.Manage) {
			return errNotThere()
		}
		if _, err := tx.EndToken(n); err != nil {
			return err
		}
		return store.Add(tx, store.AccountFact{Person: all[i].Person, Act: "token_end", Words: all[i].Name})
	})
	return err
}

// Bearer makes the viewer of a token. One that is unknown, ended or out of date,
// whose account is closed or whose holder has left the post, is refused in the
// same words. What the token may is what it carries of the rights that its
// holder has today.
func (a *App) Bearer(ctx context.Context, secret string) (org.Viewer, error) {
	refused := errs.E(errs.Unauthenticated, "api.token.bearer")
	b, err := a.DB.Bearer(ctx, auth.Kept(secret))
	if errs.Is(err, errs.NotFound) {
		return org.Viewer{}, refused
	}
	if err != nil {
		return org.Viewer{}, err
	}
	if b.State != "active" || b.Until < a.DB.Today() {
		return org.Viewer{}, refused
	}
	v, held := b.Dir.ViewerOf(b.Person, b.Post)
	if !held {
		return org.Viewer{}, refused
	}
	carried := strings.Fields(b.Rights)
	v.Rights = slices.DeleteFunc(slices.Clone(v.Rights), func(r org.Right) bool { return !slices.Contains(carried, string(r)) })
	if !slices.Contains(v.Rights, org.Read) {
		v.Sees = nil
	}
	v.Asleep = b.Sleeping == 1
	return v, nil
}
