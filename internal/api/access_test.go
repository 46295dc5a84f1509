package api

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"jiufen/internal/errs"
	"jiufen/internal/org"
)

// absent is a number that nothing of the town has.
const absent = "999999999999"

// probe is an operation as the access test calls it. {x} stands for the
// identifier under test, in the path or in the body.
type probe struct {
	query   string
	path    string // what stands for {period} or {change}
	body    any
	match   string
	refused bool     // whether a caller may is told by the use case: 403 behind the door as well
	allowed []string // roles that pass the door
	target  string   // what {x} is: document, draft, paper, item …; '' names nothing
	seen    []string // roles that may see the target; nil: whoever passes the door
}

var everybody = roles

// fills replaces {x} in a body; {unit} is 市住建局, {item} an item of its.
func (w *town) fills(body any, x string) any {
	if body == nil {
		return nil
	}
	if b, ok := body.([]byte); ok {
		return b
	}
	j, _ := json.Marshal(body)
	return json.RawMessage(strings.NewReplacer("{x}", x, "{unit}", known(w.house), "{item}", w.item).Replace(string(j)))
}

func (w *town) try(role string, o Operation, p probe, x string) *answer {
	path := strings.NewReplacer("{name}", "special-plans", "{id}", x, "{x}", x, "{period}", p.path, "{change}", p.path, "{evidence}", p.path, "{line}", p.path, "{path...}", "0/000.p/1").Replace(o.Path + p.query)
	var h []string
	if p.match != "" {
		h = []string{"If-Match", p.match}
	}
	return w.call(role, o.Method, path, w.fills(p.body, x), h...)
}

// TestPoint16EveryOperationByEveryRole walks every operation: nobody gets in
// without a name, no role without the right, and what is not there answers with
// the same bytes as what is not the caller's.
func TestPoint16EveryOperationByEveryRole(t *testing.T) {
	w := newTown(t)
	for _, o := range w.api.Operations() {
		p, ok := probes[o.ID]
		if !ok {
			t.Errorf("%s: no row in the table of access", o.ID)
			continue
		}
		if q := w.try("", o, p, absent).problem(http.StatusUnauthorized); q.Key != "err.signin" {
			t.Errorf("%s by nobody: %+v", o.ID, q)
		}
		w.try("stranger", o, p, absent).problem(http.StatusUnauthorized)
		for _, role := range roles {
			a := w.try(role, o, p, absent)
			in := slices.Contains(p.allowed, role)
			if !in && a.Status != http.StatusForbidden {
				t.Errorf("%s by %s: %d, want 403: %s", o.ID, role, a.Status, a.Body)
			}
			if in && p.target != "" && a.Status != http.StatusNotFound {
				t.Errorf("%s by %s on what is not there: %d, want 404: %s", o.ID, role, a.Status, a.Body)
			}
			if in && p.target == "" && (a.Status == http.StatusForbidden && !p.refused || a.Status == http.StatusUnauthorized || a.Status >= 500) {
				t.Errorf("%s by %s: %d: %s", o.ID, role, a.Status, a.Body)
			}
		}
	}
	for name := range probes {
		if !slices.ContainsFunc(w.api.Operations(), func(o Operation) bool { return o.ID == name }) {
			t.Errorf("%s is in the table of access and is no operation", name)
		}
	}
}

// TestPoint16ForeignIsAbsent holds the answers for what is there but not the
// caller's against those for what is not there, byte for byte.
func TestPoint16ForeignIsAbsent(t *testing.T) {
	w := newTown(t)
	targets := w.targets()
	for _, o := range w.api.Operations() {
		p := probes[o.ID]
		if p.target == "" {
			continue
		}
		x := targets[p.target]
		if x == "" {
			t.Errorf("%s: the town has no %s", o.ID, p.target)
			continue
		}
		for _, role := range p.allowed {
			there, not, none := w.try(role, o, p, x), w.try(role, o, p, absent), w.try(role, o, p, "abc")
			if !bytes.Equal(not.Body, none.Body) || none.Status != http.StatusNotFound {
				t.Errorf("%s by %s: «%s» and «%s» differ", o.ID, role, not.Body, none.Body)
			}
			seen := p.seen == nil || slices.Contains(p.seen, role)
			if seen && there.Status == http.StatusNotFound {
				t.Errorf("%s by %s on its own: 404", o.ID, role)
			}
			if !seen && (there.Status != not.Status || !bytes.Equal(there.Body, not.Body)) {
				t.Errorf("%s by %s on what is not his: %d %s, and what is not there: %d %s", o.ID, role, there.Status, there.Body, not.Status, not.Body)
			}
		}
	}
}

// TestRightsAreDeclaredAsTested: the roles that the table lets in are those that
// hold a right the operation names.
func TestRightsAreDeclaredAsTested(t *testing.T) {
	w := newTown(t)
	for _, o := range w.api.Operations() {
		for _, role := range roles {
			holds := slices.ContainsFunc(o.Needs, func(r org.Right) bool { return r == SignedIn || slices.Contains(w.who[role].Rights, r) })
			if holds != slices.Contains(probes[o.ID].allowed, role) {
				t.Errorf("%s needs %v, the table says %v, %s has %v", o.ID, o.Needs, probes[o.ID].allowed, role, w.who[role].Rights)
			}
		}
	}
}

