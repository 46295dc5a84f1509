package textin

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"jiufen/internal/locale"
)

// Every key that reading can return has its sentence, also those made of a form.
func TestEveryErrorHasItsSentence(t *testing.T) {
	m := locale.For(locale.Chinese)
	quoted := regexp.MustCompile(`"(textin\.[a-z.]+[a-z])"`)
	for _, dir := range []string{".", "../opc", "../docx", "../xlsx", "../pdf"} {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, k := range quoted.FindAllStringSubmatch(string(src), -1) {
				if !m.Has(k[1]) && !strings.HasSuffix(f, "_test.go") {
					t.Errorf("%s: no sentence for %s", f, k[1])
				}
			}
		}
	}
	for _, f := range []form{formPptx, formODF, formOFD, formZip, formRTF, formXls, formPpt, formOLE, formBinary} {
		if !m.Has("textin.form." + string(f)) {
			t.Errorf("no sentence for a file of form %s", f)
		}
	}
}
