package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCompare: two versions on the command line, as text and as JSON, and the
// exit codes of what cannot be compared.
func TestCompare(t *testing.T) {
	dir := t.TempDir()
	later := strings.NewReplacer("38所", "36所", "\n\n（二）", "\n\n（二）推进城市更新。\n\n（三）").Replace(report)
	for name, text := range map[string]string{"一稿.txt": report, "二稿.txt": later, "密件.txt": "秘密★1年\n\n关于某项工作的通知\n\n请认真落实。\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := run(t, dir, nil, "compare", "一稿.txt", "二稿.txt")
	for _, want := range []string{"修改2句，移动0句，增加1句，删去0句", "新建改扩建学校[-38-]{+36+}所", "数字：38所 → 36所", "增加 —→"} {
		if r.code != 0 || !strings.Contains(r.out, want) {
			t.Errorf("exit %d, want %q in:\n%s%s", r.code, want, r.out, r.err)
		}
	}
	r = run(t, dir, []byte(later), "compare", "--json", "一稿.txt", "-")
	var got struct {
		A, B   struct{ Clauses int }
		Counts map[string]int
		Pairs  []struct {
			Turn    string
			A, B    *struct{ N, Start, End int }
			Numbers []struct{ From, To string }
		}
	}
	if err := json.Unmarshal([]byte(r.out), &got); err != nil || r.code != 0 {
		t.Fatalf("exit %d, %v: %s", r.code, err, r.err)
	}
	if got.Counts["changed"] != 2 || got.Counts["added"] != 1 || got.B.Clauses != got.A.Clauses+1 || len(got.Pairs) != got.B.Clauses {
		t.Errorf("%+v", got)
	}
	if r := run(t, dir, nil, "compare", "一稿.txt", "密件.txt"); r.code != 1 || r.out != "" || !strings.Contains(r.err, "密级") {
		t.Errorf("a secret paper: exit %d, %q, %q", r.code, r.out, r.err)
	}
	for _, args := range [][]string{{"compare", "一稿.txt"}, {"compare", "-", "-"}} {
		if r := run(t, dir, nil, args...); r.code != 2 || r.out != "" {
			t.Errorf("%v: exit %d, %q", args, r.code, r.out)
		}
	}
}
