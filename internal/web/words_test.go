package web

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"jiufen/internal/auth"
	"jiufen/internal/calendar"
	"jiufen/internal/ledger"
	"jiufen/internal/locale"
)

// Every word of a closed list of the domain that pages name has its name in both
// languages.
func TestClosedListsHaveWords(t *testing.T) {
	for _, tag := range locale.Tags {
		m := locale.For(tag)
		want := ledger.Words()
		delete(want, "leader") // named by the rings of the chain of an item
		delete(want, "report") // a report without change or of a correction has its own sentence
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

// Every change the use cases record has its name in the journal's list; acts put
// together from two parts are covered by the closed lists of their second part.
func TestActsHaveWords(t *testing.T) {
	files, err := filepath.Glob("../app/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no use cases", err)
	}
	act := regexp.MustCompile(`(?:a\.write|DB\.Write)\(ctx, [^"]*"([a-z_]+)"(\+)?`)
	ends := map[string][]string{"paper_": {"approve", "return"}, "bulletin_": {"approve", "consent", "return"}, "close_": {"close", "basic", "phase", "return", "await", "external", "reopen", "unfinished"}, "account_": {"disabled", "enabled", "reset"}}
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range act.FindAllStringSubmatch(string(b), -1) {
			names := []string{m[1]}
			if m[2] == "+" {
				names = nil
				for _, e := range ends[m[1]] {
					names = append(names, m[1]+e)
				}
				if names == nil {
					t.Errorf("%s: acts that begin with %s are not known here", f, m[1])
				}
			}
			for _, n := range names {
				for _, tag := range locale.Tags {
					if !locale.For(tag).Has("journal.act." + n) {
						t.Errorf("%s: no word for the act %s of %s", tag, n, f)
					}
				}
			}
		}
	}
}

// The hint beside a new password says the least length that the rule asks for.
func TestPasswordHintIsTheRule(t *testing.T) {
	for _, tag := range locale.Tags {
		if hint := locale.For(tag).T("form.newpassword.hint"); !strings.Contains(hint, strconv.Itoa(auth.LeastLength)) {
			t.Errorf("%s: the rule asks for %d: %s", tag, auth.LeastLength, hint)
		}
	}
}
