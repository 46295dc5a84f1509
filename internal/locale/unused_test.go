package locale

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// said is what sources say that may be a key or a part of one.
type said struct {
	whole   map[string]bool // every literal, and every word of a data file
	begins  map[string]bool // literals that something is joined to: "word.due." + x
	further map[string]bool // literals that are joined to something: x + ".hint"
}

var (
	literal = regexp.MustCompile("(\\+\\s*)?[\"'`]([A-Za-z0-9._-]+)[\"'`](\\s*\\+)?")
	tagged  = regexp.MustCompile(`(?:json|name|cmd):"([a-z0-9_-]+)`)
	word    = regexp.MustCompile(`[a-z0-9_-]+`)
	digits  = regexp.MustCompile(`^[0-9]+$`)
)

func (s said) read(path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if strings.HasSuffix(path, ".yaml") {
		for _, w := range word.FindAllString(string(b), -1) {
			s.whole[w] = true
		}
		return nil
	}
	for _, m := range literal.FindAllStringSubmatch(string(b), -1) {
		s.whole[m[2]] = true
		if m[1] != "" || strings.HasPrefix(m[2], ".") {
			s.further[m[2]] = true
		}
		if m[3] != "" || strings.HasSuffix(m[2], ".") {
			s.begins[m[2]] = true
		}
	}
	for _, m := range tagged.FindAllStringSubmatch(string(b), -1) {
		s.whole[m[1]] = true
	}
	return nil
}

// says tells whether a key stands as a literal, or is put together at run time
// from a literal that begins it and words that stand somewhere, or from one that is
// a key itself and an end such as ".hint".
func (s said) says(key string) bool {
	if s.whole[key] {
		return true
	}
	for p := range s.begins {
		if rest, ok := strings.CutPrefix(key, p); ok && strings.Contains(p, ".") && s.made(rest) {
			return true
		}
	}
	for p := range s.further {
		if left, ok := strings.CutSuffix(key, p); ok && strings.HasPrefix(p, ".") && s.says(left) {
			return true
		}
	}
	return false
}

// made tells whether words, or parts of words that are joined, make the rest of a key.
func (s said) made(rest string) bool {
	if s.whole[rest] || digits.MatchString(rest) {
		return true
	}
	for p := range s.further {
		if left, ok := strings.CutSuffix(rest, p); ok && left != "" && s.made(strings.TrimSuffix(left, ".")) {
			return true
		}
	}
	for p := range s.begins {
		if left, ok := strings.CutPrefix(rest, p); ok && left != "" && s.whole[left] {
			return true
		}
	}
	head, tail, ok := strings.Cut(rest, ".")
	return ok && s.made(head) && s.made(tail)
}

// A sentence that nothing says is carried through every change of words, in two
// languages, for nobody.
func TestEverySentenceIsSaid(t *testing.T) {
	s := said{map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, root := range []string{"..", "../../library"} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && slices.Contains(Tags, d.Name()):
				return fs.SkipDir
			case strings.HasSuffix(path, "_test.go"):
				return nil
			}
			if ext := filepath.Ext(path); ext == ".go" || ext == ".html" || ext == ".js" || ext == ".yaml" {
				return s.read(path)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, key := range For(Chinese).Keys() {
		if !s.says(key) {
			t.Errorf("no page, paper or command says %s; take it out of both languages", key)
		}
	}
}
