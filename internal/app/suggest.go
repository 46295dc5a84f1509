package app

import (
	"context"
	"io/fs"
	"strings"

	"jiufen/internal/duty"
	"jiufen/internal/id"
	"jiufen/internal/org"
	"jiufen/internal/store"
)

// LoadDuties reads the catalogue of duties from the files of a folder.
func LoadDuties(files fs.FS, folder string) (out []duty.Kind, err error) {
	names, err := fs.Glob(files, folder+"/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, n := range names {
		b, err := fs.ReadFile(files, n)
		if err != nil {
			return nil, err
		}
		kinds, err := duty.Parse(b)
		if err != nil {
			return nil, err
		}
		out = append(out, kinds...)
	}
	return out, nil
}

// LeadSuggestion is a unit that may lead a draft, with why.
type LeadSuggestion struct {
	Unit       id.Unit
	Name       string
	Words      []string // of its duties, found in the text
	Before     string   // like work it was given before
	Confidence int      // percent
}

// suggestMost is how many units are suggested; pastMost how much earlier work is
// looked through, the newest first.
const (
	suggestMost = 3
	pastMost    = 5000
)

// SuggestLeads suggests who leads a draft that names nobody: by the catalogue of
// duties and by what this government gave to whom before. A person decides.
func (a *App) SuggestLeads(ctx context.Context, v org.Viewer, n id.Draft) (out []LeadSuggestion, err error) {
	d, _, err := a.DraftNow(ctx, v, n)
	if err != nil {
		return nil, err
	}
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		dir, err := tx.Directory(tx.Now())
		if err != nil {
			return err
		}
		past, err := tx.LedBefore(v.Sees, pastMost)
		if err != nil {
			return err
		}
		book := duty.NewBook(a.Duties, leadUnits(dir), pastWork(dir, past))
		for _, s := range book.Suggest(d.Body.Title+"。"+strings.TrimPrefix(d.Body.Standard, d.Body.Title), suggestMost) {
			u := dir.Unit(id.Unit(s.Unit))
			out = append(out, LeadSuggestion{Unit: u.ID, Name: u.Short, Words: s.Words, Before: s.Before, Confidence: s.Confidence})
		}
		return nil
	})
	return out, err
}

// leadUnits are the city's own units that can lead: those right under the
// government, not of counties.
func leadUnits(dir *org.Directory) []duty.Unit {
	var out []duty.Unit
	for _, u := range dir.Units {
		parent := dir.Unit(u.Parent).Sort
		if u.EndDay == 0 && (u.Sort == org.Department || u.Sort == org.Body) && parent != org.County && parent != org.Zone {
			out = append(out, duty.Unit{ID: int64(u.ID), Names: []string{u.Name, u.Short}})
		}
	}
	return out
}

func pastWork(dir *org.Directory, list []store.Led) []duty.Past {
	out := make([]duty.Past, 0, len(list))
	for _, x := range list {
		out = append(out, duty.Past{Unit: int64(dir.Successor(x.Unit)), Text: x.Title})
	}
	return out
}
