package web

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"jiufen/internal/app"
)

// TestDecompositionDeskByKeyboard: a whole report is gone through with the keys of
// the desk, one page load for all of it; the address follows, back goes back, and
// what became nothing is made an item by one key.
func TestDecompositionDeskByKeyboard(t *testing.T) {
	ctx := browser(t)
	h := newHall(t).staff()
	text := strings.Replace(workReport, "新建停车场8处", "今年是“十五五”开局之年，做好今年工作意义重大。\n新建停车场8处", 1)
	c := h.in("clerk").get("/documents").submit("/documents", "how=file", nil, file{"报告.txt", []byte(text)}).is(200)
	desk := deskOf(c)
	base := h.doors()
	opens := func(path string) {
		t.Helper()
		_, err := chromedp.Run(ctx, chromedp.Navigate(base+path))
		h.must(err)
	}
	opens("/as/second")
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
		for range 100 {
			if read("String("+js+")") == "true" {
				return
			}
			time.Sleep(30 * time.Millisecond)
		}
		t.Fatalf("never: %s at %s\n%s", js, read("location.href"), read("document.querySelector('main').innerText.slice(0,600)"))
	}
	press := func(key string) {
		t.Helper()
		_, err := chromedp.Run(ctx, chromedp.KeyEvent(key))
		h.must(err)
	}

	opens(desk + "?view=open")
	read("String(window.stays = 'yes')")
	before := h.states(desk)
	if before[app.DraftOpen] < 3 {
		t.Fatalf("too little to do: %v", before)
	}
	for n := range before[app.DraftOpen] {
		if read("String(!document.querySelector('.draft.on'))") == "true" {
			press("j")
			until("!!document.querySelector('.draft.on')")
		}
		on := read("document.querySelector('.draft.on').id")
		press("a")
		until("!document.getElementById('" + on + "') || !document.querySelector('#" + on + " button[value=accept]') || document.querySelector('.draft.on')?.id !== '" + on + "'")
		_ = n
	}
	after := h.states(desk)
	if after[app.DraftOpen] != 0 || after[app.DraftAccepted] != before[app.DraftOpen]+before[app.DraftAccepted] {
		t.Errorf("%v, then %v", before, after)
	}
	if read("String(window.stays)") != "yes" {
		t.Error("the page was loaded again")
	}

	// split: a page of its own, in place; back leads to the draft.
	opens(desk)
	read("String(window.stays = 'yes')")
	press("j")
	until("!!document.querySelector('.draft.on')")
	at := read("location.href")
	press("s")
	until("location.pathname.endsWith('/split')")
	read("String(history.back())")
	until("location.href === '" + at + "' && !!document.querySelector('.draft.on')")

	// what became nothing
	rest := read("String(document.querySelectorAll('#rest tbody tr').length)")
	press("n")
	until("!!document.querySelector('#rest tr[aria-selected=true]')")
	press("i")
	until("document.querySelectorAll('#rest tbody tr').length === " + rest + " - 1")
	if got := h.states(desk); got[app.DraftOpen] != 1 {
		t.Errorf("not made an item: %v", got)
	}
	if read("String(window.stays)") != "yes" || !strings.Contains(read("location.href"), desk) {
		t.Errorf("left the desk: %s", read("location.href"))
	}
}
