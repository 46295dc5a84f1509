package web

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestDeskOnATelephone: one report at a time, saved as typed, and sent once; what
// was typed is in the sheet without a press of Save.
func TestDeskOnATelephone(t *testing.T) {
	ctx := browser(t)
	h := newHall(t).staff()
	h.item()
	h.item()
	h.later(18 * 24 * time.Hour)
	_, err := h.app.DB.Tick(context.Background())
	h.must(err)
	base := h.doors()
	run := func(a chromedp.Action[chromedp.Void]) {
		t.Helper()
		if _, err := chromedp.Run(ctx, a); err != nil {
			t.Fatal(err)
		}
	}
	read := func(js string) string {
		t.Helper()
		s, err := chromedp.Run(ctx, chromedp.Evaluate[string](js))
		if err != nil {
			t.Fatal(js, err)
		}
		return s
	}
	until := func(js string) {
		t.Helper()
		for range 150 {
			if s, err := chromedp.Run(ctx, chromedp.Evaluate[string]("String("+js+")")); err == nil && s == "true" { // while it navigates there is no page to ask
				return
			}
			time.Sleep(40 * time.Millisecond)
		}
		t.Fatalf("never: %s\n%s", js, read("document.querySelector('main').innerText.slice(0,900)"))
	}
	if _, err := look(ctx, base+"/as/liaison", 390); err != nil {
		t.Fatal(err)
	}
	if _, err := look(ctx, base+"/desk", 390); err != nil {
		t.Fatal(err)
	}
	until("document.querySelectorAll('form.one .owed > li.now').length === 1")
	shown := read("document.querySelector('li.now input[name^=w-]').name.slice(2)")
	for i, want := range []string{"31", "12"} {
		at := read("document.querySelector('li.now input[name^=w-]').name.slice(2)")
		read("String(document.querySelector('li.now input[name^=v-]').focus())")
		run(chromedp.KeyEvent(want))
		read("String(document.querySelector('li.now textarea[name^=t-]').focus())")
		run(chromedp.KeyEvent("已开工"))
		until("document.querySelector('[data-status]').textContent === '已保存'")
		h.typed(t, at, want)
		read("String(document.querySelector('[data-go=\"1\"]').click())")
		if now := read("document.querySelector('li.now input[name^=w-]').name.slice(2)"); now == at {
			t.Errorf("%d: it stays at %s", i, at)
		}
	}
	if back := read("document.querySelector('li.now input[name^=w-]').name.slice(2)"); back != shown {
		t.Errorf("after the last comes %s, not %s", back, shown)
	}
	until("!document.querySelector('button[value=submit]').disabled")
	read("String(document.querySelector('button[value=submit]').click())")
	until("location.search.includes('done=submitted')")
}

// typed holds the sheet to what the browser saved.
func (h *hall) typed(t *testing.T, item, value string) {
	t.Helper()
	c := h.in("liaison").get("/desk")
	if !strings.Contains(c.body, `name="v-`+item+`" inputmode="decimal" value="`+value+`"`) {
		t.Errorf("%s: %s was not kept", item, value)
	}
}
