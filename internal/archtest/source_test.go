package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestExportedNamesAreDocumented: every exported name outside tests says what
// it is, and every package opens with a comment.
func TestExportedNamesAreDocumented(t *testing.T) {
	packages := map[string]bool{}
	goFiles(t, func(path string) {
		if strings.HasSuffix(path, "_test.go") || strings.Contains(path, "/cmd/") {
			return
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		dir := filepath.Dir(path)
		packages[dir] = packages[dir] || file.Doc != nil
		for _, d := range file.Decls {
			undocumented(d, func(name string, pos token.Pos) {
				t.Errorf("%s: %s has no comment", fset.Position(pos), name)
			})
		}
	})
	for dir, ok := range packages {
		if !ok {
			t.Errorf("%s: the package has no comment that says what it owns", dir)
		}
	}
}

func undocumented(d ast.Decl, report func(string, token.Pos)) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && receiverExported(d) && !conventional[d.Name.Name] {
			report(d.Name.Name, d.Pos())
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			if t, ok := s.(*ast.TypeSpec); ok && t.Name.IsExported() && d.Doc == nil && t.Doc == nil && t.Comment == nil {
				report(t.Name.Name, t.Pos())
			}
		}
		if (d.Tok == token.CONST || d.Tok == token.VAR) && d.Doc == nil {
			for _, s := range d.Specs {
				v := s.(*ast.ValueSpec)
				if v.Names[0].IsExported() && v.Doc == nil && v.Comment == nil {
					report(v.Names[0].Name, v.Pos())
				}
			}
		}
	}
}

// conventional names say by themselves what they do.
var conventional = map[string]bool{"Error": true, "Unwrap": true, "String": true, "Len": true, "Less": true, "Swap": true, "ServeHTTP": true, "Read": true, "Write": true, "Close": true}

func receiverExported(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	x := d.Recv.List[0].Type
	if p, ok := x.(*ast.StarExpr); ok {
		x = p.X
	}
	if g, ok := x.(*ast.IndexExpr); ok {
		x = g.X
	}
	n, ok := x.(*ast.Ident)
	return ok && n.IsExported()
}

var statement = regexp.MustCompile(`^\s*(SELECT|INSERT|UPDATE|DELETE|WITH|CREATE|DROP|ALTER)\s`)

// TestPoint13NoBuiltSQL: outside store there is no SQL at all, and nowhere is a
// statement made by fmt.Sprintf. Inside store, text is put together only from
// our own names and from numbers (sqltext.go says how).
func TestPoint13NoBuiltSQL(t *testing.T) {
	goFiles(t, func(path string) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		inStore := strings.Contains(filepath.ToSlash(path), "internal/store/") || strings.Contains(filepath.ToSlash(path), "internal/pgtest/")
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				if n.Kind == token.STRING && !inStore && statement.MatchString(strings.Trim(n.Value, "`\"")) {
					t.Errorf("%s: SQL outside store", fset.Position(n.Pos()))
				}
			case *ast.CallExpr:
				if sel, ok := n.Fun.(*ast.SelectorExpr); ok && strings.HasPrefix(sel.Sel.Name, "Sprint") && len(n.Args) > 0 {
					if lit, ok := n.Args[0].(*ast.BasicLit); ok && statement.MatchString(strings.Trim(lit.Value, "`\"")) {
						t.Errorf("%s: a statement made by %s", fset.Position(n.Pos()), sel.Sel.Name)
					}
				}
			}
			return true
		})
	})
}

// TestNoReplace: INSERT OR REPLACE deletes past the triggers of facts.
func TestNoReplace(t *testing.T) {
	goFiles(t, func(path string) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if regexp.MustCompile(`(?i)"[^"]*\bOR REPLACE INTO|INSERT OR REPLACE`).Match(b) && !strings.Contains(string(b), "recursive_triggers") {
			t.Errorf("%s: OR REPLACE", path)
		}
	})
}

// TestNoRoomWithoutAName: a room is called after what it is about.
func TestNoRoomWithoutAName(t *testing.T) {
	for _, bad := range []string{"util", "utils", "common", "helper", "helpers", "misc", "base", "manager"} {
		if _, err := os.Stat(filepath.Join(root, "internal", bad)); err == nil {
			t.Errorf("internal/%s", bad)
		}
	}
}

// TestTemplatesHoldNoStyleOrScript: the pages' policy forbids inline style and
// script; a template that has one would lose it silently.
func TestTemplatesHoldNoStyleOrScript(t *testing.T) {
	inline := regexp.MustCompile(`(?i)\sstyle=|\son[a-z]+=|<script(?:\s+[^>]*)?>\s*[^<\s]|<style`)
	n := 0
	err := filepath.WalkDir(filepath.Join(root, "internal/web/templates"), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if m := inline.Find(b); m != nil {
			t.Errorf("%s holds %q", path, m)
		}
		n++
		return err
	})
	if err != nil || n == 0 {
		t.Errorf("looked at %d templates: %v", n, err)
	}
}
