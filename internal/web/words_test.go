package web

import (
	"testing"

	"jiufen/internal/calendar"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
)

// Every word of a closed list of the domain has its name in both languages.
func TestClosedListsHaveWords(t *testing.T) {
	for _, tag := range locale.Tags {
		m := locale.For(tag)
		want := ledger.Words()
		for p := ledger.Amount; p <= ledger.State; p++ {
			want["path"] = append(want["path"], p.String())
		}
		for s := ledger.Returned; s <= ledger.Checked; s++ {
			want["standing"] = append(want["standing"], s.String())
		}
		for s := ledger.Open; s <= ledger.PhaseClosed; s++ {
			want["stage"] = append(want["stage"], s.String())
		}
		for g := ledger.NotStarted; g <= ledger.Stopped; g++ {
			want["grey"] = append(want["grey"], g.String())
		}
		for g := calendar.TenDays; g <= calendar.FullYear; g++ {
			want["grain"] = append(want["grain"], g.String())
		}
		for list, words := range want {
			for _, w := range words {
				if key := "word." + list + "." + w; w != "" && !m.Has(key) {
					t.Errorf("%s: no message %s", tag, key)
				}
			}
		}
	}
}
