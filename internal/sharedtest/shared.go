// Package sharedtest gives tests the documents, contracts and tools of ../shared.
// They lie beside the project and are no part of it, so a checkout alone does not
// have them: a test that needs one says so here and is left out. It is used by
// tests alone.
package sharedtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// root is ../shared as seen from a room of internal.
const root = "../../../shared"

// Path is a file or folder of ../shared.
func Path(t testing.TB, name string) string {
	t.Helper()
	p := filepath.Join(root, filepath.FromSlash(name))
	if _, err := os.Stat(p); err != nil {
		t.Skipf("left out: ../shared/%s is not beside the project", name)
	}
	return p
}

// Script is a Python program of ../shared/tools.
func Script(t testing.TB, name string) string {
	t.Helper()
	p := Path(t, "tools/"+name)
	if _, err := exec.LookPath("python3"); err != nil {
		t.Skipf("left out: python3, which %s needs, is not installed", name)
	}
	return p
}

// Files are the public documents with their paths, by the names that the gold
// files use: seed/5, work-report/27.
func Files(t testing.TB) map[string]string {
	t.Helper()
	data := Path(t, "data")
	files := map[string]string{}
	for _, pattern := range []string{"seed/*.txt", "corpus/*/*.txt"} {
		list, err := filepath.Glob(filepath.Join(data, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			name, err := filepath.Rel(data, f)
			if err != nil {
				t.Fatal(err)
			}
			files[strings.TrimSuffix(strings.TrimPrefix(filepath.ToSlash(name), "corpus/"), ".txt")] = f
		}
	}
	if len(files) == 0 {
		t.Fatal("../shared/data is there and holds no document")
	}
	return files
}

// Texts are the public documents with their texts, by the same names.
func Texts(t testing.TB) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for name, f := range Files(t) {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = strings.ReplaceAll(string(b), "\r\n", "\n")
	}
	return texts
}
