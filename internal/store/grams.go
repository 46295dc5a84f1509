package store

import (
	"strings"
	"sync"
	"unicode"

	"github.com/longbridgeapp/opencc"
	"golang.org/x/text/unicode/norm"
)

// fold brings text and query to one form: full-width to half-width (NFKC),
// lower case, traditional to simplified characters.
func fold(s string) string {
	s = strings.ToLower(norm.NFKC.String(s))
	if c := simplifier(); c != nil {
		if t, err := c.Convert(s); err == nil {
			return t
		}
	}
	return s
}

// simplifier is built at the first search; its dictionaries are embedded.
var simplifier = sync.OnceValue(func() *opencc.OpenCC {
	c, err := opencc.New("t2s")
	if err != nil {
		return nil
	}
	return c
})

// runs cuts folded text into runs of letters and digits.
func runs(s string) [][]rune {
	var out [][]rune
	var cur []rune
	for _, r := range fold(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			cur = append(cur, r)
			continue
		}
		if cur != nil {
			out, cur = append(out, cur), nil
		}
	}
	if cur != nil {
		out = append(out, cur)
	}
	return out
}

// grams is what is indexed: the overlapping pairs of each run and, last, its
// last single character, so that a search for one character is a prefix of a
// pair or that character itself.
func grams(texts ...string) string {
	var b strings.Builder
	for _, t := range texts {
		for _, run := range runs(t) {
			for i := range run {
				b.WriteString(string(run[i:min(i+2, len(run))]))
				b.WriteByte(' ')
			}
			b.WriteString(". ") // a phrase cannot reach over: no query holds it
		}
	}
	return b.String()
}

// phrase is the query of the dialect for what a person typed; false if nothing
// in it can be searched.
func (d dialect) phrase(typed string) (string, bool) {
	var parts []string
	for _, run := range runs(typed) {
		var toks []string
		for i := 0; i+1 < len(run); i++ {
			toks = append(toks, string(run[i:i+2]))
		}
		if len(run) == 1 {
			toks = []string{string(run)}
		}
		parts = append(parts, d.onePhrase(toks, len(run) == 1))
	}
	if len(parts) == 0 {
		return "", false
	}
	if d.name == "postgres" {
		return strings.Join(parts, " & "), true
	}
	return strings.Join(parts, " AND "), true
}

// onePhrase writes tokens that follow each other; they hold letters and digits
// only, so neither dialect has anything to escape.
func (d dialect) onePhrase(toks []string, prefix bool) string {
	if d.name == "postgres" {
		s := "'" + strings.Join(toks, "' <-> '") + "'"
		if prefix {
			s += ":*"
		}
		return "(" + s + ")"
	}
	s := `"` + strings.Join(toks, " ") + `"`
	if prefix {
		s += " *"
	}
	return s
}
