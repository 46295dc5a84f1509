package duty

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
)

// Kind is a kind of unit and the work it does.
type Kind struct {
	Name  string   `yaml:"kind"`
	Names []string `yaml:"names"` // what the names of such units have in them
	Words []string `yaml:"words"` // of the work
}

// Parse reads a catalogue. Errors name the kind.
func Parse(b []byte) ([]Kind, error) {
	var out []Kind
	if err := yaml.UnmarshalWithOptions(b, &out, yaml.Strict()); err != nil {
		return nil, fmt.Errorf("duty: %w", err)
	}
	for _, k := range out {
		if k.Name == "" || len(k.Names) == 0 || len(k.Words) == 0 {
			return nil, fmt.Errorf("duty: %q needs its kind, names and words", k.Name)
		}
		for _, w := range append(slices.Clone(k.Names), k.Words...) {
			if utf8.RuneCountInString(w) < 2 {
				return nil, fmt.Errorf("duty: %s: %q is too short to go by", k.Name, w)
			}
		}
	}
	return out, nil
}

// Unit is a unit of the place with its names.
type Unit struct {
	ID    int64
	Names []string
}

// Past is work that was given to a unit before.
type Past struct {
	Unit int64
	Text string
}

// Suggestion is a unit that may lead, with what it was found by.
type Suggestion struct {
	Unit       int64
	Words      []string // of the catalogue, found in the text
	Before     string   // work alike that it was given before; '' if it goes by the catalogue alone
	Score      int
	Confidence int // percent: how far it stands before the others
}

// least is the score below which nothing is suggested; alike is how much of
// earlier work has to be found again in the text, in percent.
const (
	least = 2
	alike = 50
)

// Book is a catalogue for the units of a place, with what they were given before.
type Book struct {
	kinds []Kind
	units [][]int64 // per kind
	past  []past
}

type past struct {
	Past
	grams map[string]struct{}
}

// NewBook matches the kinds of a catalogue to units by their names.
func NewBook(kinds []Kind, units []Unit, before []Past) *Book {
	b := &Book{kinds: kinds, units: make([][]int64, len(kinds))}
	for i, k := range kinds {
		for _, u := range units {
			if slices.ContainsFunc(u.Names, func(name string) bool {
				return slices.ContainsFunc(k.Names, func(part string) bool { return strings.Contains(name, part) })
			}) {
				b.units[i] = append(b.units[i], u.ID)
			}
		}
	}
	for _, p := range before {
		if g := grams(p.Text); len(g) >= 3 {
			b.past = append(b.past, past{p, g})
		}
	}
	return b
}

// Suggest gives at most n units for a text, the likeliest first; none where
// nothing speaks for any.
func (b *Book) Suggest(text string, n int) []Suggestion {
	found := map[int64]*Suggestion{}
	of := func(u int64) *Suggestion {
		if found[u] == nil {
			found[u] = &Suggestion{Unit: u}
		}
		return found[u]
	}
	for i, k := range b.kinds {
		words, score := matches(text, k.Words)
		if score == 0 {
			continue
		}
		for _, u := range b.units[i] {
			s := of(u)
			s.Words, s.Score = append(s.Words, words...), s.Score+score
		}
	}
	b.remember(text, of)
	out := make([]Suggestion, 0, len(found))
	sum := 0
	for _, s := range found {
		if s.Score >= least {
			out = append(out, *s)
		}
	}
	slices.SortFunc(out, func(x, y Suggestion) int { return cmp.Or(cmp.Compare(y.Score, x.Score), cmp.Compare(x.Unit, y.Unit)) })
	out = out[:min(len(out), n)]
	for _, s := range out {
		sum += s.Score
	}
	for i := range out {
		out[i].Confidence = 100 * out[i].Score / (sum + least)
	}
	return out
}

// matches are the words found in a text, without those that lie in a longer one
// found; the score is their length, and what is said first weighs more.
func matches(text string, words []string) (found []string, score int) {
	for _, w := range words {
		at := strings.Index(text, w)
		if at < 0 || slices.ContainsFunc(words, func(o string) bool { return o != w && strings.Contains(o, w) && strings.Contains(text, o) }) {
			continue
		}
		found = append(found, w)
		score += utf8.RuneCountInString(w)
		if utf8.RuneCountInString(text[:at]) <= 12 {
			score += 2
		}
	}
	return found, score
}

// remember adds what units were given before that is like the text.
func (b *Book) remember(text string, of func(int64) *Suggestion) {
	mine := grams(text)
	if len(mine) == 0 {
		return
	}
	for _, p := range b.past {
		both := 0
		for g := range p.grams {
			if _, ok := mine[g]; ok {
				both++
			}
		}
		if share := 100 * both / len(p.grams); share >= alike {
			s := of(p.Unit)
			if extra := share / 5; s.Before == "" || extra > 10 {
				if s.Before == "" {
					s.Score += extra
				}
				s.Before = p.Text
			}
		}
	}
}

// grams are the pairs of neighbouring characters of a text, without figures.
func grams(s string) map[string]struct{} {
	out := map[string]struct{}{}
	var last rune
	for _, r := range s {
		if r < 0x4e00 || r > 0x9fff {
			last = 0
			continue
		}
		if last != 0 {
			out[string([]rune{last, r})] = struct{}{}
		}
		last = r
	}
	return out
}
