package locale

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// used finds what the program says by key: an error, a rule that is not met, a
// word of what was done, wherever it stands as a literal; and every key that
// pages ask for by name.
var used = []*regexp.Regexp{
	regexp.MustCompile(`"((?:err|valid|done|account\.notice)\.[a-z][a-z0-9._-]*[a-z0-9])"`),
	regexp.MustCompile(`\bT\("([a-z]+\.[a-z0-9._-]*[a-z0-9])"[,)]`),
}

// Every key that the program uses has its sentence in both languages; a missing
// one would show ⟦key⟧ to somebody whose work just failed.
func TestKeysUsedByTheProgramHaveSentences(t *testing.T) {
	found := map[string]string{}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, re := range used {
			for _, m := range re.FindAllSubmatch(b, -1) {
				found[string(m[1])] = path
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) < 50 {
		t.Fatalf("only %d keys found; the source is not where it was", len(found))
	}
	for key, path := range found {
		for _, tag := range Tags {
			if !For(tag).Has(key) {
				t.Errorf("%s: no sentence for %q, used in %s", tag, key, path)
			}
		}
	}
}
