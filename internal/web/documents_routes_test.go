package web

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"jiufen/internal/id"
	"jiufen/internal/org"
)

// Every route of this part, for every role, for ids that are not there and for
// texts that are none: a role without the right learns nothing, and what is not
// there answers alike.
func TestRoutesOfDocumentsByRole(t *testing.T) {
	h := newHall(t).staff()
	desk := deskOf(h.upload())
	doc, draft := id.String(idOf(t, desk)), id.String(h.drafts(desk)[0].ID)
	roles := []string{"clerk", "approver", "signer", "liaison", "county", "auditor", "accounts"}
	for _, r := range slices.Concat(documentRoutes, doorRoutes, opinionRoutes) {
		if r.Needs == Public {
			continue
		}
		for _, role := range roles {
			c := h.in(role)
			c.get("/more") // for the form token
			token := attrOf(c, "_token")
			for _, n := range []string{"own", "999999999", "0", "-1", "x", "9999999999999999999999"} {
				if n == "own" {
					n = map[bool]string{true: draft, false: doc}[strings.HasPrefix(r.Pattern, "/drafts")]
				}
				path := strings.NewReplacer("{id}", n, "{n}", "0", "{$}", "").Replace(r.Pattern)
				c.call(r, path, token)
				h.answers(r, role, n, c)
			}
		}
	}
}

func (h *hall) answers(r Route, role, n string, c *caller) {
	h.t.Helper()
	may := r.Needs == SignedIn || viewerOf(h, role).Can(org.Right(r.Needs))
	absent := strings.Contains(r.Pattern, "{id}") && n != id.String(idOrZero(n))
	switch {
	case !may:
		if c.status != http.StatusForbidden {
			h.t.Errorf("%s %s as %s: %d, want 403", r.Method, r.Pattern, role, c.status)
		}
	case c.status == http.StatusInternalServerError:
		h.t.Errorf("%s %s (%s) as %s: 500\n%s", r.Method, r.Pattern, n, role, text0(c.body))
	case (absent || n == "999999999") && strings.Contains(r.Pattern, "{id}"):
		want := http.StatusNotFound
		if strings.HasPrefix(r.Pattern, "/papers/{id}") && r.Needs == SignedIn && !canOne(viewerOf(h, role), []org.Right{"draft", "approve", "sign"}) {
			want = http.StatusForbidden
		}
		if c.status != want {
			h.t.Errorf("%s %s (%s) as %s: %d, want %d\n%s", r.Method, r.Pattern, n, role, c.status, want, text0(c.body))
		}
		if want == http.StatusNotFound && !strings.Contains(c.body, "地址不对，或者不在现在这个岗位可看的范围内") {
			h.t.Errorf("%s %s (%s) as %s says something else\n%s", r.Method, r.Pattern, n, role, text0(c.body))
		}
	}
}

func idOrZero(s string) id.Document {
	n, err := id.Parse[id.Document](s)
	if err != nil {
		return 0
	}
	return n
}

func attrOf(c *caller, name string) string {
	for n := range c.doc.Descendants() {
		if n.Data == "input" && attr(n, "name") == name {
			return attr(n, "value")
		}
	}
	return ""
}

// call asks an address as it is, with the form token and what most forms hold.
func (c *caller) call(route Route, path, token string) *caller {
	c.h.t.Helper()
	var body bytes.Buffer
	kind := "application/x-www-form-urlencoded"
	values := url.Values{"_token": {token}, "was": {"{}"}, "version": {"999"}, "words": {"x"}, "do": {"none"}, "dropreason": {""}}
	switch {
	case route.Method != "POST":
	case route.Upload && strings.Contains(path, "/documents/"):
		kind = multi(c.h, &body, values, nil)
	default:
		body.WriteString(values.Encode())
	}
	r, err := http.NewRequest(route.Method, c.h.srv.URL+path, &body)
	c.h.must(err)
	if route.Method == "POST" {
		r.Header.Set("Content-Type", kind)
	}
	return c.do(r)
}
