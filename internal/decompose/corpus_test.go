package decompose

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"jiufen/internal/document"
	"jiufen/internal/sharedtest"
)

// lexicon makes a lexicon of the files of library/lexicon.
func lexicon(t testing.TB) Lexicon {
	t.Helper()
	lex, err := NewLexicon(words(t))
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

// words reads the files of library/lexicon.
func words(t testing.TB) Data {
	t.Helper()
	files, err := filepath.Glob("../../library/lexicon/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("library/lexicon: %v", err)
	}
	var d Data
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := yaml.UnmarshalWithOptions(b, &d, yaml.Strict()); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
	}
	return d
}

func read(t testing.TB, lex Lexicon, text string) Result {
	t.Helper()
	d, err := document.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	return Decompose(d, lex, Options{})
}

// score runs tools/score_decomposition.py over docs, each read with the lexicon
// that lex gives for it, and gives its last line.
func score(t testing.TB, lex func(doc string) Lexicon, docs []string, extra ...string) map[string]map[string]any {
	t.Helper()
	tool := sharedtest.Script(t, "score_decomposition.py")
	texts, dir := sharedtest.Texts(t), t.TempDir()
	args := []string{tool, goldFile(t, dir)}
	for _, doc := range docs {
		r := read(t, lex(doc), texts[doc])
		var buf bytes.Buffer
		if err := WriteJSON(&buf, &r, "", func(k string) string { return k }); err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(dir, strings.ReplaceAll(doc, "/", "-")+".json")
		if err := os.WriteFile(out, buf.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, doc+"="+out)
	}
	got, err := exec.Command("python3", append(args, extra...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	t.Logf("%s", got)
	lines := strings.Split(strings.TrimSpace(string(got)), "\n")
	var m map[string]map[string]any
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func goldFile(t testing.TB, dir string) string {
	t.Helper()
	var all []byte
	for _, f := range []string{"D", "E"} {
		b, err := os.ReadFile(sharedtest.Path(t, "data/gold/"+f+".jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b...)
	}
	gold := filepath.Join(dir, "gold.jsonl")
	if err := os.WriteFile(gold, all, 0o600); err != nil {
		t.Fatal(err)
	}
	return gold
}

var goldDocs = []string{"work-report/27", "decomposition/01", "seed/5", "seed/6", "work-report/20", "work-report/24", "decomposition/03", "decomposition/04", "decomposition/05"}

// TestScore holds the figures of doc/decomposition.md, a little below them.
func TestScore(t *testing.T) {
	lex := lexicon(t)
	least(t, score(t, func(string) Lexicon { return lex }, goldDocs), []floor{
		{"target", "f1", 0.985}, {"due", "f1", 0.985}, {"unit", "f1", 0.97}, {"fact", "recall", 0.96},
		{"clause", "f1", 0.985}, {"clause", "macro_f1", 0.98},
		{"agree", "role", 0.99}, {"agree", "measure", 0.985}, {"agree", "comparator", 0.99}, {"agree", "forward", 0.99}, {"agree", "date", 0.98},
	})
}

// floor is the least a figure may be.
type floor struct {
	what, field string
	min         float64
}

func least(t *testing.T, m map[string]map[string]any, floors []floor) {
	t.Helper()
	for _, f := range floors {
		if v := field(m, f.what, f.field); v < f.min {
			t.Errorf("%s %s is %.4f, below %.3f", f.what, f.field, v, f.min)
		}
	}
}

func field(m map[string]map[string]any, what, name string) float64 {
	v, _ := m[what][name].(float64)
	if agree, ok := m[what][name].(map[string]any); ok {
		v, _ = agree["share"].(float64)
	}
	return v
}

func TestWholeCorpusIsRead(t *testing.T) {
	lex, texts := lexicon(t), sharedtest.Texts(t)
	var names []string
	for n := range texts {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		r := read(t, lex, texts[n])
		if err := sound(&r); err != nil {
			t.Errorf("%s: %v", n, err)
		}
	}
}
