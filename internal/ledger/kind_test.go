package ledger

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jiufen/internal/locale"
)

func loadKind(t testing.TB, id string) *Kind {
	t.Helper()
	b, err := os.ReadFile("../../library/kinds/" + id + ".yaml")
	if err != nil {
		t.Fatal(err)
	}
	k, err := ParseKind(b)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestKindsThatShip(t *testing.T) {
	files, err := filepath.Glob("../../library/kinds/*.yaml")
	if err != nil || len(files) != 8 {
		t.Fatalf("%d kinds, %v", len(files), err)
	}
	zh := locale.For(locale.Chinese)
	for _, f := range files {
		id := strings.TrimSuffix(filepath.Base(f), ".yaml")
		k := loadKind(t, id)
		if k.ID != id {
			t.Errorf("%s has id %s", f, k.ID)
		}
		for _, field := range k.Mandatory {
			if key := "valid.missing." + string(field); field != FieldLead && field != FieldDue && !zh.Has(key) {
				t.Errorf("%s: no sentence %s", id, key)
			}
		}
		for _, r := range k.Changes {
			if !zh.Has("judge.decider." + string(r.Decider)) {
				t.Errorf("%s: no word for %s", id, r.Decider)
			}
		}
	}
	c := loadCal(t)
	in := loadKind(t, "instruction")
	for id, want := range map[string]string{"urgent": "2026-07-27", "ordinary": "2026-08-04", "hard": "2026-08-19"} {
		l, ok := in.Limit(id)
		if got := l.Ends(c, date(t, "7-20")).Day; !ok || got.String() != want {
			t.Errorf("%s given out on 20 July ends %s, want %s", id, got, want)
		}
	}
	if _, ok := in.Limit("never"); ok {
		t.Error("a limit that is not there")
	}
}

func TestParseKindRefuses(t *testing.T) {
	b, err := os.ReadFile("../../library/kinds/instruction.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]struct{ old, new, says string }{
		"unknown field":   {"purpose:", "why:", "why"},
		"unknown path":    {"[state, amount, share]", "[state, speed]", "speed"},
		"unknown field 2": {"[title, origin, lead, due]", "[title, colour]", "colour"},
		"unknown due":     {"dues: [date, event]", "dues: [whenever]", "whenever"},
		"no due":          {"dues: [date, event]", "dues: []", "dues"},
		"decider":         {"decider: office", "decider: everybody", "everybody"},
		"origin":          {"origins: [law]", "origins: [rumour]", "rumour"},
		"act":             {"act: apply", "act: applaud", "applaud"},
		"by":              {"by: reader", "by: somebody", "somebody"},
		"limit":           {"days: 30", "days: 0", "limits"},
		"twice":           {"id: hard", "id: urgent", "twice"},
		"last rule":       {"  - {decider: author}\n", "", "last rule"},
		"cadence alone":   {"purpose:", "cadence: month\npurpose:", "go together"},
		"grain":           {"purpose:", "cadence: week\nreport_due: 每月5日\npurpose:", "week"},
	} {
		text := strings.Replace(string(b), r.old, r.new, 1)
		if text == string(b) {
			t.Fatalf("%s: nothing replaced", name)
		}
		if k, err := ParseKind([]byte(text)); err == nil || !strings.Contains(err.Error(), r.says) {
			t.Errorf("%s: %+v, %v", name, k, err)
		}
	}
	if _, err := ParseKind([]byte("id: a\nname: b\npurpose: c\ndues: [date]\nchanges:\n  - {decider: mayor}\n")); err == nil {
		t.Error("a kind that never ends was read")
	}
}

func FuzzParseKind(f *testing.F) {
	files, _ := filepath.Glob("../../library/kinds/*.yaml")
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if k, err := ParseKind(b); err == nil && (len(k.Changes) == 0 || len(k.Closing) == 0) {
			t.Fatalf("%+v", k)
		}
	})
}
