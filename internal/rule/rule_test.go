package rule

import (
	"errors"
	"strings"
	"testing"
)

func names() Names {
	return Names{"due": 0, "done": false, "class": "", "today": 0,
		"count": Func{Do: func(group string) int { return len(group) }, Check: func(w []string) error {
			if w[0] != "lines" {
				return errors.New(w[0] + " is no group")
			}
			return nil
		}},
		"days": Func{Do: func(a, b int) int { return b - a }},
	}
}

func TestHolds(t *testing.T) {
	values := names()
	values["due"], values["today"], values["class"] = 10, 12, "重点"
	for text, want := range map[string]bool{
		`due < today and not done`:           true,
		`done || due > today`:                false,
		`class == "重点" && count("lines")==5`: true,
		`class in ["其他","一般"]`:               false,
		`days(due, today) >= 2`:              true,
		`due + 2 == today`:                   true,
	} {
		r, err := Compile(text, names())
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if got, err := r.Holds(values); err != nil || got != want {
			t.Errorf("%s gives %v, %v; want %v", text, got, err, want)
		}
	}
}

// What a condition may not do is refused when it is read, not when it is asked.
func TestRefused(t *testing.T) {
	for text, why := range map[string]string{
		``:                                     "empty",
		`du < today`:                           "du",
		`due`:                                  "bool",
		`due == "x"`:                           "mismatched",
		`count("liens") > 0`:                   "no group",
		`count(class) > 0`:                     "quotes",
		`due > 1.5`:                            "dec(",
		`all([1,2], {# > 0})`:                  "all",
		`[1,2][0] == 1`:                        "only",
		`done ? true : false`:                  "only",
		`let x = 1; x == 1`:                    "only",
		`len(class) > 0`:                       "len",
		`due <`:                                "unexpected",
		strings.Repeat("done||", 200) + "done": "node",
	} {
		_, err := Compile(text, names())
		if err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("%.60s: %v; want a word about %q", text, err, why)
		}
	}
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{`due < today`, `not done and class in ["a"]`, `count("lines") > 1`, `days(due, today)==3`, `((((`, `"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if r, err := Compile(text, names()); err == nil {
			r.Holds(names()) // yes, no or an error; no panic
		}
	})
}
