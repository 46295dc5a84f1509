package app

import (
	"context"
	"testing"

	"jiufen/internal/errs"
	"jiufen/internal/org"
)

// TestPoint01HandedOverToAPuppet: an administrator who also keeps the posts does
// not reach the mayor's rights by handing his post to an account of his own.
func TestPoint01HandedOverToAPuppet(t *testing.T) {
	a, first, second, _, _ := two(t)
	ctx := context.Background()
	post := vacantMayor(t, a, first.Viewer.Unit)
	secret, _, err := a.AddAccount(ctx, first.Viewer, "", NewAccount{Name: "影", Login: "puppet", Unit: first.Viewer.Unit, Title: "科员", Duty: org.OfficeClerk, Rights: []org.Right{org.Read}})
	if err != nil {
		t.Fatal(err)
	}
	p := a.open(t, secret, "puppet")
	if err := a.HandOver(ctx, first.Viewer, "", []Hand{{Post: post, Person: p.Viewer.Person, From: a.DB.Today()}}); err != nil {
		t.Fatal(err)
	}
	s := a.enter(t, "puppet")
	if err := a.SwitchPost(ctx, s, post); err != nil {
		t.Fatal(err)
	}
	seat, _ := a.DB.Seat(ctx, s.Kept)
	v, _ := seat.Dir.ViewerOf(p.Viewer.Person, post)
	v.Asleep = seat.Sleeping == 1
	if v.Can(org.Sign) {
		t.Fatal("one administrator signs as the mayor")
	}
	if err := a.ConfirmReset(ctx, first.Viewer, "", p.Viewer.Person); !errs.Is(err, errs.Forbidden) {
		t.Errorf("who handed over confirmed: %v", err)
	}
	if err := a.ConfirmReset(ctx, second.Viewer, "", p.Viewer.Person); err != nil {
		t.Error(err)
	}
}