// TestPoint6SessionsNeedTheFormToken: a write by a browser's cookie needs the
// token, a bearer token does not.
func TestPoint6SessionsNeedTheFormToken(t *testing.T) {
	w := newTown(t)
	post := func(h ...string) *answer {
		return w.call("", "POST", "/documents?name=r.txt", []byte(report), append([]string{"Cookie", "jiufen-session=office"}, h...)...)
	}
	if p := post().problem(403); p.Key != "err.token" {
		t.Errorf("without a token: %+v", p)
	}
	post("X-Form-Token", "form-head").problem(403)
	post("X-Form-Token", "form-office", "Sec-Fetch-Site", "cross-site").problem(403)
	w.call("", "GET", "/documents", nil, "Cookie", "jiufen-session=office").is(200)
	post("X-Form-Token", "form-office").is(201)
}

// TestPoint12TokenWithFewerRights: a token scoped to fewer rights than its
// holder's does no more than it says.
func TestPoint12TokenWithFewerRights(t *testing.T) {
	w := newTown(t)
	v := w.who["office"]
	v.Rights = []org.Right{org.Read}
	w.who["reader"] = v
	w.call("reader", "GET", "/documents", nil).problem(403)
	me := into[Me](w.call("reader", "GET", "/me", nil).is(200))
	if len(me.Rights) != 1 || me.Rights[0] != "read" || me.Name != "office" {
		t.Errorf("me: %+v", me)
	}
	v = w.who["signer"]
	v.Asleep = true
	w.who["asleep"] = v
	if p := w.call("asleep", "POST", "/papers/1/sign", nil).problem(403); p.Key != "err.asleep" {
		t.Errorf("while rights sleep: %+v", p)
	}
}

func TestProblemsSpeakTheLanguageAskedFor(t *testing.T) {
	w := newTown(t)
	for accept, want := range map[string]string{
		"": "zh-CN", "en": "en", "en-GB,en;q=0.9,zh;q=0.5": "en", "zh-TW": "zh-CN", "fr, en;q=0.1": "en", "fr": "zh-CN", "*": "zh-CN", "⟦": "zh-CN",
	} {
		a := w.call("office", "GET", "/drafts/1", nil, "Accept-Language", accept)
		p := a.problem(404)
		if a.Header.Get("Content-Language") != want || (p.Detail == "没有这一条，或者不在可看的范围内") != (want == "zh-CN") {
			t.Errorf("Accept-Language %q: %s %s", accept, a.Header.Get("Content-Language"), p.Detail)
		}
	}
	zh := w.call("office", "POST", "/drafts/accept", m{"drafts": []string{}, "more": 1}).problem(422)
	en := w.call("office", "POST", "/drafts/accept", m{"drafts": []string{}, "more": 1}, "Accept-Language", "en").problem(422)
	if len(zh.Errors) != 2 || len(en.Errors) != 2 || zh.Errors[0].Key != en.Errors[0].Key || zh.Errors[0].Detail == en.Errors[0].Detail {
		t.Errorf("validation: %+v and %+v", zh, en)
	}
	for _, p := range []Problem{zh, en} {
		for _, e := range p.Errors {
			if strings.Contains(e.Detail, part) || strings.Contains(e.Detail, "⟦") || strings.Contains(e.Detail, "{") {
				t.Errorf("%+v", e)
			}
		}
	}
}

func TestBadRequests(t *testing.T) {
	w := newTown(t)
	for name, c := range map[string]struct {
		a      *answer
		status int
		key    string
	}{
		"no such address":  {w.call("office", "GET", "/nowhere", nil), 404, "err.notfound"},
		"another method":   {w.call("office", "DELETE", "/documents", nil), 405, "err.method"},
		"no JSON":          {w.call("office", "POST", "/drafts/accept", []byte("{"), "Content-Type", "application/json"), 400, "err.form"},
		"no JSON type":     {w.call("office", "POST", "/drafts/accept", []byte("x"), "Content-Type", "text/xml"), 415, "api.media"},
		"no body":          {w.call("office", "POST", "/drafts/accept", nil), 400, "api.nobody"},
		"unknown query":    {w.call("office", "GET", "/documents?colour=red", nil), 422, "err.form"},
		"too large":        {w.call("office", "POST", "/drafts/accept", bytes.Repeat([]byte("x"), bodyLimit+2), "Content-Type", "application/json"), 413, "err.toolarge"},
		"too large, keyed": {w.call("office", "POST", "/drafts/accept", bytes.Repeat([]byte("x"), bodyLimit+2), "Idempotency-Key", "k"), 413, "err.toolarge"},
		"long key":         {w.call("office", "POST", "/drafts/accept", m{}, "Idempotency-Key", strings.Repeat("k", 300)), 422, "err.form"},
	} {
		if p := c.a.problem(c.status); p.Key != c.key || p.Detail == "" || strings.ContainsAny(p.Detail, "⟦"+part) {
			t.Errorf("%s: %+v", name, p)
		}
	}
	if allow := w.call("office", "DELETE", "/documents", nil).Header.Get("Allow"); allow != "GET, POST" {
		t.Errorf("Allow: %q", allow)
	}
}

func TestFailuresHideTheirCause(t *testing.T) {
	w := newTown(t)
	w.api.Authenticate = nil // a fault of the server
	a := w.call("office", "GET", "/documents", nil)
	p := a.problem(500)
	if p.Request == "" || p.Key != errs.Of(errs.E(errs.Internal, "err.internal")).Key || bytes.Contains(a.Body, []byte("nil pointer")) {
		t.Errorf("%+v", p)
	}
	if !strings.Contains(w.log.String(), p.Request) || !strings.Contains(w.log.String(), "nil pointer") {
		t.Errorf("the log does not tell the cause: %s", w.log)
	}
}
