package app

import (
	"fmt"
	"io/fs"

	"github.com/goccy/go-yaml"

	"jiufen/internal/decompose"
)

// LoadLexicon reads the words of reports from the files of a folder. An error
// names the file and the line.
func LoadLexicon(files fs.FS, folder string) (lex decompose.Lexicon, err error) {
	names, err := fs.Glob(files, folder+"/*.yaml")
	if err != nil || len(names) == 0 {
		return lex, fmt.Errorf("lexicon: no files in %s: %v", folder, err)
	}
	defer func() { // the parser can panic on malformed text
		if p := recover(); p != nil {
			err = fmt.Errorf("lexicon: not YAML: %v", p)
		}
	}()
	var d decompose.Data
	for _, n := range names {
		b, err := fs.ReadFile(files, n)
		if err != nil {
			return lex, err
		}
		if err := yaml.UnmarshalWithOptions(b, &d, yaml.Strict()); err != nil {
			return lex, fmt.Errorf("lexicon: %s: %w", n, err)
		}
	}
	return decompose.NewLexicon(d)
}
