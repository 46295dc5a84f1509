package api

import (
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/id"
	"jiufen/internal/locale"
	"jiufen/internal/store"
)

// FuzzCursor: whatever comes as a cursor, language or version is read or refused,
// and a cursor that is read is one we could have written.
func FuzzCursor(f *testing.F) {
	f.Add(mark{Sort: store.ByDue, Due: 20000, Item: 7}.String())
	f.Add(mark{Sort: store.ByLight, Light: 5, AsOf: "2026-03-31", Due: store.NoDue, Item: 1 << 40}.String())
	f.Add("zh-CN,en;q=0.1")
	f.Add(`"3"`)
	f.Fuzz(func(t *testing.T, s string) {
		if c, err := parseMark(s, store.ByDue, ""); err == nil && s != "" {
			again, err := parseMark(mark{Sort: store.ByDue, Light: c.Light, Due: c.Due, Item: c.Item}.String(), store.ByDue, "")
			if err != nil || again != c {
				t.Errorf("%q reads as %+v, then as %+v, %v", s, c, again, err)
			}
		}
		if !locale.Known(choose(s)) {
			t.Errorf("language %q", choose(s))
		}
		if v, err := ifMatch(s); err == nil && v < 0 {
			t.Errorf("version %d", v)
		}
		if n, err := here[id.Item](s); err == nil && n <= 0 {
			t.Errorf("identifier %d", n)
		}
	})
}

func TestValues(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{figure(-384, 1, "亿元").Value, "-38.4"}, {figure(3500, 2, "").Value, "35.00"}, {figure(0, 0, "").Value, "0"},
		{iso(0), ""}, {iso(calendar.Date(2026, 7, 8)), "2026-07-08"}, {known(id.Item(0)), ""}, {known(id.Item(7)), "7"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
