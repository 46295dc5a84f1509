package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"jiufen/internal/id"
	"jiufen/internal/store"
)

const goodPassword = "Correct-horse-9"

// withPassword resets an account by the administrator's link, wakes its rights by
// the second one, and signs its holder in by the door.
func (h *hall) withPassword(name string) *caller {
	h.t.Helper()
	secret := h.resetLink("accounts", name)
	g := h.guest()
	g.get("/link/"+secret).is(200).submit("/link", "", url.Values{"password": {goodPassword}, "again": {goodPassword}}).led("/desk")
	b := h.in("accounts2")
	at := "/accounts/" + personOf(h, name)
	b.get(at).submit(at, "do=confirm", nil).is(200).says("各项权恢复")
	return g
}

func personOf(h *hall, name string) string { return id.String(h.who[name].Person) }

// resetLink is the one-time link an administrator is shown.
func (h *hall) resetLink(admin, name string) string {
	h.t.Helper()
	c := h.in(admin)
	at := "/accounts/" + personOf(h, name)
	c.get(at).is(200).submit(at, "do=reset", nil).is(200).says("一次性链接")
	return linkOn(c)
}

func linkOn(c *caller) string {
	for n := range c.doc.Descendants() {
		if n.Data == "input" && attr(n, "id") == "f-link" {
			return attr(n, "value")[strings.LastIndex(attr(n, "value"), "/")+1:]
		}
	}
	c.h.t.Fatalf("no link shown\n%s", text0(c.body))
	return ""
}

// The first account comes by a one-time link; nothing opens without it, and it
// opens once.
func TestFirstAccountAndTheNextByLinks(t *testing.T) {
	h := newHall(t)
	_, err := h.app.DB.Write(context.Background(), store.Actor{}, "set_up", "", func(tx *store.Tx) error { h.library(tx); return nil })
	h.must(err)
	secret, _, err := h.app.FirstLink(context.Background())
	h.must(err)
	g := h.guest()
	g.get("/").is(200).says("登录样例市")
	g.get("/link/no-such-link").is(404).says("链接用过了或者过期了")
	g.get("/link/"+secret).is(200).says("设第一个账号").submit("/link", "", url.Values{"holder": {"李一"}, "name": {"li01"}, "password": {"short"}, "again": {"other"}}).is(422).says("两次输的不一样", `value="李一"`)
	g.submit("/link", "", url.Values{"holder": {"李一"}, "name": {"li01"}, "password": {"short"}, "again": {"short"}}).is(422).says("10至128个字符")
	g.submit("/link", "", url.Values{"holder": {"李一"}, "name": {"li01"}, "password": {goodPassword}, "again": {goodPassword}}).is(200).says("开始使用", "机构名单")
	if g.path != "/start" {
		t.Errorf("the administrator stands at %s", g.path)
	}
	h.guest().get("/link/" + secret).is(404).says("链接用过了或者过期了")

	// another account in a new post
	g.get("/accounts/new").is(200).submit("/accounts", "", url.Values{"person": {"王二"}, "name": {"wang02"}}).is(422).says("没有填", `value="王二"`)
	unit := optionOf(g, "unit", "办公室")
	add := url.Values{"person": {"王二"}, "name": {"wang02"}, "unit": {unit}, "post": {"综合科科长"}, "duty": {"office"}, "rights": {"read", "draft"}}
	g.submit("/accounts", "", add).is(200).says("一次性链接")
	link := linkOn(g)
	g.get("/accounts/new").submit("/accounts", "", add).is(422).says("已经有账号wang02")
	w := h.guest()
	w.get("/link/"+link).is(200).says("wang02").submit("/link", "", url.Values{"password": {goodPassword}, "again": {goodPassword}}).led("/desk")
	w.get("/documents").is(200).says("读入文件")
	g.get("/accounts?q=" + url.QueryEscape("综合科")).is(200).says("wang02")
	if strings.Contains(g.body, ">li01<") {
		t.Error("the filter does not filter")
	}
}

func optionOf(c *caller, name, words string) string {
	c.h.t.Helper()
	for n := range c.doc.Descendants() {
		if n.Data == "option" && n.FirstChild != nil && strings.Contains(n.FirstChild.Data, words) && attr(n.Parent, "name") == name {
			return attr(n, "value")
		}
	}
	c.h.t.Fatalf("no option %q in %s", words, name)
	return ""
}

