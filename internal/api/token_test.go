package api

import (
	"context"
	"net/http"
	"testing"

	"jiufen/internal/store"
)

// token makes a token for reading, by a role with an account.
func (w *town) token(role string) Token {
	w.t.Helper()
	err := w.DB.Work(context.Background(), func(tx *store.Tx) error {
		return tx.PutAccount(store.Account{Person: w.who[role].Person, Login: role, State: "active"})
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return into[Token](w.call(role, "POST", "/tokens", m{"name": "台账大屏", "rights": []string{"read"}, "until": "2026-06-30"}).is(201))
}

// TestPoint12BearerTokens calls with a real token, through the real door.
func TestPoint12BearerTokens(t *testing.T) {
	w := newTown(t)
	w.issue()
	made := w.token("office")
	if made.Secret == "" || made.Until != "2026-06-30" || len(made.Rights) != 1 {
		t.Errorf("made %+v", made)
	}
	if list := into[struct{ Tokens []Token }](w.call("office", "GET", "/tokens", nil).is(200)).Tokens; len(list) != 1 || list[0].Secret != "" {
		t.Errorf("list %+v", list)
	}
	w.api.Authenticate = Bearer(w.App, func(context.Context, *http.Request) (Caller, error) { return Caller{}, nil })
	if p := into[LedgerPage](w.call(made.Secret, "GET", "/ledger", nil).is(200)); len(p.Rows) != 2 {
		t.Errorf("%d lines", len(p.Rows))
	}
	w.call(made.Secret, "GET", "/documents", nil).problem(403)
	if p := w.call(made.Secret, "POST", "/tokens", m{"name": "y", "rights": []string{"read"}, "until": "2026-06-30"}).problem(401); p.Key != "err.prove" {
		t.Errorf("a token makes a token: %+v", p)
	}
	w.call("", "GET", "/ledger", nil).problem(401)
	for _, bad := range []string{"Bearer x", "Basic " + made.Secret, "Bearer  "} {
		a := w.call("", "GET", "/ledger", nil, "Authorization", bad)
		if p := a.problem(401); p.Key != "api.token.bearer" || a.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("%q: %+v", bad, p)
		}
	}
	w.call(made.Secret, "DELETE", "/tokens/"+made.ID, nil).is(204)
	w.call(made.Secret, "GET", "/ledger", nil).problem(401)
}

// TestPoint12AdministratorRevokes: the administrator of accounts sees and ends
// any token, and cannot use one.
func TestPoint12AdministratorRevokes(t *testing.T) {
	w := newTown(t)
	made := w.token("office")
	list := into[struct{ Tokens []Token }](w.call("accounts", "GET", "/tokens", nil).is(200)).Tokens
	if len(list) != 1 || list[0].ID != made.ID || list[0].Secret != "" {
		t.Errorf("%+v", list)
	}
	w.call("head", "DELETE", "/tokens/"+made.ID, nil).problem(404)
	w.call("accounts", "DELETE", "/tokens/"+made.ID, nil).is(204)
	w.call("accounts", "DELETE", "/tokens/"+made.ID, nil).problem(404)
}
