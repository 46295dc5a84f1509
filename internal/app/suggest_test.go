package app

import (
	"os"
	"strings"
	"testing"

	"jiufen/internal/decompose"
	"jiufen/internal/document"
	"jiufen/internal/duty"
	"jiufen/internal/sharedtest"
)

// TestDutiesOnDocumentsThatNameTheirUnits hides the units of public decompositions
// and asks who leads: how often the first and the first three are right, over the
// items whose lead is of a kind in the catalogue.
func TestDutiesOnDocumentsThatNameTheirUnits(t *testing.T) {
	dir := sharedtest.Path(t, "data/corpus/decomposition")
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	kinds, err := LoadDuties(os.DirFS("../../library"), "duties")
	if err != nil {
		t.Fatal(err)
	}
	var units []duty.Unit
	for i, k := range kinds {
		units = append(units, duty.Unit{ID: int64(i + 1), Names: k.Names})
	}
	book := duty.NewBook(kinds, units, nil)
	kindOf := func(name string) int64 {
		for i, k := range kinds {
			for _, part := range k.Names {
				if strings.Contains(name, part) {
					return int64(i + 1)
				}
			}
		}
		return 0
	}
	lex := lexicon(t)
	all, first, three, silent := 0, 0, 0, 0
	for _, f := range files {
		b, err := os.ReadFile(dir + "/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		doc, err := document.Read(string(b))
		if err != nil {
			t.Fatal(f.Name(), err)
		}
		res := decompose.Decompose(doc, lex, decompose.Options{})
		text := []rune(res.Doc.Text)
		quote := func(s decompose.Span) string { return string(text[s.Start:s.End]) }
		n, hit1, hit3 := 0, 0, 0
		for _, d := range res.Drafts {
			want := int64(0)
			for _, u := range d.Units {
				if want = kindOf(quote(u.Span)); want != 0 || u.Role == "lead" {
					break
				}
			}
			if want == 0 {
				continue
			}
			n++
			hidden := d.Title
			for _, u := range d.Units {
				hidden = strings.ReplaceAll(hidden, quote(u.Span), "")
			}
			got := book.Suggest(hidden, 3)
			if len(got) == 0 {
				silent++
			}
			for i, s := range got {
				if s.Unit == want {
					hit3++
					if i == 0 {
						hit1++
					}
				}
			}
		}
		if n > 0 {
			t.Logf("%s: %d items, first right %d%%, among three %d%%", f.Name(), n, 100*hit1/n, 100*hit3/n)
		}
		all, first, three = all+n, first+hit1, three+hit3
	}
	t.Logf("%d items: first right %.1f%%, among three %.1f%%, nothing suggested for %.1f%%", all, 100*float64(first)/float64(all), 100*float64(three)/float64(all), 100*float64(silent)/float64(all))
	if all < 50 || 100*first < 45*all || 100*three < 65*all {
		t.Errorf("%d items, first %d, three %d: worse than a clerk would forgive", all, first, three)
	}
}
