package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSame: what last year's paper promised already, as text and as JSON, and the
// exit codes of what cannot be compared.
func TestSame(t *testing.T) {
	dir := t.TempDir()
	paper := func(year, tasks string) string {
		return "样例市政府工作报告\n一、" + year + "年工作安排\n" + tasks
	}
	for name, text := range map[string]string{
		"去年.txt": paper("2025", "改造老旧小区120个。\n新增中小学学位6000个。\n"),
		"今年.txt": paper("2026", "新增中小学学位7000个。\n改造城镇老旧小区90个。\n举办国际马拉松赛1场。\n"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := run(t, dir, nil, "same", "去年.txt", "今年.txt")
	for _, want := range []string{"今年承诺3项：上年说过的2项，新的1项", "新增中小学学位：上年6000个，今年7000个，+16.7%", "今年90个，−25.0%", "新增      举办国际马拉松赛1场"} {
		if r.code != 0 || !strings.Contains(r.out, want) {
			t.Errorf("exit %d, want %q in:\n%s%s", r.code, want, r.out, r.err)
		}
	}
	r = run(t, dir, nil, "same", "--json", "去年.txt", "今年.txt")
	var got struct {
		Fresh, Again int
		Pairs        []struct {
			Now, Was *struct {
				Title      string
				Start, End int
			}
			Figures []struct{ Change string }
		}
	}
	if err := json.Unmarshal([]byte(r.out), &got); err != nil || got.Fresh != 1 || got.Again != 2 || len(got.Pairs) != 3 || got.Pairs[0].Figures[0].Change != "+16.7" || got.Pairs[2].Was != nil {
		t.Errorf("%v %+v", err, got)
	}
	for _, args := range [][]string{{"same", "去年.txt"}, {"same", "-", "-"}, {"same", "--least", "120", "去年.txt", "今年.txt"}} {
		if r := run(t, dir, nil, args...); r.code != 2 || r.out != "" {
			t.Errorf("%v: exit %d, %q", args, r.code, r.out)
		}
	}
	if r := run(t, dir, nil, "same", "去年.txt", "没有.txt"); r.code != 1 {
		t.Errorf("a file that is not there: exit %d", r.code)
	}
}
