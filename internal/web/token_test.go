package web

import (
	"net/url"
	"regexp"
	"testing"

	"jiufen/internal/id"
)

// TestTokensOnAPage: made for a program with some of one's rights, its secret
// shown once, ended at once; nobody ends another's.
func TestTokensOnAPage(t *testing.T) {
	h := newHall(t).staff()
	c := h.in("clerk")
	c.get("/more").is(200).says("接口令牌")
	c.get("/me/tokens").is(200).says("还没有令牌").submit("/me/tokens", "", url.Values{"name": {"大屏"}}).is(422).says("没有填")
	c.get("/me/tokens").submit("/me/tokens", "", url.Values{"name": {"大屏"}, "rights": {"read"}, "until": {"2026-06-30"}}).is(200).says("只显示这一次", "大屏")
	secret := regexp.MustCompile(`id="f-secret" readonly value="([^"]{20,})"`).FindStringSubmatch(c.body)
	if secret == nil {
		t.Fatal("no secret is shown")
	}
	if c.get("/me/tokens"); regexp.MustCompile(regexp.QuoteMeta(secret[1])).MatchString(c.body) {
		t.Error("the secret is shown again")
	}
	n := regexp.MustCompile(`name="token" value="(\d+)"`).FindStringSubmatch(c.body)[1]
	o := h.in("second").get("/me/tokens").is(200)
	o.submit("/me/tokens", "", url.Values{"name": {"自己的"}, "rights": {"read"}, "until": {"2026-06-30"}}).is(200)
	o.get("/me/tokens").submit("/me/tokens/end", "", url.Values{"token": {n}}).is(404)
	c.get("/me/tokens").submit("/me/tokens/end", "token="+n, nil).is(200).says("还没有令牌")
}

// TestMainPathInEnglish walks the main path with every page in English: a report,
// a draft accepted, the notice approved and signed, the ledger, the item.
func TestMainPathInEnglish(t *testing.T) {
	h := newHall(t).staff()
	in := func(name string) *caller {
		t.Helper()
		c := h.in(name)
		c.get("/more").submit("/me/look", "lang=en", nil).is(200)
		return c
	}
	c := in("clerk")
	c.get("/documents").is(200).says("Documents").submit("/documents", "how=file", nil, file{"report.txt", []byte(workReport)}).is(200).says("Every sentence accounted for")
	desk := deskOf(c)
	d := h.draft(desk, "老旧小区120")
	c.get(desk+"?draft="+id.String(d.ID)).is(200).says("Accept").submit("/drafts/"+id.String(d.ID), "do=accept", nil).is(200)
	c.get(desk).submit(desk+"/paper", "", nil).is(200)
	paper := deskOf(c)
	a := in("approver")
	a.get(paper).is(200).says("Approve").submit(paper+"/approve", "do=approve", nil).is(200)
	s := in("signer")
	s.get(paper).is(200).submit(paper+"/sign", "do=sign", nil).is(200).says("样政办发〔2026〕1号")
	r := in("reviewer")
	r.get("/ledger").is(200).says("Ledger", "Lead", "改造老旧小区120个")
	r.get(r.links("/items/")[0]).is(200).says("Chain", "Reports")
	for _, path := range []string{"/overview", "/wall", "/bulletins", "/reviews", "/desk", "/changes", "/closings", "/me/tokens", "/search?q=小区"} {
		r.get(path).is(200)
	}
	if l := regexp.MustCompile(`<html lang="en"`); !l.MatchString(r.body) {
		t.Error("not in English")
	}
}
