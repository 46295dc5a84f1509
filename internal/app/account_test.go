package app

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"jiufen/internal/auth"
	"jiufen/internal/errs"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

const goodPassword = "Xiaoqu-120-ge"

// bare is a place without units, library or accounts.
func bare(t *testing.T) (*App, *time.Time) {
	t.Helper()
	clock := new(time.Time)
	*clock = time.Date(2026, 3, 2, 9, 0, 0, 0, store.DefaultZone)
	db, err := store.Open(context.Background(), store.Config{Dir: t.TempDir(), Now: func() time.Time { return *clock }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	if err := db.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Tick(context.Background()); err != nil {
		t.Fatal(err)
	}
	return &App{DB: db, Log: slog.Default()}, clock
}

// open uses a link with a password and signs in with it.
func (a *App) open(t *testing.T, secret, login string) Sitting {
	t.Helper()
	ctx := context.Background()
	if err := a.UseLink(ctx, "", Holder{Secret: secret, Login: login, Name: "林管理", Password: goodPassword}); err != nil {
		t.Fatal(err)
	}
	return a.enter(t, login)
}

func (a *App) enter(t *testing.T, login string) Sitting {
	t.Helper()
	token, err := a.SignIn(context.Background(), login, goodPassword, "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	s, err := a.Sit(context.Background(), token)
	if err != nil || s.Viewer.Person == 0 {
		t.Fatalf("signed in as nobody: %+v, %v", s.Viewer, err)
	}
	return s
}

func TestPoint14FirstLinkIsSingleAndShort(t *testing.T) {
	a, clock := bare(t)
	ctx := context.Background()
	late, _, err := a.FirstLink(ctx)
	if err != nil {
		t.Fatal(err)
	}
	*clock = clock.Add(16 * time.Minute)
	if _, err := a.OpenLink(ctx, late); !errs.Is(err, errs.NotFound) {
		t.Errorf("a link of 16 minutes ago: %v", err)
	}
	secret, until, err := a.FirstLink(ctx)
	if err != nil || until.Sub(*clock) != 15*time.Minute {
		t.Fatalf("until %v, %v", until, err)
	}
	if err := a.UseLink(ctx, "", Holder{Secret: secret, Login: "guanli", Name: "林管理", Password: "short"}); !errs.Is(err, errs.Invalid) {
		t.Errorf("a weak password: %v", err)
	}
	s := a.open(t, secret, "guanli")
	if !s.Viewer.Can(org.Manage) || s.Viewer.Can(org.Read) || len(s.Viewer.Sees) != 0 {
		t.Errorf("the first account should administer accounts and own no data: %+v", s.Viewer)
	}
	if err := a.UseLink(ctx, "", Holder{Secret: secret, Login: "zweite", Name: "x", Password: goodPassword}); !errs.Is(err, errs.NotFound) {
		t.Errorf("the link worked twice: %v", err)
	}
	if _, _, err := a.FirstLink(ctx); !errs.Is(err, errs.Conflict) {
		t.Errorf("a second first link: %v", err)
	}
}

// two makes a place with two administrators and a mayor with the right to sign.
func two(t *testing.T) (a *App, first, second Sitting, mayor id.Person, post id.Post) {
	a, first, second, mayor, post, _ = twoAt(t)
	return a, first, second, mayor, post
}

func twoAt(t *testing.T) (a *App, first, second Sitting, mayor id.Person, post id.Post, clock *time.Time) {
	t.Helper()
	a, clock = bare(t)
	ctx := context.Background()
	secret, _, err := a.FirstLink(ctx)
	if err != nil {
		t.Fatal(err)
	}
	first = a.open(t, secret, "guanli-a")
	secret, _, err = a.AddAccount(ctx, first.Viewer, "", NewAccount{Name: "乙管理", Login: "guanli-b", Unit: first.Viewer.Unit, Title: "账号管理员", Duty: org.Accounts, Rights: []org.Right{org.Manage}})
	if err != nil {
		t.Fatal(err)
	}
	second = a.open(t, secret, "guanli-b")
	secret, _, err = a.AddAccount(ctx, first.Viewer, "", NewAccount{Name: "周市长", Login: "shizhang", Unit: first.Viewer.Unit, Title: "市长", Duty: org.Mayor, Rights: []org.Right{org.Read, org.Sign, org.Decide}})
	if err != nil {
		t.Fatal(err)
	}
	m := a.open(t, secret, "shizhang")
	return a, first, second, m.Viewer.Person, m.Viewer.Post, clock
}

func TestPoint01AdministratorOwnsNothing(t *testing.T) {
	a, first, second, mayor, post := two(t)
	ctx := context.Background()
	if a.enter(t, "shizhang").Viewer.Can(org.Sign) {
		t.Error("one administrator alone gave the right to sign")
	}
	wait, err := a.Proposals(ctx, first.Viewer)
	if err != nil || len(wait) != 1 || wait[0].Post != post || wait[0].Right != org.Sign {
		t.Fatalf("proposals: %+v, %v", wait, err)
	}
	if err := a.ConfirmRight(ctx, first.Viewer, "", wait[0].Fact, true); !errs.Is(err, errs.Forbidden) {
		t.Errorf("confirmed his own proposal: %v", err)
	}
	if err := a.ConfirmRight(ctx, second.Viewer, "", wait[0].Fact, true); err != nil {
		t.Fatal(err)
	}
	if !a.enter(t, "shizhang").Viewer.Can(org.Sign) {
		t.Error("two administrators gave the right, and it is not there")
	}
	secret, _, err := a.ResetAccount(ctx, first.Viewer, "", mayor)
	if err != nil {
		t.Fatal(err)
	}
	m := a.open(t, secret, "shizhang")
	if m.Viewer.Can(org.Sign) || !m.Viewer.Can(org.Read) || m.Notice != "account.notice.reset" {
		t.Errorf("after a reset deciding rights should sleep and the holder be told: %+v %q", m.Viewer, m.Notice)
	}
	if err := a.ConfirmReset(ctx, first.Viewer, "", mayor); !errs.Is(err, errs.Forbidden) {
		t.Errorf("who reset confirmed: %v", err)
	}
	if err := a.ConfirmReset(ctx, second.Viewer, "", mayor); err != nil {
		t.Fatal(err)
	}
	if !a.enter(t, "shizhang").Viewer.Can(org.Sign) {
		t.Error("confirmed, and the rights sleep on")
	}
}

func TestPoint07LockoutIsByAccountAndAddress(t *testing.T) {
	a, _, _, _, _ := two(t)
	ctx := context.Background()
	for range 5 {
		if _, err := a.SignIn(ctx, "shizhang", "Wrong-1-password", "10.0.0.66"); !errs.Is(err, errs.Unauthenticated) {
			t.Fatal(err)
		}
	}
	if _, err := a.SignIn(ctx, "shizhang", goodPassword, "10.0.0.66"); !errs.Is(err, errs.Unavailable) {
		t.Errorf("the attacker's address does not wait: %v", err)
	}
	if _, err := a.SignIn(ctx, "shizhang", goodPassword, "10.0.0.1"); err != nil {
		t.Errorf("the mayor was locked out from elsewhere: %v", err)
	}
	unknown, e2 := a.SignIn(ctx, "niemand", "Wrong-1-password", "10.0.0.2")
	if unknown != "" || !errs.Is(e2, errs.Unauthenticated) {
		t.Errorf("an unknown account tells itself: %v", e2)
	}
}

func TestPoint06PasswordAgainBeforeSigning(t *testing.T) {
	a, _, _, _, _, clock := twoAt(t)
	ctx := context.Background()
	s := a.enter(t, "shizhang")
	if !s.Viewer.Proven {
		t.Error("a password given a moment ago does not count")
	}
	token, err := a.SignIn(ctx, "shizhang", goodPassword, "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	*clock = clock.Add(11 * time.Minute)
	s, err = a.Sit(ctx, token)
	if err != nil || s.Viewer.Person == 0 || s.Viewer.Proven {
		t.Fatalf("after eleven minutes: %+v, %v", s.Viewer, err)
	}
	if err := a.Reprove(ctx, s, "Wrong-1-password", "127.0.0.1"); !errs.Is(err, errs.Invalid) {
		t.Errorf("a wrong password: %v", err)
	}
	if err := a.Reprove(ctx, s, goodPassword, "127.0.0.1"); err != nil {
		t.Fatal(err)
	}
	if s, err = a.Sit(ctx, token); err != nil || !s.Viewer.Proven {
		t.Errorf("given again, and it does not count: %v", err)
	}
}

func TestSessionsEnd(t *testing.T) {
	a, first, _, mayor, _, clock := twoAt(t)
	ctx := context.Background()
	token, err := a.SignIn(ctx, "shizhang", goodPassword, "127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	start := *clock
	*clock = start.Add(61 * time.Minute)
	if s, err := a.Sit(ctx, token); err != nil || s.Viewer.Person != 0 {
		t.Errorf("idle for 61 minutes and still here: %v", err)
	}
	*clock = start
	if err := a.EnableAccount(ctx, first.Viewer, "", mayor, false); err != nil {
		t.Fatal(err)
	}
	if s, _ := a.Sit(ctx, token); s.Viewer.Person != 0 {
		t.Error("disabled and still here")
	}
	if _, err := a.SignIn(ctx, "shizhang", goodPassword, "127.0.0.1"); !errs.Is(err, errs.Unauthenticated) {
		t.Errorf("a disabled account signed in: %v", err)
	}
	if s, err := a.Sit(ctx, auth.Token()); err != nil || s.Viewer.Person != 0 {
		t.Error("a made-up token is somebody")
	}
}

func TestPoint02OneClickOnlyInTheDemo(t *testing.T) {
	a, _, _, mayor, post := two(t)
	ctx := context.Background()
	if _, err := a.SignInAs(ctx, mayor, post); !errs.Is(err, errs.NotFound) {
		t.Errorf("one click on a real place: %v", err)
	}
	a.Demo = true
	if token, err := a.SignInAs(ctx, mayor, post); err != nil || token == "" {
		t.Errorf("one click in the demo: %v", err)
	}
}

func TestPoint21SignInsAreTheAuditorsAndEnd(t *testing.T) {
	w := newTown(t, "sqlite")
	ctx := context.Background()
	if _, err := w.SignIn(ctx, "niemand", "x", "10.0.0.2"); err == nil {
		t.Fatal("nobody signed in")
	}
	if _, err := w.SignIns(ctx, w.who["mayor"], 10); !errs.Is(err, errs.Forbidden) {
		t.Errorf("the mayor reads who signed in: %v", err)
	}
	got, err := w.SignIns(ctx, w.who["auditor"], 10)
	if err != nil || len(got) != 1 || got[0].Login != "niemand" || got[0].OK != 0 {
		t.Fatalf("%+v, %v", got, err)
	}
	w.clock = w.clock.AddDate(0, 0, 184)
	if err := w.Prune(ctx); err != nil {
		t.Fatal(err)
	}
	if got, err = w.SignIns(ctx, w.who["auditor"], 10); err != nil || len(got) != 0 {
		t.Errorf("kept beyond the term: %+v, %v", got, err)
	}
}
