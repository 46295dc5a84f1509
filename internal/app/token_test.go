package app

import (
	"context"
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/errs"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// TestPoint12Tokens: kept as a hash, with fewer rights than the holder's, up to a
// day, revoked at once.
func TestPoint12Tokens(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		office := w.who["office"]
		if err := w.DB.Work(ctx, func(tx *store.Tx) error {
			return tx.PutAccount(store.Account{Person: office.Person, Login: "office", State: "active"})
		}); err != nil {
			t.Fatal(err)
		}
		until := calendar.Date(2026, 6, 30)
		unproven := office
		unproven.Proven = false
		if _, _, err := w.MakeToken(ctx, unproven, "", NewToken{Name: "x", Rights: []org.Right{org.Read}, Until: until}); !errs.Is(err, errs.Unauthenticated) {
			t.Errorf("without the password again: %v", err)
		}
		for name, n := range map[string]NewToken{
			"a right of two persons": {Name: "x", Rights: []org.Right{org.Sign}, Until: until},
			"not the holder's":       {Name: "x", Rights: []org.Right{org.Report}, Until: until},
			"for ever":               {Name: "x", Rights: []org.Right{org.Read}, Until: calendar.Date(2029, 1, 1)},
			"over already":           {Name: "x", Rights: []org.Right{org.Read}, Until: calendar.Date(2026, 3, 1)},
			"nothing":                {},
		} {
			if _, _, err := w.MakeToken(ctx, office, "", n); !errs.Is(err, errs.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		secret, made, err := w.MakeToken(ctx, office, "r1", NewToken{Name: "台账大屏", Rights: []org.Right{org.Read}, Until: until})
		if err != nil || secret == "" {
			t.Fatal(err)
		}
		if _, _, err := w.MakeToken(ctx, office, "r1", NewToken{Name: "台账大屏", Rights: []org.Right{org.Read}, Until: until}); !errs.Is(err, errs.Conflict) {
			t.Errorf("the same request again: %v", err)
		}
		v, err := w.Bearer(ctx, secret)
		if err != nil || v.Person != office.Person || !v.Can(org.Read) || v.Can(org.Draft) || v.Proven || len(v.Sees) != 1 {
			t.Errorf("bearer: %+v, %v", v, err)
		}
		w.onlyHashed(secret)
		list, err := w.Tokens(ctx, w.who["accounts"])
		if err != nil || len(list) != 1 || list[0].Holder != "office" || list[0].Until != until {
			t.Errorf("the administrator sees %+v, %v", list, err)
		}
		if list, err := w.Tokens(ctx, w.who["head"]); err != nil || len(list) != 0 {
			t.Errorf("another sees %+v, %v", list, err)
		}
		if err := w.EndToken(ctx, w.who["head"], "", made.ID); !errs.Is(err, errs.NotFound) {
			t.Errorf("ended by another: %v", err)
		}
		w.setDay(until, 9)
		if _, err := w.Bearer(ctx, secret); err != nil {
			t.Errorf("on the last day: %v", err)
		}
		w.setDay(until+1, 9)
		if _, err := w.Bearer(ctx, secret); !errs.Is(err, errs.Unauthenticated) {
			t.Errorf("the day after: %v", err)
		}
	})
}

func TestPoint12TokensAreRevoked(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx := context.Background()
	office := w.who["office"]
	account := store.Account{Person: office.Person, Login: "office", State: "active"}
	put := func() {
		t.Helper()
		if err := w.DB.Work(ctx, func(tx *store.Tx) error { return tx.PutAccount(account) }); err != nil {
			t.Fatal(err)
		}
	}
	put()
	secret, made, err := w.MakeToken(ctx, office, "", NewToken{Name: "x", Rights: []org.Right{org.Draft}, Until: calendar.Date(2026, 6, 30)})
	if err != nil {
		t.Fatal(err)
	}
	if v, err := w.Bearer(ctx, secret); err != nil || len(v.Sees) != 0 {
		t.Errorf("a token without the right to read sees %v, %v", v.Sees, err)
	}
	account.State = "disabled"
	put()
	if _, err := w.Bearer(ctx, secret); !errs.Is(err, errs.Unauthenticated) {
		t.Errorf("of a closed account: %v", err)
	}
	account.State = "active"
	put()
	if err := w.EndToken(ctx, office, "", made.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Bearer(ctx, secret); !errs.Is(err, errs.Unauthenticated) {
		t.Errorf("after it was revoked: %v", err)
	}
	secret, _, err = w.MakeToken(ctx, office, "", NewToken{Name: "x", Rights: []org.Right{org.Draft}, Until: calendar.Date(2026, 6, 30)})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.DB.Work(ctx, func(tx *store.Tx) error { return tx.EndSessions(office.Person) }); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Bearer(ctx, secret); !errs.Is(err, errs.Unauthenticated) {
		t.Errorf("after a new password: %v", err)
	}
}

// onlyHashed looks for the secret in what is stored.
func (w *town) onlyHashed(secret string) {
	w.t.Helper()
	err := w.DB.View(context.Background(), func(tx *store.Tx) error {
		all, err := tx.Tokens(0)
		for _, t := range all {
			if t.Token == secret || len(t.Token) != 64 {
				w.t.Errorf("kept as %q", t.Token)
			}
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}
