package decompose

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"jiufen/internal/sharedtest"
)

// without drops the words that occur in one document and in no other text: what
// only that document could have taught.
func without(t testing.TB, d Data, doc string, texts map[string]string) Data {
	own := foldWord(texts[doc])
	var rest strings.Builder
	for name, text := range texts {
		if name != doc && !strings.HasPrefix(name, "seed/000") {
			rest.WriteString(foldWord(text))
		}
	}
	// Exact words of 180 other papers, kept without their texts.
	notes, err := os.ReadFile(sharedtest.Path(t, "field-notes.md"))
	if err != nil {
		t.Fatal(err)
	}
	rest.WriteString(foldWord(string(notes)))
	others := rest.String()
	known := map[string]bool{}
	v := reflect.ValueOf(&d).Elem()
	for i := range v.NumField() {
		list, ok := v.Field(i).Interface().(Words)
		if !ok {
			continue
		}
		var kept []string
		for w := range strings.FieldsSeq(string(list)) {
			f := foldWord(w)
			keep, seen := known[f]
			if !seen {
				keep = !strings.Contains(own, f) || strings.Contains(others, f)
				known[f] = keep
			}
			if keep {
				kept = append(kept, w)
			}
		}
		v.Field(i).Set(reflect.ValueOf(Words(strings.Join(kept, " "))))
	}
	return d
}

// TestLeaveOneOut scores every gold document with a lexicon that lacks the words
// only this document has: how much the words are learned by heart.
func TestLeaveOneOut(t *testing.T) {
	d, texts := words(t), sharedtest.Texts(t)
	m := score(t, func(doc string) Lexicon {
		lex, err := NewLexicon(without(t, d, doc, texts))
		if err != nil {
			t.Fatal(err)
		}
		return lex
	}, goldDocs, "--errors", "90")
	least(t, m, []floor{
		{"target", "f1", 0.97}, {"due", "f1", 0.985}, {"unit", "f1", 0.95}, {"clause", "f1", 0.95}, {"clause", "macro_f1", 0.93},
		{"agree", "role", 0.98}, {"agree", "measure", 0.97}, {"agree", "comparator", 0.98},
	})
}
