package app

import (
	"context"
	"sync"
	"testing"
	"time"

	"jiufen/internal/auth"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// TestPoint01LoneAdministratorGivesNothingOfWeight: before there is a second
// administrator a right that needs two persons waits; the one exception is the
// first second administrator.
func TestPoint01LoneAdministratorGivesNothingOfWeight(t *testing.T) {
	a, _ := bare(t)
	ctx := context.Background()
	secret, _, err := a.FirstLink(ctx)
	if err != nil {
		t.Fatal(err)
	}
	first := a.open(t, secret, "guanli-a")
	for _, r := range []org.Right{org.Sign, org.Approve, org.Audit, org.Erase} {
		if err := a.GiveRight(ctx, first.Viewer, "", first.Viewer.Post, r); err != nil {
			t.Fatal(err)
		}
		if a.enter(t, "guanli-a").Viewer.Can(r) {
			t.Errorf("the only administrator gave himself %s", r)
		}
	}
}

// TestPoint01RidOfTheSecondAdministrator: one who takes the other's rights away
// is not the founder again, who could appoint a puppet.
func TestPoint01RidOfTheSecondAdministrator(t *testing.T) {
	a, first, second, _, _ := two(t)
	ctx := context.Background()
	if err := a.TakeRight(ctx, first.Viewer, "", second.Viewer.Post, org.Manage); err != nil {
		t.Fatal(err)
	}
	secret, _, err := a.AddAccount(ctx, first.Viewer, "", NewAccount{Name: "影", Login: "puppet", Unit: first.Viewer.Unit, Title: "账号管理员", Duty: org.Accounts, Rights: []org.Right{org.Manage}})
	if err != nil {
		t.Fatal(err)
	}
	if a.open(t, secret, "puppet").Viewer.Can(org.Manage) {
		t.Error("a puppet administers accounts")
	}
}

// vacantMayor makes a post with the right to sign that nobody holds.
func vacantMayor(t *testing.T, a *App, unit id.Unit) (post id.Post) {
	t.Helper()
	_, err := a.DB.Write(context.Background(), store.Actor{}, "set_up", "", func(tx *store.Tx) (err error) {
		if post, err = store.Insert[store.Post, id.Post](tx, store.Post{UnitID: unit, Title: "市长", Duty: string(org.Mayor)}); err != nil {
			return err
		}
		return store.Add(tx, store.PostRight{PostID: post, Right: string(org.Sign), Given: 1})
	})
	if err != nil {
		t.Fatal(err)
	}
	return post
}

// TestPoint01PuppetInTheMayorsPost: who is put into a post that carries such a
// right by one administrator waits for another with its use.
func TestPoint01PuppetInTheMayorsPost(t *testing.T) {
	a, first, second, _, held := two(t)
	ctx := context.Background()
	post := vacantMayor(t, a, first.Viewer.Unit)
	secret, _, err := a.AddAccount(ctx, first.Viewer, "", NewAccount{Name: "影", Login: "puppet", Post: post})
	if err != nil {
		t.Fatal(err)
	}
	p := a.open(t, secret, "puppet")
	if p.Viewer.Can(org.Sign) || !p.Viewer.Asleep {
		t.Error("one administrator put a puppet into the mayor's post")
	}
	if err := a.ConfirmReset(ctx, first.Viewer, "", p.Viewer.Person); !errs.Is(err, errs.Forbidden) {
		t.Errorf("who put him there confirmed: %v", err)
	}
	if err := a.ConfirmReset(ctx, second.Viewer, "", p.Viewer.Person); err != nil {
		t.Fatal(err)
	}
	if !a.enter(t, "puppet").Viewer.Can(org.Sign) {
		t.Error("confirmed, and the right sleeps on")
	}
	if _, _, err := a.AddAccount(ctx, first.Viewer, "", NewAccount{Name: "影", Login: "puppet-b", Post: held}); !errs.Is(err, errs.Invalid) {
		t.Errorf("a post was taken from its holder: %v", err)
	}
	if _, _, err := a.AddAccount(ctx, first.Viewer, "", NewAccount{Name: "影", Login: "puppet-c", Post: 12345}); !errs.Is(err, errs.Invalid) {
		t.Errorf("a post that is not there: %v", err)
	}
}

// TestPoint01ResetCannotBeLaundered: the old password dies with the reset, the
// rights do not wake before the holder has set a new one, and nobody who reset
// since the last confirmation can confirm.
func TestPoint01ResetCannotBeLaundered(t *testing.T) {
	a, first, second, mayor, _ := two(t)
	ctx := context.Background()
	if _, _, err := a.ResetAccount(ctx, first.Viewer, "", mayor); err != nil {
		t.Fatal(err)
	}
	if _, err := a.SignIn(ctx, "shizhang", goodPassword, "127.0.0.1"); !errs.Is(err, errs.Unauthenticated) {
		t.Errorf("the old password outlived the reset: %v", err)
	}
	if err := a.ConfirmReset(ctx, second.Viewer, "", mayor); !errs.Is(err, errs.Conflict) {
		t.Errorf("confirmed before the holder set a password: %v", err)
	}
	secret, _, err := a.ResetAccount(ctx, second.Viewer, "", mayor)
	if err != nil {
		t.Fatal(err)
	}
	a.open(t, secret, "shizhang")
	for name, v := range map[string]org.Viewer{"first": first.Viewer, "second": second.Viewer} {
		if err := a.ConfirmReset(ctx, v, "", mayor); !errs.Is(err, errs.Forbidden) {
			t.Errorf("%s reset and confirmed: %v", name, err)
		}
	}
	// Both had a hand in it: whoever runs the server is the second person.
	if err := a.ConsoleConfirm(ctx, "shizhang"); err != nil {
		t.Fatal(err)
	}
	if a.enter(t, "shizhang").Viewer.Asleep {
		t.Error("confirmed at the console, and the rights sleep on")
	}
}

// TestPoint01BeneficiaryDoesNotConfirm: the second person is not the one who
// gets the right.
func TestPoint01BeneficiaryDoesNotConfirm(t *testing.T) {
	a, first, second, _, _ := two(t)
	ctx := context.Background()
	if err := a.GiveRight(ctx, first.Viewer, "", second.Viewer.Post, org.Audit); err != nil {
		t.Fatal(err)
	}
	all, err := a.Proposals(ctx, second.Viewer)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if p.Right == org.Audit {
			if err := a.ConfirmRight(ctx, second.Viewer, "", p.Fact, true); !errs.Is(err, errs.Forbidden) {
				t.Errorf("confirmed his own right: %v", err)
			}
			return
		}
	}
	t.Fatalf("no proposal in %+v", all)
}

