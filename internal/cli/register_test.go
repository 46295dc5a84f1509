package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRegisterFilesAreTried: every shipped file is read with its cost; one that
// is wrong is refused with its name and place.
func TestRegisterFilesAreTried(t *testing.T) {
	dir, err := filepath.Abs("../../library/registers")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(dir + "/*.yaml")
	if err != nil || len(files) < 15 {
		t.Fatal(len(files), err)
	}
	r := run(t, t.TempDir(), nil, append([]string{"register"}, files...)...)
	if r.code != 0 || strings.Count(r.out, "\n") != len(files) || !strings.Contains(r.out, "special-plans\t专项规划") {
		t.Fatalf("%d %s %s", r.code, r.out, r.err)
	}
	bad := filepath.Join(t.TempDir(), "bad.yaml")
	if err := os.WriteFile(bad, []byte("id: bad\nname: 坏\npurpose: 无\nfeilds: []\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := run(t, t.TempDir(), nil, "register", bad); r.code == 0 || !strings.Contains(r.err, "feilds") {
		t.Errorf("%d %s %s", r.code, r.out, r.err)
	}
}
