package ledger

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDefaultRulesAreWuhan(t *testing.T) {
	if d := cmp.Diff(loadRules(t, "wuhan"), DefaultRules()); d != "" {
		t.Errorf("library/rules/wuhan.yaml and DefaultRules differ:\n%s", d)
	}
}

func TestParseRulesRefuses(t *testing.T) {
	b, err := os.ReadFile("../../library/rules/wuhan.yaml")
	if err != nil {
		t.Fatal(err)
	}
	good := string(b)
	for name, r := range map[string]struct{ old, new, says string }{
		"unknown field":   {"stale_days: 10", "stale: 10", "stale"},
		"no stale days":   {"stale_days: 10", "", "stale_days"},
		"measure":         {"measure: ratio", "measure: share", "points"},
		"wrong line":      {`yellow: {below: "80"}`, `yellow: {above: "80"}`, "yellow"},
		"two lines":       {`red: {below: "60"}`, `red: {below: "60", at_most: "60"}`, "red"},
		"no line":         {`red: {below: "60"}`, "", "red"},
		"red before":      {`red: {below: "60"}`, `red: {below: "90"}`, "exchange"},
		"over a hundred":  {`red: {below: "60"}`, `red: {below: "160"}`, "between"},
		"not a number":    {`red: {below: "60"}`, `red: {below: "sixty"}`, "sixty"},
		"on plan is late": {`yellow: {below: "80"}`, `yellow: {at_most: "100"}`, "right on plan"},
		"no id":           {"id: wuhan", "", "id"},
		"two documents":   {"stale_days: 10", "stale_days: 10\n---\nid: x", "second"},
	} {
		text := strings.Replace(good, r.old, r.new, 1)
		if text == good {
			t.Fatalf("%s: nothing replaced", name)
		}
		if got, err := ParseRules([]byte(text)); err == nil || !strings.Contains(err.Error(), r.says) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if _, err := ParseRules(nil); err == nil {
		t.Error("an empty file was read")
	}
}

func FuzzParseRules(f *testing.F) {
	for _, id := range []string{"wuhan", "yinchuan", "sanya"} {
		b, err := os.ReadFile("../../library/rules/" + id + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, err := ParseRules(b); err == nil && (r.Red.before(r.Yellow) || r.StaleDays < 1) {
			t.Fatalf("%+v", r)
		}
	})
}