// TestLinkDoesNotReopenAnAccount: an account that was shut stays shut, whatever
// links are about.
func TestLinkDoesNotReopenAnAccount(t *testing.T) {
	a, first, _, mayor, _ := two(t)
	ctx := context.Background()
	secret, _, err := a.ResetAccount(ctx, first.Viewer, "", mayor)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.EnableAccount(ctx, first.Viewer, "", mayor, false); err != nil {
		t.Fatal(err)
	}
	if err := a.UseLink(ctx, "", Holder{Secret: secret, Password: goodPassword}); !errs.Is(err, errs.NotFound) {
		t.Errorf("a link of a shut account: %v", err)
	}
	if _, err := a.SignIn(ctx, "shizhang", goodPassword, "127.0.0.1"); err == nil {
		t.Error("the link opened a shut account")
	}
}

// TestPoint07GuessesSideBySide: guesses sent at the same time are counted like
// guesses sent one after another.
func TestPoint07GuessesSideBySide(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		var mu sync.Mutex
		tried, waited := 0, 0
		var wg sync.WaitGroup
		for range 40 {
			wg.Go(func() {
				_, err := w.SignIn(context.Background(), "shizhang", "Wrong-1-password", "10.0.0.66")
				mu.Lock()
				defer mu.Unlock()
				switch {
				case errs.Is(err, errs.Unauthenticated):
					tried++
				case errs.Of(err).Key == "err.signin.wait":
					waited++
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if tried != 5 || waited != 35 {
			t.Errorf("%d guesses were tried, %d had to wait", tried, waited)
		}
	})
}

// TestPoint07WaitingEnds: who had to wait comes in afterwards, and his failures
// are forgotten.
func TestPoint07WaitingEnds(t *testing.T) {
	a, _, _, _, _, clock := twoAt(t)
	ctx := context.Background()
	for range 5 {
		_, _ = a.SignIn(ctx, "shizhang", "Wrong-1-password", "10.0.0.66")
	}
	*clock = clock.Add(29 * time.Second)
	if _, err := a.SignIn(ctx, "shizhang", goodPassword, "10.0.0.66"); !errs.Is(err, errs.Unavailable) {
		t.Errorf("after 29 seconds: %v", err)
	}
	*clock = clock.Add(2 * time.Second)
	if _, err := a.SignIn(ctx, " ShiZhang ", goodPassword, "10.0.0.66"); err != nil {
		t.Errorf("after 31 seconds: %v", err)
	}
	if _, err := a.SignIn(ctx, "shizhang", "Wrong-1-password", "10.0.0.66"); !errs.Is(err, errs.Unauthenticated) {
		t.Errorf("failures before the success still count: %v", err)
	}
}

// TestPoint21PasswordTypedAsNameIsNotKept: people type the password into the
// field of the name; what cannot be a name is not written down.
func TestPoint21PasswordTypedAsNameIsNotKept(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx := context.Background()
	_, _ = w.SignIn(ctx, goodPassword+"抓", "x", "10.0.0.2")
	got, err := w.SignIns(ctx, w.who["auditor"], 10)
	if err != nil || len(got) != 1 || got[0].Login != "" {
		t.Errorf("%+v, %v", got, err)
	}
}

// TestSignInUnderwayDoesNotUndoAReset: what was read before the password was
// checked is not written back, and a session that was ended is not made anew.
func TestSignInUnderwayDoesNotUndoAReset(t *testing.T) {
	onBoth(t, func(t *testing.T, w *town) {
		ctx := context.Background()
		p := w.who["mayor"].Person
		must := func(f func(tx *store.Tx) error) {
			t.Helper()
			if err := w.DB.Work(ctx, f); err != nil {
				t.Fatal(err)
			}
		}
		s := store.Session{Token: auth.Kept("t"), Person: p, FormKey: "k"}
		must(func(tx *store.Tx) error {
			if err := tx.PutAccount(store.Account{Person: p, Login: "shizhang", Hash: "old", State: "active"}); err != nil {
				return err
			}
			return tx.PutSession(s)
		})
		must(func(tx *store.Tx) error {
			if err := tx.PutAccount(store.Account{Person: p, Login: "shizhang", Hash: "", State: "active", Sleeping: 1}); err != nil {
				return err
			}
			return tx.EndSessions(p)
		})
		must(func(tx *store.Tx) error {
			if ok, err := tx.SignedIn(p, "old", 1); ok || err != nil {
				t.Errorf("signed in with the password of before: %v, %v", ok, err)
			}
			if ok, err := tx.ChangeSession(s); ok || err != nil {
				t.Errorf("changed a session that was ended: %v, %v", ok, err)
			}
			if err := tx.SawSession(s.Token, 5); err != nil {
				t.Error(err)
			}
			acc, err := tx.AccountOf(p)
			if acc.Sleeping != 1 || acc.Hash != "" {
				t.Errorf("the reset was undone: %+v", acc)
			}
			return err
		})
		if _, err := w.DB.Seat(ctx, s.Token); !errs.Is(err, errs.NotFound) {
			t.Errorf("the session is back: %v", err)
		}
	})
}

// TestPoint01ConsoleAppointsAnAdministrator: a place whose administrators are
// gone is helped at the server, and it shows in the journal.
func TestPoint01ConsoleAppointsAnAdministrator(t *testing.T) {
	a, first, _, _, _ := two(t)
	ctx := context.Background()
	secret, until, err := a.ConsoleLink(ctx)
	if err != nil || until.Sub(a.DB.Now()) > 15*time.Minute {
		t.Fatal(until, err)
	}
	third := a.open(t, secret, "guanli-c")
	if !third.Viewer.Can(org.Manage) || third.Viewer.Can(org.Sign) || third.Viewer.Can(org.Read) {
		t.Errorf("%+v", third.Viewer)
	}
	_ = a.DB.View(ctx, func(tx *store.Tx) error {
		facts, err := tx.AccountFacts()
		if last := facts[len(facts)-1]; err != nil || last.Words != "console" || last.Person != third.Viewer.Person {
			t.Errorf("%+v, %v", last, err)
		}
		return nil
	})
	_ = first
}

// TestPoint14FirstLinkEndsWithTheFirstAccount: a link made while the place was
// empty makes no second administrator.
func TestPoint14FirstLinkEndsWithTheFirstAccount(t *testing.T) {
	a, _ := bare(t)
	ctx := context.Background()
	early := auth.Token()
	secret, _, err := a.FirstLink(ctx)
	if err != nil {
		t.Fatal(err)
	}
	a.open(t, secret, "guanli")
	if err := a.DB.Work(ctx, func(tx *store.Tx) error {
		return tx.PutLink(store.Link{Token: auth.Kept(early), Purpose: linkFirst, UntilAt: a.DB.Now().Add(time.Minute).UnixMilli()})
	}); err != nil {
		t.Fatal(err)
	}
	if err := a.UseLink(ctx, "", Holder{Secret: early, Login: "zweite", Name: "x", Password: goodPassword}); !errs.Is(err, errs.NotFound) {
		t.Errorf("a second first account: %v", err)
	}
}

// TestAccountForSomebodyInTheDirectory: a person who stands in the directory
// gets an account without becoming another person.
func TestAccountForSomebodyInTheDirectory(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx := context.Background()
	add := func(key string) (Sitting, error) {
		secret, _, err := w.AddAccount(ctx, w.who["accounts"], "", NewAccount{Login: "u-" + key, Person: w.who[key].Person})
		if err != nil {
			return Sitting{}, err
		}
		return w.open(t, secret, "u-"+key), nil
	}
	s, err := add("liaison")
	if err != nil || s.Viewer.Person != w.who["liaison"].Person || s.Viewer.Asleep || !s.Viewer.Can(org.Report) {
		t.Errorf("liaison: %+v, %v", s.Viewer, err)
	}
	if s, err = add("signer"); err != nil || !s.Viewer.Asleep || s.Viewer.Can(org.Sign) {
		t.Errorf("the signer's rights should wait for a second administrator: %+v, %v", s.Viewer, err)
	}
	if _, err := add("liaison"); !errs.Is(err, errs.Conflict) {
		t.Errorf("a second account of one person: %v", err)
	}
}
