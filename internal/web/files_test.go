package web

import (
	"regexp"
	"strings"
	"testing"
)

// TestPoint09FilesAreSavedNeverShown: whatever goes out as a file carries its own
// policy, is never guessed at and is saved.
func TestPoint09FilesAreSavedNeverShown(t *testing.T) {
	w := newTown(t)
	c := w.as("supervision")
	for _, path := range []string{"/ledger.xlsx", "/ledger.csv", regexp.MustCompile(`/items/\d+/measures/\d+\.csv`).FindString(c.opens(w.item("homes")))} {
		a := c.get(path)
		h := a.head
		if a.status != 200 || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Content-Security-Policy") != sandbox || strings.Contains(h.Get("Content-Type"), "html") {
			t.Errorf("%s: %d %v", path, a.status, h)
		}
	}
}