// What is wrong at the door is not told apart, who fails often waits, and the
// way back leads nowhere outside.
func TestSigningInAndOut(t *testing.T) {
	h := newHall(t).staff()
	h.withPassword("clerk")
	g := h.guest()
	g.get("/documents?x=1").is(200).says("登录样例市")
	if g.path != "/signin?next=%2Fdocuments%3Fx%3D1" {
		t.Errorf("sent to %s", g.path)
	}
	for _, x := range []url.Values{{"name": {"clerk"}, "password": {"wrong"}}, {"name": {"nobody"}, "password": {goodPassword}}, {"name": {"liaison"}, "password": {""}}} {
		g.submit("/signin", "", x).is(http.StatusUnauthorized).says("账号或密码不对")
	}
	g.submit("/signin", "", url.Values{"name": {"clerk"}, "password": {goodPassword}}).is(200)
	if g.path != "/documents?x=1" {
		t.Errorf("led to %s", g.path)
	}
	g.get("/signin").led("/desk") // he is in already
	g.get("/documents").submit("/signout", "", nil).is(200).says("登录样例市")
	g.get("/documents").is(200).says("登录样例市")

	bad := h.guest()
	bad.get("/signin?next=//evil.test/").submit("/signin", "", url.Values{"name": {"clerk"}, "password": {goodPassword}})
	if strings.Contains(bad.path, "evil") {
		t.Errorf("led to %s", bad.path)
	}
	slow := h.guest().get("/signin")
	for range 5 {
		slow.submit("/signin", "", url.Values{"name": {"signer"}, "password": {"wrong"}})
	}
	slow.submit("/signin", "", url.Values{"name": {"signer"}, "password": {"wrong"}}).is(http.StatusServiceUnavailable).says("秒后再试")
}

// One-click roles are offered by a sample city alone.
func TestDemoRolesOnlyInASampleCity(t *testing.T) {
	h := newHall(t).staff()
	g := h.guest().get("/signin")
	if strings.Contains(g.body, "/signin/demo") {
		t.Error("a real place offers roles")
	}
	token := attrOf(g, "_token")
	g.call(Route{Method: "POST"}, "/signin/demo?role=office", token).is(404)
	h.app.Demo = true
	g.get("/signin").says("综合科科长").submit("/signin/demo", "role=office", nil).led("/desk")
	g.get("/documents").is(200).says("读入文件")
}

// Rights of weight take two administrators; a reset lets them sleep.
func TestRightsOfWeightTakeTwo(t *testing.T) {
	h := newHall(t).staff()
	a, b := h.in("accounts"), h.in("accounts2")
	a.get("/accounts/new")
	a.submit("/accounts", "", url.Values{"person": {"赵三"}, "name": {"zhao03"}, "unit": {optionOf(a, "unit", "办公室")}, "post": {"主任"}, "duty": {"secretary-general"}, "rights": {"read", "sign"}}).is(200)
	a.get("/accounts").says("等第二位管理员", "签发")
	if l := a.actions("/accounts/rights/", ""); len(l) != 0 {
		t.Errorf("the first administrator may confirm: %v", l)
	}
	l := b.get("/accounts").actions("/accounts/rights/", "")
	if len(l) != 1 {
		t.Fatalf("the second finds %v", l)
	}
	a.call(Route{Method: "POST"}, l[0], attrOf(a, "_token")) // «do» is none of the two
	if a.status != http.StatusUnprocessableEntity {
		t.Errorf("neither yes nor no: %d", a.status)
	}
	b.submit(l[0], "do=yes", nil).is(200).says("已确认，这项权生效")

	// the reset of a signer: asleep until another confirms, and he is told
	s := h.guest()
	s.get("/link/"+h.resetLink("accounts", "signer")).submit("/link", "", url.Values{"password": {goodPassword}, "again": {goodPassword}}).led("/desk")
	s.get("/documents").is(403)
	at := "/accounts/" + personOf(h, "signer")
	a.get(at).says("第二位管理员").submit(at, "do=confirm", nil).is(403).says("另一位管理员")
	b.get(at).submit(at, "do=confirm", nil).is(200).says("各项权恢复")
	s.get("/documents").is(200)
	b.get(at).submit(at, "do=off", nil).is(200).says("已停用")
	s.get("/documents").is(200).says("登录样例市")
	b.submit(at, "do=on", nil).is(200).says("在用")
}
