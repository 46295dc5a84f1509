package cli

import (
	"encoding/csv"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"jiufen/internal/decompose"
	"jiufen/internal/errs"
	"jiufen/internal/textin"
)

// readUnits reads the units of the place: id, name and other names parted by ;.
// A first row that begins with «id» is a header.
func readUnits(file string) ([]decompose.Known, error) {
	if file == "" {
		return nil, nil
	}
	b, err := (&env{}).readInput(file)
	if err != nil {
		return nil, err
	}
	text, err := textin.Read(filepath.Base(file), b, textin.Limits{})
	if err != nil {
		return nil, err
	}
	return parseUnits(file, text.String)
}

func parseUnits(file, text string) ([]decompose.Known, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord = -1
	r.TrimLeadingSpace = true
	var out []decompose.Known
	seen := map[string]int{}
	for {
		row, err := r.Read()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			line := 0
			var pe *csv.ParseError
			if errors.As(err, &pe) {
				line = pe.Line
			}
			return nil, errs.Wrap(err, errs.Invalid, "cli.units.csv", "name", file, "line", line)
		}
		line, _ := r.FieldPos(0)
		u, ok := unitOf(row)
		switch {
		case len(out) == 0 && line == 1 && strings.EqualFold(u.ID, "id"):
			continue
		case !ok:
			return nil, errs.E(errs.Invalid, "cli.units.row", "name", file, "line", line)
		case seen[u.ID] > 0:
			return nil, errs.E(errs.Invalid, "cli.units.twice", "name", file, "line", line, "id", u.ID, "first", seen[u.ID])
		}
		seen[u.ID] = line
		out = append(out, u)
	}
}

func unitOf(row []string) (decompose.Known, bool) {
	for i := range row {
		row[i] = strings.TrimSpace(row[i])
	}
	if len(row) < 2 || len(row) > 3 || row[0] == "" || row[1] == "" {
		return decompose.Known{ID: row[0]}, false
	}
	u := decompose.Known{ID: row[0], Name: row[1]}
	if len(row) == 3 {
		for _, a := range strings.FieldsFunc(row[2], func(r rune) bool { return r == ';' || r == '；' }) {
			if a = strings.TrimSpace(a); a != "" {
				u.Aliases = append(u.Aliases, a)
			}
		}
	}
	return u, true
}
