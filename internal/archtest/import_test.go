package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const root = "../.."

// mayImport says, package by package, which rooms of the house a room may
// import. A room that is missing here may not exist.
var mayImport = map[string]string{
	"library": "",

	"id": "", "errs": "", "quantity": "", "calendar": "", "locale": "", "chart": "", "opc": "errs",
	"journal": "", "asof": "calendar id", "sheet": "errs", "docx": "errs opc", "xlsx": "errs opc sheet", "pdf": "errs",

	"org": "calendar id", "bulletin": "", "document": "errs", "decompose": "document", "ledger": "calendar id quantity", "duty": "", "rule": "", "indicator": "quantity",
	"same":     "quantity", // which matters are the same is a matter of words and figures: no ledger, no store
	"register": "calendar id quantity rule",

	"store":  "asof calendar errs id journal ledger org quantity register",
	"auth":   "errs id",
	"textin": "docx errs opc pdf sheet xlsx",
	"paper":  "docx locale opc sheet xlsx",

	"app": "asof auth bulletin calendar decompose document docx duty errs id indicator journal ledger library locale opc org paper quantity register same sheet store textin",
	"job": "app errs id journal store",
	"web": "app auth asof bulletin calendar chart document errs id journal ledger locale org quantity register store xlsx",
	"api": "app auth asof calendar document errs id journal ledger locale org quantity register store xlsx",

	"server": "errs",
	"config": "errs locale",
	"sample": "app calendar id ledger library org quantity store",
	"cli":    "api app auth calendar config decompose document docx errs id job journal ledger library locale opc org paper quantity register same sample server sheet store textin web xlsx",
	"bench":  "*",

	"archtest": "", "pgtest": "", "sharedtest": "",
}

// room is the room a package path belongs to: its first part below internal/.
func room(path string) string {
	path = strings.TrimPrefix(path, "jiufen/")
	path = strings.TrimPrefix(path, "internal/")
	r, _, _ := strings.Cut(path, "/")
	return r
}

func goFiles(t *testing.T, f func(path string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != root || d.Name() == "node_modules") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".go") {
			f(path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestImports(t *testing.T) {
	seen := map[string]bool{}
	goFiles(t, func(path string) {
		rel, _ := filepath.Rel(root, path)
		r := room(filepath.ToSlash(filepath.Dir(rel)))
		if strings.HasPrefix(rel, "cmd/") {
			r = "cmd"
		}
		seen[r] = true
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		allowed, known := mayImport[r]
		if r == "cmd" {
			allowed, known = "cli", true
		}
		if !known {
			t.Errorf("%s: room %q is not in the import table; add its row or move the code", rel, r)
			return
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			t.Errorf("%s: %v", rel, err)
			return
		}
		for _, im := range file.Imports {
			p, _ := strconv.Unquote(im.Path.Value)
			if !strings.HasPrefix(p, "jiufen/") || room(p) == r || allowed == "*" {
				continue
			}
			if !slices.Contains(strings.Fields(allowed), room(p)) {
				t.Errorf("%s imports %s: %s may import only: %s", rel, p, r, allowed)
			}
		}
	})
	for r := range mayImport {
		if _, err := os.Stat(filepath.Join(root, "internal", r)); err != nil && r != "library" && r != "bench" && !seen[r] {
			t.Logf("room %s is planned and not there yet", r)
		}
	}
}

// cgo and the unsafe package would break building for other machines.
func TestNoCgo(t *testing.T) {
	goFiles(t, func(path string) {
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, im := range file.Imports {
			if p, _ := strconv.Unquote(im.Path.Value); p == "C" || p == "unsafe" {
				t.Errorf("%s imports %s", path, p)
			}
		}
	})
}
